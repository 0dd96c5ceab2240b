//! The order of the alphabet. What differs in a letter decides first, then accents, then capitals,
//! and at last the code points, so that no two different texts are equal.
//!
//! The order of signs and accents is the CLDR's root order; the letters after z, and those that
//! count as variants of another, are its tailorings for each language.

use std::cmp::Ordering;

use unicode_normalization::{UnicodeNormalization, char::decompose_canonical};

use super::Locale;

/// Which letters a language has beside a to z, and where they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alphabet {
    /// å and ä are a, ø and ö are o.
    Plain,
    /// … z æ ø å; aa is å.
    Norwegian,
    /// … z æ ø å; aa is å; capitals first.
    Danish,
    /// … z å ä ö.
    Swedish,
}

/// A text as its language sorts it; make it once for each text of a long list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortKey {
    letters: Vec<u32>,
    accents: Vec<u8>,
    capitals: Vec<u8>,
    text: String,
}

impl Locale {
    /// Which of two texts comes first in this language's alphabetical order.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        self.sort_key(a).cmp(&self.sort_key(b))
    }

    /// The key by which [`Locale::compare`] compares.
    pub fn sort_key(&self, text: &str) -> SortKey {
        let mut key = SortKey {
            letters: Vec::with_capacity(text.len()),
            accents: Vec::with_capacity(text.len()),
            capitals: Vec::with_capacity(text.len()),
            text: text.to_owned(),
        };
        let mut rest = text.nfc().peekable();
        while let Some(letter) = rest.next() {
            let doubled = match rest.peek() {
                Some(second) => self.alphabet.double_a(letter, *second),
                None => None,
            };
            match doubled {
                Some(capitals) => {
                    rest.next();
                    key.push(AFTER_Z + 3, 0, capitals);
                }
                None => self.alphabet.push(letter, &mut key),
            }
        }
        key
    }
}

impl SortKey {
    /// Adds a letter; `variant` tells letters apart that stand in one place of the alphabet.
    fn push(&mut self, letter: u32, variant: u8, capitals: u8) {
        self.letters.push(letter);
        self.accents.push(PLAIN_LETTER);
        if variant > 0 {
            self.accents.push(VARIANT_LETTER + variant);
        }
        self.capitals.push(capitals);
    }
}

/// Signs and figures in the CLDR's root order, before the letters.
const SIGNS: &str =
    " _-–—,;:!¡?¿.…·'‘’‚‹›\"“”„«»()[]{}§¶@*/\\&#%‰†‡•`´^¨°©®+±÷×<=>¬|¦~−¤¢$£¥€0123456789";
/// Accents in the order of the Unicode Collation Algorithm's default table.
const ACCENTS: &str = "\u{301}\u{300}\u{306}\u{302}\u{30c}\u{30a}\u{308}\u{30b}\u{303}\u{307}\u{338}\u{327}\u{328}\u{304}";
const STROKE: char = '\u{338}';

/// Where a stands. The letters have every second place, so that ð can follow d.
const A: u32 = 0x1000;
const AFTER_Z: u32 = A + 26 * 2;
/// Letters of other scripts, in the order of their code points.
const OTHER_SCRIPTS: u32 = 0x10000;
/// An accent sorts after an unaccented letter and before a letter's variant.
const PLAIN_LETTER: u8 = 0x20;
const ACCENT: u8 = 0x21;
const VARIANT_LETTER: u8 = 0x80;

impl Alphabet {
    fn push(self, letter: char, key: &mut SortKey) {
        let capitals = self.case(letter);
        let small = letter.to_lowercase().next().unwrap_or(letter);
        if let Some((place, variant)) = self.own_letter(small) {
            return key.push(place, variant, capitals);
        }
        if let Some([first, second]) = two_letters(small) {
            // þ is th but for the writing; the others are variants of their two letters.
            let (variant, rank) = if small == 'þ' { (0, 1) } else { (1, 0) };
            key.push(place(first), variant, capitals + rank);
            return key.push(place(second), 0, capitals);
        }
        if let Some(plain) = without_stroke(small) {
            key.push(place(plain), 0, capitals);
            return key.accents.push(accent(STROKE));
        }
        decompose_canonical(small, |part| {
            if unicode_normalization::char::is_combining_mark(part) {
                key.accents.push(accent(part));
            } else if !part.is_control() && part != '\u{ad}' {
                key.push(place(part), 0, capitals);
            }
        });
    }

    /// The place of a letter that this alphabet adds to a to z, or counts as another's variant.
    fn own_letter(self, small: char) -> Option<(u32, u8)> {
        let y = place('y');
        let d = place('d');
        match (self, small) {
            (Alphabet::Plain, 'ð') => Some((d + 1, 0)),
            (Alphabet::Plain, 'þ') => Some((AFTER_Z, 0)),
            (Alphabet::Plain, _) => None,
            (_, 'ü') => Some((y, 1)),
            (_, 'ű') => Some((y, 2)),
            (_, 'đ') => Some((d, 1)),
            (_, 'ð') => Some((d, 2)),
            (Alphabet::Swedish, 'å') => Some((AFTER_Z + 1, 0)),
            (Alphabet::Swedish, 'ä') => Some((AFTER_Z + 2, 0)),
            (Alphabet::Swedish, 'æ') => Some((AFTER_Z + 2, 1)),
            (Alphabet::Swedish, 'ę') => Some((AFTER_Z + 2, 2)),
            (Alphabet::Swedish, 'ö') => Some((AFTER_Z + 3, 0)),
            (Alphabet::Swedish, 'ø') => Some((AFTER_Z + 3, 1)),
            (Alphabet::Swedish, 'ő') => Some((AFTER_Z + 3, 2)),
            (Alphabet::Swedish, 'œ') => Some((AFTER_Z + 3, 3)),
            (Alphabet::Swedish, 'ô') => Some((AFTER_Z + 3, 4)),
            (Alphabet::Swedish, _) => None,
            (_, 'æ') => Some((AFTER_Z + 1, 0)),
            (_, 'ä') => Some((AFTER_Z + 1, 1)),
            (Alphabet::Norwegian, 'ę') => Some((AFTER_Z + 1, 2)),
            (_, 'ø') => Some((AFTER_Z + 2, 0)),
            (_, 'ö') => Some((AFTER_Z + 2, 1)),
            (_, 'ő') => Some((AFTER_Z + 2, 2)),
            (Alphabet::Norwegian, 'œ') => Some((AFTER_Z + 2, 3)),
            (_, 'å') => Some((AFTER_Z + 3, 0)),
            _ => None,
        }
    }

    /// The rank among å's capitals of an `aa` that stands for it.
    fn double_a(self, first: char, second: char) -> Option<u8> {
        let rank = match (first, second) {
            ('a', 'a') => 0,
            ('A', 'a') => 1,
            ('A', 'A') => 2,
            _ => return None,
        };
        match self {
            Alphabet::Norwegian => Some(DOUBLE_A + rank),
            Alphabet::Danish => {
                Some([SMALL + 1, CAPITAL_FIRST + 2, CAPITAL_FIRST + 1][usize::from(rank)])
            }
            Alphabet::Plain | Alphabet::Swedish => None,
        }
    }

    fn case(self, letter: char) -> u8 {
        match (letter.is_uppercase(), self) {
            (false, _) => SMALL,
            (true, Alphabet::Danish) => CAPITAL_FIRST,
            (true, _) => CAPITAL,
        }
    }
}

const CAPITAL_FIRST: u8 = 0;
const SMALL: u8 = 4;
const CAPITAL: u8 = 6;
const DOUBLE_A: u8 = 7;

fn place(letter: char) -> u32 {
    if letter.is_ascii_lowercase() {
        return A + (u32::from(letter) - u32::from('a')) * 2;
    }
    let letter = if letter.is_whitespace() { ' ' } else { letter };
    match SIGNS.chars().position(|sign| sign == letter) {
        Some(index) => index as u32,
        None => OTHER_SCRIPTS + u32::from(letter),
    }
}

fn accent(mark: char) -> u8 {
    let known = ACCENTS.chars().position(|accent| accent == mark);
    ACCENT + known.unwrap_or(ACCENTS.chars().count()) as u8
}

/// The letters that a letter sorts as, where they are two.
fn two_letters(small: char) -> Option<[char; 2]> {
    match small {
        'æ' => Some(['a', 'e']),
        'œ' => Some(['o', 'e']),
        'ß' => Some(['s', 's']),
        'þ' => Some(['t', 'h']),
        _ => None,
    }
}

/// Letters with a stroke, which Unicode does not take apart.
fn without_stroke(small: char) -> Option<char> {
    match small {
        'ø' => Some('o'),
        'đ' => Some('d'),
        'ł' => Some('l'),
        'ħ' => Some('h'),
        'ŧ' => Some('t'),
        _ => None,
    }
}
