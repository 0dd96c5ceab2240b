//! Accepting translations: the hashes of the originals that a person has compared them with.

use super::status::{PageStatus, Status};
use crate::project::accepted::Accepted;

/// What was accepted of one page in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptedNow {
    pub key: String,
    pub language: String,
    /// The anchors of sections that were stale or new.
    pub sections: Vec<String>,
    /// Sections that were current already.
    pub before: usize,
    /// Sections that the translation lacks.
    pub missing: usize,
    /// Lines of sections that are gone, taken out.
    pub pruned: usize,
}

/// Accepts the sections of a page that both languages have: all, or those of these anchors. What was
/// accepted of sections that are gone is forgotten.
pub fn accept(
    page: &PageStatus,
    anchors: Option<&[String]>,
    accepted: &mut Accepted,
) -> AcceptedNow {
    let (key, language) = (&page.key, &page.language);
    let is_meant = |anchor: &String| anchors.is_none_or(|anchors| anchors.contains(anchor));
    let mut now = AcceptedNow {
        key: key.clone(),
        language: language.clone(),
        sections: Vec::new(),
        before: 0,
        missing: 0,
        pruned: accepted.retain(key, language, |anchor| {
            let mut known = page.sections.iter().filter(|section| section.anchor == anchor);
            known.any(|section| section.original.is_some() && section.translation.is_some())
        }),
    };
    for section in page.sections.iter().filter(|section| is_meant(&section.anchor)) {
        match (section.status, &section.hash) {
            (Status::Stale | Status::New, Some(hash)) => {
                accepted.accept(key, language, &section.anchor, hash);
                now.sections.push(section.anchor.clone());
            }
            (Status::Current, _) => now.before += 1,
            (Status::Missing, _) => now.missing += 1,
            (Status::Stale | Status::New | Status::Orphaned, _) => {}
        }
    }
    now
}
