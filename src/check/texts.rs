//! What texts say: the same in every language, and what the data says.

mod charts;
mod exception;
mod held;
mod numbers;
mod parity;
mod rows;
mod typed;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::compose::sitemap::{Entry, Sitemap};
use crate::diagnostic::Diagnostics;
use crate::fact::Facts;
use crate::project::Project;
use crate::source::{Sources, Span};
use exception::Exempt;
use held::{HeldPage, Scope};
use typed::Known;

/// Tells where languages differ, at both places, and numbers that are typed where a fact could be
/// cited, or that contradict one.
pub fn texts(
    project: &Project,
    facts: &Facts,
    sitemap: &Sitemap<'_>,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    let languages = &project.config.languages;
    let periods = facts.periods.iter().filter(|(period, _)| !facts.in_doubt.contains(*period));
    let known: BTreeMap<(&str, usize), Known<'_>> = periods
        .flat_map(|(period, made)| (0..languages.len()).map(move |at| (period.as_str(), at, made)))
        .map(|(period, at, made)| {
            let messages = project.theme.words(languages[at].locale);
            ((period, at), Known::of(made, facts, languages[at].locale, messages))
        })
        .collect();
    let entries: Vec<&Entry<'_>> = sitemap.entries.values().collect();
    let told: Vec<Diagnostics> = entries
        .par_iter()
        .map(|entry| {
            let mut told = Diagnostics::default();
            page(entry, project, facts, &known, sources, &mut told);
            told
        })
        .collect();
    told.into_iter().for_each(|told| diagnostics.extend(told));
    rows::rows(project, diagnostics);
    charts::charts(project, facts, sources, diagnostics);
}

/// One page in all its languages.
fn page(
    entry: &Entry<'_>,
    project: &Project,
    facts: &Facts,
    known: &BTreeMap<(&str, usize), Known<'_>>,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    let config = &project.config;
    let exempt = Exempt::of(entry, config);
    let period = entry.period.as_deref();
    let held: Vec<Option<HeldPage<'_>>> = entry
        .pages
        .iter()
        .zip(&config.languages)
        .map(|(page, language)| {
            let scope = Scope { language, config, facts, period, sources };
            page.map(|page| HeldPage::of(page, scope))
        })
        .collect();
    let first = entry.original;
    if let Some(there) = &held[first] {
        let translations = held.iter().enumerate().filter(|(at, _)| *at != first);
        for here in translations.filter_map(|(_, page)| page.as_ref()) {
            parity::pages(there, here, &exempt, diagnostics);
        }
    }
    let told: BTreeSet<Span> = diagnostics.sorted().iter().filter_map(|one| one.span).collect();
    for (at, page) in held.iter().enumerate() {
        let Some(page) = page else { continue };
        let known = period.and_then(|period| known.get(&(period, at)));
        typed::page(page, known, &exempt, &told, diagnostics);
    }
    exception::tell_unused(entry, config, sources, diagnostics);
}
