//! Lists that are long: a section with `paginate_by` shows so many pages at a time, the others on
//! pages of their own, `/news/page/2/`.

use std::sync::Arc;

use super::messages;
use super::sitemap::{Entry, Sitemap};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{Inline, Instead, Known, Page, PageCard, PageKind, Translation};
use crate::load::slug;
use crate::project::Project;
use crate::source::Span;

/// Divides the lists of an edition, and adds the pages that it takes.
pub fn divide(
    pages: &mut Vec<Arc<Page>>,
    sitemap: &Sitemap,
    project: &Project,
    language: usize,
    diagnostics: &mut Diagnostics,
) {
    let mut made = Vec::new();
    for shared in pages.iter_mut() {
        let page = shared.as_ref();
        let Some(entry) = sitemap.entries.get(page.key.as_str()) else { continue };
        let Some((most, span)) = limit(entry, language) else { continue };
        if page.kind != PageKind::Section {
            tell(span, diagnostics);
            continue;
        }
        if page.children.len() <= most {
            continue;
        }
        let list = List { entry, sitemap, project, language };
        let parts: Vec<Vec<Arc<PageCard>>> =
            page.children.chunks(most).map(<[_]>::to_vec).collect();
        let mut all: Vec<Page> =
            (2..=parts.len()).map(|number| list.page(page, number, parts.len())).collect();
        for (other, part) in all.iter_mut().zip(&parts[1..]) {
            other.children.clone_from(part);
        }
        let page = Arc::make_mut(shared);
        page.children.clone_from(&parts[0]);
        let mut whole: Vec<&mut Page> = std::iter::once(page).chain(&mut all).collect();
        for at in 1..whole.len() {
            let (before, after) = (super::card(whole[at - 1]), super::card(whole[at]));
            whole[at].previous = Some(before);
            whole[at - 1].next = Some(after);
        }
        made.extend(all.into_iter().map(Arc::new));
    }
    pages.append(&mut made);
    pages.sort_by(|a, b| a.key.cmp(&b.key));
}

/// How many pages a list shows at a time, and where that is said: in the language of the page, or
/// else in that in which it was written first.
fn limit(entry: &Entry, language: usize) -> Option<(usize, Span)> {
    let original = entry.pages[entry.original].as_ref().and_then(|page| page.front.paginate_by);
    entry.page(language).0.front.paginate_by.or(original)
}

fn tell(span: Span, diagnostics: &mut Diagnostics) {
    let message = "only the list of a section is divided, and this page has none";
    diagnostics.push(
        Diagnostic::error("wrong-value", span, message)
            .help("write `paginate_by` into the `_index.md` of a folder that is no report"),
    );
}

/// A section whose list is divided.
#[derive(Clone, Copy)]
struct List<'l> {
    entry: &'l Entry,
    sitemap: &'l Sitemap,
    project: &'l Project,
    language: usize,
}

impl List<'_> {
    /// A page of the list behind the first, without its part of the list.
    fn page(self, first: &Page, number: usize, pages: usize) -> Page {
        let words = messages(self.project, first.locale);
        let (own, pages) = (number.to_string(), pages.to_string());
        let values = [("title", first.title_text.as_str()), ("n", &own), ("pages", &pages)];
        let title = words.fill("list-page", &values);
        let languages = 0..self.project.config.languages.len();
        Page {
            key: format!("{}_page-{number:04}", first.key.trim_end_matches("_index")),
            kind: PageKind::ListPage,
            url: self.url(number, self.language),
            title: vec![Inline::Text { text: title.as_str().into(), span: first.span }],
            title_text: title,
            description: String::new(),
            blocks: Vec::new(),
            notes: Vec::new(),
            translations: languages.map(|at| self.translation(number, at)).collect(),
            trail: [&first.trail[..], &[super::card(first)]].concat(),
            key_figures: Vec::new(),
            printed: Vec::new(),
            aliases: Vec::new(),
            template: first.template.clone(),
            known: Known::default(),
            ..first.clone()
        }
    }

    /// `/nytt/side/2/`
    fn url(self, number: usize, language: usize) -> String {
        let locale = self.project.config.languages[language].locale;
        let folder = slug(messages(self.project, locale).text("list-page-slug"));
        format!("{}{folder}/{number}/", self.entry.urls[language])
    }

    /// Where the language switch leads: to the beginning of the list, where it is shorter.
    fn translation(self, number: usize, at: usize) -> Translation {
        let first = self.sitemap.translation(self.entry, at);
        let current = at == self.language;
        match self.entry.omitted[at] {
            true => first,
            false if number <= self.pages(at) => {
                Translation { url: self.url(number, at), current, ..first }
            }
            false => Translation { translated: false, instead: Some(Instead::Above), ..first },
        }
    }

    /// On how many pages the list stands in a language.
    fn pages(self, language: usize) -> usize {
        let most = limit(self.entry, language).map_or(usize::MAX, |(most, _)| most);
        let listed = self.sitemap.below(self.entry);
        listed.iter().filter(|page| page.is_published(language)).count().div_ceil(most)
    }
}
