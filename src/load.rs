//! Bytes to typed values. What cannot be read is told with its place, and reading goes on.

mod config;
mod csv;
pub mod fields;
mod front_matter;
pub mod headings;
mod history;
mod json;
pub mod markdown;
mod names;
mod pages;
pub mod references;
mod rows;
mod tables;
mod toml;
mod yaml;

use rust_decimal::Decimal;
use time::{Date, Month};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::project::Project;
use crate::source::{FileId, Skipped, Sources, Span};
use crate::theme::Theme;

pub use config::config;

/// Reads a whole project. `None` when there is no configuration to go by.
pub fn project(
    config_path: &str,
    sources: &Sources,
    skipped: &[Skipped],
    diagnostics: &mut Diagnostics,
) -> Option<Project> {
    for one in skipped {
        let message = format!("`{}` {}: it is left out", one.path, one.why);
        diagnostics.push(Diagnostic::warning("skipped-file", None, message));
    }
    let config = config(config_path, sources, diagnostics)?;
    let theme = Theme::load(&config.theme, sources, diagnostics);
    let datasets = tables::datasets(sources, &config, diagnostics);
    let names = names::names(sources, diagnostics);
    let history = history::history(sources, diagnostics);
    let (pages, unreadable) = pages::pages(sources, &config, diagnostics);
    let files = pages::files(sources);
    Some(Project { config, theme, datasets, names, history, pages, unreadable, files })
}

/// A file as text: UTF-8, with or without a byte order mark.
fn text<'a>(file: FileId, sources: &'a Sources, diagnostics: &mut Diagnostics) -> Option<&'a str> {
    let bytes = sources.bytes(file);
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) => {
            let at = error.valid_up_to();
            let span = Span::new(file, at..at + 1);
            let message = format!("`{}` is not UTF-8 text", sources.path(file));
            let help = match bytes.get(at) {
                Some(0x80..=0xff) if !bytes.starts_with(&[0xff, 0xfe]) => format!(
                    "it looks like Windows-1252, as older Excel writes it (here `{}`): save it as “CSV UTF-8”, or as UTF-8 in your editor",
                    char::from(bytes[at])
                ),
                _ => "save it as UTF-8".to_string(),
            };
            diagnostics.push(Diagnostic::error("not-utf8", span, message).help(help));
            None
        }
    }
}

/// A title or file name as part of a web address: small letters a–z, digits and hyphens.
pub fn slug(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut slug = String::new();
    for c in text.to_lowercase().chars() {
        match c {
            'æ' | 'ä' => slug.push_str("ae"),
            'ø' | 'ö' => slug.push('o'),
            'å' => slug.push('a'),
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

/// A date: `2024-12-31`, or `31.12.2024` as it is written in the Nordic countries.
pub fn date(text: &str) -> Option<Date> {
    let (year, month, day) = match text.split_once('-') {
        Some((year, rest)) if year.len() == 4 => {
            let (month, day) = rest.split_once('-')?;
            (year, month, day)
        }
        Some(_) => return None,
        None => {
            let (day, rest) = text.split_once('.')?;
            let (month, year) = rest.split_once('.')?;
            (year, month, day)
        }
    };
    let month = Month::try_from(month.trim().parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year.trim().parse().ok()?, month, day.trim().parse().ok()?).ok()
}

/// A number as spreadsheets write it. Groups may stand apart by spaces; where one sign could be a
/// decimal sign as well as a group sign, nothing is guessed and the remedy is returned.
pub fn number(text: &str) -> Result<Decimal, &'static str> {
    let compact: String = text
        .chars()
        .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}'))
        .map(|c| if c == '\u{2212}' { '-' } else { c })
        .collect();
    const PLAIN: &str = "write it with digits only, and a point before decimals: 1234.50";
    let commas = compact.matches(',').count();
    let points = compact.matches('.').count();
    let after = |sign: char| compact.rsplit(sign).next().map_or(0, str::len);
    let plain = match (commas, points) {
        (0, 0) => compact,
        (1, 0) | (0, 1) => {
            let sign = if commas == 1 { ',' } else { '.' };
            let before = compact.len() - after(sign) - 1;
            if after(sign) == 3 && (1..=3).contains(&before) && !compact.starts_with('0') {
                return Err(
                    "it may mean a thousand or a decimal: write it without a thousands sign",
                );
            }
            compact.replace(',', ".")
        }
        (_, 1) if after('.') < after(',') => compact.replace(',', ""),
        (1, _) if after(',') < after('.') => compact.replace('.', "").replace(',', "."),
        _ => return Err(PLAIN),
    };
    plain.parse().map_err(|_| PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_spreadsheets_write_them() {
        for (text, number) in [
            ("1234.5", "1234.5"),
            ("1 234,50", "1234.50"),
            ("1.234,50", "1234.50"),
            ("1,234.50", "1234.50"),
            ("0,125", "0.125"),
        ] {
            assert_eq!(super::number(text), Ok(number.parse().expect(number)), "{text}");
        }
    }

    #[test]
    fn a_sign_that_may_mean_two_things_is_not_guessed() {
        assert!(number("1.234").is_err() && number("12,500").is_err() && number("12a").is_err());
    }
}
