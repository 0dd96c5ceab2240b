//! The numbers of the site for machines: `figures.json`, and the numbers of every chart and table
//! as CSV, JSON and a workbook.
//!
//! What `figures.json` holds is published too: a JSON Schema that lies beside it.

mod grid;
mod workbook;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::artifact::Bytes;
use crate::chart::Chart;
use crate::compose::words;
use crate::document::{
    Block, DataFile, DataTable, Figure, FigureContent, Page, Report, Resolved, plain,
};
use crate::fact::{Fact, Label, Measure, Provenance, Reason, Series, Suppressed, Value, Words};
use crate::locale::Locale;
use crate::render::recent::{self, DataFiles, PageNumbers};
use crate::theme::Theme;

/// Where `figures.json` lies in the output.
pub const FIGURES: &str = "figures.json";

/// The JSON Schema of `figures.json`, and where it lies in the output.
pub const SCHEMA_TEXT: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/schemas/figures.schema.json"));
pub const SCHEMA: &str = "figures.schema.json";

/// The forms in which the numbers of a figure are published: the ending of the file, and what readers
/// know it as.
pub const FORMATS: [(&str, &str); 3] = [("csv", "CSV"), ("xlsx", "Excel"), ("json", "JSON")];

/// `figures.json`, in the order in which a person reads it.
#[derive(Serialize)]
struct Figures<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    organisation: &'a str,
    languages: Vec<&'a str>,
    facts: Vec<FactEntry<'a>>,
    series: Vec<SeriesEntry<'a>>,
    /// What is known and withheld: no value, only that there is one, and why it is not here.
    suppressed: Vec<SuppressedEntry<'a>>,
}

/// A text in each language of the site, by language tag.
type Texts<'a> = BTreeMap<&'a str, String>;

#[derive(Serialize)]
struct FactEntry<'a> {
    id: &'a str,
    period: &'a str,
    /// What it is called, what it means and how it is written, by language tag.
    label: Texts<'a>,
    definition: Texts<'a>,
    display: BTreeMap<&'a str, Option<String>>,
    kind: &'static str,
    /// Unrounded.
    value: Json,
    unit: Option<&'a str>,
    decimals: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    rounding: Option<&'static str>,
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
struct SuppressedEntry<'a> {
    id: &'a str,
    period: &'a str,
    reason: &'static str,
    /// Groups smaller than this are withheld.
    smallest_group: i64,
    dataset: &'a str,
}

#[derive(Serialize)]
struct SeriesEntry<'a> {
    id: &'a str,
    period: &'a str,
    label: Texts<'a>,
    definition: Texts<'a>,
    /// What the categories are: countries, industries.
    dimension: Texts<'a>,
    kind: &'static str,
    unit: Option<&'static str>,
    categories: Vec<CategoryEntry<'a>>,
    /// The sum, where the categories are parts of a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<String>,
    provenance: Origin<'a>,
}

#[derive(Serialize)]
struct CategoryEntry<'a> {
    key: &'a str,
    label: Texts<'a>,
    value: Json,
}

#[derive(Serialize)]
struct Origin<'a> {
    dataset: &'a str,
    sha256: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<u64>,
    formula: &'a str,
    /// Other files that it was computed from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    others: Vec<OtherFile<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a Words>,
}

#[derive(Serialize)]
struct OtherFile<'a> {
    dataset: &'a str,
    sha256: &'a str,
}

/// The files with numbers by path in the output, each with the place of its figure: `figures.json`,
/// its schema, and for each chart and table a CSV file, a JSON file and a workbook. Two figures may
/// give one file. Those of pages that the last build has are taken over.
pub fn files(report: &Report, theme: &Theme, last: Option<&DataFiles>) -> DataFiles {
    let mut made = BTreeSet::new();
    let pages = report.editions.iter().flat_map(|edition| &edition.pages);
    let pages = pages.filter(|page| page.holds().figures).map(|page| {
        let numbers = numbers(page).into_iter();
        // The same numbers may stand on another page under another title: the first one holds.
        let numbers: Vec<_> = numbers.map(|one| (made.insert(&one.file.csv), one)).collect();
        (page, numbers)
    });
    let pages: Vec<_> = pages.collect();
    let pages = pages.into_par_iter().map(|(page, numbers)| {
        let titled: Vec<bool> = numbers.iter().map(|(is_first, _)| *is_first).collect();
        match last.and_then(|last| last.of(page, &titled)) {
            Some(files) => PageNumbers { page: page.clone(), titled, files: files.clone() },
            None => {
                let files = files_of(page, &numbers, report, theme);
                PageNumbers { page: page.clone(), titled, files }
            }
        }
    });
    let general = last.map(|last| last.general.clone());
    DataFiles {
        general: general.unwrap_or_else(|| general_files(report, theme)),
        pages: pages.collect(),
    }
}

/// The files of a page; JSON and a workbook of those numbers that stand here first.
fn files_of(
    page: &Page,
    numbers: &[(bool, Numbers<'_>)],
    report: &Report,
    theme: &Theme,
) -> recent::Numbers {
    let words = theme.words(page.locale);
    let mut files = Vec::new();
    for (is_first, one) in numbers {
        let span = Some(one.figure.span);
        files.push((one.file.csv.clone(), grid::csv(one.table, words).into(), span));
        if *is_first {
            let about = grid::About::of(one, page, report);
            let json = grid::json(one.table, &about, words).into();
            let book = workbook::workbook(one.table, &about, words).into();
            files.push((one.file.beside("json"), json, span));
            files.push((one.file.beside("xlsx"), book, span));
        }
    }
    files
}

/// What PDFs carry with them: `figures.json`, and the CSV files of all charts and tables.
pub fn attached(report: &Report, theme: &Theme) -> Vec<(String, Bytes)> {
    let general = general_files(report, theme).into_iter();
    let mut files: Vec<(String, Bytes)> = general.map(|(path, bytes, _)| (path, bytes)).collect();
    for page in report.editions.iter().flat_map(|edition| &edition.pages) {
        let words = theme.words(page.locale);
        let all = numbers(page).into_iter();
        files.extend(all.map(|one| (one.file.csv.clone(), grid::csv(one.table, words).into())));
    }
    files
}

fn general_files(report: &Report, theme: &Theme) -> recent::Numbers {
    vec![
        (FIGURES.to_string(), figures(report, theme).into(), None),
        (SCHEMA.to_string(), Bytes::from_static(SCHEMA_TEXT.as_bytes()), None),
    ]
}

/// Every fact with its value, its words in each language and where it comes from.
pub fn figures(report: &Report, theme: &Theme) -> Vec<u8> {
    let mut facts: Vec<&(String, Fact)> = report.facts.iter().collect();
    facts.sort_by(|a, b| (&a.0, &a.1.id).cmp(&(&b.0, &b.1.id)));
    let mut series: Vec<&(String, Series)> = report.series.iter().collect();
    series.sort_by(|a, b| (&a.0, &a.1.id).cmp(&(&b.0, &b.1.id)));
    let all = Figures {
        schema: SCHEMA,
        organisation: &report.organisation.name,
        languages: report.editions.iter().map(|one| one.locale.tag()).collect(),
        facts: facts.iter().map(|(period, fact)| entry(period, fact, report, theme)).collect(),
        series: series.iter().map(|(period, one)| listed(period, one, report, theme)).collect(),
        suppressed: report.suppressed.iter().map(withheld).collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&all).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn entry<'a>(period: &'a str, fact: &'a Fact, report: &'a Report, theme: &Theme) -> FactEntry<'a> {
    let (kind, value, unit) = typed(&fact.value);
    let display = |locale: &Locale| locale.value(&fact.value, fact.decimals);
    FactEntry {
        id: &fact.id,
        period,
        label: texts(&fact.label, report, theme),
        definition: texts(&fact.definition, report, theme),
        display: locales(report).map(|locale| (locale.tag(), display(locale))).collect(),
        kind,
        value,
        unit,
        decimals: fact.decimals,
        rounding: matches!(kind, "percent" | "percentage points" | "number" | "money")
            .then_some("half away from zero"),
        numerator: fact.parts.map(|(part, _)| number(part)),
        denominator: fact.parts.map(|(_, whole)| number(whole)),
        as_of: fact.as_of.map(|date| date.to_string()),
        provenance: origin(&fact.provenance),
    }
}

fn withheld((period, id, suppressed): &(String, String, Suppressed)) -> SuppressedEntry<'_> {
    SuppressedEntry {
        id,
        period,
        reason: match suppressed.reason {
            Reason::SmallGroup => "small group",
            Reason::Complement => "would give a small group away",
        },
        smallest_group: suppressed.smallest,
        dataset: &suppressed.dataset,
    }
}

fn listed<'a>(
    period: &'a str,
    series: &'a Series,
    report: &'a Report,
    theme: &Theme,
) -> SeriesEntry<'a> {
    let (kind, unit, total) = match series.measure {
        Measure::Count => ("count", None, Some(number(series.total()))),
        Measure::Share | Measure::Percent => ("percent", Some("%"), None),
    };
    let categories = series.categories.iter().map(|category| CategoryEntry {
        key: &category.key,
        label: texts(&category.label, report, theme),
        value: number(category.value),
    });
    SeriesEntry {
        id: &series.id,
        period,
        label: texts(&series.label, report, theme),
        definition: texts(&series.definition, report, theme),
        dimension: texts(&series.dimension, report, theme),
        kind,
        unit,
        categories: categories.collect(),
        total,
        as_of: series.as_of.map(|date| date.to_string()),
        provenance: origin(&series.provenance),
    }
}

fn locales(report: &Report) -> impl Iterator<Item = &'static Locale> {
    report.editions.iter().map(|edition| edition.locale)
}

/// The words of a label in every language of the site.
fn texts<'a>(label: &Label, report: &'a Report, theme: &Theme) -> Texts<'a> {
    locales(report)
        .map(|locale| (locale.tag(), words::label(label, locale, theme.words(locale))))
        .collect()
}

fn origin(provenance: &Provenance) -> Origin<'_> {
    Origin {
        dataset: &provenance.dataset,
        sha256: &provenance.sha256,
        rows: provenance.rows,
        formula: &provenance.formula,
        others: provenance
            .others
            .iter()
            .map(|(dataset, sha256)| OtherFile { dataset, sha256 })
            .collect(),
        source: provenance.source.as_ref(),
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

/// A chart or table of a page, with its numbers.
#[derive(Clone, Copy)]
pub struct Numbers<'a> {
    pub figure: &'a Figure,
    /// None of a table.
    pub chart: Option<&'a Chart>,
    pub table: &'a DataTable,
    pub file: &'a DataFile,
}

impl Numbers<'_> {
    /// What the figure says, in plain words.
    pub fn name(&self) -> String {
        plain(&self.figure.caption)
    }
}

/// The charts and tables of a page, also those inside lists and callouts.
pub fn numbers(page: &Page) -> Vec<Numbers<'_>> {
    let mut found = Vec::new();
    if page.holds().figures {
        find_numbers(&page.blocks, &mut found);
    }
    found
}

/// The charts of a page.
pub fn charts(page: &Page) -> Vec<(Numbers<'_>, &Chart)> {
    numbers(page).into_iter().filter_map(|one| Some((one, one.chart?))).collect()
}

fn find_numbers<'a>(blocks: &'a [Block<Resolved>], found: &mut Vec<Numbers<'a>>) {
    for block in blocks {
        match block {
            Block::Figure(figure) => match &figure.content {
                FigureContent::Chart { chart, table, file } => {
                    found.push(Numbers { figure, chart: Some(chart), table, file });
                }
                FigureContent::Table { table, file } => {
                    found.push(Numbers { figure, chart: None, table, file });
                }
                FigureContent::Cards(_) | FigureContent::Image { .. } => {}
            },
            Block::List(list) => list.items.iter().for_each(|item| find_numbers(item, found)),
            Block::Quote(blocks)
            | Block::Callout { blocks, .. }
            | Block::PullQuote { quote: blocks, .. } => find_numbers(blocks, found),
            Block::Definitions(definitions) => definitions
                .iter()
                .flat_map(|definition| &definition.details)
                .for_each(|detail| find_numbers(detail, found)),
            Block::Heading(_)
            | Block::Paragraph(_)
            | Block::Table(_)
            | Block::Code { .. }
            | Block::Rule => {}
        }
    }
}
