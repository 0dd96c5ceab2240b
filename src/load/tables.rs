//! The files under `data/<period>/` to datasets: each table has its reader below.

mod audits;
mod cells;
mod facts;
mod findings;
mod goals;
mod measures;
mod people;
mod questionnaire;
mod report;
mod requests;
mod risk;
mod series;
mod signers;
mod suppliers;

use std::collections::BTreeSet;

use super::alike::tell_columns_once;
use super::fields::{Fields, Table};
use super::{copies, headings, xlsx};
use crate::config::{Config, Limits, TableConfig};
use crate::data::{Dataset, Datasets, Loaded};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, nearest};
use crate::source::{FileId, Source, Sources, Span};

/// Files of keys and values, without their ending `.toml`.
const SETTINGS: [&str; 6] =
    ["report", "questionnaire", "risk-matrix", "targets", "facts", "charts"];

/// Files of rows, without their ending: `.csv` or `.json`.
const TABLES: [&str; 13] = [
    "rates",
    "suppliers",
    "country-risk",
    "industry-risk",
    "responses",
    "audits",
    "findings",
    "measures",
    "goals",
    "requests",
    "workforce",
    "leave",
    "pay",
];

/// The tables that the settings may speak of.
pub fn names() -> impl Iterator<Item = &'static str> {
    TABLES.into_iter()
}

/// One file of a period, about to be read.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    pub file: FileId,
    pub sources: &'a Sources,
    pub period: &'a str,
    /// The languages of the site, the default first.
    pub languages: &'a [&'a str],
    /// Those of them that are Norwegian.
    pub norwegian: &'a [&'a str],
    /// Which table it is: `suppliers`.
    pub dataset: &'a str,
    /// The sheet that holds it, in a workbook.
    pub sheet: Option<&'a str>,
    pub settings: &'a TableConfig,
    pub limits: Limits,
}

impl Input<'_> {
    /// Where the table stands in its file: the cells of a workbook have no lines.
    pub fn in_sheet(&self) -> String {
        self.sheet.map_or_else(String::new, |sheet| format!(" in the sheet `{sheet}`"))
    }
}

/// All periods: the folders under `data/`.
pub fn datasets(sources: &Sources, config: &Config, diagnostics: &mut Diagnostics) -> Datasets {
    let mut datasets = Datasets::new();
    let languages: Vec<&str> = config.languages.iter().map(|one| one.name.as_str()).collect();
    let norwegian = config.languages.iter().filter(|one| one.locale.is_norwegian());
    let norwegian: Vec<&str> = norwegian.map(|one| one.name.as_str()).collect();
    let periods: BTreeSet<&str> = sources.iter().filter_map(|(_, source)| period(source)).collect();
    for copy in periods.iter().filter_map(|period| copy_of(period, &periods, sources)) {
        diagnostics.push(copy);
    }
    for period in periods {
        let files = sources.iter().filter(|(_, source)| self::period(source) == Some(period));
        let mut found = Vec::new();
        for (file, source) in files {
            let name = &source.path["data/".len() + period.len() + 1..];
            found.extend(tables_of(name, file, sources, config, diagnostics));
        }
        found.sort_by_key(|one| (rank(&one.dataset), one.file));
        let dataset = datasets.entry(period.to_string()).or_default();
        for (at, one) in found.iter().enumerate() {
            if let Some(other) = found[..at].iter().find(|other| other.dataset == one.dataset) {
                tell_twice(one, other, sources, diagnostics);
                continue;
            }
            let settings = config.data.table(&one.dataset);
            let input = Input {
                file: one.file,
                sources,
                period,
                languages: &languages,
                norwegian: &norwegian,
                dataset: &one.dataset,
                sheet: one.sheet.as_deref(),
                settings: &settings,
                limits: config.data.limits,
            };
            // The hash is worked out beside the reading.
            rayon::join(
                || read(input, dataset, diagnostics),
                || {
                    sources.sha256(one.file);
                },
            );
        }
        // The line that says the edition of NACE may be one that cannot be read.
        let report = dataset.report.as_ref().filter(|it| it.value.nace_version.is_none());
        let file = report.and_then(|report| sources.find(&report.path));
        let misnamed = sources.iter().find(|(_, source)| {
            self::period(source) == Some(period) && source.path.ends_with("/report.toml.txt")
        });
        let file = file.or(misnamed.map(|(file, _)| file));
        if file.is_some_and(|file| diagnostics.files_with_errors().contains(&file)) {
            diagnostics.forget(&["ambiguous-nace"]);
        }
    }
    tell_editions_once(sources, diagnostics);
    tell_columns_once(diagnostics);
    tell_no_period(&datasets, config, diagnostics);
    datasets
}

/// Which edition of NACE holds is said once for a period, so it is told once that it is not.
fn tell_editions_once(sources: &Sources, diagnostics: &mut Diagnostics) {
    let folder =
        |one: &Diagnostic| Some(sources.path(one.span?.file).rsplit_once('/')?.0.to_string());
    diagnostics.fold(
        |one| (one.code.0 == "ambiguous-nace").then(|| folder(one)).flatten(),
        |first, others| match others.len() {
            0 => {}
            1 => first.message.push_str("; so it is with the code of 1 more row"),
            more => {
                first.message.push_str(&format!("; so it is with the codes of {more} more rows"));
            }
        },
    );
}

/// There is no folder for the period of the configuration.
fn tell_no_period(datasets: &Datasets, config: &Config, diagnostics: &mut Diagnostics) {
    let Some(period) = config.period.as_ref().filter(|it| !datasets.contains_key(*it)) else {
        return;
    };
    // A folder of another year that says to be of this one was told, with what to call it.
    let mut others = datasets.iter().filter_map(|(folder, it)| it.other_year(folder));
    if others.any(|year| year.to_string() == *period) {
        return;
    }
    let says_so = |it: &Dataset| {
        it.report.as_ref().is_some_and(|report| report.value.year.to_string() == *period)
    };
    let misnamed = datasets.iter().find(|(_, dataset)| says_so(dataset));
    let span = config.period_place.unwrap_or(Span::file(config.file));
    let message = format!("there is no data for the period {period}: no folder `data/{period}`");
    let known: Vec<&str> = datasets.keys().map(String::as_str).collect();
    let years = match known.is_empty() {
        true => String::new(),
        false => format!(": {}", known.join(", ")),
    };
    let help = match (misnamed, nearest(period, known.iter().copied())) {
        (Some((folder, _)), _) => format!(
            "`data/{folder}/report.toml` says that it is of {period}: call the folder `data/{period}`"
        ),
        (None, Some(near)) => format!("there is a folder `data/{near}`"),
        (None, None) => format!("make the folder, or write a year that has one{years}"),
    };
    diagnostics.push(Diagnostic::error("unknown-period", span, message).help(help));
}

/// A table that was found, and where.
struct Found {
    dataset: String,
    file: FileId,
    sheet: Option<String>,
}

/// The folder under `data/` that a file lies in.
fn period(source: &Source) -> Option<&str> {
    let (period, _) = source.path.strip_prefix("data/")?.split_once('/')?;
    (period != super::names::FOLDER).then_some(period)
}

/// A folder that is the copy of another.
fn copy_of(period: &str, periods: &BTreeSet<&str>, sources: &Sources) -> Option<Diagnostic> {
    let other = copies::original(period, periods.iter().copied())?;
    let first = sources.iter().find(|(_, source)| self::period(source) == Some(period))?;
    let message = format!("`data/{period}` is read as a period of its own, beside `data/{other}`");
    let told = Diagnostic::error("unknown-dataset", Span::file(first.0), message);
    Some(told.help("delete the copy, or move it out of `data/`"))
}

/// Tables are read in the order of the lists above: later ones refer to earlier ones.
fn rank(dataset: &str) -> usize {
    let mut known = SETTINGS.iter().chain(&TABLES);
    known.position(|known| *known == dataset).unwrap_or(usize::MAX)
}

/// The tables that a file holds; what is none is told.
fn tables_of(
    name: &str,
    file: FileId,
    sources: &Sources,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Vec<Found> {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let is_series = stem.starts_with("series/");
    // What is said of a stated series stands beside it, in a file of the same name.
    let is_table = |one: &&str| TABLES.contains(one) && !SETTINGS.contains(&stem);
    let table = headings::dataset(stem).filter(is_table);
    let dataset = if is_series && ending == "toml" { name } else { table.unwrap_or(stem) };
    let one = |sheet| Found { dataset: dataset.to_string(), file, sheet };
    match ending {
        "toml" if SETTINGS.contains(&stem) || is_series => vec![one(None)],
        "csv" | "json" if table.is_some() || is_series => vec![one(None)],
        "xlsx" => {
            let settings = config.data.table(dataset);
            let input = Input {
                file,
                sources,
                period: "",
                languages: &[],
                norwegian: &[],
                dataset,
                sheet: None,
                settings: &settings,
                limits: config.data.limits,
            };
            let Some(sheets) = xlsx::sheets(&input, diagnostics) else { return Vec::new() };
            if table.is_some() {
                let sheet = xlsx::sheet_of(&sheets, &input, diagnostics).map(str::to_string);
                return sheet.into_iter().map(|sheet| one(Some(sheet))).collect();
            }
            sheets_of(name, file, sheets, config, diagnostics)
        }
        "xls" | "xlsb" | "xlsm" | "ods" | "numbers" => {
            let message = format!("`{name}` is a workbook of a kind that is not read");
            diagnostics.push(
                Diagnostic::error("workbook", Span::file(file), message)
                    .help("save it as an Excel workbook (.xlsx), or as “CSV UTF-8”"),
            );
            Vec::new()
        }
        _ => {
            tell_unknown(name, file, sources, diagnostics);
            Vec::new()
        }
    }
}

/// The sheets of a workbook that are named like tables.
fn sheets_of(
    name: &str,
    file: FileId,
    sheets: Vec<String>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Vec<Found> {
    let mut found = Vec::new();
    let mut others = Vec::new();
    for sheet in sheets {
        let is_named = |table: &&&str| {
            let named = config.data.tables.get(**table).and_then(|table| table.sheet.as_ref());
            named.is_some_and(|named| named.to_lowercase() == sheet.to_lowercase())
        };
        let dataset = TABLES.iter().find(is_named).copied();
        match dataset.or_else(|| headings::dataset(&sheet)).filter(|one| TABLES.contains(one)) {
            Some(dataset) => {
                found.push(Found { dataset: dataset.to_string(), file, sheet: Some(sheet) });
            }
            None => others.push(sheet),
        }
    }
    if !others.is_empty() {
        let names = super::rows::quoted(&others);
        let message = format!("sheets of `{name}` are not read: {names}");
        let help = format!("a sheet is named like the table that it holds: {}", TABLES.join(", "));
        let diagnostic = Diagnostic::warning("unknown-dataset", Span::file(file), message);
        diagnostics.push(diagnostic.help(help));
    }
    found
}

fn read(input: Input<'_>, dataset: &mut Dataset, d: &mut Diagnostics) {
    match input.dataset {
        "report" => dataset.report = read_as(report::read(input, d), input),
        "rates" => dataset.rates = read_as(suppliers::rates(input, d), input),
        // The report and the rates come before it.
        "suppliers" => dataset.suppliers = read_as(suppliers::read(input, dataset, d), input),
        "country-risk" => dataset.country_risk = read_as(risk::countries(input, d), input),
        "industry-risk" => {
            dataset.industry_risk = read_as(risk::industries(input, dataset, d), input)
        }
        "risk-matrix" => dataset.risk_matrix = read_as(risk::matrix(input, dataset, d), input),
        "questionnaire" => dataset.questionnaire = read_as(questionnaire::form(input, d), input),
        "responses" => {
            // The questionnaire comes before it.
            let form = dataset.questionnaire.as_ref();
            let themes = form.map_or(&[][..], |form| &form.value.themes);
            dataset.responses = read_as(questionnaire::responses(themes, input, d), input);
        }
        "audits" => dataset.audits = read_as(audits::read(input, d), input),
        "goals" => dataset.goals = read_as(goals::read(input, d), input),
        "measures" => dataset.measures = read_as(measures::read(input, d), input),
        "findings" => dataset.findings = read_as(findings::read(input, dataset, d), input),
        "requests" => dataset.requests = read_as(requests::read(input, d), input),
        "workforce" => dataset.workforce = read_as(people::workforce(input, d), input),
        "leave" => dataset.leave = read_as(people::leave(input, d), input),
        "pay" => dataset.pay = read_as(people::pay(input, d), input),
        "targets" => dataset.targets = read_as(people::targets(input, d), input),
        "facts" => dataset.facts = read_as(facts::read(input, d), input),
        // Charts are no data: `load::charts` reads them when all data is there.
        "charts" => {}
        stem => match stem.strip_prefix("series/").map(|id| (id, id.strip_suffix(".toml"))) {
            Some((_, Some(id))) => series::lone(id, input, d),
            Some((id, None)) => {
                let series = read_as(series::read(id, input, dataset, d), input);
                dataset.series.extend(series.map(|series| (id.to_string(), series)));
            }
            None => {}
        },
    }
}

fn tell_unknown(name: &str, file: FileId, sources: &Sources, diagnostics: &mut Diagnostics) {
    let message = format!("`{name}` is not a dataset: it is not read");
    let diagnostic = Diagnostic::warning("unknown-dataset", Span::file(file), message);
    // `suppliers - Kopi.csv`, `leverandører 2025.csv`
    let (stem, end) = name.rsplit_once('.').unwrap_or((name, ""));
    // A word processor puts its own ending behind ours: `suppliers.csv.txt`.
    let own = stem.rsplit_once('.').filter(|(_, own)| ["csv", "json", "toml"].contains(own));
    let (stem, end) = match (own, end) {
        (Some(own), _) => own,
        (None, "txt" | "tsv" | "tab") => (stem, "csv"),
        (None, _) => (stem, end),
    };
    let is_setting = end == "toml" && SETTINGS.contains(&stem);
    let mut words = stem.split([' ', '_', '(']);
    let is_table = ["csv", "json", "xlsx"].contains(&end);
    let meant = words.find_map(|word| headings::dataset(word.trim())).filter(|_| is_table);
    if let Some(table) = meant.or(is_setting.then_some(stem)) {
        let path = sources.path(file);
        let folder = path.strip_suffix(name).unwrap_or_default();
        let holds = |source: &Source| {
            let name = source.path.strip_prefix(folder)?;
            let (stem, _) = name.rsplit_once('.')?;
            headings::dataset(stem).or_else(|| SETTINGS.into_iter().find(|one| *one == stem))
        };
        let is_copy = sources.iter().any(|(_, source)| holds(source) == Some(table));
        diagnostics.push(match is_copy {
            true => diagnostic.help(format!(
                "delete it if it is a copy; if it is the table, name it `{table}.{end}`"
            )),
            // Nobody may believe that it was counted.
            false => Diagnostic { severity: Severity::Error, ..diagnostic }
                .help(format!("rename it to `{table}.{end}`")),
        });
        return;
    }
    let settings = SETTINGS.iter().map(|stem| format!("{stem}.toml"));
    let tables = TABLES.iter().map(|stem| format!("{stem}.csv"));
    let files: Vec<String> = settings.chain(tables).collect();
    let files = files.iter().map(String::as_str);
    let diagnostic = super::fields::suggest(diagnostic, Span::file(file), name, files);
    diagnostics.push(diagnostic.without_fix());
}

/// A table stands in two places. Nobody can tell which one holds.
fn tell_twice(one: &Found, other: &Found, sources: &Sources, diagnostics: &mut Diagnostics) {
    let place = match &other.sheet {
        Some(sheet) => format!("`{}` (sheet `{sheet}`)", sources.path(other.file)),
        None => format!("`{}`", sources.path(other.file)),
    };
    let message = format!("there is a {place} too: which one holds?");
    diagnostics.push(
        Diagnostic::error("dataset-twice", Span::file(one.file), message)
            .related(Span::file(other.file), "the other file")
            .help("keep one of the two"),
    );
}

fn read_as<T>(value: Option<T>, input: Input<'_>) -> Option<Loaded<T>> {
    value.map(|value| loaded(value, input.file, input.sources))
}

/// What a file holds, with the file's name and hash.
pub fn loaded<T>(value: T, file: FileId, sources: &Sources) -> Loaded<T> {
    Loaded { value, path: sources.path(file).to_string(), sha256: sources.sha256(file).to_string() }
}

fn toml<T>(
    input: Input<'_>,
    diagnostics: &mut Diagnostics,
    read: impl FnOnce(&Fields<'_>, &mut Diagnostics) -> T,
) -> Option<T> {
    let text = super::text(input.file, input.sources, diagnostics)?;
    settings(text, input.file, diagnostics, |table, d| {
        let fields = Fields::new(table);
        let value = read(&fields, d);
        fields.unknown("unknown-key", Severity::Error, d);
        value
    })
}

/// What a file of keys and values says. Of one that cannot be read as a whole it is what the rest says, so that
/// other files are not told what follows from the mistake alone.
fn settings<T>(
    text: &str,
    file: FileId,
    diagnostics: &mut Diagnostics,
    read: impl FnOnce(&Table, &mut Diagnostics) -> T,
) -> Option<T> {
    let (table, is_whole) = super::toml::read_in_part(text, Span::file(file), diagnostics);
    if is_whole {
        return Some(read(&table, diagnostics));
    }
    let mut told = Diagnostics::default();
    let value = read(&table, &mut told);
    super::fields::tell_slips(text, told, diagnostics);
    Some(value)
}

fn inner<T>(
    table: &Table,
    diagnostics: &mut Diagnostics,
    read: impl FnOnce(&Fields<'_>, &mut Diagnostics) -> T,
) -> T {
    let fields = Fields::new(table);
    let value = read(&fields, diagnostics);
    fields.unknown("unknown-key", Severity::Error, diagnostics);
    value
}
