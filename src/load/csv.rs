//! CSV text to rows whose cells know their place.

use csv::{ByteRecord, ReaderBuilder};
use rust_decimal::Decimal;
use time::Date;

use crate::data::Choice;
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::fact::Words;
use crate::source::{FileId, Sources, Span};

/// The column headings of a file, and what its readers asked for.
pub struct Header<'a> {
    file: FileId,
    text: &'a str,
    path: &'a str,
    delimiter: u8,
    names: Vec<String>,
    spans: Vec<Span>,
}

/// The place of a column in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column(Option<usize>, &'static str);

/// One row while it is read.
pub struct Row<'a> {
    header: &'a Header<'a>,
    record: &'a ByteRecord,
    start: usize,
    end: usize,
}

/// Reads a file of rows: `columns` finds the columns by name, `row` makes a value of each row.
/// A row that cannot be read is told and left out; the others are read all the same.
pub fn rows<C, T>(
    file: FileId,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
    columns: impl FnOnce(&mut Columns<'_, '_>) -> C,
    row: impl Fn(&Row<'_>, &C, &mut Diagnostics) -> Option<T>,
) -> Option<Vec<T>> {
    let text = super::text(file, sources, diagnostics)?;
    let delimiter = delimiter(text);
    let header = header(file, text, sources.path(file), delimiter, diagnostics)?;
    let mut asked = Columns { header: &header, asked: Vec::new(), missing: false, diagnostics };
    let found = columns(&mut asked);
    if !asked.finish() {
        return None;
    }
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let mut record = ByteRecord::new();
    let mut list = Vec::new();
    loop {
        let start = reader.position().byte() as usize;
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                let message = format!("this row cannot be read: {error}");
                let span = Span::new(file, start..start);
                diagnostics.push(Diagnostic::error("csv-syntax", span, message));
                break;
            }
        }
        let start = record.position().map_or(start, |position| position.byte() as usize);
        let end = reader.position().byte() as usize;
        if record.iter().all(|cell| cell.iter().all(u8::is_ascii_whitespace)) {
            continue;
        }
        let line = Row { header: &header, record: &record, start, end };
        if record.len() != header.names.len() {
            line.tell_length(diagnostics);
            continue;
        }
        list.extend(row(&line, &found, diagnostics));
    }
    Some(list)
}

/// The sign between cells: whichever of `,` `;` and tab the first line has most of.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |sign: char| first.matches(sign).count();
    [(b',', count(',')), (b';', count(';')), (b'\t', count('\t'))]
        .into_iter()
        .max_by_key(|(sign, count)| (*count, *sign == b','))
        .map_or(b',', |(sign, _)| sign)
}

fn header<'a>(
    file: FileId,
    text: &'a str,
    path: &'a str,
    delimiter: u8,
    diagnostics: &mut Diagnostics,
) -> Option<Header<'a>> {
    let line = text.split('\n').next().unwrap_or_default().trim_end_matches('\r');
    if line.trim().is_empty() {
        let message = format!("`{path}` is empty: the first line must name the columns");
        diagnostics.push(Diagnostic::error("missing-column", Span::file(file), message));
        return None;
    }
    let bom = if line.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut names = Vec::new();
    let mut spans = Vec::new();
    for cell in cells(line.as_bytes(), bom, delimiter) {
        names.push(text[cell.clone()].trim_matches(['"', ' ', '\u{a0}']).to_lowercase());
        spans.push(Span::new(file, cell));
    }
    for (index, name) in names.iter().enumerate() {
        if !name.is_empty() && names[..index].contains(name) {
            let message = format!("there are two columns called `{name}`");
            diagnostics.push(Diagnostic::error("duplicate-column", spans[index], message));
        }
    }
    Some(Header { file, text, path, delimiter, names, spans })
}

/// The byte ranges of the cells of one row that begins at `start`.
fn cells(bytes: &[u8], start: usize, delimiter: u8) -> Vec<std::ops::Range<usize>> {
    let mut ranges = Vec::new();
    let mut from = start;
    let mut quoted = false;
    for (at, byte) in bytes.iter().enumerate().skip(start) {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => {
                ranges.push(from..at);
                return ranges;
            }
            _ if *byte == delimiter && !quoted => {
                ranges.push(from..at);
                from = at + 1;
            }
            _ => {}
        }
    }
    ranges.push(from..bytes.len());
    ranges
}

/// Finds columns by name and tells those that are missing or that nobody asked for.
pub struct Columns<'a, 'd> {
    header: &'a Header<'a>,
    asked: Vec<&'static str>,
    missing: bool,
    diagnostics: &'d mut Diagnostics,
}

impl Columns<'_, '_> {
    pub fn required(&mut self, name: &'static str) -> Column {
        let column = self.optional(name);
        if column.0.is_none() {
            self.missing = true;
            let path = self.header.path;
            let span = Span::file(self.header.file);
            let diagnostic = Diagnostic::error(
                "missing-column",
                span,
                format!("column `{name}` is missing in `{path}`"),
            );
            let names = self.header.names.iter().map(String::as_str);
            let help = match nearest(name, names.clone()) {
                Some(near) => format!("there is a column `{near}`: rename it to `{name}`"),
                None => format!(
                    "the file has {}",
                    names.map(|one| format!("`{one}`")).collect::<Vec<_>>().join(", ")
                ),
            };
            self.diagnostics.push(diagnostic.help(help));
        }
        column
    }

    pub fn optional(&mut self, name: &'static str) -> Column {
        self.asked.push(name);
        Column(self.header.names.iter().position(|one| one == name), name)
    }

    /// Columns `prefix_nb`, `prefix_en` …: their languages and places.
    pub fn by_language(&mut self, prefix: &'static str) -> Vec<(String, usize)> {
        let start = format!("{prefix}_");
        self.asked.push(prefix);
        let named = self.header.names.iter().enumerate();
        named
            .filter_map(|(index, name)| Some((name.strip_prefix(&start)?.to_string(), index)))
            .collect()
    }

    /// A column whose name is made from the data.
    pub fn named(&self, name: &str) -> Option<usize> {
        self.header.names.iter().position(|one| one == name)
    }

    /// Whether every required column is there.
    fn finish(self) -> bool {
        for (name, span) in self.header.names.iter().zip(&self.header.spans) {
            let known = self.asked.iter().any(|asked| {
                name == asked || name.strip_prefix(asked).is_some_and(|rest| rest.starts_with('_'))
            });
            if !known && !name.is_empty() {
                let diagnostic = Diagnostic::warning(
                    "unknown-column",
                    *span,
                    format!("column `{name}` is not used"),
                );
                self.diagnostics.push(super::fields::suggest(
                    diagnostic,
                    *span,
                    name,
                    self.asked.iter().copied(),
                ));
            }
        }
        !self.missing
    }
}

impl<'a> Row<'a> {
    /// The row's line in the file, counted from 1: what a spreadsheet shows beside it.
    fn line(&self) -> usize {
        self.header.text[..self.start].matches('\n').count() + 1
    }

    fn span(&self, index: usize) -> Span {
        let ranges =
            cells(&self.header.text.as_bytes()[..self.end], self.start, self.header.delimiter);
        let range = ranges.get(index).cloned().unwrap_or(self.start..self.start);
        let cell = &self.header.text[range.clone()];
        let trimmed = cell.trim_end_matches(['\r', ' ']);
        Span::new(self.header.file, range.start..range.start + trimmed.len())
    }

    fn tell_length(&self, diagnostics: &mut Diagnostics) {
        let text = self.header.text[self.start..self.end].trim_end();
        let span = Span::new(self.header.file, self.start..self.start + text.len());
        let message = format!(
            "row {} has {} cells, but there are {} columns",
            self.line(),
            self.record.len(),
            self.header.names.len()
        );
        diagnostics.push(
            Diagnostic::error("row-length", span, message)
                .help("a cell that holds the separator itself must stand in double quotes"),
        );
    }

    fn raw(&self, index: usize) -> &str {
        let bytes = self.record.get(index).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default().trim_matches([' ', '\u{a0}', '\t', '\r'])
    }

    pub fn text(&self, column: Column) -> &str {
        column.0.map_or("", |index| self.raw(index))
    }

    pub fn cell(&self, index: usize) -> &str {
        self.raw(index)
    }

    pub fn words(&self, columns: &[(String, usize)]) -> Words {
        let filled = columns.iter().filter(|(_, index)| !self.raw(*index).is_empty());
        filled.map(|(language, index)| (language.clone(), self.raw(*index).to_string())).collect()
    }

    /// A text that must not be empty.
    pub fn filled(&self, column: Column, diagnostics: &mut Diagnostics) -> Option<&str> {
        let text = self.text(column);
        if text.is_empty() {
            self.wrong(column, "is empty", "fill in the cell", diagnostics);
        }
        (!text.is_empty()).then_some(text)
    }

    /// A number, or none where the cell is empty.
    pub fn number(&self, column: Column, diagnostics: &mut Diagnostics) -> Option<Decimal> {
        let text = self.text(column);
        self.parse_number(column.0?, text, column.1, diagnostics)
    }

    pub fn parse_number(
        &self,
        index: usize,
        text: &str,
        name: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<Decimal> {
        if text.is_empty() {
            return None;
        }
        match super::number(text) {
            Ok(number) => Some(number),
            Err(help) => {
                self.tell(index, text, name, "is not a number", help, diagnostics);
                None
            }
        }
    }

    pub fn date(&self, column: Column, diagnostics: &mut Diagnostics) -> Option<Date> {
        let text = self.text(column);
        let date = super::date(text);
        if date.is_none() && !text.is_empty() {
            self.wrong(column, "is not a date", "write the date as 2024-12-31", diagnostics);
        }
        date
    }

    /// `yes` or `no`; an empty cell is no.
    pub fn yes(&self, column: Column, diagnostics: &mut Diagnostics) -> bool {
        match self.text(column).to_lowercase().as_str() {
            "yes" | "true" | "ja" | "1" => true,
            "" | "no" | "false" | "nei" | "nej" | "0" => false,
            _ => {
                self.wrong(column, "is neither yes nor no", "write `yes` or `no`", diagnostics);
                false
            }
        }
    }

    /// One of a few words.
    pub fn choice<T: Choice>(&self, column: Column, diagnostics: &mut Diagnostics) -> Option<T> {
        let text = self.filled(column, diagnostics)?;
        let found = T::CHOICES.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let words: Vec<&str> = T::CHOICES.iter().map(|(word, _)| *word).collect();
            let help = match nearest(text, words.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("write one of {}", words.join(", ")),
            };
            self.wrong(column, "is not a word that is known here", &help, diagnostics);
        }
        found.map(|(_, choice)| *choice)
    }

    /// Tells what is wrong with a cell, naming its row and column.
    pub fn wrong(&self, column: Column, what: &str, help: &str, diagnostics: &mut Diagnostics) {
        if let Some(index) = column.0 {
            self.tell(index, self.raw(index), column.1, what, help, diagnostics);
        }
    }

    fn tell(
        &self,
        index: usize,
        text: &str,
        name: &str,
        what: &str,
        help: &str,
        diagnostics: &mut Diagnostics,
    ) {
        let place = format!("in row {}, column `{name}`", self.line());
        let message = match text.is_empty() {
            true => format!("the cell {place} {what}"),
            false => format!("`{text}` {place} {what}"),
        };
        diagnostics.push(Diagnostic::error("wrong-cell", self.span(index), message).help(help));
    }

    /// The place of a cell, for a diagnostic that another stage may make.
    pub fn place(&self, column: Column) -> Span {
        column
            .0
            .map_or(Span::new(self.header.file, self.start..self.start), |index| self.span(index))
    }
}
