//! Evidence: which figures a page prints, and what a reader is told of each.

use super::Target;
use crate::source::Span;

/// A figure on a page, as prose, key figure, chart or table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    pub kind: PrintedKind,
    pub id: String,
    pub period: String,
    /// The place on the page: the figure itself or the heading above; none before the first one.
    pub anchor: Option<String>,
    /// The reference that prints it.
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrintedKind {
    Fact,
    /// A series, with the CSV file of a chart, relative to the output folder.
    Series {
        file: Option<String>,
    },
}

/// The evidence for every figure that a report prints, in the words of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    pub groups: Vec<EvidenceGroup>,
    /// The data files that the figures come from, by path.
    pub files: Vec<EvidenceFile>,
}

/// A data file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceFile {
    /// `file-1`
    pub anchor: String,
    /// Relative to the project: `data/2024/suppliers.csv`.
    pub path: String,
    /// SHA-256 in hexadecimal, whole.
    pub sha256: String,
}

/// The figures of one topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceGroup {
    pub anchor: String,
    pub title: String,
    pub entries: Vec<EvidenceEntry>,
}

/// One figure, or several that differ in little more than their values: what they are, what they say
/// and where they come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceEntry {
    /// What the figure is called, or what its figures have in common.
    pub title: String,
    /// One sentence; empty where nobody gave one.
    pub definition: String,
    /// One or more.
    pub figures: Vec<EvidenceFigure>,
    /// What holds for all figures.
    pub lines: Vec<EvidenceLine>,
    /// Where the figures are printed, a page each.
    pub used: Vec<EvidenceUse>,
    /// On how many pages more.
    pub used_more: usize,
}

/// A figure of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceFigure {
    /// The same in all languages: `fact-suppliers-count`.
    pub anchor: String,
    pub id: String,
    /// What tells it from the others of its entry.
    pub label: String,
    pub value: String,
    /// What holds for this one of several. A formula is what stands for the `…` of the entry's
    /// formula, or whole where the entry has none.
    pub lines: Vec<EvidenceLine>,
}

/// `Formula: count of rows`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceLine {
    /// Language-neutral, for a theme: `parts formula rounding unit period as-of dataset file numbers
    /// hash source`.
    pub name: &'static str,
    pub term: String,
    pub detail: Detail,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail {
    Text(String),
    /// Of a machine, the same in every language: a formula, the beginning of a hash.
    Code(String),
    /// Data files, which `Evidence::files` lists: the anchor there, and the path. The main one first.
    Data(Vec<(String, String)>),
    /// A file of the site with its name.
    File {
        path: String,
        name: String,
    },
}

/// A page that prints a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceUse {
    /// `3 Due diligence`
    pub title: String,
    pub target: Target,
}
