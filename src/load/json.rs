//! A JSON list of objects to rows: `[{"id": "g1", "text": {"nb": "…", "en": "…"}}, …]`.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::rows::{Cell, Header};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{FileId, Span};

/// The columns, which are all keys in their order, and the rows with their places.
pub struct JsonTable<'a> {
    pub header: Header<'a>,
    pub rows: Vec<(Span, Vec<Option<Cell>>)>,
}

/// An object with its keys in order, and again where they stand twice.
struct Object(Vec<(String, Value)>);

/// Reads a list of objects. JSON that is broken is told where it is broken.
pub fn read<'a>(
    text: &str,
    file: FileId,
    path: &'a str,
    diagnostics: &mut Diagnostics,
) -> Option<JsonTable<'a>> {
    // The whole first, for errors at their true place.
    if let Err(error) = serde_json::from_str::<Vec<Object>>(text) {
        let at = offset(text, error.line(), error.column());
        let whole = error.to_string();
        let said = whole.split(" at line ").next().unwrap_or(&whole);
        let span = Span::new(file, at..(at + 1).min(text.len()));
        diagnostics.push(
            Diagnostic::error("json-syntax", span, format!("this is not a JSON list of objects: {said}"))
                .help("the file is a list `[ … ]` of objects `{ \"id\": \"…\" }` with commas between them"),
        );
        return None;
    }
    let header = Header { file, path, names: Vec::new(), spans: Vec::new() };
    let mut table = JsonTable { header, rows: Vec::new() };
    let mut at = text.find('[').map_or(text.len(), |start| start + 1);
    while let Some(start) = text[at..].find('{').map(|start| start + at) {
        let mut objects = serde_json::Deserializer::from_str(&text[start..]).into_iter::<Object>();
        let Some(Ok(object)) = objects.next() else { break };
        at = start + objects.byte_offset();
        let place = Span::new(file, start..at);
        let mut row = Vec::new();
        for (key, value) in flat(object) {
            let span = span(text, place, &key, &value);
            table.add(&mut row, key, &value, span, diagnostics);
        }
        table.rows.push((place, row));
    }
    Some(table)
}

impl JsonTable<'_> {
    fn add(
        &mut self,
        row: &mut Vec<Option<Cell>>,
        key: String,
        value: &Value,
        span: Span,
        diagnostics: &mut Diagnostics,
    ) {
        let column = key.to_lowercase();
        let names = &mut self.header.names;
        let index = names.iter().position(|name| *name == column).unwrap_or_else(|| {
            names.push(column);
            self.header.spans.push(span);
            names.len() - 1
        });
        if row.len() <= index {
            row.resize_with(index + 1, || None);
        }
        let text = match value {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        if row[index].is_some() {
            let message = format!("the key `{key}` stands twice in one object");
            diagnostics.push(
                Diagnostic::error("duplicate-key", span, message).help("keep one of the two"),
            );
        }
        row[index] = Some(Cell { text, is_number: value.is_number(), span });
    }
}

/// `"text": {"nb": …}` is `text_nb`.
fn flat(object: Object) -> Vec<(String, Value)> {
    let mut list = Vec::new();
    for (key, value) in object.0 {
        match value {
            Value::Object(inner) => {
                list.extend(
                    inner.into_iter().map(|(name, value)| (format!("{key}_{name}"), value)),
                );
            }
            value => list.push((key, value)),
        }
    }
    list
}

/// Where a value stands in its object: after its key and a colon.
fn span(text: &str, place: Span, key: &str, value: &Value) -> Span {
    let object = &text[place.range()];
    let last = key.rsplit('_').next().unwrap_or(key);
    let written = value.to_string();
    for name in [key, last] {
        let quoted = format!("\"{name}\"");
        for (at, _) in object.match_indices(&quoted) {
            let after = &object[at + quoted.len()..];
            let Some(rest) = after.trim_start().strip_prefix(':') else { continue };
            let start = object.len() - rest.trim_start().len();
            if object[start..].starts_with(&written) {
                return place.within(start..start + written.len());
            }
        }
    }
    place
}

/// The byte at a line and column, both from 1; serde_json counts the column in bytes.
pub fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let at = (before + column.saturating_sub(1)).min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Object, D::Error> {
        struct ObjectVisitor;
        impl<'de> Visitor<'de> for ObjectVisitor {
            type Value = Object;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Object(entries))
            }
        }
        deserializer.deserialize_map(ObjectVisitor)
    }
}
