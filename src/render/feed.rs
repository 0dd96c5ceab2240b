//! The publications of a language as an Atom feed (RFC 4287). Its days are those of the pages, so
//! that the same project gives the same feed whenever it is built.

use std::fmt::Write;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use time::Date;

use crate::document::{Edition, Page, PageKind, Report};
use crate::render::html::escape;
use crate::render::output::Output;
use crate::render::site::{Download, document};
use crate::render::{address, view};

/// Publishes the feed of each language that has something to tell.
pub fn publish(report: &Report, pdfs: &[Download], output: &mut Output) {
    for edition in &report.editions {
        if let Some(path) = path(edition) {
            let feed = feed(&path, edition, report, pdfs);
            output.add(path, feed.into_bytes(), None);
        }
    }
}

/// Where the feed of a language lies: `en/feed.xml`. None where nothing in it has a date.
pub fn path(edition: &Edition) -> Option<String> {
    let home = view::home_path(edition);
    (!publications(edition).is_empty()).then(|| home.replace("index.html", "feed.xml"))
}

/// The day on which a page was last changed; a report changes with its chapters.
pub fn changed(page: &Page, edition: &Edition) -> Option<Date> {
    let own = page.updated.max(page.date);
    match page.kind {
        PageKind::Report => {
            // Hardly any page is newer, and that is seen sooner than whose it is.
            let newer = edition.pages.iter().filter(|one| one.updated.max(one.date) > own);
            let newer = newer.filter(|one| one.report.as_ref() == Some(&page.key));
            newer.map(|one| one.updated.max(one.date)).max().flatten().or(own)
        }
        PageKind::Home
        | PageKind::Section
        | PageKind::Chapter
        | PageKind::Evidence
        | PageKind::Article
        | PageKind::Policy
        | PageKind::Role
        | PageKind::ListPage
        | PageKind::Page => own,
    }
}

/// Whether pages of a kind are news when they have a date.
fn is_publication(kind: PageKind) -> bool {
    match kind {
        PageKind::Report | PageKind::Article | PageKind::Policy => true,
        PageKind::Home
        | PageKind::Section
        | PageKind::Chapter
        | PageKind::Evidence
        | PageKind::Role
        | PageKind::ListPage
        | PageKind::Page => false,
    }
}

/// The newest first, each with its day; not what stands in for a missing translation.
fn publications(edition: &Edition) -> Vec<(Date, &Page)> {
    let own = edition.pages.iter().map(Arc::as_ref).filter(|page| page.locale == edition.locale);
    let dated = own.filter(|page| is_publication(page.kind));
    let mut found: Vec<(Date, &Page)> = dated.filter_map(|page| Some((page.date?, page))).collect();
    found.sort_by(|(one, page), (other, other_page)| {
        other.cmp(one).then_with(|| page.key.cmp(&other_page.key))
    });
    found
}

fn feed(path: &str, edition: &Edition, report: &Report, pdfs: &[Download]) -> String {
    let publications = publications(edition);
    let changed = |date: Date, page: &Page| changed(page, edition).unwrap_or(date);
    let last = publications.iter().map(|(date, page)| changed(*date, page)).max();
    let home = view::home_path(edition).replace("index.html", "");
    let mut feed = Feed { xml: String::new(), base: &report.base_url };
    _ = write!(
        feed.xml,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n",
        edition.locale.tag()
    );
    feed.element("title", &edition.title);
    feed.element("subtitle", &edition.description);
    feed.element("id", &identifier(report, edition, "feed"));
    feed.link("self", "application/atom+xml", path);
    feed.link("alternate", "text/html", &home);
    if let Some(last) = last {
        feed.element("updated", &moment(last));
    }
    feed.xml.push_str("<author>");
    feed.element("name", &report.organisation.name);
    feed.xml.push_str("</author>\n");
    for (date, page) in publications {
        feed.xml.push_str("<entry>\n");
        feed.element("title", &page.title_text);
        feed.element("id", &identifier(report, edition, &page.key));
        feed.link("alternate", "text/html", page.url.trim_start_matches('/'));
        let document = document(page, edition);
        let of_page = |pdf: &&Download| document.is_some_and(|one| one.path == pdf.path);
        if let Some(pdf) = pdfs.iter().find(of_page) {
            feed.link("related", "application/pdf", &pdf.path);
        }
        feed.element("published", &moment(date));
        feed.element("updated", &moment(changed(date, page)));
        feed.element("summary", &page.description);
        feed.xml.push_str("</entry>\n");
    }
    feed.xml.push_str("</feed>\n");
    feed.xml
}

/// A feed while it is written.
struct Feed<'a> {
    xml: String,
    base: &'a str,
}

impl Feed<'_> {
    /// Nothing where there is no text.
    fn element(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            _ = write!(self.xml, "<{name}>");
            escape(text, &mut self.xml);
            _ = writeln!(self.xml, "</{name}>");
        }
    }

    /// `path` is relative to the site's root.
    fn link(&mut self, relation: &str, kind: &str, path: &str) {
        _ = write!(self.xml, "<link rel=\"{relation}\" type=\"{kind}\" href=\"");
        escape(self.base, &mut self.xml);
        _ = writeln!(self.xml, "/{}\"/>", address::encoded(path));
    }
}

/// Stays the same when a page gets another title, slug or date, so that no reader shows it twice: a
/// UUID of our own making (RFC 9562, version 8) from the site, the page and the language.
fn identifier(report: &Report, edition: &Edition, key: &str) -> String {
    let name = [report.base_url.as_str(), key, edition.locale.tag()].join("\n");
    let hash = Sha256::digest(name);
    let hex: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    // The places of the version and the variant hold these; the others are free.
    let (time, low) = (&hex[..8], &hex[8..12]);
    let (version, variant, node) = (&hex[13..16], &hex[17..20], &hex[20..32]);
    format!("urn:uuid:{time}-{low}-8{version}-a{variant}-{node}")
}

fn moment(date: Date) -> String {
    format!("{date}T00:00:00Z")
}
