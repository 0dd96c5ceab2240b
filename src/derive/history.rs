//! Closed years: their figures stand beside those that are computed, and the figures of a year
//! can be closed in turn.

use super::Made;
use crate::data::history::{
    About, Closed, ClosedCategory, ClosedFact, ClosedLabel, ClosedMeasure, ClosedSeries,
    ClosedValue, Coded, Day, Exact, History,
};
use crate::data::{Loaded, SmallestGroup};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fact::{Category, Fact, Facts, Label, Measure, PeriodFacts, Provenance, Series, Value};

/// Adds what the closed years say to what the data says. Where both speak, the data holds, and a
/// difference is told.
pub fn add(history: &Loaded<History>, facts: &mut Facts, diagnostics: &mut Diagnostics) {
    for (period, closed) in &history.value {
        let computed = facts.periods.entry(period.clone()).or_default();
        let mut made = Made {
            as_of: None,
            smallest: SmallestGroup::default(),
            facts: std::mem::take(computed),
        };
        for (id, series) in &closed.series {
            // What is withheld now is not given away by what was published before.
            let is_withheld = made.facts.suppressed.contains_key(id);
            if !made.facts.series.contains_key(id) && !is_withheld {
                made.series(reopened_series(id, series, history));
            }
        }
        let mut differ = Vec::new();
        for (id, fact) in &closed.facts {
            let value = reopened(&fact.value);
            match made.facts.facts.get(id) {
                Some(known) if known.value == value => {}
                Some(_) => differ.push(format!("`{id}`")),
                None if made.facts.suppressed.contains_key(id) => {}
                None => {
                    let made = made.fact(id, value, origin(&fact.formula, history));
                    made.decimals = fact.decimals;
                    made.parts = fact.parts.map(|(part, whole)| (part.0, whole.0));
                    if let Some(words) = &fact.label {
                        made.label = Label::Given(words.clone());
                        made.definition = Label::Message("definition-closed".to_string());
                    }
                    if let Some(About { words, name }) = &fact.about {
                        let name = vec![("name", reopened_label(name))];
                        let kind = words.trim_start_matches("fact.");
                        made.definition = super::definition(kind);
                        made.label = Label::Filled(words.clone(), name);
                    }
                }
            }
        }
        if !differ.is_empty() {
            tell_differences(period, &differ, history, diagnostics);
        }
        *facts.periods.entry(period.clone()).or_default() = made.facts;
    }
}

fn origin(formula: &str, history: &Loaded<History>) -> Provenance {
    super::from(history, None, formula)
}

fn tell_differences(
    period: &str,
    differ: &[String],
    history: &Loaded<History>,
    diagnostics: &mut Diagnostics,
) {
    let message = format!(
        "the data of {period} does not give what the year was closed with in `{}`: {}",
        history.path,
        differ.join(", ")
    );
    let help = format!(
        "take the data of {period} back as it was, or close the year anew: `belegg close-year {period} --force`"
    );
    diagnostics.push(Diagnostic::warning("closed-year", None, message).help(help));
}

fn reopened(value: &ClosedValue) -> Value {
    match value {
        ClosedValue::Count(count) => Value::Count(*count),
        ClosedValue::Percent(Exact(share)) => Value::Percent(*share),
        ClosedValue::Points(Exact(points)) => Value::Points(*points),
        ClosedValue::Number(Exact(number)) => Value::Number(*number),
        ClosedValue::Money { amount: Exact(amount), currency } => {
            Value::Money { amount: *amount, currency: currency.clone() }
        }
        ClosedValue::Date(Day(date)) => Value::Date(*date),
        ClosedValue::Year(year) => Value::Year(*year),
        ClosedValue::Truth(so) => Value::Truth(*so),
        ClosedValue::Text(words) => Value::Text(words.clone()),
    }
}

fn reopened_series(id: &str, closed: &ClosedSeries, history: &Loaded<History>) -> Series {
    let categories = closed.categories.iter().map(|one| Category {
        key: one.key.clone(),
        value: one.value.0,
        label: reopened_label(&one.label),
    });
    Series {
        id: id.to_string(),
        label: Label::Message(format!("series.{id}")),
        definition: super::definition(id),
        dimension: Label::Message(closed.dimension.clone()),
        measure: match closed.measure {
            ClosedMeasure::Count => Measure::Count,
            ClosedMeasure::Share => Measure::Share,
            ClosedMeasure::Percent => Measure::Percent,
        },
        categories: categories.collect(),
        as_of: None,
        provenance: origin(&closed.formula, history),
    }
}

/// The figures of a period as they are kept. What is made from others is left out: categories,
/// and changes since earlier years.
pub fn close(known: &PeriodFacts) -> Closed {
    let of_series = |id: &str| {
        let mut all = known.series.keys();
        all.any(|series| id.strip_prefix(series.as_str()).is_some_and(|rest| rest.starts_with('.')))
    };
    let facts = known.facts.values().filter(|fact| {
        let reopened = fact.provenance.dataset == crate::data::history::PATH;
        !(of_series(&fact.id) || super::trends::is_change(&fact.id) || reopened)
    });
    Closed {
        facts: facts.map(|fact| (fact.id.clone(), closed(fact))).collect(),
        series: known.series.iter().map(|(id, one)| (id.clone(), closed_series(one))).collect(),
    }
}

fn closed(fact: &Fact) -> ClosedFact {
    ClosedFact {
        value: match &fact.value {
            Value::Count(count) => ClosedValue::Count(*count),
            Value::Percent(share) => ClosedValue::Percent(Exact(*share)),
            Value::Points(points) => ClosedValue::Points(Exact(*points)),
            Value::Number(number) => ClosedValue::Number(Exact(*number)),
            Value::Money { amount, currency } => {
                ClosedValue::Money { amount: Exact(*amount), currency: currency.clone() }
            }
            Value::Date(date) => ClosedValue::Date(Day(*date)),
            Value::Year(year) => ClosedValue::Year(*year),
            Value::Truth(so) => ClosedValue::Truth(*so),
            Value::Text(words) => ClosedValue::Text(words.clone()),
        },
        decimals: fact.decimals,
        parts: fact.parts.map(|(part, whole)| (Exact(part), Exact(whole))),
        label: match &fact.label {
            Label::Given(words) => Some(words.clone()),
            _ => None,
        },
        about: match &fact.label {
            Label::Filled(words, values) => {
                let name = values.iter().find(|(place, _)| *place == "name");
                let name = name.map(|(_, label)| closed_label(label, &fact.id));
                name.map(|name| About { words: words.clone(), name })
            }
            _ => None,
        },
        formula: fact.provenance.formula.clone(),
        dataset: fact.provenance.dataset.clone(),
        sha256: fact.provenance.sha256.clone(),
    }
}

fn closed_label(label: &Label, key: &str) -> ClosedLabel {
    match label {
        Label::Country(code) => ClosedLabel::Country(code.clone()),
        Label::Industry(industry) => ClosedLabel::Industry(Coded(*industry)),
        Label::Message(key) => ClosedLabel::Message(key.clone()),
        Label::Given(words) => ClosedLabel::Words(words.clone()),
        Label::Filled(..) | Label::Verbatim(_) => ClosedLabel::Message(key.to_string()),
    }
}

fn reopened_label(label: &ClosedLabel) -> Label {
    match label {
        ClosedLabel::Country(code) => Label::Country(code.clone()),
        ClosedLabel::Industry(Coded(industry)) => Label::Industry(*industry),
        ClosedLabel::Message(key) => Label::Message(key.clone()),
        ClosedLabel::Words(words) => Label::Given(words.clone()),
    }
}

fn closed_series(series: &Series) -> ClosedSeries {
    let categories = series.categories.iter().map(|one| ClosedCategory {
        key: one.key.clone(),
        value: Exact(one.value),
        label: closed_label(&one.label, &one.key),
    });
    ClosedSeries {
        measure: match series.measure {
            Measure::Count => ClosedMeasure::Count,
            Measure::Share => ClosedMeasure::Share,
            Measure::Percent => ClosedMeasure::Percent,
        },
        dimension: match &series.dimension {
            Label::Message(key) => key.clone(),
            _ => "category".to_string(),
        },
        categories: categories.collect(),
        formula: series.provenance.formula.clone(),
        dataset: series.provenance.dataset.clone(),
        sha256: series.provenance.sha256.clone(),
    }
}
