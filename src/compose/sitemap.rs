//! Where every page lies, in every language, and which anchors it has.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::publication::{self, Publication, Withheld};
use super::{missing, order, original};
use crate::config::{Config, Language};
use crate::diagnostic::Diagnostics;
use crate::document::{Block, FigureReference, Instead, PageKind, Translation, Written};
use crate::load::references::words;
use crate::load::slug;
use crate::project::{Kind, Project, WrittenPage, is_part};
use crate::source::Span;

/// The pages of a site by key.
#[derive(Clone)]
pub struct Sitemap {
    pub entries: BTreeMap<Arc<str>, Entry>,
    /// Pages that are not published, by key.
    pub withheld: BTreeMap<String, Withheld>,
    /// The keys of the pages straight below a folder.
    below: BTreeMap<String, Vec<Arc<str>>>,
    pub config: Arc<Config>,
}

/// One page in all its languages.
#[derive(Clone)]
pub struct Entry {
    pub key: Arc<str>,
    pub kind: PageKind,
    /// In the order of the configuration's languages; none where it is not translated.
    pub pages: Vec<Option<Arc<WrittenPage>>>,
    /// The language that it was written in first.
    pub original: usize,
    /// Its page in that language.
    first: Arc<WrittenPage>,
    /// In the order of the configuration's languages: whether the page is left out.
    pub omitted: Vec<bool>,
    /// In the order of the configuration's languages; a page that is missing has a place all the same.
    pub urls: Vec<String>,
    /// The front page of the report that it belongs to.
    pub report: Option<Arc<str>>,
    /// The number of a chapter.
    pub number: Option<usize>,
    pub period: Option<String>,
    /// Where a page says so; none where the configuration does.
    pub period_place: Option<Span>,
}

impl Entry {
    fn new(page: &Arc<WrittenPage>, language: usize, languages: usize) -> Entry {
        Entry {
            key: page.key.as_str().into(),
            kind: PageKind::Page,
            pages: vec![None; languages],
            original: language,
            first: page.clone(),
            omitted: vec![false; languages],
            urls: Vec::new(),
            report: None,
            number: None,
            period: None,
            period_place: None,
        }
    }

    /// The page in a language, or else the original.
    pub fn page(&self, language: usize) -> (&Arc<WrittenPage>, usize) {
        let own = self.pages[language].as_ref();
        own.map_or((&self.first, self.original), |page| (page, language))
    }

    /// Whether the original was deleted, and what stands in its place was accepted as a translation of it.
    pub fn lost_original(&self, project: &Project) -> bool {
        let is_translation = |language: &str| {
            project.accepted.as_ref().is_some_and(|it| it.page(&self.key, language).is_some())
        };
        // A draft may be the original.
        let mut own = project.pages.iter().filter(|page| *page.key == *self.key);
        is_translation(&self.first.language) && own.all(|page| is_translation(&page.language))
    }

    /// What can be linked to on the page in a language; nothing where there is none.
    pub fn anchors(&self, language: usize) -> Option<&BTreeSet<String>> {
        self.pages[language].as_deref().map(anchor_set)
    }

    /// Whether the edition has it as a page: a text that others include is none.
    pub fn is_published(&self, language: usize) -> bool {
        !self.omitted[language] && !is_part(&self.key)
    }

    /// The edition that a link from an edition leads to: another where the page is left out.
    pub fn edition(&self, language: usize) -> usize {
        if self.omitted[language] { self.original } else { language }
    }
}

impl Sitemap {
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(|key| &**key)
    }

    pub fn new(
        project: &Project,
        publication: Publication,
        diagnostics: &mut Diagnostics,
    ) -> Sitemap {
        let config = &project.config;
        let withheld = publication::withheld(project, publication, diagnostics);
        let published = |page: &&Arc<WrittenPage>| {
            !publication.leaves_out(page) && !withheld.contains_key(page.key.as_str())
        };
        let languages = &config.languages;
        let mut entries: BTreeMap<Arc<str>, Entry> = BTreeMap::new();
        for page in project.pages.iter().filter(published) {
            let Some(at) = languages.iter().position(|one| one.name == page.language) else {
                continue;
            };
            // The languages of a page lie beside each other.
            let mut last = entries.last_entry().filter(|last| **last.key() == *page.key);
            if let Some(last) = &mut last {
                last.get_mut().pages[at].get_or_insert_with(|| page.clone());
                continue;
            }
            let mut entry = Entry::new(page, at, languages.len());
            entry.pages[at] = Some(page.clone());
            entries.insert(entry.key.clone(), entry);
        }
        let config = config.clone();
        let mut map = Sitemap { entries, withheld, below: BTreeMap::new(), config };
        map.settle_folders();
        map.settle_kinds();
        map.settle_originals(project);
        map.settle_numbers();
        missing::settle(&mut map.entries, &map.config);
        map.settle_urls();
        map
    }

    /// Puts a page that differs in its text alone in the place of another.
    pub fn exchange(&mut self, old: &Arc<WrittenPage>, new: &Arc<WrittenPage>) {
        let Some(entry) = self.entries.get_mut(old.key.as_str()) else { return };
        let pages = entry.pages.iter_mut().flatten().chain([&mut entry.first]);
        for page in pages.filter(|page| Arc::ptr_eq(page, old)) {
            *page = new.clone();
        }
    }

    /// What lies below each folder: pages, and the `_index` of folders in it.
    fn settle_folders(&mut self) {
        for (key, entry) in &self.entries {
            let page = entry.page(0).0;
            let folder = page.folder();
            let above = match page.is_index() {
                true if folder.is_empty() => continue,
                true => folder.rsplit_once('/').map_or("", |(parent, _)| parent),
                false => folder,
            };
            match self.below.get_mut(above) {
                Some(below) => below.push(key.clone()),
                None => _ = self.below.insert(above.to_string(), vec![key.clone()]),
            }
        }
    }

    /// Kinds, reports and periods.
    fn settle_kinds(&mut self) {
        fn first(entry: &Entry) -> &WrittenPage {
            entry.page(0).0
        }
        let says = |entry: &Entry, kind| {
            entry.pages.iter().flatten().any(|page| page.front.kind == Some(kind))
        };
        let reports: BTreeMap<String, Arc<str>> = self
            .entries
            .values()
            .filter(|entry| first(entry).is_index() && says(entry, Kind::Report))
            .map(|entry| (first(entry).folder().to_string(), entry.key.clone()))
            .collect();
        let periods: BTreeMap<Arc<str>, (String, Option<Span>)> = self
            .entries
            .iter()
            .filter_map(|(key, entry)| {
                let mut fronts = entry.pages.iter().flatten().map(|page| &page.front);
                let said =
                    fronts.find_map(|front| Some((front.period.clone()?, front.period_place)));
                Some((key.clone(), said?))
            })
            .collect();
        for (key, entry) in &mut self.entries {
            let page = first(entry);
            let report = reports.get(page.folder());
            let kind = match () {
                () if &**key == "_index" => PageKind::Home,
                () if (page.is_index() || report.is_none()) && says(entry, Kind::Policy) => {
                    PageKind::Policy
                }
                () if page.is_index() && report == Some(key) => PageKind::Report,
                () if page.is_index() => PageKind::Section,
                () if report.is_some() => PageKind::Chapter,
                () if says(entry, Kind::Article) => PageKind::Article,
                () => PageKind::Page,
            };
            let belongs = matches!(kind, PageKind::Report | PageKind::Chapter);
            let report = report.filter(|_| belongs).cloned();
            let own = periods.get(key).cloned();
            let inherited = || match periods.is_empty() {
                true => None,
                false => index_keys(page.folder()).find_map(|index| periods.get(&*index).cloned()),
            };
            let said = own.or_else(inherited);
            entry.period_place = said.as_ref().and_then(|(_, place)| *place);
            let period = said.map(|(period, _)| period);
            entry.period = period.or_else(|| self.config.period.clone());
            (entry.kind, entry.report) = (kind, report);
        }
    }

    fn settle_originals(&mut self, project: &Project) {
        for entry in self.entries.values_mut() {
            entry.original = original::original(entry, project);
            if let Some(page) = &entry.pages[entry.original] {
                entry.first = page.clone();
            }
        }
    }

    /// Chapters are counted alike in all languages, also where a language leaves some out.
    fn settle_numbers(&mut self) {
        let mut chapters: BTreeMap<Arc<str>, Vec<(i64, Arc<str>)>> = BTreeMap::new();
        for entry in self.entries.values().filter(|entry| entry.kind == PageKind::Chapter) {
            let Some(report) = &entry.report else { continue };
            let weight = entry.page(0).0.front.weight;
            chapters.entry(report.clone()).or_default().push((weight, entry.key.clone()));
        }
        for list in chapters.values_mut() {
            list.sort_unstable();
            for (at, (_, key)) in list.iter().enumerate() {
                if let Some(entry) = self.entries.get_mut(key) {
                    entry.number = Some(at + 1);
                }
            }
        }
    }

    fn settle_urls(&mut self) {
        let languages = 0..self.config.languages.len();
        let mut folders: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        let mut all = Vec::with_capacity(self.entries.len());
        for entry in self.entries.values() {
            let mut urls = Vec::with_capacity(languages.len());
            for language in languages.clone() {
                let page = entry.page(language).0;
                let of_folder = folders.entry(page.folder()).or_insert_with(|| {
                    let urls = languages.clone();
                    urls.map(|language| self.folder_url(page.folder(), language)).collect()
                });
                let mut url = of_folder[language].clone();
                if !page.is_index() {
                    let slug = page.front.slug.clone();
                    url.push_str(&slug.unwrap_or_else(|| self::slug(unnumbered(page.name()))));
                    url.push('/');
                }
                urls.push(url);
            }
            all.push(urls);
        }
        for (entry, urls) in self.entries.values_mut().zip(all) {
            entry.urls = urls;
        }
    }

    /// Where the pages of a folder below `content/` lie: `/en/statement/2024/`.
    pub fn folder_url(&self, folder: &str, language: usize) -> String {
        let prefix = prefix(&self.config, &self.config.languages[language]);
        let mut url = format!("{prefix}/");
        let folders: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        for (at, folder) in folders.iter().enumerate() {
            let index = format!("{}/_index", folders[..=at].join("/"));
            let slug = self
                .entries
                .get(index.as_str())
                .and_then(|section| section.page(language).0.front.slug.clone());
            url.push_str(&slug.unwrap_or_else(|| self::slug(folder)));
            url.push('/');
        }
        url
    }

    /// Where the language switch leads for a page in a language. None is current yet.
    pub fn translation(&self, entry: &Entry, language: usize) -> Translation {
        let own = &self.config.languages[language];
        let (url, instead) = match entry.omitted[language] {
            true => self.instead(entry, language),
            false => (entry.urls[language].clone(), None),
        };
        Translation {
            tag: own.locale.tag(),
            label: own.label.clone(),
            url,
            translated: entry.pages[language].is_some(),
            instead,
            current: false,
        }
    }

    /// The nearest page above one that is left out that the language has; the home page at last.
    fn instead(&self, entry: &Entry, language: usize) -> (String, Option<Instead>) {
        let above = self.above(entry);
        match above.iter().rev().find(|one| one.pages[language].is_some()) {
            Some(one) if &*one.key != "_index" => {
                (one.urls[language].clone(), Some(Instead::Above))
            }
            _ => (self.home_url(language), Some(Instead::Home)),
        }
    }

    fn home_url(&self, language: usize) -> String {
        let home = self.entries.get("_index").map(|home| home.urls[language].clone());
        let root = || format!("{}/", prefix(&self.config, &self.config.languages[language]));
        home.unwrap_or_else(root)
    }

    /// Where the language switch leads for a page that a language cannot have.
    pub fn home(&self, language: usize) -> Translation {
        let own = &self.config.languages[language];
        Translation {
            tag: own.locale.tag(),
            label: own.label.clone(),
            url: self.home_url(language),
            translated: false,
            instead: Some(Instead::Home),
            current: false,
        }
    }

    /// The `_index` pages above an entry that exist, from the home page down.
    pub fn above(&self, entry: &Entry) -> Vec<&Entry> {
        let page = entry.page(0).0;
        let mut keys: Vec<String> = index_keys(page.folder()).collect();
        keys.reverse();
        keys.iter()
            .filter(|key| **key != *entry.key)
            .filter_map(|key| self.entries.get(key.as_str()))
            .collect()
    }

    /// The pages straight below an `_index` page, in order.
    pub fn below(&self, entry: &Entry) -> Vec<&Entry> {
        let keys = self.below.get(entry.page(0).0.folder()).into_iter().flatten();
        let others = keys.filter(|key| **key != entry.key);
        let mut found: Vec<&Entry> = others.filter_map(|key| self.entries.get(key)).collect();
        order::settle(&mut found);
        found
    }
}

/// `/en` for every language but the default.
pub fn prefix(config: &Config, language: &Language) -> String {
    match language.name == config.default_language().name {
        true => String::new(),
        false => format!("/{}", language.name),
    }
}

/// `report/2024/_index`, `report/_index`, `_index`.
pub fn index_keys(folder: &str) -> impl Iterator<Item = String> {
    let parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    (0..=parts.len())
        .rev()
        .map(move |end| match end {
            0 => "_index".to_string(),
            _ => format!("{}/_index", parts[..end].join("/")),
        })
        .collect::<Vec<_>>()
        .into_iter()
}

/// `03-due-diligence` is `due-diligence`: the number is for the order of files.
fn unnumbered(name: &str) -> &str {
    match name.split_once(['-', '_', ' ']) {
        Some((number, rest)) if !rest.is_empty() && number.chars().all(|c| c.is_ascii_digit()) => {
            rest
        }
        _ => name,
    }
}

/// What can be linked to on a page. Worked out once.
pub fn anchor_set(page: &WrittenPage) -> &BTreeSet<String> {
    page.anchors.get_or_init(|| anchors(page).into_iter().collect())
}

/// The anchors of a page's headings, in order: the author's own, or made of the words.
pub fn anchors(page: &WrittenPage) -> Vec<String> {
    anchors_of(page.shown().0)
}

/// The anchors of the headings and figures among the blocks of a page.
pub fn anchors_of(blocks: &[Block<Written>]) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut anchors = Vec::new();
    for block in blocks {
        match block {
            Block::Heading(heading) => {
                let wished = match &heading.mark.anchor {
                    Some(anchor) => anchor.clone(),
                    None => slug(&words(&heading.content)),
                };
                anchors.push(unique(wished, &mut counts));
            }
            Block::Figure(figure) => anchors.push(unique(figure_anchor(figure), &mut counts)),
            _ => {}
        }
    }
    anchors
}

/// What a figure can be linked by: `chart-suppliers-by-country`.
fn figure_anchor(figure: &FigureReference) -> String {
    let kind = match figure.kind {
        crate::document::FigureKind::Chart => "chart",
        crate::document::FigureKind::Table => "table",
        crate::document::FigureKind::Cards => "cards",
        crate::document::FigureKind::Image => "image",
        crate::document::FigureKind::Part => "part",
    };
    slug(&format!("{kind}-{}", figure.target))
}

fn unique(wished: String, counts: &mut BTreeMap<String, usize>) -> String {
    let wished = if wished.is_empty() { "section".to_string() } else { wished };
    let count = counts.entry(wished.clone()).or_default();
    *count += 1;
    match *count {
        1 => wished,
        again => format!("{wished}-{again}"),
    }
}
