//! The cells of a sheet to rows.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use rust_decimal::Decimal;
use time::{Date, Duration, Month};

use super::{Format, Outcome, SheetTable, attribute, broken, event};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::load::rows::{Cell, Header, HeadingRow, Typed, column_letters};
use crate::load::tables::Input;
use crate::source::Span;

/// What all sheets of a workbook share.
pub struct Book {
    pub strings: Vec<String>,
    pub formats: Vec<Format>,
    pub from_1904: bool,
}

/// A sheet has no more (ECMA-376, part 1, 18.3.1.73 and 18.3.1.4).
const MOST_ROWS: u32 = 1_048_576;
const LAST_COLUMN: u32 = 16_384;
/// A table that has more is not one that a person reads.
const MOST_COLUMNS: usize = 1_000;
/// In bytes.
const LONGEST_CELL: usize = 64 * 1024;

/// Where a cell stands: its row from 1, its column from 0.
type At = (u32, u32);

/// A sheet while it is read.
struct Sheet<'b> {
    book: &'b Book,
    name: &'b str,
    span: Span,
    /// The first row: its number, its first column and its texts.
    heading: Option<(u32, u32, Vec<String>)>,
    rows: Vec<(u32, Vec<Option<Cell>>)>,
    /// The row being read.
    row: Vec<(u32, Cell)>,
    /// Whether the row being read is hidden.
    is_hidden: bool,
    /// The hidden rows that hold something: how many, and the first.
    hidden: (usize, u32),
    told: &'b mut Diagnostics,
}

/// Reads a sheet's XML.
pub fn sheet<'a>(
    text: &str,
    book: &Book,
    input: &Input<'a>,
    name: &str,
    diagnostics: &mut Diagnostics,
) -> Outcome<Option<SheetTable<'a>>> {
    let span = Span::file(input.file);
    let mut sheet = Sheet {
        book,
        name,
        span,
        heading: None,
        rows: Vec::new(),
        row: Vec::new(),
        is_hidden: false,
        hidden: (0, 0),
        told: diagnostics,
    };
    let mut reader = Reader::from_str(text);
    let mut at: At = (0, 0);
    loop {
        match event(&mut reader)? {
            Event::Start(one) if one.local_name().as_ref() == "row" => {
                at = (row_number(&one)?.unwrap_or(at.0 + 1), 0);
                let hidden = attribute(&one, "hidden")?;
                sheet.is_hidden = matches!(hidden.as_deref(), Some("1" | "true"));
            }
            Event::End(one) if one.local_name().as_ref() == "row" => {
                sheet.end_row(at.0);
                if sheet.rows.len() > input.limits.rows {
                    sheet.tell_rows(input);
                    return Ok(None);
                }
            }
            Event::Start(one) if one.local_name().as_ref() == "c" => {
                if let Some(place) = attribute(&one, "r")? {
                    at = place_of(&place).ok_or_else(|| broken("a cell has no place"))?;
                }
                sheet.cell(&one, at, &mut reader)?;
                at.1 += 1;
            }
            // A cell without a value.
            Event::Empty(one) if one.local_name().as_ref() == "c" => {
                if let Some(place) = attribute(&one, "r")? {
                    at = place_of(&place).ok_or_else(|| broken("a cell has no place"))?;
                }
                at.1 += 1;
            }
            Event::Start(one) | Event::Empty(one) if one.local_name().as_ref() == "mergeCell" => {
                if let Some(range) = attribute(&one, "ref")? {
                    sheet.tell_merged(&range);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(sheet.finish(input))
}

impl Sheet<'_> {
    /// Takes a cell up to its end.
    fn cell(&mut self, start: &BytesStart<'_>, at: At, reader: &mut Reader<&[u8]>) -> Outcome<()> {
        let kind = attribute(start, "t")?.unwrap_or_default();
        let style = attribute(start, "s")?.and_then(|style| style.parse::<usize>().ok());
        let mut value = String::new();
        let (mut in_value, mut in_phonetic, mut is_formula) = (false, false, false);
        loop {
            match event(reader)? {
                Event::Start(one) => match one.local_name().as_ref() {
                    "v" | "t" => in_value = !in_phonetic,
                    "rPh" => in_phonetic = true,
                    "f" => is_formula = true,
                    _ => {}
                },
                Event::Empty(one) => is_formula |= one.local_name().as_ref() == "f",
                Event::End(one) => match one.local_name().as_ref() {
                    "c" => break,
                    "v" | "t" => in_value = false,
                    "rPh" => in_phonetic = false,
                    _ => {}
                },
                Event::Text(text) if in_value => value.push_str(&text.xml10_content()),
                Event::CData(text) if in_value => value.push_str(&text.xml10_content()),
                Event::GeneralRef(one) if in_value => value.push(character(&one)?),
                Event::Eof => return Err(broken("a cell does not end")),
                _ => {}
            }
        }
        if value.is_empty() && is_formula && kind != "str" {
            let help =
                "open the workbook in a spreadsheet program and save it: it works out the value";
            self.tell(at, "holds a formula that has no value yet", help);
        }
        if value.len() > LONGEST_CELL {
            self.tell(at, "holds more than 64 kB", "a text of that length belongs on a page");
            return Ok(());
        }
        let format = style.and_then(|style| self.book.formats.get(style)).copied();
        let format = format.unwrap_or(Format::General);
        let (text, typed) = match kind.as_str() {
            "s" => {
                let shared =
                    value.trim().parse().ok().and_then(|at: usize| self.book.strings.get(at));
                (shared.cloned().ok_or_else(|| broken("a shared text is missing"))?, Typed::Text)
            }
            "str" | "inlineStr" => (unescape(&value), Typed::Text),
            "b" => ((if value.trim() == "1" { "true" } else { "false" }).to_string(), Typed::Text),
            "e" | "d" => (value.trim().trim_end_matches("T00:00:00").to_string(), Typed::Text),
            _ => self.number(value.trim(), format),
        };
        if !text.trim().is_empty() {
            self.row.push((at.1, Cell { text, typed, span: self.span }));
        }
        Ok(())
    }

    /// A number as it is shown, or the date or percentage that it stands for.
    fn number(&self, written: &str, format: Format) -> (String, Typed) {
        let Some(number) = decimal(written) else { return (written.to_string(), Typed::Text) };
        match format {
            Format::General => (number.to_string(), Typed::Number(number)),
            Format::Fixed(decimals) => {
                let mut shown = number;
                shown.rescale(number.scale().max(decimals as u32));
                (shown.to_string(), Typed::Number(number))
            }
            Format::Percent => match number.checked_mul(Decimal::ONE_HUNDRED) {
                Some(percent) => {
                    let percent = percent.normalize();
                    (format!("{percent} %"), Typed::Percent(percent))
                }
                None => (written.to_string(), Typed::Text),
            },
            Format::Date => match date(number, self.book.from_1904) {
                Some(date) => (date, Typed::Text),
                None => (written.to_string(), Typed::Text),
            },
        }
    }

    fn end_row(&mut self, number: u32) {
        let mut cells = std::mem::take(&mut self.row);
        let (Some(first), Some(last)) =
            (cells.iter().map(|cell| cell.0).min(), cells.iter().map(|cell| cell.0).max())
        else {
            return;
        };
        let Some((_, first_column, headings)) = &self.heading else {
            let mut headings = vec![String::new(); (last - first) as usize + 1];
            for (column, cell) in cells {
                headings[(column - first) as usize] = cell.text;
            }
            self.heading = Some((number, first, headings));
            return;
        };
        let (first_column, width) = (*first_column, headings.len() as u32);
        let is_outside = |column: u32| column < first_column || column - first_column >= width;
        if let Some(place) = cells.iter().map(|cell| cell.0).find(|column| is_outside(*column)) {
            // Below a title, which is told as such, all cells but the first stand outside.
            if width > 1 {
                let help = "give the column a name in the first row, or empty the cell";
                self.tell((number, place), "stands outside the columns", help);
            }
            cells.retain(|(column, _)| !is_outside(*column));
        }
        let mut row: Vec<Option<Cell>> = Vec::new();
        row.resize_with(width as usize, || None);
        for (column, cell) in cells {
            row[(column - first_column) as usize] = Some(cell);
        }
        if self.is_hidden {
            let first = if self.hidden.0 == 0 { number } else { self.hidden.1 };
            self.hidden = (self.hidden.0 + 1, first);
        }
        self.rows.push((number, row));
    }

    fn tell(&mut self, at: At, what: &str, help: &str) {
        let place = format!("`{}!{}{}`", self.name, column_letters(at.1), at.0);
        let message = format!("the cell {place} {what}");
        self.told.push(Diagnostic::error("wrong-cell", self.span, message).help(help));
    }

    fn tell_rows(&mut self, input: &Input<'_>) {
        let path = input.sources.path(input.file);
        let message = format!("`{path}` has more than {} rows", input.limits.rows);
        let help = "set `max_rows` under `[data]` in the configuration higher";
        self.told.push(Diagnostic::error("too-large", self.span, message).help(help));
    }

    /// Of merged cells only the first has a value: the others would be empty.
    fn tell_merged(&mut self, range: &str) {
        let end = range.split_once(':').and_then(|(_, end)| place_of(end));
        // A title above the columns may be merged: that it stands there is told.
        let first = |heading: &(u32, u32, Vec<String>)| heading.0 + u32::from(heading.2.len() == 1);
        let heading = self.heading.as_ref().map_or(u32::MAX, first);
        if end.is_some_and(|end| end.0 >= heading) {
            let message = format!("the cells `{}!{range}` are merged", self.name);
            let help = "split them in the spreadsheet, and write the value into every cell";
            self.told.push(Diagnostic::error("merged-cells", self.span, message).help(help));
        }
    }

    fn finish<'a>(self, input: &Input<'a>) -> Option<SheetTable<'a>> {
        let path = input.sources.path(input.file);
        let Some((row, first_column, headings)) = self.heading else {
            let message = format!("the sheet `{}` of `{path}` is empty", self.name);
            let help = "its first row must name the columns";
            let diagnostic = Diagnostic::error("missing-column", self.span, message);
            self.told.push(diagnostic.help(help));
            return None;
        };
        if let (hidden @ 1.., first) = self.hidden {
            let sheet = &self.name;
            let message = match hidden {
                1 => {
                    format!("row {first} of the sheet `{sheet}` is hidden: it is read all the same")
                }
                _ => format!(
                    "{hidden} rows of the sheet `{sheet}` are hidden, the first is row {first}: they are read all the same"
                ),
            };
            let help = "delete the rows that do not count, or show them";
            self.told.push(Diagnostic::warning("hidden-rows", self.span, message).help(help));
        }
        if headings.len() > MOST_COLUMNS {
            let message = format!("`{path}` has more than {MOST_COLUMNS} columns");
            let diagnostic = Diagnostic::error("too-large", self.span, message);
            self.told.push(diagnostic.help("delete the columns that are not used"));
            return None;
        }
        let headings = headings.into_iter().map(|heading| (heading, self.span)).collect();
        let place = HeadingRow { sheet: self.name.to_string(), row, first_column };
        let mut header = Header::new(input.file, path, headings, Some(place), self.told);
        header.rename(input, self.told);
        Some(SheetTable { header, name: self.name.to_string(), first_column, rows: self.rows })
    }
}

/// The texts that cells refer to by number. Readings of Japanese and Chinese texts are left out.
pub fn shared_strings(text: &str) -> Outcome<Vec<String>> {
    let mut strings = Vec::new();
    let mut string = String::new();
    let (mut in_text, mut in_phonetic) = (false, false);
    let mut reader = Reader::from_str(text);
    loop {
        match event(&mut reader)? {
            Event::Start(one) => match one.local_name().as_ref() {
                "si" => string.clear(),
                "t" => in_text = !in_phonetic,
                "rPh" => in_phonetic = true,
                _ => {}
            },
            Event::End(one) => match one.local_name().as_ref() {
                "si" => strings.push(unescape(&string)),
                "t" => in_text = false,
                "rPh" => in_phonetic = false,
                _ => {}
            },
            Event::Empty(one) if one.local_name().as_ref() == "si" => strings.push(String::new()),
            Event::Text(text) if in_text => string.push_str(&text.xml10_content()),
            Event::CData(text) if in_text => string.push_str(&text.xml10_content()),
            Event::GeneralRef(one) if in_text => string.push(character(&one)?),
            Event::Eof => return Ok(strings),
            _ => {}
        }
    }
}

/// The character that `&amp;` or `&#229;` stands for; no others are known, so none can grow.
fn character(reference: &BytesRef<'_>) -> Outcome<char> {
    let numbered = reference.resolve_char_ref().map_err(|_| broken("its XML is broken"))?;
    let named = || quick_xml::escape::resolve_xml_entity(reference).and_then(|c| c.chars().next());
    numbered.or_else(named).ok_or_else(|| broken("its XML names an unknown entity"))
}

/// Spreadsheets write control characters as `_x000D_`.
fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, after) = rest.split_at(at);
        plain.push_str(before);
        let code = after.get(2..6).filter(|_| after.as_bytes().get(6) == Some(&b'_'));
        match code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32) {
            Some(sign) => {
                plain.push(sign);
                rest = &after[7..];
            }
            None => {
                plain.push_str("_x");
                rest = &after[2..];
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// A number of a workbook, to the fifteen figures that spreadsheets reckon with.
fn decimal(written: &str) -> Option<Decimal> {
    let figures = written.bytes().filter(u8::is_ascii_digit).count();
    if figures <= 15 && !written.contains(['e', 'E']) {
        return Decimal::from_str_exact(written).ok().map(plain);
    }
    let number: f64 = written.parse().ok().filter(|number: &f64| number.is_finite())?;
    Decimal::from_scientific(&format!("{number:.14e}")).ok().map(|found| plain(found.normalize()))
}

fn plain(number: Decimal) -> Decimal {
    if number.is_zero() { number.abs() } else { number }
}

/// The day, and the time if it has one, that a count of days stands for.
fn date(serial: Decimal, from_1904: bool) -> Option<String> {
    let days = i64::try_from(serial.trunc()).ok().filter(|days| (1..=2_958_465).contains(days))?;
    let first = match from_1904 {
        true => Date::from_calendar_date(1904, Month::January, 1),
        // Spreadsheets believe in a 29 February 1900.
        false if days < 60 => Date::from_calendar_date(1899, Month::December, 31),
        false => Date::from_calendar_date(1899, Month::December, 30),
    };
    let date = first.ok()?.checked_add(Duration::days(days))?;
    let seconds = (serial.fract() * Decimal::from(86_400)).round();
    let seconds = i64::try_from(seconds).ok()?;
    match seconds {
        0 => Some(date.to_string()),
        _ => Some(format!(
            "{date}T{:02}:{:02}:{:02}",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        )),
    }
}

fn row_number(row: &BytesStart<'_>) -> Outcome<Option<u32>> {
    let Some(number) = attribute(row, "r")? else { return Ok(None) };
    let number = number.parse().ok().filter(|number| (1..=MOST_ROWS).contains(number));
    number.map(Some).ok_or_else(|| broken("a row has no number"))
}

/// `C12` is row 12, column 2.
fn place_of(place: &str) -> Option<At> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, row) = place.split_at(letters);
    let row = row.parse().ok().filter(|row| (1..=MOST_ROWS).contains(row))?;
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let value = |sum: u32, letter: u8| sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1;
    let column = letters.bytes().fold(0, value) - 1;
    (column < LAST_COLUMN).then_some((row, column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_spreadsheets_do() {
        let day = |serial: &str, from_1904| date(decimal(serial).expect("a number"), from_1904);
        assert_eq!(day("45657", false).as_deref(), Some("2024-12-31"));
        assert_eq!(day("44195", true).as_deref(), Some("2024-12-31"));
        assert_eq!(day("1", false).as_deref(), Some("1900-01-01"));
        assert_eq!(day("61", false).as_deref(), Some("1900-03-01"));
        assert_eq!(day("45657.5", false).as_deref(), Some("2024-12-31T12:00:00"));
        assert_eq!(day("-1", false), None);
    }

    #[test]
    fn numbers_have_fifteen_figures() {
        for (written, number) in [
            ("1234.5599999999999", "1234.56"),
            ("0.1", "0.1"),
            ("1E3", "1000"),
            ("1.5E-2", "0.015"),
            ("923609016", "923609016"),
        ] {
            assert_eq!(decimal(written).map(|one| one.to_string()).as_deref(), Some(number));
        }
        assert_eq!(decimal("1E400"), None);
        assert_eq!(decimal("NaN"), None);
    }

    #[test]
    fn places_and_escapes_are_read() {
        assert_eq!(place_of("C12"), Some((12, 2)));
        assert_eq!(place_of("AA1"), Some((1, 26)));
        assert_eq!(place_of("XFE1"), None);
        assert_eq!(place_of("12"), None);
        assert_eq!(unescape("a_x000D_b_x_"), "a\rb_x_");
    }
}
