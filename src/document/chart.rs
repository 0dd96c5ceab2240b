//! A chart as `data/<period>/charts.toml` describes it. A reference with options is the same,
//! shorter: `chart:suppliers.by_country?as=donut&top=4`.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Inline, Written};
use crate::chart::Mark;
use crate::fact::Words;
use crate::source::Span;

/// The charts of a file by their names, which references cite: `chart:countries`.
pub type Charts = BTreeMap<String, ChartSpec>;

/// What a user says of a chart; what is not said follows from the data.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChartSpec {
    pub mark: Option<Noted<Mark>>,
    /// The figures and series that are drawn, by id: at least one.
    pub data: Vec<Noted<String>>,
    /// The periods that are drawn, where there are several; otherwise those that have the data.
    pub periods: Vec<Noted<String>>,
    /// As many categories are shown, the rest as one.
    pub top: Option<Noted<usize>>,
    pub sort: Option<Noted<Sort>>,
    /// What the rest is called.
    pub other: Words,
    /// Keys of the categories that stand out: the others step back.
    pub highlight: Vec<Noted<String>>,
    pub target: Option<Noted<ChartTarget>>,
    /// The ends of the scale.
    pub domain: Option<Noted<(Decimal, Decimal)>>,
    /// Decimals of the numbers.
    pub decimals: Option<u32>,
    /// By the name of the language.
    pub texts: BTreeMap<String, ChartTexts>,
    /// Where it begins.
    pub span: Option<Span>,
}

/// A value with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noted<T> {
    pub value: T,
    pub span: Span,
}

/// The order of categories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sort {
    /// As the data has them.
    Data,
    /// `-x`: the largest first.
    Falling,
    /// `x`: the smallest first.
    Rising,
    /// `y`: by their names, as the language sorts.
    Name,
    /// By their keys, in this order.
    Keys(Vec<String>),
}

/// What is aimed at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartTarget {
    /// One number, or the ends of a range.
    pub low: Decimal,
    pub high: Decimal,
    pub label: Words,
}

/// The words of a chart in one language; where there are none the program makes its own.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChartTexts {
    pub title: Vec<Inline<Written>>,
    pub subtitle: Vec<Inline<Written>>,
    pub alt: Vec<Inline<Written>>,
    pub source: Vec<Inline<Written>>,
    pub note: Vec<Inline<Written>>,
}

impl ChartTexts {
    pub fn all(&self) -> [&[Inline<Written>]; 5] {
        [&self.title, &self.subtitle, &self.alt, &self.source, &self.note].map(Vec::as_slice)
    }
}
