//! Numbers of a section against those of its translation.

use std::collections::{BTreeMap, BTreeSet};
use std::mem::discriminant;

use super::exception::Exempt;
use super::held::{Cited, Said};
use super::parity::Side;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::locale::{Certainty, Reading};

/// Tells numbers that differ, numbers that stand on one side alone, and facts that are cited on one
/// side alone. A number that stands on both sides may stand there more than once.
pub fn compare(
    original: Side<'_>,
    translation: Side<'_>,
    exempt: &Exempt<'_>,
    diagnostics: &mut Diagnostics,
) {
    let mut there = unanswered(original, translation, exempt);
    let mut here = unanswered(translation, original, exempt);
    let mut unheard = Diagnostics::default();
    let of_facts = if original.is_broken { &mut unheard } else { &mut *diagnostics };
    facts(original, translation, &mut here, of_facts);
    facts(translation, original, &mut there, of_facts);
    // Of very many nobody can tell which belong together.
    let comparable = there.len().max(here.len()) <= MOST_COMPARED;
    for alike in ALIKE.iter().filter(|_| comparable) {
        let mut left = Vec::new();
        for one in there {
            match here.iter().position(|other| alike(one, other)) {
                Some(at) => {
                    diagnostics.push(differ(one, here.remove(at), original, translation));
                }
                None => left.push(one),
            }
        }
        there = left;
    }
    for (from, to, lone) in [(original, translation, there), (translation, original, here)] {
        // A word may be more than a number: two is also both, a pair or again.
        // It may be what the reference was to say.
        let lone = if from.is_broken { Vec::new() } else { lone };
        let figures = lone.into_iter().filter(|said| said.quantity.certainty == Certainty::Certain);
        for said in figures {
            let what = format!("`{}`", said.words);
            diagnostics.push(
                from.lone("number-missing", &what, said.place, &to)
                    .help(from.remedy("write it in both languages", ", or say why not")),
            );
        }
    }
}

/// Of a section so many numbers are told that the other has not.
const MOST_TOLD: usize = 500;

/// With more numbers of a section than these, those that differ are told one by one.
const MOST_COMPARED: usize = 200;

/// By what two numbers that differ are most likely meant to be the same, the surest first: other
/// units, another decimal sign, figures that changed places, one figure that is wrong, and what is of
/// the same kind in the same paragraph.
const ALIKE: [fn(&Said, &Said) -> bool; 5] = [
    |one, other| {
        let amounts = (amount(&one.quantity.reading), amount(&other.quantity.reading));
        amounts.0.is_some() && amounts.0 == amounts.1
    },
    |one, other| {
        let meant = |one: &Said, other: &Said| {
            one.quantity.otherwise.as_ref().is_some_and(|meant| other.quantity.may_be(meant))
        };
        meant(one, other) || meant(other, one)
    },
    |one, other| {
        let sorted = |said: &Said| {
            let mut figures = figures(said);
            figures.sort_unstable();
            figures
        };
        same_kind(one, other) && figures(one).len() > 1 && sorted(one) == sorted(other)
    },
    |one, other| {
        let (own, theirs) = (figures(one), figures(other));
        let wrong = own.iter().zip(&theirs).filter(|(own, other)| own != other).count();
        same_kind(one, other) && own.len() > 1 && own.len() == theirs.len() && wrong == 1
    },
    |one, other| same_kind(one, other) && one.line == other.line,
];

fn same_kind(one: &Said, other: &Said) -> bool {
    discriminant(&one.quantity.reading) == discriminant(&other.quantity.reading)
}

fn figures(said: &Said) -> Vec<u8> {
    said.words.bytes().filter(u8::is_ascii_digit).collect()
}

/// Numbers that the other side does not have, each once.
fn unanswered<'a>(from: Side<'a>, to: Side<'a>, exempt: &Exempt<'_>) -> Vec<&'a Said> {
    let mut lone: Vec<&Said> = Vec::new();
    let readings =
        |side: Side<'a>| side.held.numbers.iter().map(|said: &Said| &said.quantity.reading);
    // Mostly both say the same, in the same order.
    if readings(from).eq(readings(to)) {
        return lone;
    }
    let same: BTreeSet<&Reading> = readings(to).collect();
    let mut answered: BTreeMap<(&Reading, &Option<Reading>), bool> = BTreeMap::new();
    for said in &from.held.numbers {
        // Where so many differ the pages have nothing in common; nobody reads more of it.
        if lone.len() >= MOST_TOLD {
            break;
        }
        let quantity = &said.quantity;
        // What is said again and again is looked for once.
        let typed =
            *answered.entry((&quantity.reading, &quantity.shared_unit)).or_insert_with(|| {
                same.contains(&quantity.reading)
                    || to.held.numbers.iter().any(|other| other.quantity.answers(quantity))
            });
        let printed =
            |cited: &Cited<'_>| cited.printed.as_ref().is_some_and(|it| quantity.may_be(it));
        let again = || lone.iter().any(|other| other.quantity.reading == quantity.reading);
        let asks = quantity.certainty != Certainty::Hint;
        if asks
            && !typed
            && !to.held.facts.iter().any(printed)
            && !again()
            && !exempt.number(quantity)
        {
            lone.push(said);
        }
    }
    lone
}

/// Facts that one side cites and the other does not. Numbers that stand for them there are taken
/// off `typed`, the numbers of the other side that nothing answers.
fn facts(from: Side<'_>, to: Side<'_>, typed: &mut Vec<&Said>, diagnostics: &mut Diagnostics) {
    let mut told: Vec<(&str, &str)> = Vec::new();
    let mut lone: Vec<(&Cited<'_>, Diagnostic)> = Vec::new();
    for cited in &from.held.facts {
        let name = (cited.id, cited.period);
        let same = to.held.facts.iter().find(|other| (other.id, other.period) == name);
        if told.contains(&name) {
            continue;
        }
        told.push(name);
        match same {
            None => lone.push((cited, lone_fact(cited, from, to, typed))),
            // Told once, at the translation.
            Some(_) if from.is_original => {}
            Some(_) => {
                shown_differently(cited, from, to)
                    .into_iter()
                    .for_each(|one| diagnostics.push(one));
                without_unit(name, from, to).into_iter().for_each(|one| diagnostics.push(one));
            }
        }
    }
    let goes_on = |(one, told): &(&Cited<'_>, Diagnostic),
                   (next, other): &(&Cited<'_>, Diagnostic)| {
        one.line == next.line && [told, other].iter().all(|it| it.code.0 == LONE)
    };
    for paragraph in lone.chunk_by(goes_on) {
        diagnostics.push(lone_facts(paragraph, to));
    }
}

const LONE: &str = "fact-differs";

/// A paragraph that the other language lacks may cite more than one fact.
fn lone_facts(paragraph: &[(&Cited<'_>, Diagnostic)], to: Side<'_>) -> Diagnostic {
    let mut first = paragraph[0].1.clone();
    if let [_, others @ ..] = paragraph
        && !others.is_empty()
    {
        let names: Vec<String> =
            paragraph.iter().map(|(cited, _)| format!("`{}`", cited.id)).collect();
        first.message =
            format!("the facts {} stand here, but not in {}", names.join(", "), to.name());
        first.related.extend(others.iter().map(|(cited, _)| (cited.place, "and here".to_string())));
    }
    first
}

fn lone_fact(
    cited: &Cited<'_>,
    from: Side<'_>,
    to: Side<'_>,
    typed: &mut Vec<&Said>,
) -> Diagnostic {
    let id = cited.id;
    let printed = cited.printed.as_ref();
    let equal = to.held.numbers.iter().find(|said| {
        said.quantity.certainty != Certainty::Hint
            && printed.is_some_and(|printed| said.quantity.may_be(printed))
    });
    if let Some(said) = equal {
        return typed_number(said, id, from, cited, to);
    }
    // The same figures without the unit are sooner meant than another number with it.
    let like = |alike: &dyn Fn(&Reading, &Reading) -> bool| {
        typed.iter().position(|said| printed.is_some_and(|it| alike(it, &said.quantity.reading)))
    };
    let same_amount =
        |one: &Reading, other: &Reading| amount(one).is_some_and(|own| amount(other) == Some(own));
    let wrong =
        like(&same_amount).or_else(|| like(&|one, other| discriminant(one) == discriminant(other)));
    if let Some(at) = wrong {
        let said = typed.remove(at);
        let message =
            format!("`{}` stands here, but {} has `{id}`, {}", said.words, from.name(), cited.text);
        return Diagnostic::error("numbers-differ", said.place, message)
            .label(to.language)
            .related(cited.place, from.language)
            .help(format!("if it is the same figure, write `[](fact:{id})`"));
    }
    from.lone(LONE, &format!("the fact `{id}`"), cited.place, &to)
        .help("cite the same facts in both languages")
}

/// A number that the other language cites as a fact.
fn typed_number(
    said: &Said,
    id: &str,
    from: Side<'_>,
    cited: &Cited<'_>,
    to: Side<'_>,
) -> Diagnostic {
    let message = format!("`{}` is typed here; {} cites it as `{id}`", said.words, from.name());
    let diagnostic = Diagnostic::warning("typed-number", said.place, message)
        .label(to.language)
        .related(cited.place, from.language);
    match said.bound_to(id, cited.period, to.period, to.locale) {
        Some(reference) => diagnostic.help("cite the fact").sure_fix(said.place, reference),
        None => diagnostic.help(format!("cite it as `fact:{id}`")),
    }
}

/// A fact that is printed with more decimals in one language than in another.
fn shown_differently(cited: &Cited<'_>, from: Side<'_>, to: Side<'_>) -> Option<Diagnostic> {
    let own = cited.printed.as_ref()?;
    let others = to.held.facts.iter().filter(|other| {
        (other.id, other.period) == (cited.id, cited.period) && other.printed.is_some()
    });
    let others: Vec<&Cited<'_>> = others.collect();
    let other = others.first()?;
    if others.iter().any(|other| other.printed.as_ref() == Some(own)) {
        return None;
    }
    let message = format!(
        "`{}` is shown as `{}` here and as `{}` in {}",
        cited.id,
        cited.text,
        other.text,
        to.name()
    );
    let diagnostic = Diagnostic::error("numbers-differ", cited.place, message)
        .label(from.language)
        .related(other.place, to.language)
        .help("show it with as many decimals in both languages");
    Some(diagnostic)
}

/// A share that has its unit in one language and nowhere in the other.
fn without_unit(
    name: (&str, &str),
    translation: Side<'_>,
    original: Side<'_>,
) -> Option<Diagnostic> {
    let is_it = |cited: &&Cited<'_>| (cited.id, cited.period) == name;
    let here: Vec<&Cited<'_>> = translation.held.facts.iter().filter(is_it).collect();
    let there: Vec<&Cited<'_>> = original.held.facts.iter().filter(is_it).collect();
    let is_bare = |cited: &[&Cited<'_>]| cited.iter().all(|one| one.bare.is_some());
    let (bare, side, whole, other) = match (is_bare(&here), is_bare(&there)) {
        (true, false) => (here.first()?, translation, there.first()?, original),
        (false, true) => (there.first()?, original, here.first()?, translation),
        _ => return None,
    };
    let message = format!(
        "`{}` is shown as `{}` here, without the sign of per cent, and as `{}` in {}",
        bare.id,
        bare.text,
        whole.text,
        other.name()
    );
    let (reference, Some(Reading::Percent(share))) = (bare.bare?, bare.printed.as_ref()) else {
        return None;
    };
    let written = side.locale.percent(*share, share.scale());
    let diagnostic = Diagnostic::error("numbers-differ", reference.stated_span, message)
        .label(side.language)
        .related(whole.place, other.language)
        .help(format!("write `[{written}](fact:{})`", bare.id));
    Some(match reference.replaceable {
        true => diagnostic.sure_fix(reference.stated_span, written),
        false => diagnostic,
    })
}

fn differ(there: &Said, here: &Said, original: Side<'_>, translation: Side<'_>) -> Diagnostic {
    let message =
        format!("`{}` stands here, but `{}` in {}", here.words, there.words, original.name());
    let diagnostic = Diagnostic::error("numbers-differ", here.place, message)
        .label(translation.language)
        .related(there.place, original.language);
    for (said, other, side) in [(here, there, translation), (there, here, original)] {
        // `350,000` has three decimals in Norwegian, and none in English.
        let meant = said.quantity.otherwise.as_ref().filter(|_| said.quantity.decimals == 3);
        if let Some(meant) = meant.filter(|meant| other.quantity.may_be(meant)) {
            let thousands = amount(meant).map(|it| side.locale.number(it, 0)).unwrap_or_default();
            return diagnostic.help(format!(
                "`{}` has three decimals in {}: if thousands are meant, write `{thousands}`",
                said.words, side.language
            ));
        }
    }
    let remedy = "correct the one that is wrong";
    diagnostic.help(translation.remedy(remedy, "; if both are right, say why"))
}

/// The number alone, without its unit.
fn amount(reading: &Reading) -> Option<rust_decimal::Decimal> {
    match reading {
        Reading::Number(amount)
        | Reading::Percent(amount)
        | Reading::Points(amount)
        | Reading::Money { amount, .. } => Some(*amount),
        _ => None,
    }
}
