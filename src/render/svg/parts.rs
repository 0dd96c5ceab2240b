//! The parts of a whole as 100 squares, and as one bar.

use super::bar::{LABEL, SHARE, SLACK, VALUE};
use super::canvas::{Anchor, Canvas, Fill, Style, hundredths};
use super::donut::title;
use super::font::Line;
use super::key::{Entry, Flow, Table};
use super::token::Token;
use super::whole::{GAP, fractions, segments, squares};
use super::{Frame, Variant};
use crate::chart::{Part, Parts, Tint};
use crate::theme::palette::Palette;

/// Above and below all.
const MARGIN: f64 = 4.0;

/// Squares fill column after column, so that each part is one block.
const COLUMNS: usize = 20;
const ROWS: usize = 5;
/// Between the squares and their key.
const BESIDE_SQUARES: f64 = 40.0;
const UNDER_SQUARES: f64 = 16.0;

/// Writes the groups of a waffle; gives the height of the drawing.
pub fn waffle(parts: &Parts, frame: Frame<'_>, out: &mut String) -> i32 {
    let mut canvas = Canvas::new(out, (0, 0), frame.palette);
    let side = match frame.variant {
        Variant::Wide => 18.0,
        Variant::Narrow => 14.5,
    };
    let pitch = side + GAP;
    let grid = (pitch * COLUMNS as f64 - GAP, pitch * ROWS as f64 - GAP);
    let entries: Vec<Entry> = parts.parts.iter().map(Entry::of).collect();
    let width = frame.variant.width();
    let (table, at, top, bottom) = match frame.variant {
        Variant::Wide => {
            let left = grid.0 + BESIDE_SQUARES;
            let table = Table::of(&entries, width - left, frame);
            let height = table.height.max(grid.1);
            // A short key and the squares share their middle line; beside a long one, squares
            // stand at the top.
            let middle = |own: f64| MARGIN + ((height - own) / 2.0).round();
            let top = if table.height > grid.1 * 1.6 { MARGIN } else { middle(grid.1) };
            let at = (left, middle(table.height));
            (table, at, top, MARGIN + height)
        }
        Variant::Narrow => {
            let table = Table::of(&entries, width, frame);
            let from = MARGIN + grid.1 + UNDER_SQUARES;
            let bottom = if entries.is_empty() { MARGIN + grid.1 } else { from + table.height };
            (table, (0.0, from), MARGIN, bottom)
        }
    };
    canvas.open_group("key");
    table.draw(at, frame, &mut canvas);
    canvas.close_group();
    canvas.open_group("marks");
    let corner = |at: usize| {
        let (column, row) = ((at / ROWS) as f64, (at % ROWS) as f64);
        (hundredths(column * pitch), hundredths(top + row * pitch))
    };
    let counts = squares(&fractions(parts.parts.iter().map(|part| part.share)));
    let mut next = 0;
    for (part, count) in parts.parts.iter().zip(counts) {
        canvas.open_item(&part.key, &title(part));
        let corners: Vec<_> = (next..next + count).map(corner).collect();
        next += count;
        if count > 0 {
            canvas.tinted_squares(frame.id, &corners, hundredths(side), Fill::from(part.tint));
        }
        canvas.close_group();
    }
    let rest: Vec<_> = (next..COLUMNS * ROWS).map(corner).collect();
    if !rest.is_empty() {
        canvas.tinted_squares(frame.id, &rest, hundredths(side), Token::Track);
    }
    canvas.close_group();
    (bottom + MARGIN).ceil() as i32
}

/// A name over its segment has at most so many lines.
const MOST_LINES: usize = 2;
/// Between names or a key and the bar.
const ABOVE_BAR: f64 = 9.0;
const UNDER_BAR: f64 = 14.0;
/// Between the edge of a segment and the words in it.
pub const INSIDE: f64 = 8.0;

/// What stands with a share-bar: every part's name over its segment where all have room for that,
/// or else a key.
enum Names<'a> {
    Over(Vec<Vec<Line>>),
    Line(Flow<'a>),
    Table(Table<'a>),
}

/// Writes the groups of a share-bar; gives the height of the drawing.
pub fn share_bar(parts: &Parts, frame: Frame<'_>, out: &mut String) -> i32 {
    let mut canvas = Canvas::new(out, (0, 0), frame.palette);
    let width = frame.variant.width();
    let segments = segments(&fractions(parts.parts.iter().map(|part| part.share)), 0.0, width);
    let entries: Vec<Entry> = parts.parts.iter().map(Entry::of).collect();
    let names = match (names_over(&parts.parts, &segments, frame), frame.variant) {
        (Some(lines), _) => Names::Over(lines),
        (None, Variant::Wide) => Names::Line(Flow::of(&entries, width, frame)),
        (None, Variant::Narrow) => Names::Table(Table::of(&entries, width, frame)),
    };
    let thickness = match frame.variant {
        Variant::Wide => 44.0,
        Variant::Narrow => 36.0,
    };
    let pitch = frame.pitch();
    let top = MARGIN
        + match &names {
            Names::Over(lines) => {
                lines.iter().map(Vec::len).max().unwrap_or(0) as f64 * pitch + ABOVE_BAR - 4.0
            }
            Names::Line(flow) => flow.height + ABOVE_BAR,
            Names::Table(_) => 0.0,
        };
    let bottom = top + thickness;
    let end = match &names {
        Names::Table(table) => {
            canvas.open_group("key");
            table.draw((0.0, bottom + UNDER_BAR), frame, &mut canvas);
            canvas.close_group();
            bottom + UNDER_BAR + table.height
        }
        Names::Line(flow) => {
            canvas.open_group("key");
            flow.draw((0.0, MARGIN), frame, &mut canvas);
            canvas.close_group();
            bottom
        }
        Names::Over(_) => bottom,
    };
    canvas.open_group("marks");
    let filled = segments.iter().flatten().last().map_or(0.0, |(_, to)| *to);
    if filled < width {
        let from = (hundredths(filled), hundredths(top));
        let to = (hundredths(width), hundredths(bottom));
        canvas.tinted_rectangle(frame.id, from, to, Token::Track);
    }
    for (at, (part, segment)) in parts.parts.iter().zip(&segments).enumerate() {
        canvas.open_item(&part.key, &title(part));
        if let Some((left, right)) = *segment {
            let (from, to) = (hundredths(left), hundredths(right));
            let (above, below) = (hundredths(top), hundredths(bottom));
            canvas.tinted_rectangle(frame.id, (from, above), (to, below), part.tint);
            if let Names::Over(lines) = &names {
                let first = top - ABOVE_BAR + 4.0 - pitch * (lines[at].len() as f64 - 0.5);
                let base = frame.base(first);
                let (size, pitch) = (frame.text_size(), hundredths(pitch));
                canvas.lines(Anchor::Start, (from, base), size, pitch, &lines[at], LABEL);
            }
            let words =
                inside(part.tint, &part.share_text, part.count_text.as_deref(), frame.palette);
            let room = right - left - 2.0 * INSIDE;
            if let Some(count) = fitting(&words, room, part.tint, frame) {
                let at = (hundredths(left + INSIDE), frame.base((top + bottom) / 2.0));
                canvas.words(Anchor::Start, at, frame.text_size(), &words[..count]);
            }
        }
        canvas.close_group();
    }
    canvas.close_group();
    (end + MARGIN).ceil() as i32
}

/// The lines of every name over its segment, if all names and numbers have room there.
fn names_over(
    parts: &[Part],
    segments: &[Option<(f64, f64)>],
    frame: Frame<'_>,
) -> Option<Vec<Vec<Line>>> {
    let lines = |(part, segment): (&Part, &Option<(f64, f64)>)| {
        let (left, right) = (*segment)?;
        let words = inside(part.tint, &part.share_text, part.count_text.as_deref(), frame.palette);
        let count = fitting(&words, right - left - 2.0 * INSIDE, part.tint, frame)?;
        let room = (right - left) / SLACK;
        let lines = frame.wrap(&part.label, LABEL, room);
        // A word that had to be divided is worse than a key.
        let whole = part.label.split_whitespace().all(|word| frame.width(word, LABEL) <= room);
        (count == words.len() && whole && lines.len() <= MOST_LINES).then_some(lines)
    };
    parts.iter().zip(segments).map(lines).collect()
}

/// A share and its count as they stand on an area of a tint.
pub fn inside<'a>(
    tint: Tint,
    share: &'a str,
    count: Option<&'a str>,
    palette: &Palette,
) -> Vec<(&'a str, Style)> {
    let token = Token::from(tint).words_upon(palette);
    let share = (share, Style { token, ..VALUE });
    let count = count.map(|count| (count, Style { token, ..SHARE }));
    [share].into_iter().chain(count).collect()
}

/// How many of the words have room: all, or the first alone; none on a hatch, where nothing reads.
pub fn fitting(words: &[(&str, Style)], room: f64, tint: Tint, frame: Frame<'_>) -> Option<usize> {
    let fits = |count: &usize| frame.words_width(&words[..*count]) * SLACK <= room;
    let counts = [words.len(), 1].into_iter();
    counts.filter(|_| tint != Tint::High).find(fits)
}
