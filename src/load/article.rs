//! The front matter of an article: who wrote it, its picture, and what belongs to it.

use super::fields::Fields;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{Inline, Written};
use crate::project::Kind;
use crate::project::article::{ArticleFields, FrontImage};
use crate::source::Span;

/// The fields of an article; the picture may stand on any page, for lists.
pub fn fields(
    fields: &Fields<'_>,
    kind: Option<Kind>,
    place: Span,
    image_alt: Vec<Inline<Written>>,
    diagnostics: &mut Diagnostics,
) -> ArticleFields {
    if kind == Some(Kind::Article) && fields.item("date").is_none() {
        diagnostics.push(
            Diagnostic::error("missing-key", place, "the article has no date")
                .help("add `date = 2026-03-04` to the front matter"),
        );
    }
    let authors = fields.one_or_more("authors", diagnostics);
    let authors = authors.into_iter().map(|(author, _)| author).collect();
    let caption = fields.text("image_caption", diagnostics).filter(|text| !text.is_empty());
    let caption = caption.zip(fields.item("image_caption").map(|item| item.span));
    let caption = caption.map(|(text, span)| Inline::Text { text: text.into(), span });
    let caption = caption.into_iter().collect();
    let image = fields.text("image", diagnostics);
    let span = fields.item("image").map(|item| item.span);
    let image =
        image.zip(span).map(|(path, span)| FrontImage { path, span, alt: image_alt, caption });
    // A policy has related pages of its own.
    let related = match kind {
        Some(Kind::Article) => fields.texts("related", diagnostics),
        _ => Vec::new(),
    };
    ArticleFields { dated: fields.item("date").map(|item| item.span), authors, image, related }
}
