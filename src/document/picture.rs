//! A picture of the project, as pages and PDFs show it.

use crate::source::FileId;

/// A picture in the words of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub file: FileId,
    /// Where it lies in the project, as texts name it: `policy/portrait.jpg`.
    pub path: String,
    /// In pixels, upright.
    pub width: u32,
    pub height: u32,
    /// Empty where the picture is for decoration alone.
    pub alt: String,
}

impl Picture {
    /// Higher than wide: a portrait.
    pub fn is_upright(&self) -> bool {
        self.height > self.width
    }
}
