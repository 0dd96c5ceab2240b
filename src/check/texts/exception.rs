//! What a page says may differ: under `[[exceptions]]` in its front matter, each with a reason.

use std::sync::Arc;

use crate::compose::sitemap::Entry;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::locale::Quantity;
use crate::project::Excepted;
use crate::project::WrittenPage;
use crate::source::Sources;
use crate::translation::Section;

/// The exceptions of a page, written in any of its languages and valid in all.
pub struct Exempt<'a> {
    numbers: Vec<Quantity>,
    sections: Vec<&'a str>,
}

impl<'a> Exempt<'a> {
    pub fn nothing() -> Exempt<'a> {
        Exempt { numbers: Vec::new(), sections: Vec::new() }
    }

    pub fn of(entry: &'a Entry, config: &Config) -> Exempt<'a> {
        let mut exempt = Exempt::nothing();
        for (page, language) in entry.pages.iter().zip(&config.languages) {
            for exception in page.iter().flat_map(|page| &page.front.exceptions) {
                match &exception.what {
                    Excepted::Number(text) => {
                        exempt.numbers.extend(language.locale.quantities(text));
                    }
                    Excepted::Section(anchor) => exempt.sections.push(anchor),
                }
            }
        }
        exempt
    }

    pub fn number(&self, quantity: &Quantity) -> bool {
        self.numbers.iter().any(|one| one.reading == quantity.reading)
    }

    pub fn section(&self, section: &Section<'_>) -> bool {
        self.sections.contains(&section.anchor.as_str())
    }
}

/// Tells exceptions that except nothing: they would hide a mistake that is made later.
pub fn tell_unused(
    entry: &Entry,
    config: &Config,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    let pages = || {
        let pages = entry.pages.iter().enumerate();
        pages.filter_map(|(at, page)| Some((page.as_ref()?, entry.anchors(at)?)))
    };
    for (page, language) in entry.pages.iter().zip(&config.languages) {
        for exception in page.iter().flat_map(|page| &page.front.exceptions) {
            let (is_used, message) = match &exception.what {
                Excepted::Number(text) if language.locale.quantities(text).is_empty() => {
                    (false, format!("`{text}` is not a number"))
                }
                Excepted::Number(text) => {
                    let holds = |(page, _): (&Arc<WrittenPage>, _)| {
                        let all = sources.text(page.file);
                        all.get(page.body.start as usize..)
                            .is_some_and(|body| body.contains(text.as_str()))
                    };
                    (pages().any(holds), format!("`{text}` does not stand on the page"))
                }
                Excepted::Section(anchor) => (
                    pages()
                        .any(|(page, anchors)| page.headings_in_doubt || anchors.contains(anchor)),
                    format!("there is no section `#{anchor}` on the page"),
                ),
            };
            if !is_used {
                diagnostics.push(
                    Diagnostic::warning("unused-exception", exception.span, message)
                        .help("correct the exception, or take it away"),
                );
            }
        }
    }
}
