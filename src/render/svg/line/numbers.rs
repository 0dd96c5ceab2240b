//! Numbers at the points of lines, where they cover neither words nor markers nor lines.

use super::trace::{Trace, reach};
use crate::render::svg::canvas::shapes::Point;
use crate::render::svg::canvas::{Anchor, Canvas, Style};
use crate::render::svg::font::{Fonts, Weight};
use crate::render::svg::words::Words;

/// A box from its upper left to its lower right corner.
#[derive(Clone, Copy)]
pub struct Room {
    pub from: Point,
    pub to: Point,
}

/// A number with its place.
struct Number {
    words: Words,
    middle: f64,
    top: f64,
}

/// What numbers must not cover, and those that have their place.
pub struct Numbers {
    within: Room,
    marks: Vec<Room>,
    lines: Vec<(Point, Point)>,
    placed: Vec<Number>,
    /// The points that are told, with the words.
    told: Vec<(Point, String)>,
    size: f64,
}

/// The widest that a number may be.
const WIDEST: f64 = 110.0;
/// Between a point and its number.
const AWAY: f64 = 7.0;
/// How often a number that must stand may be moved further away.
const TRIES: usize = 12;

impl Room {
    fn meets(self, other: Room) -> bool {
        self.from.0 < other.to.0
            && other.from.0 < self.to.0
            && self.from.1 < other.to.1
            && other.from.1 < self.to.1
    }

    fn holds(self, other: Room) -> bool {
        self.from.0 <= other.from.0
            && other.to.0 <= self.to.0
            && self.from.1 <= other.from.1
            && other.to.1 <= self.to.1
    }

    /// Whether a straight line passes through: what is left of it between all four edges.
    fn is_crossed_by(self, (start, end): (Point, Point)) -> bool {
        let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
        let axes = [
            (start.0, end.0 - start.0, self.from.0, self.to.0),
            (start.1, end.1 - start.1, self.from.1, self.to.1),
        ];
        for (from, step, low, high) in axes {
            if step == 0.0 {
                if from <= low || from >= high {
                    return false;
                }
                continue;
            }
            let (one, other) = ((low - from) / step, (high - from) / step);
            enters = enters.max(one.min(other));
            leaves = leaves.min(one.max(other));
        }
        enters < leaves
    }
}

impl Numbers {
    /// `target` is how far down a line crosses all of the room.
    pub fn new(traces: &[Trace<'_>], target: Option<f64>, within: Room, size: f64) -> Numbers {
        let around = |at: Point, reach: f64| Room {
            from: (at.0 - reach, at.1 - reach),
            to: (at.0 + reach, at.1 + reach),
        };
        let marks = traces.iter().flat_map(|trace| {
            trace.marked(true).into_iter().map(|at| around(at, reach(trace.look.shape)))
        });
        let lines = traces
            .iter()
            .flat_map(Trace::runs)
            .flat_map(|run| run.windows(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>());
        let target = target.map(|y| ((within.from.0, y), (within.to.0, y)));
        Numbers {
            within,
            marks: marks.collect(),
            lines: lines.chain(target).collect(),
            placed: Vec::new(),
            told: Vec::new(),
            size,
        }
    }

    /// How wide a number is on one line.
    pub fn width(&self, text: &str, fonts: &Fonts) -> f64 {
        fonts.width(text, Weight::Bold, self.size)
    }

    /// Places the number of a moment of a line, above or below its point; further away and across
    /// a line only if it `must` stand. The same number at the same place is said once.
    pub fn place(
        &mut self,
        trace: &Trace<'_>,
        moment: usize,
        above: bool,
        must: bool,
        fonts: &Fonts,
    ) {
        let Some(mark) = trace.points.get(moment).copied().flatten() else { return };
        let near = |(at, text): &(Point, String)| {
            (at.0 - mark.at.0).abs() < 2.0
                && (at.1 - mark.at.1).abs() < 2.0
                && *text == mark.amount.text
        };
        if self.told.iter().any(near) {
            return;
        }
        let style = Style { role: "value", token: trace.look.words, weight: Weight::Bold };
        let words = Words::new(&mark.amount.text, style, self.size, WIDEST, fonts);
        if words.height() == 0.0 {
            return;
        }
        let tries = if must { TRIES } else { 1 };
        let sides = if above { [true, false] } else { [false, true] };
        let places: Vec<(f64, f64)> = (0..tries)
            .flat_map(|step| sides.map(|above| self.beside(mark.at, &words, above, step)))
            .collect();
        let clean = places.iter().take(2).find(|place| self.is_free(&words, **place, true));
        let any = || places.iter().find(|place| must && self.is_free(&words, **place, false));
        if let Some((middle, top)) = clean.or_else(any).copied() {
            self.placed.push(Number { words, middle, top });
            self.told.push((mark.at, mark.amount.text.clone()));
        }
    }

    /// The middle and the top of words so many steps above or below a point.
    fn beside(&self, (x, y): Point, words: &Words, above: bool, step: usize) -> (f64, f64) {
        let away = AWAY + step as f64 * words.pitch();
        let top = if above { y - away - words.height() + 2.0 } else { y + away - 2.0 };
        let half = words.width() / 2.0;
        let middle = x.min(self.within.to.0 - half).max(self.within.from.0 + half);
        (middle, top)
    }

    fn is_free(&self, words: &Words, (middle, top): (f64, f64), clean: bool) -> bool {
        let room = room(words, middle, top, 0.0);
        let aired = self::room(words, middle, top, 3.0);
        let taken = |number: &Number| {
            aired.meets(self::room(&number.words, number.middle, number.top, 0.0))
        };
        let crossed = clean && self.lines.iter().any(|line| room.is_crossed_by(*line));
        let covers = self.marks.iter().any(|mark| room.meets(*mark));
        self.within.holds(room) && !self.placed.iter().any(taken) && !covers && !crossed
    }

    pub fn draw(&self, canvas: &mut Canvas<'_>) {
        for number in &self.placed {
            number.words.draw_above(canvas, Anchor::Middle, number.middle, number.top);
        }
    }
}

/// The box of words around a middle, with some air at their sides.
fn room(words: &Words, middle: f64, top: f64, air: f64) -> Room {
    let half = words.width() / 2.0 + air;
    // Above capitals and below the base line, a line has room that nothing fills.
    let trim = words.air() / 2.0;
    Room { from: (middle - half, top + trim), to: (middle + half, top + words.height() - trim) }
}
