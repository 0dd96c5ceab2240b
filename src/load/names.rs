//! Titles of industries that the project holds under `data/names/`: its own in `nace.csv`, and lists
//! of statistical offices, each called after its edition and language: `rev2.1-nb.csv`.

use std::collections::BTreeMap;

use csv::{ReaderBuilder, StringRecord};

use super::csv::CsvTable;
use crate::data::nace::{self, Industry, Version};
use crate::data::names::{LANGUAGES, Names, Origin};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{FileId, Sources, Span};

/// The folder under `data/` that is not a period.
pub const FOLDER: &str = "names";

pub fn names(sources: &Sources, diagnostics: &mut Diagnostics) -> Names {
    let mut names = Names::default();
    for (file, source) in sources.iter() {
        let Some(rest) = source.path.strip_prefix("data/") else { continue };
        let Some((FOLDER, name)) = rest.split_once('/') else { continue };
        match (name, list_name(name)) {
            ("nace.csv", _) => own(file, sources, &mut names, diagnostics),
            (_, Some((version, language))) => {
                list(file, version, language, sources, &mut names, diagnostics);
            }
            _ => {
                let message = format!("`{name}` is not a list of names: it is not read");
                diagnostics.push(
                    Diagnostic::warning("unknown-dataset", Span::file(file), message).help(
                        "call it `nace.csv`, or after its edition and language, such as `rev2.1-nb.csv`",
                    ),
                );
            }
        }
    }
    names
}

/// `rev2.1-nb.csv`
fn list_name(name: &str) -> Option<(Version, &'static str)> {
    let (version, language) = name.strip_suffix(".csv")?.rsplit_once('-')?;
    Some((Version::from_word(version)?, self::language(language)?))
}

fn language(tag: &str) -> Option<&'static str> {
    LANGUAGES.into_iter().find(|known| *known == tag)
}

/// A list as Statistics Norway's KLASS exports it, or any with a column of codes and one of names.
/// Its rows may be shorter than its header, as KLASS leaves out empty cells at the end.
fn list(
    file: FileId,
    version: Version,
    language: &'static str,
    sources: &Sources,
    names: &mut Names,
    diagnostics: &mut Diagnostics,
) {
    const COLUMNS: [&[&str]; 2] =
        [&["code", "kode", "kod"], &["name", "navn", "namn", "title", "tittel", "benämning"]];
    let Some(rows) = rows(file, COLUMNS, sources, diagnostics) else { return };
    let mut read = Titles::new(sources.path(file));
    for ([code, title], span) in rows {
        read.add(version, language, &code, title, span, diagnostics);
    }
    read.finish(Origin::List, names, diagnostics);
}

/// `nace.csv`: titles of both editions in any language, one a row.
fn own(file: FileId, sources: &Sources, names: &mut Names, diagnostics: &mut Diagnostics) {
    const COLUMNS: [&[&str]; 4] = [&["version"], &["code"], &["language"], &["title"]];
    let Some(rows) = rows(file, COLUMNS, sources, diagnostics) else { return };
    let mut read = Titles::new(sources.path(file));
    for ([word, code, tag, title], span) in rows {
        let words = Version::ALL.map(Version::word);
        let version = known(
            &word,
            Version::from_word(&word),
            "an edition of NACE",
            &words,
            span,
            diagnostics,
        );
        let language = known(&tag, language(&tag), "a language", &LANGUAGES, span, diagnostics);
        if let (Some(version), Some(language)) = (version, language) {
            read.add(version, language, &code, title, span, diagnostics);
        }
    }
    read.finish(Origin::Project, names, diagnostics);
}

/// Tells a word that is none of those that are known.
fn known<T>(
    word: &str,
    meaning: Option<T>,
    what: &str,
    words: &[&str],
    span: Span,
    diagnostics: &mut Diagnostics,
) -> Option<T> {
    if meaning.is_none() {
        let message = format!("`{word}` is not {what} that titles can be in");
        let help = format!("write one of {}", words.join(", "));
        diagnostics.push(Diagnostic::error("wrong-cell", span, message).help(help));
    }
    meaning
}

/// The titles of one file while it is read.
struct Titles<'a> {
    path: &'a str,
    /// By industry and language; whether the code was the industry's own, and where it stands.
    found: BTreeMap<(Industry, &'static str), (String, bool, Span)>,
    /// Codes that there are not: how many, and the first.
    unknown: usize,
    first_unknown: Option<(String, Version, Span)>,
}

impl<'a> Titles<'a> {
    fn new(path: &'a str) -> Self {
        Titles { path, found: BTreeMap::new(), unknown: 0, first_unknown: None }
    }

    fn add(
        &mut self,
        version: Version,
        language: &'static str,
        code: &str,
        title: String,
        span: Span,
        diagnostics: &mut Diagnostics,
    ) {
        if code == nace::NOT_STATED {
            return;
        }
        let Some(industry) = nace::index(version, code) else {
            self.unknown += 1;
            self.first_unknown.get_or_insert((code.to_string(), version, span));
            return;
        };
        // A country's own code that ends in zero is the class, undivided: 62.100 is 62.10. Any other
        // is a part of it, and its title is not the title of the class.
        let national = code.get(industry.code().len()..).unwrap_or_default();
        if title.is_empty() || national.contains(|c| c != '0' && c != '.') {
            return;
        }
        let exact = national.is_empty();
        match self.found.get(&(industry, language)) {
            Some((known, true, first)) if exact && *known != title => diagnostics.push(
                Diagnostic::error("duplicate-id", span, format!("`{code}` has two titles"))
                    .related(*first, "first here")
                    .help("keep one of the two rows"),
            ),
            Some(_) if !exact => {}
            _ => drop(self.found.insert((industry, language), (title, exact, span))),
        }
    }

    fn finish(self, origin: Origin, names: &mut Names, diagnostics: &mut Diagnostics) {
        if let Some((code, version, span)) = self.first_unknown {
            let message = match self.unknown {
                1 => format!("`{code}` is not a code of {}", version.name()),
                many => format!(
                    "{many} codes in `{}` are not codes of {}; the first is `{code}`",
                    self.path,
                    version.name()
                ),
            };
            diagnostics.push(
                Diagnostic::warning("wrong-cell", span, message)
                    .help("look whether the list is of this edition; these rows are left out"),
            );
        }
        for ((industry, language), (title, ..)) in self.found {
            names.add(industry, language, &title, origin);
        }
    }
}

/// The cells of the columns asked for, each by one of its headings, and the place of each row.
fn rows<const N: usize>(
    file: FileId,
    columns: [&[&str]; N],
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<([String; N], Span)>> {
    let text = super::text(file, sources, diagnostics)?;
    let path = sources.path(file);
    let table = CsvTable::open(text, path, file, None, diagnostics)?;
    let (header, delimiter) = (&table.header, table.delimiter);
    let places =
        columns.map(|column| header.names.iter().position(|name| column.contains(&name.as_str())));
    for (column, _) in columns.iter().zip(places).filter(|(_, place)| place.is_none()) {
        let name = column.first().copied().unwrap_or_default();
        let message = format!("column `{name}` is missing in `{path}`");
        let columns = header.names.iter().map(|name| format!("`{name}`"));
        let help = format!("the file has {}", columns.collect::<Vec<_>>().join(", "));
        diagnostics.push(Diagnostic::error("missing-column", Span::file(file), message).help(help));
    }
    if places.contains(&None) {
        return None;
    }
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut record = StringRecord::new();
    // The text is UTF-8 and rows may have any length: nothing else can be wrong with a row.
    while reader.read_record(&mut record).unwrap_or(false) {
        let start = record.position().map_or(0, |position| position.byte() as usize);
        let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let cells = places.map(|place| {
            let cell = place.and_then(|place| record.get(place)).unwrap_or_default();
            cell.trim().to_string()
        });
        if cells.iter().any(|cell| !cell.is_empty()) {
            rows.push((cells, Span::new(file, start..start + line.len())));
        }
    }
    Some(rows)
}
