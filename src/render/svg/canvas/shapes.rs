//! What charts with a scale draw besides bars: markers, lines with gaps, and words that end at a
//! point or stand around it. Places are in units of the drawing.

use super::super::font::Line;
use super::super::token::Token;
use super::{Canvas, Style, UNIT, escape, steps, units};

/// Across and down, in units of the drawing.
pub type Point = (f64, f64);

/// The forms of markers, so that no series is known by its colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Circle,
    Diamond,
    Square,
    Triangle,
}

/// Which point of its words a place names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// How a line looks.
#[derive(Debug, Clone, Copy)]
pub struct Stroke {
    pub token: Token,
    pub width: f64,
    /// The lengths of dashes and of the gaps between them.
    pub dashes: Option<&'static str>,
}

impl Stroke {
    pub fn solid(token: Token, width: f64) -> Stroke {
        Stroke { token, width, dashes: None }
    }

    pub fn dashed(token: Token, width: f64, dashes: &'static str) -> Stroke {
        Stroke { token, width, dashes: Some(dashes) }
    }
}

/// The edge of the page's colour that parts a marker or a number from what lies behind it.
const HALO: f64 = 2.0;

impl Canvas<'_> {
    /// A filled rectangle from its upper left to its lower right corner.
    pub fn area(&mut self, from: Point, to: Point, token: Token) {
        self.rectangle(hundredths(from), hundredths(to), token);
    }

    /// A filled marker that reaches so far from its middle, with a halo.
    pub fn marker(&mut self, shape: Shape, middle: Point, reach: f64, token: Token) {
        self.shape(shape, middle, reach, token, Stroke::solid(Token::Background, HALO));
    }

    /// A marker in the page's colour with an edge.
    pub fn open_marker(&mut self, shape: Shape, middle: Point, reach: f64, edge: Stroke) {
        self.shape(shape, middle, reach, Token::Background, edge);
    }

    fn shape(&mut self, shape: Shape, (x, y): Point, reach: f64, token: Token, edge: Stroke) {
        let look = format!(
            "class=\"bc-{} bc-s-{}\" fill=\"{}\" stroke=\"{}\" stroke-width=\"{}\"",
            token.name(),
            edge.token.name(),
            self.colour(token),
            self.colour(edge.token),
            number(edge.width)
        );
        let corners = match shape {
            Shape::Circle => {
                let (x, y, reach) = (number(x), number(y), number(reach));
                self.line(format!("<circle {look} cx=\"{x}\" cy=\"{y}\" r=\"{reach}\"/>"));
                return;
            }
            Shape::Diamond => vec![(0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)],
            Shape::Square => vec![(-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)],
            Shape::Triangle => vec![(0.0, -1.0), (1.0, 0.8), (-1.0, 0.8)],
        };
        let corners =
            corners.into_iter().map(|(right, down)| (x + right * reach, y + down * reach));
        let corners: Vec<_> = corners.map(hundredths).collect();
        self.line(format!("<path {look} d=\"{}Z\"/>", steps(&corners)));
    }

    /// One line in several runs, between which there is nothing.
    pub fn trace(&mut self, runs: &[Vec<Point>], stroke: Stroke) {
        let runs = runs.iter().filter(|run| run.len() > 1);
        let path: String = runs
            .map(|run| steps(&run.iter().copied().map(hundredths).collect::<Vec<_>>()))
            .collect();
        if path.is_empty() {
            return;
        }
        let (class, colour) = (stroke.token.name(), self.colour(stroke.token));
        let width = number(stroke.width);
        let dashes = stroke.dashes.map(|dashes| format!(" stroke-dasharray=\"{dashes}\""));
        let dashes = dashes.unwrap_or_default();
        self.line(format!(
            "<path class=\"bc-s-{class}\" fill=\"none\" stroke=\"{colour}\" \
             stroke-width=\"{width}\" stroke-linejoin=\"round\"{dashes} d=\"{path}\"/>"
        ));
    }

    /// Words on one line, one style after the other, parted by a space.
    pub fn phrase(&mut self, anchor: Anchor, at: Point, size: f64, words: &[(&str, Style)]) {
        let (x, y, anchor) = (number(at.0), number(at.1), anchored(anchor));
        let mut spans = String::new();
        for (index, (text, style)) in words.iter().enumerate() {
            // The space is for those who copy the words; what is seen is a little more.
            let (space, shift) = if index > 0 { (" ", " dx=\"2\"") } else { ("", "") };
            let (style, text) = (self.styled(*style), escape(text));
            spans.push_str(&format!("{space}<tspan {style}{shift}>{text}</tspan>"));
        }
        self.line(format!("<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{anchor}>{spans}</text>"));
    }

    /// A line of words in one style; with a halo where something may lie behind them.
    pub fn word(&mut self, anchor: Anchor, at: Point, size: f64, word: (&str, Style), halo: bool) {
        let (text, style) = (escape(word.0), word.1);
        let (x, y, anchor) = (number(at.0), number(at.1), anchored(anchor));
        let look = match halo {
            false => self.styled(style),
            true => format!(
                "class=\"bc-{} bc-{} bc-s-bg\" fill=\"{}\" font-weight=\"{}\" stroke=\"{}\" \
                 stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\"",
                style.role,
                style.token.name(),
                self.colour(style.token),
                style.weight.number(),
                self.colour(Token::Background)
            ),
        };
        self.line(format!(
            "<text {look} x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{anchor}>{text}</text>"
        ));
    }

    /// A text of several lines, `pitch` apart, each beginning at its own place: a line that ended
    /// at a point would be shifted by the space behind it.
    pub fn paragraph(
        &mut self,
        top: f64,
        size: f64,
        lines: &[(f64, &Line)],
        pitch: f64,
        style: Style,
    ) {
        let [(x, _), ..] = lines else { return };
        let (x, y, look) = (number(*x), number(top), self.styled(style));
        let spans: String = lines
            .iter()
            .zip(0..)
            .map(|((x, line), index)| {
                let (x, y) = (number(*x), number(top + f64::from(index) * pitch));
                let (text, space) = (escape(&line.text), if line.space { " " } else { "" });
                format!("<tspan x=\"{x}\" y=\"{y}\">{text}{space}</tspan>")
            })
            .collect();
        self.line(format!("<text {look} x=\"{x}\" y=\"{y}\" font-size=\"{size}\">{spans}</text>"));
    }
}

fn anchored(anchor: Anchor) -> &'static str {
    match anchor {
        Anchor::Start => "",
        Anchor::Middle => " text-anchor=\"middle\"",
        Anchor::End => " text-anchor=\"end\"",
    }
}

fn hundredths((x, y): Point) -> (i32, i32) {
    ((x * f64::from(UNIT)).round() as i32, (y * f64::from(UNIT)).round() as i32)
}

/// Units with two decimals at most.
fn number(value: f64) -> String {
    units((value * f64::from(UNIT)).round() as i32)
}
