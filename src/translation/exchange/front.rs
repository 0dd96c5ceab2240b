//! The front matter of a translation: the words in it, each in its place, and nothing else is touched.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::fill::Edit;
use crate::load::fields::{Datum, Item};
use crate::load::front_matter::Places;
use crate::load::leaves::{LeafKind, Words, line};
use crate::project::accepted::quoted;

/// New words for a text of the front matter.
#[derive(Debug, Clone)]
pub(super) struct FrontText {
    /// As `Places::text` takes it; the id of the unit.
    pub path: String,
    pub kind: LeafKind,
    pub words: Words,
    /// As they are written.
    pub text: String,
}

/// Every text of a front matter that readers see, with its path and what it is.
pub(super) fn texts(front: &Places) -> Vec<(String, LeafKind)> {
    const POLICY: [&str; 5] = ["owner", "approved_by", "applies_to", "related", "supersedes"];
    const STATEMENT: [&str; 6] =
        ["actor", "service", "method", "feedback", "undue_burden", "exempt"];
    let kind = front.text("kind").map_or("", |(kind, _)| kind);
    let (own, lists): (&[&str], &[(&str, [&str; 2])]) = match kind {
        "policy" => (&POLICY, &[("channels", ["name", "text"]), ("changes", ["text", ""])]),
        "accessibility" => (&STATEMENT, &[("faults", ["text", "reason"])]),
        _ => (&[], &[]),
    };
    let mut paths = vec![
        ("title".to_string(), LeafKind::Title),
        ("description".to_string(), LeafKind::Description),
        ("image_alt".to_string(), LeafKind::Field),
        ("image_caption".to_string(), LeafKind::PictureCaption),
    ];
    let list = |key: &str| match front.item(key).map(|item| &item.value) {
        Some(Datum::List(items)) => items.len(),
        _ => 0,
    };
    for key in own {
        paths.push((key.to_string(), LeafKind::Field));
        paths.extend((1..=list(key)).map(|at| (format!("{key}-{at}"), LeafKind::Field)));
    }
    for (key, fields) in lists {
        let fields = || fields.iter().filter(|field| !field.is_empty());
        let each = |at| fields().map(move |field| (format!("{key}-{at}-{field}"), LeafKind::Field));
        paths.extend((1..=list(key)).flat_map(each));
    }
    paths.retain(|(path, kind)| {
        front.text(path).is_some_and(|(text, _)| match kind {
            // Names a page, which brings its own title; says that a picture is no content.
            LeafKind::Field => !text.starts_with("@/"),
            LeafKind::PictureCaption => text.trim() != "decorative",
            _ => true,
        })
    });
    paths
}

/// The words of such a text.
pub(super) fn words(text: &str, kind: LeafKind) -> Words {
    match kind {
        LeafKind::PictureCaption => Words::plain(text.trim()),
        _ => Words { markdown: text.trim().to_string(), ..line(text) },
    }
}

/// What must be changed so that a page has this text. None where it would stand in a table that the
/// page has not.
pub(super) fn edit(front: &Places, file: &str, new: &FrontText, newline: &str) -> Option<Edit> {
    let FrontText { path, text, .. } = new;
    if let Some((_, range)) = front.text(path) {
        return Some((range, quoted(text)));
    }
    if path.contains('-') || front.item(path).is_some() {
        return None;
    }
    // Below the title, or else first.
    let title = front.text("title").map(|(_, range)| range.end);
    let line_end = |at: usize| file[at..].find('\n').map_or(file.len(), |end| at + end + 1);
    let at = title.map_or(front.inside.start, line_end);
    let sign = if front.is_yaml { ": " } else { " = " };
    Some((at..at, format!("{path}{sign}{}{newline}", quoted(text))))
}

/// The front matter of a page that is made: its own texts, and of the original's what pages do not
/// take from each other. The slug is left out: it is made from the file's name.
pub(super) fn new(original: &Places, own: &[FrontText], newline: &str) -> String {
    const OWN: [&str; 9] = [
        "translation_key",
        "kind",
        "date",
        "updated",
        "draft",
        "template",
        "key_figures",
        "image",
        "extra",
    ];
    const POLICY: [&str; 10] = [
        "version",
        "approved_on",
        "effective",
        "review_by",
        "jurisdiction",
        "roles",
        "related",
        "supersedes",
        "channels",
        "changes",
    ];
    const ARTICLE: [&str; 2] = ["authors", "related"];
    const STATEMENT: [&str; 6] =
        ["compliance", "assessed_on", "complaint", "undue_burden", "exempt", "faults"];
    // What is written once for several pages may have none.
    if original.inside.start == original.body {
        return String::new();
    }
    let of_kind: &[&str] = match original.text("kind") {
        Some(("policy", _)) => &POLICY,
        Some(("article", _)) => &ARTICLE,
        Some(("accessibility", _)) => &STATEMENT,
        _ => &[],
    };
    let texts: BTreeMap<&str, &str> =
        own.iter().map(|new| (new.path.as_str(), new.text.as_str())).collect();
    let (mut out, mut tables) = (format!("+++{newline}"), String::new());
    for FrontText { path, text, .. } in own.iter().filter(|new| !new.path.contains('-')) {
        let _ = write!(out, "{path} = {}{newline}", quoted(text));
    }
    for key in OWN.iter().chain(of_kind).filter(|key| !texts.contains_key(**key)) {
        let Some(item) = original.item(key) else { continue };
        let Datum::List(items) = &item.value else {
            let _ = write!(out, "{key} = {}{newline}", value(item, key, &texts));
            continue;
        };
        if !items.iter().any(|item| matches!(item.value, Datum::Table(_))) {
            let _ = write!(out, "{key} = {}{newline}", value(item, key, &texts));
            continue;
        }
        for (at, item) in items.iter().enumerate() {
            let Datum::Table(table) = &item.value else { continue };
            let _ = write!(tables, "{newline}[[{key}]]{newline}");
            for entry in &table.entries {
                let written =
                    value(&entry.item, &format!("{key}-{}-{}", at + 1, entry.key), &texts);
                let _ = write!(tables, "{} = {written}{newline}", entry.key);
            }
        }
    }
    out.push_str(&tables);
    out.push_str("+++");
    out.push_str(newline);
    out
}

/// A value as TOML, with the new texts in place of the old.
fn value(item: &Item, path: &str, texts: &BTreeMap<&str, &str>) -> String {
    let list = |items: Vec<String>| items.join(", ");
    match &item.value {
        Datum::Text(text) => quoted(texts.get(path).unwrap_or(&text.as_str())),
        Datum::Number(number) => number.to_string(),
        Datum::Bool(so) => so.to_string(),
        Datum::Date(date) => date.to_string(),
        Datum::List(items) => {
            let items = items.iter().enumerate();
            let items = items.map(|(at, item)| value(item, &format!("{path}-{}", at + 1), texts));
            format!("[{}]", list(items.collect()))
        }
        Datum::Table(table) => {
            let entries = table.entries.iter().map(|entry| {
                let path = format!("{path}-{}", entry.key);
                format!("{} = {}", quoted(&entry.key), value(&entry.item, &path, texts))
            });
            format!("{{ {} }}", list(entries.collect()))
        }
    }
}
