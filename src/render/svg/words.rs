//! A text that is wrapped and measured, before it has its place.

use super::canvas::{Anchor, Canvas, Style, hundredths};
use super::font::{Fonts, Line};

/// Room left beside words for readers who set their own letter and word spacing.
pub const SLACK: f64 = 1.12;

/// Other programs' text may come out a little wider than the sum of its glyphs.
const SURE: f64 = 0.98;

/// One line or several. All measures are in units of the drawing.
#[derive(Clone)]
pub struct Words {
    lines: Vec<Line>,
    /// Of the longest line.
    width: f64,
    /// The width of a space that stands before a line, and moves it where lines stand around a
    /// point.
    space: f64,
    style: Style,
    size: f64,
    /// The height of a capital.
    capital: f64,
}

impl Words {
    /// A text in lines no wider than `limit`.
    pub fn new(text: &str, style: Style, size: f64, limit: f64, fonts: &Fonts) -> Words {
        let lines = fonts.wrap(text, style.weight, size, limit * SURE);
        let widths = lines.iter().map(|line| fonts.width(&line.text, style.weight, size));
        let width = widths.fold(0.0, f64::max);
        let spaced = lines.iter().any(|line| line.space);
        let space = if spaced { fonts.width(" ", style.weight, size) } else { 0.0 };
        Words { lines, width, space, style, size, capital: fonts.cap_height(style.weight, size) }
    }

    /// The width of the longest line.
    pub fn width(&self) -> f64 {
        self.width
    }

    /// Of all lines; nought where there is no text.
    pub fn height(&self) -> f64 {
        self.lines.len() as f64 * self.pitch()
    }

    /// From one line to the next.
    pub fn pitch(&self) -> f64 {
        (self.size * 1.3).round()
    }

    /// What of a line's height its letters leave empty, above and below.
    pub fn air(&self) -> f64 {
        self.pitch() - self.size
    }

    /// The text of a single line, to be set together with another.
    pub fn single(&self) -> Option<(&str, Style)> {
        match self.lines.as_slice() {
            [line] => Some((&line.text, self.style)),
            _ => None,
        }
    }

    /// The base line of the first line of words whose room begins at `top`.
    pub fn base(&self, top: f64) -> f64 {
        top + (self.pitch() + self.capital) / 2.0
    }

    /// Writes the words into the room below `top`: so that they begin at `x`, end there, or stand
    /// around it.
    pub fn draw(&self, canvas: &mut Canvas<'_>, anchor: Anchor, x: f64, top: f64) {
        let at = (hundredths(x), hundredths(self.base(top)));
        canvas.lines(anchor, at, self.size, hundredths(self.pitch()), &self.lines, self.style);
    }

    /// The same in front of lines and grid, parted from them by a halo where it is one line.
    pub fn draw_above(&self, canvas: &mut Canvas<'_>, anchor: Anchor, x: f64, top: f64) {
        match self.single() {
            Some(word) => canvas.word_above(anchor, (x, self.base(top)), self.size, word),
            None => self.draw(canvas, anchor, x, top),
        }
    }

    /// Writes the words around `x`, or as near to it as they stay between two limits; `extent` says
    /// where that is.
    pub fn draw_around(&self, canvas: &mut Canvas<'_>, x: f64, within: (f64, f64), top: f64) {
        let (left, right) = self.extent(x, within);
        if (left + right) / 2.0 - x > 0.01 {
            self.draw(canvas, Anchor::Start, left, top);
        } else if x - (left + right) / 2.0 > 0.01 {
            self.draw(canvas, Anchor::End, right, top);
        } else {
            self.draw(canvas, Anchor::Middle, x, top);
        }
    }

    /// From where to where the words reach that stand around `x` between two limits.
    pub fn extent(&self, x: f64, (low, high): (f64, f64)) -> (f64, f64) {
        let width = self.width + self.space;
        let left = (x - width / 2.0).min(high - width).max(low);
        (left, left + width)
    }
}
