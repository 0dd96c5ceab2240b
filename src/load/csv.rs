//! CSV text to rows.

use csv::{ByteRecord, ReaderBuilder};

use super::rows::Header;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{FileId, Span};

/// One row: its cells, and where it stands in the text.
pub struct CsvRow<'a> {
    record: &'a ByteRecord,
    text: &'a str,
    delimiter: u8,
    start: usize,
    end: usize,
}

impl CsvRow<'_> {
    pub fn text(&self, index: usize) -> &str {
        std::str::from_utf8(self.record.get(index).unwrap_or_default()).unwrap_or_default()
    }

    /// The row's line in the file, counted from 1: what a spreadsheet shows beside it.
    pub fn line(&self) -> usize {
        self.text[..self.start].matches('\n').count() + 1
    }

    pub fn span(&self, file: FileId, index: usize) -> Span {
        let ranges = cells(&self.text.as_bytes()[..self.end], self.start, self.delimiter);
        let range = ranges.get(index).cloned().unwrap_or(self.start..self.start);
        let length = self.text[range.clone()].trim_end_matches(['\r', ' ']).len();
        Span::new(file, range.start..range.start + length)
    }
}

/// Calls `visit` with every row that has as many cells as there are columns; others are told.
pub fn read(
    text: &str,
    delimiter: u8,
    header: &Header<'_>,
    diagnostics: &mut Diagnostics,
    mut visit: impl FnMut(CsvRow<'_>, &mut Diagnostics),
) {
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let mut record = ByteRecord::new();
    loop {
        let before = reader.position().byte() as usize;
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                let message = format!("this row cannot be read: {error}");
                let span = Span::new(header.file, before..before);
                diagnostics.push(Diagnostic::error("csv-syntax", span, message));
                break;
            }
        }
        let start = record.position().map_or(before, |position| position.byte() as usize);
        let end = reader.position().byte() as usize;
        if record.iter().all(|cell| cell.iter().all(u8::is_ascii_whitespace)) {
            continue;
        }
        let row = CsvRow { record: &record, text, delimiter, start, end };
        match record.len() == header.names.len() {
            true => visit(row, diagnostics),
            false => tell_length(&row, header, diagnostics),
        }
    }
}

fn tell_length(row: &CsvRow<'_>, header: &Header<'_>, diagnostics: &mut Diagnostics) {
    let length = row.text[row.start..row.end].trim_end().len();
    let span = Span::new(header.file, row.start..row.start + length);
    let message = format!(
        "row {} has {} cells, but there are {} columns",
        row.line(),
        row.record.len(),
        header.names.len()
    );
    diagnostics.push(
        Diagnostic::error("row-length", span, message)
            .help("a cell that holds the separator itself must stand in double quotes"),
    );
}

/// The columns of a file, and the sign between its cells.
pub fn header<'a>(
    file: FileId,
    text: &str,
    path: &'a str,
    diagnostics: &mut Diagnostics,
) -> Option<(Header<'a>, u8)> {
    let line = text.split('\n').next().unwrap_or_default().trim_end_matches('\r');
    if line.trim().is_empty() {
        let message = format!("`{path}` is empty: the first line must name the columns");
        diagnostics.push(Diagnostic::error("missing-column", Span::file(file), message));
        return None;
    }
    let delimiter = delimiter(line);
    let bom = if line.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut names: Vec<String> = Vec::new();
    let mut spans = Vec::new();
    for cell in cells(line.as_bytes(), bom, delimiter) {
        let name = text[cell.clone()].trim_matches(['"', ' ', '\u{a0}']).to_lowercase();
        if !name.is_empty() && names.contains(&name) {
            let message = format!("there are two columns called `{name}`");
            let span = Span::new(file, cell.clone());
            diagnostics.push(Diagnostic::error("duplicate-column", span, message));
        }
        names.push(name);
        spans.push(Span::new(file, cell));
    }
    Some((Header { file, path, names, spans }, delimiter))
}

/// The sign between cells: whichever of `,` `;` and tab the first line has most of.
fn delimiter(line: &str) -> u8 {
    let count = |sign: char| line.matches(sign).count();
    [(b',', count(',')), (b';', count(';')), (b'\t', count('\t'))]
        .into_iter()
        .max_by_key(|(sign, count)| (*count, *sign == b','))
        .map_or(b',', |(sign, _)| sign)
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
