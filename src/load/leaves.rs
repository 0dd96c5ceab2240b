//! The words of a Markdown text, leaf by leaf, each with its exact place: what a translator is given,
//! and where the translation goes. Everything between the leaves is left alone.

mod codes;
mod shape;

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, Event, Parser, Tag, TagEnd, TextMergeWithOffset};

pub use codes::{Code, CodeKind, Piece, Words};

use super::markdown::OPTIONS;

/// Words that stand together: a heading, a paragraph, a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    pub kind: LeafKind,
    /// In the file: exactly the words with their marks, without the signs of the block around them.
    pub range: Range<usize>,
    pub words: Words,
    /// The label of the footnote that it stands in.
    pub note: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeafKind {
    Title,
    Description,
    /// Of the front matter beside these two: whom a policy is for, what a picture shows.
    Field,
    /// What stands below the picture of a page, in its front matter. No Markdown.
    PictureCaption,
    Heading,
    Paragraph,
    ListItem,
    Quotation,
    Attribution,
    TableCell,
    Term,
    Definition,
    Footnote,
    Caption,
    /// What an image shows, in words, between the quotes behind its target. No Markdown.
    Alternative,
}

/// A text in its parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Leaves {
    /// In the order of the file.
    pub leaves: Vec<Leaf>,
    /// Where the headings begin that divide the text into sections.
    pub headings: Vec<usize>,
    /// Those that stand in no other block.
    pub notes: Vec<NotePlace>,
    /// The blocks around the leaves, in order: where each begins, and what it is.
    pub shape: Vec<(usize, String)>,
}

/// A footnote's text in the file, with the label before it and the empty lines behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotePlace {
    pub label: String,
    pub range: Range<usize>,
}

/// The leaves of the text that begins at `start` of its file.
pub fn leaves(file: &str, start: usize) -> Leaves {
    let mut reader = Reader { text: &file[start..], open: Vec::new(), found: Leaves::default() };
    let events: Vec<_> =
        TextMergeWithOffset::new(Parser::new_ext(reader.text, OPTIONS).into_offset_iter())
            .collect();
    reader.blocks(&events);
    let mut found = reader.found;
    found.leaves.iter_mut().for_each(|leaf| shift(&mut leaf.range, start));
    found.notes.iter_mut().for_each(|note| shift(&mut note.range, start));
    found.headings.iter_mut().for_each(|at| *at += start);
    found.shape.iter_mut().for_each(|(at, _)| *at += start);
    found
}

/// The words of a title, which is a line of Markdown; what begins a block there is taken as it is.
pub fn line(text: &str) -> Words {
    paragraph(text).unwrap_or_else(|| Words::plain(text.trim()))
}

/// The words of a text that is one paragraph and nothing else.
pub fn paragraph(text: &str) -> Option<Words> {
    let read = leaves(text.trim(), 0);
    match read.leaves.as_slice() {
        [leaf] if leaf.kind == LeafKind::Paragraph && read.shape.len() == 1 => {
            Some(leaf.words.clone())
        }
        _ => None,
    }
}

/// The words that somebody wrote as Markdown for the place of a leaf. `known`: the labels of the
/// footnotes, which would be no references if there were no such notes. `None` where it is more
/// than one leaf.
pub fn fragment(text: &str, known: &[&str]) -> Option<Words> {
    // A sign before it keeps its beginning from being that of a block.
    const GUARD: char = '¶';
    let mut whole = format!("{GUARD}{}\n", text.trim());
    known.iter().for_each(|label| whole.push_str(&format!("\n[^{label}]: {GUARD}\n")));
    let read = leaves(&whole, 0);
    let mut own = read.leaves.into_iter().filter(|leaf| leaf.note.is_none());
    let (leaf, None) = (own.next()?, own.next()) else { return None };
    let Words { mut pieces, codes, .. } = leaf.words;
    let Some(Piece::Text(first)) = pieces.first_mut() else { return None };
    *first = first.strip_prefix(GUARD)?.to_string();
    Some(Words::new(pieces, codes))
}

fn shift(range: &mut Range<usize>, by: usize) {
    *range = range.start + by..range.end + by;
}

type Events<'e, 'a> = &'e [(Event<'a>, Range<usize>)];

struct Reader<'a> {
    text: &'a str,
    /// The blocks that are open.
    open: Vec<Open>,
    found: Leaves,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Open {
    Item,
    Quote,
    Cell,
    Term,
    Definition,
    Note(String),
    Code,
    Other,
}

impl<'a> Reader<'a> {
    fn blocks(&mut self, events: Events<'_, 'a>) {
        let mut at = 0;
        while let Some((event, range)) = events.get(at) {
            match event {
                Event::Start(Tag::Paragraph) => {
                    let end = end_of(events, at, |tag| *tag == TagEnd::Paragraph);
                    self.enter(event, range);
                    let closes_quote = self.open.last() == Some(&Open::Quote)
                        && matches!(
                            events.get(end + 1),
                            Some((Event::End(TagEnd::BlockQuote(_)), _))
                        );
                    self.paragraph(&events[at + 1..end], closes_quote);
                    at = end;
                }
                Event::Start(Tag::Heading { .. }) => {
                    let end = end_of(events, at, |tag| matches!(tag, TagEnd::Heading(_)));
                    self.enter(event, range);
                    if self.open.is_empty() {
                        self.found.headings.push(range.start);
                    }
                    self.leaf(LeafKind::Heading, &events[at + 1..end]);
                    at = end;
                }
                Event::Start(tag) if is_block(tag) => {
                    self.enter(event, range);
                    if let Tag::FootnoteDefinition(label) = tag
                        && self.open.is_empty()
                    {
                        let label = label.to_string();
                        self.found.notes.push(NotePlace { label, range: range.clone() });
                    }
                    self.open.push(opened(tag));
                }
                Event::End(tag) if is_block_end(tag) => {
                    self.open.pop();
                    self.found.shape.push((range.start, "end".to_string()));
                }
                Event::Rule | Event::Html(_) => self.enter(event, range),
                _ if self.open.last() == Some(&Open::Code) => self.enter(event, range),
                // Words straight inside a block, as in a tight list or a cell.
                _ => {
                    let end = end_of_words(events, at);
                    self.paragraph(&events[at..end], false);
                    at = end;
                    continue;
                }
            }
            at += 1;
        }
    }

    fn enter(&mut self, event: &Event<'a>, range: &Range<usize>) {
        let what = shape::of(event);
        self.found.shape.push((range.start, what));
    }

    /// A paragraph is a leaf; one of images only has a leaf for each caption, and the last line of
    /// a quotation may say whose it is.
    fn paragraph(&mut self, events: Events<'_, 'a>, closes_quote: bool) {
        let mut depth = 0;
        let only_images = events.iter().all(|(event, _)| {
            let is_blank = match event {
                Event::Start(Tag::Image { .. }) => true,
                Event::End(TagEnd::Image) => true,
                Event::Text(text) => depth > 0 || text.trim().is_empty(),
                Event::SoftBreak => true,
                _ => depth > 0,
            };
            depth += match event {
                Event::Start(_) => 1,
                Event::End(_) => -1,
                _ => 0,
            };
            is_blank
        });
        if only_images && !events.is_empty() {
            return self.images(events);
        }
        let kind = self.kind();
        match attribution(events).filter(|_| closes_quote) {
            Some((last, dash)) => {
                let line = &events[last..];
                self.leaf(kind, &events[..last.saturating_sub(1)]);
                self.attribution(line, dash);
            }
            None => self.leaf(kind, events),
        }
    }

    /// What a paragraph is called, where it stands.
    fn kind(&self) -> LeafKind {
        let inner = self.open.iter().rev().find_map(|open| match open {
            Open::Item => Some(LeafKind::ListItem),
            Open::Quote => Some(LeafKind::Quotation),
            Open::Cell => Some(LeafKind::TableCell),
            Open::Term => Some(LeafKind::Term),
            Open::Definition => Some(LeafKind::Definition),
            Open::Note(_) => Some(LeafKind::Footnote),
            Open::Code | Open::Other => None,
        });
        inner.unwrap_or(LeafKind::Paragraph)
    }

    fn note(&self) -> Option<String> {
        self.open.iter().find_map(|open| match open {
            Open::Note(label) => Some(label.clone()),
            _ => None,
        })
    }

    fn leaf(&mut self, kind: LeafKind, events: Events<'_, 'a>) {
        let Some(range) = codes::range(self.text, events) else { return };
        let words = codes::words(self.text, events);
        self.push(kind, range, words);
    }

    fn push(&mut self, kind: LeafKind, range: Range<usize>, words: Words) {
        let note = self.note();
        self.found.leaves.push(Leaf { kind, range, words, note });
    }

    fn attribution(&mut self, events: Events<'_, 'a>, dash: usize) {
        let Some(range) = codes::range(self.text, events) else { return };
        let mut own = events.to_vec();
        if let Some((Event::Text(text), place)) = own.first_mut() {
            *text = text[dash..].to_string().into();
            place.start += dash;
        }
        if matches!(own.first(), Some((Event::Text(text), _)) if text.is_empty()) {
            own.remove(0);
        }
        let words = codes::words(self.text, &own);
        self.push(LeafKind::Attribution, range.start + dash..range.end, words);
    }

    fn images(&mut self, events: Events<'_, 'a>) {
        let mut at = 0;
        while let Some((event, range)) = events.get(at) {
            if let Event::Start(Tag::Image { title, .. }) = event {
                let end = end_of(events, at, |tag| *tag == TagEnd::Image);
                self.found.shape.push((range.start, shape::of(event)));
                self.leaf(LeafKind::Caption, &events[at + 1..end]);
                if let Some(place) = shape::title_place(self.text, range, title) {
                    self.push(LeafKind::Alternative, place, Words::plain(title));
                }
                at = end;
            }
            at += 1;
        }
    }
}

/// The place of the event that ends what begins at `at`.
fn end_of(events: Events<'_, '_>, at: usize, is_end: impl Fn(&TagEnd) -> bool) -> usize {
    let mut depth = 0;
    for (further, (event, _)) in events[at..].iter().enumerate() {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(tag) => {
                depth -= 1;
                if depth == 0 && is_end(tag) {
                    return at + further;
                }
            }
            _ => {}
        }
    }
    events.len().saturating_sub(1)
}

/// Where words end that stand straight inside a block.
fn end_of_words(events: Events<'_, '_>, at: usize) -> usize {
    let ends = |(event, _): &(Event<'_>, Range<usize>)| match event {
        Event::Start(tag) => is_block(tag) || matches!(tag, Tag::Paragraph | Tag::Heading { .. }),
        Event::End(tag) => is_block_end(tag),
        Event::Rule | Event::Html(_) => true,
        _ => false,
    };
    events[at..].iter().position(ends).map_or(events.len(), |further| at + further.max(1))
}

/// Where the last line begins, if it is `— Name, role`, and how long the dash is with its space.
fn attribution(events: Events<'_, '_>) -> Option<(usize, usize)> {
    let mut depth = 0;
    let mut start = 0;
    for (at, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::SoftBreak | Event::HardBreak if depth == 0 => start = at + 1,
            _ => {}
        }
    }
    let (Event::Text(text), _) = events.get(start)? else { return None };
    let dash = ["— ", "– ", "― "].iter().find(|dash| text.starts_with(**dash))?;
    Some((start, dash.len()))
}

fn is_block(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::BlockQuote(_)
            | Tag::CodeBlock(_)
            | Tag::HtmlBlock
            | Tag::List(_)
            | Tag::Item
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Table(_)
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
    )
}

fn is_block_end(tag: &TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::Superscript
            | TagEnd::Subscript
    )
}

fn opened(tag: &Tag<'_>) -> Open {
    match tag {
        Tag::Item => Open::Item,
        // A callout has no attribution.
        Tag::BlockQuote(None) => Open::Quote,
        Tag::BlockQuote(Some(
            BlockQuoteKind::Note
            | BlockQuoteKind::Tip
            | BlockQuoteKind::Important
            | BlockQuoteKind::Warning
            | BlockQuoteKind::Caution,
        )) => Open::Other,
        Tag::TableCell => Open::Cell,
        Tag::DefinitionListTitle => Open::Term,
        Tag::DefinitionListDefinition => Open::Definition,
        Tag::FootnoteDefinition(label) => Open::Note(label.to_string()),
        Tag::CodeBlock(_) | Tag::HtmlBlock => Open::Code,
        _ => Open::Other,
    }
}
