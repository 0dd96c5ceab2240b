//! The data of a period, typed: what the files under `data/<period>/` hold.

pub mod account;
pub mod cell;
pub mod history;
pub mod identity;
pub mod nace;
pub mod names;
pub mod people;
pub mod register;
pub mod risk;
pub mod series;

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use time::Date;

use crate::fact::{Value, Words};
use crate::source::Span;
use nace::{Level, Version};
use register::{Rates, Register};
use risk::{CountryRisk, IndustryRisk, RiskMatrix};

pub use account::{Audit, Finding, Goal, GoalStatus, Measure, MeasureStatus, Request};
pub use people::{Group, Leave, PayLevel, SmallestGroup, Target};
pub use series::StatedSeries;

/// All datasets, by period.
pub type Datasets = BTreeMap<String, Dataset>;

/// The files of one period; what a project does not have is `None`.
#[derive(Debug, Clone, Default)]
pub struct Dataset {
    pub report: Option<Loaded<ReportInfo>>,
    pub rates: Option<Loaded<Rates>>,
    pub suppliers: Option<Loaded<Register>>,
    pub country_risk: Option<Loaded<Vec<CountryRisk>>>,
    pub industry_risk: Option<Loaded<Vec<IndustryRisk>>>,
    pub risk_matrix: Option<Loaded<RiskMatrix>>,
    pub questionnaire: Option<Loaded<Questionnaire>>,
    pub responses: Option<Loaded<Vec<Response>>>,
    pub audits: Option<Loaded<Vec<Audit>>>,
    pub goals: Option<Loaded<Vec<Goal>>>,
    pub measures: Option<Loaded<Vec<Measure>>>,
    pub findings: Option<Loaded<Vec<Finding>>>,
    pub requests: Option<Loaded<Vec<Request>>>,
    pub workforce: Option<Loaded<Vec<Group>>>,
    pub leave: Option<Loaded<Leave>>,
    pub pay: Option<Loaded<Vec<PayLevel>>>,
    pub targets: Option<Loaded<Vec<Target>>>,
    pub facts: Option<Loaded<Vec<StatedFact>>>,
    /// By id.
    pub series: BTreeMap<String, Loaded<StatedSeries>>,
}

impl Dataset {
    /// The year that it says to be of, where the folder that it lies in is another year's.
    pub fn other_year(&self, folder: &str) -> Option<i32> {
        let year = self.report.as_ref()?.value.year;
        let own: i32 = folder.parse().ok()?;
        (own != year).then_some(year)
    }
}

/// What a file holds, with the file's name and hash: where every figure made from it comes from.
#[derive(Debug, Clone)]
pub struct Loaded<T> {
    pub value: T,
    pub path: String,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

/// `report.toml`: the period, its limits and who answers for it.
#[derive(Debug, Clone)]
pub struct ReportInfo {
    pub year: i32,
    pub period_start: Option<Date>,
    pub period_end: Option<Date>,
    /// The day that the figures are drawn from the register.
    pub cutoff: Option<Date>,
    pub published_on: Option<Date>,
    /// Which edition of the account it is: `1.1`.
    pub version: Option<String>,
    /// The language that holds if two differ, by its name in the configuration.
    pub authoritative: Option<String>,
    /// The account need not be in Norwegian.
    pub norwegian_exempt: bool,
    /// Business relations at or below this turnover are left out of the assessment.
    pub threshold: Option<Threshold>,
    /// The edition of the register's industries; none where the files must be asked.
    pub nace_version: Option<Version>,
    /// How finely industries are told apart in figures.
    pub nace_level: Level,
    /// The period that the code of conduct's share is compared with.
    pub code_of_conduct_base_year: Option<String>,
    pub contact: Option<Contact>,
    /// The figures may be far from those of the period before.
    pub accept_jumps: bool,
    pub signers: Vec<Signer>,
    /// The companies that the account is for.
    pub entities: Vec<Entity>,
    /// Where people may ask how the organisation handles adverse impacts (the Transparency Act,
    /// section 6): an e-mail address or a web page.
    pub information_request: Option<String>,
    /// Where the annual report says that the account can be found (section 5).
    pub annual_report_reference: Words,
    /// Figures about fewer people or companies are not published.
    pub smallest_group: SmallestGroup,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Threshold {
    pub amount: Decimal,
    /// Whether a relation at the amount itself is assessed too.
    pub inclusive: bool,
    /// ISO 4217.
    pub currency: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    pub name: String,
    pub role: Words,
    pub email: String,
    pub phone: String,
}

/// A company that an account may cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    pub name: String,
    pub number: String,
    pub covered: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    pub name: String,
    pub role: Words,
    /// The company that the person signs for, where an account covers several.
    pub entity: Option<String>,
    /// Empty where it is not told.
    pub place: String,
    /// None until it is signed.
    pub signed_on: Option<Date>,
}

/// `questionnaire.toml`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Questionnaire {
    pub question_count: Option<i64>,
    /// In percent.
    pub max_score: Option<Decimal>,
    /// The first year in which it was sent.
    pub since: Option<i32>,
    pub themes: Vec<Theme>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    pub id: String,
    pub title: Words,
}

/// A row of `responses.csv`: one supplier that was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    pub supplier_id: String,
    pub answered_on: Option<Date>,
    /// 0 to the highest possible score.
    pub score_total: Option<Decimal>,
    /// By theme, in the order of the questionnaire.
    pub scores: Vec<Option<Decimal>>,
    /// Documents that came with the answer.
    pub documents: Option<i64>,
    /// The place of the supplier's number.
    pub span: Span,
}

/// A fact that somebody states, from `facts.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedFact {
    pub id: String,
    pub value: Value,
    pub decimals: u32,
    pub label: Words,
    pub definition: Words,
    pub source: Words,
    pub span: Span,
}

/// A word that stands for one of a few things in a data file.
pub trait Choice: Sized + Copy + PartialEq + 'static {
    /// The words as they stand in files, each with its meaning.
    const CHOICES: &'static [(&'static str, Self)];

    /// The word as it stands in files.
    fn word(self) -> &'static str {
        Self::CHOICES.iter().find(|(_, choice)| *choice == self).map_or("", |(word, _)| word)
    }
}
