//! What each code means, what to do about it, and how a message of it looks.
//!
//! Meanings and remedies stand in docs/messages.md alone, which people read too; examples in
//! `codes/examples.txt`, a message after the other. Both are compiled in.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::nearest;

const MEANINGS: &str = include_str!("../../docs/messages.md");
const EXAMPLES: &str = include_str!("codes/examples.txt");

/// What there is to say of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meaning {
    pub code: &'static str,
    /// What it is about: `Pages and links`.
    pub section: &'static str,
    /// Whether it is, or can be, a warning, which does not stop publishing.
    pub may_warn: bool,
    /// Whether it is about the call or the machine, not about the project: exit code 2.
    pub is_of_call: bool,
    /// In words, with code in backticks.
    pub wrong: String,
    pub remedy: String,
    /// A message as it is printed; empty only where nobody has written one.
    pub example: &'static str,
}

/// All codes in the order of the list.
pub fn all() -> &'static [Meaning] {
    static ALL: LazyLock<Vec<Meaning>> = LazyLock::new(|| meanings(MEANINGS, &examples(EXAMPLES)));
    &ALL
}

pub fn meaning(code: &str) -> Option<&'static Meaning> {
    all().iter().find(|one| one.code == code)
}

/// The code that was meant by one that there is not.
pub fn similar(code: &str) -> Option<&'static str> {
    nearest(code, all().iter().map(|one| one.code))
}

fn meanings(text: &'static str, examples: &BTreeMap<&str, &'static str>) -> Vec<Meaning> {
    let mut meanings = Vec::new();
    let mut section = "";
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            section = title;
        }
        let Some(row) = line.strip_prefix("| `") else { continue };
        let mut cells = row.trim_end_matches(" |").split(" | ");
        let (codes, wrong) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
        let remedy = cells.next().unwrap_or_default();
        for code in codes.split(", `") {
            let (code, mark) = code.split_once('`').unwrap_or((code, ""));
            meanings.push(Meaning {
                code,
                section,
                may_warn: mark == "*" || wrong.contains('*') || remedy.contains('*'),
                is_of_call: section.ends_with("(exit code 2)"),
                wrong: plain(wrong),
                remedy: plain(remedy),
                example: examples.get(code).copied().unwrap_or_default(),
            });
        }
    }
    meanings
}

/// Words without the addresses of links and without the stars of warnings.
fn plain(cell: &str) -> String {
    let mut text = String::new();
    let mut rest = cell;
    while let Some((before, link)) = rest.split_once('[') {
        text.push_str(before);
        let parts = link.split_once("](").and_then(|(words, after)| {
            let (_, after) = after.split_once(')')?;
            Some((words, after))
        });
        match parts {
            // Only a link that begins here: brackets in code stay as they are.
            Some((words, after)) if !words.is_empty() && !words.contains('[') => {
                text.push_str(words);
                rest = after;
            }
            _ => {
                text.push('[');
                rest = link;
            }
        }
    }
    text.push_str(rest);
    text.replace('*', " (a warning)")
}

/// The messages of a text by their codes: each begins with `error[code]` or `warning[code]` at the
/// start of a line and ends before the next.
fn examples(text: &'static str) -> BTreeMap<&'static str, &'static str> {
    let starts = text.match_indices('[').filter_map(|(at, _)| {
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        ["error", "warning"].contains(&&text[line..at]).then_some((line, at))
    });
    let starts: Vec<(usize, usize)> = starts.collect();
    let ends = starts.iter().skip(1).map(|(line, _)| *line).chain([text.len()]);
    let messages = starts.iter().zip(ends).map(|((line, at), end)| {
        let code = text[at + 1..].split(']').next().unwrap_or_default();
        (code, text[*line..end].trim_end())
    });
    messages.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_cell_are_told_without_marks() {
        let check = |cell: &str, words: &str| assert_eq!(plain(cell), words);
        check("then [accept it](guide.md#which)", "then accept it");
        check("under `[[exceptions]]`", "under `[[exceptions]]`");
        check(
            "write `[](fact:a.b)`, see [the list](data.md)",
            "write `[](fact:a.b)`, see the list",
        );
        check("one too many; two*", "one too many; two (a warning)");
    }
}
