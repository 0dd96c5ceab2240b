//! Words into the places of leaves. What somebody wrote is data: signs that Markdown would take for
//! its own are escaped, and whatever is written is read again before it is believed.

use std::ops::Range;

use super::cut::{Cut, shape};
use crate::load::leaves::{
    Code, CodeKind, Leaf, LeafKind, Leaves, Piece, Words, leaves, paragraph,
};

/// How much of a text is escaped; the least that is read as it was meant is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Escape {
    Nothing,
    /// The signs that mean something in a line, and those that begin a block.
    Likely,
    Everything,
}

const LEVELS: [Escape; 3] = [Escape::Nothing, Escape::Likely, Escape::Everything];

/// A change of a text: what stands in the place of a part of it.
pub(super) type Edit = (Range<usize>, String);

/// New words for leaves of a page.
pub(super) struct Filling<'a> {
    pub leaf: &'a Leaf,
    pub words: Words,
}

/// The Markdown of each filling, as it reads in its place. None for words that would be something
/// else there, whatever is escaped.
pub(super) fn markdown(cut: &Cut<'_>, fillings: &[Filling<'_>]) -> Vec<Option<String>> {
    let plain: Vec<String> = fillings
        .iter()
        .map(|filling| written(&filling.words, filling.leaf.kind, Escape::Nothing))
        .collect();
    let edits = fillings.iter().zip(&plain);
    let edits = edits.map(|(filling, text)| (filling.leaf.range.clone(), text.clone())).collect();
    let all = edited(cut.text, 0..cut.text.len(), edits);
    let read = leaves(&all, cut.front.body);
    let is_whole = same_blocks(&cut.leaves, &read, &all, cut);
    let one = |(filling, plain): (&Filling<'_>, String)| {
        let place = place_of(cut, filling.leaf)?;
        let reads = is_whole && read.leaves[place].words.reads_as(&filling.words);
        match reads {
            true => Some(plain),
            false => alone(cut, filling, place),
        }
    };
    fillings.iter().zip(plain).map(one).collect()
}

/// The Markdown of a title or description.
pub(super) fn title(words: &Words) -> Option<String> {
    let written = LEVELS.iter().map(|level| written(words, LeafKind::Title, *level));
    written.into_iter().find(|text| paragraph(text).is_some_and(|read| read.reads_as(words)))
}

/// As little escaped as it takes, the rest of the page being as it is.
fn alone(cut: &Cut<'_>, filling: &Filling<'_>, place: usize) -> Option<String> {
    let mut written = LEVELS.iter().map(|level| written(&filling.words, filling.leaf.kind, *level));
    written.find(|text| {
        let edit = (filling.leaf.range.clone(), text.clone());
        let all = edited(cut.text, 0..cut.text.len(), vec![edit]);
        let read = leaves(&all, cut.front.body);
        same_blocks(&cut.leaves, &read, &all, cut)
            && read.leaves[place].words.reads_as(&filling.words)
    })
}

fn same_blocks(before: &Leaves, after: &Leaves, text: &str, cut: &Cut<'_>) -> bool {
    let kinds = |leaves: &Leaves| leaves.leaves.iter().map(|leaf| leaf.kind).collect::<Vec<_>>();
    let whole = |leaves: &Leaves, end: usize| -> Vec<String> {
        shape(leaves, &(0..end + 1)).into_iter().map(str::to_string).collect()
    };
    kinds(before) == kinds(after)
        && before.notes.len() == after.notes.len()
        && whole(before, cut.text.len()) == whole(after, text.len())
}

fn place_of(cut: &Cut<'_>, leaf: &Leaf) -> Option<usize> {
    cut.leaves.leaves.iter().position(|other| other.range == leaf.range)
}

/// A part of a text with changes made in it.
pub(super) fn edited(text: &str, part: Range<usize>, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(part.len());
    let mut at = part.start;
    for (range, new) in edits {
        if range.start < at || range.end > part.end {
            continue;
        }
        out.push_str(&text[at..range.start]);
        out.push_str(&new);
        at = range.end;
    }
    out.push_str(&text[at..part.end]);
    out
}

fn written(words: &Words, kind: LeafKind, level: Escape) -> String {
    let mut out = String::new();
    for piece in &words.pieces {
        let code = |at: &usize| words.codes.get(*at);
        match piece {
            Piece::Text(text) => escape(text, out.is_empty(), kind, level, &mut out),
            Piece::Open(at) => out.push_str(code(at).map_or("", |code| &code.open)),
            Piece::Close(at) => out.push_str(code(at).map_or("", |code| &code.close)),
            Piece::Code(at) => {
                // A break ends the line: a space before it would be one too many.
                if matches!(code(at), Some(Code { kind: CodeKind::Break, open, .. }) if open.starts_with(' '))
                {
                    out.truncate(out.trim_end_matches(' ').len());
                }
                out.push_str(code(at).map_or("", |code| &code.open));
            }
        }
    }
    out
}

fn escape(text: &str, is_start: bool, kind: LeafKind, level: Escape, out: &mut String) {
    const LIKELY: &str = "\\`*_[]<>&#|~!{}^$";
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let in_quotes = kind == LeafKind::Alternative;
    for (at, c) in text.char_indices() {
        let begins_block = is_start
            && (at == 0 && matches!(c, '-' | '+' | '=' | ':')
                || digits > 0 && at == digits && matches!(c, '.' | ')'));
        let is_special = match level {
            Escape::Nothing => in_quotes && matches!(c, '"' | '\''),
            Escape::Likely => {
                LIKELY.contains(c) || begins_block || in_quotes && matches!(c, '"' | '\'')
            }
            Escape::Everything => c.is_ascii_punctuation(),
        };
        if is_special {
            out.push('\\');
        }
        out.push(c);
    }
}
