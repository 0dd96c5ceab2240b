//! Adverse impacts and risks of them.

use super::{Input, cells};
use crate::data::{Dataset, Finding};
use crate::diagnostic::Diagnostics;
use crate::load::rows::rows;

pub fn read(
    input: Input<'_>,
    dataset: &Dataset,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Finding>> {
    let version = cells::nace_version(input, dataset);
    let findings = rows(
        input,
        diagnostics,
        |columns| {
            (
                columns.required("id"),
                (columns.required("kind"), columns.required("scope"), columns.required("status")),
                (
                    columns.optional("country"),
                    (columns.optional("nace"), columns.optional("nace_version")),
                ),
                (columns.optional("severity"), columns.optional("likelihood")),
                columns.by_language("topic", input.languages),
                columns.by_language("text", input.languages),
            )
        },
        |row,
         (
            id,
            (kind, scope, status),
            (country, (nace, edition)),
            (severity, likelihood),
            topic,
            text,
        ),
         d| {
            let (kind, scope, status) =
                (row.choice(*kind, d), row.choice(*scope, d), row.choice(*status, d));
            let code = crate::locale::country_code(row.text(*country));
            if code.is_none() && !row.text(*country).is_empty() {
                let help = "write its two-letter code, such as NO, or its name";
                row.unread(*country, "is not a country", help, d);
            }
            let industry = cells::industry(row, *nace, *edition, version, d);
            let severity = cells::within(row, *severity, 1, 5, d);
            let likelihood = cells::within(row, *likelihood, 1, 5, d);
            Some(Finding {
                id: row.filled(*id, d)?.to_string(),
                kind: kind?,
                scope: scope?,
                topic: row.words(topic, d),
                country: code.map(Into::into),
                industry,
                severity,
                likelihood,
                text: row.words(text, d),
                status: status?,
                span: row.place(*id),
            })
        },
    )?;
    Some(cells::once(input, findings, ("id", "the finding"), diagnostics, |one| {
        (one.id.as_str(), one.span)
    }))
}
