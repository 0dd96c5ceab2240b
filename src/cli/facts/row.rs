//! Facts and series in words, with everything that is known of them.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::Figures;
use crate::compose::words;
use crate::config::Language;
use crate::document::PrintedKind;
use crate::fact::{Fact, Label, Provenance, Series};
use crate::source::Sources;
use crate::theme::Messages;

/// Texts by the name of the language.
pub(super) type Texts = BTreeMap<String, String>;

/// A fact or a series, as it is listed and explained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Row {
    pub period: String,
    pub id: String,
    pub values: Texts,
    pub labels: Texts,
    pub definitions: Texts,
    /// What a share was computed from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub numerator: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub denominator: Option<String>,
    /// Of a series.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<Category>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    pub dataset: String,
    pub sha256: String,
    /// Other files that it was computed from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<String>,
    /// Rows that the value was computed from.
    pub rows: Option<u64>,
    pub formula: String,
    #[serde(skip_serializing_if = "Texts::is_empty")]
    pub sources: Texts,
    /// The places in the texts: `content/report/01-method.md:7`.
    pub used: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Category {
    pub key: String,
    pub labels: Texts,
    pub value: String,
}

/// Every fact and every series of every period.
pub(super) struct Rows {
    pub facts: Vec<Row>,
    pub series: Vec<Row>,
}

impl Rows {
    pub(super) fn of(figures: &Figures, sources: &Sources) -> Rows {
        let words = Wording { figures, places: places(figures, sources) };
        let periods = || figures.facts.periods.iter();
        Rows {
            facts: periods()
                .flat_map(|(period, known)| known.facts.values().map(|one| words.fact(period, one)))
                .collect(),
            series: periods()
                .flat_map(|(period, known)| {
                    known.series.values().map(|one| words.series(period, one))
                })
                .collect(),
        }
    }
}

/// The places of each fact or series: whether it is a series, period, id.
type Places<'a> = BTreeMap<(bool, &'a str, &'a str), Vec<String>>;

struct Wording<'a> {
    figures: &'a Figures,
    places: Places<'a>,
}

fn places<'a>(figures: &'a Figures, sources: &Sources) -> Places<'a> {
    let mut places = Places::new();
    for printed in &figures.printed {
        let series = printed.kind != PrintedKind::Fact;
        let (line, _) = sources.line_and_column(printed.span.file, printed.span.start);
        let place = format!("{}:{line}", sources.path(printed.span.file));
        let known = places.entry((series, &printed.period, &printed.id)).or_default();
        if !known.contains(&place) {
            known.push(place);
        }
    }
    places
}

impl Wording<'_> {
    fn fact(&self, period: &str, fact: &Fact) -> Row {
        let value = |one: &Language| one.locale.value(&fact.value, fact.decimals);
        Row {
            values: self.texts(|one, _| value(one).unwrap_or_default()),
            numerator: fact.parts.map(|(part, _)| plain(part)),
            denominator: fact.parts.map(|(_, whole)| plain(whole)),
            as_of: fact.as_of.map(|date| date.to_string()),
            ..self.row(false, period, &fact.id, &fact.label, &fact.definition, &fact.provenance)
        }
    }

    fn series(&self, period: &str, series: &Series) -> Row {
        let category = |one: &crate::fact::Category| Category {
            key: one.key.clone(),
            labels: self.texts(|own, messages| words::label(&one.label, own.locale, messages)),
            value: plain(one.value),
        };
        Row {
            values: self.texts(|one, messages| words::series(series, one.locale, messages)),
            categories: series.categories.iter().map(category).collect(),
            as_of: series.as_of.map(|date| date.to_string()),
            ..self.row(
                true,
                period,
                &series.id,
                &series.label,
                &series.definition,
                &series.provenance,
            )
        }
    }

    /// What facts and series have in common.
    fn row(
        &self,
        series: bool,
        period: &str,
        id: &str,
        label: &Label,
        definition: &Label,
        origin: &Provenance,
    ) -> Row {
        let sources = origin.source.iter().flatten();
        Row {
            period: period.to_string(),
            id: id.to_string(),
            values: Texts::new(),
            labels: self.texts(|one, messages| words::label(label, one.locale, messages)),
            definitions: self
                .texts(|one, messages| words::definition(definition, one.locale, messages)),
            numerator: None,
            denominator: None,
            categories: Vec::new(),
            as_of: None,
            dataset: origin.dataset.clone(),
            sha256: origin.sha256.clone(),
            others: origin.others.iter().map(|(path, _)| path.clone()).collect(),
            rows: origin.rows,
            formula: origin.formula.clone(),
            sources: sources.map(|(language, text)| (language.clone(), text.clone())).collect(),
            used: self.places.get(&(series, period, id)).cloned().unwrap_or_default(),
        }
    }

    /// A text in each language; a language that has none is left out.
    fn texts(&self, say: impl Fn(&Language, &Messages) -> String) -> Texts {
        let project = &self.figures.project;
        let languages = project.config.languages.iter();
        languages
            .map(|one| (one.name.clone(), say(one, project.theme.words(one.locale))))
            .filter(|(_, text)| !text.is_empty())
            .collect()
    }
}

/// A number as a spreadsheet reads it.
fn plain(number: Decimal) -> String {
    number.round_dp(6).normalize().to_string()
}
