//! What templates see of articles, and of pictures in lists.

use serde::Serialize;
use tera::{Context, Value};

use super::{CardView, card};
use crate::document::{Edition, Figure, FigureContent, Page, PageCard, PageKind, Picture};
use crate::render::html::{self, Setting};

/// `article`
#[derive(Serialize)]
struct ArticleView<'a> {
    authors: &'a [String],
    /// `By Kari Nordmann and Ola Hansen`; empty where nobody is named.
    byline: String,
    related: Vec<CardView<'a>>,
}

/// Inserts `article`, `picture` (the one at the top of an article) and `thumbnails`, by the key of
/// the page that each stands for in a list.
pub fn insert(page: &Page, edition: &Edition, setting: &Setting, context: &mut Context) {
    let authors = &page.article.authors;
    let related = page.article.related.iter().map(|one| card(one, edition.locale));
    let view = ArticleView { authors, byline: byline(page, setting), related: related.collect() };
    context.insert("article", &view);
    let picture = top(page).map(|(figure, picture)| html::top_picture(figure, picture, setting));
    context.insert_value("picture", Value::safe_string(&picture.unwrap_or_default()));
    let shown = page.children.iter().chain(&page.article.related);
    let mut thumbnails = tera::Map::new();
    for card in shown {
        if let Some(made) = thumbnail(card, setting) {
            thumbnails.insert(card.key.clone().into(), Value::safe_string(&made));
        }
    }
    context.insert_value("thumbnails", Value::from(thumbnails));
}

fn byline(page: &Page, setting: &Setting) -> String {
    match page.article.authors.as_slice() {
        [] => String::new(),
        authors => setting.words.fill("byline", &[("names", &page.locale.list(authors))]),
    }
}

/// Whether a picture stands above the text of a page.
pub fn has_top_picture(page: &Page) -> bool {
    top(page).is_some()
}

fn top(page: &Page) -> Option<(&Figure, &Picture)> {
    let figure = page.article.picture.as_ref().filter(|_| page.kind == PageKind::Article)?;
    match &figure.content {
        FigureContent::Image(picture) => Some((figure, picture)),
        _ => None,
    }
}

fn thumbnail(card: &PageCard, setting: &Setting) -> Option<String> {
    let picture = card.picture.as_ref()?;
    Some(html::thumbnail(picture, setting)).filter(|made| !made.is_empty())
}
