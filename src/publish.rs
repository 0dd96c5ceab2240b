//! Puts the finished files of a site into the output folder: all or nothing, and only what differs.
//!
//! The new site is built as a whole tree beside the output, in which every file that did not change
//! is a hard link to the old one, and the two trees then change places in one step. Whoever reads
//! the output, and whatever kills the program, finds the old site or the new one, never between.
//!
//! Pages may be handed over as they are made ([`Staging`]): they wait in the second tree, which is
//! thrown away unless the whole site is published.
//!
//! What the program wrote stands in the manifest, `.belegg-manifest`. Everything else in the output
//! is *foreign*: it belongs to somebody else and is kept as it is. Two names are ours by
//! convention: `.<output>.staging` beside the output, and `.belegg-…` at the top of it.

mod error;
mod in_place;
mod manifest;
mod place;
mod plan;
mod staging;
mod swap;
mod system;
mod tree;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use rayon::prelude::*;

use crate::artifact::Files;

pub use error::PublishError;
use manifest::Manifest;
pub use manifest::NAME as MANIFEST;
use place::Place;
use plan::Plan;
pub use staging::Staging;
use staging::Waiting;

/// What a publication did, in numbers of files; the manifest is not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// Files that are new or whose content changed.
    pub written: usize,
    /// Files that were there already, byte for byte; they keep their inode and mtime.
    pub unchanged: usize,
    /// Files of the earlier site that the new one does not have.
    pub removed: usize,
    /// False if the output could not change in one step (it is a mount point, say), so that the
    /// files were replaced one by one: each is whole at any moment, the site as such is not.
    pub swapped: bool,
}

/// Publishes `files`, by path relative to the output folder and separated by `/`, as the whole
/// content of `output`, and waits while another run publishes beside it.
///
/// A file that the earlier site had and this one has not is removed. A foreign file is kept; one
/// that stands where a different file would be published stops the publication before anything is
/// written. With any error the old site is untouched; only where files are replaced one by one, a
/// disk that gives up in the middle of that leaves files of both, which the next run puts right.
pub fn publish(
    files: &Files,
    output: &Path,
    project_root: &Path,
) -> Result<Published, PublishError> {
    publish_after_waiting(files, output, project_root, || {})
}

/// Like [`publish`]; calls `waits` first if another run is publishing, so the user can be told.
pub fn publish_after_waiting(
    files: &Files,
    output: &Path,
    project_root: &Path,
    waits: impl FnOnce(),
) -> Result<Published, PublishError> {
    put(files, output, project_root, waits, swap::publish)
}

/// Like [`publish`], file by file: each is whole at any moment, and the folder stays the one that
/// somebody stands in or watches.
pub fn publish_in_place(
    files: &Files,
    output: &Path,
    project_root: &Path,
) -> Result<Published, PublishError> {
    put(
        files,
        output,
        project_root,
        || {},
        |plan, place| match place.output.is_dir() {
            true => Ok(false),
            false => swap::publish(plan, place),
        },
    )
}

fn put(
    files: &Files,
    output: &Path,
    project_root: &Path,
    waits: impl FnOnce(),
    as_a_whole: impl FnOnce(&Plan<'_>, &Place) -> Result<bool, PublishError>,
) -> Result<Published, PublishError> {
    plan::check_paths(files, None)?;
    let place = Place::find(output, project_root)?;
    let _lock = place.lock(waits)?;
    swap::sweep(&place)?;
    put_at(&place, files, None, as_a_whole)
}

/// As [`put`], at a place that is ours already.
fn put_at(
    place: &Place,
    files: &Files,
    waiting: Option<Waiting<'_>>,
    as_a_whole: impl FnOnce(&Plan<'_>, &Place) -> Result<bool, PublishError>,
) -> Result<Published, PublishError> {
    in_place::sweep(&place.output)?;
    let plan = Plan::new(files, waiting, &place.output)?;
    let swapped = plan.is_done() || as_a_whole(&plan, place)?;
    if !swapped {
        in_place::publish(&plan, place)?;
    }
    Ok(Published {
        written: plan.written.len(),
        unchanged: plan.unchanged.len(),
        removed: plan.removed.len(),
        swapped,
    })
}

/// How a published folder differs from its manifest; all paths sorted, `/`-separated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// How many files the manifest lists.
    pub files: usize,
    /// Listed, but with another content now, or no longer a plain file.
    pub changed: Vec<String>,
    /// Listed, but not there.
    pub missing: Vec<String>,
    /// There, but not listed; a folder without any listed file is named once, as `folder/`.
    pub foreign: Vec<String>,
}

impl Verification {
    /// Whether every published file is as it was published. Foreign files do no harm to that.
    pub fn is_intact(&self) -> bool {
        self.changed.is_empty() && self.missing.is_empty()
    }
}

/// Compares a published folder with its manifest. `sha256sum -c .belegg-manifest` does the same for
/// changed and missing files.
pub fn verify(output: &Path) -> Result<Verification, PublishError> {
    let not_published = || PublishError::NotPublished { output: output.to_path_buf() };
    let output = &fs::canonicalize(output).map_err(|_| not_published())?;
    let _lock = place::reading_lock(output);
    let manifest = Manifest::read(output)?.ok_or_else(not_published)?;

    let mut verification = Verification { files: manifest.len(), ..Verification::default() };
    let states: Vec<_> = manifest
        .entries()
        .par_bridge()
        .map(|(path, hash)| (path, state(output, path, hash)))
        .collect();
    for (path, state) in states {
        match state {
            State::Intact => {}
            State::Changed => verification.changed.push(path.to_owned()),
            State::Missing => verification.missing.push(path.to_owned()),
        }
    }
    verification.changed.sort();
    verification.missing.sort();
    verification.foreign = foreign(output, &manifest)?;
    Ok(verification)
}

enum State {
    Intact,
    Changed,
    Missing,
}

/// Whether the published file at `path` still has the content that the manifest says.
fn state(output: &Path, path: &str, hash: &str) -> State {
    let file = output.join(path);
    match fs::symlink_metadata(&file) {
        Err(_) => State::Missing,
        Ok(metadata) if !metadata.is_file() => State::Changed,
        Ok(_) => match fs::read(&file) {
            Ok(bytes) if manifest::hash(&[&bytes]) == hash => State::Intact,
            _ => State::Changed,
        },
    }
}

fn foreign(output: &Path, manifest: &Manifest) -> Result<Vec<String>, PublishError> {
    let folders = manifest.folders();
    let is_foreign_folder = |path: &str| !path.is_empty() && !folders.contains(path);
    let mut foreign = BTreeSet::new();
    for entry in tree::entries(output)? {
        let path = tree::slashed(&entry.path);
        let outermost = tree::ancestors(&path).find(|folder| is_foreign_folder(folder));
        if let Some(folder) = outermost {
            foreign.insert(format!("{folder}/"));
        } else if entry.metadata.is_dir() {
            if is_foreign_folder(&path) {
                foreign.insert(format!("{path}/"));
            }
        } else if path != manifest::NAME && !manifest.lists(&path) {
            foreign.insert(path);
        }
    }
    Ok(foreign.into_iter().collect())
}
