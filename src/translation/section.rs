//! The sections of a page as written.

use crate::compose::sitemap;
use crate::document::{Block, Heading, Written};
use crate::project::WrittenPage;
use crate::source::Span;

/// A heading and what stands below it, up to the next heading of any level.
#[derive(Debug, Clone)]
pub struct Section<'a> {
    /// As links name it; empty for what stands before the first heading.
    pub anchor: String,
    pub heading: Option<&'a Heading<Written>>,
    /// What follows the heading.
    pub blocks: &'a [Block<Written>],
    /// All of it in the file, the heading included.
    pub span: Span,
}

impl Section<'_> {
    /// 2 to 6; 1 for what stands before the first heading.
    pub fn level(&self) -> u8 {
        self.heading.map_or(1, |heading| heading.level)
    }

    /// The anchor, where the author has set it: the same in all languages.
    pub fn own_anchor(&self) -> Option<&str> {
        self.heading.and_then(|heading| heading.mark.anchor.as_deref())
    }

    /// Where a reader looks for the section: its heading, or the beginning of its text.
    pub fn place(&self) -> Span {
        match self.heading {
            Some(heading) => heading.span,
            None => {
                let first = self.blocks.iter().find_map(beginning).unwrap_or(self.span);
                Span { end: first.start, ..first }
            }
        }
    }
}

/// Where a block begins; none of those that keep no place.
fn beginning(block: &Block<Written>) -> Option<Span> {
    match block {
        Block::Heading(heading) => Some(heading.span),
        Block::Paragraph(paragraph) => Some(paragraph.span),
        Block::List(list) => list.items.iter().flatten().find_map(beginning),
        Block::Quote(blocks) => blocks.iter().find_map(beginning),
        Block::PullQuote { span, .. } | Block::Callout { span, .. } | Block::Code { span, .. } => {
            Some(*span)
        }
        Block::Table(table) => Some(table.span),
        Block::Figure(figure) => Some(figure.span),
        Block::Definitions(_) | Block::Rule => None,
    }
}

/// The sections in order; the first is what stands before the first heading, though it be empty.
pub fn sections(page: &WrittenPage) -> Vec<Section<'_>> {
    let anchored = |block: &&Block<Written>| matches!(block, Block::Heading(_) | Block::Figure(_));
    let anchors = sitemap::anchors_of(&page.blocks);
    let headings = page.blocks.iter().filter(anchored).zip(anchors);
    let mut anchors = headings.filter_map(|(block, anchor)| match block {
        Block::Heading(_) => Some(anchor),
        _ => None,
    });
    let starts = page.blocks.iter().enumerate().filter_map(|(at, block)| match block {
        Block::Heading(heading) => Some((at, heading)),
        _ => None,
    });
    let starts: Vec<(usize, &Heading<Written>)> = starts.collect();
    let end_of = |next: usize| match starts.get(next) {
        Some((at, heading)) => (*at, heading.span.start),
        None => (page.blocks.len(), page.body.end),
    };
    let (first, end) = end_of(0);
    let mut sections = vec![Section {
        anchor: String::new(),
        heading: None,
        blocks: &page.blocks[..first],
        span: Span { end, ..page.body },
    }];
    for (number, (at, heading)) in starts.iter().enumerate() {
        let (last, end) = end_of(number + 1);
        sections.push(Section {
            anchor: anchors.next().unwrap_or_default(),
            heading: Some(heading),
            blocks: &page.blocks[at + 1..last],
            span: Span { end, ..heading.span },
        });
    }
    sections
}
