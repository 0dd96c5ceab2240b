//! Addresses that stand in a text as they are, which readers expect to be links: `https://fjord.no`,
//! `www.fjord.no`, `post@fjord.no` (GitHub Flavored Markdown, 6.9).

use std::ops::Range;

use linkify::{LinkFinder, LinkKind};

use super::{Part, Reader};
use crate::document::{Inline, LinkReference, Written};

impl Reader<'_, '_> {
    /// Words that stand at `range`, with links where addresses stand in them.
    pub(super) fn linked(&self, text: &str, range: &Range<usize>, parts: &mut Vec<Part>) {
        let mut done = 0;
        for (at, target) in self.addresses(text, range) {
            if done < at.start {
                parts.push(Part::Inline(self.piece(text, range, done..at.start)));
            }
            let span = self.span(range.start + at.start..range.start + at.end);
            let target = LinkReference { target, title: String::new(), span, target_span: span };
            let content = vec![self.piece(text, range, at.clone())];
            parts.push(Part::Inline(Inline::Link { target: Box::new(target), content }));
            done = at.end;
        }
        if done < text.len() || text.is_empty() {
            parts.push(Part::Inline(self.piece(text, range, done..text.len())));
        }
    }

    fn piece(&self, text: &str, range: &Range<usize>, at: Range<usize>) -> Inline<Written> {
        let span = match at == (0..text.len()) {
            true => self.span(range.clone()),
            false => self.span(range.start + at.start..range.start + at.end),
        };
        Inline::Text { text: self.shared(&text[at], span), span }
    }

    /// Where addresses stand, and what links to them lead to.
    fn addresses(&self, text: &str, range: &Range<usize>) -> Vec<(Range<usize>, String)> {
        // Most texts have none, which is quickly seen.
        let may_have = || ["://", "www.", "@"].iter().any(|mark| text.contains(mark));
        // No link stands within another, or in a title. With signs that are escaped, places would be others.
        let is_open = self.file.is_some() && self.links == 0;
        if !is_open || !may_have() || self.text.get(range.clone()) != Some(text) {
            return Vec::new();
        }
        let mut finder = LinkFinder::new();
        finder.url_must_have_scheme(false).kinds(&[LinkKind::Url, LinkKind::Email]);
        let found = finder.links(text).filter_map(|found| {
            let address = found.as_str();
            let is_whole = ["https://", "http://"].iter().any(|begin| address.starts_with(begin));
            let target = match found.kind() {
                LinkKind::Email => format!("mailto:{address}"),
                _ if is_whole => address.to_string(),
                _ if address.starts_with("www.") => format!("https://{address}"),
                // `lov.no` may be anything.
                _ => return None,
            };
            Some((found.start()..found.end(), target))
        });
        found.collect()
    }
}
