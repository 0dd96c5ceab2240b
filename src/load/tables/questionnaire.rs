//! The self-assessment: `questionnaire.toml`, and the answers to it.

use super::{Input, inner, toml};
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
    rows(
        input,
        diagnostics,
        |columns| {
            columns.optional("invited_on");
            columns.optional("score");
            let scores: Vec<Option<usize>> =
                themes.iter().map(|theme| columns.named(&format!("score_{}", theme.id))).collect();
            (
                columns.required("supplier_id"),
                columns.required("answered_on"),
                columns.optional("score_total"),
                scores,
            )
        },
        |row, (id, answered, total, scores), d| {
            let answered_on = row.date(*answered, d);
            let score_total = row.percent(*total, d);
            let scores = scores
                .iter()
                .zip(themes)
                .map(|(column, theme)| {
                    let column = (*column)?;
                    row.parse_percent(column, &format!("score_{}", theme.id), d)
                })
                .collect();
            let hundred = rust_decimal::Decimal::ONE_HUNDRED;
            if score_total.is_some_and(|score| score > hundred || score.is_sign_negative()) {
                row.wrong(
                    *total,
                    "is outside 0 to 100",
                    "scores are percent of the highest possible",
                    d,
                );
            }
            if score_total.is_some() && answered_on.is_none() {
                row.wrong(*total, "is a score without an answer", "fill in `answered_on`", d);
            }
            Some(Response {
                supplier_id: row.filled(*id, d)?.to_string(),
                answered_on,
                score_total,
                scores,
                span: row.place(*id),
            })
        },
    )
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
