//! Horizontal bars: labels on the left edge, bars of one thickness from a shared zero, and the
//! number where the bar ends, so that neither an axis of values nor a grid is needed.

use std::convert::Infallible;

use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::{RangedCoordf64, RangedCoordi32};
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{Drawable, PointCollection};
use plotters_backend::BackendCoord;

use super::canvas::{Anchor, Canvas, Drawn, Style, UNIT};
use super::font::{Fonts, Line, Weight};
use super::token::Token;
use super::{Frame, Variant};
use crate::chart::{Bar, Bars};
use crate::theme::palette::Palette;

/// Where everything stands, in units of the drawing unless said otherwise.
struct Layout<'a> {
    palette: &'a Palette,
    height: i32,
    variant: Variant,
    width: i32,
    sizes: Sizes,
    /// Where all bars begin, to the right or, for values below nought, to the left.
    zero: i32,
    /// Where a bar of the value `maximum` would end.
    right: i32,
    /// The length that the axis must hold in either direction.
    maximum: f64,
    rows: Vec<Row<'a>>,
}

struct Row<'a> {
    bar: &'a Bar,
    label: Vec<Line>,
    /// The base line of the label's first line, in hundredths.
    label_base: i32,
    /// The base line of the value, in hundredths.
    value_base: i32,
    /// The upper edge of the bar.
    top: i32,
    /// Where the row ends: the bar, or the label beside it if that reaches further down.
    bottom: i32,
}

/// The measures of a variant.
#[derive(Clone, Copy)]
struct Sizes {
    text: f64,
    /// From one line of a label to the next.
    pitch: i32,
    thickness: i32,
    /// Between a row and the next.
    between: i32,
}

const WIDE: Sizes = Sizes { text: 14.5, pitch: 19, thickness: 22, between: 11 };
const NARROW: Sizes = Sizes { text: 14.0, pitch: 18, thickness: 16, between: 14 };

pub const LABEL: Style = Style { role: "label", token: Token::Ink, weight: Weight::Regular };
pub const VALUE: Style = Style { role: "value", token: Token::Ink, weight: Weight::Bold };
pub const SHARE: Style = Style { role: "share", token: Token::Ink2, weight: Weight::Regular };

/// Above the first row and below the last.
const MARGIN: i32 = 4;
/// Before the rest that was folded together: it is not one more category.
const BEFORE_OTHER: i32 = 8;
/// Labels take at most this part of a wide drawing, gap included.
const LABEL_PART: f64 = 0.4;
/// Between labels and zero.
const BESIDE_LABEL: f64 = 20.0;
/// Between a label and the bar under it.
const UNDER_LABEL: i32 = 4;
/// Between a bar and its value.
const BESIDE_BAR: i32 = 8;
/// Between a value and its share: a space and a little more.
const BESIDE_VALUE: f64 = 2.0;
/// Room left beside values for readers who set their own letter and word spacing.
pub const SLACK: f64 = 1.12;
/// The shortest bar, so that little never looks like nothing.
const SHORTEST: i32 = 2;
/// How far the zero line of a single bar stands out above and below it.
const OVERHANG: i32 = 3;

impl<'a> Layout<'a> {
    fn of(chart: &'a Bars, frame: Frame<'a>) -> Layout<'a> {
        let Frame { variant, fonts, palette, .. } = frame;
        let width = variant.width();
        let (sizes, limit) = match variant {
            Variant::Wide => (WIDE, width * LABEL_PART - BESIDE_LABEL),
            // Other programs' text may come out a little wider than the sum of its glyphs.
            Variant::Narrow => (NARROW, width * 0.98),
        };
        let labels = chart.rows().into_iter().map(|bar| {
            let lines = fonts.wrap(&bar.label, LABEL.weight, sizes.text, limit);
            (bar, lines)
        });
        let rows = place(labels.collect(), variant, sizes, fonts);
        let left = match variant {
            Variant::Wide => {
                let lines = rows.iter().flat_map(|row| &row.label);
                let widths = lines.map(|line| fonts.width(&line.text, LABEL.weight, sizes.text));
                (widths.fold(0.0, f64::max) + BESIDE_LABEL).ceil() as i32
            }
            Variant::Narrow => 1,
        };
        let (zero, right, maximum) = scale(chart, left, sizes, frame);
        let bottom = rows.last().map_or(MARGIN, |row| row.bottom);
        Layout {
            palette,
            height: bottom + MARGIN,
            variant,
            width: width as i32,
            sizes,
            zero,
            right,
            maximum,
            rows,
        }
    }

    /// A plotters area on which data stands at its place: values across, hundredths down.
    fn plot<'o>(&'o self, out: &'o mut String) -> Plot<'o> {
        let (width, height) = (self.width * UNIT, self.height * UNIT);
        let canvas = Canvas::new(out, (width as u32, height as u32), self.palette);
        let area = DrawingArea::from(canvas);
        let across = self.zero * UNIT..self.right * UNIT;
        let values = 0.0..self.maximum;
        area.apply_coord_spec(Cartesian2d::new(values, 0..height, (across, 0..height)))
    }
}

/// Where bars begin, where one of the greatest length would end, and that length: bars are as long
/// as the numbers at their ends let them be.
fn scale(
    chart: &Bars,
    left: i32,
    sizes: Sizes,
    Frame { variant, fonts, .. }: Frame<'_>,
) -> (i32, i32, f64) {
    let lengths = chart.bars.iter().map(|bar| length(bar).abs());
    let longest = lengths.fold(0.0, f64::max).max(finite(chart.maximum));
    let maximum = if longest > 0.0 { longest } else { 1.0 };
    let (below, above): (Vec<&Bar>, Vec<&Bar>) =
        chart.bars.iter().partition(|bar| length(bar) < 0.0);
    // On either side a bar may have to be a little longer than its value, to be seen.
    let spare = if below.is_empty() { 0 } else { 2 * SHORTEST };
    let space = variant.width() - f64::from(left + spare);
    // Of every bar how much of the greatest length it has, and what stands beside its end.
    let beside = |bar: &Bar| {
        let value = value_width(bar, sizes.text, fonts) * SLACK;
        (length(bar).abs() / maximum, f64::from(BESIDE_BAR) + value)
    };
    let below: Vec<(f64, f64)> = below.into_iter().map(beside).collect();
    let reach = (finite(chart.maximum) / maximum, 0.0);
    let above: Vec<(f64, f64)> = above.into_iter().map(beside).chain([reach]).collect();
    // Together, the bar and number that reach furthest to each side must have room.
    let leftmost = if below.is_empty() { &[(0.0, 0.0)][..] } else { &below };
    let room = |(part, words): &(f64, f64)| {
        let rooms = leftmost.iter().map(|(other, others)| {
            let free = (space - words - others).max(0.0);
            // Nothing has length where two bars have none: any scale will do.
            if part + other > 0.0 { free / (part + other) } else { space }
        });
        rooms.fold(space, f64::min)
    };
    let length = above.iter().map(room).fold(space, f64::min) as i32;
    let reaches = below.iter().map(|(part, words)| part * f64::from(length) + words);
    let zero = left + spare / 2 + reaches.fold(0.0, f64::max).ceil() as i32;
    (zero, zero + length, maximum)
}

type Plot<'o> = DrawingArea<Canvas<'o>, Cartesian2d<RangedCoordf64, RangedCoordi32>>;

/// Writes the groups of marks and of the axis; gives the height of the drawing.
pub fn draw(bars: &Bars, frame: Frame<'_>, out: &mut String) -> i32 {
    let layout = Layout::of(bars, frame);
    let drawn = groups(&layout, out);
    debug_assert!(drawn.is_ok(), "a drawing in memory takes every mark: {drawn:?}");
    layout.height
}

fn groups(layout: &Layout<'_>, out: &mut String) -> Result<(), DrawingAreaErrorKind<Infallible>> {
    out.push_str("<g class=\"bc-marks\">\n");
    let plot = layout.plot(out);
    for row in &layout.rows {
        plot.draw(&Item::new(row, layout.sizes))?;
    }
    drop(plot);
    out.push_str("</g>\n<g class=\"bc-axis\">\n");
    let plot = layout.plot(out);
    match layout.variant {
        Variant::Wide => plot.draw(&Zero::new(0, layout.height))?,
        Variant::Narrow => {
            for row in &layout.rows {
                let bottom = row.top + layout.sizes.thickness;
                plot.draw(&Zero::new(row.top - OVERHANG, bottom + OVERHANG))?;
            }
        }
    }
    drop(plot);
    out.push_str("</g>\n");
    Ok(())
}

/// Stacks the rows from the top; bars stand on whole units, so that their edges are sharp.
fn place<'a>(
    labels: Vec<(&'a Bar, Vec<Line>)>,
    variant: Variant,
    sizes: Sizes,
    fonts: &Fonts,
) -> Vec<Row<'a>> {
    let half_capital = fonts.cap_height(LABEL.weight, sizes.text) / 2.0;
    // The base line of a line of text whose capitals are centred on `middle`.
    let base = |middle: f64| ((middle + half_capital) * f64::from(UNIT)).round() as i32;
    let mut rows: Vec<Row> = Vec::new();
    for (bar, label) in labels {
        let mut start = match rows.last() {
            Some(last) => last.bottom + sizes.between,
            None => MARGIN,
        };
        if bar.other && !rows.is_empty() {
            start += BEFORE_OTHER;
        }
        let text = label.len() as i32 * sizes.pitch;
        let (top, bottom, label_start) = match variant {
            Variant::Wide => {
                let height = text.max(sizes.thickness);
                let top = start + (height - sizes.thickness) / 2;
                (top, start + height, f64::from(top) + f64::from(sizes.thickness - text) / 2.0)
            }
            Variant::Narrow => {
                let top = start + text + UNDER_LABEL;
                (top, top + sizes.thickness, f64::from(start))
            }
        };
        let first_line = label_start + f64::from(sizes.pitch) / 2.0;
        let middle = f64::from(top) + f64::from(sizes.thickness) / 2.0;
        let (label_base, value_base) = (base(first_line), base(middle));
        rows.push(Row { bar, label, label_base, value_base, top, bottom });
    }
    rows
}

/// What a bar is long, below zero to the left: values that a bar cannot show have no length, and
/// their number stands at zero.
fn length(bar: &Bar) -> f64 {
    if bar.value.is_finite() { bar.value } else { 0.0 }
}

fn finite(value: f64) -> f64 {
    if value.is_finite() { value.max(0.0) } else { 0.0 }
}

fn value_width(bar: &Bar, size: f64, fonts: &Fonts) -> f64 {
    let value = fonts.width(&bar.value_text, VALUE.weight, size);
    let share = bar
        .share_text
        .as_ref()
        .map_or(0.0, |share| BESIDE_VALUE + fonts.width(&format!(" {share}"), SHARE.weight, size));
    value + share
}

/// One category: its label, its bar from zero to its value, and the value in words.
struct Item<'a> {
    row: &'a Row<'a>,
    sizes: Sizes,
    /// Zero above, the value below.
    corners: [(f64, i32); 2],
}

impl<'a> Item<'a> {
    fn new(row: &'a Row<'a>, sizes: Sizes) -> Item<'a> {
        let (top, bottom) = (row.top * UNIT, (row.top + sizes.thickness) * UNIT);
        Item { row, sizes, corners: [(0.0, top), (length(row.bar), bottom)] }
    }

    fn title(&self) -> String {
        let Bar { label, value_text, share_text, .. } = self.row.bar;
        match share_text {
            Some(share) => format!("{label}: {value_text} ({share})"),
            None => format!("{label}: {value_text}"),
        }
    }
}

impl<'b> PointCollection<'b, (f64, i32)> for &'b Item<'_> {
    type Point = &'b (f64, i32);
    type IntoIter = &'b [(f64, i32); 2];

    fn point_iter(self) -> Self::IntoIter {
        &self.corners
    }
}

impl<'o> Drawable<Canvas<'o>> for Item<'_> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut corners: I,
        canvas: &mut Canvas<'o>,
        _: (u32, u32),
    ) -> Drawn {
        let (Some(start), Some(end)) = (corners.next(), corners.next()) else { return Ok(()) };
        let bar = self.row.bar;
        canvas.open_item(&bar.key, &self.title());
        let (text, pitch) = (self.sizes.text, self.sizes.pitch * UNIT);
        canvas.lines(Anchor::Start, (0, self.row.label_base), text, pitch, &self.row.label, LABEL);
        let (zero, base) = (start.0, self.row.value_base);
        let exact = f64::from(end.0 - start.0) / f64::from(UNIT);
        let long = (exact.abs().round() as i32).max(SHORTEST) * UNIT;
        let token = if bar.other || bar.quiet { Token::Muted } else { Token::C1 };
        let mut words = vec![(bar.value_text.as_str(), VALUE)];
        words.extend(bar.share_text.as_deref().map(|share| (share, SHARE)));
        if length(bar) < 0.0 {
            canvas.rectangle((zero - long, start.1), (zero, end.1), token);
            let at = (zero - long - BESIDE_BAR * UNIT, base);
            canvas.words(Anchor::End, at, text, &words);
        } else {
            let drawn = if length(bar) > 0.0 { long } else { 0 };
            if drawn > 0 {
                canvas.rectangle(start, (zero + drawn, end.1), token);
            }
            let at = (zero + drawn + BESIDE_BAR * UNIT, base);
            canvas.words(Anchor::Start, at, text, &words);
        }
        canvas.close_group();
        Ok(())
    }
}

/// The line at zero, just left of where the bars begin.
struct Zero([(f64, i32); 2]);

impl Zero {
    fn new(top: i32, bottom: i32) -> Zero {
        Zero([(0.0, top * UNIT), (0.0, bottom * UNIT)])
    }
}

impl<'b> PointCollection<'b, (f64, i32)> for &'b Zero {
    type Point = &'b (f64, i32);
    type IntoIter = &'b [(f64, i32); 2];

    fn point_iter(self) -> Self::IntoIter {
        &self.0
    }
}

impl<'o> Drawable<Canvas<'o>> for Zero {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        ends: I,
        canvas: &mut Canvas<'o>,
        _: (u32, u32),
    ) -> Drawn {
        let ends: Vec<BackendCoord> = ends.map(|(x, y)| (x - UNIT / 2, y)).collect();
        canvas.path(&ends, Token::Axis, UNIT);
        Ok(())
    }
}
