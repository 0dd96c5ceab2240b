//! The list of what the program wrote: one `sha256  path` a line, sorted by path, as `sha256sum`
//! writes and checks it. It tells own files from foreign ones, also after a fresh clone.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::{PublishError, plan, tree};

/// The manifest's place, at the top of the output folder.
pub const NAME: &str = ".belegg-manifest";

/// The published files: hash by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest(BTreeMap<String, String>);

impl Manifest {
    /// `None` if the folder has no manifest or is not there.
    pub(super) fn read(output: &Path) -> Result<Option<Self>, PublishError> {
        let path = output.join(NAME);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(cause) => return Err(PublishError::at(&path, cause)),
        };
        let damaged = |line| PublishError::DamagedManifest { path: path.clone(), line };
        let text = String::from_utf8(bytes).map_err(|_| damaged(1))?;
        let mut hashes = BTreeMap::new();
        for (index, line) in text.lines().enumerate() {
            let (hash, path) = entry(line).ok_or_else(|| damaged(index + 1))?;
            hashes.insert(path.to_owned(), hash.to_owned());
        }
        Ok(Some(Self(hashes)))
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn lists(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// Path and hash, sorted by path.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&str, &str)> + Send {
        self.0.iter().map(|(path, hash)| (path.as_str(), hash.as_str()))
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Every folder that holds a listed file, at any depth; the top as "".
    pub(super) fn folders(&self) -> BTreeSet<&str> {
        self.paths().flat_map(tree::ancestors).collect()
    }

    /// Both lists in one; where both have a path, this one's hash holds.
    pub(super) fn joined(&self, other: &Self) -> Self {
        let mut hashes = other.0.clone();
        hashes.extend(self.0.clone());
        Self(hashes)
    }

    pub(super) fn text(&self) -> String {
        self.entries().map(|(path, hash)| format!("{hash}  {path}\n")).collect()
    }
}

impl FromIterator<(String, String)> for Manifest {
    fn from_iter<T: IntoIterator<Item = (String, String)>>(entries: T) -> Self {
        Self(entries.into_iter().collect())
    }
}

/// A file's SHA-256 in lower-case hexadecimal digits.
pub(super) fn hash(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Hash and path of a line. The path is checked like one of our own: files are removed by this
/// list, so a line that leads out of the folder must not get through.
fn entry(line: &str) -> Option<(&str, &str)> {
    let (hash, path) = line.split_once("  ")?;
    let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    (is_hash && plan::is_site_path(path)).then_some((hash, path))
}
