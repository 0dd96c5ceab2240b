//! The supplier register: how many business relations, where, in which industries.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rust_decimal::Decimal;

use super::{Made, definition, enough, from};
use crate::data::nace::{Industry, Level, Version, ambiguous};
use crate::data::register::{Amount, Country, Mark, Register, Relation, Supplier};
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
    match () {
        () if supplier.relation == Relation::OwnGroup => Some(LeftOut::OwnGroup),
        () if supplier.is(Mark::Excluded) => Some(LeftOut::Listed),
        () if low => Some(LeftOut::BelowThreshold),
        () => None,
    }
}

fn limit(threshold: Option<&Threshold>) -> Option<(Amount, bool)> {
    threshold.and_then(|limit| Some((Amount::new(limit.amount)?, limit.inclusive)))
}

/// The suppliers that the assessment covers.
pub fn counted<'a>(
    dataset: &Dataset,
    register: &'a Register,
) -> impl Iterator<Item = &'a Supplier> {
    let limit = limit(threshold(dataset));
    register.suppliers.iter().filter(move |one| left_out(one, limit).is_none())
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
    if register.suppliers.par_iter().any(|one| one.relation == Relation::OwnGroup) {
        parts.push("relation is not own_group".to_string());
    }
    if register.suppliers.par_iter().any(|one| one.is(Mark::Excluded)) {
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
    let tally = Tally::of(register, limit(threshold(dataset)));
    let filter = filter(dataset, register);
    let (all, rows) = (register.suppliers.len(), tally.counted.count);
    made.count("suppliers.count", rows, from(loaded, Some(all), format!("count of rows{filter}")));
    made.count("suppliers.registered", all, from(loaded, Some(all), "count of rows"));
    excluded(loaded, &tally, &filter, made);
    turnover(dataset, loaded, &tally.counted, &filter, made, diagnostics);
    if tally.strategic > 0 {
        let formula = format!("count of rows where strategic is yes{}", and(&filter));
        made.count("suppliers.strategic", tally.strategic, from(loaded, Some(rows), formula));
    }
    let groups = Groups {
        loaded,
        tally: &tally,
        filter: &filter,
        level: dataset.report.as_ref().map_or(Level::Class, |report| report.value.nace_level),
        both_editions: tally.follows_both_editions(),
    };
    let by_country = groups.by_country(made);
    made.count(
        "suppliers.countries",
        named(&by_country),
        from(loaded, Some(rows), format!("distinct country{filter}")),
    );
    tell_unknown(&by_country, "country", loaded, rows, diagnostics);
    made.series(by_country);
    let by_industry = groups.by_industry(made);
    made.count(
        "suppliers.industries",
        named(&by_industry),
        from(loaded, Some(rows), format!("distinct {}{filter}", groups.column("industry"))),
    );
    if named(&by_industry) > 0 {
        tell_unknown(&by_industry, "nace", loaded, rows, diagnostics);
    }
    made.series(by_industry);
    if tally.relations[Relation::FirstTier as usize].count < rows {
        made.series(groups.by_relation(made));
    }
}

/// What is asked of all rows, counted in one pass.
struct Tally {
    counted: Group,
    strategic: usize,
    /// By [`LeftOut`].
    left_out: [usize; 3],
    /// By the country's place; those that say none come last. So it is with the industries.
    countries: Vec<Group>,
    industries: Vec<Group>,
    /// By [`Relation`].
    relations: [Group; 4],
}

/// Rows, and their turnover in units of [`Amount`].
#[derive(Debug, Clone, Copy, Default)]
struct Group {
    count: usize,
    turnover: i128,
}

impl Group {
    fn add(&mut self, other: Group) {
        self.count += other.count;
        self.turnover += other.turnover;
    }
}

impl Tally {
    fn of(register: &Register, limit: Option<(Amount, bool)>) -> Tally {
        const ROWS_AT_ONCE: usize = 1 << 16;
        let industries = Industry::all().count();
        let none = || Tally {
            counted: Group::default(),
            strategic: 0,
            left_out: [0; 3],
            countries: vec![Group::default(); Country::PLACES + 1],
            industries: vec![Group::default(); industries + 1],
            relations: [Group::default(); 4],
        };
        let part = |suppliers: &[Supplier]| {
            let mut tally = none();
            suppliers.iter().for_each(|supplier| tally.count(supplier, limit));
            tally
        };
        register.suppliers.par_chunks(ROWS_AT_ONCE).map(part).reduce(none, Tally::and)
    }

    fn count(&mut self, supplier: &Supplier, limit: Option<(Amount, bool)>) {
        if let Some(reason) = left_out(supplier, limit) {
            self.left_out[reason as usize] += 1;
            return;
        }
        let one = Group { count: 1, turnover: supplier.turnover.units() };
        let country = supplier.country.map_or(Country::PLACES, Country::place);
        let industry = supplier.industry.map_or(self.industries.len() - 1, Industry::place);
        self.counted.add(one);
        self.countries[country].add(one);
        self.industries[industry].add(one);
        self.relations[supplier.relation as usize].add(one);
        self.strategic += usize::from(supplier.is(Mark::Strategic));
    }

    fn and(mut self, other: Tally) -> Tally {
        let add = |groups: &mut [Group], others: &[Group]| {
            groups.iter_mut().zip(others).for_each(|(group, other)| group.add(*other));
        };
        self.counted.add(other.counted);
        self.strategic += other.strategic;
        self.left_out.iter_mut().zip(other.left_out).for_each(|(count, other)| *count += other);
        add(&mut self.countries, &other.countries);
        add(&mut self.industries, &other.industries);
        add(&mut self.relations, &other.relations);
        self
    }

    /// The industries that are in the register, and how much of it says none.
    fn industries(&self) -> impl Iterator<Item = (Option<Industry>, Group)> {
        let all = Industry::all().map(Some).chain([None]);
        all.zip(self.industries.iter().copied()).filter(|(_, group)| group.count > 0)
    }

    /// Whether the industries of the register are of both editions of NACE.
    fn follows_both_editions(&self) -> bool {
        let has = |version| {
            self.industries().any(|(one, _)| one.is_some_and(|one| one.version() == version))
        };
        has(Version::Rev2) && has(Version::Rev21)
    }
}

/// The rest of a formula that has a condition of its own already.
fn and(filter: &str) -> String {
    filter.replacen(" where ", " and ", 1)
}

/// What is in the register and not assessed, and why.
fn excluded(loaded: &Loaded<Register>, tally: &Tally, filter: &str, made: &mut Made) {
    let all = Some(loaded.value.suppliers.len());
    let formula = format!("count of rows not{filter}");
    made.count("suppliers.excluded", tally.left_out.iter().sum(), from(loaded, all, formula));
    let reasons = [
        (LeftOut::BelowThreshold, "below_threshold", "turnover at or below the threshold"),
        (LeftOut::OwnGroup, "own_group", "relation is own_group"),
        (LeftOut::Listed, "listed", "exclude is yes"),
    ];
    for (reason, name, formula) in reasons {
        let count = tally.left_out[reason as usize];
        if count > 0 {
            let formula = format!("count of rows where {formula}");
            made.count(format!("suppliers.excluded.{name}"), count, from(loaded, all, formula));
        }
    }
}

fn turnover(
    dataset: &Dataset,
    loaded: &Loaded<Register>,
    counted: &Group,
    filter: &str,
    made: &mut Made,
    diagnostics: &mut Diagnostics,
) {
    let Some((report, limit)) = dataset.report.as_ref().zip(threshold(dataset)) else { return };
    let value = Value::Money { amount: limit.amount, currency: limit.currency.clone() };
    made.fact("suppliers.threshold", value, from(report, None, "threshold.amount")).as_of = None;
    if enough(made, counted.count, "`suppliers.turnover`", &loaded.path, diagnostics) {
        let amount = Amount::from_units(counted.turnover);
        let value = Value::Money { amount, currency: limit.currency.clone() };
        let formula = format!("sum of turnover{filter}");
        made.fact("suppliers.turnover", value, from(loaded, Some(counted.count), formula));
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

/// The suppliers that are counted, in groups.
struct Groups<'a> {
    loaded: &'a Loaded<Register>,
    tally: &'a Tally,
    filter: &'a str,
    /// How finely industries are told apart.
    level: Level,
    both_editions: bool,
}

impl Groups<'_> {
    fn by_country(&self, made: &Made) -> Series {
        let all = Country::all().map(Some).chain([None]);
        let groups = all.zip(&self.tally.countries).map(|(country, group)| {
            let code = country.map(|country| country.as_str().to_string());
            (code.map(|code| (code.clone(), Label::Country(code))), *group)
        });
        self.series("country", made, groups)
    }

    fn by_industry(&self, made: &Made) -> Series {
        let mut groups: BTreeMap<Option<Industry>, Group> = BTreeMap::new();
        for (industry, group) in self.tally.industries() {
            groups.entry(industry.map(|one| self.industry(one))).or_default().add(group);
        }
        let groups = groups.into_iter().map(|(industry, group)| {
            (industry.map(|one| (self.industry_key(one), Label::Industry(one))), group)
        });
        self.series("industry", made, groups)
    }

    fn by_relation(&self, made: &Made) -> Series {
        use crate::data::Choice;
        let groups = Relation::CHOICES.iter().map(|(name, relation)| {
            let label = Label::Message(format!("relation.{name}"));
            (Some((name.to_string(), label)), self.tally.relations[*relation as usize])
        });
        self.series("relation", made, groups)
    }

    /// The industry that a supplier is counted in. Where a register follows both editions, what both
    /// of them give one code and title is one industry.
    fn industry(&self, industry: Industry) -> Industry {
        let industry = industry.no_finer_than(self.level);
        let earlier = if self.both_editions { industry.earlier() } else { None };
        earlier.unwrap_or(industry)
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
        groups: impl Iterator<Item = (Option<(String, Label)>, Group)>,
    ) -> Series {
        let mut sorted: Vec<_> = groups
            .filter(|(_, group)| group.count > 0)
            .map(|(category, group)| (category, group.count, group.turnover))
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
                Some(self.tally.counted.count),
                format!("count of rows by {column}{}", self.filter),
            ),
        }
    }
}
