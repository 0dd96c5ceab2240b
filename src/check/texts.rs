//! What texts say: the same in every language, and what the data says.

mod charts;
mod exception;
mod held;
mod numbers;
mod parity;
pub mod recent;
mod rows;
mod typed;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use rayon::prelude::*;

use crate::compose::sitemap::{Entry, Sitemap};
use crate::diagnostic::Diagnostics;
use crate::fact::Facts;
use crate::project::Project;
use crate::source::{AT_ONCE, FileId, Sources, Span};
use crate::translation::Fingerprints;
use crate::translation::fingerprint::{Fingerprint, PageText};
use exception::Exempt;
use held::{HeldPage, Scope};
use recent::{Again, Compared};
use typed::Known;

/// Tells where languages differ, at both places, and numbers that are typed where a fact could be
/// cited, or that contradict one. Of the originals that it reads it gives the fingerprints, where
/// translations are kept track of.
pub fn texts(
    project: &Project,
    facts: &Facts,
    sitemap: &Sitemap,
    sources: &Sources,
    again: Option<Again<'_>>,
    diagnostics: &mut Diagnostics,
) -> Fingerprints {
    let languages = &project.config.languages;
    let periods = facts.periods.iter().filter(|(period, _)| !facts.in_doubt.contains(*period));
    let known: KnownFacts<'_> = periods
        .flat_map(|(period, made)| (0..languages.len()).map(move |at| (period.as_str(), at, made)))
        .map(|(period, at, made)| {
            let locale = languages[at].locale;
            let messages = project.theme.words(locale);
            let of = move || Known::of(made, facts, locale, messages);
            ((period, at), LazyLock::new(Box::new(of) as Box<dyn FnOnce() -> _ + Send + '_>))
        })
        .collect();
    let broken = broken_references(diagnostics);
    let is_known = |entry: &&Entry| again.as_ref().is_some_and(|it| it.knows(entry, &broken));
    // The lines that cannot be read may say what languages need not have in common.
    let readable = sitemap.entries.values().filter(|one| !project.unreadable.contains(&*one.key));
    let entries: Vec<&Entry> = readable.filter(|one| !is_known(one)).collect();
    let compared: Vec<Compared> = entries
        .par_iter()
        .with_max_len(AT_ONCE)
        .map(|entry| {
            let mut told = Diagnostics::default();
            let original = page(entry, project, facts, &known, &broken, sources, &mut told);
            Compared::new(entry, original, told)
        })
        .collect();
    let mut originals = Fingerprints::new();
    let tell = |one: Compared| {
        originals.extend(one.original);
        diagnostics.extend(one.told);
    };
    match again {
        Some(again) => again.finish(compared, &broken).for_each(tell),
        None => compared.into_iter().for_each(tell),
    }
    rows::rows(project, diagnostics);
    charts::charts(project, facts, sources, diagnostics);
    originals
}

/// The facts of a period in a language, read when the first page needs them.
type KnownFacts<'a> =
    BTreeMap<(&'a str, usize), LazyLock<Known<'a>, Box<dyn FnOnce() -> Known<'a> + Send + 'a>>>;

/// Where references stand that lead nowhere, by file.
type BrokenReferences = BTreeMap<FileId, Vec<Span>>;

/// What is told of a reference that leads nowhere, and of signs that were meant as something and are none.
const LEADS_NOWHERE: [&str; 14] = [
    "broken-link",
    "broken-reference",
    "figure-in-text",
    "part-cycle",
    "part-in-text",
    "stray-marks",
    "unknown-chart",
    "unknown-fact",
    "unknown-footnote",
    "unknown-option",
    "unknown-part",
    "unknown-period",
    "unknown-table",
    "unsafe-link",
];

fn broken_references(diagnostics: &Diagnostics) -> BrokenReferences {
    let mut broken = BrokenReferences::new();
    for told in diagnostics.told_errors().filter(|one| LEADS_NOWHERE.contains(&one.code.0)) {
        // One may be told for all places; a file as a whole is none of them.
        let others = told.related.iter().map(|(place, _)| *place).filter(|place| place.start > 0);
        for place in told.span.into_iter().chain(others) {
            broken.entry(place.file).or_default().push(place);
        }
    }
    broken
}

/// One page in all its languages. Gives the fingerprints of its original.
fn page(
    entry: &Entry,
    project: &Project,
    facts: &Facts,
    known: &KnownFacts<'_>,
    broken: &BrokenReferences,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<(FileId, Vec<Fingerprint>)> {
    let config = &project.config;
    let first = entry.original;
    let mut original = None;
    let exempt = Exempt::of(entry, config);
    let period = entry.period.as_deref();
    let held: Vec<Option<HeldPage<'_>>> = entry
        .pages
        .iter()
        .zip(&config.languages)
        .enumerate()
        .map(|(at, (page, language))| {
            let scope = Scope { language, config, facts, period, sources };
            let page = page.as_ref()?;
            let is_wanted = at == first && project.accepted.is_some();
            let mut text = is_wanted.then(PageText::default);
            let held = HeldPage::read(page, scope, |part| {
                text.iter_mut().for_each(|text| text.part(part));
            });
            original = original.take().or(text.map(|text| (page.file, text.fingerprints())));
            Some(held)
        })
        .collect();
    if let Some(there) = &held[first] {
        let translations = held.iter().enumerate().filter(|(at, _)| *at != first);
        let is_headed = |one: &HeldPage<'_>| !one.page.headings_in_doubt;
        let translations = translations.filter_map(|(_, page)| page.as_ref());
        for here in translations.filter(|here| is_headed(there) && is_headed(here)) {
            parity::pages(there, here, &exempt, broken, diagnostics);
        }
    }
    let told: BTreeSet<Span> = diagnostics.sorted().iter().filter_map(|one| one.span).collect();
    for (at, page) in held.iter().enumerate() {
        let Some(page) = page else { continue };
        let known = period.and_then(|period| known.get(&(period, at))).map(|known| &**known);
        let broken = broken.get(&page.page.file).map_or(&[][..], Vec::as_slice);
        // `[12] (fact:…)`: the number stands in the brackets of a reference, which is told.
        let is_told = |place: Span| {
            told.contains(&place) || broken.iter().any(|one| one.start == place.end + 1)
        };
        typed::page(page, known, &exempt, is_told, diagnostics);
    }
    exception::tell_unused(entry, config, sources, diagnostics);
    original
}
