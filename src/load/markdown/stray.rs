//! Signs that were meant as Markdown and are none, so that readers would see them: a reference that is not
//! closed, `##Heading` without a space, a table without the line below its head.

use std::ops::Range;

use super::Reader;
use crate::diagnostic::Diagnostic;
use crate::source::look;

/// What our own references begin with, and what else a link may.
const REFERENCES: [&str; 5] = ["fact:", "chart:", "table:", "cards:", "include:"];
const ADDRESSES: [&str; 6] = ["@/", "http:", "https:", "mailto:", "tel:", "www."];

impl Reader<'_, '_> {
    /// Tells what is wrong with words that stand at `range`, on one line.
    pub(super) fn tell_stray_marks(&mut self, text: &str, range: &Range<usize>) {
        // The first bytes of `•`, `·`, `▪` are as good as the signs: what follows looks closer.
        let is_mark = |byte| {
            let is_sign = (byte == b']') | (byte == b'|') | (byte == b'#');
            is_sign | (byte == b'{') | (byte == b'<') | (byte == 0xe2) | (byte == 0xc2)
        };
        if !look::any(text, is_mark) {
            return;
        }
        // With signs that are escaped, or written as `&amp;`, places would be others.
        let is_as_written = self.text.get(range.clone()) == Some(text);
        if text.contains(']') {
            self.tell_broken_references(text, range, is_as_written);
        }
        let (line, begins) = self.line_around(range.start);
        if is_as_written && begins == range.start {
            self.tell_stray_line(text, line, range);
        }
        if let Some(at) = ["{{", "{%"].iter().find_map(|mark| text.find(mark)) {
            let end = ["}}", "%}"].iter().find_map(|mark| text[at..].find(mark));
            let end = end.map_or(text.len(), |end| at + end + 2);
            let message = "what stands in braces is no part of Markdown: readers would see it";
            let help = "a figure is written `[](fact:suppliers.count)`; what readers are to see stands between backticks";
            self.tell_stray(
                message,
                help,
                is_as_written.then(|| range.start + at..range.start + end),
                range,
            );
        }
    }

    /// The line of the text that a place is on, and where its words begin, behind the signs of quotations.
    fn line_around(&self, at: usize) -> (Range<usize>, usize) {
        let start = self.text[..at].rfind('\n').map_or(0, |end| end + 1);
        let end = self.text[at..].find('\n').map_or(self.text.len(), |end| at + end);
        let line = &self.text[start..end];
        (start..end, start + line.len() - line.trim_start_matches([' ', '>']).len())
    }

    /// A line that begins as a heading, a callout, a table or what git leaves, and is none.
    fn tell_stray_line(&mut self, text: &str, line: Range<usize>, range: &Range<usize>) {
        let signs = text.len() - text.trim_start_matches('#').len();
        let first = text[signs..].chars().next();
        if (2..=6).contains(&signs) && first.is_some_and(|c| !c.is_whitespace() && c != '#') {
            let message = "this is no heading: a space is missing behind the signs";
            let help = format!("write `{} {}`", &text[..signs], text[signs..].trim());
            return self.tell_stray(message, &help, Some(line), range);
        }
        if text.starts_with("<<<<<<< ") {
            let message = "two versions of this text stand here, as git leaves them";
            let help = "keep one of the two, and delete the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`";
            return self.tell_stray(message, help, Some(line), range);
        }
        if let Some((name, _)) = text.strip_prefix("[!").and_then(|rest| rest.split_once(']')) {
            return self.tell_no_callout(name, line, range);
        }
        let before = self.text[..line.start].trim_end_matches('\n').rsplit('\n').next();
        let before = before.unwrap_or_default().trim_start_matches([' ', '>']);
        let bullets = ['•', '·', '▪', '◦', '●'];
        if let Some(bullet) = text.chars().next().filter(|sign| bullets.contains(sign)) {
            if !before.starts_with(bullet) {
                let message =
                    format!("`{bullet}` makes no list: readers would see its lines as one");
                let help = "write `- ` in its place, and leave an empty line above the first";
                self.tell_stray(&message, help, Some(line), range);
            }
            return;
        }
        let is_row = |line: &str| line.trim().len() > 1 && line.trim().starts_with('|');
        if is_row(text) && text.trim_end().ends_with('|') && !is_row(before) {
            self.tell_no_table(text, line, range);
        }
    }

    /// `> [!MERK]`
    fn tell_no_callout(&mut self, name: &str, line: Range<usize>, range: &Range<usize>) {
        const KNOWN: &str = "NOTE, TIP, IMPORTANT, WARNING, CAUTION";
        let upper = name.to_uppercase();
        let (message, help) = match KNOWN.split(", ").any(|known| known == upper) {
            true => (
                "this is no callout: the line of its name says more, or is not within a quotation"
                    .to_string(),
                format!(
                    "write `> [!{upper}]` alone on a line, and the text below it, each line behind `>`"
                ),
            ),
            false => (
                format!("there is no callout `{name}`"),
                format!("known are {KNOWN}; readers see their names in their own language"),
            ),
        };
        self.tell_stray(&message, &help, Some(line), range);
    }

    fn tell_no_table(&mut self, text: &str, line: Range<usize>, range: &Range<usize>) {
        let columns = cells(text);
        let below =
            self.text[line.end..].trim_start_matches('\n').lines().next().unwrap_or_default();
        let below = below.trim_start_matches([' ', '>']).trim();
        let has_dashes = below.contains("--") && below.chars().all(|c| "|-: ".contains(c));
        let message =
            "this is no table: the line of dashes below its head is missing, or does not fit";
        let help = match has_dashes && cells(below) == columns {
            true => "leave an empty line above the table".to_string(),
            false => format!(
                "write `|{}` below this line, with as many parts as it has",
                " --- |".repeat(columns)
            ),
        };
        self.tell_stray(message, &help, Some(line), range);
    }

    /// A heading whose braces are not closed, or hold `names` and no anchor.
    pub(super) fn tell_stray_braces(&mut self, range: &Range<usize>, names: &[(String, String)]) {
        let source = &self.text[range.clone()];
        let open = source.rfind("{#").filter(|at| !source[*at..].contains('}'));
        if let Some(at) = open {
            let name = source[at..].trim();
            let place = range.start + at..range.start + at + name.len();
            let help = format!("write `{name}}}`");
            self.tell_stray(
                "these braces are not closed: readers would see them",
                &help,
                Some(place),
                range,
            );
        }
        for (name, _) in names.iter().filter(|(_, value)| value.is_empty()) {
            let help = format!("write `{{#{name}}}` for the place that links lead to");
            let message = format!("`{name}` in the braces of this heading says nothing");
            self.tell_stray(
                &message,
                &help,
                Some(range.start..range.start + source.trim_end().len()),
                range,
            );
        }
    }

    /// A row of a table with cells that no column holds: they would be lost.
    pub(super) fn tell_long_row(&mut self, range: &Range<usize>, columns: usize) {
        let row = self.text[range.clone()].trim();
        let found = cells(row);
        if found > columns {
            let message =
                format!("this row has {found} cells, but the head of the table has {columns}");
            let span = self.span(range.start..range.start + row.len());
            self.diagnostics.push(
                Diagnostic::error("row-length", span, message).help("name every column in the head, or merge two cells; a `|` that belongs to the text is written `\\|`"),
            );
        }
    }

    /// A link or reference that Markdown does not take for one: it would be printed as it is.
    fn tell_broken_references(&mut self, text: &str, range: &Range<usize>, is_as_written: bool) {
        for (at, _) in text.match_indices(']') {
            let rest = &text[at + 1..];
            let target = rest.trim_start_matches(' ').strip_prefix('(');
            // Signs that are escaped are meant as they stand.
            let addresses = if is_as_written { &ADDRESSES[..] } else { &[] };
            let is_meant = |target: &&str| {
                REFERENCES.iter().chain(addresses).any(|start| target.starts_with(start))
            };
            let Some(target) = target.filter(is_meant) else { continue };
            let close = target.find(')');
            let end = close.map_or(text.len(), |close| text.len() - target.len() + close + 1);
            let help = match (rest.starts_with(' '), close) {
                (true, _) => "take out the space between `]` and `(`",
                (false, None) => "write `)` behind the address",
                _ => "no spaces may stand between the parentheses, and brackets must match",
            };
            let place = is_as_written.then(|| range.start + at + 1..range.start + end);
            let span = self.span(place.unwrap_or_else(|| range.clone()));
            self.diagnostics.push(
                Diagnostic::error("broken-reference", span, "this reference cannot be read")
                    .help(help),
            );
        }
    }

    fn tell_stray(
        &mut self,
        message: &str,
        help: &str,
        place: Option<Range<usize>>,
        range: &Range<usize>,
    ) {
        let span = self.span(place.unwrap_or_else(|| range.clone()));
        self.diagnostics.push(Diagnostic::error("stray-marks", span, message).help(help));
    }
}

/// How many cells a row has: what stands between signs that are not escaped.
fn cells(row: &str) -> usize {
    let row = row.trim();
    let inside = row.strip_prefix('|').unwrap_or(row);
    let inside = inside.strip_suffix('|').filter(|rest| !rest.ends_with('\\')).unwrap_or(inside);
    let escaped = inside.matches("\\|").count();
    inside.matches('|').count() - escaped + 1
}
