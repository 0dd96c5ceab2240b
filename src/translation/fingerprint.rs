//! What a section of the original says, in one short word: the hash that a translation is accepted
//! against. It changes with words, structure and references; not with figures, white space, or the
//! section's place on the page.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;

use sha2::{Digest, Sha256};

use super::content::{Line, OBJECT, Part, Role, read};
use super::section::Section;
use crate::document::{FactReference, FigureKind, FigureReference};
use crate::locale::{Certainty, Locale, Quantity, Reading};
use crate::project::WrittenPage;
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
pub fn fingerprints<'a>(
    page: &'a WrittenPage,
    sections: &[Section<'a>],
    locale: &Locale,
) -> Vec<Fingerprint> {
    let mut text = PageText::default();
    read(page, sections, locale, |part| text.part(&part));
    text.fingerprints()
}

/// A page being read, part by part.
#[derive(Default)]
pub struct PageText<'a> {
    /// The sections, then the footnotes.
    texts: Vec<Text<'a>>,
    /// Of the footnotes.
    labels: Vec<&'a str>,
}

impl<'a> PageText<'a> {
    pub fn part(&mut self, part: &Part<'_, 'a>) {
        match part {
            Part::Section(section) => {
                let said = String::with_capacity(section.span.range().len());
                let mut text = Text { said, ..Text::default() };
                if let Some(heading) = section.heading {
                    text.tell(&format!("heading {}", heading.level));
                }
                self.texts.push(text);
            }
            Part::Note(label, _) => {
                self.labels.push(label);
                self.texts.push(Text::default());
            }
            part => self.texts.iter_mut().last().into_iter().for_each(|text| text.part(part)),
        }
    }

    pub fn fingerprints(mut self) -> Vec<Fingerprint> {
        let notes = self.texts.split_off(self.texts.len() - self.labels.len());
        let mut notes: BTreeMap<&str, Text<'a>> = self.labels.into_iter().zip(notes).collect();
        let fingerprint = |mut text: Text<'a>| {
            // A footnote may refer to others.
            while let Some(label) = text.notes.pop_front() {
                if let Some(note) = notes.remove(label) {
                    text.tell("footnote");
                    text.said.push_str(&note.said);
                    text.words += note.words;
                    text.notes.extend(note.notes);
                }
            }
            text.end()
        };
        self.texts.into_iter().map(fingerprint).collect()
    }
}

/// A section or a footnote being read.
#[derive(Default)]
struct Text<'a> {
    /// What is hashed.
    said: String,
    words: usize,
    /// The footnotes referred to, in order.
    notes: VecDeque<&'a str>,
}

impl<'a> Text<'a> {
    fn part(&mut self, part: &Part<'_, 'a>) {
        match part {
            Part::Block(name) => self.tell(name),
            Part::Line(Role::Title, line) => self.line("title", line),
            Part::Line(Role::Description, line) => self.line("description", line),
            Part::Line(Role::Text, line) => self.line("line", line),
            Part::Figure(figure, quantities) => self.figure(figure, quantities),
            Part::Table { rows, columns, .. } => self.tell(&format!("table {rows} {columns}")),
            Part::Code(text) => {
                self.tell("code");
                text.lines().for_each(|line| self.tell(line));
            }
            Part::Section(_) | Part::Note(..) => {}
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
            FigureKind::Part => "part",
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
        let seen = Seen::of(text);
        self.words += words(text, seen);
        match among.is_empty() {
            true => self.say(text, seen),
            false => {
                let said = replaced(text, among);
                self.say(&said, Seen::of(&said));
            }
        }
        self.said.push('\n');
    }

    /// The words one by one, each behind one space.
    fn say(&mut self, text: &str, seen: Seen) {
        if seen.may_have_wide && text.contains(WIDE) {
            let narrow = text.replace(WIDE, " ");
            return self.say(&narrow, Seen::of(&narrow));
        }
        match seen.is_even {
            true => text.split('\n').for_each(|line| self.push(line)),
            false => text.split_ascii_whitespace().for_each(|word| self.push(word)),
        }
    }

    fn push(&mut self, words: &str) {
        self.said.push(' ');
        self.said.push_str(words);
    }

    fn tell(&mut self, what: &str) {
        self.said.push_str(what);
        self.said.push('\n');
    }

    fn end(self) -> Fingerprint {
        let digest = Sha256::digest(self.said);
        let bits = digest.first_chunk().copied().map(u64::from_be_bytes).unwrap_or_default();
        Fingerprint { hash: format!("{bits:016x}"), words: self.words }
    }
}

/// Spaces between thousands, and after a paragraph sign. Their first bytes are C2 and E2.
const WIDE: [char; 3] = ['\u{a0}', '\u{2009}', '\u{202f}'];

/// What is seen of a text at once. Texts are long, and most of them are as plain as can be.
#[derive(Debug, Clone, Copy)]
struct Seen {
    /// Words are set apart by one space or end of a line each, with none before and behind them.
    is_even: bool,
    /// Each word begins with a letter or figure of ASCII.
    is_plain: bool,
    may_have_wide: bool,
}

impl Seen {
    /// All bytes are looked at without a branch, so that the processor takes many together.
    fn of(text: &str) -> Seen {
        const UNEVEN: u8 = 1;
        const SIGN: u8 = 2;
        const LEAD: u8 = 4;
        let bytes = text.as_bytes();
        let ends = (bytes.first(), bytes.last());
        let (Some(first), Some(last)) = ends else {
            return Seen { is_even: false, is_plain: false, may_have_wide: false };
        };
        let nexts = bytes[1..].iter();
        let found = bytes.iter().zip(nexts).fold(0, |found, (byte, next)| {
            let (is_space, next_is_space) =
                (byte.is_ascii_whitespace(), next.is_ascii_whitespace());
            let is_uneven = next_is_space & (is_space | ((*next != b' ') & (*next != b'\n')));
            let is_sign = is_space & !next_is_space & !next.is_ascii_alphanumeric();
            let is_lead = (*byte == 0xc2) | (*byte == 0xe2);
            found
                | (u8::from(is_uneven) * UNEVEN)
                | (u8::from(is_sign) * SIGN)
                | (u8::from(is_lead) * LEAD)
        });
        let has_edges = first.is_ascii_whitespace() || last.is_ascii_whitespace();
        Seen {
            is_even: found & UNEVEN == 0 && !has_edges,
            is_plain: found & SIGN == 0 && first.is_ascii_alphanumeric(),
            may_have_wide: found & LEAD != 0,
        }
    }
}

/// How many words a text has: not dashes and other signs that stand alone.
fn words(text: &str, seen: Seen) -> usize {
    if seen.is_even && seen.is_plain {
        // As many spaces as a byte can count: so the processor counts many at once.
        let lots = text.as_bytes().chunks(240);
        let spaces =
            lots.map(|lot| lot.iter().map(|byte| u8::from(byte.is_ascii_whitespace())).sum());
        return 1 + spaces.map(|spaces: u8| usize::from(spaces)).sum::<usize>();
    }
    let is_word = |part: &&str| part.contains(|c: char| c.is_alphanumeric() || c == OBJECT);
    text.split_ascii_whitespace().filter(is_word).count()
}

/// A fact without its stated words: those change with the data.
fn cited(fact: &FactReference) -> String {
    let period = fact.period.as_deref().unwrap_or_default();
    let digits = fact.digits.map(|digits| digits.to_string()).unwrap_or_default();
    format!("{{fact {}@{period}?{digits}}}", fact.id)
}

/// A text with other words in place of some of its parts, which come in order.
fn replaced(text: &str, parts: Vec<(Range<usize>, String)>) -> String {
    let more: usize = parts.iter().map(|(_, instead)| instead.len()).sum();
    let mut out = String::with_capacity(text.len() + more);
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
