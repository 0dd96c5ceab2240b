//! Audits of suppliers.

use super::{Input, cells};
use crate::data::Audit;
use crate::diagnostic::Diagnostics;
use crate::load::rows::rows;

pub fn read(input: Input<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<Audit>> {
    rows(
        input,
        diagnostics,
        |columns| {
            (
                columns.required("supplier_id"),
                columns.required("date"),
                columns.optional("type"),
                columns.optional("findings"),
                columns.optional("closed"),
            )
        },
        |row, (id, date, kind, findings, closed), d| {
            let found = cells::count(row, *findings, d);
            let done = cells::count(row, *closed, d);
            if done.is_some_and(|done| done > found.unwrap_or(0)) {
                row.wrong(
                    *closed,
                    "is more than there are findings",
                    "an audit closes at most the findings that it made",
                    d,
                );
            }
            Some(Audit {
                date: row.date(*date, d),
                kind: cells::choice(row, *kind, d),
                findings: found,
                closed: done,
                span: row.place(*id),
                date_span: row.place(*date),
                supplier_id: row.filled(*id, d)?.to_string(),
            })
        },
    )
}
