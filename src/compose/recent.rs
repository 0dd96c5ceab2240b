//! Pages that need not be composed again.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::ground::Ground;
use crate::diagnostic::Diagnostics;
use crate::document::{Edition, Page};
use crate::memory::Slot;
use crate::project::WrittenPage;
use crate::source::FileId;

/// What the last build composed, and on what ground.
#[derive(Default)]
pub struct Recent {
    pub ground: Slot<Ground>,
    pages: Slot<ComposedPages>,
}

/// The pages of a build, for the next one.
struct ComposedPages {
    ground: Arc<Ground>,
    /// By language, and by the file that each was written in; a borrowed page by that of the original.
    pages: Vec<BTreeMap<FileId, ComposedPage>>,
    /// As the stages after this one know them: by language and key.
    finished: Vec<BTreeMap<String, Arc<Page>>>,
}

struct ComposedPage {
    written: Arc<WrittenPage>,
    page: Arc<Page>,
    told: Diagnostics,
}

/// What a build takes over of the last one, and keeps for the next.
pub struct Again<'a> {
    recent: &'a Recent,
    ground: Arc<Ground>,
    last: Option<Arc<ComposedPages>>,
    made: Vec<BTreeMap<FileId, ComposedPage>>,
}

impl<'a> Again<'a> {
    pub fn new(recent: &'a Recent, ground: Arc<Ground>) -> Again<'a> {
        Again { recent, ground, last: recent.pages.get(), made: Vec::new() }
    }

    /// The page that comes of a text in a language, where that is known, and what is told of it.
    pub fn composed(
        &self,
        language: usize,
        written: &Arc<WrittenPage>,
    ) -> Option<(Arc<Page>, Diagnostics)> {
        let last = self.last.as_ref().filter(|last| Arc::ptr_eq(&last.ground, &self.ground))?;
        let known = last.pages.get(language)?.get(&written.file)?;
        let is_same = Arc::ptr_eq(&known.written, written);
        is_same.then(|| (known.page.clone(), known.told.clone()))
    }

    /// Keeps the pages of the next language, and what is told of each. What is said at other files
    /// would point elsewhere when these change: such a page is made again.
    pub fn keep<'w>(
        &mut self,
        composed: impl Iterator<Item = (&'w Arc<WrittenPage>, &'w Arc<Page>, &'w Diagnostics)>,
    ) {
        let kept = composed.filter(|(written, _, told)| told.is_of(&[written.file]));
        let kept = kept.map(|(written, page, told)| {
            let (written, page, told) = (written.clone(), page.clone(), told.clone());
            (written.file, ComposedPage { written, page, told })
        });
        self.made.push(kept.collect());
    }

    /// Hands on pages that came out the same under the address that they had, and ends the work.
    pub fn finish(self, editions: &mut [Edition]) {
        for (language, edition) in editions.iter_mut().enumerate() {
            let last = self.last.as_ref().and_then(|last| last.finished.get(language));
            for page in &mut edition.pages {
                let known = last.and_then(|last| last.get(&page.key));
                let known = known.filter(|known| Arc::ptr_eq(known, page) || ***known == **page);
                if let Some(known) = known {
                    *page = known.clone();
                }
            }
        }
        let by_key = |page: &Arc<Page>| (page.key.clone(), page.clone());
        let finished = editions.iter().map(|edition| edition.pages.iter().map(by_key).collect());
        let finished = finished.collect();
        let Again { recent, ground, made: pages, .. } = self;
        recent.pages.put(Arc::new(ComposedPages { ground, pages, finished }));
    }
}
