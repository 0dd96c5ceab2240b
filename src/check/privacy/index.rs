//! What is private, in every way to write it, to be found in texts.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::words::Words;
use crate::data::Loaded;
use crate::data::register::{Mark, Register, Supplier};

/// Words shorter than this in all say nothing of whose they are.
pub const SHORTEST: usize = 4;

/// Without its legal form, a name must be longer to say whose it is.
const SHORTEST_SHORT: usize = 5;

/// A private value: its register's place among all, the row, and which of its texts it is.
pub type Private = (usize, u32, What);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    Name,
    /// The name without its legal form, of two words or more.
    ShortName,
    /// The same, of one word: it may be a word like others.
    Word,
    Number,
}

/// A company's name without its legal form: people leave that out.
pub fn without_form(name: &str) -> &str {
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
pub struct Index<'a> {
    pub registers: &'a [&'a Loaded<Register>],
    /// For each register its private texts in every spelling, sorted: the upper half is a hash of
    /// the words, the lower half the row. Eight bytes each, for there may be millions.
    texts: Vec<Vec<u64>>,
    beginnings: Beginnings,
}

impl<'a> Index<'a> {
    pub fn new(registers: &'a [&'a Loaded<Register>]) -> Index<'a> {
        let suppliers = registers.iter().map(|loaded| loaded.value.suppliers.len()).sum();
        let beginnings = Beginnings::of(suppliers);
        let texts = registers.iter().map(|one| hashed(&one.value, &beginnings)).collect();
        Index { registers, texts, beginnings }
    }

    /// What stands in these texts.
    pub fn search(&self, texts: &[Words; 2]) -> BTreeSet<Private> {
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
