//! `report.toml`: the period, its limits and who answers for it.

use super::{Input, inner, toml};
use crate::data::{Contact, Entity, ReportInfo, Signer, Threshold};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::load::fields::Fields;

pub fn read(input: Input<'_>, diagnostics: &mut Diagnostics) -> Option<ReportInfo> {
    toml(input, diagnostics, |fields, d| report(fields, input, d))
}

fn report(fields: &Fields<'_>, input: Input<'_>, diagnostics: &mut Diagnostics) -> ReportInfo {
    let Input { period, languages, .. } = input;
    fields.missing("year", &format!("year = {period}"), diagnostics);
    let year =
        fields.integer("year", diagnostics).or_else(|| period.parse().ok()).unwrap_or_default();
    let threshold = fields.table("threshold", diagnostics).and_then(|table| {
        inner(table, diagnostics, |fields, d| {
            fields.missing("amount", "amount = 30000", d);
            fields.missing("currency", "currency = \"NOK\"", d);
            Some(Threshold {
                amount: fields.number("amount", d)?,
                currency: fields.text("currency", d)?,
                inclusive: fields.bool("inclusive", d).unwrap_or_default(),
            })
        })
    });
    let base = fields
        .table("code_of_conduct", diagnostics)
        .and_then(|table| inner(table, diagnostics, |fields, d| fields.name("base_year", d)));
    let contact = fields.table("contact", diagnostics).map(|table| {
        inner(table, diagnostics, |fields, d| Contact {
            name: fields.text("name", d).unwrap_or_default(),
            role: fields.words("role", languages, d).unwrap_or_default(),
            email: fields.text("email", d).unwrap_or_default(),
            phone: fields.text("phone", d).unwrap_or_default(),
        })
    });
    let mut signers = Vec::new();
    for table in fields.tables("signers", diagnostics) {
        signers.push(inner(table, diagnostics, |fields, d| Signer {
            name: fields.text("name", d).unwrap_or_default(),
            role: fields.words("role", languages, d).unwrap_or_default(),
            signed_on: fields.date("signed_on", d),
        }));
    }
    let mut entities = Vec::new();
    for table in fields.tables("entities", diagnostics) {
        entities.push(inner(table, diagnostics, |fields, d| {
            fields.missing("name", "name = \"…\"", d);
            Entity {
                name: fields.text("name", d).unwrap_or_default(),
                number: fields.name("orgnr", d).unwrap_or_default(),
                covered: fields.bool("covered", d).unwrap_or(true),
            }
        }));
    }
    let information_request = fields.table("information_request", diagnostics).and_then(|table| {
        inner(table, diagnostics, |fields, d| {
            let (email, url) = (fields.text("email", d), fields.text("url", d));
            if email.is_none() && url.is_none() {
                fields.missing("email", "email = \"…\"", d);
            }
            email.or(url)
        })
    });
    nace_version(fields, diagnostics);
    ReportInfo {
        year: i32::try_from(year).unwrap_or_default(),
        period_start: fields.date("period_start", diagnostics),
        period_end: fields.date("period_end", diagnostics),
        cutoff: fields.date("cutoff", diagnostics),
        published_on: fields.date("published_on", diagnostics),
        authoritative: fields.text("authoritative", diagnostics),
        threshold,
        code_of_conduct_base_year: base,
        contact,
        accept_jumps: fields.bool("accept_jumps", diagnostics).unwrap_or_default(),
        signers,
        entities,
        information_request,
        annual_report_reference: fields
            .words("annual_report_reference", languages, diagnostics)
            .unwrap_or_default(),
    }
}

/// Codes of NACE Rev. 2.1 name other industries with the same digits: they are refused, not guessed.
fn nace_version(fields: &Fields<'_>, diagnostics: &mut Diagnostics) {
    if let Some(version) = fields.text("nace_version", diagnostics)
        && version != "rev2"
    {
        let span = fields.item("nace_version").map(|item| item.span);
        let message = format!("`nace_version` must be `rev2`, not `{version}`");
        diagnostics.push(Diagnostic::error("wrong-value", span, message));
    }
}
