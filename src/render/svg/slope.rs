//! From one moment to another: a line each, its name and number at either end, and nothing else.

use super::canvas::shapes::Stroke;
use super::canvas::{Anchor, Canvas, Style, UNIT};
use super::font::{Fonts, Weight};
use super::legend::Legend;
use super::line::{self, Column, End, Label, Trace, look};
use super::scale::Scale;
use super::token::Token;
use super::words::Words;
use super::{Frame, Variant};
use crate::chart::{Line, Lines};

/// The measures of a variant, in units of the drawing.
#[derive(Clone, Copy)]
struct Sizes {
    text: f64,
    /// The least height of the plot.
    plot: f64,
    /// The widest that labels on a side may be.
    label: f64,
}

const WIDE: Sizes = Sizes { text: 14.5, plot: 240.0, label: 220.0 };
const NARROW: Sizes = Sizes { text: 14.0, plot: 200.0, label: 78.0 };

const MOMENT: Style = Style { role: "moment", token: Token::Ink2, weight: Weight::Bold };

/// The part of the drawing that the name of a moment may be wide.
const MOMENT_PART: f64 = 0.27;
/// Between the names of the moments and the plot.
const BELOW_MOMENTS: f64 = 14.0;
/// Between the name of a moment and the middle of the plot, at least.
const BESIDE_MOMENT: f64 = 6.0;
/// Between the names of lines and those of the moments.
const BELOW_KEY: f64 = 12.0;
/// How far the upright lines of the moments reach beyond the plot.
const OVERHANG: f64 = 8.0;
const MARGIN: f64 = 2.0;

struct Layout<'a> {
    width: f64,
    height: f64,
    key: Legend,
    moments: [Words; 2],
    moments_bottom: f64,
    top: f64,
    bottom: f64,
    down: Scale,
    across: [f64; 2],
    traces: Vec<Trace<'a>>,
    columns: [Column; 2],
}

/// Writes the groups of the drawing; gives its height. Lines of other than two moments are drawn
/// over time.
pub fn draw(lines: &Lines, frame: Frame<'_>, out: &mut String) -> i32 {
    let [first, last] = lines.moments.as_slice() else { return line::draw(lines, frame, out) };
    let layout = Layout::of(lines, [&first.text, &last.text], frame);
    let height = layout.height.ceil() as i32;
    let size = ((layout.width as i32 * UNIT) as u32, (height * UNIT) as u32);
    let canvas = &mut Canvas::new(out, size, frame.palette);
    layout.draw_frame(canvas);
    layout.key.draw(canvas, MARGIN);
    canvas.open_group("marks");
    line::draw_target(lines, &layout.down, (layout.across[0], layout.across[1]), canvas);
    for trace in &layout.traces {
        trace.draw(&lines.moments, true, canvas);
    }
    canvas.close_group();
    canvas.open_group("axis");
    let middle = (layout.across[0] + layout.across[1]) / 2.0;
    let rooms = [(0.0, middle - BESIDE_MOMENT), (middle + BESIDE_MOMENT, layout.width)];
    for ((words, x), room) in layout.moments.iter().zip(layout.across).zip(rooms) {
        words.draw_around(canvas, x, room, layout.moments_bottom - words.height());
    }
    canvas.close_group();
    canvas.open_group("labels");
    for column in &layout.columns {
        column.draw(canvas, &layout.across, 0.0);
    }
    canvas.close_group();
    height
}

impl<'a> Layout<'a> {
    fn of(
        lines: &'a Lines,
        moments: [&str; 2],
        Frame { variant, fonts, .. }: Frame<'_>,
    ) -> Layout<'a> {
        let width = variant.width();
        let sizes = match variant {
            Variant::Wide => WIDE,
            Variant::Narrow => NARROW,
        };
        let key = match variant {
            Variant::Wide => Legend::new(Vec::new(), 0.0, width),
            Variant::Narrow => line::names(lines, sizes.text, width, fonts),
        };
        let moments =
            moments.map(|text| Words::new(text, MOMENT, sizes.text, width * MOMENT_PART, fonts));
        let above = MARGIN + key.height + if key.height > 0.0 { BELOW_KEY } else { 0.0 };
        let moments_bottom = above + moments[0].height().max(moments[1].height());
        let labels = [0, 1].map(|side| labels(lines, side, variant, sizes, fonts));
        let heights = labels.iter().map(|labels| Column::height(labels));
        let top = moments_bottom + BELOW_MOMENTS;
        let bottom = (top + heights.fold(sizes.plot, f64::max)).ceil();
        let down = Scale::new(&lines.axis, bottom, top);
        let column = |labels, side, anchor| {
            let ends = ends(lines, labels, side, &down);
            Column::new(ends, anchor, side, top - OVERHANG, bottom + OVERHANG)
        };
        let [left, right] = labels;
        let columns = [column(left, 0, Anchor::End), column(right, 1, Anchor::Start)];
        let beside = [0, 1].map(|at| columns[at].width().max(moments[at].width() / 2.0).max(8.0));
        let across = [beside[0].ceil(), (width - beside[1]).floor()];
        let traces = Trace::all(lines, &across, &down);
        let height = bottom + OVERHANG + MARGIN;
        Layout {
            width,
            height,
            key,
            moments,
            moments_bottom,
            top,
            bottom,
            down,
            across,
            traces,
            columns,
        }
    }

    /// The two moments as upright lines.
    fn draw_frame(&self, canvas: &mut Canvas<'_>) {
        canvas.open_group("grid");
        let lines =
            self.across.map(|x| vec![(x, self.top - OVERHANG), (x, self.bottom + OVERHANG)]);
        canvas.trace(&lines, Stroke::solid(Token::Grid, 2.0));
        canvas.close_group();
    }
}

/// The number of each line at a side and, where there is room, its name.
fn labels(lines: &Lines, side: usize, variant: Variant, sizes: Sizes, fonts: &Fonts) -> Vec<Label> {
    let named = variant == Variant::Wide;
    let label = |(at, line): (usize, &Line)| {
        let value = line.values.get(side).and_then(|value| value.as_ref());
        let nowhere = line.values.iter().take(2).all(Option::is_none);
        // A line without any point is named all the same, once.
        let name = named && (value.is_some() || (nowhere && side == 1));
        let value = value.map_or("", |amount| &amount.text);
        let name = if name { line.label.as_str() } else { "" };
        Label::new(value, name, look(at).words, (sizes.text, sizes.label), fonts)
    };
    let mut labels: Vec<Label> = lines.lines.iter().enumerate().map(label).collect();
    if let Some(target) = lines.target.as_ref().filter(|_| named && side == 1) {
        labels.push(Label::new(
            "",
            &target.text,
            Token::BandText,
            (sizes.text, sizes.label),
            fonts,
        ));
    }
    labels
}

fn ends(lines: &Lines, labels: Vec<Label>, side: usize, down: &Scale) -> Vec<End> {
    let points = lines.lines.iter().enumerate().map(|(at, line)| {
        let value = line.values.get(side).and_then(|value| value.as_ref());
        (value.and_then(|amount| down.at(amount.value)), look(at).token)
    });
    let target = lines.target.iter().map(|target| (down.at(target.value), Token::BandLine));
    let ends = points.chain(target).zip(labels);
    ends.map(|((y, token), label)| End { label, point: y.map(|y| (side, y)), token }).collect()
}
