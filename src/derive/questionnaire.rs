//! The self-assessment: who was asked, who answered, what the answers score.

use rust_decimal::Decimal;

use super::{Made, definition, enough, from, known_suppliers};
use crate::data::{Dataset, Response};
use crate::diagnostic::Diagnostics;
use crate::fact::{Category, Label, Measure, Series, Value};

pub fn facts(dataset: &Dataset, made: &mut Made, diagnostics: &mut Diagnostics) {
    form(dataset, made);
    let Some(loaded) = &dataset.responses else { return };
    let rows = &loaded.value;
    known_suppliers(
        dataset,
        rows.iter().map(|row| (row.supplier_id.as_str(), row.span)),
        diagnostics,
    );
    let answered: Vec<&Response> = rows.iter().filter(|row| row.answered_on.is_some()).collect();
    let (invited, answers) = (rows.len(), answered.len());
    made.count("questionnaire.invited", invited, from(loaded, Some(invited), "count of rows"));
    made.count(
        "questionnaire.answered",
        answers,
        from(loaded, Some(invited), "count where answered_on is given"),
    );
    let formula = "answered / invited";
    made.share(
        "questionnaire.response_rate",
        Decimal::from(answers),
        Decimal::from(invited),
        from(loaded, Some(invited), formula),
    );
    let total: Vec<Decimal> = answered.iter().filter_map(|row| row.score_total).collect();
    let path = loaded.path.as_str();
    let enough = enough(made, total.len(), "`questionnaire.mean`", path, diagnostics);
    if let Some(mean) = mean(&total).filter(|_| enough) {
        let origin = from(loaded, Some(total.len()), "mean of score_total");
        made.fact("questionnaire.mean", Value::Percent(mean), origin);
    }
    let documents: Vec<i64> = answered.iter().filter_map(|row| row.documents).collect();
    if !documents.is_empty()
        && super::enough(made, documents.len(), "`questionnaire.documents`", path, diagnostics)
    {
        let origin = from(loaded, Some(documents.len()), "sum of documents");
        made.fact("questionnaire.documents", Value::Count(documents.iter().sum()), origin);
    }
    let themes = dataset.questionnaire.as_ref().map_or(&[][..], |form| &form.value.themes);
    let mut categories = Vec::new();
    for (index, theme) in themes.iter().enumerate() {
        let scores: Vec<Decimal> =
            answered.iter().filter_map(|row| row.scores.get(index).copied().flatten()).collect();
        let id = format!("questionnaire.mean.{}", theme.id);
        let enough = super::enough(made, scores.len(), &format!("`{id}`"), path, diagnostics);
        let Some(mean) = mean(&scores).filter(|_| enough) else { continue };
        let origin = from(loaded, Some(scores.len()), format!("mean of score_{}", theme.id));
        let fact = made.fact(id, Value::Percent(mean), origin);
        fact.label = Label::Given(theme.title.clone());
        fact.definition = definition("questionnaire.by_theme");
        categories.push(Category {
            key: theme.id.clone(),
            label: Label::Given(theme.title.clone()),
            value: mean,
        });
    }
    if !categories.is_empty() {
        let series = Series {
            id: "questionnaire.by_theme".to_string(),
            label: Label::Message("series.questionnaire.by_theme".to_string()),
            definition: definition("questionnaire.by_theme"),
            dimension: Label::Message("theme".to_string()),
            measure: Measure::Percent,
            categories,
            as_of: made.as_of,
            provenance: from(loaded, Some(answers), "mean of score by theme"),
        };
        made.facts.series.insert(series.id.clone(), series);
    }
}

/// What is known of the form itself.
fn form(dataset: &Dataset, made: &mut Made) {
    let Some(loaded) = &dataset.questionnaire else { return };
    let form = &loaded.value;
    if let Some(count) = form.question_count {
        made.fact(
            "questionnaire.question_count",
            Value::Count(count),
            from(loaded, None, "question_count"),
        );
    }
    if let Some(score) = form.max_score {
        made.fact(
            "questionnaire.max_score",
            Value::Percent(score),
            from(loaded, None, "max_score"),
        );
    }
    if let Some(year) = form.since {
        made.fact("questionnaire.since", Value::Year(year), from(loaded, None, "since"));
    }
    if !form.themes.is_empty() {
        made.count(
            "questionnaire.theme_count",
            form.themes.len(),
            from(loaded, None, "count of themes"),
        );
    }
}

/// The unweighted mean; none of no values.
fn mean(values: &[Decimal]) -> Option<Decimal> {
    let sum: Decimal = values.iter().sum();
    sum.checked_div(Decimal::from(values.len()))
}
