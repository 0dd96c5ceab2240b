//! Numbers in words: up to twelve as quantities of a text, others as hints.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::{Certainty, LOCALES, Reading};

/// The number words of a language. A list stands for rising numbers, with `|` between two words
/// for one number.
#[derive(Debug)]
pub(super) struct NumberWords {
    /// From two to twelve.
    cardinals: [&'static str; 11],
    /// From first to twelfth.
    ordinals: [&'static str; 12],
    /// From thirteen to twenty.
    teens: [&'static str; 8],
    /// From twenty to ninety.
    tens: [&'static str; 8],
    none: &'static str,
    one: &'static str,
    /// "both", "twice", "pair".
    two: &'static str,
    dozen: &'static str,
    half: &'static str,
    quarter: &'static str,
}

pub(super) static BOKMAL: NumberWords = NumberWords {
    cardinals: [
        "to", "tre", "fire", "fem", "seks", "sju|syv", "åtte", "ni", "ti", "elleve", "tolv",
    ],
    ordinals: [
        "første",
        "andre|annen|annet",
        "tredje",
        "fjerde",
        "femte",
        "sjette",
        "sjuende|syvende",
        "åttende",
        "niende",
        "tiende",
        "ellevte|ellefte",
        "tolvte",
    ],
    teens: ["tretten", "fjorten", "femten", "seksten", "sytten", "atten", "nitten", "tjue|tyve"],
    tens: ["tjue|tyve", "tretti|tredve", "førti", "femti", "seksti", "sytti", "åtti", "nitti"],
    none: "ingen|intet|null",
    one: "en|én|ett|ei|éi",
    two: "begge|dobbelt|doble|dobbel|par",
    dozen: "dusin",
    half: "halv|halvt|halve|halvparten",
    quarter: "kvart|fjerdedel",
};

pub(super) static NYNORSK: NumberWords = NumberWords {
    cardinals: [
        "to", "tre", "fire", "fem", "seks", "sju|syv", "åtte", "ni", "ti", "elleve", "tolv",
    ],
    ordinals: [
        "første|fyrste",
        "andre|annan|anna",
        "tredje",
        "fjerde",
        "femte",
        "sjette",
        "sjuande",
        "åttande",
        "niande",
        "tiande",
        "ellevte",
        "tolvte",
    ],
    teens: ["tretten", "fjorten", "femten", "seksten", "sytten", "atten", "nitten", "tjue"],
    tens: ["tjue", "tretti", "førti", "femti", "seksti", "sytti", "åtti", "nitti"],
    none: "ingen|inga|inkje|null",
    one: "ein|éin|eitt|ett|éi|ei",
    two: "begge|dobbelt|doble|par",
    dozen: "dusin",
    half: "halv|halvt|halve|halvparten",
    quarter: "kvart|fjerdedel",
};

pub(super) static SWEDISH: NumberWords = NumberWords {
    cardinals: ["två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"],
    ordinals: [
        "första|förste",
        "andra|andre",
        "tredje",
        "fjärde",
        "femte",
        "sjätte",
        "sjunde",
        "åttonde",
        "nionde",
        "tionde",
        "elfte",
        "tolfte",
    ],
    teens: ["tretton", "fjorton", "femton", "sexton", "sjutton", "arton", "nitton", "tjugo"],
    tens: ["tjugo", "trettio", "fyrtio", "femtio", "sextio", "sjuttio", "åttio", "nittio"],
    none: "ingen|inget|inga|noll",
    one: "en|ett",
    two: "båda|bägge|dubbelt|dubbla|par",
    dozen: "dussin",
    half: "halv|halvt|halva|hälften",
    quarter: "kvart|fjärdedel",
};

pub(super) static DANISH: NumberWords = NumberWords {
    cardinals: ["to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv"],
    ordinals: [
        "første",
        "anden|andet|andre",
        "tredje",
        "fjerde",
        "femte",
        "sjette",
        "syvende",
        "ottende",
        "niende",
        "tiende",
        "ellevte|elvte",
        "tolvte",
    ],
    teens: ["tretten", "fjorten", "femten", "seksten", "sytten", "atten", "nitten", "tyve"],
    tens: ["tyve", "tredive", "fyrre", "halvtreds", "tres", "halvfjerds", "firs", "halvfems"],
    none: "ingen|intet|nul",
    one: "en|én|et|ét",
    two: "begge|dobbelt|dobbelte|par",
    dozen: "dusin",
    half: "halv|halvt|halve|halvdelen",
    quarter: "kvart|fjerdedel",
};

pub(super) static ENGLISH: NumberWords = NumberWords {
    cardinals: [
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ],
    ordinals: [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
        "tenth", "eleventh", "twelfth",
    ],
    teens: [
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ],
    tens: ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
    none: "no|none|zero|nil",
    one: "one|single|once",
    two: "both|twice|double|pair|pairs|couple",
    dozen: "dozen",
    half: "half|halves",
    quarter: "quarter|quarters",
};

/// What a word says of numbers.
#[derive(Debug, Clone)]
pub(super) struct NumberWord {
    pub(super) value: Decimal,
    pub(super) certainty: Certainty,
    pub(super) share: Option<Reading>,
}

/// The number words of a language by their first letters, so that most words are passed over fast.
#[derive(Debug)]
pub(super) struct Index {
    words: Vec<Vec<(&'static str, NumberWord)>>,
    /// For each place the bytes that may come third, by their last five bits.
    thirds: [u32; PLACES],
}

/// How many places [`place`] has.
pub(super) const PLACES: usize = 1024;

/// Where a word stands by its first two bytes, whatever the case of its letters: also `Å` and `å`
/// differ only in the bits that are left out. `None` for shorter words.
pub(super) fn place(word: &str) -> Option<usize> {
    match word.as_bytes() {
        [first, second, ..] => Some(place_of(*first, *second)),
        _ => None,
    }
}

fn place_of(first: u8, second: u8) -> usize {
    usize::from(first & 31) << 5 | usize::from(second & 31)
}

/// Beginnings of the second part of compounds such as "treårig", "todelt" and "firesifret".
const STEMS: [&str; 20] = [
    "år", "dag", "månad", "måned", "uke", "uge", "veck", "veke", "time", "tim", "trinn", "steg",
    "del", "ledd", "led", "sid", "siff", "språk", "hund", "tusen",
];

impl Index {
    /// Whether a text may begin with one of them: by its first three bytes most do not.
    pub(super) fn may_begin(&self, text: &[u8]) -> bool {
        let (first, second, third) = match text {
            [first, second, third, ..] => (first, second, third & 31),
            [first, second] => (first, second, 0),
            _ => return false,
        };
        self.thirds[place_of(*first, *second)] & (1 << third) != 0
    }

    /// What a whole word says, in any case of letters; an acronym says nothing for sure.
    pub(super) fn find(&self, word: &str) -> Option<NumberWord> {
        let candidates = &self.words[place(word)?];
        if candidates.is_empty() {
            return None;
        }
        let small = match word.chars().next().is_some_and(char::is_uppercase) {
            true => Cow::Owned(word.to_lowercase()),
            false => Cow::Borrowed(word),
        };
        let Some((_, found)) = candidates.iter().find(|(candidate, _)| *candidate == small) else {
            return candidates
                .iter()
                .find_map(|(start, found)| self.compound(found, small.strip_prefix(*start)?));
        };
        let acronym = word.len() > 1 && word.chars().all(char::is_uppercase);
        let certainty = if acronym { Certainty::Hint } else { found.certainty };
        Some(NumberWord { certainty, ..found.clone() })
    }

    /// "treårig" is no number, but may be one elsewhere: "3-year". So may "tjuefem".
    fn compound(&self, first: &NumberWord, rest: &str) -> Option<NumberWord> {
        let stem =
            first.certainty == Certainty::Word && STEMS.iter().any(|stem| rest.starts_with(stem));
        let value = if stem { first.value } else { first.value + self.unit_after(first, rest)? };
        Some(NumberWord { value, certainty: Certainty::Hint, share: None })
    }

    /// The five of "tjuefem" and "twenty-five", given the twenty.
    pub(super) fn unit_after(&self, tens: &NumberWord, word: &str) -> Option<Decimal> {
        let whole = tens.value >= Decimal::from(20) && (tens.value % Decimal::TEN).is_zero();
        if !whole {
            return None;
        }
        let candidates = &self.words[place(word)?];
        let (_, unit) = candidates.iter().find(|(candidate, _)| *candidate == word)?;
        (unit.value >= Decimal::ONE && unit.value < Decimal::TEN).then_some(unit.value)
    }
}

/// The number words of a language.
pub(super) fn of(language: &str) -> &'static Index {
    static INDEXES: LazyLock<BTreeMap<&'static str, Index>> = LazyLock::new(|| {
        LOCALES.iter().map(|locale| (locale.language, index(locale.words.numbers))).collect()
    });
    &INDEXES[language]
}

fn index(language: &'static NumberWords) -> Index {
    let mut words: BTreeMap<&'static str, NumberWord> = BTreeMap::new();
    let rising = |list: &'static [&'static str], first: u32, step: u32, certainty| {
        let numbers = (0..).map(move |index| Decimal::from(first + index * step));
        list.iter().zip(numbers).map(move |(spelt, value)| (*spelt, value, certainty, None))
    };
    let hint = |spelt, value, share| (spelt, value, Certainty::Hint, share);
    let share = |percent| Some(Reading::Percent(Decimal::from(percent)));
    let all = rising(&language.cardinals, 2, 1, Certainty::Word)
        .chain([
            hint(language.half, Decimal::new(5, 1), share(50)),
            hint(language.quarter, Decimal::new(25, 2), share(25)),
            hint(language.none, Decimal::ZERO, None),
            hint(language.one, Decimal::ONE, None),
            hint(language.two, Decimal::TWO, None),
            hint(language.dozen, Decimal::from(12), None),
        ])
        .chain(rising(&language.ordinals, 1, 1, Certainty::Hint))
        .chain(rising(&language.teens, 13, 1, Certainty::Hint))
        .chain(rising(&language.tens, 20, 10, Certainty::Hint));
    for (spelt, value, certainty, share) in all {
        for word in spelt.split('|') {
            let number = NumberWord { value, certainty, share: share.clone() };
            words.entry(word).or_insert(number);
        }
    }
    let mut index = Index { words: vec![Vec::new(); PLACES], thirds: [0; PLACES] };
    for (word, number) in words {
        let Some(place) = place(word) else { continue };
        // What follows a word of two letters may be anything: "to", "toårig".
        index.thirds[place] |= match word.as_bytes().get(2) {
            Some(third) => 1 << (third & 31),
            None => u32::MAX,
        };
        index.words[place].push((word, number));
    }
    index
}
