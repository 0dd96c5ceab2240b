//! Publishing in one step: the new site is built beside the old one, then both change places.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, FileTimes, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;

use rayon::prelude::*;

use crate::artifact::Bytes;

use super::manifest::{self, Manifest};
use super::place::Place;
use super::plan::Plan;
use super::{PublishError, system, tree};

/// Marks a staging folder that is not finished and may be thrown away as a whole.
const UNFINISHED: &str = ".belegg-unfinished";

/// In how many parts a site is written: while one is written, the disk stores the one before.
const PARTS: usize = 4;

/// Fewer new files than these are stored sooner all at once.
const WORTH_PARTS: usize = 256;

/// Why the new site did not take the old one's place.
pub(super) enum Stop {
    /// It cannot be done in one step here; the old site is untouched.
    FileByFile,
    Failed(PublishError),
}

impl From<PublishError> for Stop {
    fn from(error: PublishError) -> Self {
        Self::Failed(error)
    }
}

/// Returns false, with nothing changed, if the output cannot change in one step.
pub(super) fn publish(plan: &Plan, place: &Place) -> Result<bool, PublishError> {
    if system::is_mount_point(&place.output) {
        return Ok(false);
    }
    if let Err(stop) = build(plan, place).and_then(|()| change_places(place)) {
        return match stop {
            Stop::FileByFile if plan.disk().is_some() => {
                // Files wait there that have to be taken over one by one.
                let unfinished = place.staging.join(UNFINISHED);
                File::create(&unfinished).map_err(|cause| PublishError::at(&unfinished, cause))?;
                Ok(false)
            }
            // What is left over would be swept by the next run too; the reason to stop matters more.
            Stop::FileByFile => {
                let _ = throw_away(&place.staging);
                Ok(false)
            }
            Stop::Failed(error) => {
                let _ = throw_away(&place.staging);
                Err(error)
            }
        };
    }
    if place.staging.exists() {
        // The new site is published. What cannot be cleared now, the next run clears or tells.
        let _ = retire(place);
    }
    Ok(true)
}

/// Clears away what a run that was killed has left beside the output.
pub(super) fn sweep(place: &Place) -> Result<(), PublishError> {
    let staging = &place.staging;
    let told = |cause| PublishError::at(staging, cause);
    let Ok(metadata) = fs::symlink_metadata(staging) else {
        return Ok(());
    };
    let is_ours = |name| staging.join(name).exists();
    if !metadata.is_dir() {
        Err(PublishError::NotAFolder { path: staging.clone() })
    } else if is_ours(UNFINISHED) {
        throw_away(staging).map_err(told)
    } else if is_ours(manifest::NAME) {
        retire(place)
    } else {
        // Empty, unless somebody else uses the name, and then it is not ours to remove.
        fs::remove_dir(staging).map_err(|cause| match cause.kind() {
            io::ErrorKind::DirectoryNotEmpty => {
                PublishError::ForeignInTheWay { path: staging.clone(), others: 0 }
            }
            _ => told(cause),
        })
    }
}

/// Throws away a staging folder that is not finished, if there is one.
pub(super) fn discard(place: &Place) {
    if place.staging.join(UNFINISHED).exists() {
        let _ = throw_away(&place.staging);
    }
}

/// Makes the staging folder, marked as not finished, and opens its disk.
pub(super) fn begin(place: &Place) -> Result<File, Stop> {
    let staging = &place.staging;
    fs::create_dir(staging).map_err(|cause| match cause.kind() {
        // The folder around the output may belong to somebody else, and the output still be ours.
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
            if place.output.exists() =>
        {
            Stop::FileByFile
        }
        _ => PublishError::at(&place.parent, cause).into(),
    })?;
    tree::write(&staging.join(UNFINISHED), b"")?;
    Ok(File::open(staging).map_err(|cause| PublishError::at(staging, cause))?)
}

/// Builds the whole new site in the staging folder and stores it on the disk.
fn build(plan: &Plan, place: &Place) -> Result<(), Stop> {
    let staging = &place.staging;
    let told = |cause| PublishError::at(staging, cause);
    let begun;
    let disk = match plan.disk() {
        Some(disk) => disk,
        None => {
            begun = begin(place)?;
            &begun
        }
    };

    let foreign = foreign(plan, &place.output)?;
    let has_models = place.output.exists();
    // Of a first site, files that wait in their folders need no others.
    let own_folders = match has_models {
        true => plan.new.folders(),
        false => plan.files.keys().flat_map(|path| tree::ancestors(path)).collect(),
    };
    let mut folders: BTreeSet<PathBuf> = own_folders.iter().map(PathBuf::from).collect();
    for entry in &foreign {
        folders.extend(entry.path.parent().map(Path::to_path_buf));
        if entry.metadata.is_dir() {
            folders.insert(entry.path.clone());
        }
    }
    make_folders(staging, &folders).map_err(told)?;
    let files = foreign.par_iter().filter(|entry| !entry.metadata.is_dir());
    files.try_for_each(|entry| {
        carry_over(&place.output.join(&entry.path), &staging.join(&entry.path))
    })?;
    write_files(plan, place, disk)?;
    let waiting: Vec<_> = plan.waiting.iter().flat_map(|waiting| waiting.taken).collect();
    waiting
        .into_par_iter()
        .filter(|(_, taken)| taken.is_there)
        .try_for_each(|(path, _)| keep(&place.output.join(path), &staging.join(path)))?;
    tree::write(&staging.join(manifest::NAME), plan.new.text().as_bytes())?;
    fs::remove_file(staging.join(UNFINISHED)).map_err(told)?;

    // Innermost first and after everything else: a folder may be closed to writing, and its mtime
    // changes with what is put into it.
    for folder in folders.iter().rev().filter(|_| has_models) {
        let is_foreign = !own_folders.contains(tree::slashed(folder).as_str());
        take_after(&staging.join(folder), &place.output.join(folder), is_foreign)
            // Better leave a folder where it is than open a closed one to everybody.
            .map_err(|_| Stop::FileByFile)?;
    }
    Ok(system::flush(disk).map_err(told)?)
}

/// Makes each folder after the one it lies in, and those that lie equally deep on all cores.
fn make_folders(staging: &Path, folders: &BTreeSet<PathBuf>) -> io::Result<()> {
    let mut by_depth: BTreeMap<usize, Vec<&Path>> = BTreeMap::new();
    for folder in folders {
        by_depth.entry(folder.components().count()).or_default().push(folder);
    }
    by_depth.values().try_for_each(|folders| {
        folders.par_iter().try_for_each(|folder| fs::create_dir_all(staging.join(folder)))
    })
}

/// Writes all files. The disk is made to store what is written already while the rest is written, so
/// that less is left to wait for at the end. What it tells of writes that failed is told here.
fn write_files(plan: &Plan, place: &Place, disk: &File) -> Result<(), Stop> {
    let write = |(path, bytes): &(&String, &Bytes)| {
        let target = place.staging.join(path);
        match plan.unchanged.contains(path.as_str()) {
            true => keep(&place.output.join(path), &target),
            false => tree::write(&target, bytes),
        }
    };
    let files: Vec<_> = plan.files.iter().collect();
    let parts = if plan.written.len() < WORTH_PARTS { 1 } else { PARTS };
    let mut parts = files.chunks(files.len().div_ceil(parts).max(1));
    parts.next().unwrap_or_default().par_iter().try_for_each(write)?;
    for part in parts {
        let stored = thread::scope(|scope| {
            let storing = scope.spawn(|| system::flush(disk));
            part.par_iter().try_for_each(write)?;
            let lost = || Err(io::Error::other("the disk does not answer"));
            Ok::<_, PublishError>(storing.join().unwrap_or_else(|_| lost()))
        })?;
        stored.map_err(|cause| PublishError::at(&place.staging, cause))?;
    }
    Ok(())
}

/// Everything in the output that the program did not write and does not publish now.
fn foreign(plan: &Plan, output: &Path) -> Result<Vec<tree::Entry>, Stop> {
    let nothing = Manifest::default();
    let old_folders = plan.old.as_ref().unwrap_or(&nothing).folders();
    // A folder that we may not read cannot be carried over, but it can be left alone.
    let mut entries = tree::entries(output).map_err(|_| Stop::FileByFile)?;
    if entries.iter().any(|entry| {
        // It would go out with the old site, and what is mounted be emptied with it.
        entry.metadata.is_dir() && system::is_mount_point(&output.join(&entry.path))
    }) {
        return Err(Stop::FileByFile);
    }
    entries.retain(|entry| {
        let path = tree::slashed(&entry.path);
        match entry.metadata.is_dir() {
            true => !old_folders.contains(path.as_str()),
            false => !plan.was_ours(&path) && !plan.new.lists(&path),
        }
    });
    Ok(entries)
}

/// Gives a foreign file a second name in the new tree. A copy would not do: whoever is writing to
/// the file at this moment would write to the wrong one.
fn carry_over(from: &Path, to: &Path) -> Result<(), Stop> {
    match fs::hard_link(from, to).map_err(|cause| PublishError::at(to, cause)) {
        Ok(()) => Ok(()),
        Err(full @ PublishError::DiskFull { .. }) => Err(Stop::Failed(full)),
        // Its owner has removed it meanwhile.
        Err(_) if fs::symlink_metadata(from).is_err() => Ok(()),
        Err(_) => Err(Stop::FileByFile),
    }
}

/// Takes an unchanged file over into the new tree, with its inode where the disk allows that, and
/// with its mtime in any case.
fn keep(from: &Path, to: &Path) -> Result<(), PublishError> {
    let copy = || -> io::Result<()> {
        let modified = fs::metadata(from)?.modified()?;
        fs::copy(from, to)?;
        File::options().write(true).open(to)?.set_modified(modified)
    };
    fs::hard_link(from, to)
        .or_else(|cause| match cause.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Err(cause),
            _ => copy(),
        })
        .map_err(|cause| PublishError::at(to, cause))
}

/// Gives a new folder the owner and permissions of the old one in its place, if there was one, and
/// a foreign folder its mtime too.
fn take_after(folder: &Path, model: &Path, is_foreign: bool) -> io::Result<()> {
    let Ok(metadata) = fs::symlink_metadata(model) else {
        return Ok(());
    };
    if !metadata.is_dir() {
        return Ok(());
    }
    if is_foreign {
        File::open(folder)?.set_times(FileTimes::new().set_modified(metadata.modified()?))?;
    }
    system::keep_owner(folder, &metadata);
    fs::set_permissions(folder, metadata.permissions())
}

/// The one step in which the old site becomes the new one.
fn change_places(place: &Place) -> Result<(), Stop> {
    if place.output.exists() {
        system::exchange(&place.staging, &place.output).map_err(|_| Stop::FileByFile)?;
    } else {
        fs::rename(&place.staging, &place.output)
            .map_err(|cause| PublishError::at(&place.output, cause))?;
    }
    tree::store_names(&place.parent);
    Ok(())
}

/// Removes the tree at the staging place, of which the output now has everything that is worth
/// keeping, except what somebody else has put there since: that is moved over.
fn retire(place: &Place) -> Result<(), PublishError> {
    let staging = &place.staging;
    let old = Manifest::read(staging)?.unwrap_or_default();
    let new = Manifest::read(&place.output)?.unwrap_or_default();
    let is_ours = |path: &str| path == manifest::NAME || old.lists(path) || new.lists(path);
    for entry in tree::entries(staging)? {
        let kept = place.output.join(&entry.path);
        if entry.metadata.is_dir()
            || is_ours(&tree::slashed(&entry.path))
            || !is_newer(&entry.metadata, &kept)
        {
            continue;
        }
        let folder = kept.parent().unwrap_or(&place.output);
        fs::create_dir_all(folder)
            .and_then(|()| fs::rename(staging.join(&entry.path), &kept))
            .map_err(|cause| PublishError::at(&kept, cause))?;
    }
    fs::rename(staging.join(manifest::NAME), staging.join(UNFINISHED))
        .or_else(|_| File::create(staging.join(UNFINISHED)).map(drop))
        .and_then(|()| throw_away(staging))
        .map_err(|cause| PublishError::at(staging, cause))
}

/// Removes a marked staging folder, the mark last: a run that is killed here leaves a folder that
/// the next one still knows as ours.
fn throw_away(staging: &Path) -> io::Result<()> {
    for entry in fs::read_dir(staging)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else if entry.file_name() != UNFINISHED {
            fs::remove_file(entry.path())?;
        }
    }
    if staging.join(UNFINISHED).exists() {
        fs::remove_file(staging.join(UNFINISHED))?;
    }
    fs::remove_dir(staging)
}

/// Whether a foreign file in the retired tree was written after the one that is kept in its place.
fn is_newer(retired: &Metadata, kept: &Path) -> bool {
    match fs::symlink_metadata(kept) {
        Err(_) => true,
        Ok(kept) if system::is_same_file(retired, &kept) => false,
        Ok(kept) => {
            matches!((retired.modified(), kept.modified()), (Ok(one), Ok(other)) if one > other)
        }
    }
}
