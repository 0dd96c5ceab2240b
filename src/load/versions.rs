//! `policies.toml` to what each version of a policy said.

use super::accepted::{hash, inner};
use crate::diagnostic::Diagnostics;
use crate::project::versions::{AcceptedVersion, PATH, Versions};
use crate::source::{Sources, Span};

const REMEDY: &str = "take the line out, and run `belegg policies accept` for the page again";

/// The versions that were accepted; none where none ever was, or where the file cannot be read.
pub fn versions(sources: &Sources, diagnostics: &mut Diagnostics) -> Option<Versions> {
    let file = sources.find(PATH)?;
    let text = super::text(file, sources, diagnostics)?;
    let place = Span::new(file, 0..text.len());
    let table = super::toml::read(text, place, diagnostics)?;
    let mut versions = Versions::default();
    for page in &table.entries {
        let Some(lines) = inner(page, "a table of versions", REMEDY, diagnostics) else { continue };
        let read = lines.entries.iter().filter_map(|entry| {
            let hash = hash(entry, "version", REMEDY, diagnostics)?;
            Some((entry.key.clone(), AcceptedVersion { hash, span: Some(entry.key_span) }))
        });
        versions.pages.insert(page.key.clone(), read.collect());
    }
    Some(versions)
}
