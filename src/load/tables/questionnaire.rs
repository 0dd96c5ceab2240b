//! The self-assessment: `questionnaire.toml`, and the answers to it.

use rust_decimal::Decimal;

use super::{Input, cells, inner, toml};
use crate::data::{Questionnaire, Response, Theme};
use crate::diagnostic::Diagnostics;
use crate::load::fields::Fields;
use crate::load::rows::rows;

pub fn form(input: Input<'_>, diagnostics: &mut Diagnostics) -> Option<Questionnaire> {
    toml(input, diagnostics, |fields, d| questionnaire(fields, input.languages, d))
}

pub fn responses(
    themes: &[Theme],
    input: Input<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Response>> {
    let list = rows(
        input,
        diagnostics,
        |columns| {
            columns.optional("score");
            let scores: Vec<(String, Option<usize>)> = themes
                .iter()
                .map(|theme| format!("score_{}", theme.id))
                .map(|name| (name.clone(), columns.named(&name)))
                .collect();
            (
                columns.required("supplier_id"),
                (columns.optional("invited_on"), columns.required("answered_on")),
                (columns.optional("score_total"), scores),
                columns.optional("documents"),
            )
        },
        |row, (id, (invited, answered), (total, scores), documents), d| {
            let (invited_on, answered_on) = (row.date(*invited, d), row.date(*answered, d));
            if invited_on.zip(answered_on).is_some_and(|(invited, answered)| answered < invited) {
                let help = "correct one of the two dates";
                row.wrong(*answered, "is before the supplier was asked", help, d);
            }
            if row.text(*invited).is_empty() && !row.text(*answered).is_empty() {
                let help = "fill in the day on which the supplier was asked";
                row.wrong(*invited, "is empty, though the supplier answered", help, d);
            }
            // A day that cannot be read was told, and is one.
            let is_answered = !row.text(*answered).is_empty();
            let score_total = row.percent(*total, d);
            if let Some((what, help)) = fault(score_total, is_answered) {
                row.wrong(*total, what, help, d);
            }
            let mut by_theme = Vec::with_capacity(scores.len());
            for (name, index) in scores {
                let score = index.and_then(|index| row.parse_percent(index, name, d));
                if let Some(((what, help), index)) = fault(score, is_answered).zip(*index) {
                    row.wrong_at(index, name, what, help, d);
                }
                by_theme.push(score);
            }
            Some(Response {
                supplier_id: row.filled(*id, d)?.to_string(),
                answered_on,
                score_total,
                scores: by_theme,
                documents: cells::count(row, *documents, d),
                span: row.place(*id),
            })
        },
    )?;
    Some(cells::once(input, list, ("supplier_id", "the supplier"), diagnostics, |one| {
        (one.supplier_id.as_str(), one.span)
    }))
}

/// Scores are percent of the highest possible, and only those who answered have any.
fn fault(score: Option<Decimal>, answered: bool) -> Option<(&'static str, &'static str)> {
    match score? {
        score if !(Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&score) => {
            Some(("is outside 0 to 100", "scores are percent of the highest possible"))
        }
        _ if !answered => Some(("is a score without an answer", "fill in `answered_on`")),
        _ => None,
    }
}

fn questionnaire(
    fields: &Fields<'_>,
    languages: &[&str],
    diagnostics: &mut Diagnostics,
) -> Questionnaire {
    let mut themes = Vec::new();
    for table in fields.tables("themes", diagnostics) {
        let theme = inner(table, diagnostics, |fields, d| {
            fields.missing("id", "id = \"social\"", d);
            let title = fields.words("title", languages, d).unwrap_or_default();
            Some(Theme { id: fields.text("id", d)?, title })
        });
        themes.extend(theme);
    }
    Questionnaire {
        question_count: fields.integer("question_count", diagnostics),
        max_score: fields.number("max_score", diagnostics),
        since: fields.integer("since", diagnostics).and_then(|year| i32::try_from(year).ok()),
        themes,
    }
}
