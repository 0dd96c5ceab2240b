//! Workbooks (`.xlsx`): a ZIP file of XML parts. Only the parts that hold the cells are unpacked,
//! and never more of them than the limit: what a part says of its own size is not believed.

mod cells;
mod format;
mod places;

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::headings;
use super::rows::{Cell, Header};
use super::tables::Input;
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::source::Span;
use format::Format;
pub use places::Places;

/// The cells of one sheet.
pub struct SheetTable<'a> {
    pub header: Header<'a>,
    pub name: String,
    /// The column of the first heading, from 0.
    pub first_column: u32,
    /// The number of each row, from 1, and its cells.
    pub rows: Vec<(u32, Vec<Option<Cell>>)>,
}

/// Why a workbook cannot be read.
enum Fault {
    Broken(String),
    TooLarge,
}

type Outcome<T> = Result<T, Fault>;

/// An opened workbook.
struct Workbook<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// How many bytes may still be unpacked.
    room: u64,
    /// The visible and hidden sheets in their order: name, and part of the ZIP file.
    sheets: Vec<(String, String)>,
    /// Days are counted from 1904, as older Macintosh workbooks do.
    from_1904: bool,
}

/// The names of a workbook's sheets.
pub fn sheets(input: &Input<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<String>> {
    let workbook = Workbook::open(input).map_err(|fault| tell(fault, input, diagnostics)).ok()?;
    Some(workbook.sheets.into_iter().map(|(name, _)| name).collect())
}

/// Which sheet of a workbook that is named like a table holds it: the one that the settings name,
/// one named like the table, or the first.
pub fn sheet_of<'s>(
    sheets: &'s [String],
    input: &Input<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<&'s str> {
    let Some(named) = &input.settings.sheet else {
        let like = sheets.iter().find(|name| headings::dataset(name) == Some(input.dataset));
        return like.or(sheets.first()).map(String::as_str);
    };
    let found = sheets.iter().find(|name| name.to_lowercase() == named.to_lowercase());
    if found.is_none() {
        let path = input.sources.path(input.file);
        let span = Span::file(input.file);
        let message = format!("`{path}` has no sheet `{named}`");
        let diagnostic = Diagnostic::error("missing-sheet", span, message);
        diagnostics.push(match nearest(named, sheets.iter().map(String::as_str)) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic.help(format!("it has {}", super::rows::quoted(sheets))),
        });
    }
    found.map(String::as_str)
}

/// Reads a sheet. Its first row that is not empty names the columns.
pub fn read<'a>(
    input: &Input<'a>,
    sheet: &str,
    diagnostics: &mut Diagnostics,
) -> Option<SheetTable<'a>> {
    let read = Workbook::open(input).and_then(|mut workbook| {
        let part = workbook.sheets.iter().find(|(name, _)| name == sheet);
        let part = part.map(|(_, part)| part.clone()).ok_or(broken("a sheet is missing"))?;
        let strings = workbook.part_if_any("xl/sharedStrings.xml")?;
        let strings = strings.map_or(Ok(Vec::new()), |text| cells::shared_strings(&text))?;
        let styles = workbook.part_if_any("xl/styles.xml")?;
        let formats = styles.map_or(Ok(Vec::new()), |text| format::formats(&text))?;
        let text = workbook.part(&part)?;
        let book = cells::Book { strings, formats, from_1904: workbook.from_1904 };
        cells::sheet(&text, &book, input, sheet, diagnostics)
    });
    read.map_err(|fault| tell(fault, input, diagnostics)).ok().flatten()
}

impl<'a> Workbook<'a> {
    fn open(input: &Input<'a>) -> Outcome<Workbook<'a>> {
        let bytes = input.sources.bytes(input.file);
        let room = input.limits.unpacked_bytes();
        let archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|_| broken("it is not a ZIP file, as workbooks are"))?;
        let (sheets, from_1904) = (Vec::new(), false);
        let mut workbook = Workbook { archive, room, sheets, from_1904 };
        let text = workbook.part("xl/workbook.xml")?;
        let targets = workbook.part("xl/_rels/workbook.xml.rels")?;
        let targets = relationships(&targets)?;
        let mut reader = Reader::from_str(&text);
        loop {
            match event(&mut reader)? {
                Event::Start(one) | Event::Empty(one) => match one.local_name().as_ref() {
                    "workbookPr" => {
                        let flag = attribute(&one, "date1904")?;
                        workbook.from_1904 = matches!(flag.as_deref(), Some("1" | "true"));
                    }
                    "sheet" => {
                        let (name, id) = (attribute(&one, "name")?, attribute(&one, "id")?);
                        let target = id.and_then(|id| {
                            targets.iter().find(|(known, _)| *known == id).map(|(_, part)| part)
                        });
                        // Sheets of charts hold no cells.
                        if let (Some(name), Some(part)) = (name, target)
                            && part.contains("worksheets/")
                        {
                            workbook.sheets.push((name, part.clone()));
                        }
                    }
                    _ => {}
                },
                Event::Eof => break,
                _ => {}
            }
        }
        Ok(workbook)
    }

    fn part_if_any(&mut self, name: &str) -> Outcome<Option<String>> {
        match self.archive.index_for_name(name) {
            Some(_) => self.part(name).map(Some),
            None => Ok(None),
        }
    }

    /// Unpacks a part, as text.
    fn part(&mut self, name: &str) -> Outcome<String> {
        let file = self
            .archive
            .by_name(name)
            .map_err(|_| broken(&format!("the part `{name}` is missing or protected")))?;
        // Refused by what it says of itself, but that is not relied upon.
        if file.size() > self.room {
            return Err(Fault::TooLarge);
        }
        let mut bytes = Vec::new();
        file.take(self.room + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| broken(&format!("the part `{name}` cannot be unpacked")))?;
        self.room = self.room.checked_sub(bytes.len() as u64).ok_or(Fault::TooLarge)?;
        String::from_utf8(bytes).map_err(|_| broken(&format!("the part `{name}` is not UTF-8")))
    }
}

/// The parts that a workbook names by an id.
fn relationships(text: &str) -> Outcome<Vec<(String, String)>> {
    let mut targets = Vec::new();
    let mut reader = Reader::from_str(text);
    loop {
        match event(&mut reader)? {
            Event::Start(one) | Event::Empty(one)
                if one.local_name().as_ref() == "Relationship" =>
            {
                if let (Some(id), Some(target)) =
                    (attribute(&one, "Id")?, attribute(&one, "Target")?)
                {
                    let part = match target.strip_prefix('/') {
                        Some(whole) => whole.to_string(),
                        None => format!("xl/{target}"),
                    };
                    targets.push((id, part));
                }
            }
            Event::Eof => return Ok(targets),
            _ => {}
        }
    }
}

fn event<'t>(reader: &mut Reader<&'t [u8]>) -> Outcome<Event<'t>> {
    reader.read_event().map_err(|error| broken(&format!("its XML is broken: {error}")))
}

/// An attribute by its name without a prefix.
fn attribute(element: &BytesStart<'_>, name: &str) -> Outcome<Option<String>> {
    for one in element.attributes() {
        let one = one.map_err(|error| broken(&format!("its XML is broken: {error}")))?;
        if one.key.local_name().as_ref() == name {
            let value = quick_xml::escape::unescape(&one.value);
            let value = value.map_err(|error| broken(&format!("its XML is broken: {error}")))?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}

fn broken(why: &str) -> Fault {
    Fault::Broken(why.to_string())
}

fn tell(fault: Fault, input: &Input<'_>, diagnostics: &mut Diagnostics) {
    let path = input.sources.path(input.file);
    let span = Span::file(input.file);
    let is_protected = input.sources.bytes(input.file).starts_with(&[0xd0, 0xcf, 0x11, 0xe0]);
    let (code, message, help) = match fault {
        Fault::Broken(_) if is_protected => (
            "workbook",
            format!("`{path}` is protected by a password, or is an old workbook (.xls)"),
            "save it as an Excel workbook (.xlsx) without a password".to_string(),
        ),
        Fault::Broken(why) => (
            "workbook",
            format!("`{path}` cannot be read as a workbook: {why}"),
            "open it in a spreadsheet program and save it as an Excel workbook (.xlsx), or as “CSV UTF-8”"
                .to_string(),
        ),
        Fault::TooLarge => {
            let most = input.limits.unpacked_bytes();
            (
                "too-large",
                format!("`{path}` holds more than {} MB when unpacked", most / 1_000_000),
                format!(
                    "delete the sheets that are not used, save the sheet as “CSV UTF-8”, or set `max_bytes = {}` under `[data]` in the configuration",
                    most.saturating_mul(2)
                ),
            )
        }
    };
    diagnostics.push(Diagnostic::error(code, span, message).help(help));
}
