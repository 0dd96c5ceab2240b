//! What a page's own contents list.

use super::{Block, Page, PageKind, Resolved};

/// A heading of a page, and those below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentsEntry<'a> {
    pub anchor: &'a str,
    pub number: Option<&'a str>,
    pub title: &'a str,
    pub children: Vec<ContentsEntry<'a>>,
}

impl Page {
    /// The page's own headings, nested. Of an evidence page its topics, of a role's the policies.
    pub fn contents(&self) -> Vec<ContentsEntry<'_>> {
        match &self.evidence {
            Some(evidence) => {
                let groups = evidence.groups.iter();
                groups.map(|group| entry(&group.anchor, None, &group.title)).collect()
            }
            None if self.kind == PageKind::Role => nested(&self.blocks, 2),
            None => nested(&self.blocks, u8::MAX),
        }
    }
}

fn entry<'a>(anchor: &'a str, number: Option<&'a str>, title: &'a str) -> ContentsEntry<'a> {
    ContentsEntry { anchor, number, title, children: Vec::new() }
}

/// The headings of a text down to a level.
fn nested(blocks: &[Block<Resolved>], deepest: u8) -> Vec<ContentsEntry<'_>> {
    let mut top: Vec<ContentsEntry<'_>> = Vec::new();
    for block in blocks {
        let Block::Heading(heading) = block else { continue };
        if heading.level > deepest {
            continue;
        }
        let mut list = &mut top;
        for _ in 2..heading.level {
            if list.is_empty() {
                break;
            }
            let last = list.len() - 1;
            list = &mut list[last].children;
        }
        let mark = &heading.mark;
        list.push(entry(&mark.anchor, mark.number.as_deref(), &mark.text));
    }
    top
}
