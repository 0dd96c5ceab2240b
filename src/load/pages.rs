//! The Markdown files under `content/` to pages.

use std::collections::BTreeSet;

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::{front_matter, markdown};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::project::{WrittenPage, is_part};
use crate::source::{FileId, Sources, Span};

/// Every page, in the order of keys and languages, and the keys of those that cannot be read.
/// Files are read in parallel.
pub fn pages(
    sources: &Sources,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> (Vec<WrittenPage>, BTreeSet<String>) {
    let mut named = Vec::new();
    for (file, source) in sources.iter() {
        let Some(path) = source.path.strip_prefix("content/") else { continue };
        if path.ends_with(".md") {
            // macOS stores `å` as two letters.
            let path: String = path.nfc().collect();
            let name = key_and_language(&path, file, config, diagnostics);
            named.extend(name.map(|(key, language)| (file, key, language)));
        }
    }
    let read: Vec<(Result<WrittenPage, String>, Diagnostics)> = named
        .into_par_iter()
        .map(|(file, key, language)| {
            let mut told = Diagnostics::default();
            let page = page(file, key.clone(), language, sources, &mut told);
            (page.ok_or(key), told)
        })
        .collect();
    let mut pages = Vec::with_capacity(read.len());
    let mut unreadable = BTreeSet::new();
    for (page, told) in read {
        diagnostics.extend(told);
        match page {
            Ok(page) => pages.push(page),
            Err(key) => drop(unreadable.insert(key)),
        }
    }
    let order = |name: &str| config.languages.iter().position(|language| language.name == name);
    pages.sort_by(|a: &WrittenPage, b| {
        (&a.key, order(&a.language), a.file).cmp(&(&b.key, order(&b.language), b.file))
    });
    tell_doubles(&pages, sources, diagnostics);
    (pages, unreadable)
}

fn tell_doubles(pages: &[WrittenPage], sources: &Sources, diagnostics: &mut Diagnostics) {
    for pair in pages.windows(2) {
        if pair[0].key == pair[1].key && pair[0].language == pair[1].language {
            let message =
                format!("the page `{}` stands twice in `{}`", pair[1].key, pair[1].language);
            let [one, other] = [&pair[0], &pair[1]].map(|page| sources.path(page.file));
            let looks_alike = one.nfc().eq(other.nfc());
            let help = match pair.iter().any(|page| page.is_joined) {
                _ if looks_alike => {
                    "their names look the same and are stored in two ways, as between macOS and Windows: keep one"
                }
                true => {
                    "pages of one language need a `translation_key` each: correct one of the two"
                }
                false => "keep one of the two files",
            };
            diagnostics.push(
                Diagnostic::error("duplicate-page", Span::file(pair[1].file), message)
                    .related(Span::file(pair[0].file), "the other file")
                    .help(help),
            );
        }
    }
}

fn page(
    file: FileId,
    key: String,
    language: String,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<WrittenPage> {
    let text = super::text(file, sources, diagnostics)?;
    let Some((front, start)) = front_matter::read(text, file, is_part(&key), diagnostics) else {
        // What is wrong with the text is told all the same.
        if let Some(start) = front_matter::body(text) {
            let place = Span::new(file, start..text.len());
            markdown::read(&text[start..], place, diagnostics);
        }
        return None;
    };
    let place = Span::new(file, start..text.len());
    let body = markdown::read(&text[start..], place, diagnostics);
    Some(WrittenPage {
        file,
        is_joined: front.translation_key.is_some(),
        key: front.translation_key.unwrap_or(key),
        language,
        front: front.matter,
        blocks: body.blocks,
        notes: body.notes,
        expanded: None,
        in_doubt: false,
        front_in_doubt: false,
        body: place,
        words: body.words,
    })
}

/// `report/2024/03-method.en.md` and `en/report/2024/03-method.md` are the same page in English.
fn key_and_language(
    path: &str,
    file: FileId,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Option<(String, String)> {
    let stem = path.strip_suffix(".md")?;
    if let Some((folder, rest)) = stem.split_once('/')
        && config.language(folder).is_some()
    {
        return Some((rest.to_string(), folder.to_string()));
    }
    let name = stem.rsplit('/').next().unwrap_or(stem);
    let Some((_, suffix)) = name.rsplit_once('.') else {
        return Some((stem.to_string(), config.default_language().name.clone()));
    };
    if config.language(suffix).is_some() {
        return Some((stem[..stem.len() - suffix.len() - 1].to_string(), suffix.to_string()));
    }
    let known = config.languages.iter().map(|language| language.name.as_str());
    let message = format!("`{suffix}` in the file name is not a language of this site");
    let diagnostic = Diagnostic::error("unknown-language", Span::file(file), message);
    diagnostics.push(match nearest(suffix, known) {
        Some(near) => diagnostic.help(format!("did you mean `.{near}.md`?")),
        None => diagnostic.help(format!(
            "add `[languages.{suffix}]` to the configuration, or take the dot out of the name"
        )),
    });
    None
}
