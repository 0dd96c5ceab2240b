//! What an import changes, and what it leaves.

use std::collections::BTreeMap;

/// The outcome of an import, before anything is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Import {
    /// Files of the project by path, with their new text.
    pub changed: BTreeMap<String, Changed>,
    pub sections: Vec<ImportedSection>,
    pub left: Vec<LeftSection>,
    /// Units that were read.
    pub units: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    pub text: String,
    pub is_new: bool,
}

/// A section that was taken over and accepted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ImportedSection {
    pub key: String,
    pub language: String,
    pub anchor: String,
    /// Whether its words are others than before.
    pub is_changed: bool,
    /// The original has changed since the export: the section stays stale.
    pub is_stale: bool,
}

/// A section that was left as it is, which is told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftSection {
    pub key: String,
    pub language: String,
    pub anchor: String,
}
