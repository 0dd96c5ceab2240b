//! Charts, tables, key figures and pictures in the words of one language.

mod cards;
mod risk;
mod shown;

use rust_decimal::prelude::ToPrimitive;

use super::resolve::Resolver;
use super::words;
use crate::chart::{Chart, Mark};
use crate::data::{GoalStatus, MeasureStatus};
use crate::diagnostic::{Diagnostic, nearest};
use crate::document::{
    Cell, Column, DataTable, Figure, FigureContent, FigureKind, FigureReference, Inline, Tone,
    plain,
};
use crate::fact::{Measure, Series};
use crate::load::slug;
use shown::{Row, Shown};

pub use cards::card;

/// A figure in words; none where it cannot be made, which is told.
pub fn figure(
    resolver: &mut Resolver<'_, '_>,
    reference: &FigureReference,
    anchor: String,
) -> Option<Figure> {
    match reference.kind {
        FigureKind::Chart => chart(resolver, reference, anchor),
        FigureKind::Table => table(resolver, reference, anchor),
        FigureKind::Cards => cards::cards(resolver, reference, anchor),
        FigureKind::Image => image(resolver, reference, anchor),
    }
}

fn chart(
    resolver: &mut Resolver<'_, '_>,
    reference: &FigureReference,
    anchor: String,
) -> Option<Figure> {
    let (series, period) = find_series(resolver, reference, "chart")?;
    let top = options(resolver, reference);
    let shown = Shown::new(series, top, resolver);
    let caption = caption(resolver, reference, series);
    let chart = Chart {
        id: anchor.clone(),
        mark: Mark::Bar,
        lang: resolver.scope.locale.tag().to_string(),
        name: plain(&caption),
        description: match reference.title.is_empty() {
            true => shown.description(resolver),
            false => reference.title.clone(),
        },
        maximum: match series.measure {
            Measure::Percent => 100.0,
            Measure::Count => shown
                .rows
                .iter()
                .map(|row| row.value)
                .max()
                .and_then(|most| most.to_f64())
                .unwrap_or(0.0),
        },
        bars: shown.rows.iter().map(Row::bar).collect(),
    };
    let table = shown.table(resolver);
    let csv = csv_path(resolver, series, period, top);
    Some(Figure {
        number: resolver.figure_number(reference.kind),
        anchor,
        caption,
        subtitle: subtitle(resolver, reference, series),
        source: source(resolver, &series.provenance.dataset, shown.rounding_note(resolver)),
        content: FigureContent::Chart { chart, table, csv },
        span: reference.span,
    })
}

/// The series that a reference names, and its period; told where there is none.
fn find_series<'a>(
    resolver: &mut Resolver<'a, '_>,
    reference: &FigureReference,
    kind: &str,
) -> Option<(&'a Series, &'a str)> {
    let period = reference.period.as_deref();
    let citations = resolver.citations;
    let (period, known) = citations.period(period, reference.target_span, resolver.diagnostics)?;
    let found = known.series.get(&reference.target);
    if found.is_none() {
        let mut names: Vec<&str> = known.series.keys().map(String::as_str).collect();
        if kind == "table" {
            names.extend(TABLES.into_iter().chain(risk::TABLES));
        }
        let message = format!("there is no {kind} `{}` in the data of {period}", reference.target);
        let diagnostic = Diagnostic::error(
            if kind == "table" { "unknown-table" } else { "unknown-chart" },
            reference.target_span,
            message,
        );
        resolver.diagnostics.push(match nearest(&reference.target, names.iter().copied()) {
            Some(near) => diagnostic
                .help(format!("there is a similar one: `{near}`"))
                .fix(reference.target_span, written(reference, near)),
            None => {
                let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
                diagnostic.help(format!("known are {}", names.join(", ")))
            }
        });
    }
    Some((found?, period))
}

/// The target of a figure with another name.
fn written(reference: &FigureReference, name: &str) -> String {
    let scheme = match reference.kind {
        FigureKind::Chart => "chart:",
        FigureKind::Table => "table:",
        FigureKind::Cards => "cards:",
        FigureKind::Image => "",
    };
    let period = reference.period.as_ref().map_or_else(String::new, |period| format!("@{period}"));
    let options: Vec<String> =
        reference.options.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let query = if options.is_empty() { String::new() } else { format!("?{}", options.join("&")) };
    format!("{scheme}{name}{period}{query}")
}

/// `?as=bar&top=7`: how many categories to show.
fn options(resolver: &mut Resolver<'_, '_>, reference: &FigureReference) -> Option<usize> {
    let mut top = None;
    for (name, value) in &reference.options {
        let help = match (name.as_str(), value.parse::<usize>()) {
            ("top", Ok(number)) if (1..=15).contains(&number) => {
                top = Some(number);
                continue;
            }
            ("as", _) if value == "bar" => continue,
            ("as", _) => "a chart is drawn `as=bar`",
            ("top", _) => "`top=` takes a number from 1 to 15",
            _ => "the options are `top=` and `as=`",
        };
        let message = format!("`{name}={value}` is not an option of a chart");
        resolver
            .diagnostics
            .push(Diagnostic::error("unknown-option", reference.target_span, message).help(help));
    }
    top
}

fn caption(
    resolver: &mut Resolver<'_, '_>,
    reference: &FigureReference,
    series: &Series,
) -> Vec<Inline<crate::document::Resolved>> {
    match reference.caption.is_empty() {
        false => resolver.line(&reference.caption),
        true => {
            let text = words::label(&series.label, resolver.scope.locale, resolver.scope.messages);
            vec![Inline::Text { text, span: reference.span }]
        }
    }
}

/// `Business relations by country, 31 December 2024`
fn subtitle(resolver: &Resolver<'_, '_>, reference: &FigureReference, series: &Series) -> String {
    let (locale, messages) = (resolver.scope.locale, resolver.scope.messages);
    let measure = words::label(&series.label, locale, messages);
    match series.as_of {
        // The caption says what is measured where the author gave none.
        Some(date) if reference.caption.is_empty() => locale.date(date),
        None if reference.caption.is_empty() => String::new(),
        Some(date) => {
            messages.fill("chart-subtitle", &[("measure", &measure), ("date", &locale.date(date))])
        }
        None => measure,
    }
}

/// `Source: the supplier register.`
fn source(resolver: &Resolver<'_, '_>, dataset: &str, note: Option<String>) -> String {
    let messages = resolver.scope.messages;
    let file = dataset.rsplit('/').next().unwrap_or(dataset);
    let key = format!("dataset.{file}");
    let name = if messages.has(&key) { messages.text(&key) } else { file };
    let source = messages.fill("source", &[("name", name)]);
    match note {
        Some(note) => format!("{source} {note}"),
        None => source,
    }
}

/// `en/data/2024/suppliers-by-country-top-7.csv`
fn csv_path(
    resolver: &Resolver<'_, '_>,
    series: &Series,
    period: &str,
    top: Option<usize>,
) -> String {
    let config = &resolver.scope.project.config;
    let prefix = super::sitemap::prefix(config, &config.languages[resolver.scope.edition]);
    let name = slug(&series.id);
    let top = top.map_or_else(String::new, |top| format!("-top-{top}"));
    format!(
        "{}data/{}/{name}{top}.csv",
        prefix.trim_start_matches('/').to_string() + if prefix.is_empty() { "" } else { "/" },
        slug(period)
    )
}

const TABLES: [&str; 2] = ["goals", "measures"];

fn table(
    resolver: &mut Resolver<'_, '_>,
    reference: &FigureReference,
    anchor: String,
) -> Option<Figure> {
    let (content, dataset) = match reference.target.as_str() {
        "goals" | "measures" => rows_of(resolver, reference)?,
        name if risk::TABLES.contains(&name) => {
            let period = reference.period.as_deref();
            let (period, _) =
                resolver.citations.period(period, reference.target_span, resolver.diagnostics)?;
            let table = risk::table(name, period, resolver);
            if table.is_none() {
                let message = format!("there is no table `{name}` in the data of {period}");
                resolver.diagnostics.push(
                    Diagnostic::error("unknown-table", reference.target_span, message).help(
                        format!(
                            "risk classes need `risk-matrix.toml` and its like in `data/{period}`"
                        ),
                    ),
                );
            }
            table?
        }
        _ => {
            let (series, _) = find_series(resolver, reference, "table")?;
            let top = options(resolver, reference);
            let shown = Shown::new(series, top.or(Some(series.categories.len())), resolver);
            (shown.table(resolver), series.provenance.dataset.clone())
        }
    };
    let caption = match reference.caption.is_empty() {
        false => resolver.line(&reference.caption),
        true => {
            let key = format!("table.{}", reference.target);
            vec![Inline::Text {
                text: resolver.scope.messages.text(&key).to_string(),
                span: reference.span,
            }]
        }
    };
    Some(Figure {
        number: resolver.figure_number(reference.kind),
        anchor,
        caption,
        subtitle: String::new(),
        source: source(resolver, &dataset, None),
        content: FigureContent::Table(content),
        span: reference.span,
    })
}

/// The goals or the measures of a period, row by row.
fn rows_of(
    resolver: &mut Resolver<'_, '_>,
    reference: &FigureReference,
) -> Option<(DataTable, String)> {
    let citations = resolver.citations;
    let (period, _) = citations.period(
        reference.period.as_deref(),
        reference.target_span,
        resolver.diagnostics,
    )?;
    let scope = resolver.scope;
    let (locale, messages) = (scope.locale, scope.messages);
    let dataset = scope.project.datasets.get(period)?;
    let given = |words: &crate::fact::Words| {
        Cell::Text(words::given(words, locale).unwrap_or_default().to_string())
    };
    let column = |key: &str| Column { title: messages.text(key).to_string(), numeric: false };
    let missing = |resolver: &mut Resolver<'_, '_>| {
        let file = format!("data/{period}/{}.csv", reference.target);
        let message = format!(
            "there is no table `{}`: the file `{file}` is missing or cannot be read",
            reference.target
        );
        resolver.diagnostics.push(Diagnostic::error(
            "unknown-table",
            reference.target_span,
            message,
        ));
        None
    };
    if reference.target == "goals" {
        let Some(goals) = &dataset.goals else { return missing(resolver) };
        let rows = goals
            .value
            .iter()
            .map(|goal| {
                let status = Cell::Status {
                    word: messages.text(goal_word(goal.status)).to_string(),
                    tone: goal_tone(goal.status),
                };
                vec![given(&goal.text), status, given(&goal.owner)]
            })
            .collect();
        let columns = vec![column("goal"), column("status"), column("owner")];
        return Some((DataTable { columns, rows, total: None }, goals.path.clone()));
    }
    let Some(measures) = &dataset.measures else { return missing(resolver) };
    let rows = measures
        .value
        .iter()
        .map(|measure| {
            let (word, tone) = match measure.status {
                MeasureStatus::Planned => ("status-planned", Tone::Neutral),
                MeasureStatus::Ongoing => ("status-ongoing", Tone::Going),
                MeasureStatus::Done => ("status-done", Tone::Good),
            };
            let status = Cell::Status { word: messages.text(word).to_string(), tone };
            vec![given(&measure.title), status, given(&measure.result)]
        })
        .collect();
    let columns = vec![column("measure"), column("status"), column("result")];
    Some((DataTable { columns, rows, total: None }, measures.path.clone()))
}

fn goal_word(status: GoalStatus) -> &'static str {
    match status {
        GoalStatus::Continuous => "status-continuous",
        GoalStatus::OnTrack => "status-on-track",
        GoalStatus::Delayed => "status-delayed",
        GoalStatus::Achieved => "status-achieved",
        GoalStatus::Dropped => "status-dropped",
    }
}

fn goal_tone(status: GoalStatus) -> Tone {
    match status {
        GoalStatus::Continuous | GoalStatus::Dropped => Tone::Neutral,
        GoalStatus::OnTrack => Tone::Going,
        GoalStatus::Delayed => Tone::Bad,
        GoalStatus::Achieved => Tone::Good,
    }
}

fn image(
    resolver: &mut Resolver<'_, '_>,
    reference: &FigureReference,
    anchor: String,
) -> Option<Figure> {
    let alt = plain(&resolver.line(&reference.caption));
    if alt.trim().is_empty() {
        resolver.diagnostics.push(
            Diagnostic::error("missing-alt", reference.span, "the picture has no text alternative")
                .help("say in the brackets what it shows: `![A nurse at a desk](nurse.jpg)`"),
        );
    }
    let path = match reference.target.strip_prefix('/') {
        Some(path) => path.to_string(),
        None if resolver.scope.page.folder().is_empty() => reference.target.clone(),
        None => format!("{}/{}", resolver.scope.page.folder(), reference.target),
    };
    if !resolver.scope.project.files.contains_key(&path) {
        let known = resolver.scope.project.files.keys().map(String::as_str);
        let message = format!("there is no picture `{}`", reference.target);
        let diagnostic = Diagnostic::error("broken-link", reference.target_span, message);
        resolver.diagnostics.push(match nearest(&path, known) {
            Some(near) => diagnostic.help(format!("there is `/{near}`")),
            None => {
                diagnostic.help("put it beside the page, or in `static/` and write `/name.jpg`")
            }
        });
        return None;
    }
    let caption = vec![Inline::Text { text: reference.title.clone(), span: reference.span }];
    Some(Figure {
        number: resolver.figure_number(reference.kind),
        anchor,
        caption: if reference.title.is_empty() { Vec::new() } else { caption },
        subtitle: String::new(),
        source: String::new(),
        content: FigureContent::Image { path, alt },
        span: reference.span,
    })
}
