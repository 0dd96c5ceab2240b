//! What a build makes: files in memory, ready to be published.

use std::collections::BTreeMap;

/// The finished files of a site by path relative to the output folder (`en/index.html`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Artifacts {
    pub files: BTreeMap<String, Vec<u8>>,
    /// Pages by language tag.
    pub pages: BTreeMap<String, usize>,
    /// How many pages each PDF has, by its path among the files.
    pub pdf_pages: BTreeMap<String, usize>,
}

impl Artifacts {
    /// The file at `path` as text; for tests and checks.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok())
    }
}
