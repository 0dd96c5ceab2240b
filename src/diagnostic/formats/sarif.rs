use std::collections::BTreeSet;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::{Finding, fingerprints, in_full};
use crate::diagnostic::Severity;
use crate::diagnostic::codes::{self, Meaning};
use crate::diagnostic::finding::{Place, Region, Replacement};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What stands as it is in the path of a URI (RFC 3986).
const PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A log in SARIF 2.1.0, which GitHub and many others read. What is about no file is told of
/// `config`. Files are named from the top of the repository, `%SRCROOT%`.
pub fn sarif(findings: &[Finding], config: &str) -> String {
    let told: BTreeSet<&str> = findings.iter().map(|finding| finding.code).collect();
    let rules: Vec<&Meaning> = told.iter().filter_map(|code| codes::meaning(code)).collect();
    let named = findings.iter().zip(fingerprints(findings));
    let results: Vec<Value> =
        named.map(|(finding, name)| result(finding, &name, &rules, config)).collect();
    let driver = json!({
        "name": "belegg",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules.into_iter().map(rule).collect::<Vec<_>>(),
    });
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

fn rule(meaning: &Meaning) -> Value {
    let Meaning { code, section, wrong, remedy, example, .. } = meaning;
    let level = if meaning.may_warn { "warning" } else { "error" };
    json!({
        "id": code,
        "shortDescription": { "text": wrong },
        "help": {
            "text": format!("{wrong}\n\nWhat to do: {remedy}\n\nFor example:\n\n{example}\n"),
            "markdown": format!("{wrong}\n\n**What to do:** {remedy}\n\n```text\n{example}\n```\n"),
        },
        "defaultConfiguration": { "level": level },
        "properties": { "category": section },
    })
}

fn result(finding: &Finding, fingerprint: &str, rules: &[&Meaning], config: &str) -> Value {
    let file = finding.file.as_deref().unwrap_or(config);
    let mut result = json!({
        "ruleId": finding.code,
        "level": match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        "message": { "text": in_full(finding) },
        "locations": [{ "physicalLocation": physical(file, finding.region) }],
        "partialFingerprints": { "belegg/v1": fingerprint },
    });
    if let Some(index) = rules.iter().position(|rule| rule.code == finding.code) {
        result["ruleIndex"] = json!(index);
    }
    if !finding.related.is_empty() {
        result["relatedLocations"] = finding.related.iter().map(related).collect();
    }
    if let Some(fix) = &finding.fix {
        result["fixes"] = json!([change(fix)]);
    }
    result
}

fn related(place: &Place) -> Value {
    json!({
        "physicalLocation": physical(&place.file, place.region),
        "message": { "text": place.words },
    })
}

fn change(fix: &Replacement) -> Value {
    json!({
        "artifactChanges": [{
            "artifactLocation": artifact(&fix.file),
            "replacements": [{
                "deletedRegion": region(fix.region),
                "insertedContent": { "text": fix.text },
            }],
        }],
    })
}

fn physical(file: &str, place: Option<Region>) -> Value {
    match place {
        Some(place) => json!({ "artifactLocation": artifact(file), "region": region(place) }),
        None => json!({ "artifactLocation": artifact(file) }),
    }
}

fn artifact(file: &str) -> Value {
    let uri = utf8_percent_encode(file, PATH).to_string();
    json!({ "uri": uri, "uriBaseId": "%SRCROOT%" })
}

fn region(region: Region) -> Value {
    json!({
        "startLine": region.line,
        "startColumn": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    })
}
