//! `belegg check --fix`.

use std::collections::BTreeMap;

use super::arguments::{Check, Global};
use super::console::Console;
use super::project::Project;
use super::{Failure, Outcome, build, difference, write};
use crate::diagnostic::Diagnostics;
use crate::source::{FileId, Sources};

pub(super) fn fix(
    global: &Global,
    arguments: &Check,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let project = Project::read(global, console)?;
    let mut options = project.options(arguments.build.options(global)?);
    options.memory = Some(build::remembered(global, &project, &options));
    let progress = console.progress("Fixing");
    let mut diagnostics = Diagnostics::default();
    let mut fixed = crate::fixed(&project.sources, &options, &mut diagnostics)?;
    drop(progress);

    let mut refused = Vec::new();
    if arguments.dry_run {
        show(&project.sources, &fixed.sources, &fixed.places, console)?;
    } else {
        refused = write_all(&project, &fixed.sources, &mut fixed.places);
    }
    let outcome = console.diagnostics(&diagnostics, &fixed.sources);
    let summary = counted(&fixed.places, arguments.dry_run);
    if !refused.is_empty() {
        refused.into_iter().for_each(|failure| console.failure(failure));
        console.summary(&summary);
        return Ok(Outcome::Failed);
    }
    let contents = fixed.artifacts.as_ref().map(build::contents).unwrap_or_default();
    let checked = build::checked(&fixed.sources, &diagnostics);
    console.summary(&format!("{contents}{summary}{checked}"));
    match arguments.dry_run && !fixed.places.is_empty() {
        true => Ok(Outcome::Faulty),
        false => Ok(outcome),
    }
}

/// The changes, on standard output.
fn show(
    before: &Sources,
    after: &Sources,
    places: &BTreeMap<FileId, usize>,
    console: &mut Console,
) -> Result<(), Failure> {
    let changes: String = places
        .keys()
        .map(|file| {
            difference::unified(before.path(*file), &before.text(*file), &after.text(*file))
        })
        .collect();
    match console.data_is_coloured() {
        true => console.data(&difference::coloured(&changes)),
        false => console.data(&changes),
    }
}

/// Writes the files that have fixes. Those that cannot be written leave the list of places.
fn write_all(
    project: &Project,
    after: &Sources,
    places: &mut BTreeMap<FileId, usize>,
) -> Vec<Failure> {
    let mut refused = Vec::new();
    places.retain(|file, _| {
        let (path, before) = (after.path(*file), project.sources.bytes(*file));
        let written = write::rewritten(&project.root, path, before, &after.text(*file));
        match written {
            Ok(()) => true,
            Err(failure) => {
                refused.push(failure);
                false
            }
        }
    });
    refused
}

/// `Fixed 12 places in 4 files`.
fn counted(places: &BTreeMap<FileId, usize>, dry_run: bool) -> String {
    let number = |number: usize, one: &str| match number {
        1 => format!("1 {one}"),
        more => format!("{more} {one}s"),
    };
    let verb = if dry_run { "Would fix" } else { "Fixed" };
    match places.values().sum() {
        0 => "Nothing to fix\n".to_string(),
        sum => format!("{verb} {} in {}\n", number(sum, "place"), number(places.len(), "file")),
    }
}
