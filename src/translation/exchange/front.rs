//! The front matter of a translation: its title and description, and nothing else is touched.

use std::fmt::Write;

use super::fill::Edit;
use crate::load::fields::{Datum, Item};
use crate::load::front_matter::Places;
use crate::load::leaves::LeafKind;
use crate::project::accepted::quoted;

/// The key of a text.
pub(super) fn key(kind: LeafKind) -> &'static str {
    match kind {
        LeafKind::Title => "title",
        _ => "description",
    }
}

/// What must be changed so that a page has this text under a key.
pub(super) fn edit(front: &Places, file: &str, key: &str, text: &str, newline: &str) -> Edit {
    if let Some((_, range)) = front.text(key) {
        return (range, quoted(text));
    }
    // Below the title, or else first.
    let title = front.text("title").map(|(_, range)| range.end);
    let line_end = |at: usize| file[at..].find('\n').map_or(file.len(), |end| at + end + 1);
    let at = title.map_or(front.inside.start, line_end);
    let sign = if front.is_yaml { ": " } else { " = " };
    (at..at, format!("{key}{sign}{}{newline}", quoted(text)))
}

/// The front matter of a page that is made: its own texts, and of the original's what pages do not
/// take from each other. The slug is left out: it is made from the file's name.
pub(super) fn new(original: &Places, texts: &[(&str, String)], newline: &str) -> String {
    const OWN: [&str; 7] =
        ["translation_key", "date", "updated", "draft", "template", "key_figures", "extra"];
    // What a policy says in words is not among them: it is told until somebody translates it.
    const OF_POLICY: [&str; 7] =
        ["kind", "version", "approved_on", "effective", "review_by", "jurisdiction", "roles"];
    let is_policy = original.text("kind").is_some_and(|(kind, _)| kind == "policy");
    let of_policy = OF_POLICY.iter().filter(|_| is_policy);
    let mut out = format!("+++{newline}");
    for (key, text) in texts {
        let _ = write!(out, "{key} = {}{newline}", quoted(text));
    }
    for key in OWN.iter().chain(of_policy) {
        let entry = original.table.entries.iter().find(|entry| entry.key == *key);
        if let Some(entry) = entry {
            let _ = write!(out, "{key} = {}{newline}", value(&entry.item));
        }
    }
    out.push_str("+++");
    out.push_str(newline);
    out
}

fn value(item: &Item) -> String {
    let list = |items: Vec<String>| items.join(", ");
    match &item.value {
        Datum::Text(text) => quoted(text),
        Datum::Number(number) => number.to_string(),
        Datum::Bool(so) => so.to_string(),
        Datum::Date(date) => date.to_string(),
        Datum::List(items) => format!("[{}]", list(items.iter().map(value).collect())),
        Datum::Table(table) => {
            let entries = table.entries.iter();
            let entries =
                entries.map(|entry| format!("{} = {}", quoted(&entry.key), value(&entry.item)));
            format!("{{ {} }}", list(entries.collect()))
        }
    }
}
