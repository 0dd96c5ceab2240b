//! Adverse impacts and risks of them.

use super::{Input, cells};
use crate::data::Finding;
use crate::data::nace::{self, Version};
use crate::diagnostic::Diagnostics;
use crate::load::rows::rows;

pub fn read(input: Input<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<Finding>> {
    let findings = rows(
        input,
        diagnostics,
        |columns| {
            (
                columns.required("id"),
                (columns.required("kind"), columns.required("scope"), columns.required("status")),
                (columns.optional("country"), columns.optional("nace")),
                (columns.optional("severity"), columns.optional("likelihood")),
                columns.by_language("topic", input.languages),
                columns.by_language("text", input.languages),
            )
        },
        |row,
         (id, (kind, scope, status), (country, nace), (severity, likelihood), topic, text),
         d| {
            let (kind, scope, status) =
                (row.choice(*kind, d), row.choice(*scope, d), row.choice(*status, d));
            let code = crate::locale::country_code(row.text(*country));
            if code.is_none() && !row.text(*country).is_empty() {
                let help = "write its two-letter code, such as NO, or its name";
                row.wrong(*country, "is not a country", help, d);
            }
            let industry = row.text(*nace);
            if !industry.is_empty()
                && !Version::ALL.into_iter().any(|one| nace::exists(one, industry))
            {
                row.wrong(*nace, "is not a code of NACE", "write it as 46, 46.4 or 46.46", d);
            }
            let severity = cells::within(row, *severity, 1, 5, d);
            let likelihood = cells::within(row, *likelihood, 1, 5, d);
            Some(Finding {
                id: row.filled(*id, d)?.to_string(),
                kind: kind?,
                scope: scope?,
                topic: row.words(topic, d),
                country: code.map(Into::into),
                industry: (!industry.is_empty()).then(|| industry.to_string()),
                severity,
                likelihood,
                text: row.words(text, d),
                status: status?,
                span: row.place(*id),
            })
        },
    )?;
    Some(cells::once(findings, "the finding", diagnostics, |one| (one.id.as_str(), one.span)))
}
