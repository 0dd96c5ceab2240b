//! Articles whose day is yet to come, and pages that nobody has written yet.

use time::Date;

use crate::compose::sitemap::Sitemap;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::PageKind;
use crate::source::Span;

/// Tells articles that are published with a date after `today`, once each: where they were written
/// first. One with a `publish_date` is published when it says.
pub fn articles(sitemap: &Sitemap, today: Option<Date>, diagnostics: &mut Diagnostics) {
    let Some(today) = today else { return };
    let articles = sitemap.entries.values().filter(|entry| entry.kind == PageKind::Article);
    for front in articles.filter_map(|entry| Some(&entry.pages[entry.original].as_ref()?.front)) {
        let Some(date) = front.date.filter(|date| *date > today && !front.draft) else { continue };
        if front.publish_date.is_some() {
            continue;
        }
        let message = format!("the article is dated {date}, which is yet to come");
        let help = format!(
            "correct `date`; where it is to be published that day, write `publish_date = {date}` below it"
        );
        diagnostics
            .push(Diagnostic::warning("future-date", front.article.dated, message).help(help));
    }
}

/// Tells pages that have a title and not a word of text, once each: readers who follow a link would find
/// nothing. Lists of pages need none, nor does a page with a template of its own.
pub fn empty(sitemap: &Sitemap, diagnostics: &mut Diagnostics) {
    for entry in sitemap.entries.values() {
        let kinds = [PageKind::Chapter, PageKind::Policy, PageKind::Article, PageKind::Page];
        let Some(page) = entry.pages[entry.original].as_ref() else { continue };
        let front = &page.front;
        let has_own = front.statement.is_some() || front.template.is_some();
        let is_unfinished = front.draft || page.in_doubt || page.front_in_doubt;
        if kinds.contains(&entry.kind) && page.blocks.is_empty() && !has_own && !is_unfinished {
            let message = "the page has a title and no text";
            diagnostics.push(
                Diagnostic::warning("empty-page", Span::file(page.file), message).help(
                    "write its text below the front matter, or make it a draft: `draft = true`",
                ),
            );
        }
    }
}
