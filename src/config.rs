//! What `belegg.toml` says.

use crate::document::Organisation;
use crate::fact::Words;
use crate::locale::Locale;
use crate::source::{FileId, Span};

/// The configuration of a project.
#[derive(Debug, Clone)]
pub struct Config {
    pub file: FileId,
    pub title: String,
    /// Without a slash at the end.
    pub base_url: String,
    /// The default language first.
    pub languages: Vec<Language>,
    pub theme: String,
    /// The folder that is published, relative to the project.
    pub output_dir: String,
    /// The period that pages speak of unless they say otherwise: a folder under `data/`.
    pub period: Option<String>,
    pub organisation: Organisation,
    pub menu: Vec<MenuEntry>,
    pub pdf: PdfConfig,
}

/// One language of the site.
#[derive(Debug, Clone)]
pub struct Language {
    /// As in file names and URLs: `en`.
    pub name: String,
    pub locale: &'static Locale,
    /// What the language calls itself.
    pub label: String,
    pub title: String,
    pub description: String,
}

#[derive(Debug, Clone)]
pub struct MenuEntry {
    /// A link to a page: `@/report/2024/_index.md`.
    pub page: String,
    pub page_span: Span,
    pub title: Words,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PdfConfig {
    /// `[pdf] enabled = false` makes no PDFs.
    pub disabled: bool,
    pub engine: PdfEngine,
    /// The `typst` command, where it is not on the path.
    pub typst: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PdfEngine {
    /// The Typst engine inside this program.
    #[default]
    Embedded,
    /// The `typst` command.
    Cli,
}

impl Config {
    pub fn default_language(&self) -> &Language {
        &self.languages[0]
    }

    pub fn language(&self, name: &str) -> Option<&Language> {
        self.languages.iter().find(|language| language.name == name)
    }
}
