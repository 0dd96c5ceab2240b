//! Files that are written where the new site is built as soon as they are made, so that not all of
//! them lie in memory until the last is there. Nothing of it is published before the rest is.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use super::place::Place;
use super::{PublishError, Published, manifest, plan, swap, system, tree};
use crate::artifact::{Files, Store};

/// A publication to which files are handed over. Dropped before it is published, it leaves nothing
/// behind.
#[derive(Debug)]
pub struct Staging {
    output: PathBuf,
    project_root: PathBuf,
    /// None where files cannot wait beside the output.
    begun: OnceLock<Option<Begun>>,
    taken: Mutex<BTreeMap<String, Taken>>,
}

/// A place that is ours.
#[derive(Debug)]
struct Begun {
    place: Place,
    /// That of the staging folder, which is made for the first file that the output does not have. It is
    /// opened before anything is written, so that a write that fails late is told. None where no folder
    /// can be made.
    disk: OnceLock<Option<File>>,
    /// Keeps other runs out.
    _lock: Option<File>,
    _around: Around,
}

/// Folders around the output that were not there, innermost first. They go again if nothing was put
/// into them.
#[derive(Debug)]
struct Around(Vec<PathBuf>);

/// What is known of a file that was handed over.
#[derive(Debug)]
pub(super) struct Taken {
    pub hash: String,
    /// Whether the output has it already, byte for byte; else it waits in the staging folder.
    pub is_there: bool,
}

/// What waits for the rest of its site.
#[derive(Clone, Copy)]
pub(super) struct Waiting<'a> {
    pub taken: &'a BTreeMap<String, Taken>,
    /// That of the staging folder, where there is one already.
    pub disk: Option<&'a File>,
}

impl Staging {
    /// Nothing is touched before the first file is handed over.
    pub fn new(output: &Path, project_root: &Path) -> Staging {
        Staging {
            output: output.to_path_buf(),
            project_root: project_root.to_path_buf(),
            begun: OnceLock::new(),
            taken: Mutex::default(),
        }
    }

    /// Publishes the files that were handed over and `files` as the whole content of the output, as
    /// [`super::publish_after_waiting`] does.
    pub fn publish(&self, files: &Files, waits: impl FnOnce()) -> Result<Published, PublishError> {
        let Some(Begun { place, disk, .. }) = self.begun.get().and_then(Option::as_ref) else {
            return super::publish_after_waiting(files, &self.output, &self.project_root, waits);
        };
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        plan::check_paths(files, Some(&taken))?;
        let disk = disk.get().and_then(Option::as_ref);
        super::put_at(place, files, Some(Waiting { taken: &taken, disk }), swap::publish)
    }
}

impl Store for Staging {
    fn take(&self, path: &str, parts: &[&[u8]]) -> bool {
        let begun = self.begun.get_or_init(|| Begun::at(&self.output, &self.project_root));
        let Some(Begun { place, disk, .. }) = begun else { return false };
        if !plan::is_site_path(path) {
            return false;
        }
        let is_there = plan::is_there(&place.output, path, parts);
        let is_begun = || disk.get_or_init(|| swap::begin(place).ok()).is_some();
        let put = || is_there || is_begun() && write(&place.staging, path, parts);
        // A file in parts is long.
        let (is_put, hash) = match parts.len() {
            ..2 => (put(), manifest::hash(parts)),
            _ => rayon::join(put, || manifest::hash(parts)),
        };
        if !is_put {
            return false;
        }
        let taken = Taken { hash, is_there };
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_string(), taken);
        true
    }
}

impl Begun {
    /// None where no site can be built beside the output, or another run is publishing: files stay in
    /// memory then, and what is wrong with the place is told when they are published.
    fn at(output: &Path, project_root: &Path) -> Option<Begun> {
        let place = Place::find(output, project_root).ok()?;
        if system::is_mount_point(&place.output) {
            return None;
        }
        let around = Around::make(&place.parent)?;
        let lock = place.try_lock()?;
        swap::sweep(&place).ok()?;
        Some(Begun { place, disk: OnceLock::new(), _lock: lock, _around: around })
    }
}

impl Around {
    fn make(folder: &Path) -> Option<Around> {
        let missing = folder.ancestors().take_while(|folder| !folder.exists());
        let around = Around(missing.map(Path::to_path_buf).collect());
        fs::create_dir_all(folder).ok()?;
        Some(around)
    }
}

impl Drop for Around {
    fn drop(&mut self) {
        for folder in &self.0 {
            let _ = fs::remove_dir(folder);
        }
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        swap::discard(&self.place);
    }
}

/// Writes a file that is not there. Whether it could.
fn write(staging: &Path, path: &str, parts: &[&[u8]]) -> bool {
    let target = staging.join(path);
    let folder = target.parent().unwrap_or(staging);
    if fs::create_dir_all(folder).is_err() {
        return false;
    }
    match tree::write_parts(&target, parts) {
        Ok(()) => true,
        Err(PublishError::Io { cause, .. }) if cause.kind() == ErrorKind::AlreadyExists => false,
        Err(_) => {
            // What is left of it would be in the way when it is written again, which tells why.
            let _ = fs::remove_file(&target);
            false
        }
    }
}
