//! Belegg turns a year's data and Markdown text in several languages into a published report:
//! an accessible website and a tagged PDF per language, in which every number comes from the data.
//!
//! [`build`] is the only place where the stages meet.

pub mod artifact;
pub mod chart;
pub mod compose;
pub mod config;
pub mod data;
pub mod derive;
pub mod diagnostic;
pub mod document;
pub mod fact;
pub mod load;
pub mod locale;
pub mod project;
pub mod publish;
pub mod source;
pub mod theme;

use diagnostic::Diagnostics;
use source::{Skipped, Sources};

/// What a build is asked for, beside the project itself.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The configuration's path within the project; `belegg.toml` unless said otherwise.
    pub config: Option<String>,
    /// Instead of the configuration's.
    pub base_url: Option<String>,
    /// Publish drafts too.
    pub drafts: bool,
    /// What the project's folder held that is not read.
    pub skipped: Vec<Skipped>,
}

impl Options {
    fn config(&self) -> &str {
        self.config.as_deref().unwrap_or("belegg.toml")
    }
}

/// Loads, derives and composes: everything up to words.
pub fn compose(
    sources: &Sources,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Option<document::Report> {
    let project = load::project(options.config(), sources, &options.skipped, diagnostics)?;
    let facts = derive::facts(&project.datasets, diagnostics);
    let base_url = options.base_url.as_deref().unwrap_or(&project.config.base_url);
    Some(compose::report(
        &project,
        &facts,
        base_url.trim_end_matches('/'),
        options.drafts,
        diagnostics,
    ))
}
