//! Markdown to our own tree, with the place of every part. References stay open.
//!
//! What the tree has no room for (raw HTML, images in the middle of a sentence) is told.

mod bare;
mod inlines;
mod line;
mod quote;
mod stray;

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{
    Alignment as MdAlignment, CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd,
    TextMergeWithOffset,
};

pub use line::value;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{
    Alignment, Block, Definition, FigureReference, Heading, HeadingAttributes, Inline, List,
    Paragraph, Table, Written,
};
use crate::project::WrittenNote;
use crate::source::{Bytes, Span, Text, look};

/// The text of a page.
#[derive(Debug, Default)]
pub struct Body {
    pub blocks: Vec<Block<Written>>,
    pub notes: BTreeMap<String, WrittenNote>,
    pub words: usize,
    /// Whether something is wrong with a heading, which is told.
    pub headings_in_doubt: bool,
}

/// The Markdown that texts are written in: CommonMark with GitHub's additions, and definitions.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_DEFINITION_LIST);

/// Blocks within blocks deeper than this are no text that a person wrote.
const DEEPEST: usize = 100;

/// Reads the Markdown at a place of a file, whose bytes the texts share.
pub fn read(file: &Bytes, place: Span, diagnostics: &mut Diagnostics) -> Body {
    let text = file.as_text().and_then(|text| text.get(place.range())).unwrap_or_default();
    let mut reader = Reader::new(text, place, true, Some(file), diagnostics);
    let mut body = Body { blocks: reader.blocks(None, 0), ..Body::default() };
    reader.tell_notes();
    body.notes = std::mem::take(&mut reader.notes);
    body.words = reader.words;
    body.headings_in_doubt = reader.headings_in_doubt;
    // What is above may be a heading that is none.
    if !body.headings_in_doubt {
        body.headings_in_doubt = tell_skipped_levels(&body.blocks, diagnostics);
    }
    body.headings_in_doubt |= tell_anchors_twice(&body.blocks, diagnostics);
    body
}

/// How many words a text has; a word begins after a space, or where the text does.
fn words_of(text: &str) -> usize {
    // A space, and what `is_ascii_whitespace` takes for one.
    let is_space = |byte: u8| (byte == b' ') | (byte.wrapping_sub(9) < 5) & (byte != 0x0b);
    let is_first = text.bytes().next().is_some_and(|byte| !is_space(byte));
    let begin = look::pairs(text, |before, byte| is_space(before) & !is_space(byte));
    usize::from(is_first) + begin
}

struct Reader<'a, 'd> {
    text: &'a str,
    place: Span,
    exact: bool,
    /// The file, where its texts are shared.
    file: Option<&'a Bytes>,
    /// How far the text stands from `place`.
    shift: isize,
    events: Vec<(Event<'a>, Range<usize>)>,
    at: usize,
    notes: BTreeMap<String, WrittenNote>,
    /// Footnotes that the text refers to, and texts that look like one.
    cited: Vec<String>,
    words: usize,
    /// How many links and images the reader is in.
    links: usize,
    /// Whether something is wrong with a heading.
    headings_in_doubt: bool,
    diagnostics: &'d mut Diagnostics,
}

impl<'a, 'd> Reader<'a, 'd> {
    fn new(
        text: &'a str,
        place: Span,
        exact: bool,
        file: Option<&'a Bytes>,
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        // An event to about so many letters: the list is long, and moving it costs more than room.
        let mut events = Vec::with_capacity(text.len() / 12);
        events.extend(TextMergeWithOffset::new(Parser::new_ext(text, OPTIONS).into_offset_iter()));
        Reader {
            text,
            place,
            exact,
            file,
            shift: 0,
            events,
            at: 0,
            notes: BTreeMap::new(),
            cited: Vec::new(),
            words: 0,
            links: 0,
            headings_in_doubt: false,
            diagnostics,
        }
    }

    fn span(&self, range: Range<usize>) -> Span {
        match self.exact {
            true => {
                let shifted = |at: usize| at.saturating_add_signed(self.shift);
                self.place.within(shifted(range.start)..shifted(range.end))
            }
            false => self.place,
        }
    }

    /// A text that was read at a place, as a part of the file where it can be.
    fn shared(&self, text: &str, span: Span) -> Text {
        self.file.map_or_else(|| text.into(), |file| Text::read(text, file, span.range()))
    }

    fn next(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        let event = self.events.get(self.at).cloned();
        self.at += 1;
        event
    }

    /// Passes over everything up to the end of the element that was just begun.
    fn skip(&mut self) {
        let mut open = 1;
        while open > 0 {
            match self.next() {
                Some((Event::Start(_), _)) => open += 1,
                Some((Event::End(_), _)) => open -= 1,
                Some(_) => {}
                None => return,
            }
        }
    }

    /// Blocks up to the end of the element `end`.
    fn blocks(&mut self, end: Option<TagEnd>, depth: usize) -> Vec<Block<Written>> {
        let mut blocks = Vec::new();
        while let Some((event, range)) = self.next() {
            match event {
                Event::End(tag) if Some(tag) == end => break,
                Event::End(_) => {}
                Event::Start(tag) if depth >= DEEPEST => {
                    let message = "this is nested more than 100 levels deep";
                    let span = self.span(range);
                    self.diagnostics.push(Diagnostic::error("too-deep", span, message));
                    let _ = tag;
                    self.skip();
                }
                Event::Start(tag) => self.block(tag, range, depth, &mut blocks),
                Event::Rule => blocks.push(Block::Rule),
                Event::Html(html) => self.html(&html, range),
                // Words straight inside a list item: a tight list has no paragraphs.
                _ => {
                    self.at -= 1;
                    let content = self.inlines(None);
                    self.paragraph(content, range, &mut blocks);
                }
            }
        }
        // Made anew, for most are as short as the items of a list, and a list that grew keeps its room.
        let mut exact = Vec::with_capacity(blocks.len());
        exact.append(&mut blocks);
        exact
    }

    fn block(
        &mut self,
        tag: Tag<'a>,
        range: Range<usize>,
        depth: usize,
        blocks: &mut Vec<Block<Written>>,
    ) {
        let span = self.span(range.clone());
        match tag {
            Tag::Paragraph => {
                let content = self.inlines(Some(TagEnd::Paragraph));
                self.paragraph(content, range, blocks);
            }
            Tag::Heading { level, id, attrs, .. } => {
                let content = self.inlines(Some(TagEnd::Heading(level)));
                let attributes: Vec<(String, String)> = attrs
                    .iter()
                    .map(|(name, value)| {
                        let value = value.as_deref().unwrap_or_default().trim_matches('"');
                        (name.to_string(), value.to_string())
                    })
                    .collect();
                self.tell_stray_braces(&range, id.is_some(), &attributes);
                let anchor = id.map(|id| id.to_string());
                blocks.push(self.heading(
                    level,
                    content,
                    HeadingAttributes { anchor, attributes },
                    span,
                ));
            }
            Tag::BlockQuote(kind) => {
                let inside = self.blocks(Some(TagEnd::BlockQuote(kind)), depth + 1);
                blocks.push(match kind {
                    Some(kind) => {
                        Block::Callout { kind: quote::callout(kind), blocks: inside, span }
                    }
                    None => quote::quote(inside, span),
                });
            }
            Tag::CodeBlock(kind) => {
                let is_indented = matches!(kind, CodeBlockKind::Indented);
                let language = match kind {
                    CodeBlockKind::Fenced(info) => {
                        info.split_whitespace().next().unwrap_or_default().to_string()
                    }
                    CodeBlockKind::Indented => String::new(),
                };
                let text = self.code();
                if is_indented {
                    self.tell_indented(&text, span);
                }
                blocks.push(Block::Code { language, text, span });
            }
            Tag::List(start) => blocks.push(self.list(start, span, depth)),
            Tag::Table(alignments) => blocks.push(self.table(&alignments, span)),
            Tag::DefinitionList => blocks.push(self.definitions(depth)),
            Tag::FootnoteDefinition(label) => {
                let inside = self.blocks(Some(TagEnd::FootnoteDefinition), depth + 1);
                self.notes.insert(label.to_string(), WrittenNote { blocks: inside, span });
            }
            Tag::HtmlBlock => {
                while let Some((event, range)) = self.next() {
                    match event {
                        Event::End(TagEnd::HtmlBlock) => break,
                        Event::Html(html) => self.html(&html, range),
                        _ => {}
                    }
                }
            }
            // An element of a line straight inside a tight list item.
            _ => {
                self.at -= 1;
                let content = self.inlines(None);
                self.paragraph(content, range, blocks);
            }
        }
    }

    /// A paragraph; one that holds nothing but images becomes figures.
    fn paragraph(
        &mut self,
        content: Vec<Part>,
        range: Range<usize>,
        blocks: &mut Vec<Block<Written>>,
    ) {
        let blank = |part: &Part| matches!(part, Part::Inline(Inline::Text { text, .. }) if text.trim().is_empty());
        let only_figures =
            content.iter().all(|part| blank(part) || matches!(part, Part::Figure(_)))
                && content.iter().any(|part| matches!(part, Part::Figure(_)));
        if only_figures {
            blocks.extend(content.into_iter().filter_map(|part| match part {
                Part::Figure(figure) => Some(Block::Figure(figure)),
                Part::Inline(_) => None,
            }));
            return;
        }
        let content = self.without_figures(content);
        let start = range.start;
        let end =
            self.events.get(self.at.saturating_sub(1)).map_or(range.end, |(_, last)| last.end);
        let span = self.span(start..end.max(range.end));
        blocks.push(Block::Paragraph(Paragraph { content, span }));
    }

    fn without_figures(&mut self, parts: Vec<Part>) -> Vec<Inline<Written>> {
        let mut content = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Part::Inline(inline) => content.push(inline),
                Part::Figure(figure) => self.diagnostics.push(
                    Diagnostic::error(
                        "figure-in-text",
                        figure.span,
                        "a figure stands in the middle of a text",
                    )
                    .help("put it on a line of its own, with an empty line before and after"),
                ),
            }
        }
        content
    }

    fn heading(
        &mut self,
        level: HeadingLevel,
        content: Vec<Part>,
        mark: HeadingAttributes,
        span: Span,
    ) -> Block<Written> {
        let level = level as u8;
        if level == 1 {
            self.diagnostics.push(
                Diagnostic::error(
                    "heading-level",
                    span,
                    "a heading of the first level stands in the text",
                )
                .help("the page's title stands in its front matter; begin with `##`"),
            );
        }
        let content = self.without_figures(content);
        if content.is_empty() {
            self.diagnostics.push(
                Diagnostic::error("stray-marks", span, "this heading has no words")
                    .help("write them behind the signs, or take the line out"),
            );
        }
        Block::Heading(Heading { level: level.max(2), content, mark: Box::new(mark), span })
    }

    fn list(&mut self, start: Option<u64>, span: Span, depth: usize) -> Block<Written> {
        let mut items = Vec::new();
        let mut tight = true;
        while let Some((event, _)) = self.next() {
            match event {
                Event::Start(Tag::Item) => {
                    tight &= !matches!(
                        self.events.get(self.at),
                        Some((Event::Start(Tag::Paragraph), _))
                    );
                    items.push(self.blocks(Some(TagEnd::Item), depth + 1));
                }
                Event::End(TagEnd::List(_)) => break,
                _ => {}
            }
        }
        let bold = |item: &Vec<Block<Written>>| matches!(item.first(), Some(Block::Paragraph(first)) if matches!(first.content.first(), Some(Inline::Strong(_))));
        let steps = start.is_some() && items.iter().all(bold);
        Block::List(List { start, tight, steps, items, span })
    }

    fn table(&mut self, alignments: &[MdAlignment], span: Span) -> Block<Written> {
        let columns = alignments
            .iter()
            .map(|alignment| match alignment {
                MdAlignment::None | MdAlignment::Left => Alignment::Start,
                MdAlignment::Center => Alignment::Center,
                MdAlignment::Right => Alignment::End,
            })
            .collect();
        let mut table = Table { columns, head: Vec::new(), rows: Vec::new(), span };
        let mut row = Vec::new();
        while let Some((event, range)) = self.next() {
            match event {
                Event::Start(Tag::TableRow) => self.tell_long_row(&range, alignments.len()),
                Event::Start(Tag::TableCell) => {
                    let parts = self.inlines(Some(TagEnd::TableCell));
                    row.push(self.without_figures(parts));
                }
                Event::End(TagEnd::TableHead) => table.head = std::mem::take(&mut row),
                Event::End(TagEnd::TableRow) => table.rows.push(std::mem::take(&mut row)),
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        Block::Table(Box::new(table))
    }

    fn definitions(&mut self, depth: usize) -> Block<Written> {
        let mut list: Vec<Definition<Written>> = Vec::new();
        while let Some((event, _)) = self.next() {
            match event {
                Event::Start(Tag::DefinitionListTitle) => {
                    let parts = self.inlines(Some(TagEnd::DefinitionListTitle));
                    list.push(Definition {
                        term: self.without_figures(parts),
                        details: Vec::new(),
                    });
                }
                Event::Start(Tag::DefinitionListDefinition) => {
                    let blocks = self.blocks(Some(TagEnd::DefinitionListDefinition), depth + 1);
                    if let Some(last) = list.last_mut() {
                        last.details.push(blocks);
                    }
                }
                Event::End(TagEnd::DefinitionList) => break,
                _ => {}
            }
        }
        Block::Definitions(list)
    }

    fn code(&mut self) -> String {
        let mut text = String::new();
        while let Some((event, _)) = self.next() {
            match event {
                Event::Text(part) => text.push_str(&part),
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        text
    }

    fn tell_unknown_notes(&mut self, text: &str, range: Range<usize>) {
        let mut rest = 0;
        while let Some(start) = text[rest..].find("[^").map(|at| at + rest) {
            let end = text[start..].find(']').map_or(text.len(), |at| at + start);
            let label = &text[start + 2..end];
            let span = self.span(range.start + start..range.start + (end + 1).min(text.len()));
            if label.contains(char::is_whitespace) || end == text.len() {
                // Where signs are escaped it is meant as it stands.
                if self.text.get(range.clone()) == Some(text) {
                    let message = "this reference to a footnote cannot be read";
                    self.diagnostics.push(
                        Diagnostic::error("broken-reference", span, message)
                            .help("write its name without spaces, in brackets: `[^law]`"),
                    );
                }
            } else if !label.is_empty() {
                let message = format!("there is no footnote `{label}` on this page");
                self.diagnostics.push(
                    Diagnostic::error("unknown-footnote", span, message)
                        .help(format!("add a line `[^{label}]: …`, or take the reference away")),
                );
            }
            rest = end;
        }
    }

    fn tell_notes(&mut self) {
        for (label, note) in &self.notes {
            if note.blocks.is_empty() {
                let message = format!("the footnote `{label}` has no text");
                self.diagnostics.push(
                    Diagnostic::error("unknown-footnote", note.span, message)
                        .help("write it behind the colon"),
                );
            }
            if !self.cited.contains(label) {
                let message =
                    format!("the footnote `{label}` is never referred to: it is not shown");
                self.diagnostics.push(Diagnostic::warning("unused-footnote", note.span, message));
            }
        }
    }
}

/// A part of a line: figures are told apart, because they belong on a line of their own.
enum Part {
    Inline(Inline<Written>),
    Figure(Box<FigureReference>),
}

/// Heading levels follow each other: a `####` straight under a `##` has no place in the contents.
fn tell_skipped_levels(blocks: &[Block<Written>], diagnostics: &mut Diagnostics) -> bool {
    let mut before = 1;
    let mut is_told = false;
    for block in blocks {
        let Block::Heading(heading) = block else { continue };
        if heading.level > before + 1 {
            let signs = "#".repeat(usize::from(before) + 1);
            let message =
                format!("a heading of level {} follows one of level {before}", heading.level);
            diagnostics.push(
                Diagnostic::error("heading-level", heading.span, message)
                    .help(format!("write `{signs}`")),
            );
            is_told = true;
        }
        before = heading.level;
    }
    is_told
}

/// Of two headings with one anchor of the author's, links and translations can mean one only.
fn tell_anchors_twice(blocks: &[Block<Written>], diagnostics: &mut Diagnostics) -> bool {
    let mut is_told = false;
    let mut known: BTreeMap<&str, Span> = BTreeMap::new();
    for block in blocks {
        let Block::Heading(heading) = block else { continue };
        let Some(anchor) = &heading.mark.anchor else { continue };
        if let Some(first) = known.insert(anchor, heading.span) {
            let message = format!("two headings of this page have the anchor `{anchor}`");
            diagnostics.push(
                Diagnostic::error("duplicate-anchor", heading.span, message)
                    .related(first, "the other one")
                    .help(format!("give one of them another, or delete it if it stands twice: `{{#{anchor}-2}}`")),
            );
            is_told = true;
        }
    }
    is_told
}
