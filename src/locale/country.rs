//! The names of countries, from the CLDR.

use std::{collections::BTreeMap, sync::LazyLock};

use super::Locale;

/// Written by `scripts/cldr.mjs`: code, three-letter code, one name a language, other names.
const TABLE: &str = include_str!("countries.tsv");

/// The languages of the table's columns, in their order.
const LANGUAGES: [&str; 5] = ["da", "en", "nb", "nn", "sv"];

struct Country {
    code: &'static str,
    code_of_three: &'static str,
    names: [&'static str; 5],
    also: &'static str,
}

static COUNTRIES: LazyLock<Vec<Country>> =
    LazyLock::new(|| TABLE.lines().skip(1).filter_map(row).collect());

static BY_NAME: LazyLock<BTreeMap<String, &'static str>> = LazyLock::new(|| {
    let named = |country: &'static Country| {
        let codes = [country.code, country.code_of_three];
        let also = country.also.split(';').filter(|name| !name.is_empty());
        (codes.into_iter().chain(country.names).chain(also))
            .map(|name| (name.to_lowercase(), country.code))
    };
    COUNTRIES.iter().flat_map(named).collect()
});

/// The two-letter codes of all countries (ISO 3166-1, and `XK` for Kosovo), sorted.
pub fn countries() -> impl Iterator<Item = &'static str> {
    COUNTRIES.iter().map(|country| country.code)
}

/// The two-letter code of a country given as a code of two or three letters, or by its name in any
/// of our languages, in any case of letters: `NO`, `nor`, `Noreg`, `Norway`.
pub fn country_code(name_or_code: &str) -> Option<&'static str> {
    BY_NAME.get(&name_or_code.trim().to_lowercase()).copied()
}

impl Locale {
    /// The name of a country by its two-letter code (ISO 3166-1, in capitals): `Storbritannia`.
    pub fn country(&self, alpha2: &str) -> Option<&'static str> {
        let column = LANGUAGES.iter().position(|language| *language == self.language)?;
        let found = COUNTRIES.binary_search_by(|country| country.code.cmp(alpha2)).ok()?;
        Some(COUNTRIES[found].names[column])
    }
}

fn row(line: &'static str) -> Option<Country> {
    let mut cells = line.split('\t');
    Some(Country {
        code: cells.next()?,
        code_of_three: cells.next()?,
        names: [cells.next()?, cells.next()?, cells.next()?, cells.next()?, cells.next()?],
        also: cells.next()?,
    })
}
