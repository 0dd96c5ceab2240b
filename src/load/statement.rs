//! The front matter of an accessibility statement: all that the law wants said, or a message.

use super::fields::{Datum, Fields, Item};
use super::policy::{date, words};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, nearest};
use crate::document::{Inline, LinkReference, Written};
use crate::project::policy::Placed;
use crate::project::statement::{Compliance, Fault, StatementFront};

/// Reads the fields that a page with `kind = "accessibility"` has beside those of all pages.
/// `source` is the whole file.
pub fn front(fields: &Fields<'_>, source: &str, diagnostics: &mut Diagnostics) -> StatementFront {
    let front = StatementFront {
        actor: words(fields, "actor", source, diagnostics),
        service: words(fields, "service", source, diagnostics),
        compliance: compliance(fields, diagnostics),
        faults: faults(fields, source, diagnostics),
        assessed_on: date(fields, "assessed_on", diagnostics),
        method: words(fields, "method", source, diagnostics),
        feedback: words(fields, "feedback", source, diagnostics),
        complaint: complaint(fields, diagnostics),
        undue_burden: words_or_none(fields, "undue_burden", source, diagnostics),
        exempt: words_or_none(fields, "exempt", source, diagnostics),
    };
    for (key, example, what) in [
        ("compliance", "compliance = \"partial\"", "how far the site meets the law"),
        ("assessed_on", "assessed_on = 2026-02-20", "when the site was assessed"),
        ("updated", "updated = 2026-03-01", "when the statement was last looked at"),
        ("method", "method = \"…\"", "how the site was assessed"),
        ("feedback", "feedback = \"…\"", "how somebody can tell of a fault"),
        ("complaint", "complaint = \"https://…\"", "where somebody can complain"),
        (
            "undue_burden",
            "undue_burden = false",
            "what would be too burdensome to mend, if anything",
        ),
        ("exempt", "exempt = false", "what the law does not cover, if anything"),
    ] {
        if fields.item(key).is_none() {
            let message = format!("the accessibility statement does not say {what}");
            let told = Diagnostic::error("incomplete-statement", fields.span(), message);
            diagnostics.push(told.help(format!("add `{example}` to the front matter")));
        }
    }
    // Of faults that cannot be read something else was told.
    let is_read = fields.item("faults").is_none_or(|it| matches!(it.value, Datum::List(_)));
    if is_read {
        contradiction(&front, diagnostics);
    }
    if let Some((assessed, updated)) =
        front.assessed_on.as_ref().zip(date(fields, "updated", &mut Diagnostics::default()))
        && assessed.value > updated.value
    {
        let message = "the site was assessed after the statement was last looked at";
        diagnostics.push(
            Diagnostic::error("incomplete-statement", assessed.span, message)
                .related(updated.span, "the day that it was last looked at")
                .help("put the day of the assessment or a later one into `updated`"),
        );
    }
    front
}

/// A site without faults is said to meet the law in full, and no other.
fn contradiction(front: &StatementFront, diagnostics: &mut Diagnostics) {
    let Some(compliance) = &front.compliance else { return };
    let told = match (compliance.value, front.faults.first()) {
        (Compliance::Full, Some(fault)) => {
            let message = "the statement says that the site meets the law, and names a fault";
            Diagnostic::error("incomplete-statement", compliance.span, message)
                .related(fault.span, "the fault")
                .help("write `compliance = \"partial\"`, or take the fault out once it is mended")
        }
        (Compliance::Partial | Compliance::None, None) => {
            let message = "the statement does not say in what the site falls short";
            Diagnostic::error("incomplete-statement", compliance.span, message)
                .help("add `[[faults]]` with `text` and `reason`, one for each fault")
        }
        _ => return,
    };
    diagnostics.push(told);
}

fn compliance(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Placed<Compliance>> {
    let word = fields.text("compliance", diagnostics)?;
    let span = fields.item("compliance")?.span;
    let Some(value) = Compliance::from_word(&word) else {
        let message = format!("`{word}` does not say how far the site meets the law");
        let help = match nearest(&word, Compliance::WORDS) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known are {}", Compliance::WORDS.join(", ")),
        };
        diagnostics.push(Diagnostic::error("wrong-value", span, message).help(help));
        return None;
    };
    Some(Placed { value, span })
}

fn faults(fields: &Fields<'_>, source: &str, diagnostics: &mut Diagnostics) -> Vec<Fault> {
    let mut faults = Vec::new();
    for table in fields.tables("faults", diagnostics) {
        let inner = Fields::new(table);
        for key in ["text", "reason"] {
            if inner.item(key).is_none() {
                let message = format!("`{key}` is missing");
                let told = Diagnostic::error("missing-key", table.span, message);
                diagnostics.push(told.help(format!("add `{key} = \"…\"`")));
            }
        }
        faults.push(Fault {
            text: words(&inner, "text", source, diagnostics),
            reason: words(&inner, "reason", source, diagnostics),
            mend_by: date(&inner, "mend_by", diagnostics),
            span: table.span,
        });
        inner.unknown("unknown-key", Severity::Error, diagnostics);
    }
    faults
}

fn complaint(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<LinkReference> {
    let target = fields.text("complaint", diagnostics)?;
    let span = fields.item("complaint")?.span;
    if !target.starts_with("https://") {
        let message = format!("`{target}` is not the address of a form");
        let help = "write the address that the authority gives, with https:// in front";
        diagnostics.push(Diagnostic::error("wrong-value", span, message).help(help));
        return None;
    }
    Some(LinkReference { target, title: String::new(), span, target_span: span })
}

/// A text, or `false` where there is nothing to say: left out it could have been forgotten.
fn words_or_none(
    fields: &Fields<'_>,
    key: &'static str,
    source: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<Inline<Written>> {
    match fields.item(key) {
        Some(Item { value: Datum::Bool(false), .. }) => Vec::new(),
        _ => words(fields, key, source, diagnostics),
    }
}
