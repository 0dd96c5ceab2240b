//! Pages whose text alone is another than in the last report: they are put into it in the place of
//! the old ones, and all else stays as it is.
//!
//! This is for plain pages, as most of those are that somebody writes: what prints figures, leads to
//! files or speaks to roles stands on other pages too, and then all is composed.

use std::sync::Arc;

use super::evidence::EvidencePages;
use super::ground::Ground;
use super::recent::Recent;
use super::sitemap::Entry;
use super::{Composed, Site, card, page};
use crate::diagnostic::Diagnostics;
use crate::document::{Page, PageKind, Report};
use crate::fact::Facts;
use crate::project::{Project, WrittenPage};

/// What the report of a build was composed from, where the next one may take it over.
pub struct Basis {
    pub ground: Arc<Ground>,
    /// The pages of the project.
    pub written: Vec<Arc<WrittenPage>>,
    /// What was told beside the mistakes in the text of pages: all of it stands in files that are no
    /// pages or in front matter, which on the same ground are as they were.
    pub told: Diagnostics,
}

/// A page to be put into the report.
struct Exchange {
    language: usize,
    /// Its place among the pages of the edition.
    at: usize,
    written: Arc<WrittenPage>,
    page: Arc<Page>,
    told: Diagnostics,
}

/// The last report with the pages that are written otherwise now. None where more than these may come
/// out another.
pub fn exchanged(
    recent: &Recent,
    ground: &Arc<Ground>,
    project: &Project,
    facts: &Facts,
) -> Option<Composed> {
    let Composed { mut sitemap, report, basis } = Arc::try_unwrap(recent.report.take()?).ok()?;
    let Basis { ground: last, written, told } = basis?;
    if !Arc::ptr_eq(&last, ground) {
        return None;
    }
    let pairs = written.iter().zip(&project.pages);
    let changed: Vec<_> = pairs.filter(|(old, new)| !Arc::ptr_eq(old, new)).collect();
    for (old, new) in &changed {
        sitemap.exchange(old, new);
    }
    let evidence = EvidencePages::new(&sitemap, project);
    let site = Site { project, facts, sitemap: &sitemap, evidence: &evidence };
    let mut exchanges = Vec::new();
    for (_, new) in changed {
        // What is not published is in no report.
        let Some(entry) = sitemap.entries.get(new.key.as_str()) else { continue };
        for language in 0..project.config.languages.len() {
            let (shown, _) = entry.page(language);
            if entry.is_published(language) && Arc::ptr_eq(shown, new) {
                exchanges.push(site.exchange(entry, language, &report)?);
            }
        }
    }
    let mut report = Report::clone(&report);
    for one in &exchanges {
        report.editions[one.language].pages[one.at] = one.page.clone();
    }
    let made = exchanges.into_iter();
    recent.exchange(made.map(|one| (one.language, one.written, one.page, one.told)))?;
    let basis = Basis { ground: last, written: project.pages.clone(), told };
    Some(Composed { sitemap, report: Arc::new(report), basis: Some(basis) })
}

impl Site<'_> {
    fn exchange(self, entry: &Entry, language: usize, report: &Report) -> Option<Exchange> {
        let pages = &report.editions.get(language)?.pages;
        let at = pages.binary_search_by(|page| page.key.as_str().cmp(&entry.key)).ok()?;
        let old = &pages[at];
        let written = entry.page(language).0.clone();
        let mut told = Diagnostics::default();
        let new = page(self, entry, language, &mut told);
        let is_own = told.is_of(&[written.file]);
        if !(is_own && is_plain(old) && is_plain(&new) && card(old) == card(&new)) {
            return None;
        }
        let new = with_surroundings(new, old);
        let page = if new == **old { old.clone() } else { Arc::new(new) };
        Some(Exchange { language, at, written, page, told })
    }
}

/// Whether nothing of what stands on a page is known elsewhere, but for its title and the like.
fn is_plain(page: &Page) -> bool {
    let holds = page.holds();
    let is_of_kind = matches!(page.kind, PageKind::Chapter | PageKind::Article | PageKind::Page);
    is_of_kind && page.printed.is_empty() && !holds.figures && !holds.files
}

/// What stands around the old page is what stands around the new one.
fn with_surroundings(new: Page, old: &Page) -> Page {
    let mut page = Page {
        trail: old.trail.clone(),
        children: old.children.clone(),
        previous: old.previous.clone(),
        next: old.next.clone(),
        ..new
    };
    page.article.related.clone_from(&old.article.related);
    page
}
