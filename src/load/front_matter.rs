//! What stands between the fences at the top of a page: TOML between `+++`, YAML between `---`.

mod fences;

use serde_json::Value;

use super::fields::{Datum, Fields, Item, Table};
use super::{config, markdown, policy, statement};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, nearest};
use crate::document::{Inline, Written};
use crate::project::{Excepted, Exception, FrontMatter, Kind};
use crate::source::{FileId, Span};

/// Front matter with what only `load` needs of it.
pub struct Front {
    pub matter: FrontMatter,
    /// Joins pages whose files have different names.
    pub translation_key: Option<String>,
    /// Whether all of its lines could be read.
    pub is_whole: bool,
}

/// The front matter of a page, as far as it can be read, and the offset at which its text begins.
pub fn read(
    text: &str,
    file: FileId,
    is_part: bool,
    diagnostics: &mut Diagnostics,
) -> Option<(Front, usize)> {
    let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let Some((range, body, yaml)) = fences::find(text, bom) else {
        // A part has no title that anybody sees: it may begin with its text.
        let is_fenced = ["+++", "---"].iter().any(|fence| text[bom..].starts_with(fence));
        if is_part && !is_fenced {
            let place = Span::new(file, bom..bom);
            let table = Table { entries: Vec::new(), span: place, is_yaml: false };
            return Some((front(&table, true, text, place, true, diagnostics), bom));
        }
        diagnostics.push(fences::missing(text, bom, file));
        return None;
    };
    if let Some(end) = fences::ends_at_once(text, &range, body) {
        let message = "the front matter ends where it begins";
        diagnostics.push(
            Diagnostic::error("no-front-matter", Span::new(file, end), message)
                .help("take this line out: the fields stand below it"),
        );
        return None;
    }
    if let Some(end) = fences::ends_twice(text, body) {
        let message = "the front matter ends twice";
        diagnostics.push(
            Diagnostic::error("no-front-matter", Span::new(file, end), message)
                .help("take this line out: readers would see it"),
        );
    }
    let place = Span::new(file, range.clone());
    let inside = &text[range];
    let reading = |yaml: bool, told: &mut Diagnostics| match yaml {
        false => super::toml::read_in_part(inside, place, told),
        true => super::yaml::read_in_part(inside, place, told),
    };
    let mut told = Diagnostics::default();
    let (table, is_whole) = reading(yaml, &mut told);
    if !is_whole && let (table, true) = reading(!yaml, &mut Diagnostics::default()) {
        diagnostics.push(fences::of_other_fields(yaml, bom, file));
        return Some((front(&table, true, text, place, is_part, diagnostics), body));
    }
    diagnostics.extend(told);
    if !is_whole {
        let mut told = Diagnostics::default();
        let front = front(&table, false, text, place, is_part, &mut told);
        super::fields::tell_slips(text, told, diagnostics);
        return Some((front, body));
    }
    Some((front(&table, true, text, place, is_part, diagnostics), body))
}

/// `is_whole` where all lines could be read.
fn front(
    table: &Table,
    is_whole: bool,
    text: &str,
    place: Span,
    is_part: bool,
    diagnostics: &mut Diagnostics,
) -> Front {
    let fields = Fields::new(table);
    let kind = kind(&fields, diagnostics);
    let image_alt = inlines(&fields, "image_alt", text, diagnostics);
    let matter = FrontMatter {
        span: place,
        title: inlines(&fields, "title", text, diagnostics),
        description: inlines(&fields, "description", text, diagnostics),
        policy: (kind == Some(Kind::Policy))
            .then(|| Box::new(policy::front(&fields, is_whole, text, diagnostics))),
        statement: (kind == Some(Kind::Accessibility))
            .then(|| Box::new(statement::front(&fields, text, diagnostics))),
        kind,
        period: fields.name("period", diagnostics),
        period_place: fields.item("period").map(|item| item.span),
        date: fields.date("date", diagnostics),
        updated: fields.date("updated", diagnostics),
        dated: fields.item("updated").or(fields.item("date")).map(|item| item.span),
        paginate_by: super::listing::paginate_by(&fields, diagnostics),
        weight: fields.integer("weight", diagnostics).unwrap_or_default(),
        draft: fields.bool("draft", diagnostics).unwrap_or_default(),
        publish_date: day(&fields, "publish_date", diagnostics),
        expiry_date: day(&fields, "expiry_date", diagnostics),
        missing: config::missing_translation(&fields, "missing_translation", diagnostics),
        slug: slug(&fields, diagnostics),
        slug_place: fields.item("slug").map(|item| item.span),
        aliases: fields.texts("aliases", diagnostics),
        template: fields
            .text("template", diagnostics)
            .zip(fields.item("template").map(|item| item.span)),
        extra: fields.table("extra", diagnostics).map_or(Value::Null, Table::to_json),
        article: super::article::fields(&fields, kind, place, image_alt, diagnostics),
        key_figures: fields.texts("key_figures", diagnostics),
        exceptions: exceptions(&fields, diagnostics),
    };
    let mut matter = matter;
    if is_never(&matter, diagnostics) {
        (matter.publish_date, matter.expiry_date) = (None, None);
    }
    match fields.item("title") {
        None if !is_part => tell_no_title(&fields, place, diagnostics),
        Some(Item { value: Datum::Text(title), span }) => {
            tell_empty_title(title, *span, kind, diagnostics);
        }
        _ => {}
    }
    let translation_key = fields.text("translation_key", diagnostics);
    tell_kind(&fields, matter.kind, is_whole, diagnostics);
    fields.unknown("unknown-field", Severity::Warning, diagnostics);
    Front { matter, translation_key, is_whole }
}

/// Fields that pages of one kind alone have, by the word for the kind.
const OF_KINDS: [(&str, &[&str]); 2] = [
    (
        "policy",
        &[
            "version",
            "owner",
            "approved_by",
            "approved_on",
            "effective",
            "review_by",
            "applies_to",
            "jurisdiction",
            "related",
            "roles",
            "channels",
            "supersedes",
            "changes",
        ],
    ),
    (
        "accessibility",
        &[
            "actor",
            "service",
            "compliance",
            "faults",
            "assessed_on",
            "method",
            "feedback",
            "complaint",
            "undue_burden",
            "exempt",
        ],
    ),
];

/// What fields of a kind follow from on a page that has none.
pub const NO_KIND: &str = "kind";

/// Tells a page without a kind that has the fields of one, once; of a page whose kind is misspelt, or cannot
/// be read, that was told, and its fields are what they should be.
fn tell_kind(
    fields: &Fields<'_>,
    kind: Option<Kind>,
    is_whole: bool,
    diagnostics: &mut Diagnostics,
) {
    if kind.is_some() {
        return;
    }
    // Or it stands on a line that cannot be read.
    let is_misspelt =
        !is_whole || fields.item("kind").is_some() || fields.misspelt("kind").is_some();
    for (word, keys) in OF_KINDS {
        let places = keys.iter().filter_map(|key| Some((*key, fields.key_span(key)?)));
        let found: Vec<(&'static str, Span)> = places.collect();
        // One alone is sooner a slip.
        if found.len() < 2 && !is_misspelt {
            continue;
        }
        // Asked for, they are not told as unknown.
        found.iter().for_each(|(key, _)| _ = fields.item(key));
        if let Some((_, span)) = found.first().filter(|_| !is_misspelt) {
            let names: Vec<String> = found.iter().map(|(key, _)| format!("`{key}`")).collect();
            let message = format!(
                "{} belong to a page with `kind = \"{word}\"`, which this page is not",
                names.join(", ")
            );
            let kind = fields.written("kind", &format!("\"{word}\""));
            diagnostics.push(
                Diagnostic::warning("unknown-field", *span, message)
                    .help(format!("add {kind}, or take them out"))
                    .because_of(NO_KIND),
            );
        }
    }
}

/// A text of the front matter as inline Markdown.
fn inlines(
    fields: &Fields<'_>,
    key: &'static str,
    source: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<Inline<Written>> {
    let Some(text) = fields.text(key, diagnostics) else { return Vec::new() };
    let Some(span) = fields.item(key).map(|item| item.span) else { return Vec::new() };
    markdown::value(&text, span, source, diagnostics)
}

fn tell_no_title(fields: &Fields<'_>, place: Span, diagnostics: &mut Diagnostics) {
    let message = "the page has no title";
    diagnostics.push(match fields.take_misspelt("title") {
        Some((wrong, span)) => Diagnostic::error("missing-key", span, message)
            .help(format!("`{wrong}` is not known: write `title`"))
            .fix(span, "title"),
        None => Diagnostic::error("missing-key", place, message)
            .help(format!("add {} to the front matter", fields.written("title", "\"…\""))),
    });
}

/// A title that says nothing; of a policy, all that is still to be filled in is told elsewhere.
fn tell_empty_title(title: &str, span: Span, kind: Option<Kind>, diagnostics: &mut Diagnostics) {
    let message = match title.trim() {
        "" => "the title is empty",
        "…" | "..." if kind != Some(Kind::Policy) => "the title is still to be filled in",
        _ => return,
    };
    let help = "write what the page is called";
    diagnostics.push(Diagnostic::error("wrong-value", span, message).help(help));
}

/// A page that expires before it is published is never there, which is told.
fn is_never(front: &FrontMatter, diagnostics: &mut Diagnostics) -> bool {
    let Some(((from, from_span), (until, span))) = front.publish_date.zip(front.expiry_date) else {
        return false;
    };
    if until <= from {
        let message = "the page expires before it is published: nobody would ever see it";
        diagnostics.push(
            Diagnostic::error("wrong-value", span, message)
                .related(from_span, "the day that it is published")
                .help("write a later `expiry_date`, or take it out"),
        );
    }
    until <= from
}

/// A date with its place.
fn day(
    fields: &Fields<'_>,
    key: &'static str,
    diagnostics: &mut Diagnostics,
) -> Option<(time::Date, Span)> {
    let date = fields.date(key, diagnostics)?;
    Some((date, fields.item(key)?.span))
}

/// `[[exceptions]]`: a number or a section, and why it may differ.
fn exceptions(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<Exception> {
    let mut exceptions = Vec::new();
    for table in fields.tables("exceptions", diagnostics) {
        let inner = Fields::new(table);
        if inner.text("reason", diagnostics).is_none_or(|reason| reason.trim().is_empty()) {
            diagnostics.push(
                Diagnostic::error("missing-key", table.span, "an exception needs a reason")
                    .help("add `reason = \"…\"`"),
            );
        }
        let number = inner.name("number", diagnostics);
        let section = inner.name("section", diagnostics);
        inner.unknown("unknown-key", Severity::Error, diagnostics);
        let what = match (number, section) {
            (Some(number), None) => Excepted::Number(number),
            (None, Some(anchor)) => Excepted::Section(anchor.trim_start_matches('#').to_string()),
            _ => {
                diagnostics.push(
                    Diagnostic::error("missing-key", table.span, "an exception names one thing")
                        .help("write `number = \"24/7\"` or `section = \"anchor\"`, and `reason = \"…\"`"),
                );
                continue;
            }
        };
        exceptions.push(Exception { what, span: table.span });
    }
    exceptions
}

fn kind(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Kind> {
    const KINDS: [&str; 4] = ["article", "report", "policy", "accessibility"];
    let kind = fields.text("kind", diagnostics)?;
    match kind.as_str() {
        "article" => return Some(Kind::Article),
        "report" => return Some(Kind::Report),
        "policy" => return Some(Kind::Policy),
        "accessibility" => return Some(Kind::Accessibility),
        _ => {}
    }
    let span = fields.item("kind").map(|item| item.span);
    let message = format!("`{kind}` is not a kind of page");
    let diagnostic = Diagnostic::error("wrong-value", span, message);
    diagnostics.push(match nearest(&kind, KINDS) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help(format!("known are {}", KINDS.join(", "))),
    });
    None
}

/// A slug becomes a folder: letters, digits and hyphens only.
fn slug(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let slug = fields.text("slug", diagnostics)?;
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !slug.is_empty() && slug.chars().all(fits) {
        return Some(slug);
    }
    let span = fields.item("slug").map(|item| item.span);
    let message = format!("`{slug}` cannot be part of a web address");
    let help = format!("write `{}`: small letters a–z, digits and hyphens", super::slug(&slug));
    diagnostics.push(Diagnostic::error("wrong-value", span, message).help(help));
    None
}

/// Where the texts of a page's front matter stand, for those who write them anew.
#[derive(Debug, Clone)]
pub struct Places {
    /// Between the fences.
    pub inside: std::ops::Range<usize>,
    /// Where the page's text begins.
    pub body: usize,
    pub is_yaml: bool,
    pub table: Table,
}

impl Places {
    /// A text, and where it stands with its quotes: `title`; `related-2`, the second of a list;
    /// `channels-1-name`, a key of its first table.
    pub fn text(&self, path: &str) -> Option<(&str, std::ops::Range<usize>)> {
        let item = self.item(path)?;
        match &item.value {
            Datum::Text(text) => Some((text, item.span.range())),
            _ => None,
        }
    }

    /// What stands at such a path.
    pub fn item(&self, path: &str) -> Option<&Item> {
        let of = |table: &'_ Table, key: &str| table.entries.iter().position(|it| it.key == key);
        let mut parts = path.split('-');
        let first = parts.next()?;
        let mut item = &self.table.entries[of(&self.table, first)?].item;
        for part in parts {
            item = match &item.value {
                Datum::List(items) => items.get(part.parse::<usize>().ok()?.checked_sub(1)?)?,
                Datum::Table(table) => &table.entries[of(table, part)?].item,
                _ => return None,
            };
        }
        Some(item)
    }
}

/// The places in a page that can be read.
pub fn places(text: &str, file: FileId) -> Option<Places> {
    let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let Some((inside, body, is_yaml)) = fences::find(text, bom) else {
        // A part may begin with its text.
        let table = Table { entries: Vec::new(), span: Span::file(file), is_yaml: false };
        return Some(Places { inside: bom..bom, body: bom, is_yaml: false, table });
    };
    let place = Span::new(file, inside.clone());
    let mut told = Diagnostics::default();
    let table = match is_yaml {
        false => super::toml::read(&text[inside.clone()], place, &mut told)?,
        true => super::yaml::read(&text[inside.clone()], place, &mut told)?,
    };
    Some(Places { inside, body, is_yaml, table })
}
