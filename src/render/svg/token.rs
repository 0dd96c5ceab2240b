//! What a colour is for, and what it is in light print.

/// A role that a theme colours: class `bc-c1` as fill, `bc-s-c1` as stroke.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    /// The one strong colour of a first series.
    C1,
    /// The rest, folded together.
    Muted,
    /// Labels and values.
    Ink,
    /// Shares and remarks.
    Ink2,
    /// The zero line.
    Axis,
    /// The page behind: halos and gaps.
    Background,
}

impl Token {
    pub const ALL: [Token; 6] =
        [Token::C1, Token::Muted, Token::Ink, Token::Ink2, Token::Axis, Token::Background];

    /// The name in classes and custom properties.
    pub fn name(self) -> &'static str {
        match self {
            Token::C1 => "c1",
            Token::Muted => "muted",
            Token::Ink => "ink",
            Token::Ink2 => "ink2",
            Token::Axis => "axis",
            Token::Background => "bg",
        }
    }

    /// The colour in light print, as the attribute of every mark gives it.
    pub fn light(self) -> &'static str {
        match self {
            Token::C1 => "#07463f",
            Token::Muted | Token::Axis => "#6d7d79",
            Token::Ink => "#13201d",
            Token::Ink2 => "#47554f",
            Token::Background => "#ffffff",
        }
    }

    /// The role of a colour that an element of plotters brings; ink where it is no role's colour.
    pub(super) fn of((red, green, blue): (u8, u8, u8)) -> Token {
        let hex = format!("#{red:02x}{green:02x}{blue:02x}");
        Token::ALL.into_iter().find(|token| token.light() == hex).unwrap_or(Token::Ink)
    }
}
