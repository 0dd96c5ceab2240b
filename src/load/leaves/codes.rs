//! The words of a leaf, and what stands among them that a translator must not break.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag};

use super::{Events, end_of};

/// Words with codes among them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    pub pieces: Vec<Piece>,
    /// In the order in which they open.
    pub codes: Vec<Code>,
    /// As Markdown on one line, but for breaks that the author asked for.
    pub markdown: String,
}

/// Codes by their place in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// As read: escapes and entities are signs, a line break is a space.
    Text(String),
    /// A code that has no words inside.
    Code(usize),
    Open(usize),
    Close(usize),
}

/// What stands among the words: its meaning, and how it is written in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    pub kind: CodeKind,
    /// All of a code without words inside; else what stands before them.
    pub open: String,
    pub close: String,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum CodeKind {
    /// `suppliers.count@2023?digits=1`; the number that is stated, if one is; the title behind it.
    Fact {
        target: String,
        stated: String,
        title: String,
    },
    /// The same around words for a figure: these are translated.
    FactWords {
        target: String,
        title: String,
    },
    Note(String),
    Emphasis,
    Strong,
    Strikethrough,
    Link(String),
    /// A link whose words are its address.
    Address(String),
    InlineCode(String),
    Break,
    Html(String),
    Image(String),
}

impl Words {
    pub fn new(pieces: Vec<Piece>, codes: Vec<Code>) -> Words {
        Words { pieces: tidy(pieces), codes, markdown: String::new() }
    }

    /// Words without Markdown.
    pub fn plain(text: &str) -> Words {
        let pieces = vec![Piece::Text(text.to_string())];
        Words { pieces: tidy(pieces), codes: Vec::new(), markdown: text.to_string() }
    }

    /// Whether there is anything to translate.
    pub fn any(&self) -> bool {
        self.pieces.iter().any(|piece| match piece {
            Piece::Text(text) => text.contains(char::is_alphanumeric),
            Piece::Code(_) | Piece::Open(_) | Piece::Close(_) => false,
        })
    }

    /// As read, without codes.
    pub fn text(&self) -> String {
        let texts = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Text(text) => Some(text.as_str()),
            Piece::Code(_) | Piece::Open(_) | Piece::Close(_) => None,
        });
        texts.collect()
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        let texts = self.pieces.iter().map(|piece| match piece {
            Piece::Text(text) => text.split_whitespace().filter(|word| is_word(word)).count(),
            Piece::Code(_) | Piece::Open(_) | Piece::Close(_) => 0,
        });
        texts.sum()
    }

    /// Whether both say the same with the same codes, though these be numbered otherwise.
    pub fn reads_as(&self, other: &Words) -> bool {
        let meaning =
            |words: &Words, code: usize| words.codes.get(code).map(|code| code.kind.meaning());
        self.pieces.len() == other.pieces.len()
            && self.pieces.iter().zip(&other.pieces).all(|(one, two)| match (one, two) {
                (Piece::Text(one), Piece::Text(two)) => one == two,
                (Piece::Code(one), Piece::Code(two))
                | (Piece::Open(one), Piece::Open(two))
                | (Piece::Close(one), Piece::Close(two)) => {
                    meaning(self, *one) == meaning(other, *two)
                }
                _ => false,
            })
    }
}

fn is_word(word: &str) -> bool {
    word.contains(char::is_alphanumeric)
}

impl CodeKind {
    /// The same in every language: a fact without what is stated and how it was accepted.
    pub fn meaning(&self) -> CodeKind {
        match self {
            CodeKind::Fact { target, .. } => CodeKind::Fact {
                target: target.clone(),
                stated: String::new(),
                title: String::new(),
            },
            CodeKind::FactWords { target, .. } => {
                CodeKind::FactWords { target: target.clone(), title: String::new() }
            }
            other => other.clone(),
        }
    }

    /// Whether words stand inside.
    pub fn is_pair(&self) -> bool {
        matches!(
            self,
            CodeKind::Emphasis
                | CodeKind::Strong
                | CodeKind::Strikethrough
                | CodeKind::Link(_)
                | CodeKind::FactWords { .. }
        )
    }
}

/// Neighbouring texts in one, white space as one space, none at either end, and none straight
/// inside a pair of codes, where Markdown would not see them.
pub fn tidy(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut outward = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match piece {
            Piece::Text(text) => {
                let (words, is_after_open) = (text.trim_start_matches(is_space), outward.last());
                match is_after_open {
                    Some(Piece::Open(_)) if words.len() < text.len() => {
                        let first_open = outward
                            .iter()
                            .rposition(|piece| !matches!(piece, Piece::Open(_)))
                            .map_or(0, |at| at + 1);
                        outward.insert(first_open, Piece::Text(" ".to_string()));
                        outward.push(Piece::Text(words.to_string()));
                    }
                    _ => outward.push(Piece::Text(text)),
                }
            }
            Piece::Close(code) => {
                let mut behind = false;
                if let Some(Piece::Text(text)) = outward.last_mut() {
                    let words = text.trim_end_matches(is_space).len();
                    behind = words < text.len();
                    text.truncate(words);
                }
                outward.push(Piece::Close(code));
                if behind {
                    outward.push(Piece::Text(" ".to_string()));
                }
            }
            other => outward.push(other),
        }
    }
    let mut tidy: Vec<Piece> = Vec::with_capacity(outward.len());
    for piece in outward {
        match (tidy.last_mut(), piece) {
            (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
            (_, piece) => tidy.push(piece),
        }
    }
    for piece in &mut tidy {
        if let Piece::Text(text) = piece {
            *text = spaced(text);
        }
    }
    if let Some(Piece::Text(first)) = tidy.first_mut() {
        *first = first.trim_start_matches(' ').to_string();
    }
    if let Some(Piece::Text(last)) = tidy.last_mut() {
        last.truncate(last.trim_end_matches(' ').len());
    }
    tidy.retain(|piece| !matches!(piece, Piece::Text(text) if text.is_empty()));
    tidy
}

/// Spaces that Markdown and translators' tools do not keep apart; a no-break space is a sign.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match is_space(c) {
            true if out.ends_with(' ') => {}
            true => out.push(' '),
            false => out.push(c),
        }
    }
    out
}

/// Where the words stand. None where there are none.
pub(super) fn range(text: &str, events: Events<'_, '_>) -> Option<Range<usize>> {
    let ((first, start), (_, end)) = (events.first()?, events.last()?);
    Some(start_of(text, first, start)..end.end)
}

/// A text that begins with an escaped sign begins with the backslash before it.
fn start_of(text: &str, event: &Event<'_>, range: &Range<usize>) -> usize {
    let is_escaped = matches!(event, Event::Text(_)) && text[..range.start].ends_with('\\');
    range.start - usize::from(is_escaped)
}

/// Reads the words of a leaf.
pub(super) fn words(text: &str, events: Events<'_, '_>) -> Words {
    let mut reader = Reader { text, events, words: Words::default(), open: Vec::new() };
    let mut at = 0;
    while at < events.len() {
        at = reader.event(at) + 1;
    }
    reader.words.markdown = reader.markdown();
    reader.words.pieces = tidy(reader.words.pieces);
    reader.words
}

struct Reader<'e, 'a> {
    text: &'a str,
    events: Events<'e, 'a>,
    words: Words,
    open: Vec<usize>,
}

impl Reader<'_, '_> {
    /// Takes in the event at a place; returns the place of the last that belongs to it.
    fn event(&mut self, at: usize) -> usize {
        let (event, range) = &self.events[at];
        match event {
            Event::Text(words) => self.words.pieces.push(Piece::Text(words.to_string())),
            Event::SoftBreak => self.words.pieces.push(Piece::Text(" ".to_string())),
            Event::HardBreak => {
                let raw = self.text[range.start..self.next_start(at)].to_string();
                self.single(CodeKind::Break, raw);
            }
            Event::Code(code) => self.as_written(CodeKind::InlineCode(code.to_string()), range),
            Event::FootnoteReference(label) => {
                self.as_written(CodeKind::Note(label.to_string()), range);
            }
            Event::InlineHtml(html) | Event::Html(html) => {
                self.as_written(CodeKind::Html(html.to_string()), range);
            }
            Event::Start(tag) => return self.element(tag, at),
            Event::End(_) => self.close(at),
            _ => {}
        }
        at
    }

    fn element(&mut self, tag: &Tag<'_>, at: usize) -> usize {
        let range = self.events[at].1.clone();
        let end = end_of(self.events, at, |_| true);
        let is_empty = end == at + 1;
        match tag {
            Tag::Emphasis => self.open(CodeKind::Emphasis, at),
            Tag::Strong => self.open(CodeKind::Strong, at),
            Tag::Strikethrough => self.open(CodeKind::Strikethrough, at),
            Tag::Link { dest_url, title, .. } if dest_url.starts_with("fact:") => {
                let (target, title) = (dest_url["fact:".len()..].to_string(), title.to_string());
                let stated = stated(&self.events[at + 1..end]);
                if stated.contains(char::is_alphabetic)
                    && !stated.contains(|c: char| c.is_ascii_digit())
                {
                    self.open(CodeKind::FactWords { target, title }, at);
                    return at;
                }
                self.as_written(CodeKind::Fact { target, stated, title }, &range);
                return end;
            }
            Tag::Link { link_type: LinkType::Autolink | LinkType::Email, dest_url, .. } => {
                self.as_written(CodeKind::Address(dest_url.to_string()), &range);
                return end;
            }
            Tag::Link { dest_url, .. } if is_empty => {
                self.as_written(CodeKind::Address(dest_url.to_string()), &range);
                return end;
            }
            Tag::Link { dest_url, .. } => self.open(CodeKind::Link(dest_url.to_string()), at),
            Tag::Image { dest_url, .. } => {
                self.as_written(CodeKind::Image(dest_url.to_string()), &range);
                return end;
            }
            _ => {}
        }
        at
    }

    fn single(&mut self, kind: CodeKind, open: String) {
        self.words.pieces.push(Piece::Code(self.words.codes.len()));
        self.words.codes.push(Code { kind, open, close: String::new() });
    }

    fn as_written(&mut self, kind: CodeKind, range: &Range<usize>) {
        let raw = one_line(&self.text[range.clone()]);
        self.single(kind, raw);
    }

    fn open(&mut self, kind: CodeKind, at: usize) {
        let start = self.events[at].1.start;
        let open = self.text[start..self.next_start(at)].to_string();
        self.open.push(self.words.codes.len());
        self.words.pieces.push(Piece::Open(self.words.codes.len()));
        self.words.codes.push(Code { kind, open, close: String::new() });
    }

    fn close(&mut self, at: usize) {
        let Some(code) = self.open.pop() else { return };
        let from = self.events[at - 1].1.end;
        self.words.codes[code].close = one_line(&self.text[from..self.events[at].1.end]);
        self.words.pieces.push(Piece::Close(code));
    }

    /// Where the next event begins, for what reaches up to it.
    fn next_start(&self, at: usize) -> usize {
        let end = self.events[at].1.end;
        match self.events.get(at + 1) {
            Some((Event::End(_), _)) | None => end,
            Some((event, range)) => start_of(self.text, event, range),
        }
    }

    /// The words as they are written, on one line.
    fn markdown(&self) -> String {
        let Some(range) = range(self.text, self.events) else { return String::new() };
        let mut markdown = String::with_capacity(range.len());
        let mut from = range.start;
        for (at, (event, place)) in self.events.iter().enumerate() {
            let sign = match event {
                Event::SoftBreak => " ",
                Event::HardBreak => "\\\n",
                _ => continue,
            };
            markdown.push_str(&self.text[from..place.start.max(from)]);
            markdown.push_str(sign);
            from = self.next_start(at);
        }
        markdown.push_str(&self.text[from..range.end.max(from)]);
        markdown
    }
}

/// The words between the brackets of a reference.
fn stated(events: Events<'_, '_>) -> String {
    let mut words = String::new();
    for (event, _) in events {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(text),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            _ => {}
        }
    }
    words
}

/// What an author broke over lines, on one: the signs of the blocks around it go.
fn one_line(raw: &str) -> String {
    let mut lines = raw.lines();
    let mut line = lines.next().unwrap_or_default().to_string();
    for more in lines {
        line.truncate(line.trim_end().len());
        line.push(' ');
        line.push_str(more.trim_start_matches(|c: char| c.is_whitespace() || c == '>'));
    }
    line
}
