//! YAML text to keys and values with places.
//!
//! A plain scalar is judged by how it is written, not by YAML's own guesses: `no`, `1.10` and
//! `2026-01-01` stay what the author typed.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Location, Spanned};

use super::fields::{Datum, Entry, Item, Table};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Span;

/// YAML before it is given places in the file.
enum Node {
    /// The text, where it stood in quotes or in a block; otherwise the source tells.
    Scalar(Option<String>),
    List(Vec<Spanned<Node>>),
    Map(Vec<(Spanned<String>, Spanned<Node>)>),
}

/// Reads YAML that stands at `place` of its file. What cannot be read is told; then there is no table.
pub fn read(text: &str, place: Span, diagnostics: &mut Diagnostics) -> Option<Table> {
    let (table, is_whole) = read_in_part(text, place, diagnostics);
    is_whole.then_some(table)
}

/// As [`read`], with what could be read of a text that has mistakes, and whether it is all.
///
/// The parser stops at the first mistake. Keys at the left margin begin entries of their own, though, so each entry is
/// then read for itself.
pub fn read_in_part(text: &str, place: Span, diagnostics: &mut Diagnostics) -> (Table, bool) {
    let empty = Table { entries: Vec::new(), span: place, is_yaml: true };
    let whole = match table(text, place) {
        Ok(table) => return (table, true),
        Err(mistake) => mistake,
    };
    let mut rest = empty;
    let mut mistakes = Vec::new();
    let is_block = !text.trim_start().starts_with(['{', '[']);
    for range in entries(text).into_iter().filter(|_| is_block) {
        let place = place.within(range.clone());
        match table(&text[range.clone()], place) {
            Ok(table) => rest.entries.extend(table.entries),
            Err(mistake) => {
                mistakes.push(mistake);
                // The lines below may belong to it.
                if is_open(&text[range]) {
                    break;
                }
            }
        }
    }
    // What stands for something else above it cannot be read for itself; neither can what stands twice.
    if mistakes.is_empty() || text.contains(": *") || text.contains("- *") {
        mistakes = vec![whole];
    }
    mistakes.into_iter().for_each(|mistake| diagnostics.push(*mistake));
    (rest, false)
}

fn table(text: &str, place: Span) -> Result<Table, Box<Diagnostic>> {
    if text.lines().all(|line| line.trim().is_empty() || line.starts_with('#')) {
        return Ok(Table { entries: Vec::new(), span: place, is_yaml: true });
    }
    match serde_saphyr::from_str::<Spanned<Node>>(text) {
        Ok(node) => match item(&node, text, place) {
            Item { value: Datum::Table(table), .. } => Ok(table),
            Item { span, .. } => Err(Box::new(not_joined(text, span))),
        },
        Err(error) => {
            let span = error.location().map_or(place, |location| span(location, text, place));
            let whole = error.without_snippet().to_string();
            let said = whole.lines().next().unwrap_or_default();
            Err(Box::new(mistake(said, text, span, place)))
        }
    }
}

/// Where each entry stands, with the lines below that are further in, and the list items below its key.
fn entries(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut entries: Vec<std::ops::Range<usize>> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let begins = !line.trim().is_empty() && !line.starts_with([' ', '\t', '-', '#', ']', '}']);
        match entries.last_mut() {
            Some(last) if !begins => last.end = at + line.len(),
            _ => entries.push(at..at + line.len()),
        }
        at += line.len();
    }
    entries
}

/// Whether a text in quotes, or a list or table in brackets, may go on below.
fn is_open(entry: &str) -> bool {
    let value = entry.split_once(':').map_or("", |(_, value)| value).trim();
    let end = match value.chars().next() {
        Some(sign @ ('"' | '\'')) => sign,
        Some('[') => ']',
        Some('{') => '}',
        _ => return false,
    };
    value.len() < 2 || !value.ends_with(end)
}

fn not_joined(text: &str, span: Span) -> Diagnostic {
    let word = text.split_whitespace().next().unwrap_or("title");
    Diagnostic::error("yaml-syntax", span, "a key and its value are joined by `:`")
        .help(format!("write `{word}: …`"))
}

/// A mistake in words, with what to do about it.
fn mistake(said: &str, text: &str, span: Span, place: Span) -> Diagnostic {
    let error = |message: &str| Diagnostic::error("yaml-syntax", span, message);
    let key = text.split(':').next().unwrap_or_default().trim();
    let value = text.split_once(':').map_or("", |(_, value)| value).trim_start();
    // The parser may stop above it.
    if let Some(at) = tab_in_front(text) {
        let span = place.within(at..at + 1);
        return Diagnostic::error("yaml-syntax", span, "a tab stands here")
            .help("write spaces instead: two for each step in");
    }
    if said.contains("mapping values are not allowed") {
        return error("this is not valid YAML: a colon stands in a text without quotes").help(
            "a text that holds a colon must stand in quotes: `title: \"Equality: a policy\"`",
        );
    }
    if said.starts_with("simple key expected") {
        return not_joined(text, span);
    }
    if let Some((_, rest)) = said.split_once("duplicate mapping key: ") {
        let twice = rest.split(',').next().unwrap_or(rest);
        return error(&format!("`{twice}` stands twice")).help("keep one of the two lines");
    }
    if ["found a tab", "tabs disallowed", "tab character"].iter().any(|it| said.contains(it)) {
        return error("a tab stands here").help("write spaces instead: two for each step in");
    }
    if said.contains("expected '-' indicator") || said.contains("expected <block end>") {
        return error("lines that belong together do not begin at the same place")
            .help("begin each of them with the same number of spaces");
    }
    if entries(text).len() == 1 && is_open(text) {
        // The parser tells the line below it.
        let start = text.len() - value.len();
        let line = value.lines().next().unwrap_or_default().trim_end();
        let span = place.within(start..start + line.len());
        let error = |message: &str| Diagnostic::error("yaml-syntax", span, message);
        return match value.starts_with(['[', '{']) {
            true => error("a list is not closed").help("write `]` at its end"),
            false => error("this text has no quote at its end")
                .help(format!("write `{key}: \"…\"`, with quotes on both sides")),
        };
    }
    // The place is told as every place is.
    let said = said.split(" at line ").next().unwrap_or(said).trim();
    error(&format!("this is not valid YAML: {said}"))
        .help("keys and values are joined by `: `, and texts with signs in them stand in quotes")
}

/// The first tab in front of the words of a line, where YAML takes spaces only.
fn tab_in_front(text: &str) -> Option<usize> {
    let mut start = 0;
    text.split_inclusive('\n').find_map(|line| {
        let words = line.len() - line.trim_start().len();
        let tab = line[..words].find('\t').filter(|_| words < line.len());
        let found = tab.map(|at| start + at);
        start += line.len();
        found
    })
}

fn item(node: &Spanned<Node>, text: &str, place: Span) -> Item {
    let span = span(node.defined, text, place);
    let value = match &node.value {
        Node::Scalar(given) => {
            let start = (span.start - place.start) as usize;
            let written =
                text.get(start..(span.end - place.start) as usize).unwrap_or_default().trim();
            match given {
                Some(given) if given != written => Datum::Text(given.clone()),
                _ => plain(written),
            }
        }
        Node::List(items) => Datum::List(items.iter().map(|one| item(one, text, place)).collect()),
        Node::Map(entries) => {
            let entries = entries
                .iter()
                .map(|(key, value)| Entry {
                    key: key.value.clone(),
                    key_span: self::span(key.defined, text, place),
                    item: item(value, text, place),
                })
                .collect();
            Datum::Table(Table { entries, span, is_yaml: true })
        }
    };
    Item { value, span }
}

fn plain(written: &str) -> Datum {
    match written {
        "true" => Datum::Bool(true),
        "false" => Datum::Bool(false),
        _ if written.len() == 10 && super::date(written).is_some() => {
            super::date(written).map_or_else(|| Datum::Text(written.to_string()), Datum::Date)
        }
        _ => match written.parse() {
            Ok(number) => Datum::Number(number),
            Err(_) => Datum::Text(written.to_string()),
        },
    }
}

/// The parser counts characters; spans count bytes.
fn span(location: Location, text: &str, place: Span) -> Span {
    let byte =
        |characters: usize| text.char_indices().nth(characters).map_or(text.len(), |(at, _)| at);
    let start = location.span().offset() as usize;
    place.within(byte(start)..byte(start + location.span().len() as usize))
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Node, E> {
        Ok(Node::Scalar(None))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Node, E> {
        Ok(Node::Scalar(None))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Node, E> {
        Ok(Node::Scalar(None))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Node, E> {
        Ok(Node::Scalar(None))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Scalar(None))
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Scalar(None))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Scalar(Some(text.to_string())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Node::Map(entries))
    }
}
