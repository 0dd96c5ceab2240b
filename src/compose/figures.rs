//! Charts, tables, key figures and pictures in the words of one language.

mod cards;
mod changes;
mod chart;
mod datasets;
pub mod picture;
mod risk;

use super::resolve::Resolver;
use super::{sitemap, words};
use crate::diagnostic::Diagnostic;
use crate::document::{
    DataFile, Figure, FigureContent, FigureKind, FigureReference, Inline, Resolved,
};
use crate::fact::Words;
use crate::load::slug;

pub use cards::card;

/// A figure in words; none where it cannot be made, which is told.
pub fn figure(
    resolver: &mut Resolver<'_, '_>,
    reference: &FigureReference,
    anchor: String,
) -> Option<Figure> {
    match reference.kind {
        FigureKind::Chart => chart::chart(resolver, reference, anchor),
        FigureKind::Table => table(resolver, reference, anchor),
        FigureKind::Cards => cards::cards(resolver, reference, anchor),
        FigureKind::Image => picture::figure(resolver, reference, anchor),
        // Its blocks stand in its place already, or it was told that there are none.
        FigureKind::Part => None,
    }
}

/// The words in the brackets, or what is measured.
fn caption_of(
    resolver: &mut Resolver<'_, '_>,
    reference: &FigureReference,
    measure: &str,
) -> Vec<Inline<Resolved>> {
    match reference.caption.is_empty() {
        false => resolver.line(&reference.caption),
        true => vec![Inline::Text { text: measure.into(), span: reference.span }],
    }
}

/// The tables that are not series.
fn tables() -> impl Iterator<Item = &'static str> {
    datasets::TABLES.into_iter().chain(risk::TABLES).chain(changes::TABLES)
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

/// Where the numbers of a figure are published: `en/data/2024/suppliers-by-country.csv`. A page that
/// stands in for a missing translation has the numbers in the words of its own language.
fn data_file(resolver: &Resolver<'_, '_>, period: &str, name: &str) -> DataFile {
    let config = &resolver.scope.project.config;
    let own = config.languages.iter().find(|one| one.locale == resolver.scope.locale);
    let prefix = own.map_or_else(String::new, |own| sitemap::prefix(config, own));
    let csv = format!("{prefix}/data/{}/{name}.csv", slug(period));
    DataFile { csv: csv.trim_start_matches('/').to_string(), period: period.to_string() }
}

/// As of any figure; a table has other columns than a chart of the same name.
fn table_file(
    resolver: &Resolver<'_, '_>,
    reference: &FigureReference,
    period: &str,
    rest: &str,
) -> DataFile {
    data_file(resolver, period, &format!("table-{}{rest}", slug(&reference.target)))
}

fn table(
    resolver: &mut Resolver<'_, '_>,
    reference: &FigureReference,
    anchor: String,
) -> Option<Figure> {
    let name = reference.target.as_str();
    if !tables().any(|table| table == name) {
        return chart::series_table(resolver, reference, anchor);
    }
    let made = table_of(resolver, reference)?;
    let options = reference.options.iter();
    let rest: String =
        options.map(|(name, value)| format!("-{}-{}", slug(name), slug(value))).collect();
    let file = table_file(resolver, reference, &made.period, &rest);
    let caption = match reference.caption.is_empty() {
        false => resolver.line(&reference.caption),
        true => {
            let key = format!("table.{}", reference.target);
            let text = resolver.scope.messages.text(&key).into();
            vec![Inline::Text { text, span: reference.span }]
        }
    };
    Some(Figure {
        number: resolver.figure_number(reference.kind),
        anchor,
        caption,
        subtitle: String::new(),
        source: source(resolver, &made.dataset, None, made.note),
        content: FigureContent::Table { table: made.table, file },
        span: reference.span,
    })
}

/// A table that is not a series.
fn table_of(
    resolver: &mut Resolver<'_, '_>,
    reference: &FigureReference,
) -> Option<datasets::Made> {
    let name = reference.target.as_str();
    if changes::TABLES.contains(&name) {
        return changes::table(resolver, reference);
    }
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
    let period = period.to_string();
    Some(datasets::Made { table, period, dataset, note: None })
}
