//! Nothing private leaves: the finished files are searched for the names and organisation numbers
//! of suppliers that were not released, and for the national identity numbers of people.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::unpacked;
use crate::artifact::{Artifacts, Bytes, TypstProject, is_same};
use crate::compose::ground::Ground;
use crate::data::Loaded;
use crate::data::identity::is_checked_norwegian_person;
use crate::data::register::{Mark, Register, Supplier};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::Report;
use crate::memory::Slot;
use crate::project::Project;
use crate::source::{Sources, Span};

/// Words shorter than this in all say nothing of whose they are.
const SHORTEST: usize = 4;

/// Without its legal form, a name must be longer to say whose it is.
const SHORTEST_SHORT: usize = 5;

/// A private value: its register's place among all, the row, and which of its texts it is.
type Private = (usize, u32, What);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Name,
    /// The name without its legal form, of two words or more.
    ShortName,
    /// The same, of one word: it may be a word like others.
    Word,
    Number,
}

/// Whether there may be as many digits in a row as an identity number has.
fn has_eleven_digits(text: &[u8]) -> bool {
    // The bytes of a soft hyphen, which does not part a number.
    let is_part = |byte: &u8| byte.is_ascii_digit() || matches!(byte, 0xc2 | 0xad);
    let mut rest = text;
    // Where the eleventh byte is none of them, no run of eleven begins before it.
    while let Some((eleven, _)) = rest.split_at_checked(11) {
        match eleven.iter().rposition(|byte| !is_part(byte)) {
            Some(at) => rest = &rest[at + 1..],
            None => return true,
        }
    }
    false
}

/// The files of a build in which nothing private was found.
pub struct SearchedFiles {
    /// What is private stands in it.
    ground: Arc<Ground>,
    /// By path.
    clean: BTreeMap<String, Bytes>,
    /// Pieces of files, by where they lie in memory.
    pieces: BTreeMap<usize, Bytes>,
}

impl SearchedFiles {
    fn has(&self, one: &Searched<'_>) -> bool {
        let known = match one.is_piece {
            true => self.pieces.get(&place(one.bytes)),
            false => self.clean.get(one.path),
        };
        known.is_some_and(|known| is_same(known, one.bytes))
    }
}

/// Bytes that people can read, of the file that is published at a path.
struct Searched<'a> {
    published: &'a str,
    /// Where the bytes themselves lie: within the project of a document, that is another path.
    path: &'a str,
    bytes: &'a Bytes,
    is_piece: bool,
}

impl<'a> Searched<'a> {
    fn file(path: &'a str, bytes: &'a Bytes) -> Searched<'a> {
        Searched { published: path, path, bytes, is_piece: false }
    }
}

fn place(bytes: &Bytes) -> usize {
    bytes.as_ptr().addr()
}

/// What was found in a file: private texts, and whether a person's national identity number is there.
type Found = (BTreeSet<Private>, bool);

/// The registers of a project.
pub fn registers(project: &Project) -> Vec<&Loaded<Register>> {
    project.datasets.values().filter_map(|dataset| dataset.suppliers.as_ref()).collect()
}

/// Searches files for what is private in registers.
pub struct Search<'a> {
    index: Index<'a>,
    /// What stands in the files that were handed over, by their paths.
    handed_over: Mutex<BTreeMap<String, Found>>,
}

impl<'a> Search<'a> {
    pub fn new(registers: &'a [&'a Loaded<Register>]) -> Search<'a> {
        Search { index: Index::new(registers), handed_over: Mutex::default() }
    }

    /// Searches a file that will not be there when [`privacy`] tells what was found.
    /// No value stands in two of its parts.
    pub fn handed_over(&self, path: &str, parts: &[&[u8]]) {
        let of_part = |part: &&[u8]| self.file(path, part);
        let both = |mut one: Found, mut other: Found| {
            one.0.append(&mut other.0);
            (one.0, one.1 | other.1)
        };
        let found = match is_readable(path) {
            true => parts.par_iter().with_min_len(64).map(of_part).reduce(Found::default, both),
            false => Found::default(),
        };
        let mut all = self.handed_over.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(path.to_string(), found);
    }

    fn file(&self, path: &str, bytes: &[u8]) -> Found {
        let bytes = match unpacked::is_packed(path) {
            true => Cow::Owned(unpacked::text(bytes).into_bytes()),
            false => Cow::Borrowed(bytes),
        };
        if self.index.registers.is_empty() && !has_eleven_digits(&bytes) {
            return Found::default();
        }
        let text = String::from_utf8_lossy(&bytes);
        let texts = match path.rsplit('.').next() {
            Some("html") => words_of_page(&text),
            _ if unpacked::is_packed(path) => words_of_page(&text),
            Some("typ") => words_of_document(&text),
            _ => [words(&text), Words::default()],
        };
        let persons = texts.iter().any(|words| words.person);
        (self.index.search(&texts), persons)
    }
}

/// Tells every private value that stands in a file that people can read. `documents` are what the
/// PDFs are set from, by the PDF's path: their words are found there without reading a PDF.
pub fn privacy(
    search: &Search<'_>,
    artifacts: &Artifacts,
    documents: &BTreeMap<String, TypstProject>,
    report: &Report,
    sources: &Sources,
    known: Option<(&Slot<SearchedFiles>, &Arc<Ground>)>,
    diagnostics: &mut Diagnostics,
) {
    let Search { index, .. } = search;
    let registers = index.registers;
    let files = artifacts.files.iter().filter(|(path, _)| is_readable(path));
    let files = files.map(|(path, bytes)| Searched::file(path, bytes));
    let pieces = artifacts.pieces.iter().filter(|(path, _)| is_readable(path));
    let pieces = pieces.flat_map(|(path, pieces)| {
        // Nothing private is as short as what parts the others.
        let long = pieces.iter().filter(|piece| piece.len() >= SHORTEST);
        long.map(move |bytes| Searched { is_piece: true, ..Searched::file(path, bytes) })
    });
    let set = documents.iter().flat_map(|(pdf, document)| {
        let written = document.files.iter().filter(|(path, _)| !path.starts_with("theme/"));
        let written = written.filter(|(path, _)| is_text(path) || path.ends_with(".typ"));
        written.map(move |(path, bytes)| Searched { published: pdf, ..Searched::file(path, bytes) })
    });
    let readable: Vec<Searched<'_>> = files.chain(pieces).chain(set).collect();
    let last = known
        .and_then(|(recent, ground)| recent.get().filter(|last| Arc::ptr_eq(&last.ground, ground)));
    let found: Vec<(&str, BTreeSet<Private>, bool)> = readable
        .par_iter()
        .map(|one| {
            if last.as_ref().is_some_and(|last| last.has(one)) {
                return (one.published, BTreeSet::new(), false);
            }
            let (private, persons) = search.file(one.path, one.bytes);
            (one.published, private, persons)
        })
        .collect();
    if let Some((recent, ground)) = known {
        let clean = readable
            .iter()
            .zip(&found)
            .filter(|(_, (_, private, person))| private.is_empty() && !person);
        let (pieces, clean): (Vec<_>, Vec<_>) =
            clean.map(|(one, _)| one).partition(|one| one.is_piece);
        recent.put(Arc::new(SearchedFiles {
            ground: ground.clone(),
            clean: clean.iter().map(|one| (one.path.to_string(), one.bytes.clone())).collect(),
            pieces: pieces.iter().map(|one| (place(one.bytes), one.bytes.clone())).collect(),
        }));
    }
    let handed_over = search.handed_over.lock().unwrap_or_else(PoisonError::into_inner);
    let before = handed_over.iter();
    let before = before.map(|(path, (private, person))| (path.as_str(), private.clone(), *person));
    let named = artifacts.files.keys().chain(artifacts.pieces.keys()).chain(&artifacts.handed_over);
    let named = named.filter(|_| !registers.is_empty());
    let addresses =
        named.map(|path| (path.as_str(), index.search(&[words(path), Words::default()]), false));
    let mut places: BTreeMap<Private, BTreeSet<&str>> = BTreeMap::new();
    for (path, private, person) in found.into_iter().chain(before).chain(addresses) {
        for one in private {
            places.entry(one).or_default().insert(path);
        }
        if person {
            let message =
                format!("a person's national identity number would be published in `{path}`");
            diagnostics.push(
                Diagnostic::error("private-value", page_span(path, report), message)
                    .help("take the eleven digits out of the text or the data"),
            );
        }
    }
    let mut hints = Vec::new();
    for ((register, row, what), paths) in &places {
        let whole_name = (*register, *row, What::Name);
        let (register, paths) = (registers[*register], paths.iter().copied().collect::<Vec<_>>());
        let supplier = &register.value.suppliers[*row as usize];
        match what {
            // The whole name holds the shorter one.
            What::ShortName | What::Word if places.contains_key(&whole_name) => {}
            What::Word => hints.push(register.value.text(supplier.id)),
            _ => diagnostics.push(tell(&paths, *what, supplier, register, report, sources)),
        }
    }
    tell_words(&hints, diagnostics);
}

/// Suppliers whose name, but for its legal form, is one word that the site has: it may be meant.
fn tell_words(ids: &[&str], diagnostics: &mut Diagnostics) {
    if ids.is_empty() {
        return;
    }
    let named: Vec<String> = ids.iter().take(8).map(|id| format!("`{id}`")).collect();
    let more = match ids.len().saturating_sub(named.len()) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = format!(
        "the site has a word that is the name of a supplier but for its legal form: {}{more}",
        named.join(", ")
    );
    diagnostics.push(Diagnostic::warning("private-word", None, message).help(
        "look for the names in the texts; if another thing is meant, nothing has to be done",
    ));
}

fn is_readable(path: &str) -> bool {
    is_text(path) || unpacked::is_packed(path)
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
    paths: &[&str],
    what: What,
    supplier: &Supplier,
    register: &Loaded<Register>,
    report: &Report,
    sources: &Sources,
) -> Diagnostic {
    let name = register.value.text(supplier.name);
    let (private, what) = match what {
        What::Name => (name, "the name"),
        What::ShortName | What::Word => (without_form(name), "the name, but for its legal form,"),
        What::Number => (register.value.text(supplier.number), "the organisation number"),
    };
    let (first, more) = (paths.first().copied().unwrap_or_default(), paths.len() - 1);
    let more = match more {
        0 => String::new(),
        1 => " and one more file".to_string(),
        _ => format!(" and {more} more files"),
    };
    let message = format!(
        "{what} of supplier `{}` in `{}` would be published in `{first}`{more}",
        register.value.text(supplier.id),
        register.path
    );
    let span = written(private, &register.path, sources)
        .or_else(|| paths.iter().find_map(|path| page_span(path, report)));
    Diagnostic::error("private-value", span, message).help(match supplier.is(Mark::SoleProprietor) {
        true => "take it out of the text: a sole proprietor's name is personal data",
        false => "take it out of the text; if the supplier agreed to be named, write `yes` in a column `publish` of its row",
    })
}

/// Where somebody wrote a private text, in whatever letters; the register itself does not count.
fn written(private: &str, register: &str, sources: &Sources) -> Option<Span> {
    let wanted = private.to_lowercase();
    sources.iter().find_map(|(file, source)| {
        let path: &str = &source.path;
        let texts = path.starts_with("content/") || path.starts_with("data/");
        if path == register || !(texts || path.ends_with(".toml")) {
            return None;
        }
        let text = std::str::from_utf8(source.bytes()).ok()?;
        // Small letters seldom take other room; where they do, the place would be another.
        let small = Some(text.to_lowercase()).filter(|small| small.len() == text.len());
        let at = small.map_or_else(|| text.find(private), |small| small.find(&wanted))?;
        Some(Span::new(file, at..at + private.len()))
    })
}

/// A company's name without its legal form: people leave that out.
fn without_form(name: &str) -> &str {
    const FORMS: [&str; 37] = [
        "a/s",
        "ab",
        "ag",
        "ans",
        "aps",
        "as",
        "asa",
        "ba",
        "bv",
        "co",
        "corp",
        "corporation",
        "da",
        "enk",
        "fkf",
        "gmbh",
        "hb",
        "hf",
        "iks",
        "inc",
        "ivs",
        "kb",
        "kf",
        "kg",
        "ks",
        "limited",
        "llc",
        "llp",
        "ltd",
        "nuf",
        "nv",
        "oy",
        "oyj",
        "plc",
        "publ",
        "sa",
        "srl",
    ];
    let mut name = name.trim_end_matches(|sign: char| !sign.is_alphanumeric());
    while let Some((rest, last)) = name.rsplit_once([' ', '\u{a0}', ',', '(']) {
        if !FORMS.contains(&last.to_lowercase().as_str()) {
            break;
        }
        name = rest.trim_end_matches(|sign: char| !sign.is_alphanumeric());
    }
    name
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
    // A name with and without its legal form, and a number with and without spaces.
    let mut texts = Vec::with_capacity(register.suppliers.len() * 4);
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
    let short = without_form(name);
    if short.len() >= SHORTEST_SHORT && short.len() < name.len() {
        let one_word = short.chars().all(char::is_alphanumeric);
        visit(if one_word { What::Word } else { What::ShortName }, &mut short.chars());
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
        self.person |= is_checked_norwegian_person(&self.digits);
        self.digits.clear();
    }
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
