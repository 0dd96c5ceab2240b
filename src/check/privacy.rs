//! Nothing private leaves: the finished files are searched for the names and organisation numbers
//! of suppliers that were not released.
//!
//! PDFs are not searched on their own: they are set from the same tree as the pages.

use rayon::prelude::*;

use crate::artifact::Artifacts;
use crate::data::{Loaded, Supplier};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::Report;
use crate::project::Project;
use crate::source::{Sources, Span};

/// Words shorter than this in all say nothing of whose they are.
const SHORTEST: usize = 4;

/// A private text as the hashes of its words, and the row that it stands in.
struct Private<'a> {
    words: Vec<u64>,
    what: &'static str,
    supplier: &'a Supplier,
    register: &'a Loaded<Vec<Supplier>>,
}

/// Tells every private value that stands in a file that people can read.
pub fn privacy(
    artifacts: &Artifacts,
    report: &Report,
    project: &Project,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    let mut private: Vec<Private<'_>> = Vec::new();
    for register in project.datasets.values().filter_map(|dataset| dataset.suppliers.as_ref()) {
        for supplier in register.value.iter().filter(|supplier| !supplier.published) {
            let mut add = |text: &str, what| {
                if text.chars().count() >= SHORTEST {
                    private.push(Private { words: words(text), what, supplier, register });
                }
            };
            add(&supplier.name, "the name");
            if let Some(number) = &supplier.number {
                add(number, "the organisation number");
                if number.len() == 9 && number.is_ascii() {
                    let spaced = format!("{} {} {}", &number[..3], &number[3..6], &number[6..]);
                    add(&spaced, "the organisation number");
                }
            }
        }
    }
    private.retain(|one| !one.words.is_empty());
    private.sort_by(|a, b| a.words.cmp(&b.words));
    let readable: Vec<(&String, &Vec<u8>)> =
        artifacts.files.iter().filter(|(path, _)| is_text(path)).collect();
    let found: Vec<(&str, &Private<'_>)> = readable
        .par_iter()
        .flat_map_iter(|(path, bytes)| {
            let text = String::from_utf8_lossy(bytes);
            let mut found = search(&private, &text);
            // A name may stand in an attribute, or be split by elements: both are looked at.
            if path.ends_with(".html") {
                found.extend(search(&private, &without_tags(&text)));
            }
            found.sort_unstable();
            found.dedup();
            found.into_iter().map(|at| (path.as_str(), &private[at])).collect::<Vec<_>>()
        })
        .collect();
    for (path, one) in found {
        diagnostics.push(tell(path, one, report, sources));
    }
}

fn is_text(path: &str) -> bool {
    [".html", ".json", ".csv", ".xml", ".txt", ".svg"].iter().any(|end| path.ends_with(end))
}

/// The value itself is not repeated: messages end up in logs.
fn tell(path: &str, one: &Private<'_>, report: &Report, sources: &Sources) -> Diagnostic {
    let Private { what, supplier, register, .. } = one;
    let written = sources.iter().find_map(|(file, source)| {
        if !source.path.starts_with("content/") && !source.path.ends_with(".toml") {
            return None;
        }
        let text = std::str::from_utf8(&source.bytes).ok()?;
        let at = text.find(supplier.name.as_ref())?;
        Some(Span::new(file, at..at + supplier.name.len()))
    });
    // Where the words are put together from several places, the page is the place.
    let url = format!("/{}", path.trim_end_matches("index.html"));
    let pages = report.editions.iter().flat_map(|edition| &edition.pages);
    let page = || pages.clone().find(|page| page.url == url).map(|page| page.span);
    let message = format!(
        "{what} of supplier `{}` in `{}` would be published in `{path}`",
        supplier.id, register.path
    );
    Diagnostic::error("private-value", written.or_else(page), message).help(
        "take it out of the text; if the supplier agreed to be named, write `yes` in a column `publish` of its row",
    )
}

/// The places in `private` of what stands in a text.
fn search(private: &[Private<'_>], text: &str) -> Vec<usize> {
    let text = words(text);
    let mut found = Vec::new();
    for start in 0..text.len() {
        let rest = &text[start..];
        let first = private.partition_point(|one| one.words[0] < rest[0]);
        let same = private[first..].iter().take_while(|one| one.words[0] == rest[0]);
        for (at, one) in same.enumerate() {
            if rest.starts_with(&one.words) {
                found.push(first + at);
            }
        }
    }
    found
}

/// The words of a text as hashes (FNV-1a) of their letters in lower case. Soft hyphens do not count.
fn words(text: &str) -> Vec<u64> {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let mut words = Vec::new();
    let mut hash = None;
    for sign in text.chars().filter(|sign| *sign != '\u{ad}') {
        if sign.is_alphanumeric() {
            let mut value = hash.unwrap_or(OFFSET);
            for lower in sign.to_lowercase() {
                value = (value ^ u64::from(lower)).wrapping_mul(PRIME);
            }
            hash = Some(value);
        } else if let Some(word) = hash.take() {
            words.push(word);
        }
    }
    words.extend(hash);
    words
}

/// The text between the tags, with the entities that the writer of pages makes undone.
fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut inside = false;
    for sign in html.chars() {
        match sign {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                text.push(' ');
            }
            _ if inside => {}
            _ => text.push(sign),
        }
    }
    for (entity, sign) in [
        ("&shy;", ""),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ] {
        if text.contains(entity) {
            text = text.replace(entity, sign);
        }
    }
    text
}
