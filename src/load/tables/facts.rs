//! `facts.toml`: values that somebody states.

use super::{Input, inner, settings};
use crate::data::StatedFact;
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::fact::{Value, Words};
use crate::load::fields::{Datum, Entry, Fields, Table, is_currency};

pub fn read(input: Input<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<StatedFact>> {
    let Input { file, sources, languages, .. } = input;
    let text = crate::load::text(file, sources, diagnostics)?;
    settings(text, file, diagnostics, |table, d| stated(table, languages, d))
}

fn stated(table: &Table, languages: &[&str], diagnostics: &mut Diagnostics) -> Vec<StatedFact> {
    let mut facts = Vec::new();
    let headless = headless(table, diagnostics);
    for entry in table.entries.iter().filter(|entry| !headless.contains(&entry.key.as_str())) {
        let Datum::Table(inside) = &entry.item.value else {
            let message = format!("`{}` does not stand in a fact", entry.key);
            let help =
                "begin each fact with a line `[\"suppliers.count\"]`, and write its keys below";
            diagnostics.push(Diagnostic::error("wrong-type", entry.key_span, message).help(help));
            continue;
        };
        if let Some(deeper) = without_quotes(entry, inside) {
            diagnostics.push(deeper);
            continue;
        }
        facts.extend(inner(inside, diagnostics, |fields, d| {
            fields.missing("value", "value = 0", d);
            fields.missing("unit", "unit = \"count\"", d);
            let decimals = fields.integer("decimals", d).unwrap_or_default();
            let label = fields.words("label", languages, d).unwrap_or_default();
            let definition = fields.words("definition", languages, d).unwrap_or_default();
            let source = fields.words("source", languages, d).unwrap_or_default();
            let value = stated_value(fields, languages, d)?;
            let decimals = u32::try_from(decimals).unwrap_or_default();
            Some(StatedFact {
                id: entry.key.clone(),
                value,
                decimals,
                label,
                definition,
                source,
                span: entry.key_span,
            })
        }));
    }
    facts
}

/// Keys of a fact that stand above all facts, because its line is gone; they are told.
fn headless<'a>(table: &'a Table, diagnostics: &mut Diagnostics) -> Vec<&'a str> {
    const KEYS: [&str; 6] = ["value", "unit", "decimals", "label", "definition", "source"];
    let keys = table.entries.iter().filter(|entry| KEYS.contains(&entry.key.as_str()));
    let keys: Vec<&Entry> = keys.collect();
    if !has_value(table) || keys.len() < 2 {
        return Vec::new();
    }
    let names: Vec<String> = keys.iter().map(|entry| format!("`{}`", entry.key)).collect();
    let message = format!("{} do not stand in a fact", names.join(", "));
    let help = "write the line with the name of the fact above them: `[\"suppliers.count\"]`";
    diagnostics.push(Diagnostic::error("wrong-type", keys[0].key_span, message).help(help));
    keys.into_iter().map(|entry| entry.key.as_str()).collect()
}

/// `[suppliers.count]` is a table in a table, not one called so.
fn without_quotes(entry: &Entry, inside: &Table) -> Option<Diagnostic> {
    let mut deeper = inside.entries.iter();
    let first = deeper.find(|it| matches!(&it.item.value, Datum::Table(it) if has_value(it)))?;
    let name = format!("{}.{}", entry.key, first.key);
    let message = format!("the name of the fact `{name}` stands in no quotes");
    let told = Diagnostic::error("wrong-type", first.key_span, message);
    (!has_value(inside)).then(|| told.help(format!("write `[\"{name}\"]`")))
}

fn has_value(table: &Table) -> bool {
    table.entries.iter().any(|entry| ["value", "unit"].contains(&entry.key.as_str()))
}

const UNITS: [&str; 7] = ["count", "percent", "points", "number", "date", "text", "year"];

fn stated_value(
    fields: &Fields<'_>,
    languages: &[&str],
    diagnostics: &mut Diagnostics,
) -> Option<Value> {
    let unit = fields.text("unit", diagnostics)?;
    match unit.as_str() {
        "count" => fields.integer("value", diagnostics).map(Value::Count),
        "percent" => fields.number("value", diagnostics).map(Value::Percent),
        "points" => fields.number("value", diagnostics).map(Value::Points),
        "number" => fields.number("value", diagnostics).map(Value::Number),
        "date" => fields.date("value", diagnostics).map(Value::Date),
        "text" => {
            fields.words("value", languages, diagnostics).map(|words: Words| Value::Text(words))
        }
        "year" => fields
            .integer("value", diagnostics)
            .and_then(|year| i32::try_from(year).ok())
            .map(Value::Year),
        currency if is_currency(currency) => {
            let currency = currency.to_string();
            fields.number("value", diagnostics).map(|amount| Value::Money { amount, currency })
        }
        _ => {
            let span = fields.item("unit")?.span;
            fields.item("value");
            let message = format!("`{unit}` is not a unit");
            let diagnostic = Diagnostic::error("wrong-value", span, message);
            let help = format!("write {}, or a currency such as NOK", UNITS.join(", "));
            diagnostics.push(match nearest(&unit, UNITS) {
                Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                None => diagnostic.help(help),
            });
            None
        }
    }
}
