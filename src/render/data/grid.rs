//! The numbers of one chart or table as rows and columns, for machines: CSV and JSON.

use std::borrow::Cow;

use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::{Value as Json, json};
use time::Date;

use super::{Numbers, number};
use crate::document::{Cell, Column, DataTable, Page, Report};
use crate::fact::Value;
use crate::render::view;
use crate::theme::Messages;

/// What is said of the numbers beside them.
pub struct About<'a> {
    pub title: String,
    /// What is measured and when.
    pub measure: &'a str,
    pub period: &'a str,
    /// Where the numbers come from, and what readers must know of them.
    pub source: &'a str,
    pub organisation: &'a str,
    pub language: &'a str,
    /// The absolute address of the page that shows them.
    pub page: String,
}

impl<'a> About<'a> {
    pub fn of(one: &Numbers<'a>, page: &'a Page, report: &'a Report) -> About<'a> {
        About {
            title: one.name(),
            measure: &one.figure.subtitle,
            period: &one.file.period,
            source: &one.figure.source,
            organisation: &report.organisation.name,
            language: page.locale.tag(),
            page: view::canonical(page, report),
        }
    }
}

/// A table as machines read it: no total that could be counted twice, and a code that is the same in
/// all languages beside each category.
pub struct Grid<'a> {
    pub heads: Vec<Head<'a>>,
    pub rows: Vec<Vec<Entry<'a>>>,
}

pub struct Head<'a> {
    pub title: Cow<'a, str>,
    pub numeric: bool,
    /// Where all numbers of the column have the same.
    pub unit: Option<Unit<'a>>,
}

pub enum Entry<'a> {
    /// Nothing, or not known.
    Empty,
    Text(&'a str),
    /// As exact as is published, and the decimals that readers see.
    Number {
        exact: Decimal,
        unit: Unit<'a>,
        decimals: u32,
    },
    Date(Date),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit<'a> {
    Count,
    Number,
    Year,
    Percent,
    Points,
    /// By its code: `NOK`.
    Currency(&'a str),
}

impl<'a> Unit<'a> {
    /// `percent`; none of what only is a number.
    pub fn name(self, words: &'a Messages) -> Option<&'a str> {
        match self {
            Unit::Count | Unit::Number | Unit::Year => None,
            Unit::Percent => Some(words.text("unit-percent")),
            Unit::Points => Some(words.text("unit-points")),
            Unit::Currency(code) => Some(code),
        }
    }

    /// As `figures.json` has it.
    fn sign(self) -> Option<&'a str> {
        match self {
            Unit::Count | Unit::Number | Unit::Year => None,
            Unit::Percent => Some("%"),
            Unit::Points => Some("pp"),
            Unit::Currency(code) => Some(code),
        }
    }
}

impl<'a> Grid<'a> {
    pub fn of(table: &'a DataTable, words: &'a Messages) -> Grid<'a> {
        let mut heads: Vec<Head> = Vec::new();
        let mut rows: Vec<Vec<Entry>> = table.rows.iter().map(|_| Vec::new()).collect();
        let keyed = table.keys.len() == table.rows.len() && table.columns.len() > 1;
        for (at, column) in table.columns.iter().enumerate() {
            let entries = table.rows.iter().map(|row| row.get(at).map_or(Entry::Empty, entry));
            let entries: Vec<Entry> = entries.collect();
            let units = units(&entries);
            heads.push(Head::of(column, units.first().copied().filter(|_| units.len() == 1)));
            // The unit of each number stands beside it where a column has several.
            let beside = (units.len() > 1).then(|| entries.iter().map(|one| one.unit(words)));
            let beside: Option<Vec<Entry>> = beside.map(Iterator::collect);
            rows.iter_mut().zip(entries).for_each(|(row, entry)| row.push(entry));
            if let Some(beside) = beside {
                let title = format!("{} ({})", column.title, words.text("evidence-unit"));
                heads.push(Head { title: title.into(), numeric: false, unit: None });
                rows.iter_mut().zip(beside).for_each(|(row, unit)| row.push(unit));
            }
            if at == 0 && keyed {
                heads.push(Head { title: words.text("code").into(), numeric: false, unit: None });
                let keys = rows.iter_mut().zip(&table.keys);
                keys.for_each(|(row, key)| row.push(Entry::Text(key)));
            }
        }
        Grid { heads, rows }
    }
}

impl<'a> Head<'a> {
    fn of(column: &'a Column, unit: Option<Unit<'a>>) -> Head<'a> {
        Head { title: column.title.as_str().into(), numeric: column.numeric, unit }
    }
}

impl<'a> Entry<'a> {
    fn unit(&self, words: &'a Messages) -> Entry<'a> {
        match self {
            Entry::Number { unit, .. } => {
                Entry::Text(unit.name(words).unwrap_or(words.text("unit-count")))
            }
            Entry::Empty | Entry::Text(_) | Entry::Date(_) => Entry::Empty,
        }
    }
}

/// The units of a column, each once; counts and other plain numbers are alike.
fn units<'a>(entries: &[Entry<'a>]) -> Vec<Unit<'a>> {
    let mut units: Vec<Unit> = Vec::new();
    for entry in entries {
        if let Entry::Number { unit, .. } = entry
            && !units.iter().any(|known| known.sign() == unit.sign())
        {
            units.push(*unit);
        }
    }
    units
}

/// How a table says that a number is not known.
const NOT_KNOWN: &str = "–";

/// The most decimals of a number in a file: more digits are how computers divide, not what is known.
const MOST_DECIMALS: u32 = 6;

fn entry(cell: &Cell) -> Entry<'_> {
    match cell {
        Cell::Text(text) | Cell::Status { word: text, .. } => text_entry(text),
        Cell::Value { value, decimals, text } => {
            let (number, unit) = match value {
                Value::Count(count) => (Decimal::from(*count), Unit::Count),
                Value::Percent(share) => (*share, Unit::Percent),
                Value::Points(points) => (*points, Unit::Points),
                Value::Number(number) => (*number, Unit::Number),
                Value::Money { amount, currency } => (*amount, Unit::Currency(currency)),
                Value::Year(year) => (Decimal::from(*year), Unit::Year),
                Value::Date(date) => return Entry::Date(*date),
                Value::Truth(_) | Value::Text(_) => return text_entry(text),
            };
            let exact = number.round_dp(MOST_DECIMALS).normalize();
            Entry::Number { exact, unit, decimals: *decimals }
        }
    }
}

fn text_entry(text: &str) -> Entry<'_> {
    match text {
        "" | NOT_KNOWN => Entry::Empty,
        text => Entry::Text(text),
    }
}

/// UTF-8, commas, numbers with a point, days as 2024-12-31.
pub fn csv(table: &DataTable, words: &Messages) -> Vec<u8> {
    let grid = Grid::of(table, words);
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail.
    _ = writer.write_record(grid.heads.iter().map(|head| unarmed(head.title.to_string())));
    for row in &grid.rows {
        _ = writer.write_record(row.iter().map(|entry| match entry {
            Entry::Empty => String::new(),
            Entry::Text(text) => unarmed(text.to_string()),
            Entry::Number { exact, .. } => exact.to_string(),
            Entry::Date(date) => date.to_string(),
        }));
    }
    writer.into_inner().unwrap_or_default()
}

/// A spreadsheet runs a cell that begins like a formula; an apostrophe makes it text. A plain
/// number, also a negative one, is left alone.
fn unarmed(cell: String) -> String {
    let armed =
        cell.trim_start_matches([' ', '\u{a0}']).starts_with(['=', '+', '-', '@', '\t', '\r']);
    if armed && cell.parse::<f64>().is_err() { format!("'{cell}") } else { cell }
}

/// The file of one chart or table.
#[derive(Serialize)]
struct Document<'a> {
    title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    measure: &'a str,
    period: &'a str,
    source: &'a str,
    organisation: &'a str,
    language: &'a str,
    page: &'a str,
    columns: Vec<DocumentColumn<'a>>,
    /// A value for each column; `null` where there is none.
    rows: Vec<Vec<Json>>,
}

#[derive(Serialize)]
struct DocumentColumn<'a> {
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
}

pub fn json(table: &DataTable, about: &About, words: &Messages) -> Vec<u8> {
    let grid = Grid::of(table, words);
    let columns = grid
        .heads
        .iter()
        .map(|head| DocumentColumn { title: &head.title, unit: head.unit.and_then(Unit::sign) });
    let value = |entry: &Entry| match entry {
        Entry::Empty => Json::Null,
        Entry::Text(text) => json!(text),
        Entry::Number { exact, .. } => number(*exact),
        Entry::Date(date) => json!(date.to_string()),
    };
    let document = Document {
        title: &about.title,
        measure: about.measure,
        period: about.period,
        source: about.source,
        organisation: about.organisation,
        language: about.language,
        page: &about.page,
        columns: columns.collect(),
        rows: grid.rows.iter().map(|row| row.iter().map(value).collect()).collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&document).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
