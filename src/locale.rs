//! Puts values into words: numbers, shares, sums, dates, lists and sorting, as each language
//! writes them. No other module turns a value into text, so every page, chart, table and PDF of an
//! edition shows a value in the same form.
//!
//! The forms are those of the Unicode CLDR (`cldr.rs`); what it lacks, and the two places where a
//! careful editor writes otherwise, stand in `words.rs`.

mod cldr;
mod collation;
mod country;
mod date;
mod number_words;
mod parse;
mod quantity;
mod scan;
mod units;
mod words;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::fact::{Value, Words};

pub use collation::SortKey;
pub use country::{countries, country_code};
pub use parse::{Bound, Kind, Parsed};
pub use quantity::{Certainty, Quantity, Reading};

use collation::Alphabet;
use words::Words as OwnWords;

/// A space at which no line may break.
const NO_BREAK_SPACE: char = '\u{a0}';

/// How one language, as one country writes it, puts values into words.
#[derive(Debug)]
pub struct Locale {
    tag: &'static str,
    language: &'static str,
    region: &'static str,
    cldr: &'static Cldr,
    words: &'static OwnWords,
    alphabet: Alphabet,
}

/// The grammatical number that goes with a value, in the languages that we write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Plural {
    One,
    Other,
}

impl Plural {
    /// The key of the form in the program's words: `one` or `other`.
    pub fn key(self) -> &'static str {
        match self {
            Plural::One => "one",
            Plural::Other => "other",
        }
    }
}

/// The quotation marks of a language, and its apostrophe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotes {
    pub open: char,
    pub close: char,
    /// For a quotation within a quotation.
    pub inner_open: char,
    pub inner_close: char,
    pub apostrophe: char,
}

static LOCALES: [Locale; 6] = [
    Locale {
        tag: "da",
        language: "da",
        region: "DK",
        cldr: &cldr::DA,
        words: &words::DANISH,
        alphabet: Alphabet::Danish,
    },
    Locale {
        tag: "en-GB",
        language: "en",
        region: "GB",
        cldr: &cldr::EN_GB,
        words: &words::ENGLISH,
        alphabet: Alphabet::Plain,
    },
    Locale {
        tag: "en-US",
        language: "en",
        region: "US",
        cldr: &cldr::EN_US,
        words: &words::ENGLISH,
        alphabet: Alphabet::Plain,
    },
    Locale {
        tag: "nb",
        language: "nb",
        region: "NO",
        cldr: &cldr::NB,
        words: &words::BOKMAL,
        alphabet: Alphabet::Norwegian,
    },
    Locale {
        tag: "nn",
        language: "nn",
        region: "NO",
        cldr: &cldr::NN,
        words: &words::NYNORSK,
        alphabet: Alphabet::Norwegian,
    },
    Locale {
        tag: "sv",
        language: "sv",
        region: "SE",
        cldr: &cldr::SV,
        words: &words::SWEDISH,
        alphabet: Alphabet::Swedish,
    },
];

/// Two locales are one when their tags are.
impl PartialEq for Locale {
    fn eq(&self, other: &Locale) -> bool {
        self.tag == other.tag
    }
}

impl Eq for Locale {}

impl Locale {
    /// The locale of a language tag (BCP 47, in any case of letters, also with `_`), with or without
    /// the country that we have the language of: `sv`, `sv-SE`. `en` is written as in Britain and
    /// `no`, which leaves the choice open, as `nb`. A tag that we have no data for is `None`, never
    /// a neighbour or a root.
    pub fn find(tag: &str) -> Option<&'static Locale> {
        let tag = tag.replace('_', "-").to_ascii_lowercase();
        let asked = match tag.as_str() {
            "en" => "en-GB",
            "no" | "no-no" => "nb",
            other => other,
        };
        LOCALES.iter().find(|locale| {
            let with_region = || format!("{}-{}", locale.language, locale.region);
            locale.tag.eq_ignore_ascii_case(asked) || with_region().eq_ignore_ascii_case(asked)
        })
    }

    /// Whether a tag says Norwegian and not which: `no`, `no-NO`.
    pub fn leaves_open(tag: &str) -> bool {
        let language = tag.split(['-', '_']).next().unwrap_or_default();
        language.eq_ignore_ascii_case("no")
    }

    /// The tags to choose from, sorted; [`Locale::find`] knows other spellings of them too.
    pub fn tags() -> &'static [&'static str] {
        &["da", "en", "en-GB", "en-US", "nb", "nn", "sv"]
    }

    /// The full tag, as `lang` in HTML wants it: `nb`, `en-GB` (also when `en` was asked for).
    pub fn tag(&self) -> &'static str {
        self.tag
    }

    /// The language alone: `nb`, `en`.
    pub fn language(&self) -> &'static str {
        self.language
    }

    /// The country whose habits are followed (ISO 3166-1): `NO`, `GB`.
    pub fn is_norwegian(&self) -> bool {
        ["nb", "nn"].contains(&self.language())
    }

    pub fn region(&self) -> &'static str {
        self.region
    }

    /// What the language calls itself, for a language switch: `Norsk bokmål`, `English`.
    pub fn own_name(&self) -> &'static str {
        self.cldr.own_name
    }

    /// A value of any kind. Decimals do not matter to counts, dates and years. `None` for a text
    /// that is not given in this language.
    pub fn value(&self, value: &Value, decimals: u32) -> Option<String> {
        Some(match value {
            Value::Count(count) => self.number(Decimal::from(*count), 0),
            Value::Percent(percent) => self.percent(*percent, decimals),
            Value::Points(points) => self.points(*points, decimals),
            Value::Number(number) => self.number(*number, decimals),
            Value::Money { amount, currency } => self.money(*amount, currency, decimals),
            Value::Date(date) => self.date(*date),
            Value::Year(year) => year.to_string(),
            Value::Truth(so) => {
                let (yes, no) = self.words.truth;
                if *so { yes } else { no }.to_string()
            }
            Value::Text(words) => self.own(words).or_else(|| words.get(""))?.clone(),
        })
    }

    /// What is given in this language, among texts by the names of their languages: also
    /// what a site calls `no`.
    pub fn own<'w>(&self, words: &'w Words) -> Option<&'w String> {
        let own = words.get(self.tag).or_else(|| words.get(self.language));
        own.or_else(|| words.get("no").filter(|_| self.region == "NO"))
    }

    /// A number with so many decimals, rounded half away from zero, its thousands grouped:
    /// `30 000` in Norwegian, `30,000` in English. What rounds to zero has no sign.
    pub fn number(&self, value: Decimal, decimals: u32) -> String {
        let rounded = round(value, decimals);
        self.signed(rounded, self.digits(rounded, decimals))
    }

    /// A percentage; 66.0 means 66 %. A share that is not zero but rounds to it is `< 1 %` (with
    /// one decimal `< 0,1 %`; below zero `> −1 %`), so that `0 %` is only ever said of none.
    pub fn percent(&self, value: Decimal, decimals: u32) -> String {
        let rounded = round(value, decimals);
        if rounded.is_zero() && !value.is_zero() {
            let least = self.percent_of(smallest(decimals), decimals);
            return if value.is_sign_negative() {
                format!(">{NO_BREAK_SPACE}{}{least}", self.cldr.minus)
            } else {
                format!("<{NO_BREAK_SPACE}{least}")
            };
        }
        self.signed(rounded, self.percent_of(rounded, decimals))
    }

    /// A difference between two percentages: `18 prosentpoeng`, `1 percentage point`.
    pub fn points(&self, value: Decimal, decimals: u32) -> String {
        let rounded = round(value, decimals);
        self.signed(rounded, self.points_of(rounded, decimals))
    }

    /// A change in a number, with its sign: `+18`, `−3`, and `0` without one.
    pub fn change(&self, value: Decimal, decimals: u32) -> String {
        let rounded = round(value, decimals);
        self.with_sign(rounded, self.digits(rounded, decimals))
    }

    /// A change in a percentage, with its sign: `+18 prosentpoeng`.
    pub fn change_points(&self, value: Decimal, decimals: u32) -> String {
        let rounded = round(value, decimals);
        self.with_sign(rounded, self.points_of(rounded, decimals))
    }

    /// A sum of money as running text has it. The Nordic languages name the currency, their own
    /// without its country: `30 000 kroner`, `30 000 svenske kroner`. English puts its symbol or
    /// code first: `NOK 30,000`, `£30,000`. A currency that we have no name for (ISO 4217) is
    /// written as its code.
    pub fn money(&self, amount: Decimal, currency: &str, decimals: u32) -> String {
        let rounded = round(amount, decimals);
        let digits = self.digits(rounded, decimals);
        let known = self.cldr.currency(currency);
        let text = if self.cldr.currency_first {
            let symbol = known.map_or(currency, |known| known.symbol);
            let space = match symbol.chars().next_back() {
                Some(last) if last.is_alphabetic() => "\u{a0}",
                _ => "",
            };
            format!("{symbol}{space}{digits}")
        } else {
            let plural = self.plural_as_written(rounded, decimals);
            let name = match (known, &self.words.own_currency) {
                (_, Some(own)) if own.code == currency => own.name(plural),
                (Some(known), _) => known.name(plural),
                (None, _) => currency,
            };
            format!("{digits}{NO_BREAK_SPACE}{name}")
        };
        self.signed(rounded, text)
    }

    /// Which form of a word goes with a number: "1 supplier", "2 suppliers". The decimals that `n`
    /// carries count as written: 1.0 is "1.0 points" in English, and one in Norwegian.
    pub fn plural(&self, n: Decimal) -> Plural {
        let n = n.abs();
        let one = match self.cldr.plural {
            PluralRule::Exact => n == Decimal::ONE,
            PluralRule::Whole => n == Decimal::ONE && n.scale() == 0,
            PluralRule::Danish => n == Decimal::ONE || (!n.fract().is_zero() && n < Decimal::TWO),
        };
        if one { Plural::One } else { Plural::Other }
    }

    /// Items as a sentence lists them: `a, b og c`, `a, b and c`.
    pub fn list(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [only] => only.clone(),
            [first, second] => format!("{first}{}{second}", self.cldr.list_last_of_two),
            [others @ .., last] => {
                format!("{}{}{last}", others.join(", "), self.cldr.list_last)
            }
        }
    }

    /// The size of a file, to two digits or so, in thousands of bytes: `12 kB`, `1,8 MB`.
    pub fn file_size(&self, bytes: u64) -> String {
        let rounded = |size: Decimal, unit: usize| {
            let decimals = u32::from(unit > 1 && size < Decimal::TEN);
            round(size, decimals).normalize()
        };
        // Nobody chooses a download by its bytes.
        if bytes < 1000 {
            return format!("<{NO_BREAK_SPACE}1{NO_BREAK_SPACE}{}", self.cldr.file_sizes[1]);
        }
        let (mut size, mut unit) = (Decimal::from(bytes), 0);
        while unit + 1 < self.cldr.file_sizes.len() && rounded(size, unit) >= Decimal::ONE_THOUSAND
        {
            size /= Decimal::ONE_THOUSAND;
            unit += 1;
        }
        let shown = rounded(size, unit);
        let digits = self.digits(shown, shown.scale());
        format!("{digits}{NO_BREAK_SPACE}{}", self.cldr.file_sizes[unit])
    }

    /// The marks that straight quotes in a text become.
    pub fn quotes(&self) -> Quotes {
        let [open, close, inner_open, inner_close] = self.words.quotes.unwrap_or(self.cldr.quotes);
        Quotes { open, close, inner_open, inner_close, apostrophe: '’' }
    }

    /// The unsigned digits of a rounded value, grouped.
    fn digits(&self, rounded: Decimal, decimals: u32) -> String {
        let (scale, places) = (rounded.scale() as usize, decimals_within(decimals) as usize);
        // At least one figure stands before the decimal sign.
        let plain = format!("{:0width$}", rounded.mantissa().abs(), width = scale + 1);
        let (whole, fraction) = plain.split_at(plain.len() - scale);
        let mut text = String::with_capacity(plain.len() * 2 + places);
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                text.push(self.cldr.group);
            }
            text.push(digit);
        }
        if places > 0 {
            text.push(self.cldr.decimal);
            text.push_str(fraction);
            text.extend(std::iter::repeat_n('0', places - scale));
        }
        text
    }

    /// The percent sign as it stands behind a number, with the space before it.
    pub fn percent_sign(&self) -> String {
        format!("{}%", self.cldr.before_percent)
    }

    fn percent_of(&self, rounded: Decimal, decimals: u32) -> String {
        let digits = self.digits(rounded, decimals);
        format!("{digits}{}", self.percent_sign())
    }

    fn points_of(&self, rounded: Decimal, decimals: u32) -> String {
        let digits = self.digits(rounded, decimals);
        let word = match self.plural_as_written(rounded, decimals) {
            Plural::One => self.words.points.0,
            Plural::Other => self.words.points.1,
        };
        format!("{digits}{NO_BREAK_SPACE}{word}")
    }

    fn plural_as_written(&self, rounded: Decimal, decimals: u32) -> Plural {
        let mut written = rounded;
        written.rescale(decimals_within(decimals));
        self.plural(written)
    }

    fn signed(&self, rounded: Decimal, text: String) -> String {
        if rounded.is_sign_negative() && !rounded.is_zero() {
            format!("{}{text}", self.cldr.minus)
        } else {
            text
        }
    }

    fn with_sign(&self, rounded: Decimal, text: String) -> String {
        if rounded.is_sign_positive() && !rounded.is_zero() {
            format!("+{text}")
        } else {
            self.signed(rounded, text)
        }
    }
}

/// What the CLDR knows of a language; `cldr.rs` holds one for each.
#[derive(Debug)]
struct Cldr {
    own_name: &'static str,
    decimal: char,
    group: char,
    minus: char,
    before_percent: &'static str,
    /// Whether a sum begins with the symbol of its currency, rather than ending with its name.
    currency_first: bool,
    currencies: &'static [Currency],
    plural: PluralRule,
    list_last_of_two: &'static str,
    list_last: &'static str,
    /// Date patterns: `d`, `dd`, `M`, `MM`, `MMMM` (the name) and `y` stand for themselves.
    date_long: &'static str,
    date_short: &'static str,
    month_year: &'static str,
    /// A range is a pattern for its first day and one for its last.
    range_in_month: (&'static str, &'static str),
    range_in_year: (&'static str, &'static str),
    range: (&'static str, &'static str),
    months: [&'static str; 12],
    /// Bytes, and thousands, millions and thousand millions of them.
    file_sizes: [&'static str; 4],
    /// Outer pair, inner pair.
    quotes: [char; 4],
}

impl Cldr {
    fn currency(&self, code: &str) -> Option<&'static Currency> {
        self.currencies.iter().find(|known| known.code == code)
    }
}

#[derive(Debug)]
struct Currency {
    code: &'static str,
    symbol: &'static str,
    one: &'static str,
    other: &'static str,
}

impl Currency {
    fn name(&self, plural: Plural) -> &'static str {
        match plural {
            Plural::One => self.one,
            Plural::Other => self.other,
        }
    }
}

const fn currency(
    code: &'static str,
    symbol: &'static str,
    one: &'static str,
    other: &'static str,
) -> Currency {
    Currency { code, symbol, one, other }
}

/// The CLDR's plural rules of the languages that we have.
#[derive(Debug, Clone, Copy)]
enum PluralRule {
    /// 1 and 1.0 (Norwegian).
    Exact,
    /// 1 but not 1.0 (English, Swedish).
    Whole,
    /// 1, and what lies between 0 and 2 with decimals (Danish: "1,5 krone").
    Danish,
}

pub fn round(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals_within(decimals), RoundingStrategy::MidpointAwayFromZero)
}

/// The smallest value above zero that has so many decimals.
fn smallest(decimals: u32) -> Decimal {
    Decimal::new(1, decimals_within(decimals))
}

/// [`Decimal`] holds 28 decimals at most; more are never shown.
fn decimals_within(decimals: u32) -> u32 {
    decimals.min(28)
}
