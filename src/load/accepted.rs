//! `translations.toml` to what was accepted of the translations.

use super::fields::{Datum, Entry, Table};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::project::accepted::{Accepted, AcceptedPage, AcceptedSection, PATH};
use crate::source::{Sources, Span};

/// How long a hash is, in hexadecimal digits.
const DIGITS: usize = 16;

/// What was accepted; none where nothing ever was, or where the file cannot be read.
pub fn accepted(sources: &Sources, diagnostics: &mut Diagnostics) -> Option<Accepted> {
    let file = sources.find(PATH)?;
    let text = super::text(file, sources, diagnostics)?;
    let place = Span::new(file, 0..text.len());
    if let Some(at) = conflict(text) {
        diagnostics.push(
            Diagnostic::error(
                "toml-syntax",
                place.within(at..at + 7),
                "here two people's changes were not put together",
            )
            .help("keep the lines of both sides, and take out the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`"),
        );
        return None;
    }
    let table = super::toml::read(text, place, diagnostics)?;
    let mut accepted = Accepted::default();
    for page in &table.entries {
        let Some(languages) = inner(page, "a table a language", diagnostics) else { continue };
        for language in &languages.entries {
            let expected = "a table of sections";
            let Some(lines) = inner(language, expected, diagnostics) else { continue };
            let sections = lines
                .entries
                .iter()
                .filter_map(|entry| Some((entry.key.clone(), section(entry, diagnostics)?)));
            let read = AcceptedPage { sections: sections.collect(), span: Some(language.key_span) };
            accepted.pages.insert((page.key.clone(), language.key.clone()), read);
        }
    }
    Some(accepted)
}

/// Where a version control system has left both sides of a change.
fn conflict(text: &str) -> Option<usize> {
    let first = text.starts_with("<<<<<<<").then_some(0);
    first.or_else(|| text.find("\n<<<<<<<").map(|at| at + 1))
}

fn inner<'a>(entry: &'a Entry, expected: &str, diagnostics: &mut Diagnostics) -> Option<&'a Table> {
    if let Datum::Table(table) = &entry.item.value {
        return Some(table);
    }
    let message = format!("`{}` must be {expected}", entry.key);
    diagnostics.push(
        Diagnostic::error("wrong-type", entry.item.span, message)
            .help("take the line out, and run `belegg translations accept` for the page again"),
    );
    None
}

fn section(entry: &Entry, diagnostics: &mut Diagnostics) -> Option<AcceptedSection> {
    let span = entry.key_span;
    let is_hash = |text: &str| {
        text.len() == DIGITS && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    };
    match &entry.item.value {
        Datum::Text(hash) if is_hash(hash) => {
            Some(AcceptedSection { hash: hash.clone(), span: Some(span) })
        }
        _ => {
            let message = format!("what stands for the section `{}` is no hash", entry.key);
            diagnostics.push(Diagnostic::error("wrong-value", entry.item.span, message).help(
                "take the line out, and run `belegg translations accept` for the page again",
            ));
            None
        }
    }
}
