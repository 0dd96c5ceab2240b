//! The document tree: written (references open) and resolved (references in words).
//!
//! HTML and PDF are two writers over the same `Block<Resolved>`, so they cannot differ.

mod article;
mod chart;
mod contents;
mod evidence;
mod picture;
mod policy;
mod signature;
mod walk;
mod written;

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::Arc;

use time::Date;

use crate::chart::Chart;
use crate::fact::{Fact, Series, Suppressed, Value};
use crate::locale::Locale;
use crate::source::{FileId, Span, Text};

pub use article::Article;
pub use chart::{ChartSpec, ChartTarget, ChartTexts, Charts, Noted, Sort};
pub use contents::ContentsEntry;
pub use evidence::{
    Detail, Evidence, EvidenceEntry, EvidenceFigure, EvidenceFile, EvidenceGroup, EvidenceLine,
    EvidenceUse, Printed, PrintedKind,
};
pub use picture::Picture;
pub use signature::Signature;
pub use walk::{Holds, Known, each_figure, each_inline};
pub use written::{
    FactReference, FigureKind, FigureReference, HeadingAttributes, LinkReference, NoteReference,
};

pub use policy::{Change, Channel, Policy, Role, RoleCard, Stretch, stretches};

/// A stage of the tree: what its references are at that stage.
pub trait Stage: Debug + Clone + PartialEq + 'static {
    type Fact: Debug + Clone + PartialEq;
    type Link: Debug + Clone + PartialEq;
    type Note: Debug + Clone + PartialEq;
    type Figure: Debug + Clone + PartialEq;
    /// What identifies a heading: its anchor and number.
    type Mark: Debug + Clone + PartialEq;
}

/// As the author wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {}

/// In the words of one language, every reference settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved {}

impl Stage for Written {
    type Fact = FactReference;
    type Link = LinkReference;
    type Note = NoteReference;
    type Figure = FigureReference;
    type Mark = HeadingAttributes;
}

impl Stage for Resolved {
    type Fact = CitedFact;
    type Link = Link;
    type Note = NoteMark;
    type Figure = Figure;
    type Mark = HeadingMark;
}

/// A part of a page. There are very many of them: what is large stands in a box.
#[derive(Debug, Clone, PartialEq)]
pub enum Block<S: Stage> {
    Heading(Heading<S>),
    Paragraph(Paragraph<S>),
    List(List<S>),
    Quote(Vec<Block<S>>),
    /// A quotation with its attribution, set apart.
    PullQuote {
        quote: Vec<Block<S>>,
        attribution: Vec<Inline<S>>,
        span: Span,
    },
    Callout {
        kind: Callout,
        blocks: Vec<Block<S>>,
        span: Span,
    },
    Table(Box<Table<S>>),
    Definitions(Vec<Definition<S>>),
    Code {
        language: String,
        text: String,
        span: Span,
    },
    Figure(Box<S::Figure>),
    Rule,
}

// So that nobody makes them large again without noticing.
const _: () = assert!(size_of::<Inline<Resolved>>() <= 40 && size_of::<Block<Resolved>>() <= 64);

#[derive(Debug, Clone, PartialEq)]
pub struct Heading<S: Stage> {
    /// 2 to 6 in a page's body; 1 is the page's title.
    pub level: u8,
    pub content: Vec<Inline<S>>,
    pub mark: Box<S::Mark>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Paragraph<S: Stage> {
    pub content: Vec<Inline<S>>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct List<S: Stage> {
    /// The first number of an ordered list.
    pub start: Option<u64>,
    /// Items stand close together: their only paragraph is not spaced.
    pub tight: bool,
    /// An ordered list whose items begin with a bold lead-in: drawn as steps.
    pub steps: bool,
    pub items: Vec<Vec<Block<S>>>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Table<S: Stage> {
    pub columns: Vec<Alignment>,
    pub head: Vec<Vec<Inline<S>>>,
    pub rows: Vec<Vec<Vec<Inline<S>>>>,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alignment {
    Start,
    Center,
    End,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Definition<S: Stage> {
    pub term: Vec<Inline<S>>,
    pub details: Vec<Vec<Block<S>>>,
}

/// GitHub's five kinds of callout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Callout {
    Note,
    Tip,
    Important,
    Warning,
    Caution,
}

/// A part of a line; what is large stands in a box, as in [`Block`].
#[derive(Debug, Clone, PartialEq)]
pub enum Inline<S: Stage> {
    /// Words, with typographic quotes already made in the resolved tree.
    Text {
        text: Text,
        span: Span,
    },
    Emphasis(Vec<Inline<S>>),
    Strong(Vec<Inline<S>>),
    Strikethrough(Vec<Inline<S>>),
    Code {
        text: Text,
        span: Span,
    },
    /// A line break that the author asked for.
    Break,
    Fact(Box<S::Fact>),
    Link {
        target: Box<S::Link>,
        content: Vec<Inline<S>>,
    },
    Note(Box<S::Note>),
}

// What references are once resolved.

/// A fact in words.
#[derive(Debug, Clone, PartialEq)]
pub struct CitedFact {
    pub id: String,
    pub period: String,
    /// The value as it is printed.
    pub text: String,
    /// Its entry on an evidence page; none where the fact is not known.
    pub entry: Option<Target>,
    pub span: Span,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub target: Target,
    pub title: String,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Out of the site: http, https, mailto or tel, already checked.
    External(String),
    /// A page of the site: its URL path from the site's root (`/en/statement/2024/`), the key of
    /// the page, the anchor on it, and the language where it is not the reader's own.
    Page { url: String, key: String, anchor: Option<String>, lang: Option<&'static str> },
    /// A place on the same page.
    Anchor(String),
    /// A file that is published beside the pages.
    File(String),
}

/// The raised number in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteMark {
    pub number: usize,
    /// The how-manieth reference to the same note, from 1.
    pub occurrence: usize,
    pub span: Span,
}

/// A footnote with its text.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    pub number: usize,
    pub blocks: Vec<Block<Resolved>>,
    /// How many references lead to it.
    pub references: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadingMark {
    /// Unique on the page, the same in all languages where the author set it.
    pub anchor: String,
    /// `2.3.1`; none outside a report.
    pub number: Option<String>,
    /// The heading in plain words.
    pub text: String,
    /// `legal`, `oecd`, `role`: what the author said of the section.
    pub attributes: Vec<(String, String)>,
}

/// A figure or table with its caption.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// `3.1`: figures and tables are counted apart. None for cards and for pages outside a report.
    pub number: Option<String>,
    pub anchor: String,
    pub caption: Vec<Inline<Resolved>>,
    /// What is measured and when, under the caption: `Number of suppliers, 31 December 2024`.
    pub subtitle: String,
    /// `Source: the supplier register`.
    pub source: String,
    pub content: FigureContent,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum FigureContent {
    /// A chart, and the same numbers as a table.
    Chart {
        chart: Box<Chart>,
        table: DataTable,
        file: DataFile,
    },
    Table {
        table: DataTable,
        file: DataFile,
    },
    Cards(Vec<Card>),
    Image(Picture),
}

/// Where the numbers of a figure are published for machines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataFile {
    /// The CSV file, relative to the output folder: `en/data/2024/table-goals.csv`. The other forms
    /// lie beside it.
    pub csv: String,
    /// When the numbers hold: `2024`.
    pub period: String,
}

impl DataFile {
    /// The same numbers in a file with another ending: `json`, `xlsx`.
    pub fn beside(&self, ending: &str) -> String {
        format!("{}.{ending}", self.csv.trim_end_matches(".csv"))
    }
}

/// A table made from data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataTable {
    /// What each row is about, language-neutral (`NO`, `46.46`); empty where nothing says it.
    pub keys: Vec<String>,
    pub columns: Vec<Column>,
    /// The first cell of a row is its heading.
    pub rows: Vec<Vec<Cell>>,
    /// The last row, where the column adds up.
    pub total: Option<Vec<Cell>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub title: String,
    pub numeric: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    /// A number or a day: exact for machines, with so many decimals and in words for readers.
    Value {
        value: Value,
        decimals: u32,
        text: String,
    },
    /// A status with its word and its tone.
    Status {
        word: String,
        tone: Tone,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Good,
    Going,
    Bad,
    Neutral,
}

/// A key figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    pub id: String,
    pub period: String,
    /// `66`, without its unit.
    pub value: String,
    /// `%`; empty where the value has none or carries it in words.
    pub unit: String,
    pub label: String,
    /// A line of context: `90 of 137`.
    pub detail: String,
    /// Its entry on an evidence page.
    pub entry: Option<Target>,
}

// Pages and editions.

/// Everything that is published, one edition a language.
#[derive(Debug, Clone)]
pub struct Report {
    /// `https://example.org`, without a slash at the end.
    pub base_url: String,
    pub organisation: Organisation,
    /// The address of the licence that the numbers are published under, where one is.
    pub licence: Option<String>,
    pub editions: Vec<Edition>,
    /// Files of the project that are published as they are, by path relative to the output folder.
    pub files: BTreeMap<String, FileId>,
    /// Every fact that the site may print, for `figures.json`, by period and id.
    pub facts: Vec<(String, Fact)>,
    pub series: Vec<(String, Series)>,
    /// What is withheld, by period and id.
    pub suppressed: Vec<(String, String, Suppressed)>,
    pub outline: Outline,
}

/// Reports that have the same one differ in the text of pages alone, of pages that have neither
/// figures nor facts, and lead to no files.
#[derive(Debug, Clone, Default)]
pub struct Outline(Arc<()>);

impl Outline {
    pub fn is_same(&self, other: &Outline) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Organisation {
    pub name: String,
    pub email: String,
    pub address: String,
}

/// The site in one language.
#[derive(Debug, Clone)]
pub struct Edition {
    pub locale: &'static Locale,
    /// The default language: its URLs have no prefix.
    pub is_default: bool,
    /// What the language calls itself in the language switch.
    pub label: String,
    pub title: String,
    pub description: String,
    pub menu: Vec<MenuItem>,
    /// The statement on how accessible the site is: a page, or where the authority keeps it.
    pub accessibility_statement: Option<Target>,
    /// Sorted by key; the home page has the key `_index`.
    pub pages: Vec<Arc<Page>>,
    /// The reports and policies that get a PDF each.
    pub documents: Vec<Document>,
    /// The URL of the page that searches the others; none where the project does without.
    pub search: Option<String>,
}

impl Edition {
    /// The page with a key.
    pub fn page(&self, key: &str) -> Option<&Arc<Page>> {
        let at = self.pages.binary_search_by(|page| page.key.as_str().cmp(key));
        self.pages.get(at.ok()?)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuItem {
    pub title: String,
    pub url: String,
    pub key: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PageKind {
    Home,
    /// A list of pages.
    Section,
    /// What does not fit on the first page of such a list.
    ListPage,
    /// The front page of a report.
    Report,
    /// A numbered part of a report.
    Chapter,
    /// Where the figures of a report come from.
    Evidence,
    /// What holds within the organisation, with owner, version and dates.
    Policy,
    /// All that policies expect of a role.
    Role,
    /// A dated page.
    Article,
    Page,
}

/// One page in one language, every reference settled.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The page in every language: its content path without language and ending
    /// (`report/2024/03-due-diligence`, `report/2024/_index`).
    pub key: String,
    pub kind: PageKind,
    /// From the site's root, with a slash at both ends: `/en/statement/2024/`.
    pub url: String,
    /// The language that the text is in; another than the edition's where a translation is missing.
    pub locale: &'static Locale,
    pub title: Vec<Inline<Resolved>>,
    /// The title in plain words.
    pub title_text: String,
    /// The chapter's number: `3`.
    pub number: Option<String>,
    pub description: String,
    pub blocks: Vec<Block<Resolved>>,
    pub notes: Vec<Note>,
    /// The same page in every language, this one among them, in the order of the editions.
    pub translations: Vec<Translation>,
    /// From the home page down to the page before this one.
    pub trail: Vec<Arc<PageCard>>,
    /// Chapters of a report, pages of a section.
    pub children: Vec<Arc<PageCard>>,
    pub previous: Option<Arc<PageCard>>,
    pub next: Option<Arc<PageCard>>,
    /// The key of the report that the page is the front page or a chapter of.
    pub report: Option<String>,
    pub key_figures: Vec<Card>,
    /// Every figure on the page, in the order of the text; the same one more than once.
    pub printed: Vec<Printed>,
    /// The entries of an evidence page.
    pub evidence: Option<Evidence>,
    /// What a policy says of itself.
    pub policy: Option<Box<Policy>>,
    /// The tag of the language whose text holds, where the page is a translation of that.
    pub authoritative: Option<&'static str>,
    /// Byline, picture and related pages.
    pub article: Article,
    /// What the front page of a report tells of itself, term by term.
    pub metadata: Vec<(String, String)>,
    /// Who answers for the report, on its front page.
    pub signatures: Vec<Signature>,
    pub date: Option<Date>,
    pub updated: Option<Date>,
    pub as_of: Option<Date>,
    /// At 200 words a minute, at least 1.
    pub reading_minutes: u32,
    /// The theme's template, where the page names another than its kind's own.
    pub template: Option<(String, Span)>,
    /// Where the page lay before: redirects are published there.
    pub aliases: Vec<String>,
    /// What a theme's own templates want to know of the page, as the author wrote it.
    pub extra: serde_json::Value,
    /// The file that it was written in.
    pub span: Span,
    pub known: Known,
}

/// What other pages know of a page; all that know of it share it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageCard {
    pub key: String,
    pub url: String,
    pub title: String,
    pub number: Option<String>,
    pub description: String,
    pub date: Option<Date>,
    /// What stands beside it in lists.
    pub picture: Option<Picture>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translation {
    /// BCP 47: what `lang` and `hreflang` say.
    pub tag: &'static str,
    pub label: String,
    pub url: String,
    /// False where the translation is missing: the page is shown in another language, or left out.
    pub translated: bool,
    /// What the address leads to where the page is left out in this language.
    pub instead: Option<Instead>,
    pub current: bool,
}

/// Where readers are led whose language lacks a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instead {
    /// The nearest page above it that is translated.
    Above,
    Home,
}

/// What becomes one PDF: a front page and its chapters, by page key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub key: String,
    pub chapters: Vec<String>,
    /// The evidence page, which becomes the appendix.
    pub evidence: Option<String>,
    /// Relative to the output folder: `en/statement/2024/statement-2024.en.pdf`.
    pub path: String,
    pub title: String,
    /// What kind of document, above the title on the cover.
    pub kind: String,
    pub period: String,
    pub date: Option<Date>,
}

/// Where the picture lies that stands for a document when somebody shares it: beside the PDF at this
/// path, and so beside the front page. A new title does not move it.
pub fn shared_picture(pdf: &str) -> String {
    match pdf.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/share.png"),
        None => "share.png".to_string(),
    }
}

/// The key figures of a front page that stand in its picture for sharing: the first three that are
/// short enough to be large.
pub fn shared_figures(front: &Page) -> impl Iterator<Item = &Card> {
    const LONGEST: usize = 9;
    let is_short = |card: &&Card| card.value.chars().count() <= LONGEST;
    front.key_figures.iter().filter(is_short).take(3)
}

/// The words of inlines without their form.
pub fn plain(inlines: &[Inline<Resolved>]) -> String {
    let mut text = String::new();
    push_plain(inlines, &mut text);
    text
}

fn push_plain(inlines: &[Inline<Resolved>], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text { text, .. } | Inline::Code { text, .. } => out.push_str(text),
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Link { content, .. } => push_plain(content, out),
            Inline::Break => out.push(' '),
            Inline::Fact(fact) => out.push_str(&fact.text),
            Inline::Note(_) => {}
        }
    }
}
