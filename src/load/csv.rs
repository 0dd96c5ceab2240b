//! CSV text to rows, in parallel where the text is long.

use std::ops::Range;

use rayon::prelude::*;

use super::rows::Header;
use super::tables::Input;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{FileId, Span, byte_order_mark};

/// Texts longer than this are read in pieces, in parallel, in bytes.
const PIECE: usize = 1 << 18;
/// So many of them at a time.
const PIECES_AT_ONCE: usize = 32;
/// A table that has more columns is not one that a person reads.
const MOST_COLUMNS: usize = 1_000;
/// In bytes.
const LONGEST_CELL: usize = 64 * 1024;

/// One row: its cells, and where it stands in the text.
pub struct CsvRow<'a> {
    text: &'a str,
    /// Where each cell's text lies, without its quotes.
    cells: &'a [Place],
    /// The cells that hold doubled quotes, by index, as they read.
    unescaped: &'a [(usize, String)],
    /// Where the row begins.
    pub start: usize,
    end: usize,
    /// Whether every cell of the file reads as it stands in the text.
    pub verbatim: bool,
}

/// A range of bytes.
#[derive(Debug, Clone, Copy)]
struct Place {
    start: u32,
    end: u32,
}

impl Place {
    fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl CsvRow<'_> {
    pub fn text(&self, index: usize) -> &str {
        if !self.unescaped.is_empty()
            && let Some((_, text)) = self.unescaped.iter().find(|(cell, _)| *cell == index)
        {
            return trim(text);
        }
        let place = self.cells.get(index).copied();
        trim(place.and_then(|place| self.text.get(place.range())).unwrap_or_default())
    }

    /// Where a cell's text lies, without quotes and the spaces around it.
    pub fn range(&self, index: usize) -> Range<usize> {
        let Some(place) = self.cells.get(index) else { return self.start..self.start };
        let raw = self.text.get(place.range()).unwrap_or_default();
        let kept = trim(raw);
        let start = place.start as usize + (raw.len() - raw.trim_start_matches(BLANK).len());
        start..start + kept.len()
    }

    fn is_blank(&self) -> bool {
        self.cells.iter().all(|place| self.text[place.range()].trim_matches(BLANK).is_empty())
    }
}

/// What stands around a cell and is no part of it.
const BLANK: [char; 5] = [' ', '\u{a0}', '\t', '\r', '\n'];

/// Without blanks around it.
pub fn trim(text: &str) -> &str {
    let is_plain = |byte: Option<&u8>| byte.is_none_or(|byte| byte.is_ascii_graphic());
    let bytes = text.as_bytes();
    match is_plain(bytes.first()) && is_plain(bytes.last()) {
        true => text,
        false => text.trim_matches(BLANK),
    }
}

/// What reading a table's rows made: the values, and how many rows there were.
struct Piece<T> {
    values: Vec<T>,
    rows: usize,
    told: Diagnostics,
}

/// Makes a value of every row that has as many cells as there are columns; others are told.
/// The values, places and messages are those of one reader going from top to bottom, although
/// several go through the text at once where no cell may hold a line end.
pub fn read<T: Send>(
    table: &CsvTable<'_>,
    input: &Input<'_>,
    diagnostics: &mut Diagnostics,
    visit: impl Fn(CsvRow<'_>, &mut Diagnostics) -> Option<T> + Sync,
) -> Option<Vec<T>> {
    let text = table.text;
    if let Some(told) = divided_otherwise(table).or_else(|| of_other_length(table)) {
        // A line break may be missing behind the names of the columns.
        let file = Some(table.header.file);
        diagnostics.forget_if(|one| {
            one.code.0 == "unknown-column" && one.span.map(|place| place.file) == file
        });
        diagnostics.push(told);
        return Some(Vec::new());
    }
    let mut body = table.body;
    if let Some(twice) = head_again(table) {
        let message = "the names of the columns stand here a second time";
        let span = Span::new(table.header.file, twice.clone());
        diagnostics.push(Diagnostic::error("wrong-cell", span, message).help("take this line out"));
        body = text[twice.end..].find('\n').map_or(text.len(), |at| twice.end + at + 1);
    }
    // A quoted cell may hold a line end: then nobody can tell from the middle where a row begins.
    let longest = if table.has_quotes { text.len() } else { PIECE };
    let pieces = pieces(text.as_bytes(), body, longest);
    let (mut values, mut rows) = (Vec::new(), 0);
    // A few pieces at a time: what they make must not lie in memory twice.
    let mut done = 0;
    for some in pieces.chunks(PIECES_AT_ONCE) {
        let read: Vec<Piece<T>> =
            some.par_iter().map(|piece| self::rows(table, piece.clone(), &visit)).collect();
        for mut piece in read {
            rows += piece.rows;
            match values.is_empty() {
                true => values = piece.values,
                false => values.append(&mut piece.values),
            }
            diagnostics.extend(piece.told);
        }
        done += some.len();
        // The others have about as many rows as these.
        values.reserve_exact(values.len() * (pieces.len() - done) / done * 33 / 32);
    }
    let most = input.limits.rows;
    if rows > most {
        let message =
            format!("`{}` has {rows} rows, and at most {most} are read", table.header.path);
        let help = format!("set `max_rows = {rows}` under `[data]` in the configuration");
        let span = Span::file(table.header.file);
        diagnostics.push(Diagnostic::error("too-large", span, message).help(help));
        return None;
    }
    if rows == 0 {
        super::rows::tell_no_rows(&table.header, input, diagnostics);
    }
    Some(values)
}

/// What may stand between cells.
const SIGNS: [u8; 4] = [b'|', b'\t', b';', b','];

/// What is told where the rows are divided by another sign than the line above them: every one of them would
/// be a single cell.
fn divided_otherwise(table: &CsvTable<'_>) -> Option<Diagnostic> {
    let columns = table.header.names.len();
    let body = table.text.get(table.body..)?;
    let line = body.lines().next()?;
    let parts = |sign: u8| line.split(char::from(sign)).count();
    let others = SIGNS.iter().filter(|sign| **sign != table.delimiter);
    let is_meant =
        |sign: &&u8| columns > 1 && parts(table.delimiter) == 1 && parts(**sign) == columns;
    let sign = others.into_iter().find(is_meant)?;
    let span = Span::new(table.header.file, table.body..table.body + line.len());
    let named =
        |sign: u8| if sign == b'\t' { "tabs".into() } else { format!("`{}`", char::from(sign)) };
    let (above, below) = (named(table.delimiter), named(*sign));
    let message =
        format!("the rows are divided by {below}, and the names of the columns by {above}");
    let help = "divide the first line by the same sign as the others";
    Some(Diagnostic::error("row-length", span, message).help(help))
}

/// How many rows are looked at to see whether all have another number of cells than there are columns.
const FIRST_ROWS: usize = 20;

/// What is told where the first line is wrong, not the rows: they agree, and it says something else.
fn of_other_length(table: &CsvTable<'_>) -> Option<Diagnostic> {
    let columns = table.header.names.len();
    let end = table.text.len();
    let mut splitter = Splitter::new(table.text, table.body..end, table.delimiter);
    let mut lengths = Vec::new();
    while let Some(row) = splitter.next().filter(|_| lengths.len() < FIRST_ROWS) {
        // Of such a row nobody knows where its cells end.
        if splitter.fault.is_some() {
            return None;
        }
        let row = splitter.row(row);
        if !row.is_blank() {
            let is_long = row.cells.len() > columns && !has_blank_rest(&row, columns);
            let is_other = is_long || row.cells.len() < columns;
            lengths.push(is_other.then_some(row.cells.len())?);
        }
    }
    let (first, others) = lengths.split_first()?;
    if others.is_empty() || others.iter().any(|length| length != first) {
        return None;
    }
    let message =
        format!("the rows have {first} cells each, but the first line names {columns} columns");
    let help = match *first < columns {
        true => {
            "give every row a cell for each column, empty ones too; or end the first line behind the last column"
        }
        false => "name every column in the first line",
    };
    let length = table.text[..table.body].trim_end().len();
    let start = table.text[..length].rfind('\n').map_or(0, |at| at + 1);
    let span = Span::new(table.header.file, start..length);
    Some(Diagnostic::error("row-length", span, message).help(help))
}

/// The first row, where it is the line above it once more.
fn head_again(table: &CsvTable<'_>) -> Option<Range<usize>> {
    let head = table.text.get(..table.body)?.trim_end().lines().next_back()?;
    let row = table.text.get(table.body..)?.lines().next()?;
    (row == head).then(|| table.body..table.body + row.len())
}

/// Ranges of whole lines, each about as long as the others.
fn pieces(bytes: &[u8], body: usize, longest: usize) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = body;
    while start < bytes.len() {
        let wanted = (start + longest).min(bytes.len());
        let newline = bytes[wanted..].iter().position(|byte| *byte == b'\n');
        let end = newline.map_or(bytes.len(), |at| wanted + at + 1);
        pieces.push(start..end);
        start = end;
    }
    pieces
}

fn rows<T>(
    table: &CsvTable<'_>,
    piece: Range<usize>,
    visit: &impl Fn(CsvRow<'_>, &mut Diagnostics) -> Option<T>,
) -> Piece<T> {
    let header = &table.header;
    let mut told = Diagnostics::default();
    let bytes = &table.text.as_bytes()[piece.clone()];
    let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
    let (mut values, mut rows) = (Vec::with_capacity(lines + 1), 0);
    let is_odd = is_odd(bytes);
    let mut splitter = Splitter::new(table.text, piece, table.delimiter);
    while let Some(row) = splitter.next() {
        if let Some(fault) = splitter.fault.take() {
            told.push(fault.diagnostic(header));
            rows += 1;
            continue;
        }
        let row = CsvRow { verbatim: table.verbatim, ..splitter.row(row) };
        let columns = header.names.len();
        let is_empty_at_start = row.cells.first().is_none_or(|place| place.start == place.end);
        if (is_empty_at_start || row.cells.len() == 1) && row.is_blank() {
            continue;
        }
        rows += 1;
        let is_long = row.end - row.start > LONGEST_CELL;
        let has_columns = row.cells.len() == columns
            || row.cells.len() > columns && has_blank_rest(&row, columns);
        if !has_columns {
            tell_length(&row, table, &mut told);
        } else if (is_odd && tell_odd(&row, header, &mut told))
            || (is_long && tell_long(&row, header, &mut told))
        {
            // Told; nothing more can be said of the row.
        } else {
            values.extend(visit(row, &mut told));
        }
    }
    Piece { values, rows, told }
}

/// Cells after the last column do no harm while they are empty.
fn has_blank_rest(row: &CsvRow<'_>, columns: usize) -> bool {
    (columns..row.cells.len()).all(|index| row.text(index).is_empty())
}

fn tell_length(row: &CsvRow<'_>, table: &CsvTable<'_>, diagnostics: &mut Diagnostics) {
    let length = row.text[row.start..row.end].trim_end().len();
    let span = Span::new(table.header.file, row.start..row.start + length);
    let (cells, columns) = (row.cells.len(), table.header.names.len());
    let message = format!("this row has {cells} cells, but there are {columns} columns");
    let help = match cells > columns {
        true => "a cell that holds the separator itself must stand in double quotes",
        false => "write a separator for every cell that is empty too",
    };
    diagnostics.push(Diagnostic::error("row-length", span, message).help(help));
}

/// Whether bytes stand here that are no plain text, or may be a part of such a sign. It is asked
/// of the whole text, so it is quick and may say yes too often.
fn is_odd(bytes: &[u8]) -> bool {
    let odd = |byte: u8| {
        let control = byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r') || byte == 0x7f;
        control || matches!(byte, b'#' | 0xc2 | 0xe2 | 0xef)
    };
    bytes.chunks(4096).any(|part| part.iter().fold(false, |found, byte| found | odd(*byte)))
}

/// Tells of cells with signs that nobody sees, or with a failed formula of the spreadsheet.
fn tell_odd(row: &CsvRow<'_>, header: &Header<'_>, diagnostics: &mut Diagnostics) -> bool {
    let mut found = false;
    for index in 0..row.cells.len().min(header.names.len()) {
        if let Some(diagnostic) = super::rows::odd_cell(row.text(index)) {
            let name = &header.names[index];
            let span = Span::new(header.file, row.range(index));
            let message = format!("the cell in column `{name}` {}", diagnostic.0);
            diagnostics.push(Diagnostic::error("wrong-cell", span, message).help(diagnostic.1));
            found = true;
        }
    }
    found
}

fn tell_long(row: &CsvRow<'_>, header: &Header<'_>, diagnostics: &mut Diagnostics) -> bool {
    let long = row.cells.iter().position(|place| place.range().len() > LONGEST_CELL);
    let Some(index) = long else { return false };
    let start = row.cells[index].start as usize;
    let message = format!("a cell holds more than {} kB", LONGEST_CELL / 1024);
    diagnostics.push(
        Diagnostic::error("too-large", Span::new(header.file, start..start + 1), message).help(
            "a text of that length belongs on a page; or a double quote is not closed before it",
        ),
    );
    true
}

/// A CSV file whose first line is read.
pub struct CsvTable<'a> {
    pub header: Header<'a>,
    text: &'a str,
    /// The sign between cells.
    pub delimiter: u8,
    /// Where the first row begins.
    body: usize,
    /// Whether every cell reads as it stands in the text: no double quote in it is doubled.
    verbatim: bool,
    has_quotes: bool,
}

impl<'a> CsvTable<'a> {
    /// Reads the columns; the sign between cells is the one that is declared, or whichever
    /// the first line has most of.
    pub fn open(
        text: &'a str,
        path: &'a str,
        file: FileId,
        delimiter: Option<u8>,
        diagnostics: &mut Diagnostics,
    ) -> Option<CsvTable<'a>> {
        let mut start = byte_order_mark(text.as_bytes());
        let mut line = first_line(&text[start..]);
        let mut delimiter = delimiter;
        // Excel's way to declare the sign between cells.
        if let [b's', b'e', b'p', b'=', sign] = line.as_bytes() {
            delimiter = delimiter.or(Some(*sign));
            start += text[start..].find('\n').map_or(line.len(), |newline| newline + 1);
            line = first_line(&text[start..]);
        }
        if line.trim().is_empty() {
            let message = format!("`{path}` is empty: the first line must name the columns");
            diagnostics.push(Diagnostic::error("missing-column", Span::file(file), message));
            return None;
        }
        if !text.contains('\n') && line.contains('\r') {
            let message = format!("the lines of `{path}` end as only old Macintoshes wrote them");
            let diagnostic = Diagnostic::error("csv-syntax", Span::file(file), message);
            diagnostics.push(diagnostic.help("save it again, as “CSV UTF-8”"));
            return None;
        }
        let delimiter = delimiter.unwrap_or_else(|| self::delimiter(line));
        let mut splitter = Splitter::new(text, start..text.len(), delimiter);
        let row = splitter.next()?;
        let header = Header { file, path, names: Vec::new(), spans: Vec::new(), sheet: None };
        if let Some(fault) = splitter.fault.take() {
            diagnostics.push(fault.diagnostic(&header));
            return None;
        }
        let row = splitter.row(row);
        if row.cells.len() > MOST_COLUMNS {
            let message = format!(
                "`{path}` has {} columns, and at most {MOST_COLUMNS} are read",
                row.cells.len()
            );
            let diagnostic = Diagnostic::error("too-large", Span::file(file), message);
            diagnostics.push(diagnostic.help("delete the columns that are not used"));
            return None;
        }
        let headings = (0..row.cells.len())
            .map(|index| (row.text(index).to_string(), Span::new(file, row.range(index))));
        let header = Header::new(file, path, headings.collect(), None, diagnostics);
        let body = splitter.at;
        let has_quotes = text.as_bytes().contains(&b'"');
        let verbatim = !has_quotes || !text.contains("\"\"") || {
            let mut rows = Splitter::new(text, body..text.len(), delimiter);
            let mut verbatim = true;
            while verbatim && rows.next().is_some() {
                verbatim = rows.unescaped.is_empty();
            }
            verbatim
        };
        Some(CsvTable { header, text, delimiter, body, verbatim, has_quotes })
    }
}

fn first_line(text: &str) -> &str {
    text.split('\n').next().unwrap_or_default().trim_end_matches('\r')
}

/// The sign between cells: whichever of `,` `;` `|` and tab the first line has most of, not
/// counting what stands in quotes.
fn delimiter(line: &str) -> u8 {
    let open: String = line.split('"').step_by(2).collect();
    let count = |sign: char| open.matches(sign).count();
    SIGNS.into_iter().max_by_key(|sign| count(char::from(*sign))).unwrap_or(b',')
}

/// Cuts text into rows and rows into cells.
struct Splitter<'a> {
    text: &'a str,
    delimiter: u8,
    at: usize,
    end: usize,
    cells: Vec<Place>,
    unescaped: Vec<(usize, String)>,
    /// What was wrong with the row just cut.
    fault: Option<QuoteFault>,
}

/// A quoted cell that does not end as it should: where it opens, and what follows its last quote.
struct QuoteFault {
    open: usize,
    after: Option<Range<usize>>,
}

impl QuoteFault {
    fn diagnostic(&self, header: &Header<'_>) -> Diagnostic {
        let opened = Span::new(header.file, self.open..self.open + 1);
        match &self.after {
            None => Diagnostic::error("csv-syntax", opened, "this double quote is never closed")
                .help("close it at the end of the cell, or write it twice (`\"\"`) if it belongs to the text"),
            Some(after) => {
                let span = Span::new(header.file, after.clone());
                Diagnostic::error("csv-syntax", span, "text follows the double quote that ends a cell")
                    .related(opened, "the cell begins here")
                    .help("a double quote that belongs to the text is written twice (`\"\"`)")
            }
        }
    }
}

impl<'a> Splitter<'a> {
    fn new(text: &'a str, range: Range<usize>, delimiter: u8) -> Splitter<'a> {
        let (cells, unescaped) = (Vec::new(), Vec::new());
        let (at, end) = (range.start, range.end);
        Splitter { text, delimiter, at, end, cells, unescaped, fault: None }
    }

    /// Cuts the next row; where it lies. After a fault the next line is the next row.
    fn next(&mut self) -> Option<Range<usize>> {
        let bytes = &self.text.as_bytes()[..self.end];
        let start = self.at;
        if start >= bytes.len() {
            return None;
        }
        self.cells.clear();
        self.unescaped.clear();
        let mut from = start;
        loop {
            let quoted = bytes.get(from) == Some(&b'"');
            let end = match quoted {
                true => match self.quoted(bytes, from) {
                    Ok(end) => end,
                    Err(fault) => {
                        self.fault = Some(fault);
                        let newline = bytes[start..].iter().position(|byte| *byte == b'\n');
                        self.at = newline.map_or(bytes.len(), |at| start + at + 1);
                        return Some(start..self.at);
                    }
                },
                false => {
                    let sign = self.delimiter;
                    let rest = &bytes[from..];
                    let length = rest.iter().position(|byte| *byte == sign || *byte == b'\n');
                    let end = length.map_or(bytes.len(), |length| from + length);
                    self.cells.push(Place { start: from as u32, end: end as u32 });
                    end
                }
            };
            match bytes.get(end) {
                Some(b'\n') => {
                    self.at = end + 1;
                    return Some(start..end);
                }
                Some(_) => from = end + 1,
                None => {
                    self.at = bytes.len();
                    return Some(start..end);
                }
            }
        }
    }

    /// Takes a cell that opens with a double quote; where its row goes on.
    fn quoted(&mut self, bytes: &[u8], open: usize) -> Result<usize, QuoteFault> {
        let mut at = open + 1;
        let mut doubled = false;
        let close = loop {
            let quote = bytes[at..].iter().position(|byte| *byte == b'"');
            let Some(quote) = quote.map(|quote| at + quote) else {
                return Err(QuoteFault { open, after: None });
            };
            if bytes.get(quote + 1) != Some(&b'"') {
                break quote;
            }
            doubled = true;
            at = quote + 2;
        };
        let after = bytes[close + 1..].iter().position(|b| *b == self.delimiter || *b == b'\n');
        let end = after.map_or(bytes.len(), |length| close + 1 + length);
        let rest = &self.text[close + 1..end];
        if !rest.trim_matches(BLANK).is_empty() {
            return Err(QuoteFault { open, after: Some(close + 1..end) });
        }
        if doubled {
            let text = self.text[open + 1..close].replace("\"\"", "\"");
            self.unescaped.push((self.cells.len(), text));
        }
        self.cells.push(Place { start: open as u32 + 1, end: close as u32 });
        Ok(end)
    }

    fn row(&self, range: Range<usize>) -> CsvRow<'_> {
        let Splitter { text, cells, unescaped, .. } = self;
        CsvRow { text, cells, unescaped, start: range.start, end: range.end, verbatim: true }
    }
}
