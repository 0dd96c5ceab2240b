//! What a section of the original says, in one short word: the hash that a translation is accepted
//! against. It changes with words, structure and references; not with figures, white space, or the
//! section's place on the page.

use std::collections::{BTreeSet, VecDeque};
use std::ops::Range;

use sha2::{Digest, Sha256};

use super::content::{Line, OBJECT, Part, walk};
use super::section::Section;
use crate::document::{Block, FactReference, FigureKind, FigureReference, Written};
use crate::project::WrittenPage;

/// What is known of a section without reading it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// The first 64 bits of a SHA-256, as 16 hexadecimal digits.
    pub hash: String,
    /// How many words a translator has to read.
    pub words: usize,
}

/// The fingerprints of a page's sections, in their order. The page's title and description belong
/// to the first section, and a footnote to the first that refers to it.
pub fn fingerprints<'a>(page: &'a WrittenPage, sections: &[Section<'a>]) -> Vec<Fingerprint> {
    let mut told = BTreeSet::new();
    let fingerprint = |section: &Section<'a>| {
        let mut reading = Reading { hash: Sha256::new(), words: 0, notes: VecDeque::new() };
        match section.heading {
            None => {
                reading.line("title", &Line::of(&page.front.title));
                reading.line("description", &Line::of(&page.front.description));
            }
            Some(heading) => {
                reading.tell(&format!("heading {}", heading.level));
                reading.line("line", &Line::of(&heading.content));
            }
        }
        reading.blocks(section.blocks);
        // A footnote may refer to others.
        while let Some(label) = reading.notes.pop_front() {
            if let Some(note) = page.notes.get(label).filter(|_| told.insert(label)) {
                reading.tell("footnote");
                reading.blocks(&note.blocks);
            }
        }
        reading.end()
    };
    sections.iter().map(fingerprint).collect()
}

/// A section being read.
struct Reading<'a> {
    hash: Sha256,
    words: usize,
    /// The footnotes referred to, in order.
    notes: VecDeque<&'a str>,
}

impl<'a> Reading<'a> {
    fn blocks(&mut self, blocks: &'a [Block<Written>]) {
        walk(blocks, &mut |part| match part {
            Part::Block(name) => self.tell(name),
            Part::Line(line) => self.line("line", &line),
            Part::Figure(figure) => self.figure(figure),
            Part::Table { rows, columns, .. } => self.tell(&format!("table {rows} {columns}")),
            Part::Code(text) => {
                self.tell("code");
                text.lines().for_each(|line| self.tell(line));
            }
        });
    }

    fn line(&mut self, what: &str, line: &Line<'a>) {
        self.notes.extend(line.notes.iter().map(|(_, note)| note.label.as_str()));
        let object = OBJECT.len_utf8();
        let mut among: Vec<(Range<usize>, String)> = Vec::new();
        among.extend(line.facts.iter().map(|(at, fact)| (*at..at + object, cited(fact))));
        among.extend(line.notes.iter().map(|(at, _)| (*at..at + object, "{note}".to_string())));
        among.extend(
            line.links
                .iter()
                .map(|(at, link)| (*at..*at, format!("{{link {} {}}}", link.target, link.title))),
        );
        among.extend(line.codes.iter().map(|(at, code)| (*at..*at, format!("{{code {code}}}"))));
        self.text(what, &line.text, among);
    }

    fn figure(&mut self, figure: &FigureReference) {
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
        self.text("alternative", &figure.title, Vec::new());
    }

    /// Words, with what stands among them and with their figures masked.
    fn text(&mut self, what: &str, text: &str, mut among: Vec<(Range<usize>, String)>) {
        among.extend(quantities(text).into_iter().map(|range| (range, "#".to_string())));
        among.sort_by_key(|(range, _)| (range.start, range.end));
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for (range, instead) in among {
            out.push_str(text.get(at..range.start).unwrap_or_default());
            out.push_str(&instead);
            at = at.max(range.end);
        }
        out.push_str(text.get(at..).unwrap_or_default());
        let is_word = |part: &&str| part.contains(|c: char| c.is_alphanumeric() || c == OBJECT);
        self.words += text.split_whitespace().filter(is_word).count();
        self.hash.update(what);
        for word in out.split_whitespace() {
            self.hash.update(" ");
            self.hash.update(word);
        }
        self.hash.update("\n");
    }

    fn tell(&mut self, what: &str) {
        self.hash.update(what);
        self.hash.update("\n");
    }

    fn end(self) -> Fingerprint {
        let hash = self.hash.finalize();
        let digits = hash.iter().take(8).map(|byte| format!("{byte:02x}"));
        Fingerprint { hash: digits.collect(), words: self.words }
    }
}

/// A fact without its stated words: those change with the data.
fn cited(fact: &FactReference) -> String {
    let period = fact.period.as_deref().unwrap_or_default();
    let digits = fact.digits.map(|digits| digits.to_string()).unwrap_or_default();
    format!("{{fact {}@{period}?{digits}}}", fact.id)
}

/// The figures in a text: runs of digits with the signs between them, and a percent sign.
fn quantities(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        match found.last_mut() {
            _ if c.is_ascii_digit() => match found.last_mut() {
                Some(last) if is_joint(&text[last.end..at]) => last.end = end,
                _ if before.is_alphabetic() => {}
                _ => found.push(at..end),
            },
            Some(last) if c == '%' && text[last.end..at].trim().is_empty() => last.end = end,
            _ => {}
        }
        before = c;
    }
    found
}

/// Whether this stands between digits of one figure: nothing, or one sign or space.
fn is_joint(between: &str) -> bool {
    let mut signs = between.chars();
    match (signs.next(), signs.next()) {
        (None, _) => true,
        (Some(sign), None) => sign.is_whitespace() || ".,:/-–−".contains(sign),
        _ => false,
    }
}
