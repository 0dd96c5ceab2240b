//! Belegg turns a year's data and Markdown text in several languages into a published report.
