//! Where a site may be published, and whose turn it is.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Component, Path, PathBuf};

use super::{PublishError, system};

/// Folders of a project that hold what people wrote.
const SOURCES: [&str; 5] = ["content", "data", "themes", ".git", "static"];

/// A place that is safe to publish to.
#[derive(Debug)]
pub(super) struct Place {
    /// The output folder, absolute and without links; it need not exist yet.
    pub output: PathBuf,
    /// The folder it lies in.
    pub parent: PathBuf,
    /// Where the next site is built: beside the output, because only then can both change places.
    pub staging: PathBuf,
}

impl Place {
    /// Refuses an output folder in which publishing would mix with the project's own files.
    pub(super) fn find(output: &Path, project_root: &Path) -> Result<Self, PublishError> {
        let project = fs::canonicalize(project_root)
            .map_err(|cause| PublishError::at(project_root, cause))?;
        let output = resolved(output)?;
        let mut sources = vec![];
        for name in SOURCES {
            sources.push(project.join(name));
            // A content folder may be a link to somewhere else.
            sources.extend(fs::canonicalize(project.join(name)));
        }
        if let Some(inside) = sources.iter().find(|folder| output.starts_with(folder)) {
            return Err(PublishError::InsideSources { output, sources: inside.clone() });
        }
        sources.push(project);
        if let Some(held) = sources.iter().rev().find(|folder| folder.starts_with(&output)) {
            return Err(PublishError::HoldsProject { project: held.clone(), output });
        }
        if output.exists() && !output.is_dir() {
            return Err(PublishError::NotAFolder { path: output });
        }
        let (Some(parent), Some(name)) = (output.parent(), output.file_name()) else {
            return Err(PublishError::NotAFolder { path: output });
        };
        let mut staging = OsString::from(".");
        staging.push(name);
        staging.push(".staging");
        Ok(Self { staging: parent.join(staging), parent: parent.to_path_buf(), output })
    }

    /// As [`Place::lock`], if nobody else holds the place; the lock is none where there are no locks.
    pub(super) fn try_lock(&self) -> Option<Option<File>> {
        let parent = match File::open(&self.parent) {
            Ok(parent) => parent,
            Err(cause) => return system::has_no_locks(&cause).then_some(None),
        };
        match parent.try_lock() {
            Ok(()) => Some(Some(parent)),
            Err(TryLockError::Error(cause)) if system::has_no_locks(&cause) => Some(None),
            Err(_) => None,
        }
    }

    /// Holds the place until the lock is dropped. The lock is on the folder itself, so it leaves no
    /// file behind, and the system frees it however the program ends.
    pub(super) fn lock(&self, waits: impl FnOnce()) -> Result<Option<File>, PublishError> {
        let told = |cause| PublishError::at(&self.parent, cause);
        fs::create_dir_all(&self.parent).map_err(told)?;
        let parent = match File::open(&self.parent) {
            Ok(parent) => parent,
            Err(cause) if system::has_no_locks(&cause) => return Ok(None),
            Err(cause) => return Err(told(cause)),
        };
        let locked = match parent.try_lock() {
            Ok(()) => Ok(()),
            Err(TryLockError::Error(cause)) => Err(cause),
            Err(TryLockError::WouldBlock) => {
                waits();
                parent.lock()
            }
        };
        match locked {
            Err(cause) if !system::has_no_locks(&cause) => Err(told(cause)),
            _ => Ok(Some(parent)),
        }
    }
}

/// Keeps publishers out while a published folder is read; `None` where that is not possible.
pub(super) fn reading_lock(output: &Path) -> Option<File> {
    let parent = File::open(output.parent()?).ok()?;
    parent.lock_shared().ok()?;
    Some(parent)
}

/// The absolute path without links and dots, also of a folder that does not exist yet.
fn resolved(path: &Path) -> Result<PathBuf, PublishError> {
    let absolute = std::path::absolute(path).map_err(|cause| PublishError::at(path, cause))?;
    let mut resolved = PathBuf::new();
    for component in absolute.components() {
        match component {
            Component::Prefix(_) | Component::RootDir => resolved.push(component),
            Component::CurDir => {}
            Component::ParentDir => {
                resolved.pop();
            }
            Component::Normal(name) => resolved = entered(resolved, name)?,
        }
    }
    Ok(resolved)
}

/// The folder `name` in `folder`, which is resolved already.
fn entered(folder: PathBuf, name: &std::ffi::OsStr) -> Result<PathBuf, PublishError> {
    let next = folder.join(name);
    match fs::canonicalize(&next) {
        Ok(next) => Ok(next),
        Err(cause) => match cause.kind() {
            io::ErrorKind::NotFound if next.is_symlink() => {
                Err(PublishError::NotAFolder { path: next })
            }
            io::ErrorKind::NotFound => Ok(next),
            io::ErrorKind::NotADirectory => Err(PublishError::NotAFolder { path: folder }),
            _ => Err(PublishError::at(&next, cause)),
        },
    }
}
