//! Facts in prose: filled in from the data, or checked against it.

use std::collections::BTreeSet;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::data::Datasets;
use crate::data::register::is_private;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{CitedFact, FactReference};
use crate::fact::{Fact, Facts, PeriodFacts, Reason, Suppressed, Value};
use crate::load::fields::suggest;
use crate::locale::{Kind, Locale, Parsed};
use crate::source::Span;

/// The facts that a page may cite, in its language.
#[derive(Clone, Copy)]
pub struct Citations<'a> {
    pub facts: &'a Facts,
    pub locale: &'static Locale,
    /// The period that the page speaks of.
    pub period: Option<&'a str>,
    /// Where a page says so, and not the configuration.
    pub period_place: Option<Span>,
}

/// What the words between the brackets say.
enum Stated {
    /// The value of the data; how it is printed, and whether it was written so.
    Right { text: String, well_written: bool },
    /// Another value. The right one in the form that the writer chose, if it can take its place;
    /// one of another kind, sign or order of magnitude may need another sentence.
    Wrong { text: Option<String> },
    /// No value at all: words.
    Words,
}

impl<'a> Citations<'a> {
    /// The fact that a reference names, and its period; told where there is none.
    pub fn find(
        &self,
        id: &str,
        period: Option<&str>,
        span: Span,
        diagnostics: &mut Diagnostics,
    ) -> Option<(&'a Fact, &'a str)> {
        let (period, known) = self.period(period, span, diagnostics)?;
        let found = known.facts.get(id);
        if let (None, Some(suppressed)) = (found, known.suppressed.get(id)) {
            diagnostics.push(withheld(id, suppressed, span));
        } else if found.is_none() {
            let message = format!("there is no fact `{id}` in the data of {period}");
            let elsewhere =
                self.facts.periods.iter().find(|(_, facts)| facts.facts.contains_key(id));
            let diagnostic =
                Diagnostic::error("unknown-fact", span, message).label("no fact has this name");
            let diagnostic = match elsewhere {
                _ if let Some(file) = made_from(id, period, known) => lacks(diagnostic, file),
                _ if is_private(id) => diagnostic
                    .help("what the register says of one supplier is private, and never a figure"),
                Some((other, _)) => diagnostic.help(format!(
                    "put what it is counted from into `data/{period}/`; that of {other} is `fact:{id}@{other}`"
                )),
                None => {
                    match crate::diagnostic::nearest(id, known.facts.keys().map(String::as_str)) {
                        Some(_) => {
                            suggest(diagnostic, span, id, known.facts.keys().map(String::as_str))
                        }
                        None => diagnostic
                            .help(format!("`belegg facts` lists all {} of them", known.facts.len())),
                    }
                }
            };
            self.tell(diagnostic, period, diagnostics);
        }
        Some((found?, period))
    }

    /// Tells that a page and the data of a period do not agree. Where that data has errors itself,
    /// most likely they are why: then only this is told.
    pub fn tell(&self, diagnostic: Diagnostic, period: &str, diagnostics: &mut Diagnostics) {
        let told = match self.facts.in_doubt.contains(period) {
            true => not_compared(period),
            false => diagnostic,
        };
        diagnostics.push(told);
    }

    /// The facts and series of a period: the reference's own, or the page's.
    pub fn period(
        &self,
        period: Option<&str>,
        span: Span,
        diagnostics: &mut Diagnostics,
    ) -> Option<(&'a str, &'a crate::fact::PeriodFacts)> {
        let Some(wanted) = period.or(self.period) else {
            diagnostics.push(
                Diagnostic::error(
                    "unknown-period",
                    span,
                    "it is not said which period this page speaks of",
                )
                .help("write `period = 2024` in the front matter or in `belegg.toml`"),
            );
            return None;
        };
        let found = self.facts.periods.get_key_value(wanted);
        // Of the period of the configuration it was told there, as it was of a folder that says to be another year's.
        let is_told = self.facts.in_doubt.contains(wanted);
        if found.is_none() && !is_told && (period.is_some() || self.period_place.is_some()) {
            let known: Vec<&str> = self.facts.periods.keys().map(String::as_str).collect();
            let message = format!("there is no data for the period {wanted}");
            // Of a page's own period that is one mistake, however many figures it has.
            let place = period.map_or(self.period_place, |_| None).unwrap_or(span);
            let help = match known.is_empty() {
                true => format!("make the folder `data/{wanted}`, with the tables of the period"),
                false => format!("there is data for {}", known.join(", ")),
            };
            diagnostics.push(Diagnostic::error("unknown-period", place, message).help(help));
        }
        found.map(|(name, facts)| (name.as_str(), facts))
    }

    /// A reference in words.
    pub fn cite(&self, reference: &FactReference, diagnostics: &mut Diagnostics) -> CitedFact {
        let as_written = |period: &str| CitedFact {
            id: reference.id.clone(),
            period: period.to_string(),
            text: reference.stated.clone(),
            entry: None,
            span: reference.span,
        };
        let found =
            self.find(&reference.id, reference.period.as_deref(), reference.id_span, diagnostics);
        let Some((fact, period)) = found else { return as_written("") };
        let decimals = reference.digits.unwrap_or(fact.decimals);
        let Some(text) = self.locale.value(&fact.value, decimals) else {
            let message = format!("`{}` has no text in this language", reference.id);
            diagnostics.push(Diagnostic::error("missing-words", reference.span, message));
            return as_written(period);
        };
        if reference.stated.is_empty() {
            return CitedFact { text, ..as_written(period) };
        }
        if reference.accepted {
            return as_written(period);
        }
        match self.compare(&reference.stated, fact, reference.digits) {
            Stated::Right { text, well_written } => {
                if !well_written {
                    let message =
                        format!("`{}` is not how this language writes `{text}`", reference.stated);
                    let diagnostic =
                        Diagnostic::warning("number-format", reference.stated_span, message);
                    diagnostics.push(with_fix(diagnostic, reference, &text, true));
                }
                CitedFact { text, ..as_written(period) }
            }
            Stated::Wrong { text: own } => {
                let right = own.as_ref().unwrap_or(&text);
                let message =
                    format!("the text says {} but the data gives {right}", reference.stated);
                let origin = &fact.provenance;
                let diagnostic = Diagnostic::error("stated-number", reference.stated_span, message)
                    .label(format!("`{}` is {text}", reference.id))
                    .help(format!(
                        "write `[{right}](fact:{})`, or correct `{}` ({})",
                        target(reference),
                        origin.dataset,
                        origin.formula
                    ))
                    .because_of(differing(&origin.dataset, &reference.id));
                let diagnostic = with_fix(diagnostic, reference, right, own.is_some());
                self.tell(diagnostic, period, diagnostics);
                as_written(period)
            }
            Stated::Words => {
                let message = format!(
                    "`{}` stands for {text}: only a person can tell whether it does",
                    reference.stated
                );
                diagnostics.push(
                    Diagnostic::warning("words-for-number", reference.stated_span, message).help(
                        format!(
                            "if it does, write `[{}](fact:{} \"≈\")`",
                            reference.stated, reference.id
                        ),
                    ),
                );
                as_written(period)
            }
        }
    }

    fn compare(&self, stated: &str, fact: &Fact, digits: Option<u32>) -> Stated {
        let locale = self.locale;
        let quantity = |value, kind| self.quantity(stated, value, kind, (digits, fact.decimals));
        match &fact.value {
            Value::Date(date) => match locale.parse_date(stated) {
                Some(said) if said == *date => {
                    let long = locale.date(*date);
                    let short = locale.date_short(*date);
                    let text = if same(stated, &short) { short } else { long };
                    Stated::Right { well_written: same(stated, &text), text }
                }
                Some(said) => {
                    let is_short = same(stated, &locale.date_short(said));
                    let text = if is_short { locale.date_short(*date) } else { locale.date(*date) };
                    Stated::Wrong { text: Some(text) }
                }
                None => Stated::Words,
            },
            Value::Year(year) => match stated.trim().parse::<i32>() {
                Ok(said) if said == *year => {
                    Stated::Right { text: said.to_string(), well_written: true }
                }
                Ok(_) => Stated::Wrong { text: Some(year.to_string()) },
                Err(_) => Stated::Words,
            },
            Value::Truth(so) => {
                let says =
                    |so: bool| locale.value(&Value::Truth(so), 0).filter(|text| same(stated, text));
                match (says(*so), says(!so)) {
                    (Some(text), _) => Stated::Right { text, well_written: true },
                    (None, Some(_)) => Stated::Wrong { text: None },
                    (None, None) => Stated::Words,
                }
            }
            Value::Text(_) => match locale.value(&fact.value, 0) {
                Some(text) if same(stated, &text) => Stated::Right { text, well_written: true },
                _ => Stated::Wrong { text: None },
            },
            Value::Count(count) => quantity(Decimal::from(*count), Kind::Number),
            Value::Number(number) => quantity(*number, Kind::Number),
            Value::Percent(percent) => quantity(*percent, Kind::Percent),
            Value::Points(points) => quantity(*points, Kind::Points),
            Value::Money { amount, currency } => match locale.parse_number(stated) {
                Some(parsed) if matches!(parsed.kind, Kind::Money(code) if code == currency) => {
                    let printed = |decimals| locale.money(*amount, currency, decimals);
                    match round(*amount, parsed.decimals) == parsed.value {
                        true => Stated::Right {
                            text: printed(parsed.decimals),
                            well_written: parsed.canonical,
                        },
                        false => Stated::wrong(&parsed, *amount, (digits, fact.decimals), printed),
                    }
                }
                Some(parsed) if matches!(parsed.kind, Kind::Money(_)) => {
                    Stated::Wrong { text: None }
                }
                _ => quantity(*amount, Kind::Number),
            },
        }
    }

    /// A number with its unit, or the bare number whose unit the sentence gives. Of the decimals,
    /// those that the reference asks for come first, then the fact's own.
    fn quantity(
        &self,
        stated: &str,
        value: Decimal,
        kind: Kind,
        (digits, own): (Option<u32>, u32),
    ) -> Stated {
        let locale = self.locale;
        let Some(parsed) = locale.parse_number(stated) else { return Stated::Words };
        let decimals = digits.unwrap_or(parsed.decimals);
        let bare = parsed.kind == Kind::Number;
        if !(bare || parsed.kind == kind) {
            return Stated::Wrong { text: None };
        }
        let printed = |decimals: u32| match parsed.kind {
            Kind::Percent => locale.percent(value, decimals),
            Kind::Points => locale.points(value, decimals),
            Kind::Number | Kind::Money(_) => locale.number(value, decimals),
        };
        let text = printed(decimals);
        let right = match (parsed.bound, locale.parse_number(&text)) {
            (None, Some(own)) if own.bound.is_none() => {
                parsed.decimals == decimals && round(value, decimals) == parsed.value
            }
            (_, Some(own)) => own.says_the_same(&parsed),
            (_, None) => false,
        };
        match right {
            true => Stated::Right { text, well_written: parsed.canonical },
            // “3,2 millioner” are no 3 200 000 millions.
            false if bare && decimals < 3 && decimals > 0 && value.is_integer() => {
                Stated::Wrong { text: None }
            }
            false => Stated::wrong(&parsed, value, (digits, own), printed),
        }
    }
}

impl Stated {
    /// Another number than the data's, which is printed with as many decimals.
    fn wrong(
        stated: &Parsed,
        value: Decimal,
        (digits, own): (Option<u32>, u32),
        printed: impl Fn(u32) -> String,
    ) -> Stated {
        // Three decimals are most often thousands as another language writes them.
        let is_foreign = stated.decimals == 3;
        let decimals = digits.unwrap_or(if is_foreign { own } else { stated.decimals });
        let said = match is_foreign {
            true => stated.value.checked_mul(Decimal::ONE_THOUSAND).unwrap_or(stated.value),
            false => stated.value,
        };
        let sure = said.is_zero() || value.is_zero() || is_near(said, value);
        Stated::Wrong { text: sure.then(|| printed(decimals)) }
    }
}

/// Whether a sentence about the one number can stand with the other: where the sign turns, “rose by”
/// may have to become “fell by”, and a number a thousand times larger counts in another unit.
fn is_near(said: Decimal, value: Decimal) -> bool {
    let range = Decimal::new(1, 3)..Decimal::ONE_THOUSAND;
    value.checked_div(said).is_some_and(|ratio| range.contains(&ratio))
}

/// With the right words as the fix, where their place is known.
fn with_fix(
    diagnostic: Diagnostic,
    reference: &FactReference,
    text: &str,
    sure: bool,
) -> Diagnostic {
    match (reference.replaceable, sure) {
        (false, _) => diagnostic,
        (true, true) => diagnostic.sure_fix(reference.stated_span, text),
        (true, false) => diagnostic.fix(reference.stated_span, text),
    }
}

/// Which file it is, or which part of one, where the period has no figure at all of those that it gives.
pub fn made_from(id: &str, period: &str, known: &PeriodFacts) -> Option<String> {
    let of_threshold = ["suppliers.threshold", "suppliers.turnover"];
    let is_said = || known.facts.contains_key("suppliers.threshold");
    if of_threshold.contains(&id) && known.facts.contains_key("suppliers.count") && !is_said() {
        return Some(threshold(period));
    }
    let file = file_of(id, known)?;
    Some(format!("`data/{period}/{file}`"))
}

fn threshold(period: &str) -> String {
    format!("`[threshold]` in `data/{period}/report.toml`")
}

/// Of a figure that is made from this file, which is not there or not complete.
pub fn lacks(diagnostic: Diagnostic, file: String) -> Diagnostic {
    let help = format!("figures of this name are made from {file}: is it there, and complete?");
    diagnostic.help(help).because_of(file)
}

/// What numbers of a text have in common that are not those of the data: the file. How many suppliers are
/// registered does not change with the threshold.
fn differing(dataset: &str, id: &str) -> String {
    let part = if id.starts_with("suppliers.registered") { ", all of it" } else { "" };
    format!("{dataset}{part}")
}

/// Of the figures that one missing file would give, the first is told, and how many more pages show. A fact that
/// is not there is told once for all its places; so are a period without data, a role that nobody knows and a
/// supplier that is not registered.
pub fn tell_missing_once(datasets: &Datasets, diagnostics: &mut Diagnostics) {
    forget_without_threshold(datasets, diagnostics);
    diagnostics.fold(
        |one| match one.code.0 {
            "unknown-fact" | "unknown-chart" | "unknown-table" if one.cause.is_some() => {
                one.cause.clone()
            }
            "unknown-period" if one.span.is_some() => Some(one.message.clone()),
            "unknown-fact" | "unknown-role" | "unknown-supplier" => Some(one.message.clone()),
            _ => None,
        },
        |first, others| {
            // The same figure may be missing in every language.
            let messages = others.iter().map(|other| other.message.as_str());
            let others_missing: BTreeSet<&str> =
                messages.filter(|it| *it != first.message).collect();
            match others_missing.len() {
                0 => {
                    let places = others.iter().filter_map(|other| other.span);
                    first.related.extend(places.map(|place| (place, "and here".to_string())));
                }
                1 => first.message.push_str(", nor another one that pages show"),
                more => first.message.push_str(&format!(", nor {more} others that pages show")),
            }
        },
    );
}

/// Where pages show the threshold, and it is gone, more suppliers are counted than are meant: that pages say
/// other numbers follows from that.
fn forget_without_threshold(datasets: &Datasets, diagnostics: &mut Diagnostics) {
    let registers = datasets.iter().filter_map(|(period, dataset)| {
        let threshold = threshold(period);
        let is_gone = |one: &Diagnostic| one.cause.as_ref() == Some(&threshold);
        let register = dataset.suppliers.as_ref()?;
        diagnostics.told_errors().any(is_gone).then_some(&register.path)
    });
    let registers: Vec<&String> = registers.collect();
    diagnostics.forget_if(|one| {
        let is_counted = |file: &String| registers.contains(&file);
        one.code.0 == "stated-number" && one.cause.as_ref().is_some_and(is_counted)
    });
}

/// The file that figures of such a name come from, where the period has none of them.
fn file_of(id: &str, known: &PeriodFacts) -> Option<&'static str> {
    let (group, _) = id.split_once('.')?;
    // The questions are there without the answers.
    let of_form = ["question_count", "max_score", "since", "theme_count"];
    let is_of_form = |id: &str| id.rsplit('.').next().is_some_and(|name| of_form.contains(&name));
    let is_known = |other: &String| {
        other.split('.').next() == Some(group) && (is_of_form(id) || !is_of_form(other))
    };
    let file = match group {
        "suppliers" | "code_of_conduct" | "risk" => "suppliers.csv",
        "questionnaire" if is_of_form(id) => "questionnaire.toml",
        "questionnaire" => "responses.csv",
        "audits" => "audits.csv",
        "findings" => "findings.csv",
        "measures" => "measures.csv",
        "goals" => "goals.csv",
        "requests" => "requests.csv",
        "workforce" => "workforce.csv",
        "pay" => "pay.csv",
        "leave" => "leave.csv",
        _ => return None,
    };
    (!known.facts.keys().chain(known.suppressed.keys()).any(is_known)).then_some(file)
}

/// The same for all references to a period: it is told once.
fn not_compared(period: &str) -> Diagnostic {
    let message = format!("the pages are not compared with the data of {period}, which has errors");
    Diagnostic::warning("not-compared", None, message)
        .help(format!("correct the errors in `data/{period}` first"))
}

/// Tells that a figure is known and may not be shown: why, and what can be done.
pub fn withheld(id: &str, suppressed: &Suppressed, span: Span) -> Diagnostic {
    let Suppressed { reason, smallest, dataset } = suppressed;
    let why = match reason {
        Reason::SmallGroup => format!("it is about fewer than {smallest} people"),
        Reason::Complement => {
            format!("with the other figures it would give a group of fewer than {smallest} away")
        }
    };
    Diagnostic::error("suppressed-fact", span, format!("`{id}` is withheld: {why}"))
        .label("people could be recognised")
        .help(format!("merge small groups in `{dataset}`, or leave the figure out"))
}

/// A reference's own target: `suppliers.count@2023?digits=1`.
fn target(reference: &FactReference) -> String {
    let period = reference.period.as_ref().map_or_else(String::new, |period| format!("@{period}"));
    let digits = reference.digits.map_or_else(String::new, |digits| format!("?digits={digits}"));
    format!("{}{period}{digits}", reference.id)
}

fn round(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

/// Alike but for the kind of space.
fn same(a: &str, b: &str) -> bool {
    let plain = |text: &str| text.replace(['\u{a0}', '\u{202f}'], " ").trim().to_string();
    plain(a) == plain(b)
}
