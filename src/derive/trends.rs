//! Changes since earlier periods: percent and percentage points are facts of their own, so that
//! neither is taken for the other. And figures that jump, which may be a slip of the keyboard.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::percent;
use crate::data::Datasets;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fact::{Fact, Facts, Label, Provenance, Value};

/// How the names of changes end, before the period that they count from.
const CHANGES: [&str; 3] = [".change_since_", ".points_since_", ".percent_since_"];

/// A figure that changes by more than this, in percent, is told.
const JUMP: Decimal = Decimal::from_parts(50, 0, 0, false, 0);

/// Whether a fact is a change since an earlier period.
pub fn is_change(id: &str) -> bool {
    CHANGES.iter().any(|end| id.contains(end))
}

/// Adds to every period how its figures have changed since each earlier one.
pub fn add(datasets: &Datasets, facts: &mut Facts, diagnostics: &mut Diagnostics) {
    let mut changes: Vec<(String, Fact)> = Vec::new();
    let mut jumps: Jumps = BTreeMap::new();
    let periods: Vec<_> = facts.periods.iter().collect();
    for (at, (period, now)) in periods.iter().enumerate() {
        for (earlier, before) in &periods[..at] {
            let latest = at > 0 && periods[at - 1].0 == *earlier;
            for fact in now.facts.values() {
                let belongs_to_series = |series: &String| {
                    fact.id.strip_prefix(series.as_str()).is_some_and(|rest| rest.starts_with('.'))
                };
                let own = !now.series.keys().any(belongs_to_series);
                let Some(old) = before.facts.get(&fact.id).filter(|_| own) else { continue };
                let made = made(fact, old, period, earlier);
                if latest
                    && datasets.get(*period).is_some_and(tells_jumps)
                    && let Some(jump) = jump(fact, &made)
                {
                    let place = (*period, *earlier, fact.provenance.dataset.as_str());
                    jumps.entry(place).or_default().push(jump);
                }
                changes.extend(made.into_iter().map(|change| ((*period).clone(), change)));
            }
        }
    }
    tell_jumps(&jumps, diagnostics);
    for (period, change) in changes {
        if let Some(known) = facts.periods.get_mut(&period) {
            known.facts.entry(change.id.clone()).or_insert(change);
        }
    }
}

fn tells_jumps(dataset: &crate::data::Dataset) -> bool {
    dataset.report.as_ref().is_none_or(|report| !report.value.accept_jumps)
}

/// The changes of one fact since an earlier period: none where the two cannot be compared.
fn made(now: &Fact, before: &Fact, period: &str, earlier: &str) -> Vec<Fact> {
    let named = |end: &str, value: Value, formula: &str| Fact {
        id: format!("{}.{end}_since_{earlier}", now.id),
        value,
        decimals: now.decimals,
        parts: None,
        label: Label::Filled(
            format!("fact.{end}_since"),
            vec![("fact", now.label.clone()), ("period", Label::Verbatim(earlier.to_string()))],
        ),
        definition: Label::Filled(
            format!("definition.{end}_since"),
            vec![
                ("fact", now.definition.clone()),
                ("period", Label::Verbatim(earlier.to_string())),
            ],
        ),
        as_of: now.as_of,
        provenance: Provenance {
            formula: format!("{formula} of {}, {period} against {earlier}", now.id),
            others: vec![(before.provenance.dataset.clone(), before.provenance.sha256.clone())],
            rows: None,
            source: None,
            ..now.provenance.clone()
        },
    };
    let relative = |now: Decimal, before: Decimal| {
        let change = percent(now - before, before).map(Value::Percent);
        change.map(|value| named("percent", value, "relative change"))
    };
    let difference = |value: Value| named("change", value, "difference");
    match (&now.value, &before.value) {
        (Value::Count(now), Value::Count(before)) => {
            let change = difference(Value::Count(now - before));
            let relative = relative(Decimal::from(*now), Decimal::from(*before));
            [Some(change), relative].into_iter().flatten().collect()
        }
        (Value::Number(now), Value::Number(before)) => {
            let change = difference(Value::Number(now - before));
            [Some(change), relative(*now, *before)].into_iter().flatten().collect()
        }
        (
            Value::Money { amount: now, currency },
            Value::Money { amount: before, currency: other },
        ) if currency == other => {
            let value = Value::Money { amount: now - before, currency: currency.clone() };
            [Some(difference(value)), relative(*now, *before)].into_iter().flatten().collect()
        }
        (Value::Percent(now), Value::Percent(before)) => {
            let points = named("points", Value::Points(now - before), "difference");
            [Some(points), relative(*now, *before)].into_iter().flatten().collect()
        }
        _ => Vec::new(),
    }
}

/// Figures that have changed by more than half, in words, by their period, the one before and the
/// file that they are made from.
type Jumps<'a> = BTreeMap<(&'a String, &'a String, &'a str), Vec<String>>;

/// As many jumps of a file are named.
const MOST_NAMED: usize = 3;

/// `suppliers.count` (−60 %), where a figure has changed by more than half: it may be right.
fn jump(fact: &Fact, changes: &[Fact]) -> Option<String> {
    let small = matches!(fact.value, Value::Count(count) if count.abs() < 20);
    // Of a change nobody wants to know how it has changed.
    if small || fact.id.ends_with(".change_relative") {
        return None;
    }
    let relative = changes.iter().find_map(|change| match &change.value {
        Value::Percent(relative) if relative.abs() > JUMP => Some(relative.round()),
        _ => None,
    })?;
    let sign = if relative.is_sign_negative() { '−' } else { '+' };
    Some(format!("`{}` ({sign}{} %)", fact.id, relative.abs()))
}

/// One message a file: when a register is cut short, all its figures fall.
fn tell_jumps(jumps: &Jumps<'_>, diagnostics: &mut Diagnostics) {
    for ((period, earlier, dataset), named) in jumps {
        let mut list = named[..named.len().min(MOST_NAMED)].join(", ");
        if named.len() > MOST_NAMED {
            list.push_str(&format!(" and {} more", named.len() - MOST_NAMED));
        }
        let message =
            format!("figures are far from those of {earlier}: {list}; is `{dataset}` complete?");
        diagnostics.push(Diagnostic::warning("jump", None, message).help(format!(
            "if the figures are right, write `accept_jumps = true` in `data/{period}/report.toml`"
        )));
    }
}
