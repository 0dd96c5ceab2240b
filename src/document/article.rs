//! What a dated page has beside its text.

use std::sync::Arc;

use super::{Figure, PageCard, Picture};

/// Of a page that is no article all but the picture is empty.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Article {
    /// Who wrote it, in the order of the byline.
    pub authors: Vec<String>,
    /// What the page tells of in the same breath.
    pub related: Vec<Arc<PageCard>>,
    /// At the top of the page, and small in lists.
    pub picture: Option<Figure>,
}

impl Article {
    /// The picture for lists.
    pub fn thumbnail(&self) -> Option<&Picture> {
        match &self.picture.as_ref()?.content {
            super::FigureContent::Image(picture) => Some(picture),
            _ => None,
        }
    }
}
