//! What pages are made from beside their own text.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::sitemap::anchor_set;
use crate::memory::Slot;
use crate::project::{Project, WrittenPage};
use crate::source::{Bytes, Sources};

/// All that a page is made from beside its own text: the files that are no pages, what was asked
/// for, and what pages let others know of them. Builds on the same ground have the same one in
/// memory.
pub struct Ground {
    /// In the order of their numbers; of pages only the path.
    files: Vec<(Arc<str>, Option<Bytes>)>,
    /// What was asked for, in words.
    asked: String,
    pages: Vec<Arc<WrittenPage>>,
    /// The keys of pages that cannot be read.
    unreadable: BTreeSet<String>,
}

impl Ground {
    /// The ground of a build, for which `asked` was asked; the last one, where it is the same.
    pub fn of(
        sources: &Sources,
        project: &Project,
        asked: String,
        last: &Slot<Ground>,
    ) -> Arc<Ground> {
        let files = sources.iter().map(|(file, source)| {
            let is_page = source.path.starts_with("content/") && source.path.ends_with(".md");
            (source.path.clone(), (!is_page).then(|| sources.shared(file)))
        });
        let ground = Ground {
            files: files.collect(),
            asked,
            pages: project.pages.clone(),
            unreadable: project.unreadable.clone(),
        };
        match last.get() {
            Some(last) if last.is_same(&ground) => last,
            _ => {
                let ground = Arc::new(ground);
                last.put(ground.clone());
                ground
            }
        }
    }

    fn is_same(&self, other: &Ground) -> bool {
        let same_file = |((path, bytes), (other_path, other)): (&(Arc<str>, _), &(Arc<str>, _))| {
            let same_bytes = match (bytes, other) {
                (Some(bytes), Some(other)) => Bytes::is_same(bytes, other),
                (None, None) => true,
                _ => false,
            };
            same_bytes && path == other_path
        };
        let same_page = |(page, other): (&Arc<WrittenPage>, &Arc<WrittenPage>)| {
            Arc::ptr_eq(page, other) || differ_in_text_alone(page, other)
        };
        self.asked == other.asked
            && self.unreadable == other.unreadable
            && self.files.len() == other.files.len()
            && self.pages.len() == other.pages.len()
            && self.files.iter().zip(&other.files).all(same_file)
            && self.pages.iter().zip(&other.pages).all(same_page)
    }
}

/// Whether two pages let others know the same of them: all but the text, and where in it can be
/// linked to.
fn differ_in_text_alone(one: &WrittenPage, other: &WrittenPage) -> bool {
    let WrittenPage {
        file,
        key,
        is_joined,
        language,
        front,
        blocks: _,
        notes: _,
        expanded: _,
        in_doubt,
        headings_in_doubt,
        front_in_doubt,
        body: _,
        words: _,
        holds_parts: _,
        anchors: _,
    } = one;
    let which = (file, key, is_joined, language);
    which == (&other.file, &other.key, &other.is_joined, &other.language)
        && (*in_doubt, *front_in_doubt) == (other.in_doubt, other.front_in_doubt)
        && *headings_in_doubt == other.headings_in_doubt
        && *front == other.front
        && anchor_set(one) == anchor_set(other)
        && one.own_anchors().eq(other.own_anchors())
}
