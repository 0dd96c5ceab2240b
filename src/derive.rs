//! Data to facts and series: every figure of a report, computed, with its origin.
//!
//! Shares are kept unrounded; `locale` rounds them half away from zero when they are shown.

mod code_of_conduct;
mod history;
mod questionnaire;
mod risk;
mod suppliers;
mod trends;

use rust_decimal::Decimal;
use time::Date;

use crate::data::history::History;
use crate::data::{Dataset, Datasets, Loaded};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fact::{Fact, Facts, Label, PeriodFacts, Provenance, Series, Value, Words};

pub use history::close;

/// All facts of all periods: those that the data gives, and those of closed years.
pub fn facts(
    datasets: &Datasets,
    closed: Option<&Loaded<History>>,
    diagnostics: &mut Diagnostics,
) -> Facts {
    let mut facts = Facts::default();
    for (period, dataset) in datasets {
        let mut made = Made { as_of: cutoff(dataset), facts: PeriodFacts::default() };
        report(dataset, &mut made);
        suppliers::facts(dataset, &mut made, diagnostics);
        questionnaire::facts(dataset, &mut made, diagnostics);
        code_of_conduct::facts(dataset, &mut made, diagnostics);
        risk::facts(dataset, &mut made, diagnostics);
        counts(dataset, &mut made, diagnostics);
        stated(dataset, &mut made, diagnostics);
        facts.periods.insert(period.clone(), made.facts);
    }
    if let Some(closed) = closed {
        history::add(closed, &mut facts, diagnostics);
    }
    for (period, dataset) in datasets {
        code_of_conduct::changes(period, dataset, &mut facts, diagnostics);
    }
    trends::add(datasets, &mut facts, diagnostics);
    facts
}

fn cutoff(dataset: &Dataset) -> Option<Date> {
    let info = &dataset.report.as_ref()?.value;
    info.cutoff.or(info.period_end)
}

/// The facts of a period while they are made.
struct Made {
    as_of: Option<Date>,
    facts: PeriodFacts,
}

impl Made {
    fn fact(&mut self, id: impl Into<String>, value: Value, provenance: Provenance) -> &mut Fact {
        let id = id.into();
        let fact = Fact {
            label: Label::Message(format!("fact.{id}")),
            id: id.clone(),
            value,
            decimals: 0,
            parts: None,
            as_of: self.as_of,
            provenance,
        };
        self.facts.facts.entry(id).insert_entry(fact).into_mut()
    }

    fn count(&mut self, id: impl Into<String>, count: usize, provenance: Provenance) -> &mut Fact {
        self.fact(id, Value::Count(i64::try_from(count).unwrap_or(i64::MAX)), provenance)
    }

    /// A share in percent; none of nothing.
    fn share(
        &mut self,
        id: impl Into<String>,
        part: Decimal,
        whole: Decimal,
        provenance: Provenance,
    ) {
        if let Some(percent) = percent(part, whole) {
            self.fact(id, Value::Percent(percent), provenance).parts = Some((part, whole));
        }
    }

    /// A series, and a fact for each of its categories: `suppliers.by_country.NO`, and its share.
    fn series(&mut self, series: Series) {
        let total = series.total();
        for category in &series.categories {
            let id = format!("{}.{}", series.id, category.key);
            let provenance = Provenance {
                formula: format!("{}: {}", series.provenance.formula, category.key),
                ..series.provenance.clone()
            };
            let value = match series.measure {
                crate::fact::Measure::Count => {
                    Value::Count(i64::try_from(category.value).unwrap_or(i64::MAX))
                }
                crate::fact::Measure::Percent => Value::Percent(category.value),
            };
            self.fact(id.clone(), value, provenance.clone()).label = category.label.clone();
            if series.measure == crate::fact::Measure::Count {
                self.share(format!("{id}.share"), category.value, total, provenance);
                if let Some(fact) = self.facts.facts.get_mut(&format!("{id}.share")) {
                    fact.label = category.label.clone();
                }
            }
        }
        self.facts.series.insert(series.id.clone(), series);
    }
}

/// Sums and means over fewer companies than this are not made: one of them could work out
/// another's.
const FEWEST: usize = 3;

/// Whether a sum or mean over so many companies may be published. If not, that is told.
fn enough(companies: usize, what: &str, path: &str, diagnostics: &mut Diagnostics) -> bool {
    if (1..FEWEST).contains(&companies) {
        let message = format!(
            "{what} is not made: `{path}` has only {companies} for it, and companies could be recognised"
        );
        diagnostics.push(
            Diagnostic::warning("small-group", None, message)
                .help(format!("figures over companies are made from {FEWEST} of them upward")),
        );
    }
    companies >= FEWEST
}

/// `part` of `whole` in percent, unrounded.
fn percent(part: Decimal, whole: Decimal) -> Option<Decimal> {
    part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)
}

fn from<T>(loaded: &Loaded<T>, rows: Option<usize>, formula: impl Into<String>) -> Provenance {
    Provenance {
        dataset: loaded.path.clone(),
        sha256: loaded.sha256.clone(),
        rows: rows.map(|rows| rows as u64),
        others: Vec::new(),
        formula: formula.into(),
        source: None,
    }
}

fn report(dataset: &Dataset, made: &mut Made) {
    let Some(loaded) = &dataset.report else { return };
    let info = &loaded.value;
    made.fact("report.year", Value::Year(info.year), from(loaded, None, "year"));
    for (id, date) in [
        ("report.period_start", info.period_start),
        ("report.period_end", info.period_end),
        ("report.cutoff", info.cutoff),
        ("report.published_on", info.published_on),
    ] {
        if let Some(date) = date {
            let formula = id.trim_start_matches("report.");
            made.fact(id, Value::Date(date), from(loaded, None, formula)).as_of = None;
        }
    }
    let contact = info.contact.as_ref();
    let same = |text: &String| Words::from([(String::new(), text.clone())]);
    for (id, words, formula) in [
        ("report.contact.name", contact.map(|one| same(&one.name)), "contact.name"),
        ("report.contact.role", contact.map(|one| one.role.clone()), "contact.role"),
        ("report.contact.email", contact.map(|one| same(&one.email)), "contact.email"),
        ("report.contact.phone", contact.map(|one| same(&one.phone)), "contact.phone"),
        (
            "report.information_request",
            info.information_request.as_ref().map(same),
            "information_request",
        ),
        (
            "report.annual_report_reference",
            Some(info.annual_report_reference.clone()),
            "annual_report_reference",
        ),
    ] {
        let words = words.filter(|words| words.values().any(|word| !word.is_empty()));
        if let Some(words) = words {
            made.fact(id, Value::Text(words), from(loaded, None, formula)).as_of = None;
        }
    }
    if !info.entities.is_empty() {
        let covered = info.entities.iter().filter(|entity| entity.covered).count();
        let all = Some(info.entities.len());
        made.count("report.entities", info.entities.len(), from(loaded, all, "count of entities"));
        let formula = "count of entities where covered is true";
        made.count("report.entities_covered", covered, from(loaded, all, formula));
    }
}

/// Audits, goals and measures: how many there are.
fn counts(dataset: &Dataset, made: &mut Made, diagnostics: &mut Diagnostics) {
    if let Some(loaded) = &dataset.audits {
        let rows = &loaded.value;
        known_suppliers(
            dataset,
            rows.iter().map(|audit| (audit.supplier_id.as_str(), audit.span)),
            diagnostics,
        );
        made.count("audits.count", rows.len(), from(loaded, Some(rows.len()), "count of rows"));
        let sum = |number: fn(&crate::data::Audit) -> Option<i64>| -> Option<i64> {
            rows.iter().map(number).sum()
        };
        if let (Some(findings), Some(closed)) =
            (sum(|audit| audit.findings), sum(|audit| audit.closed))
        {
            made.fact(
                "audits.findings",
                Value::Count(findings),
                from(loaded, Some(rows.len()), "sum of findings"),
            );
            made.fact(
                "audits.closed",
                Value::Count(closed),
                from(loaded, Some(rows.len()), "sum of closed"),
            );
            made.fact(
                "audits.open",
                Value::Count(findings - closed),
                from(loaded, Some(rows.len()), "sum of findings − closed"),
            );
        }
    }
    if let Some(loaded) = &dataset.goals {
        made.count(
            "goals.count",
            loaded.value.len(),
            from(loaded, Some(loaded.value.len()), "count of rows"),
        );
    }
    if let Some(loaded) = &dataset.measures {
        made.count(
            "measures.count",
            loaded.value.len(),
            from(loaded, Some(loaded.value.len()), "count of rows"),
        );
    }
}

/// Rows that name a supplier must name one of the register.
fn known_suppliers<'a>(
    dataset: &Dataset,
    named: impl Iterator<Item = (&'a str, crate::source::Span)>,
    diagnostics: &mut Diagnostics,
) {
    let Some(register) = &dataset.suppliers else { return };
    for (id, span) in named {
        if register.value.find(id).is_none() {
            let message = format!("the supplier `{id}` is not in `{}`", register.path);
            diagnostics.push(
                Diagnostic::error("unknown-supplier", span, message)
                    .help("correct the number, or add the supplier to the register"),
            );
        }
    }
}

/// What organisations state that hold only totals.
fn stated(dataset: &Dataset, made: &mut Made, diagnostics: &mut Diagnostics) {
    let Some(loaded) = &dataset.facts else { return };
    for stated in &loaded.value {
        if let Some(computed) = made.facts.facts.get(&stated.id) {
            let message = format!(
                "`{}` is stated here, but computed from `{}` too",
                stated.id, computed.provenance.dataset
            );
            diagnostics.push(
                Diagnostic::error("stated-and-computed", stated.span, message)
                    .help("take it out of `facts.toml`"),
            );
            continue;
        }
        let provenance =
            Provenance { source: Some(stated.source.clone()), ..from(loaded, None, "stated") };
        let fact = made.fact(stated.id.clone(), stated.value.clone(), provenance);
        fact.decimals = stated.decimals;
        if !stated.label.is_empty() {
            fact.label = Label::Given(stated.label.clone());
        }
    }
}
