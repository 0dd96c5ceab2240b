//! Pages that need not be composed again.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Composed;
use super::exchange::Basis;
use super::ground::Ground;
use crate::diagnostic::Diagnostics;
use crate::document::{Edition, Page};
use crate::memory::Slot;
use crate::project::{Project, WrittenPage};
use crate::source::FileId;

/// What the last build composed, and on what ground.
#[derive(Default)]
pub struct Recent {
    pub ground: Slot<Ground>,
    /// The report as a whole, where the next one may differ in some of its pages alone.
    pub report: Slot<Composed>,
    pages: Slot<ComposedPages>,
}

/// The pages of a build, for the next one.
struct ComposedPages {
    ground: Arc<Ground>,
    /// By language, and by the file that each was written in; a borrowed page by that of the original.
    pages: Vec<BTreeMap<FileId, ComposedPage>>,
    /// As the stages after this one know them: by language, in the order of their keys.
    finished: Vec<Vec<Arc<Page>>>,
}

struct ComposedPage {
    written: Arc<WrittenPage>,
    page: Arc<Page>,
    told: Diagnostics,
}

impl Recent {
    /// Puts pages of a language in the places of those of the same files, each with what is told of
    /// it. None where the others are not known.
    pub fn exchange(
        &self,
        made: impl Iterator<Item = (usize, Arc<WrittenPage>, Arc<Page>, Diagnostics)>,
    ) -> Option<()> {
        let mut last = Arc::try_unwrap(self.pages.take()?).ok()?;
        for (language, written, page, told) in made {
            let finished = last.finished.get_mut(language)?;
            let at = place(finished, &page.key)?;
            finished[at] = page.clone();
            let pages = last.pages.get_mut(language)?;
            pages.insert(written.file, ComposedPage { written, page, told });
        }
        self.pages.put(Arc::new(last));
        Some(())
    }

    /// Tells again what is wrong with the text of each page.
    pub fn tell(&self, diagnostics: &mut Diagnostics) {
        let last = self.pages.get();
        let pages = last.iter().flat_map(|last| last.pages.iter().flat_map(BTreeMap::values));
        for page in pages.filter(|page| !page.told.is_empty()) {
            diagnostics.extend(page.told.clone());
        }
    }
}

/// Where a page is among those of an edition.
fn place(pages: &[Arc<Page>], key: &str) -> Option<usize> {
    pages.binary_search_by(|page| page.key.as_str().cmp(key)).ok()
}

/// What a build takes over of the last one, and keeps for the next.
pub struct Again<'a> {
    recent: &'a Recent,
    ground: Arc<Ground>,
    last: Option<Arc<ComposedPages>>,
    made: Vec<BTreeMap<FileId, ComposedPage>>,
    /// Whether all pages could be kept.
    is_whole: bool,
}

impl<'a> Again<'a> {
    pub fn new(recent: &'a Recent, ground: Arc<Ground>) -> Again<'a> {
        Again { recent, ground, last: recent.pages.get(), made: Vec::new(), is_whole: true }
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
        let mut made = BTreeMap::new();
        for (written, page, told) in composed {
            if told.is_of(&[written.file]) {
                let (written, page, told) = (written.clone(), page.clone(), told.clone());
                made.insert(written.file, ComposedPage { written, page, told });
            } else {
                self.is_whole = false;
            }
        }
        self.made.push(made);
    }

    /// Hands on pages that came out the same under the address that they had, and ends the work. What
    /// the next build may take over as a whole.
    pub fn finish(
        self,
        editions: &mut [Edition],
        project: &Project,
        told: &Diagnostics,
    ) -> Option<Basis> {
        for (language, edition) in editions.iter_mut().enumerate() {
            let last = self.last.as_ref().and_then(|last| last.finished.get(language));
            for page in &mut edition.pages {
                let known = last.and_then(|last| Some(&last[place(last, &page.key)?]));
                let known = known.filter(|known| Arc::ptr_eq(known, page) || ***known == **page);
                if let Some(known) = known {
                    *page = known.clone();
                }
            }
        }
        let finished = editions.iter().map(|edition| edition.pages.clone()).collect();
        let Again { recent, ground, made: pages, .. } = self;
        recent.pages.put(Arc::new(ComposedPages { ground: ground.clone(), pages, finished }));
        let (written, told) = (project.pages.clone(), told.clone());
        self.is_whole.then_some(Basis { ground, written, told })
    }
}
