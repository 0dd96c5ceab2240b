//! The files of a site while they are made.

use crate::artifact::{Artifacts, Bytes};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Span;

/// Whether a file was taken that lies at a path and consists of these parts.
pub type HandOver<'a> = dyn Fn(&str, &[&[u8]]) -> bool + Sync + 'a;

/// The files so far. Two different files at one address are a mistake that is told.
pub struct Output<'a> {
    pub artifacts: Artifacts,
    pub hand_over: Option<&'a HandOver<'a>>,
    /// Long files lie in pieces.
    pub in_pieces: bool,
    pub diagnostics: &'a mut Diagnostics,
}

impl Output<'_> {
    pub fn add(&mut self, path: String, bytes: impl Into<Bytes>, span: Option<Span>) {
        let bytes = bytes.into();
        let is_other = match self.artifacts.files.get(&path) {
            Some(there) => Some(*there != bytes),
            None => self.has(&path).then_some(true),
        };
        match is_other {
            // Of pages, old addresses and files it was told, with both places.
            Some(true) if !self.is_told(span) => {
                let message = format!("two different files would be published as `{path}`");
                let help = "give one of them another `slug`, name or alias";
                self.tell(Diagnostic::error("address-taken", span, message).help(help));
            }
            Some(_) => {}
            None => _ = self.artifacts.files.insert(path, bytes),
        }
    }

    /// A long file of which most stays as it was from build to build.
    pub fn add_pieces(&mut self, path: String, pieces: Vec<Bytes>) {
        match self.in_pieces && !self.has(&path) {
            true => _ = self.artifacts.pieces.insert(path, pieces),
            false => self.add(path, pieces.concat(), None),
        }
    }

    fn is_told(&self, span: Option<Span>) -> bool {
        let file = span.map(|span| span.file);
        let told = self.diagnostics.sorted().into_iter().filter(|one| {
            ["address-taken", "duplicate-page", "duplicate-url"].contains(&one.code.0)
        });
        let mut places =
            told.flat_map(|one| one.span.iter().chain(one.related.iter().map(|(at, _)| at)));
        file.is_some() && places.any(|place| Some(place.file) == file)
    }

    /// Hands a file over that consists of these parts. False where files stay in memory.
    pub fn hand_over(&mut self, path: &str, parts: &[&[u8]]) -> bool {
        let is_taken = self.hands_over(path, parts);
        if is_taken {
            self.artifacts.handed_over.insert(path.to_string());
        }
        is_taken
    }

    pub fn hands_over(&self, path: &str, parts: &[&[u8]]) -> bool {
        self.hand_over.is_some_and(|hand_over| !self.has(path) && hand_over(path, parts))
    }

    pub fn has(&self, path: &str) -> bool {
        let Artifacts { files, pieces, handed_over, .. } = &self.artifacts;
        files.contains_key(path) || pieces.contains_key(path) || handed_over.contains(path)
    }

    pub fn tell(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// A rendered page, or the mistake in its template.
    pub fn page(
        &mut self,
        path: &str,
        rendered: Result<impl Into<Bytes>, Box<Diagnostic>>,
        span: Option<Span>,
    ) {
        match rendered {
            Ok(bytes) => self.add(path.to_string(), bytes, span),
            Err(diagnostic) => self.tell(*diagnostic),
        }
    }
}
