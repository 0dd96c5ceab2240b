//! Cells that a spreadsheet would take for a formula.

/// A text as it may stand in a file that is opened in a spreadsheet: one that would be taken for a
/// formula gets an apostrophe before it. [`unguarded`] gives the text back, whatever it is.
pub fn guarded(text: &str) -> String {
    if looks_like_a_formula(text) { format!("'{text}") } else { text.to_string() }
}

/// The text that [`guarded`] was given.
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if looks_like_a_formula(text) => text,
        _ => cell,
    }
}

/// Whether a text begins as a formula does, after spaces that spreadsheets pass over. Apostrophes
/// before it count, so that a text which has some keeps them.
fn looks_like_a_formula(text: &str) -> bool {
    let text = text.trim_start_matches('\'');
    let first = text.trim_start_matches([' ', '\u{a0}']).chars().next();
    matches!(first, Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n'))
}
