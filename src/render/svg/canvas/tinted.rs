//! What the parts of a whole are made of: fills that follow a tint, the hatch that marks what is to
//! be acted upon, and numbers in columns.

use plotters_backend::BackendCoord;

use super::{Canvas, Style, escape, units};
use crate::chart::Tint;
use crate::render::svg::token::Token;
use crate::theme::palette::{Palette, Scheme};

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
