//! What a colour is for, and what it is in light print.

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

    /// The colour in light print, as the attribute of every mark gives it.
    pub fn light(self) -> &'static str {
        match self {
            Token::C1 | Token::C1Text => "#07463f",
            Token::C2 => "#d37614",
            Token::C3 => "#73101c",
            Token::C4 => "#38a295",
            Token::C5 => "#2e013b",
            Token::C6 => "#a679f0",
            Token::C2Text => "#9a5208",
            Token::Low => "#1f7f73",
            Token::Medium => "#c77d0a",
            Token::High => "#7a1220",
            Token::Muted | Token::Axis => "#6d7d79",
            Token::Ink => "#13201d",
            Token::Ink2 => "#47554f",
            Token::Grid => "#e2e6ea",
            Token::Track => "#e4ecea",
            Token::Band => "#e3f1ec",
            Token::BandLine => "#2f7d66",
            Token::BandText => "#1f6350",
            Token::Background => "#ffffff",
        }
    }

    /// The role of a colour that an element of plotters brings; ink where it is no role's colour.
    pub(super) fn of((red, green, blue): (u8, u8, u8)) -> Token {
        let hex = format!("#{red:02x}{green:02x}{blue:02x}");
        Token::ALL.into_iter().find(|token| token.light() == hex).unwrap_or(Token::Ink)
    }
}
