//! What the parts of a whole are made of: fills that follow a tint, the hatch that marks what is to
//! be acted upon, and words that stand before or around a point instead of after it.

use plotters_backend::BackendCoord;

use super::{Canvas, Style, escape, units};
use crate::chart::Tint;
use crate::render::svg::font::Line;
use crate::render::svg::token::Token;
use crate::theme::palette::{Palette, Scheme};

/// Where words stand to the point that they are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// They end there.
    End,
    /// It is the middle of each line.
    Middle,
}

impl Canvas<'_> {
    /// Opens one of the groups that a drawing consists of: `key`, `marks`, `axis`, `labels`.
    pub fn open_group(&mut self, name: &str) {
        self.line(format!("<g class=\"bc-{name}\">"));
    }

    /// A rectangle from its upper left to its lower right corner.
    pub fn tinted_rectangle(
        &mut self,
        id: &str,
        from: BackendCoord,
        to: BackendCoord,
        fill: impl Into<Fill>,
    ) {
        let (x, y) = (units(from.0), units(from.1));
        let (width, height) = (units(to.0 - from.0), units(to.1 - from.1));
        let place = format!("x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"");
        self.layers(id, fill.into(), &|look| format!("<rect {look} {place}/>"));
    }

    /// A closed shape: `steps` is what its `d` says.
    pub fn tinted_shape(&mut self, id: &str, steps: &str, fill: impl Into<Fill>) {
        self.layers(id, fill.into(), &|look| format!("<path {look} d=\"{steps}\"/>"));
    }

    /// Squares of one size by their upper left corners, a little rounded.
    pub fn tinted_squares(
        &mut self,
        id: &str,
        corners: &[BackendCoord],
        side: i32,
        fill: impl Into<Fill>,
    ) {
        let side = units(side);
        let square = |(x, y): &BackendCoord| {
            let (x, y) = (units(*x), units(*y));
            format!("<rect x=\"{x}\" y=\"{y}\" width=\"{side}\" height=\"{side}\" rx=\"2\"/>\n")
        };
        let squares: String = corners.iter().map(square).collect();
        self.layers(id, fill.into(), &|look| format!("<g {look}>\n{squares}</g>"));
    }

    /// Words on one line, one style after the other, parted by a space.
    pub fn anchored_words(
        &mut self,
        at: BackendCoord,
        anchor: Anchor,
        size: f64,
        words: &[(&str, Style)],
    ) {
        let (x, y, anchor) = (units(at.0), units(at.1), anchor.name());
        let mut spans = String::new();
        for (index, (text, style)) in words.iter().enumerate() {
            let (space, shift) = if index > 0 { (" ", " dx=\"2\"") } else { ("", "") };
            let (style, text) = (self.styled(*style), escape(text));
            spans.push_str(&format!("{space}<tspan {style}{shift}>{text}</tspan>"));
        }
        self.line(format!(
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" text-anchor=\"{anchor}\">{spans}</text>"
        ));
    }

    /// Words in columns of one row, each ending where it says; one element, so that they are
    /// copied as one. A space that a column begins with moves nothing, one at its end would.
    pub fn columns(&mut self, y: i32, size: f64, columns: &[(i32, &str, Style)]) {
        let Some((first, ..)) = columns.first() else { return };
        let (x, y) = (units(*first), units(y));
        let mut spans = String::new();
        for (index, (right, text, style)) in columns.iter().enumerate() {
            let space = if index > 0 { " " } else { "" };
            let (right, style, text) = (units(*right), self.styled(*style), escape(text));
            spans.push_str(&format!("<tspan {style} x=\"{right}\">{space}{text}</tspan>"));
        }
        self.line(format!(
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" text-anchor=\"end\">{spans}</text>"
        ));
    }

    /// A text of several lines, `pitch` apart: one element.
    pub fn anchored_lines(
        &mut self,
        at: BackendCoord,
        anchor: Anchor,
        size: f64,
        pitch: i32,
        lines: &[Line],
        style: Style,
    ) {
        let (x, first) = (units(at.0), units(at.1));
        let mut spans = String::new();
        let mut space = "";
        for (line, index) in lines.iter().zip(0..) {
            let (y, text) = (units(at.1 + index * pitch), escape(&line.text));
            // Centred lines have half of a space too much on one side, too little to be seen.
            spans.push_str(&format!("<tspan x=\"{x}\" y=\"{y}\">{space}{text}</tspan>"));
            space = if line.space { " " } else { "" };
        }
        if !lines.is_empty() {
            let (style, anchor) = (self.styled(style), anchor.name());
            self.line(format!(
                "<text {style} x=\"{x}\" y=\"{first}\" font-size=\"{size}\" \
                 text-anchor=\"{anchor}\">{spans}</text>"
            ));
        }
    }

    /// Writes an element in its colour and, where that says so, once more as the hatch over it:
    /// a class colours only what it stands on, and where a pattern is not drawn the colour stays.
    fn layers(&mut self, id: &str, fill: Fill, element: &dyn Fn(&str) -> String) {
        self.line(element(&self.filled(fill.token)));
        if fill.hatched {
            self.line(element(&format!("class=\"bc-hatch\" fill=\"url(#{id}-hatch)\"")));
        }
    }
}

/// The pattern that lies over what is tinted [`Tint::High`]: colour alone does not tell readers
/// what matters most. One for a drawing, before its first group.
pub fn hatch(id: &str, palette: &Palette) -> String {
    let class = Token::Background.name();
    let colour = palette.colour(Token::Background.of_theme(), Scheme::Light);
    format!(
        "<defs><pattern id=\"{id}-hatch\" patternUnits=\"userSpaceOnUse\" width=\"7\" \
         height=\"7\" patternTransform=\"rotate(45)\"><path class=\"bc-s-{class}\" fill=\"none\" \
         stroke=\"{colour}\" stroke-width=\"3\" stroke-opacity=\"0.6\" d=\"M0 0V7\"/></pattern>\
         </defs>\n"
    )
}

/// What an area is filled with.
#[derive(Debug, Clone, Copy)]
pub struct Fill {
    token: Token,
    hatched: bool,
}

impl From<Tint> for Fill {
    fn from(tint: Tint) -> Fill {
        Fill { token: Token::from(tint), hatched: tint == Tint::High }
    }
}

impl From<Token> for Fill {
    fn from(token: Token) -> Fill {
        Fill { token, hatched: false }
    }
}

impl Anchor {
    fn name(self) -> &'static str {
        match self {
            Anchor::End => "end",
            Anchor::Middle => "middle",
        }
    }
}
