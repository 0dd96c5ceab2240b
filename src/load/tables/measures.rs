//! Measures: what was done about adverse impacts, and with what result.

use super::Input;
use crate::data::Measure;
use crate::diagnostic::Diagnostics;
use crate::load::rows::rows;

pub fn read(input: Input<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<Measure>> {
    rows(
        input,
        diagnostics,
        |columns| {
            let titles = columns.by_language("title", input.languages);
            let texts = (
                columns.by_language("text", input.languages),
                columns.by_language("result", input.languages),
            );
            (
                columns.required("id"),
                columns.required("type"),
                columns.required("status"),
                titles,
                texts,
            )
        },
        |row, (id, kind, status, title, (text, result)), d| {
            let (kind, status) = (row.choice(*kind, d), row.choice(*status, d));
            Some(Measure {
                id: row.filled(*id, d)?.to_string(),
                title: row.words(title, d),
                text: row.words(text, d),
                kind: kind?,
                status: status?,
                result: row.words(result, d),
            })
        },
    )
}
