//! TOML text to keys and values with places.

mod slip;
mod unclosed;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rust_decimal::Decimal;
use time::{Date, Month};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fields::{Datum, Entry, Item, Table};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Span;
use unclosed::Unclosed;

/// Reads TOML that stands at `place` of its file (front matter begins after a fence).
/// What cannot be read is told; then there is no table.
pub fn read(text: &str, place: Span, diagnostics: &mut Diagnostics) -> Option<Table> {
    let (table, is_whole) = read_in_part(text, place, diagnostics);
    is_whole.then_some(table)
}

/// As [`read`], with what could be read of a text that has mistakes, and whether it is all.
///
/// A mistake may hide what stands below it, or make other lines seem wrong, so the first is told and the
/// text is read again without its line.
pub fn read_in_part(text: &str, place: Span, diagnostics: &mut Diagnostics) -> (Table, bool) {
    let mut rest = Cow::Borrowed(text);
    let mut rounds = 0;
    let mut known = BTreeSet::new();
    // The end of the line of a key that stands twice, and the lines around it.
    let mut twice_until = None;
    let mut headless: Vec<Range<u32>> = Vec::new();
    loop {
        let (table, errors) = DeTable::parse_recoverable(&rest);
        let mut mistakes = BTreeMap::new();
        for error in &errors {
            // One mistake makes the parser stumble more than once on its line.
            let range = error.span().unwrap_or(0..0);
            let line = start_of_line(text, range.start);
            mistakes.entry(line).or_insert((error.message().trim(), range));
        }
        let is_last = rounds == MOST_ROUNDS;
        let first = mistakes.keys().next().copied().filter(|_| !is_last);
        let unclosed = first
            .and_then(|line| Unclosed::find(&rest).filter(|unclosed| unclosed.lines.start <= line));
        let wrapped = first.and_then(|line| slip::wrapped(&rest, line, place));
        let alone = first.filter(|line| stands_alone(text, *line));
        let unread = match (wrapped, unclosed, alone) {
            (Some((lines, told)), _, _) => {
                diagnostics.push(told);
                Some(lines)
            }
            (None, Some(unclosed), _) => {
                diagnostics.push(unclosed.told(place));
                Some(unclosed.lines)
            }
            (None, None, alone) => {
                for (line, (message, range)) in &mistakes {
                    // What stands twice is not seen without the first. Below a head that cannot be
                    // read it stands in two tables, though.
                    let is_twice = *message == "duplicate key";
                    let is_told = first == Some(*line) || is_twice == alone.is_some();
                    // An entry whose head is gone stands twice as a whole.
                    let goes_on = is_twice && twice_until == Some(*line);
                    if is_twice {
                        headless.push(block(text, *line, place));
                        twice_until = text[*line..].find('\n').map(|end| line + end + 1);
                    }
                    if is_told && known.insert(*line) && !goes_on {
                        diagnostics.push(mistake(message, text, range.clone(), place));
                    }
                }
                let second = first.filter(|line| mistakes[line].0 == "duplicate key");
                second.and_then(|line| table_at(text, line)).or(alone
                    .map(|line| line..line + text[line..].find('\n').unwrap_or(text.len() - line)))
            }
        };
        let Some(unread) = unread else {
            let mut found =
                self::table(table.get_ref(), place.within(table.span()), place, diagnostics);
            // What stands below such a line may belong to it.
            if let Some(line) = mistakes.keys().find(|line| !stands_alone(text, **line)) {
                let from = place.within(*line..*line).start;
                leave_out(&mut found, &|at| at >= from);
            }
            // The other lines of an entry whose head is gone are not those of the one above it.
            headless.iter().for_each(|lines| leave_out(&mut found, &|at| lines.contains(&at)));
            return (found, rounds == 0 && mistakes.is_empty());
        };
        rest = Cow::Owned(without(rest.into_owned(), unread));
        rounds += 1;
    }
}

/// The lines of the table whose head stands at a line, up to the next head.
fn table_at(text: &str, line: usize) -> Option<Range<usize>> {
    let rest = text[line..].trim_start_matches([' ', '\t']).strip_prefix('[')?;
    let begin = text.len() - rest.len();
    let heads = rest.match_indices('\n').map(|(at, _)| begin + at);
    let mut next =
        heads.filter(|at| text[at + 1..].trim_start_matches([' ', '\t']).starts_with('['));
    Some(line..next.next().unwrap_or(text.len()))
}

/// A text with some of its lines blank.
fn without(mut text: String, lines: Range<usize>) -> String {
    let blank = text[lines.clone()].split('\n').map(|line| " ".repeat(line.len()));
    let blank = blank.collect::<Vec<_>>().join("\n");
    text.replace_range(lines, &blank);
    text
}

/// Mistakes after which all others are told at once.
const MOST_ROUNDS: usize = 20;

/// Takes out what stands at some places of the file.
fn leave_out(table: &mut Table, is_out: &impl Fn(u32) -> bool) {
    table.entries.retain_mut(|entry| {
        match &mut entry.item.value {
            Datum::Table(inner) => leave_out(inner, is_out),
            Datum::List(items) => items.iter_mut().for_each(|item| {
                if let Datum::Table(inner) = &mut item.value {
                    leave_out(inner, is_out);
                }
            }),
            _ => {}
        }
        !is_out(entry.key_span.start)
    });
}

/// The lines with keys around a line, up and down to an empty one or one of another kind.
fn block(text: &str, line: usize, place: Span) -> Range<u32> {
    let is_key = |line: &str| line.contains('=') && !line.trim_start().starts_with(['#', '[']);
    let length = |lines: &mut dyn Iterator<Item = &str>| -> usize {
        lines.take_while(|line| is_key(line)).map(str::len).sum()
    };
    let above = length(&mut text[..line].split_inclusive('\n').rev());
    let below = length(&mut text[line..].split_inclusive('\n'));
    let block = place.within(line - above..line + below);
    block.start..block.end
}

fn start_of_line(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1)
}

/// Whether a line says something by itself: without the head of a table, or the beginning of a list or a
/// long text, the lines below would seem to say what they do not.
fn stands_alone(text: &str, line: usize) -> bool {
    let line = text[line..].lines().next().unwrap_or_default().trim_start();
    let count = |sign: char| line.matches(sign).count();
    let is_closed = count('[') == count(']') && count('{') == count('}');
    is_closed && !line.starts_with('[') && !["\"\"\"", "'''"].iter().any(|sign| line.contains(sign))
}

/// A mistake in words, with what to do about it.
fn mistake(message: &str, text: &str, range: Range<usize>, place: Span) -> Diagnostic {
    let span = place.within(range.clone());
    let marked = text.get(range.clone()).unwrap_or_default();
    let error = |message: String| Diagnostic::error("toml-syntax", span, message);
    if message == "duplicate key" {
        return twice(text, range, place);
    }
    let is_day = message.starts_with("invalid date") || message.starts_with("invalid month");
    if is_day && marked.len() >= "2025-6-3".len() {
        return error(format!("`{marked}` is no day in the calendar"))
            .help("write year, month and day, without quotes: `2025-06-30`");
    }
    if let Some(slip) = slip::of_line(text, range.start, place) {
        return slip;
    }
    let line = text.get(..range.start).and_then(|before| before.rsplit('\n').next());
    let whole_line = text.get(start_of_line(text, range.start)..).and_then(|it| it.lines().next());
    let whole_line = whole_line.unwrap_or_default();
    let key = line.unwrap_or_default().split('=').next().unwrap_or_default().trim();
    let value = text.get(range.start..).and_then(|rest| rest.lines().next());
    let value = value.unwrap_or_default().trim().trim_matches(['"', '\'']);
    // A word that begins as `true`, `false`, `nan` and `inf` do is taken for one of them.
    let is_bare = ["string values must be quoted", "invalid boolean"];
    let is_bare = is_bare.iter().any(|start| message.starts_with(start))
        || message.starts_with("invalid float") && value.starts_with(char::is_alphabetic);
    if is_bare && !key.is_empty() {
        return match value {
            "" => error(format!("nothing stands behind `{key} =`"))
                .help("write a value, or take the line out"),
            _ => match truth(value) {
                Some(truth) => error(format!("`{value}` is no word of TOML"))
                    .help(format!("write `{key} = {truth}`")),
                None => error("a text stands in double quotes".to_string())
                    .help(format!("write `{key} = \"{value}\"`")),
            },
        };
    }
    if message.starts_with("key with no value") {
        let key = marked.split_whitespace().next().filter(|word| !word.is_empty());
        let key = key.unwrap_or(line.unwrap_or_default()).trim();
        return error("a key and its value are joined by `=`".to_string())
            .help(format!("write `{} = \"…\"`", if key.is_empty() { "title" } else { key }));
    }
    if message.starts_with("unclosed array") {
        return error("a list is not closed".to_string()).help("write `]` at its end");
    }
    if message.starts_with("missing comma between array elements") {
        return error("a comma is missing before this".to_string())
            .help("write `,` between two values of a list");
    }
    if message.starts_with("invalid basic string") {
        return error("a text has no quote at its end".to_string())
            .help("texts stand in double quotes, also in a list: `[\"…\", \"…\"]`");
    }
    let head = whole_line.trim_start();
    let name = head.trim_matches(['[', ']']).trim();
    if message.starts_with("unclosed table") && !name.is_empty() {
        let brackets = head.len() - head.trim_start_matches('[').len();
        let [open, close] = ["[", "]"].map(|sign| sign.repeat(brackets));
        return error("the name of a table stands in brackets on both sides".to_string())
            .help(format!("write `{open}{name}{close}`"));
    }
    error(format!("this is not valid TOML: {message}")).help(
        "texts stand in double quotes, keys and values are joined by `=`, lists stand in brackets",
    )
}

/// Yes or no in words that people write.
fn truth(value: &str) -> Option<bool> {
    match value.to_lowercase().as_str() {
        "true" | "yes" | "ja" | "on" | "sant" | "sann" => Some(true),
        "false" | "no" | "nei" | "nej" | "off" | "usant" | "falskt" => Some(false),
        _ => None,
    }
}

/// A key that stands at `range` and above.
fn twice(text: &str, range: Range<usize>, place: Span) -> Diagnostic {
    let marked = text.get(range.clone()).unwrap_or_default();
    let message = format!("`{marked}` stands twice");
    let line = text.get(start_of_line(text, range.start)..).unwrap_or_default().trim_start();
    let head = line.lines().next().map(str::trim).filter(|line| line.starts_with('['));
    let help = match head {
        Some(head) if head == format!("[{marked}]") => {
            format!("join the two; where there are several, write `[[{marked}]]` above each")
        }
        Some(_) => "join the two".to_string(),
        None => {
            "keep one of the two lines; where they belong to two entries, write the line in brackets above the second"
                .to_string()
        }
    };
    let told = Diagnostic::error("toml-syntax", place.within(range.clone()), message).help(help);
    let before = text.get(..range.start).unwrap_or_default();
    let key = |line: &str| line.split('=').next().unwrap_or_default().trim() == marked;
    let mut starts = before.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line))
    });
    let first = starts.find(|(_, line)| match head {
        Some(head) => line.trim() == head,
        None => line.contains('=') && key(line),
    });
    match first {
        Some((start, _)) => {
            let length = head.unwrap_or(marked).len();
            told.related(place.within(start..start + length), "the first time")
        }
        None => told,
    }
}

fn table(table: &DeTable<'_>, span: Span, place: Span, diagnostics: &mut Diagnostics) -> Table {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_span: place.within(key.span()),
            item: item(value, place, diagnostics),
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_span);
    Table { entries, span, is_yaml: false }
}

fn item(value: &Spanned<DeValue<'_>>, place: Span, diagnostics: &mut Diagnostics) -> Item {
    let span = place.within(value.span());
    let value = match value.get_ref() {
        DeValue::String(text) => Datum::Text(text.to_string()),
        DeValue::Boolean(bool) => Datum::Bool(*bool),
        DeValue::Integer(number) => number_or_text(number.as_str()),
        DeValue::Float(number) => number_or_text(number.as_str()),
        DeValue::Datetime(datetime) => match datetime.date.and_then(date) {
            Some(date) => Datum::Date(date),
            None => Datum::Text(datetime.to_string()),
        },
        DeValue::Array(items) => {
            Datum::List(items.iter().map(|one| item(one, place, diagnostics)).collect())
        }
        DeValue::Table(inner) => Datum::Table(table(inner, span, place, diagnostics)),
    };
    Item { value, span }
}

/// Infinities, hexadecimal and the like are no values of a report: they stay texts.
fn number_or_text(text: &str) -> Datum {
    let digits = text.replace('_', "");
    match digits.parse::<Decimal>().or_else(|_| Decimal::from_scientific(&digits)) {
        Ok(number) => Datum::Number(number),
        Err(_) => Datum::Text(text.to_string()),
    }
}

fn date(date: toml::value::Date) -> Option<Date> {
    let month = Month::try_from(date.month).ok()?;
    Date::from_calendar_date(i32::from(date.year), month, date.day).ok()
}
