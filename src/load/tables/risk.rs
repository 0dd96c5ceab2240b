//! The risk of countries and industries, and how the two make a class.

use rust_decimal::Decimal;

use super::suppliers::country;
use super::{Input, cells, inner, toml};
use crate::data::nace::{self, Version};
use crate::data::register::{Country, Relation};
use crate::data::risk::{
    CountryClass, CountryRisk, IndustryRisk, Limits, Risk, RiskMatrix, RiskSource, Rule, When,
};
use crate::data::{Choice, Dataset};
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::load::fields::{Datum, Fields, Item};
use crate::load::rows::{Column, Columns, Row, rows};
use crate::source::Span;

/// The columns that say where a class was taken from.
struct SourceColumns {
    index: Column,
    edition: Column,
    source: Column,
    licence: Column,
    retrieved_on: Column,
}

impl SourceColumns {
    fn find(columns: &mut Columns<'_, '_>) -> SourceColumns {
        SourceColumns {
            index: columns.optional("index"),
            edition: columns.optional("edition"),
            source: columns.required("source"),
            licence: columns.optional("licence"),
            retrieved_on: columns.optional("retrieved_on"),
        }
    }

    fn read(&self, row: &Row<'_>, d: &mut Diagnostics) -> RiskSource {
        RiskSource {
            index: row.text(self.index).to_string(),
            edition: row.text(self.edition).to_string(),
            source: row.filled(self.source, d).unwrap_or_default().to_string(),
            licence: row.text(self.licence).to_string(),
            retrieved_on: row.date(self.retrieved_on, d),
        }
    }
}

pub fn countries(input: Input<'_>, d: &mut Diagnostics) -> Option<Vec<CountryRisk>> {
    let list = rows(
        input,
        d,
        |columns| {
            let class = (columns.optional("value"), columns.optional("class"));
            (columns.required("country"), class, SourceColumns::find(columns))
        },
        |row, (name, (value, class), source), d| {
            row.filled(*name, d)?;
            let class = match (row.text(*class), row.text(*value)) {
                ("", "") => {
                    let help = "give the index's value, or the class high, medium or low";
                    row.wrong(*name, "has neither value nor class", help, d);
                    None
                }
                ("", _) => row.number(*value, d).map(CountryClass::Value),
                _ => row.choice(*class, d).map(CountryClass::Given),
            };
            let found = country(row, *name, d);
            let source = source.read(row, d);
            Some(CountryRisk { country: found?, class: class?, source, span: row.place(*name) })
        },
    )?;
    let keyed = list.iter().map(|one| (one.country.as_str().to_string(), one.span));
    tell_twice(keyed, "the country", d);
    Some(list)
}

pub fn industries(
    input: Input<'_>,
    dataset: &Dataset,
    d: &mut Diagnostics,
) -> Option<Vec<IndustryRisk>> {
    let version = cells::nace_version(input, dataset);
    let list = rows(
        input,
        d,
        |columns| {
            let code = (columns.required("nace"), columns.optional("nace_version"));
            (code, columns.required("class"), SourceColumns::find(columns))
        },
        |row, ((code, edition), class, source), d| {
            row.filled(*code, d)?;
            let industry = cells::industry(row, *code, *edition, version, d);
            let class = row.choice(*class, d);
            let source = source.read(row, d);
            Some(IndustryRisk {
                industry: industry?,
                class: class?,
                source,
                span: row.place(*code),
            })
        },
    )?;
    let keyed = list.iter().map(|one| {
        let industry = one.industry;
        (format!("{} ({})", industry.code(), industry.version().word()), one.span)
    });
    tell_twice(keyed, "the industry", d);
    Some(list)
}

fn tell_twice(keyed: impl Iterator<Item = (String, Span)>, what: &str, d: &mut Diagnostics) {
    let mut seen = std::collections::BTreeMap::new();
    for (key, span) in keyed {
        if let Some(first) = seen.insert(key.clone(), span) {
            d.push(
                Diagnostic::error("duplicate-id", span, format!("{what} {key} stands twice"))
                    .related(first, "first here")
                    .help("keep one of the two rows"),
            );
        }
    }
}

pub fn matrix(input: Input<'_>, dataset: &Dataset, d: &mut Diagnostics) -> Option<RiskMatrix> {
    let version = cells::nace_version(input, dataset);
    toml(input, d, |fields, d| RiskMatrix {
        cells: cells(fields, d),
        limits: limits(fields, d),
        rules: rules(fields, input.languages, version, d),
    })
}

/// `[matrix] low = { low = "low", medium = "low", high = "medium" }`, a line for each class of a
/// country.
fn cells(
    fields: &Fields<'_>,
    d: &mut Diagnostics,
) -> std::collections::BTreeMap<(Risk, Risk), Risk> {
    let mut cells = std::collections::BTreeMap::new();
    fields.missing("matrix", "[matrix]", d);
    let Some(table) = fields.table("matrix", d) else { return cells };
    inner(table, d, |lines, d| {
        for (name, country) in Risk::CHOICES {
            lines.missing(
                name,
                &format!("{name} = {{ low = \"…\", medium = \"…\", high = \"…\" }}"),
                d,
            );
            let Some(line) = lines.table(name, d) else { continue };
            inner(line, d, |line, d| {
                for (name, industry) in Risk::CHOICES {
                    line.missing(name, &format!("{name} = \"medium\""), d);
                    if let Some(risk) = choice(line, name, d) {
                        cells.insert((*country, *industry), risk);
                    }
                }
            });
        }
    });
    cells
}

/// `[thresholds.CPI] high_below = 40, low_from = 60`, or `low_below` and `high_from`.
fn limits(fields: &Fields<'_>, d: &mut Diagnostics) -> std::collections::BTreeMap<String, Limits> {
    let mut limits = std::collections::BTreeMap::new();
    let Some(table) = fields.table("thresholds", d) else { return limits };
    for entry in &table.entries {
        let Datum::Table(inside) = &entry.item.value else {
            let message = format!("`{}` must be a threshold of its own", entry.key);
            let help = format!("write a line `[thresholds.{}]`, and its keys below", entry.key);
            d.push(Diagnostic::error("wrong-type", entry.key_span, message).help(help));
            continue;
        };
        let found = inner(inside, d, |fields, d| limit(fields, entry.key_span, d));
        limits.extend(found.map(|limit| (entry.key.clone(), limit)));
    }
    limits
}

fn limit(fields: &Fields<'_>, span: Span, d: &mut Diagnostics) -> Option<Limits> {
    let mut number = |key| fields.number(key, d);
    let falling = (number("high_below"), number("low_from"));
    let rising = (number("low_below"), number("high_from"));
    let found = match (falling, rising) {
        ((Some(high_below), Some(low_from)), (None, None)) if high_below <= low_from => {
            Some(Limits::Falling { high_below, low_from })
        }
        ((None, None), (Some(low_below), Some(high_from))) if low_below <= high_from => {
            Some(Limits::Rising { low_below, high_from })
        }
        _ => None,
    };
    if found.is_none() {
        d.push(
            Diagnostic::error("wrong-value", span, "the limits of this index make no three classes")
                .help("write `high_below = 40` and `low_from = 60` where a high value is good, or `low_below` and `high_from` where it is bad"),
        );
    }
    found
}

fn rules(
    fields: &Fields<'_>,
    languages: &[&str],
    version: Option<Version>,
    d: &mut Diagnostics,
) -> Vec<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    for table in fields.tables("rule", d) {
        let rule = inner(table, d, |fields, d| rule(fields, languages, version, d));
        let Some(rule) = rule else { continue };
        if rules.iter().any(|other| other.id == rule.id) {
            let message = format!("there are two rules `{}`", rule.id);
            d.push(Diagnostic::error("duplicate-id", table.span, message));
        }
        rules.push(rule);
    }
    rules
}

fn rule(
    fields: &Fields<'_>,
    languages: &[&str],
    version: Option<Version>,
    d: &mut Diagnostics,
) -> Option<Rule> {
    fields.missing("id", "id = \"cleaning\"", d);
    fields.missing("set", "set = \"high\"", d);
    fields.missing("when", "when = { nace = [\"81\"] }", d);
    fields.missing("reason", "reason = { nb = \"…\" }", d);
    let id = fields.name("id", d);
    let set = choice(fields, "set", d);
    let reason = fields.words("reason", languages, d);
    let table = fields.table("when", d)?;
    let when = inner(table, d, |fields, d| when(fields, version, d));
    if when == When::default() {
        d.push(
            Diagnostic::error("wrong-value", table.span, "this rule would hold for every supplier")
                .help("say which suppliers it is for: country, nace, relation, strategic, initial or score_below"),
        );
    }
    Some(Rule { id: id?, set: set?, reason: reason?, when })
}

fn when(fields: &Fields<'_>, version: Option<Version>, d: &mut Diagnostics) -> When {
    let mut countries = Vec::new();
    for (text, span) in fields.one_or_more("country", d) {
        match crate::locale::country_code(&text).and_then(Country::new) {
            Some(country) => countries.push(country),
            None => d.push(
                Diagnostic::error("wrong-value", span, format!("`{text}` is not a country"))
                    .help("write its two-letter code, such as NO, or its name"),
            ),
        }
    }
    let mut industries = Vec::new();
    for (text, span) in fields.one_or_more("nace", d) {
        match nace::read(version, &text) {
            Ok(industry) => industries.push(industry),
            Err(fault) => {
                let message = format!("`{text}` {}", fault.message());
                d.push(Diagnostic::error("wrong-value", span, message).help(fault.help()));
            }
        }
    }
    let score_below = fields.number("score_below", d);
    let in_percent = |score: &Decimal| (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(score);
    if score_below.is_some_and(|score| !in_percent(&score)) {
        let span = fields.item("score_below").map(|item| item.span);
        let message = "`score_below` is outside 0 to 100: scores are percent of the highest";
        d.push(Diagnostic::error("wrong-value", span, message));
    }
    When {
        countries,
        industries,
        relation: choice::<Relation>(fields, "relation", d),
        strategic: fields.bool("strategic", d),
        initial: choice(fields, "initial", d),
        score_below,
    }
}

/// One of a few words.
fn choice<T: Choice>(fields: &Fields<'_>, key: &'static str, d: &mut Diagnostics) -> Option<T> {
    let text = fields.text(key, d)?;
    let found = T::CHOICES.iter().find(|(word, _)| *word == text);
    if found.is_none() {
        let words: Vec<&str> = T::CHOICES.iter().map(|(word, _)| *word).collect();
        let help = match nearest(&text, words.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write one of {}", words.join(", ")),
        };
        let span = fields.item(key).map(|Item { span, .. }| *span);
        let message = format!("`{text}` is not a word that is known here");
        d.push(Diagnostic::error("wrong-value", span, message).help(help));
    }
    found.map(|(_, choice)| *choice)
}
