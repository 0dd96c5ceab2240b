use std::fmt::Write;

use super::{Finding, in_full};
use crate::diagnostic::Severity;
use crate::diagnostic::print::visible;

/// Commands of a GitHub workflow, a line each: they become annotations on the changed files.
pub fn github(findings: &[Finding]) -> String {
    let mut text = String::new();
    for finding in findings {
        text.push_str(match finding.severity {
            Severity::Error => "::error ",
            Severity::Warning => "::warning ",
        });
        if let Some(file) = &finding.file {
            let _ = write!(text, "file={},", property(&visible(file)));
        }
        if let Some(region) = finding.region {
            let _ = write!(text, "line={},endLine={},", region.line, region.end_line);
            // GitHub takes columns only within one line.
            if region.line == region.end_line {
                let _ = write!(text, "col={},endColumn={},", region.column, region.end_column);
            }
        }
        let _ = writeln!(text, "title={}::{}", property(finding.code), data(&in_full(finding)));
    }
    text
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
