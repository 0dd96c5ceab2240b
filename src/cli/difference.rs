//! What a change does to a file, as `diff -u` and `git diff` show it.

use similar::TextDiff;

use crate::diagnostic::print::visible;

const BOLD: &str = "\x1b[1m";
const CYAN: &str = "\x1b[36m";
const RED: &str = "\x1b[31m";
const GREEN: &str = "\x1b[32m";
const RESET: &str = "\x1b[0m";

/// The lines that differ, each place with three lines around it. It can be handed to `patch -p1`.
pub(super) fn unified(path: &str, before: &str, after: &str) -> String {
    // What tells a path with a space from a date after it.
    let tab = if path.contains(' ') { "\t" } else { "" };
    let lines = |text| str::split_inclusive(text, '\n').collect::<Vec<_>>();
    TextDiff::configure()
        .newline_terminated(true)
        .diff_slices(&lines(before), &lines(after))
        .unified_diff()
        .context_radius(3)
        .header(&format!("a/{path}{tab}"), &format!("b/{path}{tab}"))
        .to_string()
}

/// The same for a terminal: in colours, and with no control characters.
pub(super) fn coloured(unified: &str) -> String {
    let mut text = String::new();
    let mut is_heading = true;
    for line in unified.lines() {
        is_heading &= !line.starts_with("@@");
        let colour = match line.chars().next() {
            _ if is_heading => BOLD,
            Some('@') => CYAN,
            Some('-') => RED,
            Some('+') => GREEN,
            _ => "",
        };
        let end = if colour.is_empty() { "" } else { RESET };
        text.push_str(&format!("{colour}{}{end}\n", visible(line)));
    }
    text
}
