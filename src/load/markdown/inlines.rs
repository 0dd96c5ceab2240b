//! What stands on a line: words, emphasis, links, pictures and footnotes.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{Part, Reader, words_of};
use crate::diagnostic::Diagnostic;
use crate::document::{Inline, NoteReference, Written};
use crate::load::references::{LinkSpans, figure, link};
use crate::source::Span;

impl<'a> Reader<'a, '_> {
    /// What stands on a line, up to `end`; without one, up to the next block or end of a block.
    pub(super) fn inlines(&mut self, end: Option<TagEnd>) -> Vec<Part> {
        let mut parts = Vec::new();
        while let Some((event, range)) = self.next() {
            let span = self.span(range.clone());
            match event {
                Event::End(tag) if Some(tag) == end => break,
                Event::End(_) if end.is_none() => {
                    self.at -= 1;
                    break;
                }
                Event::End(_) => {}
                Event::Text(text) => {
                    self.words += words_of(&text);
                    if text.contains('[') {
                        self.tell_unknown_notes(&text, range.clone());
                    }
                    self.tell_stray_marks(&text, &range);
                    self.linked(&text, &range, &mut parts);
                }
                // A newline marks where the author broke the line; it is read as a space.
                Event::SoftBreak => {
                    parts.push(Part::Inline(Inline::Text { text: self.shared("\n", span), span }))
                }
                Event::HardBreak => parts.push(Part::Inline(Inline::Break)),
                Event::Code(text) => {
                    parts.push(Part::Inline(Inline::Code { text: text.as_ref().into(), span }))
                }
                Event::FootnoteReference(label) => {
                    self.cited.push(label.to_string());
                    parts.push(Part::Inline(Inline::Note(Box::new(NoteReference {
                        label: label.to_string(),
                        span,
                    }))));
                }
                Event::InlineHtml(html) => self.html(&html, range),
                Event::Start(tag) => match self.element(tag, range) {
                    Some(part) => parts.push(part),
                    None => {
                        self.at -= 1;
                        break;
                    }
                },
                _ => {}
            }
        }
        parts
    }

    /// An element of a line; none where a block begins.
    fn element(&mut self, tag: Tag<'a>, range: Range<usize>) -> Option<Part> {
        Some(match tag {
            Tag::Emphasis => Part::Inline(Inline::Emphasis(self.within(TagEnd::Emphasis))),
            Tag::Strong => Part::Inline(Inline::Strong(self.within(TagEnd::Strong))),
            Tag::Strikethrough => {
                Part::Inline(Inline::Strikethrough(self.within(TagEnd::Strikethrough)))
            }
            Tag::Link { dest_url, title, .. } => {
                let first = self.at;
                let content = self.within_link(TagEnd::Link);
                let words = self.words_alone(first).filter(|_| self.exact);
                let source = &self.text[range.clone()];
                let spans = LinkSpans {
                    whole: self.span(range.clone()),
                    replaceable: words.is_some(),
                    words: self.span(words.unwrap_or_else(|| self.inside(&range))),
                    target: self.target(source, &range, &dest_url),
                };
                Part::Inline(link(&dest_url, &title, content, spans, self.diagnostics))
            }
            Tag::Image { dest_url, title, .. } => {
                let caption = self.within_link(TagEnd::Image);
                let source = &self.text[range.clone()];
                let target = self.target(source, &range, &dest_url);
                let span = self.span(range);
                Part::Figure(Box::new(figure(&dest_url, &title, caption, span, target)))
            }
            _ => return None,
        })
    }

    pub(super) fn within(&mut self, end: TagEnd) -> Vec<Inline<Written>> {
        let parts = self.inlines(Some(end));
        self.without_figures(parts)
    }

    fn within_link(&mut self, end: TagEnd) -> Vec<Inline<Written>> {
        self.links += 1;
        let content = self.within(end);
        self.links -= 1;
        content
    }

    /// The place of the words of a link whose events began at `first`, without the emphasis around
    /// them. None where there is more: emphasis of some of the words, code, a sign that is escaped.
    fn words_alone(&self, first: usize) -> Option<Range<usize>> {
        let end = self.at.checked_sub(1)?;
        let mut inside = self.events.get(first..end)?;
        while let [(Event::Start(Tag::Emphasis | Tag::Strong), _), inner @ .., (Event::End(_), _)] =
            inside
        {
            inside = inner;
        }
        let is_words = |event: &Event<'_>| matches!(event, Event::Text(_) | Event::SoftBreak);
        let (from, to) = (inside.first()?.1.start, inside.last()?.1.end);
        let all_words = inside.iter().all(|(event, _)| is_words(event));
        (all_words && !self.text[..from].ends_with('\\')).then_some(from..to)
    }

    /// Between the brackets of the link that was just read: `[` stands first, `](` ends it.
    fn inside(&self, range: &Range<usize>) -> Range<usize> {
        let source = &self.text[range.clone()];
        let close = source.rfind("](").unwrap_or(source.len().saturating_sub(1));
        let start = (range.start + 1).min(range.end);
        start..(range.start + close).max(start)
    }

    /// The target of a link or image in its source.
    fn target(&self, source: &str, range: &Range<usize>, target: &str) -> Span {
        match source.rfind(target).filter(|_| !target.is_empty()) {
            Some(at) => self.span(range.start + at..range.start + at + target.len()),
            None => self.span(range.clone()),
        }
    }

    pub(super) fn html(&mut self, html: &str, range: Range<usize>) {
        let trimmed = html.trim();
        let comment = trimmed.is_empty() || trimmed.starts_with("<!--") || trimmed.ends_with("-->");
        // The end of an element is told with its beginning.
        if comment && !trimmed.contains("--><") || trimmed.starts_with("</") {
            return;
        }
        let span = self.span(range.start..range.start + html.trim_end().len());
        self.diagnostics.push(
            Diagnostic::error("raw-html", span, "HTML is not allowed in texts")
                .help("write it in Markdown; a `<` that is meant as a sign is written `&lt;`"),
        );
    }
}
