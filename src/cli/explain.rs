//! `belegg explain`: what a message means.

use std::fmt::Write;

use super::arguments::Explain;
use super::console::Console;
use super::{Failure, Outcome};
use crate::diagnostic::codes::{self, Meaning};

pub(super) fn explain(arguments: &Explain, console: &mut Console) -> Result<Outcome, Failure> {
    let text = match &arguments.code {
        None => list(codes::all()),
        Some(code) => in_full(found(code)?),
    };
    console.data(&text)?;
    Ok(Outcome::Done)
}

/// The code as it was copied, perhaps with its brackets: `error[stated-number]`.
fn found(written: &str) -> Result<&'static Meaning, Failure> {
    let inner = written.split_once('[').map_or(written, |(_, rest)| rest);
    let code = inner.trim_end_matches(|c: char| [']', ':'].contains(&c)).trim().to_lowercase();
    codes::meaning(&code).ok_or_else(|| {
        let message = format!("there is no message with the code `{code}`");
        Failure::new("unknown-code", message).help(match codes::similar(&code) {
            Some(near) => format!("there is a similar one: `belegg explain {near}`"),
            None => "`belegg explain` lists all codes".to_string(),
        })
    })
}

fn in_full(meaning: &Meaning) -> String {
    let Meaning { code, section, wrong, remedy, example, .. } = meaning;
    let kind = match (meaning.is_of_call, meaning.may_warn, *example) {
        (true, ..) => "a fault of the call or the machine: exit code 2",
        (_, true, example) if example.starts_with("error") || wrong.contains("an error") => {
            "an error, or a warning"
        }
        (_, true, _) => "a warning: it does not stop publishing unless it is denied",
        _ => "an error: nothing is published",
    };
    let section = section.trim_end_matches(" (exit code 2)");
    let mut text = format!("{code}: {wrong}\n  {section}; {kind}\n\nWhat to do: {remedy}\n");
    if !example.is_empty() {
        text.push_str("\nFor example:\n\n");
        for line in example.lines() {
            let _ = writeln!(text, "{}", format!("  {line}").trim_end());
        }
    }
    text
}

/// All codes, a line each, with `*` where it is a warning.
fn list(meanings: &[Meaning]) -> String {
    let width = meanings.iter().map(|one| one.code.len()).max().unwrap_or_default() + 1;
    let mut text = String::new();
    let mut section = "";
    for meaning in meanings {
        if meaning.section != section {
            section = meaning.section;
            let gap = if text.is_empty() { "" } else { "\n" };
            let _ = writeln!(text, "{gap}{section}");
        }
        let mark = if meaning.may_warn { "*" } else { "" };
        let code = format!("{}{mark}", meaning.code);
        let _ = writeln!(text, "  {code:width$}  {}", meaning.wrong);
    }
    text.push_str("\n* a warning, or one in some cases; `belegg explain CODE` tells more\n");
    text
}
