//! The bytes of a project: what was on disk when the build began, and places in it.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// One file of a project, numbered in path order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A place in a file: byte offsets, end exclusive. An empty span at 0 means the file as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(file: FileId, range: std::ops::Range<usize>) -> Span {
        Span { file, start: range.start as u32, end: range.end as u32 }
    }

    /// The file as a whole.
    pub fn file(file: FileId) -> Span {
        Span { file, start: 0, end: 0 }
    }

    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The part of this span from `range`, counted from the span's own start.
    pub fn within(self, range: std::ops::Range<usize>) -> Span {
        Span {
            file: self.file,
            start: self.start + range.start as u32,
            end: self.start + range.end as u32,
        }
    }
}

/// The files of a project by path relative to its root, `/`-separated.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<Source>,
}

#[derive(Debug, Clone)]
pub struct Source {
    pub path: Arc<str>,
    pub bytes: Bytes,
}

/// The bytes of a file, shared with whoever keeps parts of it.
pub type Bytes = Arc<[u8]>;

/// What lay in the project folder but is not a file that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    pub path: String,
    pub why: &'static str,
}

/// A file larger than this is not text that a person wrote.
const LARGEST_FILE: u64 = 200 * 1024 * 1024;

/// The folders that a build reads, beside `belegg.toml`.
const FOLDERS: [&str; 4] = ["content", "data", "static", "themes"];

impl Sources {
    /// Sources from memory: how tests and `init` hand over a project.
    pub fn from_files<P: Into<String>, B: AsRef<[u8]>>(
        files: impl IntoIterator<Item = (P, B)>,
    ) -> Sources {
        let sorted: BTreeMap<String, B> =
            files.into_iter().map(|(path, bytes)| (path.into(), bytes)).collect();
        let files = sorted
            .into_iter()
            .map(|(path, bytes)| Source { path: path.into(), bytes: bytes.as_ref().into() })
            .collect();
        Sources { files }
    }

    /// Reads a project folder: its configuration and the folders `content`, `data`, `static`
    /// and `themes`. Hidden files, editors' backups and whatever is not a regular file inside
    /// the project are left out and named in the second value.
    pub fn read(root: &Path, config: &str) -> io::Result<(Sources, Vec<Skipped>)> {
        let root = root.canonicalize()?;
        let mut files = Vec::new();
        let mut skipped = Vec::new();
        let mut paths = Vec::new();
        if root.join(config).is_file() {
            paths.push(config.to_string());
        }
        for folder in FOLDERS {
            walk(&root, folder, &mut paths, &mut skipped)?;
        }
        paths.sort();
        for path in paths {
            let full = root.join(&path);
            let metadata = full.metadata()?;
            let stays_inside = full.canonicalize()?.starts_with(&root);
            let why = match () {
                () if !stays_inside => Some("leads out of the project"),
                () if !metadata.is_file() => Some("is not a regular file"),
                () if metadata.len() > LARGEST_FILE => Some("is larger than 200 MB"),
                () => None,
            };
            match why {
                Some(why) => skipped.push(Skipped { path, why }),
                None => {
                    files.push(Source { path: path.into(), bytes: std::fs::read(&full)?.into() })
                }
            }
        }
        Ok((Sources { files }, skipped))
    }

    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        self.files.iter().enumerate().map(|(index, source)| (FileId(index as u32), source))
    }

    pub fn find(&self, path: &str) -> Option<FileId> {
        let found = self.files.binary_search_by(|source| source.path.as_ref().cmp(path));
        found.ok().map(|index| FileId(index as u32))
    }

    pub fn path(&self, file: FileId) -> &str {
        &self.files[file.0 as usize].path
    }

    pub fn bytes(&self, file: FileId) -> &[u8] {
        &self.files[file.0 as usize].bytes
    }

    /// The bytes of a file, to keep.
    pub fn shared(&self, file: FileId) -> Bytes {
        Arc::clone(&self.files[file.0 as usize].bytes)
    }

    /// The file as text; what is not UTF-8 shows as replacement characters.
    pub fn text(&self, file: FileId) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(self.bytes(file))
    }

    /// Line and column of an offset, both counted from 1, the column in characters.
    pub fn line_and_column(&self, file: FileId, offset: u32) -> (usize, usize) {
        let bytes = self.bytes(file);
        let before = &bytes[..(offset as usize).min(bytes.len())];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
        (line, column)
    }
}

fn walk(
    root: &Path,
    folder: &str,
    paths: &mut Vec<String>,
    skipped: &mut Vec<Skipped>,
) -> io::Result<()> {
    let top = root.join(folder);
    if !top.is_dir() {
        return Ok(());
    }
    let visible = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        !(name.starts_with('.')
            || name.starts_with("~$")
            || name.ends_with('~')
            || name.ends_with(".bak"))
    };
    for entry in walkdir::WalkDir::new(&top).sort_by_file_name().into_iter().filter_entry(visible) {
        let entry = entry?;
        if entry.file_type().is_dir() {
            continue;
        }
        let relative = entry.path().strip_prefix(root).unwrap_or(entry.path());
        match relative.to_str() {
            Some(path) => paths.push(path.replace(std::path::MAIN_SEPARATOR, "/")),
            None => skipped.push(Skipped {
                path: relative.to_string_lossy().into_owned(),
                why: "has a name that is not UTF-8",
            }),
        }
    }
    Ok(())
}
