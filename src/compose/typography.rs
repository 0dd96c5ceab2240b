//! Typographic quotes, made once in our tree so that pages and PDF agree.

use crate::locale::Quotes;
use crate::source::{Text, look};

/// Turns `"` and `'` into a language's own signs, line by line.
pub struct Quoter {
    quotes: Quotes,
    before: char,
    open: bool,
    inner_open: bool,
}

impl Quoter {
    pub fn new(quotes: Quotes) -> Quoter {
        Quoter { quotes, before: ' ', open: false, inner_open: false }
    }

    /// Starts a new line of text.
    pub fn begin(&mut self) {
        self.before = ' ';
        self.open = false;
        self.inner_open = false;
    }

    /// Something that is no text stands here; it ends in `sign`.
    pub fn pass(&mut self, sign: char) {
        self.before = sign;
    }

    /// The text with its quotes made. A sign after a space or an opening sign opens.
    pub fn quote(&mut self, text: &Text) -> Text {
        let is_made = |byte: u8| (byte == b'"') | (byte == b'\'') | (byte == b'\n');
        if !look::any(text, is_made) {
            self.before = text.chars().next_back().unwrap_or(self.before);
            return text.clone();
        }
        let mut quoted = String::with_capacity(text.len() + 8);
        let mut from = 0;
        for (at, byte) in text.bytes().enumerate().filter(|(_, byte)| is_made(*byte)) {
            let plain = &text[from..at];
            quoted.push_str(plain);
            self.before = plain.chars().next_back().unwrap_or(self.before);
            from = at + 1;
            quoted.push(self.made(byte, text[from..].chars().next()));
            self.before = char::from(byte);
        }
        let rest = &text[from..];
        self.before = rest.chars().next_back().unwrap_or(self.before);
        quoted.push_str(rest);
        quoted.into()
    }

    /// What a straight quote, or the end of a line, becomes.
    fn made(&mut self, byte: u8, next: Option<char>) -> char {
        let starts = self.before.is_whitespace() || "([{—–-/«“”‘".contains(self.before);
        let more = next.is_some_and(|next| !next.is_whitespace());
        match byte {
            b'"' if starts && !self.open && (more || next.is_none()) => {
                self.open = true;
                self.quotes.open
            }
            b'"' => {
                self.open = false;
                self.quotes.close
            }
            b'\'' if starts && more && !self.inner_open => {
                self.inner_open = true;
                self.quotes.inner_open
            }
            b'\'' if self.inner_open && !next.is_some_and(char::is_alphanumeric) => {
                self.inner_open = false;
                self.quotes.inner_close
            }
            b'\'' => self.quotes.apostrophe,
            // Where the author broke the line.
            _ => ' ',
        }
    }
}
