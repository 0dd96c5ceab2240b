//! A page beside its translation, unit by unit.

use super::codes::renumbered;
use super::cut::{Cut, Place, Unit};
use super::front::{self, FrontText};
use crate::load::leaves::Words;
use crate::translation::{Pair, Section, pairs};

/// An original and the translation that there is of it.
pub(super) struct PagePair<'a> {
    pub original: Cut<'a>,
    pub translation: Option<Cut<'a>>,
    pub pairs: Vec<Pair>,
}

impl<'a> PagePair<'a> {
    pub(super) fn new(original: Cut<'a>, translation: Option<Cut<'a>>) -> PagePair<'a> {
        let sections = |cut: &Cut<'a>| -> Vec<Section<'a>> {
            cut.sections.iter().map(|part| part.section.clone()).collect()
        };
        let there = translation.as_ref().map(sections).unwrap_or_default();
        let pairs = pairs(&sections(&original), &there);
        PagePair { original, translation, pairs }
    }

    /// The place of the translation's section that goes with one of the original.
    pub(super) fn other(&self, section: usize) -> Option<usize> {
        let pair = self.pairs.iter().find(|pair| pair.original == Some(section));
        pair.and_then(|pair| pair.translation)
    }

    /// Whether a text of the front matter can be written into the translation.
    pub(super) fn has_room(&self, new: &FrontText) -> bool {
        let own = self.translation.as_ref();
        own.is_none_or(|own| front::edit(&own.front, own.text, new, "\n").is_some())
    }

    /// What the translation says in each unit of a section, with the codes of the original. None
    /// where it has no such unit, or has it with other codes.
    pub(super) fn known(&self, section: usize) -> Vec<Option<Words>> {
        let units = &self.original.sections[section].units;
        let mut known: Vec<Option<Words>> = vec![None; units.len()];
        let Some(translation) = &self.translation else { return known };
        let mut places: Vec<&Place> = units.iter().map(|unit| &unit.place).collect();
        places.dedup();
        for place in places {
            let own = units.iter().enumerate().filter(|(_, unit)| unit.place == *place);
            let own: Vec<(usize, &Unit)> = own.collect();
            let others: Vec<&Unit> = match place {
                Place::Note(label) => translation.note(label),
                Place::Front | Place::Section => {
                    let other = self.other(section).map(|at| &translation.sections[at].units);
                    let units = other.into_iter().flatten();
                    units.filter(|unit| unit.place == *place).collect()
                }
            };
            let leaves: Vec<&Unit> = own.iter().map(|(_, unit)| *unit).collect();
            let aligned = match place {
                Place::Front => named_alike(&leaves, &others),
                Place::Section | Place::Note(_) => aligned(&leaves, &others),
            };
            for (one, other) in aligned {
                let words = renumbered(&others[other].leaf.words, &leaves[one].leaf.words);
                known[own[one].0] = words;
            }
        }
        known
    }
}

/// The texts of two front matters that stand at the same place.
fn named_alike(ones: &[&Unit], others: &[&Unit]) -> Vec<(usize, usize)> {
    let other = |one: &Unit| others.iter().position(|other| other.id == one.id);
    ones.iter().enumerate().filter_map(|(at, one)| Some((at, other(one)?))).collect()
}

/// More leaves than this in a section are compared in order.
const MOST: usize = 400;

/// Which leaf goes with which: straight where both have the same kinds, else in the order that fits
/// best (Needleman and Wunsch, 1970).
fn aligned(ones: &[&Unit], others: &[&Unit]) -> Vec<(usize, usize)> {
    let kinds = |units: &[&Unit]| units.iter().map(|unit| unit.leaf.kind).collect::<Vec<_>>();
    if kinds(ones) == kinds(others) {
        return (0..ones.len()).map(|at| (at, at)).collect();
    }
    let (rows, columns) = (ones.len().min(MOST), others.len().min(MOST));
    let fit = |row: usize, column: usize| -> i32 {
        let (one, other) = (&ones[row].leaf, &others[column].leaf);
        if one.kind != other.kind {
            return -100;
        }
        let codes = one.words.codes.iter().filter(|code| {
            other.words.codes.iter().any(|other| other.kind.meaning() == code.kind.meaning())
        });
        let same = renumbered(&other.words, &one.words).is_some();
        1 + codes.count().min(4) as i32 * 2 + i32::from(same)
    };
    let mut best = vec![vec![0; columns + 1]; rows + 1];
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            let apart = best[row + 1][column].max(best[row][column + 1]);
            best[row][column] = apart.max(best[row + 1][column + 1] + fit(row, column));
        }
    }
    let (mut row, mut column, mut found) = (0, 0, Vec::new());
    while row < rows && column < columns {
        let fits = fit(row, column);
        if fits > 0 && best[row][column] == best[row + 1][column + 1] + fits {
            found.push((row, column));
            (row, column) = (row + 1, column + 1);
        } else if best[row][column] == best[row + 1][column] {
            row += 1;
        } else {
            column += 1;
        }
    }
    found
}
