//! How much a kind of warning counts in a project: it can be made an error, or not be told.
//!
//! An error is never made less: the page would be wrong, would name somebody, or could not be made.

use std::collections::BTreeMap;

use super::codes::{self, Meaning};
use super::{Diagnostic, Severity};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Not told.
    Allow,
    /// Told as a warning.
    Warn,
    /// An error: nothing is published.
    Deny,
}

impl Level {
    pub const WORDS: [&'static str; 3] = ["allow", "warn", "deny"];

    pub fn from_word(word: &str) -> Option<Level> {
        match word {
            "allow" => Some(Level::Allow),
            "warn" => Some(Level::Warn),
            "deny" => Some(Level::Deny),
            _ => None,
        }
    }
}

/// What stands for every warning.
pub const GROUPS: [&str; 2] = ["all", "warnings"];

/// Where something is said of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SaidBy {
    /// `[messages]` of the configuration.
    Config,
    /// `--deny`, `--warn` and `--allow`.
    Call,
}

/// A level, and the word that it was given to: the code, or a group.
type Said = (Level, SaidBy, &'static str);

/// What was said of codes. A code that is named is not touched by what is said of all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Levels {
    codes: BTreeMap<&'static str, Said>,
    rest: Option<Said>,
}

impl Levels {
    /// Says it of a code, or of all; of one that was said before the stricter holds.
    pub fn set(&mut self, code: &'static str, level: Level, by: SaidBy) {
        let said = (level, by, code);
        if GROUPS.contains(&code) {
            self.rest = self.rest.max(Some(said));
            return;
        }
        let before = self.codes.entry(code).or_insert(said);
        *before = said.max(*before);
    }

    /// These, and of what they do not speak the others.
    pub fn over(&self, others: &Levels) -> Levels {
        let mut codes = others.codes.clone();
        codes.extend(&self.codes);
        Levels { codes, rest: self.rest.or(others.rest) }
    }

    fn said(&self, code: &str) -> Option<Said> {
        self.codes.get(code).copied().or(self.rest)
    }

    /// What becomes of a message; `None` where it is not told.
    pub(super) fn severity(&self, code: &str, severity: Severity) -> Option<Severity> {
        if severity == Severity::Error {
            return Some(Severity::Error);
        }
        match self.said(code) {
            Some((Level::Allow, ..)) => None,
            Some((Level::Deny, ..)) => Some(Severity::Error),
            Some((Level::Warn, ..)) | None => Some(Severity::Warning),
        }
    }

    /// The message as it counts here. One that is denied says so, and by what: it is a warning elsewhere.
    pub(super) fn heeded(&self, diagnostic: Diagnostic) -> Option<Diagnostic> {
        let severity = self.severity(diagnostic.code.0, diagnostic.severity)?;
        let denied = (severity != diagnostic.severity).then(|| self.said(diagnostic.code.0));
        let message = match denied.flatten() {
            Some((_, SaidBy::Call, word)) => {
                format!("{} (a warning, denied by `--deny {word}`)", diagnostic.message)
            }
            Some((_, SaidBy::Config, word)) => format!(
                "{} (a warning, denied by `{word}` under `[messages]` in the configuration)",
                diagnostic.message
            ),
            None => diagnostic.message,
        };
        Some(Diagnostic { severity, message, ..diagnostic })
    }
}

/// Why a code cannot be given a level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    pub code: &'static str,
    pub message: String,
    pub help: String,
    /// The code that was meant, where it is another.
    pub near: Option<&'static str>,
}

/// The code, or all codes, that a level is given to.
pub fn target(name: &str, level: Level) -> Result<&'static str, Refused> {
    if let Some(group) = GROUPS.iter().find(|group| **group == name) {
        return match level {
            Level::Deny => Ok(group),
            _ => Err(Refused {
                code: "unknown-code",
                message: format!("`{name}` can only be denied"),
                help: "name the codes one by one, so that nothing new goes unseen".to_string(),
                near: None,
            }),
        };
    }
    let Some(meaning) = codes::meaning(name) else {
        let near = codes::similar(name);
        return Err(Refused {
            code: "unknown-code",
            message: format!("there is no message with the code `{name}`"),
            help: match near {
                Some(near) => format!("there is a similar one: `{near}`"),
                None => "`belegg explain` lists all codes".to_string(),
            },
            near,
        });
    };
    match level {
        Level::Deny => Ok(meaning.code),
        _ if meaning.may_warn => Ok(meaning.code),
        _ => Err(fixed(meaning)),
    }
}

fn fixed(meaning: &Meaning) -> Refused {
    let why = match meaning.code {
        "private-value" | "private-column" | "suppressed-fact" => {
            "somebody who did not agree would be named or recognised"
        }
        "stated-number" | "contradicts-fact" | "numbers-differ" | "number-missing" => {
            "readers would get a wrong number"
        }
        _ if meaning.is_of_call => "it is about the call or the machine",
        _ => "the page would be wrong, or could not be made",
    };
    let help = match meaning.section {
        "Languages and typed numbers" => {
            "what may differ, and why, is said under `[[exceptions]]` in the front matter"
        }
        _ => "only warnings can be allowed: correct what it tells",
    };
    Refused {
        code: "fixed-level",
        message: format!("`{}` is always an error: {why}", meaning.code),
        help: help.to_string(),
        near: None,
    }
}
