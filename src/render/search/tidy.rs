//! Texts as they stand in the index.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::source::look;

/// One space between words, letters in one piece, and no hyphens that are not seen.
pub fn tidy(text: &str) -> String {
    let mut rest = text.trim_end_matches(['·', ' ']);
    let mut tidy = Tidy { text: String::with_capacity(rest.len()), ..Tidy::default() };
    let mut is_whole = true;
    loop {
        let plain = look::first(rest, |byte| !matches!(byte, b' '..=b'~'));
        let (plain, after) = rest.split_at(plain.unwrap_or(rest.len()));
        tidy.plain(plain);
        let mut signs = after.chars();
        let Some(sign) = signs.next() else { break };
        rest = signs.as_str();
        if sign.is_whitespace() {
            tidy.is_in_word = false;
            continue;
        }
        // No sign before the first combining one can be made of pieces.
        is_whole &= sign < '\u{300}';
        if sign != '\u{ad}' && !sign.is_control() {
            tidy.word(&after[..sign.len_utf8()]);
        }
    }
    let tidy = tidy.text;
    match is_whole || is_nfc_quick(tidy.chars()) == IsNormalized::Yes {
        true => tidy,
        false => tidy.nfc().collect(),
    }
}

#[derive(Default)]
struct Tidy {
    text: String,
    is_in_word: bool,
}

impl Tidy {
    /// Letters and signs of ASCII, with the spaces between them: most stay as they are.
    fn plain(&mut self, text: &str) {
        let words = text.trim_start_matches(' ');
        self.is_in_word &= words.len() == text.len();
        let text = words.trim_end_matches(' ');
        if text.is_empty() {
            return;
        }
        match look::pairs(text, |one, next| (one == b' ') & (next == b' ')) {
            0 => self.word(text),
            _ => text.split(' ').filter(|word| !word.is_empty()).for_each(|word| {
                self.word(word);
                self.is_in_word = false;
            }),
        }
        self.is_in_word = text.len() == words.len();
    }

    /// What goes on with a word, or begins one.
    fn word(&mut self, text: &str) {
        if !self.is_in_word && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.is_in_word = true;
        self.text.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert_eq, proptest};
    use unicode_normalization::UnicodeNormalization;

    use super::tidy;

    proptest! {
        #[test]
        fn one_space_stands_between_words(text in "[a-d ·.å\u{ad}\u{a0}\u{30a}\n\u{1}]{0,60}") {
            let ended = text.trim_end_matches(['·', ' ']);
            let seen: String =
                ended.chars().filter(|c| c.is_whitespace() || !(*c == '\u{ad}' || c.is_control())).collect();
            let words: Vec<&str> = seen.split_whitespace().collect();
            prop_assert_eq!(tidy(&text), words.join(" ").nfc().collect::<String>());
        }
    }
}
