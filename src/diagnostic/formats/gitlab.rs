use serde::Serialize;

use super::{Finding, fingerprints, in_full};
use crate::diagnostic::Severity;

/// A Code Quality report of GitLab: a JSON list. What is about no file is told of `config`, as
/// GitLab takes nothing without a place.
pub fn gitlab(findings: &[Finding], config: &str) -> String {
    let issues = findings.iter().zip(fingerprints(findings)).map(|(finding, fingerprint)| Issue {
        description: in_full(finding),
        check_name: finding.code,
        fingerprint,
        severity: match finding.severity {
            Severity::Error => "blocker",
            Severity::Warning => "minor",
        },
        location: Location {
            path: finding.file.as_deref().unwrap_or(config),
            lines: Lines {
                begin: finding.region.map_or(1, |region| region.line),
                end: finding.region.map_or(1, |region| region.end_line),
            },
        },
    });
    let issues: Vec<Issue<'_>> = issues.collect();
    let mut text = serde_json::to_string_pretty(&issues).unwrap_or_default();
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'a str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}
