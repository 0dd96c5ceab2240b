//! Bytes to typed values. What cannot be read is told with its place, and reading goes on.

mod accepted;
mod alike;
mod article;
pub mod charts;
mod columns;
mod config;
mod copies;
mod csv;
pub mod fields;
mod files;
pub mod front_matter;
pub mod headings;
mod history;
pub mod image;
mod json;
pub mod leaves;
mod listing;
pub mod markdown;
mod names;
mod number;
mod pages;
pub mod parts;
mod policy;
pub mod references;
mod rows;
mod statement;
mod tables;
mod toml;
mod versions;
mod xlsx;
mod yaml;

use std::sync::Arc;

use time::Date;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::memory::Slot;
use crate::project::Project;
use crate::source::{Encoding, FileId, Skipped, Sources, Span, look};
use crate::theme::Theme;
use crate::theme::recent::KnownTheme;

pub use config::config;
pub use files::is_reserved;

/// What the last build read, where it need not be read again.
#[derive(Default)]
pub struct Recent {
    theme: Slot<KnownTheme>,
    pages: Slot<pages::ReadPages>,
    parts: Slot<parts::KnownPages>,
}

/// Reads a whole project. `None` when there is no configuration to go by.
pub fn project(
    config_path: &str,
    sources: &Sources,
    skipped: &[Skipped],
    recent: Option<&Recent>,
    diagnostics: &mut Diagnostics,
) -> Option<Project> {
    for one in skipped {
        let message = format!("`{}` {}: it is left out", one.path, one.why);
        diagnostics.push(match one.path.starts_with("data/") {
            // Nobody may believe that it was counted.
            true => Diagnostic::error("skipped-file", None, message),
            false => Diagnostic::warning("skipped-file", None, message),
        });
    }
    let config = config(config_path, sources, diagnostics)?;
    diagnostics.heed(&config.levels);
    let theme = match recent {
        Some(recent) => Theme::load_again(&config.theme, sources, &recent.theme, diagnostics),
        None => Theme::load(&config.theme, sources, diagnostics).into(),
    };
    let datasets = tables::datasets(sources, &config, diagnostics);
    let charts = charts::charts(sources, &config, &datasets, diagnostics);
    let names = names::names(sources, diagnostics);
    let history = history::history(sources, diagnostics);
    let (mut pages, mut unreadable) = pages::pages(sources, &config, recent, diagnostics);
    let accepted = accepted::accepted(sources, diagnostics);
    unreadable.extend(pages::tell_renamed(
        &pages,
        accepted.as_ref(),
        &config,
        sources,
        diagnostics,
    ));
    let known = recent.map(|recent| &recent.parts);
    parts::expand(&mut pages, &unreadable, &config, known, diagnostics);
    let versions = versions::versions(sources, diagnostics);
    let files = files::files(sources, &config, diagnostics);
    Some(Project {
        config: Arc::new(config),
        theme,
        datasets,
        charts,
        names,
        history,
        pages,
        unreadable,
        accepted,
        versions,
        files,
    })
}

/// Quotes that a word processor puts where straight ones are typed.
const TYPOGRAPHIC: [char; 9] = ['“', '”', '„', '‟', '«', '»', '‘', '’', '‚'];

/// A file as text. A file of data that was recognised as Windows-1252 is read with a warning.
fn text<'a>(file: FileId, sources: &'a Sources, diagnostics: &mut Diagnostics) -> Option<&'a str> {
    let text = sources.whole_text(file);
    match (text, sources.encoding(file)) {
        (Some(text), Encoding::Windows1252 { first }) => {
            warn_windows_1252(text, Span::file(file), first, sources, diagnostics);
        }
        (Some(_), _) => {}
        (None, _) => tell_not_text(file, sources, diagnostics),
    }
    let conflict = text.and_then(|text| conflict(text, file, sources.path(file)));
    if let Some(told) = conflict {
        diagnostics.push(told);
        return None;
    }
    text
}

/// Tells where a version control system has left both sides of a change: what stands there is no text,
/// and nothing else is told of it.
fn conflict(text: &str, file: FileId, path: &str) -> Option<Diagnostic> {
    const MARK: &str = "<<<<<<< ";
    if !look::any(text, |byte| byte == b'<') {
        return None;
    }
    let mut starts = text.match_indices(MARK).map(|(at, _)| at);
    let at = starts.find(|at| text[..*at].is_empty() || text[..*at].ends_with('\n'))?;
    text[at..].contains("\n>>>>>>> ").then_some(())?;
    let keep = match Sources::ACCEPTED.contains(&path) {
        true => "keep the lines of both sides",
        false => "keep one of the two versions",
    };
    let span = Span::new(file, at..at + MARK.trim_end().len());
    let message = "here two people's changes were not put together";
    Some(Diagnostic::error("merge-conflict", span, message).help(format!(
        "{keep}, and take out the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`"
    )))
}

/// What was read as Windows-1252 is shown at the first line, so that a person can see whether the
/// letters are right.
fn warn_windows_1252(
    text: &str,
    file: Span,
    first: u32,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    let at = first as usize;
    let is_word = |c: char| c.is_alphanumeric();
    let start = text[..at]
        .rfind(|c| !is_word(c))
        .map_or(0, |end| end + text[end..].chars().next().map_or(0, char::len_utf8));
    let letter = text[at..].chars().next().map_or(0, char::len_utf8);
    let end =
        text[at + letter..].find(|c| !is_word(c)).map_or(text.len(), |more| at + letter + more);
    let span = file.within(start..end);
    let (path, word) = (sources.path(file.file), &text[start..end]);
    let message = format!("`{path}` is not UTF-8: it is read as Windows-1252, here `{word}`");
    diagnostics.push(Diagnostic::warning("not-utf8", span, message).help(
        "if that is right, say `encoding = \"windows-1252\"` under `[data]` in the configuration, or save the file as “CSV UTF-8”",
    ));
}

fn tell_not_text(file: FileId, sources: &Sources, diagnostics: &mut Diagnostics) {
    let bytes = sources.bytes(file);
    let at = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    let path = sources.path(file);
    // A table says its encoding in Excel, a text in the editor that saved it.
    let is_table = path.ends_with(".csv");
    let help = match bytes {
        [b'P', b'K', 3, 4, ..] if is_table => {
            "it is a ZIP file, such as an Excel workbook: name it `.xlsx`"
        }
        [b'P', b'K', 3, 4, ..] => "it is a ZIP file, such as a Word document: save its text",
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] if is_table => {
            "it looks like broken UTF-16: save it as UTF-8"
        }
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
            "it is saved as UTF-16, “Unicode”: save it again, with the encoding UTF-8"
        }
        _ if is_table => "save it as UTF-8; in Excel, “CSV UTF-8”",
        _ => {
            "in your editor, save it again with the encoding UTF-8; its å and é may have to be typed anew"
        }
    };
    let span = Span::new(file, at..(at + 1).min(bytes.len()));
    let message = format!("`{path}` is not UTF-8 text");
    diagnostics.push(Diagnostic::error("not-utf8", span, message).help(help));
}

/// A title or file name as part of a web address: small letters a–z, digits and hyphens.
pub fn slug(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut slug = String::new();
    for c in text.to_lowercase().chars() {
        match c {
            'æ' => slug.push_str("ae"),
            'ø' => slug.push('o'),
            'ß' => slug.push_str("ss"),
            _ => {
                let folded = c.nfd().next().filter(char::is_ascii_alphanumeric);
                match folded {
                    Some(letter) => slug.push(letter),
                    None if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
                    None => {}
                }
            }
        }
    }
    slug.trim_end_matches('-').to_string()
}

/// Whether a text is written as a date and names a day that there is not: 31 February.
fn is_no_day(text: &str) -> bool {
    number::date(text).is_err_and(|why| why.starts_with("there is no such day"))
}

/// A date: `2024-12-31`, or `31.12.2024` as it is written in the Nordic countries.
pub fn date(text: &str) -> Option<Date> {
    number::date(text).ok()
}
