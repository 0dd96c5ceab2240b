//! The categories of a series as a chart and its table show them.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::chart::Bar;
use crate::compose::resolve::Resolver;
use crate::compose::words;
use crate::document::{Cell, Column, DataTable};
use crate::fact::{Category, Label, Measure, Series};

/// More bars than this are folded into "other" unless the author says how many to show.
const MOST_BARS: usize = 12;

/// The categories that a chart shows, the rest folded into one.
pub struct Shown<'a> {
    series: &'a Series,
    pub rows: Vec<Row>,
}

pub struct Row {
    key: String,
    label: String,
    pub value: Decimal,
    value_text: String,
    share: Option<Decimal>,
    share_text: Option<String>,
    other: bool,
}

impl Row {
    pub fn bar(&self) -> Bar {
        Bar {
            key: self.key.clone(),
            label: self.label.clone(),
            value: self.value.to_f64().unwrap_or(0.0),
            value_text: self.value_text.clone(),
            share_text: self.share_text.clone(),
            other: self.other,
            quiet: false,
        }
    }
}

impl<'a> Shown<'a> {
    pub fn new(series: &'a Series, top: Option<usize>, resolver: &Resolver<'_, '_>) -> Self {
        let named: Vec<&Category> =
            series.categories.iter().filter(|one| one.key != "unknown").collect();
        let unknown = series.categories.iter().filter(|one| one.key == "unknown");
        let most = top.unwrap_or(match named.len() > MOST_BARS {
            true => MOST_BARS - 2,
            false => MOST_BARS,
        });
        // One category alone is named, not folded into "other".
        let most = if named.len() == most + 1 { most + 1 } else { most };
        let total = series.total();
        let decimals = decimals(series);
        let (locale, messages) = (resolver.scope.locale, resolver.scope.messages);
        let row = |key: &str, label: String, value: Decimal, other: bool| Row {
            key: key.to_string(),
            label,
            value,
            value_text: match series.measure {
                Measure::Count => locale.number(value, 0),
                Measure::Share | Measure::Percent => locale.percent(value, decimals),
            },
            share: match series.measure {
                Measure::Count => (value * Decimal::ONE_HUNDRED).checked_div(total),
                Measure::Share | Measure::Percent => None,
            },
            share_text: None,
            other,
        };
        let label = |category: &Category| words::label(&category.label, locale, messages);
        let mut rows: Vec<Row> = named
            .iter()
            .take(most)
            .map(|one| row(&one.key, label(one), one.value, false))
            .collect();
        let rest = named.get(most..).unwrap_or_default();
        if !rest.is_empty() {
            let count = rest.len().to_string();
            let dimension = match &series.dimension {
                Label::Message(key) => format!("other-{key}"),
                _ => "other".to_string(),
            };
            let key = if messages.has(&dimension) { dimension } else { "other".to_string() };
            let label = messages.fill(&key, &[("n", &count)]);
            rows.push(row("other", label, rest.iter().map(|one| one.value).sum(), true));
        }
        rows.extend(unknown.map(|one| row(&one.key, label(one), one.value, true)));
        let small = rows
            .iter()
            .filter_map(|row| row.share)
            .any(|share| !share.is_zero() && share < Decimal::ONE);
        for row in &mut rows {
            row.share_text = row.share.map(|share| locale.percent(share, u32::from(small)));
        }
        Shown { series, rows }
    }

    /// The same numbers as a table.
    pub fn table(&self, resolver: &Resolver<'_, '_>) -> DataTable {
        let (locale, messages) = (resolver.scope.locale, resolver.scope.messages);
        let parts = self.series.measure == Measure::Count;
        let column = |title: String, numeric: bool| Column { title, numeric };
        let mut columns =
            vec![column(words::label(&self.series.dimension, locale, messages), false)];
        let own = format!("value.{}", self.series.id);
        let value = match self.series.measure {
            _ if messages.has(&own) => own.as_str(),
            Measure::Count => "count",
            Measure::Share => "share",
            Measure::Percent => "score",
        };
        columns.push(column(messages.text(value).to_string(), true));
        if parts {
            columns.push(column(messages.text("share").to_string(), true));
        }
        let keys = self.rows.iter().map(|row| row.key.clone()).collect();
        let rows = self.rows.iter().map(|row| {
            let value = Cell::Number { exact: row.value, text: row.value_text.clone() };
            let share = row.share_text.clone().map(Cell::Text);
            [Some(Cell::Text(row.label.clone())), Some(value), share]
                .into_iter()
                .flatten()
                .collect()
        });
        let total = parts.then(|| {
            let total = locale.number(self.series.total(), 0);
            let hundred = locale.percent(Decimal::ONE_HUNDRED, 0);
            [messages.text("total").to_string(), total, hundred]
                .into_iter()
                .map(Cell::Text)
                .collect()
        });
        DataTable { keys, columns, rows: rows.collect(), total }
    }

    /// What the chart shows, in one or two sentences.
    pub fn description(&self, resolver: &Resolver<'_, '_>) -> String {
        let (locale, messages) = (resolver.scope.locale, resolver.scope.messages);
        let named: Vec<&Row> = self.rows.iter().filter(|row| !row.other).collect();
        let (Some(first), Some(last)) = (named.first(), named.last()) else { return String::new() };
        let text = |row: &Row| match &row.share_text {
            Some(share) => format!("{} ({share})", row.value_text),
            None => row.value_text.clone(),
        };
        let largest =
            named.iter().max_by(|a, b| a.value.cmp(&b.value).then(std::cmp::Ordering::Greater));
        let largest = largest.unwrap_or(first);
        messages.fill(
            match self.series.measure {
                Measure::Count => "chart-description",
                Measure::Share | Measure::Percent => "chart-description-scores",
            },
            &[
                ("measure", words::label(&self.series.label, locale, messages).as_str()),
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

/// Shares have one decimal if one of them is below 1 %.
fn decimals(series: &Series) -> u32 {
    let is_small = |category: &Category| !category.value.is_zero() && category.value < Decimal::ONE;
    match series.measure {
        Measure::Share => u32::from(series.categories.iter().any(is_small)),
        Measure::Count | Measure::Percent => 0,
    }
}
