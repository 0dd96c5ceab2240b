//! A project as it was written: typed, with its references still open.

pub mod accepted;
pub mod article;
pub mod files;
pub mod policy;
pub mod statement;
pub mod versions;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use time::Date;

use crate::config::{Config, MissingTranslation};
use crate::data::history::History;
use crate::data::names::Names;
use crate::data::{Datasets, Loaded};
use crate::document::{Block, Charts, Inline, Written};
use crate::source::{FileId, Span};
use crate::theme::Theme;
use accepted::Accepted;
use article::ArticleFields;
use files::Files;
use policy::PolicyFront;
use statement::StatementFront;
use versions::Versions;

/// Everything that a build works on.
#[derive(Debug, Clone)]
pub struct Project {
    pub config: Arc<Config>,
    pub theme: Arc<Theme>,
    pub datasets: Datasets,
    /// What `charts.toml` describes, by period.
    pub charts: BTreeMap<String, Charts>,
    /// Titles of industries.
    pub names: Names,
    /// The figures of closed years.
    pub history: Option<Loaded<History>>,
    /// Sorted by key, then in the order of the languages. Drafts are among them.
    pub pages: Vec<Arc<WrittenPage>>,
    /// Keys of pages that are there but of which a file, or lines of its front matter, cannot be read,
    /// which is told: what follows from that is not.
    pub unreadable: BTreeSet<String>,
    /// What was accepted of the translations; none where nothing ever was.
    pub accepted: Option<Accepted>,
    /// What the versions of policies said when they were accepted; none where none ever was.
    pub versions: Option<Versions>,
    /// Files that are no pages.
    pub files: Files,
}

/// One Markdown file.
#[derive(Debug, Clone)]
pub struct WrittenPage {
    pub file: FileId,
    /// The page in every language: `report/2024/03-due-diligence`, `report/2024/_index`.
    pub key: String,
    /// Whether its front matter says which page it is, not its name.
    pub is_joined: bool,
    /// The name of its language in the configuration.
    pub language: String,
    pub front: FrontMatter,
    pub blocks: Vec<Block<Written>>,
    /// Footnotes by label.
    pub notes: BTreeMap<String, WrittenNote>,
    /// The text with its parts put in, where it has any.
    pub expanded: Option<Box<Expanded>>,
    /// Whether something in its text, or in a part of it, could not be read, which is told: what
    /// depends on the text is not judged.
    pub in_doubt: bool,
    /// Whether something is wrong with a heading, which is told: what hangs on its sections is not judged.
    pub headings_in_doubt: bool,
    /// Whether something in its front matter could not be read, which is told.
    pub front_in_doubt: bool,
    /// Where the text stands in the file, after the front matter.
    pub body: Span,
    /// Words in the text.
    pub words: usize,
    /// Whether it includes parts.
    pub holds_parts: bool,
    /// What can be linked to on the page, once somebody has asked.
    pub anchors: OnceLock<BTreeSet<String>>,
}

/// A text with the parts that it includes put in: each stands in its own file.
#[derive(Debug, Clone, Default)]
pub struct Expanded {
    pub blocks: Vec<Block<Written>>,
    pub notes: BTreeMap<String, WrittenNote>,
    /// The files of all parts, those of parts in parts too.
    pub files: BTreeSet<FileId>,
    /// Whether a part is not there, or could not be read in full.
    pub is_broken: bool,
}

#[derive(Debug, Clone)]
pub struct WrittenNote {
    pub blocks: Vec<Block<Written>>,
    pub span: Span,
}

/// What stands between the fences at the top of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontMatter {
    pub span: Span,
    /// Titles and descriptions may hold references, as the text may.
    pub title: Vec<Inline<Written>>,
    pub description: Vec<Inline<Written>>,
    pub kind: Option<Kind>,
    /// What a policy says of itself.
    pub policy: Option<Box<PolicyFront>>,
    /// What an accessibility statement says.
    pub statement: Option<Box<StatementFront>>,
    pub period: Option<String>,
    pub period_place: Option<Span>,
    pub date: Option<Date>,
    pub updated: Option<Date>,
    /// Where the last change stands, or else the date.
    pub dated: Option<Span>,
    /// How many pages the list of a section shows at a time, and where that stands.
    pub paginate_by: Option<(usize, Span)>,
    /// Order among its siblings, before the file name.
    pub weight: i64,
    pub draft: bool,
    /// The first day that the page is published, with all below an `_index`, and where that stands.
    pub publish_date: Option<(Date, Span)>,
    /// The first day that it no longer is.
    pub expiry_date: Option<(Date, Span)>,
    /// What becomes of the page, and of all below an `_index`, in a language that lacks it.
    pub missing: Option<MissingTranslation>,
    /// The page's part of the URL in this language.
    pub slug: Option<String>,
    pub slug_place: Option<Span>,
    pub aliases: Vec<(String, Span)>,
    pub template: Option<(String, Span)>,
    /// What a theme's own templates want to know of the page.
    pub extra: serde_json::Value,
    /// Byline, picture and related pages.
    pub article: ArticleFields,
    /// Fact ids for the row of key figures.
    pub key_figures: Vec<(String, Span)>,
    /// What need not be the same in all languages, or come from the data.
    pub exceptions: Vec<Exception>,
}

/// Something on a page that is not compared. Why, its author says beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Exception {
    pub what: Excepted,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Excepted {
    /// A number as it stands in the text: `24/7`.
    Number(String),
    /// A section, by its anchor.
    Section(String),
}

/// What a page is, where it is more than a text or a list of pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One PDF a language; its pages are numbered chapters.
    Report,
    /// One PDF a language, with owner, version and dates.
    Policy,
    /// What a public body states of how accessible its site is.
    Accessibility,
    /// A dated page; its section lists the newest first.
    Article,
}

impl WrittenPage {
    /// The folder that the page lies in: `report/2024`; empty for the top.
    pub fn folder(&self) -> &str {
        self.key.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last part of the key: `03-due-diligence`, `_index`.
    pub fn name(&self) -> &str {
        self.key.rsplit_once('/').map_or(self.key.as_str(), |(_, name)| name)
    }

    pub fn is_index(&self) -> bool {
        self.name() == "_index"
    }

    /// The anchors that the author has set, which are the same in all languages.
    pub fn own_anchors(&self) -> impl Iterator<Item = &str> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Heading(heading) => heading.mark.anchor.as_deref(),
            _ => None,
        })
    }

    /// Whether it is no page of its own, but a text that others include.
    pub fn is_part(&self) -> bool {
        is_part(&self.key)
    }

    /// Whether all of its text could be read, and nothing is wrong in the parts that it includes.
    /// `faulty` are the files that have errors.
    pub fn is_settled(&self, faulty: &BTreeSet<FileId>) -> bool {
        let parts = self.expanded.iter().flat_map(|expanded| &expanded.files);
        let own = self.is_part().then_some(&self.file);
        !self.in_doubt && !parts.chain(own).any(|file| faulty.contains(file))
    }

    /// The page with its parts put in, as if they had been written there.
    pub fn whole(&self) -> WrittenPage {
        let (blocks, notes) = self.shown();
        WrittenPage {
            blocks: blocks.to_vec(),
            notes: notes.clone(),
            expanded: None,
            anchors: OnceLock::new(),
            ..self.clone()
        }
    }

    /// The text as readers see it, its parts put in.
    pub fn shown(&self) -> (&[Block<Written>], &BTreeMap<String, WrittenNote>) {
        match &self.expanded {
            Some(expanded) => (&expanded.blocks, &expanded.notes),
            None => (&self.blocks, &self.notes),
        }
    }
}

/// The folder of texts that pages include.
pub const PARTS: &str = "_parts/";

/// Whether a page of this key is a text that others include.
pub fn is_part(key: &str) -> bool {
    key.starts_with(PARTS)
}
