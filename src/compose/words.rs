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
        Label::Filled(key, values) => {
            let words = values
                .iter()
                .map(|(name, value)| (*name, self::label(value, locale, messages)))
                .collect::<Vec<_>>();
            let words: Vec<(&str, &str)> =
                words.iter().map(|(name, word)| (*name, word.as_str())).collect();
            messages.fill(key, &words)
        }
        Label::Verbatim(text) => text.clone(),
    }
}

/// The user's words in a language, or in any other that they gave.
pub fn given<'a>(words: &'a Words, locale: &Locale) -> Option<&'a str> {
    let own = words.get(locale.tag()).or_else(|| words.get(locale.language()));
    own.or_else(|| words.values().next()).map(String::as_str)
}
