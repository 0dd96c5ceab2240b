//! The names of countries, from the CLDR.

use std::{collections::BTreeMap, sync::LazyLock};

use unicode_normalization::UnicodeNormalization;

use super::Locale;

/// The two-letter codes of all countries (ISO 3166-1, and `XK` for Kosovo), sorted.
pub fn countries() -> impl Iterator<Item = &'static str> {
    COUNTRIES.iter().map(|country| country.code)
}

/// The two-letter code of a country given as a code of two or three letters, or by a name that only
/// it has, in Danish, English, Norwegian, Swedish or Finnish: `NO`, `nor`, `Noreg`, `Norway`. The
/// case of letters, signs, spaces and words such as "and" do not count. A name that two countries
/// could mean (`Korea`, `Kongo`) is none. Two letters, and names as
/// they are written here, are looked up without making any text.
pub fn country_code(name_or_code: &str) -> Option<&'static str> {
    if let [a, b] = *name_or_code.trim_ascii().as_bytes()
        && a.is_ascii_alphabetic()
        && b.is_ascii_alphabetic()
        && let Some(country) = COUNTRIES.get(usize::from(BY_LETTERS[letters(a, b)]))
    {
        return Some(country.code);
    }
    let known = BY_NAME.get(name_or_code);
    known.copied().or_else(|| BY_FOLDED_NAME.get(&folded(name_or_code)).copied())
}

impl Locale {
    /// The name of a country by its two-letter code (ISO 3166-1, in capitals): `Storbritannia`.
    pub fn country(&self, alpha2: &str) -> Option<&'static str> {
        let column = COLUMNS.iter().position(|tag| *tag == self.tag)?;
        let found = COUNTRIES.binary_search_by(|country| country.code.cmp(alpha2)).ok()?;
        Some(COUNTRIES[found].names[column])
    }
}

/// Written by `scripts/cldr.mjs`: code, three-letter code, one name a locale, other names.
const TABLE: &str = include_str!("countries.tsv");

/// The locales of the table's columns, in their order.
const COLUMNS: [&str; 6] = ["da", "en-GB", "en-US", "nb", "nn", "sv"];

/// Names that the CLDR lacks: the formal names of ISO 3166-1, what people write, parts of a country
/// that companies give as theirs, and the two codes that the European Union has of its own.
const OTHER_NAMES: &[(&str, &[&str])] = &[
    ("AE", &["UAE", "Emiratene", "De forente arabiske emirater (UAE)"]),
    ("BN", &["Brunei Darussalam"]),
    ("BO", &["Bolivia, Plurinational State of"]),
    ("BY", &["Hviterussland", "Kviterussland", "Hviderusland", "Vitryssland"]),
    ("CD", &["Congo, Democratic Republic of the", "DR Congo", "DR Kongo", "DRC"]),
    ("CI", &["Cote d'Ivoire"]),
    ("CN", &["People's Republic of China", "PRC", "Folkerepublikken Kina", "Folkrepubliken Kina"]),
    ("CZ", &["Tsjekkiske republikk", "Tjeckiska republiken"]),
    ("DE", &["Federal Republic of Germany", "Forbundsrepublikken Tyskland"]),
    ("ES", &["Espana"]),
    ("FK", &["Falkland Islands (Malvinas)"]),
    ("FM", &["Micronesia, Federated States of"]),
    ("FO", &["Faeroe Islands"]),
    (
        "GB",
        &[
            "Great Britain",
            "United Kingdom of Great Britain and Northern Ireland",
            "England",
            "Scotland",
            "Skottland",
            "Skotland",
            "Wales",
            "Northern Ireland",
            "Nord-Irland",
        ],
    ),
    ("GR", &["EL"]),
    ("HK", &["Hong Kong, China"]),
    ("IE", &["Republic of Ireland", "Eire"]),
    ("IR", &["Iran, Islamic Republic of"]),
    ("KP", &["Korea, Democratic People's Republic of"]),
    ("KR", &["Korea, Republic of", "Republic of Korea", "Korea (South)"]),
    ("LA", &["Lao People's Democratic Republic"]),
    ("LK", &["Ceylon"]),
    ("MD", &["Moldova, Republic of", "Republic of Moldova"]),
    ("MK", &["Macedonia", "Makedonia", "Makedonien", "Republic of North Macedonia"]),
    ("MM", &["Burma"]),
    ("MO", &["Macau"]),
    ("NL", &["Holland"]),
    ("PS", &["Palestine, State of", "State of Palestine"]),
    ("RU", &["Russian Federation", "Den russiske føderasjon", "Ryska federationen"]),
    ("SK", &["Slovak Republic"]),
    ("ST", &["Sao Tome and Principe"]),
    ("SY", &["Syrian Arab Republic"]),
    ("SX", &["Sint Maarten (Dutch part)"]),
    ("MF", &["Saint Martin (French part)"]),
    ("TR", &["Turkiye"]),
    ("TW", &["Taiwan, Province of China", "Taiwan, Republic of China"]),
    ("TZ", &["Tanzania, United Republic of", "United Republic of Tanzania"]),
    ("UA", &["Ukrainia"]),
    ("US", &["United States of America", "Amerikas forente stater", "Förenta staterna"]),
    ("VA", &["Holy See", "Vatikanet", "Vatican"]),
    ("VE", &["Venezuela, Bolivarian Republic of"]),
    ("VG", &["Virgin Islands, British"]),
    ("VI", &["Virgin Islands, US"]),
    ("XK", &["Republic of Kosovo"]),
    ("ZA", &["Republic of South Africa", "RSA"]),
];

struct Country {
    code: &'static str,
    code_of_three: &'static str,
    names: [&'static str; COLUMNS.len()],
    also: &'static str,
}

static COUNTRIES: LazyLock<Vec<Country>> =
    LazyLock::new(|| TABLE.lines().skip(1).filter_map(row).collect());

/// The place of each code among the countries.
static BY_LETTERS: LazyLock<[u8; 26 * 26]> = LazyLock::new(|| {
    let mut places = [u8::MAX; 26 * 26];
    for (place, country) in (0..u8::MAX).zip(COUNTRIES.iter()) {
        if let [a, b] = *country.code.as_bytes() {
            places[letters(a, b)] = place;
        }
    }
    places
});

fn letters(a: u8, b: u8) -> usize {
    usize::from(a.to_ascii_uppercase() - b'A') * 26 + usize::from(b.to_ascii_uppercase() - b'A')
}

/// Every name as it is written here, and every code of three letters.
static BY_NAME: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
    let named = |country: &'static Country| {
        let names = [country.code_of_three].into_iter().chain(country.names);
        names.chain(country.also.split(';')).map(|name| (name, country.code))
    };
    let others =
        OTHER_NAMES.iter().flat_map(|(code, names)| names.iter().map(|name| (*name, *code)));
    let all = COUNTRIES.iter().flat_map(named).chain(others);
    all.filter(|(name, _)| !name.is_empty()).collect()
});

static BY_FOLDED_NAME: LazyLock<BTreeMap<String, &str>> = LazyLock::new(|| {
    let folded = BY_NAME.iter().map(|(name, code)| (folded(name), *code));
    // Of Andorra's AND nothing is left.
    folded.filter(|(name, _)| !name.is_empty()).collect()
});

/// A name by what tells it from others: its letters, without signs, spaces and small words.
fn folded(name: &str) -> String {
    let lower: String = name.nfc().collect::<String>().to_lowercase();
    let words = lower.split(|c: char| c.is_whitespace() || "-–,.;()/&'’".contains(c));
    let mut folded = String::with_capacity(lower.len());
    for word in words {
        match word {
            "and" | "og" | "och" | "ja" | "the" => {}
            "st" | "s:t" | "sankt" | "sankta" => folded.push_str("saint"),
            word => folded.push_str(word),
        }
    }
    folded
}

fn row(line: &'static str) -> Option<Country> {
    let mut cells = line.split('\t');
    Some(Country {
        code: cells.next()?,
        code_of_three: cells.next()?,
        names: [
            cells.next()?,
            cells.next()?,
            cells.next()?,
            cells.next()?,
            cells.next()?,
            cells.next()?,
        ],
        also: cells.next()?,
    })
}
