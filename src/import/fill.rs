//! Fills what the register of companies knows into `suppliers.csv`, and touches nothing else.

use std::collections::BTreeSet;
use std::ops::Range;

use csv::{ByteRecord, ReaderBuilder, Terminator, WriterBuilder};

use super::register::{Company, Register};
use super::{Fault, OrganisationNumber};
use crate::data::nace::Version;
use crate::load::headings;
use crate::locale::country_code;

/// A register of suppliers as it stands, each row with its bytes.
pub struct Table<'a> {
    bytes: &'a [u8],
    delimiter: u8,
    rows: Vec<Row>,
    columns: Columns,
}

struct Row {
    /// With its line end.
    bytes: Range<usize>,
    cells: ByteRecord,
    /// From 1, as an editor shows it.
    line: u64,
}

/// Where the columns stand that matter here.
#[derive(Debug, Clone, Copy, Default)]
struct Columns {
    id: Option<usize>,
    number: usize,
    country: Option<usize>,
    form: Option<usize>,
    industry: Option<usize>,
    version: Option<usize>,
    source: Option<usize>,
}

/// The file as it is to be, and what is told of it. Suppliers are named by their numbers.
#[derive(Debug, Default)]
pub struct Filled {
    pub csv: Vec<u8>,
    /// Cells that were empty and are filled, by column.
    pub countries: usize,
    pub forms: usize,
    pub industries: usize,
    /// Rows whose organisation number the register knows.
    pub found: usize,
    /// Rows with an organisation number that the export does not have.
    pub missing: Vec<String>,
    pub without_number: usize,
    /// Lines with too many or too few cells.
    pub uneven: Vec<u64>,
    /// Cells that are kept although the register says otherwise.
    pub kept: Vec<Kept>,
    /// Deleted, bankrupt or under winding-up.
    pub ended: Vec<(String, String)>,
    /// Sole proprietorships.
    pub sole_proprietorships: usize,
    pub added_columns: Vec<&'static str>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub line: u64,
    pub supplier: String,
    pub column: &'static str,
    pub cell: String,
    pub register: String,
}

/// How industries are filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Industries {
    /// Not at all: the edition of the register's codes is not known, or not the report's.
    No,
    /// In the report's own edition.
    AsReport,
    /// In another edition, which a column `nace_version` says.
    Marked(Version),
}

impl<'a> Table<'a> {
    pub fn read(bytes: &'a [u8]) -> Result<Table<'a>, Fault> {
        if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            return Err(Fault::new("it is in UTF-16").help("save it as “CSV UTF-8”"));
        }
        let mark = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let line = bytes[mark..].split(|byte| *byte == b'\n').next().unwrap_or_default();
        let count = |sign: u8| line.iter().filter(|byte| **byte == sign).count();
        let signs = [b'\t', b';', b','];
        let delimiter = signs.into_iter().max_by_key(|sign| count(*sign)).unwrap_or(b',');
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(false)
            .from_reader(&bytes[mark..]);
        let mut rows = Vec::new();
        let (mut line, mut passed) = (1, mark);
        loop {
            let before = reader.position().byte() as usize + mark;
            let mut cells = ByteRecord::new();
            let more = reader.read_byte_record(&mut cells);
            if !more.map_err(|error| Fault::new(format!("it cannot be read: {error}")))? {
                break;
            }
            let range = before..reader.position().byte() as usize + mark;
            let blank = bytes[range.clone()].iter().take_while(is_line_end).count();
            // Between the rows that were read there may be empty lines.
            line += lines(&bytes[passed..range.start + blank]);
            passed = range.start + blank;
            rows.push(Row { bytes: range, cells, line });
        }
        let columns = Columns::find(rows.first().map(|row| &row.cells))?;
        Ok(Table { bytes, delimiter, rows, columns })
    }

    /// The organisation numbers that stand in it.
    pub fn numbers(&self) -> BTreeSet<String> {
        self.rows.iter().skip(1).filter_map(|row| number(&row.cells, self.columns.number)).collect()
    }

    pub fn has_version_column(&self) -> bool {
        self.columns.version.is_some()
    }
}

impl Columns {
    fn find(header: Option<&ByteRecord>) -> Result<Columns, Fault> {
        let Some(header) = header else { return Err(Fault::new("it is empty")) };
        let names: Vec<String> = header
            .iter()
            // Headings in Windows-1252 have the letters that Latin-1 has.
            .map(|cell| match std::str::from_utf8(cell) {
                Ok(text) => text.trim().to_lowercase(),
                Err(_) => {
                    cell.iter().map(|byte| char::from(*byte)).collect::<String>().to_lowercase()
                }
            })
            .collect();
        let find = |name: &str| {
            let exact = names.iter().position(|one| one == name);
            exact.or_else(|| names.iter().position(|one| headings::means("suppliers", one, name)))
        };
        let Some(number) = find("orgnr") else {
            let help =
                "the register knows companies by their organisation number: add a column `orgnr`";
            return Err(Fault::at(1, "no column is called `orgnr`").help(help));
        };
        Ok(Columns {
            id: find("supplier_id"),
            number,
            country: find("country"),
            form: find("org_form"),
            industry: find("nace"),
            version: find("nace_version"),
            source: find("source"),
        })
    }
}

/// Fills empty cells from the register; `source` is what the column `source` gets. Rows in which
/// nothing changes stay as they are, byte by byte.
pub fn fill(
    table: &Table<'_>,
    register: &Register,
    industries: Industries,
    source: &str,
) -> Filled {
    let mut filled = Filled::default();
    let mut columns = table.columns;
    let mut width = table.rows.first().map_or(0, |row| row.cells.len());
    let mut needed = vec![(&mut columns.country, "country"), (&mut columns.form, "org_form")];
    if industries != Industries::No {
        needed.push((&mut columns.industry, "nace"));
    }
    if matches!(industries, Industries::Marked(_)) {
        needed.push((&mut columns.version, "nace_version"));
    }
    needed.push((&mut columns.source, "source"));
    for (column, name) in needed {
        column.get_or_insert_with(|| {
            filled.added_columns.push(name);
            width += 1;
            width - 1
        });
    }
    let mark = table.rows.first().map_or(0, |row| row.bytes.start);
    filled.csv.extend_from_slice(&table.bytes[..mark]);
    for (at, row) in table.rows.iter().enumerate() {
        let mut cells: Vec<Vec<u8>> = row.cells.iter().map(<[u8]>::to_vec).collect();
        if at == 0 {
            cells.extend(filled.added_columns.iter().map(|name| name.as_bytes().to_vec()));
        } else {
            let full = cells.len() == table.rows[0].cells.len();
            if !full {
                filled.uneven.push(row.line);
            } else {
                cells.resize(width, Vec::new());
                filled.row(row, &mut cells, &columns, register, industries, source);
            }
        }
        let same =
            cells.len() == row.cells.len() && cells.iter().zip(&row.cells).all(|(a, b)| a == b);
        let written = &table.bytes[row.bytes.clone()];
        match same {
            true => filled.csv.extend_from_slice(written),
            false => write(&cells, written, table.delimiter, &mut filled.csv),
        }
    }
    let end = table.rows.last().map_or(0, |row| row.bytes.end);
    filled.csv.extend_from_slice(&table.bytes[end..]);
    if filled.countries + filled.forms + filled.industries == 0 {
        filled.csv = table.bytes.to_vec();
        filled.added_columns.clear();
    }
    filled
}

impl Filled {
    fn row(
        &mut self,
        row: &Row,
        cells: &mut [Vec<u8>],
        columns: &Columns,
        register: &Register,
        industries: Industries,
        source: &str,
    ) {
        let supplier = match columns.id.and_then(|id| row.cells.get(id)) {
            Some(id) => String::from_utf8_lossy(id).trim().to_string(),
            None => format!("in line {}", row.line),
        };
        let Some(number) = number(&row.cells, columns.number) else {
            self.without_number += 1;
            return;
        };
        let Some(company) = register.companies.get(&number) else {
            self.missing.push(supplier);
            return;
        };
        self.found += 1;
        self.sole_proprietorships += usize::from(company.form == "ENK");
        if let Some(how) = company.ended() {
            self.ended.push((supplier.clone(), how));
        }
        let mut put = |column: Option<usize>, name, value: &str, kept: &mut Vec<Kept>| {
            let Some(cell) = column.and_then(|column| cells.get_mut(column)) else { return false };
            let before = String::from_utf8_lossy(cell).trim().to_string();
            if value.is_empty() || means_the_same(name, &before, value) {
                return false;
            }
            if before.is_empty() {
                *cell = value.as_bytes().to_vec();
                return true;
            }
            let (supplier, register) = (supplier.clone(), value.to_string());
            kept.push(Kept { line: row.line, supplier, column: name, cell: before, register });
            false
        };
        let country = put(columns.country, "country", &company.country, &mut self.kept);
        let form = put(columns.form, "org_form", &company.form, &mut self.kept);
        let industry = match industries {
            Industries::No => false,
            _ => put(columns.industry, "nace", &company.industry, &mut self.kept),
        };
        if let (Industries::Marked(version), true) = (industries, industry) {
            put(columns.version, "nace_version", version.word(), &mut self.kept);
        }
        self.countries += usize::from(country);
        self.forms += usize::from(form);
        self.industries += usize::from(industry);
        let names = [(country, "country"), (form, "org_form"), (industry, "nace")];
        let names: Vec<&str> =
            names.iter().filter(|(put, _)| *put).map(|(_, name)| *name).collect();
        if let (false, Some(column)) = (names.is_empty(), columns.source) {
            let cell = &mut cells[column];
            if !cell.trim_ascii().is_empty() {
                cell.extend_from_slice(b"; ");
            }
            cell.extend_from_slice(format!("{}: {source}", names.join(" ")).as_bytes());
        }
    }
}

impl Company {
    /// Why one may no longer be a business partner.
    fn ended(&self) -> Option<String> {
        match self {
            Company { deleted_on, .. } if !deleted_on.is_empty() => {
                Some(format!("deleted from the register on {deleted_on}"))
            }
            Company { bankrupt: true, .. } => Some("bankrupt".to_string()),
            Company { winding_up: true, .. } => Some("under winding-up".to_string()),
            _ => None,
        }
    }
}

/// The Norwegian organisation number of a row.
fn number(cells: &ByteRecord, column: usize) -> Option<String> {
    let text = String::from_utf8_lossy(cells.get(column)?);
    match OrganisationNumber::parse(&text, "NO") {
        OrganisationNumber::Valid(number) | OrganisationNumber::Wrong(number) => Some(number),
        _ => None,
    }
}

/// Whether a cell says what the register says, in other words.
fn means_the_same(column: &str, cell: &str, register: &str) -> bool {
    match column {
        "country" => country_code(cell).is_some_and(|code| code == register),
        // A class is kept where the register knows how Norway divides it.
        "nace" => {
            let digits = |text: &str| text.replace(['.', ' '], "");
            let (cell, register) = (digits(cell), digits(register));
            !cell.is_empty() && (register.starts_with(&cell) || cell.starts_with(&register))
        }
        _ => cell.eq_ignore_ascii_case(register),
    }
}

/// Writes a row that changed, with the line ends that it had.
fn write(cells: &[Vec<u8>], before: &[u8], delimiter: u8, into: &mut Vec<u8>) {
    let blank = before.iter().take_while(is_line_end).count();
    let ending = before[blank..].iter().rev().take_while(is_line_end).count();
    into.extend_from_slice(&before[..blank]);
    let mut writer = WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(Terminator::Any(b'\n'))
        .flexible(true)
        .from_writer(Vec::new());
    // Nothing can fail in memory.
    let _ = writer.write_record(cells);
    if let Ok(mut row) = writer.into_inner() {
        row.pop();
        into.append(&mut row);
    }
    into.extend_from_slice(&before[before.len() - ending..]);
}

fn is_line_end(byte: &&u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

fn lines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}
