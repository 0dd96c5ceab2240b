//! What is wrong with a line of TOML, in words, from the line itself: the parser tells which sign it did not
//! expect, which says little to somebody who writes a title.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::load::TYPOGRAPHIC;
use crate::source::Span;

/// The mistake on the line at which reading stopped, `at`, with what to write instead; none where the line does
/// not show what was meant. `place` is that of the whole text.
pub fn of_line(text: &str, at: usize, place: Span) -> Option<Diagnostic> {
    let start = super::start_of_line(text, at);
    let line = text.get(start..)?.lines().next()?.trim_end();
    let error = |range: Range<usize>, message: &str| {
        let span = place.within(start + range.start..start + range.end);
        Diagnostic::error("toml-syntax", span, message)
    };
    if let Some(hard) = outside_quotes(line).find('\u{a0}') {
        return Some(
            error(hard..hard + '\u{a0}'.len_utf8(), "a non-breaking space stands here")
                .help("delete it, and press the space bar"),
        );
    }
    if let Some((at, sign)) =
        line.char_indices().find(|(_, sign)| sign.is_control() && *sign != '\t')
    {
        let message = format!("the invisible sign U+{:04X} stands here", sign as u32);
        return Some(
            error(at..at + sign.len_utf8(), &message)
                .help("delete what stands between the letters around it, and type it anew"),
        );
    }
    let begins = line.len() - line.trim_start().len();
    if let Some(words) = comment(line.trim_start()) {
        let help = format!("write `# {words}`");
        return Some(error(begins..line.len(), "a comment begins with `#`").help(help));
    }
    let Some(equals) = line.find('=') else { return colon(line, error) };
    let key = line[..equals].trim();
    let is_key = |c: char| c.is_alphanumeric() || "-_.\"".contains(c);
    if key.is_empty() || !key.chars().all(is_key) {
        return colon(line, error);
    }
    let behind = &line[equals + 1..];
    let from = equals + 1 + (behind.len() - behind.trim_start().len());
    let value = &line[from..];
    let told = |message: &str, meant: String| {
        Some(error(from..line.len(), message).help(format!("write `{key} = {meant}`")))
    };
    if let Some((message, meant)) = behind_value(value) {
        return told(message, meant);
    }
    if let Some(inside) = value.strip_prefix(['`', '´']).and_then(|it| it.strip_suffix(['`', '´']))
    {
        return told("these are backticks: a text stands in straight quotes", quoted(inside));
    }
    if outside_quotes(value).contains(TYPOGRAPHIC) {
        return told(
            "these quotes are typographic: a text stands in straight ones",
            straightened(value),
        );
    }
    if let Some(message) = quotes(value) {
        return told(message, quoted(value));
    }
    if let Some(date) = date(value) {
        return told("a date is written as year, month and day", date);
    }
    number(value).and_then(|(message, meant)| told(message, meant))
}

/// The words of a line that is a comment in other languages.
fn comment(line: &str) -> Option<&str> {
    let words = ["//", "/*", "<!--", "--", ";"].iter().find_map(|sign| line.strip_prefix(sign))?;
    Some(words.trim_end_matches("*/").trim_end_matches("-->").trim())
}

/// What other languages put behind a value, and the value without it.
fn behind_value(value: &str) -> Option<(&'static str, String)> {
    let said = outside_quotes(value);
    // What is typographic ends no text for the parser.
    let is_text = said.contains(TYPOGRAPHIC) || said.matches('"').count() % 2 == 1;
    let comment = [" //", " /*", " <!--"].iter().filter_map(|sign| said.find(sign)).min();
    if let Some(at) = comment.filter(|_| !is_text) {
        let words = self::comment(value[at..].trim_start())?;
        return Some((
            "a comment begins with `#`",
            format!("{} # {words}", value[..at].trim_end()),
        ));
    }
    let meant = said.trim_end().strip_suffix([';', ','])?.trim_end().len();
    let meant = &value[..meant];
    // A list may go on below.
    let count = |sign: char| said.matches(sign).count();
    if count('[') != count(']') || count('{') != count('}') {
        return None;
    }
    let message = match said.trim_end().ends_with(';') {
        true => "no `;` stands behind a value here",
        false => "no comma stands behind a value that ends its line",
    };
    (!meant.is_empty() && !is_text).then(|| {
        match meant.starts_with(['"', '\'', '[', '{']) || is_plain(meant) {
            true => (message, meant.to_string()),
            false => (message, quoted(meant)),
        }
    })
}

/// Whether a value stands without quotes.
fn is_plain(value: &str) -> bool {
    let is_number = value.parse::<f64>().is_ok();
    is_number || ["true", "false"].contains(&value) || super::super::date(value).is_some()
}

/// A text in quotes that goes on below the line on which it begins: its lines, from `start`, and what is told.
pub fn wrapped(text: &str, start: usize, place: Span) -> Option<(Range<usize>, Diagnostic)> {
    let mut lines = text.get(start..)?.split_inclusive('\n');
    let first = lines.next()?;
    let (key, value) = first.split_once('=')?;
    let is_key = |c: char| c.is_alphanumeric() || "-_.".contains(c);
    let is_open = |line: &str| line.replace("\\\"", "").matches('"').count() == 1;
    if !key.trim().chars().all(is_key) || !value.trim_start().starts_with('"') || !is_open(value) {
        return None;
    }
    let mut words = vec![value.trim()];
    let mut end = start + first.len();
    for line in lines {
        end += line.len();
        words.push(line.trim());
        let is_last = line.trim_end().ends_with('"') && is_open(line);
        if is_last {
            let begins = start + first.len() - value.trim_start().len();
            let span = place.within(begins..begins + value.trim().len());
            let told = Diagnostic::error(
                "toml-syntax",
                span,
                "this text goes on below: a text stands on one line",
            )
            .help(format!("write `{} = {}`", key.trim(), words.join(" ")));
            return Some((start..end, told));
        }
        // Another field begins, and the quote is missing.
        if line.trim().is_empty() || line.contains(['"', '=']) || line.starts_with('[') {
            return None;
        }
    }
    None
}

/// `title: "Om oss"`
fn colon(line: &str, error: impl Fn(Range<usize>, &str) -> Diagnostic) -> Option<Diagnostic> {
    let (key, value) = line.split_once(':')?;
    let is_key = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let (key, value) = (key.trim(), value.trim());
    if key.is_empty() || !key.chars().all(is_key) {
        return None;
    }
    let meant = match is_plain(value) || value.starts_with('[') {
        true => value.to_string(),
        false => quoted(value.trim_matches(TYPOGRAPHIC)),
    };
    let at = line.find(':')?;
    Some(
        error(at..at + 1, "a key and its value are joined by `=`, not by a colon")
            .help(format!("write `{key} = {meant}`")),
    )
}

/// What is wrong with the quotes of a text that is to stand in some.
fn quotes(value: &str) -> Option<&'static str> {
    let is_text = !value.starts_with(['[', '{', '\'']) && !value.starts_with("\"\"\"");
    let straight = value.replace("\\\"", "").matches('"').count();
    match (value.starts_with('"'), straight) {
        _ if !is_text => None,
        (true, 1) => Some("this text has no quote at its end"),
        (true, 3..) => Some("quotes stand within the text, and end it"),
        (false, 1) if value.ends_with('"') => Some("this text has no quote at its beginning"),
        _ => None,
    }
}

/// A text in straight quotes; those within it are marked as such.
fn quoted(value: &str) -> String {
    let inside = value.strip_prefix('"').unwrap_or(value);
    let inside = inside.strip_suffix('"').unwrap_or(inside);
    format!("\"{}\"", inside.replace("\\\"", "\"").replace('"', "\\\""))
}

/// With straight quotes: around the one text that it is, or in the place of those of a list.
fn straightened(value: &str) -> String {
    match value.starts_with(['[', '{']) {
        true => value.replace(TYPOGRAPHIC, "\""),
        false => quoted(value.trim_matches(TYPOGRAPHIC).trim_matches('"')),
    }
}

/// What stands outside straight quotes, the rest as signs of the same length that mean nothing.
pub fn outside_quotes(line: &str) -> String {
    let mut outside = String::with_capacity(line.len());
    let (mut is_inside, mut is_escaped) = (false, false);
    for sign in line.chars() {
        if sign == '#' && !is_inside {
            break;
        }
        let is_quote = sign == '"' && !is_escaped;
        is_escaped = sign == '\\' && !is_escaped;
        match is_inside && !is_quote {
            true => outside.extend(std::iter::repeat_n('x', sign.len_utf8())),
            false => outside.push(sign),
        }
        is_inside ^= is_quote;
    }
    outside
}

/// `10.12.2025`, `10/12-2025` or `2025.12.10` as `2025-12-10`; none where it is no day.
fn date(value: &str) -> Option<String> {
    let value = value.split('#').next()?.trim();
    let is_sign = |c: char| ['.', '/', '-', '–', '−'].contains(&c);
    let parts: Vec<&str> = value.split(is_sign).map(str::trim).collect();
    let [first, month, last] = parts.as_slice() else { return None };
    let (year, day) = match (first.len(), last.len()) {
        (4, _) => (first, last),
        (_, 4) => (last, first),
        _ => return None,
    };
    let written = format!("{year}-{month:0>2}-{day:0>2}");
    super::super::date(&written).map(|_| written)
}

/// A number with signs that only readers need.
fn number(value: &str) -> Option<(&'static str, String)> {
    let value = value.split('#').next()?.trim();
    let (number, is_share) = match value.strip_suffix('%') {
        Some(number) => (number.trim_end(), true),
        None => (value, false),
    };
    let is_number = |c: char| c.is_ascii_digit() || c == ',' || c == '.' || c.is_whitespace();
    if !number.starts_with(|c: char| c.is_ascii_digit()) || !number.chars().all(is_number) {
        return None;
    }
    let plain: String = number.chars().filter(|c| !c.is_whitespace()).collect();
    let plain = match plain.matches(',').count() {
        0 => plain,
        1 if !plain.contains('.') => plain.replace(',', "."),
        _ => return None,
    };
    plain.parse::<f64>().ok()?;
    let message = match is_share {
        true => "a number is written without its unit",
        false if number.contains(',') => "a number has a point before its decimals",
        false => "a number is written without spaces",
    };
    Some((message, plain))
}
