//! The published site: pages through the theme's templates, and what stands beside them.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use tera::{Context, Value};

use crate::artifact::{Artifacts, Bytes};
use crate::compose::roles;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{
    Block, Document, Edition, FigureContent, Page, PageKind, Report, Resolved, shared_picture,
};
use crate::memory::Slot;
use crate::phase::{self, Piece, Stopwatch};
use crate::render::assets::Assets;
use crate::render::html::{self, Setting};
use crate::render::output::{HandOver, Output};
use crate::render::pictures::Pictures;
use crate::render::recent::{Again, RenderedEdition, RenderedSite};
use crate::render::svg::Fonts;
use crate::render::template::Templates;
use crate::render::view::{self, EvidenceView, PageView, PdfView, ShareView, SiteView, article};
use crate::render::{
    address, assets, data, downloads, exchange, feed, headers, index, linked_data, search,
};
use crate::source::{AT_ONCE, Sources, Span};
use crate::theme::{Messages, Theme};

/// What the site says of a typeset PDF. Without PDFs there are none, and nothing links to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    /// As `Document::path` has it.
    pub path: String,
    /// None where it is not typeset yet.
    pub length: Option<Length>,
    /// What stands for the document where somebody shares it.
    pub picture: Option<Picture>,
}

/// How long a PDF is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Length {
    pub bytes: u64,
    pub pages: usize,
}

/// A PNG of the site and how large it is, in pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Relative to the output folder.
    pub path: String,
    pub width: u32,
    pub height: u32,
    /// The project's own, of which nobody knows what it shows.
    pub is_own: bool,
}

impl Picture {
    /// The picture for sharing of the PDF at `pdf`. None where the bytes are no PNG.
    pub fn of(pdf: &str, bytes: &[u8], is_own: bool) -> Option<Picture> {
        // A PNG begins with eight bytes of its own, then a chunk that holds its size.
        let number = |at: usize| Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?));
        let is_png = bytes.starts_with(b"\x89PNG\r\n\x1a\n") && bytes.get(12..16)? == b"IHDR";
        let (width, height) = (number(16)?, number(20)?);
        is_png.then(|| Picture { path: shared_picture(pdf), width, height, is_own })
    }
}

/// What pages are made with.
pub struct Tools {
    pub templates: Templates,
    pub fonts: Fonts,
}

impl Tools {
    fn of(theme: &Arc<Theme>, diagnostics: &mut Diagnostics) -> Option<Tools> {
        let fonts = Fonts::from_theme(theme, diagnostics)?;
        let templates = Templates::load(theme, diagnostics)?;
        Some(Tools { templates, fonts })
    }
}

/// What belongs to one run of the program, and not to the site.
#[derive(Clone, Copy, Default)]
pub struct Run<'a> {
    /// What is remembered of the last one.
    pub recent: Option<&'a Slot<RenderedSite>>,
    pub stopwatch: Option<&'a dyn Stopwatch>,
    /// Takes pages as they are made, or says that they stay in memory.
    pub hand_over: Option<&'a HandOver<'a>>,
}

/// Every file of the site but the PDFs. A mistake in a template is told and its page left out.
pub fn site(
    report: &Arc<Report>,
    theme: &Arc<Theme>,
    sources: &Sources,
    pictures: &Pictures,
    downloads: &[Download],
    run: Run<'_>,
    diagnostics: &mut Diagnostics,
) -> Artifacts {
    let told_before = diagnostics.kept();
    let mut output = Output {
        artifacts: Artifacts::default(),
        hand_over: run.hand_over,
        in_pieces: run.recent.is_some(),
        diagnostics,
    };
    if exchange::exchanged(report, theme, pictures, downloads, run, &mut output).is_some() {
        return output.artifacts;
    }
    let mut again = run.recent.map(|recent| Again::new(recent, report, theme, pictures, downloads));
    let assets = assets::publish(report, theme, &mut output);
    for (path, file) in &report.files {
        let bytes = pictures.whole.get(file).cloned();
        let bytes = bytes.unwrap_or_else(|| Bytes::copy_from_slice(sources.bytes(*file)));
        output.add(path.clone(), bytes, Some(Span::file(*file)));
    }
    for (file, version) in
        pictures.shown.iter().flat_map(|(file, list)| list.iter().map(move |one| (file, one)))
    {
        output.add(version.path.clone(), version.bytes.clone(), Some(Span::file(*file)));
    }
    let numbers = match &mut again {
        Some(again) => again.numbers(report, theme),
        None => data::files(report, theme, None),
    };
    for (path, bytes, span) in numbers.all() {
        output.add(path, bytes, span);
    }
    let known = again.as_ref().and_then(Again::tools);
    let Some(tools) = known.or_else(|| Tools::of(theme, output.diagnostics).map(Arc::new)) else {
        return output.artifacts;
    };
    if let Some(again) = &mut again {
        again.keep_tools(&tools);
    }
    let Tools { templates, fonts } = &*tools;
    for edition in &report.editions {
        let context = shared(report, edition, &assets, downloads, templates, &mut output);
        let last = again.as_ref().and_then(|again| again.edition(&context));
        let pages =
            Pages { report, edition, theme, templates, fonts, pictures, downloads, context };
        let rendered = pages.publish(last, run.stopwatch, &mut output);
        let found = search::publish(&pages, last, &mut output);
        if let Some(again) = &mut again {
            again.keep(edition, pages.context, rendered, found);
        }
    }
    index::publish(report, theme, templates, &mut output);
    feed::publish(report, downloads, &mut output);
    headers::publish(report, &mut output);
    if let Some(again) = again {
        let is_silent = output.diagnostics.kept() == told_before;
        let Artifacts { files, pieces, .. } = &output.artifacts;
        again.finish(is_silent.then(|| (files.clone(), pieces.clone())));
    }
    output.artifacts
}

/// The part of the template context that all pages of an edition share, made once.
fn shared(
    report: &Report,
    edition: &Edition,
    assets: &Assets,
    downloads: &[Download],
    templates: &Templates,
    output: &mut Output,
) -> Shared {
    let words = templates.theme().words(edition.locale);
    let mut context = Context::new();
    let site = SiteView::of(report, edition);
    context.insert("site", &site);
    context.insert("lang", edition.locale.tag());
    context.insert_value("linked_data", Value::none());
    // `t` is in the reader's language; `words` in that of the text, which may be another.
    let own_words = Value::from_serializable(&texts(words));
    context.insert_value("t", own_words.clone());
    context.insert_value("words", own_words);
    let url = |path: &String| address::encoded(path);
    let urls: BTreeMap<&str, String> =
        assets.paths.iter().map(|(name, path)| (name.as_str(), url(path))).collect();
    let sheets: Vec<String> = assets.sheets.iter().map(url).collect();
    context.insert("stylesheets", &sheets);
    context.insert("font", &assets.font.as_ref().map(url));
    context.insert("assets", &urls);

    let pdfs: BTreeMap<&str, PdfView> = edition
        .documents
        .iter()
        .filter_map(|document| {
            let download = downloads.iter().find(|one| one.path == document.path)?;
            Some((document.key.as_str(), PdfView::of(download, edition.locale, words)))
        })
        .collect();
    let shares = edition
        .documents
        .iter()
        .filter_map(|document| {
            let download = downloads.iter().find(|one| one.path == document.path)?;
            let front = edition.pages.iter().find(|page| page.key == document.key)?;
            let share = ShareView::of(download.picture.as_ref()?, front, document, report);
            Some((document.key.clone(), Value::from_serializable(&share)))
        })
        .collect();
    let mut reports: Vec<&Page> = edition
        .pages
        .iter()
        .map(Arc::as_ref)
        .filter(|page| page.kind == PageKind::Report)
        .collect();
    reports.sort_by(|a, b| (b.date, &b.key).cmp(&(a.date, &a.key)));
    let latest = reports.first().map(|page| view::front_page(page, edition, pdfs.get(&*page.key)));
    context.insert("latest", &latest);

    let so_far = &output.artifacts;
    let made = reports.par_iter().map(|page| {
        let front = view::front_page(page, edition, pdfs.get(&*page.key));
        let rows = downloads::rows(page, edition, words, so_far, pdfs.get(&*page.key));
        let mut told = Vec::new();
        let values = ReportValues {
            front: Value::from_serializable(&front),
            chapters: Value::from_serializable(&view::cards(&page.children, edition.locale)),
            items: contents_items(page, edition, templates, &mut told),
            years: Value::from_serializable(&view::other_years(page, &reports, edition)),
            newer: Value::from_serializable(&view::newer(page, &reports, edition)),
            downloads: Value::from_serializable(&rows),
        };
        (page.key.clone(), values, told)
    });
    let mut of_report = BTreeMap::new();
    for (key, values, told) in made.collect::<Vec<_>>() {
        of_report.insert(key, values);
        told.into_iter().for_each(|mistake| output.tell(mistake));
    }
    let pdfs =
        pdfs.iter().map(|(key, pdf)| (key.to_string(), Value::from_serializable(pdf))).collect();
    let role_views = roles::by_section(&edition.pages).into_iter().map(|(key, pages)| {
        let views = pages.into_iter().map(|page| view::link(&page.url, &page.title_text));
        (key.to_string(), Value::from_serializable(&views.collect::<Vec<_>>()))
    });
    Shared { context, of_report, pdfs, shares, role_views: role_views.collect() }
}

#[derive(PartialEq)]
pub struct Shared {
    pub context: Context,
    of_report: BTreeMap<String, ReportValues>,
    /// By the key of the page that the PDF is of.
    pdfs: BTreeMap<String, Value>,
    /// By the same key, what those who share a page of the report are shown.
    shares: BTreeMap<String, Value>,
    /// By the key of the section that they lie below.
    role_views: BTreeMap<String, Value>,
}

/// What the front page and every chapter of one report share.
#[derive(PartialEq)]
struct ReportValues {
    front: Value,
    chapters: Value,
    items: ContentsItems,
    years: Value,
    newer: Value,
    downloads: Value,
}

fn texts(words: &Messages) -> BTreeMap<&str, &str> {
    words.plain().collect()
}

/// The chapters of a report as items of the contents beside the text. They are rendered once, not
/// again for every chapter: else the work would grow with the square of the chapters.
#[derive(PartialEq)]
struct ContentsItems {
    /// The way from a chapter up to the site's root that the items were made with.
    root: String,
    /// By the key of the chapter.
    items: Vec<(String, String)>,
}

fn contents_items(
    front: &Page,
    edition: &Edition,
    templates: &Templates,
    told: &mut Vec<Diagnostic>,
) -> ContentsItems {
    let first = front.children.first().map(|card| address::root(&address::file(&card.url)));
    let root = first.unwrap_or_default();
    let mut context = Context::new();
    context.insert("root", &root);
    context.insert("lang", edition.locale.tag());
    let cards = front.children.iter().zip(view::cards(&front.children, edition.locale));
    let items = cards.map(|(chapter, card)| {
        context.insert("card", &card);
        let rendered = templates.render("contents-item.html", &context);
        let item = rendered.unwrap_or_else(|mistake| {
            told.push(*mistake);
            Vec::new()
        });
        (chapter.key.clone(), String::from_utf8_lossy(&item).into_owned())
    });
    ContentsItems { items: items.collect(), root }
}

impl ContentsItems {
    /// The items before and after a chapter.
    fn around(&self, key: &str, root: &str) -> [String; 2] {
        let at = self.items.iter().position(|(known, _)| known == key);
        let (before, after) = self.items.split_at(at.unwrap_or(self.items.len()));
        [before, after.get(1..).unwrap_or_default()].map(|items| {
            let items: String = items.iter().map(|(_, item)| item.as_str()).collect();
            // A chapter at another depth, which its slug can bring about.
            if root == self.root {
                items
            } else {
                items.replace(&format!("\"{}", self.root), &format!("\"{root}"))
            }
        })
    }
}

/// One edition on its way through the templates.
pub struct Pages<'a> {
    pub report: &'a Report,
    pub edition: &'a Edition,
    pub theme: &'a Theme,
    pub templates: &'a Templates,
    pub fonts: &'a Fonts,
    pub pictures: &'a Pictures,
    pub downloads: &'a [Download],
    /// What all its pages share.
    pub context: Shared,
}

impl Pages<'_> {
    /// Publishes the pages, and gives those that could be rendered, in their order.
    fn publish(
        &self,
        last: Option<&RenderedEdition>,
        stopwatch: Option<&dyn Stopwatch>,
        output: &mut Output,
    ) -> Vec<Option<Bytes>> {
        let chosen: Vec<&str> =
            self.edition.pages.iter().map(|page| self.template(page, output)).collect();
        let so_far: &Output = output;
        let rendered: Vec<Result<Option<Bytes>, _>> = self
            .edition
            .pages
            .par_iter()
            .with_max_len(AT_ONCE)
            .zip(&chosen)
            .map(|(page, template)| {
                if let Some(known) = last.and_then(|last| last.page(page, self.edition)) {
                    return Ok(Some(known));
                }
                let bytes = self.rendered(page, template, stopwatch)?;
                Ok((!so_far.hands_over(&address::file(&page.url), &[&bytes])).then_some(bytes))
            })
            .collect();
        let kept = rendered.iter().map(|rendered| rendered.as_ref().ok()?.clone()).collect();
        for (page, rendered) in self.edition.pages.iter().zip(rendered) {
            let path = address::file(&page.url);
            match rendered.transpose() {
                Some(rendered) => output.page(&path, rendered, Some(page.span)),
                None => _ = output.artifacts.handed_over.insert(path),
            }
        }
        // A site without a home page is told; this page would lie at the address of another language's.
        if !self.edition.pages.iter().any(|page| page.kind == PageKind::Home) {
            return kept;
        }
        let (path, context) = self.not_found();
        output.page(&path, self.templates.render("404.html", &context), None);
        kept
    }

    /// The template of a page. One that it names and that is not there is told.
    pub fn template<'n>(&self, page: &'n Page, output: &mut Output) -> &'n str {
        let named = page.template.as_ref().map(|(name, place)| (name.as_str(), *place));
        self.templates.choose(named, own_template(page), output.diagnostics)
    }

    pub fn rendered(
        &self,
        page: &Page,
        template: &str,
        stopwatch: Option<&dyn Stopwatch>,
    ) -> Result<Bytes, Box<Diagnostic>> {
        let path = address::file(&page.url);
        let render = || self.templates.render(template, &self.context_of(page));
        phase::timed(stopwatch, Piece::Page, &path, render).map(Bytes::from)
    }

    fn context_of(&self, page: &Page) -> Context {
        let file = address::file(&page.url);
        let root = address::root(&file);
        let words = self.theme.words(page.locale);
        let language = page.locale.language();
        let palette = &self.theme.palette;
        let roles = page.policy.as_ref().map_or(&[][..], |policy| &policy.roles);
        let pictures = self.pictures;
        let has_top_picture = article::has_top_picture(page);
        let setting = Setting {
            root: &root,
            words,
            language,
            fonts: self.fonts,
            palette,
            roles,
            pictures,
            has_top_picture,
        };
        let mut context = self.context.context.clone();
        let safe = |html: String| Value::safe_string(&html);

        let (body, aside) = match page.kind {
            PageKind::Home | PageKind::Report => beside(&page.blocks),
            _ => (page.blocks.as_slice(), None),
        };
        let body = html::blocks(body, &setting);
        let has_pictures = page.holds().figures && body.contains(" class=\"pic");
        context.insert("pictures", &has_pictures);
        context.insert("role_cards", &body.contains("<div class=\"roles\">"));
        context.insert_value("body", safe(body));
        let aside = aside.map_or(String::new(), |block| html::blocks(block, &setting));
        context.insert_value("aside", safe(aside));
        context.insert_value("heading", safe(html::title(&page.title, &setting)));
        context.insert_value("key_figures", safe(html::key_figures(&page.key_figures, &setting)));
        context.insert_value("notes", safe(html::notes(&page.notes, &setting)));
        if page.locale != self.edition.locale {
            context.insert("words", &texts(words));
        }
        context.insert("page", &PageView::of(page, self.edition, self.report, self.theme));
        if let Some(evidence) = &page.evidence {
            context.insert("evidence", &EvidenceView::of(evidence, &root, words));
        }
        view::policy::insert(page, &setting, &mut context);
        view::policy::insert_listed(
            page,
            self.edition,
            self.theme.words(self.edition.locale),
            &mut context,
        );
        article::insert(page, self.edition, &setting, &mut context);
        context.insert_value("root", Value::from(root.as_str()));
        self.insert_report(page, &mut context);
        let said = linked_data::of(page, self.edition, self.report, self.theme, self.downloads);
        context.insert_value("linked_data", said.map_or_else(Value::none, safe));
        context
    }

    /// What belongs to the report of a page; empty for pages outside reports, so that templates
    /// can ask.
    fn insert_report(&self, page: &Page, context: &mut Context) {
        let values = page.report.as_ref().and_then(|key| self.context.of_report.get(key));
        let none = Value::none;
        let value =
            |pick: fn(&ReportValues) -> &Value| values.map_or_else(none, |v| pick(v).clone());
        context.insert_value("report", value(|values| &values.front));
        context.insert_value("chapters", value(|values| &values.chapters));
        context.insert_value("years", value(|values| &values.years));
        context.insert_value("newer", value(|values| &values.newer));
        context.insert_value("downloads", value(|values| &values.downloads));
        let root = address::root(&address::file(&page.url));
        let [before, after] = match values {
            Some(values) if matches!(page.kind, PageKind::Chapter | PageKind::Evidence) => {
                values.items.around(&page.key, &root)
            }
            _ => [String::new(), String::new()],
        };
        context.insert_value("chapters_before", Value::safe_string(&before));
        context.insert_value("chapters_after", Value::safe_string(&after));
        let key = page.report.as_ref().unwrap_or(&page.key);
        let pdf = self.context.pdfs.get(key).cloned().unwrap_or_else(none);
        context.insert_value("pdf", pdf);
        let share = self.context.shares.get(key).cloned().unwrap_or_else(none);
        context.insert_value("share", share);
        let role_views = self.context.role_views.get(&page.key).cloned().unwrap_or_else(none);
        context.insert_value("role_views", role_views);
    }

    /// The page that a server shows for addresses that do not exist. It may stand at any depth, so
    /// its links begin at the root of the host.
    fn not_found(&self) -> (String, Context) {
        let home = view::home_path(self.edition);
        let path = home.replace("index.html", "404.html");
        let mut context = self.context.context.clone();
        let page = PageView::not_found(&path, self.edition, self.report, self.theme);
        context.insert("page", &page);
        context.insert("root", &address::base_path(&self.report.base_url));
        (path, context)
    }
}

fn own_template(page: &Page) -> &'static str {
    match page.kind {
        PageKind::Home => "home.html",
        PageKind::Section | PageKind::ListPage => "section.html",
        PageKind::Report => "report.html",
        PageKind::Chapter => "chapter.html",
        PageKind::Evidence => "evidence.html",
        PageKind::Policy => "policy.html",
        PageKind::Article => "article.html",
        PageKind::Page | PageKind::Role => "page.html",
    }
}

/// The body of a front page without the chart that closes it, and that chart, to stand beside.
fn beside(blocks: &[Block<Resolved>]) -> (&[Block<Resolved>], Option<&[Block<Resolved>]>) {
    let is_chart = |block: &Block<Resolved>| {
        matches!(block, Block::Figure(figure)
            if matches!(figure.content, FigureContent::Chart { .. }))
    };
    match blocks.split_last() {
        Some((last, rest)) if is_chart(last) && !rest.is_empty() && !rest.iter().any(is_chart) => {
            (rest, blocks.get(rest.len()..))
        }
        _ => (blocks, None),
    }
}

/// The document of a page, where it has a PDF of its own.
pub fn document<'a>(page: &Page, edition: &'a Edition) -> Option<&'a Document> {
    edition.documents.iter().find(|document| document.key == page.key)
}
