//! The lines around a span, made fit to be shown: no control characters, no endless lines.

use std::ops::Range;

use crate::source::byte_order_mark;

/// Longer lines are cut around the marked place.
const WIDEST_LINE: usize = 110;
/// Characters kept before the marked place of a line that is cut.
const LEAD: usize = 30;
/// Of a span over more lines only the first is marked.
const MOST_LINES: usize = 6;

/// Whole lines of a file as they are shown, and where the span lies in them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    pub text: String,
    /// The span as byte offsets in `text`, on character boundaries.
    pub range: Range<usize>,
}

impl Excerpt {
    /// The lines that `range`, in bytes of the file, lies on.
    pub(super) fn of(file: &[u8], range: Range<usize>) -> Excerpt {
        let start = range.start.min(file.len());
        let mut end = range.end.clamp(start, file.len());
        let mut lines = lines_of(file, start..end);
        if lines.len() > MOST_LINES {
            lines.truncate(1);
            end = lines[0].end;
        }
        let mut text = String::new();
        let mut shown = 0..0;
        let last = lines.len() - 1;
        for (index, line) in lines.into_iter().enumerate() {
            if index > 0 {
                text.push('\n');
            }
            let marked = start.clamp(line.start, line.end)..end.clamp(line.start, line.end);
            let within = marked.start - line.start..marked.end - line.start;
            let place = push_line(&mut text, &file[line], within);
            if index == 0 {
                shown.start = place.start;
            }
            if index == last {
                shown.end = place.end.max(shown.start);
            }
        }
        Excerpt { text, range: shown }
    }
}

/// Text from a file, a name or a message with control characters written as escapes.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => shown.push('\n'),
            other => push_visible(&mut shown, other),
        }
    }
    shown
}

/// The lines that a span touches, without their ends; at least one.
fn lines_of(file: &[u8], span: Range<usize>) -> Vec<Range<usize>> {
    let newline_before = file[..span.start].iter().rposition(|byte| *byte == b'\n');
    let mut start = newline_before.map_or(byte_order_mark(file), |at| at + 1);
    // A span that ends with a line's end does not touch the next line.
    let stop = if span.end > span.start { span.end - 1 } else { span.end };
    let mut lines = Vec::new();
    loop {
        let rest = &file[start.min(file.len())..];
        let newline = rest.iter().position(|byte| *byte == b'\n').map(|at| start + at);
        let end = newline.unwrap_or(file.len());
        let without_return = if file[..end].ends_with(b"\r") { end - 1 } else { end };
        lines.push(start.min(without_return)..without_return);
        match newline {
            Some(newline) if newline < stop => start = newline + 1,
            _ => return lines,
        }
    }
}

/// Appends a line to `text`, cut if it is long, and tells where `marked` has come to lie.
fn push_line(text: &mut String, line: &[u8], marked: Range<usize>) -> Range<usize> {
    let pieces = pieces(line);
    let first = pieces.partition_point(|piece| piece.end <= marked.start);
    let after = pieces.partition_point(|piece| piece.start < marked.end).max(first);
    let window = window(&pieces, first);
    if window.start > 0 {
        text.push('…');
    }
    let mut place = text.len()..text.len();
    for index in window.clone() {
        if index == first {
            place.start = text.len();
        }
        text.push_str(&pieces[index].shown);
        if index < after {
            place.end = text.len();
        }
    }
    if first >= window.end {
        place.start = text.len();
    }
    if window.end < pieces.len() {
        text.push('…');
    }
    place.start..place.end.max(place.start)
}

/// Which pieces of a line are shown.
fn window(pieces: &[Piece], marked: usize) -> Range<usize> {
    let width: usize = pieces.iter().map(Piece::width).sum();
    if width <= WIDEST_LINE {
        return 0..pieces.len();
    }
    let mut start = marked.saturating_sub(LEAD);
    let mut end = start;
    let mut room = WIDEST_LINE;
    while let Some(piece) = pieces.get(end).filter(|piece| piece.width() <= room) {
        room -= piece.width();
        end += 1;
    }
    while start > 0 && pieces[start - 1].width() <= room {
        start -= 1;
        room -= pieces[start].width();
    }
    start..end
}

/// One character of a line, or one byte that is none: where it was and how it is shown.
struct Piece {
    start: usize,
    end: usize,
    shown: String,
}

impl Piece {
    /// Columns on the screen, near enough: the renderer shows a tab as four spaces.
    fn width(&self) -> usize {
        if self.shown == "\t" { 4 } else { self.shown.chars().count() }
    }
}

fn pieces(line: &[u8]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    for chunk in line.utf8_chunks() {
        for character in chunk.valid().chars() {
            let mut shown = String::new();
            push_visible(&mut shown, character);
            let end = at + character.len_utf8();
            pieces.push(Piece { start: at, end, shown });
            at = end;
        }
        for byte in chunk.invalid() {
            pieces.push(Piece { start: at, end: at + 1, shown: format!("\\x{byte:02X}") });
            at += 1;
        }
    }
    pieces
}

fn push_visible(text: &mut String, character: char) {
    match character {
        '\t' => text.push('\t'),
        control if control.is_control() && control.is_ascii() => {
            text.push_str(&format!("\\x{:02X}", control as u32));
        }
        // What turns the direction of the text around can make a line look like another.
        hidden if hidden.is_control() || turns_direction(hidden) => {
            text.push_str(&format!("\\u{{{:X}}}", hidden as u32));
        }
        other => text.push(other),
    }
}

fn turns_direction(character: char) -> bool {
    matches!(character, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
