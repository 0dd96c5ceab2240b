//! What the front matter says of a dated page, and of the picture at the top of any page.

use crate::document::{Inline, Written};
use crate::source::Span;

#[derive(Debug, Clone, Default, PartialEq)]
pub struct ArticleFields {
    /// Where its date stands.
    pub dated: Option<Span>,
    pub authors: Vec<String>,
    pub image: Option<FrontImage>,
    /// Links to pages: `@/news/gender-balance.md`.
    pub related: Vec<(String, Span)>,
}

/// `image`, `image_alt` and `image_caption`.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontImage {
    pub path: String,
    /// With its quotes.
    pub span: Span,
    pub alt: Vec<Inline<Written>>,
    /// As it is written: no Markdown. Empty where there is none.
    pub caption: Vec<Inline<Written>>,
}
