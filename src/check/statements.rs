//! Accessibility statements: one a language, and no fault that should have been mended by now.

use std::collections::BTreeSet;

use time::Date;

use crate::compose::sitemap::Sitemap;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::project::WrittenPage;

/// Tells a second statement, and faults that are overdue by the day of the build, where that is
/// known.
pub fn statements(sitemap: &Sitemap, today: Option<Date>, diagnostics: &mut Diagnostics) {
    let mut told = BTreeSet::new();
    for language in 0..sitemap.config.languages.len() {
        let shown = sitemap.entries.values().filter(|entry| entry.is_published(language));
        let pages = shown.map(|entry| entry.page(language).0);
        let mut statements = pages.filter(|page| page.front.statement.is_some());
        let Some(first) = statements.next() else { continue };
        for page in statements.filter(|page| told.insert(page.file)) {
            diagnostics.push(second(page, first));
        }
    }
    for entry in sitemap.entries.values() {
        if let Some(page) = &entry.pages[entry.original] {
            overdue(page, today, diagnostics);
        }
    }
}

/// The foot of every page leads to one of them only.
fn second(page: &WrittenPage, first: &WrittenPage) -> Diagnostic {
    let help = match page.language == first.language {
        true => "keep one of them, and take the other's `kind` out",
        false => {
            "where they are one statement in two languages, give both files the same name but for the language, or the same `translation_key`"
        }
    };
    let message = "the site has two accessibility statements";
    Diagnostic::error("duplicate-statement", page.front.span, message)
        .related(first.front.span, "the other one")
        .help(help)
}

fn overdue(page: &WrittenPage, today: Option<Date>, diagnostics: &mut Diagnostics) {
    let Some(today) = today else { return };
    let faults = page.front.statement.iter().flat_map(|statement| &statement.faults);
    for day in faults.filter_map(|fault| fault.mend_by.as_ref()).filter(|day| day.value < today) {
        let message = format!("this fault should have been mended by {}", day.value);
        diagnostics.push(
            Diagnostic::warning("overdue-mending", day.span, message)
                .help("take the fault out once it is mended, or set the next day"),
        );
    }
}
