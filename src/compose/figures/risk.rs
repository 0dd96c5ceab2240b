//! Risk as tables: the classes before and after the organisation's own rules, the rules
//! themselves, and where the classes were taken from.

use std::collections::BTreeMap;

use crate::compose::resolve::Resolver;
use crate::compose::words;
use crate::data::risk::{Risk, RiskSource};
use crate::document::{Cell, Column, DataTable, PrintedKind};
use crate::fact::{PeriodFacts, Value};
use crate::locale::Locale;
use crate::theme::Messages;

pub const TABLES: [&str; 3] = ["risk.moves", "risk.rules", "risk.sources"];

/// One of the tables, and the file that it is from; none where the period has no classification.
pub fn table(name: &str, period: &str, resolver: &Resolver<'_, '_>) -> Option<(DataTable, String)> {
    let scope = resolver.scope;
    let facts = resolver.citations.facts.periods.get(period)?;
    let dataset = scope.project.datasets.get(period)?;
    let matrix = dataset.risk_matrix.as_ref()?;
    let (locale, words) = (scope.locale, scope.messages);
    match name {
        "risk.moves" => {
            let register = dataset.suppliers.as_ref()?;
            Some((moves(facts, locale, words), register.path.clone()))
        }
        "risk.rules" => {
            let rows = matrix.value.rules.iter().map(|rule| {
                let reason = words::given(&rule.reason, locale).unwrap_or_default();
                let count = count(facts, &format!("risk.rule.{}", rule.id), locale);
                let set = words.text(&format!("risk.{}", rule.set.name())).to_string();
                vec![Cell::Text(reason.to_string()), Cell::Text(set), count]
            });
            let columns = vec![
                column(words.text("risk-rule"), false),
                column(words.text("risk-set"), false),
                column(words.text("risk-suppliers"), true),
            ];
            let table = DataTable { keys: Vec::new(), columns, rows: rows.collect(), total: None };
            Some((table, matrix.path.clone()))
        }
        _ => {
            let countries = dataset.country_risk.iter().flat_map(|loaded| &loaded.value);
            let industries = dataset.industry_risk.iter().flat_map(|loaded| &loaded.value);
            let mut sources: BTreeMap<(&str, &RiskSource), ()> = BTreeMap::new();
            sources.extend(countries.map(|one| (("risk-of-countries", &one.source), ())));
            sources.extend(industries.map(|one| (("risk-of-industries", &one.source), ())));
            let first = dataset.country_risk.as_ref().map(|loaded| &loaded.path);
            let first = first.or(dataset.industry_risk.as_ref().map(|loaded| &loaded.path))?;
            let rows = sources.into_keys().map(|(of, source)| {
                let retrieved = source.retrieved_on.map(|date| locale.date(date));
                let index = match source.index.is_empty() {
                    true => words.text(of).to_string(),
                    false => format!("{} ({})", source.index, words.text(of)),
                };
                [
                    index,
                    source.edition.clone(),
                    source.source.clone(),
                    source.licence.clone(),
                    retrieved.unwrap_or_default(),
                ]
                .map(Cell::Text)
                .to_vec()
            });
            let columns = ["index", "edition", "source", "licence", "retrieved"]
                .map(|name| column(words.text(&format!("risk-{name}")), false));
            let table = DataTable {
                keys: Vec::new(),
                columns: columns.to_vec(),
                rows: rows.collect(),
                total: None,
            };
            Some((table, first.clone()))
        }
    }
}

/// The facts and series that a table prints. Of the moves, those that somebody made.
pub fn printed(
    name: &str,
    period: &str,
    resolver: &Resolver<'_, '_>,
) -> Vec<(PrintedKind, String)> {
    let prefix = match name {
        "risk.moves" => "risk.moves.",
        "risk.rules" => "risk.rule.",
        _ => return Vec::new(),
    };
    let facts = resolver.citations.facts.periods.get(period);
    let facts = facts.into_iter().flat_map(|known| known.facts.values());
    let shown = facts.filter(|fact| fact.id.starts_with(prefix) && fact.value != Value::Count(0));
    let mut printed: Vec<(PrintedKind, String)> =
        shown.map(|fact| (PrintedKind::Fact, fact.id.clone())).collect();
    if name == "risk.moves" {
        let series = ["risk.initial", "risk.final"];
        printed.extend(series.map(|id| (PrintedKind::Series { file: None }, id.to_string())));
        printed.push((PrintedKind::Fact, "suppliers.count".to_string()));
    }
    printed
}

/// Suppliers by their class before (a row each) and after (a column each).
fn moves(facts: &PeriodFacts, locale: &'static Locale, words: &Messages) -> DataTable {
    let classes: Vec<&str> =
        Risk::ALL.iter().map(|risk| risk.name()).chain(["not_assessed"]).collect();
    let title = |class: &str| words.text(&format!("risk.{class}")).to_string();
    let mut columns = vec![column(words.text("risk-before"), false)];
    for class in &classes {
        columns.push(column(&words.fill("risk-after", &[("class", &title(class))]), true));
    }
    columns.push(column(words.text("total"), true));
    let row = |name: String, ids: Vec<String>| {
        let counts = ids.iter().map(|id| count(facts, id, locale));
        std::iter::once(Cell::Text(name)).chain(counts).collect::<Vec<_>>()
    };
    let rows = classes.iter().map(|before| {
        let ids = classes.iter().map(|after| format!("risk.moves.{before}.{after}"));
        row(title(before), ids.chain([format!("risk.initial.{before}")]).collect())
    });
    let ids = classes.iter().map(|after| format!("risk.final.{after}"));
    let total =
        row(words.text("total").to_string(), ids.chain(["suppliers.count".to_string()]).collect());
    DataTable { keys: Vec::new(), columns, rows: rows.collect(), total: Some(total) }
}

fn count(facts: &PeriodFacts, id: &str, locale: &Locale) -> Cell {
    let counted = facts.facts.get(id).map(|fact| &fact.value);
    match counted.filter(|value| matches!(value, Value::Count(_))) {
        Some(value) => Cell::Value {
            value: value.clone(),
            decimals: 0,
            text: locale.value(value, 0).unwrap_or_default(),
        },
        None => Cell::Text(String::new()),
    }
}

fn column(title: &str, numeric: bool) -> Column {
    Column { title: title.to_string(), numeric }
}
