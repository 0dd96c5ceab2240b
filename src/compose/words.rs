//! Labels and values in the words of one language.

use std::collections::BTreeSet;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::data::nace::Industry;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fact::{Facts, Label, Measure, Series, Words};
use crate::locale::Locale;
use crate::project::Project;
use crate::theme::Messages;

/// What something is called. Industries must have been named by [`name_industries`].
pub fn label(label: &Label, locale: &'static Locale, messages: &Messages) -> String {
    match label {
        Label::Message(key) => messages.text(key).to_string(),
        Label::Given(words) => given(words, locale).unwrap_or_default().to_string(),
        Label::Country(code) => locale.country(code).unwrap_or(code).to_string(),
        Label::Industry(industry) => messages.text(&key(*industry)).to_string(),
        Label::Filled(key, values) => {
            let words = values
                .iter()
                .map(|(name, value)| (*name, self::label(value, locale, messages)))
                .collect::<Vec<_>>();
            let words: Vec<(&str, &str)> =
                words.iter().map(|(name, word)| (*name, word.as_str())).collect();
            messages.fill(key, &words)
        }
        Label::Verbatim(text) => text.clone(),
    }
}

/// What a language is called in the words of another: `Norwegian`.
pub fn language<'a>(language: &'a Locale, messages: &'a Messages) -> &'a str {
    let key = format!("language-{}", language.language());
    messages.find(&key).unwrap_or_else(|| language.own_name())
}

/// What is counted, what is not, and when; empty where the theme has no words for it.
pub fn definition(definition: &Label, locale: &'static Locale, messages: &Messages) -> String {
    match definition {
        Label::Message(key) | Label::Filled(key, _) if !messages.has(key) => String::new(),
        given => label(given, locale, messages),
    }
}

/// How much a series holds: `12 groups, 447 in all`.
pub fn series(series: &Series, locale: &Locale, messages: &Messages) -> String {
    let one = series.categories.len() == 1;
    let count = locale.number(Decimal::from(series.categories.len()), 0);
    let values = || series.categories.iter().map(|category| category.value);
    match series.measure {
        Measure::Count => {
            let total = locale.number(series.total(), 0);
            messages.fill_plural("series-counts", one, &[("n", &count), ("total", &total)])
        }
        Measure::Share | Measure::Percent => {
            let lowest = locale.percent(values().min().unwrap_or_default(), 0);
            let highest = locale.percent(values().max().unwrap_or_default(), 0);
            let values = [("n", &*count), ("lowest", &lowest), ("highest", &highest)];
            messages.fill_plural("series-percents", one, &values)
        }
    }
}

/// What a file under `data/` is called: `the supplier register`, also where it is JSON or a sheet.
pub fn dataset<'a>(path: &str, messages: &'a Messages) -> Option<&'a str> {
    let file = path.rsplit('/').next().unwrap_or(path);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let keys = [format!("dataset.{file}"), format!("dataset.{stem}.csv")];
    keys.iter().find_map(|key| messages.find(key))
}

/// With a capital letter: labels of facts begin small, because they stand below numbers.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// The user's words in a language, or in any other that they gave.
pub fn given<'a>(words: &'a Words, locale: &Locale) -> Option<&'a str> {
    locale.own(words).or_else(|| words.values().next()).map(String::as_str)
}

/// Gives every industry of the facts its title in each language of the site, once for all that is
/// written about it, and tells the titles that a language lacks.
pub fn name_industries(project: &mut Project, facts: &Facts, diagnostics: &mut Diagnostics) {
    let industries = industries(facts);
    if industries.is_empty() {
        return;
    }
    let messages = &mut Arc::make_mut(&mut project.theme).messages;
    for language in &project.config.languages {
        let tag = language.locale.language();
        for industry in &industries {
            let title = project.names.title(*industry, tag);
            if title.is_foreign_to(tag) {
                diagnostics.push(missing_title(*industry, &language.label, tag));
            }
            if let Some(messages) = messages.get_mut(tag) {
                messages.name(key(*industry), title.text.to_string());
            }
        }
    }
}

/// Every industry that a fact or a category is about.
fn industries(facts: &Facts) -> BTreeSet<Industry> {
    let labels = facts.periods.values().flat_map(|period| {
        let categories = period.series.values().flat_map(|series| &series.categories);
        let of_facts = period.facts.values().map(|fact| &fact.label);
        of_facts.chain(categories.map(|category| &category.label))
    });
    let mut industries = BTreeSet::new();
    labels.for_each(|label| collect(label, &mut industries));
    industries
}

fn collect(label: &Label, industries: &mut BTreeSet<Industry>) {
    match label {
        Label::Industry(industry) => drop(industries.insert(*industry)),
        Label::Filled(_, values) => {
            values.iter().for_each(|(_, value)| collect(value, industries));
        }
        Label::Message(_) | Label::Given(_) | Label::Country(_) | Label::Verbatim(_) => {}
    }
}

fn missing_title(industry: Industry, language: &str, tag: &str) -> Diagnostic {
    let version = industry.version();
    let office = match tag {
        "sv" => "Statistics Sweden (SCB)",
        "da" => "Statistics Denmark",
        _ => "Statistics Norway (KLASS)",
    };
    // Bokmål is read in Nynorsk too.
    let list = if tag == "nn" { "nb" } else { tag };
    let message = format!(
        "{} of {} has no title in {language}: readers get the English one",
        industry.code(),
        version.name()
    );
    Diagnostic::warning("missing-title", None, message).help(format!(
        "put the list of {office} in `data/names/{}-{list}.csv`, or the title in `data/names/nace.csv`",
        version.word()
    ))
}

/// The message that holds an industry's title.
fn key(industry: Industry) -> String {
    format!("industry.{}.{}", industry.version().word(), industry.code())
}
