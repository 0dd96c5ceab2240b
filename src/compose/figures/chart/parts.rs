//! The parts of one whole: donut, waffle and share bar.

use rust_decimal::Decimal;

use super::bar::Shown;
use super::measured::{Measured, float};
use super::request::Request;
use super::{Made, tint};
use crate::chart::{Mark, Part, Parts, Plot};
use crate::compose::resolve::Resolver;
use crate::compose::words;
use crate::fact::{Measure, Series};

/// More parts than these cannot be told apart in a ring, the rest included.
const MOST_PARTS: usize = 5;

pub fn make<'a>(
    resolver: &mut Resolver<'a, '_>,
    request: &Request<'a, '_>,
    data: &[Measured<'a>],
    mark: Mark,
) -> Option<Made> {
    let [Measured::Series(series)] = data else {
        let message = format!("a {} shows the parts of one series", mark.name());
        request.refuse(resolver, message, "name one series, such as `suppliers.by_country`");
        return None;
    };
    let whole = whole(resolver, request, series, mark)?;
    // What nobody knows has a part of its own, and nothing is folded that has room by itself.
    let named = series.categories.iter().filter(|one| one.key != "unknown").count();
    let room = MOST_PARTS - (series.categories.len() - named).min(1);
    let most = if named <= room { room } else { room - 1 };
    let shown = Shown::of(series, &request.spec, most, resolver);
    if shown.rows.len() > MOST_PARTS {
        let message = format!("a {} of {} parts cannot be read", mark.name(), shown.rows.len());
        let top = room - 1;
        let help = format!("show at most {top} and the rest as one (`top={top}`), or take `bar`");
        request.refuse(resolver, message, &help);
        return None;
    }
    let locale = resolver.scope.locale;
    let parts = shown.rows.iter().enumerate().map(|(at, row)| Part {
        key: row.key.clone(),
        label: row.label.clone(),
        share: float(row.value * Decimal::ONE_HUNDRED / whole),
        share_text: row.share_text.clone().unwrap_or_else(|| row.value_text.clone()),
        count_text: (series.measure == Measure::Count).then(|| row.value_text.clone()),
        tint: tint(&row.key, row.other, at),
    });
    let total = (series.measure == Measure::Count).then(|| {
        let word = resolver.scope.messages.text("total").to_string();
        (locale.number(series.total(), 0), word)
    });
    let sum = total.clone();
    let parts = Parts { parts: parts.collect(), total };
    let plot = match mark {
        Mark::Waffle => Plot::Waffle(parts),
        Mark::ShareBar => Plot::ShareBar(parts),
        _ => Plot::Donut(parts),
    };
    let description = description(&shown, sum.as_ref(), resolver);
    Some(Made { description, ..shown.made(plot, request, resolver) })
}

/// `Business relations by country: Norway 80 % (356) and Sweden 20 % (91). Total: 447.` They are so
/// few that all can be said.
fn description(
    shown: &Shown<'_>,
    sum: Option<&(String, String)>,
    resolver: &Resolver<'_, '_>,
) -> String {
    let (locale, messages) = (resolver.scope.locale, resolver.scope.messages);
    let parts = shown.rows.iter().map(|row| match &row.share_text {
        Some(share) => format!("{} {share} ({})", row.label, row.value_text),
        None => format!("{} {}", row.label, row.value_text),
    });
    let measure = words::label(&shown.series.label, locale, messages);
    let sum = sum.map_or_else(String::new, |(number, word)| format!(" {word}: {number}."));
    format!("{measure}: {}.{sum}", locale.list(&parts.collect::<Vec<_>>()))
}

/// The sum that the parts make up; told where they are not parts of one whole.
pub fn whole(
    resolver: &mut Resolver<'_, '_>,
    request: &Request<'_, '_>,
    series: &Series,
    mark: Mark,
) -> Option<Decimal> {
    let (id, name, total) = (&series.id, mark.name(), series.total());
    let whole = match series.measure {
        Measure::Percent => {
            let message = format!("`{id}` has no parts of one whole: each value stands for itself");
            request.refuse(resolver, message, "take `bar` or `bullet`");
            return None;
        }
        Measure::Share => Decimal::ONE_HUNDRED,
        Measure::Count => total,
    };
    let negative = series.categories.iter().find(|one| one.value.is_sign_negative());
    if let Some(negative) = negative.filter(|one| !one.value.is_zero()) {
        let message = format!("`{}` of `{id}` is below zero: no {name} can show it", negative.key);
        request.refuse(resolver, message, "take `bar`");
        return None;
    }
    if series.measure == Measure::Share && (total - whole).abs() > Decimal::ONE {
        let message = format!("the parts of `{id}` add up to {} %, not to 100", total.normalize());
        let help = "add what is missing as a row of its own (`unknown`), or take `bar`";
        request.refuse(resolver, message, help);
        return None;
    }
    if whole.is_zero() {
        let message = format!("all values of `{id}` are nought: there is nothing to divide");
        request.refuse(resolver, message, "take `bar`, which says so, or leave the chart out");
        return None;
    }
    Some(whole)
}
