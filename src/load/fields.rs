//! Keys and values with their places: what TOML and YAML files look like to the rest of `load`.
//!
//! Reading goes on after a mistake, so that all mistakes of a file are told at once.

use std::cell::RefCell;
use std::collections::BTreeSet;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::Value;
use time::Date;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity, nearest};
use crate::fact::Words;
use crate::source::Span;

/// One value with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub value: Datum,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Datum {
    Text(String),
    Number(Decimal),
    Bool(bool),
    Date(Date),
    List(Vec<Item>),
    Table(Table),
}

impl Datum {
    fn kind(&self) -> &'static str {
        match self {
            Datum::Text(_) => "a text",
            Datum::Number(_) => "a number",
            Datum::Bool(_) => "true or false",
            Datum::Date(_) => "a date",
            Datum::List(_) => "a list",
            Datum::Table(_) => "a table",
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub entries: Vec<Entry>,
    pub span: Span,
}

impl Table {
    /// The values without their places, for those who have their own use for them.
    pub fn to_json(&self) -> Value {
        let entries = self.entries.iter();
        entries.map(|entry| (entry.key.clone(), entry.item.to_json())).collect()
    }
}

impl Item {
    fn to_json(&self) -> Value {
        match &self.value {
            Datum::Text(text) => Value::from(text.as_str()),
            Datum::Number(number) => {
                let whole = i64::try_from(*number).ok().filter(|_| number.is_integer());
                whole.map_or_else(|| Value::from(number.to_f64()), Value::from)
            }
            Datum::Bool(bool) => Value::from(*bool),
            Datum::Date(date) => Value::from(date.to_string()),
            Datum::List(items) => items.iter().map(Item::to_json).collect(),
            Datum::Table(table) => table.to_json(),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub key: String,
    pub key_span: Span,
    pub item: Item,
}

/// A table being read: remembers which keys were asked for, so that the others can be told.
pub struct Fields<'a> {
    table: &'a Table,
    known: RefCell<BTreeSet<&'static str>>,
}

impl<'a> Fields<'a> {
    pub fn new(table: &'a Table) -> Self {
        Fields { table, known: RefCell::default() }
    }

    pub fn span(&self) -> Span {
        self.table.span
    }

    pub fn item(&self, key: &'static str) -> Option<&'a Item> {
        self.known.borrow_mut().insert(key);
        self.table.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.item)
    }

    pub fn text(&self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<String> {
        self.typed(key, "a text in quotes", diagnostics, |value| match value {
            Datum::Text(text) => Some(text.clone()),
            _ => None,
        })
    }

    /// A text, or a number written without quotes: for years and other names made of digits.
    pub fn name(&self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<String> {
        self.typed(key, "a name or a number", diagnostics, |value| match value {
            Datum::Text(text) => Some(text.clone()),
            Datum::Number(number) => Some(number.to_string()),
            _ => None,
        })
    }

    pub fn bool(&self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<bool> {
        self.typed(key, "`true` or `false`", diagnostics, |value| match value {
            Datum::Bool(bool) => Some(*bool),
            _ => None,
        })
    }

    pub fn number(&self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Decimal> {
        self.typed(key, "a number", diagnostics, |value| match value {
            Datum::Number(number) => Some(*number),
            _ => None,
        })
    }

    /// A whole number.
    pub fn integer(&self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<i64> {
        self.typed(key, "a whole number", diagnostics, |value| match value {
            Datum::Number(number) if number.is_integer() => i64::try_from(*number).ok(),
            _ => None,
        })
    }

    pub fn date(&self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Date> {
        self.typed(key, "a date such as 2025-06-30", diagnostics, |value| match value {
            Datum::Date(date) => Some(*date),
            Datum::Text(text) => super::date(text),
            _ => None,
        })
    }

    pub fn texts(&self, key: &'static str, diagnostics: &mut Diagnostics) -> Vec<(String, Span)> {
        let texts = self.typed(key, "a list of texts, `[\"…\", \"…\"]`", diagnostics, |value| {
            let Datum::List(items) = value else { return None };
            items
                .iter()
                .map(|item| match &item.value {
                    Datum::Text(text) => Some((text.clone(), item.span)),
                    _ => None,
                })
                .collect::<Option<Vec<_>>>()
        });
        texts.unwrap_or_default()
    }

    /// A text, or a list of texts.
    pub fn one_or_more(
        &self,
        key: &'static str,
        diagnostics: &mut Diagnostics,
    ) -> Vec<(String, Span)> {
        match self.item(key) {
            Some(Item { value: Datum::Text(text), span }) => vec![(text.clone(), *span)],
            _ => self.texts(key, diagnostics),
        }
    }

    /// Words by language, `{ nb = "…", en = "…" }`; a bare text stands for the first of the
    /// site's languages. A language without words is told: readers would get another's.
    pub fn words(
        &self,
        key: &'static str,
        languages: &[&str],
        diagnostics: &mut Diagnostics,
    ) -> Option<Words> {
        let expected = "a text, or one a language: `{ nb = \"…\" }`";
        let words = self.typed(key, expected, diagnostics, |value| match value {
            Datum::Text(text) => {
                let first = languages.first().copied().unwrap_or_default();
                Some(Words::from([(first.to_string(), text.clone())]))
            }
            Datum::Table(table) => table
                .entries
                .iter()
                .map(|entry| match &entry.item.value {
                    Datum::Text(text) => Some((entry.key.clone(), text.clone())),
                    _ => None,
                })
                .collect(),
            _ => None,
        })?;
        let span = self.item(key).map(|item| item.span);
        for language in languages.iter().filter(|language| !words.contains_key(**language)) {
            diagnostics.push(
                Diagnostic::warning(
                    "missing-words",
                    span,
                    format!("`{key}` has no words in `{language}`"),
                )
                .help(format!("write `{key} = {{ {} }}`", each(languages))),
            );
        }
        Some(words)
    }

    pub fn table(&self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<&'a Table> {
        match &self.item(key)?.value {
            Datum::Table(table) => Some(table),
            _ => {
                self.typed(key, "a table", diagnostics, |_| None::<()>);
                None
            }
        }
    }

    /// The tables of an array, `[[menu]]`.
    pub fn tables(&self, key: &'static str, diagnostics: &mut Diagnostics) -> Vec<&'a Table> {
        let Some(item) = self.item(key) else { return Vec::new() };
        let tables = match &item.value {
            Datum::List(items) => items
                .iter()
                .map(|item| match &item.value {
                    Datum::Table(table) => Some(table),
                    _ => None,
                })
                .collect::<Option<Vec<_>>>(),
            _ => None,
        };
        tables.unwrap_or_else(|| {
            self.typed(key, "a list of tables, `[[…]]`", diagnostics, |_| None::<()>);
            Vec::new()
        })
    }

    fn typed<T>(
        &self,
        key: &'static str,
        expected: &str,
        diagnostics: &mut Diagnostics,
        read: impl Fn(&Datum) -> Option<T>,
    ) -> Option<T> {
        let item = self.item(key)?;
        let value = read(&item.value);
        if value.is_none() {
            let message = format!("`{key}` must be {expected}, not {}", item.value.kind());
            diagnostics.push(Diagnostic::error("wrong-type", item.span, message));
        }
        value
    }

    /// Tells that a key which must be there is not.
    pub fn missing(&self, key: &'static str, example: &str, diagnostics: &mut Diagnostics) {
        if self.item(key).is_none() {
            diagnostics.push(
                Diagnostic::error(
                    "missing-key",
                    Span::file(self.table.span.file),
                    format!("`{key}` is missing"),
                )
                .help(format!("add `{example}`")),
            );
        }
    }

    /// Tells every key that nobody asked for.
    pub fn unknown(&self, code: &'static str, severity: Severity, diagnostics: &mut Diagnostics) {
        let known = self.known.borrow();
        for entry in &self.table.entries {
            if known.contains(entry.key.as_str()) {
                continue;
            }
            let message = format!("unknown key `{}`", entry.key);
            let diagnostic =
                Diagnostic { severity, ..Diagnostic::error(code, entry.key_span, message) };
            diagnostics.push(suggest(
                diagnostic,
                entry.key_span,
                &entry.key,
                known.iter().copied(),
            ));
        }
    }
}

/// Adds the nearest known name as the fix, or the list of all names.
pub fn suggest<'a>(
    diagnostic: Diagnostic,
    span: Span,
    wrong: &str,
    known: impl IntoIterator<Item = &'a str> + Clone,
) -> Diagnostic {
    match nearest(wrong, known.clone()) {
        Some(name) => {
            diagnostic.help(format!("there is a similar one: `{name}`")).fix(span, name.to_string())
        }
        None => {
            let names: Vec<String> =
                known.into_iter().take(20).map(|name| format!("`{name}`")).collect();
            match names.is_empty() {
                true => diagnostic,
                false => diagnostic.help(format!("known are {}", names.join(", "))),
            }
        }
    }
}

/// `nb = "…", en = "…"`
fn each(languages: &[&str]) -> String {
    let each: Vec<String> =
        languages.iter().map(|language| format!("{language} = \"…\"")).collect();
    each.join(", ")
}
