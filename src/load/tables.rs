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
mod suppliers;

use super::fields::{Fields, Table};
use crate::config::{Config, Limits, TableConfig};
use crate::data::{Dataset, Datasets, Loaded};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, nearest};
use crate::source::{FileId, Sources, Span};

/// Files of keys and values, without their ending `.toml`.
const SETTINGS: [&str; 5] = ["report", "questionnaire", "risk-matrix", "targets", "facts"];

/// Files of rows, without their ending: `.csv` or `.json`.
const TABLES: [&str; 13] = [
    "suppliers",
    "rates",
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

/// One file of a period, about to be read.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    pub file: FileId,
    pub sources: &'a Sources,
    pub period: &'a str,
    /// The languages of the site, the default first.
    pub languages: &'a [&'a str],
    /// Which table it is: `suppliers`.
    pub dataset: &'a str,
    pub settings: &'a TableConfig,
    pub limits: Limits,
}

/// All periods: the folders under `data/`.
pub fn datasets(sources: &Sources, config: &Config, diagnostics: &mut Diagnostics) -> Datasets {
    let mut datasets = Datasets::new();
    let languages: Vec<&str> = config.languages.iter().map(|one| one.name.as_str()).collect();
    for (file, source) in sources.iter() {
        let Some(rest) = source.path.strip_prefix("data/") else { continue };
        let Some((period, name)) = rest.split_once('/') else { continue };
        if period == super::names::FOLDER {
            continue;
        }
        let dataset = datasets.entry(period.to_string()).or_default();
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let settings = config.data.table(stem);
        let input = Input {
            file,
            sources,
            period,
            languages: &languages,
            dataset: stem,
            settings: &settings,
            limits: config.data.limits,
        };
        read(name, input, dataset, diagnostics);
    }
    if let Some(period) = &config.period
        && !datasets.contains_key(period)
    {
        let span = Span::file(config.file);
        let message =
            format!("there is no data for the period {period}: no folder `data/{period}`");
        let diagnostic = Diagnostic::error("unknown-period", span, message);
        diagnostics.push(match nearest(period, datasets.keys().map(String::as_str)) {
            Some(near) => diagnostic.help(format!("there is a folder `data/{near}`")),
            None => diagnostic,
        });
    }
    datasets
}

/// Reads one file, while its hash is worked out beside it.
fn read(name: &str, input: Input<'_>, dataset: &mut Dataset, d: &mut Diagnostics) {
    rayon::join(
        || read_table(name, input, dataset, d),
        || {
            input.sources.sha256(input.file);
        },
    );
}

fn read_table(name: &str, input: Input<'_>, dataset: &mut Dataset, d: &mut Diagnostics) {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let known = match ending {
        "toml" => SETTINGS.contains(&stem) || stem.starts_with("series/"),
        "csv" | "json" => TABLES.contains(&stem) || stem.starts_with("series/"),
        _ => false,
    };
    match stem {
        _ if !known => tell_unknown(name, input.file, d),
        _ if ending == "json" && stands_twice(stem, input, d) => {}
        "report" => dataset.report = read_as(report::read(input, d), input),
        "rates" => dataset.rates = read_as(suppliers::rates(input, d), input),
        // `report.toml` and `rates.csv` come before it in path order.
        "suppliers" => dataset.suppliers = read_as(suppliers::read(input, dataset, d), input),
        "country-risk" => dataset.country_risk = read_as(risk::countries(input, d), input),
        "industry-risk" => dataset.industry_risk = read_as(risk::industries(input, d), input),
        "risk-matrix" => dataset.risk_matrix = read_as(risk::matrix(input, d), input),
        "questionnaire" => dataset.questionnaire = read_as(questionnaire::form(input, d), input),
        "responses" => {
            // `questionnaire.toml` comes before it in path order.
            let form = dataset.questionnaire.as_ref();
            let themes = form.map_or(&[][..], |form| &form.value.themes);
            dataset.responses = read_as(questionnaire::responses(themes, input, d), input);
        }
        "audits" => dataset.audits = read_as(audits::read(input, d), input),
        "goals" => dataset.goals = read_as(goals::read(input, d), input),
        "measures" => dataset.measures = read_as(measures::read(input, d), input),
        "findings" => dataset.findings = read_as(findings::read(input, d), input),
        "requests" => dataset.requests = read_as(requests::read(input, d), input),
        "workforce" => dataset.workforce = read_as(people::workforce(input, d), input),
        "leave" => dataset.leave = read_as(people::leave(input, d), input),
        "pay" => dataset.pay = read_as(people::pay(input, d), input),
        "targets" => dataset.targets = read_as(people::targets(input, d), input),
        "facts" => dataset.facts = read_as(facts::read(input, d), input),
        _ => match stem.strip_prefix("series/") {
            Some(id) if ending == "toml" => series::lone(id, input, d),
            Some(id) => {
                let series = read_as(series::read(id, input, dataset, d), input);
                dataset.series.extend(series.map(|series| (id.to_string(), series)));
            }
            None => {}
        },
    }
}

fn tell_unknown(name: &str, file: FileId, diagnostics: &mut Diagnostics) {
    let message = format!("`{name}` is not a dataset: it is not read");
    let diagnostic = Diagnostic::warning("unknown-dataset", Span::file(file), message);
    let settings = SETTINGS.iter().map(|stem| format!("{stem}.toml"));
    let tables = TABLES.iter().map(|stem| format!("{stem}.csv"));
    let files: Vec<String> = settings.chain(tables).collect();
    let files = files.iter().map(String::as_str);
    let diagnostic = super::fields::suggest(diagnostic, Span::file(file), name, files);
    diagnostics.push(diagnostic.without_fix());
}

/// Whether a table stands in two files. Nobody can tell which one holds: it is told.
fn stands_twice(stem: &str, input: Input<'_>, diagnostics: &mut Diagnostics) -> bool {
    let twin = format!("data/{}/{stem}.csv", input.period);
    let Some(other) = input.sources.find(&twin) else { return false };
    let message = format!("there is a `{twin}` too: which one holds?");
    diagnostics.push(
        Diagnostic::error("dataset-twice", Span::file(input.file), message)
            .related(Span::file(other), "the other file")
            .help("keep one of the two files"),
    );
    true
}

fn read_as<T>(value: Option<T>, input: Input<'_>) -> Option<Loaded<T>> {
    value.map(|value| loaded(value, input.file, input.sources))
}

/// What a file holds, with the file's name and hash.
pub fn loaded<T>(value: T, file: FileId, sources: &Sources) -> Loaded<T> {
    Loaded {
        value,
        path: sources.path(file).to_string(),
        sha256: sources.sha256(file).to_string(),
    }
}

fn toml<T>(
    input: Input<'_>,
    diagnostics: &mut Diagnostics,
    read: impl FnOnce(&Fields<'_>, &mut Diagnostics) -> T,
) -> Option<T> {
    let text = super::text(input.file, input.sources, diagnostics)?;
    let table = super::toml::read(text, Span::file(input.file), diagnostics)?;
    let fields = Fields::new(&table);
    let value = read(&fields, diagnostics);
    fields.unknown("unknown-key", Severity::Error, diagnostics);
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
