//! Audits of suppliers.

use super::Input;
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
            let whole = |number: rust_decimal::Decimal| i64::try_from(number).ok();
            let findings = row.number(*findings, d).and_then(whole);
            let closed = row.number(*closed, d).and_then(whole);
            let date = row.date(*date, d);
            let supplier_id = row.filled(*id, d)?.to_string();
            Some(Audit {
                supplier_id,
                date,
                kind: row.text(*kind).to_string(),
                findings,
                closed,
                span: row.place(*id),
            })
        },
    )
}
