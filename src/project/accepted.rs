//! `translations.toml`: which text of the original each section of a translation was accepted
//! against. The program writes it; people keep it with the texts.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::source::Span;

/// Its path in the project.
pub const PATH: &str = "translations.toml";

const HEAD: &str = "\
# Which text of the original each section of a translation was accepted against: the page and the
# language, then the section and a hash of the original's words without its figures.
# `belegg translations accept` writes this file. Keep it with the texts, and leave it as it is.
";

/// What was accepted, by key of the page and name of the language.
#[derive(Debug, Clone, Default)]
pub struct Accepted {
    pub pages: BTreeMap<(String, String), AcceptedPage>,
}

#[derive(Debug, Clone, Default)]
pub struct AcceptedPage {
    /// By the anchor of the original's section; empty for what stands before the first heading.
    pub sections: BTreeMap<String, AcceptedSection>,
    /// Its language in the file; none where it was accepted just now.
    pub span: Option<Span>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptedSection {
    /// Of the original's section, in hexadecimal: see `translation::fingerprint`.
    pub hash: String,
    /// The line in the file; none where it was accepted just now.
    pub span: Option<Span>,
}

impl Accepted {
    pub fn page(&self, key: &str, language: &str) -> Option<&AcceptedPage> {
        self.pages.get(&(key.to_string(), language.to_string()))
    }

    /// The hash of the original that a section was accepted against.
    pub fn hash(&self, key: &str, language: &str, anchor: &str) -> Option<&str> {
        Some(&self.page(key, language)?.sections.get(anchor)?.hash)
    }

    /// Accepts a section against the text of the original that has this hash.
    pub fn accept(&mut self, key: &str, language: &str, anchor: &str, hash: &str) {
        let page = self.pages.entry((key.to_string(), language.to_string())).or_default();
        let section = AcceptedSection { hash: hash.to_string(), span: None };
        page.sections.insert(anchor.to_string(), section);
    }

    /// Keeps of a page only the sections that are asked for; how many were taken out.
    pub fn retain(&mut self, key: &str, language: &str, keep: impl Fn(&str) -> bool) -> usize {
        let at = (key.to_string(), language.to_string());
        let Some(page) = self.pages.get_mut(&at) else { return 0 };
        let before = page.sections.len();
        page.sections.retain(|anchor, _| keep(anchor));
        let out = before - page.sections.len();
        if page.sections.is_empty() {
            self.pages.remove(&at);
        }
        out
    }

    /// The file, sorted, with one line a section: changes by two people can be merged.
    pub fn to_toml(&self) -> String {
        let mut text = HEAD.to_string();
        for ((key, language), page) in &self.pages {
            let _ = write!(text, "\n[{}.{}]\n", quoted(key), bare(language));
            for (anchor, section) in &page.sections {
                let _ = writeln!(text, "{} = {}", quoted(anchor), quoted(&section.hash));
            }
        }
        text
    }
}

/// A key without quotes where TOML allows it.
fn bare(name: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    match !name.is_empty() && name.chars().all(is_bare) {
        true => name.to_string(),
        false => quoted(name),
    }
}

/// A text in quotes, as TOML and YAML both read it.
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
