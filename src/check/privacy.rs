//! Nothing private leaves: the finished files are searched for the names and organisation numbers
//! of suppliers that were not released, and for the national identity numbers of people.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::artifact::{Artifacts, TypstProject};
use crate::data::Loaded;
use crate::data::register::{Register, Supplier};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::Report;
use crate::project::Project;
use crate::source::{Sources, Span};

/// Words shorter than this in all say nothing of whose they are.
const SHORTEST: usize = 4;

/// A private text as hashes of its words, and the row that it stands in.
struct Private {
    /// Of the first word.
    first: u64,
    /// Of all words together.
    whole: u64,
    count: usize,
    row: u32,
    /// Its place among the registers.
    register: u16,
    what: What,
}

#[derive(Clone, Copy)]
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
    let found: Vec<(&str, Vec<usize>, bool)> = readable
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
        for at in private {
            let one = &index.private[at];
            let register = registers[usize::from(one.register)];
            let supplier = &register.value.suppliers[one.row as usize];
            diagnostics.push(tell(path, one.what, supplier, register, report, sources));
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
    Diagnostic::error("private-value", span, message).help(match supplier.sole_proprietor {
        true => "take it out of the text: a sole proprietor's name is personal data",
        false => "take it out of the text; if the supplier agreed to be named, write `yes` in a column `publish` of its row",
    })
}

/// Private texts by their first word.
struct Index {
    private: Vec<Private>,
    /// One bit for each value of a first word's last 16 bits: most words of a page end here.
    hint: Vec<u64>,
}

impl Index {
    fn new(registers: &[&Loaded<Register>]) -> Index {
        let mut private = Vec::new();
        for (register, loaded) in (0..).zip(registers) {
            for (row, supplier) in (0..).zip(&loaded.value.suppliers) {
                if supplier.published {
                    continue;
                }
                let mut add = |text: &str, what| {
                    let words = words(text).list;
                    let Some(first) = words.first().filter(|_| text.len() >= SHORTEST) else {
                        return;
                    };
                    let (first, whole, count) = (*first, together(&words), words.len());
                    private.push(Private { first, whole, count, row, register, what });
                };
                add(loaded.value.text(supplier.name), What::Name);
                let number = loaded.value.text(supplier.number);
                if number.is_empty() {
                    continue;
                }
                add(number, What::Number);
                // Other ways to write it: 987 654 321, 556012-5790.
                let digits: String = number.chars().filter(char::is_ascii_digit).collect();
                match digits.len() {
                    _ if digits != number => add(&digits, What::Number),
                    9 => {
                        let parts = [&digits[..3], &digits[3..6], &digits[6..]];
                        add(&parts.join(" "), What::Number);
                    }
                    10 => add(&format!("{}-{}", &digits[..6], &digits[6..]), What::Number),
                    _ => {}
                }
            }
        }
        private.sort_unstable_by_key(|one| (one.first, one.register, one.row));
        let mut hint = vec![0; 1024];
        for one in &private {
            hint[(one.first >> 6) as usize & 0x3ff] |= 1 << (one.first & 63);
        }
        Index { private, hint }
    }

    /// The places in `private` of what stands in these texts, each once.
    fn search(&self, texts: &[Words; 2]) -> Vec<usize> {
        let mut found = Vec::new();
        for words in texts.iter().map(|words| &words.list) {
            for (at, first) in words.iter().enumerate() {
                if self.hint[(first >> 6) as usize & 0x3ff] & (1 << (first & 63)) == 0 {
                    continue;
                }
                let start = self.private.partition_point(|one| one.first < *first);
                let same = self.private[start..].iter().take_while(|one| one.first == *first);
                for (place, one) in (start..).zip(same) {
                    let said = words.get(at..at + one.count);
                    if said.is_some_and(|said| together(said) == one.whole) {
                        found.push(place);
                    }
                }
            }
        }
        // The same supplier's number may be found in two of its spellings.
        found.sort_unstable();
        found.dedup_by_key(|at| {
            let one = &self.private[*at];
            (one.register, one.row, one.what as u8)
        });
        found
    }
}

/// One number for words in a row.
fn together(words: &[u64]) -> u64 {
    words.iter().fold(0, |whole, word| (whole ^ word).wrapping_mul(0x0000_0100_0000_01b3))
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
