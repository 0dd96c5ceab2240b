//! What search engines are told of a page: JSON-LD in the words of schema.org.

use serde::Serialize;

use crate::document::{Edition, Page, PageKind, Report};
use crate::fact::Value;
use crate::render::site::{Download, document};
use crate::render::{address, data, downloads, feed, view};
use crate::source::look;
use crate::theme::Theme;

/// The JSON of a page, which may stand inside a `script` element: it cannot end it. None where there
/// is nothing to say, as of a page that stands in for a missing translation.
pub fn of(
    page: &Page,
    edition: &Edition,
    report: &Report,
    theme: &Theme,
    pdfs: &[Download],
) -> Option<String> {
    if page.locale != edition.locale {
        return None;
    }
    let site = Site { edition, report, theme, pdfs };
    let graph = match page.kind {
        PageKind::Home => vec![site.organisation(), site.website(page)],
        PageKind::Report => vec![site.report(page), site.dataset(page), site.breadcrumbs(page)],
        PageKind::Article => vec![site.article(page), site.breadcrumbs(page)],
        PageKind::Policy => vec![site.policy(page), site.breadcrumbs(page)],
        PageKind::Section
        | PageKind::Chapter
        | PageKind::Evidence
        | PageKind::Role
        | PageKind::ListPage
        | PageKind::Page => vec![site.breadcrumbs(page)],
    };
    let json = serde_json::to_string(&Graph { context: "https://schema.org", graph }).ok()?;
    // Outside of strings JSON has none of these signs, and most strings have none.
    if !look::any(&json, |byte| (byte == b'<') | (byte == b'>') | (byte == b'&')) {
        return Some(json);
    }
    let escapes = [("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")];
    Some(escapes.into_iter().fold(json, |json, (sign, escape)| json.replace(sign, escape)))
}

#[derive(Serialize)]
struct Graph<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    graph: Vec<Thing<'a>>,
}

/// In the order in which schema.org's own examples have the properties.
#[derive(Serialize)]
#[serde(tag = "@type", rename_all_fields = "camelCase")]
enum Thing<'a> {
    Organization {
        #[serde(rename = "@id")]
        id: String,
        name: &'a str,
        url: String,
        #[serde(skip_serializing_if = "str::is_empty")]
        email: &'a str,
        #[serde(skip_serializing_if = "str::is_empty")]
        address: &'a str,
    },
    WebSite {
        #[serde(rename = "@id")]
        id: String,
        name: &'a str,
        url: String,
        #[serde(skip_serializing_if = "str::is_empty")]
        description: &'a str,
        in_language: &'static str,
        publisher: Reference,
    },
    Report(Publication<'a>),
    DigitalDocument(Publication<'a>),
    Article(Publication<'a>),
    Person {
        name: &'a str,
    },
    Dataset {
        #[serde(rename = "@id")]
        id: String,
        name: &'a str,
        description: &'a str,
        url: String,
        in_language: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        temporal_coverage: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        date_modified: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        license: Option<&'a str>,
        is_accessible_for_free: bool,
        creator: Box<Thing<'a>>,
        is_part_of: Reference,
        distribution: Vec<Thing<'a>>,
    },
    DataDownload {
        name: String,
        content_url: String,
        encoding_format: &'static str,
    },
    MediaObject {
        content_url: String,
        encoding_format: &'static str,
    },
    BreadcrumbList {
        item_list_element: Vec<Thing<'a>>,
    },
    ListItem {
        position: usize,
        name: &'a str,
        item: String,
    },
}

/// What is said of a page that was published on a day: of a report, and of what else has one.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Publication<'a> {
    #[serde(rename = "@id")]
    id: String,
    headline: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    url: String,
    in_language: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temporal_coverage: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<String>,
    author: Vec<Thing<'a>>,
    publisher: Reference,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<Box<Thing<'a>>>,
}

/// Something that is described elsewhere.
#[derive(Serialize)]
struct Reference {
    #[serde(rename = "@id")]
    id: String,
}

#[derive(Clone, Copy)]
struct Site<'a> {
    edition: &'a Edition,
    report: &'a Report,
    theme: &'a Theme,
    pdfs: &'a [Download],
}

impl<'a> Site<'a> {
    fn address(self, path: &str) -> String {
        format!("{}/{}", self.report.base_url, address::encoded(path))
    }

    /// The organisation, alike on all pages and in all languages.
    fn organisation(self) -> Thing<'a> {
        let organisation = &self.report.organisation;
        Thing::Organization {
            id: self.publisher().id,
            name: &organisation.name,
            url: self.address(""),
            email: &organisation.email,
            address: &organisation.address,
        }
    }

    fn publisher(self) -> Reference {
        Reference { id: self.address("") + "#organization" }
    }

    fn website(self, home: &Page) -> Thing<'a> {
        let url = view::canonical(home, self.report);
        Thing::WebSite {
            id: format!("{url}#website"),
            name: &self.edition.title,
            url,
            description: &self.edition.description,
            in_language: self.edition.locale.tag(),
            publisher: self.publisher(),
        }
    }

    fn report(self, page: &'a Page) -> Thing<'a> {
        Thing::Report(self.publication(page))
    }

    /// Its authors are people, where it names some.
    fn article(self, page: &'a Page) -> Thing<'a> {
        let mut article = self.publication(page);
        let people: Vec<Thing> =
            page.article.authors.iter().map(|name| Thing::Person { name }).collect();
        if !people.is_empty() {
            article.author = people;
        }
        Thing::Article(article)
    }

    fn policy(self, page: &'a Page) -> Thing<'a> {
        Thing::DigitalDocument(self.publication(page))
    }

    fn publication(self, page: &'a Page) -> Publication<'a> {
        let url = view::canonical(page, self.report);
        let document = document(page, self.edition);
        let pdf = document
            .and_then(|document| self.pdfs.iter().find(|download| download.path == document.path));
        let picture = pdf.and_then(|pdf| pdf.picture.as_ref());
        Publication {
            id: format!("{url}#publication"),
            headline: &page.title_text,
            description: &page.description,
            url,
            in_language: page.locale.tag(),
            date_published: page.date.map(|date| date.to_string()),
            date_modified: feed::changed(page, self.edition).map(|date| date.to_string()),
            temporal_coverage: self.coverage(page),
            image: picture.map(|picture| self.address(&picture.path)),
            author: vec![self.organisation()],
            publisher: self.publisher(),
            encoding: pdf.map(|pdf| {
                let content_url = self.address(&pdf.path);
                Box::new(Thing::MediaObject { content_url, encoding_format: "application/pdf" })
            }),
        }
    }

    /// The numbers of a report, and every file that holds them.
    fn dataset(self, page: &'a Page) -> Thing<'a> {
        let words = self.theme.words(page.locale);
        let url = view::canonical(page, self.report);
        let all = Thing::DataDownload {
            name: words.text("download-figures").to_string(),
            content_url: self.address(data::FIGURES),
            encoding_format: "application/json",
        };
        let figures = downloads::numbered(page, self.edition).into_iter().flat_map(|one| {
            data::FORMATS.map(|(ending, _)| Thing::DataDownload {
                name: one.name(),
                content_url: self.address(&one.file.beside(ending)),
                encoding_format: media_type(ending),
            })
        });
        Thing::Dataset {
            id: format!("{url}#dataset"),
            name: &page.title_text,
            // Search engines want a description of some length.
            description: match page.description.is_empty() {
                true => words.text("download-figures-content"),
                false => &page.description,
            },
            in_language: page.locale.tag(),
            temporal_coverage: self.coverage(page),
            date_modified: feed::changed(page, self.edition).map(|date| date.to_string()),
            license: self.report.licence.as_deref(),
            is_accessible_for_free: true,
            creator: Box::new(self.organisation()),
            is_part_of: Reference { id: format!("{url}#publication") },
            distribution: std::iter::once(all).chain(figures).collect(),
            url,
        }
    }

    /// `2024-01-01/2024-12-31`, or the year where the days are not known.
    fn coverage(self, page: &Page) -> Option<String> {
        let period = &document(page, self.edition)?.period;
        let day = |id: &str| {
            let facts = self.report.facts.iter();
            let mut of_period = facts.filter(|(own, _)| own == period).map(|(_, fact)| fact);
            match of_period.find(|fact| fact.id == id)?.value {
                Value::Date(date) => Some(date),
                _ => None,
            }
        };
        let is_year = period.len() == 4 && period.chars().all(|sign| sign.is_ascii_digit());
        match (day("report.period_start"), day("report.period_end")) {
            (Some(first), Some(last)) => Some(format!("{first}/{last}")),
            _ => is_year.then(|| period.clone()),
        }
    }

    /// The way from the home page down to the page.
    fn breadcrumbs(self, page: &'a Page) -> Thing<'a> {
        let home = self.theme.words(self.edition.locale).text("home");
        let above = page.trail.iter().map(|card| {
            let name = if card.key == "_index" { home } else { &card.title };
            (name, &card.url)
        });
        let way = above.chain([(page.title_text.as_str(), &page.url)]);
        let items = way.zip(1..).map(|((name, url), position)| Thing::ListItem {
            position,
            name,
            item: self.address(url.trim_start_matches('/')),
        });
        Thing::BreadcrumbList { item_list_element: items.collect() }
    }
}

fn media_type(ending: &str) -> &'static str {
    match ending {
        "csv" => "text/csv",
        "json" => "application/json",
        _ => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
}
