//! Which pages are published: no drafts, nothing before its day, nothing once it has expired.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use time::Date;

use super::sitemap::{Sitemap, index_keys};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::Edition;
use crate::project::{Kind, Project, WrittenPage};
use crate::source::Span;

/// What a build takes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Publication {
    /// Whatever is there, for those who work on it.
    Everything,
    Due {
        /// Drafts too, and what is not due yet.
        drafts: bool,
        /// The day of the build. Nobody asks the clock for it: the same project and day give the
        /// same bytes.
        on: Option<Date>,
    },
}

impl Publication {
    fn takes_drafts(self) -> bool {
        !matches!(self, Publication::Due { drafts: false, .. })
    }

    /// Whether a file is left out because it is a draft.
    pub fn leaves_out(self, page: &WrittenPage) -> bool {
        page.front.draft && !self.takes_drafts()
    }
}

/// Why a page is not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withheld {
    Draft,
    /// Published from this day on.
    Until(Date),
    /// No longer published from this day on.
    Since(Date),
}

impl Withheld {
    /// What to do about a link to such a page.
    pub fn help(self) -> String {
        match self {
            Withheld::Draft => "the page is a draft: publish it, or take the link away".to_string(),
            Withheld::Until(date) => {
                format!("the page is published from {date} on: take the link away until then")
            }
            Withheld::Since(date) => {
                format!("the page is no longer published since {date}: take the link away")
            }
        }
    }
}

/// The pages of a project that are not published, by key: a translation that is a draft is merely
/// missing and not among them. What an `_index` says holds for all pages below it.
pub fn withheld(
    project: &Project,
    publication: Publication,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, Withheld> {
    let mut own: BTreeMap<&str, Withheld> = BTreeMap::new();
    let mut undrafted = BTreeSet::new();
    let mut undated = None;
    for page in &project.pages {
        if !publication.leaves_out(page) {
            undrafted.insert(page.key.as_str());
        }
        let Some(reason) = by_date(page, publication, &mut undated) else { continue };
        own.insert(&page.key, reason);
    }
    for page in project.pages.iter().filter(|page| !undrafted.contains(page.key.as_str())) {
        own.entry(&page.key).or_insert(Withheld::Draft);
    }
    tell_undated(undated, diagnostics);
    if own.is_empty() {
        return BTreeMap::new();
    }
    let of = |page: &Arc<WrittenPage>| {
        let above = || index_keys(page.folder()).find_map(|key| own.get(key.as_str()));
        let reason = own.get(page.key.as_str()).or_else(above)?;
        Some((page.key.clone(), *reason))
    };
    project.pages.iter().filter_map(of).collect()
}

fn by_date(
    page: &WrittenPage,
    publication: Publication,
    undated: &mut Option<(Date, Span)>,
) -> Option<Withheld> {
    let front = &page.front;
    let Publication::Due { drafts, on } = publication else { return None };
    let from = front.publish_date.filter(|_| !drafts);
    let dates = from.into_iter().chain(front.expiry_date);
    let Some(today) = on else {
        // Whatever day it is, nothing is shown that may have to be hidden.
        let (date, span) = dates.min()?;
        undated.get_or_insert((date, span));
        return Some(Withheld::Until(date));
    };
    let until = from.filter(|(date, _)| today < *date).map(|(date, _)| Withheld::Until(date));
    let since = front.expiry_date.filter(|(date, _)| *date <= today);
    until.or(since.map(|(date, _)| Withheld::Since(date)))
}

fn tell_undated(undated: Option<(Date, Span)>, diagnostics: &mut Diagnostics) {
    let Some((date, span)) = undated else { return };
    let message = "whether this page is published depends on the day, and the build has none";
    diagnostics.push(Diagnostic::error("no-date", span, message.to_string()).help(format!(
        "say which day it is: `--date today`, `--date {date}`, or SOURCE_DATE_EPOCH in the environment"
    )));
}

/// The periods of which nothing is told but what a page prints: a report of them is withheld, and
/// none is published.
fn withheld_periods(project: &Project, sitemap: &Sitemap) -> BTreeSet<String> {
    let reports = project.pages.iter().filter(|page| page.front.kind == Some(Kind::Report));
    let period = |page: &WrittenPage| page.front.period.clone().or(project.config.period.clone());
    let (withheld, published): (Vec<_>, Vec<_>) =
        reports.partition(|page| sitemap.withheld.contains_key(page.key.as_str()));
    let published: BTreeSet<String> =
        published.into_iter().filter_map(|page| period(page)).collect();
    let withheld = withheld.into_iter().filter_map(|page| period(page));
    withheld.filter(|period| !published.contains(period)).collect()
}

/// Which figures may be told: of a period whose account is not published yet, those alone that a
/// page prints.
pub struct Told {
    withheld: BTreeSet<String>,
    printed: BTreeSet<(String, String)>,
}

impl Told {
    pub fn of(editions: &[Edition], sitemap: &Sitemap, project: &Project) -> Told {
        let withheld = withheld_periods(project, sitemap);
        let pages = editions.iter().flat_map(|edition| &edition.pages);
        let printed = pages.flat_map(|page| &page.printed);
        let printed = printed.filter(|one| withheld.contains(&one.period));
        Told {
            printed: printed.map(|one| (one.period.clone(), one.id.clone())).collect(),
            withheld,
        }
    }

    pub fn may_tell(&self, period: &str, id: &str) -> bool {
        !self.withheld.contains(period)
            || self.printed.contains(&(period.to_string(), id.to_string()))
    }
}
