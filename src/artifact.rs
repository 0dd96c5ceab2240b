//! What a build makes: files in memory, ready to be published.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::source::{FileId, Span};

/// The finished files of a site by path relative to the output folder (`en/index.html`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Artifacts {
    pub files: BTreeMap<String, Vec<u8>>,
    /// Pages by language tag.
    pub pages: BTreeMap<String, usize>,
    /// How many pages each PDF has, by its path among the files.
    pub pdf_pages: BTreeMap<String, usize>,
    /// The paths of PDFs that pages lead to, but that nobody waited for.
    pub later: BTreeSet<String>,
}

impl Artifacts {
    /// The file at `path` as text; for tests and checks.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok())
    }
}

/// A PDF that is not typeset yet: a Typst project that holds all it needs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypstProject {
    /// By path within the project: `main.typ`, `share.typ`, `content.typ`, `report.json`, `theme/…`,
    /// `figures/…`, `published/…`, `attached/…`.
    pub files: BTreeMap<String, Vec<u8>>,
    pub places: SourceMap,
}

/// Where the parts of a Typst project come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceMap {
    /// Byte ranges of `content.typ`, an outer one after those within it, and where each was written.
    pub content: Vec<(Range<usize>, Span)>,
    /// The files of the theme that the project overrides, by path within the Typst project.
    pub theme: BTreeMap<String, FileId>,
    /// The front page of the document: the place of what has no other.
    pub document: Option<Span>,
}

impl SourceMap {
    /// The narrowest known place around a byte of `content.typ`.
    pub fn find(&self, offset: usize) -> Option<Span> {
        let around = self.content.iter().filter(|(range, _)| range.contains(&offset));
        around.min_by_key(|(range, _)| range.len()).map(|(_, span)| *span)
    }
}
