//! Rows of the same classes, each row 100 % long: the numbers in their segments where they fit,
//! and beside the row, with the colour of their class, where they do not.

use plotters::coord::ranged1d::Ranged;
use plotters::coord::types::RangedCoordf64;

use super::bar::{LABEL, SHARE, SLACK, VALUE};
use super::canvas::{Anchor, Canvas, Style, UNIT, hundredths};
use super::font::{Line, Weight};
use super::key::{Entry, Flow};
use super::parts::{INSIDE, fitting, inside};
use super::token::Token;
use super::whole::{fractions, segments};
use super::{Frame, Variant};
use crate::chart::{Amount, Axis, Class, Stacked, StackedPart, StackedRow};

/// A row as it is drawn, in units of the drawing.
struct Row<'a> {
    row: &'a StackedRow,
    label: Vec<Line>,
    segments: Vec<Option<(f64, f64)>>,
    /// In parentheses, by class: counts stand after shares.
    counts: Vec<Option<String>>,
    /// By class, whether its number stands outside of its segment.
    moved: Vec<bool>,
}

/// Where bars stand, and where the numbers that have no room in them.
#[derive(Debug, Clone, Copy)]
struct Room {
    left: f64,
    right: f64,
    /// Whether moved numbers stand beside the bars, all in one column; else they stand on the line
    /// of the label above the bar (narrow) where that has room, or under the bar.
    beside: bool,
}

/// The measures of a variant.
struct Sizes {
    thickness: f64,
    between: f64,
    /// The widest column of numbers beside the bars; none where bars need the whole width.
    column: f64,
}

const WIDE: Sizes = Sizes { thickness: 34.0, between: 12.0, column: 230.0 };
const NARROW: Sizes = Sizes { thickness: 28.0, between: 14.0, column: 0.0 };

/// Above and below all.
const MARGIN: f64 = 4.0;
const UNDER_KEY: f64 = 12.0;
/// Labels take at most this part of a wide drawing, gap included.
const LABEL_PART: f64 = 0.4;
const BESIDE_LABEL: f64 = 16.0;
const UNDER_LABEL: f64 = 3.0;
const BESIDE_BAR: f64 = 10.0;
const UNDER_BAR: f64 = 5.0;
/// A mark at the axis, and from there to its number.
const TICK: f64 = 5.0;
const UNDER_TICK: f64 = 3.0;
/// Between two numbers at the axis.
const BETWEEN_TICKS: f64 = 8.0;
/// Each round of arranging may push more numbers out of their segments.
const ROUNDS: usize = 6;

const AXIS: Style = Style { role: "tick", token: Token::Ink2, weight: Weight::Regular };

/// Writes the groups of a stacked bar chart; gives the height of the drawing.
pub fn draw(stacked: &Stacked, frame: Frame<'_>, out: &mut String) -> i32 {
    let mut canvas = Canvas::new(out, (0, 0), frame.palette);
    let width = frame.variant.width();
    let (sizes, limit) = match frame.variant {
        Variant::Wide => (WIDE, width * LABEL_PART - BESIDE_LABEL),
        Variant::Narrow => (NARROW, width * 0.98),
    };
    let mut rows: Vec<Row> =
        stacked.rows.iter().map(|row| Row::of(row, &stacked.classes, limit, frame)).collect();
    let lines = rows.iter().flat_map(|row| &row.label);
    let widest = lines.map(|line| frame.width(&line.text, LABEL)).fold(0.0, f64::max);
    let left = match frame.variant {
        Variant::Wide if widest > 0.0 => (widest + BESIDE_LABEL).ceil(),
        _ => 0.0,
    };
    let room = arrange(&mut rows, stacked, left, &sizes, frame);

    let named = |class| {
        let Class { tint, label, .. }: &Class = class;
        Entry { tint: *tint, label, numbers: Vec::new() }
    };
    let entries: Vec<Entry> = stacked.classes.iter().map(named).collect();
    let key = Flow::of(&entries, width - left, frame);
    canvas.open_group("key");
    key.draw((left, MARGIN), frame, &mut canvas);
    canvas.close_group();
    let mut bottom = MARGIN + if entries.is_empty() { 0.0 } else { key.height + UNDER_KEY };

    canvas.open_group("marks");
    for (at, row) in rows.iter().enumerate() {
        let top = if at > 0 { bottom + sizes.between } else { bottom };
        canvas.open_item(&row.row.key, &row.title(&stacked.classes));
        bottom = row.draw(&stacked.classes, top, room, &sizes, frame, &mut canvas);
        canvas.close_group();
    }
    canvas.close_group();
    if !rows.is_empty() {
        canvas.open_group("axis");
        bottom = axis(&stacked.axis, bottom, room, frame, &mut canvas);
        canvas.close_group();
    }
    (bottom + MARGIN).ceil() as i32
}

/// Finds how long bars can be beside the numbers that have no room in them. The number of the last
/// class stands at one place in all rows, so that it is said where it is nought.
fn arrange(
    rows: &mut [Row<'_>],
    stacked: &Stacked,
    left: f64,
    sizes: &Sizes,
    frame: Frame<'_>,
) -> Room {
    let (classes, width) = (&stacked.classes, frame.variant.width());
    let mut column = 0.0;
    for _ in 0..ROUNDS {
        let right = if column > 0.0 { (width - BESIDE_BAR - column).floor() } else { width };
        fit(rows, classes, (left, right), frame);
        let widths = rows.iter().map(|row| {
            let entries = row.moved(classes);
            Flow::of(&entries, f64::INFINITY, frame).width
        });
        let needed = widths.fold(0.0, f64::max);
        if needed > sizes.column {
            break;
        }
        if needed <= column {
            return Room { left, right, beside: true };
        }
        column = needed;
    }
    for row in rows.iter_mut() {
        row.moved.fill(false);
    }
    fit(rows, classes, (left, width), frame);
    Room { left, right: width, beside: false }
}

/// Cuts the bars between two edges into segments, and marks the numbers that have no room.
fn fit(rows: &mut [Row<'_>], classes: &[Class], (left, right): (f64, f64), frame: Frame<'_>) {
    for row in rows.iter_mut() {
        let shares = row.row.parts.iter().map(|part| part.share);
        row.segments = segments(&fractions(shares), left, right - left);
        for (at, class) in classes.iter().enumerate().take(row.moved.len()) {
            row.moved[at] |= row.words(at, class, frame).is_none();
        }
    }
    let Some(last) = classes.len().checked_sub(1) else { return };
    if rows.iter().any(|row| row.moved.get(last) == Some(&true)) {
        for moved in rows.iter_mut().filter_map(|row| row.moved.get_mut(last)) {
            *moved = true;
        }
    }
}

impl<'a> Row<'a> {
    fn of(row: &'a StackedRow, classes: &[Class], limit: f64, frame: Frame<'_>) -> Row<'a> {
        let count = |part: &StackedPart| part.count_text.as_ref().map(|count| format!("({count})"));
        Row {
            row,
            label: frame.wrap(&row.label, LABEL, limit),
            segments: Vec::new(),
            counts: row.parts.iter().map(count).collect(),
            moved: vec![false; row.parts.len().min(classes.len())],
        }
    }

    /// The words that fit into the segment of a class, and where they begin.
    fn words(&self, at: usize, class: &Class, frame: Frame<'_>) -> Option<(f64, Words<'_>)> {
        let (left, right) = (*self.segments.get(at)?)?;
        let words = inside(
            class.tint,
            &self.row.parts[at].share_text,
            self.counts[at].as_deref(),
            frame.palette,
        );
        let count = fitting(&words, right - left - 2.0 * INSIDE, class.tint, frame)?;
        Some((left + INSIDE, words.into_iter().take(count).collect()))
    }

    /// The numbers outside of their segments, each with the colour of its class.
    fn moved<'b>(&'b self, classes: &'b [Class]) -> Vec<Entry<'b>> {
        let moved = classes.iter().enumerate().filter(|(at, _)| self.moved.get(*at) == Some(&true));
        let entry = |(at, class): (usize, &'b Class)| {
            let share = (self.row.parts[at].share_text.as_str(), VALUE);
            let count = self.counts[at].as_deref().map(|count| (count, SHARE));
            let numbers = [share].into_iter().chain(count).collect();
            Entry { tint: class.tint, label: "", numbers }
        };
        moved.map(entry).collect()
    }

    fn title(&self, classes: &[Class]) -> String {
        let part = |(at, class): (usize, &Class)| {
            let (label, share) = (&class.label, &self.row.parts[at].share_text);
            match &self.counts[at] {
                Some(count) => format!("{label} {share} {count}"),
                None => format!("{label} {share}"),
            }
        };
        let parts: Vec<String> =
            classes.iter().take(self.moved.len()).enumerate().map(part).collect();
        format!("{}: {}", self.row.label, parts.join(", "))
    }

    /// Whether moved numbers have room on the line of the label, above the bar.
    fn over_bar(&self, flow: &Flow<'_>, room: Room, frame: Frame<'_>) -> bool {
        let [line] = self.label.as_slice() else { return false };
        let label = frame.width(&line.text, LABEL) * SLACK + BESIDE_LABEL;
        let single = flow.height <= frame.pitch();
        frame.variant == Variant::Narrow && single && label + flow.width <= room.right
    }

    /// Draws the row from `top`; gives where it ends.
    fn draw(
        &self,
        classes: &[Class],
        top: f64,
        room: Room,
        sizes: &Sizes,
        frame: Frame<'_>,
        canvas: &mut Canvas<'_>,
    ) -> f64 {
        let (pitch, size) = (frame.pitch(), frame.text_size());
        let text = self.label.len() as f64 * pitch;
        let (label, bar, mut bottom) = match frame.variant {
            Variant::Wide => {
                let height = text.max(sizes.thickness);
                let bar = top + ((height - sizes.thickness) / 2.0).round();
                (top + (height - text) / 2.0, bar, top + height)
            }
            Variant::Narrow => {
                let bar = top + if text > 0.0 { text + UNDER_LABEL } else { 0.0 };
                (top, bar, bar + sizes.thickness)
            }
        };
        let at = (0, frame.base(label + pitch / 2.0));
        canvas.lines(Anchor::Start, at, size, hundredths(pitch), &self.label, LABEL);
        let middle = bar + sizes.thickness / 2.0;
        for (at, (class, segment)) in classes.iter().zip(&self.segments).enumerate() {
            let Some((left, right)) = segment else { continue };
            let from = (hundredths(*left), hundredths(bar));
            let to = (hundredths(*right), hundredths(bar + sizes.thickness));
            canvas.tinted_rectangle(frame.id, from, to, class.tint);
            if let Some((x, words)) = self.words(at, class, frame).filter(|_| !self.moved[at]) {
                canvas.words(Anchor::Start, (hundredths(x), frame.base(middle)), size, &words);
            }
        }
        let entries = self.moved(classes);
        if room.beside {
            let flow = Flow::of(&entries, f64::INFINITY, frame);
            flow.draw((room.right + BESIDE_BAR, middle - pitch / 2.0), frame, canvas);
        } else if !entries.is_empty() {
            let flow = Flow::of(&entries, room.right - room.left, frame);
            if self.over_bar(&flow, room, frame) {
                flow.draw((room.right - flow.width, label), frame, canvas);
            } else {
                flow.draw((room.left, bottom + UNDER_BAR), frame, canvas);
                bottom += UNDER_BAR + flow.height;
            }
        }
        bottom
    }
}

/// Words on one line, with their styles.
type Words<'a> = Vec<(&'a str, Style)>;

/// The numbers under the last row, as far as they have room; gives where they end.
fn axis(axis: &Axis, top: f64, room: Room, frame: Frame<'_>, canvas: &mut Canvas<'_>) -> f64 {
    let across = (hundredths(room.left), hundredths(room.right));
    let scale = RangedCoordf64::from(0.0..100.0);
    let ticks = axis.ticks.iter().filter(|tick| (0.0..=100.0).contains(&tick.value));
    // Where each number stands: under its mark, but within the bars.
    let place = |tick: &Amount| {
        let mark = scale.map(&tick.value, across);
        let width = frame.width(&tick.text, AXIS);
        let most = (room.right - width - 0.5).max(room.left);
        let left = (f64::from(mark) / f64::from(UNIT) - width / 2.0).clamp(room.left, most);
        (mark, left, left + width * SLACK + BETWEEN_TICKS)
    };
    let placed: Vec<_> = ticks.map(|tick| (tick, place(tick))).collect();
    let Some((_, (_, last, _))) = placed.last().copied() else { return top };
    let middle = top + TICK + UNDER_TICK + frame.pitch() / 2.0;
    let mut free = 0.0;
    for (index, (tick, (mark, left, right))) in placed.iter().enumerate() {
        let end = index + 1 == placed.len();
        if *left < free || (!end && *right > last) {
            continue;
        }
        free = *right;
        let ends = [(*mark, hundredths(top + 1.0)), (*mark, hundredths(top + TICK))];
        canvas.path(&ends, Token::Axis, UNIT);
        let words = [(tick.text.as_str(), AXIS)];
        canvas.words(
            Anchor::Start,
            (hundredths(*left), frame.base(middle)),
            frame.text_size(),
            &words,
        );
    }
    middle + frame.pitch() / 2.0
}
