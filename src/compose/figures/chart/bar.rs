//! The categories of a series as bars, and as the table beside them.

use rust_decimal::Decimal;

use super::measured::{Measured, Unit, float};
use super::request::Request;
use super::{Made, Time, notes};
use crate::chart::{Bar, Bars, Plot};
use crate::compose::resolve::Resolver;
use crate::compose::words;
use crate::document::{Cell, ChartSpec, Column, DataTable, PrintedKind, Sort};
use crate::fact::{Category, Label, Measure, Series};
use crate::source::Span;

/// More bars than this are folded into "other" unless the author says how many to show.
const MOST_BARS: usize = 12;

/// More bars than this, of which nothing can be folded, are a table.
const MOST_SCORES: usize = 15;

/// The categories that a chart or table shows, the rest folded into one.
pub struct Shown<'a> {
    pub series: &'a Series,
    /// Of its values.
    decimals: u32,
    /// Of their shares.
    share_decimals: u32,
    pub rows: Vec<Row>,
}

pub struct Row {
    pub key: String,
    pub label: String,
    pub value: Decimal,
    pub value_text: String,
    /// Of the sum of a series of counts, in percent.
    pub share: Option<Decimal>,
    pub share_text: Option<String>,
    /// The rest folded together, or what nobody knows.
    pub other: bool,
}

pub fn make<'a>(
    resolver: &mut Resolver<'a, '_>,
    request: &Request<'a, '_>,
    data: &[Measured<'a>],
) -> Option<Made> {
    let [Measured::Series(series)] = data else {
        let message = "bars show the categories of one series".to_string();
        let help = "name one series, such as `suppliers.by_country`; single figures are drawn as `line` over the years or shown as `cards:`";
        request.refuse(resolver, message, help);
        return None;
    };
    let most = match series.measure {
        Measure::Percent => {
            tell_no_rest(resolver, request, series)?;
            series.categories.len()
        }
        Measure::Count | Measure::Share => MOST_BARS,
    };
    let shown = Shown::of(series, &request.spec, most, resolver);
    shown.tell_unknown_keys(request, resolver);
    let most = shown.rows.iter().map(|row| row.value).max().unwrap_or_default();
    let whole = Decimal::ONE_HUNDRED;
    let maximum = match series.measure {
        // Women may earn more than men.
        Measure::Percent => most.max(whole),
        Measure::Share | Measure::Count => most,
    };
    let highlight = &request.spec.highlight;
    let bars = shown.rows.iter().map(|row| Bar {
        key: row.key.clone(),
        label: row.label.clone(),
        value: float(row.value),
        value_text: row.value_text.clone(),
        share_text: row.share_text.clone(),
        other: row.other,
        quiet: !highlight.is_empty() && !highlight.iter().any(|one| one.value == row.key),
    });
    let plot = Plot::Bar(Bars { bars: bars.collect(), maximum: float(maximum) });
    Some(shown.made(plot, request, resolver))
}

impl<'a> Shown<'a> {
    /// All categories or the first `top`, as the data has them.
    pub fn new(series: &'a Series, top: usize, resolver: &Resolver<'_, '_>) -> Self {
        Shown::of(series, &ChartSpec::default(), top, resolver)
    }

    /// As many as are asked for, or as many as `most`; one category alone is named, not folded.
    pub fn of(
        series: &'a Series,
        spec: &ChartSpec,
        most: usize,
        resolver: &Resolver<'_, '_>,
    ) -> Self {
        let (locale, messages) = (resolver.scope.locale, resolver.scope.messages);
        let label = |category: &Category| words::label(&category.label, locale, messages);
        let mut named: Vec<&Category> =
            series.categories.iter().filter(|one| one.key != "unknown").collect();
        let unknown = series.categories.iter().filter(|one| one.key == "unknown");
        match spec.sort.as_ref().map(|sort| &sort.value) {
            Some(Sort::Falling) => named.sort_by_key(|one| std::cmp::Reverse(one.value)),
            Some(Sort::Rising) => named.sort_by_key(|one| one.value),
            Some(Sort::Name) => named.sort_by_cached_key(|one| locale.sort_key(&label(one))),
            Some(Sort::Keys(keys)) => {
                let place = |one: &Category| keys.iter().position(|key| *key == one.key);
                named.sort_by_key(|one| place(one).unwrap_or(keys.len()));
            }
            Some(Sort::Data) | None => {}
        }
        let most = match &spec.top {
            Some(top) => top.value,
            None if named.len() > most && most == MOST_BARS => MOST_BARS - 2,
            None => most,
        };
        let most = if named.len() == most + 1 && most >= MOST_BARS - 2 { most + 1 } else { most };
        let total = series.total();
        let unit = Unit::from(series.measure);
        let decimals = spec.decimals.unwrap_or(decimals(series));
        let row = |key: &str, label: String, value: Decimal, other: bool| Row {
            key: key.to_string(),
            label,
            value,
            value_text: unit.words(locale, value, decimals),
            share: match series.measure {
                Measure::Count => (value * Decimal::ONE_HUNDRED).checked_div(total),
                Measure::Share | Measure::Percent => None,
            },
            share_text: None,
            other,
        };
        // Which are folded is said by their size, also where they stand in another order.
        let mut kept: Vec<&Category> = named.clone();
        kept.sort_by_key(|one| std::cmp::Reverse(one.value));
        let folded: Vec<&Category> = kept.split_off(most.min(kept.len()));
        named.retain(|one| kept.iter().any(|other| std::ptr::eq(*one, *other)));
        let mut rows: Vec<Row> =
            named.iter().map(|one| row(&one.key, label(one), one.value, false)).collect();
        if !folded.is_empty() {
            let label = other_label(series, spec, folded.len(), resolver);
            rows.push(row("other", label, folded.iter().map(|one| one.value).sum(), true));
        }
        rows.extend(unknown.map(|one| row(&one.key, label(one), one.value, true)));
        let small = rows
            .iter()
            .filter_map(|row| row.share)
            .any(|share| !share.is_zero() && share < Decimal::ONE);
        let of_shares = spec.decimals.unwrap_or(u32::from(small));
        for row in &mut rows {
            row.share_text = row.share.map(|share| locale.percent(share, of_shares));
        }
        Shown { series, decimals, share_decimals: of_shares, rows }
    }

    /// The chart with what is said of it.
    pub fn made(&self, plot: Plot, request: &Request<'_, '_>, resolver: &Resolver<'_, '_>) -> Made {
        let series = self.series;
        Made {
            plot,
            table: self.table(resolver),
            description: self.description(resolver),
            measure: words::label(&series.label, resolver.scope.locale, resolver.scope.messages),
            time: Time::of(series, request.period),
            notes: notes(resolver, series, request.period, self.rounding_note(resolver)),
            dataset: series.provenance.dataset.clone(),
            stated: series.provenance.source.clone(),
            printed: vec![(
                PrintedKind::Series { file: None },
                series.id.clone(),
                request.period.to_string(),
            )],
        }
    }

    /// Keys to highlight or sort by that no category has.
    pub fn tell_unknown_keys(&self, request: &Request<'_, '_>, resolver: &mut Resolver<'_, '_>) {
        let categories = &self.series.categories;
        let known: Vec<&str> = categories.iter().map(|one| one.key.as_str()).collect();
        let spec = &request.spec;
        let highlighted = spec.highlight.iter().map(|one| (one.value.as_str(), one.span));
        let sorted: Vec<(&str, Span)> = match spec.sort.as_ref() {
            Some(sort) => match &sort.value {
                Sort::Keys(keys) => keys.iter().map(|key| (key.as_str(), sort.span)).collect(),
                _ => Vec::new(),
            },
            None => Vec::new(),
        };
        for (key, span) in highlighted.chain(sorted) {
            if key != "other" && !known.contains(&key) {
                let named = categories.iter().find(|one| is_called(one, key, resolver));
                let known = named.map_or(known.clone(), |one| vec![one.key.as_str()]);
                request.tell_unknown_key(resolver, key, span, &known, &self.series.id);
            }
        }
    }

    /// The same numbers as a table.
    pub fn table(&self, resolver: &Resolver<'_, '_>) -> DataTable {
        let (locale, messages) = (resolver.scope.locale, resolver.scope.messages);
        let parts = self.series.measure == Measure::Count;
        let column = |title: String, numeric: bool| Column { title, numeric };
        let mut columns =
            vec![column(words::label(&self.series.dimension, locale, messages), false)];
        columns.push(column(value_title(self.series, resolver), true));
        if parts {
            columns.push(column(messages.text("share").to_string(), true));
        }
        let keys = self.rows.iter().map(|row| row.key.clone()).collect();
        let rows = self.rows.iter().map(|row| {
            let unit = Unit::from(self.series.measure);
            let value = unit.cell(row.value, self.decimals, row.value_text.clone());
            let share = row.share.zip(row.share_text.clone());
            let share =
                share.map(|(exact, text)| Unit::Percent.cell(exact, self.share_decimals, text));
            [Some(Cell::Text(row.label.clone())), Some(value), share]
                .into_iter()
                .flatten()
                .collect()
        });
        let total = parts.then(|| {
            let (sum, hundred) = (self.series.total(), Decimal::ONE_HUNDRED);
            vec![
                Cell::Text(messages.text("total").to_string()),
                Unit::Count.cell(sum, 0, locale.number(sum, 0)),
                Unit::Percent.cell(hundred, 0, locale.percent(hundred, 0)),
            ]
        });
        DataTable { keys, columns, rows: rows.collect(), total }
    }

    /// What the chart shows, in one or two sentences.
    pub fn description(&self, resolver: &Resolver<'_, '_>) -> String {
        let (locale, messages) = (resolver.scope.locale, resolver.scope.messages);
        let measure = words::label(&self.series.label, locale, messages);
        let mut named: Vec<&Row> = self.rows.iter().filter(|row| !row.other).collect();
        if self.series.measure == Measure::Percent {
            let rows: Vec<(&str, Decimal)> =
                named.iter().map(|row| (row.label.as_str(), row.value)).collect();
            let words = |value| Unit::Percent.words(locale, value, self.decimals);
            return super::highest_and_lowest(&measure, &rows, words, resolver);
        }
        // Stable: of equal ones the first is named as largest and the last as smallest.
        named.sort_by_key(|row| std::cmp::Reverse(row.value));
        let (Some(largest), Some(last)) = (named.first(), named.last()) else {
            return String::new();
        };
        let text = |row: &Row| match &row.share_text {
            Some(share) => format!("{} ({share})", row.value_text),
            None => row.value_text.clone(),
        };
        if self.rows.len() == 1 {
            return format!("{measure}: {} {}.", largest.label, text(largest));
        }
        let message = match self.series.measure {
            _ if largest.value == last.value && named.len() == self.rows.len() => {
                "chart-description-equal"
            }
            Measure::Count => "chart-description",
            Measure::Share | Measure::Percent => "chart-description-shares",
        };
        messages.fill(
            message,
            &[
                ("measure", measure.as_str()),
                ("n", &self.rows.len().to_string()),
                ("largest", &largest.label),
                ("largest-value", &text(largest)),
                ("last", &last.label),
                ("last-value", &text(last)),
                ("total", &locale.number(self.series.total(), 0)),
            ],
        )
    }

    /// Where rounded shares do not add up to 100, that is said.
    pub fn rounding_note(&self, resolver: &Resolver<'_, '_>) -> Option<String> {
        let is_whole = || (self.series.total() - Decimal::ONE_HUNDRED).abs() <= Decimal::ONE;
        let shares: Vec<Decimal> = match self.series.measure {
            Measure::Count => self.rows.iter().filter_map(|row| row.share).collect(),
            // What is stated may be only the largest parts.
            Measure::Share if is_whole() => self.rows.iter().map(|row| row.value).collect(),
            Measure::Share | Measure::Percent => Vec::new(),
        };
        if shares.is_empty() {
            return None;
        }
        let small = shares.iter().any(|share| !share.is_zero() && *share < Decimal::ONE);
        let half_up = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
        let sum: Decimal = shares
            .iter()
            .map(|share| share.round_dp_with_strategy(u32::from(small), half_up))
            .sum();
        (sum != Decimal::ONE_HUNDRED)
            .then(|| resolver.scope.messages.text("rounding-note").to_string())
    }
}

/// Scores have no sum, so that no bar can stand for the rest of them.
fn tell_no_rest(
    resolver: &mut Resolver<'_, '_>,
    request: &Request<'_, '_>,
    series: &Series,
) -> Option<()> {
    let (id, count) = (&series.id, series.categories.len());
    if request.spec.top.is_some_and(|top| top.value < count) {
        let message = format!("the scores of `{id}` have no sum that could be shown as the rest");
        request.refuse(resolver, message, "take `top` out");
        return None;
    }
    if count > MOST_SCORES {
        let message = format!("{count} bars cannot be read, and scores have no sum: 15 can");
        request.refuse(resolver, message, &format!("show all of them as a table, `table:{id}`"));
        return None;
    }
    Some(())
}

/// Whether a category has this name in a language of the site.
fn is_called(category: &Category, name: &str, resolver: &Resolver<'_, '_>) -> bool {
    let project = resolver.scope.project;
    project.config.languages.iter().any(|language| {
        let messages = project.theme.words(language.locale);
        let label = words::label(&category.label, language.locale, messages);
        label.to_lowercase() == name.to_lowercase()
    })
}

/// What the column of values is called.
pub fn value_title(series: &Series, resolver: &Resolver<'_, '_>) -> String {
    let messages = resolver.scope.messages;
    let own = format!("value.{}", series.id);
    let key = match series.measure {
        _ if messages.has(&own) => own.as_str(),
        Measure::Count => "count",
        Measure::Share => "share",
        Measure::Percent => "score",
    };
    messages.text(key).to_string()
}

/// `Other countries (8)`
fn other_label(
    series: &Series,
    spec: &ChartSpec,
    count: usize,
    resolver: &Resolver<'_, '_>,
) -> String {
    let (locale, messages) = (resolver.scope.locale, resolver.scope.messages);
    if let Some(own) = words::given(&spec.other, locale) {
        return own.to_string();
    }
    let dimension = match &series.dimension {
        Label::Message(key) => format!("other-{key}"),
        _ => "other".to_string(),
    };
    let key = if messages.has(&dimension) { dimension } else { "other".to_string() };
    messages.fill(&key, &[("n", &count.to_string())])
}

/// Shares have one decimal if one of them is below 1 %.
fn decimals(series: &Series) -> u32 {
    let is_small = |category: &Category| !category.value.is_zero() && category.value < Decimal::ONE;
    match series.measure {
        Measure::Share => u32::from(series.categories.iter().any(is_small)),
        Measure::Count | Measure::Percent => 0,
    }
}
