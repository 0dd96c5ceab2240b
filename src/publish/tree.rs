//! Walking a folder without following links, and paths as the manifest writes them.

use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::PublishError;

/// Something in a folder, at any depth.
pub(super) struct Entry {
    /// Relative to the folder that was walked.
    pub path: PathBuf,
    /// Of a link itself, not of what it leads to.
    pub metadata: Metadata,
}

/// Everything in `root`, a folder always before what it holds; nothing if there is no `root`.
pub(super) fn entries(root: &Path) -> Result<Vec<Entry>, PublishError> {
    let mut entries = Vec::new();
    if !root.exists() {
        return Ok(entries);
    }
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        let place = root.join(&folder);
        let told = |cause| PublishError::at(&place, cause);
        for found in fs::read_dir(&place).map_err(told)? {
            let found = found.map_err(told)?;
            let metadata = match found.metadata() {
                // Somebody else's file, removed by its owner meanwhile.
                Err(cause) if cause.kind() == io::ErrorKind::NotFound => continue,
                metadata => metadata.map_err(told)?,
            };
            let path = folder.join(found.file_name());
            if metadata.is_dir() {
                folders.push(path.clone());
            }
            entries.push(Entry { path, metadata });
        }
    }
    Ok(entries)
}

/// The path with `/` between its parts. A name that is not Unicode is written with replacement
/// characters: no path of a site is such a name, so it cannot be taken for one.
pub(super) fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// The folders a `/`-separated path lies in, outermost first: "", "en", "en/report".
pub(super) fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    std::iter::once("").chain(path.match_indices('/').map(|(end, _)| &path[..end]))
}

/// Writes a new file; it gets the permissions that the user's umask says.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), PublishError> {
    write_parts(path, &[bytes])
}

/// As [`write`], a file of these parts, one after the other.
pub(super) fn write_parts(path: &Path, parts: &[&[u8]]) -> Result<(), PublishError> {
    let write = || {
        let mut file = BufWriter::new(File::create_new(path)?);
        parts.iter().try_for_each(|part| file.write_all(part))?;
        file.flush()
    };
    write().map_err(|cause| PublishError::at(path, cause))
}

/// Asks that a folder's names, just changed, outlast a power cut. Where folders cannot be stored by
/// themselves, or the system has them stored already, there is nothing to tell the user.
pub(super) fn store_names(folder: &Path) {
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}
