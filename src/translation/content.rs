//! What a page holds, in the order of reading: its lines, figures, tables and code.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::section::{Section, sections};
use crate::document::{
    Block, Callout, FactReference, FigureReference, Inline, LinkReference, NoteReference, Written,
};
use crate::locale::{Locale, Quantity};
use crate::project::WrittenPage;
use crate::source::{Sources, Span};

/// A page that is read once, for all who compare it.
pub struct Content<'a> {
    pub page: &'a WrittenPage,
    pub title: Line<'a>,
    pub description: Line<'a>,
    pub sections: Vec<Section<'a>>,
    /// What each section holds, its heading first.
    pub parts: Vec<Vec<Part<'a>>>,
    /// What each footnote holds, by label.
    pub notes: BTreeMap<&'a str, Vec<Part<'a>>>,
}

impl<'a> Content<'a> {
    /// The locale is that of the page's language.
    pub fn of(page: &'a WrittenPage, locale: &Locale) -> Content<'a> {
        let line = |inlines| Line::of(inlines, Some(locale));
        let sections = sections(page);
        let parts = sections.iter().map(|section| {
            let heading = section.heading.map(|heading| Part::Line(line(&heading.content)));
            let mut parts: Vec<Part<'a>> = heading.into_iter().collect();
            walk(section.blocks, Some(locale), &mut |part| parts.push(part));
            parts
        });
        let notes = page.notes.iter().map(|(label, note)| {
            let mut parts = Vec::new();
            walk(&note.blocks, Some(locale), &mut |part| parts.push(part));
            (label.as_str(), parts)
        });
        Content {
            page,
            title: line(&page.front.title),
            description: line(&page.front.description),
            parts: parts.collect(),
            notes: notes.collect(),
            sections,
        }
    }
}

/// A part of a text, told to whoever looks through it.
pub enum Part<'a> {
    /// A block that holds others or stands alone: its name.
    Block(&'static str),
    Line(Line<'a>),
    /// With the quantities of its text alternative.
    Figure(&'a FigureReference, Vec<Quantity>),
    /// Rows with the head, and columns.
    Table {
        rows: usize,
        columns: usize,
        span: Span,
    },
    Code(&'a str),
}

/// Stands in a line for what has no words of its own: a fact, a footnote, an image.
pub const OBJECT: char = '\u{fffc}';

/// Words that stand together, with their places and with what stands among them.
#[derive(Debug, Default)]
pub struct Line<'a> {
    /// As read: without marks of emphasis; [`OBJECT`] for each fact and footnote.
    pub text: String,
    runs: Vec<Run>,
    /// Each with its place in the text.
    pub facts: Vec<(usize, &'a FactReference)>,
    pub notes: Vec<(usize, &'a NoteReference)>,
    /// Each with its words.
    pub links: Vec<(Range<usize>, &'a LinkReference)>,
    /// In the text there stands an [`OBJECT`] for each of its characters.
    pub codes: Vec<(usize, &'a str)>,
    /// Those of the text, in its order; none where nobody asks for them.
    pub quantities: Vec<Quantity>,
}

/// Words of the line that stand together in the file.
#[derive(Debug)]
struct Run {
    start: usize,
    end: usize,
    span: Span,
}

impl<'a> Line<'a> {
    /// Quantities are looked for where there is a locale to read them.
    pub fn of(inlines: &'a [Inline<Written>], locale: Option<&Locale>) -> Line<'a> {
        let mut line = Line::default();
        line.push(inlines);
        line.quantities = quantities(&line.text, locale);
        line
    }

    fn push(&mut self, inlines: &'a [Inline<Written>]) {
        let bytes = inlines.iter().map(|inline| match inline {
            Inline::Text { text, .. } => text.len(),
            _ => OBJECT.len_utf8(),
        });
        self.text.reserve(bytes.sum());
        self.runs.reserve(inlines.len());
        for inline in inlines {
            match inline {
                Inline::Text { text, span } => self.run(text, *span),
                Inline::Code { text, .. } => {
                    // Code is no prose: its figures are nobody's count.
                    self.codes.push((self.text.len(), text));
                    self.text.extend(text.chars().map(|_| OBJECT));
                }
                Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strikethrough(inner) => {
                    self.push(inner);
                }
                Inline::Break => self.text.push('\n'),
                Inline::Fact(fact) => {
                    self.facts.push((self.text.len(), fact));
                    self.text.push(OBJECT);
                }
                Inline::Note(note) => {
                    self.notes.push((self.text.len(), note));
                    self.text.push(OBJECT);
                }
                Inline::Link { target, content } => {
                    let start = self.text.len();
                    self.push(content);
                    self.links.push((start..self.text.len(), target));
                }
            }
        }
    }

    fn run(&mut self, text: &str, span: Span) {
        let start = self.text.len();
        self.text.push_str(text);
        self.runs.push(Run { start, end: self.text.len(), span });
    }

    /// The place of a part of the text in the file, where it stands there letter by letter: not
    /// across marks of emphasis, and not with escaped signs.
    pub fn exact(&self, range: &Range<usize>, sources: &Sources) -> Option<Span> {
        let run = self.run_with(range.start)?;
        if range.end > run.end {
            return None;
        }
        let from = run.span.start + (range.start - run.start) as u32;
        let span = Span { start: from, end: from + range.len() as u32, ..run.span };
        let source = sources.whole_text(span.file)?;
        let there = source.get(span.start as usize..span.end as usize)?;
        (there == &self.text[range.clone()]).then_some(span)
    }

    /// As [`Line::exact`], or else the words around it.
    pub fn place(&self, range: &Range<usize>, sources: &Sources) -> Option<Span> {
        self.exact(range, sources).or_else(|| self.run_with(range.start).map(|run| run.span))
    }

    /// Where its words begin in the file.
    pub fn beginning(&self) -> Option<Span> {
        self.runs.first().map(|run| Span { end: run.span.start, ..run.span })
    }

    fn run_with(&self, at: usize) -> Option<&Run> {
        let after = self.runs.partition_point(|run| run.end <= at);
        self.runs.get(after).filter(|run| run.start <= at)
    }
}

/// Looks through blocks and whatever they hold; for quantities too, where there is a locale to read
/// them.
fn walk<'a>(
    blocks: &'a [Block<Written>],
    locale: Option<&Locale>,
    each: &mut impl FnMut(Part<'a>),
) {
    for block in blocks {
        match block {
            Block::Heading(heading) => {
                each(Part::Block("heading"));
                each(Part::Line(Line::of(&heading.content, locale)));
            }
            Block::Paragraph(paragraph) => {
                each(Part::Block("paragraph"));
                each(Part::Line(Line::of(&paragraph.content, locale)));
            }
            Block::List(list) => {
                each(Part::Block(if list.start.is_some() { "steps" } else { "list" }));
                for item in &list.items {
                    each(Part::Block("item"));
                    walk(item, locale, each);
                }
            }
            Block::Quote(inner) => {
                each(Part::Block("quote"));
                walk(inner, locale, each);
            }
            Block::PullQuote { quote, attribution, .. } => {
                each(Part::Block("pull quote"));
                walk(quote, locale, each);
                each(Part::Line(Line::of(attribution, locale)));
            }
            Block::Callout { kind, blocks, .. } => {
                each(Part::Block(callout(*kind)));
                walk(blocks, locale, each);
            }
            Block::Table(table) => {
                let (rows, columns) = (table.rows.len() + 1, table.columns.len());
                each(Part::Table { rows, columns, span: table.span });
                let cells = table.head.iter().chain(table.rows.iter().flatten());
                cells.for_each(|cell| each(Part::Line(Line::of(cell, locale))));
            }
            Block::Definitions(list) => {
                each(Part::Block("definitions"));
                for definition in list {
                    each(Part::Line(Line::of(&definition.term, locale)));
                    definition.details.iter().for_each(|blocks| walk(blocks, locale, each));
                }
            }
            Block::Code { text, .. } => each(Part::Code(text)),
            Block::Figure(figure) => {
                each(Part::Figure(figure, quantities(&figure.title, locale)));
                each(Part::Line(Line::of(&figure.caption, locale)));
            }
            Block::Rule => each(Part::Block("rule")),
        }
    }
}

fn quantities(text: &str, locale: Option<&Locale>) -> Vec<Quantity> {
    locale.map(|locale| locale.quantities(text)).unwrap_or_default()
}

fn callout(kind: Callout) -> &'static str {
    match kind {
        Callout::Note => "note",
        Callout::Tip => "tip",
        Callout::Important => "important",
        Callout::Warning => "warning",
        Callout::Caution => "caution",
    }
}

/// What a section cites: by this sections are recognised in another language.
pub fn references(section: &Section<'_>) -> BTreeSet<String> {
    let mut cited = BTreeSet::new();
    walk(section.blocks, None, &mut |part| match part {
        Part::Line(line) => {
            cited.extend(line.facts.iter().map(|(_, fact)| format!("fact:{}", fact.id)));
            cited.extend(line.notes.iter().map(|(_, note)| format!("note:{}", note.label)));
            cited.extend(line.links.iter().map(|(_, link)| format!("link:{}", link.target)));
        }
        Part::Figure(figure, _) => drop(cited.insert(format!("figure:{}", figure.target))),
        Part::Block(_) | Part::Table { .. } | Part::Code(_) => {}
    });
    cited
}
