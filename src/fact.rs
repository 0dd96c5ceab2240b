//! Values that can be traced: what a report says, with its kind, unit and origin.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use time::Date;

use crate::data::nace::Industry;

/// A value that keeps its kind until `locale` puts it into words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A number of things.
    Count(i64),
    /// A share in percent: 66 is 66 %. Unrounded; rounded half away from zero when shown.
    Percent(Decimal),
    /// A difference between two shares, in percentage points.
    Points(Decimal),
    /// A plain number that is neither of the above.
    Number(Decimal),
    Money {
        amount: Decimal,
        currency: String,
    },
    Date(Date),
    /// A calendar year: never grouped.
    Year(i32),
    /// Whether something is so: yes or no.
    Truth(bool),
    /// Words, by language tag.
    Text(Words),
}

/// Words in several languages, by language tag (`nb`, `en`); under no tag, what is the same in all.
pub type Words = BTreeMap<String, String>;

/// What something is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Label {
    /// The program's own words: a key of the theme's messages.
    Message(String),
    /// The user's words, by language.
    Given(Words),
    /// A country by its ISO 3166-1 alpha-2 code.
    Country(String),
    Industry(Industry),
    /// The program's own words with a place for each of these names: `{before} → {after}`.
    Filled(String, Vec<(&'static str, Label)>),
    /// The same in every language, as the name of a period.
    Verbatim(String),
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Provenance {
    /// The file, relative to the project: `data/2024/suppliers.csv`.
    pub dataset: String,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// Rows that the value was computed from.
    pub rows: Option<u64>,
    /// Other files that it was computed from, each with its hash.
    pub others: Vec<(String, String)>,
    /// How it was computed, in terms of columns: `count where turnover > 30000`.
    pub formula: String,
    /// Whoever stated it, where it was stated and not computed.
    pub source: Option<Words>,
}

/// One value of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// `questionnaire.response_rate`
    pub id: String,
    pub value: Value,
    /// Decimals when shown, unless a reference asks for others.
    pub decimals: u32,
    /// What a share was computed from.
    pub parts: Option<(Decimal, Decimal)>,
    pub label: Label,
    /// What is counted, what is not, and when, in one sentence.
    pub definition: Label,
    pub as_of: Option<Date>,
    pub provenance: Provenance,
}

impl Fact {
    /// Whether the value may be shown with fewer decimals than it has.
    pub fn is_rounded(&self) -> bool {
        match &self.value {
            Value::Percent(exact) | Value::Points(exact) | Value::Number(exact) => {
                exact.round_dp(self.decimals) != *exact
            }
            Value::Money { amount, .. } => amount.round_dp(self.decimals) != *amount,
            Value::Count(_)
            | Value::Date(_)
            | Value::Year(_)
            | Value::Truth(_)
            | Value::Text(_) => false,
        }
    }
}

/// A quantity by category, in the order in which it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// `suppliers.by_country`
    pub id: String,
    pub label: Label,
    /// What is counted, what is not, and when, in one sentence.
    pub definition: Label,
    /// What the categories are: country, industry, theme.
    pub dimension: Label,
    /// What is measured.
    pub measure: Measure,
    pub categories: Vec<Category>,
    pub as_of: Option<Date>,
    pub provenance: Provenance,
}

/// What the values of a series are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Counts that are parts of a whole: shares are shown beside them.
    Count,
    /// Shares of a whole in percent, where nobody says of how many.
    Share,
    /// Percent, each of its own whole: not parts of one.
    Percent,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Language-neutral: `NO`, `46.46`.
    pub key: String,
    pub label: Label,
    pub value: Decimal,
}

impl Series {
    pub fn total(&self) -> Decimal {
        self.categories.iter().map(|category| category.value).sum()
    }
}

/// A period of reporting: the name of its folder under `data/`, as a rule a year.
pub type Period = String;

/// All facts and series, by period.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    pub periods: BTreeMap<Period, PeriodFacts>,
    /// Periods whose data has errors: rows may be missing from their figures, and figures too.
    pub in_doubt: BTreeSet<Period>,
}

/// The facts and series of one period, by id.
#[derive(Debug, Clone, Default)]
pub struct PeriodFacts {
    pub facts: BTreeMap<String, Fact>,
    pub series: BTreeMap<String, Series>,
    /// Facts and series that may not be published, by id. Their values are not kept: what is not
    /// there cannot be printed.
    pub suppressed: BTreeMap<String, Suppressed>,
}

/// Why a figure is withheld.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppressed {
    pub reason: Reason,
    /// Groups smaller than this are withheld.
    pub smallest: i64,
    /// The file, relative to the project: `data/2024/workforce.csv`.
    pub dataset: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It is about so few that one of them could be recognised.
    SmallGroup,
    /// With what is published beside it, it would give such a figure away.
    Complement,
}

impl Facts {
    pub fn fact(&self, period: &str, id: &str) -> Option<&Fact> {
        self.periods.get(period)?.facts.get(id)
    }

    pub fn series(&self, period: &str, id: &str) -> Option<&Series> {
        self.periods.get(period)?.series.get(id)
    }
}
