//! Pages that need not be rendered again.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::data;
use super::pictures::Pictures;
use super::site::{Download, Shared, Tools};
use crate::artifact::{Bytes, Files, Pieces};
use crate::document::{Edition, Page, PageKind, Report};
use crate::memory::Slot;
use crate::source::Span;
use crate::theme::Theme;

/// The files of a build, for the next one, each with what it was made of.
pub struct RenderedSite {
    pub report: Arc<Report>,
    theme: Arc<Theme>,
    pictures: Pictures,
    downloads: Vec<Download>,
    data: DataFiles,
    pub editions: Vec<RenderedEdition>,
    /// What templates and charts are made with.
    pub tools: Option<Arc<Tools>>,
    /// All files, whole and in pieces, where nothing was told of them.
    pub files: Option<(Files, Pieces)>,
}

/// Files with numbers, each with the place of its figure.
pub type Numbers = Vec<(String, Bytes, Option<Span>)>;

/// The files with numbers.
#[derive(Default, Clone)]
pub struct DataFiles {
    /// Of the site as a whole.
    pub general: Numbers,
    pub pages: Vec<PageNumbers>,
}

/// Those of a page that has any.
#[derive(Clone)]
pub struct PageNumbers {
    pub page: Arc<Page>,
    /// Which of its figures are the first with their numbers.
    pub titled: Vec<bool>,
    pub files: Numbers,
}

impl DataFiles {
    /// Those of a page whose figures are the first with their numbers, or not, as here.
    pub fn of(&self, page: &Arc<Page>, titled: &[bool]) -> Option<&Numbers> {
        let is_same = |one: &&PageNumbers| Arc::ptr_eq(&one.page, page) && one.titled == titled;
        self.pages.iter().find(is_same).map(|one| &one.files)
    }

    pub fn all(self) -> impl Iterator<Item = (String, Bytes, Option<Span>)> {
        let pages = self.pages.into_iter().flat_map(|page| page.files);
        self.general.into_iter().chain(pages)
    }
}

/// The pages of an edition.
pub struct RenderedEdition {
    pub shared: Shared,
    pub pages: BTreeMap<String, RenderedPage>,
    pub found: FoundPages,
    /// Places among the found pages, by key.
    pub found_at: BTreeMap<String, usize>,
}

pub struct RenderedPage {
    pub page: Arc<Page>,
    /// Of which something is told in its list.
    listed: Vec<Arc<Page>>,
    pub bytes: Bytes,
}

/// What the search knows of an edition.
#[derive(Default)]
pub struct FoundPages {
    /// In the order of the index.
    pub pages: Vec<FoundPage>,
    pub search: Option<Searched>,
}

/// The index, and the page that searches it.
#[derive(Clone)]
pub struct Searched {
    /// Where the index lies, which changes with its bytes.
    pub path: String,
    /// In pieces.
    pub index: Vec<Bytes>,
    pub page: Bytes,
}

/// The parts of a page as they stand in the index, and what it is a part of.
#[derive(Clone)]
pub struct FoundPage {
    pub page: Arc<Page>,
    pub above: String,
    pub lines: Bytes,
    /// SHA-256 of the lines.
    pub hash: [u8; 32],
    /// As an item of the list on the search page, which lies where it did: that is a part of what an
    /// edition is.
    pub item: String,
}

/// What a build takes over of the last one, and keeps for the next.
pub struct Again<'a> {
    recent: &'a Slot<RenderedSite>,
    /// None where pages look another way, whatever stands in them.
    last: Option<Arc<RenderedSite>>,
    made: RenderedSite,
}

impl<'a> Again<'a> {
    pub fn new(
        recent: &'a Slot<RenderedSite>,
        report: &Arc<Report>,
        theme: &Arc<Theme>,
        pictures: &Pictures,
        downloads: &[Download],
    ) -> Again<'a> {
        let last = recent.get().filter(|last| {
            last.is_made_with(theme, pictures, downloads) && has_same_head(&last.report, report)
        });
        let made = RenderedSite {
            report: report.clone(),
            theme: theme.clone(),
            pictures: pictures.clone(),
            downloads: downloads.to_vec(),
            data: DataFiles::default(),
            editions: Vec::new(),
            tools: None,
            files: None,
        };
        Again { recent, last, made }
    }

    /// The files with numbers, most of which are mostly the same.
    pub fn numbers(&mut self, report: &Report, theme: &Theme) -> DataFiles {
        let last = self.last.as_ref().map(|last| &last.data);
        let files = data::files(report, theme, last);
        self.made.data = files.clone();
        files
    }

    /// What the last pages were made with, where nothing was told of it.
    pub fn tools(&self) -> Option<Arc<Tools>> {
        self.last.as_ref().filter(|last| last.files.is_some())?.tools.clone()
    }

    /// Keeps what pages are made with.
    pub fn keep_tools(&mut self, tools: &Arc<Tools>) {
        self.made.tools = Some(tools.clone());
    }

    /// The last edition of the same place, where all that its pages share is the same.
    pub fn edition(&self, shared: &Shared) -> Option<&RenderedEdition> {
        let last = self.last.as_ref()?.editions.get(self.made.editions.len())?;
        (last.shared == *shared).then_some(last)
    }

    /// Keeps the next edition.
    pub fn keep(
        &mut self,
        edition: &Edition,
        shared: Shared,
        rendered: Vec<Option<Bytes>>,
        found: FoundPages,
    ) {
        let pages = edition.pages.iter().zip(rendered);
        let pages = pages.filter_map(|(page, bytes)| {
            let listed = listed(page, edition);
            Some((page.key.clone(), RenderedPage { page: page.clone(), listed, bytes: bytes? }))
        });
        let places = found.pages.iter().enumerate();
        let found_at = places.map(|(at, one)| (one.page.key.clone(), at)).collect();
        let pages = pages.collect();
        self.made.editions.push(RenderedEdition { shared, pages, found, found_at });
    }

    pub fn finish(self, files: Option<(Files, Pieces)>) {
        self.recent.put(Arc::new(RenderedSite { files, ..self.made }));
    }
}

impl RenderedSite {
    /// Whether pages look alike, and show and lead to the same files.
    pub fn is_made_with(
        &self,
        theme: &Arc<Theme>,
        pictures: &Pictures,
        downloads: &[Download],
    ) -> bool {
        (Arc::ptr_eq(&self.theme, theme) || *self.theme == **theme)
            && self.pictures == *pictures
            && self.downloads == *downloads
    }
}

impl RenderedEdition {
    /// The page as it was rendered.
    pub fn page(&self, page: &Arc<Page>, edition: &Edition) -> Option<Bytes> {
        let known = self.pages.get(&page.key)?;
        let is_same =
            Arc::ptr_eq(&known.page, page) && is_same_list(&known.listed, &listed(page, edition));
        is_same.then(|| known.bytes.clone())
    }

    /// What the search knows of a page.
    pub fn found(&self, page: &Arc<Page>, above: &str) -> Option<&FoundPage> {
        let known = &self.found.pages[*self.found_at.get(&page.key)?];
        (Arc::ptr_eq(&known.page, page) && known.above == above).then_some(known)
    }

    /// Whether the search knows just these parts of pages, in the same order.
    pub fn has_found(&self, found: &[FoundPage]) -> bool {
        let is_same = |(one, other): (&FoundPage, &FoundPage)| {
            Arc::ptr_eq(&one.page, &other.page) && one.above == other.above
        };
        self.found.pages.len() == found.len() && self.found.pages.iter().zip(found).all(is_same)
    }

    pub fn search(&self) -> Option<&Searched> {
        self.found.search.as_ref()
    }
}

fn is_same_list(one: &[Arc<Page>], other: &[Arc<Page>]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| Arc::ptr_eq(one, other))
}

/// The policies in the list of a page: what they say of themselves stands there.
fn listed(page: &Page, edition: &Edition) -> Vec<Arc<Page>> {
    let pages = page.children.iter().filter_map(|card| edition.page(&card.key));
    pages.filter(|page| page.policy.is_some()).cloned().collect()
}

/// Whether all is the same that does not stand on one page alone.
fn has_same_head(one: &Report, other: &Report) -> bool {
    let Report {
        base_url,
        organisation,
        licence,
        editions,
        files,
        facts,
        series,
        suppressed,
        outline: _,
    } = one;
    (base_url, organisation, licence) == (&other.base_url, &other.organisation, &other.licence)
        && *files == other.files
        && *facts == other.facts
        && *series == other.series
        && *suppressed == other.suppressed
        && editions.len() == other.editions.len()
        && editions.iter().zip(&other.editions).all(|(one, other)| is_same_edition(one, other))
}

fn is_same_edition(one: &Edition, other: &Edition) -> bool {
    let Edition {
        locale,
        is_default,
        label,
        title,
        description,
        menu,
        accessibility_statement,
        pages,
        documents,
        search,
    } = one;
    let home = |pages: &[Arc<Page>]| {
        pages.iter().find(|page| page.kind == PageKind::Home).map(|page| page.url.clone())
    };
    (locale.tag(), is_default, label) == (other.locale.tag(), &other.is_default, &other.label)
        && (title, description, menu) == (&other.title, &other.description, &other.menu)
        && *accessibility_statement == other.accessibility_statement
        && (documents, search) == (&other.documents, &other.search)
        && home(pages) == home(&other.pages)
}
