//! What charts with a scale draw besides bars: markers, lines with gaps, and words before them.
//! Places are in units of the drawing.

use super::super::token::Token;
use super::{Anchor, Canvas, Style, escape, hundredths, number, steps};

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
        self.rectangle(place(from), place(to), token);
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
        let corners: Vec<_> = corners.map(place).collect();
        self.line(format!("<path {look} d=\"{}Z\"/>", steps(&corners)));
    }

    /// One line in several runs, between which there is nothing.
    pub fn trace(&mut self, runs: &[Vec<Point>], stroke: Stroke) {
        let runs = runs.iter().filter(|run| run.len() > 1);
        let path: String =
            runs.map(|run| steps(&run.iter().copied().map(place).collect::<Vec<_>>())).collect();
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

    /// A line of words before what may lie behind them, parted from it by a halo.
    pub fn word_above(
        &mut self,
        anchor: Anchor,
        at: Point,
        size: f64,
        (text, style): (&str, Style),
    ) {
        let (x, y, anchor, text) = (number(at.0), number(at.1), anchor.attribute(), escape(text));
        let (role, class) = (style.role, style.token.name());
        let (colour, halo) = (self.colour(style.token), self.colour(Token::Background));
        let weight = style.weight.number();
        self.line(format!(
            "<text class=\"bc-{role} bc-{class} bc-s-bg\" fill=\"{colour}\" \
             font-weight=\"{weight}\" stroke=\"{halo}\" stroke-width=\"3\" \
             stroke-linejoin=\"round\" paint-order=\"stroke\" x=\"{x}\" y=\"{y}\" \
             font-size=\"{size}\"{anchor}>{text}</text>"
        ));
    }
}

fn place((x, y): Point) -> (i32, i32) {
    (hundredths(x), hundredths(y))
}
