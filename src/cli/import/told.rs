//! How lists of suppliers are told: by their numbers, never by their names, and not endlessly.

use crate::diagnostic::{Diagnostic, Diagnostics};

/// How many are named.
const MOST_NAMED: usize = 10;

/// `1 supplier`, `3 suppliers`.
pub(super) fn count(number: usize, one: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        _ if one.ends_with('y') => format!("{number} {}ies", &one[..one.len() - 1]),
        _ => format!("{number} {one}s"),
    }
}

/// `2001, 2004 and 3 more`.
pub(super) fn list<T: AsRef<str>>(names: &[T]) -> String {
    let shown: Vec<&str> = names.iter().take(MOST_NAMED).map(AsRef::as_ref).collect();
    match names.len().saturating_sub(MOST_NAMED) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// A list of numbers under a heading; nothing if there is none to tell.
pub(super) fn table(heading: &str, rows: &[(u64, String)]) -> String {
    let lines: String = rows
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| format!("  {number:>6}  {what}\n"))
        .collect();
    if lines.is_empty() { lines } else { format!("{heading}\n{lines}") }
}

/// Warns of some suppliers, if there are any.
pub(super) fn warn<T: AsRef<str>>(
    suppliers: &[T],
    what: &str,
    help: &str,
    diagnostics: &mut Diagnostics,
) {
    if !suppliers.is_empty() {
        let message = format!("{} {what}: {}", count(suppliers.len(), "supplier"), list(suppliers));
        diagnostics.push(Diagnostic::warning("import", None, message).help(help));
    }
}

/// `2001 (XX)`: a supplier with what stands there.
pub(super) fn with_value(pairs: &[(String, String)]) -> Vec<String> {
    pairs.iter().map(|(supplier, value)| format!("{supplier} ({})", shortened(value))).collect()
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    }
}
