//! Articles whose day is yet to come.

use time::Date;

use crate::compose::sitemap::Sitemap;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::PageKind;

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
