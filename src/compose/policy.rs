//! What a policy says of itself in words, and its document.

use time::Date;

use super::resolve::{Resolver, Scope};
use super::words;
use crate::config::{Config, Language, ROLES};
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::document::{
    Change, Channel, Document, Inline, Link, LinkReference, Page, PageKind, Policy, Printed,
    Resolved, Role, Target, plain,
};
use crate::locale::Locale;
use crate::project::policy::{Placed, RelatedReference};
use crate::theme::Messages;

/// The front matter of a policy in words; none for other pages. The figures in it are added to
/// `printed`.
pub fn policy(
    scope: Scope<'_>,
    printed: &mut Vec<Printed>,
    diagnostics: &mut Diagnostics,
) -> Option<Box<Policy>> {
    let front =
        scope.page.front.policy.as_ref().filter(|_| scope.entry.kind == PageKind::Policy)?;
    let mut resolver = Resolver::new(scope, diagnostics);
    let value = |date: &Option<Placed<Date>>| date.as_ref().map(|date| date.value);
    let policy = Policy {
        version: front.version.as_ref().map(|one| one.value.clone()).unwrap_or_default(),
        owner: resolver.line(&front.owner),
        approved_by: resolver.line(&front.approved_by),
        approved_on: value(&front.approved_on),
        effective: value(&front.effective),
        review_by: value(&front.review_by),
        applies_to: resolver.line(&front.applies_to),
        supersedes: related(&mut resolver, &front.supersedes),
        related: related(&mut resolver, &front.related),
        channels: front
            .channels
            .iter()
            .map(|channel| Channel {
                name: resolver.line(&channel.name),
                text: resolver.line(&channel.text),
            })
            .collect(),
        changes: front
            .changes
            .iter()
            .map(|change| Change {
                version: change.version.value.clone(),
                date: value(&change.date),
                text: resolver.line(&change.text),
            })
            .collect(),
        roles: roles(&mut resolver, &front.roles),
    };
    printed.append(&mut resolver.printed);
    Some(Box::new(policy))
}

/// Pages as links with their titles, documents elsewhere in words. A page that is not there is told.
fn related(
    resolver: &mut Resolver<'_, '_>,
    references: &[Placed<RelatedReference>],
) -> Vec<Vec<Inline<Resolved>>> {
    let mut found = Vec::new();
    for reference in references {
        match &reference.value {
            RelatedReference::Words(words) => found.push(resolver.line(words)),
            RelatedReference::Page(page) => {
                found.extend(linked(resolver, page).map(|one| vec![one]))
            }
        }
    }
    found
}

fn linked(resolver: &mut Resolver<'_, '_>, reference: &LinkReference) -> Option<Inline<Resolved>> {
    let scope = resolver.scope;
    let link = scope.links.resolve(reference, scope, resolver.diagnostics)?;
    let Target::Page { key, .. } = &link.target else { return None };
    let there = scope.links.sitemap.entries.get(key.as_str())?.page(scope.edition).0;
    let mut content = resolver.line(&there.front.title);
    content.extend(resolver.elsewhere(&link));
    Some(Inline::Link { target: Box::new(Link { span: reference.span, ..link }), content })
}

/// The roles of a policy; one that nobody knows is told.
fn roles(resolver: &mut Resolver<'_, '_>, ids: &[Placed<String>]) -> Vec<Role> {
    let scope = resolver.scope;
    let config = &scope.project.config;
    let mut roles: Vec<Role> = Vec::new();
    for id in ids {
        match role(&id.value, config, scope.locale, scope.messages) {
            Some(role) if roles.iter().all(|known| known.id != role.id) => roles.push(role),
            Some(_) => {}
            None => {
                let message = format!("there is no role `{}`", id.value);
                let told = Diagnostic::error("unknown-role", id.span, message);
                let several = || id.value.split(',').map(str::trim);
                let are_known = || several().all(|one| known(config).any(|known| known == one));
                resolver.diagnostics.push(match nearest(&id.value, known(config)) {
                    _ if id.value.contains(',') && are_known() => {
                        let each: Vec<String> = several().map(|one| format!("\"{one}\"")).collect();
                        told.help(format!("put each in quotes of its own: {}", each.join(", ")))
                    }
                    Some(near) => told
                        .help(format!("there is a similar one: `{near}`"))
                        .fix(id.span, format!("\"{near}\"")),
                    None => told.help(format!(
                        "known are {}; others are named under `[roles.{}]` in the configuration",
                        known(config).collect::<Vec<_>>().join(", "),
                        crate::load::slug(&id.value)
                    )),
                });
            }
        }
    }
    roles
}

/// The ids of all roles.
pub fn known(config: &Config) -> impl Iterator<Item = &str> {
    ROLES.into_iter().chain(config.roles.iter().map(|role| role.id.as_str()))
}

/// What a role is called in a language. The configuration may call those of the program otherwise.
pub fn role(
    id: &str,
    config: &Config,
    locale: &'static Locale,
    messages: &Messages,
) -> Option<Role> {
    let own = config.roles.iter().find(|role| role.id == id);
    let (name, plural) = match own {
        Some(own) => {
            let words = |words| words::given(words, locale).unwrap_or(id).to_string();
            (words(&own.name), words(&own.plural))
        }
        None if ROLES.contains(&id) => {
            let word = |kind: &str| messages.text(&format!("{kind}.{id}")).to_string();
            (word("role"), word("role-plural"))
        }
        None => return None,
    };
    Some(Role { id: id.to_string(), name, plural, url: None })
}

/// The PDF of a policy.
pub fn document(page: &Page, language: &Language, messages: &Messages) -> Document {
    let folder = page.url.trim_matches('/');
    let name = crate::load::slug(&page.title_text);
    Document {
        key: page.key.clone(),
        chapters: Vec::new(),
        evidence: None,
        path: format!("{folder}/{name}.{}.pdf", language.name).trim_start_matches('/').to_string(),
        title: page.title_text.clone(),
        kind: messages.text("policy").to_string(),
        period: String::new(),
        date: page.policy.as_ref().and_then(|policy| policy.effective).or(page.date),
    }
}

/// A line of the fact box.
pub struct Term {
    pub term: String,
    pub text: String,
    /// Where the text is a date and nothing else.
    pub date: Option<Date>,
}

/// The fact box of a policy, in the words of its language; what is not said is left out.
pub fn terms(policy: &Policy, locale: &Locale, messages: &Messages) -> Vec<Term> {
    let date = |date: Option<Date>| date.map(|date| locale.date(date)).unwrap_or_default();
    let approved = match (plain(&policy.approved_by), policy.approved_on) {
        (by, Some(on)) if !by.is_empty() => format!("{by}, {}", locale.date(on)),
        (by, on) => by + &date(on),
    };
    let lines = [
        ("applies-to", plain(&policy.applies_to), None),
        ("policy-owner", plain(&policy.owner), None),
        ("approved-by", approved, None),
        ("valid-from", date(policy.effective), policy.effective),
        ("next-review", date(policy.review_by), policy.review_by),
        ("version", policy.version.clone(), None),
    ];
    said(lines, messages)
}

/// What a list of policies says of each: the version, who answers for it, from when it holds.
pub fn listed_terms(policy: &Policy, locale: &Locale, messages: &Messages) -> Vec<Term> {
    let effective = policy.effective;
    let date = effective.map(|date| locale.date(date)).unwrap_or_default();
    let lines = [
        ("version", policy.version.clone(), None),
        ("policy-owner", plain(&policy.owner), None),
        ("valid-from", date, effective),
    ];
    said(lines, messages)
}

/// Lines of the fact box without those of which nothing is said.
fn said<const LINES: usize>(
    lines: [(&str, String, Option<Date>); LINES],
    messages: &Messages,
) -> Vec<Term> {
    let said = lines.into_iter().filter(|(_, text, _)| !text.is_empty());
    said.map(|(key, text, date)| Term { term: messages.text(key).to_string(), text, date })
        .collect()
}

/// The fact box as all documents have it.
pub fn metadata(policy: &Policy, scope: Scope<'_>) -> Vec<(String, String)> {
    let terms = terms(policy, scope.locale, scope.messages);
    terms.into_iter().map(|term| (term.term, term.text)).collect()
}
