//! The fences around front matter: where they stand, and what is wrong where they do not.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};

/// The range between the fences, where the body begins, and whether it is YAML.
pub fn find(text: &str, start: usize) -> Option<(Range<usize>, usize, bool)> {
    let rest = &text[start..];
    let fence = rest.get(..3).filter(|fence| matches!(*fence, "+++" | "---"))?;
    let first_end = rest.find('\n')? + 1;
    if !rest[3..first_end].trim().is_empty() {
        return None;
    }
    let mut at = first_end;
    for line in rest[first_end..].split_inclusive('\n') {
        if line.trim_end() == fence {
            return Some((start + first_end..start + at, start + at + line.len(), fence == "---"));
        }
        at += line.len();
    }
    None
}

/// The line below the first fence, where it is one too: what was to stand between them stands below, down to a
/// third. `inside` and `body` are what [`find`] gave.
pub fn ends_at_once(text: &str, inside: &Range<usize>, body: usize) -> Option<Range<usize>> {
    let fence = text[inside.end..body].trim_end();
    let mut below = text[body..].lines().map(str::trim);
    let is_field = |line: &str| line.starts_with("title") && line.contains(['=', ':']);
    let is_there = inside.is_empty()
        && below.by_ref().take_while(|line| *line != fence).any(is_field)
        && below.any(|line| line == fence);
    is_there.then_some(inside.end..inside.end + fence.len())
}

/// The first line of the text, where it is the fence above it once more. `body` is where the text begins.
pub fn ends_twice(text: &str, body: usize) -> Option<Range<usize>> {
    const PLUS: &str = "+++";
    let is_fence = |line: Option<&str>| line.is_some_and(|line| line.trim_end() == PLUS);
    let is_twice =
        is_fence(text[..body].lines().next_back()) && is_fence(text[body..].lines().next());
    is_twice.then_some(body..body + PLUS.len())
}

/// Why a page has no front matter that could be found; `start` is behind a byte order mark.
pub fn missing(text: &str, start: usize, file: FileId) -> Diagnostic {
    let error = |range: Range<usize>, message: &str| {
        let span = if range.is_empty() { Span::file(file) } else { Span::new(file, range) };
        Diagnostic::error("no-front-matter", span, message)
    };
    let rest = &text[start..];
    let begins = start + rest.len() - rest.trim_start().len();
    let first = text[begins..].lines().next().unwrap_or_default().trim_end();
    let place = begins..begins + first.len();
    let fence = first.get(..3).filter(|fence| matches!(*fence, "+++" | "---"));
    let Some(fence) = fence else { return no_fence(rest, first, place, error) };
    if begins > start {
        return error(place, "something stands above the front matter: an empty line, or a space")
            .help(format!("delete it: the file begins with `{fence}`"));
    }
    if first != fence {
        return error(place, "the front matter begins with three signs, and nothing beside them")
            .help(format!("write `{fence}` alone on the first line"));
    }
    match wrong_end(text, place.end) {
        Some(end) => {
            let message = "the front matter ends with another line than it begins with";
            // Fields are joined by `=` in TOML, by a colon in YAML.
            let field = text[place.end..].lines().find(|line| !line.trim().is_empty());
            let sign = field.and_then(|field| field.chars().find(|sign| [':', '='].contains(sign)));
            let right = if sign == Some(':') { "---" } else { "+++" };
            error(end, message).help(format!("write `{right}` both here and on the first line"))
        }
        None => error(place, "the front matter has no end")
            .help(format!("write a line `{fence}` below its last field, above the text")),
    }
}

/// Fields that are written as between the other fences; `start` is that of the first fence.
pub fn of_other_fields(yaml: bool, start: usize, file: FileId) -> Diagnostic {
    let (fence, right, sign) = if yaml { ("---", "+++", "=") } else { ("+++", "---", ":") };
    let message = format!(
        "these fields are written with `{sign}`, which stand between `{right}`, not between `{fence}`"
    );
    Diagnostic::error("no-front-matter", Span::new(file, start..start + fence.len()), message)
        .help(format!("write `{right}` both on this line and below the last field"))
}

/// A first line that is none of the two.
fn no_fence(
    rest: &str,
    first: &str,
    place: Range<usize>,
    error: impl Fn(Range<usize>, &str) -> Diagnostic,
) -> Diagnostic {
    if rest.trim().is_empty() {
        return error(0..0, "the file is empty")
            .help("begin it with `+++`, a line `title = \"…\"`, and `+++`; or delete it");
    }
    if is_like_fence(first) {
        return error(place, "this is no beginning of front matter")
            .help("write `+++`, or `---` where fields are written as `title: …`");
    }
    let is_field =
        |sign: &str| first.split_once(sign).is_some_and(|(key, _)| key.trim() == "title");
    match (is_field("="), is_field(":")) {
        (true, _) => error(place, "the front matter has no line above it")
            .help("write `+++` above it, and `+++` below its last field"),
        (_, true) => error(place, "the front matter has no line above it")
            .help("write `---` above it, and `---` below its last field"),
        _ => error(0..0, "the page has no front matter")
            .help("begin the file with `+++`, a line `title = \"…\"`, and `+++`"),
    }
}

/// The line that was meant to end the front matter which begins before `start`: nothing but plus signs or
/// dashes, before the text begins.
fn wrong_end(text: &str, start: usize) -> Option<Range<usize>> {
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        let place = at..at + line.trim_end().len();
        at += line.len();
        if line.starts_with("##") {
            return None;
        }
        if !place.is_empty() && is_like_fence(line.trim()) {
            return Some(place);
        }
    }
    None
}

/// What somebody, or a word processor, makes of `+++` or `---`.
fn is_like_fence(line: &str) -> bool {
    let is_sign = |c: char| ['+', '-', '–', '—', '−', '_', '=', ' '].contains(&c);
    let is_short = line.chars().count() > 1 || line.starts_with(['–', '—']);
    is_short && line.chars().all(is_sign)
}
