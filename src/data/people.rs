//! The workforce by gender: what the activity duty and the duty to issue statements ask for (the
//! Norwegian Equality and Anti-Discrimination Act, sections 26 and 26 a).

use rust_decimal::Decimal;

use super::Choice;
use crate::fact::{Label, Words};
use crate::source::Span;

/// A row of `workforce.csv`: a group of people and how many women and men are in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Part of the names of its facts: `board`, `part_time`.
    pub id: String,
    pub kind: GroupKind,
    /// In the user's words; empty for groups that the program has words for.
    pub name: Words,
    pub women: i64,
    pub men: i64,
    /// Its members are known to the public anyway, and by name: a board, a group management.
    pub public: bool,
    /// The place of the group.
    pub span: Span,
}

/// How a group relates to the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GroupKind {
    /// Everybody who is employed.
    Total,
    /// Not employees, as a rule; entered with their names in the public register of companies.
    Board,
    Management,
    CustomerFacing,
    /// A level of positions: all levels together are everybody.
    Level,
    /// Permanent or temporary.
    Contract,
    /// Full time or part time.
    Hours,
}

/// Those who work part time and would rather work more: a part of `part_time`.
pub const INVOLUNTARY_PART_TIME: &str = "involuntary_part_time";
pub const PART_TIME: &str = "part_time";

/// Groups that the program has words for (`group-…` of its messages).
pub const NAMED_GROUPS: [&str; 9] = [
    "total",
    "board",
    "management",
    "customer_facing",
    "permanent",
    "temporary",
    "full_time",
    PART_TIME,
    INVOLUNTARY_PART_TIME,
];

/// What a group is called: in the user's words, or in the program's own.
pub fn group_label(id: &str, name: &Words) -> Label {
    match name.is_empty() {
        true => Label::Message(format!("group-{}", id.replace('_', "-"))),
        false => Label::Given(name.clone()),
    }
}

/// `leave.csv`: parental leave, in weeks on average for those who took any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leave {
    pub women: i64,
    pub men: i64,
    /// None where nobody took leave.
    pub women_weeks: Option<Decimal>,
    pub men_weeks: Option<Decimal>,
    /// The place of the number of women.
    pub span: Span,
}

/// A row of `pay.csv`: the pay of women compared with that of men, at a level of positions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayLevel {
    /// `total` is everybody.
    pub id: String,
    pub name: Words,
    pub women: i64,
    pub men: i64,
    /// The average pay of women in percent of that of men; none where one of them is missing.
    pub ratio: Option<Decimal>,
    /// The year of the survey: it may be the one before.
    pub year: Option<i32>,
    /// The place of the level.
    pub span: Span,
}

/// A `[[target]]` of `targets.toml`: between what shares of women and men a group should lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub group: String,
    /// In percent, both included.
    pub low: Decimal,
    pub high: Decimal,
    /// The place of the group.
    pub span: Span,
}

/// How few people, or companies, a figure may be about. May be raised, not lowered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SmallestGroup {
    pub people: i64,
    pub companies: i64,
}

impl Default for SmallestGroup {
    fn default() -> Self {
        SmallestGroup { people: 5, companies: 3 }
    }
}

impl Choice for GroupKind {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("total", GroupKind::Total),
        ("board", GroupKind::Board),
        ("management", GroupKind::Management),
        ("customer_facing", GroupKind::CustomerFacing),
        ("level", GroupKind::Level),
        ("contract", GroupKind::Contract),
        ("hours", GroupKind::Hours),
    ];
}
