//! The only escaping rule of the PDF side: every text stands in a string literal.

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

/// A literal, or `none` for an empty text.
pub fn literal_or_none(text: &str) -> String {
    if text.is_empty() { "none".to_string() } else { literal(text) }
}
