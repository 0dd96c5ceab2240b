//! The surface that plotters draws on: it writes SVG whose elements say what they are.
//!
//! plotters counts in whole pixels, so a pixel here is a hundredth of the drawing's unit.

pub mod shapes;
mod tinted;

use std::convert::Infallible;

use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, DrawingBackend, DrawingErrorKind,
};

use super::font::{Line, Weight};
use super::token::Token;
use crate::theme::colour::Colour;
use crate::theme::palette::Palette;

pub use tinted::{Fill, hatch};

/// A unit of the drawing, in the canvas's pixels.
pub const UNIT: i32 = 100;

pub type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// Writes SVG elements to the end of a text, one a line.
pub struct Canvas<'a> {
    out: &'a mut String,
    /// Width and height in hundredths.
    size: (u32, u32),
    palette: &'a Palette,
}

/// Which point of its words a place names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// How words look.
#[derive(Clone, Copy)]
pub struct Style {
    /// What the words are, as their class says it: `label`, `value`, `share`.
    pub role: &'static str,
    pub token: Token,
    pub weight: Weight,
}

impl<'a> Canvas<'a> {
    pub fn new(out: &'a mut String, size: (u32, u32), palette: &'a Palette) -> Canvas<'a> {
        Canvas { out, size, palette }
    }

    /// The colour that an attribute gives a mark: the light one.
    pub fn colour(&self, token: Token) -> Colour {
        self.palette.light(token.of_theme())
    }

    /// Opens the group of one category, with the words that a pointer resting on it shows.
    pub fn open_item(&mut self, key: &str, title: &str) {
        let (key, title) = (escape(key), escape(title));
        self.line(format!("<g class=\"bc-item\" data-key=\"{key}\">"));
        self.line(format!("<title>{title}</title>"));
    }

    pub fn close_group(&mut self) {
        self.line("</g>".to_string());
    }

    /// A filled rectangle from its upper left to its lower right corner.
    pub fn rectangle(&mut self, from: BackendCoord, to: BackendCoord, token: Token) {
        let (x, y) = (units(from.0), units(from.1));
        let (width, height) = (units(to.0 - from.0), units(to.1 - from.1));
        self.line(format!(
            "<rect {} x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>",
            self.filled(token)
        ));
    }

    /// An open line through points, `width` hundredths thick.
    pub fn path(&mut self, points: &[BackendCoord], token: Token, width: i32) {
        let (class, colour, width) = (token.name(), self.colour(token), units(width));
        self.line(format!(
            "<path class=\"bc-s-{class}\" fill=\"none\" stroke=\"{colour}\" \
             stroke-width=\"{width}\" d=\"{}\"/>",
            steps(points)
        ));
    }

    /// Words on one line, one style after the other, parted by a space.
    pub fn words(&mut self, anchor: Anchor, at: BackendCoord, size: f64, words: &[(&str, Style)]) {
        let (x, y, anchor) = (units(at.0), units(at.1), anchor.attribute());
        let mut spans = String::new();
        for (index, (text, style)) in words.iter().enumerate() {
            // The space is for those who copy the words; what is seen is a little more.
            let (space, shift) = if index > 0 { (" ", " dx=\"2\"") } else { ("", "") };
            let (style, text) = (self.styled(*style), escape(text));
            spans.push_str(&format!("{space}<tspan {style}{shift}>{text}</tspan>"));
        }
        self.line(format!("<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{anchor}>{spans}</text>"));
    }

    /// A text of several lines, `pitch` apart: one element, so that it is copied and found as one.
    pub fn lines(
        &mut self,
        anchor: Anchor,
        at: BackendCoord,
        size: f64,
        pitch: i32,
        lines: &[Line],
        style: Style,
    ) {
        let (x, y) = (units(at.0), units(at.1));
        // A space moves nothing at the end of words that begin at a point, and before others (if
        // they stand around it by half of a space, too little to be seen).
        let mut before = "";
        let content = match lines {
            [] => return,
            [only] => escape(&only.text),
            several => several
                .iter()
                .zip(0..)
                .map(|(line, index)| {
                    let (y, text) = (units(at.1 + index * pitch), escape(&line.text));
                    let space = if line.space { " " } else { "" };
                    match anchor {
                        Anchor::Start => {
                            format!("<tspan x=\"{x}\" y=\"{y}\">{text}{space}</tspan>")
                        }
                        Anchor::Middle | Anchor::End => {
                            let before = std::mem::replace(&mut before, space);
                            format!("<tspan x=\"{x}\" y=\"{y}\">{before}{text}</tspan>")
                        }
                    }
                })
                .collect(),
        };
        let (style, anchor) = (self.styled(style), anchor.attribute());
        self.line(format!(
            "<text {style} x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{anchor}>{content}</text>"
        ));
    }

    /// Class and colour of a filled mark.
    pub fn filled(&self, token: Token) -> String {
        format!("class=\"bc-{}\" fill=\"{}\"", token.name(), self.colour(token))
    }

    fn styled(&self, style: Style) -> String {
        let (role, weight) = (style.role, style.weight.number());
        let (class, colour) = (style.token.name(), self.colour(style.token));
        format!("class=\"bc-{role} bc-{class}\" fill=\"{colour}\" font-weight=\"{weight}\"")
    }

    fn line(&mut self, element: String) {
        self.out.push_str(&element);
        self.out.push('\n');
    }
}

/// What plotters' own elements draw; their colours say which role they have.
impl DrawingBackend for Canvas<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    /// A pixel is a hundredth of a unit: nothing that could be seen.
    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Drawn {
        Ok(())
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        match visible(style) {
            Some(token) if fill => self.rectangle((left, top), (right, bottom), token),
            Some(_) => return self.draw_path(corners.into_iter().chain([(left, top)]), style),
            None => {}
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        if let Some(token) = visible(style) {
            let points: Vec<BackendCoord> = path.into_iter().collect();
            self.path(&points, token, style.stroke_width() as i32);
        }
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let Some(token) = visible(style) else { return Ok(()) };
        let (x, y, radius) = (units(x), units(y), units(radius as i32));
        let look = match fill {
            true => self.filled(token),
            false => format!(
                "class=\"bc-s-{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"",
                token.name(),
                self.colour(token),
                units(style.stroke_width() as i32)
            ),
        };
        self.line(format!("<circle {look} cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>"));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        if let Some(token) = visible(style) {
            let points: Vec<BackendCoord> = corners.into_iter().collect();
            self.line(format!("<path {} d=\"{}Z\"/>", self.filled(token), steps(&points)));
        }
        Ok(())
    }
}

/// The role of a style, unless it is transparent: plotters hands over those too.
fn visible<S: BackendStyle>(style: &S) -> Option<Token> {
    let color = style.color();
    (color.alpha > 0.0).then(|| Token::of(color.rgb))
}

fn steps(points: &[BackendCoord]) -> String {
    let step = |(index, (x, y)): (usize, &BackendCoord)| {
        let letter = if index == 0 { 'M' } else { 'L' };
        format!("{letter}{} {}", units(*x), units(*y))
    };
    points.iter().enumerate().map(step).collect()
}

impl Anchor {
    fn attribute(self) -> &'static str {
        match self {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        }
    }
}

/// Units of the drawing as the canvas counts.
pub fn hundredths(units: f64) -> i32 {
    (units * f64::from(UNIT)).round() as i32
}

/// Units of the drawing in decimal, with at most two decimals.
pub fn number(value: f64) -> String {
    units(hundredths(value))
}

/// Hundredths in decimal, as short as can be: `1250` is `12.5`.
fn units(hundredths: i32) -> String {
    (f64::from(hundredths) / f64::from(UNIT)).to_string()
}

/// Text as XML takes it, in an element or an attribute: markup stays text, and characters that no
/// XML file may hold are left out.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use plotters::prelude::*;

    use super::{Canvas, Token};
    use crate::theme::palette::Palette;

    #[test]
    fn elements_of_plotters_take_the_role_of_their_colour() {
        let (first, grey) = (Token::C1.marker(), Token::Muted.marker());
        let (ink, palette) = (RGBColor(1, 2, 3), Palette::built_in());
        let mut out = String::new();
        let area = DrawingArea::from(Canvas::new(&mut out, (10_000, 5_000), &palette));
        let line = PathElement::new([(0, 0), (150, 33), (300, 0)], first.stroke_width(200));
        area.draw(&line).unwrap();
        area.draw(&Rectangle::new([(100, 100), (250, 350)], grey.filled())).unwrap();
        area.draw(&Rectangle::new([(100, 100), (250, 350)], grey.stroke_width(50))).unwrap();
        area.draw(&Circle::new((500, 500), 325, first.filled())).unwrap();
        area.draw(&Circle::new((500, 500), 325, ink.stroke_width(100))).unwrap();
        area.draw(&Polygon::new([(0, 0), (100, 0), (100, 100)], first)).unwrap();
        area.draw(&Circle::new((500, 500), 325, TRANSPARENT.filled())).unwrap();
        drop(area);
        expect![[r##"
            <path class="bc-s-c1" fill="none" stroke="#07463f" stroke-width="2" d="M0 0L1.5 0.33L3 0"/>
            <rect class="bc-muted" fill="#667671" x="1" y="1" width="1.5" height="2.5"/>
            <path class="bc-s-muted" fill="none" stroke="#667671" stroke-width="0.5" d="M1 1L2.5 1L2.5 3.5L1 3.5L1 1"/>
            <circle class="bc-c1" fill="#07463f" cx="5" cy="5" r="3.25"/>
            <circle class="bc-s-ink" fill="none" stroke="#13201d" stroke-width="1" cx="5" cy="5" r="3.25"/>
            <path class="bc-c1" fill="#07463f" d="M0 0L1 0L1 1Z"/>
        "##]].assert_eq(&out);
    }
}
