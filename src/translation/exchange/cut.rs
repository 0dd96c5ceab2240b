//! A page in units: which leaf belongs to which section, and what each is called.

use std::collections::{BTreeSet, VecDeque};
use std::ops::Range;
use std::sync::Arc;

use super::front;
use crate::load::front_matter::{self, Places};
use crate::load::leaves::{CodeKind, Leaf, Leaves, Piece, Words, leaves};
use crate::project::WrittenPage;
use crate::source::{FileId, Sources};
use crate::translation::{Section, sections};

/// A page of the project, cut.
pub(super) struct Cut<'a> {
    pub page: &'a WrittenPage,
    pub text: &'a str,
    pub front: Places,
    pub leaves: Leaves,
    /// As `translation::sections` has them.
    pub sections: Vec<CutSection<'a>>,
}

pub(super) struct CutSection<'a> {
    pub section: Section<'a>,
    pub range: Range<usize>,
    pub units: Vec<Unit>,
}

/// What is translated as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit {
    /// `method.3`, `channels-1-name`: unique on the page, and an XML name token. Those of the front
    /// matter have no dot and begin with a letter, as no others do but those of footnotes.
    pub id: String,
    pub place: Place,
    pub leaf: Leaf,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Front,
    Section,
    /// A footnote, by its label.
    Note(String),
}

impl<'a> Cut<'a> {
    /// None where the page is not text, or cannot be cut.
    pub(super) fn of(page: &'a WrittenPage, sources: &'a Sources) -> Option<Cut<'a>> {
        let text = sources.whole_text(page.file)?;
        let front = front_matter::places(text, page.file)?;
        let leaves = leaves(text, front.body);
        let ranges = ranges(&leaves, front.body, text.len());
        let sections = sections(page);
        if ranges.len() != sections.len() {
            return None;
        }
        let units = units(&leaves, &front, &sections, &ranges);
        let parts = sections.into_iter().zip(ranges).zip(units);
        let sections =
            parts.map(|((section, range), units)| CutSection { section, range, units }).collect();
        Some(Cut { page, text, front, leaves, sections })
    }

    /// The units of a footnote, wherever it belongs.
    pub(super) fn note(&self, label: &str) -> Vec<&Unit> {
        let all = self.sections.iter().flat_map(|section| &section.units);
        all.filter(|unit| unit.place == Place::Note(label.to_string())).collect()
    }

    /// The labels of all footnotes.
    pub(super) fn labels(&self) -> Vec<&str> {
        self.leaves.notes.iter().map(|note| note.label.as_str()).collect()
    }

    /// What a section's blocks are, without its footnotes.
    pub(super) fn shape(&self, section: usize) -> Vec<&str> {
        shape(&self.leaves, &self.sections[section].range)
    }
}

/// What the blocks of a part of a text are, without footnotes.
pub(super) fn shape<'l>(leaves: &'l Leaves, range: &Range<usize>) -> Vec<&'l str> {
    let is_own = |at: usize| {
        range.contains(&at) && !leaves.notes.iter().any(|note| note.range.contains(&at))
    };
    let own = leaves.shape.iter().filter(|(at, _)| is_own(*at));
    own.map(|(_, what)| what.as_str()).collect()
}

/// Where the sections of a text stand.
pub(super) fn ranges(leaves: &Leaves, start: usize, end: usize) -> Vec<Range<usize>> {
    let starts = std::iter::once(start).chain(leaves.headings.iter().copied());
    let ends = leaves.headings.iter().copied().chain(std::iter::once(end));
    starts.zip(ends).map(|(start, end)| start..end).collect()
}

/// The leaf's footnote, unless it is one that stands inside another block.
pub(super) fn note_of<'l>(leaf: &'l Leaf, leaves: &Leaves) -> Option<&'l str> {
    let label = leaf.note.as_deref()?;
    leaves.notes.iter().any(|note| note.label == label).then_some(label)
}

fn units(
    leaves: &Leaves,
    front: &Places,
    sections: &[Section<'_>],
    ranges: &[Range<usize>],
) -> Vec<Vec<Unit>> {
    // A footnote belongs to the first section that refers to it, as its hash does.
    let mut told: BTreeSet<&str> = BTreeSet::new();
    let mut all = Vec::with_capacity(sections.len());
    for (section, range) in sections.iter().zip(ranges) {
        let id = |part: String| match section.heading {
            None => part,
            Some(_) => format!("{}.{part}", name_token(&section.anchor)),
        };
        let mut units = Vec::new();
        if section.heading.is_none() {
            units.extend(front_units(front));
        }
        let mut cited: VecDeque<&str> = VecDeque::new();
        let own = leaves.leaves.iter().filter(|leaf| range.contains(&leaf.range.start));
        for (number, leaf) in own.filter(|leaf| note_of(leaf, leaves).is_none()).enumerate() {
            cited.extend(cites(&leaf.words));
            let id = id((number + 1).to_string());
            units.push(Unit { id, place: Place::Section, leaf: leaf.clone() });
        }
        while let Some(label) = cited.pop_front() {
            let is_there = leaves.notes.iter().any(|note| note.label == label);
            if !is_there || !told.insert(label) {
                continue;
            }
            let note = leaves.leaves.iter().filter(|leaf| leaf.note.as_deref() == Some(label));
            for (number, leaf) in note.enumerate() {
                cited.extend(cites(&leaf.words));
                let id = id(format!("note-{}-{}", name_token(label), number + 1));
                units.push(Unit { id, place: Place::Note(label.to_string()), leaf: leaf.clone() });
            }
        }
        all.push(units);
    }
    all
}

fn front_units(front: &Places) -> Vec<Unit> {
    let units = front::texts(front).into_iter().filter_map(|(path, kind)| {
        let (text, range) = front.text(&path)?;
        let leaf = Leaf { kind, range, words: front::words(text, kind), note: None };
        Some(Unit { id: path, place: Place::Front, leaf })
    });
    units.collect()
}

/// The footnotes that words refer to.
fn cites(words: &Words) -> impl Iterator<Item = &str> {
    words.pieces.iter().filter_map(|piece| match piece {
        Piece::Code(at) => match &words.codes.get(*at)?.kind {
            CodeKind::Note(label) => Some(label.as_str()),
            _ => None,
        },
        Piece::Text(_) | Piece::Open(_) | Piece::Close(_) => None,
    })
}

/// A name that XML takes as an id: other signs stand as their numbers.
pub(super) fn name_token(name: &str) -> String {
    let mut token = String::with_capacity(name.len());
    for c in name.chars() {
        match c.is_ascii_alphanumeric() || matches!(c, '-' | '_') {
            true => token.push(c),
            false => token.push_str(&format!(".{:x}", u32::from(c))),
        }
    }
    token
}

/// The page that a file holds.
pub(super) fn page_of(pages: &[Arc<WrittenPage>], file: FileId) -> Option<&WrittenPage> {
    pages.iter().map(Arc::as_ref).find(|page| page.file == file)
}
