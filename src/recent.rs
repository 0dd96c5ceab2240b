//! What a program that builds again and again remembers of its last build, so that it makes anew
//! only what has changed.
//!
//! What comes of it is what a first build makes, byte for byte: a part is taken over only where
//! all that it was made of is the same. Each stage says for itself what that is.

use crate::memory::Slot;
use crate::render::recent::RenderedSite;
use crate::{check, compose, load};

/// What the stages keep for the next build.
#[derive(Default)]
pub struct Recent {
    pub(crate) load: load::Recent,
    pub(crate) compose: compose::recent::Recent,
    pub(crate) check: check::Recent,
    pub(crate) site: Slot<RenderedSite>,
}

impl std::fmt::Debug for Recent {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Recent")
    }
}
