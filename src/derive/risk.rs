//! Risk classes: first from country and industry, then by the organisation's own rules.
//!
//! What is not known is not assessed, and never taken for low.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::{Made, definition, from};
use crate::data::nace::{Industry, Level, ambiguous};
use crate::data::register::{Country, Mark, Register, Supplier};
use crate::data::risk::{CountryClass, Risk, RiskMatrix, Rule};
use crate::data::{Dataset, Loaded};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fact::{Category, Label, Measure, Provenance, Series};
use crate::source::Span;

/// What decided the class that a supplier ends in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Decided {
    /// Country and industry.
    Matrix,
    /// The rule at this place of the list.
    Rule(usize),
    /// A person, for this supplier.
    Override,
}

/// The classes of one supplier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Classified {
    initial: Option<Risk>,
    last: Option<Risk>,
    by: Decided,
}

pub fn facts(dataset: &Dataset, made: &mut Made, diagnostics: &mut Diagnostics) {
    let Some(loaded) = &dataset.suppliers else { return };
    let Some(matrix) = &dataset.risk_matrix else {
        tell_without_matrix(dataset, diagnostics);
        return;
    };
    let counted = || super::suppliers::counted(dataset, &loaded.value);
    let mut classes = Classes::new(dataset, matrix, diagnostics);
    classes.know(counted().filter_map(|supplier| supplier.industry));
    // A million rows have few outcomes.
    let mut classified: BTreeMap<Classified, usize> = BTreeMap::new();
    let mut rows = 0;
    for supplier in counted() {
        *classified.entry(classes.classify(supplier, &loaded.value)).or_default() += 1;
        rows += 1;
    }
    let how_many = |holds: &dyn Fn(&Classified) -> bool| -> usize {
        classified.iter().filter(|(one, _)| holds(one)).map(|(_, count)| count).sum()
    };
    let unassessed = how_many(&|one| one.last.is_none());
    classes.tell_unassessed(unassessed, rows, dataset, loaded, diagnostics);

    let filter = super::suppliers::filter(dataset, &loaded.value);
    let origin = |formula: String| Provenance {
        others: sources(dataset),
        ..from(loaded, Some(rows), format!("{formula}{filter}"))
    };
    let by_class = |id: &str, formula: &str, class: fn(&Classified) -> Option<Risk>| Series {
        id: id.to_string(),
        label: Label::Message(format!("series.{id}")),
        definition: definition(id),
        dimension: Label::Message("risk".to_string()),
        measure: Measure::Count,
        categories: ALL
            .into_iter()
            .map(|risk| Category {
                key: name(risk).to_string(),
                label: Label::Message(format!("risk.{}", name(risk))),
                value: Decimal::from(how_many(&|one| class(one) == risk)),
            })
            .collect(),
        as_of: made.as_of,
        provenance: origin(formula.to_string()),
    };
    let initial =
        by_class("risk.initial", "count of rows by matrix[country, nace]", |one| one.initial);
    let last = by_class(
        "risk.final",
        "count of rows by risk_override, else the first rule that fits, else matrix[country, nace]",
        |one| one.last,
    );
    made.series(initial);
    made.series(last);
    let mut count = |id: &str, formula: &str, holds: &dyn Fn(&Classified) -> bool| {
        made.count(id, how_many(holds), origin(format!("count of rows where {formula}")));
    };
    count("risk.assessed", "final class is known", &|one| one.last.is_some());
    count("risk.moved", "final class is not initial class", &|one| one.initial != one.last);
    count("risk.raised", "final class > initial class", &|one| {
        one.initial.zip(one.last).is_some_and(|(before, after)| after > before)
    });
    count("risk.lowered", "final class < initial class", &|one| {
        one.initial.zip(one.last).is_some_and(|(before, after)| after < before)
    });
    count("risk.override", "risk_override is given", &|one| one.by == Decided::Override);
    for before in ALL {
        for after in ALL {
            let id = format!("risk.moves.{}.{}", name(before), name(after));
            let count = how_many(&|one| (one.initial, one.last) == (before, after));
            let formula = format!(
                "count of rows where initial class is {} and final class is {}",
                name(before),
                name(after)
            );
            let label = |class| Label::Message(format!("risk.{}", name(class)));
            let fact = made.count(&id, count, origin(formula));
            let classes = || vec![("before", label(before)), ("after", label(after))];
            fact.label = Label::Filled("fact.risk.moves".to_string(), classes());
            fact.definition = Label::Filled("definition.risk.moves".to_string(), classes());
        }
    }
    for (place, rule) in matrix.value.rules.iter().enumerate() {
        let id = format!("risk.rule.{}", rule.id);
        let count = how_many(&|one| one.by == Decided::Rule(place));
        let formula = format!("count of rows where the rule {} is the first that fits", rule.id);
        let fact = made.count(&id, count, origin(formula));
        fact.label = Label::Given(rule.reason.clone());
        fact.definition = definition("risk.rule");
    }
}

/// The classes as they are listed: what is not assessed comes last, as a class of its own.
const ALL: [Option<Risk>; 4] = [Some(Risk::High), Some(Risk::Medium), Some(Risk::Low), None];

fn name(risk: Option<Risk>) -> &'static str {
    risk.map_or("not_assessed", Risk::name)
}

fn tell_without_matrix(dataset: &Dataset, diagnostics: &mut Diagnostics) {
    let countries = dataset.country_risk.as_ref().map(|loaded| &loaded.path);
    let Some(path) = countries.or(dataset.industry_risk.as_ref().map(|loaded| &loaded.path)) else {
        return;
    };
    let message = format!("`{path}` is not used: there is no `risk-matrix.toml` beside it");
    diagnostics.push(
        Diagnostic::warning("missing-dataset", None, message)
            .help("the matrix says which class a country and an industry make together"),
    );
}

/// The files that a class is made from, beside the register.
fn sources(dataset: &Dataset) -> Vec<(String, String)> {
    let of = |path: &String, hash: &String| (path.clone(), hash.clone());
    let mut sources = Vec::new();
    sources.extend(dataset.country_risk.as_ref().map(|one| of(&one.path, &one.sha256)));
    sources.extend(dataset.industry_risk.as_ref().map(|one| of(&one.path, &one.sha256)));
    sources.extend(dataset.risk_matrix.as_ref().map(|one| of(&one.path, &one.sha256)));
    let asks_scores = dataset.risk_matrix.as_ref().is_some_and(|matrix| {
        matrix.value.rules.iter().any(|rule| rule.when.score_below.is_some())
    });
    let responses = dataset.responses.as_ref().filter(|_| asks_scores);
    sources.extend(responses.map(|one| of(&one.path, &one.sha256)));
    sources
}

/// Everything that a class is made from.
struct Classes<'a> {
    matrix: &'a RiskMatrix,
    countries: BTreeMap<Country, Risk>,
    /// By code.
    listed: BTreeMap<&'static str, Vec<(Industry, Risk)>>,
    /// Of the industries that the register has: a million rows have few.
    industries: BTreeMap<Industry, Risk>,
    /// Answers by the supplier's number, in percent.
    scores: BTreeMap<&'a str, Decimal>,
}

impl<'a> Classes<'a> {
    fn new(
        dataset: &'a Dataset,
        matrix: &'a Loaded<RiskMatrix>,
        diagnostics: &mut Diagnostics,
    ) -> Classes<'a> {
        let matrix = &matrix.value;
        let mut countries = BTreeMap::new();
        for one in dataset.country_risk.iter().flat_map(|loaded| &loaded.value) {
            let class = match one.class {
                CountryClass::Given(class) => Some(class),
                CountryClass::Value(value) => {
                    let limits = matrix.limits.get(&one.source.index);
                    if limits.is_none() {
                        tell_no_limits(&one.source.index, one.span, diagnostics);
                    }
                    limits.map(|limits| limits.class(value))
                }
            };
            countries.extend(class.map(|class| (one.country, class)));
        }
        let mut listed: BTreeMap<&str, Vec<(Industry, Risk)>> = BTreeMap::new();
        for one in dataset.industry_risk.iter().flat_map(|loaded| &loaded.value) {
            listed.entry(one.industry.code()).or_default().push((one.industry, one.class));
        }
        let responses = dataset.responses.iter().flat_map(|loaded| &loaded.value);
        Classes {
            matrix,
            countries,
            listed,
            industries: BTreeMap::new(),
            scores: responses
                .filter_map(|one| Some((one.supplier_id.as_str(), one.score_total?)))
                .collect(),
        }
    }

    /// Works out the classes of these industries.
    fn know(&mut self, industries: impl Iterator<Item = Industry>) {
        let mut distinct = BTreeSet::new();
        distinct.extend(industries);
        let known = distinct.into_iter().filter_map(|one| Some((one, self.listed(one)?)));
        self.industries = known.collect();
    }

    fn classify(&self, supplier: &Supplier, register: &Register) -> Classified {
        let country = supplier.country.and_then(|one| self.countries.get(&one)).copied();
        let industry = supplier.industry.and_then(|one| self.industries.get(&one)).copied();
        let initial = country.zip(industry).and_then(|pair| self.matrix.cells.get(&pair)).copied();
        if supplier.risk_override.is_some() {
            return Classified { initial, last: supplier.risk_override, by: Decided::Override };
        }
        let mut rules = self.matrix.rules.iter().enumerate();
        let rule = rules.find(|(_, rule)| self.holds(rule, supplier, initial, register));
        match rule {
            Some((place, rule)) => {
                Classified { initial, last: Some(rule.set), by: Decided::Rule(place) }
            }
            None => Classified { initial, last: initial, by: Decided::Matrix },
        }
    }

    /// The class of the longest beginning of the code that has one.
    fn listed(&self, industry: Industry) -> Option<Risk> {
        levels(industry).find_map(|own| {
            let listed = self.listed.get(own.code())?;
            listed.iter().find(|(listed, _)| is_the_same(*listed, own)).map(|(_, class)| *class)
        })
    }

    fn holds(
        &self,
        rule: &Rule,
        supplier: &Supplier,
        initial: Option<Risk>,
        register: &Register,
    ) -> bool {
        let when = &rule.when;
        let country = || supplier.country.is_some_and(|one| when.countries.contains(&one));
        let industry = || {
            let Some(industry) = supplier.industry else { return false };
            levels(industry).any(|own| when.industries.iter().any(|one| is_the_same(*one, own)))
        };
        let score = |limit: Decimal| {
            let score = self.scores.get(register.text(supplier.id));
            score.is_some_and(|score| *score < limit)
        };
        (when.countries.is_empty() || country())
            && (when.industries.is_empty() || industry())
            && when.relation.is_none_or(|relation| relation == supplier.relation)
            && when.strategic.is_none_or(|strategic| strategic == supplier.is(Mark::Strategic))
            && when.initial.is_none_or(|class| Some(class) == initial)
            && when.score_below.is_none_or(score)
    }

    /// Says which countries and industries lack a class, so that somebody can give them one.
    fn tell_unassessed(
        &self,
        count: usize,
        rows: usize,
        dataset: &Dataset,
        loaded: &Loaded<Register>,
        diagnostics: &mut Diagnostics,
    ) {
        if count == 0 {
            return;
        }
        let without = |supplier: &Supplier| {
            let country = supplier.country.filter(|one| !self.countries.contains_key(one));
            let industry = supplier.industry.filter(|one| !self.industries.contains_key(one));
            (country, industry)
        };
        let (mut countries, mut industries) = (BTreeSet::new(), BTreeSet::new());
        for supplier in super::suppliers::counted(dataset, &loaded.value) {
            if self.classify(supplier, &loaded.value).last.is_none() {
                let (country, industry) = without(supplier);
                countries.extend(country.map(|one| one.as_str().to_string()));
                industries.extend(industry.map(|one| one.code().to_string()));
            }
        }
        let listed = |codes: BTreeSet<String>| {
            let more = codes.len().saturating_sub(8);
            let mut text = codes.into_iter().take(8).collect::<Vec<_>>().join(", ");
            if more > 0 {
                text.push_str(&format!(" and {more} more"));
            }
            text
        };
        let mut parts = Vec::new();
        if !countries.is_empty() {
            parts.push(format!("give a class to the countries {}", listed(countries)));
        }
        if !industries.is_empty() {
            parts.push(format!("give a class to the industries {}", listed(industries)));
        }
        if parts.is_empty() {
            parts.push("fill in their country and industry in the register".to_string());
        }
        let message = format!(
            "{count} of the {rows} suppliers that are counted have no risk class: they are shown as not assessed"
        );
        let span = loaded.value.file();
        diagnostics
            .push(Diagnostic::warning("not-assessed", span, message).help(parts.join(", and ")));
    }
}

/// An industry and those that it belongs to, from its class to its section.
fn levels(industry: Industry) -> impl Iterator<Item = Industry> {
    let levels = [Level::Class, Level::Group, Level::Division, Level::Section];
    levels.into_iter().filter_map(move |level| industry.at(level))
}

/// Whether two codes stand for one industry, though they may be of different editions.
fn is_the_same(one: Industry, other: Industry) -> bool {
    one.code() == other.code() && (one.version() == other.version() || !ambiguous(one.code()))
}

fn tell_no_limits(index: &str, span: Span, diagnostics: &mut Diagnostics) {
    let message = match index.is_empty() {
        true => "this value has no index: nobody can tell what it means".to_string(),
        false => format!("there are no limits for the index `{index}`"),
    };
    let name = if index.is_empty() { "CPI" } else { index };
    diagnostics.push(Diagnostic::error("missing-limits", span, message).help(format!(
        "write in `risk-matrix.toml`: `[thresholds.\"{name}\"]` with `high_below` and `low_from`, or give the class itself"
    )));
}
