//! Measures: what was done about adverse impacts, and with what result.

use super::{Input, cells};
use crate::data::Measure;
use crate::diagnostic::Diagnostics;
use crate::load::rows::rows;

pub fn read(input: Input<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<Measure>> {
    let languages = input.languages;
    let measures = rows(
        input,
        diagnostics,
        |columns| {
            let texts =
                (columns.by_language("title", languages), columns.by_language("text", languages));
            let results = (
                columns.by_language("result", languages),
                columns.by_language("expected_result", languages),
            );
            let owner = columns.by_language("owner_role", languages);
            (
                columns.required("id"),
                columns.required("type"),
                columns.required("status"),
                (columns.optional("finding_ids"), columns.optional("due")),
                (texts, results, owner),
            )
        },
        |row, (id, kind, status, (findings, due), words), d| {
            let ((title, text), (result, expected), owner) = words;
            let (kind, status) = (row.choice(*kind, d), row.choice(*status, d));
            let named = row.text(*findings).split([' ', ';', ',']).filter(|id| !id.is_empty());
            Some(Measure {
                id: row.filled(*id, d)?.to_string(),
                title: row.words(title, d),
                text: row.words(text, d),
                kind: kind?,
                status: status?,
                findings: named.map(str::to_string).collect(),
                findings_span: row.place(*findings),
                owner: row.words(owner, d),
                due: row.date(*due, d),
                result: row.words(result, d),
                expected_result: row.words(expected, d),
                span: row.place(*id),
            })
        },
    )?;
    Some(cells::once(input, measures, ("id", "the measure"), diagnostics, |one| {
        (one.id.as_str(), one.span)
    }))
}
