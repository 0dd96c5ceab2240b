//! The supplier register: how many business relations, where, in which industries.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Made, definition, enough, from};
use crate::data::nace::{Industry, Level, Version, ambiguous};
use crate::data::register::{Amount, Register, Relation, Supplier};
use crate::data::{Dataset, Loaded, Threshold};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fact::{Category, Label, Measure, Series, Value};

/// Why a row of the register is not among the suppliers that are assessed. The first that fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LeftOut {
    /// A company of the organisation's own group.
    OwnGroup,
    /// By decision, with a reason.
    Listed,
    /// Purchases at or below the threshold.
    BelowThreshold,
}

fn left_out(supplier: &Supplier, limit: Option<(Amount, bool)>) -> Option<LeftOut> {
    let low = limit.is_some_and(|(limit, inclusive)| match inclusive {
        true => supplier.turnover < limit,
        false => supplier.turnover <= limit,
    });
    match supplier {
        Supplier { relation: Relation::OwnGroup, .. } => Some(LeftOut::OwnGroup),
        Supplier { excluded: true, .. } => Some(LeftOut::Listed),
        _ if low => Some(LeftOut::BelowThreshold),
        _ => None,
    }
}

fn limit(threshold: Option<&Threshold>) -> Option<(Amount, bool)> {
    threshold.and_then(|limit| Some((Amount::new(limit.amount)?, limit.inclusive)))
}

/// The suppliers that the assessment covers.
pub fn counted<'a>(dataset: &Dataset, register: &'a Register) -> Vec<&'a Supplier> {
    let limit = limit(threshold(dataset));
    register.suppliers.iter().filter(|one| left_out(one, limit).is_none()).collect()
}

fn threshold(dataset: &Dataset) -> Option<&Threshold> {
    dataset.report.as_ref().and_then(|report| report.value.threshold.as_ref())
}

/// How a formula names the suppliers that are counted.
pub fn filter(dataset: &Dataset, register: &Register) -> String {
    let mut parts = Vec::new();
    if let Some(limit) = threshold(dataset) {
        let sign = if limit.inclusive { "≥" } else { ">" };
        parts.push(format!("turnover {sign} {}", limit.amount));
    }
    if register.suppliers.iter().any(|one| one.relation == Relation::OwnGroup) {
        parts.push("relation is not own_group".to_string());
    }
    if register.suppliers.iter().any(|one| one.excluded) {
        parts.push("exclude is not yes".to_string());
    }
    match parts.is_empty() {
        true => String::new(),
        false => format!(" where {}", parts.join(" and ")),
    }
}

pub fn facts(dataset: &Dataset, made: &mut Made, diagnostics: &mut Diagnostics) {
    let Some(loaded) = &dataset.suppliers else { return };
    let register = &loaded.value;
    let suppliers = counted(dataset, register);
    let filter = filter(dataset, register);
    let (all, rows) = (register.suppliers.len(), suppliers.len());
    made.count("suppliers.count", rows, from(loaded, Some(all), format!("count of rows{filter}")));
    made.count("suppliers.registered", all, from(loaded, Some(all), "count of rows"));
    excluded(dataset, loaded, all - rows, &filter, made);
    turnover(dataset, loaded, &suppliers, &filter, made, diagnostics);
    let strategic = suppliers.iter().filter(|one| one.strategic).count();
    if strategic > 0 {
        let formula = format!("count of rows where strategic is yes{}", and(&filter));
        made.count("suppliers.strategic", strategic, from(loaded, Some(rows), formula));
    }
    let groups = Groups {
        loaded,
        suppliers: &suppliers,
        filter: &filter,
        level: dataset.report.as_ref().map_or(Level::Class, |report| report.value.nace_level),
        both_editions: follows_both_editions(&suppliers),
    };
    let by_country = groups.series("country", made, |supplier| {
        let country = supplier.country?;
        Some((country.as_str().to_string(), Label::Country(country.as_str().to_string())))
    });
    made.count(
        "suppliers.countries",
        named(&by_country),
        from(loaded, Some(rows), format!("distinct country{filter}")),
    );
    tell_unknown(&by_country, "country", loaded, rows, diagnostics);
    made.series(by_country);
    let by_industry = groups.series("industry", made, |supplier| {
        let industry = groups.industry(supplier)?;
        Some((groups.industry_key(industry), Label::Industry(industry)))
    });
    made.count(
        "suppliers.industries",
        named(&by_industry),
        from(loaded, Some(rows), format!("distinct {}{filter}", groups.column("industry"))),
    );
    if named(&by_industry) > 0 {
        tell_unknown(&by_industry, "nace", loaded, rows, diagnostics);
    }
    made.series(by_industry);
    if suppliers.iter().any(|one| one.relation != Relation::FirstTier) {
        made.series(groups.series("relation", made, |supplier| {
            let name = relation(supplier.relation);
            Some((name.to_string(), Label::Message(format!("relation.{name}"))))
        }));
    }
}

/// The rest of a formula that has a condition of its own already.
fn and(filter: &str) -> String {
    filter.replacen(" where ", " and ", 1)
}

fn relation(relation: Relation) -> &'static str {
    use crate::data::Choice;
    let found = Relation::CHOICES.iter().find(|(_, one)| *one == relation);
    found.map_or("first_tier", |(name, _)| name)
}

/// What is in the register and not assessed, and why.
fn excluded(
    dataset: &Dataset,
    loaded: &Loaded<Register>,
    count: usize,
    filter: &str,
    made: &mut Made,
) {
    let all = Some(loaded.value.suppliers.len());
    let formula = format!("count of rows not{filter}");
    made.count("suppliers.excluded", count, from(loaded, all, formula));
    let limit = limit(threshold(dataset));
    let reasons = [
        (LeftOut::BelowThreshold, "below_threshold", "turnover at or below the threshold"),
        (LeftOut::OwnGroup, "own_group", "relation is own_group"),
        (LeftOut::Listed, "listed", "exclude is yes"),
    ];
    for (reason, name, formula) in reasons {
        let rows = loaded.value.suppliers.iter();
        let count = rows.filter(|one| left_out(one, limit) == Some(reason)).count();
        if count > 0 {
            let formula = format!("count of rows where {formula}");
            made.count(format!("suppliers.excluded.{name}"), count, from(loaded, all, formula));
        }
    }
}

fn turnover(
    dataset: &Dataset,
    loaded: &Loaded<Register>,
    suppliers: &[&Supplier],
    filter: &str,
    made: &mut Made,
    diagnostics: &mut Diagnostics,
) {
    let Some((report, limit)) = dataset.report.as_ref().zip(threshold(dataset)) else { return };
    let value = Value::Money { amount: limit.amount, currency: limit.currency.clone() };
    made.fact("suppliers.threshold", value, from(report, None, "threshold.amount")).as_of = None;
    if enough(made, suppliers.len(), "`suppliers.turnover`", &loaded.path, diagnostics) {
        let amount = Amount::sum(suppliers.iter().map(|supplier| supplier.turnover));
        let value = Value::Money { amount, currency: limit.currency.clone() };
        let formula = format!("sum of turnover{filter}");
        made.fact("suppliers.turnover", value, from(loaded, Some(suppliers.len()), formula));
    }
}

/// Categories that have a name of their own: not the rows that say nothing.
fn named(series: &Series) -> usize {
    series.categories.iter().filter(|category| category.key != "unknown").count()
}

/// Rows that do not say their country or industry are counted as unknown, and told.
fn tell_unknown(
    series: &Series,
    column: &str,
    loaded: &Loaded<Register>,
    rows: usize,
    diagnostics: &mut Diagnostics,
) {
    let Some(unknown) = series.categories.iter().find(|one| one.key == "unknown") else { return };
    let share = super::percent(unknown.value, Decimal::from(rows)).unwrap_or_default();
    let message = format!(
        "{} of the {rows} suppliers that are counted have no `{column}` ({} %)",
        unknown.value,
        share.round_dp(1).normalize()
    );
    let span = loaded.value.file();
    diagnostics.push(Diagnostic::warning("empty-cells", span, message).help(
        "they are shown as unknown; `belegg import register` fills in what the public register knows",
    ));
}

/// The suppliers that are counted, about to be grouped.
struct Groups<'a> {
    loaded: &'a Loaded<Register>,
    suppliers: &'a [&'a Supplier],
    filter: &'a str,
    /// How finely industries are told apart.
    level: Level,
    both_editions: bool,
}

/// Whether the industries of the register are of both editions of NACE.
fn follows_both_editions(suppliers: &[&Supplier]) -> bool {
    let has = |version| {
        suppliers.iter().any(|one| one.industry.is_some_and(|one| one.version() == version))
    };
    has(Version::Rev2) && has(Version::Rev21)
}

impl Groups<'_> {
    /// The industry that a supplier is counted in. Where a register follows both editions, what both
    /// of them give one code and title is one industry.
    fn industry(&self, supplier: &Supplier) -> Option<Industry> {
        let industry = supplier.industry?.no_finer_than(self.level);
        let earlier = if self.both_editions { industry.earlier() } else { None };
        Some(earlier.unwrap_or(industry))
    }

    /// The code; that of the older edition with its name behind it where the newer one means
    /// something else by it: `25.40-rev2`.
    fn industry_key(&self, industry: Industry) -> String {
        let (code, version) = (industry.code(), industry.version());
        match self.both_editions && version == Version::Rev2 && ambiguous(code) {
            true => format!("{code}-{}", version.word()),
            false => code.to_string(),
        }
    }

    /// What the rows are grouped by, in terms of columns.
    fn column<'b>(&self, by: &'b str) -> &'b str {
        match (by, self.level) {
            ("industry", Level::Section) => "section of nace",
            ("industry", Level::Division) => "division of nace",
            ("industry", Level::Group) => "group of nace",
            ("industry", Level::Class) => "nace",
            _ => by,
        }
    }

    /// Suppliers by a property: most first, then by turnover, then by code; unknown last.
    fn series(
        &self,
        by: &str,
        made: &Made,
        category: impl Fn(&Supplier) -> Option<(String, Label)>,
    ) -> Series {
        // A million rows have few countries and industries: words are made once for each.
        let mut groups: BTreeMap<_, (u64, i128, &Supplier)> = BTreeMap::new();
        for supplier in self.suppliers {
            let key = match by {
                "country" => (supplier.country, None, None),
                "industry" => (None, self.industry(supplier), None),
                _ => (None, None, Some(supplier.relation)),
            };
            let group = groups.entry(key).or_insert((0, 0, supplier));
            group.0 += 1;
            group.1 += supplier.turnover.units();
        }
        let mut sorted: Vec<_> = groups
            .into_values()
            .map(|(count, turnover, example)| (category(example), count, turnover))
            .collect();
        sorted.sort_by(|(a_key, a_count, a_sum), (b_key, b_count, b_sum)| {
            let name = |key: &Option<(String, Label)>| key.as_ref().map(|(name, _)| name.clone());
            (a_key.is_none(), b_count, b_sum, name(a_key)).cmp(&(
                b_key.is_none(),
                a_count,
                a_sum,
                name(b_key),
            ))
        });
        let categories = sorted.into_iter().map(|(key, count, _)| {
            let unknown = || ("unknown".to_string(), Label::Message(format!("unknown-{by}")));
            let (key, label) = key.unwrap_or_else(unknown);
            Category { key, label, value: Decimal::from(count) }
        });
        let column = self.column(by);
        Series {
            id: format!("suppliers.by_{by}"),
            label: Label::Message(format!("series.suppliers.by_{by}")),
            definition: definition(&format!("suppliers.by_{by}")),
            dimension: Label::Message(by.to_string()),
            measure: Measure::Count,
            categories: categories.collect(),
            as_of: made.as_of,
            provenance: from(
                self.loaded,
                Some(self.suppliers.len()),
                format!("count of rows by {column}{}", self.filter),
            ),
        }
    }
}
