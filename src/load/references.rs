//! Links and images with our schemes: `fact:`, `chart:`, `table:`, `cards:`, `include:`.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{FactReference, FigureKind, FigureReference, Inline, LinkReference, Written};
use crate::source::Span;

/// The places of a link.
pub struct LinkSpans {
    pub whole: Span,
    /// Between the brackets; where `replaceable`, the words there alone, within emphasis.
    pub words: Span,
    pub replaceable: bool,
    pub target: Span,
}

/// A link, which is a fact where its target says so.
pub fn link(
    target: &str,
    title: &str,
    content: Vec<Inline<Written>>,
    spans: LinkSpans,
    diagnostics: &mut Diagnostics,
) -> Inline<Written> {
    let LinkSpans { whole: span, words: stated_span, replaceable, target: target_span } = spans;
    let Some(rest) = target.strip_prefix("fact:") else {
        let target = LinkReference {
            target: target.to_string(),
            title: title.to_string(),
            span,
            target_span,
        };
        return Inline::Link { target: Box::new(target), content };
    };
    let (id, period, options) = parts(rest);
    let mut digits = None;
    for (name, value) in &options {
        match (name.as_str(), value.parse::<u32>()) {
            ("digits", Ok(number)) if number <= 6 => digits = Some(number),
            _ => diagnostics.push(
                Diagnostic::error(
                    "unknown-option",
                    target_span,
                    format!("`{name}={value}` is not an option of a fact"),
                )
                .help("the option is `?digits=`, a number from 0 to 6"),
            ),
        }
    }
    let id_start = target_span.start + "fact:".len() as u32;
    let id_span = match target_span == span {
        true => span,
        false => Span { start: id_start, end: id_start + id.len() as u32, ..target_span },
    };
    Inline::Fact(Box::new(FactReference {
        id: id.to_string(),
        period: period.map(str::to_string),
        digits,
        stated: words(&content),
        accepted: title == "≈",
        span,
        stated_span,
        replaceable,
        id_span,
    }))
}

/// An image: a chart, a table, key figures, or a picture of the project.
pub fn figure(
    target: &str,
    title: &str,
    caption: Vec<Inline<Written>>,
    span: Span,
    target_span: Span,
) -> FigureReference {
    let (kind, rest) = match target.split_once(':') {
        Some(("chart", rest)) => (FigureKind::Chart, rest),
        Some(("table", rest)) => (FigureKind::Table, rest),
        Some(("cards", rest)) => (FigureKind::Cards, rest),
        Some(("include", rest)) => (FigureKind::Part, rest),
        _ => (FigureKind::Image, target),
    };
    let (name, period, options) = match kind {
        FigureKind::Image | FigureKind::Part => (rest, None, Vec::new()),
        _ => parts(rest),
    };
    FigureReference {
        kind,
        target: name.to_string(),
        period: period.map(str::to_string),
        options,
        caption,
        title: title.to_string(),
        span,
        target_span,
    }
}

/// `id@period?name=value&name=value`
fn parts(rest: &str) -> (&str, Option<&str>, Vec<(String, String)>) {
    let (name, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (id, period) = match name.split_once('@') {
        Some((id, period)) => (id, Some(period)),
        None => (name, None),
    };
    let options = query
        .split('&')
        .filter(|option| !option.is_empty())
        .map(|option| {
            let (name, value) = option.split_once('=').unwrap_or((option, ""));
            (name.to_string(), value.to_string())
        })
        .collect();
    (id, period, options)
}

/// The words of a line as they stand.
pub fn words(content: &[Inline<Written>]) -> String {
    let mut words = String::new();
    for inline in content {
        match inline {
            Inline::Text { text, .. } | Inline::Code { text, .. } => {
                words.push_str(&text.replace('\n', " "));
            }
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strikethrough(inner) => {
                words.push_str(&self::words(inner));
            }
            Inline::Link { content, .. } => words.push_str(&self::words(content)),
            Inline::Fact(fact) => words.push_str(&fact.stated),
            Inline::Break => words.push(' '),
            Inline::Note(_) => {}
        }
    }
    words
}
