//! How each section of each translation stands: against the text of its original, and against what
//! was accepted.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::fingerprint::Fingerprint;
use super::{Fingerprints, Pair, Section, fingerprints, pairs, sections};
use crate::compose::sitemap::{Entry, Sitemap};
use crate::load::references::words;
use crate::project::accepted::{Accepted, AcceptedPage, AcceptedSection};
use crate::project::{Project, WrittenPage};
use crate::source::{FileId, Span};

/// How a section of a translation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// The original has it, the translation has not.
    Missing,
    /// It was accepted when the original said something else.
    Stale,
    /// It is there, and nobody has accepted it.
    New,
    /// The original still says what it said when the section was accepted.
    Current,
    /// The translation has it, the original has not; or it was accepted once and is gone.
    Orphaned,
}

impl Status {
    pub const ALL: [Status; 5] =
        [Status::Current, Status::Stale, Status::New, Status::Missing, Status::Orphaned];

    pub fn name(self) -> &'static str {
        match self {
            Status::Missing => "missing",
            Status::Stale => "stale",
            Status::New => "new",
            Status::Current => "current",
            Status::Orphaned => "orphaned",
        }
    }
}

/// One page in one language that it is translated to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageStatus {
    pub key: String,
    /// The name of the language that it is translated to, as in the configuration.
    pub language: String,
    /// The original's language and file; none where the page itself is gone.
    pub original: Option<(String, FileId)>,
    /// The translation's file; none where it is missing.
    pub file: Option<FileId>,
    /// In the order of the text; what is accepted and gone comes last.
    pub sections: Vec<SectionStatus>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionStatus {
    pub status: Status,
    /// The original's anchor, or the translation's where the original has none; empty for what
    /// stands before the first heading.
    pub anchor: String,
    /// The original's heading, or the translation's; the page's title for the first section.
    pub title: String,
    /// Of the original as it is now: what the section is accepted against.
    pub hash: Option<String>,
    /// Words of the original.
    pub words: usize,
    /// Where the section begins in each language.
    pub original: Option<Span>,
    pub translation: Option<Span>,
    /// The line in `translations.toml`.
    pub accepted: Option<Span>,
}

impl PageStatus {
    pub fn count(&self, status: Status) -> usize {
        self.sections.iter().filter(|section| section.status == status).count()
    }

    /// Words of the original that a person still has to translate or to compare.
    pub fn words_left(&self) -> usize {
        let is_left = |section: &&SectionStatus| match section.status {
            Status::Missing | Status::Stale | Status::New => true,
            Status::Current | Status::Orphaned => false,
        };
        self.sections.iter().filter(is_left).map(|section| section.words).sum()
    }
}

/// Every page in every language but its original's, by key and in the order of the languages. The
/// site map must hold drafts too: what was accepted of them is not gone. Pages of which a file cannot
/// be read are left out. Originals are read again unless their fingerprints are known. Pages are compared
/// in parallel.
pub fn status(sitemap: &Sitemap, project: &Project, known: &Fingerprints) -> Vec<PageStatus> {
    let nothing = Accepted::default();
    let accepted = project.accepted.as_ref().unwrap_or(&nothing);
    let is_known = |key: &str| !project.unreadable.contains(key);
    let entries: Vec<&Entry> =
        sitemap.entries.values().filter(|entry| is_known(&entry.key)).collect();
    let pages = entries.par_iter().flat_map_iter(|entry| page(entry, project, accepted, known));
    let mut pages: Vec<PageStatus> = pages.collect();
    let listed: BTreeSet<(&str, &str)> =
        pages.iter().map(|page| (page.key.as_str(), page.language.as_str())).collect();
    let gone = accepted.pages.iter().filter(|((key, language), _)| {
        is_known(key) && !listed.contains(&(key.as_str(), language.as_str()))
    });
    let gone: Vec<PageStatus> =
        gone.map(|((key, language), lines)| self::gone(key, language, lines)).collect();
    pages.extend(gone);
    let place = |page: &PageStatus| {
        project.config.languages.iter().position(|language| language.name == page.language)
    };
    pages.sort_by(|a, b| (&a.key, place(a), &a.language).cmp(&(&b.key, place(b), &b.language)));
    pages
}

/// The translations of one page.
fn page(
    entry: &Entry,
    project: &Project,
    accepted: &Accepted,
    known: &Fingerprints,
) -> Vec<PageStatus> {
    let languages = &project.config.languages;
    let spoken = entry.original;
    let Some(page) = &entry.pages[spoken] else { return Vec::new() };
    let sections = sections(page);
    let known = known.get(&page.file).cloned();
    let fingerprints =
        known.unwrap_or_else(|| fingerprints(page, &sections, languages[spoken].locale));
    let text = Original { page, sections: &sections, fingerprints: &fingerprints };
    // A language that the page is left out of does not wait for it.
    let is_wanted = |at: usize| entry.pages[at].is_some() || !entry.omitted[at];
    let others = languages.iter().enumerate().filter(|(at, _)| *at != spoken && is_wanted(*at));
    let translated = others.map(|(at, language)| {
        let accepted = accepted.page(&entry.key, &language.name);
        PageStatus {
            key: entry.key.to_string(),
            language: language.name.clone(),
            original: Some((languages[spoken].name.clone(), page.file)),
            file: entry.pages[at].as_ref().map(|page| page.file),
            sections: text.compare(entry.pages[at].as_deref(), accepted),
        }
    });
    translated.collect()
}

/// The original of a page, read once for all its translations.
struct Original<'a> {
    page: &'a WrittenPage,
    sections: &'a [Section<'a>],
    fingerprints: &'a [Fingerprint],
}

impl Original<'_> {
    fn compare(
        &self,
        translation: Option<&WrittenPage>,
        accepted: Option<&AcceptedPage>,
    ) -> Vec<SectionStatus> {
        let mut compared = match translation {
            None => (0..self.sections.len()).map(|at| self.section(at, None, accepted)).collect(),
            Some(page) => self.side_by_side(page, accepted),
        };
        let lines = accepted.into_iter().flat_map(|accepted| &accepted.sections);
        let is_there = |anchor: &str| self.sections.iter().any(|section| section.anchor == anchor);
        for (anchor, line) in lines {
            // Of a page that is missing as a whole, every line is one too many.
            if translation.is_none() || !is_there(anchor) {
                compared.push(SectionStatus { accepted: line.span, ..orphan(anchor) });
            }
        }
        compared
    }

    fn side_by_side(
        &self,
        page: &WrittenPage,
        accepted: Option<&AcceptedPage>,
    ) -> Vec<SectionStatus> {
        let translated = sections(page);
        let pairs = reunited(pairs(self.sections, &translated), self.sections, &translated);
        let compared = pairs.into_iter().filter_map(|pair| {
            let other = pair.translation.map(|at| &translated[at]);
            match (pair.original, other) {
                (Some(at), other) => Some(self.section(at, other, accepted)),
                (None, Some(section)) => Some(SectionStatus {
                    title: title(section, page),
                    translation: Some(section.place()),
                    ..orphan(&section.anchor)
                }),
                (None, None) => None,
            }
        });
        compared.collect()
    }

    fn section(
        &self,
        at: usize,
        translation: Option<&Section<'_>>,
        accepted: Option<&AcceptedPage>,
    ) -> SectionStatus {
        let (section, fingerprint) = (&self.sections[at], &self.fingerprints[at]);
        let line = accepted.and_then(|accepted| accepted.sections.get(&section.anchor));
        let status = match (translation, line) {
            (None, _) => Status::Missing,
            (Some(_), None) => Status::New,
            (Some(_), Some(line)) if line.hash == fingerprint.hash => Status::Current,
            (Some(_), Some(_)) => Status::Stale,
        };
        SectionStatus {
            status,
            anchor: section.anchor.clone(),
            title: title(section, self.page),
            hash: Some(fingerprint.hash.clone()),
            words: fingerprint.words,
            original: Some(section.place()),
            translation: translation.map(Section::place),
            accepted: line.and_then(|line| line.span),
        }
    }
}

/// Sections that were moved in one language still go together, where their authors have given them
/// one anchor. That they stand in another order is not what is asked here.
fn reunited(
    mut pairs: Vec<Pair>,
    original: &[Section<'_>],
    translation: &[Section<'_>],
) -> Vec<Pair> {
    let alone: BTreeMap<&str, usize> = pairs
        .iter()
        .filter(|pair| pair.original.is_none())
        .filter_map(|pair| Some((translation[pair.translation?].own_anchor()?, pair.translation?)))
        .collect();
    let mut found = BTreeSet::new();
    for pair in pairs.iter_mut().filter(|pair| pair.translation.is_none()) {
        let anchor = pair.original.and_then(|at| original[at].own_anchor());
        pair.translation = anchor.and_then(|anchor| alone.get(anchor).copied());
        found.extend(pair.translation);
    }
    let is_met = |pair: &Pair| pair.translation.is_some_and(|at| found.contains(&at));
    pairs.retain(|pair| pair.original.is_some() || !is_met(pair));
    pairs
}

fn title(section: &Section<'_>, page: &WrittenPage) -> String {
    match section.heading {
        Some(heading) => words(&heading.content),
        // A part has no title that anybody sees.
        None => match words(&page.front.title) {
            title if title.trim().is_empty() => format!("content/{}.md", page.key),
            title => title,
        },
    }
}

fn orphan(anchor: &str) -> SectionStatus {
    SectionStatus {
        status: Status::Orphaned,
        anchor: anchor.to_string(),
        title: String::new(),
        hash: None,
        words: 0,
        original: None,
        translation: None,
        accepted: None,
    }
}

/// What was accepted of a page that is gone, or in a language that it is not translated to.
fn gone(key: &str, language: &str, lines: &AcceptedPage) -> PageStatus {
    let section = |(anchor, line): (&String, &AcceptedSection)| SectionStatus {
        accepted: line.span,
        ..orphan(anchor)
    };
    PageStatus {
        key: key.to_string(),
        language: language.to_string(),
        original: None,
        file: None,
        sections: lines.sections.iter().map(section).collect(),
    }
}
