//! `[messages]` of `belegg.toml`: which warnings are errors here, and which are not told, and why.

use super::super::fields::{Datum, Entry, Fields};
use crate::diagnostic::levels::{self, Level, Levels, SaidBy};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, nearest};

const EXAMPLE: &str = "{ level = \"allow\", reason = \"…\" }";

/// `typed-number = "deny"`, or `small-group = { level = "allow", reason = "…" }`.
pub(super) fn levels(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Levels {
    let mut levels = Levels::default();
    let Some(table) = fields.table("messages", diagnostics) else { return levels };
    for entry in &table.entries {
        let Some(level) = level(entry, diagnostics) else { continue };
        match levels::target(&entry.key, level) {
            Ok(code) => levels.set(code, level, SaidBy::Config),
            Err(refused) => {
                let span = entry.key_span;
                let told =
                    Diagnostic::error(refused.code, span, refused.message).help(refused.help);
                diagnostics.push(match refused.near {
                    Some(near) => told.fix(span, near),
                    None => told,
                });
            }
        }
    }
    levels
}

/// What is said of one code, if it can be used.
fn level(entry: &Entry, diagnostics: &mut Diagnostics) -> Option<Level> {
    let (word, span, reason) = match &entry.item.value {
        Datum::Text(word) => (word.clone(), entry.item.span, None),
        Datum::Table(table) => {
            let inner = Fields::new(table);
            inner.missing("level", "level = \"allow\"", diagnostics);
            let word = inner.text("level", diagnostics);
            let span = inner.item("level").map_or(entry.item.span, |item| item.span);
            let reason = inner.text("reason", diagnostics);
            inner.unknown("unknown-key", Severity::Error, diagnostics);
            (word?, span, reason)
        }
        _ => {
            let message = format!("`{}` must be a level", entry.key);
            let help = format!("write `\"deny\"`, or `{EXAMPLE}`");
            diagnostics.push(Diagnostic::error("wrong-type", entry.item.span, message).help(help));
            return None;
        }
    };
    let Some(level) = Level::from_word(&word) else {
        let message = format!("a level is `allow`, `warn` or `deny`, not `{word}`");
        let told = Diagnostic::error("wrong-value", span, message);
        diagnostics.push(match nearest(&word, Level::WORDS) {
            Some(near) => told.help(format!("did you mean `{near}`?")),
            None => told.help("`deny` makes it an error, `allow` does not tell it"),
        });
        return None;
    };
    let is_explained = reason.is_some_and(|reason| !reason.trim().is_empty());
    if level == Level::Allow && !is_explained {
        let message = format!("`{}` is allowed without a reason", entry.key);
        let told = Diagnostic::error("missing-reason", entry.key_span, message);
        diagnostics.push(told.help(format!("say why, so that others can judge it: `{EXAMPLE}`")));
        return None;
    }
    Some(level)
}
