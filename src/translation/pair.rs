//! Which section of a translation goes with which of its original.

use std::collections::BTreeSet;

use super::content::references;
use super::section::Section;

/// A section in both languages, or in one of them alone: places among the sections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    pub original: Option<usize>,
    pub translation: Option<usize>,
}

/// The sections of both in order, side by side. Sections go together that have the same anchor; where
/// authors have set none, those of the same level that cite the same things, in the same order.
pub fn pairs(original: &[Section<'_>], translation: &[Section<'_>]) -> Vec<Pair> {
    let both = |at: usize| Pair { original: Some(at), translation: Some(at) };
    let straight = original.len() == translation.len()
        && original.iter().zip(translation).all(|(one, other)| fits_in_place(one, other));
    if straight {
        return (0..original.len()).map(both).collect();
    }
    aligned(original, translation)
}

/// Whether nothing speaks against two sections at the same place.
fn fits_in_place(one: &Section<'_>, other: &Section<'_>) -> bool {
    let anchors = (one.own_anchor(), other.own_anchor());
    let differ = matches!(anchors, (Some(one), Some(other)) if one != other);
    one.level() == other.level() && !differ
}

/// More sections than this on a page are no text that a person wrote, and are compared in order.
const MOST: usize = 1_000;

/// The alignment in order of the best fit together (Needleman and Wunsch, 1970).
fn aligned(original: &[Section<'_>], translation: &[Section<'_>]) -> Vec<Pair> {
    let (rows, columns) = (original.len().min(MOST), translation.len().min(MOST));
    let cited = |sections: &[Section<'_>]| -> Vec<BTreeSet<String>> {
        sections.iter().take(MOST).map(references).collect()
    };
    let (cited_there, cited_here) = (cited(original), cited(translation));
    let fit = |row: usize, column: usize| -> i32 {
        let shared = cited_there[row].intersection(&cited_here[column]).count().min(4) as i32;
        fit(&original[row], &translation[column]) + 2 * shared
    };
    // best[row][column]: how well what follows fits, the sections at both places included.
    let mut best = vec![vec![0; columns + 1]; rows + 1];
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            let apart = best[row + 1][column].max(best[row][column + 1]);
            best[row][column] = apart.max(best[row + 1][column + 1] + fit(row, column));
        }
    }
    let mut pairs = Vec::new();
    let (mut row, mut column) = (0, 0);
    while row < rows && column < columns {
        let fits = fit(row, column);
        if fits > 0 && best[row][column] == best[row + 1][column + 1] + fits {
            pairs.push(Pair { original: Some(row), translation: Some(column) });
            (row, column) = (row + 1, column + 1);
        } else if best[row][column] == best[row + 1][column] {
            pairs.push(Pair { original: Some(row), translation: None });
            row += 1;
        } else {
            pairs.push(Pair { original: None, translation: Some(column) });
            column += 1;
        }
    }
    pairs.extend((row..original.len()).map(|at| Pair { original: Some(at), translation: None }));
    pairs.extend(
        (column..translation.len()).map(|at| Pair { original: None, translation: Some(at) }),
    );
    pairs
}

/// How well two sections go together, before what they cite is looked at; more than 0 if they may.
fn fit(one: &Section<'_>, other: &Section<'_>) -> i32 {
    let kinds = |section: &Section<'_>| section.blocks.len();
    let alike = i32::from(kinds(one) == kinds(other));
    match (one.own_anchor(), other.own_anchor()) {
        // What stands before the first heading goes with nothing else.
        _ if one.heading.is_some() != other.heading.is_some() => -100,
        (Some(one), Some(other)) if one == other => 20,
        (Some(_), Some(_)) => -100,
        _ if one.level() == other.level() => 2 + alike,
        _ => -100,
    }
}
