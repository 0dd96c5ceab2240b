//! Charts, tables, key figures and pictures in the words of one language.

mod cards;
mod datasets;
mod risk;
mod shown;

use rust_decimal::prelude::ToPrimitive;

use super::resolve::Resolver;
use super::words;
use crate::chart::{Bars, Chart, Plot};
use crate::diagnostic::{Diagnostic, nearest};
use crate::document::{
    Figure, FigureContent, FigureKind, FigureReference, Inline, PrintedKind, plain,
};
use crate::fact::{Measure, Series, Words};
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
        lang: resolver.scope.locale.tag().to_string(),
        name: plain(&caption),
        description: match reference.title.is_empty() {
            true => shown.description(resolver),
            false => reference.title.clone(),
        },
        plot: Plot::Bar(Bars {
            maximum: maximum(&shown, series),
            bars: shown.rows.iter().map(Row::bar).collect(),
        }),
    };
    let table = shown.table(resolver);
    let csv = csv_path(resolver, series, period, top);
    let kind = PrintedKind::Series { file: Some(csv.clone()) };
    resolver.print(kind, &series.id, period, reference.span);
    Some(Figure {
        number: resolver.figure_number(reference.kind),
        anchor,
        caption,
        subtitle: subtitle(resolver, reference, series),
        source: series_source(resolver, series, &shown, period),
        content: FigureContent::Chart { chart: Box::new(chart), table, csv },
        span: reference.span,
    })
}

/// Where the axis ends: scores have an end of their own.
fn maximum(shown: &Shown<'_>, series: &Series) -> f64 {
    let most = shown.rows.iter().map(|row| row.value).max();
    let most = most.and_then(|most| most.to_f64()).unwrap_or(0.0);
    match series.measure {
        // Women may earn more than men.
        Measure::Percent => most.max(100.0),
        Measure::Share | Measure::Count => most,
    }
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
    if let (None, Some(suppressed)) = (found, known.suppressed.get(&reference.target)) {
        let (id, span) = (&reference.target, reference.target_span);
        resolver.diagnostics.push(super::facts::withheld(id, suppressed, span));
    } else if found.is_none() {
        let mut names: Vec<&str> = known.series.keys().map(String::as_str).collect();
        if kind == "table" {
            names.extend(datasets::TABLES.into_iter().chain(risk::TABLES));
        }
        let message = format!("there is no {kind} `{}` in the data of {period}", reference.target);
        let diagnostic = Diagnostic::error(
            if kind == "table" { "unknown-table" } else { "unknown-chart" },
            reference.target_span,
            message,
        );
        let diagnostic = match nearest(&reference.target, names.iter().copied()) {
            Some(near) => diagnostic
                .help(format!("there is a similar one: `{near}`"))
                .fix(reference.target_span, written(reference, near)),
            None => {
                let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
                diagnostic.help(format!("known are {}", names.join(", ")))
            }
        };
        citations.tell(diagnostic, period, resolver.diagnostics);
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
fn source(
    resolver: &Resolver<'_, '_>,
    dataset: &str,
    stated: Option<&Words>,
    note: Option<String>,
) -> String {
    let messages = resolver.scope.messages;
    let file = dataset.rsplit('/').next().unwrap_or(dataset);
    let stated = stated.and_then(|words| words::given(words, resolver.scope.locale));
    let name = stated.or(words::dataset(dataset, messages)).unwrap_or(file);
    let source = messages.fill("source", &[("name", name)]);
    match note {
        Some(note) => format!("{source} {note}"),
        None => source,
    }
}

/// The source of a series, with what readers must know of its numbers.
fn series_source(
    resolver: &Resolver<'_, '_>,
    series: &Series,
    shown: &Shown<'_>,
    period: &str,
) -> String {
    let origin = &series.provenance;
    let known = resolver.scope.facts.periods.get(period);
    let withheld = known.and_then(|known| {
        known.suppressed.values().find(|suppressed| suppressed.dataset == origin.dataset)
    });
    let withheld = withheld.map(|suppressed| {
        let number = resolver.scope.locale.number(suppressed.smallest.into(), 0);
        resolver.scope.messages.fill("withheld-groups", &[("n", &number)])
    });
    let notes = [shown.rounding_note(resolver), withheld].into_iter().flatten();
    let note = Some(notes.collect::<Vec<_>>().join(" ")).filter(|note| !note.is_empty());
    source(resolver, &origin.dataset, origin.source.as_ref(), note)
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

fn table(
    resolver: &mut Resolver<'_, '_>,
    reference: &FigureReference,
    anchor: String,
) -> Option<Figure> {
    let name = reference.target.as_str();
    if !datasets::TABLES.contains(&name) && !risk::TABLES.contains(&name) {
        return series_table(resolver, reference, anchor);
    }
    let made = table_of(resolver, reference)?;
    let caption = match reference.caption.is_empty() {
        false => resolver.line(&reference.caption),
        true => {
            let key = format!("table.{}", reference.target);
            let text = resolver.scope.messages.text(&key).to_string();
            vec![Inline::Text { text, span: reference.span }]
        }
    };
    Some(Figure {
        number: resolver.figure_number(reference.kind),
        anchor,
        caption,
        subtitle: String::new(),
        source: source(resolver, &made.dataset, None, made.note),
        content: FigureContent::Table(made.table),
        span: reference.span,
    })
}

/// A table that is not a series.
fn table_of(
    resolver: &mut Resolver<'_, '_>,
    reference: &FigureReference,
) -> Option<datasets::Made> {
    let name = reference.target.as_str();
    if !risk::TABLES.contains(&name) {
        return datasets::table(resolver, reference);
    }
    let period = reference.period.as_deref();
    let (period, _) =
        resolver.citations.period(period, reference.target_span, resolver.diagnostics)?;
    let table = risk::table(name, period, resolver);
    if table.is_none() {
        let message = format!("there is no table `{name}` in the data of {period}");
        let help = match resolver.scope.project.datasets.contains_key(period) {
            true => format!("risk classes need `risk-matrix.toml` and its like in `data/{period}`"),
            false => format!("of {period} there are figures only: a closed year keeps no tables"),
        };
        let diagnostic =
            Diagnostic::error("unknown-table", reference.target_span, message).help(help);
        resolver.citations.tell(diagnostic, period, resolver.diagnostics);
    }
    let (table, dataset) = table?;
    for (kind, id) in risk::printed(name, period, resolver) {
        resolver.print(kind, &id, period, reference.span);
    }
    Some(datasets::Made { table, dataset, note: None })
}

/// The numbers of a series; all categories, unless `top` says how many.
fn series_table(
    resolver: &mut Resolver<'_, '_>,
    reference: &FigureReference,
    anchor: String,
) -> Option<Figure> {
    let (series, period) = find_series(resolver, reference, "table")?;
    let kind = PrintedKind::Series { file: None };
    resolver.print(kind, &series.id, period, reference.span);
    let top = options(resolver, reference);
    let shown = Shown::new(series, top.or(Some(series.categories.len())), resolver);
    let caption = caption(resolver, reference, series);
    Some(Figure {
        number: resolver.figure_number(reference.kind),
        anchor,
        caption,
        subtitle: String::new(),
        source: series_source(resolver, series, &shown, period),
        content: FigureContent::Table(shown.table(resolver)),
        span: reference.span,
    })
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
