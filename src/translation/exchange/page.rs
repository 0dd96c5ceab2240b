//! A translated page is written anew, section by section, in the order of its original. What is not
//! imported stays byte for byte.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::cut::{Cut, note_of, ranges, shape};
use super::fill::{Edit, edited};
use super::front::{self, FrontText};
use super::pages::PagePair;
use crate::load::front_matter;
use crate::load::leaves::{Leaves, Words, leaves};

/// What is new on a page.
#[derive(Default)]
pub(super) struct Plan {
    pub front: Vec<FrontText>,
    /// Sections of the original by place: their blocks are taken from there, with these words for
    /// the leaves, in order, as they read and as they are written.
    pub sections: BTreeMap<usize, Vec<Filled>>,
    /// The same for footnotes, by label.
    pub notes: BTreeMap<String, Vec<Filled>>,
}

/// A leaf of the original with its words in the translation.
#[derive(Debug, Clone)]
pub(super) struct Filled {
    /// In the original.
    pub range: Range<usize>,
    pub words: Words,
    pub markdown: String,
}

/// A part of a page's text: of a section, or a footnote.
enum Part<'l> {
    Text(Range<usize>),
    Note(&'l str, Range<usize>),
}

/// A page that was put together.
pub(super) struct Made {
    pub text: String,
    /// For each of its sections the one of the original that its blocks are from, if they are.
    sections: Vec<Option<usize>>,
}

/// The page's new text.
pub(super) fn made(pair: &PagePair<'_>, plan: &Plan) -> Made {
    let original = &pair.original;
    let model = pair.translation.as_ref().unwrap_or(original);
    let newline = if model.text.contains("\r\n") { "\r\n" } else { "\n" };
    let head = match &pair.translation {
        Some(own) => {
            let edit = |new| front::edit(&own.front, own.text, new, newline);
            edited(own.text, 0..own.front.body, plan.front.iter().filter_map(edit).collect())
        }
        None => front::new(&original.front, &plan.front, newline),
    };
    let mut page = Assembly {
        pair,
        plan,
        newline,
        body: head.len(),
        out: head,
        is_new: false,
        written: BTreeSet::new(),
        kept: kept(pair, plan),
        sections: Vec::new(),
    };
    page.sections();
    page.notes_left();
    if page.is_new {
        page.out.truncate(page.out.trim_end().len());
        page.out.push_str(newline);
    }
    Made { text: page.out, sections: page.sections }
}

/// Footnotes of the translation that stand outside whatever is made anew: they stay there.
fn kept<'p>(pair: &'p PagePair<'_>, plan: &Plan) -> BTreeSet<&'p str> {
    let Some(own) = &pair.translation else { return BTreeSet::new() };
    let renewed: Vec<&Range<usize>> = plan
        .sections
        .keys()
        .filter_map(|section| pair.other(*section))
        .map(|other| &own.sections[other].range)
        .collect();
    let is_kept = |at: usize| !renewed.iter().any(|range| range.contains(&at));
    let notes = own.leaves.notes.iter().filter(|note| is_kept(note.range.start));
    notes.map(|note| note.label.as_str()).collect()
}

struct Assembly<'p, 'a> {
    pair: &'p PagePair<'a>,
    plan: &'p Plan,
    newline: &'static str,
    out: String,
    /// Where the text begins.
    body: usize,
    /// Whether what was written last is new.
    is_new: bool,
    written: BTreeSet<String>,
    kept: BTreeSet<&'p str>,
    sections: Vec<Option<usize>>,
}

impl<'p> Assembly<'p, '_> {
    fn sections(&mut self) {
        let pair = self.pair;
        for one in &pair.pairs {
            let renewed = one.original.filter(|at| self.plan.sections.contains_key(at));
            match (renewed, one.translation, &pair.translation) {
                (Some(section), other, _) => {
                    self.sections.push(Some(section));
                    self.renewed(section);
                    other.into_iter().for_each(|other| self.stranded(other));
                }
                (None, Some(other), Some(own)) => {
                    self.sections.push(None);
                    let range = own.sections[other].range.clone();
                    for part in parts(&own.leaves, range) {
                        self.as_it_is(part, own);
                    }
                }
                _ => {}
            }
        }
    }

    /// A section of the original in the words of the translation.
    fn renewed(&mut self, section: usize) {
        let (pair, plan) = (self.pair, self.plan);
        let original = &pair.original;
        let filled = plan.sections.get(&section).map(Vec::as_slice).unwrap_or_default();
        for part in parts(&original.leaves, original.sections[section].range.clone()) {
            match part {
                Part::Text(range) => {
                    let edits = edits(filled, &range);
                    let text = edited(original.text, range, edits);
                    self.push_new(&text);
                }
                Part::Note(label, _) if self.kept.contains(label) => {}
                Part::Note(label, _) => self.note(label),
            }
        }
    }

    /// Footnotes that stood in a section which was made anew, and are nowhere else.
    fn stranded(&mut self, other: usize) {
        let pair = self.pair;
        let Some(own) = &pair.translation else { return };
        let known = pair.original.labels();
        let planned: BTreeSet<&str> = self
            .plan
            .sections
            .keys()
            .flat_map(|at| parts(&pair.original.leaves, pair.original.sections[*at].range.clone()))
            .filter_map(|part| match part {
                Part::Note(label, _) => Some(label),
                Part::Text(_) => None,
            })
            .collect();
        for part in parts(&own.leaves, own.sections[other].range.clone()) {
            if let Part::Note(label, _) = part
                && known.contains(&label)
                && !planned.contains(label)
            {
                self.note(label);
            }
        }
    }

    fn as_it_is(&mut self, part: Part<'p>, own: &'p Cut<'_>) {
        match part {
            Part::Note(label, _) if self.plan.notes.contains_key(label) => self.note(label),
            Part::Text(range) | Part::Note(_, range) => {
                let text = &own.text[range];
                if self.is_new {
                    self.empty_line();
                }
                self.out.push_str(text);
                self.is_new = false;
            }
        }
    }

    /// A footnote: new, or as the translation has it.
    fn note(&mut self, label: &str) {
        let pair = self.pair;
        if !self.written.insert(label.to_string()) {
            return;
        }
        let place = |cut: &Cut<'_>| {
            cut.leaves.notes.iter().find(|note| note.label == label).map(|note| note.range.clone())
        };
        if let Some(filled) = self.plan.notes.get(label)
            && let Some(range) = place(&pair.original)
        {
            let edits = edits(filled, &range);
            let text = edited(pair.original.text, range, edits);
            self.push_new(&text);
        } else if let Some(own) = &pair.translation
            && let Some(range) = place(own)
        {
            let text = own.text[range].to_string();
            self.push_new(&text);
        }
    }

    /// Footnotes whose section is not made anew, and that the translation had nowhere.
    fn notes_left(&mut self) {
        let labels: Vec<&String> = self.plan.notes.keys().collect();
        for label in labels {
            self.note(label);
        }
    }

    fn push_new(&mut self, text: &str) {
        let lines = text.replace("\r\n", "\n").replace('\n', self.newline);
        if lines.is_empty() {
            return;
        }
        self.empty_line();
        self.out.push_str(&lines);
        self.is_new = true;
    }

    /// Blocks stand apart.
    fn empty_line(&mut self) {
        while self.out.len() > self.body && !self.out.ends_with(&self.newline.repeat(2)) {
            self.out.push_str(self.newline);
        }
    }
}

/// A part of a page, cut where footnotes stand.
fn parts<'l>(leaves: &'l Leaves, range: Range<usize>) -> Vec<Part<'l>> {
    let mut parts = Vec::new();
    let mut at = range.start;
    for note in leaves.notes.iter().filter(|note| range.contains(&note.range.start)) {
        if at < note.range.start {
            parts.push(Part::Text(at..note.range.start));
        }
        let end = note.range.end.min(range.end);
        parts.push(Part::Note(&note.label, note.range.start..end));
        at = end;
    }
    if at < range.end {
        parts.push(Part::Text(at..range.end));
    }
    parts
}

fn edits(filled: &[Filled], range: &Range<usize>) -> Vec<Edit> {
    let own = filled.iter().filter(|leaf| range.contains(&leaf.range.start));
    own.map(|leaf| (leaf.range.clone(), leaf.markdown.clone())).collect()
}

/// The sections of the original that do not read in the new page as they were meant, though each of
/// their leaves does; all, where the page is another than was meant.
pub(super) fn misread(pair: &PagePair<'_>, plan: &Plan, made: &Made) -> Vec<usize> {
    let all = || plan.sections.keys().copied().collect();
    let text = made.text.as_str();
    let Some(places) = front_matter::places(text, pair.original.page.file) else { return all() };
    let reads = |new: &FrontText| {
        let text = places.text(&new.path);
        text.is_some_and(|(text, _)| front::words(text, new.kind).reads_as(&new.words))
    };
    let texts = plan.front.iter().all(reads);
    let read = leaves(text, places.body);
    let ranges = ranges(&read, places.body, text.len());
    if !texts || ranges.len() != made.sections.len() || !notes_read(pair, plan, &read) {
        return all();
    }
    let sections = made.sections.iter().zip(&ranges);
    let wrong = sections.filter_map(|(section, range)| {
        let section = (*section)?;
        let filled = &plan.sections[&section];
        let own = read.leaves.iter().filter(|leaf| range.contains(&leaf.range.start));
        let own: Vec<_> = own.filter(|leaf| note_of(leaf, &read).is_none()).collect();
        let reads = own.len() == filled.len()
            && own.iter().zip(filled).all(|(leaf, filled)| leaf.words.reads_as(&filled.words))
            && shape(&read, range) == pair.original.shape(section);
        (!reads).then_some(section)
    });
    wrong.collect()
}

fn notes_read(pair: &PagePair<'_>, plan: &Plan, read: &Leaves) -> bool {
    plan.notes.iter().all(|(label, filled)| {
        let own = read.leaves.iter().filter(|leaf| leaf.note.as_ref() == Some(label));
        let own: Vec<_> = own.collect();
        own.len() == pair.original.note(label).len()
            && own.iter().zip(filled).all(|(leaf, filled)| leaf.words.reads_as(&filled.words))
    })
}
