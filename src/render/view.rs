//! What templates see: the variables of a page, in words and ready-made links.
//!
//! Lists and navigation hold cards, never pages. Paths are relative to the site's root; a template
//! writes `{{ root }}{{ card.path }}`.

pub mod article;
mod evidence;
pub mod policy;
mod share;

use std::sync::Arc;

use serde::Serialize;
use time::Date;

use crate::compose::words;
use crate::document::{
    ContentsEntry, Edition, Instead, Page, PageCard, PageKind, Report, Signature, Target,
};
use crate::locale::Locale;
use crate::render::site::{Download, Length, document};
use crate::render::{address, data, feed};
use crate::theme::{Messages, Theme};

pub use evidence::EvidenceView;
pub use share::ShareView;

/// `site`: the edition as a whole.
#[derive(Serialize)]
pub struct SiteView<'a> {
    title: &'a str,
    description: &'a str,
    base_url: &'a str,
    organisation: OrganisationView<'a>,
    menu: Vec<MenuView<'a>>,
    /// Path of the home page.
    home: String,
    /// Where the statement on accessibility lies.
    accessibility_statement: Option<StatementView>,
    /// Path of the search page.
    search: Option<String>,
    /// Path of the file with all figures.
    figures: &'static str,
    /// Path of the feed of publications, where there is one.
    feed: Option<String>,
}

#[derive(Serialize)]
struct OrganisationView<'a> {
    name: &'a str,
    email: &'a str,
    address: &'a str,
}

/// A link of a list: `role_views`.
#[derive(Serialize)]
pub struct LinkView<'a> {
    path: String,
    title: &'a str,
}

pub fn link<'a>(url: &str, title: &'a str) -> LinkView<'a> {
    LinkView { path: path(url), title }
}

#[derive(Serialize)]
struct StatementView {
    /// From the site's root, or with a scheme.
    address: String,
    external: bool,
}

impl StatementView {
    fn of(edition: &Edition) -> Option<StatementView> {
        let target = edition.accessibility_statement.as_ref()?;
        let external = matches!(target, Target::External(_));
        Some(StatementView { address: address::of(target, "").0, external })
    }
}

#[derive(Serialize)]
struct MenuView<'a> {
    key: &'a str,
    title: &'a str,
    path: String,
}

impl<'a> SiteView<'a> {
    pub fn of(report: &'a Report, edition: &'a Edition) -> SiteView<'a> {
        let organisation = &report.organisation;
        SiteView {
            title: &edition.title,
            description: &edition.description,
            base_url: &report.base_url,
            organisation: OrganisationView {
                name: &organisation.name,
                email: &organisation.email,
                address: &organisation.address,
            },
            menu: edition
                .menu
                .iter()
                .map(|item| MenuView { key: &item.key, title: &item.title, path: path(&item.url) })
                .collect(),
            home: address::encoded(&home_path(edition)),
            accessibility_statement: StatementView::of(edition),
            search: edition.search.as_deref().map(path),
            figures: data::FIGURES,
            feed: feed::path(edition).map(|path| address::encoded(&path)),
        }
    }
}

/// A date for people and for machines.
#[derive(Serialize)]
pub struct DateView {
    iso: String,
    text: String,
}

impl DateView {
    fn of(date: Option<Date>, locale: &Locale) -> Option<DateView> {
        date.map(|date| DateView { iso: date.to_string(), text: locale.date(date) })
    }
}

/// `latest`, `report`: the front page of a report.
#[derive(Serialize)]
pub struct FrontView<'a> {
    card: CardView<'a>,
    /// The kind of document and its period, above the title.
    kind: &'a str,
    period: &'a str,
    /// Path of the first chapter.
    first: Option<String>,
    pdf: Option<PdfView>,
}

pub fn front_page<'a>(
    page: &'a Page,
    edition: &'a Edition,
    pdf: Option<&PdfView>,
) -> FrontView<'a> {
    let document = document(page, edition);
    FrontView {
        card: CardView {
            key: &page.key,
            path: path(&page.url),
            title: &page.title_text,
            number: page.number.as_deref(),
            description: &page.description,
            date: DateView::of(page.date, edition.locale),
        },
        kind: document.map_or("", |document| &document.kind),
        period: document.map_or("", |document| &document.period),
        first: page.children.iter().find(|card| card.number.is_some()).map(|card| path(&card.url)),
        pdf: pdf.cloned(),
    }
}

/// A card of a list: `children`, `chapters`, `page.trail`, `page.previous`, `page.next`.
#[derive(Serialize)]
pub struct CardView<'a> {
    key: &'a str,
    path: String,
    title: &'a str,
    number: Option<&'a str>,
    description: &'a str,
    date: Option<DateView>,
}

fn card<'a>(card: &'a PageCard, locale: &Locale) -> CardView<'a> {
    CardView {
        key: &card.key,
        path: path(&card.url),
        title: &card.title,
        number: card.number.as_deref(),
        description: &card.description,
        date: DateView::of(card.date, locale),
    }
}

pub fn cards<'a>(cards: &'a [Arc<PageCard>], locale: &Locale) -> Vec<CardView<'a>> {
    cards.iter().map(|one| card(one, locale)).collect()
}

/// `years`: the same report of other years.
#[derive(Serialize)]
pub struct YearView<'a> {
    path: String,
    period: &'a str,
}

pub fn other_years<'a>(
    page: &Page,
    reports: &[&'a Page],
    edition: &'a Edition,
) -> Vec<YearView<'a>> {
    reports
        .iter()
        .filter(|other| other.key != page.key && section(other) == section(page))
        .map(|other| YearView {
            path: path(&other.url),
            period: match document(other, edition) {
                Some(document) if !document.period.is_empty() => &document.period,
                _ => &other.title_text,
            },
        })
        .collect()
}

/// `newer`: the newest edition of the report, where this one is older.
pub fn newer<'a>(page: &Page, reports: &[&'a Page], edition: &Edition) -> Option<CardView<'a>> {
    let newest = reports.iter().find(|other| section(other) == section(page))?;
    let is_newer = (newest.date, &newest.key) > (page.date, &page.key);
    is_newer.then(|| CardView {
        key: &newest.key,
        path: path(&newest.url),
        title: &newest.title_text,
        number: None,
        description: &newest.description,
        date: DateView::of(newest.date, edition.locale),
    })
}

/// The key of the section that a report lies in.
fn section(report: &Page) -> Option<&str> {
    report.trail.last().map(|card| card.key.as_str())
}

/// `pdf`: the typeset document of the page.
#[derive(Serialize, Clone)]
pub struct PdfView {
    pub path: String,
    /// `1,8 MB`
    pub size: String,
    /// `24 sider`
    pub pages: String,
    /// `Last ned PDF (1,8 MB, 24 sider)`
    label: String,
}

impl PdfView {
    pub fn of(download: &Download, locale: &Locale, words: &Messages) -> PdfView {
        // Of a document that is not typeset yet, which no published page leads to.
        let unknown = || ("…".to_string(), "…".to_string());
        let known = download.length.map(|Length { bytes, pages }| {
            let count = pages.to_string();
            let pages = words.fill_plural("pages", pages == 1, &[("n", &count)]);
            (locale.file_size(bytes), pages)
        });
        let (size, pages) = known.unwrap_or_else(unknown);
        let label = words.fill("download-pdf", &[("size", &size), ("pages", &pages)]);
        PdfView { path: address::encoded(&download.path), size, pages, label }
    }
}

/// `page`
#[derive(Serialize)]
pub struct PageView<'a> {
    key: &'a str,
    kind: &'static str,
    path: String,
    /// The absolute address of the page, or of the original where the translation is missing.
    canonical: String,
    /// The language that the text is in.
    lang: &'a str,
    /// The same as Open Graph wants it: `nb_NO`.
    locale: String,
    /// In the reader's language: that the page is not translated, and what it is in instead.
    notice: Option<String>,
    title: &'a str,
    number: Option<&'a str>,
    description: &'a str,
    date: Option<DateView>,
    updated: Option<DateView>,
    as_of: Option<DateView>,
    /// `6 minutter å lese`
    reading_time: String,
    trail: Vec<CardView<'a>>,
    /// The item of the menu that the page lies under.
    menu_key: Option<&'a str>,
    children: Vec<CardView<'a>>,
    previous: Option<CardView<'a>>,
    next: Option<CardView<'a>>,
    contents: Vec<ContentsView<'a>>,
    translations: Vec<TranslationView<'a>>,
    alternates: Vec<AlternateView<'a>>,
    metadata: Vec<TermView<'a>>,
    signatures: &'a [Signature],
    /// Where the page is a translation of a text that holds: what it says of that.
    authoritative: Option<AuthoritativeView>,
    /// Whether the text opens with a heading of its own.
    opens_with_heading: bool,
    /// Not for search engines.
    hidden: bool,
    /// As the page's front matter has it.
    extra: &'a serde_json::Value,
}

#[derive(Serialize)]
struct ContentsView<'a> {
    anchor: String,
    number: Option<&'a str>,
    title: &'a str,
    children: Vec<ContentsView<'a>>,
}

#[derive(Serialize)]
struct TranslationView<'a> {
    tag: &'a str,
    path: String,
    /// `English`, or `English (not translated)` in its own words.
    label: String,
    translated: bool,
    current: bool,
}

#[derive(Serialize)]
struct AuthoritativeView {
    /// `This is a translation. If the texts differ, the one in Norwegian prevails.`
    text: String,
    /// `Read in Norwegian`
    link: String,
    path: String,
    tag: &'static str,
}

#[derive(Serialize)]
pub struct AlternateView<'a> {
    pub tag: &'a str,
    pub url: String,
}

#[derive(Serialize)]
struct TermView<'a> {
    term: &'a str,
    text: &'a str,
}

impl<'a> PageView<'a> {
    pub fn of(
        page: &'a Page,
        edition: &'a Edition,
        report: &'a Report,
        theme: &Theme,
    ) -> PageView<'a> {
        let words = theme.words(page.locale);
        let foreign = page.locale != edition.locale;
        let minutes = page.reading_minutes.to_string();
        PageView {
            key: &page.key,
            kind: kind(page.kind),
            path: path(&page.url),
            canonical: canonical(page, report),
            lang: page.locale.tag(),
            locale: format!("{}_{}", page.locale.language(), page.locale.region()),
            notice: foreign.then(|| notice(page, edition, report, theme)),
            title: &page.title_text,
            number: page.number.as_deref(),
            description: &page.description,
            date: DateView::of(page.date, page.locale),
            updated: DateView::of(page.updated.or(page.date), page.locale),
            as_of: DateView::of(page.as_of, page.locale),
            reading_time: words.fill_plural(
                "reading-time",
                page.reading_minutes == 1,
                &[("n", &minutes)],
            ),
            trail: cards(&page.trail, edition.locale),
            menu_key: menu_key(page, edition),
            children: cards(&page.children, edition.locale),
            previous: page.previous.as_ref().map(|one| card(one, edition.locale)),
            next: page.next.as_ref().map(|one| card(one, edition.locale)),
            contents: contents(page.contents()),
            translations: translations(page, report, theme),
            alternates: alternates(page, edition, report),
            metadata: page.metadata.iter().map(|(term, text)| TermView { term, text }).collect(),
            signatures: &page.signatures,
            authoritative: authoritative(page, words),
            opens_with_heading: opens_with_heading(page),
            hidden: false,
            extra: &page.extra,
        }
    }

    /// The page for addresses that do not exist.
    pub fn not_found(
        file: &str,
        edition: &'a Edition,
        report: &'a Report,
        theme: &'a Theme,
    ) -> PageView<'a> {
        let translations = report.editions.iter().map(|other| TranslationView {
            tag: other.locale.tag(),
            path: address::encoded(&home_path(other)),
            label: other.label.clone(),
            translated: true,
            current: std::ptr::eq(other, edition),
        });
        PageView {
            key: "404",
            kind: "missing",
            path: address::encoded(file),
            canonical: String::new(),
            lang: edition.locale.tag(),
            locale: String::new(),
            notice: None,
            title: theme.words(edition.locale).text("not-found-title"),
            number: None,
            description: "",
            date: None,
            updated: None,
            as_of: None,
            reading_time: String::new(),
            trail: Vec::new(),
            menu_key: None,
            children: Vec::new(),
            previous: None,
            next: None,
            contents: Vec::new(),
            translations: translations.collect(),
            alternates: Vec::new(),
            metadata: Vec::new(),
            signatures: &[],
            authoritative: None,
            opens_with_heading: false,
            hidden: true,
            extra: &serde_json::Value::Null,
        }
    }
}

impl<'a> PageView<'a> {
    /// The page that searches the others, in this file.
    pub fn search(
        file: &str,
        edition: &'a Edition,
        report: &'a Report,
        theme: &'a Theme,
    ) -> PageView<'a> {
        let mut page = PageView::not_found(file, edition, report, theme);
        page.key = "search";
        page.kind = "search";
        page.title = theme.words(edition.locale).text("search");
        for (translation, other) in page.translations.iter_mut().zip(&report.editions) {
            translation.path = other.search.as_deref().map(path).unwrap_or_default();
        }
        page
    }
}

fn kind(kind: PageKind) -> &'static str {
    match kind {
        PageKind::Home => "home",
        PageKind::Section | PageKind::ListPage => "section",
        PageKind::Report => "report",
        PageKind::Chapter => "chapter",
        PageKind::Evidence => "evidence",
        PageKind::Article => "article",
        PageKind::Page => "page",
        PageKind::Policy => "policy",
        PageKind::Role => "role",
    }
}

/// The page itself or the nearest one above it that stands in the menu. The home page, above all,
/// marks nothing.
fn menu_key<'a>(page: &'a Page, edition: &Edition) -> Option<&'a str> {
    let above = page.trail.iter().rev().map(|card| card.key.as_str());
    let mut upwards =
        std::iter::once(page.key.as_str()).chain(above.filter(|key| *key != "_index"));
    upwards.find(|key| edition.menu.iter().any(|item| item.key == *key))
}

fn opens_with_heading(page: &Page) -> bool {
    matches!(page.blocks.first(), Some(crate::document::Block::Heading(_)))
}

fn contents<'a>(entries: Vec<ContentsEntry<'a>>) -> Vec<ContentsView<'a>> {
    let view = |entry: ContentsEntry<'a>| ContentsView {
        anchor: address::encoded(entry.anchor),
        number: entry.number,
        title: entry.title,
        children: contents(entry.children),
    };
    entries.into_iter().map(view).collect()
}

/// The absolute address of a page; of the original where the page only stands in for a translation.
pub fn canonical(page: &Page, report: &Report) -> String {
    let original = page.translations.iter().find(|one| one.tag == page.locale.tag());
    let url = original.map_or(&page.url, |original| &original.url);
    format!("{}{}", report.base_url, address::encoded(url))
}

/// What tells a reader that the page is not in the reader's language.
fn notice(page: &Page, edition: &Edition, report: &Report, theme: &Theme) -> String {
    let original = report.editions.iter().find(|other| other.locale == page.locale);
    let language = original.map_or(page.locale.tag(), |original| &original.label);
    theme.words(edition.locale).fill("page-missing-notice", &[("language", language)])
}

/// What a translation says of the text that holds, in its own words.
fn authoritative(page: &Page, words: &Messages) -> Option<AuthoritativeView> {
    let tag = page.authoritative?;
    let original = page.translations.iter().find(|one| one.tag == tag)?;
    let language = words::language(Locale::find(tag)?, words);
    Some(AuthoritativeView {
        text: words.fill("translation-of", &[("language", language)]),
        link: words.fill("read-original", &[("language", language)]),
        path: path(&original.url),
        tag,
    })
}

fn translations<'a>(page: &'a Page, report: &Report, theme: &Theme) -> Vec<TranslationView<'a>> {
    page.translations
        .iter()
        .map(|one| {
            let edition = report.editions.iter().find(|other| other.locale.tag() == one.tag);
            let label = match edition {
                Some(edition) if !one.translated && !one.current => {
                    let key = match one.instead {
                        None => "not-translated",
                        Some(Instead::Above) => "not-translated-above",
                        Some(Instead::Home) => "not-translated-home",
                    };
                    theme.words(edition.locale).fill(key, &[("language", &one.label)])
                }
                _ => one.label.clone(),
            };
            TranslationView {
                tag: one.tag,
                path: path(&one.url),
                label,
                translated: one.translated,
                current: one.current,
            }
        })
        .collect()
}

/// The page in the languages that it truly exists in, for search engines. None for a page that
/// stands in for a missing translation, and none where there is nothing to choose from.
pub fn alternates<'a>(
    page: &'a Page,
    edition: &Edition,
    report: &Report,
) -> Vec<AlternateView<'a>> {
    let real: Vec<_> = page.translations.iter().filter(|one| one.translated).collect();
    if page.locale != edition.locale || real.len() < 2 {
        return Vec::new();
    }
    let default = report.editions.iter().find(|edition| edition.is_default);
    let default = default.and_then(|one| real.iter().find(|other| other.tag == one.locale.tag()));
    let url = |url: &str| format!("{}{}", report.base_url, address::encoded(url));
    let mut alternates: Vec<AlternateView> =
        real.iter().map(|one| AlternateView { tag: one.tag, url: url(&one.url) }).collect();
    if let Some(default) = default {
        alternates.push(AlternateView { tag: "x-default", url: url(&default.url) });
    }
    alternates
}

/// Path of the home page of an edition.
pub fn home_path(edition: &Edition) -> String {
    let home = edition.pages.iter().find(|page| page.kind == PageKind::Home);
    home.map_or_else(|| "index.html".to_string(), |page| address::file(&page.url))
}

fn path(url: &str) -> String {
    address::encoded_file(url)
}
