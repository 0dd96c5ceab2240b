//! What publishing has to do, found out before anything is written.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, Metadata};
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use rayon::prelude::*;

use crate::artifact::Files;

use super::manifest::{self, Manifest};
use super::staging::{Taken, Waiting};
use super::{PublishError, tree};

/// The difference between the site that is there and the one that is wanted.
pub(super) struct Plan<'a> {
    pub files: &'a Files,
    /// What was handed over before, and is as much a part of the site.
    pub waiting: Option<Waiting<'a>>,
    /// What an earlier run wrote; `None` where none did.
    pub old: Option<Manifest>,
    pub new: Manifest,
    /// Files of the new site that are there already, byte for byte.
    pub unchanged: BTreeSet<&'a str>,
    /// Files of the new site that are not.
    pub written: Vec<&'a str>,
    /// Files of the old site that are still there and not in the new one.
    pub removed: Vec<String>,
}

impl<'a> Plan<'a> {
    /// Compares `files` with what `output` holds; nothing need be there.
    pub(super) fn new(
        files: &'a Files,
        waiting: Option<Waiting<'a>>,
        output: &Path,
    ) -> Result<Self, PublishError> {
        let old = Manifest::read(output)?;
        let nothing = Manifest::default();
        let present = Present::new(output, old.as_ref().unwrap_or(&nothing));
        let entries: Vec<_> = files.iter().collect();
        let in_memory = entries.par_iter().map(|(path, bytes)| {
            let comparison =
                present.compare(path, |place, metadata| holds(place, metadata, &[bytes]));
            (path.as_str(), manifest::hash(&[bytes]), comparison)
        });
        let mut compared: Vec<_> = in_memory.collect();
        compared.extend(waiting.iter().flat_map(|waiting| waiting.taken).map(|(path, taken)| {
            let comparison = present.compare(path, |_, _| taken.is_there);
            (path.as_str(), taken.hash.clone(), comparison)
        }));

        let mut hashes = vec![];
        let (mut unchanged, mut written) = (BTreeSet::new(), vec![]);
        let mut in_the_way = BTreeSet::new();
        for (path, hash, comparison) in compared {
            hashes.push((path.to_owned(), hash));
            match comparison {
                Comparison::Same => drop(unchanged.insert(path)),
                Comparison::Differs => written.push(path),
                Comparison::Foreign(foreign) => drop(in_the_way.insert(foreign)),
            }
        }
        if let Some(first) = in_the_way.first() {
            let others = in_the_way.len() - 1;
            return Err(PublishError::ForeignInTheWay { path: output.join(first), others });
        }
        let new: Manifest = hashes.into_iter().collect();
        let removed = present.outside(&new);
        Ok(Self { files, waiting, old, new, unchanged, written, removed })
    }

    /// Whether the output is already as it should be.
    pub(super) fn is_done(&self) -> bool {
        self.written.is_empty() && self.removed.is_empty() && self.old.as_ref() == Some(&self.new)
    }

    /// That of the staging folder, where files wait in it.
    pub(super) fn disk(&self) -> Option<&'a File> {
        self.waiting.and_then(|waiting| waiting.disk)
    }

    pub(super) fn was_ours(&self, path: &str) -> bool {
        path == manifest::NAME || self.old.as_ref().is_some_and(|old| old.lists(path))
    }
}

enum Comparison {
    Same,
    Differs,
    /// Somebody else's file or folder, by path, that would have to give way.
    Foreign(String),
}

/// What the output folder holds before.
struct Present<'a> {
    output: &'a Path,
    old: &'a Manifest,
    old_folders: BTreeSet<&'a str>,
}

impl<'a> Present<'a> {
    fn new(output: &'a Path, old: &'a Manifest) -> Self {
        Self { output, old, old_folders: old.folders() }
    }

    fn compare(&self, path: &str, is_same: impl FnOnce(&Path, &Metadata) -> bool) -> Comparison {
        for folder in tree::ancestors(path).skip(1) {
            match fs::symlink_metadata(self.output.join(folder)) {
                Ok(metadata) if metadata.is_dir() => {}
                Ok(_) if !self.old.lists(folder) => return Comparison::Foreign(folder.to_owned()),
                // Not there, or a file of the old site that makes room for a folder.
                _ => return Comparison::Differs,
            }
        }
        let place = self.output.join(path);
        let Ok(metadata) = fs::symlink_metadata(&place) else {
            return Comparison::Differs;
        };
        if metadata.is_dir() {
            return match self.foreign_within(path) {
                Some(foreign) => Comparison::Foreign(foreign),
                None => Comparison::Differs,
            };
        }
        match (is_same(&place, &metadata), self.old.lists(path)) {
            (true, _) => Comparison::Same,
            (false, true) => Comparison::Differs,
            (false, false) => Comparison::Foreign(path.to_owned()),
        }
    }

    /// Something in the folder `path`, or the folder itself, that the old site did not put there.
    fn foreign_within(&self, path: &str) -> Option<String> {
        if !self.old_folders.contains(path) {
            return Some(path.to_owned());
        }
        let Ok(entries) = tree::entries(&self.output.join(path)) else {
            return Some(path.to_owned());
        };
        entries.iter().find_map(|entry| {
            let path = format!("{path}/{}", tree::slashed(&entry.path));
            let is_ours = match entry.metadata.is_dir() {
                true => self.old_folders.contains(path.as_str()),
                false => self.old.lists(&path),
            };
            (!is_ours).then_some(path)
        })
    }

    /// The files of the old site, still there, that the new one does not have.
    fn outside(&self, new: &Manifest) -> Vec<String> {
        let is_there = |path: &str| {
            // Not through a link that somebody put in a folder's place: that leads out of the site.
            tree::ancestors(path).skip(1).all(|folder| {
                fs::symlink_metadata(self.output.join(folder))
                    .is_ok_and(|metadata| metadata.is_dir())
            }) && fs::symlink_metadata(self.output.join(path))
                .is_ok_and(|metadata| !metadata.is_dir())
        };
        self.old
            .paths()
            .filter(|path| !new.lists(path) && is_there(path))
            .map(str::to_owned)
            .collect()
    }
}

/// Guards against a path that could leave the output folder, take our own names, or be a file and a
/// folder at once.
pub(super) fn check_paths(
    files: &Files,
    taken: Option<&BTreeMap<String, Taken>>,
) -> Result<(), PublishError> {
    let is_taken = |path: &str| taken.is_some_and(|taken| taken.contains_key(path));
    let is_file = |path: &str| files.contains_key(path) || is_taken(path);
    for path in files.keys().chain(taken.into_iter().flat_map(BTreeMap::keys)) {
        let is_below_a_file = tree::ancestors(path).any(is_file);
        if !is_site_path(path) || is_below_a_file {
            return Err(PublishError::InvalidPath { path: path.clone() });
        }
    }
    Ok(())
}

/// Whether the output has this very file already, not through a link that leads elsewhere.
pub(super) fn is_there(output: &Path, path: &str, parts: &[&[u8]]) -> bool {
    let place = output.join(path);
    let is_folder = |folder: &str| {
        fs::symlink_metadata(output.join(folder)).is_ok_and(|metadata| metadata.is_dir())
    };
    fs::symlink_metadata(&place).is_ok_and(|metadata| holds(&place, &metadata, parts))
        && tree::ancestors(path).skip(1).all(is_folder)
}

/// Whether what lies at a place is a file of these parts.
fn holds(place: &Path, metadata: &Metadata, parts: &[&[u8]]) -> bool {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let is_same = || -> io::Result<bool> {
        let mut file = BufReader::new(File::open(place)?);
        for part in parts {
            let mut rest = *part;
            while !rest.is_empty() {
                let present = file.fill_buf()?;
                let length = present.len().min(rest.len());
                if length == 0 || present[..length] != rest[..length] {
                    return Ok(false);
                }
                file.consume(length);
                rest = &rest[length..];
            }
        }
        Ok(true)
    };
    metadata.is_file() && metadata.len() == length as u64 && is_same().unwrap_or(false)
}

/// Whether a path is relative, stays below its folder on every system, and fits on a manifest line.
pub(super) fn is_site_path(path: &str) -> bool {
    !path.contains(|character: char| character == '\\' || character.is_control())
        && !path.starts_with(".belegg-")
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}
