//! Search without a service: an index for each edition, and the page whose script searches it.

mod tidy;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;
use sha2::{Digest, Sha256};
use tera::Context;

use crate::artifact::{Artifacts, Bytes};
use crate::diagnostic::Diagnostic;
use crate::document::{
    Block, Card, Cell, ContentsEntry, DataTable, Edition, Figure, FigureContent, Inline, Page,
    PageKind, Policy, Resolved, plain,
};
use crate::render::address;
use crate::render::assets::short_hash;
use crate::render::output::Output;
use crate::render::recent::{FoundPage, FoundPages, RenderedEdition, Searched};
use crate::render::site::{Pages, document};
use crate::render::view::{self, PageView};
use crate::source::AT_ONCE;
use crate::theme;
use tidy::tidy;

/// The script of the search page, below `static/`.
pub const SCRIPT: &str = "search.js";

/// The files below `static/` that the search page alone needs.
pub const FILES: [&str; 2] = [SCRIPT, "pages/search.css"];

/// A file of the theme below `static/` as it is published: our own script without comments and
/// indentation, everything else as it is.
pub fn published<'a>(name: &str, bytes: &'a [u8]) -> Cow<'a, [u8]> {
    let own = theme::built_in(&format!("static/{name}"));
    let Some(script) = own.filter(|own| name == SCRIPT && own.as_bytes() == bytes) else {
        return Cow::Borrowed(bytes);
    };
    let lines = script.lines().map(str::trim);
    let code: Vec<&str> =
        lines.filter(|line| !line.is_empty() && !line.starts_with("//")).collect();
    Cow::Owned(code.join("\n").into_bytes())
}

/// Publishes the index of an edition and the page that searches it.
pub fn publish(
    site: &Pages<'_>,
    last: Option<&RenderedEdition>,
    output: &mut Output,
) -> FoundPages {
    let Some(url) = &site.edition.search else { return FoundPages::default() };
    let root = address::root(&address::file(url));
    let pages = in_order(site.edition);
    let found: Vec<Result<FoundPage, Box<Diagnostic>>> = pages
        .par_iter()
        .with_max_len(AT_ONCE)
        .map(|page| {
            let above = above(page, site.edition);
            match last.and_then(|last| last.found(page, &above)) {
                Some(known) => Ok(known.clone()),
                None => found(page, above, &root, site),
            }
        })
        .collect();
    let pages = match found.into_iter().collect::<Result<Vec<FoundPage>, _>>() {
        Ok(found) => found,
        Err(mistake) => {
            output.tell(*mistake);
            return FoundPages::default();
        }
    };
    let known = last.filter(|last| last.has_found(&pages)).and_then(RenderedEdition::search);
    let path = index_path(&pages, site.edition);
    let parts = index(&pages);
    let parts: Vec<&[u8]> = parts.iter().map(|part| &part[..]).collect();
    if known.is_none() && output.hand_over(&path, &parts) {
        let page = search_page(&pages, &path, url, site);
        output.page(&address::file(url), page, None);
        return FoundPages { pages, search: None };
    }
    let searched = match known {
        Some(known) => Ok(known.clone()),
        None => searched(&pages, url, site),
    };
    match searched {
        Ok(search) => {
            output.add_pieces(search.path.clone(), search.index.clone());
            output.add(address::file(url), search.page.clone(), None);
            FoundPages { pages, search: Some(search) }
        }
        Err(mistake) => {
            output.tell(*mistake);
            FoundPages { pages, search: None }
        }
    }
}

/// Puts pages that are new in the places of the old ones, which are said with them. False where that
/// cannot be done, which is told.
pub fn exchange<'a>(
    site: &Pages<'_>,
    new: impl Iterator<Item = (&'a Arc<Page>, usize)>,
    known: &mut FoundPages,
    output: &mut Output,
) -> bool {
    let Some((url, last)) = site.edition.search.as_ref().zip(known.search.as_ref()) else {
        return true;
    };
    let root = address::root(&address::file(url));
    let mut is_same = true;
    for (page, at) in new {
        let one = &mut known.pages[at];
        match found(page, one.above.clone(), &root, site) {
            Ok(new) => {
                is_same &= (new.hash, &new.item) == (one.hash, &one.item);
                *one = new;
            }
            Err(mistake) => {
                output.tell(*mistake);
                return false;
            }
        }
    }
    if is_same {
        return true;
    }
    match searched(&known.pages, url, site) {
        Ok(search) => {
            let Artifacts { files, pieces, .. } = &mut output.artifacts;
            pieces.remove(&last.path);
            pieces.insert(search.path.clone(), search.index.clone());
            files.insert(address::file(url), search.page.clone());
            known.search = Some(search);
            true
        }
        Err(mistake) => {
            output.tell(*mistake);
            false
        }
    }
}

/// The index, and the page whose script searches it.
fn searched(found: &[FoundPage], url: &str, site: &Pages<'_>) -> Result<Searched, Box<Diagnostic>> {
    let path = index_path(found, site.edition);
    let page = search_page(found, &path, url, site)?.into();
    Ok(Searched { path, index: index(found), page })
}

/// Where the index lies.
fn index_path(found: &[FoundPage], edition: &Edition) -> String {
    format!("{}search.{}.json", folder(edition), hash(found))
}

fn search_page(
    found: &[FoundPage],
    index: &str,
    url: &str,
    site: &Pages<'_>,
) -> Result<Vec<u8>, Box<Diagnostic>> {
    let Pages { report, edition, theme, templates, .. } = site;
    let file = address::file(url);
    let root = address::root(&file);
    let words = theme.words(edition.locale);
    let view = SearchView {
        index: format!("{root}{}", address::encoded(index)),
        none: words.text("search-none"),
        one: words.fill_plural("search-hits", true, &[]),
        many: words.fill_plural("search-hits", false, &[]),
        groups: groups(found, edition),
    };
    let mut context = site.context.context.clone();
    context.insert("page", &PageView::search(&file, edition, report, theme));
    context.insert("root", &root);
    context.insert("search", &view);
    templates.render("search.html", &context)
}

/// The parts of a page as lines of the index, with commas between them, and as an item of the list.
fn found(
    page: &Arc<Page>,
    above: String,
    root: &str,
    site: &Pages<'_>,
) -> Result<FoundPage, Box<Diagnostic>> {
    let sections = sections(page, &above, site.edition);
    let mut lines = Vec::with_capacity(sections.iter().map(Section::length).sum());
    for section in sections {
        if !lines.is_empty() {
            lines.push(b',');
        }
        // Texts and arrays of them can always be written.
        let _ = serde_json::to_writer(&mut lines, &section.line());
    }
    lines.shrink_to_fit();
    let hash = Sha256::digest(&lines).into();
    let mut context = Context::new();
    context.insert("root", root);
    context.insert("one", &listed(page));
    let item = site.templates.render("search-item.html", &context)?;
    let item = String::from_utf8_lossy(&item).into_owned();
    Ok(FoundPage { page: page.clone(), above, lines: lines.into(), hash, item })
}

/// What stands in the name of the index and changes with its bytes, without reading all of them.
fn hash(found: &[FoundPage]) -> String {
    let hashes: Vec<u8> = found.iter().flat_map(|one| one.hash).collect();
    short_hash(&hashes)
}

/// All lines as one array, in parts.
fn index(found: &[FoundPage]) -> Vec<Bytes> {
    let mut parts = Vec::with_capacity(2 * found.len() + 2);
    for one in found {
        parts.push(Bytes::from_static(if parts.is_empty() { b"[" } else { b"," }));
        parts.push(one.lines.clone());
    }
    if parts.is_empty() {
        parts.push(Bytes::from_static(b"["));
    }
    parts.push(Bytes::from_static(b"]"));
    parts
}

/// The folder that an edition lies in: empty, or `en/`.
fn folder(edition: &Edition) -> String {
    view::home_path(edition).trim_end_matches("index.html").to_string()
}

/// The pages that are in the edition's own language, each before those below it, the newest report
/// first: so they are listed, and so stand hits that fit equally well.
fn in_order(edition: &Edition) -> Vec<&Arc<Page>> {
    let by_key: BTreeMap<&str, &Arc<Page>> =
        edition.pages.iter().map(|page| (page.key.as_str(), page)).collect();
    let mut reports: Vec<&Arc<Page>> =
        edition.pages.iter().filter(|page| page.kind == PageKind::Report).collect();
    reports.sort_by_key(|page| (page.date, &page.key));
    // Taken from the end: what the home page leads to, other reports, the rest.
    let mut ahead: Vec<&Arc<Page>> = edition.pages.iter().rev().collect();
    ahead.extend(reports);
    ahead.extend(edition.pages.iter().find(|page| page.kind == PageKind::Home));
    let mut ordered = Vec::new();
    let mut seen = BTreeSet::new();
    while let Some(page) = ahead.pop() {
        if !seen.insert(&page.key) {
            continue;
        }
        ordered.push(page);
        let below = page.children.iter().rev().filter_map(|card| by_key.get(card.key.as_str()));
        ahead.extend(below.copied());
    }
    let is_found = |page: &Page| page.locale == edition.locale && page.kind != PageKind::ListPage;
    ordered.retain(|page| is_found(page));
    ordered
}

/// The beginning of a page, or a part of it below a heading: what a hit leads to.
struct Section {
    /// Relative to the folder of the edition.
    address: String,
    /// `3.1 Who we buy from`
    title: String,
    /// What it is a part of: `Statement 2024 – 3 Suppliers`.
    above: String,
    text: String,
}

impl Section {
    /// As it stands in the index.
    fn line(self) -> [String; 4] {
        [self.address, self.title, self.above, self.text].map(|text| tidy(&text))
    }

    /// About how many bytes it takes there.
    fn length(&self) -> usize {
        let texts = [&self.address, &self.title, &self.above, &self.text];
        texts.iter().map(|text| text.len() + 4).sum()
    }
}

fn sections(page: &Page, above: &str, edition: &Edition) -> Vec<Section> {
    let path = address::file(&page.url);
    let path = address::encoded(path.strip_prefix(&folder(edition)).unwrap_or(&path));
    let title = numbered(page.number.as_deref(), &page.title_text);
    let mut words = Words::default();
    words.text(&page.description);
    for (term, text) in &page.metadata {
        words.part();
        words.texts([term, text]);
    }
    words.cards(&page.key_figures);
    page.policy.iter().for_each(|policy| words.policy(policy));
    let mut section = Section {
        address: path.clone(),
        title: title.clone(),
        above: above.to_string(),
        text: String::new(),
    };
    let inside = match section.above.is_empty() {
        true => title,
        false => format!("{} – {title}", section.above),
    };
    let mut sections = Vec::new();
    let blocks = if repeats_others(page) { &[] } else { page.blocks.as_slice() };
    for block in blocks {
        let Block::Heading(heading) = block else {
            words.block(block);
            continue;
        };
        let next = Section {
            address: format!("{path}#{}", address::encoded(&heading.mark.anchor)),
            title: numbered(heading.mark.number.as_deref(), &heading.mark.text),
            above: inside.clone(),
            text: String::new(),
        };
        let text = std::mem::take(&mut words).with_notes(page);
        sections.push(Section { text, ..std::mem::replace(&mut section, next) });
    }
    sections.push(Section { text: words.with_notes(page), ..section });
    sections
}

/// The long tables of an evidence page, and what policies expect of a role, stand on other pages.
fn repeats_others(page: &Page) -> bool {
    matches!(page.kind, PageKind::Evidence | PageKind::Role)
}

fn numbered(number: Option<&str>, title: &str) -> String {
    number.map_or_else(|| title.to_string(), |number| format!("{number} {title}"))
}

/// What a page is a part of: its report with the year, or the section that it is listed in.
fn above(page: &Page, edition: &Edition) -> String {
    let report = page.report.as_ref().filter(|key| **key != page.key);
    if let Some(front) = report.and_then(|key| edition.page(key)) {
        return named(front, edition);
    }
    let is_report = page.kind == PageKind::Report;
    let section = page.trail.last().filter(|card| card.key != "_index" && !is_report);
    section.map_or_else(String::new, |card| card.title.clone())
}

/// A page by its title; a report with its period, which its title may not tell.
fn named(page: &Page, edition: &Edition) -> String {
    let period = document(page, edition).map_or("", |document| &document.period);
    match page.title_text.contains(period) {
        true => page.title_text.clone(),
        false => format!("{} {period}", page.title_text),
    }
}

/// The words of a section, as readers see them.
#[derive(Default)]
struct Words {
    text: String,
    /// The footnotes that it refers to.
    notes: BTreeSet<usize>,
}

impl Words {
    /// The text with that of its footnotes.
    fn with_notes(mut self, page: &Page) -> String {
        let named = std::mem::take(&mut self.notes);
        let notes = page.notes.iter().filter(|note| named.contains(&note.number));
        notes.for_each(|note| self.blocks(&note.blocks));
        self.text
    }

    fn text(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push(' ');
    }

    fn texts<'a>(&mut self, texts: impl IntoIterator<Item = &'a String>) {
        texts.into_iter().for_each(|text| self.text(text));
    }

    fn blocks(&mut self, blocks: &[Block<Resolved>]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block<Resolved>) {
        match block {
            Block::Heading(heading) => self.line(&heading.content),
            Block::Paragraph(paragraph) => self.line(&paragraph.content),
            Block::List(list) => {
                for item in &list.items {
                    self.blocks(item);
                    self.part();
                }
            }
            Block::Quote(blocks) | Block::Callout { blocks, .. } => self.blocks(blocks),
            Block::PullQuote { quote, attribution, .. } => {
                self.blocks(quote);
                self.line(attribution);
            }
            Block::Table(table) => {
                for row in std::iter::once(&table.head).chain(&table.rows) {
                    row.iter().for_each(|cell| self.line(cell));
                    self.part();
                }
            }
            Block::Definitions(definitions) => {
                for definition in definitions {
                    self.line(&definition.term);
                    definition.details.iter().for_each(|detail| self.blocks(detail));
                }
            }
            Block::Code { text, .. } => self.text(text),
            Block::Figure(figure) => self.figure(figure),
            Block::Rule => {}
        }
    }

    fn line(&mut self, inlines: &[Inline<Resolved>]) {
        self.text(&plain(inlines));
        self.note_marks(inlines);
    }

    fn note_marks(&mut self, inlines: &[Inline<Resolved>]) {
        for inline in inlines {
            match inline {
                Inline::Note(mark) => _ = self.notes.insert(mark.number),
                Inline::Emphasis(content)
                | Inline::Strong(content)
                | Inline::Strikethrough(content)
                | Inline::Link { content, .. } => self.note_marks(content),
                Inline::Text { .. } | Inline::Code { .. } | Inline::Break | Inline::Fact(_) => {}
            }
        }
    }

    /// Parts the texts before and after that are no sentences.
    fn part(&mut self) {
        let text = self.text.trim_end();
        if !(text.is_empty() || text.ends_with(['.', ':', '!', '?', '·'])) {
            self.text("·");
        }
    }

    fn figure(&mut self, figure: &Figure) {
        self.part();
        self.line(&figure.caption);
        self.part();
        self.text(&figure.subtitle);
        self.part();
        match &figure.content {
            // What the numbers are of; they themselves are in the description as far as they matter.
            FigureContent::Chart { chart, table, .. } => {
                self.text(&chart.description);
                let first = table.rows.iter().map(|row| row.get(..1).unwrap_or_default());
                first.for_each(|cells| self.row(cells));
            }
            FigureContent::Table { table, .. } => self.table(table),
            FigureContent::Cards(cards) => self.cards(cards),
            FigureContent::Image(picture) => self.text(&picture.alt),
        }
    }

    fn table(&mut self, table: &DataTable) {
        self.texts(table.columns.iter().map(|column| &column.title));
        self.part();
        table.rows.iter().chain(&table.total).for_each(|row| self.row(row));
    }

    fn row(&mut self, cells: &[Cell]) {
        cells.iter().for_each(|cell| self.cell(cell));
        self.part();
    }

    fn cell(&mut self, cell: &Cell) {
        match cell {
            Cell::Text(text) | Cell::Value { text, .. } => self.text(text),
            Cell::Status { word, .. } => self.text(word),
        }
    }

    /// Of what a policy says of itself, what people look for: who answers for it, whom it binds, where
    /// to speak up.
    fn policy(&mut self, policy: &Policy) {
        let channels = policy.channels.iter().flat_map(|one| [&one.name, &one.text]);
        let said = [&policy.owner, &policy.approved_by, &policy.applies_to];
        for words in said.into_iter().chain(channels) {
            self.part();
            self.line(words);
        }
        self.part();
    }

    fn cards(&mut self, cards: &[Card]) {
        for card in cards {
            self.part();
            self.texts([&card.value, &card.unit, &card.label, &card.detail]);
        }
        self.part();
    }
}

/// `search`: what the template of the search page sees beside the rest.
#[derive(Serialize)]
struct SearchView<'a> {
    /// Path of the index, from the page.
    index: String,
    /// What the script says of no hit, of one, and of `{n}`, for the `{words}` that it was asked.
    none: &'a str,
    one: String,
    many: String,
    groups: Vec<GroupView>,
}

/// The chapters of a report; in the first group, which has no title, all other pages.
#[derive(Serialize, Default)]
struct GroupView {
    path: String,
    title: String,
    /// The pages as items of a list, each made once by `search-item.html`.
    items: String,
}

/// `one`: a page and its sections.
#[derive(Serialize)]
struct ListedView {
    page: LinkView,
    sections: Vec<LinkView>,
}

#[derive(Serialize)]
struct LinkView {
    path: String,
    number: Option<String>,
    title: String,
}

fn listed(page: &Page) -> ListedView {
    let path = address::encoded_file(&page.url);
    let link = |entry: ContentsEntry<'_>| LinkView {
        path: format!("{path}#{}", address::encoded(entry.anchor)),
        number: entry.number.map(str::to_string),
        title: entry.title.to_string(),
    };
    let contents = if repeats_others(page) { Vec::new() } else { page.contents() };
    let sections = contents.into_iter().map(link).collect();
    let title = page.title_text.clone();
    ListedView { sections, page: LinkView { path, number: page.number.clone(), title } }
}

fn groups(found: &[FoundPage], edition: &Edition) -> Vec<GroupView> {
    let mut groups = vec![GroupView::default()];
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for FoundPage { page, item, .. } in found {
        if page.kind == PageKind::Report {
            places.insert(&page.key, groups.len());
            let path = address::encoded_file(&page.url);
            let title = named(page, edition);
            groups.push(GroupView { path, title, items: String::new() });
            continue;
        }
        let report = page.report.as_ref().and_then(|key| places.get(key.as_str()));
        groups[report.copied().unwrap_or(0)].items.push_str(item);
    }
    groups
}
