//! `data/<period>/charts.toml`: charts that are described once and cited by their names.

pub mod contradictions;
mod texts;

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::fields::{Datum, Entry, Fields, Table};
use crate::chart::Mark;
use crate::config::Config;
use crate::data::{Dataset, Datasets};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, nearest};
use crate::document::{ChartSpec, ChartTarget, Charts, Noted, Sort};
use crate::source::{Sources, Span};
use texts::Languages;

/// The most categories that a chart shows, the rest as one.
const MOST_SHOWN: usize = 15;

/// The most decimals of a number in a chart.
const MOST_DIGITS: u32 = 3;

/// What `sort` may say beside a list of keys.
const SORTS: [(&str, Sort); 4] =
    [("x", Sort::Rising), ("-x", Sort::Falling), ("y", Sort::Name), ("data", Sort::Data)];

/// The charts of all periods. A period whose file cannot be read has none.
pub fn charts(
    sources: &Sources,
    config: &Config,
    datasets: &Datasets,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, Charts> {
    let mut charts = BTreeMap::new();
    for (period, dataset) in datasets {
        let Some(file) = sources.find(&format!("data/{period}/charts.toml")) else { continue };
        let Some(text) = super::text(file, sources, diagnostics) else { continue };
        let (table, is_whole) = super::toml::read_in_part(text, Span::file(file), diagnostics);
        let reader = Reader { text, languages: Languages(&config.languages), dataset };
        if is_whole {
            charts.insert(period.clone(), reader.charts(&table, diagnostics));
        } else {
            let mut told = Diagnostics::default();
            reader.charts(&table, &mut told);
            super::fields::tell_slips(text, told, diagnostics);
        }
    }
    charts
}

/// What a file of charts is read with.
struct Reader<'a> {
    /// The file.
    text: &'a str,
    languages: Languages<'a>,
    /// The other data of the period.
    dataset: &'a Dataset,
}

impl Reader<'_> {
    fn charts(&self, table: &Table, diagnostics: &mut Diagnostics) -> Charts {
        let mut charts = Charts::new();
        for entry in &table.entries {
            let Datum::Table(inside) = &entry.item.value else {
                let message = format!("`{}` does not stand in a chart", entry.key);
                let help = "begin each chart with a line `[name]`, and write its keys below";
                diagnostics
                    .push(Diagnostic::error("wrong-type", entry.key_span, message).help(help));
                continue;
            };
            if is_cut_name(inside) {
                for inner in &inside.entries {
                    let Datum::Table(chart) = &inner.item.value else { continue };
                    let name = format!("{}.{}", entry.key, inner.key);
                    tell_name(&name, inner.key_span, diagnostics);
                    self.chart(&name, inner, chart, diagnostics);
                }
                continue;
            }
            if entry.key.is_empty() || super::slug(&entry.key) != entry.key {
                tell_name(&entry.key, entry.key_span, diagnostics);
            }
            let chart = self.chart(&entry.key, entry, inside, diagnostics);
            if !self.is_taken(entry, diagnostics) {
                charts.insert(entry.key.clone(), chart);
            }
        }
        charts
    }

    /// Whether a series or figure has the chart's name: then nobody could tell which one is cited.
    fn is_taken(&self, entry: &Entry, diagnostics: &mut Diagnostics) -> bool {
        let name = entry.key.as_str();
        let facts = self.dataset.facts.iter().flat_map(|facts| &facts.value);
        let fact = facts.clone().find(|fact| fact.id == name).map(|fact| ("figure", fact.span));
        let series = self.dataset.series.get(name).map(|series| ("series", series.value.span));
        let Some((what, place)) = series.or(fact) else { return false };
        let message =
            format!("there is a {what} `{name}` too: which one is meant where it is cited?");
        diagnostics.push(
            Diagnostic::error("duplicate-id", entry.key_span, message)
                .related(place, format!("the {what}"))
                .help(format!("call the chart something else, such as `{name}-chart`")),
        );
        true
    }

    /// What is wrong is left out, so that the chart can be cited all the same.
    fn chart(
        &self,
        name: &str,
        entry: &Entry,
        table: &Table,
        diagnostics: &mut Diagnostics,
    ) -> ChartSpec {
        let fields = &Fields::new(table);
        let mut chart = ChartSpec {
            mark: mark(fields, diagnostics),
            data: list(fields, "data", diagnostics),
            sort: sort(fields, diagnostics),
            other: self.languages.words(fields, "other", diagnostics),
            highlight: list(fields, "highlight", diagnostics),
            target: self.target(fields, diagnostics),
            texts: self.languages.texts(fields, self.text, diagnostics),
            span: Some(entry.key_span),
            ..ChartSpec::default()
        };
        if fields.item("data").is_none() {
            let message = format!("the chart `{name}` has no `data`");
            diagnostics.push(
                Diagnostic::error("missing-key", entry.key_span, message)
                    .help("add `data = \"suppliers.by_country\"`: a series or figure, or a list"),
            );
        }
        if let Some(transform) = fields.table("transform", diagnostics) {
            let fields = &Fields::new(transform);
            chart.top = top(fields, diagnostics);
            chart.periods = list(fields, "periods", diagnostics);
            fields.unknown("unknown-key", Severity::Error, diagnostics);
        }
        if let Some(encoding) = fields.table("encoding", diagnostics) {
            let fields = &Fields::new(encoding);
            if let Some(x) = fields.table("x", diagnostics) {
                let fields = &Fields::new(x);
                chart.domain = ends(fields, "domain", diagnostics);
                chart.decimals = digits(fields, diagnostics);
                fields.unknown("unknown-key", Severity::Error, diagnostics);
            }
            fields.unknown("unknown-key", Severity::Error, diagnostics);
        }
        fields.unknown("unknown-key", Severity::Error, diagnostics);
        if let Some(drawn) = chart.mark {
            contradictions::of(&chart, drawn).into_iter().for_each(|one| diagnostics.push(one));
        }
        chart
    }

    fn target(
        &self,
        fields: &Fields<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Noted<ChartTarget>> {
        let table = fields.table("target", diagnostics)?;
        let fields = &Fields::new(table);
        let range = ends(fields, "range", diagnostics);
        let value = fields.number("value", diagnostics);
        let label = self.languages.words(fields, "label", diagnostics);
        let said = (fields.item("range").is_some(), fields.item("value").is_some());
        fields.unknown("unknown-key", Severity::Error, diagnostics);
        let wrong = match said {
            (true, true) => Some(("contradictory-chart", "the target is both a value and a range")),
            (false, false) => Some(("missing-key", "the target is neither a value nor a range")),
            (true, false) | (false, true) => None,
        };
        if let Some((code, message)) = wrong {
            diagnostics.push(
                Diagnostic::error(code, table.span, message)
                    .help("write `value = 85`, or `range = [40, 60]`"),
            );
            return None;
        }
        let (low, high) = range.map(|it| it.value).or(value.map(|value| (value, value)))?;
        Some(Noted { value: ChartTarget { low, high, label }, span: table.span })
    }
}

fn mark(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Noted<Mark>> {
    let word = fields.text("mark", diagnostics)?;
    let span = fields.item("mark")?.span;
    if let Some(value) = Mark::find(&word) {
        return Some(Noted { value, span });
    }
    let message = format!("`{word}` is not a kind of chart");
    let diagnostic = Diagnostic::error("wrong-value", span, message);
    let names = Mark::ALL.map(Mark::name);
    diagnostics.push(match (Mark::called(&word).map(Mark::name), nearest(&word, names)) {
        (Some(name), _) => {
            diagnostic.help(format!("it is called `{name}` here")).fix(span, format!("\"{name}\""))
        }
        (None, Some(name)) => diagnostic
            .help(format!("there is a similar one: `{name}`"))
            .fix(span, format!("\"{name}\"")),
        (None, None) => diagnostic.help(format!("write one of {}", names.join(", "))),
    });
    None
}

fn sort(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Noted<Sort>> {
    let item = fields.item("sort")?;
    if let Datum::List(_) = item.value {
        let keys = list(fields, "sort", diagnostics);
        let keys: Vec<String> = keys.into_iter().map(|key| key.value).collect();
        return (!keys.is_empty()).then_some(Noted { value: Sort::Keys(keys), span: item.span });
    }
    let (word, span) = (fields.text("sort", diagnostics)?, item.span);
    let found = SORTS.into_iter().find(|(name, _)| *name == word);
    if found.is_none() {
        let message = format!("`{word}` is not an order");
        diagnostics.push(Diagnostic::error("wrong-value", span, message).help(
            "write `-x` for the largest first, `x` for the smallest first, `y` for the order of \
             the names, `data` for that of the data, or a list of keys",
        ));
    }
    found.map(|(_, value)| Noted { value, span })
}

/// One name or several, each once. Years and codes may stand without quotes.
fn list(
    fields: &Fields<'_>,
    key: &'static str,
    diagnostics: &mut Diagnostics,
) -> Vec<Noted<String>> {
    let Some(item) = fields.item(key) else { return Vec::new() };
    let items = match &item.value {
        Datum::List(items) => items.as_slice(),
        _ => std::slice::from_ref(item),
    };
    let mut names: Vec<Noted<String>> = Vec::new();
    for item in items {
        let span = item.span;
        let value = match &item.value {
            Datum::Text(text) => text.trim().to_string(),
            Datum::Number(number) => number.to_string(),
            _ => String::new(),
        };
        if value.is_empty() {
            let message = format!("`{key}` must be a name, or a list of names in quotes");
            diagnostics.push(
                Diagnostic::error("wrong-type", span, message)
                    .help(format!("write `{key} = [\"…\", \"…\"]`")),
            );
        } else if let Some(first) = names.iter().find(|other| other.value == value) {
            let message = format!("`{value}` stands twice in `{key}`");
            diagnostics.push(
                Diagnostic::error("duplicate-id", span, message)
                    .related(first.span, "first here")
                    .help("take one of the two out"),
            );
        } else {
            names.push(Noted { value, span });
        }
    }
    if items.is_empty() {
        let message = format!("`{key}` is empty");
        diagnostics.push(
            Diagnostic::error("wrong-value", item.span, message)
                .help(format!("name at least one, `{key} = [\"…\"]`, or take it out")),
        );
    }
    names
}

/// Whether a table stands for a name that was cut at its dot: `[suppliers.by_country]`.
fn is_cut_name(table: &Table) -> bool {
    let is_chart = |entry: &Entry| match &entry.item.value {
        Datum::Table(inner) => {
            inner.entries.iter().any(|entry| ["data", "mark"].contains(&entry.key.as_str()))
        }
        _ => false,
    };
    !table.entries.is_empty() && table.entries.iter().all(is_chart)
}

fn tell_name(name: &str, span: Span, diagnostics: &mut Diagnostics) {
    let slug = super::slug(name);
    let like = if slug.is_empty() { "countries" } else { &slug };
    let message = format!("`{name}` is not a name for a chart");
    diagnostics.push(
        Diagnostic::error("wrong-value", span, message)
            .help(format!("write `[{like}]`: small letters a–z, digits and hyphens")),
    );
}

fn top(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Noted<usize>> {
    let number = fields.integer("top", diagnostics)?;
    let span = fields.item("top")?.span;
    let top = usize::try_from(number).ok().filter(|top| (1..=MOST_SHOWN).contains(top));
    if top.is_none() {
        let message = format!("a chart cannot show the first {number}");
        diagnostics.push(
            Diagnostic::error("wrong-value", span, message)
                .help(format!("`top` is 1 to {MOST_SHOWN}; the rest is shown as one")),
        );
    }
    top.map(|value| Noted { value, span })
}

/// The two ends of a scale or range.
fn ends(
    fields: &Fields<'_>,
    key: &'static str,
    diagnostics: &mut Diagnostics,
) -> Option<Noted<(Decimal, Decimal)>> {
    let item = fields.item(key)?;
    let span = item.span;
    let numbers: Option<Vec<Decimal>> = match &item.value {
        Datum::List(items) => items
            .iter()
            .map(|item| match item.value {
                Datum::Number(number) => Some(number),
                _ => None,
            })
            .collect(),
        _ => None,
    };
    let Some(&[low, high]) = numbers.as_deref() else {
        let message = format!("`{key}` must be two numbers");
        diagnostics.push(
            Diagnostic::error("wrong-type", span, message)
                .help(format!("write `{key} = [0, 100]`, the lower one first")),
        );
        return None;
    };
    if low >= high {
        let message = format!("`{key}` begins at {low} and ends at {high}");
        diagnostics.push(
            Diagnostic::error("wrong-value", span, message)
                .help("write the lower number first, and the higher one second"),
        );
        return None;
    }
    Some(Noted { value: (low, high), span })
}

fn digits(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<u32> {
    let number = fields.integer("digits", diagnostics)?;
    let digits = u32::try_from(number).ok().filter(|digits| *digits <= MOST_DIGITS);
    if digits.is_none() {
        let span = fields.item("digits").map(|item| item.span);
        diagnostics.push(
            Diagnostic::error(
                "wrong-value",
                span,
                format!("numbers cannot have {number} decimals"),
            )
            .help(format!("`digits` is 0 to {MOST_DIGITS}")),
        );
    }
    digits
}
