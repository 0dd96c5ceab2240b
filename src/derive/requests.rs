//! Requests for information: how many came, and whether they were answered in time.
//!
//! The Transparency Act, section 7: within three weeks of receipt; within two months if the answer
//! would otherwise be a disproportionate burden and the asker was told so within the three weeks.

use rust_decimal::Decimal;
use time::{Date, Duration, Month};

use super::account::by_word;
use super::{Made, from};
use crate::data::account::Outcome;
use crate::data::{Dataset, Request};
use crate::diagnostic::Diagnostics;
use crate::fact::Value;

pub fn facts(dataset: &Dataset, made: &mut Made, diagnostics: &mut Diagnostics) {
    let Some(loaded) = &dataset.requests else { return };
    let rows = &loaded.value;
    for request in rows {
        let (day, span) = (request.received_on, request.received_span);
        super::tell_outside(dataset, "the request", day, span, diagnostics);
    }
    let all = Some(rows.len());
    let answered: Vec<&Request> = rows.iter().filter(|one| one.answered_on.is_some()).collect();
    let on_time = answered.iter().filter(|one| is_on_time(one)).count();
    let refused = rows.iter().filter(|one| one.outcome == Some(Outcome::Refused)).count();
    for (id, count, formula) in [
        ("requests.count", rows.len(), "count of rows"),
        ("requests.answered", answered.len(), "count where answered_on is given"),
        (
            "requests.on_time",
            on_time,
            "count where answered_on ≤ received_on + 21 days, or + 2 months if extended",
        ),
        ("requests.refused", refused, "count where outcome is refused"),
    ] {
        made.count(id, count, from(loaded, all, formula));
    }
    let outcomes = rows.iter().filter_map(|one| one.outcome);
    by_word(made, loaded, "requests.by_outcome", "outcome", "outcome", outcomes);
    let mut due = answered.len();
    if let Some(cutoff) = made.as_of {
        let late = |one: &&Request| {
            deadline(one) < cutoff && one.answered_on.is_none_or(|day| day > cutoff)
        };
        let overdue = rows.iter().filter(late).count();
        due += rows.iter().filter(late).filter(|one| one.answered_on.is_none()).count();
        let formula = "count where the deadline is before the cutoff and no answer was given by it";
        made.count("requests.overdue", overdue, from(loaded, all, formula));
    }
    let formula = "on time / answered or overdue";
    let (part, whole) = (Decimal::from(on_time), Decimal::from(due));
    made.share("requests.on_time_rate", part, whole, from(loaded, Some(due), formula));
    let mut days: Vec<i64> = answered
        .iter()
        .filter_map(|one| Some((one.answered_on? - one.received_on).whole_days()))
        .collect();
    days.sort_unstable();
    if let Some(median) = median(&days) {
        let origin = from(loaded, Some(days.len()), "median of answered_on − received_on");
        made.fact("requests.median_days", Value::Number(median), origin).decimals =
            median.normalize().scale();
    }
}

fn is_on_time(request: &Request) -> bool {
    request.answered_on.is_some_and(|day| day <= deadline(request))
}

/// The last day for an answer.
fn deadline(request: &Request) -> Date {
    match request.extended {
        true => two_months_after(request.received_on),
        false => request.received_on.saturating_add(Duration::weeks(3)),
    }
}

/// The same day two months later; the month's last where there is no such day.
fn two_months_after(date: Date) -> Date {
    let months = date.month() as i32 + 1;
    let (year, month) = (date.year() + months / 12, Month::January.nth_next((months % 12) as u8));
    let day = date.day().min(month.length(year));
    Date::from_calendar_date(year, month, day).unwrap_or(Date::MAX)
}

/// The middle of sorted numbers, or halfway between the two in the middle.
fn median(sorted: &[i64]) -> Option<Decimal> {
    let (low, high) =
        (sorted.get(sorted.len().checked_sub(1)? / 2)?, sorted.get(sorted.len() / 2)?);
    Decimal::from(low + high).checked_div(Decimal::TWO)
}
