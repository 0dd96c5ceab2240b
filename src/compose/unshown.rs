//! Charts that a chart file describes and no page shows: what is wrong with them is told all the same,
//! before somebody shows them.

use std::collections::BTreeSet;

use super::links::Links;
use super::resolve::{Resolver, Scope};
use super::{Site, figures, messages};
use crate::diagnostic::Diagnostics;
use crate::document::{Block, FigureKind, FigureReference, Written};
use crate::project::WrittenPage;

/// Tells the mistakes of these charts in a language of the site.
pub fn tell(site: Site<'_>, language: usize, diagnostics: &mut Diagnostics) {
    let Site { project, facts, sitemap, evidence } = site;
    if project.charts.values().all(|charts| charts.is_empty()) {
        return;
    }
    let shown = shown(site, language);
    let locale = project.config.languages[language].locale;
    // A register without rows waits for its suppliers: there is nothing to show yet.
    let waits = |period: &str| {
        let register = project.datasets.get(period).and_then(|data| data.suppliers.as_ref());
        register.is_some_and(|register| register.value.suppliers.is_empty())
    };
    for (period, charts) in project.charts.iter().filter(|(period, _)| !waits(period)) {
        let of_period = |period: Option<&str>| {
            sitemap.entries.values().find(|entry| entry.period.as_deref() == period)
        };
        // A chart is put into words for a page: here for one that might show it.
        let first = || sitemap.entries.values().next();
        let Some(entry) = of_period(Some(period)).or_else(first) else { continue };
        for (name, chart) in charts {
            let Some(span) = chart.span else { continue };
            if shown.contains(&(period.as_str(), name.as_str())) {
                continue;
            }
            let scope = Scope {
                project,
                facts,
                messages: messages(project, locale),
                locale,
                edition: language,
                entry,
                page: entry.page(language).0,
                links: Links { sitemap },
                evidence: evidence.of(entry),
            };
            let reference = FigureReference {
                kind: FigureKind::Chart,
                target: name.clone(),
                period: Some(period.clone()),
                options: Vec::new(),
                caption: Vec::new(),
                title: String::new(),
                span,
                target_span: span,
            };
            let mut resolver = Resolver::new(scope, diagnostics);
            figures::figure(&mut resolver, &reference, name.clone());
        }
    }
}

/// Period and name of each chart that stands on a page of a language.
fn shown<'a>(site: Site<'a>, language: usize) -> BTreeSet<(&'a str, &'a str)> {
    let mut shown = BTreeSet::new();
    for entry in site.sitemap.entries.values() {
        let Some(page) = &entry.pages[language] else { continue };
        let mut found = Vec::new();
        figures_of(page, &mut found);
        for figure in found.into_iter().filter(|figure| figure.kind == FigureKind::Chart) {
            let own = figure.period.as_deref().or(entry.period.as_deref());
            if let Some(period) = own {
                shown.insert((period, figure.target.as_str()));
            }
        }
    }
    shown
}

fn figures_of<'a>(page: &'a WrittenPage, found: &mut Vec<&'a FigureReference>) {
    let (blocks, notes) = page.shown();
    within(blocks, found);
    notes.values().for_each(|note| within(&note.blocks, found));
}

fn within<'a>(blocks: &'a [Block<Written>], found: &mut Vec<&'a FigureReference>) {
    for block in blocks {
        match block {
            Block::Figure(figure) => found.push(figure),
            Block::List(list) => list.items.iter().for_each(|item| within(item, found)),
            Block::Quote(blocks)
            | Block::Callout { blocks, .. }
            | Block::PullQuote { quote: blocks, .. } => within(blocks, found),
            Block::Definitions(list) => {
                let details = list.iter().flat_map(|definition| &definition.details);
                details.for_each(|blocks| within(blocks, found));
            }
            Block::Heading(_)
            | Block::Paragraph(_)
            | Block::Table(_)
            | Block::Code { .. }
            | Block::Rule => {}
        }
    }
}
