//! Publishing file by file, where the output folder itself cannot change places: it is a mount
//! point, as in a container, or lies in a folder where we may not write.
//!
//! Everything is written to a folder inside the output first, so that a full disk changes nothing;
//! then each file takes its place in one step. A run that is killed in between leaves whole files
//! of both sites, and a manifest that lists both, so that the next run knows them as ours.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::manifest::{self, Manifest};
use super::place::Place;
use super::plan::Plan;
use super::{PublishError, system, tree};

/// Where files wait, inside the output, until all are written.
const WAITING: &str = ".belegg-staging";

/// Brings the output to what the plan says.
pub(super) fn publish(plan: &Plan, at: &Place) -> Result<(), PublishError> {
    let output = &at.output;
    let waiting = output.join(WAITING);
    let written = write_all(plan, &waiting, at);
    let placed = written.and_then(|()| place_all(plan, &waiting, output));
    match placed {
        Ok(()) => fs::remove_dir(&waiting).map_err(|cause| PublishError::at(&waiting, cause)),
        Err(error) => {
            // The next run would sweep it too; why we stopped matters more.
            let _ = fs::remove_dir_all(&waiting);
            Err(error)
        }
    }
}

/// Clears away what a run that was killed has left inside the output.
pub(super) fn sweep(output: &Path) -> Result<(), PublishError> {
    let waiting = output.join(WAITING);
    match fs::remove_dir_all(&waiting) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
            Err(PublishError::at(&waiting, cause))
        }
        _ => Ok(()),
    }
}

/// The place of the `index`th waiting file; paths of a site may be too deep to repeat here.
fn waiting_file(waiting: &Path, index: usize) -> PathBuf {
    waiting.join(index.to_string())
}

/// Writes what is new to the waiting folder, with both manifests, and stores it on the disk.
fn write_all(plan: &Plan, waiting: &Path, at: &Place) -> Result<(), PublishError> {
    fs::create_dir(waiting).map_err(|cause| PublishError::at(&at.output, cause))?;
    let disk = File::open(waiting).map_err(|cause| PublishError::at(waiting, cause))?;
    for (index, path) in plan.written.iter().enumerate() {
        let target = waiting_file(waiting, index);
        match plan.files.get(*path) {
            Some(bytes) => tree::write(&target, bytes)?,
            // It was handed over, and waits beside the output.
            None => fs::copy(at.staging.join(path), &target)
                .map(drop)
                .map_err(|cause| PublishError::at(&target, cause))?,
        }
    }
    let both = plan.new.joined(plan.old.as_ref().unwrap_or(&Manifest::default()));
    tree::write(&waiting.join("both"), both.text().as_bytes())?;
    tree::write(&waiting.join("new"), plan.new.text().as_bytes())?;
    system::flush(&disk).map_err(|cause| PublishError::at(waiting, cause))
}

/// Moves what is new to its place and removes what is gone. New files come first, so that no page
/// links to one that is not there yet for longer than it takes.
fn place_all(plan: &Plan, waiting: &Path, output: &Path) -> Result<(), PublishError> {
    place(&waiting.join("both"), &output.join(manifest::NAME))?;
    for (index, path) in plan.written.iter().enumerate() {
        let target = output.join(path);
        clear_the_way(plan, path, output)?;
        let folder = target.parent().unwrap_or(output);
        fs::create_dir_all(folder).map_err(|cause| PublishError::at(folder, cause))?;
        place(&waiting_file(waiting, index), &target)?;
    }
    for path in &plan.removed {
        remove(path, output)?;
    }
    place(&waiting.join("new"), &output.join(manifest::NAME))?;
    if let Ok(disk) = File::open(output) {
        system::flush(&disk).map_err(|cause| PublishError::at(output, cause))?;
    }
    Ok(())
}

/// Puts a finished file in the place of the old one in one step.
fn place(from: &Path, to: &Path) -> Result<(), PublishError> {
    let across_disks = || -> io::Result<()> {
        // A folder of the output may be mounted from elsewhere; the step must happen on its disk.
        let beside = to.with_file_name(WAITING);
        fs::copy(from, &beside)?;
        fs::rename(&beside, to)?;
        fs::remove_file(from)
    };
    fs::rename(from, to)
        .or_else(|cause| match cause.kind() {
            io::ErrorKind::CrossesDevices => across_disks(),
            _ => Err(cause),
        })
        .map_err(|cause| PublishError::at(to, cause))
}

/// Makes room where the old site had a file in which the new one has a folder, or the reverse. The
/// plan has made sure that nothing in the way is foreign.
fn clear_the_way(plan: &Plan, path: &str, output: &Path) -> Result<(), PublishError> {
    for folder in tree::ancestors(path).skip(1) {
        if plan.was_ours(folder) {
            remove(folder, output)?;
        }
    }
    let target = output.join(path);
    if !fs::symlink_metadata(&target).is_ok_and(|metadata| metadata.is_dir()) {
        return Ok(());
    }
    let inside = format!("{path}/");
    for gone in plan.removed.iter().filter(|gone| gone.starts_with(&inside)) {
        remove(gone, output)?;
    }
    // Folders that were empty already. One that is not is refused by the system, not emptied.
    for folder in tree::entries(&target)?.iter().rev() {
        let folder = target.join(&folder.path);
        fs::remove_dir(&folder).map_err(|cause| PublishError::at(&folder, cause))?;
    }
    match fs::remove_dir(&target) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
            Err(PublishError::at(&target, cause))
        }
        _ => Ok(()),
    }
}

/// Removes a file of the old site, and the folders around it that are empty then.
fn remove(path: &str, output: &Path) -> Result<(), PublishError> {
    let file = output.join(path);
    match fs::symlink_metadata(&file) {
        Ok(metadata) if !metadata.is_dir() => {
            fs::remove_file(&file).map_err(|cause| PublishError::at(&file, cause))?;
        }
        _ => return Ok(()),
    }
    let folders: Vec<_> = tree::ancestors(path).skip(1).collect();
    for folder in folders.into_iter().rev() {
        // Refused where anything is left in it, and that is what we want.
        if fs::remove_dir(output.join(folder)).is_err() {
            break;
        }
    }
    Ok(())
}
