//! Rows of a table, whatever file they stand in: cells by column, each with its place.

use std::ops::Range;

use rust_decimal::Decimal;
use time::Date;

use super::alike::{NO_DATE, NO_NUMBER, shape};
use super::columns::find;
pub use super::columns::{Column, Columns, WordColumns};
use super::csv::{CsvRow, CsvTable};
use super::json::JsonTable;
use super::number;
use super::tables::Input;
use crate::config::TableEncoding;
use crate::data::Choice;
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::fact::Words;
use crate::source::{Encoding, FileId, Span};

/// The columns of a file.
pub struct Header<'a> {
    pub file: FileId,
    pub path: &'a str,
    /// In small letters; what the settings name otherwise has our name.
    pub names: Vec<String>,
    pub spans: Vec<Span>,
    /// Where the headings stand in a workbook.
    pub sheet: Option<HeadingRow>,
}

/// A row of a sheet that names the columns; it counts from 1, the first column from 0.
pub struct HeadingRow {
    pub sheet: String,
    pub row: u32,
    pub first_column: u32,
}

/// One row while it is read.
pub struct Row<'a> {
    pub header: &'a Header<'a>,
    pub cells: Cells<'a>,
    pub input: &'a Input<'a>,
}

pub enum Cells<'a> {
    Csv(CsvRow<'a>),
    Typed { cells: &'a [Option<Cell>], place: Place<'a> },
}

/// Where a row stands that is not a line of text.
#[derive(Clone, Copy)]
pub enum Place<'a> {
    /// In a JSON list, counted from 1.
    Item { span: Span, number: usize },
    /// In a sheet of a workbook; the row counts from 1, the first cell's column from 0.
    Sheet { name: &'a str, row: u32, first_column: u32 },
}

/// A cell of a file that knows numbers from texts.
pub struct Cell {
    pub text: String,
    pub typed: Typed,
    pub span: Span,
}

/// What a cell is known to hold.
pub enum Typed {
    Text,
    Number(Decimal),
    /// 66 is 66 %.
    Percent(Decimal),
}

/// Reads a file of rows: `columns` finds the columns by name, `row` makes a value of each row.
/// A row that cannot be read is told and left out; the others are read all the same. Rows come in
/// their order; `row` is called from several threads.
pub fn rows<C: Sync, T: Send>(
    input: Input<'_>,
    diagnostics: &mut Diagnostics,
    columns: impl FnOnce(&mut Columns<'_, '_>) -> C,
    row: impl Fn(&Row<'_>, &C, &mut Diagnostics) -> Option<T> + Sync,
) -> Option<Vec<T>> {
    let path = input.sources.path(input.file);
    if let Some(sheet) = input.sheet {
        let table = super::xlsx::read(&input, sheet, diagnostics)?;
        let found = find(&table.header, &input, diagnostics, columns)?;
        let rows = table.rows.iter().map(|(number, cells)| {
            let (name, first_column) = (table.name.as_str(), table.first_column);
            (Place::Sheet { name, row: *number, first_column }, cells.as_slice())
        });
        return typed_rows(&table.header, rows, &input, diagnostics, |line, told| {
            row(line, &found, told)
        });
    }
    let text = table_text(&input, diagnostics)?;
    if !path.ends_with(".json") {
        let delimiter = input.settings.delimiter;
        let mut table = CsvTable::open(text, path, input.file, delimiter, diagnostics)?;
        table.header.rename(&input, diagnostics);
        let header = &table.header;
        let found = find(header, &input, diagnostics, columns)?;
        return super::csv::read(&table, &input, diagnostics, |line, diagnostics| {
            row(&Row { header, cells: Cells::Csv(line), input: &input }, &found, diagnostics)
        });
    }
    let JsonTable { mut header, rows } = super::json::read(text, &input, path, diagnostics)?;
    header.rename(&input, diagnostics);
    if rows.is_empty() {
        tell_no_rows(&header, &input, diagnostics);
        return Some(Vec::new());
    }
    let found = find(&header, &input, diagnostics, columns)?;
    let rows = rows
        .iter()
        .enumerate()
        .map(|(at, (span, cells))| (Place::Item { span: *span, number: at + 1 }, cells.as_slice()));
    typed_rows(&header, rows, &input, diagnostics, |line, told| row(line, &found, told))
}

fn typed_rows<'a, T>(
    header: &Header<'_>,
    rows: impl Iterator<Item = (Place<'a>, &'a [Option<Cell>])>,
    input: &Input<'_>,
    diagnostics: &mut Diagnostics,
    visit: impl Fn(&Row<'_>, &mut Diagnostics) -> Option<T>,
) -> Option<Vec<T>> {
    let mut values = Vec::new();
    let mut count = 0;
    for (place, cells) in rows {
        count += 1;
        let row = Row { header, cells: Cells::Typed { cells, place }, input };
        let mut is_whole = true;
        for (index, cell) in cells.iter().enumerate() {
            if let Some((what, help)) = cell.as_ref().and_then(|cell| odd_cell(&cell.text)) {
                let name = header.names.get(index).map_or("", String::as_str);
                row.tell(index, "", name, &what, help, diagnostics);
                is_whole = false;
            }
        }
        if is_whole {
            values.extend(visit(&row, diagnostics));
        }
    }
    if count == 0 {
        tell_no_rows(header, input, diagnostics);
    }
    Some(values)
}

/// A table as text, in the encoding that is declared or recognised.
fn table_text<'a>(input: &Input<'a>, diagnostics: &mut Diagnostics) -> Option<&'a str> {
    let Input { file, sources, .. } = *input;
    let most = input.limits.file_bytes();
    if sources.bytes(file).len() as u64 > most {
        let path = sources.path(file);
        let message = format!("`{path}` is larger than {} MB", most / 1_000_000);
        let bytes = sources.bytes(file).len();
        let help = format!("set `max_bytes = {bytes}` under `[data]` in the configuration");
        diagnostics.push(Diagnostic::error("too-large", Span::file(file), message).help(help));
        return None;
    }
    match (input.settings.encoding, sources.encoding(file)) {
        (Some(TableEncoding::Windows1252), Encoding::Windows1252 { .. }) => {
            sources.whole_text(file)
        }
        (Some(TableEncoding::Utf8), Encoding::Windows1252 { first }) => {
            let path = sources.path(file);
            let message = format!("`{path}` is not UTF-8, as the configuration says");
            let span = Span::new(file, first as usize..first as usize);
            let help = "save it as “CSV UTF-8”, or say `encoding = \"windows-1252\"`";
            diagnostics.push(Diagnostic::error("not-utf8", span, message).help(help));
            None
        }
        (Some(TableEncoding::Windows1252), Encoding::Utf8)
            if sources.whole_text(file).is_some_and(|text| !text.is_ascii()) =>
        {
            let path = sources.path(file);
            let message = format!("`{path}` is UTF-8, not Windows-1252 as the configuration says");
            let span = Span::file(file);
            let help = "it is read as UTF-8: take `encoding` out of the configuration";
            diagnostics.push(Diagnostic::warning("not-utf8", span, message).help(help));
            sources.whole_text(file)
        }
        _ => super::text(file, sources, diagnostics),
    }
}

impl<'a> Header<'a> {
    /// The columns by their headings; two of the same name are told.
    pub fn new(
        file: FileId,
        path: &'a str,
        headings: Vec<(String, Span)>,
        sheet: Option<HeadingRow>,
        diagnostics: &mut Diagnostics,
    ) -> Header<'a> {
        let mut header = Header { file, path, names: Vec::new(), spans: Vec::new(), sheet };
        for (heading, span) in headings {
            let name = heading.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            if !name.is_empty() && header.names.contains(&name) {
                let cell = header.cell(header.names.len());
                let second = cell.map_or(String::new(), |cell| format!(", the second in {cell}"));
                let message = format!("there are two columns called `{name}`{second}");
                let diagnostic = Diagnostic::error("duplicate-column", span, message);
                diagnostics.push(diagnostic.help("delete one of the two, or rename it"));
            }
            header.names.push(name);
            header.spans.push(span);
        }
        header
    }

    /// What a person calls the place of a heading in a workbook, whose cells have no lines: `` `Ark1!C1` ``.
    pub fn cell(&self, index: usize) -> Option<String> {
        let HeadingRow { sheet, row, first_column } = self.sheet.as_ref()?;
        Some(format!("`{sheet}!{}{row}`", column_letters(first_column + index as u32)))
    }

    /// Gives the columns that the settings name their own names.
    pub fn rename(&mut self, input: &Input<'_>, diagnostics: &mut Diagnostics) {
        for mapped in &input.settings.columns {
            let heading = mapped.heading.to_lowercase();
            let Some(index) = self.names.iter().position(|name| *name == heading) else {
                let message = format!("`{}` has no column `{}`", self.path, mapped.heading);
                let diagnostic = Diagnostic::error("missing-column", mapped.span, message);
                let names = self.names.iter().map(String::as_str);
                diagnostics.push(match nearest(&heading, names) {
                    Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                    None => diagnostic.help(format!("the file has {}", quoted(&self.names))),
                });
                continue;
            };
            // Another column of this name is not the one that is meant.
            for name in self.names.iter_mut().filter(|name| **name == mapped.column) {
                name.clear();
            }
            self.names[index] = mapped.column.clone();
        }
    }
}

/// `` `a`, `b` and so on ``
pub fn quoted(names: &[String]) -> String {
    const MOST: usize = 30;
    let named = names.iter().filter(|name| !name.is_empty());
    named.take(MOST).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// A register without suppliers is hardly meant; a year without audits may well be.
pub fn tell_no_rows(header: &Header<'_>, input: &Input<'_>, diagnostics: &mut Diagnostics) {
    if input.dataset != "suppliers" {
        return;
    }
    let message = format!("`{}` has no rows", header.path);
    diagnostics.push(
        Diagnostic::warning("empty-table", Span::file(header.file), message)
            .help("write a row below the columns, or delete the file"),
    );
}

/// What is wrong with a cell that holds signs nobody sees, or a failed formula, and the remedy.
pub fn odd_cell(text: &str) -> Option<(String, &'static str)> {
    let is_odd = |c: &char| {
        c.is_control() && !matches!(c, '\t' | '\n' | '\r')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffd}')
    };
    if number::is_spreadsheet_fault(text) {
        let help = match text.starts_with("##") {
            true => "the column was too narrow for the value: widen it and save again",
            false => "correct the formula in the spreadsheet, and save again",
        };
        return Some((format!("holds `{text}`, which is no value"), help));
    }
    match text.chars().find(is_odd)? {
        '\u{fffd}' => Some((
            "holds `\u{fffd}`, which stands for a letter that was lost".to_string(),
            "the file was saved in a wrong encoding earlier: export it again, as UTF-8",
        )),
        sign => Some((
            format!("holds the invisible sign U+{:04X}", sign as u32),
            "delete the sign, or write the cell anew",
        )),
    }
}

impl Row<'_> {
    /// What a person calls the place of a cell.
    fn named_place(&self, index: usize) -> String {
        match &self.cells {
            Cells::Csv(row) => {
                let (file, start) = (self.header.file, row.start as u32);
                format!("in row {}", self.input.sources.line_and_column(file, start).0)
            }
            Cells::Typed { place: Place::Item { number, .. }, .. } => format!("in row {number}"),
            Cells::Typed { place: Place::Sheet { name, row, first_column }, .. } => {
                format!("in `{name}!{}{row}`", column_letters(first_column + index as u32))
            }
        }
    }

    fn span(&self, index: usize) -> Span {
        match &self.cells {
            Cells::Csv(row) => Span::new(self.header.file, row.range(index)),
            Cells::Typed { cells, place } => match cells.get(index).and_then(Option::as_ref) {
                Some(cell) => cell.span,
                None => match place {
                    Place::Item { span, .. } => *span,
                    Place::Sheet { .. } => Span::file(self.header.file),
                },
            },
        }
    }

    fn raw(&self, index: usize) -> &str {
        match &self.cells {
            Cells::Csv(row) => row.text(index),
            Cells::Typed { cells, .. } => {
                let cell = cells.get(index).and_then(Option::as_ref);
                super::csv::trim(cell.map_or("", |cell| &cell.text))
            }
        }
    }

    fn typed(&self, index: usize) -> &Typed {
        match &self.cells {
            Cells::Csv(_) => &Typed::Text,
            Cells::Typed { cells, .. } => {
                cells.get(index).and_then(Option::as_ref).map_or(&Typed::Text, |cell| &cell.typed)
            }
        }
    }

    /// Where a cell's text, as [`Row::text`] gives it, lies in the file's text. Always `None` in a
    /// file where some texts do not lie there so: JSON, a workbook, a CSV file in which double
    /// quotes are doubled.
    pub fn range(&self, column: Column) -> Option<Range<usize>> {
        match &self.cells {
            Cells::Csv(row) if row.verbatim => column.0.map(|index| row.range(index)),
            Cells::Csv(_) | Cells::Typed { .. } => None,
        }
    }

    /// Whether the file knows a cell as a number, so that zeros at its end may be lost.
    pub fn is_number(&self, column: Column) -> bool {
        let number = |index| matches!(self.typed(index), Typed::Number(_) | Typed::Percent(_));
        column.0.is_some_and(number)
    }

    pub fn text(&self, column: Column) -> &str {
        column.0.map_or("", |index| self.raw(index))
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
        let number = match self.typed(index) {
            Typed::Number(number) => Ok(*number),
            Typed::Percent(_) => Err("give the cell the format of a number, not of a percentage"),
            Typed::Text => number::number(text, self.input.settings.number_format),
        };
        number
            .map_err(|help| self.tell_unread(index, text, name, NO_NUMBER, help, diagnostics))
            .ok()
    }

    /// A percentage, 66 for 66 %: a number, with or without the sign.
    pub fn percent(&self, column: Column, diagnostics: &mut Diagnostics) -> Option<Decimal> {
        self.parse_percent(column.0?, column.1, diagnostics)
    }

    pub fn parse_percent(
        &self,
        index: usize,
        name: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<Decimal> {
        if let Typed::Percent(percent) = self.typed(index) {
            return Some(*percent);
        }
        let text = self.raw(index);
        let plain = text.strip_suffix('%').map_or(text, super::csv::trim);
        self.parse_number(index, plain, name, diagnostics)
    }

    pub fn date(&self, column: Column, diagnostics: &mut Diagnostics) -> Option<Date> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        number::date(text).map_err(|help| self.unread(column, NO_DATE, help, diagnostics)).ok()
    }

    /// `yes` or `no`; an empty cell is no.
    pub fn yes(&self, column: Column, diagnostics: &mut Diagnostics) -> bool {
        let text = self.text(column);
        if text.is_empty() {
            return false;
        }
        match text.to_lowercase().as_str() {
            "yes" | "true" | "ja" | "1" => true,
            "no" | "false" | "nei" | "nej" | "0" => false,
            _ => {
                self.unread(column, "is neither yes nor no", "write `yes` or `no`", diagnostics);
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
            let help = match diagnostics.suggestion(text, &words) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("write one of {}", words.join(", ")),
            };
            self.unread(column, "is not a word that is known here", &help, diagnostics);
        }
        found.map(|(_, choice)| *choice)
    }

    /// Tells what is wrong with a cell, naming its row and column.
    pub fn wrong(&self, column: Column, what: &str, help: &str, diagnostics: &mut Diagnostics) {
        if let Some(index) = column.0 {
            self.tell(index, self.raw(index), column.1, what, help, diagnostics);
        }
    }

    /// As `wrong`, of a column whose name is made from the data.
    pub fn wrong_at(&self, index: usize, name: &str, what: &str, help: &str, d: &mut Diagnostics) {
        self.tell(index, self.raw(index), name, what, help, d);
    }

    /// As `wrong`, of a text that means nothing: rows of which it is the same slip are told once.
    pub fn unread(&self, column: Column, what: &str, help: &str, diagnostics: &mut Diagnostics) {
        if let Some(index) = column.0 {
            self.tell_unread(index, self.raw(index), column.1, what, help, diagnostics);
        }
    }

    /// As `unread`, of what is one slip in all rows, whatever each of them says.
    pub fn wrong_throughout(&self, column: Column, what: &str, help: &str, d: &mut Diagnostics) {
        if let Some(index) = column.0 {
            let message = self.message(index, self.raw(index), column.1, what);
            let slip = self.slip(index, "", &format!("{what} {help}"));
            let told = Diagnostic::error("wrong-cell", self.span(index), message);
            d.push(told.help(help).because_of(slip));
        }
    }

    /// As `wrong`, where only a person can tell whether it is.
    pub fn doubtful(&self, column: Column, what: &str, help: &str, diagnostics: &mut Diagnostics) {
        if let Some(index) = column.0 {
            let text = self.raw(index);
            let message = self.message(index, text, column.1, what);
            let slip = self.slip(index, &shape(text, what), what);
            let told = Diagnostic::warning("doubtful-cell", self.span(index), message);
            diagnostics.push(told.help(help).because_of(slip));
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
        let message = self.message(index, text, name, what);
        diagnostics.push(Diagnostic::error("wrong-cell", self.span(index), message).help(help));
    }

    fn tell_unread(
        &self,
        index: usize,
        text: &str,
        name: &str,
        what: &str,
        help: &str,
        diagnostics: &mut Diagnostics,
    ) {
        let message = self.message(index, text, name, what);
        let slip = self.slip(index, &shape(text, what), &format!("{what} {help}"));
        let told = Diagnostic::error("wrong-cell", self.span(index), message);
        diagnostics.push(told.help(help).because_of(slip));
    }

    /// What a cell has in common with those of its column that are wrong in the same way.
    fn slip(&self, index: usize, text: &str, what: &str) -> String {
        let sheet = self.input.sheet.unwrap_or_default();
        format!("{} {sheet} {index} {what} {text}", self.header.path)
    }

    fn message(&self, index: usize, text: &str, name: &str, what: &str) -> String {
        let place = format!("{}, column `{name}`", self.named_place(index));
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

/// `A`, `Z`, `AA` as spreadsheets name columns, which count from 0 here.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}
