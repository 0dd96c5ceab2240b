//! A line as it is drawn: its look, its points and the gaps between them.

use crate::chart::{Amount, Line, Lines};
use crate::render::svg::canvas::Canvas;
use crate::render::svg::canvas::shapes::{Point, Shape, Stroke};
use crate::render::svg::scale::Scale;
use crate::render::svg::token::Token;

/// How a line is told from others.
#[derive(Clone, Copy)]
pub struct Look {
    pub shape: Shape,
    pub token: Token,
    /// For its numbers and its name.
    pub words: Token,
}

/// In their order. Only the first two colours have a companion that words can be read in.
const LOOKS: [Look; 4] = [
    Look { shape: Shape::Circle, token: Token::C1, words: Token::C1Text },
    Look { shape: Shape::Diamond, token: Token::C2, words: Token::C2Text },
    Look { shape: Shape::Square, token: Token::C3, words: Token::Ink },
    Look { shape: Shape::Triangle, token: Token::C4, words: Token::Ink },
];

/// How thick lines are.
pub const THICKNESS: f64 = 2.5;

pub fn look(at: usize) -> Look {
    LOOKS[at % LOOKS.len()]
}

/// How far a marker reaches from its middle: sharp forms further, so that all look alike in size.
pub fn reach(shape: Shape) -> f64 {
    match shape {
        Shape::Circle => 5.0,
        Shape::Square => 5.3,
        Shape::Diamond | Shape::Triangle => 6.3,
    }
}

pub struct Trace<'a> {
    pub line: &'a Line,
    pub look: Look,
    /// One a moment; nothing where the value is missing or is no number.
    pub points: Vec<Option<Mark<'a>>>,
}

#[derive(Clone, Copy)]
pub struct Mark<'a> {
    pub at: Point,
    pub amount: &'a Amount,
}

impl<'a> Trace<'a> {
    /// The traces of a chart whose moments stand at `across`.
    pub fn all(lines: &'a Lines, across: &[f64], down: &Scale) -> Vec<Trace<'a>> {
        let mark = |(x, amount): (&f64, &'a Option<Amount>)| {
            let amount = amount.as_ref()?;
            Some(Mark { at: (*x, down.at(amount.value)?), amount })
        };
        let trace = |(at, line): (usize, &'a Line)| Trace {
            line,
            look: look(at),
            points: across.iter().zip(&line.values).map(mark).collect(),
        };
        lines.lines.iter().enumerate().map(trace).collect()
    }

    /// The points between two gaps, each run by itself.
    pub fn runs(&self) -> Vec<Vec<Point>> {
        let runs = self.points.split(Option::is_none).filter(|run| !run.is_empty());
        runs.map(|run| run.iter().flatten().map(|mark| mark.at).collect()).collect()
    }

    /// The points that carry a marker: all of them, or only where a run begins and ends.
    pub fn marked(&self, all: bool) -> Vec<Point> {
        let ends = |run: Vec<Point>| match run.as_slice() {
            [first, .., last] if !all => vec![*first, *last],
            _ => run,
        };
        self.runs().into_iter().flat_map(ends).collect()
    }

    /// Writes the line and its markers as one item.
    pub fn draw(&self, moments: &[Amount], all: bool, canvas: &mut Canvas<'_>) {
        canvas.open_item(&self.line.key, &self.title(moments));
        canvas.trace(&self.runs(), Stroke::solid(self.look.token, THICKNESS));
        for at in self.marked(all) {
            canvas.marker(self.look.shape, at, reach(self.look.shape), self.look.token);
        }
        canvas.close_group();
    }

    /// `of turnover: 2022 50 %, 2023 59 %`; a line without a name says its numbers alone.
    fn title(&self, moments: &[Amount]) -> String {
        let known = moments.iter().zip(&self.line.values);
        let known = known.filter_map(|(moment, value)| {
            let value = value.as_ref()?;
            Some(format!("{} {}", moment.text, value.text))
        });
        let known = known.collect::<Vec<String>>().join(", ");
        let label = &self.line.label;
        match (label.is_empty(), known.is_empty()) {
            (false, false) => format!("{label}: {known}"),
            (_, true) => label.clone(),
            (true, false) => known,
        }
    }
}
