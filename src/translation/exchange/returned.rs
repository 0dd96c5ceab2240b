//! Files that came back, in whatever format: units with what was translated.

use std::ops::Range;

use super::codes::Token;
use super::xml::{self, Element};
use super::{Format, Mistake, po, xliff_read};

/// The units of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Returned {
    pub units: Vec<ReturnedUnit>,
    /// What is wrong with some of them; the others can be read.
    pub mistakes: Vec<Mistake>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnedUnit {
    pub page: PageName,
    pub id: String,
    /// As the file says it, and where.
    pub language: (String, Range<usize>),
    /// Of the original when it was exported.
    pub hash: Option<String>,
    pub source: ReturnedText,
    /// None where it is not translated.
    pub target: Option<ReturnedText>,
    /// Where somebody still has to look at the translation: how the file says so.
    pub unfinished: Option<String>,
    /// The translation in the file, or the unit where there is none.
    pub place: Range<usize>,
}

/// How a file names a page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum PageName {
    /// The original's file.
    Path(String),
    Key(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReturnedText {
    Coded(Vec<Token>),
    Markdown(String),
}

impl ReturnedText {
    /// Whether there are no words, though there be codes.
    pub fn is_empty(&self) -> bool {
        match self {
            ReturnedText::Markdown(text) => text.trim().is_empty(),
            ReturnedText::Coded(tokens) => tokens.iter().all(|token| match token {
                Token::Text(text) => text.trim().is_empty(),
                Token::Code(_) | Token::Open(_) | Token::Close(_) => true,
            }),
        }
    }
}

/// Reads a file by what it holds; whatever it is called.
pub(super) fn read(text: &str) -> Result<Returned, Mistake> {
    let start = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if start.starts_with('<') {
        let root = xml::read(text)?;
        return match version(&root) {
            Some(Format::Xliff1) => Ok(xliff_read::xliff1(&root)),
            Some(_) => Ok(xliff_read::xliff2(&root)),
            None => Err(unknown(root.place.clone())),
        };
    }
    let is_po =
        start.lines().any(|line| line.starts_with("msgid ") || line.starts_with("msgctxt "));
    match is_po {
        true => Ok(po::read(text)),
        false => Err(unknown(0..0)),
    }
}

fn version(root: &Element) -> Option<Format> {
    let version = root.attribute("version").filter(|_| root.name == "xliff")?;
    match version.split('.').next() {
        Some("1") => Some(Format::Xliff1),
        Some("2") => Some(Format::Xliff2),
        _ => None,
    }
}

fn unknown(place: Range<usize>) -> Mistake {
    Mistake {
        place,
        code: "exchange-file",
        message: "this is neither XLIFF 1.2 or 2.0 nor PO".to_string(),
        help: "name the file that the agency sent back, as it was exported".to_string(),
    }
}
