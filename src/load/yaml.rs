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

/// Reads YAML that stands at `place` of its file.
pub fn read(text: &str, place: Span, diagnostics: &mut Diagnostics) -> Option<Table> {
    if text.trim().is_empty() {
        return Some(Table { entries: Vec::new(), span: place, is_yaml: true });
    }
    match serde_saphyr::from_str::<Spanned<Node>>(text) {
        Ok(node) => match item(&node, text, place) {
            Item { value: Datum::Table(table), .. } => Some(table),
            Item { span, .. } => {
                let message = "this is not YAML of the form `title: …`";
                diagnostics.push(Diagnostic::error("yaml-syntax", span, message));
                None
            }
        },
        Err(error) => {
            let span = error.location().map_or(place, |location| span(location, text, place));
            let whole = error.without_snippet().to_string();
            let told = whole.lines().next().unwrap_or_default();
            // The place is told as every place is.
            let told = told.split(" at line ").next().unwrap_or(told).trim();
            let told = match told.contains("mapping values are not allowed") {
                true => "a colon stands in a text without quotes",
                false => told,
            };
            diagnostics.push(
                Diagnostic::error("yaml-syntax", span, format!("this is not valid YAML: {told}"))
                    .help("a text that holds a colon must stand in quotes: `title: \"Equality: a policy\"`"),
            );
            None
        }
    }
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
