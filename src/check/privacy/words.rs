//! The words of a text, as numbers that can be compared.

use std::collections::BTreeSet;

use crate::data::identity::is_checked_norwegian_person;

/// A word while its letters come in: FNV-1a over lower-case letters. Soft hyphens do not count.
#[derive(Default)]
pub struct Words {
    pub list: Vec<u64>,
    open: Option<u64>,
    /// The digits of a run of nothing else.
    digits: Vec<u8>,
    /// The national identity numbers among them.
    pub persons: BTreeSet<u64>,
}

impl Words {
    pub fn push(&mut self, sign: char) {
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

    pub fn end(&mut self) {
        self.list.extend(self.open.take());
        if is_checked_norwegian_person(&self.digits) {
            let number =
                self.digits.iter().fold(0, |number, digit| number * 10 + u64::from(*digit));
            self.persons.insert(number);
        }
        self.digits.clear();
    }
}

pub fn words(text: &str) -> Words {
    let mut words = Words::default();
    text.chars().for_each(|sign| words.push(sign));
    words.end();
    words
}

/// The words that readers see, and those inside the tags, so that no element splits a name.
/// Entities stand for signs between words.
pub fn words_of_page(html: &str) -> [Words; 2] {
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
pub fn words_of_document(typst: &str) -> [Words; 2] {
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
