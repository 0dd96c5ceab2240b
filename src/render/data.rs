//! The numbers of the site for machines: `figures.json` and a CSV file for each chart.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::chart::Chart;
use crate::compose::words;
use crate::document::{Block, Cell, DataTable, Figure, FigureContent, Page, Report, Resolved};
use crate::fact::{Fact, Value, Words};
use crate::theme::{Messages, Theme};

/// Where `figures.json` lies in the output.
pub const FIGURES: &str = "figures.json";

/// `figures.json`, in the order in which a person reads it.
#[derive(Serialize)]
struct Figures<'a> {
    organisation: &'a str,
    languages: Vec<&'a str>,
    facts: Vec<FactEntry<'a>>,
}

#[derive(Serialize)]
struct FactEntry<'a> {
    id: &'a str,
    period: &'a str,
    /// What it is called and how it is written, by language tag.
    label: BTreeMap<&'a str, String>,
    display: BTreeMap<&'a str, Option<String>>,
    kind: &'static str,
    value: Json,
    unit: Option<&'a str>,
    decimals: u32,
    /// What a share was computed from.
    #[serde(skip_serializing_if = "Option::is_none")]
    numerator: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    denominator: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<String>,
    provenance: Origin<'a>,
}

#[derive(Serialize)]
struct Origin<'a> {
    dataset: &'a str,
    sha256: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<u64>,
    formula: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a Words>,
}

/// Every fact with its value, its words in each language and where it comes from.
pub fn figures(report: &Report, theme: &Theme) -> Vec<u8> {
    let mut facts: Vec<&(String, Fact)> = report.facts.iter().collect();
    facts.sort_by(|a, b| (&a.0, &a.1.id).cmp(&(&b.0, &b.1.id)));
    let all = Figures {
        organisation: &report.organisation.name,
        languages: report.editions.iter().map(|one| one.locale.tag()).collect(),
        facts: facts.iter().map(|(period, fact)| entry(period, fact, report, theme)).collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&all).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn entry<'a>(period: &'a str, fact: &'a Fact, report: &Report, theme: &Theme) -> FactEntry<'a> {
    let (kind, value, unit) = typed(&fact.value);
    let locales = || report.editions.iter().map(|edition| edition.locale);
    let label = |locale| words::label(&fact.label, locale, theme.words(locale));
    let origin = &fact.provenance;
    FactEntry {
        id: &fact.id,
        period,
        label: locales().map(|locale| (locale.tag(), label(locale))).collect(),
        display: locales()
            .map(|locale| (locale.tag(), locale.value(&fact.value, fact.decimals)))
            .collect(),
        kind,
        value,
        unit,
        decimals: fact.decimals,
        numerator: fact.parts.map(|(part, _)| number(part)),
        denominator: fact.parts.map(|(_, whole)| number(whole)),
        as_of: fact.as_of.map(|date| date.to_string()),
        provenance: Origin {
            dataset: &origin.dataset,
            sha256: &origin.sha256,
            rows: origin.rows,
            formula: &origin.formula,
            source: origin.source.as_ref(),
        },
    }
}

/// The kind of a value, the value itself and its unit.
fn typed(value: &Value) -> (&'static str, Json, Option<&str>) {
    match value {
        Value::Count(count) => ("count", json!(count), None),
        Value::Percent(share) => ("percent", number(*share), Some("%")),
        Value::Points(points) => ("percentage points", number(*points), Some("pp")),
        Value::Number(plain) => ("number", number(*plain), None),
        Value::Money { amount, currency } => ("money", number(*amount), Some(currency)),
        Value::Date(date) => ("date", json!(date.to_string()), None),
        Value::Year(year) => ("year", json!(year), None),
        Value::Truth(so) => ("truth", json!(so), None),
        Value::Text(words) => ("text", json!(words), None),
    }
}

/// A JSON number; what a double cannot hold becomes the nearest one that it can.
fn number(value: Decimal) -> Json {
    let text = value.normalize().to_string();
    match text.parse::<i64>() {
        Ok(whole) => json!(whole),
        Err(_) => json!(text.parse::<f64>().ok()),
    }
}

/// The chart figures of a page, also those inside lists and callouts.
pub fn charts(page: &Page) -> Vec<(&Figure, &Chart, &DataTable, &str)> {
    let mut found = Vec::new();
    find_charts(&page.blocks, &mut found);
    found
}

fn find_charts<'a>(
    blocks: &'a [Block<Resolved>],
    found: &mut Vec<(&'a Figure, &'a Chart, &'a DataTable, &'a str)>,
) {
    for block in blocks {
        match block {
            Block::Figure(figure) => {
                if let FigureContent::Chart { chart, table, csv } = &figure.content {
                    found.push((figure, chart, table, csv));
                }
            }
            Block::List(list) => list.items.iter().for_each(|item| find_charts(item, found)),
            Block::Quote(blocks)
            | Block::Callout { blocks, .. }
            | Block::PullQuote { quote: blocks, .. } => find_charts(blocks, found),
            Block::Definitions(definitions) => definitions
                .iter()
                .flat_map(|definition| &definition.details)
                .for_each(|detail| find_charts(detail, found)),
            Block::Heading(_)
            | Block::Paragraph(_)
            | Block::Table(_)
            | Block::Code { .. }
            | Block::Rule => {}
        }
    }
}

/// The numbers of a chart: UTF-8, commas, numbers with a point, a language-neutral code beside
/// each category, no total that could be counted twice.
pub fn csv(chart: &Chart, table: &DataTable, words: &Messages) -> Vec<u8> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let titles: Vec<String> = table.columns.iter().map(|column| column.title.clone()).collect();
    let keyed = chart.bars.len() == table.rows.len() && titles.len() > 1;
    let mut head = titles;
    if keyed {
        head.insert(1, words.text("code").to_string());
    }
    rows.push(head);
    for (at, row) in table.rows.iter().enumerate() {
        let mut cells: Vec<String> = row.iter().map(cell_text).collect();
        if let (true, Some(bar)) = (keyed, chart.bars.get(at)) {
            if let Some(value) = cells.get_mut(1) {
                *value = bar.value.to_string();
            }
            cells.insert(1, bar.key.clone());
        }
        rows.push(cells);
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        // Writing to memory cannot fail.
        _ = writer.write_record(row.into_iter().map(unarmed));
    }
    writer.into_inner().unwrap_or_default()
}

fn cell_text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Status { word, .. } => word.clone(),
    }
}

/// A spreadsheet runs a cell that begins like a formula; an apostrophe makes it text. A plain
/// number, also a negative one, is left alone.
fn unarmed(cell: String) -> String {
    let armed =
        cell.trim_start_matches([' ', '\u{a0}']).starts_with(['=', '+', '-', '@', '\t', '\r']);
    if armed && cell.parse::<f64>().is_err() { format!("'{cell}") } else { cell }
}
