//! What the front matter of a policy says: who answers for it, from when it holds, whom it speaks to.

use time::Date;

use super::fields::{Datum, Fields, Table};
use super::markdown;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, nearest};
use crate::document::{Inline, LinkReference, Written};
use crate::project::policy::{
    Jurisdiction, Placed, PolicyFront, RelatedReference, WrittenChange, WrittenChannel,
};
use crate::source::Span;

/// Reads the fields that a page with `kind = "policy"` has beside those of all pages. `source` is
/// the whole file; `is_whole` says whether all lines of the front matter could be read.
pub fn front(
    fields: &Fields<'_>,
    is_whole: bool,
    source: &str,
    diagnostics: &mut Diagnostics,
) -> PolicyFront {
    if fields.item("draft").is_none_or(|item| item.value != Datum::Bool(true)) {
        tell_unfilled(fields.whole(), diagnostics);
    }
    let mut misspelt = Vec::new();
    let mut front = PolicyFront {
        version: version(fields, diagnostics),
        owner: words(fields, "owner", source, diagnostics),
        approved_by: words(fields, "approved_by", source, diagnostics),
        approved_on: date(fields, "approved_on", diagnostics),
        effective: date(fields, "effective", diagnostics),
        review_by: date(fields, "review_by", diagnostics),
        applies_to: words(fields, "applies_to", source, diagnostics),
        jurisdictions: jurisdictions(fields, diagnostics),
        roles: roles(fields, diagnostics),
        channels: channels(fields, source, &mut misspelt, diagnostics),
        related: related(fields, "related", source, diagnostics),
        supersedes: related(fields, "supersedes", source, diagnostics),
        changes: changes(fields, source, &mut misspelt, diagnostics),
        misspelt: Vec::new(),
        missing: Vec::new(),
    };
    let wanted = ["version", "effective", "review_by", "channels"];
    let optional = ["approved_on", "jurisdiction", "roles", "related", "supersedes", "changes"];
    let is_there = |key: &'static str| fields.item(key).is_some();
    let is_misspelt = |key: &&'static str| !is_there(key) && fields.misspelt(key).is_some();
    if fields.has("name") && fields.has("text") {
        headless_channel(fields, diagnostics);
        misspelt.push("channels");
    }
    misspelt.extend(wanted.into_iter().chain(optional).filter(is_misspelt));
    front.misspelt = misspelt;
    let is_missing = |key: &&'static str| !is_there(key) && !front.misspelt.contains(key);
    let missing = wanted.into_iter().filter(|key| is_whole && is_missing(key)).collect();
    front.missing = missing;
    tell_required(fields, diagnostics);
    front
}

fn tell_required(fields: &Fields<'_>, diagnostics: &mut Diagnostics) {
    for (key, example) in [
        ("version", "version = \"1.0\""),
        ("owner", "owner = \"…\""),
        ("approved_by", "approved_by = \"…\""),
        ("effective", "effective = 2026-01-01"),
    ] {
        if fields.item(key).is_some() {
            continue;
        }
        let message = format!("the policy does not say its `{key}`");
        diagnostics.push(match fields.take_misspelt(key) {
            Some((wrong, span)) => Diagnostic::error("incomplete-policy", span, message)
                .help(format!("`{wrong}` is not known: write `{key}`"))
                .fix(span, key),
            None => Diagnostic::error("incomplete-policy", fields.span(), message)
                .help(format!("add `{example}` to the front matter")),
        });
    }
}

/// `name` and `text` of a channel, above which its line is gone.
fn headless_channel(fields: &Fields<'_>, diagnostics: &mut Diagnostics) {
    fields.item("name");
    fields.item("text");
    let message = "`name` and `text` stand here without the line of their channel above them";
    let help = match fields.whole().is_yaml {
        true => "write `channels:` above them, and `- ` before the first",
        false => "write `[[channels]]` above them",
    };
    diagnostics
        .push(Diagnostic::error("incomplete-policy", fields.key_span("name"), message).help(help));
}

/// What `belegg new policy` leaves to be filled in: `owner = "…"`.
fn tell_unfilled(table: &Table, diagnostics: &mut Diagnostics) {
    for entry in &table.entries {
        match &entry.item.value {
            Datum::Text(text) if text.trim() == "…" => {
                let message = format!("`{}` is still to be filled in", entry.key);
                diagnostics.push(
                    Diagnostic::error("incomplete-policy", entry.item.span, message).help(
                        "write it in the place of `…`, or make the page a draft: `draft = true`",
                    ),
                );
            }
            Datum::Table(inner) => tell_unfilled(inner, diagnostics),
            Datum::List(items) => items.iter().for_each(|item| {
                if let Datum::Table(inner) = &item.value {
                    tell_unfilled(inner, diagnostics);
                }
            }),
            _ => {}
        }
    }
}

/// A text as inline Markdown.
pub(super) fn words(
    fields: &Fields<'_>,
    key: &'static str,
    source: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<Inline<Written>> {
    let text = fields.text(key, diagnostics);
    let Some((text, item)) = text.zip(fields.item(key)) else { return Vec::new() };
    if text.trim().is_empty() {
        let told = Diagnostic::error("wrong-value", item.span, format!("`{key}` is empty"));
        diagnostics.push(told.help("write it, or take the line out"));
        return Vec::new();
    }
    markdown::value(&text, item.span, source, diagnostics)
}

pub(super) fn date(
    fields: &Fields<'_>,
    key: &'static str,
    diagnostics: &mut Diagnostics,
) -> Option<Placed<Date>> {
    let value = fields.date(key, diagnostics)?;
    fields.item(key).map(|item| Placed { value, span: item.span })
}

fn version(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Placed<String>> {
    let value = fields.name("version", diagnostics)?;
    let span = fields.item("version")?.span;
    if value.trim().is_empty() {
        let told = Diagnostic::error("wrong-value", span, "`version` is empty");
        diagnostics.push(told.help("write `version = \"1.0\"`"));
        return None;
    }
    Some(Placed { value: value.trim().to_string(), span })
}

/// As many as the filter of the page has room for.
const MOST_ROLES: usize = 6;

fn roles(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<Placed<String>> {
    let list = fields.one_or_more("roles", diagnostics);
    if let Some((_, span)) = list.get(MOST_ROLES) {
        let message = format!("a policy speaks to at most {MOST_ROLES} roles");
        diagnostics.push(
            Diagnostic::error("wrong-value", *span, message)
                .help("divide the policy, or bring roles together"),
        );
    }
    list.into_iter().map(|(value, span)| Placed { value, span }).collect()
}

fn jurisdictions(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<Placed<Jurisdiction>> {
    let mut found = Vec::new();
    for (word, span) in fields.one_or_more("jurisdiction", diagnostics) {
        let word = word.to_lowercase();
        match Jurisdiction::from_word(&word) {
            Some(value) => found.push(Placed { value, span }),
            None => {
                let message = format!("the protected grounds of `{word}` are not known");
                let help = match nearest(&word, Jurisdiction::WORDS) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "known are `no` and `se`".to_string(),
                };
                diagnostics.push(Diagnostic::error("wrong-value", span, message).help(help));
            }
        }
    }
    found
}

fn channels(
    fields: &Fields<'_>,
    source: &str,
    misspelt: &mut Vec<&'static str>,
    diagnostics: &mut Diagnostics,
) -> Vec<WrittenChannel> {
    let mut channels = Vec::new();
    for table in fields.tables("channels", diagnostics) {
        let inner = Fields::new(table);
        channels.push(WrittenChannel {
            name: words(&inner, "name", source, diagnostics),
            text: words(&inner, "text", source, diagnostics),
            span: table.span,
        });
        missing(&inner, "name", "name = \"…\"", diagnostics);
        tell_unknown(&inner, "channels", misspelt, diagnostics);
    }
    channels
}

fn changes(
    fields: &Fields<'_>,
    source: &str,
    misspelt: &mut Vec<&'static str>,
    diagnostics: &mut Diagnostics,
) -> Vec<WrittenChange> {
    let mut changes = Vec::new();
    for table in fields.tables("changes", diagnostics) {
        let inner = Fields::new(table);
        let version = version(&inner, diagnostics);
        let date = date(&inner, "date", diagnostics);
        let text = words(&inner, "text", source, diagnostics);
        missing(&inner, "version", "version = \"1.0\"", diagnostics);
        missing(&inner, "text", "text = \"…\"", diagnostics);
        tell_unknown(&inner, "changes", misspelt, diagnostics);
        changes.extend(version.map(|version| WrittenChange { version, date, text }));
    }
    changes
}

fn missing(fields: &Fields<'_>, key: &'static str, example: &str, diagnostics: &mut Diagnostics) {
    if fields.item(key).is_none() && fields.misspelt(key).is_none() {
        let told = Diagnostic::error("missing-key", fields.span(), format!("`{key}` is missing"));
        diagnostics.push(told.help(format!("add `{example}`")));
    }
}

/// Where a key of an entry is not known, it is told; what the list says is not, then.
fn tell_unknown(
    fields: &Fields<'_>,
    list: &'static str,
    misspelt: &mut Vec<&'static str>,
    diagnostics: &mut Diagnostics,
) {
    let told = diagnostics.kept();
    fields.unknown("unknown-key", Severity::Error, diagnostics);
    if diagnostics.kept() > told {
        misspelt.push(list);
    }
}

/// Pages by their files, and documents elsewhere in words: `["@/policy/travel.md", "ISO 26000"]`.
fn related(
    fields: &Fields<'_>,
    key: &'static str,
    source: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<Placed<RelatedReference>> {
    let mut found = Vec::new();
    for (text, span) in fields.one_or_more(key, diagnostics) {
        let value = match text.starts_with("@/") {
            true => RelatedReference::Page(LinkReference {
                target: text,
                title: String::new(),
                span,
                target_span: inside_quotes(span),
            }),
            false => RelatedReference::Words(markdown::value(&text, span, source, diagnostics)),
        };
        found.push(Placed { value, span });
    }
    found
}

/// A suggested page replaces what stands between the quotes.
fn inside_quotes(span: Span) -> Span {
    Span { start: span.start + 1, end: span.end.saturating_sub(1).max(span.start + 1), ..span }
}
