//! Puts into the files what mends a mistake and needs nobody to weigh it.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostics, Fix};
use crate::source::{Encoding, FileId, Sources};

/// A file with its sure fixes applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    pub text: String,
    /// How many places were mended.
    pub places: usize,
}

/// The files that sure fixes change. Of two fixes that overlap the first is applied: if the other
/// is still needed, the next look at the file finds it again.
pub fn mended(sources: &Sources, diagnostics: &Diagnostics) -> BTreeMap<FileId, Mended> {
    let mut files: BTreeMap<FileId, Vec<&Fix>> = BTreeMap::new();
    for fix in sure(sources, diagnostics) {
        files.entry(fix.span.file).or_default().push(fix);
    }
    let mended = files.into_iter().filter_map(|(file, fixes)| {
        let text = sources.whole_text(file)?;
        Some((file, replaced(text, &fixes)))
    });
    mended.collect()
}

/// In how many places a sure fix is to be had.
pub fn places(sources: &Sources, diagnostics: &Diagnostics) -> usize {
    sure(sources, diagnostics).len()
}

/// The sure fixes that can be applied, by place: in text that is UTF-8 on disk. Two that would
/// write different things in one place are not sure.
fn sure<'d>(sources: &Sources, diagnostics: &'d Diagnostics) -> Vec<&'d Fix> {
    let fixes = diagnostics.sorted().into_iter().filter_map(|one| one.fix.as_ref());
    let mut fixes: Vec<&Fix> = fixes.filter(|fix| fix.sure && changes(sources, fix)).collect();
    fixes.sort_by(|a, b| (a.span, &a.replacement).cmp(&(b.span, &b.replacement)));
    fixes.dedup();
    let by_place = fixes.chunk_by(|a, b| a.span == b.span);
    by_place.filter(|alike| alike.len() == 1).flatten().copied().collect()
}

fn changes(sources: &Sources, fix: &Fix) -> bool {
    let file = fix.span.file;
    let is_utf_8 = sources.encoding(file) == Encoding::Utf8;
    let text = sources.whole_text(file).filter(|_| is_utf_8);
    let before = text.and_then(|text| text.get(fix.span.range()));
    before.is_some_and(|before| before != fix.replacement)
}

/// A text with fixes applied, which come by place.
fn replaced(text: &str, fixes: &[&Fix]) -> Mended {
    let mut mended = Mended { text: String::with_capacity(text.len() + 16), places: 0 };
    let mut end = 0;
    for fix in fixes {
        let range = fix.span.range();
        if range.start >= end {
            mended.text.push_str(&text[end..range.start]);
            mended.text.push_str(&fix.replacement);
            mended.places += 1;
            end = range.end;
        }
    }
    mended.text.push_str(&text[end..]);
    mended
}
