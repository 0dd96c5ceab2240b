//! Rows of the same classes: a series in several years, or several series of one year.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::line::measure;
use super::measured::{Measured, Unit, float};
use super::request::Request;
use super::{Made, Time, gap_note, parts, tint};
use crate::chart::{Axis, Class, Mark, Plot, Stacked, StackedPart, StackedRow, Tint};
use crate::compose::resolve::Resolver;
use crate::compose::words;
use crate::document::{Cell, Column, DataTable, PrintedKind};
use crate::fact::{Category, Measure, Series};

/// More classes cannot be told apart.
const MOST_CLASSES: usize = 5;

/// A row before it is in words.
struct Row<'a> {
    key: String,
    label: String,
    series: &'a Series,
    period: &'a str,
}

pub fn make<'a>(
    resolver: &mut Resolver<'a, '_>,
    request: &Request<'a, '_>,
    data: &[Measured<'a>],
) -> Option<Made> {
    let rows = rows(resolver, request, data)?;
    let classes = classes(&rows);
    let first = rows.first()?.series;
    if classes.len() > MOST_CLASSES {
        let message = format!("`{}` has {} classes: no row can show them", first.id, classes.len());
        request.refuse(resolver, message, "take `bar`, which shows one year");
        return None;
    }
    // A row of nothing says so among others; alone there is nothing to divide.
    let full =
        |row: &Row<'_>| row.series.measure != Measure::Count || !row.series.total().is_zero();
    let divided = rows.iter().filter(|row| full(row)).map(|row| row.series);
    let divided: Vec<&Series> = divided.collect();
    let checked = if divided.is_empty() { vec![first] } else { divided };
    for series in checked {
        parts::whole(resolver, request, series, Mark::StackedBar)?;
    }
    let (locale, messages) = (resolver.scope.locale, resolver.scope.messages);
    let stacked = Stacked {
        classes: classes
            .iter()
            .enumerate()
            .map(|(at, class)| Class {
                key: class.key.clone(),
                label: words::label(&class.label, locale, messages),
                tint: tint(&class.key, false, at),
            })
            .collect(),
        rows: rows
            .iter()
            .map(|row| StackedRow {
                key: row.key.clone(),
                label: row.label.clone(),
                parts: row_parts(row.series, &classes, request.spec.decimals, resolver),
            })
            .collect(),
        axis: Axis::hundred(&|value| {
            locale.percent(Decimal::from_f64_retain(value).unwrap_or_default(), 0)
        }),
    };
    let same = rows.iter().all(|row| row.series.id == first.id);
    Some(Made {
        table: table(&rows, &classes, (&stacked, request.spec.decimals), same, resolver),
        description: description(&stacked, same.then_some(first), resolver),
        measure: measure(data, resolver),
        time: match same {
            true => {
                let ends = rows.iter().map(|row| row.period);
                let (first, last) = (ends.clone().min()?, ends.max()?);
                Time::Periods(first.to_string(), last.to_string())
            }
            false => Time::of(first, request.period),
        },
        notes: notes(&rows, &stacked, request, resolver),
        plot: Plot::StackedBar(stacked),
        dataset: first.provenance.dataset.clone(),
        stated: first.provenance.source.clone(),
        printed: rows
            .iter()
            .map(|row| {
                let kind = PrintedKind::Series { file: None };
                (kind, row.series.id.clone(), row.period.to_string())
            })
            .collect(),
    })
}

/// Years that have no numbers, and rounded shares that do not add up to 100.
fn notes(
    rows: &[Row<'_>],
    stacked: &Stacked,
    request: &Request<'_, '_>,
    resolver: &Resolver<'_, '_>,
) -> Vec<String> {
    let periods: Vec<&str> = rows.iter().map(|row| row.period).collect();
    // In the last decimal that is shown.
    let unit = 10f64.powi(request.spec.decimals.unwrap_or(0) as i32);
    let rounded = |row: &StackedRow| {
        row.parts.iter().map(|part| (part.share * unit).round()).sum::<f64>() / unit
    };
    let uneven = stacked.rows.iter().any(|row| ![0.0, 100.0].contains(&rounded(row)));
    let rounding = uneven.then(|| resolver.scope.messages.text("rounding-note").to_string());
    [rounding, gap_note(resolver, &request.missing(&periods))].into_iter().flatten().collect()
}

/// One series: its years, the newest first. Several: each a row.
fn rows<'a>(
    resolver: &mut Resolver<'a, '_>,
    request: &Request<'a, '_>,
    data: &[Measured<'a>],
) -> Option<Vec<Row<'a>>> {
    let (locale, messages) = (resolver.scope.locale, resolver.scope.messages);
    let mut rows = Vec::new();
    match data {
        [Measured::Series(series)] => {
            request.tell_unknown_periods(resolver);
            for (period, one) in request.over_time(resolver, &series.id).into_iter().rev() {
                let Measured::Series(series) = one else { continue };
                let (key, label) = (period.to_string(), period.to_string());
                rows.push(Row { key, label, series, period });
            }
        }
        several => {
            for one in several {
                let Measured::Series(series) = one else {
                    let message = "a stacked bar shows series, not single figures".to_string();
                    request.refuse(resolver, message, "take `line`, `slope` or `bullet`");
                    return None;
                };
                let label = words::label(&series.label, locale, messages);
                rows.push(Row { key: series.id.clone(), label, series, period: request.period });
            }
        }
    }
    Some(rows)
}

/// The classes of all rows, each once, in the order of the first row that has it. That of what
/// nobody knows is left out where nothing is unknown; others say their nought.
fn classes<'a>(rows: &[Row<'a>]) -> Vec<&'a Category> {
    let mut found: Vec<&Category> = Vec::new();
    for category in rows.iter().flat_map(|row| &row.series.categories) {
        if !found.iter().any(|known| known.key == category.key) {
            found.push(category);
        }
    }
    // Risk reads from low to high, and what nobody knows stands last.
    let place = |key: &str| {
        ["low", "medium", "high", "not_assessed", "unknown"].iter().position(|one| *one == key)
    };
    found.sort_by_key(|class| place(&class.key).map_or((0, 0), |place| (1, place)));
    let occurs = |key: &str| {
        let mut all = rows.iter().flat_map(|row| &row.series.categories);
        all.any(|one| one.key == key && !one.value.is_zero())
    };
    found.retain(|class| tint(&class.key, false, 0) != Tint::Other || occurs(&class.key));
    found
}

fn row_parts(
    series: &Series,
    classes: &[&Category],
    decimals: Option<u32>,
    resolver: &Resolver<'_, '_>,
) -> Vec<StackedPart> {
    let locale = resolver.scope.locale;
    let values: BTreeMap<&str, Decimal> =
        series.categories.iter().map(|one| (one.key.as_str(), one.value)).collect();
    let total = match series.measure {
        Measure::Count => series.total(),
        Measure::Share | Measure::Percent => Decimal::ONE_HUNDRED,
    };
    let part = |class: &&Category| {
        let value = values.get(class.key.as_str()).copied().unwrap_or_default();
        let share = (value * Decimal::ONE_HUNDRED).checked_div(total).unwrap_or_default();
        StackedPart {
            share: float(share),
            share_text: locale.percent(share, decimals.unwrap_or(0)),
            count_text: (series.measure == Measure::Count).then(|| locale.number(value, 0)),
        }
    };
    classes.iter().map(part).collect()
}

/// `2024: low 87 % (389), medium 13 % (58) and high 0 % (0).` for each row.
fn description(stacked: &Stacked, series: Option<&Series>, resolver: &Resolver<'_, '_>) -> String {
    let (locale, messages) = (resolver.scope.locale, resolver.scope.messages);
    let row = |row: &StackedRow| {
        let parts = stacked.classes.iter().zip(&row.parts).map(|(class, part)| {
            let count = part.count_text.as_ref().map_or_else(String::new, |n| format!(" ({n})"));
            format!("{} {}{count}", class.label, part.share_text)
        });
        format!("{}: {}.", row.label, locale.list(&parts.collect::<Vec<_>>()))
    };
    let rows: Vec<String> = stacked.rows.iter().map(row).collect();
    // Several series have their names in front of their rows.
    let measure =
        series.map(|series| format!("{}.", words::label(&series.label, locale, messages)));
    measure.into_iter().chain(rows).collect::<Vec<_>>().join(" ")
}

/// A row each; a column of numbers a class, with its share where both are known.
fn table(
    rows: &[Row<'_>],
    classes: &[&Category],
    (stacked, decimals): (&Stacked, Option<u32>),
    same: bool,
    resolver: &Resolver<'_, '_>,
) -> DataTable {
    let messages = resolver.scope.messages;
    let head = messages.text(if same { "evidence-period" } else { "category" }).to_string();
    let mut columns = vec![Column { title: head, numeric: false }];
    columns.extend(
        stacked.classes.iter().map(|class| Column { title: class.label.clone(), numeric: true }),
    );
    let unit = |series: &Series| Unit::from(series.measure);
    let made = rows.iter().zip(&stacked.rows).map(|(row, words)| {
        let cells = classes.iter().zip(&words.parts).map(|(class, part)| {
            let known = row.series.categories.iter().find(|one| one.key == class.key);
            let exact = known.map_or(Decimal::ZERO, |one| one.value);
            let text = match (unit(row.series), &part.count_text) {
                (Unit::Count, Some(count)) => format!("{count} ({})", part.share_text),
                _ => part.share_text.clone(),
            };
            unit(row.series).cell(exact, decimals.unwrap_or(0), text)
        });
        std::iter::once(Cell::Text(row.label.clone())).chain(cells).collect()
    });
    DataTable {
        keys: rows.iter().map(|row| row.key.clone()).collect(),
        columns,
        rows: made.collect(),
        total: None,
    }
}
