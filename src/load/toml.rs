//! TOML text to keys and values with places.

use rust_decimal::Decimal;
use time::{Date, Month};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fields::{Datum, Entry, Item, Table};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Span;

/// Reads TOML that stands at `place` of its file (front matter begins after a fence).
/// What cannot be read is told; the rest is returned.
pub fn read(text: &str, place: Span, diagnostics: &mut Diagnostics) -> Option<Table> {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let span = error.span().map_or(place, |range| place.within(range));
        let message = format!("this is not valid TOML: {}", error.message().trim());
        diagnostics.push(Diagnostic::error("toml-syntax", span, message).help(
            "texts stand in double quotes, keys and values are joined by `=`, lists stand in brackets",
        ));
    }
    if !errors.is_empty() {
        return None;
    }
    Some(self::table(table.get_ref(), place.within(table.span()), place, diagnostics))
}

fn table(table: &DeTable<'_>, span: Span, place: Span, diagnostics: &mut Diagnostics) -> Table {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_span: place.within(key.span()),
            item: item(value, place, diagnostics),
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_span);
    Table { entries, span }
}

fn item(value: &Spanned<DeValue<'_>>, place: Span, diagnostics: &mut Diagnostics) -> Item {
    let span = place.within(value.span());
    let value = match value.get_ref() {
        DeValue::String(text) => Datum::Text(text.to_string()),
        DeValue::Boolean(bool) => Datum::Bool(*bool),
        DeValue::Integer(number) => number_or_text(number.as_str()),
        DeValue::Float(number) => number_or_text(number.as_str()),
        DeValue::Datetime(datetime) => match datetime.date.and_then(date) {
            Some(date) => Datum::Date(date),
            None => Datum::Text(datetime.to_string()),
        },
        DeValue::Array(items) => {
            Datum::List(items.iter().map(|one| item(one, place, diagnostics)).collect())
        }
        DeValue::Table(inner) => Datum::Table(table(inner, span, place, diagnostics)),
    };
    Item { value, span }
}

/// Infinities, hexadecimal and the like are no values of a report: they stay texts.
fn number_or_text(text: &str) -> Datum {
    let digits = text.replace('_', "");
    match digits.parse::<Decimal>().or_else(|_| Decimal::from_scientific(&digits)) {
        Ok(number) => Datum::Number(number),
        Err(_) => Datum::Text(text.to_string()),
    }
}

fn date(date: toml::value::Date) -> Option<Date> {
    let month = Month::try_from(date.month).ok()?;
    Date::from_calendar_date(i32::from(date.year), month, date.day).ok()
}
