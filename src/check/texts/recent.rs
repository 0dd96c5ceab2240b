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
    pages: BTreeMap<Arc<str>, Compared>,
}

/// What came of a page in all its languages.
#[derive(Clone)]
pub struct Compared {
    key: Arc<str>,
    /// The fingerprints of the original, where translations are kept track of.
    pub original: Option<(FileId, Vec<Fingerprint>)>,
    pub told: Diagnostics,
    written: Vec<Option<Arc<WrittenPage>>>,
}

impl Compared {
    pub fn new(
        entry: &Entry,
        original: Option<(FileId, Vec<Fingerprint>)>,
        told: Diagnostics,
    ) -> Compared {
        Compared { key: entry.key.clone(), original, told, written: entry.pages.clone() }
    }

    /// Whether it says all of these texts, and of them alone.
    fn is_of(&self, entry: &Entry) -> bool {
        let is_same = |(known, page): (&Option<Arc<WrittenPage>>, &Option<Arc<WrittenPage>>)| match (
            known, page,
        ) {
            (Some(known), Some(page)) => Arc::ptr_eq(known, page),
            (None, None) => true,
            _ => false,
        };
        self.written.len() == entry.pages.len()
            && self.written.iter().zip(&entry.pages).all(is_same)
    }

    /// Whether no reference in it leads nowhere.
    fn is_whole(&self, broken: &BrokenReferences) -> bool {
        !self.written.iter().flatten().any(|page| broken.contains_key(&page.file))
    }

    fn files(&self) -> Vec<FileId> {
        self.written.iter().flatten().map(|page| page.file).collect()
    }
}

/// What a build takes over of the last one, and keeps for the next.
pub struct Again<'a> {
    recent: &'a Slot<ComparedPages>,
    last: ComparedPages,
}

impl<'a> Again<'a> {
    pub fn new(recent: &'a Slot<ComparedPages>, ground: &Arc<Ground>) -> Again<'a> {
        let last = recent.take().and_then(Arc::into_inner);
        let last = last.filter(|last| Arc::ptr_eq(&last.ground, ground));
        let new = || ComparedPages { ground: ground.clone(), pages: BTreeMap::new() };
        Again { recent, last: last.unwrap_or_else(new) }
    }

    /// Whether it is known what comes of a page. References that lead nowhere are told elsewhere: with
    /// any of them it is compared anew.
    pub fn knows(&self, entry: &Entry, broken: &BrokenReferences) -> bool {
        let known = self.last.pages.get(&entry.key).filter(|known| known.is_of(entry));
        known.is_some_and(|known| known.is_whole(broken))
    }

    /// Keeps what was compared now. All pages of which there is something to say, with those that were
    /// known.
    pub fn finish(
        mut self,
        compared: Vec<Compared>,
        broken: &BrokenReferences,
    ) -> impl Iterator<Item = Compared> {
        let (kept, lost): (Vec<_>, Vec<_>) = compared
            .into_iter()
            .partition(|one| one.told.is_of(&one.files()) && one.is_whole(broken));
        for one in &lost {
            self.last.pages.remove(&one.key);
        }
        self.last.pages.extend(kept.into_iter().map(|one| (one.key.clone(), one)));
        let all = Arc::new(self.last);
        self.recent.put(all.clone());
        let said = |one: &&Compared| one.original.is_some() || !one.told.is_empty();
        let known: Vec<Compared> = all.pages.values().filter(said).cloned().collect();
        known.into_iter().chain(lost)
    }
}
