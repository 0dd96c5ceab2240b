//! `belegg translations list`.

use std::fmt::Write;

use serde::Serialize;

use super::super::arguments::{Global, ListTranslations};
use super::super::console::Console;
use super::super::{Failure, Outcome};
use super::{Listed, listed, number};
use crate::config::Config;
use crate::source::{FileId, Sources, Span};
use crate::translation::{PageStatus, SectionStatus, Status};

/// Columns of a screen.
const WIDTH: usize = 80;

pub(in super::super) fn list(
    global: &Global,
    arguments: &ListTranslations,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    console.reserve_stdout();
    let Some(listed) = listed(global, console)? else { return Ok(Outcome::Faulty) };
    let Listed { project, found, outcome, .. } = &listed;
    let chosen = listed.chosen(&arguments.pages, arguments.language.as_deref())?;
    let text = match arguments.json {
        true => json(&chosen, &project.sources)?,
        false => told(&chosen, &found.project.config, &project.sources),
    };
    console.data(&text)?;
    if found.project.accepted.is_none() && !found.pages.is_empty() {
        console.summary(
            "Nothing has been accepted yet. When the translations say what the originals say, run\n  belegg translations accept --all\n",
        );
    }
    Ok(*outcome)
}

/// The table, what is not current, and the totals.
fn told(pages: &[&PageStatus], config: &Config, sources: &Sources) -> String {
    if pages.is_empty() {
        return "No page is translated\n".to_string();
    }
    let mut text = table(pages);
    let open: Vec<String> = pages.iter().flat_map(|page| open(page, sources)).collect();
    if !open.is_empty() {
        let _ = write!(text, "\n{}", open.concat());
    }
    text.push('\n');
    for language in &config.languages {
        let own: Vec<&PageStatus> =
            pages.iter().filter(|page| page.language == language.name).copied().collect();
        if !own.is_empty() {
            text.push_str(&total(&language.label, &own));
        }
    }
    text
}

/// One line a page and language: how many sections there are of each status, and the words left.
fn table(pages: &[&PageStatus]) -> String {
    let statuses: Vec<Status> = Status::ALL
        .into_iter()
        .filter(|status| pages.iter().any(|page| page.count(*status) > 0))
        .collect();
    let mut lines = vec![vec!["page".to_string(), "language".to_string()]];
    lines[0].extend(statuses.iter().map(|status| status.name().to_string()));
    lines[0].push("words left".to_string());
    let shown = |count: usize| if count == 0 { "–".to_string() } else { count.to_string() };
    for page in pages {
        let mut line = vec![page.key.clone(), page.language.clone()];
        line.extend(statuses.iter().map(|status| shown(page.count(*status))));
        line.push(shown(page.words_left()));
        lines.push(line);
    }
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max();
    let mut widths: Vec<usize> = (0..lines[0].len()).filter_map(width).collect();
    let others: usize = widths[1..].iter().map(|width| width + 2).sum();
    widths[0] = widths[0].min(WIDTH.saturating_sub(others).max(20));
    let mut text = String::new();
    for line in &lines {
        let _ = write!(
            text,
            "{:width$}  {:2$}",
            shortened(&line[0], widths[0]),
            line[1],
            widths[1],
            width = widths[0]
        );
        for (cell, width) in line.iter().zip(&widths).skip(2) {
            let _ = write!(text, "  {cell:>width$}");
        }
        text.push('\n');
    }
    text
}

/// A key that is too long without its beginning: pages of a folder differ at the end.
fn shortened(key: &str, width: usize) -> String {
    let length = key.chars().count();
    match length > width {
        true => std::iter::once('…').chain(key.chars().skip(length + 1 - width)).collect(),
        false => key.to_string(),
    }
}

/// The sections of a page that are not current, each with the place to work at; one line where that
/// is the whole page.
fn open(page: &PageStatus, sources: &Sources) -> Vec<String> {
    let (gone, there): (Vec<&SectionStatus>, Vec<&SectionStatus>) =
        page.sections.iter().partition(|section| section.status == Status::Orphaned);
    let mut lines = Vec::new();
    for (sections, is_whole) in [(there, true), (gone, page.file.is_none())] {
        let Some(first) = sections.first() else { continue };
        let alike = sections.iter().all(|section| section.status == first.status);
        match is_whole && alike && first.status != Status::Current {
            true => lines.push(line(page, first, None, sources)),
            false => {
                let open = sections.iter().filter(|section| section.status != Status::Current);
                lines.extend(open.map(|section| line(page, section, Some(section), sources)));
            }
        }
    }
    lines
}

/// `stale     content/_index.en.md:7  #ask`; without a section, the page as a whole.
fn line(
    page: &PageStatus,
    first: &SectionStatus,
    section: Option<&SectionStatus>,
    sources: &Sources,
) -> String {
    let at = match first.status {
        Status::Missing => first.original,
        _ => first.translation.or(first.accepted),
    };
    let is_gone = first.status == Status::Orphaned;
    let place = match at {
        None => page.key.clone(),
        Some(span) if section.is_none() && !is_gone => sources.path(span.file).to_string(),
        Some(span) => place(span, sources),
    };
    let what = match section.map(|section| section.anchor.as_str()) {
        None if is_gone => format!("page {}", page.key),
        None => "whole page".to_string(),
        Some("") => "#top".to_string(),
        Some(anchor) => format!("#{anchor}"),
    };
    let language = match first.status {
        Status::Missing => format!(" in {}", page.language),
        _ => String::new(),
    };
    format!("{:8}  {place}  {what}{language}\n", first.status.name())
}

/// `English: 5 pages with 31 sections current, 2 stale; 140 words left`.
fn total(label: &str, pages: &[&PageStatus]) -> String {
    let count = |status| pages.iter().map(|page| page.count(status)).sum::<usize>();
    let counted = Status::ALL.map(|status| (status, count(status)));
    let parts: Vec<String> = counted
        .into_iter()
        .filter(|(status, count)| *count > 0 || *status == Status::Current)
        .map(|(status, count)| match status {
            Status::Current => format!("{} {}", number(count, "section"), status.name()),
            _ => format!("{count} {}", status.name()),
        })
        .collect();
    let words: usize = pages.iter().map(|page| page.words_left()).sum();
    let (pages, words) = (number(pages.len(), "page"), number(words, "word"));
    format!("{label}: {pages} with {}; {words} left\n", parts.join(", "))
}

/// `content/_index.en.md:7`.
fn place(span: Span, sources: &Sources) -> String {
    let (line, _) = sources.line_and_column(span.file, span.start);
    format!("{}:{line}", sources.path(span.file))
}

/// A page in a language, as JSON.
#[derive(Serialize)]
struct PageRow<'a> {
    page: &'a str,
    language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    original_language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    original_file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    words_left: usize,
    sections: Vec<SectionRow<'a>>,
}

#[derive(Serialize)]
struct SectionRow<'a> {
    section: &'a str,
    status: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    title: &'a str,
    words: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    original_line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hash: Option<&'a str>,
}

impl SectionRow<'_> {
    fn of<'a>(section: &'a SectionStatus, sources: &Sources) -> SectionRow<'a> {
        let line = |span: Span| sources.line_and_column(span.file, span.start).0;
        SectionRow {
            section: &section.anchor,
            status: section.status.name(),
            title: &section.title,
            words: section.words,
            original_line: section.original.map(line),
            line: section.translation.map(line),
            hash: section.hash.as_deref(),
        }
    }
}

/// A JSON array with one page and language a line.
fn json(pages: &[&PageStatus], sources: &Sources) -> Result<String, Failure> {
    let path = |file: FileId| sources.path(file);
    let rows = pages.iter().map(|page| PageRow {
        page: &page.key,
        language: &page.language,
        original_language: page.original.as_ref().map(|(language, _)| language.as_str()),
        original_file: page.original.as_ref().map(|(_, file)| path(*file)),
        file: page.file.map(path),
        words_left: page.words_left(),
        sections: page.sections.iter().map(|section| SectionRow::of(section, sources)).collect(),
    });
    let lines: Result<Vec<String>, _> = rows.map(|row| serde_json::to_string(&row)).collect();
    let lines = lines.map_err(|error| Failure::new("json", error.to_string()))?;
    if lines.is_empty() {
        return Ok("[]\n".to_string());
    }
    Ok(format!("[\n  {}\n]\n", lines.join(",\n  ")))
}
