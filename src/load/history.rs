//! `data/history.json` to the figures of closed years.

use super::tables;
use crate::data::Loaded;
use crate::data::history::{History, PATH};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{Sources, Span};

/// The figures of closed years; none where no year has been closed.
pub fn history(sources: &Sources, diagnostics: &mut Diagnostics) -> Option<Loaded<History>> {
    let file = sources.find(PATH)?;
    let text = super::text(file, sources, diagnostics)?;
    match serde_json::from_str(text) {
        Ok(history) => Some(tables::loaded(history, file, sources)),
        Err(error) => {
            let at = super::json::offset(text, error.line(), error.column());
            let whole = error.to_string();
            let said = whole.split(" at line ").next().unwrap_or(&whole);
            let span = Span::new(file, at..(at + 1).min(text.len()));
            diagnostics.push(
                Diagnostic::error("json-syntax", span, format!("this file cannot be read: {said}"))
                    .help("`belegg close-year` writes it: take it back from your backup, or correct this place"),
            );
            None
        }
    }
}
