//! Words of each language that the CLDR lacks, and where we differ from it on purpose.

use super::{Currency, currency};

/// What a language needs beside the CLDR.
#[derive(Debug)]
pub(super) struct Words {
    /// "percentage point", "percentage points".
    pub(super) points: (&'static str, &'static str),
    /// "yes", "no".
    pub(super) truth: (&'static str, &'static str),
    /// How a writer may spell out `%`; the first is the usual one.
    pub(super) percent: &'static [&'static str],
    /// The currency that a reader takes for granted, named without its country: "kroner".
    pub(super) own_currency: Option<Currency>,
    /// Which currency a writer means by "kr", and by "krone" or "kroner".
    pub(super) kr: &'static str,
    pub(super) kroner: &'static str,
    /// Quotation marks, where the CLDR's are not what publishers use.
    pub(super) quotes: Option<[char; 4]>,
}

pub(super) static BOKMAL: Words = Words {
    points: ("prosentpoeng", "prosentpoeng"),
    truth: ("ja", "nei"),
    percent: &["prosent"],
    own_currency: Some(currency("NOK", "kr", "krone", "kroner")),
    kr: "NOK",
    kroner: "NOK",
    quotes: None,
};

pub(super) static NYNORSK: Words = Words {
    points: ("prosentpoeng", "prosentpoeng"),
    truth: ("ja", "nei"),
    percent: &["prosent"],
    own_currency: Some(currency("NOK", "kr", "krone", "kroner")),
    kr: "NOK",
    kroner: "NOK",
    quotes: None,
};

pub(super) static SWEDISH: Words = Words {
    points: ("procentenhet", "procentenheter"),
    truth: ("ja", "nej"),
    percent: &["procent"],
    own_currency: Some(currency("SEK", "kr", "krona", "kronor")),
    kr: "SEK",
    kroner: "NOK",
    quotes: None,
};

pub(super) static DANISH: Words = Words {
    points: ("procentpoint", "procentpoint"),
    truth: ("ja", "nej"),
    percent: &["procent", "pct."],
    own_currency: Some(currency("DKK", "kr.", "krone", "kroner")),
    kr: "DKK",
    kroner: "DKK",
    // The CLDR has the English marks; Danish books and newspapers point theirs inwards.
    quotes: Some(['»', '«', '›', '‹']),
};

pub(super) static ENGLISH: Words = Words {
    points: ("percentage point", "percentage points"),
    truth: ("yes", "no"),
    percent: &["per cent", "percent"],
    own_currency: None,
    // Our English readers read about Norwegian organisations.
    kr: "NOK",
    kroner: "NOK",
    quotes: None,
};
