//! References to sections: `§ 5`, `§§ 4 og 5 a`, "section 5(a)", Swedish `5 §`.

use super::Scan;
use crate::locale::Reading;

/// Words for one section and for several, of all languages.
const NAMES: [(&str, bool); 12] = [
    ("section", false),
    ("sections", true),
    ("sec", false),
    ("sect", false),
    ("paragraf", false),
    ("paragrafen", false),
    ("paragrafene", true),
    ("paragrafane", true),
    ("paragrafer", true),
    ("paragrafar", true),
    ("paragraferne", true),
    ("paragraferna", true),
];

/// What joins two sections after one word for both.
const JOINTS: [&str; 11] =
    [", ", " og ", " and ", " och ", "–", " – ", " til ", " to ", " till ", " or ", " eller "];

impl Scan<'_> {
    /// Reads the sections that are named before these figures, or in Swedish after them. Returns
    /// their end, or `None` if the figures are no section.
    pub(super) fn section(&mut self, at: usize) -> Option<usize> {
        let Some((start, several)) = self.section_name_before(at) else {
            return self.section_before_sign(at);
        };
        let mut items = vec![self.section_number(at)];
        while let Some(next) = self.next_section(items[items.len() - 1].1).filter(|_| several) {
            items.push(self.section_number(next));
        }
        // "§§ 4-6" are the sections from 4 to 6, but "§§ 3-1 og 3-2" are two of chapter 3.
        if let [(first, end, number)] = &items[..]
            && several
            && let Some((from, to)) = number.split_once('-')
            && from.parse::<u32>().ok() < to.parse::<u32>().ok()
        {
            let (from, to, middle, end) =
                (from.to_string(), to.to_string(), first + from.len(), *end);
            items = vec![(at, middle, from), (middle + 1, end, to)];
        }
        let end = items.last()?.1;
        for (index, (from, end, number)) in items.into_iter().enumerate() {
            let from = if index == 0 { start } else { from };
            self.push(from..end, Reading::Section(number));
        }
        Some(end)
    }

    /// Where the figures of another section begin that is joined to one which ends here.
    fn next_section(&self, at: usize) -> Option<usize> {
        let joint = JOINTS.iter().find(|joint| self.text[at..].starts_with(**joint))?;
        let next = at + joint.len();
        (self.end_of_figures(next) > next).then_some(next)
    }

    /// Where `§` or a word for it begins, and whether it is one of several sections.
    fn section_name_before(&self, at: usize) -> Option<(usize, bool)> {
        let end = self.before_space(at);
        let before = &self.text[..end];
        if before.ends_with('§') {
            let several = before.ends_with("§§");
            return Some((end - if several { 2 } else { 1 } * '§'.len_utf8(), several));
        }
        if end == at {
            return None;
        }
        let (word, start) = self.word_before(end - usize::from(before.ends_with('.')));
        let (_, several) = NAMES.iter().find(|(name, _)| word.eq_ignore_ascii_case(name))?;
        Some((start, *several))
    }

    /// The Swedish way: `5 §`, `5 a §`, `3 kap. 5 §`. `5 § 6` is something else.
    fn section_before_sign(&mut self, at: usize) -> Option<usize> {
        let figures_end = self.end_of_figures(at);
        let (_, end, number) =
            if figures_end - at <= 3 { self.section_number(at) } else { return None };
        let sign = self.skip_space(end);
        // All signs: the last ones are no name of a section that follows.
        let rest = self.text[sign..].strip_prefix('§')?.trim_start_matches('§');
        let end = self.text.len() - rest.len();
        if number.contains('.') || self.is_number_after(end) {
            return None;
        }
        self.push(at..end, Reading::Section(number));
        Some(end)
    }

    /// The number of a section with its letter: where it begins and ends, and `5a` for "5 a".
    fn section_number(&self, at: usize) -> (usize, usize, String) {
        let bytes = self.text.as_bytes();
        let mut end = self.end_of_figures(at);
        for _ in 0..3 {
            let joined = matches!(bytes.get(end), Some(b'.' | b'-'))
                && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
            if !joined {
                break;
            }
            end = self.end_of_figures(end + 1);
        }
        let mut number = self.text[at..end].to_string();
        if let Some((letter_end, letter)) = self.section_letter(end) {
            number.push_str(&letter);
            end = letter_end;
        }
        (at, end, number)
    }

    /// The letter after the number of a section and its end. In "§ 5 i loven" and "under section 5
    /// a company must" there is none.
    fn section_letter(&self, at: usize) -> Option<(usize, String)> {
        let bytes = self.text.as_bytes();
        if let Some(b'(') = bytes.get(at) {
            let letter = bytes.get(at + 1).filter(|byte| byte.is_ascii_lowercase())?;
            return (bytes.get(at + 2) == Some(&b')'))
                .then(|| (at + 3, format!("({})", char::from(*letter))));
        }
        let start = self.skip_space(at);
        let letter = char::from(*bytes.get(start)?);
        let end = start + 1;
        if !letter.is_ascii_lowercase()
            || self.after(end).is_some_and(|c| c.is_alphanumeric() || c == '_')
        {
            return None;
        }
        // Joined to the figures it is a letter of the section; after a space it may be a word.
        let is_word = match letter {
            'a' => self.locale.language == "en" && !self.ends_reference(end),
            'b'..='n' => letter == 'i',
            _ => true,
        };
        if start > at && is_word {
            return None;
        }
        Some((end, letter.to_string()))
    }

    /// Whether English goes on after a letter of a section, rather than after its article "a".
    fn ends_reference(&self, at: usize) -> bool {
        let Some(start) = self.after_space(at) else { return true };
        let word = &self.text[start..self.end_of_word(start)];
        ["of", "and", "or", "to", "in", "first", "second", "third", "paragraph", "letter"]
            .contains(&word)
    }
}
