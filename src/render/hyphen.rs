//! Soft hyphens in long words, where columns are narrow: browsers know few of our languages.

use std::borrow::Cow;

use hypher::Lang;

/// Words of fewer letters fit a phone at the size of a heading.
const SHORTEST: usize = 14;

/// A text whose long words may break, by the patterns of its language (`nb`, `sv`, `en`). A part
/// has at least four letters, so that a break never leaves a stump.
pub fn soften<'a>(text: &'a str, language: &str) -> Cow<'a, str> {
    let lang = match language {
        "nb" | "nn" => Lang::Norwegian,
        "sv" => Lang::Swedish,
        "da" => Lang::Danish,
        "en" => Lang::English,
        _ => return Cow::Borrowed(text),
    };
    // Most texts have no such word, which is quickly seen: a letter takes one byte or more.
    let may_be_letter = |byte: &u8| byte.is_ascii_alphabetic() || !byte.is_ascii();
    let mut runs = text.as_bytes().split(|byte| !may_be_letter(byte));
    if !runs.any(|run| run.len() >= SHORTEST) {
        return Cow::Borrowed(text);
    }
    let long = |word: &str| word.chars().count() >= SHORTEST;
    let mut softened = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(start) = rest.find(char::is_alphabetic) {
        softened.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        match long(word) {
            true => {
                let parts: Vec<&str> = hypher::hyphenate_bounded(word, lang, 4, 4).collect();
                softened.push_str(&parts.join("\u{ad}"));
            }
            false => softened.push_str(word),
        }
        rest = after;
    }
    softened.push_str(rest);
    Cow::Owned(softened)
}
