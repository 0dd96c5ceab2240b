//! The due-diligence account in numbers: audits, findings, measures and goals.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{Made, definition, from, known_suppliers};
use crate::data::account::{Audit, FindingStatus};
use crate::data::{Choice, Dataset, Goal, Loaded, MeasureStatus};
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::fact::{Category, Label, Measure, Series, Value};

pub fn facts(dataset: &Dataset, made: &mut Made, diagnostics: &mut Diagnostics) {
    audits(dataset, made, diagnostics);
    findings(dataset, made);
    measures(dataset, made, diagnostics);
    if let Some(loaded) = &dataset.goals {
        let rows = loaded.value.len();
        made.count("goals.count", rows, from(loaded, Some(rows), "count of rows"));
        let statuses = loaded.value.iter().map(|goal| goal.status);
        by_word(made, loaded, "goals.by_status", "status", "status", statuses);
        loaded.value.iter().for_each(|goal| numbers(goal, loaded, made));
    }
}

fn audits(dataset: &Dataset, made: &mut Made, diagnostics: &mut Diagnostics) {
    let Some(loaded) = &dataset.audits else { return };
    let rows = &loaded.value;
    let named = rows.iter().map(|audit| (audit.supplier_id.as_str(), audit.span));
    known_suppliers(dataset, named, diagnostics);
    for audit in rows {
        if let Some(date) = audit.date {
            super::tell_outside(dataset, "the audit", date, audit.date_span, diagnostics);
        }
    }
    let all = Some(rows.len());
    made.count("audits.count", rows.len(), from(loaded, all, "count of rows"));
    let sum = |number: fn(&Audit) -> Option<i64>| -> Option<i64> { rows.iter().map(number).sum() };
    if let (Some(findings), Some(closed)) = (sum(|audit| audit.findings), sum(|audit| audit.closed))
    {
        for (id, count, formula) in [
            ("audits.findings", findings, "sum of findings"),
            ("audits.closed", closed, "sum of closed"),
            ("audits.open", findings - closed, "sum of findings − closed"),
        ] {
            made.fact(id, Value::Count(count), from(loaded, all, formula));
        }
        let (part, whole) = (Decimal::from(closed), Decimal::from(findings));
        let origin = from(loaded, all, "sum of closed / sum of findings");
        made.share("audits.closed_rate", part, whole, origin);
    }
    let kinds: Vec<_> = rows.iter().filter_map(|audit| audit.kind).collect();
    if kinds.len() == rows.len() {
        by_word(made, loaded, "audits.by_type", "type", "audit", kinds.into_iter());
    }
}

/// Section 5 b of the Transparency Act: adverse impacts and significant risks.
fn findings(dataset: &Dataset, made: &mut Made) {
    let Some(loaded) = &dataset.findings else { return };
    let rows = &loaded.value;
    let all = Some(rows.len());
    made.count("findings.count", rows.len(), from(loaded, all, "count of rows"));
    let open = rows.iter().filter(|finding| finding.status != FindingStatus::Closed).count();
    made.count("findings.open", open, from(loaded, all, "count where status is not closed"));
    let kinds = rows.iter().map(|finding| finding.kind);
    by_word(made, loaded, "findings.by_kind", "kind", "kind", kinds);
    let scopes = rows.iter().map(|finding| finding.scope);
    by_word(made, loaded, "findings.by_scope", "scope", "scope", scopes);
    let statuses = rows.iter().map(|finding| finding.status);
    by_word(made, loaded, "findings.by_status", "status", "status", statuses);
    if let Some(measures) = &dataset.measures {
        let named: BTreeSet<&str> = measures
            .value
            .iter()
            .flat_map(|measure| measure.findings.iter().map(String::as_str))
            .collect();
        let without = rows.iter().filter(|finding| !named.contains(finding.id.as_str())).count();
        let formula = format!("count where no finding_ids of {} names it", measures.path);
        made.count("findings.without_measure", without, from(loaded, all, formula));
    }
}

/// Section 5 c of the Transparency Act: measures and their results.
fn measures(dataset: &Dataset, made: &mut Made, diagnostics: &mut Diagnostics) {
    let Some(loaded) = &dataset.measures else { return };
    let rows = &loaded.value;
    let all = Some(rows.len());
    made.count("measures.count", rows.len(), from(loaded, all, "count of rows"));
    let open = rows.iter().filter(|measure| measure.status != MeasureStatus::Done).count();
    made.count("measures.open", open, from(loaded, all, "count where status is not done"));
    let statuses = rows.iter().map(|measure| measure.status);
    by_word(made, loaded, "measures.by_status", "status", "status", statuses);
    let known: Vec<&str> = dataset.findings.as_ref().map_or_else(Vec::new, |findings| {
        findings.value.iter().map(|finding| finding.id.as_str()).collect()
    });
    for measure in rows {
        for id in measure.findings.iter().filter(|id| !known.contains(&id.as_str())) {
            let file = match &dataset.findings {
                Some(findings) => findings.path.clone(),
                None => loaded.path.replace("measures.", "findings."),
            };
            let message = format!(
                "the measure `{}` is about the finding `{id}`, which is not in `{file}`",
                measure.id
            );
            let help = match nearest(id, known.iter().copied()) {
                Some(near) => format!("there is a finding `{near}`"),
                None => "correct the id, or add the finding".to_string(),
            };
            let span = measure.findings_span;
            diagnostics.push(Diagnostic::error("unknown-finding", span, message).help(help));
        }
    }
}

/// Where a goal began, what it aims at, and where it is.
fn numbers(goal: &Goal, loaded: &Loaded<Vec<Goal>>, made: &mut Made) {
    for (what, value) in
        [("baseline", &goal.baseline), ("target", &goal.target), ("value", &goal.value)]
    {
        let Some(value) = value else { continue };
        let origin = from(loaded, None, format!("{what} where id is {}", goal.id));
        let name = Label::Given(goal.text.clone());
        made.named(
            &format!("goals.{what}"),
            &format!("goals.{}.{what}", goal.id),
            name,
            value.clone(),
            origin,
        )
        .decimals = decimals(value);
    }
}

/// As many as were written.
fn decimals(value: &Value) -> u32 {
    match value {
        Value::Percent(number) | Value::Points(number) | Value::Number(number) => {
            number.normalize().scale()
        }
        _ => 0,
    }
}

/// How many rows there are of each word of a column: a fact for every word, also those of which
/// there are none, and a series of the others.
pub fn by_word<T, C: Choice>(
    made: &mut Made,
    loaded: &Loaded<T>,
    id: &str,
    dimension: &str,
    words: &str,
    choices: impl Iterator<Item = C>,
) {
    let choices: Vec<C> = choices.collect();
    let rows = Some(choices.len());
    let mut categories = Vec::new();
    for (word, choice) in C::CHOICES {
        let label = Label::Message(format!("{words}-{}", word.replace('_', "-")));
        let count = choices.iter().filter(|one| *one == choice).count();
        let origin = from(loaded, rows, format!("count where {dimension} is {word}"));
        let fact = made.count(format!("{id}.{word}"), count, origin);
        fact.label = label.clone();
        fact.definition = definition(id);
        let (key, value) = (word.to_string(), Decimal::from(count));
        categories.push(Category { key, label, value });
    }
    if choices.is_empty() {
        return;
    }
    let series = Series {
        id: id.to_string(),
        label: Label::Message(format!("series.{id}")),
        definition: definition(id),
        dimension: Label::Message(dimension.to_string()),
        measure: Measure::Count,
        categories,
        as_of: made.as_of,
        provenance: from(loaded, rows, format!("count of rows by {dimension}")),
    };
    made.facts.series.insert(series.id.clone(), series);
}
