//! The project folder on disk.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use super::{Skipped, Source, Sources};

/// A file larger than this, in bytes, is not text that a person wrote.
const LARGEST_FILE: u64 = 200 * 1024 * 1024;
/// A table may be larger; how much of it is read says `[data] max_bytes`. Places in files are
/// counted in 32 bits.
const LARGEST_TABLE: u64 = 2 * 1024 * 1024 * 1024;
/// A file that was written so shortly before it was looked at may be written again without looking
/// another: clocks of disks tick more slowly than ours.
const DOUBT: Duration = Duration::from_secs(2);

/// A project folder that may be read again and again: files that look as they did are not read anew.
pub struct Folder {
    root: PathBuf,
    config: String,
    known: BTreeMap<Arc<str>, (Stamp, Source)>,
    /// Whether some of its files are links, which lead anywhere in the project.
    has_links: bool,
    /// As it was read last.
    last: Option<(Sources, Vec<Skipped>)>,
}

/// What tells a file from what it was before, without its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    length: u64,
    modified: SystemTime,
    /// When anything of it changed, which nobody can set, and which file it is.
    #[cfg(unix)]
    changed: (SystemTime, u64),
}

/// A name in the folder.
struct Name {
    path: String,
    is_link: bool,
}

impl Folder {
    pub fn new(root: &Path, config: &str) -> io::Result<Folder> {
        let root = root.canonicalize()?;
        let (config, known) = (config.to_string(), BTreeMap::new());
        Ok(Folder { root, config, known, has_links: false, last: None })
    }

    /// Reads the configuration, what was accepted of translations and policies, and the folders
    /// `content`, `data`, `static` and `themes`. Hidden files, editors' backups and whatever is not
    /// a regular file inside the project are left out and named in the second value.
    pub fn read(&mut self) -> io::Result<(Sources, Vec<Skipped>)> {
        let mut skipped = Vec::new();
        let mut names = Vec::new();
        for file in [self.config.as_str()].into_iter().chain(Sources::ACCEPTED) {
            if self.root.join(file).is_file() {
                names.push(Name { path: file.to_string(), is_link: true });
            }
        }
        for folder in Sources::FOLDERS {
            walk(&self.root, folder, &mut names, &mut skipped)?;
        }
        names.sort_by(|one, other| one.path.cmp(&other.path));
        names.dedup_by(|one, other| one.path == other.path);
        let is_link = |name: &Name| name.is_link && self.root.join(&name.path).is_symlink();
        self.has_links = names.iter().any(is_link);
        let known = &self.known;
        let read: Vec<Result<(Stamp, Source), Skipped>> = names
            .into_par_iter()
            .map(|name| read(&self.root, name, known))
            .collect::<io::Result<_>>()?;
        let mut known = BTreeMap::new();
        let mut files = Vec::with_capacity(read.len());
        let certain = SystemTime::now().checked_sub(DOUBT);
        for one in read {
            match one {
                Ok((stamp, source)) => {
                    files.push(source.clone());
                    if certain.is_some_and(|certain| stamp.newest() < certain) {
                        known.insert(source.path.clone(), (stamp, source));
                    }
                }
                Err(one) => skipped.push(one),
            }
        }
        self.known = known;
        skipped.sort_by(|one, other| one.path.cmp(&other.path));
        let read = (Sources { files }, skipped);
        self.last = Some(read.clone());
        Ok(read)
    }

    /// Whether a file of it can change without a change in the folders that are read.
    pub fn has_links(&self) -> bool {
        self.has_links
    }

    /// Reads those of `changed` again, and takes all others as they were. None where that does not
    /// tell all: something is new, gone, or no plain file.
    pub fn read_again(&mut self, changed: &BTreeSet<PathBuf>) -> Option<(Sources, Vec<Skipped>)> {
        let (sources, _) = self.last.as_mut()?;
        for path in changed {
            let below = path.strip_prefix(&self.root).ok()?;
            if !below.iter().all(|name| is_visible(&name.to_string_lossy())) {
                continue;
            }
            let below = below.to_str()?.replace(std::path::MAIN_SEPARATOR, "/");
            let at = sources.find(&below)?.0 as usize;
            if path.symlink_metadata().ok()?.is_symlink() {
                return None;
            }
            let name = Name { path: below, is_link: false };
            let (_, source) = read(&self.root, name, &BTreeMap::new()).ok()?.ok()?;
            // The path stays where it is in memory.
            let before = &mut sources.files[at];
            *before = Source { path: before.path.clone(), ..source };
        }
        self.last.clone()
    }
}

/// A file as it is now, or why it is left out.
fn read(
    root: &Path,
    Name { path, is_link }: Name,
    known: &BTreeMap<Arc<str>, (Stamp, Source)>,
) -> io::Result<Result<(Stamp, Source), Skipped>> {
    let full = root.join(&path);
    let of_file = |error: io::Error| io::Error::new(error.kind(), format!("`{path}`: {error}"));
    let metadata = match full.metadata() {
        Err(_) if is_link && full.is_symlink() => {
            return Ok(Err(Skipped { path, why: "is a link that leads nowhere" }));
        }
        metadata => metadata.map_err(of_file)?,
    };
    let stays_inside = !is_link || full.canonicalize().map_err(of_file)?.starts_with(root);
    let why = match () {
        () if !stays_inside => Some("leads out of the project"),
        () if !metadata.is_file() => Some("is not a regular file"),
        () if metadata.len() > LARGEST_TABLE => Some("is larger than 2 GB"),
        () if metadata.len() > LARGEST_FILE && !is_table(&path) => Some("is larger than 200 MB"),
        () => None,
    };
    if let Some(why) = why {
        return Ok(Err(Skipped { path, why }));
    }
    let stamp = Stamp::of(&metadata)?;
    if let Some((_, source)) = known.get(path.as_str()).filter(|(before, _)| *before == stamp) {
        return Ok(Ok((stamp, source.clone())));
    }
    let bytes = std::fs::read(&full).map_err(of_file)?;
    Ok(Ok((stamp, Source::new(path, bytes))))
}

impl Stamp {
    fn of(metadata: &Metadata) -> io::Result<Stamp> {
        #[cfg(unix)]
        use std::os::unix::fs::MetadataExt;
        Ok(Stamp {
            length: metadata.len(),
            modified: metadata.modified()?,
            #[cfg(unix)]
            changed: (changed(metadata), metadata.ino()),
        })
    }

    fn newest(&self) -> SystemTime {
        #[cfg(unix)]
        return self.modified.max(self.changed.0);
        #[cfg(not(unix))]
        self.modified
    }
}

/// As the system counts it, from 1970 on.
#[cfg(unix)]
fn changed(metadata: &Metadata) -> SystemTime {
    use std::os::unix::fs::MetadataExt;
    let seconds = u64::try_from(metadata.ctime()).unwrap_or_default();
    let part = u32::try_from(metadata.ctime_nsec()).unwrap_or_default();
    SystemTime::UNIX_EPOCH + Duration::new(seconds, part)
}

fn is_table(path: &str) -> bool {
    path.starts_with("data/") && [".csv", ".json", ".xlsx"].iter().any(|end| path.ends_with(end))
}

fn walk(
    root: &Path,
    folder: &str,
    names: &mut Vec<Name>,
    skipped: &mut Vec<Skipped>,
) -> io::Result<()> {
    let top = root.join(folder);
    if !top.is_dir() {
        return Ok(());
    }
    // Links to folders are not followed, but for the top itself.
    let is_elsewhere = top.is_symlink();
    let visible = |entry: &walkdir::DirEntry| is_visible(&entry.file_name().to_string_lossy());
    for entry in walkdir::WalkDir::new(&top).into_iter().filter_entry(visible) {
        let entry = entry?;
        if entry.file_type().is_dir() {
            continue;
        }
        let relative = entry.path().strip_prefix(root).unwrap_or(entry.path());
        match relative.to_str() {
            // Servers and other systems take it for the end of a folder's name, or refuse it.
            Some(path) if !is_sayable(path) => skipped.push(Skipped {
                path: path.to_string(),
                why: "has a sign in its name that not every system knows",
            }),
            Some(path) => names.push(Name {
                path: path.replace(std::path::MAIN_SEPARATOR, "/"),
                is_link: is_elsewhere || entry.path_is_symlink(),
            }),
            None => skipped.push(Skipped {
                path: relative.to_string_lossy().into_owned(),
                why: "has a name that is not UTF-8",
            }),
        }
    }
    Ok(())
}

/// Whether a path has no signs that cannot be seen, and none that some systems divide folders by.
fn is_sayable(path: &str) -> bool {
    let is_divider = |c| c == '\\' && c != std::path::MAIN_SEPARATOR;
    !path.contains(|c: char| is_divider(c) || c.is_control())
}

/// Whether a name is none that systems and editors leave in folders.
fn is_visible(name: &str) -> bool {
    !(name.starts_with('.')
        || name.starts_with("~$")
        || name.ends_with('~')
        || name.ends_with(".bak")
        || ["thumbs.db", "desktop.ini"].contains(&name.to_lowercase().as_str()))
}
