//! What a page holds, in the order of reading: its lines, figures, tables and code.

use std::collections::BTreeSet;
use std::ops::Range;

use super::section::Section;
use crate::document::{
    Block, Callout, FactReference, FigureReference, Inline, LinkReference, NoteReference, Written,
};
use crate::load::references::words;
use crate::locale::{Locale, Quantity};
use crate::project::WrittenPage;
use crate::source::{Sources, Span};

/// A part of a page, told to whoever looks through it.
pub enum Part<'l, 'a> {
    /// What follows belongs to this section.
    Section(&'l Section<'a>),
    /// What follows belongs to the footnote of this label.
    Note(&'a str, Span),
    /// A block that holds others or stands alone: its name.
    Block(&'static str),
    Line(Role, &'l Line<'a>),
    /// With the quantities of its text alternative.
    Figure(&'a FigureReference, &'l [Quantity]),
    /// Rows with the head, and columns.
    Table {
        rows: usize,
        columns: usize,
        span: Span,
    },
    Code(&'a str),
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Title,
    Description,
    Text,
}

/// Looks through a page: the sections in their order, the first with the title and the description,
/// then the footnotes. The locale is that of the page's language. A page is long, and whoever compares
/// pages looks at all of them: so it is read once, and for all who want to know of it.
pub fn read<'a>(
    page: &'a WrittenPage,
    sections: &[Section<'a>],
    locale: &Locale,
    each: impl FnMut(Part<'_, 'a>),
) {
    let mut reader = Reader { locale: Some(locale), line: Line::default(), each };
    for section in sections {
        (reader.each)(Part::Section(section));
        match section.heading {
            None => {
                reader.line(&page.front.title, Role::Title);
                reader.line(&page.front.description, Role::Description);
                let policy = page.front.policy.iter().flat_map(|policy| policy.texts());
                let statement = page.front.statement.iter().flat_map(|one| one.texts());
                let picture = page.front.article.image.iter().map(|image| &image.alt);
                let caption = page.front.article.image.iter().map(|image| &image.caption);
                // One that says that the picture only decorates is no text.
                let caption = caption.filter(|caption| words(caption) != "decorative");
                let picture = picture.chain(caption);
                let texts = policy.chain(statement).chain(picture);
                texts
                    .filter(|text| !text.is_empty())
                    .for_each(|text| reader.line(text, Role::Text));
            }
            Some(heading) => reader.line(&heading.content, Role::Text),
        }
        reader.blocks(section.blocks);
    }
    for (label, note) in &page.notes {
        (reader.each)(Part::Note(label, note.span));
        reader.blocks(&note.blocks);
    }
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
    /// A line that stands alone, its quantities as the locale reads them.
    pub fn of(inlines: &'a [Inline<Written>], locale: &Locale) -> Line<'a> {
        let mut line = Line::default();
        line.push(inlines);
        line.quantities = locale.quantities(&line.text);
        line
    }

    fn clear(&mut self) {
        let Line { text, runs, facts, notes, links, codes, quantities } = self;
        text.clear();
        runs.clear();
        facts.clear();
        notes.clear();
        links.clear();
        codes.clear();
        quantities.clear();
    }

    fn push(&mut self, inlines: &'a [Inline<Written>]) {
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

/// Looks through blocks and whatever they hold.
struct Reader<'r, 'a, F> {
    /// Reads quantities; where there is none, nobody asks for them.
    locale: Option<&'r Locale>,
    /// The line that is being read: its memory is used for all.
    line: Line<'a>,
    each: F,
}

impl<'a, F: FnMut(Part<'_, 'a>)> Reader<'_, 'a, F> {
    fn line(&mut self, inlines: &'a [Inline<Written>], role: Role) {
        self.line.clear();
        self.line.push(inlines);
        self.line.quantities = self.quantities(&self.line.text);
        (self.each)(Part::Line(role, &self.line));
    }

    fn quantities(&self, text: &str) -> Vec<Quantity> {
        self.locale.map(|locale| locale.quantities(text)).unwrap_or_default()
    }

    fn blocks(&mut self, blocks: &'a [Block<Written>]) {
        for block in blocks {
            match block {
                Block::Heading(heading) => self.block("heading", &heading.content),
                Block::Paragraph(paragraph) => self.block("paragraph", &paragraph.content),
                Block::List(list) => {
                    let name = if list.start.is_some() { "steps" } else { "list" };
                    (self.each)(Part::Block(name));
                    for item in &list.items {
                        (self.each)(Part::Block("item"));
                        self.blocks(item);
                    }
                }
                Block::Quote(inner) => {
                    (self.each)(Part::Block("quote"));
                    self.blocks(inner);
                }
                Block::PullQuote { quote, attribution, .. } => {
                    (self.each)(Part::Block("pull quote"));
                    self.blocks(quote);
                    self.line(attribution, Role::Text);
                }
                Block::Callout { kind, blocks, .. } => {
                    (self.each)(Part::Block(callout(*kind)));
                    self.blocks(blocks);
                }
                Block::Table(table) => {
                    let (rows, columns) = (table.rows.len() + 1, table.columns.len());
                    (self.each)(Part::Table { rows, columns, span: table.span });
                    let cells = table.head.iter().chain(table.rows.iter().flatten());
                    cells.for_each(|cell| self.line(cell, Role::Text));
                }
                Block::Definitions(list) => {
                    (self.each)(Part::Block("definitions"));
                    for definition in list {
                        self.line(&definition.term, Role::Text);
                        definition.details.iter().for_each(|blocks| self.blocks(blocks));
                    }
                }
                Block::Code { text, .. } => (self.each)(Part::Code(text)),
                Block::Figure(figure) => {
                    let quantities = self.quantities(&figure.title);
                    (self.each)(Part::Figure(figure, &quantities));
                    self.line(&figure.caption, Role::Text);
                }
                Block::Rule => (self.each)(Part::Block("rule")),
            }
        }
    }

    fn block(&mut self, name: &'static str, inlines: &'a [Inline<Written>]) {
        (self.each)(Part::Block(name));
        self.line(inlines, Role::Text);
    }
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
    let each = |part: Part<'_, '_>| match part {
        Part::Line(_, line) => {
            cited.extend(line.facts.iter().map(|(_, fact)| format!("fact:{}", fact.id)));
            cited.extend(line.notes.iter().map(|(_, note)| format!("note:{}", note.label)));
            cited.extend(line.links.iter().map(|(_, link)| format!("link:{}", link.target)));
        }
        Part::Figure(figure, _) => drop(cited.insert(format!("figure:{}", figure.target))),
        _ => {}
    };
    Reader { locale: None, line: Line::default(), each }.blocks(section.blocks);
    cited
}
