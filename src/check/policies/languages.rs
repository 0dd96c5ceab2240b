//! A policy says the same of itself in every language, where it is not words.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{cards, front, place, there};
use crate::compose::policy::known;
use crate::compose::sitemap::Entry;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::LinkReference;
use crate::load::front_matter::NO_KIND;
use crate::project::WrittenPage;
use crate::project::policy::{Placed, PolicyFront, RelatedReference};
use crate::source::{FileId, Span};

/// A value as both sides can be asked for it: in words, with its place.
type Value = Option<(String, Span)>;

/// What is told as an error where a policy does not say it.
const REQUIRED: [&str; 2] = ["version", "effective"];

/// What languages say otherwise of a policy, which was told. One of them is wrong, and nobody knows which:
/// what a single language says of it is judged when they agree.
#[derive(Default)]
pub struct Disputed<'a> {
    /// Fields, by their names.
    pub values: BTreeSet<&'static str>,
    /// Roles that one language names, or speaks to in a card, and another does not.
    pub roles: BTreeSet<&'a str>,
}

/// Tells where a translation and its original differ, at both places.
pub fn compare<'a>(
    entry: &'a Entry,
    config: &Config,
    faulty: &BTreeSet<FileId>,
    diagnostics: &mut Diagnostics,
) -> Disputed<'a> {
    let mut disputed = Disputed::default();
    let Some(original) = &entry.pages[entry.original] else { return disputed };
    let label = |at: usize| config.languages[at].label.as_str();
    for (at, page) in there(entry).filter(|(at, _)| *at != entry.original) {
        let labels = [label(entry.original), label(at)];
        match (front(original), front(page)) {
            (Some(one), Some(other)) => {
                let is_told = |what: &str| {
                    let misses = |front: &&PolicyFront| {
                        front.misspelt.contains(&what)
                            || REQUIRED.contains(&what) && front.missing.contains(&what)
                    };
                    [one, other].iter().any(misses)
                        || what == "roles" && has_unknown_role([one, other], config)
                };
                let compared = values(one, other).into_iter();
                for (what, one, other) in compared.filter(|(what, ..)| !is_told(what)) {
                    if differs(what, [one, other], [original, page], labels, diagnostics) {
                        disputed.values.insert(what);
                    }
                }
                if disputed.values.contains("roles") {
                    disputed.roles.extend(in_one_alone([one, other].map(|front| {
                        front.roles.iter().map(|role| role.value.as_str()).collect()
                    })));
                }
                if original.is_settled(faulty) && page.is_settled(faulty) {
                    let is_lone = |page: &&Arc<WrittenPage>| {
                        cards(page).any(|(_, heading)| told_within(heading.span, diagnostics))
                    };
                    if ![original, page].iter().any(is_lone) {
                        cards_differ([original, page], &disputed.roles, labels, diagnostics);
                    }
                    disputed.roles.extend(in_one_alone(
                        [original, page].map(|page| cards(page).map(|(role, _)| role).collect()),
                    ));
                }
            }
            (Some(_), None) => not_a_policy(page, original, labels[0], diagnostics),
            (None, Some(_)) => not_a_policy(original, page, labels[1], diagnostics),
            (None, None) => {}
        }
    }
    disputed
}

/// Whether something was told of what stands at a place, such as a link that leads nowhere, or a section that is
/// there in one language alone.
fn told_within(place: Span, diagnostics: &Diagnostics) -> bool {
    let is_within =
        |it: Span| it.file == place.file && place.start <= it.start && it.end <= place.end;
    diagnostics.told_errors().any(|one| one.span.is_some_and(is_within))
}

fn in_one_alone([one, other]: [BTreeSet<&str>; 2]) -> BTreeSet<&str> {
    one.symmetric_difference(&other).copied().collect()
}

/// A role that nobody knows is told: that it stands on one side alone says nothing more.
fn has_unknown_role(fronts: [&PolicyFront; 2], config: &Config) -> bool {
    let mut roles = fronts.into_iter().flat_map(|front| &front.roles);
    roles.any(|role| !known(config).any(|known| known == role.value))
}

fn not_a_policy(
    page: &WrittenPage,
    other: &WrittenPage,
    language: &str,
    diagnostics: &mut Diagnostics,
) {
    // Its kind may be what was told.
    if page.front_in_doubt {
        return;
    }
    // That it has the fields of one follows from it.
    diagnostics.forget_if(|one| {
        one.cause.as_deref() == Some(NO_KIND) && one.span.is_some_and(|it| it.file == page.file)
    });
    let message = format!("the page is a policy in {language}, but not here");
    diagnostics.push(
        Diagnostic::error("policy-differs", place(page), message)
            .related(place(other), language)
            .help("add `kind = \"policy\"`, and what a policy says of itself"),
    );
}

/// What must be the same, of the original and of a translation.
fn values(one: &PolicyFront, other: &PolicyFront) -> Vec<(&'static str, Value, Value)> {
    let text =
        |value: &Option<Placed<String>>| value.as_ref().map(|it| (it.value.clone(), it.span));
    let date = |value: &Option<Placed<time::Date>>| {
        value.as_ref().map(|it| (it.value.to_string(), it.span))
    };
    let list = |list: &[Placed<String>]| joined(list.iter().map(|it| (it.value.clone(), it.span)));
    let laws = |front: &PolicyFront| {
        let laws = front.jurisdictions.iter();
        joined(laws.map(|it| (it.value.word().to_string(), it.span)))
    };
    let pages = |related: &[Placed<RelatedReference>]| {
        joined(related.iter().map(|it| match &it.value {
            RelatedReference::Page(LinkReference { target, .. }) => (target.clone(), it.span),
            RelatedReference::Words(_) => ("a text".to_string(), it.span),
        }))
    };
    let channels = |front: &PolicyFront| {
        let first = front.channels.first()?;
        Some((format!("{} of them", front.channels.len()), first.span))
    };
    let changes = |front: &PolicyFront| {
        joined(front.changes.iter().map(|change| {
            let date = change.date.as_ref().map(|date| format!(" of {}", date.value));
            let version = &change.version;
            (format!("{}{}", version.value, date.unwrap_or_default()), version.span)
        }))
    };
    vec![
        ("version", text(&one.version), text(&other.version)),
        ("approved_on", date(&one.approved_on), date(&other.approved_on)),
        ("effective", date(&one.effective), date(&other.effective)),
        ("review_by", date(&one.review_by), date(&other.review_by)),
        ("jurisdiction", laws(one), laws(other)),
        ("roles", list(&one.roles), list(&other.roles)),
        ("related", pages(&one.related), pages(&other.related)),
        ("supersedes", pages(&one.supersedes), pages(&other.supersedes)),
        ("channels", channels(one), channels(other)),
        ("changes", changes(one), changes(other)),
    ]
}

fn joined(parts: impl Iterator<Item = (String, Span)>) -> Value {
    let mut parts = parts;
    let (mut words, span) = parts.next()?;
    for (word, _) in parts {
        words.push_str(", ");
        words.push_str(&word);
    }
    Some((words, span))
}

/// Whether it was told.
fn differs(
    what: &str,
    [one, other]: [Value; 2],
    [original, page]: [&WrittenPage; 2],
    [in_original, in_translation]: [&str; 2],
    diagnostics: &mut Diagnostics,
) -> bool {
    let said = |value: &Value| value.as_ref().map(|(words, _)| words.clone());
    // Of what is there and cannot be read something else was told.
    let is_unread = |value: &Value, page: &WrittenPage| value.is_none() && page.front_in_doubt;
    let is_told = [&one, &other].into_iter().flatten().any(|(_, it)| told_within(*it, diagnostics));
    if said(&one) == said(&other) || is_unread(&one, original) || is_unread(&other, page) || is_told
    {
        return false;
    }
    let words = |value: &Value| match value {
        Some((words, _)) => format!("`{words}`"),
        None => "missing".to_string(),
    };
    let at = |value: &Value, page: &WrittenPage| value.as_ref().map_or(place(page), |(_, it)| *it);
    let message = format!(
        "`{what}` is {} here, but {} in the original ({in_original})",
        words(&other),
        words(&one)
    );
    diagnostics.push(
        Diagnostic::error("policy-differs", at(&other, page), message)
            .label(in_translation)
            .related(at(&one, original), in_original)
            .help("say the same in all languages"),
    );
    true
}

/// Cards follow each other in the same order. Where a language does not name a role, its cards are left out:
/// that it does not was told.
fn cards_differ(
    [original, page]: [&WrittenPage; 2],
    disputed: &BTreeSet<&str>,
    [in_original, in_translation]: [&str; 2],
    diagnostics: &mut Diagnostics,
) {
    let cards = |page| cards(page).filter(|(role, _)| !disputed.contains(role));
    let mut there = cards(original);
    for (role, heading) in cards(page) {
        let Some((expected, other)) = there.next() else { break };
        if expected != role {
            let message = format!(
                "the card speaks to `{role}` here, but to `{expected}` in the original ({in_original})"
            );
            diagnostics.push(
                Diagnostic::error("policy-differs", heading.span, message)
                    .label(in_translation)
                    .related(other.span, in_original)
                    .help("give the headings the same roles in both languages"),
            );
            return;
        }
    }
    if cards(original).count() != cards(page).count() {
        let message = format!(
            "the policy has {} cards for roles here, but {} in the original ({in_original})",
            cards(page).count(),
            cards(original).count()
        );
        diagnostics.push(
            Diagnostic::error("policy-differs", place(page), message)
                .related(place(original), in_original)
                .help("give the headings the same roles in both languages"),
        );
    }
}
