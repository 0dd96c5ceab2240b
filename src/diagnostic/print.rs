//! Diagnostics as people read them, with the source line and the remedy, and as programs read them.

use std::collections::BTreeMap;
use std::fmt::Write;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};
use anstream::adapter::strip_str;
use serde::Serialize;

use super::excerpt::Excerpt;
pub use super::excerpt::visible;
use super::{Alike, Diagnostic, Diagnostics, Severity};
use crate::source::{FileId, Sources, Span};

/// Errors, and as many warnings, told in full; the rest is counted.
const MOST_IN_FULL: usize = 20;
/// Of mistakes that are alike so many are told, if not all have room.
const MOST_ALIKE: usize = 5;
/// Of other places of one mistake so many are shown; programs get all of them.
const MOST_RELATED: usize = 5;
/// As errors and warnings in full, for programs.
const MOST_IN_JSON: usize = 2_000;
const MOST_ALIKE_IN_JSON: usize = 100;
/// What is told in full stays below this, in bytes.
const LONGEST_OUTPUT: usize = 60 * 1024;
/// A message, label or help longer than this is cut, in characters.
const LONGEST_PHRASE: usize = 1000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Plain,
    /// With the escape codes of a terminal.
    Coloured,
}

/// All diagnostics by file and place, as a person reads them. Errors go before warnings where not
/// all have room; of those that are alike the first are told. The others are counted.
pub fn text(diagnostics: &Diagnostics, sources: &Sources, style: Style) -> String {
    let places = Places { sources };
    let mut shown: BTreeMap<usize, String> = BTreeMap::new();
    let mut left_out = Vec::new();
    let mut room = LONGEST_OUTPUT;
    for severity in [Severity::Error, Severity::Warning] {
        let mut chosen = Chosen::of(diagnostics, severity, MOST_IN_FULL, MOST_ALIKE);
        let mut told: BTreeMap<Alike, usize> = BTreeMap::new();
        for (index, diagnostic) in &chosen.told {
            let rendered = render(diagnostic, &places, style);
            if rendered.len() <= room {
                room -= rendered.len();
                shown.insert(*index, rendered);
                told.insert(diagnostic.alike(), *index);
            } else {
                room = 0;
                *chosen.rest.entry(diagnostic.alike()).or_default() += 1;
            }
        }
        let mut rest = 0;
        for (alike, more) in chosen.rest {
            match told.get(&alike).and_then(|last| shown.get_mut(last)) {
                Some(last) if more > 0 => {
                    let _ = writeln!(last, "{}\n", more_alike(alike, more, sources));
                }
                _ => rest += more,
            }
        }
        if rest > 0 {
            left_out.push(count(rest, severity));
        }
    }
    let mut text: String = shown.into_values().collect();
    if !left_out.is_empty() {
        let _ = writeln!(text, "… and {} more, not shown", left_out.join(" and "));
    }
    text
}

/// All diagnostics by file and place, one JSON object a line. The keys stand in a fixed order and
/// are always there; lines and columns count from 1, columns in characters, bytes from 0. Of very
/// many that are alike the first are told; then follows an object that counts the others.
pub fn json(diagnostics: &Diagnostics, sources: &Sources) -> String {
    let places = Places { sources };
    let mut lines: BTreeMap<usize, Message<'_>> = BTreeMap::new();
    let mut counted = Vec::new();
    for severity in [Severity::Error, Severity::Warning] {
        let chosen = Chosen::of(diagnostics, severity, MOST_IN_JSON, MOST_ALIKE_IN_JSON);
        for (index, diagnostic) in chosen.told {
            lines.insert(index, places.message(diagnostic));
        }
        let rest = chosen.rest.into_iter().filter(|(_, more)| *more > 0);
        counted.extend(rest.map(|(alike, more)| (alike, more_alike(alike, more, sources))));
    }
    let counted = counted.iter().map(|(alike, message)| Message {
        code: alike.code.0,
        severity: name(alike.severity),
        message,
        file: alike.file.map(|file| sources.path(file)),
        start: None,
        end: None,
        label: None,
        help: None,
        fix: None,
        related: Vec::new(),
    });
    let mut text = String::new();
    for message in lines.into_values().chain(counted) {
        if let Ok(line) = serde_json::to_string(&message) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}

/// A diagnostic for a page in the browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    pub severity: &'static str,
    pub code: &'static str,
    pub message: String,
    /// `content/report/2024/_index.md:12:4`
    pub place: Option<String>,
    /// What to do about it.
    pub help: Option<String>,
    /// The lines it is about, with what is wrong, as [`text`] shows them.
    pub excerpt: String,
    /// How many others of its severity are not told, on the first of them.
    pub more: usize,
}

/// Diagnostics by file and place, as many as [`text`] shows in full.
pub fn told(diagnostics: &Diagnostics, sources: &Sources) -> Vec<Told> {
    let places = Places { sources };
    let mut told: BTreeMap<usize, Told> = BTreeMap::new();
    for severity in [Severity::Error, Severity::Warning] {
        let chosen = Chosen::of(diagnostics, severity, MOST_IN_FULL, MOST_ALIKE);
        let mut rest: usize = chosen.rest.values().sum();
        told.extend(chosen.told.into_iter().map(|(index, one)| {
            let rendered = render(one, &places, Style::Plain);
            // The message, its place and what to do are told apart from the lines.
            let is_head = |line: &&str| {
                let line = line.trim_start();
                !["-->", "= help:", "help:"].iter().any(|start| line.starts_with(start))
            };
            let lines = rendered.lines().skip(1).filter(is_head).collect::<Vec<_>>();
            let place = one.span.map(|span| {
                let position = places.position(span.file, span.start);
                let path = visible(sources.path(span.file));
                match is_whole_file(span) {
                    true => path,
                    false => format!("{path}:{}:{}", position.line, position.column),
                }
            });
            let excerpt = lines.join("\n").trim_end().to_string();
            let message = phrase(&one.message);
            let help = one.help.as_deref().map(phrase);
            let (severity, code) = (name(severity), one.code.0);
            let more = std::mem::take(&mut rest);
            (index, Told { severity, code, message, place, help, excerpt, more })
        }));
    }
    told.into_values().collect()
}

/// Which diagnostics of a severity are told, each with its place in the order of all, and how many
/// of each kind are not.
pub(super) struct Chosen<'d> {
    pub told: Vec<(usize, &'d Diagnostic)>,
    pub rest: BTreeMap<Alike, usize>,
}

impl<'d> Chosen<'d> {
    pub fn of(
        diagnostics: &'d Diagnostics,
        severity: Severity,
        most: usize,
        most_alike: usize,
    ) -> Chosen<'d> {
        let sorted = diagnostics.sorted().into_iter().enumerate();
        let kept: Vec<_> = sorted.filter(|(_, one)| one.severity == severity).collect();
        let more = diagnostics.more().filter(|(alike, _)| alike.severity == severity);
        let mut chosen = Chosen { told: Vec::new(), rest: more.collect() };
        let have_room = chosen.rest.is_empty() && kept.len() <= most;
        let mut told: BTreeMap<Alike, usize> = BTreeMap::new();
        for (index, diagnostic) in kept {
            let alike = diagnostic.alike();
            let number = told.entry(alike).or_default();
            if have_room || (chosen.told.len() < most && *number < most_alike) {
                *number += 1;
                chosen.told.push((index, diagnostic));
            } else {
                *chosen.rest.entry(alike).or_default() += 1;
            }
        }
        chosen
    }
}

/// `… and 9,995 more like it in data/2024/suppliers.csv`
pub(super) fn more_alike(alike: Alike, more: usize, sources: &Sources) -> String {
    let more = grouped(more);
    match alike.file {
        Some(file) => format!("… and {more} more like it in `{}`", visible(sources.path(file))),
        None => format!("… and {more} more like it"),
    }
}

/// `9,995`
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .filter_map(|group| std::str::from_utf8(group).ok())
        .collect();
    groups.join(",")
}

fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// `1 error`, `3 warnings`.
pub fn count(number: usize, severity: Severity) -> String {
    let (noun, shown) = (name(severity), grouped(number));
    if number == 1 { format!("1 {noun}") } else { format!("{shown} {noun}s") }
}

fn render(diagnostic: &Diagnostic, places: &Places<'_>, style: Style) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut first =
        Group::with_title(level.primary_title(phrase(&diagnostic.message)).id(diagnostic.code.0));
    if let Some(span) = diagnostic.span {
        first = first.element(places.origin(span));
        if !is_whole_file(span) {
            first = first.element(places.snippet(span, &diagnostic.label));
        }
    }
    let mut groups = Vec::new();
    match (&diagnostic.fix, &diagnostic.help) {
        (Some(fix), help) => {
            let title = help.as_deref().map_or_else(|| "write this".to_string(), phrase);
            groups.push(first);
            groups.push(Level::HELP.secondary_title(title).element(places.patch(fix)));
        }
        (None, Some(help)) => groups.push(first.element(Level::HELP.message(phrase(help)))),
        (None, None) => groups.push(first),
    }
    for (span, words) in diagnostic.related.iter().take(MOST_RELATED) {
        let note = Level::NOTE.secondary_title(phrase(words)).element(places.origin(*span));
        groups.push(match is_whole_file(*span) {
            true => note,
            false => note.element(places.snippet(*span, "")),
        });
    }
    if let Some(more) = diagnostic.related.len().checked_sub(MOST_RELATED).filter(|it| *it > 0) {
        let places = if more == 1 { "place" } else { "places" };
        let note = Level::NOTE.secondary_title(format!("and {more} more {places}"));
        groups.push(Group::with_title(note));
    }
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    // Lines are cut before they come here, so the renderer need not.
    let rendered = renderer.term_width(200).render(&groups);
    let mut text = String::with_capacity(rendered.len() + 2);
    // The place is given apart from its excerpt, whose columns may be others; between the two the
    // renderer sets a mark as if the excerpt were from another file.
    let is_mark = |line: &str| strip_str(line).to_string().trim() == ":::";
    for line in rendered.lines().filter(|line| !is_mark(line)) {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text.push('\n');
    text
}

/// A phrase from a message, fit to be shown: no control characters and not endless.
pub(super) fn phrase(text: &str) -> String {
    let shown = visible(text).replace('\t', "    ");
    match shown.char_indices().nth(LONGEST_PHRASE) {
        Some((end, _)) => format!("{}…", &shown[..end]),
        None => shown,
    }
}

/// Says of an empty span at the start of a file that it means the file, not a place in it.
pub(super) fn is_whole_file(span: Span) -> bool {
    span.start == 0 && span.end == 0
}

/// Where spans lie.
struct Places<'a> {
    sources: &'a Sources,
}

impl<'a> Places<'a> {
    fn position(&self, file: FileId, offset: u32) -> Position {
        let (line, column) = self.sources.line_and_column(file, offset);
        let byte = (offset as usize).min(self.sources.bytes(file).len());
        Position { line, column, byte }
    }

    fn origin(&self, span: Span) -> Origin<'static> {
        let start = self.position(span.file, span.start);
        Origin::path(visible(self.sources.path(span.file)))
            .line(start.line)
            .char_column(start.column)
    }

    fn snippet(
        &self,
        span: Span,
        label: &str,
    ) -> Snippet<'static, annotate_snippets::Annotation<'static>> {
        let excerpt = Excerpt::of(self.sources.bytes(span.file), span.range());
        let label = (!label.is_empty()).then(|| phrase(label));
        Snippet::source(excerpt.text)
            .line_start(self.position(span.file, span.start).line)
            .fold(false)
            .annotation(AnnotationKind::Primary.span(excerpt.range).label(label))
    }

    fn patch(&self, fix: &super::Fix) -> Snippet<'static, Patch<'static>> {
        let excerpt = Excerpt::of(self.sources.bytes(fix.span.file), fix.span.range());
        Snippet::source(excerpt.text)
            .line_start(self.position(fix.span.file, fix.span.start).line)
            .fold(false)
            .patch(Patch::new(excerpt.range, phrase(&fix.replacement)))
    }

    fn message<'d>(&self, diagnostic: &'d Diagnostic) -> Message<'d>
    where
        'a: 'd,
    {
        let span = diagnostic.span;
        Message {
            code: diagnostic.code.0,
            severity: name(diagnostic.severity),
            message: &diagnostic.message,
            file: span.map(|span| self.sources.path(span.file)),
            start: span.map(|span| self.position(span.file, span.start)),
            end: span.map(|span| self.position(span.file, span.end)),
            label: Some(diagnostic.label.as_str()).filter(|label| !label.is_empty()),
            help: diagnostic.help.as_deref(),
            fix: diagnostic.fix.as_ref().map(|fix| Change {
                sure: fix.sure,
                file: self.sources.path(fix.span.file),
                start: self.position(fix.span.file, fix.span.start),
                end: self.position(fix.span.file, fix.span.end),
                replacement: &fix.replacement,
            }),
            related: diagnostic
                .related
                .iter()
                .map(|(span, words)| self.related(*span, words))
                .collect(),
        }
    }

    fn related<'d>(&self, span: Span, message: &'d str) -> Related<'d>
    where
        'a: 'd,
    {
        Related {
            message,
            file: self.sources.path(span.file),
            start: self.position(span.file, span.start),
            end: self.position(span.file, span.end),
        }
    }
}

/// A diagnostic as programs read it. The order of the fields is the order of the keys.
#[derive(Serialize)]
struct Message<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    file: Option<&'a str>,
    start: Option<Position>,
    end: Option<Position>,
    label: Option<&'a str>,
    help: Option<&'a str>,
    fix: Option<Change<'a>>,
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
    byte: usize,
}

#[derive(Serialize)]
struct Change<'a> {
    /// Whether `belegg check --fix` applies it.
    sure: bool,
    file: &'a str,
    start: Position,
    end: Position,
    replacement: &'a str,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    file: &'a str,
    start: Position,
    end: Position,
}
