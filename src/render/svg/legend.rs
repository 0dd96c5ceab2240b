//! The key above a chart: what its marks are, in as many lines as it takes.

use super::canvas::shapes::{Point, Shape, Stroke};
use super::canvas::{Anchor, Canvas};
use super::token::Token;
use super::words::{SLACK, Words};

/// What stands before the words, as the drawing has it.
#[derive(Debug, Clone, Copy)]
pub enum Sample {
    Bar(Token),
    /// A short stretch of a line with its marker.
    Line(Shape, Token),
    /// A short upright stroke.
    Stroke(Token),
    /// A marker of which only the edge is coloured.
    Open(Shape, Token),
    Dashes(Token),
}

impl Sample {
    fn width(self) -> f64 {
        match self {
            Sample::Bar(_) => 15.0,
            Sample::Line(..) | Sample::Dashes(_) => 26.0,
            Sample::Stroke(_) => 4.0,
            Sample::Open(..) => 15.0,
        }
    }

    fn draw(self, canvas: &mut Canvas<'_>, (left, middle): Point) {
        let right = left + self.width();
        let across = vec![(left, middle), (right, middle)];
        let centre = ((left + right) / 2.0, middle);
        match self {
            Sample::Bar(token) => canvas.area((left, middle - 7.0), (right, middle + 7.0), token),
            Sample::Stroke(token) => {
                canvas.area((left, middle - 9.0), (right, middle + 9.0), token)
            }
            Sample::Open(shape, token) => {
                canvas.open_marker(shape, centre, 6.5, Stroke::solid(token, 2.0));
            }
            Sample::Dashes(token) => canvas.trace(&[across], Stroke::dashed(token, 1.5, "5 4")),
            Sample::Line(shape, token) => {
                canvas.trace(&[across], Stroke::solid(token, 2.5));
                canvas.marker(shape, centre, 5.5, token);
            }
        }
    }
}

/// Between a sample and its words.
const BESIDE_SAMPLE: f64 = 8.0;
/// Between one entry and the next.
const BETWEEN: f64 = 22.0;
/// Between lines of entries.
const BELOW: f64 = 3.0;

/// Entries with their places.
pub struct Legend {
    entries: Vec<(Sample, Words, Point)>,
    pub height: f64,
}

impl Legend {
    /// The width that an entry's words may have at most between two edges.
    pub fn room(left: f64, right: f64) -> f64 {
        (right - left - BESIDE_SAMPLE) / SLACK - Sample::Dashes(Token::Ink).width()
    }

    /// Lays entries out from the upper left, beginning a line where the right edge would be passed.
    pub fn new(entries: Vec<(Sample, Words)>, left: f64, right: f64) -> Legend {
        let mut placed: Vec<(Sample, Words, Point)> = Vec::new();
        let (mut x, mut y, mut bottom) = (left, 0.0, 0.0_f64);
        for (sample, words) in entries {
            let width = sample.width() + BESIDE_SAMPLE + words.width() * SLACK;
            if x > left && x + width > right {
                (x, y) = (left, bottom + BELOW);
            }
            bottom = bottom.max(y + words.height().max(words.pitch()));
            placed.push((sample, words, (x, y)));
            x += width + BETWEEN;
        }
        Legend { entries: placed, height: bottom }
    }

    /// Writes the group of the key, if there is one.
    pub fn draw(&self, canvas: &mut Canvas<'_>, top: f64) {
        if self.entries.is_empty() {
            return;
        }
        canvas.open_group("key");
        for (sample, words, (x, y)) in &self.entries {
            let y = top + y;
            sample.draw(canvas, (*x, y + words.pitch() / 2.0));
            words.draw(canvas, Anchor::Start, x + sample.width() + BESIDE_SAMPLE, y);
        }
        canvas.close_group();
    }
}
