//! The due-diligence account: what was found, what is done about it, and what people asked.

use super::nace::Industry;
use rust_decimal::Decimal;
use time::Date;

use super::Choice;
use crate::fact::{Value, Words};
use crate::source::Span;

/// A row of `findings.csv`: an adverse impact or a risk of one (the Transparency Act, section 5 b).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub id: String,
    pub kind: FindingKind,
    pub scope: FindingScope,
    /// The right or the theme that it is about.
    pub topic: Words,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    pub industry: Option<Industry>,
    /// 1 to 5.
    pub severity: Option<i64>,
    /// 1 to 5.
    pub likelihood: Option<i64>,
    pub text: Words,
    pub status: FindingStatus,
    /// The place of its id.
    pub span: Span,
}

/// Section 5 b asks for the first two; the third is what the work looks for (section 4 b).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    Actual,
    SignificantRisk,
    Potential,
}

/// Where the impact is: due diligence covers all three (the Transparency Act, section 4 b).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingScope {
    Own,
    SupplyChain,
    BusinessPartner,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingStatus {
    Open,
    BeingHandled,
    Closed,
}

/// A row of `measures.csv`: a measure and its result (the Transparency Act, section 5 c).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    pub id: String,
    pub title: Words,
    pub text: Words,
    pub kind: MeasureKind,
    pub status: MeasureStatus,
    /// The findings that it is about.
    pub findings: Vec<String>,
    /// The place of their ids.
    pub findings_span: Span,
    pub owner: Words,
    pub due: Option<Date>,
    pub result: Words,
    /// What is expected of a measure that has no result yet.
    pub expected_result: Words,
    /// The place of its id.
    pub span: Span,
}

/// What a measure does about an adverse impact (the Transparency Act, section 4 c and d).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MeasureKind {
    Cease,
    Prevent,
    Limit,
    Remedy,
    Track,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MeasureStatus {
    Planned,
    Ongoing,
    Done,
}

/// A row of `goals.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    pub id: String,
    pub text: Words,
    pub status: GoalStatus,
    pub owner: Words,
    /// Where it began, what is aimed at, and where it is now: all in one unit.
    pub baseline: Option<Value>,
    pub target: Option<Value>,
    pub value: Option<Value>,
    pub due: Option<Date>,
    /// The place of its id.
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GoalStatus {
    Continuous,
    OnTrack,
    Delayed,
    Achieved,
    Dropped,
}

/// A row of `audits.csv`: how measures at a supplier are tracked (the Transparency Act, section 4 d).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    pub supplier_id: String,
    pub date: Option<Date>,
    pub kind: Option<AuditKind>,
    pub findings: Option<i64>,
    /// At most as many as there are findings.
    pub closed: Option<i64>,
    /// The place of the supplier's number.
    pub span: Span,
    /// The place of the date.
    pub date_span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AuditKind {
    Site,
    Remote,
    Document,
}

/// A row of `requests.csv`: somebody asked for information (the Transparency Act, sections 6 and
/// 7). Who asked is nobody's business: there is no place for a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub id: String,
    pub received_on: Date,
    pub answered_on: Option<Date>,
    /// The asker was told within three weeks that the answer takes up to two months.
    pub extended: bool,
    pub outcome: Option<Outcome>,
    /// The place of its id.
    pub span: Span,
    /// The place of the day on which it came.
    pub received_span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    Answered,
    Partly,
    Refused,
}

/// What the numbers of a goal are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoalUnit {
    Count,
    Percent,
    Points,
    Number,
}

impl GoalUnit {
    /// A number in this unit; none where a count is not whole.
    pub fn value(self, number: Decimal) -> Option<Value> {
        match self {
            GoalUnit::Count if !number.is_integer() => None,
            GoalUnit::Count => i64::try_from(number).ok().map(Value::Count),
            GoalUnit::Percent => Some(Value::Percent(number)),
            GoalUnit::Points => Some(Value::Points(number)),
            GoalUnit::Number => Some(Value::Number(number)),
        }
    }
}

impl Choice for FindingKind {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("actual", FindingKind::Actual),
        ("significant_risk", FindingKind::SignificantRisk),
        ("potential", FindingKind::Potential),
    ];
}

impl Choice for FindingScope {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("own", FindingScope::Own),
        ("supply_chain", FindingScope::SupplyChain),
        ("business_partner", FindingScope::BusinessPartner),
    ];
}

impl Choice for FindingStatus {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("open", FindingStatus::Open),
        ("being_handled", FindingStatus::BeingHandled),
        ("closed", FindingStatus::Closed),
    ];
}

impl Choice for MeasureKind {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("cease", MeasureKind::Cease),
        ("prevent", MeasureKind::Prevent),
        ("limit", MeasureKind::Limit),
        ("remedy", MeasureKind::Remedy),
        ("track", MeasureKind::Track),
    ];
}

impl Choice for MeasureStatus {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("planned", MeasureStatus::Planned),
        ("ongoing", MeasureStatus::Ongoing),
        ("done", MeasureStatus::Done),
    ];
}

impl Choice for GoalStatus {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("continuous", GoalStatus::Continuous),
        ("on_track", GoalStatus::OnTrack),
        ("delayed", GoalStatus::Delayed),
        ("achieved", GoalStatus::Achieved),
        ("dropped", GoalStatus::Dropped),
    ];
}

impl Choice for GoalUnit {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("count", GoalUnit::Count),
        ("percent", GoalUnit::Percent),
        ("points", GoalUnit::Points),
        ("number", GoalUnit::Number),
    ];
}

impl Choice for AuditKind {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("site", AuditKind::Site),
        ("remote", AuditKind::Remote),
        ("document", AuditKind::Document),
    ];
}

impl Choice for Outcome {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("answered", Outcome::Answered),
        ("partly", Outcome::Partly),
        ("refused", Outcome::Refused),
    ];
}
