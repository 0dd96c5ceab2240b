//! What policies must fulfil: the same in every language where it is not words, dates and versions
//! that agree, cards for the roles that they name, the grounds of the law, and versions that are
//! raised when the text changes.

mod areas;
mod grounds;
mod languages;
pub mod versions;

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;
use time::Date;

use crate::compose::policy::known;
use crate::compose::sitemap::{Entry, Sitemap};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::document::{Block, Heading, PageKind, Written};
use crate::project::policy::{Placed, PolicyFront};
use crate::project::{Kind, Project, WrittenPage};
use crate::source::{AT_ONCE, Span};
use languages::Disputed;

/// Tells what is wrong with policies, and cards for roles that nobody knows. The review of a policy
/// is overdue by the day of the build, where that is known.
pub fn policies(
    sitemap: &Sitemap,
    project: &Project,
    today: Option<Date>,
    diagnostics: &mut Diagnostics,
) {
    let faulty = diagnostics.files_with_errors();
    let pages: Vec<_> =
        sitemap.entries.values().flat_map(|entry| entry.pages.iter().flatten()).collect();
    let pages = pages.into_par_iter().with_max_len(AT_ONCE);
    let mut without_version = BTreeSet::new();
    let told: Vec<_> = pages.flat_map_iter(|page| unknown_roles(page, project)).collect();
    told.into_iter().for_each(|one| diagnostics.push(one));
    for entry in sitemap.entries.values() {
        if entry.kind == PageKind::Chapter {
            entry.pages.iter().flatten().for_each(|page| in_report(page, diagnostics));
        }
        if entry.kind != PageKind::Policy || project.unreadable.contains(&*entry.key) {
            continue;
        }
        let disputed = languages::compare(entry, &project.config, &faulty, diagnostics);
        if disputed.values.contains("version") {
            without_version.insert(&*entry.key);
        }
        let original =
            entry.pages[entry.original].as_ref().filter(|page| page.front.policy.is_some());
        if let Some((page, front)) = original.and_then(|page| Some((page, front(page)?))) {
            dates(front, &disputed, today, diagnostics);
            if !disputed.values.contains("version") && !disputed.values.contains("changes") {
                changes(front, diagnostics);
            }
            if page.is_settled(&faulty) && !front.misspelt.contains(&"roles") {
                roles(page, front, &disputed, &project.config, diagnostics);
                areas::tell(page, front, diagnostics);
            }
        }
        for (page, language) in entry.pages.iter().zip(&project.config.languages) {
            let Some((page, front)) = page.as_ref().and_then(|page| Some((page, front(page)?)))
            else {
                continue;
            };
            missing(page, front, &disputed, diagnostics);
            if !page.is_settled(&faulty) {
                continue;
            }
            grounds::tell(page, front, language.locale.language(), diagnostics);
        }
    }
    versions::tell(sitemap, project, &faulty, &without_version, diagnostics);
}

fn front(page: &WrittenPage) -> Option<&PolicyFront> {
    page.front.policy.as_deref()
}

/// The headings of a text that open a card, and the role of each.
fn cards(page: &WrittenPage) -> impl Iterator<Item = (&str, &Heading<Written>)> {
    page.shown().0.iter().filter_map(|block| {
        let Block::Heading(heading) = block else { return None };
        let mut attributes = heading.mark.attributes.iter();
        let role = attributes.find(|(name, _)| name == "role");
        role.map(|(_, role)| (role.as_str(), heading))
    })
}

fn unknown_roles(page: &WrittenPage, project: &Project) -> impl Iterator<Item = Diagnostic> {
    let roles = || known(&project.config);
    let unknown = cards(page).filter(move |(role, _)| !roles().any(|known| known == *role));
    unknown.map(move |(role, heading)| {
        let message = format!("there is no role `{role}`");
        let told = Diagnostic::error("unknown-role", heading.span, message);
        told.help(match nearest(role, roles()) {
            Some(near) => format!("there is a similar one: `{near}`"),
            None => format!(
                "known are {}; others are named under `[roles]` in the configuration",
                roles().collect::<Vec<_>>().join(", ")
            ),
        })
    })
}

/// Chapters are numbered and stand in the PDF of their report.
fn in_report(page: &WrittenPage, diagnostics: &mut Diagnostics) {
    if page.front.kind == Some(Kind::Policy) {
        diagnostics.push(
            Diagnostic::error("misplaced-policy", page.front.span, "a chapter cannot be a policy")
                .help("put the policy into a folder outside the report, and link to it"),
        );
    }
}

/// What a policy should say. That one language alone does not was told.
fn missing(
    page: &WrittenPage,
    front: &PolicyFront,
    disputed: &Disputed<'_>,
    diagnostics: &mut Diagnostics,
) {
    for (what, message, example) in [
        ("review_by", "when it is looked at again", "`review_by = 2027-12-01`"),
        ("channels", "where somebody can speak up", "`[[channels]]` with `name` and `text`"),
    ] {
        if front.missing.contains(&what) && !disputed.values.contains(what) {
            let message = format!("the policy does not say {message}");
            diagnostics.push(
                Diagnostic::warning("incomplete-policy", place(page), message)
                    .help(format!("add {example} to the front matter")),
            );
        }
    }
}

/// A date that another language has otherwise is not judged: that it is another one was told.
fn dates(
    front: &PolicyFront,
    disputed: &Disputed<'_>,
    today: Option<Date>,
    diagnostics: &mut Diagnostics,
) {
    let settled = |what: &str, date: &Option<Placed<Date>>| match disputed.values.contains(what) {
        true => None,
        false => date.clone(),
    };
    let effective = settled("effective", &front.effective);
    if let Some((approved, effective)) =
        settled("approved_on", &front.approved_on).as_ref().zip(effective.as_ref())
        && approved.value > effective.value
    {
        let message = format!(
            "the policy was approved on {}, after the day from which it holds, {}",
            approved.value, effective.value
        );
        diagnostics.push(
            Diagnostic::warning("policy-dates", approved.span, message)
                .related(effective.span, "from when it holds")
                .help("correct one of the two dates: nothing holds before it is approved"),
        );
    }
    let Some(review) = settled("review_by", &front.review_by) else { return };
    if let Some(effective) = effective.as_ref().filter(|it| it.value > review.value) {
        let message = format!(
            "the policy is to be reviewed by {}, before it holds from {}",
            review.value, effective.value
        );
        diagnostics.push(
            Diagnostic::error("policy-dates", review.span, message)
                .related(effective.span, "from when it holds")
                .help("correct one of the two dates"),
        );
    }
    if today.is_some_and(|today| review.value < today) {
        let message = format!("the policy should have been reviewed by {}", review.value);
        diagnostics.push(
            Diagnostic::warning("overdue-review", review.span, message)
                .help("let its owner look at it, and set the next date"),
        );
    }
}

/// The newest stands first and is the version of the policy.
fn changes(front: &PolicyFront, diagnostics: &mut Diagnostics) {
    let newest = front.changes.first().map(|change| &change.version);
    if let Some((version, newest)) = front.version.as_ref().zip(newest)
        && version.value != newest.value
    {
        let message = format!(
            "the policy is version {}, but its newest change is {}",
            version.value, newest.value
        );
        diagnostics.push(
            Diagnostic::error("policy-changes", newest.span, message)
                .related(version.span, "the version")
                .help("say under `[[changes]]`, in its first entry, what is new in this version"),
        );
    }
    for pair in front.changes.windows(2) {
        let (later, earlier) = (&pair[0], &pair[1]);
        let versions = number(&later.version.value).zip(number(&earlier.version.value));
        let message = match () {
            () if versions.is_some_and(|(later, earlier)| later <= earlier) => format!(
                "version {} stands above {}, which is not older",
                later.version.value, earlier.version.value
            ),
            () if later
                .date
                .as_ref()
                .zip(earlier.date.as_ref())
                .is_some_and(|(later, earlier)| later.value < earlier.value) =>
            {
                format!(
                    "version {} is dated before {}, which stands below it",
                    later.version.value, earlier.version.value
                )
            }
            () => continue,
        };
        diagnostics.push(
            Diagnostic::error("policy-changes", earlier.version.span, message)
                .related(later.version.span, "the later one")
                .help(
                    "put the newest change first, and give each a higher version than those below",
                ),
        );
    }
}

/// `1.10` is after `1.9`; none of a version that is no row of numbers.
fn number(version: &str) -> Option<Vec<u64>> {
    let mut parts: Vec<u64> =
        version.split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    while parts.last() == Some(&0) {
        parts.pop();
    }
    Some(parts)
}

/// Roles that the policy names and has no card for, and the other way round: where both are there,
/// they are one mistake. What is no role at all was told, and may be what is missing here; so was a role
/// that another language names or speaks to, and this one does not.
fn roles(
    page: &WrittenPage,
    front: &PolicyFront,
    disputed: &Disputed<'_>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) {
    let is_known = |id: &str| known(config).any(|known| known == id);
    let is_settled = |id: &str| is_known(id) && !disputed.roles.contains(id);
    let named = || front.roles.iter().filter(|role| is_known(&role.value));
    let has_unknown_cards = cards(page).any(|(id, _)| !is_known(id));
    let has_unknown_roles = front.roles.iter().any(|role| !is_known(&role.value));
    let mut lone_cards: Vec<(&str, &Heading<Written>)> = Vec::new();
    for (id, heading) in cards(page).filter(|(id, _)| is_known(id)) {
        let is_named = named().any(|role| role.value == id);
        if !is_named && is_settled(id) && lone_cards.iter().all(|(other, _)| *other != id) {
            lone_cards.push((id, heading));
        }
    }
    let has_card = |role: &Placed<String>| cards(page).any(|(id, _)| id == role.value);
    let lone_roles: Vec<&Placed<String>> =
        named().filter(|role| is_settled(&role.value) && !has_card(role)).collect();
    let mut wanted: Vec<&str> = Vec::new();
    let spoken_to =
        named().map(|role| role.value.as_str()).filter(|id| cards(page).any(|(it, _)| it == *id));
    wanted.extend(spoken_to);
    wanted.extend(lone_cards.iter().map(|(id, _)| *id));
    let list: Vec<String> = wanted.iter().map(|id| format!("\"{id}\"")).collect();
    let list = format!("`roles = [{}]`", list.join(", "));
    if let ([role, ..], [(id, heading), ..]) = (&lone_roles[..], &lone_cards[..]) {
        let message =
            format!("the policy names the role `{}`, but its heading speaks to `{id}`", role.value);
        diagnostics.push(
            Diagnostic::error("role-without-card", role.span, message)
                .related(heading.span, "the heading")
                .help(format!("write {list}, which are the roles that headings speak to")),
        );
        return;
    }
    for role in lone_roles.into_iter().filter(|_| !has_unknown_cards) {
        diagnostics.push(without_card(page, role, &list));
    }
    for (id, heading) in lone_cards.into_iter().filter(|_| !has_unknown_roles) {
        let message = format!("the heading speaks to `{id}`, which the policy does not name");
        diagnostics.push(
            Diagnostic::warning("role-without-card", heading.span, message)
                .help(format!("write {list}, so that readers can choose it")),
        );
    }
}

/// The remedy follows from the text: a heading that is meant and does not say so, cards of other
/// roles, or none at all.
fn without_card(page: &WrittenPage, role: &Placed<String>, list: &str) -> Diagnostic {
    let id = role.value.as_str();
    let message = format!("the policy names the role `{id}`, but nothing speaks to it");
    let told = Diagnostic::error("role-without-card", role.span, message);
    let meant = page.shown().0.iter().find_map(|block| match block {
        Block::Heading(heading) if heading.mark.anchor.as_deref() == Some(id) => Some(heading),
        _ => None,
    });
    match meant {
        Some(heading) => told.related(heading.span, "the heading that is meant").help(format!(
            "write `{{#{id} role=\"{id}\"}}` behind the heading, and below it a list of what is expected"
        )),
        None if cards(page).next().is_some() => {
            told.help(format!("take it out, as nothing is expected of it here: {list}"))
        }
        None => told.help(format!(
            "write a heading with `{{role=\"{id}\"}}` behind it, and below it a list of what is expected"
        )),
    }
}

/// Where a language says what is not in its file: at the page's front matter.
fn place(page: &WrittenPage) -> Span {
    Span { end: page.front.span.start, ..page.front.span }
}

/// The pages of a policy that are there, each with its place among the languages.
fn there(entry: &Entry) -> impl Iterator<Item = (usize, &Arc<WrittenPage>)> {
    entry.pages.iter().enumerate().filter_map(|(at, page)| Some((at, page.as_ref()?)))
}
