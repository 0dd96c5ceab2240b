//! The blocks of a text in words, so that two texts can be told to have the same structure.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag};

/// A block by what a reader sees of it, beside its words.
pub(super) fn of(event: &Event<'_>) -> String {
    match event {
        Event::Start(Tag::Heading { level, id, attrs, .. }) => {
            let mut shape = format!("{level}");
            id.iter().for_each(|id| shape.push_str(&format!(" #{id}")));
            for (name, value) in attrs {
                shape.push_str(&format!(" {name}={}", value.as_deref().unwrap_or_default()));
            }
            shape
        }
        Event::Start(Tag::Image { dest_url, title, .. }) => {
            format!("image {dest_url}{}", if title.is_empty() { "" } else { " with a title" })
        }
        Event::Start(Tag::FootnoteDefinition(label)) => format!("note {label}"),
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => format!("code {info}"),
        Event::Start(tag) => format!("{tag:?}"),
        Event::Text(text) | Event::Html(text) => text.replace("\r\n", "\n"),
        other => format!("{other:?}"),
    }
}

/// Between the quotes of an image's title. None where it stands otherwise.
pub(super) fn title_place(text: &str, image: &Range<usize>, title: &str) -> Option<Range<usize>> {
    let source = text.get(image.clone())?.strip_suffix(')')?.trim_end();
    let quote = source.chars().next_back().filter(|sign| matches!(sign, '"' | '\''))?;
    let end = source.len() - 1;
    let is_escaped = |at: usize| {
        let before = source[..at].bytes().rev().take_while(|byte| *byte == b'\\').count();
        before % 2 == 1
    };
    let starts = source[..end].rmatch_indices(quote).map(|(at, _)| at);
    let start = starts.filter(|at| !is_escaped(*at)).map(|at| at + 1).next()?;
    let is_whole = !title.trim().is_empty() && !source[start..end].contains('\n');
    is_whole.then_some(image.start + start..image.start + end)
}
