//! What a section of the original says, in one short word: the hash that a translation is accepted
//! against. It changes with words, structure and references; not with figures, white space, or the
//! section's place on the page.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::Range;

use sha2::{Digest, Sha256};

use super::content::{Content, Line, OBJECT, Part};
use crate::document::{FactReference, FigureKind, FigureReference};
use crate::locale::{Certainty, Quantity, Reading};
use crate::source::FileId;

/// What is known of a section without reading it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// The first 64 bits of a SHA-256, as 16 hexadecimal digits.
    pub hash: String,
    /// How many words a translator has to read.
    pub words: usize,
}

/// The fingerprints of original pages, by their files.
pub type Fingerprints = BTreeMap<FileId, Vec<Fingerprint>>;

/// The fingerprints of a page's sections, in their order. The page's title and description belong
/// to the first section, and a footnote to the first that refers to it.
///
/// What is accepted holds only as long as this gives the same for the same text: a change here, or of
/// what is read as a quantity, makes translations stale.
pub fn fingerprints(content: &Content<'_>) -> Vec<Fingerprint> {
    let mut told = BTreeSet::new();
    let sections = content.sections.iter().zip(&content.parts);
    let fingerprints = sections.map(|(section, parts)| {
        let said = String::with_capacity(section.span.range().len());
        let mut text = Text { said, ..Text::default() };
        match section.heading {
            None => {
                text.line("title", &content.title);
                text.line("description", &content.description);
            }
            Some(heading) => text.tell(&format!("heading {}", heading.level)),
        }
        text.parts(parts);
        // A footnote may refer to others.
        while let Some(label) = text.notes.pop_front() {
            if let Some(note) = content.notes.get(label).filter(|_| told.insert(label)) {
                text.tell("footnote");
                text.parts(note);
            }
        }
        text.end()
    });
    fingerprints.collect()
}

/// A section being read.
#[derive(Default)]
struct Text<'a> {
    /// What is hashed.
    said: String,
    words: usize,
    /// The footnotes referred to, in order.
    notes: VecDeque<&'a str>,
}

impl<'a> Text<'a> {
    fn parts(&mut self, parts: &[Part<'a>]) {
        for part in parts {
            match part {
                Part::Block(name) => self.tell(name),
                Part::Line(line) => self.line("line", line),
                Part::Figure(figure, quantities) => self.figure(figure, quantities),
                Part::Table { rows, columns, .. } => self.tell(&format!("table {rows} {columns}")),
                Part::Code(text) => {
                    self.tell("code");
                    text.lines().for_each(|line| self.tell(line));
                }
            }
        }
    }

    fn line(&mut self, what: &str, line: &Line<'a>) {
        self.notes.extend(line.notes.iter().map(|(_, note)| note.label.as_str()));
        let object = OBJECT.len_utf8();
        let mut among: Vec<(Range<usize>, String)> = Vec::new();
        among.extend(line.facts.iter().map(|(at, fact)| (*at..at + object, cited(fact))));
        among.extend(line.notes.iter().map(|(at, _)| (*at..at + object, "{note}".to_string())));
        among.extend(line.links.iter().map(|(words, link)| {
            (words.start..words.start, format!("{{link {} {}}}", link.target, link.title))
        }));
        among.extend(line.codes.iter().map(|(at, code)| (*at..*at, format!("{{code {code}}}"))));
        among.extend(masked(&line.quantities));
        self.text(what, &line.text, among);
    }

    fn figure(&mut self, figure: &FigureReference, quantities: &[Quantity]) {
        let kind = match figure.kind {
            FigureKind::Chart => "chart",
            FigureKind::Table => "table of data",
            FigureKind::Cards => "cards",
            FigureKind::Image => "image",
        };
        let period = figure.period.as_deref().unwrap_or_default();
        self.tell(&format!("{kind} {}@{period}", figure.target));
        for (name, value) in &figure.options {
            self.tell(&format!("{name}={value}"));
        }
        self.text("alternative", &figure.title, masked(quantities));
    }

    /// Words, and what stands among them or in their place.
    fn text(&mut self, what: &str, text: &str, mut among: Vec<(Range<usize>, String)>) {
        among.sort_by_key(|(range, _)| (range.start, range.end));
        self.said.push_str(what);
        let mut said = match among.is_empty() {
            true => Cow::Borrowed(text),
            false => Cow::Owned(replaced(text, among)),
        };
        // Between thousands, and after a paragraph sign.
        for space in ['\u{a0}', '\u{2009}', '\u{202f}'] {
            if said.contains(space) {
                said = Cow::Owned(said.replace(space, " "));
            }
        }
        for line in said.split('\n') {
            // Most lines have one space between their words as it is.
            if is_even(line) {
                self.said.push(' ');
                self.said.push_str(line);
                continue;
            }
            for word in line.split_ascii_whitespace() {
                self.said.push(' ');
                self.said.push_str(word);
            }
        }
        self.said.push('\n');
        self.words += words(text);
    }

    fn tell(&mut self, what: &str) {
        self.said.push_str(what);
        self.said.push('\n');
    }

    fn end(self) -> Fingerprint {
        let hash = Sha256::digest(self.said);
        let digits = hash.iter().take(8).map(|byte| format!("{byte:02x}"));
        Fingerprint { hash: digits.collect(), words: self.words }
    }
}

/// Whether words are set apart by one space each, with none before and behind them.
fn is_even(text: &str) -> bool {
    let edges = [text.bytes().next(), text.bytes().next_back()];
    edges.iter().all(|edge| edge.is_some_and(|byte| !byte.is_ascii_whitespace()))
        && !has_neighbours(text, |one, other| {
            other.is_ascii_whitespace() & (one.is_ascii_whitespace() | (other != b' '))
        })
}

/// How many words a text has: not dashes and other signs that stand alone.
fn words(text: &str) -> usize {
    let begins = |before: u8, byte: u8| before.is_ascii_whitespace() & !byte.is_ascii_whitespace();
    let is_plain = text.bytes().next().is_some_and(|first| first.is_ascii_alphanumeric())
        && !has_neighbours(text, |one, other| begins(one, other) & !other.is_ascii_alphanumeric());
    // Where each begins with a letter or figure of ASCII they are counted many bytes at once.
    if is_plain {
        let others = neighbours(text).map(|(one, other)| u32::from(begins(one, other)));
        return 1 + others.sum::<u32>() as usize;
    }
    let is_word = |part: &&str| part.contains(|c: char| c.is_alphanumeric() || c == OBJECT);
    text.split_ascii_whitespace().filter(is_word).count()
}

/// Looks at all of a text without a branch, and so at many bytes at once.
fn has_neighbours(text: &str, are_so: impl Fn(u8, u8) -> bool) -> bool {
    neighbours(text).fold(false, |found, (one, other)| found | are_so(one, other))
}

/// Each byte with the next.
fn neighbours(text: &str) -> impl Iterator<Item = (u8, u8)> {
    text.bytes().zip(text.bytes().skip(1))
}

/// A fact without its stated words: those change with the data.
fn cited(fact: &FactReference) -> String {
    let period = fact.period.as_deref().unwrap_or_default();
    let digits = fact.digits.map(|digits| digits.to_string()).unwrap_or_default();
    format!("{{fact {}@{period}?{digits}}}", fact.id)
}

/// A text with other words in place of some of its parts, which come in order.
fn replaced(text: &str, parts: Vec<(Range<usize>, String)>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, instead) in parts {
        out.push_str(text.get(at..range.start).unwrap_or_default());
        out.push_str(&instead);
        at = at.max(range.end);
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// Quantities, each with what stands for it: what kind it is, without its value. Those that may be
/// mere words ("one", "both") are words, and so is the section of a law.
fn masked(quantities: &[Quantity]) -> Vec<(Range<usize>, String)> {
    let sure = quantities.iter().filter(|one| one.certainty > Certainty::Hint);
    let mask = |quantity: &Quantity| {
        let mask = match quantity.reading {
            Reading::Section(_) => return None,
            Reading::Percent(_) => "{%}".to_string(),
            Reading::Points(_) => "{points}".to_string(),
            Reading::Money { currency, .. } => format!("{{{currency}}}"),
            Reading::Number(_)
            | Reading::Date(_)
            | Reading::DayMonth { .. }
            | Reading::Month { .. }
            | Reading::Time { .. }
            | Reading::Code(_) => "{#}".to_string(),
        };
        Some((quantity.range.clone(), mask))
    };
    sure.filter_map(mask).collect()
}
