//! Data to facts and series: every figure of a report, computed, with its origin.
//!
//! Shares are kept unrounded; `locale` rounds them half away from zero when they are shown.

mod account;
mod code_of_conduct;
mod history;
mod people;
mod questionnaire;
mod requests;
mod risk;
mod series;
mod suppliers;
pub mod suppression;
mod trends;

use rust_decimal::Decimal;
use time::Date;

use crate::data::history::History;
use crate::data::{Dataset, Datasets, Loaded, SmallestGroup};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fact::{
    Fact, Facts, Label, Measure, PeriodFacts, Provenance, Reason, Series, Suppressed, Value, Words,
};
use crate::source::Span;

pub use history::close;

/// All facts of all periods: those that the data gives, and those of closed years.
pub fn facts(
    datasets: &Datasets,
    closed: Option<&Loaded<History>>,
    diagnostics: &mut Diagnostics,
) -> Facts {
    let mut facts = Facts::default();
    for (period, dataset) in datasets {
        let mut made = Made {
            as_of: cutoff(dataset),
            smallest: smallest(dataset),
            facts: PeriodFacts::default(),
        };
        report(dataset, &mut made);
        suppliers::facts(dataset, &mut made, diagnostics);
        questionnaire::facts(dataset, &mut made, diagnostics);
        code_of_conduct::facts(dataset, &mut made, diagnostics);
        risk::facts(dataset, &mut made, diagnostics);
        account::facts(dataset, &mut made, diagnostics);
        requests::facts(dataset, &mut made, diagnostics);
        people::facts(dataset, &mut made, diagnostics);
        series::facts(dataset, &mut made, diagnostics);
        stated(dataset, &mut made, diagnostics);
        series::tell_sums(dataset, &made, diagnostics);
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

fn smallest(dataset: &Dataset) -> SmallestGroup {
    dataset
        .report
        .as_ref()
        .map_or_else(SmallestGroup::default, |report| report.value.smallest_group)
}

/// The facts of a period while they are made.
struct Made {
    as_of: Option<Date>,
    smallest: SmallestGroup,
    facts: PeriodFacts,
}

impl Made {
    fn fact(&mut self, id: impl Into<String>, value: Value, provenance: Provenance) -> &mut Fact {
        let id = id.into();
        let fact = Fact {
            label: Label::Message(format!("fact.{id}")),
            definition: definition(&id),
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

    /// One of many facts of a kind: `workforce.board.women` is of the kind `workforce.women`, whose
    /// words speak of `{name}`.
    fn named(
        &mut self,
        kind: &str,
        id: &str,
        name: Label,
        value: Value,
        provenance: Provenance,
    ) -> &mut Fact {
        let fact = self.fact(id, value, provenance);
        fact.label = Label::Filled(format!("fact.{kind}"), vec![("name", name)]);
        fact.definition = definition(kind);
        fact
    }

    /// A fact or series that may not be published: its value is not kept.
    fn suppress<T>(&mut self, id: &str, reason: Reason, loaded: &Loaded<T>) {
        let dataset = loaded.path.clone();
        let suppressed = Suppressed { reason, smallest: self.smallest.people, dataset };
        self.facts.suppressed.insert(id.to_string(), suppressed);
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
                Measure::Count => Value::Count(i64::try_from(category.value).unwrap_or(i64::MAX)),
                Measure::Share | Measure::Percent => Value::Percent(category.value),
            };
            let share = format!("{id}.share");
            self.fact(id.clone(), value, provenance.clone());
            if series.measure == Measure::Count {
                self.share(share.clone(), category.value, total, provenance);
            }
            for id in [id, share] {
                if let Some(fact) = self.facts.facts.get_mut(&id) {
                    fact.label = category.label.clone();
                    fact.definition = series.definition.clone();
                }
            }
        }
        self.facts.series.insert(series.id.clone(), series);
    }
}

/// What a fact or series means, in the program's own words.
fn definition(id: &str) -> Label {
    Label::Message(format!("definition.{id}"))
}

/// Whether a sum or mean over so many companies may be published: with fewer than three, one of
/// them could work out another's. If not, that is told.
fn enough(
    made: &Made,
    companies: usize,
    what: &str,
    path: &str,
    diagnostics: &mut Diagnostics,
) -> bool {
    let fewest = usize::try_from(made.smallest.companies).unwrap_or(usize::MAX);
    if (1..fewest).contains(&companies) {
        let message = format!(
            "{what} is not made: `{path}` has only {companies} for it, and companies could be recognised"
        );
        diagnostics.push(
            Diagnostic::warning("small-group", None, message)
                .help(format!("figures over companies are made from {fewest} of them upward")),
        );
    }
    companies >= fewest
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
        ("report.signed_on", info.signers.iter().filter_map(|signer| signer.signed_on).max()),
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

/// Tells a day that is not in the period, where the period is known.
fn tell_outside(
    dataset: &Dataset,
    what: &str,
    day: Date,
    span: Span,
    diagnostics: &mut Diagnostics,
) {
    let Some(report) = &dataset.report else { return };
    let (Some(start), Some(end)) = (report.value.period_start, report.value.period_end) else {
        return;
    };
    if !(start..=end).contains(&day) {
        let message = format!("{what} of {day} is not in the period, {start} to {end}");
        diagnostics.push(
            Diagnostic::warning("outside-period", span, message)
                .help("correct the date, or move the row to the period that it belongs to"),
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
    // Rows with mistakes are left out of the register: whoever they name is not missing.
    if diagnostics.files_with_errors().contains(&register.value.file().file) {
        return;
    }
    // Of a register without rows, which is told, one is enough.
    let most = if register.value.suppliers.is_empty() { 1 } else { usize::MAX };
    for (id, span) in named.take(most) {
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
        if let Some(suppressed) = made.facts.suppressed.get(&stated.id) {
            let message = format!(
                "`{}` is stated here, but withheld: in `{}` it is about too few people",
                stated.id, suppressed.dataset
            );
            diagnostics.push(
                Diagnostic::error("suppressed-fact", stated.span, message)
                    .help("take it out of `facts.toml`, or merge groups"),
            );
            continue;
        }
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
        fact.definition = match stated.definition.is_empty() {
            true => Label::Message("definition-stated".to_string()),
            false => Label::Given(stated.definition.clone()),
        };
        if !stated.label.is_empty() {
            fact.label = Label::Given(stated.label.clone());
        }
    }
}
