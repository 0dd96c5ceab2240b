//! Signs that were meant as Markdown and are none, so that readers would see them: a reference that is not
//! closed, `##Heading` without a space, `**words*`, a table without the line below its head.

use std::ops::Range;

use super::Reader;
use crate::diagnostic::Diagnostic;
use crate::load::TYPOGRAPHIC;
use crate::source::{Span, look};

/// What our own references begin with, and what else a link may.
const REFERENCES: [&str; 5] = ["fact:", "chart:", "table:", "cards:", "include:"];
const ADDRESSES: [&str; 6] = ["@/", "http:", "https:", "mailto:", "tel:", "www."];

/// What word processors put before the items of lists: signs of the fonts Symbol and Wingdings, for private use.
const WORD_BULLETS: [char; 4] = ['\u{f0b7}', '\u{f0a7}', '\u{f0d8}', '\u{f0fc}'];

/// What the braces of a heading may say beside its name.
const HEADING_FIELDS: [&str; 2] = ["legal", "role"];

/// The names of callouts.
const CALLOUTS: [&str; 5] = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"];

impl Reader<'_, '_> {
    /// Tells what is wrong with words that stand at `range`, on one line.
    pub(super) fn tell_stray_marks(&mut self, text: &str, range: &Range<usize>) {
        // The first bytes of `•`, `·`, `▪` are as good as the signs: what follows looks closer.
        let is_mark = |byte| {
            let is_sign = (byte == b'[') | (byte == b']') | (byte == b'|') | (byte == b'#');
            let is_other = (byte == b'{') | (byte == b'<') | (byte == b'*') | (byte == b'(');
            let is_rare = (byte == b'^') | (byte == b'~') | (byte < b' ') | (byte == 0x7f);
            is_sign | is_other | is_rare | (byte == 0xe2) | (byte == 0xc2) | (byte == 0xef)
        };
        if begins_item(text.as_bytes()) {
            self.tell_no_items(text, range);
        }
        if !look::any(text, is_mark) {
            return;
        }
        // With signs that are escaped, or written as `&amp;`, places would be others.
        let is_as_written = self.text.get(range.clone()) == Some(text);
        if text.contains([']', '(']) {
            self.tell_broken_references(text, range, is_as_written);
        }
        if is_as_written && text.contains('*') {
            self.tell_stray_stars(text, range);
        }
        if is_as_written {
            self.tell_odd_signs(text, range);
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

    /// A line that begins as a heading, a callout or a table, and is none.
    fn tell_stray_line(&mut self, text: &str, line: Range<usize>, range: &Range<usize>) {
        let signs = text.len() - text.trim_start_matches('#').len();
        let first = text[signs..].chars().next();
        if (2..=6).contains(&signs) && first.is_some_and(|c| !c.is_whitespace() && c != '#') {
            let message = "this is no heading: a space is missing behind the signs";
            let help = format!("write `{} {}`", &text[..signs], text[signs..].trim());
            self.headings_in_doubt = true;
            return self.tell_stray(message, &help, Some(line), range);
        }
        if let Some((name, _)) = text.strip_prefix("[!").and_then(|rest| rest.split_once(']')) {
            return self.tell_no_callout(name, line, range);
        }
        // A sign of `[!NOTE]` was forgotten.
        let name = text.trim_end().trim_matches(['[', '!', ']']);
        if name.len() < text.trim_end().len() && CALLOUTS.contains(&name) {
            return self.tell_no_callout(name, line, range);
        }
        let before = self.text[..line.start].trim_end_matches('\n').rsplit('\n').next();
        let before = before.unwrap_or_default().trim_start_matches([' ', '>']);
        let bullets = ['•', '·', '▪', '◦', '●'];
        let is_bullet = |sign: &char| bullets.contains(sign) || WORD_BULLETS.contains(sign);
        if let Some(bullet) = text.chars().next().filter(is_bullet) {
            if !before.starts_with(bullet) {
                let name = match WORD_BULLETS.contains(&bullet) {
                    true => "the bullet of a word processor".to_string(),
                    false => format!("`{bullet}`"),
                };
                let message = format!("{name} makes no list: readers would see its lines as one");
                let help = "write `- ` in its place, and leave an empty line above the first";
                self.tell_stray(&message, help, Some(line), range);
            }
            return;
        }
        let below = self.text[line.end..].lines().nth(1).unwrap_or_default();
        if is_tabbed(text) && is_tabbed(below) && !is_tabbed(before) && item(text).is_none() {
            let message = "these lines are no table: tabs stand between their words";
            let cells: Vec<&str> = text.trim().split('\t').map(str::trim).collect();
            let help = format!(
                "write `| {} |`, below it `|{}`, and the other lines as the first",
                cells.join(" | "),
                " --- |".repeat(cells.len())
            );
            return self.tell_stray(message, &help, Some(line), range);
        }
        let is_row = |line: &str| line.trim().len() > 1 && line.trim().starts_with('|');
        if is_row(text) && text.trim_end().ends_with('|') && !is_row(before) {
            self.tell_no_table(text, line, range);
        }
    }

    /// Lines that begin as the items of a list, without the space that makes them some.
    fn tell_no_items(&mut self, text: &str, range: &Range<usize>) {
        let (line, begins) = self.line_around(range.start);
        let Some(sign) = item(text).filter(|_| begins == range.start) else { return };
        let is_item =
            |line: Option<&str>| line.is_some_and(|line| item(line.trim_start()).is_some());
        let before = self.text[..line.start].trim_end_matches('\n').rsplit('\n').next();
        let after = self.text[line.end..].lines().nth(1);
        // One alone may be a thought between dashes, or a date.
        if !is_item(before) && is_item(after) {
            let words = text[sign.len()..].trim();
            let (message, sign) = match sign {
                "–" | "—" | "o" => ("these lines are no list: a hyphen makes one", "-"),
                _ if sign.starts_with(char::is_alphabetic) => {
                    ("these lines are no list: numbers make one, letters do not", "1.")
                }
                _ => ("these lines are no list: a space is missing behind the sign", sign),
            };
            let help = format!("write `{sign} {words}`, and so on, with an empty line above");
            self.tell_stray(message, &help, Some(line), range);
        }
    }

    /// Signs that nobody sees, and those of other kinds of Markdown.
    fn tell_odd_signs(&mut self, text: &str, range: &Range<usize>) {
        let place = |at: usize, end: usize| Some(range.start + at..range.start + end);
        let control = text.char_indices().find(|(_, c)| c.is_control() && *c != '\t');
        if let Some((at, sign)) = control {
            let code = u32::from(sign);
            let message = format!("a sign that nobody sees stands here, U+{code:04X}");
            let help = "take it out; a new line within a paragraph is made by two spaces at the end of the one above";
            self.tell_stray(&message, help, place(at, at + sign.len_utf8()), range);
        }
        for sign in ['^', '~'] {
            let Some((at, end)) = raised(text, sign) else { continue };
            let message = format!("`{}` is shown as it stands", &text[at..end]);
            let help = "write the small figure itself, as in `m²` and `CO₂`";
            self.tell_stray(&message, help, place(at, end), range);
        }
    }

    /// Words that somebody moved in.
    pub(super) fn tell_indented(&mut self, text: &str, span: Span) {
        let message = "these lines are set as code, because four spaces stand before them";
        self.headings_in_doubt |= text.lines().any(|line| line.starts_with('#'));
        self.diagnostics.push(Diagnostic::error("stray-marks", span, message).help(
            "take the spaces out; code that is meant stands between two lines of three backticks",
        ));
    }

    /// `> [!MERK]`
    fn tell_no_callout(&mut self, name: &str, line: Range<usize>, range: &Range<usize>) {
        let upper = name.to_uppercase();
        let (message, help) = match CALLOUTS.contains(&upper.as_str()) {
            true => (
                "this is no callout: a sign is missing, the line of its name says more, or it is not within a quotation"
                    .to_string(),
                format!(
                    "write `> [!{upper}]` alone on a line, and the text below it, each line behind `>`"
                ),
            ),
            false => (
                format!("there is no callout `{name}`"),
                format!(
                    "known are {}; readers see their names in their own language",
                    CALLOUTS.join(", ")
                ),
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

    /// A heading whose braces are not closed or not opened, or hold a name that says nothing.
    pub(super) fn tell_stray_braces(
        &mut self,
        range: &Range<usize>,
        has_anchor: bool,
        attributes: &[(String, String)],
    ) {
        let told = self.diagnostics.kept();
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
        let line = source.trim_end();
        let whole = range.start..range.start + line.len();
        if let Some(at) = line.rfind(" #").filter(|_| line.ends_with('}') && !line.contains('{')) {
            let place = range.start + at + 1..whole.end;
            let help = format!("write `{{{}`", &line[at + 1..]);
            let message = "these braces are not opened: readers would see them";
            self.tell_stray(message, &help, Some(place), range);
        }
        let empty: Vec<&str> = attributes
            .iter()
            .filter(|(_, value)| value.is_empty())
            .map(|(name, _)| name.as_str())
            .collect();
        let is_name = |name: &&str| !name.contains('"') && !HEADING_FIELDS.contains(name);
        if has_anchor
            && empty.iter().any(is_name)
            && let Some(at) = line.rfind("{#")
        {
            let written = line[at + 2..].trim_end_matches('}').split_whitespace();
            let (fields, name): (Vec<&str>, Vec<&str>) =
                written.partition(|word| word.contains('='));
            let name = crate::load::slug(&name.join(" "));
            let message = "the name of a place, in the braces of a heading, has no spaces";
            let help = format!("write `{{#{}}}`", [vec![name.as_str()], fields].concat().join(" "));
            self.tell_stray(message, &help, Some(range.start + at..whole.end), range);
            self.headings_in_doubt = true;
            return;
        }
        for name in empty {
            let help = match name.split_once('"') {
                Some((name, value)) => format!("write `{name}=\"{}\"`", value.trim_matches('"')),
                None if has_anchor => format!("write `{name}=\"…\"`, or take it out"),
                None => format!("write `{{#{name}}}` for the place that links lead to"),
            };
            let message = format!("`{name}` in the braces of this heading says nothing");
            self.tell_stray(&message, &help, Some(whole.clone()), range);
        }
        self.headings_in_doubt |= self.diagnostics.kept() > told;
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

    /// Stars of which there are more on one side of the words than on the other, or none.
    fn tell_stray_stars(&mut self, text: &str, range: &Range<usize>) {
        let beside =
            |at: Option<usize>| at.and_then(|at| self.text.as_bytes().get(at)) == Some(&b'*');
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric());
        let (mut from, mut stray) = (0, None);
        while let Some(at) = text[from..].find('*').map(|at| from + at) {
            let count = text[at..].bytes().take_while(|byte| *byte == b'*').count();
            let end = at + count;
            let touches_words =
                is_word(text[..at].chars().next_back()) || is_word(text[end..].chars().next());
            // ` ** words ** `
            let stars = &text[at..end];
            let is_apart = text[end..].starts_with(' ') && text[end..].contains(stars);
            let is_begun = at == 0 && beside(range.start.checked_sub(1));
            let is_ended = end == text.len() && beside(Some(range.end));
            if count > 1 && (touches_words || is_apart) || is_begun || is_ended {
                stray = stray.or(Some(range.start + at..range.start + end));
            }
            from = end;
        }
        if let Some(place) = stray {
            let message = "these stars do not match others: readers would see them";
            let help = "write as many behind the words as before them, close to the words: `**words**`; before a star that is meant stands `\\`";
            self.tell_stray(message, help, Some(place), range);
        }
    }

    /// A link or reference that Markdown does not take for one: it would be printed as it is.
    fn tell_broken_references(&mut self, text: &str, range: &Range<usize>, is_as_written: bool) {
        let mut from = 0;
        while let Some(at) = text[from..].find([']', '(']).map(|at| from + at) {
            from = at + 1;
            let Some((start, broken)) = broken_reference(text, at, is_as_written) else { continue };
            let close = text[start..].find(')').map(|close| start + close);
            let end = close.map_or(text.len(), |close| close + 1);
            let help = match (broken, close) {
                (Broken::Reversed, _) => "the words stand first, in brackets: `[words](address)`",
                (Broken::Apart, _) => "take out the space between `]` and `(`",
                (Broken::Unopened, _) => "write `(` between `]` and the address",
                (Broken::Wordless, _) => {
                    "what readers see stands before it, in brackets: `[12](fact:suppliers.count)`"
                }
                _ if text[start..end].contains(TYPOGRAPHIC) => {
                    "these quotes are typographic: write straight ones, `\"…\"`"
                }
                (Broken::Other, None) => "write `)` behind the address",
                (Broken::Other, _) => {
                    "no spaces may stand between the parentheses, and brackets must match"
                }
            };
            from = end;
            let begin = if text[at..].starts_with('(') { at } else { at + 1 };
            let place = is_as_written.then(|| range.start + begin..range.start + end);
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

/// What keeps Markdown from reading a reference.
enum Broken {
    /// `(https:…)[words]`
    Reversed,
    /// `[12] (fact:…)`
    Apart,
    /// `[12]fact:…`
    Unopened,
    /// `[12(fact:…)`
    Wordless,
    Other,
}

/// Whether a reference was meant with the bracket or parenthesis at a byte, and where its address begins.
fn broken_reference(text: &str, at: usize, is_as_written: bool) -> Option<(usize, Broken)> {
    let rest = &text[at + 1..];
    let own = |target: &'_ str| REFERENCES.iter().find(|start| target.starts_with(**start));
    let is_ours = |target| own(target).is_some();
    // A sentence may say "(fact: …)".
    let is_named = own(rest).is_some_and(|start| !rest[start.len()..].starts_with(' '));
    // Signs that are escaped are meant as they stand.
    let is_address =
        |target: &str| is_as_written && ADDRESSES.iter().any(|start| target.starts_with(start));
    if text.as_bytes()[at] == b'('
        && let Some((inside, behind)) = rest.split_once(")[")
        && !inside.contains(['(', ')'])
        && (is_named || [inside, behind].into_iter().any(is_address))
    {
        return Some((at + 1, Broken::Reversed));
    }
    match text.as_bytes()[at] {
        b'(' => return is_named.then_some((at + 1, Broken::Wordless)),
        _ if is_named || rest.starts_with("@/") => return Some((at + 1, Broken::Unopened)),
        _ => {}
    }
    let target = rest.trim_start_matches(' ').strip_prefix('(')?;
    let broken = if rest.starts_with(' ') { Broken::Apart } else { Broken::Other };
    (is_ours(target) || is_address(target)).then_some((text.len() - target.len(), broken))
}

/// Whether a line may begin as the item of a list; what follows looks closer.
fn begins_item(line: &[u8]) -> bool {
    match line {
        [b'-' | b'+' | b'0'..=b'9', ..] | [b'o', b'\t', ..] => true,
        // The first bytes of dashes.
        [0xe2, 0x80, ..] => true,
        [letter, b')', ..] => letter.is_ascii_alphabetic(),
        _ => false,
    }
}

/// What stands in `-Words`, `1.Words`, `– Words` or `a) Words` before the words.
fn item(line: &str) -> Option<&str> {
    let first = line.chars().next()?;
    let (sign, words) = line.split_at(first.len_utf8());
    if matches!(first, '–' | '—') && words.starts_with([' ', '\t'])
        || first == 'o' && words.starts_with('\t')
    {
        return Some(sign);
    }
    if first.is_ascii_alphabetic() && words.starts_with(") ") {
        return line.get(..2);
    }
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let signs = match digits {
        0 => ['-', '+'],
        1 | 2 => ['.', ')'],
        _ => return None,
    };
    let words = line[digits..].strip_prefix(signs)?;
    words.starts_with(char::is_alphabetic).then(|| &line[..digits + 1])
}

fn is_tabbed(line: &str) -> bool {
    line.trim().contains('\t')
}

/// `^2^` behind a word, or `~2~`: how other programs raise and lower figures.
fn raised(text: &str, sign: char) -> Option<(usize, usize)> {
    text.match_indices(sign).find_map(|(at, _)| {
        let inside = text[at + 1..].split(sign).next()?;
        let end = at + 1 + inside.len() + 1;
        let is_figure = matches!(inside.len(), 1..=3) && inside.bytes().all(|b| b.is_ascii_digit());
        let is_behind = text[..at].ends_with(char::is_alphanumeric);
        (is_figure && is_behind && end <= text.len()).then_some((at, end))
    })
}
