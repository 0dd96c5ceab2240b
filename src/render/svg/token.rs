//! What a colour is for; which colour that is, the theme's palette says.

use plotters::style::RGBColor;

use crate::chart::Tint;
use crate::theme::palette::{Palette, Scheme};

/// A role that a theme colours: class `bc-c1` as fill, `bc-s-c1` as stroke.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    /// The one strong colour of a first series; then those of further ones.
    C1,
    C2,
    C3,
    C4,
    C5,
    C6,
    /// Words in the colour of the first and the second series.
    C1Text,
    C2Text,
    /// Ordered classes: nothing to worry about, to watch, to act upon.
    Low,
    Medium,
    High,
    /// The rest, folded together.
    Muted,
    /// Labels and values.
    Ink,
    /// Shares and remarks.
    Ink2,
    /// The zero line.
    Axis,
    /// Light lines behind the marks.
    Grid,
    /// The whole length that a value could have.
    Track,
    /// The range that values should lie in, its edges and its name.
    Band,
    BandLine,
    BandText,
    /// The page behind: halos and gaps.
    Background,
}

impl Token {
    pub const ALL: [Token; 21] = [
        Token::C1,
        Token::C2,
        Token::C3,
        Token::C4,
        Token::C5,
        Token::C6,
        Token::C1Text,
        Token::C2Text,
        Token::Low,
        Token::Medium,
        Token::High,
        Token::Muted,
        Token::Ink,
        Token::Ink2,
        Token::Axis,
        Token::Grid,
        Token::Track,
        Token::Band,
        Token::BandLine,
        Token::BandText,
        Token::Background,
    ];

    /// The name in classes and custom properties.
    pub fn name(self) -> &'static str {
        match self {
            Token::C1 => "c1",
            Token::C2 => "c2",
            Token::C3 => "c3",
            Token::C4 => "c4",
            Token::C5 => "c5",
            Token::C6 => "c6",
            Token::C1Text => "c1t",
            Token::C2Text => "c2t",
            Token::Low => "low",
            Token::Medium => "medium",
            Token::High => "high",
            Token::Muted => "muted",
            Token::Ink => "ink",
            Token::Ink2 => "ink2",
            Token::Axis => "axis",
            Token::Grid => "grid",
            Token::Track => "track",
            Token::Band => "band",
            Token::BandLine => "bandline",
            Token::BandText => "bandtext",
            Token::Background => "bg",
        }
    }

    /// The token of the theme (`tokens.toml`) that gives the colour; the page's own for words and gaps.
    pub fn of_theme(self) -> &'static str {
        match self {
            Token::Ink2 => "ink-2",
            other => other.name(),
        }
    }

    /// The colour by which an element of plotters says its role: a mark, which nobody sees.
    pub fn marker(self) -> RGBColor {
        RGBColor(255, 0, self as u8)
    }

    /// What words on an area of this colour have: whichever is read better in light and in dark.
    pub fn words_upon(self, palette: &Palette) -> Token {
        match palette.words_on(self.of_theme(), &Scheme::ALL) {
            "bg" => Token::Background,
            _ => Token::Ink,
        }
    }

    /// The role of a colour that an element of plotters brings; ink where it is none's marker.
    pub(super) fn of((red, green, blue): (u8, u8, u8)) -> Token {
        let marked = Token::ALL.into_iter().find(|token| {
            let RGBColor(r, g, b) = token.marker();
            (r, g, b) == (red, green, blue)
        });
        marked.unwrap_or(Token::Ink)
    }
}

impl From<Tint> for Token {
    fn from(tint: Tint) -> Token {
        const SERIES: [Token; 6] =
            [Token::C1, Token::C2, Token::C3, Token::C4, Token::C5, Token::C6];
        match tint {
            Tint::Series(index) => SERIES[index % SERIES.len()],
            Tint::Low => Token::Low,
            Tint::Medium => Token::Medium,
            Tint::High => Token::High,
            Tint::Other => Token::Muted,
        }
    }
}
