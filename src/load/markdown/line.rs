//! Lines of Markdown that are values of TOML or YAML.

use super::Reader;
use crate::diagnostic::Diagnostics;
use crate::document::{Block, Inline, Written};
use crate::source::Span;

/// Reads one line of Markdown that is a value of TOML or YAML: a title. `span` is the value with
/// its quotes, `source` the file.
pub fn value(
    text: &str,
    span: Span,
    source: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<Inline<Written>> {
    // With signs that are escaped the whole value is the place.
    let inside = place_of(text, span, source);
    inline(text, inside.unwrap_or(span), inside.is_some(), diagnostics)
}

/// The place of a text within its quotes, if it has any, where it stands there letter by letter.
fn place_of(text: &str, span: Span, source: &str) -> Option<Span> {
    let whole = span.range();
    let within = |start: usize, end: usize| whole.start + start..whole.end.saturating_sub(end);
    // `"…"`, none, `"""…"""`, and the same with a line break before the text.
    let places = [within(1, 1), within(0, 0), within(3, 3), within(4, 3), within(5, 3)];
    let found = places.into_iter().find(|place| source.get(place.clone()) == Some(text));
    found.map(|place| Span::new(span.file, place))
}

/// Reads one line of Markdown. `exact` tells whether offsets in it are offsets in the file.
fn inline(
    text: &str,
    place: Span,
    exact: bool,
    diagnostics: &mut Diagnostics,
) -> Vec<Inline<Written>> {
    let line = text.trim();
    let lead = text.len() - text.trim_start().len();
    let mut told = Diagnostics::default();
    let mut reader = Reader::new(line, place, exact, None, &mut told);
    reader.shift = lead as isize;
    if let [Block::Paragraph(paragraph)] = reader.blocks(None, 0).as_mut_slice() {
        let content = std::mem::take(&mut paragraph.content);
        diagnostics.extend(told);
        return content;
    }
    // `2024. Report` is no list, nor `* except Sweden`: a letter before it keeps it from being one.
    let guarded = format!("x{line}");
    let mut reader = Reader::new(&guarded, place, exact, None, diagnostics);
    reader.shift = lead as isize - 1;
    match reader.blocks(None, 0).as_mut_slice() {
        [Block::Paragraph(paragraph)] => {
            let start = if exact { place.start + lead as u32 } else { place.start };
            without_guard(std::mem::take(&mut paragraph.content), start)
        }
        _ => vec![Inline::Text { text: text.into(), span: place }],
    }
}

/// A line, which begins at `start`, without the letter that was put before it.
fn without_guard(mut content: Vec<Inline<Written>>, start: u32) -> Vec<Inline<Written>> {
    if let Some(Inline::Text { text, span }) = content.first_mut() {
        *text = text.strip_prefix('x').unwrap_or(text).into();
        span.start = start;
        if text.is_empty() {
            content.remove(0);
        }
    }
    content
}
