//! The order of the pages of a section.

use std::cmp::Reverse;

use time::Date;

use super::sitemap::Entry;
use crate::document::PageKind;

/// By `weight`, then by file. Of reports the newest first, and so of articles: the account of this
/// year and the latest news are what readers look for. They keep the places that they have together
/// among other pages.
pub fn settle(entries: &mut [&Entry]) {
    let weight = |entry: &Entry| entry.page(0).0.front.weight;
    entries.sort_by_key(|entry| (weight(entry), entry.key.clone()));
    for kind in [PageKind::Report, PageKind::Article] {
        let of_kind = |entry: &&Entry| entry.kind == kind;
        let mut own: Vec<_> = entries.iter().copied().filter(of_kind).collect();
        own.sort_by(|one, other| {
            (weight(one), Reverse(age(one))).cmp(&(weight(other), Reverse(age(other))))
        });
        for (place, newest) in entries.iter_mut().filter(|entry| of_kind(entry)).zip(own) {
            *place = newest;
        }
    }
}

/// A report is of its period, an article of its day.
fn age(entry: &Entry) -> (Option<&str>, Option<Date>) {
    match entry.kind {
        PageKind::Report => (entry.period.as_deref(), None),
        _ => (None, entry.page(0).0.front.date),
    }
}
