//! The names of units that stand beside a number: per cent, percentage points, currencies.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::{Kind, LOCALES, Locale, number_words};

/// Names that people use for a currency and no table has.
const COLLOQUIAL: [(&str, &str); 5] =
    [("dollar", "USD"), ("dollars", "USD"), ("pund", "GBP"), ("pound", "GBP"), ("pounds", "GBP")];

/// The crowns, which are looked up by the reader's country.
const SHORT: [&str; 2] = ["kr", "kroner"];

const SIGNS: [(&str, &str); 3] = [("€", "EUR"), ("£", "GBP"), ("$", "USD")];

/// Every name of a unit, in small letters (symbols as they are), and the tags of those locales
/// that have it.
static NAMES: LazyLock<BTreeMap<String, Vec<(&'static str, Kind)>>> = LazyLock::new(|| {
    let mut names: BTreeMap<String, Vec<(&'static str, Kind)>> = BTreeMap::new();
    let mut add = |name: &str, tag, kind| {
        names.entry(name.to_string()).or_default().push((tag, kind));
    };
    for locale in &LOCALES {
        let (tag, words) = (locale.tag, locale.words);
        for name in words.percent {
            add(name, tag, Kind::Percent);
        }
        for name in [words.points.0, words.points.1] {
            add(name, tag, Kind::Points);
        }
        for currency in locale.cldr.currencies {
            let kind = Kind::Money(currency.code);
            add(currency.symbol, tag, kind);
            add(&in_small(currency.one), tag, kind);
            add(&in_small(currency.other), tag, kind);
        }
        for (name, code) in COLLOQUIAL {
            add(name, tag, Kind::Money(code));
        }
    }
    names
});

/// Where names of units begin, so that most words beside a number are passed over fast.
static PLACES: LazyLock<Vec<bool>> = LazyLock::new(|| {
    let mut places = vec![false; number_words::PLACES];
    let codes = LOCALES.iter().flat_map(|locale| locale.cldr.currencies).map(|known| known.code);
    let codes: Vec<&str> = codes.chain(SHORT).collect();
    let scaled = codes.iter().flat_map(|code| [format!("m{code}"), format!("t{code}")]);
    let all = NAMES.keys().cloned().chain(codes.iter().map(ToString::to_string)).chain(scaled);
    for place in all.filter_map(|name| number_words::place(&name)) {
        places[place] = true;
    }
    places
});

/// The first words of names that have several.
static FIRST_WORDS: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| NAMES.keys().filter_map(|name| Some(name.split_once(' ')?.0)).collect());

/// Whether a name of a unit may begin with this word and go on after it.
pub(super) fn may_go_on(word: &str) -> bool {
    FIRST_WORDS.contains(word) || FIRST_WORDS.contains(&*in_small(word))
}

/// Whether a name of a unit may begin with this word.
pub(super) fn may_begin(word: &str) -> bool {
    number_words::place(word).is_some_and(|place| PLACES[place])
}

impl Locale {
    /// The unit that a writer names, and whether by a name of this language. Hyphens are read as
    /// spaces.
    pub(super) fn unit_named(&self, name: &str) -> Option<(Kind, bool)> {
        if let Some((code, own)) = self.currency_in_short(name) {
            return Some((Kind::Money(code), own));
        }
        let found = NAMES.get(name).or_else(|| match in_small(name) {
            Cow::Borrowed(_) => None,
            Cow::Owned(small) => NAMES.get(&small),
        })?;
        let own = found.iter().find(|(tag, _)| *tag == self.tag);
        let (_, kind) = own.or_else(|| found.first())?;
        Some((*kind, own.is_some()))
    }

    /// The currency that a writer names, and whether by a name of this language.
    pub(super) fn currency_named(&self, name: &str) -> Option<(&'static str, bool)> {
        match self.unit_named(name)? {
            (Kind::Money(code), own) => Some((code, own)),
            _ => None,
        }
    }

    /// A currency by its code, its sign, or one of the Nordic crowns, whose country depends on the
    /// reader's.
    pub(super) fn currency_in_short(&self, name: &str) -> Option<(&'static str, bool)> {
        if let Some((_, code)) = SIGNS.iter().find(|(sign, _)| *sign == name) {
            return Some((code, true));
        }
        if name.len() == 3 && name.bytes().all(|byte| byte.is_ascii_uppercase()) {
            let known = self.cldr.currencies.iter().find(|known| known.code == name);
            return known.map(|known| (known.code, true));
        }
        let is = |word: &str| name.eq_ignore_ascii_case(word);
        if is("kr") || is("kr.") {
            Some((self.words.kr, true))
        } else if is("krone") || is("kroner") {
            Some((self.words.kroner, self.words.kroner == self.words.kr))
        } else if is("krona") || is("kronor") {
            Some(("SEK", self.words.kr == "SEK"))
        } else {
            None
        }
    }
}

/// Borrowed where nothing in the name is to be changed.
fn in_small(name: &str) -> Cow<'_, str> {
    let is_small = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase() && byte != b'-';
    match name.bytes().all(is_small) {
        true => Cow::Borrowed(name),
        false => Cow::Owned(name.to_lowercase().replace('-', " ")),
    }
}
