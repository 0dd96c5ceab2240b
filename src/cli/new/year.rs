//! `belegg new year`: the structure of the last year, without its figures.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::super::Failure;
use super::super::project::Project;
use super::Made;
use crate::load::front_matter;

/// What a page of the new year does not take over: it would lie at two addresses, or be there too
/// early or too late.
const LEFT_OUT: [&str; 6] =
    ["aliases", "translation_key", "publish_date", "expiry_date", "date", "updated"];
/// Dates that nobody knows before their day has come.
const TO_COME: [&str; 2] = ["published_on", "signed_on"];

pub(super) fn year(name: &str, project: &Project) -> Result<Made, Failure> {
    let is_year = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_year(name) {
        return Err(Failure::new("wrong-name", format!("`{name}` is not a year"))
            .help("write four digits, such as `belegg new year 2026`"));
    }
    let years = || {
        project.sources.iter().filter_map(|(_, file)| {
            let year = file.path.strip_prefix("data/")?.split_once('/')?.0;
            is_year(year).then(|| year.to_string())
        })
    };
    if years().any(|year| year == name) {
        return Err(Failure::new(
            "file-exists",
            format!("there is a folder `data/{name}` already"),
        )
        .help("the files of the year are there: edit them; nothing was written"));
    }
    let Some(last) = years().filter(|year| year.as_str() < name).max() else {
        let message = format!("there is no year before {name} whose structure could be taken over");
        return Err(Failure::new("unknown-year", message)
            .help("make the folder `data/YEAR` of the first year by hand, or with `belegg init`"));
    };
    let turn = Turn { last: &last, new: name };
    let (mut files, mut left) = (BTreeMap::new(), Vec::new());
    for (file, source) in project.sources.iter() {
        let Some(path) = turn.path(&source.path) else { continue };
        let text = project.sources.text(file);
        let kept = match source.path.strip_prefix("data/") {
            Some(_) => turn.data(&source.path, &text),
            None if path.ends_with(".md") => {
                let inside = front_matter::places(&text, file);
                Some(
                    inside
                        .map_or_else(|| text.to_string(), |places| turn.page(&text, &places))
                        .into(),
                )
            }
            None => Some(project.sources.bytes(file).to_vec()),
        };
        match kept {
            Some(bytes) => _ = files.insert(path, bytes),
            None => left.push(source.path.to_string()),
        }
    }
    let mut next = turn.next(&files, &turn.still_leads_to_last(project));
    if !left.is_empty() {
        next.insert_str(0, &format!("Not taken over: {}\n", left.join(", ")));
    }
    Ok(Made { files, what: format!("the files of {name} after those of {last}"), next })
}

/// From one year to another.
struct Turn<'a> {
    last: &'a str,
    new: &'a str,
}

impl Turn<'_> {
    /// Where a file of the last year lies in the new one. None where it is of no year, or another.
    fn path(&self, path: &str) -> Option<String> {
        let is_of_year = path.starts_with("content/") || path.starts_with("data/");
        let parts: Vec<&str> = path.split('/').collect();
        let (name, folders) = parts.split_last()?;
        (is_of_year && folders.contains(&self.last)).then(|| {
            let turn = |part: &&str| if *part == self.last { self.new } else { *part }.to_string();
            let folders: Vec<String> = folders.iter().map(turn).collect();
            format!("{}/{name}", folders.join("/"))
        })
    }

    /// What is left to do, now that these files are made. `old` lead to the pages of the last year.
    fn next(&self, files: &BTreeMap<String, Vec<u8>>, old: &[&str]) -> String {
        let Turn { last, new } = self;
        let has_report = files.contains_key(&format!("data/{new}/report.toml"));
        let has_texts = files.keys().any(|path| path.ends_with(".md"));
        let texts = ". The texts are drafts, and their figures fill in from the data";
        let mut next =
            format!("{last} is as it was{}.\nNext:\n", if has_texts { texts } else { "" });
        let first = if has_report { ", first report.toml" } else { "" };
        next.push_str(&format!("  fill in data/{new}/{first}\n"));
        let set = format!("set `period = {new}` in belegg.toml");
        if !has_texts {
            return next + &format!("  {set}\n");
        }
        next.push_str(&format!(
            "  go through the texts: belegg serve --drafts --open\n  \
             when they are ready, take out `draft = true`, and {set}\n"
        ));
        if !old.is_empty() {
            next.push_str(&format!("  these still lead to {last}: {}\n", old.join(", ")));
        }
        next
    }

    /// The configuration and pages beside those of the years that lead to pages of the last one.
    fn still_leads_to_last<'p>(&self, project: &'p Project) -> Vec<&'p str> {
        let files = || project.sources.iter().map(|(file, source)| (file, &*source.path));
        let folders: BTreeSet<&str> = files()
            .filter(|(_, path)| path.starts_with("content/") && self.path(path).is_some())
            .filter_map(|(_, path)| {
                path.strip_prefix("content/")?.split_inclusive(self.last).next()
            })
            .collect();
        let leads = |file| {
            let text = project.sources.text(file);
            folders.iter().any(|folder| text.contains(&format!("@/{folder}/")))
        };
        let is_text = |path: &str| {
            (path.ends_with(".toml") && !path.contains('/'))
                || (path.starts_with("content/") && path.ends_with(".md"))
        };
        files()
            .filter(|(file, path)| is_text(path) && self.path(path).is_none() && leads(*file))
            .map(|(_, path)| path)
            .collect()
    }

    /// A file of data without its figures. None where that cannot be made of it.
    fn data(&self, path: &str, text: &str) -> Option<Vec<u8>> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let kept = match name.rsplit_once('.')? {
            (_, "csv") => first_record(text).to_string(),
            (_, "json") => "[]\n".to_string(),
            ("facts", "toml") => commented(text, |_| true),
            ("report", "toml") => {
                let is_to_come = |line: &str| TO_COME.iter().any(|key| is_key(line, key));
                commented(&self.years_moved(text), is_to_come)
            }
            (_, "toml") => text.to_string(),
            _ => return None,
        };
        Some(kept.into_bytes())
    }

    /// A page as a draft of the new year, with empty brackets where figures stood.
    fn page(&self, text: &str, places: &front_matter::Places) -> String {
        let mut front = text[..places.body].to_string();
        let mut edits: Vec<(Range<usize>, String)> = Vec::new();
        let mut is_draft = false;
        for entry in &places.table.entries {
            let (key, value) = (entry.key.as_str(), entry.item.span.range());
            let written = || text[value.clone()].to_string();
            match key {
                "draft" => {
                    is_draft = true;
                    edits.push((value, "true".to_string()));
                }
                "period" | "title" | "description" | "slug" => {
                    edits
                        .push((value.clone(), self.without_figures(&self.years_moved(&written()))));
                }
                _ if LEFT_OUT.contains(&key) => {
                    let from = entry.key_span.start as usize;
                    let end =
                        text[value.end..].find('\n').map_or(text.len(), |at| value.end + at + 1);
                    edits.push((from..end, String::new()));
                }
                _ => edits.push((value.clone(), self.without_figures(&written()))),
            }
        }
        if !is_draft {
            let draft = if places.is_yaml { "draft: true\n" } else { "draft = true\n" };
            edits.push((places.inside.start..places.inside.start, draft.to_string()));
        }
        edits.sort_by_key(|(range, _)| range.start);
        // Tables of an array that is written in blocks lie within each other's places.
        let mut end = text.len();
        for (range, new) in edits.into_iter().rev() {
            if range.end <= end {
                end = range.start;
                front.replace_range(range, &new);
            }
        }
        front + &self.without_figures(&text[places.body..])
    }

    /// A text whose references speak of the new year: links lead there, the year before is now the
    /// last, and the brackets of figures are empty.
    fn without_figures(&self, text: &str) -> String {
        let links = text.replace(&format!("/{}/", self.last), &format!("/{}/", self.new));
        let mut emptied = String::new();
        let mut rest = links.as_str();
        while let Some(at) = rest.find("](fact:") {
            let (before, after) = rest.split_at(at);
            let end = after.find(')').unwrap_or(after.len());
            let opened = before.rfind('[').filter(|open| !before[*open..].contains('\n'));
            emptied.push_str(opened.map_or(before, |open| &before[..=open]));
            let reference = after[..end].split(' ').next().unwrap_or_default();
            emptied.push_str(reference);
            rest = &after[end..];
        }
        emptied.push_str(rest);
        self.periods_moved(&emptied)
    }

    /// `@2024`, after the name of a figure, as many years later as the new year is.
    fn periods_moved(&self, text: &str) -> String {
        self.moved(text, |before| before == Some('@'))
    }

    /// The last year and the one before it, wherever they stand by themselves.
    fn years_moved(&self, text: &str) -> String {
        self.moved(text, |before| !before.is_some_and(char::is_alphanumeric))
    }

    fn moved(&self, text: &str, may_follow: impl Fn(Option<char>) -> bool) -> String {
        let (Ok(last), Ok(new)) = (self.last.parse::<i32>(), self.new.parse::<i32>()) else {
            return text.to_string();
        };
        let mut moved = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
            let digits = rest[at..].find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len() - at);
            let number = &rest[at..at + digits];
            moved.push_str(&rest[..at]);
            let before = moved.chars().next_back();
            let year = number.parse::<i32>().ok().filter(|_| digits == 4 && may_follow(before));
            match year.filter(|year| (last - 1..=last + 1).contains(year)) {
                Some(year) => moved.push_str(&(year + new - last).to_string()),
                None => moved.push_str(number),
            }
            rest = &rest[at + digits..];
        }
        moved + rest
    }
}

/// The headings of a table, as they are written.
fn first_record(text: &str) -> &str {
    let mut is_quoted = false;
    let end = text.bytes().position(|byte| {
        is_quoted ^= byte == b'"';
        byte == b'\n' && !is_quoted
    });
    end.map_or(text, |end| &text[..=end])
}

/// A file with some of its lines made comments.
fn commented(text: &str, is_meant: impl Fn(&str) -> bool) -> String {
    let lines = text.split_inclusive('\n').map(|line| {
        let is_plain = line.trim().is_empty() || line.starts_with('#') || !is_meant(line);
        if is_plain { line.to_string() } else { format!("# {line}") }
    });
    lines.collect()
}

fn is_key(line: &str, key: &str) -> bool {
    line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='))
}
