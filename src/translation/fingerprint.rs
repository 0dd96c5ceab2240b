//! What a section of the original says, in one short word: the hash that a translation is accepted
//! against. It changes with words, structure and references; not with figures, white space, or the
//! section's place on the page.

use std::borrow::Cow;
use std::collections::{BTreeSet, VecDeque};
use std::ops::Range;

use sha2::{Digest, Sha256};

use super::content::{Line, OBJECT, Part, walk};
use super::section::Section;
use crate::document::{Block, FactReference, FigureKind, FigureReference, Written};
use crate::locale::{Certainty, Locale, Quantity, Reading};
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
///
/// What is accepted holds only as long as this gives the same for the same text: a change here, or of
/// what is read as a quantity, makes translations stale.
pub fn fingerprints<'a>(
    page: &'a WrittenPage,
    sections: &[Section<'a>],
    locale: &Locale,
) -> Vec<Fingerprint> {
    let mut told = BTreeSet::new();
    let fingerprint = |section: &Section<'a>| {
        let mut text = Text { locale, said: String::new(), words: 0, notes: VecDeque::new() };
        match section.heading {
            None => {
                text.line("title", &Line::of(&page.front.title));
                text.line("description", &Line::of(&page.front.description));
            }
            Some(heading) => {
                text.tell(&format!("heading {}", heading.level));
                text.line("line", &Line::of(&heading.content));
            }
        }
        text.blocks(section.blocks);
        // A footnote may refer to others.
        while let Some(label) = text.notes.pop_front() {
            if let Some(note) = page.notes.get(label).filter(|_| told.insert(label)) {
                text.tell("footnote");
                text.blocks(&note.blocks);
            }
        }
        text.end()
    };
    sections.iter().map(fingerprint).collect()
}

/// A section being read.
struct Text<'a> {
    locale: &'a Locale,
    /// What is hashed.
    said: String,
    words: usize,
    /// The footnotes referred to, in order.
    notes: VecDeque<&'a str>,
}

impl<'a> Text<'a> {
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
        among.extend(line.links.iter().map(|(words, link)| {
            (words.start..words.start, format!("{{link {} {}}}", link.target, link.title))
        }));
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
        among.extend(masked(text, self.locale));
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
        for word in said.split_ascii_whitespace() {
            self.said.push(' ');
            self.said.push_str(word);
        }
        self.said.push('\n');
        let is_word = |part: &&str| part.contains(|c: char| c.is_alphanumeric() || c == OBJECT);
        self.words += text.split_ascii_whitespace().filter(is_word).count();
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

/// The quantities of a text, each with what stands for it: what kind it is, without its value. Those
/// that may be mere words ("one", "both") are words, and so is the section of a law.
fn masked(text: &str, locale: &Locale) -> Vec<(Range<usize>, String)> {
    let sure = locale.quantities(text).into_iter().filter(|one| one.certainty > Certainty::Hint);
    let mask = |quantity: Quantity| {
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
        Some((quantity.range, mask))
    };
    sure.filter_map(mask).collect()
}
