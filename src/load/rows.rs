//! Rows of a table, whatever file they stand in: cells by column, each with its place.

use rust_decimal::Decimal;
use time::Date;

use super::csv::CsvRow;
use super::headings;
use super::tables::Input;
use crate::data::Choice;
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::fact::Words;
use crate::source::{FileId, Span};

/// The columns of a file.
pub struct Header<'a> {
    pub file: FileId,
    pub path: &'a str,
    /// In small letters.
    pub names: Vec<String>,
    pub spans: Vec<Span>,
}

/// A column that a reader asked for: its place in the rows, and its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column(Option<usize>, &'static str);

/// The columns that hold the same words in different languages.
pub struct WordColumns {
    prefix: &'static str,
    /// Language and place.
    columns: Vec<(String, usize)>,
}

/// One row while it is read.
pub struct Row<'a> {
    pub header: &'a Header<'a>,
    pub cells: Cells<'a>,
}

pub enum Cells<'a> {
    Csv(CsvRow<'a>),
    /// The row's place in the list counts from 1.
    Json {
        cells: &'a [Option<Cell>],
        place: Span,
        number: usize,
    },
}

/// A cell of a JSON file.
pub struct Cell {
    pub text: String,
    pub is_number: bool,
    pub span: Span,
}

/// Reads a file of rows: `columns` finds the columns by name, `row` makes a value of each row.
/// A row that cannot be read is told and left out; the others are read all the same.
pub fn rows<C, T>(
    input: Input<'_>,
    diagnostics: &mut Diagnostics,
    columns: impl FnOnce(&mut Columns<'_, '_>) -> C,
    row: impl Fn(&Row<'_>, &C, &mut Diagnostics) -> Option<T>,
) -> Option<Vec<T>> {
    let Input { file, sources, .. } = input;
    let text = super::text(file, sources, diagnostics)?;
    let path = sources.path(file);
    let mut list = Vec::new();
    if path.ends_with(".json") {
        let table = super::json::read(text, file, path, diagnostics)?;
        let found = find(&table.header, diagnostics, columns)?;
        for (at, (place, cells)) in table.rows.iter().enumerate() {
            let cells = Cells::Json { cells, place: *place, number: at + 1 };
            list.extend(row(&Row { header: &table.header, cells }, &found, diagnostics));
        }
    } else {
        let (header, delimiter) = super::csv::header(file, text, path, diagnostics)?;
        let found = find(&header, diagnostics, columns)?;
        super::csv::read(text, delimiter, &header, diagnostics, |line, diagnostics| {
            let line = Row { header: &header, cells: Cells::Csv(line) };
            list.extend(row(&line, &found, diagnostics));
        });
    }
    Some(list)
}

/// The columns, unless one that is required is missing.
fn find<C>(
    header: &Header<'_>,
    diagnostics: &mut Diagnostics,
    columns: impl FnOnce(&mut Columns<'_, '_>) -> C,
) -> Option<C> {
    let mut asked = Columns { header, asked: Vec::new(), missing: false, diagnostics };
    let found = columns(&mut asked);
    asked.finish().then_some(found)
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
        let names = &self.header.names;
        let exact = names.iter().position(|one| one == name);
        Column(exact.or_else(|| names.iter().position(|one| headings::means(one, name))), name)
    }

    /// Columns `prefix_nb`, `prefix_en` …; a language of the site that has none is told, unless
    /// there are none at all.
    pub fn by_language(&mut self, prefix: &'static str, languages: &[&str]) -> WordColumns {
        self.asked.push(prefix);
        let named = |language: &str| {
            let name = format!("{prefix}_{language}");
            self.header.names.iter().position(|one| *one == name)
        };
        let found: Vec<(String, Option<usize>)> =
            languages.iter().map(|language| (language.to_string(), named(language))).collect();
        if found.iter().any(|(_, index)| index.is_some()) {
            for (language, _) in found.iter().filter(|(_, index)| index.is_none()) {
                let path = self.header.path;
                let message = format!("column `{prefix}_{language}` is missing in `{path}`");
                let span = Span::file(self.header.file);
                self.diagnostics.push(
                    Diagnostic::error("missing-column", span, message)
                        .help("every language of the site needs its own words"),
                );
            }
        }
        let columns =
            found.into_iter().filter_map(|(language, index)| Some((language, index?))).collect();
        WordColumns { prefix, columns }
    }

    /// A column whose name is made from the data.
    pub fn named(&self, name: &str) -> Option<usize> {
        self.header.names.iter().position(|one| one == name)
    }

    /// Whether every required column is there.
    fn finish(self) -> bool {
        for (name, span) in self.header.names.iter().zip(&self.header.spans) {
            let known = self.asked.iter().any(|asked| {
                headings::means(name, asked)
                    || name.strip_prefix(asked).is_some_and(|rest| rest.starts_with('_'))
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

impl Row<'_> {
    /// What a person calls the row: its line in a spreadsheet, its place in a JSON list.
    fn number_of_row(&self) -> usize {
        match &self.cells {
            Cells::Csv(row) => row.line(),
            Cells::Json { number, .. } => *number,
        }
    }

    fn span(&self, index: usize) -> Span {
        match &self.cells {
            Cells::Csv(row) => row.span(self.header.file, index),
            Cells::Json { cells, place, .. } => {
                cells.get(index).and_then(Option::as_ref).map_or(*place, |cell| cell.span)
            }
        }
    }

    fn raw(&self, index: usize) -> &str {
        let text = match &self.cells {
            Cells::Csv(row) => row.text(index),
            Cells::Json { cells, .. } => {
                cells.get(index).and_then(Option::as_ref).map_or("", |cell| &cell.text)
            }
        };
        text.trim_matches([' ', '\u{a0}', '\t', '\r'])
    }

    pub fn text(&self, column: Column) -> &str {
        column.0.map_or("", |index| self.raw(index))
    }

    pub fn cell(&self, index: usize) -> &str {
        self.raw(index)
    }

    /// Words by language; where one language has them, every one must.
    pub fn words(&self, words: &WordColumns, diagnostics: &mut Diagnostics) -> Words {
        let (filled, empty): (Vec<_>, Vec<_>) =
            words.columns.iter().partition(|(_, index)| !self.raw(*index).is_empty());
        if !filled.is_empty() {
            for (language, index) in empty {
                let name = format!("{}_{language}", words.prefix);
                self.tell(
                    *index,
                    "",
                    &name,
                    "is empty",
                    "translate it from the other language",
                    diagnostics,
                );
            }
        }
        filled
            .into_iter()
            .map(|(language, index)| (language.clone(), self.raw(*index).to_string()))
            .collect()
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
        let plain = match &self.cells {
            // A number of JSON is written in one way only.
            Cells::Json { cells, .. } => {
                let cell = cells.get(index).and_then(Option::as_ref);
                cell.filter(|cell| cell.is_number).and_then(|cell| cell.text.parse().ok())
            }
            Cells::Csv(_) => None,
        };
        match plain.map_or_else(|| super::number(text), Ok) {
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

    /// As `wrong`, where only a person can tell whether it is.
    pub fn doubtful(&self, column: Column, what: &str, help: &str, diagnostics: &mut Diagnostics) {
        if let Some(index) = column.0 {
            let message = self.message(self.raw(index), column.1, what);
            let span = self.span(index);
            diagnostics.push(Diagnostic::warning("doubtful-cell", span, message).help(help));
        }
    }

    /// Where a cell's text stands in the file, if it stands there as it is.
    pub fn range(&self, column: Column) -> Option<std::ops::Range<usize>> {
        match &self.cells {
            Cells::Csv(_) => column.0.map(|index| self.span(index).range()),
            Cells::Json { .. } => None,
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
        let message = self.message(text, name, what);
        diagnostics.push(Diagnostic::error("wrong-cell", self.span(index), message).help(help));
    }

    fn message(&self, text: &str, name: &str, what: &str) -> String {
        let place = format!("in row {}, column `{name}`", self.number_of_row());
        match text.is_empty() {
            true => format!("the cell {place} {what}"),
            false => format!("`{text}` {place} {what}"),
        }
    }

    /// The place of a cell, for a diagnostic that another stage may make.
    pub fn place(&self, column: Column) -> Span {
        column.0.map_or(Span::file(self.header.file), |index| self.span(index))
    }
}
