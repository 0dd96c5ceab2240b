//! `belegg translations import`.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use super::super::arguments::{Global, ImportTranslations};
use super::super::console::Console;
use super::super::project::Project;
use super::super::write::{rewritten, written};
use super::super::{Failure, Outcome};
use super::{Listed, listed, number};
use crate::Translations;
use crate::diagnostic::Diagnostics;
use crate::source::Sources;
use crate::translation::exchange::{Import, import as imported};

/// In bytes: more is no file of an agency.
const LARGEST: u64 = 100 * 1024 * 1024;

pub(in super::super) fn import(
    global: &Global,
    arguments: &ImportTranslations,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let files = files(&arguments.files)?;
    let Some(listed) = listed(global, console)? else { return Ok(Outcome::Faulty) };
    let Listed { project, found, outcome, .. } = &listed;
    let mut diagnostics = Diagnostics::default();
    let import = imported(&files, &project.sources, &found.project, &found.pages, &mut diagnostics);
    if !arguments.dry_run {
        write(project, &import)?;
    }
    let read = console.diagnostics(&diagnostics, &files);
    console.summary(&summary(&import, found, arguments.dry_run));
    Ok(if *outcome == Outcome::Done { read } else { *outcome })
}

/// The exchange files by the names that they were called by.
fn files(paths: &[PathBuf]) -> Result<Sources, Failure> {
    let mut files = Vec::new();
    for path in paths {
        let name = path.display().to_string();
        let unreadable = |error: &dyn std::fmt::Display| {
            Failure::new("cannot-read", format!("cannot read `{name}`: {error}"))
                .help("name the file that the agency sent back")
        };
        let metadata = fs::metadata(path).map_err(|error| unreadable(&error))?;
        if !metadata.is_file() || metadata.len() > LARGEST {
            return Err(unreadable(&"it is not a file of at most 100 MB"));
        }
        let bytes = fs::read(path).map_err(|error| unreadable(&error))?;
        let text = text(bytes).ok_or_else(|| unreadable(&"it is not text in UTF-8 or UTF-16"))?;
        files.push((name, text));
    }
    Ok(Sources::from_files(files))
}

/// Some tools of agencies write UTF-16, with a byte order mark.
fn text(bytes: Vec<u8>) -> Option<String> {
    let units = |of: fn([u8; 2]) -> u16| -> Vec<u16> {
        bytes[2..].chunks_exact(2).map(|pair| of([pair[0], pair[1]])).collect()
    };
    match bytes.as_slice() {
        [0xff, 0xfe, ..] => String::from_utf16(&units(u16::from_le_bytes)).ok(),
        [0xfe, 0xff, ..] => String::from_utf16(&units(u16::from_be_bytes)).ok(),
        _ => String::from_utf8(bytes).ok(),
    }
}

/// Each file as a whole. The list of what is accepted comes last: it may say less than there is, but
/// never more.
fn write(project: &Project, import: &Import) -> Result<(), Failure> {
    let is_list = |path: &str| path == crate::project::accepted::PATH;
    let mut paths: Vec<&String> = import.changed.keys().collect();
    paths.sort_by_key(|path| is_list(path));
    for path in paths {
        let text = &import.changed[path].text;
        match project.sources.find(path) {
            Some(file) => rewritten(&project.root, path, project.sources.bytes(file), text)?,
            None => written(&project.root.join(path), text.as_bytes(), false).map_err(|error| {
                Failure::new("cannot-write", format!("cannot write `{path}`: {error}"))
                    .help("import the file again when that is mended: what was written is whole")
            })?,
        }
    }
    Ok(())
}

/// What was done, in each language, and to which files.
fn summary(import: &Import, found: &Translations, dry_run: bool) -> String {
    let mut text = String::new();
    let (took, wrote) = match dry_run {
        true => ("Would import", "Would write"),
        false => ("Imported", "Wrote"),
    };
    for language in &found.project.config.languages {
        let own = || import.sections.iter().filter(|one| one.language == language.name);
        let pages: BTreeSet<&str> = own().map(|one| one.key.as_str()).collect();
        let changed = own().filter(|one| one.is_changed).count();
        let stale = own().filter(|one| one.is_stale).count();
        let left = import.left.iter().filter(|one| one.language == language.name).count();
        if own().next().is_some() {
            let sections = number(own().count(), "section");
            let pages = number(pages.len(), "page");
            let label = &language.label;
            text.push_str(&format!(
                "{took} {sections} of {pages} in {label}, {changed} with other words than before\n"
            ));
        }
        if stale > 0 {
            let still = number(stale, "section");
            text.push_str(&format!(
                "{still} stale still: the original has changed since the export\n"
            ));
        }
        if left > 0 {
            text.push_str(&format!("{} left as before\n", number(left, "section")));
        }
    }
    for (path, changed) in &import.changed {
        let new = if changed.is_new { ", which is new" } else { "" };
        text.push_str(&format!("{wrote} {path}{new}\n"));
    }
    if text.is_empty() {
        text.push_str("Nothing was imported\n");
    }
    text
}
