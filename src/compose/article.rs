//! Articles: byline, picture, what belongs to them, and their order by date.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::figures::picture::{self, Wanted};
use super::links::{Destination, destination};
use super::resolve::{Resolver, Scope};
use super::sitemap::{Entry, Sitemap};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{Article, LinkReference, Page, PageCard, PageKind, Target};
use crate::load::references::words;
use crate::source::Span;

/// The byline and picture of a page. The cards of its related pages are made when all pages are.
pub fn article(scope: Scope<'_>, diagnostics: &mut Diagnostics) -> Article {
    check_related(scope, diagnostics);
    let written = &scope.page.front.article;
    let mut resolver = Resolver::new(scope, diagnostics);
    let picture = written.image.as_ref().and_then(|image| {
        let inside = Span { start: image.span.start + 1, end: image.span.end.saturating_sub(1), ..image.span };
        let wanted = Wanted {
            target: &image.path,
            target_span: inside,
            alt: &image.alt,
            caption: &words(&image.caption),
            span: image.span,
            example: "say in `image_alt` what it shows; if it only decorates, write `image_caption = \"decorative\"`",
        };
        picture::made(&mut resolver, &wanted, "site-picture".to_string())
    });
    Article { authors: written.authors.clone(), related: Vec::new(), picture }
}

/// Related pages that lead nowhere are told.
fn check_related(scope: Scope<'_>, diagnostics: &mut Diagnostics) {
    for (target, span) in &scope.page.front.article.related {
        let inside = Span { start: span.start + 1, end: span.end.saturating_sub(1), ..*span };
        let link = LinkReference {
            target: target.clone(),
            title: String::new(),
            span: *span,
            target_span: inside,
        };
        let found = scope.links.resolve(&link, scope, diagnostics);
        if found.is_some_and(|link| !matches!(link.target, Target::Page { .. })) {
            let message = format!("`{target}` is no page of this site");
            diagnostics.push(
                Diagnostic::error("wrong-value", inside, message)
                    .help("name a page by its file: `@/news/gender-balance.md`"),
            );
        }
    }
}

/// The keys of the pages that an article names as related.
pub fn related<'a>(
    entry: &'a Entry,
    language: usize,
    sitemap: &'a Sitemap,
) -> impl Iterator<Item = String> + use<'a> {
    let (page, _) = entry.page(language);
    page.front.article.related.iter().filter_map(move |(target, _)| {
        match destination(target, page, &sitemap.config) {
            Destination::Page(key) => Some(key),
            Destination::File(_) | Destination::Elsewhere => None,
        }
    })
}

/// The articles before and after one in time, among those of its section.
pub fn neighbours(
    page: &Page,
    sitemap: &Sitemap,
    below: &BTreeMap<&str, Vec<Arc<PageCard>>>,
) -> (Option<Arc<PageCard>>, Option<Arc<PageCard>>) {
    let none = (None, None);
    let Some(entry) = sitemap.entries.get(page.key.as_str()) else { return none };
    let above = sitemap.above(entry);
    let Some(siblings) = above.last().and_then(|section| below.get(&*section.key)) else {
        return none;
    };
    let is_article = |card: &&Arc<PageCard>| {
        sitemap.entries.get(card.key.as_str()).is_some_and(|one| one.kind == PageKind::Article)
    };
    let articles: Vec<&Arc<PageCard>> = siblings.iter().filter(is_article).collect();
    let Some(at) = articles.iter().position(|card| card.key == page.key) else { return none };
    let newer = at.checked_sub(1).map(|newer| articles[newer].clone());
    (articles.get(at + 1).map(|older| (*older).clone()), newer)
}
