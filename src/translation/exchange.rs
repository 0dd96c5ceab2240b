//! Texts on their way to a translation agency and back: XLIFF 1.2, XLIFF 2.0 and PO.
//!
//! A page is cut into units, one a leaf of its Markdown. What a translator must not break is a code;
//! the signs of lists, tables and headings never leave the project. What comes back is put into the
//! places of the original's leaves, so that the translation has its structure.

mod back;
mod codes;
mod cut;
mod export;
mod fill;
mod front;
mod import;
mod page;
mod pages;
mod po;
mod returned;
mod section;
mod stated;
mod xliff;
mod xliff_read;
mod xml;

use std::ops::Range;

use crate::load::leaves::{LeafKind, Words};

pub use back::{Changed, Import, ImportedSection, LeftSection};
pub use export::{Export, Wanted, export};
pub use import::import;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// XLIFF 1.2.
    Xliff1,
    /// XLIFF 2.0.
    Xliff2,
    /// GNU gettext.
    Po,
}

impl Format {
    pub const ALL: [Format; 3] = [Format::Xliff1, Format::Xliff2, Format::Po];

    /// As people call it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Xliff1 => "XLIFF 1.2",
            Format::Xliff2 => "XLIFF 2.0",
            Format::Po => "PO",
        }
    }

    /// What the names of such files end in.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Xliff1 | Format::Xliff2 => "xlf",
            Format::Po => "po",
        }
    }
}

/// What is sent out: pages in one language, to be translated to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Language tags (BCP 47).
    pub source: &'static str,
    pub target: &'static str,
    pub pages: Vec<SentPage>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentPage {
    pub key: String,
    /// The original's file in the project.
    pub path: String,
    pub title: String,
    pub sections: Vec<SentSection>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentSection {
    /// Empty for what stands before the first heading.
    pub anchor: String,
    pub title: String,
    /// Of the original's section: the import tells by it whether that has changed meanwhile.
    pub hash: String,
    pub units: Vec<SentUnit>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentUnit {
    /// Unique on its page.
    pub id: String,
    pub kind: LeafKind,
    /// In the original's file, from 1.
    pub line: usize,
    pub source: Words,
    pub target: Option<SentTarget>,
}

/// The translation that there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentTarget {
    /// With the codes of the source, as the translation writes them.
    pub words: Words,
    pub state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Accepted, and the original has not changed since.
    Final,
    /// Nobody has accepted it yet.
    Translated,
    /// The original has changed.
    NeedsReview,
}

/// Something wrong with a file that came back, with its place there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    pub place: Range<usize>,
    pub code: &'static str,
    pub message: String,
    pub help: String,
}

/// What a leaf is, to a translator.
fn called(kind: LeafKind) -> &'static str {
    match kind {
        LeafKind::Title => "Title of the page",
        LeafKind::Description => "Description of the page",
        LeafKind::Field => "Text of the page's front matter",
        LeafKind::PictureCaption => "Below the picture of the page",
        LeafKind::Heading => "Heading",
        LeafKind::Paragraph => "Paragraph",
        LeafKind::ListItem => "Item of a list",
        LeafKind::Quotation => "Quotation",
        LeafKind::Attribution => "Who is quoted",
        LeafKind::TableCell => "Cell of a table",
        LeafKind::Term => "Term",
        LeafKind::Definition => "Definition",
        LeafKind::Footnote => "Footnote",
        LeafKind::Caption => "Caption of a figure",
        LeafKind::Alternative => "What a picture shows, for those who cannot see it",
    }
}
