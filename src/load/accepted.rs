//! `translations.toml` to what was accepted of the translations.

use super::fields::{Datum, Entry, Table};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::project::accepted::{Accepted, AcceptedPage, AcceptedSection, PATH};
use crate::source::{Sources, Span};

/// How long a hash is, in hexadecimal digits.
const DIGITS: usize = 16;

const REMEDY: &str = "take the line out, and run `belegg translations accept` for the page again";

/// What was accepted; none where nothing ever was, or where the file cannot be read.
pub fn accepted(sources: &Sources, diagnostics: &mut Diagnostics) -> Option<Accepted> {
    let file = sources.find(PATH)?;
    let text = super::text(file, sources, diagnostics)?;
    let place = Span::new(file, 0..text.len());
    let table = super::toml::read(text, place, diagnostics)?;
    let mut accepted = Accepted::default();
    for page in &table.entries {
        let Some(languages) = inner(page, "a table a language", REMEDY, diagnostics) else {
            continue;
        };
        for language in &languages.entries {
            let expected = "a table of sections";
            let Some(lines) = inner(language, expected, REMEDY, diagnostics) else { continue };
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

pub(super) fn inner<'a>(
    entry: &'a Entry,
    expected: &str,
    remedy: &str,
    diagnostics: &mut Diagnostics,
) -> Option<&'a Table> {
    if let Datum::Table(table) = &entry.item.value {
        return Some(table);
    }
    let message = format!("`{}` must be {expected}", entry.key);
    diagnostics.push(Diagnostic::error("wrong-type", entry.item.span, message).help(remedy));
    None
}

fn section(entry: &Entry, diagnostics: &mut Diagnostics) -> Option<AcceptedSection> {
    let hash = hash(entry, "section", REMEDY, diagnostics)?;
    Some(AcceptedSection { hash, span: Some(entry.key_span) })
}

/// The hash of a line, which stands for a section or a version.
pub(super) fn hash(
    entry: &Entry,
    what: &str,
    remedy: &str,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let is_hash = |text: &str| {
        text.len() == DIGITS && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    };
    match &entry.item.value {
        Datum::Text(hash) if is_hash(hash) => Some(hash.clone()),
        _ => {
            let message = format!("what stands for the {what} `{}` is no hash", entry.key);
            let told = Diagnostic::error("wrong-value", entry.item.span, message);
            diagnostics.push(told.help(remedy));
            None
        }
    }
}
