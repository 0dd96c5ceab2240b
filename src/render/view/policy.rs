//! `policy`: what a policy says of itself, for its template.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Value};

use super::{DateView, path};
use crate::compose::policy::{Term, listed_terms, terms};
use crate::document::{Edition, Page, PageCard, Role};
use crate::locale::Locale;
use crate::render::html::{self, Setting};
use crate::theme::Messages;

/// `policy`
#[derive(Serialize)]
struct PolicyView {
    /// The fact box, term by term.
    terms: Vec<TermView>,
    roles: Vec<RoleView>,
}

#[derive(Serialize)]
struct TermView {
    term: String,
    text: String,
    /// Where the text is a date and nothing else.
    date: Option<DateView>,
}

impl TermView {
    fn of(term: Term, locale: &Locale) -> TermView {
        TermView { term: term.term, text: term.text, date: DateView::of(term.date, locale) }
    }
}

/// A role that the text has cards for.
#[derive(Serialize)]
struct RoleView {
    /// `Managers`
    label: String,
    /// What the page is called that has all for the role.
    title: String,
    path: Option<String>,
}

/// What stands of a policy in a list of pages: `policies`, by its key.
#[derive(Serialize)]
struct ListedView {
    terms: Vec<TermView>,
    /// Of its words, where that is not the reader's language.
    lang: Option<&'static str>,
}

/// Adds `policies`: version, owner and date of those that the page lists.
pub fn insert_listed(page: &Page, edition: &Edition, words: &Messages, context: &mut Context) {
    let of = |card: &Arc<PageCard>| {
        let listed = edition.page(&card.key)?;
        let policy = listed.policy.as_ref()?;
        let is_foreign = listed.locale != edition.locale;
        let terms = listed_terms(policy, edition.locale, words)
            .into_iter()
            .map(|term| TermView::of(term, edition.locale));
        let lang = is_foreign.then(|| listed.locale.tag());
        Some((card.key.clone(), ListedView { terms: terms.collect(), lang }))
    };
    let listed: BTreeMap<String, ListedView> = page.children.iter().filter_map(of).collect();
    context.insert("policies", &listed);
}

/// Adds `policy` and its lists, as `policy_changes`, which may hold links and figures.
pub fn insert(page: &Page, setting: &Setting, context: &mut Context) {
    let Some(policy) = &page.policy else { return };
    let (words, locale) = (setting.words, page.locale);
    let view = PolicyView {
        terms: terms(policy, locale, words)
            .into_iter()
            .map(|term| TermView::of(term, locale))
            .collect(),
        roles: policy
            .roles
            .iter()
            .map(|role: &Role| RoleView {
                label: capitalised(&role.plural),
                title: words.fill("role-view", &[("role", &role.plural)]),
                path: role.url.as_deref().map(path),
            })
            .collect(),
    };
    context.insert("policy", &view);
    for (name, html) in [
        ("policy_channels", html::policy::channels(policy, setting)),
        ("policy_related", html::policy::related(policy, setting)),
        ("policy_supersedes", html::policy::supersedes(policy, setting)),
        ("policy_changes", html::policy::changes(policy, locale, setting)),
    ] {
        context.insert_value(name, Value::safe_string(&html));
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
