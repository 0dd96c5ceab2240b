//! Everything on a page, one by one.

use std::sync::OnceLock;

use super::{Block, Figure, Inline, Page, Resolved, Target};

/// Every inline of a page: title, text, captions and footnotes.
pub fn each_inline(page: &Page, visit: &mut dyn FnMut(&Inline<Resolved>)) {
    inlines(&page.title, visit);
    blocks(&page.blocks, visit, &mut |_| {});
    for note in &page.notes {
        blocks(&note.blocks, visit, &mut |_| {});
    }
}

/// Every figure of a page, in the order of the text, the picture at its top first.
pub fn each_figure<'a>(page: &'a Page, visit: &mut dyn FnMut(&'a Figure)) {
    page.article.picture.iter().for_each(&mut *visit);
    blocks(&page.blocks, &mut |_| {}, visit);
    for note in &page.notes {
        blocks(&note.blocks, &mut |_| {}, visit);
    }
}

fn blocks<'a>(
    list: &'a [Block<Resolved>],
    visit: &mut dyn FnMut(&Inline<Resolved>),
    figure: &mut dyn FnMut(&'a Figure),
) {
    for block in list {
        match block {
            Block::Heading(heading) => inlines(&heading.content, visit),
            Block::Paragraph(paragraph) => inlines(&paragraph.content, visit),
            Block::List(list) => {
                list.items.iter().for_each(|item| blocks(item, visit, figure));
            }
            Block::Quote(inner) | Block::Callout { blocks: inner, .. } => {
                blocks(inner, visit, figure);
            }
            Block::PullQuote { quote, attribution, .. } => {
                blocks(quote, visit, figure);
                inlines(attribution, visit);
            }
            Block::Table(table) => {
                let rows = table.rows.iter().flatten();
                table.head.iter().chain(rows).for_each(|cell| inlines(cell, visit));
            }
            Block::Definitions(definitions) => {
                for definition in definitions {
                    inlines(&definition.term, visit);
                    definition.details.iter().for_each(|inner| blocks(inner, visit, figure));
                }
            }
            Block::Figure(one) => {
                inlines(&one.caption, visit);
                figure(one);
            }
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

fn inlines(list: &[Inline<Resolved>], visit: &mut dyn FnMut(&Inline<Resolved>)) {
    for inline in list {
        visit(inline);
        match inline {
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strikethrough(inner)
            | Inline::Link { content: inner, .. } => inlines(inner, visit),
            Inline::Text { .. }
            | Inline::Code { .. }
            | Inline::Break
            | Inline::Fact(_)
            | Inline::Note(_) => {}
        }
    }
}

/// What there is on a page, for those who look for one thing on all pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Holds {
    pub figures: bool,
    /// Whether it leads to files.
    pub files: bool,
}

/// What a page holds, once somebody has asked. It says nothing that the page does not say.
#[derive(Debug, Clone, Default)]
pub struct Known(OnceLock<Holds>);

impl PartialEq for Known {
    fn eq(&self, _: &Known) -> bool {
        true
    }
}

impl Page {
    /// What there is on the page. Looked for once.
    pub fn holds(&self) -> Holds {
        *self.known.0.get_or_init(|| {
            let mut holds = Holds::default();
            each_figure(self, &mut |_| holds.figures = true);
            each_inline(self, &mut |inline| {
                holds.files |= matches!(inline, Inline::Link { target, .. } if matches!(target.target, Target::File(_)));
            });
            holds
        })
    }
}
