//! What goes to an agency: the sections that are to be translated, and what there is of them.

use super::cut::{Cut, Unit, page_of};
use super::pages::PagePair;
use super::{Format, Sent, SentPage, SentSection, SentTarget, SentUnit, State, po, xliff};
use crate::load::references::words;
use crate::locale::Locale;
use crate::project::Project;
use crate::source::Sources;
use crate::translation::{PageStatus, SectionStatus, Status};

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    pub format: Format,
    /// Sections that are current too.
    pub all: bool,
}

/// A file for an agency, and what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    pub text: String,
    pub pages: usize,
    pub sections: usize,
    pub units: usize,
    /// Words of the original, without figures.
    pub words: usize,
    /// Keys of pages that cannot be cut into units.
    pub left_out: Vec<String>,
}

/// The pages in the language `target`, from the original's language `source`.
pub fn export(
    pages: &[&PageStatus],
    (source, target): (&Locale, &Locale),
    wanted: Wanted,
    sources: &Sources,
    project: &Project,
) -> Export {
    let mut sent = Sent { source: source.tag(), target: target.tag(), pages: Vec::new() };
    let mut left_out = Vec::new();
    for page in pages {
        match self::page(page, wanted, sources, project) {
            Some(page) if page.sections.is_empty() => {}
            Some(page) => sent.pages.push(page),
            None => left_out.push(page.key.clone()),
        }
    }
    let text = match wanted.format {
        Format::Xliff1 => xliff::xliff1(&sent),
        Format::Xliff2 => xliff::xliff2(&sent),
        Format::Po => po::po(&sent),
    };
    let sections = || sent.pages.iter().flat_map(|page| &page.sections);
    let units = || sections().flat_map(|section| &section.units);
    Export {
        text,
        pages: sent.pages.len(),
        sections: sections().count(),
        units: units().count(),
        words: units().map(|unit| unit.source.count()).sum(),
        left_out,
    }
}

/// A page with the sections that are wanted of it; none where it cannot be cut.
fn page(
    status: &PageStatus,
    wanted: Wanted,
    sources: &Sources,
    project: &Project,
) -> Option<SentPage> {
    let (_, original) = status.original.as_ref()?;
    let page = page_of(&project.pages, *original)?;
    let cut = Cut::of(page, sources)?;
    let there = status.file.and_then(|file| page_of(&project.pages, file));
    let there = match there {
        Some(page) => Some(Cut::of(page, sources)?),
        None => None,
    };
    let pair = PagePair::new(cut, there);
    let mut sections = Vec::new();
    for (at, section) in pair.original.sections.iter().enumerate() {
        let own =
            |one: &&SectionStatus| one.original.is_some() && one.anchor == section.section.anchor;
        let Some(status) = status.sections.iter().find(own) else { continue };
        let state = match status.status {
            Status::Missing | Status::New => State::Translated,
            Status::Stale => State::NeedsReview,
            Status::Current if wanted.all => State::Final,
            Status::Current | Status::Orphaned => continue,
        };
        let known = pair.known(at).into_iter();
        let units = section.units.iter().zip(known);
        let units = units.filter(|(unit, _)| unit.leaf.words.any());
        let units: Vec<SentUnit> = units
            .map(|(unit, known)| {
                let words = known.filter(|words| words.any());
                let target = words.map(|words| SentTarget { words, state });
                self::unit(unit, target, sources, &pair.original)
            })
            .collect();
        if !units.is_empty() {
            sections.push(SentSection {
                anchor: section.section.anchor.clone(),
                title: status.title.clone(),
                hash: status.hash.clone().unwrap_or_default(),
                units,
            });
        }
    }
    Some(SentPage {
        key: status.key.clone(),
        path: sources.path(*original).to_string(),
        title: words(&page.front.title),
        sections,
    })
}

fn unit(unit: &Unit, target: Option<SentTarget>, sources: &Sources, cut: &Cut<'_>) -> SentUnit {
    let (line, _) = sources.line_and_column(cut.page.file, unit.leaf.range.start as u32);
    SentUnit {
        id: unit.id.clone(),
        kind: unit.leaf.kind,
        line,
        source: unit.leaf.words.clone(),
        target,
    }
}
