//! Values on one scale, as a chart measures them.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::chart::{Amount, Axis};
use crate::document::Cell;
use crate::fact::{Fact, Measure, Series, Value};
use crate::locale::Locale;

/// What a chart is made of.
#[derive(Clone, Copy)]
pub enum Measured<'a> {
    Series(&'a Series),
    Fact(&'a Fact),
}

/// What the numbers of a scale are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit {
    Count,
    Percent,
    Points,
    Number,
    Money(String),
}

impl Unit {
    /// The number of a value and what it counts; none of a date, a text, yes or no.
    pub fn of(value: &Value) -> Option<(Unit, Decimal)> {
        match value {
            Value::Count(count) => Some((Unit::Count, Decimal::from(*count))),
            Value::Percent(share) => Some((Unit::Percent, *share)),
            Value::Points(points) => Some((Unit::Points, *points)),
            Value::Number(number) => Some((Unit::Number, *number)),
            Value::Money { amount, currency } => Some((Unit::Money(currency.clone()), *amount)),
            Value::Date(_) | Value::Year(_) | Value::Truth(_) | Value::Text(_) => None,
        }
    }

    pub fn words(&self, locale: &Locale, value: Decimal, decimals: u32) -> String {
        match self {
            Unit::Count => locale.number(value, 0),
            Unit::Percent => locale.percent(value, decimals),
            Unit::Points => locale.points(value, decimals),
            Unit::Number => locale.number(value, decimals),
            Unit::Money(currency) => locale.money(value, currency, decimals),
        }
    }

    /// A number of this unit, which keeps its kind.
    pub fn value(&self, number: Decimal) -> Value {
        match self {
            Unit::Count => match number.to_i64().filter(|_| number.is_integer()) {
                Some(count) => Value::Count(count),
                None => Value::Number(number),
            },
            Unit::Percent => Value::Percent(number),
            Unit::Points => Value::Points(number),
            Unit::Number => Value::Number(number),
            Unit::Money(currency) => Value::Money { amount: number, currency: currency.clone() },
        }
    }

    /// A number of this unit in a table.
    pub fn cell(&self, number: Decimal, decimals: u32, text: String) -> Cell {
        Cell::Value { value: self.value(number), decimals, text }
    }

    pub fn amount(&self, locale: &Locale, value: Decimal, decimals: u32) -> Amount {
        Amount { value: float(value), text: self.words(locale, value, decimals) }
    }

    /// A number at an axis: without the unit, but for percent.
    fn tick(&self, locale: &Locale, value: f64) -> String {
        // What is more than six figures is how computers count, not what an axis says.
        let value = Decimal::from_f64_retain(value).and_then(|value| value.round_sf(6));
        let Some(value) = value.map(|value| value.normalize()) else { return String::new() };
        match self {
            Unit::Percent => locale.percent(value, value.scale()),
            _ => locale.number(value, value.scale()),
        }
    }

    /// An axis that holds these values and 0; shares have one of 0 to 100 unless they leave it.
    pub fn axis(
        &self,
        locale: &Locale,
        values: impl Iterator<Item = Decimal>,
        domain: Option<(Decimal, Decimal)>,
    ) -> Axis {
        let words = |value: f64| self.tick(locale, value);
        let (low, high) = values
            .map(float)
            .fold((0.0, 0.0), |(low, high): (f64, f64), value| (low.min(value), high.max(value)));
        match domain {
            Some((low, high)) => Axis::round(float(low), float(high), 4, &words),
            None if *self == Unit::Percent && low >= 0.0 && high <= 100.0 => Axis::hundred(&words),
            None => Axis::round(low, high, 4, &words),
        }
    }
}

impl From<Measure> for Unit {
    fn from(measure: Measure) -> Unit {
        match measure {
            Measure::Count => Unit::Count,
            Measure::Share | Measure::Percent => Unit::Percent,
        }
    }
}

pub fn float(value: Decimal) -> f64 {
    value.to_f64().unwrap_or(0.0)
}
