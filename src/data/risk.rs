//! How great the risk of adverse impacts is: the classes, where they come from, and the
//! organisation's own rules that change them.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use time::Date;

use super::Choice;
use super::nace::Industry;
use super::register::{Country, Relation};
use crate::fact::Words;
use crate::source::Span;

/// A class of risk. What has not been assessed has none: it is never taken for low.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Risk {
    Low,
    Medium,
    High,
}

impl Risk {
    /// The highest first, as it is read.
    pub const ALL: [Risk; 3] = [Risk::High, Risk::Medium, Risk::Low];

    pub fn name(self) -> &'static str {
        match self {
            Risk::High => "high",
            Risk::Medium => "medium",
            Risk::Low => "low",
        }
    }
}

impl Choice for Risk {
    const CHOICES: &'static [(&'static str, Self)] =
        &[("high", Risk::High), ("medium", Risk::Medium), ("low", Risk::Low)];
}

/// A row of `country-risk.csv`: what an index says of a country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountryRisk {
    pub country: Country,
    pub class: CountryClass,
    pub source: RiskSource,
    pub span: Span,
}

/// The class itself, or a value of the index that the limits in `risk-matrix.toml` turn into one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountryClass {
    Given(Risk),
    Value(Decimal),
}

/// A row of `industry-risk.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndustryRisk {
    /// A section, division, group or class: the finest that a supplier belongs to holds.
    pub industry: Industry,
    pub class: Risk,
    pub source: RiskSource,
    pub span: Span,
}

/// Where a class of risk was taken from: it is printed under the classification.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct RiskSource {
    /// What the index is called.
    pub index: String,
    pub edition: String,
    pub source: String,
    pub licence: String,
    pub retrieved_on: Option<Date>,
}

/// `risk-matrix.toml`
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RiskMatrix {
    /// The class by that of the country, then of the industry.
    pub cells: BTreeMap<(Risk, Risk), Risk>,
    /// By the name of the index in `country-risk.csv`.
    pub limits: BTreeMap<String, Limits>,
    /// In their order: the first that fits holds.
    pub rules: Vec<Rule>,
}

/// Where the values of an index change from one class to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limits {
    /// A high value is a low risk, as in most indices of corruption or rule of law.
    Falling { high_below: Decimal, low_from: Decimal },
    /// A high value is a high risk.
    Rising { low_below: Decimal, high_from: Decimal },
}

/// A rule of the organisation's own that sets the class of some suppliers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub id: String,
    pub when: When,
    pub set: Risk,
    pub reason: Words,
}

/// What a rule asks for; all of it must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct When {
    pub countries: Vec<Country>,
    /// Sections, divisions, groups or classes.
    pub industries: Vec<Industry>,
    pub relation: Option<Relation>,
    pub strategic: Option<bool>,
    /// The class before the rule.
    pub initial: Option<Risk>,
    /// The supplier answered, and its score is lower; in percent.
    pub score_below: Option<Decimal>,
}

impl Limits {
    pub fn class(self, value: Decimal) -> Risk {
        match self {
            Limits::Falling { high_below, .. } if value < high_below => Risk::High,
            Limits::Falling { low_from, .. } if value >= low_from => Risk::Low,
            Limits::Rising { low_below, .. } if value < low_below => Risk::Low,
            Limits::Rising { high_from, .. } if value >= high_from => Risk::High,
            Limits::Falling { .. } | Limits::Rising { .. } => Risk::Medium,
        }
    }
}
