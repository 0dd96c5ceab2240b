//! Values on a scale that has an end: a bar on a track of the whole scale, with the value before
//! and what is aimed at as marks upon it.

use super::canvas::shapes::{Point, Shape, Stroke};
use super::canvas::{Anchor, Canvas, Style, UNIT};
use super::font::{Fonts, Weight};
use super::legend::{Legend, Sample};
use super::scale::{Scale, with_room};
use super::token::Token;
use super::words::{SLACK, Words};
use super::{Frame, Variant};
use crate::chart::{Amount, BulletRow, Bullets};

/// The measures of a variant, in units of the drawing.
struct Sizes {
    text: f64,
    small: f64,
    thickness: f64,
    /// Between a row and the next.
    between: f64,
    label: f64,
    value: f64,
}

const WIDE: Sizes =
    Sizes { text: 14.5, small: 14.2, thickness: 20.0, between: 18.0, label: 226.0, value: 120.0 };
const NARROW: Sizes =
    Sizes { text: 14.0, small: 13.5, thickness: 16.0, between: 13.0, label: 320.0, value: 100.0 };

const LABEL: Style = Style { role: "label", token: Token::Ink, weight: Weight::Regular };
const TOTAL: Style = Style { role: "label", token: Token::Ink, weight: Weight::Bold };
const VALUE: Style = Style { role: "value", token: Token::Ink, weight: Weight::Bold };
const WORD: Style = Style { role: "name", token: Token::Ink, weight: Weight::Regular };
const TICK: Style = Style { role: "tick", token: Token::Ink2, weight: Weight::Regular };

/// Between labels and the tracks.
const BESIDE_LABEL: f64 = 20.0;
/// Between a label and the track under it.
const UNDER_LABEL: f64 = 3.0;
/// Between the tracks and the values.
const BESIDE_TRACK: f64 = 18.0;
/// How far a mark of the value before reaches above and below the bar, and how thick it is.
const REACH: f64 = 4.0;
const STROKE: f64 = 4.0;
/// The page's colour beside it.
const HALO: f64 = 2.0;
/// How far the mark of a target reaches from its middle.
const TARGET: f64 = 7.0;
/// The shortest bar, so that little never looks like nothing.
const SHORTEST: f64 = 2.0;
const MARGIN: f64 = 2.0;

struct Layout<'a> {
    bullets: &'a Bullets,
    variant: Variant,
    sizes: Sizes,
    width: f64,
    height: f64,
    scale: Scale,
    /// Where all tracks begin and end.
    track: (f64, f64),
    key: Legend,
    rows: Vec<Row<'a>>,
    /// All numbers of the axis by place, and those that have room.
    grid: Vec<f64>,
    ticks: Vec<(Words, f64)>,
    rows_bottom: f64,
}

struct Row<'a> {
    row: &'a BulletRow,
    label: Words,
    value: Words,
    label_top: f64,
    value_top: f64,
    /// The upper edge of the bar.
    top: f64,
}

/// Writes the groups of the drawing; gives its height.
pub fn draw(bullets: &Bullets, frame: Frame<'_>, out: &mut String) -> i32 {
    let layout = Layout::of(bullets, frame);
    let height = layout.height.ceil() as i32;
    let size = ((layout.width as i32 * UNIT) as u32, (height * UNIT) as u32);
    let canvas = &mut Canvas::new(out, size, frame.palette);
    layout.draw_grid(canvas);
    layout.key.draw(canvas, MARGIN);
    canvas.open_group("marks");
    for row in &layout.rows {
        layout.draw_row(row, canvas);
    }
    canvas.close_group();
    layout.draw_axis(canvas);
    height
}

impl<'a> Layout<'a> {
    fn of(bullets: &'a Bullets, Frame { variant, fonts, .. }: Frame<'_>) -> Layout<'a> {
        let width = variant.width();
        let sizes = match variant {
            Variant::Wide => WIDE,
            Variant::Narrow => NARROW,
        };
        let mut rows = measured(bullets, &sizes, fonts);
        let labels = rows.iter().map(|row| row.label.width()).fold(0.0, f64::max);
        let values = rows.iter().map(|row| row.value.width()).fold(0.0, f64::max);
        let right = (width - values * SLACK - BESIDE_TRACK).floor();
        let track = match variant {
            Variant::Wide if labels > 0.0 => ((labels + BESIDE_LABEL).ceil(), right),
            // The mark of a value before that is nought stands out to the left.
            _ => (4.0, right),
        };
        let scale = Scale::new(&bullets.axis, track.0, track.1);
        let key = key(bullets, &sizes, track.0, width, fonts);
        let top = MARGIN + key.height + if key.height > 0.0 { 14.0 } else { REACH };
        let rows_bottom = stack(&mut rows, variant, &sizes, top);
        let found = scale.ticks(&bullets.axis);
        let words = found
            .iter()
            .map(|(x, tick)| (Words::new(&tick.text, TICK, sizes.small, sizes.value, fonts), *x));
        let words: Vec<(Words, f64)> = words.collect();
        let extents = words.iter().map(|(words, x)| words.extent(*x, (0.0, width)));
        let ends = [0, words.len().saturating_sub(1)];
        let shown = with_room(&extents.collect::<Vec<_>>(), &ends, 10.0);
        let kept = words.into_iter().enumerate().filter(|(at, _)| shown.contains(at));
        let ticks: Vec<(Words, f64)> = kept.map(|(_, tick)| tick).collect();
        let under = ticks.iter().map(|(words, _)| words.height()).fold(0.0, f64::max);
        let height = rows_bottom + 12.0 + under + MARGIN;
        let grid = found.iter().map(|(x, _)| *x).collect();
        Layout {
            bullets,
            variant,
            sizes,
            width,
            height,
            scale,
            track,
            key,
            rows,
            grid,
            ticks,
            rows_bottom,
        }
    }

    /// Lines at the axis's numbers; in a narrow drawing they would cross the labels and are short.
    fn draw_grid(&self, canvas: &mut Canvas<'_>) {
        let (Some(first), Some(last)) = (self.rows.first(), self.rows.last()) else { return };
        canvas.open_group("grid");
        for x in &self.grid {
            let stretch = |top: f64, bottom: f64| vec![(*x, top), (*x, bottom)];
            let thickness = self.sizes.thickness;
            let stretches: Vec<Vec<Point>> = match self.variant {
                Variant::Wide => vec![stretch(first.top - 7.0, last.top + thickness + 7.0)],
                Variant::Narrow => self
                    .rows
                    .iter()
                    .map(|row| stretch(row.top, row.top + thickness + 5.0))
                    .collect(),
            };
            canvas.trace(&stretches, Stroke::solid(Token::Grid, 1.0));
        }
        canvas.close_group();
    }

    fn draw_row(&self, row: &Row<'_>, canvas: &mut Canvas<'_>) {
        canvas.open_item(&row.row.key, &title(row.row, self.bullets));
        row.label.draw(canvas, Anchor::Start, 0.0, row.label_top);
        let (top, bottom) = (row.top, row.top + self.sizes.thickness);
        canvas.area((self.track.0, top), (self.track.1, bottom), Token::Track);
        let (zero, end) = (self.scale.zero(), self.scale.at(row.row.value.value));
        if let Some(end) = end.filter(|_| row.row.value.value != 0.0) {
            let length = (end - zero).abs().round().max(SHORTEST);
            let (left, right) =
                if end < zero { (zero - length, zero) } else { (zero, zero + length) };
            canvas.area((left, top), (right, bottom), Token::C1);
        }
        let place = |head: &Option<String>, amount: &Option<Amount>| {
            head.as_ref().and(amount.as_ref()).and_then(|amount| self.scale.at(amount.value))
        };
        if let Some(x) = place(&self.bullets.earlier, &row.row.earlier) {
            let x = x.round();
            let around = |reach: f64| ((x - reach, top - REACH), (x + reach, bottom + REACH));
            let (from, to) = around(STROKE / 2.0 + HALO);
            canvas.area(from, to, Token::Background);
            let (from, to) = around(STROKE / 2.0);
            canvas.area(from, to, Token::C2);
        }
        if let Some(x) = place(&self.bullets.target, &row.row.target) {
            let middle = (x, (top + bottom) / 2.0);
            canvas.open_marker(Shape::Diamond, middle, TARGET, Stroke::solid(Token::Ink, 2.0));
        }
        row.value.draw(canvas, Anchor::End, self.width, row.value_top);
        canvas.close_group();
    }

    fn draw_axis(&self, canvas: &mut Canvas<'_>) {
        canvas.open_group("axis");
        let zero = self.scale.zero() - 0.5;
        let stretch = |top: f64, bottom: f64| vec![(zero, top), (zero, bottom)];
        let thickness = self.sizes.thickness;
        let lines = match (self.variant, self.rows.first(), self.rows.last()) {
            (Variant::Wide, Some(first), Some(last)) => {
                vec![stretch(first.top - 7.0, last.top + thickness + 7.0)]
            }
            _ => self
                .rows
                .iter()
                .map(|row| stretch(row.top - 3.0, row.top + thickness + 5.0))
                .collect(),
        };
        canvas.trace(&lines, Stroke::solid(Token::Axis, 1.0));
        for (words, x) in &self.ticks {
            words.draw_around(canvas, *x, (0.0, self.width), self.rows_bottom + 10.0);
        }
        canvas.close_group();
    }
}

/// The rows with their words, not yet placed.
fn measured<'a>(bullets: &'a Bullets, sizes: &Sizes, fonts: &Fonts) -> Vec<Row<'a>> {
    let row = |row: &'a BulletRow| {
        let style = if row.total { TOTAL } else { LABEL };
        Row {
            row,
            label: Words::new(&row.label, style, sizes.text, sizes.label, fonts),
            value: Words::new(&row.value.text, VALUE, sizes.text, sizes.value, fonts),
            label_top: 0.0,
            value_top: 0.0,
            top: 0.0,
        }
    };
    bullets.rows.iter().map(row).collect()
}

/// What the bars and the marks upon them are; only what occurs, and nothing where there are bars
/// alone: a key of one says nothing.
fn key(bullets: &Bullets, sizes: &Sizes, left: f64, right: f64, fonts: &Fonts) -> Legend {
    let occurs =
        |one: fn(&BulletRow) -> &Option<Amount>| bullets.rows.iter().any(|row| one(row).is_some());
    let earlier = bullets.earlier.as_ref().filter(|_| occurs(|row| &row.earlier));
    let target = bullets.target.as_ref().filter(|_| occurs(|row| &row.target));
    let entries = [
        earlier.or(target).map(|_| (Sample::Bar(Token::C1), &bullets.now)),
        earlier.map(|head| (Sample::Stroke(Token::C2), head)),
        target.map(|head| (Sample::Open(Shape::Diamond, Token::Ink), head)),
    ];
    let room = Legend::room(left, right);
    let entries = entries.into_iter().flatten();
    let entries =
        entries.map(|(sample, head)| (sample, Words::new(head, WORD, sizes.text, room, fonts)));
    Legend::new(entries.collect(), left, right)
}

/// Places the rows one below the other, bars on whole units; gives where the last one ends.
fn stack(rows: &mut [Row<'_>], variant: Variant, sizes: &Sizes, top: f64) -> f64 {
    let mut start = top.ceil();
    let mut bottom = start;
    for row in rows {
        let (label, value) = (row.label.height(), row.value.height());
        match variant {
            Variant::Wide => {
                let height = label.max(value).max(sizes.thickness);
                row.top = start + ((height - sizes.thickness) / 2.0).floor();
                bottom = start + height;
            }
            Variant::Narrow => {
                // A value of several lines reaches above its bar.
                let above = if label > 0.0 { label + UNDER_LABEL } else { 0.0 };
                let spare = ((value - sizes.thickness) / 2.0).max(0.0).ceil();
                row.top = start + above + spare;
                bottom = row.top + sizes.thickness + spare;
            }
        }
        let middle = row.top + sizes.thickness / 2.0;
        row.value_top = middle - value / 2.0;
        row.label_top = match variant {
            Variant::Wide => middle - label / 2.0,
            Variant::Narrow => start,
        };
        start = bottom + sizes.between;
    }
    bottom
}

/// `Social conditions: 2024 90, 2023 86, target 85`
fn title(row: &BulletRow, bullets: &Bullets) -> String {
    let mut title = format!("{}: {} {}", row.label, bullets.now, row.value.text);
    let marks = [(&bullets.earlier, &row.earlier), (&bullets.target, &row.target)];
    for (head, amount) in marks {
        if let Some((head, amount)) = head.as_ref().zip(amount.as_ref()) {
            title.push_str(&format!(", {head} {}", amount.text));
        }
    }
    title
}
