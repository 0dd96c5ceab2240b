//! Labels and values in the words of one language.

use crate::data::nace::{self, Version};
use crate::fact::{Label, Words};
use crate::locale::Locale;
use crate::theme::Messages;

/// What something is called.
pub fn label(label: &Label, locale: &'static Locale, messages: &Messages) -> String {
    match label {
        Label::Message(key) => messages.text(key).to_string(),
        Label::Given(words) => given(words, locale).unwrap_or_default().to_string(),
        Label::Country(code) => locale.country(code).unwrap_or(code).to_string(),
        Label::Industry(code) => nace::title(Version::Rev2, code, locale.language())
            .map_or_else(|| code.clone(), |title| title.text.to_string()),
        Label::Change(before, after) => {
            format!(
                "{} → {}",
                self::label(before, locale, messages),
                self::label(after, locale, messages)
            )
        }
    }
}

/// The user's words in a language, or in any other that they gave.
pub fn given<'a>(words: &'a Words, locale: &Locale) -> Option<&'a str> {
    let own = words.get(locale.tag()).or_else(|| words.get(locale.language()));
    own.or_else(|| words.values().next()).map(String::as_str)
}
