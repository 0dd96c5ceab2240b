//! Figures over the years, as lines; between two years, as a slope.

use rust_decimal::Decimal;

use super::measured::{Measured, Unit, float};
use super::request::Request;
use super::{Aim, Made, Time, gap_note, telling_decimals};
use crate::chart::{Amount, Line, Lines, Mark, Plot};
use crate::compose::resolve::Resolver;
use crate::compose::words::{self, capitalised};
use crate::document::{Cell, Column, DataTable, PrintedKind};
use crate::fact::{Label, Provenance};

/// More lines cannot be told apart.
const MOST_LINES: usize = 4;

/// A line before it is in words: its value in each year that has one.
struct Traced {
    key: String,
    label: String,
    unit: Unit,
    decimals: u32,
    values: Vec<(String, Decimal)>,
}

pub fn make<'a>(
    resolver: &mut Resolver<'a, '_>,
    request: &Request<'a, '_>,
    data: &[Measured<'a>],
    mark: Mark,
) -> Option<Made> {
    request.tell_unknown_periods(resolver);
    let mut printed = Vec::new();
    let mut traced = Vec::new();
    for one in data {
        trace(resolver, request, one, &mut traced, &mut printed);
    }
    tell_unfit(resolver, request, &traced)?;
    let first = traced.first()?;
    let mut years: Vec<String> =
        traced.iter().flat_map(|one| one.values.iter().map(|(year, _)| year.clone())).collect();
    years.sort();
    years.dedup();
    if mark == Mark::Slope {
        // The first and the last are what it compares.
        years = [years.first(), years.last()].into_iter().flatten().cloned().collect();
    }
    let missing = if mark == Mark::Line { fill_in(&mut years) } else { Vec::new() };
    let locale = resolver.scope.locale;
    let moments: Vec<Amount> = years.iter().enumerate().map(moment).collect();
    let value = |one: &Traced, year: &String| {
        one.values.iter().find(|(own, _)| own == year).map(|(_, value)| *value)
    };
    // A single figure is what the chart measures, which its caption or subtitle says.
    let named = !matches!(data, [Measured::Fact(_)]);
    let lines = traced.iter().map(|one| Line {
        key: one.key.clone(),
        label: if named { one.label.clone() } else { String::new() },
        values: years
            .iter()
            .map(|year| Some(one.unit.amount(locale, value(one, year)?, one.decimals)))
            .collect(),
    });
    let aim = Aim::of(request, &first.unit, resolver);
    let drawn = traced.iter().flat_map(|one| one.values.iter().map(|(_, value)| *value));
    let domain = request.spec.domain.as_ref().map(|domain| domain.value);
    let lines = Lines {
        axis: first.unit.axis(locale, drawn.chain(aim.as_ref().map(|aim| aim.value)), domain),
        lines: lines.collect(),
        target: aim.as_ref().map(|aim| Amount { value: float(aim.value), text: aim.words() }),
        moments,
    };
    // Lines need no zero, but readers are told where there is none.
    let begins = (lines.axis.low > 0.0).then(|| {
        let lowest = lines.axis.ticks.first().map_or("", |tick| tick.text.as_str());
        resolver.scope.messages.fill("chart-axis-begins", &[("value", lowest)])
    });
    let notes = [begins, gap_note(resolver, &missing)].into_iter().flatten().collect();
    let origin = provenance(&data[0]);
    Some(Made {
        table: table(&traced, &years, aim.as_ref(), resolver),
        description: description(&traced, &lines, resolver),
        measure: measure(data, resolver),
        time: Time::Periods(years.first()?.clone(), years.last()?.clone()),
        notes,
        dataset: origin.dataset.clone(),
        stated: origin.source.clone(),
        plot: if mark == Mark::Slope { Plot::Slope(lines) } else { Plot::Line(lines) },
        printed,
    })
}

/// The lines of one figure or of the categories of a series.
fn trace<'a>(
    resolver: &Resolver<'a, '_>,
    request: &Request<'a, '_>,
    one: &Measured<'a>,
    traced: &mut Vec<Traced>,
    printed: &mut Vec<(PrintedKind, String, String)>,
) {
    let words = |label: &Label| words::label(label, resolver.scope.locale, resolver.scope.messages);
    match one {
        Measured::Fact(fact) => {
            let Some((unit, _)) = Unit::of(&fact.value) else { return };
            let mut values = Vec::new();
            for (period, one) in request.over_time(resolver, &fact.id) {
                let Measured::Fact(then) = one else { continue };
                let Some((_, value)) = Unit::of(&then.value).filter(|(own, _)| *own == unit) else {
                    continue;
                };
                printed.push((PrintedKind::Fact, fact.id.clone(), period.to_string()));
                values.push((period.to_string(), value));
            }
            let target = request.spec.target.as_ref().map(|target| target.value.high);
            let known = values.iter().map(|(_, value)| *value);
            let telling = telling_decimals(known, target).max(fact.decimals);
            let decimals = request.spec.decimals.unwrap_or(telling);
            let (key, label) = (fact.id.clone(), words(&fact.label));
            traced.push(Traced { key, label, unit, decimals, values });
        }
        Measured::Series(series) => {
            let start = traced.len();
            traced.extend(series.categories.iter().map(|category| Traced {
                key: category.key.clone(),
                label: words(&category.label),
                unit: Unit::from(series.measure),
                decimals: request.spec.decimals.unwrap_or(0),
                values: Vec::new(),
            }));
            for (period, one) in request.over_time(resolver, &series.id) {
                let Measured::Series(then) = one else { continue };
                let kind = PrintedKind::Series { file: None };
                printed.push((kind, series.id.clone(), period.to_string()));
                for category in &then.categories {
                    let own = traced[start..].iter_mut().find(|one| one.key == category.key);
                    if let Some(own) = own {
                        own.values.push((period.to_string(), category.value));
                    }
                }
            }
        }
    }
}

/// Lines that have no common scale, are too many, or have no second year.
fn tell_unfit(
    resolver: &mut Resolver<'_, '_>,
    request: &Request<'_, '_>,
    traced: &[Traced],
) -> Option<()> {
    let first = traced.first()?;
    if traced.len() > MOST_LINES {
        let message = format!("{} lines cannot be told apart: 4 can", traced.len());
        let help = match request.spec.data.as_slice() {
            [series] => format!(
                "name up to four of them in `charts.toml`: `data = [\"{}.{}\", \"…\"]`",
                series.value, first.key
            ),
            _ => "name up to four figures".to_string(),
        };
        request.refuse(resolver, message, &help);
        return None;
    }
    if let Some(odd) = traced.iter().find(|one| one.unit != first.unit) {
        let message = format!(
            "`{}` and `{}` are not measured alike: one scale cannot hold both",
            first.key, odd.key
        );
        request.refuse(resolver, message, "make a chart of each");
        return None;
    }
    if traced.iter().all(|one| one.values.len() < 2) {
        if request.has_unknown_periods(resolver) {
            return None;
        }
        let message = format!("`{}` is known of one period only: a line needs two", first.key);
        request.refuse(resolver, message, "close earlier years with `belegg close-year`, or state their figures in `data/<year>/facts.toml`; until then show the figure with `cards:`");
        return None;
    }
    Some(())
}

/// Adds the years between that nobody has numbers of: they leave their room. Gives those years.
fn fill_in(years: &mut Vec<String>) -> Vec<String> {
    let numbers: Option<Vec<i32>> = years.iter().map(|year| year.parse().ok()).collect();
    let Some(numbers) = numbers else { return Vec::new() };
    let (Some(first), Some(last)) = (numbers.first(), numbers.last()) else { return Vec::new() };
    // Whoever counts other things than years has no room for all that could lie between.
    if last - first > 100 {
        return Vec::new();
    }
    let missing: Vec<i32> = (*first..=*last).filter(|year| !numbers.contains(year)).collect();
    years.extend(missing.iter().map(ToString::to_string));
    years.sort();
    missing.iter().map(ToString::to_string).collect()
}

/// Where a period stands: a year at its number, others one after the other.
fn moment((at, period): (usize, &String)) -> Amount {
    let value = period.parse::<i32>().map_or(at as f64, f64::from);
    Amount { value, text: period.clone() }
}

/// What the lines are called together: a single one is what the chart measures.
pub fn measure(data: &[Measured<'_>], resolver: &Resolver<'_, '_>) -> String {
    let words = |label| words::label(label, resolver.scope.locale, resolver.scope.messages);
    match data {
        [Measured::Fact(fact)] => capitalised(&words(&fact.label)),
        [Measured::Series(series)] => words(&series.label),
        several => {
            let labels = several.iter().map(|one| match one {
                Measured::Fact(fact) => words(&fact.label),
                Measured::Series(series) => words(&series.label),
            });
            capitalised(&resolver.scope.locale.list(&labels.collect::<Vec<_>>()))
        }
    }
}

/// `Response rate: 59 % in 2022, 66 % in 2024.` for each line; of one year only that one.
fn description(traced: &[Traced], lines: &Lines, resolver: &Resolver<'_, '_>) -> String {
    let (locale, messages) = (resolver.scope.locale, resolver.scope.messages);
    let sentence = |one: &Traced| {
        let ends = match one.values.as_slice() {
            [] => return None,
            [only] => vec![only],
            [first, .., last] => vec![first, last],
        };
        let said = ends.into_iter().map(|(period, value)| {
            let value = one.unit.words(locale, *value, one.decimals);
            messages.fill("chart-value", &[("value", &value), ("period", period)])
        });
        let said: Vec<String> = said.collect();
        Some(format!("{}: {}.", capitalised(&one.label), said.join(", ")))
    };
    let target = lines.target.as_ref().map(|target| format!("{}.", target.text));
    traced.iter().filter_map(sentence).chain(target).collect::<Vec<_>>().join(" ")
}

fn table(
    traced: &[Traced],
    years: &[String],
    aim: Option<&Aim>,
    resolver: &Resolver<'_, '_>,
) -> DataTable {
    let (locale, messages) = (resolver.scope.locale, resolver.scope.messages);
    let mut columns =
        vec![Column { title: messages.text("evidence-period").to_string(), numeric: false }];
    columns
        .extend(traced.iter().map(|one| Column { title: capitalised(&one.label), numeric: true }));
    let (column, aimed) = aim.map(Aim::column).unzip();
    columns.extend(column);
    let row = |year: &String| {
        let cell = |one: &Traced| match one.values.iter().find(|(own, _)| own == year) {
            Some((_, exact)) => {
                let text = one.unit.words(locale, *exact, one.decimals);
                one.unit.cell(*exact, one.decimals, text)
            }
            None => Cell::Text("–".to_string()),
        };
        let values = traced.iter().map(cell).chain(aimed.clone());
        std::iter::once(Cell::Text(year.clone())).chain(values).collect()
    };
    DataTable { keys: years.to_vec(), columns, rows: years.iter().map(row).collect(), total: None }
}

fn provenance<'a>(one: &Measured<'a>) -> &'a Provenance {
    match one {
        Measured::Series(series) => &series.provenance,
        Measured::Fact(fact) => &fact.provenance,
    }
}
