//! What becomes of a page that a language lacks, and what is told of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::original::authoritative;
use super::sitemap::{Entry, Sitemap, index_keys};
use crate::config::{Config, MissingTranslation};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::project::{Project, is_part};
use crate::source::Span;

/// Settles which pages each language leaves out. A page stays that others below it need: readers
/// would not find them.
pub fn settle(entries: &mut BTreeMap<Arc<str>, Entry>, config: &Config) {
    for language in 0..config.languages.len() {
        let is_left = |entry: &&Entry| {
            let lacks = entry.pages[language].is_none();
            lacks && policy(entry, language, entries, config) == MissingTranslation::Omit
        };
        let (left, kept): (Vec<_>, Vec<_>) = entries.values().partition(is_left);
        if left.is_empty() {
            continue;
        }
        let leave: Vec<String> = left.into_iter().map(|entry| entry.key.to_string()).collect();
        let mut needed: BTreeSet<String> = BTreeSet::from(["_index".to_string()]);
        kept.iter().for_each(|entry| needed.extend(index_keys(folder(&entry.key))));
        for key in leave.iter().filter(|key| !needed.contains(*key)) {
            if let Some(entry) = entries.get_mut(key.as_str()) {
                entry.omitted[language] = true;
            }
        }
    }
}

/// What becomes of a page in a language that lacks it: as the page says, or the nearest `_index`
/// above it, or the language, or the site.
fn policy(
    entry: &Entry,
    language: usize,
    entries: &BTreeMap<Arc<str>, Entry>,
    config: &Config,
) -> MissingTranslation {
    let said = |entry: &Entry| entry.pages.iter().flatten().find_map(|page| page.front.missing);
    let above = || index_keys(folder(&entry.key)).find_map(|key| said(entries.get(key.as_str())?));
    said(entry).or_else(above).or(config.languages[language].missing).unwrap_or(config.missing)
}

/// The folder that a page lies in, by its key.
fn folder(key: &str) -> &str {
    key.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Tells a site without a home page, pages that one of the languages lacks, and translations that
/// say more than the text that holds.
pub fn tell(sitemap: &Sitemap, project: &Project, diagnostics: &mut Diagnostics) {
    // Of a text that is included, whoever includes it is told.
    let readable = |key: &str| !project.unreadable.contains(key) && !is_part(key);
    if !sitemap.entries.contains_key("_index") && readable("_index") {
        diagnostics.push(
            Diagnostic::error(
                "no-home-page",
                None,
                "there is no home page: no `content/_index.md`",
            )
            .help("make the file; its title is the title of the site's first page"),
        );
    }
    for entry in sitemap.entries.values().filter(|entry| readable(&entry.key)) {
        let holds = authoritative(entry, project);
        for language in 0..sitemap.config.languages.len() {
            if entry.pages[language].is_some() {
                continue;
            }
            let is_lost = language == holds.unwrap_or_default() && entry.lost_original(project);
            if holds == Some(language) {
                diagnostics.push(fuller(entry, language, is_lost, project));
            } else if !entry.omitted[language] {
                diagnostics.push(missing(entry, language, is_lost, sitemap));
            }
        }
        if let Some(holds) = holds {
            tell_newer(entry, holds, project, diagnostics);
        }
    }
}

/// A page that one language lacks.
fn missing(entry: &Entry, language: usize, is_lost: bool, sitemap: &Sitemap) -> Diagnostic {
    let config = &sitemap.config;
    let (page, _) = entry.page(entry.original);
    let (span, label) = (Span::file(page.file), &config.languages[language].label);
    let file = file(entry, language, config);
    let help = match is_lost {
        true => lost(&file),
        false => format!("translate it as `{file}`"),
    };
    let code = "missing-translation";
    match policy(entry, language, &sitemap.entries, config) {
        MissingTranslation::Notice => {
            let message =
                format!("the page is missing in {label}: readers get the original with a notice");
            Diagnostic::warning(code, span, message).help(help)
        }
        MissingTranslation::Error => {
            Diagnostic::error(code, span, format!("the page is missing in {label}")).help(help)
        }
        // All others were left out.
        MissingTranslation::Omit => {
            let why = match &*entry.key {
                "_index" => "every language needs a home page",
                _ => "it leads to pages that are published there",
            };
            let message = format!("the page is missing in {label} and cannot be left out: {why}");
            Diagnostic::error(code, span, message).help(help)
        }
    }
}

/// A page of a report that the language that holds lacks.
fn fuller(entry: &Entry, holds: usize, is_lost: bool, project: &Project) -> Diagnostic {
    let config = &project.config;
    let language = &config.languages[holds];
    let (page, _) = entry.page(entry.original);
    let message =
        format!("the report has this page, but not in {}, the language that holds", language.label);
    let mut pages = project.pages.iter();
    let draft = pages.find(|page| *page.key == *entry.key && page.language == language.name);
    let help = match draft {
        Some(_) => format!(
            "`{}` is a draft: publish it, or make this page a draft too",
            file(entry, holds, config)
        ),
        None if is_lost => lost(&file(entry, holds, config)),
        None => {
            format!("write it as `{}`, or take it out of the report", file(entry, holds, config))
        }
    };
    let diagnostic = Diagnostic::error("fuller-translation", Span::file(page.file), message);
    match draft {
        Some(draft) => diagnostic.related(Span::file(draft.file), "the draft").help(help),
        None => diagnostic.help(help),
    }
}

/// Translations of a page of a report that were changed after the text that holds.
fn tell_newer(entry: &Entry, holds: usize, project: &Project, diagnostics: &mut Diagnostics) {
    let config = &project.config;
    let Some(original) = &entry.pages[holds] else { return };
    let published = || {
        let dataset = project.datasets.get(entry.period.as_ref()?)?;
        dataset.report.as_ref()?.value.published_on
    };
    let dated = original.front.updated.or(original.front.date);
    let Some(before) = dated.or_else(published) else { return };
    for (at, page) in entry.pages.iter().enumerate().filter(|(at, _)| *at != holds) {
        let Some(page) = page else { continue };
        let Some(after) = page.front.updated.or(page.front.date) else { continue };
        if after <= before {
            continue;
        }
        let label = |at: usize| &config.languages[at].label;
        let message = format!(
            "the page was changed on {after} in {}, later than on {before} in {}, the language that holds",
            label(at),
            label(holds)
        );
        let span = page.front.dated.unwrap_or(page.front.span);
        let other = original.front.dated.unwrap_or(original.front.span);
        diagnostics.push(
            Diagnostic::error("newer-translation", span, message)
                .related(other, "the text that holds")
                .help("bring what is new into the text that holds, and date it there"),
        );
    }
}

/// What to do where the original is gone: the translation that is left is most likely not meant to be alone.
fn lost(file: &str) -> String {
    format!("put `{file}` back, of which this is the translation, or delete this one too")
}

/// Where a page would lie in a language.
fn file(entry: &Entry, language: usize, config: &Config) -> String {
    match language {
        0 => format!("content/{}.md", entry.key),
        _ => format!("content/{}.{}.md", entry.key, config.languages[language].name),
    }
}
