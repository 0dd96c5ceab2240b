//! `[[signers]]` of `report.toml`: who answers for the account, for which company, and from when.

use time::Date;

use super::inner;
use crate::data::{Entity, Signer};
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::load::fields::Fields;

/// The Transparency Act (section 5) has the account signed by the board and the general manager of each
/// company that it covers, as an annual report is (the Accounting Act, section 3-5).
pub(super) fn read(
    fields: &Fields<'_>,
    languages: &[&str],
    entities: &[Entity],
    published_on: Option<Date>,
    diagnostics: &mut Diagnostics,
) -> Vec<Signer> {
    let mut signers = Vec::new();
    for table in fields.tables("signers", diagnostics) {
        signers.push(inner(table, diagnostics, |fields, d| {
            for key in ["name", "role"] {
                needed(fields, key, d);
            }
            let signer = Signer {
                name: fields.text("name", d).unwrap_or_default(),
                role: fields.words("role", languages, d).unwrap_or_default(),
                entity: entity(fields, entities, d),
                place: fields.text("place", d).unwrap_or_default(),
                signed_on: fields.date("signed_on", d),
            };
            if let Some(published) = published_on {
                timely(&signer, published, fields, d);
            }
            signer
        }));
    }
    signers
}

/// Tells what a signer lacks at the signer, not at the top of the file.
fn needed(fields: &Fields<'_>, key: &'static str, diagnostics: &mut Diagnostics) {
    if fields.item(key).is_none() && fields.misspelt(key).is_none() {
        let message = format!("somebody who signs has no `{key}`");
        let help = format!("add `{key} = \"…\"`");
        diagnostics.push(Diagnostic::error("missing-key", fields.span(), message).help(help));
    }
}

/// The company that somebody signs for: one that the account covers.
fn entity(
    fields: &Fields<'_>,
    entities: &[Entity],
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let name = fields.text("entity", diagnostics)?;
    let covered: Vec<&str> =
        entities.iter().filter(|one| one.covered).map(|one| one.name.as_str()).collect();
    if !covered.contains(&name.as_str()) {
        let span = fields.item("entity")?.span;
        let message = format!("the account does not cover a company called `{name}`");
        let help = match nearest(&name, covered.iter().copied()) {
            Some(near) => format!("write `{near}`, or add the company under `[[entities]]`"),
            None => "add the company under `[[entities]]`".to_string(),
        };
        diagnostics.push(Diagnostic::error("unknown-entity", span, message).help(help));
    }
    Some(name)
}

/// What is published has been signed before.
fn timely(signer: &Signer, published: Date, fields: &Fields<'_>, diagnostics: &mut Diagnostics) {
    let (span, message) = match signer.signed_on {
        Some(signed) if signed <= published => return,
        Some(signed) => (
            fields.item("signed_on").map_or(fields.span(), |item| item.span),
            format!("{} signed on {signed}, after the account was published", signer.name),
        ),
        // It cannot be read, or stands there under another name: that is told.
        None if fields.has("signed_on") || fields.misspelt("signed_on").is_some() => return,
        None => (
            fields.span(),
            format!(
                "{} has not signed the account, which is published on {published}",
                signer.name
            ),
        ),
    };
    let help = "write the day as `signed_on`, or publish later: `published_on`";
    diagnostics.push(Diagnostic::warning("unsigned", span, message).help(help));
}
