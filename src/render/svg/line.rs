//! Values over time: lines with gaps where nothing is known, their names and last numbers at their
//! ends, and a light grid.

mod beside;
mod numbers;
mod trace;

pub use beside::{Column, End, Label};
pub use trace::{Trace, look};

use super::canvas::shapes::Stroke;
use super::canvas::{Anchor, Canvas, Style, UNIT};
use super::font::{Fonts, Weight};
use super::legend::{Legend, Sample};
use super::scale::{Scale, with_room};
use super::token::Token;
use super::words::Words;
use super::{Frame, Variant};
use crate::chart::{Amount, Line, Lines};
use numbers::{Numbers, Room};

/// The measures of a variant, in units of the drawing.
#[derive(Clone, Copy)]
struct Sizes {
    text: f64,
    small: f64,
    /// The least height of the plot.
    plot: f64,
    /// The widest that labels beside the lines may be, and that numbers of the axes may be.
    label: f64,
    tick: f64,
}

const WIDE: Sizes = Sizes { text: 14.5, small: 14.2, plot: 256.0, label: 236.0, tick: 110.0 };
const NARROW: Sizes = Sizes { text: 14.0, small: 13.5, plot: 196.0, label: 76.0, tick: 76.0 };

const TICK: Style = Style { role: "tick", token: Token::Ink2, weight: Weight::Regular };
const MOMENT: Style = Style { role: "moment", token: Token::Ink, weight: Weight::Regular };

/// Between the axis's numbers and its grid.
const BESIDE_TICK: f64 = 10.0;
/// Between where the grid begins and the first moment, at least and at most.
const INSET: (f64, f64) = (14.0, 40.0);
/// Above the plot: a number over the highest point.
const ABOVE: f64 = 24.0;
/// Between the plot and the moments below it.
const BELOW: f64 = 8.0;
/// Between one moment's words and the next's.
const BETWEEN_MOMENTS: f64 = 12.0;
/// Moments nearer than this have no markers of their own.
const CROWDED: f64 = 15.0;
/// With more lines, numbers between first and last would be a thicket.
const FEW: usize = 4;
const MARGIN: f64 = 2.0;
/// How far the line of a target reaches beyond the last moment.
const BEYOND: f64 = 9.0;

struct Layout<'a> {
    lines: &'a Lines,
    width: f64,
    height: f64,
    key: Legend,
    bottom: f64,
    /// Where the grid begins, and where the last moment stands.
    grid: (f64, f64),
    down: Scale,
    moments: Vec<f64>,
    traces: Vec<Trace<'a>>,
    right: Column,
    numbers: Numbers,
    ticks: Vec<(Words, f64)>,
    named: Vec<(Words, f64)>,
    all_marked: bool,
}

/// Writes the groups of the drawing; gives its height.
pub fn draw(lines: &Lines, frame: Frame<'_>, out: &mut String) -> i32 {
    let layout = Layout::of(lines, frame);
    let height = layout.height.ceil() as i32;
    let size = ((layout.width as i32 * UNIT) as u32, (height * UNIT) as u32);
    let canvas = &mut Canvas::new(out, size, frame.palette);
    layout.draw_grid(canvas);
    layout.key.draw(canvas, MARGIN);
    canvas.open_group("marks");
    draw_target(lines, &layout.down, (layout.grid.0, layout.grid.1 + BEYOND), canvas);
    for trace in &layout.traces {
        trace.draw(&lines.moments, layout.all_marked, canvas);
    }
    canvas.close_group();
    layout.draw_axis(canvas);
    canvas.open_group("labels");
    layout.numbers.draw(canvas);
    layout.right.draw(canvas, &layout.moments, layout.grid.1);
    canvas.close_group();
    height
}

impl<'a> Layout<'a> {
    fn of(lines: &'a Lines, Frame { variant, fonts, .. }: Frame<'_>) -> Layout<'a> {
        let width = variant.width();
        let sizes = match variant {
            Variant::Wide => WIDE,
            Variant::Narrow => NARROW,
        };
        let key = match variant {
            Variant::Wide => Legend::new(Vec::new(), 0.0, width),
            Variant::Narrow => names(lines, sizes.text, width, fonts),
        };
        let labels = labels(lines, variant, sizes, fonts);
        // Long numbers at the axis take several lines, around their place.
        let tallest = lines.axis.ticks.iter().map(|tick| tick_words(tick, sizes, fonts).height());
        let around_tick = tallest.fold(0.0, f64::max) / 2.0;
        let top = MARGIN + key.height + ABOVE.max(around_tick);
        let bottom = (top + sizes.plot.max(Column::height(&labels) - ABOVE)).ceil();
        let down = Scale::new(&lines.axis, bottom, top);
        let ticks = ticks(lines, &down, sizes, fonts);
        let widest = ticks.iter().map(|(words, _)| words.width()).fold(0.0, f64::max);
        let grid_left = if widest > 0.0 { (widest + BESIDE_TICK).ceil() } else { 0.0 };
        let moments = named(lines, sizes, fonts);
        let last = moments.last().map_or(0.0, |words| words.width() / 2.0);
        let first = lines.lines.iter().filter_map(|line| line.values.iter().flatten().next());
        let first = first.map(|amount| fonts.width(&amount.text, Weight::Bold, sizes.text));
        let inset = first.map(|width| width / 2.0 + 5.0).fold(INSET.0, f64::max).min(INSET.1);
        let edge = lines.moments.len().saturating_sub(1);
        let ends = ends(lines, labels, &down);
        let right = Column::new(ends, Anchor::Start, edge, top - ABOVE, bottom + 4.0);
        let grid_right = (width - right.width().max(last).max(8.0)).floor();
        let across = across(lines, (grid_left + inset).ceil(), grid_right);
        let traces = Trace::all(lines, &across, &down);
        let spacing = across.windows(2).map(|pair| pair[1] - pair[0]).fold(f64::INFINITY, f64::min);
        let within =
            Room { from: (grid_left + 2.0, top - ABOVE), to: (grid_right + BEYOND, bottom - 1.0) };
        let target = lines.target.as_ref().and_then(|target| down.at(target.value));
        let numbers = Numbers::new(&traces, target, within, sizes.text);
        let numbers = told(&traces, numbers, spacing, fonts);
        let named = shown(moments, &across, width);
        let under = named.iter().map(|(words, _)| words.height()).fold(0.0, f64::max);
        Layout {
            lines,
            width,
            height: bottom + around_tick.max(BELOW + under) + MARGIN,
            key,
            bottom,
            grid: (grid_left, grid_right),
            down,
            moments: across,
            traces,
            right,
            numbers,
            ticks,
            named,
            all_marked: spacing >= CROWDED,
        }
    }

    fn draw_grid(&self, canvas: &mut Canvas<'_>) {
        canvas.open_group("grid");
        for (y, _) in self.down.ticks(&self.lines.axis) {
            let line = vec![(self.grid.0, y), (self.grid.1, y)];
            canvas.trace(&[line], Stroke::solid(Token::Grid, 1.0));
        }
        canvas.close_group();
    }

    fn draw_axis(&self, canvas: &mut Canvas<'_>) {
        canvas.open_group("axis");
        let zero = self.down.zero();
        let line = vec![(self.grid.0, zero), (self.grid.1, zero)];
        canvas.trace(&[line], Stroke::solid(Token::Axis, 1.0));
        if self.named.len() < self.moments.len() {
            let strokes =
                self.moments.iter().map(|x| vec![(*x, self.bottom), (*x, self.bottom + 4.0)]);
            canvas.trace(&strokes.collect::<Vec<_>>(), Stroke::solid(Token::Axis, 1.0));
        }
        for (words, y) in &self.ticks {
            words.draw(canvas, Anchor::End, self.grid.0 - BESIDE_TICK, y - words.height() / 2.0);
        }
        for (words, x) in &self.named {
            words.draw_around(canvas, *x, (0.0, self.width), self.bottom + BELOW);
        }
        canvas.close_group();
    }
}

/// A dashed line across the plot where what is aimed at lies.
pub fn draw_target(
    lines: &Lines,
    down: &Scale,
    (left, right): (f64, f64),
    canvas: &mut Canvas<'_>,
) {
    let Some(target) = &lines.target else { return };
    if let Some(y) = down.at(target.value) {
        canvas.open_item("target", &target.text);
        let line = vec![(left, y), (right, y)];
        canvas.trace(&[line], Stroke::dashed(Token::BandLine, 1.5, "6 4"));
        canvas.close_group();
    }
}

/// The names of all lines and of the target, for a key.
pub fn names(lines: &Lines, size: f64, right: f64, fonts: &Fonts) -> Legend {
    let room = Legend::room(0.0, right);
    let words = |text: &str, token| {
        let style = Style { role: "label", token, weight: Weight::Regular };
        Words::new(text, style, size, room, fonts)
    };
    let named = lines.lines.iter().enumerate().filter(|(_, line)| !line.label.is_empty());
    let names = named.map(|(at, line)| {
        let look = look(at);
        (Sample::Line(look.shape, look.token), words(&line.label, look.words))
    });
    let target = lines.target.iter();
    let target = target
        .map(|target| (Sample::Dashes(Token::BandLine), words(&target.text, Token::BandText)));
    Legend::new(names.chain(target).collect(), 0.0, right)
}

/// What stands at the right: the last number of each line and, where there is room, names.
fn labels(lines: &Lines, variant: Variant, sizes: Sizes, fonts: &Fonts) -> Vec<Label> {
    let named = variant == Variant::Wide;
    let last = lines.moments.len().checked_sub(1);
    let label = |(at, line): (usize, &Line)| {
        let value = last.and_then(|last| line.values.get(last)?.as_ref());
        let value = value.map_or("", |amount| &amount.text);
        let name = if named { line.label.as_str() } else { "" };
        Label::new(value, name, look(at).words, (sizes.text, sizes.label), fonts)
    };
    let mut labels: Vec<Label> = lines.lines.iter().enumerate().map(label).collect();
    if let Some(target) = lines.target.as_ref().filter(|_| named) {
        let (token, text) = (Token::BandText, &target.text);
        labels.push(Label::new("", text, token, (sizes.text, sizes.label), fonts));
    }
    labels
}

/// The labels at the right with the points that they belong to.
fn ends(lines: &Lines, labels: Vec<Label>, down: &Scale) -> Vec<End> {
    let count = lines.moments.len();
    let edge = count.saturating_sub(1);
    let last = lines.lines.iter().enumerate().map(|(at, line)| {
        let values = line.values.iter().take(count).enumerate().rev();
        let mut known =
            values.filter_map(|(at, value)| Some((at, down.at(value.as_ref()?.value)?)));
        (known.next(), look(at).token)
    });
    let target = lines.target.iter().map(|target| {
        let point = down.at(target.value).map(|y| (edge, y));
        (point, Token::BandLine)
    });
    let points = last.chain(target).zip(labels);
    points.map(|((point, token), label)| End { label, point, token }).collect()
}

/// Where the moments stand: at their true distance, or evenly if they do not rise.
fn across(lines: &Lines, left: f64, right: f64) -> Vec<f64> {
    let values: Vec<f64> = lines.moments.iter().map(|moment| moment.value).collect();
    let rising = values.iter().all(|value| value.is_finite())
        && values.windows(2).all(|pair| pair[0] < pair[1]);
    match values.as_slice() {
        [] => Vec::new(),
        [_] => vec![right],
        [first, .., last] if rising => {
            let scale = Scale::between(*first, *last, left, right);
            values.iter().filter_map(|value| scale.at(*value)).collect()
        }
        _ => {
            let scale = Scale::between(0.0, (values.len() - 1) as f64, left, right);
            (0..values.len()).filter_map(|at| scale.at(at as f64)).collect()
        }
    }
}

fn named(lines: &Lines, sizes: Sizes, fonts: &Fonts) -> Vec<Words> {
    let words = |moment: &Amount| Words::new(&moment.text, MOMENT, sizes.small, sizes.tick, fonts);
    lines.moments.iter().map(words).collect()
}

/// The moments that have room, the first and the last always.
fn shown(moments: Vec<Words>, across: &[f64], width: f64) -> Vec<(Words, f64)> {
    let extents = moments.iter().zip(across).map(|(words, x)| words.extent(*x, (0.0, width)));
    let extents: Vec<(f64, f64)> = extents.collect();
    let ends = [0, moments.len().saturating_sub(1)];
    let kept = with_room(&extents, &ends, BETWEEN_MOMENTS);
    let all = moments.into_iter().zip(across.iter().copied()).enumerate();
    all.filter(|(at, _)| kept.contains(at)).map(|(_, moment)| moment).collect()
}

fn tick_words(tick: &Amount, sizes: Sizes, fonts: &Fonts) -> Words {
    Words::new(&tick.text, TICK, sizes.small, sizes.tick, fonts)
}

/// The numbers of the axis that have room, with their heights.
fn ticks(lines: &Lines, down: &Scale, sizes: Sizes, fonts: &Fonts) -> Vec<(Words, f64)> {
    let words =
        down.ticks(&lines.axis).into_iter().map(|(y, tick)| (tick_words(tick, sizes, fonts), y));
    let words: Vec<(Words, f64)> = words.collect();
    let extents = words.iter().map(|(words, y)| {
        let half = words.height() / 2.0;
        (y - half, y + half)
    });
    let ends = [0, words.len().saturating_sub(1)];
    let kept = with_room(&extents.collect::<Vec<_>>(), &ends, 0.0);
    words
        .into_iter()
        .enumerate()
        .filter(|(at, _)| kept.contains(at))
        .map(|(_, tick)| tick)
        .collect()
}

/// First numbers, last ones that do not stand at the right, and all others if each has room across.
fn told(traces: &[Trace<'_>], mut numbers: Numbers, spacing: f64, fonts: &Fonts) -> Numbers {
    let known = |trace: &Trace<'_>| -> Vec<usize> {
        let known = trace.points.iter().enumerate().filter(|(_, mark)| mark.is_some());
        known.map(|(at, _)| at).collect()
    };
    let mut others = Vec::new();
    let mut widest = 0.0_f64;
    for trace in traces {
        let mut known = known(trace);
        // The last moment's number stands at the right.
        known.retain(|at| at + 1 < trace.points.len());
        let ends = [known.first().copied(), known.last().copied()];
        let early = trace.points.last().is_none_or(Option::is_none);
        for (at, must) in ends.into_iter().flatten().zip([true, early]).filter(|(_, must)| *must) {
            numbers.place(trace, at, is_upper(trace, at, traces), must, fonts);
        }
        for at in known {
            let text = trace.points[at].map_or("", |mark| &mark.amount.text);
            widest = widest.max(numbers.width(text, fonts));
            others.push((trace, at));
        }
    }
    if traces.len() <= FEW && spacing >= widest + 8.0 {
        for (trace, at) in others {
            numbers.place(trace, at, is_upper(trace, at, traces), false, fonts);
        }
    }
    numbers
}

/// Whether a point's number stands better above: over the middle of all lines, or, for a line by
/// itself, wherever it does not dip.
fn is_upper(trace: &Trace<'_>, moment: usize, traces: &[Trace<'_>]) -> bool {
    let height = |trace: &Trace<'_>, at: usize| Some(trace.points.get(at)?.as_ref()?.at.1);
    let Some(own) = height(trace, moment) else { return true };
    let all: Vec<f64> = traces.iter().filter_map(|trace| height(trace, moment)).collect();
    if all.len() > 1 {
        return own <= all.iter().sum::<f64>() / all.len() as f64;
    }
    let before = moment.checked_sub(1).and_then(|before| height(trace, before));
    let after = height(trace, moment + 1);
    // Down the page is down in value.
    let lower = |other: Option<f64>| other.is_none_or(|other| own > other);
    (before.is_none() && after.is_none()) || !(lower(before) && lower(after))
}
