//! Nothing private leaves: the finished files are searched for the names and organisation numbers
//! of suppliers that were not released, and for the national identity numbers of people.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use crate::artifact::{Artifacts, TypstProject};
use crate::data::Loaded;
use crate::data::register::{Mark, Register, Supplier};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::Report;
use crate::project::Project;
use crate::source::{Sources, Span};

/// Words shorter than this in all say nothing of whose they are.
const SHORTEST: usize = 4;

/// A private value: its register's place among all, the row, and which of its texts it is.
type Private = (usize, u32, What);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Name,
    Number,
}

/// Tells every private value that stands in a file that people can read. `documents` are what the
/// PDFs are set from, by the PDF's path: their words are found there without reading a PDF.
pub fn privacy(
    artifacts: &Artifacts,
    documents: &BTreeMap<String, TypstProject>,
    report: &Report,
    project: &Project,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    let registers: Vec<&Loaded<Register>> =
        project.datasets.values().filter_map(|dataset| dataset.suppliers.as_ref()).collect();
    let index = Index::new(&registers);
    let files = artifacts.files.iter().filter(|(path, _)| is_text(path));
    let files = files.map(|(path, bytes)| (path, path, bytes));
    let set = documents.iter().flat_map(|(pdf, document)| {
        let written = document.files.iter().filter(|(path, _)| !path.starts_with("theme/"));
        let written = written.filter(|(path, _)| is_text(path) || path.ends_with(".typ"));
        written.map(move |(path, bytes)| (pdf, path, bytes))
    });
    let readable: Vec<(&String, &String, &Vec<u8>)> = files.chain(set).collect();
    let found: Vec<(&str, BTreeSet<Private>, bool)> = readable
        .par_iter()
        .map(|(published, path, bytes)| {
            let text = String::from_utf8_lossy(bytes);
            let texts = match path.rsplit('.').next() {
                Some("html") => words_of_page(&text),
                Some("typ") => words_of_document(&text),
                _ => [words(&text), Words::default()],
            };
            let persons = texts.iter().any(|words| words.person);
            (published.as_str(), index.search(&texts), persons)
        })
        .collect();
    for (path, private, persons) in found {
        for (register, row, what) in private {
            let register = registers[register];
            let supplier = &register.value.suppliers[row as usize];
            diagnostics.push(tell(path, what, supplier, register, report, sources));
        }
        if persons {
            let message =
                format!("a person's national identity number would be published in `{path}`");
            diagnostics.push(
                Diagnostic::error("private-value", page_span(path, report), message)
                    .help("take the eleven digits out of the text or the data"),
            );
        }
    }
}

fn is_text(path: &str) -> bool {
    [".html", ".json", ".csv", ".xml", ".txt", ".svg"].iter().any(|end| path.ends_with(end))
}

/// The page that a file is, for those whose words are put together from several places.
fn page_span(path: &str, report: &Report) -> Option<Span> {
    let url = format!("/{}", path.trim_end_matches("index.html"));
    let mut pages = report.editions.iter().flat_map(|edition| &edition.pages);
    pages.find(|page| page.url == url).map(|page| page.span)
}

/// The value itself is not repeated: messages end up in logs.
fn tell(
    path: &str,
    what: What,
    supplier: &Supplier,
    register: &Loaded<Register>,
    report: &Report,
    sources: &Sources,
) -> Diagnostic {
    let private = register.value.text(match what {
        What::Name => supplier.name,
        What::Number => supplier.number,
    });
    let written = sources.iter().find_map(|(file, source)| {
        if !source.path.starts_with("content/") && !source.path.ends_with(".toml") {
            return None;
        }
        let text = std::str::from_utf8(source.bytes()).ok()?;
        let at = text.find(private)?;
        Some(Span::new(file, at..at + private.len()))
    });
    let what = match what {
        What::Name => "the name",
        What::Number => "the organisation number",
    };
    let message = format!(
        "{what} of supplier `{}` in `{}` would be published in `{path}`",
        register.value.text(supplier.id),
        register.path
    );
    let span = written.or_else(|| page_span(path, report));
    Diagnostic::error("private-value", span, message).help(match supplier.is(Mark::SoleProprietor) {
        true => "take it out of the text: a sole proprietor's name is personal data",
        false => "take it out of the text; if the supplier agreed to be named, write `yes` in a column `publish` of its row",
    })
}

/// What is private, to be found in texts.
struct Index<'a> {
    registers: &'a [&'a Loaded<Register>],
    /// For each register its private texts in every spelling, sorted: the upper half is a hash of
    /// the words, the lower half the row. Eight bytes each, for there may be millions.
    texts: Vec<Vec<u64>>,
    beginnings: Beginnings,
}

impl<'a> Index<'a> {
    fn new(registers: &'a [&'a Loaded<Register>]) -> Index<'a> {
        let suppliers = registers.iter().map(|loaded| loaded.value.suppliers.len()).sum();
        let beginnings = Beginnings::of(suppliers);
        let texts = registers.iter().map(|one| hashed(&one.value, &beginnings)).collect();
        Index { registers, texts, beginnings }
    }

    /// What stands in these texts.
    fn search(&self, texts: &[Words; 2]) -> BTreeSet<Private> {
        let mut found = BTreeSet::new();
        let mut seen = BTreeSet::new();
        for words in texts.iter().map(|words| &words.list) {
            for start in 0..words.len() {
                let mut whole = 0;
                for end in start..words.len() {
                    whole = together(whole, words[end]);
                    if !self.beginnings.has(whole) {
                        break;
                    }
                    if seen.insert(whole) {
                        self.add_same(whole, &words[start..=end], &mut found);
                    }
                }
            }
        }
        found
    }

    /// Adds every private text of these words.
    fn add_same(&self, whole: u64, said: &[u64], found: &mut BTreeSet<Private>) {
        for (register, texts) in self.texts.iter().enumerate() {
            let start = texts.partition_point(|one| one >> 32 < whole >> 32);
            for one in texts[start..].iter().take_while(|one| *one >> 32 == whole >> 32) {
                let row = *one as u32;
                let registered = &self.registers[register].value;
                spellings(registered, &registered.suppliers[row as usize], |what, words| {
                    if words == said {
                        found.insert((register, row, what));
                    }
                });
            }
        }
    }
}

/// The private texts of a register by hash, and their beginnings.
fn hashed(register: &Register, beginnings: &Beginnings) -> Vec<u64> {
    // A name, and a number with and without spaces.
    let mut texts = Vec::with_capacity(register.suppliers.len() * 3);
    for (part, suppliers) in (0..).zip(register.suppliers.chunks(ROWS_AT_ONCE)) {
        let rows = suppliers.par_iter().enumerate();
        let rows = rows.filter(|(_, supplier)| !supplier.is(Mark::Published));
        texts.par_extend(rows.flat_map_iter(|(row, supplier)| {
            let mut spelt = Vec::with_capacity(3);
            spellings(register, supplier, |_, words| {
                let whole = words.iter().fold(0, |whole, word| {
                    let whole = together(whole, *word);
                    beginnings.add(whole);
                    whole
                });
                spelt.push(whole >> 32 << 32 | (part * ROWS_AT_ONCE + row) as u64);
            });
            spelt
        }));
    }
    texts.par_sort_unstable();
    texts
}

/// Rows that are hashed in one go, so that their hashes do not lie in memory twice.
const ROWS_AT_ONCE: usize = 1 << 16;

/// Calls for every private text of a supplier, in every way to write it: as it stands, and numbers
/// as 987654321, 987 654 321 and 556012-5790.
fn spellings(register: &Register, supplier: &Supplier, mut visit: impl FnMut(What, &[u64])) {
    let mut words = Words::default();
    let mut visit = |what, signs: &mut dyn Iterator<Item = char>| {
        words.list.clear();
        signs.for_each(|sign| words.push(sign));
        words.end();
        if !words.list.is_empty() {
            visit(what, &words.list);
        }
    };
    let name = register.text(supplier.name);
    if name.len() >= SHORTEST {
        visit(What::Name, &mut name.chars());
    }
    let number = register.text(supplier.number);
    let digits = || number.chars().filter(char::is_ascii_digit).enumerate();
    let count = digits().count();
    if number.len() >= SHORTEST {
        visit(What::Number, &mut number.chars());
    }
    if count < number.len() && count >= SHORTEST {
        visit(What::Number, &mut digits().map(|(_, digit)| digit));
    }
    let gaps: &[usize] = match count {
        9 => &[3, 6],
        10 => &[6],
        _ => return,
    };
    let gap = |at| gaps.contains(&at).then_some(' ');
    visit(What::Number, &mut digits().flat_map(|(at, digit)| gap(at).into_iter().chain([digit])));
}

/// What private texts begin with, of one word or more: a bit for each, by hash. Most words of a page
/// end the search here.
struct Beginnings {
    bits: Vec<AtomicU64>,
}

impl Beginnings {
    /// For so many suppliers, whose texts have eight beginnings or so.
    fn of(suppliers: usize) -> Beginnings {
        let bits = (suppliers * 32).next_power_of_two().max(1 << 16);
        Beginnings { bits: (0..bits / 64).map(|_| AtomicU64::default()).collect() }
    }

    fn place(&self, whole: u64) -> (&AtomicU64, u64) {
        let place = (whole >> 32 ^ whole) as usize & (self.bits.len() * 64 - 1);
        (&self.bits[place / 64], 1 << (place % 64))
    }

    fn add(&self, whole: u64) {
        let (bits, bit) = self.place(whole);
        bits.fetch_or(bit, Ordering::Relaxed);
    }

    fn has(&self, whole: u64) -> bool {
        let (bits, bit) = self.place(whole);
        bits.load(Ordering::Relaxed) & bit != 0
    }
}

/// One number for words in a row, and one more.
fn together(words: u64, word: u64) -> u64 {
    (words ^ word).wrapping_mul(0x0000_0100_0000_01b3)
}

/// A word while its letters come in: FNV-1a over lower-case letters. Soft hyphens do not count.
#[derive(Default)]
struct Words {
    list: Vec<u64>,
    open: Option<u64>,
    /// The digits of a run of nothing else.
    digits: Vec<u8>,
    /// A national identity number stands among them.
    person: bool,
}

impl Words {
    fn push(&mut self, sign: char) {
        const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
        const PRIME: u64 = 0x0000_0100_0000_01b3;
        let mut add = |letter: char| {
            let hash = self.open.unwrap_or(OFFSET) ^ u64::from(letter);
            self.open = Some(hash.wrapping_mul(PRIME));
        };
        match sign {
            'a'..='z' | '0'..='9' => add(sign),
            'A'..='Z' => add(sign.to_ascii_lowercase()),
            '\u{ad}' => {}
            _ if !sign.is_ascii() && sign.is_alphanumeric() => sign.to_lowercase().for_each(add),
            _ => self.end(),
        }
        match sign {
            // A twelfth digit or a letter makes it something else.
            '0'..='9' if self.digits.len() < 12 => self.digits.push(sign as u8 - b'0'),
            _ if sign.is_alphanumeric() => self.digits.resize(12, 0),
            _ => {}
        }
    }

    fn end(&mut self) {
        self.list.extend(self.open.take());
        self.person |= is_person(&self.digits);
        self.digits.clear();
    }
}

/// A Norwegian national identity number: day, month and year, five digits, of which two check.
fn is_person(digits: &[u8]) -> bool {
    let two = |at: usize| digits[at] * 10 + digits[at + 1];
    let sum = |weights: &[u32]| -> u32 {
        weights.iter().zip(digits).map(|(weight, digit)| weight * u32::from(*digit)).sum()
    };
    digits.len() == 11
        && (1..=31).contains(&(two(0) % 40))
        && (1..=12).contains(&(two(2) % 40))
        && sum(&[3, 7, 6, 1, 8, 9, 4, 5, 2, 1]).is_multiple_of(11)
        && sum(&[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
}

fn words(text: &str) -> Words {
    let mut words = Words::default();
    text.chars().for_each(|sign| words.push(sign));
    words.end();
    words
}

/// The words that readers see, and those inside the tags, so that no element splits a name.
/// Entities stand for signs between words.
fn words_of_page(html: &str) -> [Words; 2] {
    let mut kinds = [Words::default(), Words::default()];
    let mut inside = 0;
    let mut entity = 0;
    for sign in html.chars() {
        match sign {
            '<' | '>' => {
                kinds[inside].end();
                inside = usize::from(sign == '<');
            }
            '&' => {
                kinds[inside].end();
                // The longest that the writer of pages makes has six letters.
                entity = 7;
            }
            ';' => entity = 0,
            _ if entity > 0 => entity -= 1,
            _ => kinds[inside].push(sign),
        }
    }
    kinds.map(|mut words| {
        words.end();
        words
    })
}

/// The texts of a Typst source, which all stand in string literals: each on its own, and run
/// together as they are where only a word's style changes.
fn words_of_document(typst: &str) -> [Words; 2] {
    let mut kinds = [Words::default(), Words::default()];
    let mut quoted = false;
    let mut escaped = false;
    for sign in typst.chars() {
        match sign {
            _ if escaped => {
                escaped = false;
                kinds.iter_mut().for_each(|words| words.push(sign));
            }
            '\\' => escaped = quoted,
            '"' => {
                quoted = !quoted;
                kinds[0].end();
            }
            _ if quoted => kinds.iter_mut().for_each(|words| words.push(sign)),
            _ => {}
        }
    }
    kinds.map(|mut words| {
        words.end();
        words
    })
}
