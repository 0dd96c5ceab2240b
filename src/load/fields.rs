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
use crate::source::{FileId, Span};

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
    /// Whether it is written as YAML, `key: value`, not as TOML, `key = value`.
    pub is_yaml: bool,
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
    /// Keys of which something was told already.
    told: RefCell<BTreeSet<&'a str>>,
}

impl<'a> Fields<'a> {
    pub fn new(table: &'a Table) -> Self {
        Fields { table, known: RefCell::default(), told: RefCell::default() }
    }

    pub fn span(&self) -> Span {
        self.table.span
    }

    /// All of it, without asking for anything.
    pub fn whole(&self) -> &'a Table {
        self.table
    }

    pub fn item(&self, key: &'static str) -> Option<&'a Item> {
        self.known.borrow_mut().insert(key);
        self.table.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.item)
    }

    /// Whether a key is there; it is not asked for by this.
    pub fn has(&self, key: &str) -> bool {
        self.key_span(key).is_some()
    }

    /// Where a key stands.
    pub fn key_span(&self, key: &str) -> Option<Span> {
        self.table.entries.iter().find(|entry| entry.key == key).map(|entry| entry.key_span)
    }

    pub fn text(&self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<String> {
        self.typed(key, "a text in quotes", quoted, diagnostics, |value| match value {
            Datum::Text(text) => Some(text.clone()),
            _ => None,
        })
    }

    /// The code of a currency, ISO 4217.
    pub fn currency(&self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<String> {
        let code = self.text(key, diagnostics)?;
        if is_currency(&code) {
            return Some(code);
        }
        let help = match code.to_lowercase().as_str() {
            "kr" | "kroner" | "nok" => format!("write {}", self.written(key, "\"NOK\"")),
            _ => format!("write its three letters: {}", self.written(key, "\"NOK\"")),
        };
        let message = format!("`{code}` is not a currency");
        let span = self.item(key).map(|item| item.span);
        diagnostics.push(Diagnostic::error("wrong-value", span, message).help(help));
        None
    }

    /// A text, or a number written without quotes: for years and other names made of digits.
    pub fn name(&self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<String> {
        self.typed(key, "a name or a number", quoted, diagnostics, |value| match value {
            Datum::Text(text) => Some(text.clone()),
            Datum::Number(number) => Some(number.to_string()),
            _ => None,
        })
    }

    pub fn bool(&self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<bool> {
        let example = |value: &Datum| match value {
            Datum::Text(text) => match text.trim().to_lowercase().as_str() {
                "false" | "no" | "nei" | "nej" | "off" | "0" => "false".to_string(),
                _ => "true".to_string(),
            },
            Datum::Number(number) if number.is_zero() => "false".to_string(),
            _ => "true".to_string(),
        };
        self.typed(key, "`true` or `false`", example, diagnostics, |value| match value {
            Datum::Bool(bool) => Some(*bool),
            _ => None,
        })
    }

    pub fn number(&self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Decimal> {
        self.typed(key, "a number", unquoted, diagnostics, |value| match value {
            Datum::Number(number) => Some(*number),
            _ => None,
        })
    }

    /// A whole number.
    pub fn integer(&self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<i64> {
        self.typed(key, "a whole number", unquoted, diagnostics, |value| match value {
            Datum::Number(number) if number.is_integer() => i64::try_from(*number).ok(),
            _ => None,
        })
    }

    pub fn date(&self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Date> {
        if let Some(Item { value: Datum::Text(text), span }) = self.item(key)
            && super::is_no_day(text)
        {
            let message = format!("`{key}` is {text}, and there is no such day in the calendar");
            let help = format!("write a date such as {}", self.written(key, "2025-06-30"));
            diagnostics.push(Diagnostic::error("wrong-type", *span, message).help(help));
            return None;
        }
        let item = self.item(key)?;
        let date = match &item.value {
            Datum::Date(date) => Some(*date),
            Datum::Text(text) => super::date(text),
            _ => None,
        };
        if date.is_none() {
            let meant = match &item.value {
                Datum::Text(text) => super::date(&text.replace(['/', ' '], ".")),
                _ => None,
            };
            let help = match meant {
                Some(date) => format!("write {}", self.written(key, &date.to_string())),
                None => format!("write year, month and day: {}", self.written(key, "2025-06-30")),
            };
            self.wrong(key, "a date", &help, diagnostics);
        }
        date
    }

    pub fn texts(&self, key: &'static str, diagnostics: &mut Diagnostics) -> Vec<(String, Span)> {
        let example = |value: &Datum| match value {
            Datum::Text(text) => {
                let items = text.split([',', ';']).map(str::trim).filter(|item| !item.is_empty());
                let items: Vec<String> = items.map(|item| format!("\"{item}\"")).collect();
                format!("[{}]", items.join(", "))
            }
            Datum::List(items) => {
                let items: Vec<String> = items.iter().map(|item| quoted(&item.value)).collect();
                format!("[{}]", items.join(", "))
            }
            _ => "[\"…\", \"…\"]".to_string(),
        };
        let texts = self.typed(key, "a list of texts", example, diagnostics, |value| {
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
        let example = |_: &Datum| match self.table.is_yaml {
            true => format!("{{ {} }}", each(languages).replace(" = ", ": ")),
            false => format!("{{ {} }}", each(languages)),
        };
        let words = self.typed(
            key,
            "a text, or one a language",
            example,
            diagnostics,
            |value| match value {
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
            },
        )?;
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
                let help = match self.table.is_yaml {
                    true => format!(
                        "write `{key}:`, and its keys on lines below, two spaces further in"
                    ),
                    false => format!("write a line `[{key}]`, and its keys on the lines below"),
                };
                self.wrong(key, "a table of keys and values", &help, diagnostics);
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
        if let Some(tables) = tables {
            return self.without_empty(key, tables, diagnostics);
        }
        let help = match self.table.is_yaml {
            true => format!(
                "write `{key}:`, and each entry on lines below, the first beginning with `- `; where there is none, take the line out"
            ),
            false => format!(
                "write a line `[[{key}]]` below the other keys for each entry, and what it says on the lines below; where there is none, take the line out"
            ),
        };
        self.wrong(key, "a list of entries", &help, diagnostics);
        Vec::new()
    }

    /// Tells an entry of which nothing is said, and leaves it out.
    fn without_empty(
        &self,
        key: &'static str,
        mut tables: Vec<&'a Table>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<&'a Table> {
        tables.retain(|table| {
            if table.entries.is_empty() {
                let message = format!("nothing is said below this `[[{key}]]`");
                diagnostics.push(
                    Diagnostic::error("missing-key", table.span, message)
                        .help("take the line out, or write below it what it is to say"),
                );
            }
            !table.entries.is_empty()
        });
        tables
    }

    fn typed<T>(
        &self,
        key: &'static str,
        expected: &str,
        example: impl Fn(&Datum) -> String,
        diagnostics: &mut Diagnostics,
        read: impl Fn(&Datum) -> Option<T>,
    ) -> Option<T> {
        let item = self.item(key)?;
        let value = read(&item.value);
        if value.is_none() {
            let help = format!("write {}", self.written(key, &example(&item.value)));
            self.wrong(key, expected, &help, diagnostics);
        }
        value
    }

    /// A key with a value, as this file writes it.
    pub fn written(&self, key: &str, value: &str) -> String {
        let joined = if self.table.is_yaml { ":" } else { " =" };
        format!("`{key}{joined} {value}`")
    }

    fn wrong(&self, key: &'static str, expected: &str, help: &str, diagnostics: &mut Diagnostics) {
        let Some(item) = self.item(key) else { return };
        let found = match &item.value {
            Datum::Bool(bool) => format!("`{bool}`"),
            Datum::List(items) if items.is_empty() => "an empty list".to_string(),
            Datum::List(items) if expected.starts_with("a list") => {
                let kind = |item: &Item| item.value.kind().trim_start_matches("a ").to_string();
                let other = items.iter().map(kind).find(|kind| kind != "text");
                match other {
                    Some(kind) if kind != "true or false" => format!("a list of {kind}s"),
                    _ => "a list of `true` or `false`".to_string(),
                }
            }
            Datum::Number(number) if expected.contains("number") => format!("`{number}`"),
            value => value.kind().to_string(),
        };
        let message = format!("`{key}` must be {expected}, not {found}");
        diagnostics.push(Diagnostic::error("wrong-type", item.span, message).help(help));
    }

    /// A key that nobody has asked for, where it is sooner a slip for this one than anything else.
    pub fn misspelt(&self, key: &'static str) -> Option<(&'a str, Span)> {
        let known = self.known.borrow();
        let mut unknown =
            self.table.entries.iter().filter(|entry| !known.contains(entry.key.as_str()));
        let entry = unknown.find(|entry| nearest(&entry.key, [key]).is_some())?;
        drop(known);
        Some((&entry.key, entry.key_span))
    }

    /// As [`Fields::misspelt`], for those who tell it themselves.
    pub fn take_misspelt(&self, key: &'static str) -> Option<(&'a str, Span)> {
        let found = self.misspelt(key)?;
        self.told.borrow_mut().insert(found.0);
        Some(found)
    }

    /// Tells that a key which must be there is not; of one that is misspelt that is told.
    pub fn missing(&self, key: &'static str, example: &str, diagnostics: &mut Diagnostics) {
        if self.item(key).is_none() && self.misspelt(key).is_none() {
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

    /// Tells every key that nobody asked for. Some that follow each other are most likely those of another
    /// table, whose line is missing.
    pub fn unknown(&self, code: &'static str, severity: Severity, diagnostics: &mut Diagnostics) {
        let known = self.known.borrow();
        let is_unknown = |entry: &Entry| {
            let key = entry.key.as_str();
            !known.contains(key) && !self.told.borrow().contains(key)
        };
        let is_far = |entry: &Entry| {
            is_unknown(entry) && nearest(&entry.key, known.iter().copied()).is_none()
        };
        let told = |entry: &Entry, message: String| Diagnostic {
            severity,
            ..Diagnostic::error(code, entry.key_span, message)
        };
        for run in self.table.entries.chunk_by(|one, next| is_far(one) && is_far(next)) {
            let first = &run[0];
            if !is_unknown(first) {
                continue;
            }
            if let [_, _, ..] = run {
                let message =
                    format!("unknown keys {}", listed(run.iter().map(|one| one.key.as_str())));
                let line = match self.table.is_yaml {
                    true => "the line of the field",
                    false => "the line in brackets",
                };
                let help = format!("write above them {line} that they belong to, or take them out");
                diagnostics.push(told(first, message).help(match known.is_empty() {
                    true => help,
                    false => format!("{help}; known are {}", listed(known.iter().copied())),
                }));
                continue;
            }
            let message = format!("unknown key `{}`", first.key);
            let all = known.iter().copied();
            diagnostics.push(match is_far(first) {
                true if known.is_empty() => told(first, message),
                true => told(first, message).help(format!("known are {}", listed(all))),
                false => suggest(told(first, message), first.key_span, &first.key, all),
            });
        }
    }
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
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
            let names = listed(known.into_iter().take(20));
            match names.is_empty() {
                true => diagnostic,
                false => diagnostic.help(format!("known are {names}")),
            }
        }
    }
}

/// Of a text that could not be read as a whole: which of the mistakes `told` of what could be read stand on its
/// other lines. What is missing may stand on those that cannot be read. `text` is the whole file.
pub fn tell_slips(text: &str, told: Diagnostics, diagnostics: &mut Diagnostics) {
    let line = |at: u32| text.get(..at as usize).map_or(0, |before| before.matches('\n').count());
    let unread: Vec<(FileId, usize)> = diagnostics
        .told_errors()
        .filter_map(|one| one.span)
        .map(|error| (error.file, line(error.start)))
        .collect();
    let is_slip = |one: &&Diagnostic| {
        let codes = ["unknown-field", "unknown-key", "wrong-type", "wrong-value"];
        let is_told = codes.contains(&one.code.0) || one.fix.is_some();
        is_told && one.span.is_some_and(|it| !unread.contains(&(it.file, line(it.start))))
    };
    let slips: Vec<Diagnostic> = told.sorted().into_iter().filter(is_slip).cloned().collect();
    slips.into_iter().for_each(|slip| diagnostics.push(slip));
}

/// Whether a text is three capital letters, as the codes of currencies are.
pub fn is_currency(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|sign| sign.is_ascii_uppercase())
}

/// A value as a text in quotes, where that is what was meant.
fn quoted(value: &Datum) -> String {
    match value {
        Datum::Text(text) => format!("\"{text}\""),
        Datum::Number(number) => format!("\"{number}\""),
        Datum::Date(date) => format!("\"{date}\""),
        Datum::List(items) if items.len() == 1 => quoted(&items[0].value),
        Datum::Bool(_) | Datum::List(_) | Datum::Table(_) => "\"…\"".to_string(),
    }
}

/// A number that was put in quotes, or else any.
fn unquoted(value: &Datum) -> String {
    match value {
        Datum::Text(text) => {
            let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            let plain = plain.trim_matches(|c: char| c.is_alphabetic()).replacen(',', ".", 1);
            plain.parse::<Decimal>().map_or("10".to_string(), |number| number.to_string())
        }
        Datum::Number(number) => number.round().to_string(),
        _ => "10".to_string(),
    }
}

/// `nb = "…", en = "…"`
fn each(languages: &[&str]) -> String {
    let each: Vec<String> =
        languages.iter().map(|language| format!("{language} = \"…\"")).collect();
    each.join(", ")
}
