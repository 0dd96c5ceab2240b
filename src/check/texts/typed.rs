//! Numbers typed by hand, against the facts of the period that the page speaks of.

use std::collections::{BTreeMap, BTreeSet};
use std::mem::discriminant;

use rust_decimal::Decimal;

use super::exception::Exempt;
use super::held::{Held, HeldPage, Said, Sentence};
use crate::compose::words;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fact::{Fact, Facts, Label, PeriodFacts, Value};
use crate::locale::{Certainty, Locale, Reading};
use crate::source::Span;
use crate::theme::Messages;

/// The facts of a period, as one language reads and names them.
pub struct Known<'a> {
    facts: Vec<&'a Fact>,
    /// Facts by what they may be printed as.
    by_reading: BTreeMap<Reading, Vec<usize>>,
    /// What facts of any period may be printed as: none of these contradicts another.
    of_all: BTreeSet<Reading>,
    phrases: Vec<Phrase>,
    /// By fact: whether nobody else's figure is called so, as one of a country or a team is.
    has_own_name: Vec<bool>,
    /// Words of phrases by their first letters: the phrase, and which of its words.
    by_stem: BTreeMap<String, Vec<(usize, usize)>>,
}

/// Words by which a text speaks of a fact: its name, or what people call it.
struct Phrase {
    fact: usize,
    words: Vec<String>,
    /// Whether nobody else's figure is called so: names of countries and teams stand everywhere.
    is_telling: bool,
}

/// Tells numbers that could cite a fact, that contradict one, or that are written as another
/// language writes them. Where `is_told`, something was told before.
pub fn page(
    page: &HeldPage<'_>,
    known: Option<&Known<'_>>,
    exempt: &Exempt<'_>,
    is_told: impl Fn(Span) -> bool,
    diagnostics: &mut Diagnostics,
) {
    for held in page.held.iter().chain(page.notes.values()) {
        let mut near = None;
        for said in &held.numbers {
            if exempt.number(&said.quantity) {
                continue;
            }
            written_otherwise(said, diagnostics);
            // The words of a link name its target: chapter 3 is no count.
            let counts = said.quantity.certainty == Certainty::Certain && !said.is_linked;
            if let Some(known) = known.filter(|_| counts && !is_told(said.place)) {
                against_facts(said, held, &mut near, page, known, diagnostics);
            }
        }
    }
}

fn written_otherwise(said: &Said, diagnostics: &mut Diagnostics) {
    let Some(own) = &said.quantity.own_form else { return };
    let message = format!("`{}` is not how this language writes `{own}`", said.words);
    let diagnostic = Diagnostic::warning("number-format", said.place, message);
    diagnostics.push(match said.is_exact {
        true => diagnostic.sure_fix(said.place, own.clone()),
        false => diagnostic.help(format!("write `{own}`")),
    });
}

fn against_facts(
    said: &Said,
    held: &Held<'_>,
    last: &mut Option<(usize, BTreeMap<usize, Nearness>)>,
    page: &HeldPage<'_>,
    known: &Known<'_>,
    diagnostics: &mut Diagnostics,
) {
    let reading = &said.quantity.reading;
    if !is_figure(reading) {
        return;
    }
    let Some(sentence) = held.sentences.get(said.sentence) else { return };
    // Each sentence is looked through once for all its numbers.
    if last.as_ref().is_none_or(|(at, _)| *at != said.sentence) {
        *last = Some((said.sentence, known.near(&sentence.text)));
    }
    let Some((_, near)) = &*last else { return };
    let told = match known.by_reading.get(reading) {
        Some(equal) => equal_facts(said, equal, near, page, known),
        None if known.of_all.contains(reading) => None,
        None => contradicted(said, sentence, held, near, page, known),
    };
    told.into_iter().for_each(|one| diagnostics.push(one));
}

/// Whether a number may come from data: references to sections, times and years do not.
fn is_figure(reading: &Reading) -> bool {
    match reading {
        Reading::Number(number) => !is_year(*number),
        Reading::Percent(_) | Reading::Points(_) | Reading::Money { .. } | Reading::Date(_) => true,
        Reading::DayMonth { .. }
        | Reading::Month { .. }
        | Reading::Time { .. }
        | Reading::Section(_)
        | Reading::Code(_) => false,
    }
}

fn is_year(number: Decimal) -> bool {
    number.is_integer() && number >= Decimal::from(1900) && number <= Decimal::from(2100)
}

/// Whether hardly anything else has this value: then the fact is meant, whatever the sentence says.
fn is_rare(reading: &Reading) -> bool {
    match reading {
        Reading::Number(number) => *number >= Decimal::ONE_HUNDRED || !number.is_integer(),
        Reading::Percent(percent) | Reading::Points(percent) => !percent.is_integer(),
        Reading::Money { amount, .. } => *amount >= Decimal::ONE_THOUSAND,
        _ => true,
    }
}

/// Whether nothing else has this value by chance: 1 284, or 1 530 000 kroner, but not 30 000.
fn is_unmistakable(reading: &Reading) -> bool {
    let (Reading::Number(number) | Reading::Money { amount: number, .. }) = reading else {
        return false;
    };
    let figures = number.normalize().mantissa().to_string();
    let significant = figures.trim_end_matches('0').len();
    significant >= if *number >= Decimal::from(100_000) { 3 } else { 4 }
}

/// A number that is the value of facts.
fn equal_facts(
    said: &Said,
    equal: &[usize],
    near: &BTreeMap<usize, Nearness>,
    page: &HeldPage<'_>,
    known: &Known<'_>,
) -> Option<Diagnostic> {
    let reading = &said.quantity.reading;
    let is_rare = is_rare(reading);
    let is_named = |near: &Nearness| match reading {
        Reading::Number(number) if *number < Decimal::TEN => near.is_sure(),
        _ => near.is_half(),
    };
    let named = equal.iter().filter(|fact| near.get(fact).is_some_and(is_named));
    let best = named.clone().map(|fact| near[fact].part()).max();
    let best: Vec<usize> = named.filter(|fact| Some(near[*fact].part()) == best).copied().collect();
    // Shares of countries and industries are many, and some are like any other share.
    let own_name = |fact: &&usize| known.has_own_name[**fact];
    let unnamed: Vec<usize> = equal.iter().filter(own_name).copied().collect();
    let meant = match best.as_slice() {
        [] if is_rare => unnamed.as_slice(),
        best => best,
    };
    let is_meant = |fact: &usize| near.get(fact).is_some_and(|it| is_rare || it.is_sure());
    let is_certain = is_unmistakable(reading) || best.iter().any(is_meant);
    let ids: Vec<String> =
        meant.iter().take(3).map(|at| format!("`{}`", known.facts[*at].id)).collect();
    let words = &said.words;
    let message = match ids.as_slice() {
        [] => return None,
        [id] => format!("`{words}` is typed here; {id} is {words}"),
        several => format!("`{words}` is typed here; it is the value of {}", several.join(", ")),
    };
    let diagnostic = Diagnostic::warning("typed-number", said.place, message)
        .label("it stays when the data changes");
    let id = &known.facts[meant[0]].id;
    let period = page.period.unwrap_or_default();
    let bound = said.bound_to(id, period, page.period, page.language.locale);
    Some(match bound {
        Some(reference) if meant.len() == 1 && is_certain => {
            diagnostic.help("cite the fact").sure_fix(said.place, reference)
        }
        // Hardly anything in the sentence speaks of it: a person decides whether it is meant.
        Some(reference) if meant.len() == 1 => diagnostic
            .help("if it is this figure, cite the fact; if not, say so under `[[exceptions]]` in the front matter")
            .fix(said.place, reference),
        _ => diagnostic.help(format!("cite the one that is meant, as `[{words}](fact:{id})`")),
    })
}

const MOST_IN_A_SENTENCE: usize = 100;

/// A number that stands by the words of a fact whose value is another.
fn contradicted(
    said: &Said,
    sentence: &Sentence<'_>,
    held: &Held<'_>,
    near: &BTreeMap<usize, Nearness>,
    page: &HeldPage<'_>,
    known: &Known<'_>,
) -> Option<Diagnostic> {
    let own_year = page.period.and_then(|period| period.parse::<i64>().ok()).map(Decimal::from);
    // The numbers of a sentence stand together.
    let start = held.numbers.partition_point(|other| other.sentence < said.sentence);
    let end = held.numbers.partition_point(|other| other.sentence <= said.sentence);
    // What is longer is a list, and says nothing of a fact.
    if end - start > MOST_IN_A_SENTENCE || !near.values().any(Nearness::is_sure) {
        return None;
    }
    let numbers = || held.numbers[start..end].iter();
    // What a sentence says of other years is not what the data of this one says.
    let of_another_year = numbers().any(|other| match other.quantity.reading {
        Reading::Number(number) => is_year(number) && Some(number) != own_year,
        _ => false,
    });
    if of_another_year {
        return None;
    }
    let fits = |at: &usize, nearness: &Nearness| {
        let fact = known.facts[*at];
        let same_kind = Reading::of(&fact.value, fact.decimals)
            .is_some_and(|own| discriminant(&own) == discriminant(&said.quantity.reading));
        let is_there = || {
            sentence.facts.contains(&fact.id.as_str())
                || numbers().any(|other| readings(fact).any(|own| other.quantity.may_be(&own)))
        };
        nearness.is_sure() && same_kind && !is_there()
    };
    let fitting: Vec<usize> =
        near.iter().filter(|(at, nearness)| fits(at, nearness)).map(|(at, _)| *at).collect();
    // Of several nobody can tell which is meant.
    let [at] = fitting.as_slice() else { return None };
    let fact = known.facts[*at];
    let value = page.language.locale.value(&fact.value, fact.decimals)?;
    let message = format!("`{}` is typed here, but `{}` is {value}", said.words, fact.id);
    let period = page.period.unwrap_or_default();
    let diagnostic = Diagnostic::error("contradicts-fact", said.place, message)
        .help(format!(
            "write `[{value}](fact:{})`; if something else is counted, say so under `[[exceptions]]` in the front matter",
            fact.id
        ))
        .label(format!("by the data of {period} it is {value}"));
    Some(diagnostic)
}

/// How many words of a fact's phrase stand in a sentence, of how many.
#[derive(Debug, Clone, Copy, Default)]
struct Nearness {
    found: usize,
    of: usize,
    is_telling: bool,
}

impl Nearness {
    fn part(&self) -> usize {
        self.found * 100 / self.of.max(1)
    }

    fn is_half(&self) -> bool {
        self.part() >= 50
    }

    /// Whether the sentence surely speaks of the fact.
    fn is_sure(&self) -> bool {
        self.is_telling && self.part() >= 75
    }
}

impl<'a> Known<'a> {
    pub fn of(
        period: &'a PeriodFacts,
        all: &Facts,
        locale: &'static Locale,
        messages: &Messages,
    ) -> Known<'a> {
        let of_all = all.periods.values().flat_map(|period| period.facts.values());
        let mut known = Known {
            facts: period.facts.values().collect(),
            by_reading: BTreeMap::new(),
            of_all: of_all.flat_map(readings).collect(),
            phrases: Vec::new(),
            has_own_name: Vec::new(),
            by_stem: BTreeMap::new(),
        };
        for (at, fact) in period.facts.values().enumerate() {
            for reading in readings(fact) {
                known.by_reading.entry(reading).or_default().push(at);
            }
            let name = telling_words(&words::label(&fact.label, locale, messages));
            let is_own = matches!(fact.label, Label::Message(_));
            let is_telling = is_own && name.len() > 1;
            known.has_own_name.push(is_own);
            known.phrase(Phrase { fact: at, words: name, is_telling });
            let called = messages.find(&format!("called.{}", fact.id));
            for words in called.iter().flat_map(|called| called.split(',')).map(telling_words) {
                known.phrase(Phrase { fact: at, words, is_telling: true });
            }
        }
        known
    }

    fn phrase(&mut self, phrase: Phrase) {
        let at = self.phrases.len();
        for (word, text) in phrase.words.iter().enumerate() {
            self.by_stem.entry(stem(text)).or_default().push((at, word));
        }
        self.phrases.push(phrase);
    }

    /// The facts of which a sentence speaks, more or less.
    fn near(&self, sentence: &str) -> BTreeMap<usize, Nearness> {
        let mut found: BTreeSet<(usize, usize)> = BTreeSet::new();
        for spoken in telling_words(sentence) {
            let candidates = self.by_stem.get(&stem(&spoken)).into_iter().flatten();
            found.extend(
                candidates.filter(|(at, word)| are_alike(&spoken, &self.phrases[*at].words[*word])),
            );
        }
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for (phrase, _) in found {
            *counts.entry(phrase).or_default() += 1;
        }
        let mut near: BTreeMap<usize, Nearness> = BTreeMap::new();
        for (at, found) in counts {
            let Phrase { fact, words, is_telling } = &self.phrases[at];
            let nearness = Nearness { found, of: words.len(), is_telling: *is_telling };
            let best = near.entry(*fact).or_insert(nearness);
            if (nearness.is_sure(), nearness.part()) > (best.is_sure(), best.part()) {
                *best = nearness;
            }
        }
        near
    }
}

/// What a fact may be printed as: with as many decimals as it has, or fewer.
fn readings(fact: &Fact) -> impl Iterator<Item = Reading> {
    let decimals: &[u32] = match fact.value {
        Value::Percent(_) | Value::Points(_) | Value::Number(_) | Value::Money { .. } => &[0, 1, 2],
        // A year is a year, and often another one.
        Value::Year(_) | Value::Truth(_) | Value::Text(_) => &[],
        Value::Count(_) | Value::Date(_) => &[0],
    };
    let readings: BTreeSet<Reading> =
        decimals.iter().filter_map(|decimals| Reading::of(&fact.value, *decimals)).collect();
    readings.into_iter()
}

/// The words of a text that tell what it is about, in small letters.
fn telling_words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphabetic() && c != '-');
    let long = words.filter(|word| word.chars().count() >= 4);
    let small = long.map(str::to_lowercase);
    small.filter(|word| !EMPTY.contains(&word.as_str())).collect()
}

/// Words of four letters and more that stand in every other name.
const EMPTY: [&str; 40] = [
    "andel", "andelen", "antall", "antal", "antallet", "blant", "bland", "ble", "blev", "blir",
    "deres", "eller", "etter", "från", "fikk", "från", "have", "hadde", "hver", "hvert", "ikke",
    "ikkje", "inte", "into", "many", "mellom", "more", "number", "over", "period", "perioden",
    "share", "some", "than", "that", "their", "their", "were", "which", "with",
];

/// The letters by which words are looked up.
fn stem(word: &str) -> String {
    word.chars().take(4).collect()
}

/// The same word but for its ending: svarte, svart; leverandør, leverandørene.
fn are_alike(one: &str, other: &str) -> bool {
    let (one_length, other_length) = (one.chars().count(), other.chars().count());
    let shared = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    shared >= 4 && one_length.max(other_length) - shared <= 4
}
