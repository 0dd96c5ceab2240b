//! Pages whose parts need not be put in again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::config::Config;
use crate::memory::Slot;
use crate::project::WrittenPage;
use crate::source::FileId;

/// The pages that include parts, from the last build. Of none of them anything was told.
pub struct KnownPages {
    basis: Basis,
    pages: BTreeMap<FileId, KnownPage>,
}

struct KnownPage {
    written: Arc<WrittenPage>,
    whole: Arc<WrittenPage>,
}

/// What pages become, beside what stands in them.
struct Basis {
    /// All parts there are, as they were written.
    parts: Vec<Arc<WrittenPage>>,
    unreadable: BTreeSet<String>,
    /// In their order, with the tags of their locales.
    languages: Vec<(String, &'static str)>,
}

impl Basis {
    fn is_same(&self, other: &Basis) -> bool {
        let is_same = |(one, other): (&Arc<_>, &Arc<_>)| Arc::ptr_eq(one, other);
        self.parts.len() == other.parts.len()
            && self.parts.iter().zip(&other.parts).all(is_same)
            && (&self.unreadable, &self.languages) == (&other.unreadable, &other.languages)
    }
}

/// What a build takes over of the last one, and keeps for the next.
pub struct Again<'a> {
    recent: &'a Slot<KnownPages>,
    last: Option<Arc<KnownPages>>,
    made: KnownPages,
}

impl<'a> Again<'a> {
    pub fn new(
        recent: &'a Slot<KnownPages>,
        pages: &[Arc<WrittenPage>],
        unreadable: &BTreeSet<String>,
        config: &Config,
    ) -> Again<'a> {
        let basis = Basis {
            parts: pages.iter().filter(|page| page.is_part()).cloned().collect(),
            unreadable: unreadable.clone(),
            languages: config
                .languages
                .iter()
                .map(|one| (one.name.clone(), one.locale.tag()))
                .collect(),
        };
        let last = recent.get().filter(|last| last.basis.is_same(&basis));
        Again { recent, last, made: KnownPages { basis, pages: BTreeMap::new() } }
    }

    /// The page with its parts, where both are as they were.
    pub fn known(&self, page: &Arc<WrittenPage>) -> Option<Arc<WrittenPage>> {
        let known = self.last.as_ref()?.pages.get(&page.file)?;
        Arc::ptr_eq(&known.written, page).then(|| known.whole.clone())
    }

    pub fn keep(&mut self, written: Arc<WrittenPage>, whole: &Arc<WrittenPage>) {
        let whole = whole.clone();
        self.made.pages.insert(written.file, KnownPage { written, whole });
    }

    pub fn finish(self) {
        self.recent.put(Arc::new(self.made));
    }
}
