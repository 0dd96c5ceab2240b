//! A diagnostic with its places worked out: what the formats for programs are written from.

use std::collections::BTreeMap;

use super::print::{Chosen, is_whole_file, more_alike, phrase};
use super::{Diagnostic, Diagnostics, Severity};
use crate::source::{FileId, Sources, Span};

/// As many messages as a program is given, and of those that are alike.
const MOST: usize = 2_000;
const MOST_ALIKE: usize = 100;

/// One message, apart from the files that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub code: &'static str,
    pub severity: Severity,
    pub message: String,
    pub help: Option<String>,
    /// None where it is about no file.
    pub file: Option<String>,
    /// None where it is about the file as a whole.
    pub region: Option<Region>,
    /// The line where it begins, as it is written.
    pub line: String,
    pub fix: Option<Replacement>,
    pub related: Vec<Place>,
}

/// Lines and columns from 1, columns in characters; the end is after the last character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    pub end_column: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    pub file: String,
    pub region: Region,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub file: String,
    pub region: Option<Region>,
    pub words: String,
}

/// All diagnostics by file and place. Of very many that are alike the first are given; then follows
/// one that counts the others. `folder` is where the project lies in its repository, as `site/`.
pub fn findings(diagnostics: &Diagnostics, sources: &Sources, folder: &str) -> Vec<Finding> {
    let reader = Reader { sources, folder };
    let mut found: BTreeMap<usize, Finding> = BTreeMap::new();
    let mut counted = Vec::new();
    for severity in [Severity::Error, Severity::Warning] {
        let chosen = Chosen::of(diagnostics, severity, MOST, MOST_ALIKE);
        found.extend(chosen.told.into_iter().map(|(index, one)| (index, reader.finding(one))));
        for (alike, more) in chosen.rest.into_iter().filter(|(_, more)| *more > 0) {
            counted.push(Finding {
                code: alike.code.0,
                severity,
                message: more_alike(alike, more, sources),
                help: None,
                file: alike.file.map(|file| reader.path(file)),
                region: None,
                line: String::new(),
                fix: None,
                related: Vec::new(),
            });
        }
    }
    found.into_values().chain(counted).collect()
}

struct Reader<'a> {
    sources: &'a Sources,
    folder: &'a str,
}

impl Reader<'_> {
    fn finding(&self, diagnostic: &Diagnostic) -> Finding {
        let span = diagnostic.span;
        let place = span.filter(|span| !is_whole_file(*span));
        let related = diagnostic.related.iter();
        Finding {
            code: diagnostic.code.0,
            severity: diagnostic.severity,
            message: phrase(&diagnostic.message),
            help: diagnostic.help.as_deref().map(phrase),
            file: span.map(|span| self.path(span.file)),
            region: place.map(|span| self.region(self.without_line_end(span))),
            line: place.map(|span| self.line(span)).unwrap_or_default(),
            fix: diagnostic.fix.as_ref().map(|fix| Replacement {
                file: self.path(fix.span.file),
                region: self.region(fix.span),
                text: fix.replacement.clone(),
            }),
            related: related.map(|(span, words)| self.place(*span, words)).collect(),
        }
    }

    fn path(&self, file: FileId) -> String {
        format!("{}{}", self.folder, self.sources.path(file))
    }

    fn place(&self, span: Span, words: &str) -> Place {
        let region = (!is_whole_file(span)).then(|| self.region(self.without_line_end(span)));
        Place { file: self.path(span.file), region, words: phrase(words) }
    }

    fn region(&self, span: Span) -> Region {
        let (line, column) = self.sources.line_and_column(span.file, span.start);
        let (end_line, end_column) = self.sources.line_and_column(span.file, span.end);
        Region { line, column, end_line, end_column }
    }

    /// A place that ends with a line's end does not touch the next line.
    fn without_line_end(&self, span: Span) -> Span {
        let bytes = self.sources.bytes(span.file).get(span.range()).unwrap_or_default();
        let breaks = bytes.iter().rev().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        Span { end: span.end - breaks as u32, ..span }
    }

    fn line(&self, span: Span) -> String {
        let bytes = self.sources.bytes(span.file);
        let at = (span.start as usize).min(bytes.len());
        let is_end = |byte: &u8| *byte == b'\n';
        let from = bytes[..at].iter().rposition(is_end).map_or(0, |end| end + 1);
        let to = bytes[at..].iter().position(is_end).map_or(bytes.len(), |end| at + end);
        String::from_utf8_lossy(&bytes[from..to]).trim().to_string()
    }
}
