//! A JSON list of objects to rows: `[{"id": "g1", "text": {"nb": "…", "en": "…"}}, …]`.

use std::fmt;
use std::ops::Range;

use rust_decimal::Decimal;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::rows::{Cell, Header, Typed};
use super::tables::Input;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{FileId, Span, byte_order_mark};

/// The columns, which are all keys in their order, and the rows with their places.
pub struct JsonTable<'a> {
    pub header: Header<'a>,
    pub rows: Vec<(Span, Vec<Option<Cell>>)>,
}

/// More keys than this are no columns that a person reads.
const MOST_COLUMNS: usize = 1_000;

/// Reads a list of objects. JSON that is broken is told where it is broken.
pub fn read<'a>(
    text: &str,
    input: &Input<'_>,
    path: &'a str,
    diagnostics: &mut Diagnostics,
) -> Option<JsonTable<'a>> {
    let file = input.file;
    let start = byte_order_mark(text.as_bytes());
    // The whole first: what follows may rely on the grammar.
    if let Err(error) = serde_json::from_str::<Vec<Object>>(&text[start..]) {
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
    let header = Header { file, path, names: Vec::new(), spans: Vec::new(), sheet: None };
    let mut reader = Reader {
        text,
        at: start,
        file,
        table: JsonTable { header, rows: Vec::new() },
        told: diagnostics,
    };
    reader.take(b'[');
    while reader.peek() == Some(b'{') {
        let start = reader.at;
        let mut row = Vec::new();
        reader.object(&mut row, "");
        let place = Span::new(file, start..reader.at);
        reader.table.rows.push((place, row));
        reader.take(b',');
    }
    let table = reader.table;
    let most = [
        (table.rows.len(), input.limits.rows, "objects", "set `max_rows` under `[data]` higher"),
        (table.header.names.len(), MOST_COLUMNS, "keys", "delete the keys that are not used"),
    ];
    for (count, most, what, help) in most {
        if count > most {
            let message = format!("`{path}` has {count} {what}, and at most {most} are read");
            let diagnostic = Diagnostic::error("too-large", Span::file(file), message);
            diagnostics.push(diagnostic.help(help));
            return None;
        }
    }
    Some(table)
}

/// Goes through JSON that is known to be well-formed, without recursion: nesting is no danger.
struct Reader<'t, 'h, 'd> {
    text: &'t str,
    at: usize,
    file: FileId,
    table: JsonTable<'h>,
    told: &'d mut Diagnostics,
}

impl Reader<'_, '_, '_> {
    /// Takes an object's values into a row; those of an object inside it are `key_inner`.
    fn object(&mut self, row: &mut Vec<Option<Cell>>, prefix: &str) {
        self.take(b'{');
        while self.peek() == Some(b'"') {
            let key = self.string();
            self.take(b':');
            let name = if prefix.is_empty() { key } else { format!("{prefix}_{key}") };
            match self.peek() {
                Some(b'{') if prefix.is_empty() => self.object(row, &name),
                _ => {
                    let cell = self.value(&name);
                    self.add(row, &name, cell);
                }
            }
            self.take(b',');
        }
        self.take(b'}');
    }

    fn value(&mut self, name: &str) -> Cell {
        let range = self.value_range();
        let written = &self.text[range.clone()];
        let span = Span::new(self.file, range);
        let (text, typed) = match written.as_bytes().first() {
            Some(b'"') => match serde_json::from_str(written) {
                Ok(text) => (text, Typed::Text),
                Err(_) => {
                    let message = format!("the value of `{name}` is not a text that can be read");
                    self.told.push(
                        Diagnostic::error("json-syntax", span, message)
                            .help("a `\\u` in it stands for no sign: write the sign itself"),
                    );
                    (String::new(), Typed::Text)
                }
            },
            Some(b'[' | b'{') => match serde_json::from_str::<Vec<Scalar>>(written) {
                Ok(list) => {
                    let texts: Vec<String> = list.into_iter().map(|scalar| scalar.0).collect();
                    (texts.join(", "), Typed::Text)
                }
                Err(_) => {
                    let message = format!("the value of `{name}` is nested too deeply");
                    self.told.push(
                        Diagnostic::error("wrong-type", span, message)
                            .help("write a text, a number, `true`, `false` or a list of texts"),
                    );
                    (String::new(), Typed::Text)
                }
            },
            Some(b'n') => (String::new(), Typed::Text),
            Some(b't' | b'f') => (written.to_string(), Typed::Text),
            _ => (written.to_string(), number(written).map_or(Typed::Text, Typed::Number)),
        };
        Cell { text, typed, span }
    }

    fn add(&mut self, row: &mut Vec<Option<Cell>>, key: &str, cell: Cell) {
        let column = key.to_lowercase();
        let header = &mut self.table.header;
        let index = header.names.iter().position(|name| *name == column).unwrap_or_else(|| {
            header.names.push(column);
            header.spans.push(cell.span);
            header.names.len() - 1
        });
        if row.len() <= index {
            row.resize_with(index + 1, || None);
        }
        if row[index].is_some() {
            let message = format!("the key `{key}` stands twice in one object");
            let diagnostic = Diagnostic::error("duplicate-key", cell.span, message);
            self.told.push(diagnostic.help("keep one of the two"));
        }
        row[index] = Some(cell);
    }

    /// The next byte that is not a blank.
    fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        bytes.get(self.at).copied()
    }

    fn take(&mut self, sign: u8) {
        if self.peek() == Some(sign) {
            self.at += 1;
        }
    }

    fn string(&mut self) -> String {
        let range = self.value_range();
        serde_json::from_str(&self.text[range]).unwrap_or_default()
    }

    /// Passes over a value.
    fn value_range(&mut self) -> Range<usize> {
        self.peek();
        let bytes = self.text.as_bytes();
        let start = self.at;
        let mut depth = 0_usize;
        let mut in_string = false;
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                b'\\' if in_string => self.at += 1,
                b'"' => {
                    in_string = !in_string;
                    if !in_string && depth == 0 {
                        self.at += 1;
                        break;
                    }
                }
                _ if in_string => {}
                b'[' | b'{' => depth += 1,
                b']' | b'}' if depth == 0 => break,
                b']' | b'}' => {
                    depth -= 1;
                    if depth == 0 {
                        self.at += 1;
                        break;
                    }
                }
                b',' if depth == 0 => break,
                _ if depth == 0 && byte.is_ascii_whitespace() => break,
                _ => {}
            }
            self.at += 1;
        }
        start..self.at.min(bytes.len())
    }
}

/// None where a number is too large or too fine: it is not rounded.
fn number(written: &str) -> Option<Decimal> {
    let found = match written.contains(['e', 'E']) {
        true => Decimal::from_scientific(written),
        false => Decimal::from_str_exact(written),
    };
    found.ok().map(|number| if number.is_zero() { number.abs() } else { number })
}

/// The byte at a line and column, both from 1; serde_json counts the column in bytes.
pub fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let at = (before + column.saturating_sub(1)).min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// An object whose values do not matter yet.
struct Object;

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Object, D::Error> {
        struct ObjectVisitor;
        impl<'de> Visitor<'de> for ObjectVisitor {
            type Value = Object;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                while map.next_entry::<String, IgnoredAny>()?.is_some() {}
                Ok(Object)
            }
        }
        deserializer.deserialize_map(ObjectVisitor)
    }
}

/// A value in a list, as a text.
struct Scalar(String);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Scalar, D::Error> {
        struct ScalarVisitor;
        impl Visitor<'_> for ScalarVisitor {
            type Value = Scalar;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a text or a number")
            }

            fn visit_str<E>(self, text: &str) -> Result<Scalar, E> {
                Ok(Scalar(text.to_string()))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Scalar, E> {
                Ok(Scalar(number.to_string()))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Scalar, E> {
                Ok(Scalar(number.to_string()))
            }

            fn visit_f64<E>(self, number: f64) -> Result<Scalar, E> {
                Ok(Scalar(number.to_string()))
            }
        }
        deserializer.deserialize_any(ScalarVisitor)
    }
}
