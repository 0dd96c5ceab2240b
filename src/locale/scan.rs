//! Finds the quantities of a running text: numbers, sums, shares, dates, sections, number words.
//!
//! The text is read once from its start. At figures the scan looks a few words back ("kr", "§",
//! "tlf.") and as many ahead ("%", "kroner", "desember"), and the first kind that fits is taken.

mod beginnings;
mod codes;
mod dates;
mod numbers;
mod sections;

use rust_decimal::Decimal;

use beginnings::{BLOCK, beginnings};

use super::number_words::{self, Index};
use super::{Certainty, Kind, Locale, Quantity, Reading};

impl Locale {
    /// The quantities of a text in this language, in its order and not overlapping. What another
    /// language would write is read too; what two languages read differently is read as in this
    /// one. Figures in words, in e-mail and in web addresses (`CO2`, `4G`) are none.
    pub fn quantities(&self, text: &str) -> Vec<Quantity> {
        let mut scan =
            Scan { locale: self, words: number_words::of(self.language), text, found: Vec::new() };
        let mut done = 0;
        for start in (0..text.len()).step_by(BLOCK) {
            let mut begins = beginnings(text.as_bytes(), start);
            while begins != 0 {
                let at = start + begins.trailing_zeros() as usize;
                begins &= begins - 1;
                if at >= done && scan.may_begin(at) {
                    done = scan.read(at);
                }
            }
        }
        if scan.found.is_empty() {
            return Vec::new();
        }
        scan.share_units();
        scan.found.into_iter().map(|found| found.quantity).collect()
    }
}

struct Scan<'t> {
    locale: &'t Locale,
    words: &'static Index,
    text: &'t str,
    found: Vec<Found>,
}

struct Found {
    quantity: Quantity,
    /// The unit of a number, which its neighbours may share.
    unit: Option<Unit>,
    /// The number without it.
    value: Decimal,
}

/// What stands beside figures: in "3 millioner kroner" a currency and six zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Unit {
    kind: Kind,
    zeros: u32,
}

impl Unit {
    const NONE: Unit = Unit { kind: Kind::Number, zeros: 0 };

    /// A number with this unit; `None` if it is too large to hold.
    fn of(self, value: Decimal) -> Option<Reading> {
        let value = value.checked_mul(Decimal::from(10u64.pow(self.zeros)))?;
        Some(match self.kind {
            Kind::Number => Reading::Number(value),
            Kind::Percent => Reading::Percent(value),
            Kind::Points => Reading::Points(value),
            Kind::Money(currency) => Reading::Money { amount: value, currency },
        })
    }
}

/// Signs and words between numbers that may have their unit in common.
const JOINTS: [&str; 22] = [
    "–", "-", "—", "−", "/", ",", "og", "and", "or", "eller", "och", "til", "to", "till", "mot",
    "against", "vs.", "og/eller", "and/or", ", og", ", and", "&",
];

/// Bytes of the longest joint with a space on both sides.
const LONGEST_JOINT: usize = 14;

impl<'t> Scan<'t> {
    /// Whether a letter that a word begins with, a figure or a sign is worth reading: most words begin
    /// as no number does.
    fn may_begin(&self, at: usize) -> bool {
        let rest = &self.text.as_bytes()[at..];
        !is_letter(rest[0]) || self.words.may_begin(rest)
    }

    /// Reads what stands at a byte, and tells where to go on.
    fn read(&mut self, at: usize) -> usize {
        match self.text.as_bytes()[at] {
            b'0'..=b'9' => self.figures(at),
            b'.' | b'@' | b':' if self.is_address(at) => self.leave_out_address(at),
            byte if is_letter(byte) => self.word(at),
            _ => at + 1,
        }
    }

    fn figures(&mut self, at: usize) -> usize {
        if self.is_joined(at) {
            return self.end_of_code(at);
        }
        self.section(at)
            .or_else(|| self.date(at))
            .or_else(|| self.time(at))
            .or_else(|| self.code(at))
            .unwrap_or_else(|| self.number(at))
    }

    /// A whole word: a number in words, perhaps with its unit ("ti prosent").
    fn word(&mut self, at: usize) -> usize {
        let mut end = self.end_of_word(at);
        let Some(found) = self.words.find(&self.text[at..end]) else { return end };
        let joined = self.before(at).is_some_and(|c| c.is_alphanumeric() || c == '_');
        // "No. 5" is not none.
        let shortened = self.text[end..].starts_with('.') && self.is_number_after(end + 1);
        if joined || shortened || self.text[end..].starts_with(|c: char| c.is_ascii_digit()) {
            return end;
        }
        let mut value = found.value;
        if let Some(rest) = self.text[end..].strip_prefix('-') {
            let unit_end = self.end_of_word(end + 1);
            if let Some(unit) = self.words.unit_after(&found, &rest[..unit_end - end - 1]) {
                (value, end) = (value + unit, unit_end);
            }
        }
        let suffix = self.suffix(end, false);
        let Some(reading) = suffix.unit.of(value) else { return end };
        let shared = found.share.filter(|_| suffix.unit == Unit::NONE);
        self.push(at..suffix.end, reading);
        if let Some(last) = self.found.last_mut() {
            last.quantity.certainty = found.certainty;
            last.quantity.shared_unit = shared;
            last.unit = Some(suffix.unit);
            last.value = value;
        }
        suffix.end
    }

    /// Takes a quantity that is nothing but what it says.
    fn push(&mut self, range: std::ops::Range<usize>, reading: Reading) {
        let quantity = Quantity {
            range,
            reading,
            shared_unit: None,
            otherwise: None,
            certainty: Certainty::Certain,
            own_form: None,
            decimals: 0,
        };
        self.found.push(Found { quantity, unit: None, value: Decimal::ZERO });
    }

    /// Lets each number that stands joined to one with a unit have that unit too, from the last
    /// to the first ("80, 18 og 2 %"), then a currency from the first on ("kr 20–30").
    fn share_units(&mut self) {
        let mut shared = Unit::NONE;
        for index in (0..self.found.len()).rev() {
            shared = match self.joint_after(index) {
                None => Unit::NONE,
                Some(",") => Unit { zeros: 0, ..shared },
                Some(_) => shared,
            };
            shared = self.share(index, shared);
        }
        shared = Unit::NONE;
        for index in 0..self.found.len() {
            let joined = index > 0 && self.joint_after(index - 1).is_some();
            let currency = joined && matches!(shared.kind, Kind::Money(_));
            let zeros = self.found[index].unit.map_or(0, |unit| unit.zeros);
            let given = if currency { Unit { zeros, ..shared } } else { Unit::NONE };
            shared = self.share(index, given);
        }
    }

    /// Gives a number the unit of its neighbour where it lacks its own. Returns what both have.
    fn share(&mut self, index: usize, given: Unit) -> Unit {
        let found = &mut self.found[index];
        let Some(own) = found.unit else { return Unit::NONE };
        let kind = if own.kind == Kind::Number { given.kind } else { own.kind };
        // "NOK 2 and 3 million": the zeros of the second count for the first.
        let scalable = own.zeros == 0 && matches!(own.kind, Kind::Number | Kind::Money(_));
        let zeros = if scalable { given.zeros } else { own.zeros };
        let both = Unit { kind, zeros };
        if both != own && found.quantity.certainty > Certainty::Hint {
            found.quantity.shared_unit = both.of(found.value);
        }
        both
    }

    /// The joint that stands between a quantity and the next, if nothing else does.
    fn joint_after(&self, index: usize) -> Option<&'static str> {
        let next = self.found.get(index + 1)?.quantity.range.start;
        // Two readings of the same words have nothing between them.
        let between = self.text.get(self.found[index].quantity.range.end..next)?;
        if between.len() > LONGEST_JOINT {
            return None;
        }
        let between = between.trim();
        JOINTS.into_iter().find(|joint| *joint == between)
    }

    /// Whether figures belong to a word: `CO2`, `COVID-19`, `x/2024`, and the mark of a footnote
    /// that came after a full stop. "kr5", "nr.5" and "mid-2024" are numbers.
    fn is_joined(&self, at: usize) -> bool {
        let Some(before) = self.before(at) else { return false };
        if before.is_alphabetic() {
            let (word, _) = self.word_before(at);
            return self.locale.currency_in_short(word).is_none();
        }
        if before == '_' {
            return true;
        }
        if !matches!(before, '-' | '/' | '.')
            || !self.before(at - 1).is_some_and(char::is_alphabetic)
        {
            return false;
        }
        let (word, _) = self.word_before(at - 1);
        match before {
            '-' => {
                !["pre", "post", "mid", "midt"].contains(&word.to_lowercase().as_str())
                    && !self.is_post_code(word, at)
            }
            '.' => word.chars().count() > 5,
            _ => true,
        }
    }

    /// Whether figures are a post code with the sign of its country: `NO-5003`, `SE-111 22`.
    fn is_post_code(&self, country: &str, at: usize) -> bool {
        let countries = ["NO", "N", "SE", "S", "DK", "FI", "FIN", "IS", "DE", "D"];
        countries.contains(&country) && (3..=5).contains(&(self.end_of_figures(at) - at))
    }

    /// The end of something like `CO2-4a` or `v2.1`.
    fn end_of_code(&self, at: usize) -> usize {
        let mut rest = self.text[at..].char_indices().peekable();
        while let Some((offset, c)) = rest.next() {
            let goes_on = c.is_alphanumeric() || c == '_';
            let joins = matches!(c, '-' | '.' | '/' | ':')
                && rest.peek().is_some_and(|(_, next)| next.is_alphanumeric());
            if !goes_on && !joins {
                return at + offset;
            }
        }
        self.text.len()
    }

    /// Whether a point, an `@` or a colon belongs to a web or e-mail address.
    fn is_address(&self, at: usize) -> bool {
        let rest = &self.text[at + 1..];
        match self.text.as_bytes()[at] {
            b':' => rest.starts_with("//"),
            b'@' => rest.starts_with(char::is_alphanumeric),
            _ => {
                rest.starts_with(char::is_alphabetic)
                    && self.before(at).is_some_and(char::is_alphabetic)
            }
        }
    }

    /// Goes to the end of an address, and takes back what its start was read as.
    fn leave_out_address(&mut self, at: usize) -> usize {
        let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '»' | '”');
        let start = self.text[..at].rfind(ends).unwrap_or(0);
        while self.found.last().is_some_and(|last| last.quantity.range.start >= start) {
            self.found.pop();
        }
        self.text[at..].find(ends).map_or(self.text.len(), |length| at + length)
    }

    fn before(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back()
    }

    fn after(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    /// The end of the letters that begin at a byte.
    fn end_of_word(&self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut end = at;
        while let Some(byte) = bytes.get(end) {
            match *byte {
                byte if is_long_letter(byte) => end += 2,
                byte if is_letter(byte) => end += 1,
                _ => break,
            }
        }
        end
    }

    fn end_of_figures(&self, at: usize) -> usize {
        let figures = self.text.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_digit());
        at + figures.count()
    }

    /// The byte after one space of any kind, if there is one.
    fn after_space(&self, at: usize) -> Option<usize> {
        self.after(at).filter(|c| c.is_whitespace()).map(|space| at + space.len_utf8())
    }

    fn skip_space(&self, at: usize) -> usize {
        self.after_space(at).unwrap_or(at)
    }

    /// The byte where a space before this one begins, if there is one.
    fn before_space(&self, at: usize) -> usize {
        self.before(at).filter(|c| c.is_whitespace()).map_or(at, |space| at - space.len_utf8())
    }

    /// The letters that end at a byte, at most twenty, and where they begin.
    fn word_before(&self, at: usize) -> (&'t str, usize) {
        let letters = self.text[..at].char_indices().rev().take(20);
        let start = letters.take_while(|(_, c)| c.is_alphabetic()).last();
        let start = start.map_or(at, |(start, _)| start);
        (&self.text[start..at], start)
    }

    fn is_number_after(&self, at: usize) -> bool {
        self.text[self.skip_space(at)..].starts_with(|c: char| c.is_ascii_digit())
    }
}

/// Whether a letter begins with a byte. Letters of two bytes are those of European alphabets.
const fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() | is_long_letter(byte)
}

/// Whether a letter of two bytes begins with a byte.
const fn is_long_letter(byte: u8) -> bool {
    matches!(byte, 0xc3..=0xd3)
}

/// Whether a byte goes on with the letter or sign that began before it.
const fn is_continued(byte: u8) -> bool {
    matches!(byte, 0x80..=0xbf)
}
