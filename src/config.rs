//! What `belegg.toml` says.

use std::collections::BTreeMap;

use crate::diagnostic::levels::Levels;
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
    pub period_place: Option<crate::source::Span>,
    pub organisation: Organisation,
    /// Roles that policies speak to, beside employees and managers.
    pub roles: Vec<OwnRole>,
    /// Where the statement on accessibility lies that a public body makes elsewhere.
    pub accessibility_statement: Option<String>,
    /// The address of the licence that the numbers are published under.
    pub licence: Option<String>,
    pub menu: Vec<MenuEntry>,
    pub pdf: PdfConfig,
    /// `[search] enabled = false` publishes no search page and no index.
    pub search: bool,
    pub data: DataConfig,
    pub images: ImageConfig,
    /// What becomes of a page that a language lacks, unless the language or the page says otherwise.
    pub missing: MissingTranslation,
    /// `[messages]`: what is said of warnings.
    pub levels: Levels,
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
    /// What becomes of a page that it lacks, where that is said for this language.
    pub missing: Option<MissingTranslation>,
}

/// What becomes of a page that is not translated into a language.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum MissingTranslation {
    /// The site is not published.
    Error,
    /// Readers get the original, with a notice in their language.
    #[default]
    Notice,
    /// The page is left out in that language.
    Omit,
}

impl MissingTranslation {
    pub const WORDS: [&str; 3] = ["error", "notice", "omit"];

    pub fn from_word(word: &str) -> Option<MissingTranslation> {
        match word {
            "error" => Some(MissingTranslation::Error),
            "notice" => Some(MissingTranslation::Notice),
            "omit" => Some(MissingTranslation::Omit),
            _ => None,
        }
    }
}

/// The roles that the program has words for, in the theme's `role.<id>` and `role-plural.<id>`.
pub const ROLES: [&str; 2] = ["employee", "manager"];

/// A role of the organisation's own, `[roles.<id>]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnRole {
    /// Small letters, digits and hyphens.
    pub id: String,
    /// `safety representative`
    pub name: Words,
    /// `safety representatives`
    pub plural: Words,
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

/// `[images]`: what is read of pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImageConfig {
    /// Of one picture: `max_megapixels`.
    pub most_pixels: u64,
}

impl Default for ImageConfig {
    fn default() -> ImageConfig {
        ImageConfig { most_pixels: 64_000_000 }
    }
}

/// `[data]`: how the tables under `data/` are written, for all of them and for single ones.
#[derive(Debug, Clone, Default)]
pub struct DataConfig {
    pub all: TableConfig,
    /// By the table's name, `suppliers`: what is said for it stands before what is said for all.
    pub tables: BTreeMap<String, TableConfig>,
    pub limits: Limits,
}

/// How a table is written; what is not said is recognised.
#[derive(Debug, Clone, Default)]
pub struct TableConfig {
    pub encoding: Option<TableEncoding>,
    pub number_format: Option<NumberFormat>,
    /// The sign between the cells of a CSV file.
    pub delimiter: Option<u8>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// Our column, and the heading that it has in the file.
    pub columns: Vec<MappedColumn>,
}

#[derive(Debug, Clone)]
pub struct MappedColumn {
    pub column: String,
    pub heading: String,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableEncoding {
    Utf8,
    Windows1252,
}

/// The sign before decimals, and the one between groups of three digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberFormat {
    pub decimal: char,
    pub group: Option<char>,
}

/// More than this is not read from one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub rows: usize,
    /// Of the file; of a workbook, unpacked.
    pub bytes: Option<u64>,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { rows: 2_000_000, bytes: None }
    }
}

impl Limits {
    /// Of a text file.
    pub fn file_bytes(self) -> u64 {
        self.bytes.unwrap_or(500_000_000)
    }

    /// Of a workbook, unpacked.
    pub fn unpacked_bytes(self) -> u64 {
        self.bytes.unwrap_or(100_000_000)
    }
}

impl DataConfig {
    /// What is said for a table, else for all.
    pub fn table(&self, name: &str) -> TableConfig {
        let Some(own) = self.tables.get(name) else { return self.all.clone() };
        TableConfig {
            encoding: own.encoding.or(self.all.encoding),
            number_format: own.number_format.or(self.all.number_format),
            delimiter: own.delimiter.or(self.all.delimiter),
            sheet: own.sheet.clone(),
            columns: own.columns.clone(),
        }
    }
}

impl Config {
    pub fn default_language(&self) -> &Language {
        &self.languages[0]
    }

    pub fn language(&self, name: &str) -> Option<&Language> {
        self.languages.iter().find(|language| language.name == name)
    }
}
