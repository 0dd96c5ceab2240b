//! The phases of a build, told to whoever wants to know how long they take.

use std::fmt::Debug;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Bytes from the disk.
    Read,
    /// Bytes to values: texts, data, settings.
    Load,
    /// Data to figures.
    Derive,
    /// References to words.
    Compose,
    /// What languages, numbers, links and privacy must fulfil.
    Check,
    /// Pictures in their sizes.
    Pictures,
    /// The PDFs.
    Typeset,
    /// The pages.
    Render,
    /// Files to the output folder.
    Publish,
}

impl Phase {
    pub fn name(self) -> &'static str {
        match self {
            Phase::Read => "read",
            Phase::Load => "load",
            Phase::Derive => "derive",
            Phase::Compose => "compose",
            Phase::Check => "check",
            Phase::Pictures => "pictures",
            Phase::Typeset => "typeset",
            Phase::Render => "render",
            Phase::Publish => "publish",
        }
    }
}

/// What is made for itself, at the same time as others of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Piece {
    Document,
    Page,
}

impl Piece {
    pub fn name(self) -> &'static str {
        match self {
            Piece::Document => "PDF",
            Piece::Page => "page",
        }
    }
}

/// Is told when a phase begins, which ends the one before, and when a piece is begun and done, by its
/// path. The library itself asks no clock.
pub trait Stopwatch: Debug + Send + Sync {
    fn begins(&self, phase: Phase);
    fn piece_begins(&self, piece: Piece, path: &str);
    fn piece_ends(&self, piece: Piece, path: &str);
}

/// Makes a piece, and tells whoever wants to know how long it took.
pub fn timed<T>(
    stopwatch: Option<&dyn Stopwatch>,
    piece: Piece,
    path: &str,
    make: impl FnOnce() -> T,
) -> T {
    let Some(stopwatch) = stopwatch else { return make() };
    stopwatch.piece_begins(piece, path);
    let made = make();
    stopwatch.piece_ends(piece, path);
    made
}
