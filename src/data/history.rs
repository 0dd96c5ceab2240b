//! `data/history.json`: the figures of closed years, so that later accounts can compare with them
//! when the registers that they were made from are long gone. `belegg close-year` writes it.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::{Date, Month};

use super::nace::{self, Industry, Version};
use crate::fact::Words;

/// Where the file lies in a project.
pub const PATH: &str = "data/history.json";

/// Closed periods, by name.
pub type History = BTreeMap<String, Closed>;

/// What a period was closed with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closed {
    pub facts: BTreeMap<String, ClosedFact>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub series: BTreeMap<String, ClosedSeries>,
}

/// A fact as it stood when its period was closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClosedFact {
    #[serde(flatten)]
    pub value: ClosedValue,
    #[serde(default)]
    pub decimals: u32,
    /// Numerator and denominator of a share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parts: Option<(Exact, Exact)>,
    /// The organisation's own words; facts of the program have the program's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Words>,
    /// What it is about, where the program's words speak of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
    /// How it was made.
    pub formula: String,
    /// The file that it was made from, and its SHA-256.
    pub dataset: String,
    pub sha256: String,
}

/// The program's words, in which `{name}` stands for a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    pub words: String,
    pub name: ClosedLabel,
}

/// A value with its kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum ClosedValue {
    Count(i64),
    Percent(Exact),
    Points(Exact),
    Number(Exact),
    Money { amount: Exact, currency: String },
    Date(Day),
    Year(i32),
    Truth(bool),
    Text(Words),
}

/// A series as it stood when its period was closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClosedSeries {
    pub measure: ClosedMeasure,
    /// What the categories are: `country`, `industry`.
    pub dimension: String,
    pub categories: Vec<ClosedCategory>,
    pub formula: String,
    pub dataset: String,
    pub sha256: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosedMeasure {
    Count,
    Share,
    Percent,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClosedCategory {
    pub key: String,
    pub value: Exact,
    pub label: ClosedLabel,
}

/// What a category is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosedLabel {
    Country(String),
    Industry(Coded),
    /// A word of the program's.
    Message(String),
    Words(Words),
}

/// A NACE code with its edition: `rev2 86.10`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coded(pub Industry);

impl Serialize for Coded {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{} {}", self.0.version().word(), self.0.code()))
    }
}

impl<'de> Deserialize<'de> for Coded {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Coded, D::Error> {
        let text = String::deserialize(deserializer)?;
        let parts = text.split_once(' ');
        let found = parts.and_then(|(word, code)| nace::index(Version::from_word(word)?, code));
        found.map(Coded).ok_or_else(|| {
            let message = format!("`{text}` is not an industry: \"rev2 86.10\"");
            serde::de::Error::custom(message)
        })
    }
}

/// A decimal number, in quotes so that no digit is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exact(pub Decimal);

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0.normalize())
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Exact, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(Exact).map_err(|_| {
            serde::de::Error::custom(format!("`{text}` is not a number in quotes, \"66.42\""))
        })
    }
}

/// A date as `2024-12-31`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day(pub Date);

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        let text = String::deserialize(deserializer)?;
        let mut parts = text.splitn(3, '-');
        let mut number = || parts.next().and_then(|part| part.parse::<u16>().ok());
        let date = match (number(), number(), number()) {
            (Some(year), Some(month), Some(day)) => u8::try_from(month)
                .ok()
                .and_then(|month| Month::try_from(month).ok())
                .zip(u8::try_from(day).ok())
                .and_then(|(month, day)| {
                    Date::from_calendar_date(i32::from(year), month, day).ok()
                }),
            _ => None,
        };
        date.map(Day)
            .ok_or_else(|| serde::de::Error::custom(format!("`{text}` is not a date, 2024-12-31")))
    }
}
