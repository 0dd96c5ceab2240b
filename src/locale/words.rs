//! Words of each language that the CLDR lacks, and where we differ from it on purpose.

use super::number_words::{self, NumberWords};
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
    /// Words for powers of ten that stand between a number and its unit, and the power.
    pub(super) scales: &'static [(&'static str, u32)],
    pub(super) numbers: &'static NumberWords,
    /// Quotation marks, where the CLDR's are not what publishers use.
    pub(super) quotes: Option<[char; 4]>,
}

pub(super) static BOKMAL: Words = Words {
    points: ("prosentpoeng", "prosentpoeng"),
    truth: ("ja", "nei"),
    percent: &["prosent", "pst.", "pst"],
    own_currency: Some(currency("NOK", "kr", "krone", "kroner")),
    kr: "NOK",
    kroner: "NOK",
    scales: &[
        ("hundre", 2),
        ("tusen", 3),
        ("million", 6),
        ("millioner", 6),
        ("mill", 6),
        ("milliard", 9),
        ("milliarder", 9),
        ("mrd", 9),
        ("billion", 12),
        ("billioner", 12),
    ],
    numbers: &number_words::BOKMAL,
    quotes: None,
};

pub(super) static NYNORSK: Words = Words {
    points: ("prosentpoeng", "prosentpoeng"),
    truth: ("ja", "nei"),
    percent: &["prosent", "pst.", "pst"],
    own_currency: Some(currency("NOK", "kr", "krone", "kroner")),
    kr: "NOK",
    kroner: "NOK",
    scales: &[
        ("hundre", 2),
        ("tusen", 3),
        ("million", 6),
        ("millionar", 6),
        ("mill", 6),
        ("milliard", 9),
        ("milliardar", 9),
        ("mrd", 9),
        ("billion", 12),
        ("billionar", 12),
    ],
    numbers: &number_words::NYNORSK,
    quotes: None,
};

pub(super) static SWEDISH: Words = Words {
    points: ("procentenhet", "procentenheter"),
    truth: ("ja", "nej"),
    percent: &["procent"],
    own_currency: Some(currency("SEK", "kr", "krona", "kronor")),
    kr: "SEK",
    kroner: "NOK",
    scales: &[
        ("hundra", 2),
        ("tusen", 3),
        ("miljon", 6),
        ("miljoner", 6),
        ("milj", 6),
        ("mn", 6),
        ("miljard", 9),
        ("miljarder", 9),
        ("mdr", 9),
        ("mrd", 9),
        ("biljon", 12),
        ("biljoner", 12),
    ],
    numbers: &number_words::SWEDISH,
    quotes: None,
};

pub(super) static DANISH: Words = Words {
    points: ("procentpoint", "procentpoint"),
    truth: ("ja", "nej"),
    percent: &["procent", "pct.", "pct"],
    own_currency: Some(currency("DKK", "kr.", "krone", "kroner")),
    kr: "DKK",
    kroner: "DKK",
    scales: &[
        ("hundrede", 2),
        ("tusind", 3),
        ("tusinde", 3),
        ("million", 6),
        ("millioner", 6),
        ("mio", 6),
        ("mill", 6),
        ("milliard", 9),
        ("milliarder", 9),
        ("mia", 9),
        ("mrd", 9),
        ("billion", 12),
        ("billioner", 12),
    ],
    numbers: &number_words::DANISH,
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
    scales: &[
        ("hundred", 2),
        ("thousand", 3),
        ("million", 6),
        ("mn", 6),
        ("mill", 6),
        ("billion", 9),
        ("bn", 9),
        ("trillion", 12),
        ("tn", 12),
    ],
    numbers: &number_words::ENGLISH,
    quotes: None,
};
