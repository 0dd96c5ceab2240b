//! A list or table in brackets that nobody closed: the parser takes what stands below for its items, and
//! stumbles at each of them.

use std::ops::Range;

use super::slip::outside_quotes;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// What was opened and not closed.
pub struct Unclosed {
    /// Its lines, from the one on which it begins.
    pub lines: Range<usize>,
    sign: char,
    /// Where what it says ends.
    end: usize,
}

impl Unclosed {
    /// The first one of a text. It ends where an entry or the head of a table begins.
    pub fn find(text: &str) -> Option<Unclosed> {
        let mut open: Option<(Unclosed, usize)> = None;
        let mut is_long_text = false;
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let end = at + line.len();
            let line = line.trim_end();
            let is_within = is_long_text;
            is_long_text ^= ["\"\"\"", "'''"].iter().any(|it| line.matches(it).count() == 1);
            let said = outside_quotes(line);
            // Brackets behind a quote too few or too many may be text.
            let is_odd = said.matches('"').count() % 2 == 1;
            if is_within || is_long_text || is_odd || said.trim().is_empty() {
                at = end;
                continue;
            }
            let value = value(&said);
            if (value.is_some() || is_head(&said))
                && let Some((unclosed, _)) = open
            {
                return Some(Unclosed { lines: unclosed.lines.start..at, ..unclosed });
            }
            let sign = match value.and_then(|value| value.trim_start().chars().next()) {
                Some('[') => Some(']'),
                Some('{') => Some('}'),
                _ => None,
            };
            let length = said.trim_end().len();
            // `{ x = [0, 75 }`: what stands within it was not closed.
            if let (Some(_), None, Some((sign, length))) = (sign, &open, unmatched(&said)) {
                return Some(Unclosed { lines: at..end, sign, end: at + length });
            }
            let opened = sign.map(|sign| (Unclosed { lines: at..at, sign, end: at }, 0));
            open = open.or(opened).and_then(|(unclosed, depth)| {
                let count = |signs: [char; 2]| said.matches(signs).count();
                let depth = (depth + count(['[', '{'])).saturating_sub(count([']', '}']));
                (depth > 0).then_some((Unclosed { end: at + length, ..unclosed }, depth))
            });
            at = end;
        }
        open.map(|(unclosed, _)| Unclosed { lines: unclosed.lines.start..text.len(), ..unclosed })
    }

    pub fn told(&self, place: Span) -> Diagnostic {
        let (kind, sign) =
            (if self.sign == ']' { "a list" } else { "a table in braces" }, self.sign);
        let span = place.within(self.end.saturating_sub(1)..self.end);
        Diagnostic::error("toml-syntax", span, format!("{kind} is not closed"))
            .help(format!("write `{sign}` at its end"))
    }
}

/// The sign that is missing where another closes what it does not open, and where what it would close ends.
fn unmatched(line: &str) -> Option<(char, usize)> {
    let mut open = Vec::new();
    for (at, sign) in line.char_indices() {
        match sign {
            '[' => open.push(']'),
            '{' => open.push('}'),
            ']' | '}' => {
                let wanted = open.pop()?;
                if wanted != sign {
                    return Some((wanted, line[..at].trim_end().len()));
                }
            }
            _ => {}
        }
    }
    None
}

/// What stands behind `key =`, if a line begins with that.
fn value(line: &str) -> Option<&str> {
    let (key, value) = line.split_once('=')?;
    is_name(key.trim()).then_some(value)
}

/// Whether a line is `[report]` or `[[changes]]`.
fn is_head(line: &str) -> bool {
    let inside = line.trim().strip_prefix('[').and_then(|line| line.strip_suffix(']'));
    inside.is_some_and(|inside| is_name(inside.trim_matches(['[', ']']).trim()))
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic())
        && text.chars().all(|c| c.is_alphanumeric() || ['_', '-', '.', '"'].contains(&c))
}
