//! What stands beside the ends of lines: numbers and names, as near to their points as can be
//! without one covering another.

use crate::render::svg::canvas::shapes::Stroke;
use crate::render::svg::canvas::{Anchor, Canvas, Style, hundredths};
use crate::render::svg::font::{Fonts, Weight};
use crate::render::svg::scale::apart;
use crate::render::svg::token::Token;
use crate::render::svg::words::{SLACK, Words};

/// A number and a name beside it, which may take several lines.
pub struct Label {
    value: Words,
    name: Words,
    /// Whether the name has room beside the number; else it stands below.
    beside: bool,
    /// Between the two: a space and a little more.
    between: f64,
    size: f64,
}

/// Between a marker and its label, where the label is level with it, and where a leader is needed.
const BESIDE: f64 = 13.0;
const LEADER: f64 = 30.0;
/// Between one label and the next, besides what lines of text have.
const AIR: f64 = 2.0;
/// Where leaders begin beside a point and end before a label.
const BESIDE_POINT: f64 = 9.0;
const BEFORE_LABEL: f64 = 5.0;
/// A label further from its point's height than this needs a leader.
const MOVED: f64 = 3.0;

impl Label {
    /// Either text may be empty.
    pub fn new(
        value: &str,
        name: &str,
        token: Token,
        (size, limit): (f64, f64),
        fonts: &Fonts,
    ) -> Label {
        let words = |text, role, weight, limit| {
            Words::new(text, Style { role, token, weight }, size, limit, fonts)
        };
        let value = words(value, "value", Weight::Bold, limit);
        let beside = value.width() <= limit / 3.0;
        let between = fonts.width(" ", Weight::Regular, size) + 2.0;
        let taken = if beside && value.width() > 0.0 { value.width() + between } else { 0.0 };
        let name = words(name, "label", Weight::Regular, limit - taken);
        Label { value, name, beside, between, size }
    }

    pub fn width(&self) -> f64 {
        let (value, name) = (self.value.width(), self.name.width());
        if self.beside && value > 0.0 && name > 0.0 {
            value + self.between + name
        } else {
            value.max(name)
        }
    }

    pub fn height(&self) -> f64 {
        let (value, name) = (self.value.height(), self.name.height());
        if self.beside { value.max(name) } else { value + name }
    }

    /// Writes the label around a height; the number stands next to its point on either side.
    fn draw(&self, canvas: &mut Canvas<'_>, anchor: Anchor, x: f64, middle: f64) {
        let top = middle - self.height() / 2.0;
        match (self.beside, self.value.single(), self.name.single()) {
            (true, Some(value), Some(name)) => {
                let words = if anchor == Anchor::End { [name, value] } else { [value, name] };
                let at = (hundredths(x), hundredths(self.value.base(top)));
                canvas.words(anchor, at, self.size, &words);
            }
            (true, Some(_), None) => {
                let side = if anchor == Anchor::End { -1.0 } else { 1.0 };
                let behind = x + side * (self.value.width() + self.between);
                self.value.draw(canvas, anchor, x, middle - self.value.height() / 2.0);
                self.name.draw(canvas, anchor, behind, top);
            }
            _ => {
                self.value.draw(canvas, anchor, x, top);
                self.name.draw(canvas, anchor, x, top + self.value.height());
            }
        }
    }
}

/// A label with the point of a line that it belongs to.
pub struct End {
    pub label: Label,
    /// The point's moment and how far down it lies; `None` for a line without any point, whose
    /// name stands by itself.
    pub point: Option<(usize, f64)>,
    pub token: Token,
}

/// The labels on one side of the lines, stepped apart.
pub struct Column {
    ends: Vec<End>,
    middles: Vec<f64>,
    anchor: Anchor,
    /// The moment beside which the column stands.
    edge: usize,
    /// Whether labels need leaders: one was moved, or its line ends before the edge.
    led: bool,
}

impl Column {
    /// Labels beside a moment that begin (`Anchor::Start`) or end at one place, between two heights.
    pub fn new(mut ends: Vec<End>, anchor: Anchor, edge: usize, low: f64, high: f64) -> Column {
        ends.retain(|end| end.label.height() > 0.0);
        let wishes = ends.iter().map(|end| {
            let wish = end.point.map_or(high, |(_, y)| y);
            (wish, end.label.height() + AIR)
        });
        let middles = apart(&wishes.collect::<Vec<_>>(), low, high);
        let led = ends.iter().zip(&middles).any(|(end, middle)| {
            end.point.is_some_and(|(moment, y)| moment != edge || (y - middle).abs() > MOVED)
        });
        Column { ends, middles, anchor, edge, led }
    }

    /// What labels together take from above to below.
    pub fn height(labels: &[Label]) -> f64 {
        labels.iter().map(|label| label.height() + AIR).sum()
    }

    /// The room across that the column needs beside the lines.
    pub fn width(&self) -> f64 {
        let widest = self.ends.iter().map(|end| end.label.width()).fold(0.0, f64::max);
        if widest > 0.0 { widest * SLACK + self.distance() } else { 0.0 }
    }

    fn distance(&self) -> f64 {
        if self.led { LEADER } else { BESIDE }
    }

    /// Writes the labels, with leaders from their points; the moments stand at `across`.
    pub fn draw(&self, canvas: &mut Canvas<'_>, across: &[f64], otherwise: f64) {
        let place = |moment: usize| across.get(moment).copied().unwrap_or(otherwise);
        let side = if self.anchor == Anchor::End { -1.0 } else { 1.0 };
        let edge = place(self.edge);
        let x = edge + side * self.distance();
        for (end, middle) in self.ends.iter().zip(&self.middles) {
            if let Some((moment, y)) = end.point.filter(|_| self.led) {
                let turn = (edge + side * BESIDE_POINT, y);
                let mut line = vec![turn, (x - side * BEFORE_LABEL, *middle)];
                let mut stroke = Stroke::solid(end.token, 1.0);
                if moment != self.edge {
                    // Not the look of a line: there are no values from here on.
                    line.insert(0, (place(moment) + side * BESIDE_POINT, y));
                    stroke = Stroke::dashed(Token::Muted, 1.0, "2 3");
                }
                canvas.trace(&[line], stroke);
            }
            end.label.draw(canvas, self.anchor, x, *middle);
        }
    }
}
