//! `policies.toml`: what each version of a policy said. The program writes it; people keep it with
//! the texts.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::accepted::quoted;
use crate::source::Span;

/// Its path in the project.
pub const PATH: &str = "policies.toml";

const HEAD: &str = "\
# What each version of a policy said: the page, then each version and a hash of the words of its
# original, with the texts that it includes and without figures.
# `belegg policies accept` writes this file. Keep it with the texts, and leave it as it is.
";

/// The versions that somebody accepted, by key of the page and version.
#[derive(Debug, Clone, Default)]
pub struct Versions {
    pub pages: BTreeMap<String, BTreeMap<String, AcceptedVersion>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptedVersion {
    /// Of the text, in hexadecimal.
    pub hash: String,
    /// The line in the file; none where it was accepted just now.
    pub span: Option<Span>,
}

impl Versions {
    pub fn of(&self, key: &str, version: &str) -> Option<&AcceptedVersion> {
        self.pages.get(key)?.get(version)
    }

    pub fn accept(&mut self, key: &str, version: &str, hash: &str) {
        let version = version.to_string();
        let accepted = AcceptedVersion { hash: hash.to_string(), span: None };
        self.pages.entry(key.to_string()).or_default().insert(version, accepted);
    }

    /// The file, sorted, with one line a version: changes by two people can be merged.
    pub fn to_toml(&self) -> String {
        let mut text = HEAD.to_string();
        for (key, versions) in &self.pages {
            let _ = write!(text, "\n[{}]\n", quoted(key));
            for (version, accepted) in versions {
                let _ = writeln!(text, "{} = {}", quoted(version), quoted(&accepted.hash));
            }
        }
        text
    }
}
