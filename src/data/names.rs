//! What industries are called: titles from the project's own files, and the official ones.

use std::collections::BTreeMap;

use super::nace::{Industry, Version};

/// Titles of industries from the files under `data/names/`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    titles: BTreeMap<(Industry, &'static str), Given>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Given {
    text: String,
    origin: Origin,
}

/// What an industry is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Title<'a> {
    pub text: &'a str,
    /// The language that the title is in.
    pub language: &'a str,
    pub origin: Origin,
}

/// Where a title is from, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// The project's own titles: `data/names/nace.csv`.
    Project,
    /// A list of a statistical office: `data/names/rev2.1-nb.csv`.
    List,
    /// The official titles of the edition, which are built in.
    Official,
    /// The title in Rev. 2 of an industry whose code and English title stayed the same.
    EarlierVersion,
}

/// The languages that industries may have titles in.
pub const LANGUAGES: [&str; 5] = ["da", "en", "nb", "nn", "sv"];

impl Names {
    /// Adds a title, unless there is one from a better place. `language` is one of [`LANGUAGES`];
    /// titles in others are never asked for.
    pub fn add(&mut self, industry: Industry, language: &str, text: &str, origin: Origin) {
        let Some(language) = LANGUAGES.into_iter().find(|known| *known == language) else { return };
        let given = Given { text: text.to_string(), origin };
        let known = self.titles.entry((industry, language)).or_insert_with(|| given.clone());
        if origin < known.origin {
            *known = given;
        }
    }

    /// The title of an industry in a language. Nynorsk, which has no official titles, falls back to
    /// Bokmål; where there is no title, to the English one, which every industry has.
    pub fn title<'a>(&'a self, industry: Industry, language: &'a str) -> Title<'a> {
        let found = accepted(language).find_map(|language| self.in_language(industry, language));
        found.or_else(|| self.in_language(industry, "en")).unwrap_or(Title {
            text: industry.code(),
            language,
            origin: Origin::Official,
        })
    }

    fn in_language<'a>(&'a self, industry: Industry, language: &'a str) -> Option<Title<'a>> {
        let title = |text, origin| Title { text, language, origin };
        if let Some(given) = self.titles.get(&(industry, language)) {
            return Some(title(given.text.as_str(), given.origin));
        }
        if let Some(text) = industry.title(language) {
            return Some(title(text, Origin::Official));
        }
        let earlier = industry.earlier().filter(|_| industry.version() == Version::Rev21)?;
        let given = self.titles.get(&(earlier, language)).map(|given| given.text.as_str());
        Some(title(given.or_else(|| earlier.title(language))?, Origin::EarlierVersion))
    }
}

impl Title<'_> {
    /// Whether readers of a language get a title in a language that is not theirs.
    pub fn is_foreign_to(&self, language: &str) -> bool {
        !accepted(language).any(|accepted| accepted == self.language)
    }
}

/// The languages that titles may be in for readers of a language, the best first.
fn accepted(language: &str) -> impl Iterator<Item = &str> {
    [language].into_iter().chain((language == "nn").then_some("nb"))
}
