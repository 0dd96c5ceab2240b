//! Pages whose languages need not be compared again.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::BrokenReferences;
use crate::compose::ground::Ground;
use crate::compose::sitemap::Entry;
use crate::diagnostic::Diagnostics;
use crate::memory::Slot;
use crate::project::WrittenPage;
use crate::source::FileId;
use crate::translation::fingerprint::Fingerprint;

/// The pages of a build, by key, as they were compared.
pub struct ComparedPages {
    ground: Arc<Ground>,
    pages: BTreeMap<String, Compared>,
}

/// What came of a page in all its languages.
#[derive(Clone)]
pub struct Compared {
    /// The fingerprints of the original, where translations are kept track of.
    pub original: Option<(FileId, Vec<Fingerprint>)>,
    pub told: Diagnostics,
    written: Vec<Option<Arc<WrittenPage>>>,
}

impl Compared {
    pub fn new(
        entry: &Entry<'_>,
        original: Option<(FileId, Vec<Fingerprint>)>,
        told: Diagnostics,
    ) -> Compared {
        let written = entry.pages.iter().map(|page| page.cloned()).collect();
        Compared { original, told, written }
    }

    /// Whether it says all of these texts, and of them alone.
    fn is_of(&self, entry: &Entry<'_>) -> bool {
        let is_same =
            |(known, page): (&Option<Arc<WrittenPage>>, &Option<&Arc<WrittenPage>>)| match (
                known, page,
            ) {
                (Some(known), Some(page)) => Arc::ptr_eq(known, page),
                (None, None) => true,
                _ => false,
            };
        self.written.len() == entry.pages.len()
            && self.written.iter().zip(&entry.pages).all(is_same)
    }

    fn files(&self) -> Vec<FileId> {
        self.written.iter().flatten().map(|page| page.file).collect()
    }
}

/// What a build takes over of the last one, and keeps for the next.
pub struct Again<'a> {
    recent: &'a Slot<ComparedPages>,
    ground: Arc<Ground>,
    last: Option<Arc<ComparedPages>>,
}

impl<'a> Again<'a> {
    pub fn new(recent: &'a Slot<ComparedPages>, ground: Arc<Ground>) -> Again<'a> {
        let last = recent.get().filter(|last| Arc::ptr_eq(&last.ground, &ground));
        Again { recent, ground, last }
    }

    /// What is known of a page. References that lead nowhere are told elsewhere: with any of them
    /// it is compared anew.
    pub fn compared(&self, entry: &Entry<'_>, broken: &BrokenReferences) -> Option<Compared> {
        let known = self.last.as_ref()?.pages.get(entry.key)?;
        let is_whole = || known.files().iter().all(|file| !broken.contains_key(file));
        (known.is_of(entry) && is_whole()).then(|| known.clone())
    }

    pub fn keep<'c>(
        self,
        compared: impl Iterator<Item = (&'c str, &'c Compared)>,
        broken: &BrokenReferences,
    ) {
        let kept = compared.filter(|(_, one)| {
            let files = one.files();
            one.told.is_of(&files) && files.iter().all(|file| !broken.contains_key(file))
        });
        let pages = kept.map(|(key, one)| (key.to_string(), one.clone())).collect();
        self.recent.put(Arc::new(ComparedPages { ground: self.ground, pages }));
    }
}
