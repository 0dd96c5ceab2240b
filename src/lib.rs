//! Belegg turns a year's data and Markdown text in several languages into a published report.

pub mod artifact;
pub mod chart;
pub mod data;
pub mod diagnostic;
pub mod document;
pub mod fact;
pub mod locale;
pub mod source;
pub mod theme;
