//! What has changed since an earlier period: its figures and those of this one, side by side.

use rust_decimal::Decimal;

use super::datasets::Made;
use crate::compose::resolve::Resolver;
use crate::compose::words;
use crate::diagnostic::{Diagnostic, nearest};
use crate::document::{Cell, Column, DataTable, FigureReference, PrintedKind};
use crate::fact::{Fact, PeriodFacts, Value};
use crate::locale::round;
use crate::source::Span;

pub const TABLES: [&str; 1] = ["changes"];

/// The figures by which an account is compared with the one before it, where a reference names none.
const HEADLINES: [&str; 15] = [
    "suppliers.count",
    "suppliers.turnover",
    "risk.final.high",
    "findings.count",
    "questionnaire.invited",
    "questionnaire.answered",
    "questionnaire.response_rate",
    "questionnaire.mean",
    "code_of_conduct.share_of_suppliers",
    "code_of_conduct.share_of_turnover",
    "audits.count",
    "requests.count",
    "workforce.total.total",
    "workforce.total.share_women",
    "pay.ratio",
];

/// The table that a reference asks for; none where there is nothing to compare, which is told.
pub fn table(resolver: &mut Resolver<'_, '_>, reference: &FigureReference) -> Option<Made> {
    let span = reference.target_span;
    let citations = resolver.citations;
    let wanted = reference.period.as_deref();
    let (period, now) = citations.period(wanted, span, resolver.diagnostics)?;
    let Options { since, facts } = options(resolver, reference);
    let known = &resolver.scope.facts.periods;
    let earlier = match &since {
        Some(since) => citations.period(Some(since), span, resolver.diagnostics)?,
        None => {
            let before = known.iter().rev().find(|(name, _)| name.as_str() < period);
            let Some((name, before)) = before else {
                let message = format!("there is no period before {period} to compare with");
                let help = "put the figures of an earlier year in `data/<year>/facts.toml`";
                let told = Diagnostic::error("nothing-to-compare", span, message).help(help);
                resolver.citations.tell(told, period, resolver.diagnostics);
                return None;
            };
            (name.as_str(), before)
        }
    };
    let named = !facts.is_empty();
    let ids: Vec<&str> = match named {
        true => facts.iter().map(String::as_str).collect(),
        false => HEADLINES.to_vec(),
    };
    let mut rows = Vec::new();
    for id in ids {
        let pair = now.facts.get(id).zip(earlier.1.facts.get(id));
        let row = pair.and_then(|(fact, before)| {
            row(resolver, (fact, period, now), (before, earlier.0), reference.span)
        });
        if row.is_none() && named {
            tell_incomparable(resolver, id, period, earlier.0, span);
        }
        rows.extend(row);
    }
    if rows.is_empty() && named {
        return None;
    }
    if rows.is_empty() {
        let message = format!("no figure of {} can be compared with {period}", earlier.0);
        let help =
            "name some that both have: `table:changes?facts=suppliers.count,questionnaire.mean`";
        let told = Diagnostic::error("nothing-to-compare", span, message).help(help);
        let is_earlier = resolver.scope.facts.in_doubt.contains(earlier.0);
        let period = if is_earlier { earlier.0 } else { period };
        resolver.citations.tell(told, period, resolver.diagnostics);
        return None;
    }
    let messages = resolver.scope.messages;
    let titles = [
        (messages.text("changes-figure").to_string(), false),
        (earlier.0.to_string(), true),
        (period.to_string(), true),
        (messages.text("changes-change").to_string(), true),
    ];
    let columns = titles.map(|(title, numeric)| Column { title, numeric }).to_vec();
    let table = DataTable { keys: Vec::new(), columns, rows, total: None };
    Some(Made { table, period: period.to_string(), dataset: TABLES[0].to_string(), note: None })
}

struct Options {
    since: Option<String>,
    facts: Vec<String>,
}

fn options(resolver: &mut Resolver<'_, '_>, reference: &FigureReference) -> Options {
    let mut options = Options { since: None, facts: Vec::new() };
    for (name, value) in &reference.options {
        match name.as_str() {
            "since" => options.since = Some(value.clone()),
            "facts" => options.facts = value.split(',').map(|id| id.trim().to_string()).collect(),
            _ => {
                let message = format!("`{name}={value}` is not an option of this table");
                let diagnostic =
                    Diagnostic::error("unknown-option", reference.target_span, message);
                resolver.diagnostics.push(match nearest(name, ["since", "facts"]) {
                    Some(near) => diagnostic.help(format!("did you mean `{near}=`?")),
                    None => diagnostic.help("the options are `since=` and `facts=`"),
                });
            }
        }
    }
    options
}

/// A figure in both periods and its change; none where the two are not of a kind, or where there
/// is nothing to subtract.
fn row(
    resolver: &mut Resolver<'_, '_>,
    (fact, period, now): (&Fact, &str, &PeriodFacts),
    (before, earlier): (&Fact, &str),
    span: Span,
) -> Option<Vec<Cell>> {
    let (locale, messages) = (resolver.scope.locale, resolver.scope.messages);
    let (is_share, now_exact, before_exact) = match (&fact.value, &before.value) {
        (Value::Count(now), Value::Count(before)) => (false, (*now).into(), (*before).into()),
        (Value::Number(now), Value::Number(before)) => (false, *now, *before),
        (Value::Percent(now), Value::Percent(before)) => (true, *now, *before),
        (
            Value::Money { amount: now, currency },
            Value::Money { amount: before, currency: other },
        ) if currency == other => (false, *now, *before),
        _ => return None,
    };
    let difference = now_exact.checked_sub(before_exact)?;
    let decimals = telling_decimals(fact.decimals, [now_exact, before_exact, difference]);
    let change = match is_share {
        true => locale.change_points(difference, decimals),
        false => locale.change(difference, decimals),
    };
    let mut value = |fact: &Fact, period: &str| {
        resolver.print(PrintedKind::Fact, &fact.id, period, span);
        let text = locale.value(&fact.value, decimals).unwrap_or_default();
        Cell::Value { value: fact.value.clone(), decimals, text }
    };
    let cells = [value(before, earlier), value(fact, period)];
    // Where the change is a figure of its own, it has its evidence.
    for end in ["change", "points"] {
        let id = format!("{}.{end}_since_{earlier}", fact.id);
        if now.facts.contains_key(&id) {
            resolver.print(PrintedKind::Fact, &id, period, span);
        }
    }
    let label = words::capitalised(&words::label(&fact.label, locale, messages));
    let [before, now] = cells;
    let difference = match (&fact.value, is_share) {
        (_, true) => Value::Points(difference),
        (Value::Money { currency, .. }, _) => {
            Value::Money { amount: difference, currency: currency.clone() }
        }
        _ => Value::Number(difference),
    };
    let change = Cell::Value { value: difference, decimals, text: change };
    Some(vec![Cell::Text(label), before, now, change])
}

/// As many decimals as it takes for the change to be the difference of the figures as they are
/// printed: 51 % and 68 % are not 18 points apart.
fn telling_decimals(own: u32, [now, before, difference]: [Decimal; 3]) -> u32 {
    let adds_up = |decimals: &u32| {
        let printed = |value| round(value, *decimals);
        printed(now) - printed(before) == printed(difference)
    };
    (own..own + 3).find(adds_up).unwrap_or(own)
}

fn tell_incomparable(
    resolver: &mut Resolver<'_, '_>,
    id: &str,
    period: &str,
    earlier: &str,
    span: Span,
) {
    let known = &resolver.scope.facts.periods;
    let has = |period: &str| known.get(period).is_some_and(|known| known.facts.contains_key(id));
    let (message, place) = match (has(period), has(earlier)) {
        (true, true) => (format!("`{id}` is not a number that can be compared"), period),
        (false, _) => (format!("there is no fact `{id}` in the data of {period}"), period),
        (true, false) => (format!("there is no fact `{id}` in the data of {earlier}"), earlier),
    };
    let told = Diagnostic::error("nothing-to-compare", span, message);
    let near = known.get(place).and_then(|it| nearest(id, it.facts.keys().map(String::as_str)));
    let told = match near {
        Some(near) if !has(place) => told.help(format!("there is `{near}`")),
        _ => told.help("take it out of `facts=`, or state it in `facts.toml` of that year"),
    };
    resolver.citations.tell(told, place, resolver.diagnostics);
}
