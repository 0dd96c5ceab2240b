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

/// Is told when a phase begins, which ends the one before. The library itself asks no clock.
pub trait Stopwatch: Debug + Send + Sync {
    fn begins(&self, phase: Phase);
    /// Documents are made at the same time, each by its path.
    fn document_begins(&self, path: &str);
    fn document_ends(&self, path: &str);
}
