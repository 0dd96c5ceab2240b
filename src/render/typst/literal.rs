//! The only escaping rule of the PDF side: every text stands in a string literal.

use std::borrow::Cow;

/// `text` as a Typst string literal with its quotes. Inside one, only the backslash and the quote
/// mean anything, so no text can become code.
pub fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}

/// No word of a language is as long as this many letters; an address or a mistake may be.
const LONGEST_WORD: usize = 40;

/// The text with places to break in words that are too long for a line: after every ten letters a space
/// without width. Where a line need not break there, nothing is seen of them.
pub fn breakable(text: &str) -> Cow<'_, str> {
    let ends = |c: char| c.is_whitespace() || matches!(c, '-' | '/' | '\u{AD}' | '\u{200B}');
    if text.len() <= LONGEST_WORD || text.split(ends).all(|word| word.len() <= LONGEST_WORD) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for word in text.split_inclusive(ends) {
        let mut since = 0;
        let long = word.chars().count() > LONGEST_WORD;
        for character in word.chars() {
            // Never within a letter that is made of several signs.
            if long && since >= 10 && character.is_alphanumeric() {
                out.push('\u{200B}');
                since = 0;
            }
            out.push(character);
            since += 1;
        }
    }
    Cow::Owned(out)
}

/// A literal, or `none` for an empty text.
pub fn literal_or_none(text: &str) -> String {
    if text.is_empty() { "none".to_string() } else { literal(text) }
}
