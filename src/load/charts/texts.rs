//! The words of charts, in one language or in each.

use std::collections::BTreeMap;

use crate::config::Language;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{ChartTexts, Inline, Written};
use crate::fact::Words;
use crate::load::fields::{Datum, Fields, suggest};
use crate::load::markdown;
use crate::source::Span;

/// The languages of the site, the default first.
#[derive(Clone, Copy)]
pub struct Languages<'a>(pub &'a [Language]);

/// A text and its place; the language that it is in, or none where it is the same in all.
struct Said<'a> {
    language: Option<&'a Language>,
    text: &'a str,
    span: Span,
}

impl<'a> Languages<'a> {
    /// Words that are shown as they stand.
    pub fn words(
        self,
        fields: &Fields<'a>,
        key: &'static str,
        diagnostics: &mut Diagnostics,
    ) -> Words {
        let said = self.said(fields, key, diagnostics);
        let tag = |said: &Said<'_>| said.language.map_or("", |language| language.locale.tag());
        said.iter().map(|said| (tag(said).to_string(), said.text.trim().to_string())).collect()
    }

    /// All texts of a chart, which are Markdown, by the names of languages. `source` is the file.
    pub fn texts(
        self,
        fields: &Fields<'a>,
        source: &str,
        diagnostics: &mut Diagnostics,
    ) -> BTreeMap<String, ChartTexts> {
        let mut texts: BTreeMap<String, ChartTexts> = BTreeMap::new();
        let mut keep = |key, place: fn(&mut ChartTexts) -> &mut Vec<Inline<Written>>| {
            for said in self.said(fields, key, diagnostics) {
                let line = line(key, &said, source, diagnostics);
                let in_language = |one: &&Language| {
                    said.language.is_none_or(|language| language.name == one.name)
                };
                for language in self.0.iter().filter(in_language) {
                    *place(texts.entry(language.name.clone()).or_default()) = line.clone();
                }
            }
        };
        keep("title", |texts| &mut texts.title);
        keep("subtitle", |texts| &mut texts.subtitle);
        keep("alt", |texts| &mut texts.alt);
        keep("source", |texts| &mut texts.source);
        keep("note", |texts| &mut texts.note);
        texts
    }

    /// What a key says; languages that it says nothing in are told.
    fn said(
        self,
        fields: &Fields<'a>,
        key: &'static str,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Said<'a>> {
        let Some(item) = fields.item(key) else { return Vec::new() };
        let table = match &item.value {
            Datum::Text(text) if text.trim().is_empty() => return Vec::new(),
            Datum::Text(text) => return vec![Said { language: None, text, span: item.span }],
            Datum::Table(table) => table,
            _ => {
                tell_no_text(key, item.span, diagnostics);
                return Vec::new();
            }
        };
        let mut found: Vec<Said<'a>> = Vec::new();
        let mut unreadable = false;
        for entry in &table.entries {
            match (self.find(&entry.key), &entry.item.value) {
                (None, _) => {
                    self.tell_unknown(&entry.key, entry.key_span, diagnostics);
                    unreadable = true;
                }
                (language, Datum::Text(text)) if !text.trim().is_empty() => {
                    found.push(Said { language, text, span: entry.item.span });
                }
                (_, Datum::Text(_)) => {}
                (_, _) => {
                    tell_no_text(&entry.key, entry.item.span, diagnostics);
                    unreadable = true;
                }
            }
        }
        let is_said = |language: &Language| {
            found.iter().any(|said| said.language.is_some_and(|one| one.name == language.name))
        };
        // A misspelt language is most likely the one that lacks.
        for language in self.0.iter().filter(|language| !unreadable && !is_said(language)) {
            let name = &language.name;
            let message = format!("`{key}` has no words in `{name}`");
            diagnostics.push(
                Diagnostic::error("missing-words", item.span, message)
                    .help(format!("add `{name} = \"…\"`")),
            );
        }
        found
    }

    /// A language by its name, or by a tag that means it.
    fn find(self, key: &str) -> Option<&'a Language> {
        let words = Words::from([(key.to_string(), String::new())]);
        let named = self.0.iter().find(|language| language.name == key);
        named.or_else(|| self.0.iter().find(|language| language.locale.own(&words).is_some()))
    }

    fn tell_unknown(self, key: &str, span: Span, diagnostics: &mut Diagnostics) {
        let message = format!("the site has no language `{key}`");
        let diagnostic = Diagnostic::error("unknown-language", span, message);
        let names: Vec<&str> = self.0.iter().map(|language| language.name.as_str()).collect();
        diagnostics.push(suggest(diagnostic, span, key, names));
    }
}

fn tell_no_text(key: &str, span: Span, diagnostics: &mut Diagnostics) {
    let message = format!("`{key}` must be a text in quotes, or one a language");
    diagnostics.push(
        Diagnostic::error("wrong-type", span, message)
            .help("write `\"…\"`, or `{ nb = \"…\", en = \"…\" }`"),
    );
}

/// A text as inline Markdown, with exact places.
fn line(
    key: &str,
    said: &Said<'_>,
    source: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<Inline<Written>> {
    if said.text.trim().contains('\n') {
        diagnostics.push(
            Diagnostic::error("wrong-value", said.span, format!("`{key}` has several lines"))
                .help("write it as one line of text"),
        );
        return Vec::new();
    }
    markdown::value(said.text, said.span, source, diagnostics)
}
