//! `belegg policies`.

use std::fmt::Write;

use serde::Serialize;
use time::Date;

use super::arguments::{
    AcceptPolicies, Day, Global, ListPolicies, Policies, PoliciesAction, today,
};
use super::console::Console;
use super::project::Project;
use super::write::{rewritten, written};
use super::{Failure, Outcome};
use crate::Options;
use crate::check::{PolicyState, PolicyStatus};
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::project::versions::PATH;
use crate::source::Sources;

pub(super) fn policies(
    global: &Global,
    arguments: &Policies,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    match &arguments.action {
        None => list(global, &arguments.list, console),
        Some(PoliciesAction::List(options)) => list(global, options, console),
        Some(PoliciesAction::Accept(options)) => accept(global, options, console),
    }
}

/// A project, and how its policies stand.
struct Listed {
    project: Project,
    found: crate::Policies,
    outcome: Outcome,
}

/// Reads a project and tells its errors: warnings are the affair of `check`. `None` where that much
/// is wrong that nothing can be said of its policies.
fn listed(
    global: &Global,
    date: Option<Day>,
    console: &mut Console,
) -> Result<Option<Listed>, Failure> {
    let project = Project::read(global, console)?;
    let mut diagnostics = Diagnostics::default();
    let options = Options { today: Some(today(date)?), ..global.options() };
    let options = project.options(options);
    let found = crate::policies(&project.sources, &options, &mut diagnostics);
    let outcome = console.diagnostics(&diagnostics.without_warnings(), &project.sources);
    Ok(found.map(|found| Listed { project, found, outcome }))
}

fn list(
    global: &Global,
    arguments: &ListPolicies,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    console.reserve_stdout();
    let Some(listed) = listed(global, arguments.date, console)? else { return Ok(Outcome::Faulty) };
    let Listed { project, found, outcome } = &listed;
    let text = match arguments.json {
        true => json(&found.policies, &project.sources)?,
        false => table(&found.policies),
    };
    console.data(&text)?;
    if found.project.versions.is_none() && !found.policies.is_empty() {
        console.summary(
            "No version has been accepted yet. When the texts are what their versions say, run\n  belegg policies accept --all\n",
        );
    }
    Ok(*outcome)
}

/// One line a policy.
fn table(policies: &[PolicyStatus]) -> String {
    if policies.is_empty() {
        return "No page is a policy\n".to_string();
    }
    let head = ["page", "version", "owner", "effective", "review", "state"].map(str::to_string);
    let mut lines = vec![head];
    lines.extend(policies.iter().map(|policy| {
        let said = |text: &str| if text.is_empty() { "–".to_string() } else { text.to_string() };
        let review = match policy.is_overdue {
            true => format!("{} overdue", day(policy.review_by)),
            false => said(&day(policy.review_by)),
        };
        [
            policy.key.clone(),
            said(policy.version.as_deref().unwrap_or_default()),
            said(&policy.owner),
            said(&day(policy.effective)),
            review,
            policy.state.name().to_string(),
        ]
    }));
    let width = |column: usize| {
        lines.iter().map(|line| line[column].chars().count()).max().unwrap_or_default()
    };
    let widths: [usize; 6] = std::array::from_fn(width);
    let mut text = String::new();
    for line in &lines {
        let mut row = String::new();
        for (cell, width) in line.iter().zip(widths) {
            let _ = write!(row, "{cell:width$}  ");
        }
        let _ = writeln!(text, "{}", row.trim_end());
    }
    text
}

fn day(date: Option<Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

/// A policy, as JSON.
#[derive(Serialize)]
struct Row<'a> {
    page: &'a str,
    file: &'a str,
    title: &'a str,
    version: Option<&'a str>,
    owner: &'a str,
    effective: Option<String>,
    review_by: Option<String>,
    overdue: bool,
    state: &'static str,
    hash: &'a str,
}

/// A JSON array with one policy a line.
fn json(policies: &[PolicyStatus], sources: &Sources) -> Result<String, Failure> {
    let mut rows = Vec::new();
    for policy in policies {
        let row = Row {
            page: &policy.key,
            file: sources.path(policy.file),
            title: &policy.title,
            version: policy.version.as_deref(),
            owner: &policy.owner,
            effective: policy.effective.map(|date| date.to_string()),
            review_by: policy.review_by.map(|date| date.to_string()),
            overdue: policy.is_overdue,
            state: policy.state.name(),
            hash: &policy.hash,
        };
        let row = serde_json::to_string(&row)
            .map_err(|error| Failure::new("output", format!("cannot write JSON: {error}")))?;
        rows.push(row);
    }
    Ok(match rows.is_empty() {
        true => "[]\n".to_string(),
        false => format!("[\n{}\n]\n", rows.join(",\n")),
    })
}

fn accept(
    global: &Global,
    arguments: &AcceptPolicies,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let Some(listed) = listed(global, None, console)? else { return Ok(Outcome::Faulty) };
    let Listed { project, found, outcome } = &listed;
    let chosen = chosen(&found.policies, &arguments.pages, project)?;
    // Its version would stand for words that nobody has seen.
    let in_doubt = chosen.iter().filter(|one| one.in_doubt && one.state != PolicyState::Current);
    let mut refused = Diagnostics::default();
    for policy in in_doubt {
        let message =
            "this text, or a part that it includes, has errors: its version cannot be accepted";
        refused.push(
            Diagnostic::error("unaccepted-policy", policy.span, message)
                .help("correct them first; nothing was accepted"),
        );
    }
    if refused.has_errors() {
        return Ok(console.diagnostics(&refused, &project.sources));
    }
    let mut versions = found.project.versions.clone().unwrap_or_default();
    let mut accepted = 0;
    for policy in &chosen {
        let Some(version) = &policy.version else {
            let message = format!("`{}` does not say its version", policy.key);
            return Err(Failure::new("incomplete-policy", message)
                .help("add `version = \"1.0\"` to its front matter; nothing was accepted"));
        };
        if policy.state != PolicyState::Current {
            versions.accept(&policy.key, version, &policy.hash);
            accepted += 1;
        }
    }
    if accepted > 0 {
        write_versions(project, &versions.to_toml())?;
    }
    console.summary(&match (accepted, chosen.len()) {
        (0, 0) => "There is nothing to accept: no page is a policy\n".to_string(),
        (0, _) => "Nothing to accept: all is current already\n".to_string(),
        (1, _) => "Accepted 1 policy\n".to_string(),
        (more, _) => format!("Accepted {more} policies\n"),
    });
    Ok(*outcome)
}

/// The policies that the user names, by key or file; all where none is named.
fn chosen<'a>(
    policies: &'a [PolicyStatus],
    wanted: &[String],
    project: &Project,
) -> Result<Vec<&'a PolicyStatus>, Failure> {
    if wanted.is_empty() {
        return Ok(policies.iter().collect());
    }
    let mut chosen = Vec::new();
    for name in wanted {
        let key = name.trim_start_matches("@/").trim_start_matches("content/");
        let key = key.trim_end_matches(".md");
        let is_meant = |policy: &&PolicyStatus| {
            policy.key == key || project.sources.path(policy.file) == name.as_str()
        };
        let Some(policy) = policies.iter().find(is_meant) else {
            let message = format!("there is no policy `{name}`");
            let keys = || policies.iter().map(|policy| policy.key.as_str());
            let help = match nearest(key, keys()) {
                Some(near) => format!("there is a policy `{near}`"),
                None => "`belegg policies` lists them all".to_string(),
            };
            return Err(Failure::new("unknown-page", message).help(help));
        };
        chosen.push(policy);
    }
    Ok(chosen)
}

fn write_versions(project: &Project, text: &str) -> Result<(), Failure> {
    match project.sources.find(PATH) {
        Some(file) => rewritten(&project.root, PATH, project.sources.bytes(file), text),
        None => written(&project.root.join(PATH), text.as_bytes(), false).map_err(|error| {
            Failure::new("cannot-write", format!("cannot write `{PATH}`: {error}"))
                .help("allow writing to the project's folder; nothing was accepted")
        }),
    }
}
