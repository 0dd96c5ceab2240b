//! Typographic quotes, made once in our tree so that pages and PDF agree.

use crate::locale::Quotes;

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
    pub fn quote(&mut self, text: &str) -> String {
        if !text.bytes().any(|byte| matches!(byte, b'"' | b'\'' | b'\n')) {
            self.before = text.chars().next_back().unwrap_or(self.before);
            return text.to_string();
        }
        let mut quoted = String::with_capacity(text.len() + 8);
        let mut signs = text.chars().peekable();
        while let Some(sign) = signs.next() {
            let starts = self.before.is_whitespace() || "([{—–-/«“”‘".contains(self.before);
            let more = signs.peek().is_some_and(|next| !next.is_whitespace());
            let made = match sign {
                '"' if starts && !self.open && (more || signs.peek().is_none()) => {
                    self.open = true;
                    self.quotes.open
                }
                '"' => {
                    self.open = false;
                    self.quotes.close
                }
                '\'' if starts && more && !self.inner_open => {
                    self.inner_open = true;
                    self.quotes.inner_open
                }
                '\'' if self.inner_open
                    && !signs.peek().is_some_and(|next| next.is_alphanumeric()) =>
                {
                    self.inner_open = false;
                    self.quotes.inner_close
                }
                '\'' => self.quotes.apostrophe,
                // Where the author broke the line.
                '\n' => ' ',
                other => other,
            };
            quoted.push(made);
            self.before = sign;
        }
        quoted
    }
}
