//! Distributions that somebody states, for organisations that hold only totals.

use time::Date;

use super::Choice;
use crate::fact::{Category, Words};
use crate::source::Span;

/// `series/<id>.csv`, with what `series/<id>.toml` says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedSeries {
    pub unit: SeriesUnit,
    pub dimension: Dimension,
    pub categories: Vec<Category>,
    /// What it is called; empty where the program or the caption says it.
    pub label: Words,
    pub definition: Words,
    pub source: Words,
    pub as_of: Option<Date>,
    /// The place of the first value.
    pub span: Span,
}

/// What the numbers of a stated series are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeriesUnit {
    /// Numbers of things, which are parts of a whole.
    Count,
    /// Parts of a whole in percent: together at most 100.
    Share,
    /// Percent of the highest possible, each for itself.
    Score,
}

/// What the categories of a stated series are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dimension {
    Country,
    Industry,
    /// Of the organisation's own; in its words, if it gave any.
    Own(Words),
}

impl Choice for SeriesUnit {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("count", SeriesUnit::Count),
        ("percent", SeriesUnit::Share),
        ("score", SeriesUnit::Score),
    ];
}
