//! Messages in the formats that pipelines read: each a function from findings to text.

mod github;
mod gitlab;
mod junit;
mod sarif;

pub use github::github;
pub use gitlab::gitlab;
pub use junit::junit;
pub use sarif::sarif;

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::finding::Finding;

/// A name for each finding that stays when lines move: made of its code, its file and the text of its
/// line. Of several that have all three in common each has its number.
fn fingerprints(findings: &[Finding]) -> Vec<String> {
    let mut seen: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
    let named = findings.iter().map(|finding| {
        let file = finding.file.as_deref().unwrap_or_default();
        // What is about no line is told apart by its words.
        let line = if finding.line.is_empty() { &finding.message } else { &finding.line };
        let number = seen.entry((finding.code, file, line)).or_default();
        *number += 1;
        let mut hash = Sha256::new();
        for part in [finding.code, file, line, &number.to_string()] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    });
    named.collect()
}

/// The message and, on a line of its own, what to do.
fn in_full(finding: &Finding) -> String {
    match &finding.help {
        Some(help) => format!("{}\n{help}", finding.message),
        None => finding.message.clone(),
    }
}
