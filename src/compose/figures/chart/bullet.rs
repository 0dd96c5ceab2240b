//! Scores on a scale that has an end, beside those of the period before and a target.

use rust_decimal::Decimal;

use super::measured::{Measured, Unit};
use super::request::Request;
use super::{Aim, Made, Time, notes, telling_decimals};
use crate::chart::{BulletRow, Bullets, Plot};
use crate::compose::resolve::Resolver;
use crate::compose::words;
use crate::document::{Cell, Column, DataTable, PrintedKind};
use crate::fact::{Measure, Series};

/// More rows than these are a table.
const MOST_ROWS: usize = 15;

/// A row before it is in words.
struct Row {
    key: String,
    label: String,
    value: Decimal,
    earlier: Option<Decimal>,
}

pub fn make<'a>(
    resolver: &mut Resolver<'a, '_>,
    request: &Request<'a, '_>,
    data: &[Measured<'a>],
) -> Option<Made> {
    let [Measured::Series(series)] = data else {
        let message = "bullets show the scores of one series".to_string();
        request.refuse(resolver, message, "name one series, such as `questionnaire.by_theme`");
        return None;
    };
    let (id, count) = (&series.id, series.categories.len());
    if series.measure == Measure::Count {
        let message = format!("`{id}` has counts, and bullets show scores");
        request.refuse(resolver, message, "take `bar`");
        return None;
    }
    if count > MOST_ROWS {
        let message = format!("{count} bullets cannot be read: {MOST_ROWS} can");
        request.refuse(resolver, message, &format!("show all of them as a table, `table:{id}`"));
        return None;
    }
    request.tell_unknown_periods(resolver);
    let before = request
        .over_time(resolver, &series.id)
        .into_iter()
        .rev()
        .find(|(period, _)| *period < request.period);
    let before = before.and_then(|(period, one)| match one {
        Measured::Series(series) => Some((period, series)),
        Measured::Fact(_) => None,
    });
    let (locale, messages) = (resolver.scope.locale, resolver.scope.messages);
    let rows: Vec<Row> = series
        .categories
        .iter()
        .map(|category| Row {
            key: category.key.clone(),
            label: words::label(&category.label, locale, messages),
            value: category.value,
            earlier: before.and_then(|(_, series)| value(series, &category.key)),
        })
        .collect();
    let before = before.filter(|_| rows.iter().any(|row| row.earlier.is_some()));
    let aim = Aim::of(request, &Unit::Percent, resolver);
    let known = rows.iter().flat_map(|row| [Some(row.value), row.earlier]).flatten();
    let telling = telling_decimals(known, aim.as_ref().map(|aim| aim.value));
    let decimals = request.spec.decimals.unwrap_or(telling);
    let amount = |value| Unit::Percent.amount(locale, value, decimals);
    let drawn = rows.iter().flat_map(|row| [Some(row.value), row.earlier]).flatten();
    let bullets = Bullets {
        now: request.period.to_string(),
        earlier: before.map(|(period, _)| period.to_string()),
        target: aim.as_ref().map(Aim::words),
        axis: Unit::Percent.axis(
            locale,
            drawn.chain(aim.as_ref().map(|aim| aim.value)),
            request.spec.domain.as_ref().map(|domain| domain.value),
        ),
        rows: rows
            .iter()
            .map(|row| BulletRow {
                key: row.key.clone(),
                label: row.label.clone(),
                value: amount(row.value),
                earlier: row.earlier.map(amount),
                target: aim.as_ref().map(|aim| amount(aim.value)),
                total: row.key == "total",
            })
            .collect(),
    };
    let series_of =
        |period: &str| (PrintedKind::Series { file: None }, series.id.clone(), period.to_string());
    let earlier = before.map(|(period, _)| series_of(period));
    Some(Made {
        table: table(series, &rows, (&bullets, decimals), aim.as_ref(), resolver),
        description: description(series, &rows, decimals, aim.as_ref(), resolver),
        plot: Plot::Bullet(bullets),
        measure: words::label(&series.label, locale, messages),
        time: Time::of(series, request.period),
        notes: notes(resolver, series, request.period, None),
        dataset: series.provenance.dataset.clone(),
        stated: series.provenance.source.clone(),
        printed: std::iter::once(series_of(request.period)).chain(earlier).collect(),
    })
}

fn value(series: &Series, key: &str) -> Option<Decimal> {
    series.categories.iter().find(|one| one.key == key).map(|one| one.value)
}

fn description(
    series: &Series,
    rows: &[Row],
    decimals: u32,
    aim: Option<&Aim>,
    resolver: &Resolver<'_, '_>,
) -> String {
    let (locale, messages) = (resolver.scope.locale, resolver.scope.messages);
    let measure = words::label(&series.label, locale, messages);
    let rows: Vec<(&str, Decimal)> =
        rows.iter().map(|row| (row.label.as_str(), row.value)).collect();
    let percent = |value| locale.percent(value, decimals);
    let said = super::highest_and_lowest(&measure, &rows, percent, resolver);
    aim.map_or_else(|| said.clone(), |aim| format!("{said} {}.", aim.words()))
}

fn table(
    series: &Series,
    rows: &[Row],
    (bullets, decimals): (&Bullets, u32),
    aim: Option<&Aim>,
    resolver: &Resolver<'_, '_>,
) -> DataTable {
    let (locale, messages) = (resolver.scope.locale, resolver.scope.messages);
    let column = |title: String, numeric: bool| Column { title, numeric };
    let value = match &bullets.earlier {
        Some(_) => bullets.now.clone(),
        None => super::bar::value_title(series, resolver),
    };
    let mut columns =
        vec![column(words::label(&series.dimension, locale, messages), false), column(value, true)];
    columns.extend(bullets.earlier.clone().map(|earlier| column(earlier, true)));
    let (target, aimed) = aim.map(Aim::column).unzip();
    columns.extend(target);
    let made = rows.iter().zip(&bullets.rows).map(|(row, words)| {
        let value = Unit::Percent.cell(row.value, decimals, words.value.text.clone());
        let earlier = bullets.earlier.as_ref().map(|_| match (row.earlier, &words.earlier) {
            (Some(exact), Some(words)) => Unit::Percent.cell(exact, decimals, words.text.clone()),
            _ => Cell::Text("–".to_string()),
        });
        let cells = [Some(Cell::Text(row.label.clone())), Some(value), earlier, aimed.clone()];
        cells.into_iter().flatten().collect()
    });
    DataTable {
        keys: rows.iter().map(|row| row.key.clone()).collect(),
        columns,
        rows: made.collect(),
        total: None,
    }
}
