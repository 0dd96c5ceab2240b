//! What a build makes: files in memory, or handed over already, ready to be published.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::ops::Range;

pub use bytes::Bytes;

use crate::source::{FileId, Span};

/// Files by path relative to the output folder (`en/index.html`). Who keeps one shares its bytes.
pub type Files = BTreeMap<String, Bytes>;

/// Files by path, each as the pieces that make it up, one after the other.
pub type Pieces = BTreeMap<String, Vec<Bytes>>;

/// Takes finished files over as they are made, so that not all of them lie in memory until the last
/// is there.
pub trait Store: Debug + Send + Sync {
    /// Whether it has taken the file, as the one at this path: its bytes are those of the parts, one
    /// after the other. Else the file stays in memory.
    fn take(&self, path: &str, parts: &[&[u8]]) -> bool;
}

/// The finished files of a site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Artifacts {
    pub files: Files,
    /// Long files of which most stays as it was from build to build: a build that remembers the last
    /// one does not put them together. There are none else.
    pub pieces: Pieces,
    /// The paths of those that a [`Store`] has taken.
    pub handed_over: BTreeSet<String>,
    /// Pages by language tag.
    pub pages: BTreeMap<String, usize>,
    /// How many pages each PDF has, by its path among the files.
    pub pdf_pages: BTreeMap<String, usize>,
    /// The paths of PDFs that pages lead to, but that nobody waited for.
    pub later: BTreeSet<String>,
    /// Where each page of the texts lies, by its language and key (`en report/2025/03-work`), for a
    /// build that remembers the last one.
    pub addresses: Vec<(String, String)>,
}

/// Whether two files are the same, which those that are shared need not be looked through for.
pub fn is_same(one: &Bytes, other: &Bytes) -> bool {
    (one.as_ptr(), one.len()) == (other.as_ptr(), other.len()) || one == other
}

impl Artifacts {
    /// The file at `path`, put together where it lies in pieces.
    pub fn file(&self, path: &str) -> Option<Bytes> {
        let joined = || self.pieces.get(path).map(|pieces| pieces.concat().into());
        self.files.get(path).cloned().or_else(joined)
    }

    /// All files, put together.
    pub fn into_files(self) -> Files {
        let joined = self.pieces.into_iter().map(|(path, pieces)| (path, pieces.concat().into()));
        let mut files = self.files;
        files.extend(joined);
        files
    }

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
    pub files: Files,
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
