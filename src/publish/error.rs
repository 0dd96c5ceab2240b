//! Why a site could not be published, in the words of whoever publishes it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::manifest;

/// Why a site could not be published or verified. The old site is untouched then, except where it
/// has to be replaced file by file and the disk gives up in the middle.
#[derive(Debug)]
pub enum PublishError {
    /// The output folder is the project folder, or has it or one of its folders inside.
    HoldsProject {
        output: PathBuf,
        project: PathBuf,
    },
    /// The output folder lies inside a folder of the project that holds its sources.
    InsideSources {
        output: PathBuf,
        sources: PathBuf,
    },
    /// What should be the output folder, or a folder on the way to it, is a file or a dead link.
    NotAFolder {
        path: PathBuf,
    },
    NotWritable {
        path: PathBuf,
        cause: io::Error,
    },
    DiskFull {
        path: PathBuf,
    },
    /// A file that the program did not write stands where a different one would be published.
    ForeignInTheWay {
        path: PathBuf,
        others: usize,
    },
    /// Not a mistake of the user: the program made a path that could leave the output folder.
    InvalidPath {
        path: String,
    },
    /// The folder has no manifest.
    NotPublished {
        output: PathBuf,
    },
    /// A line of the manifest is not `sha256  path`; `line` counts from 1.
    DamagedManifest {
        path: PathBuf,
        line: usize,
    },
    Io {
        path: PathBuf,
        cause: io::Error,
    },
}

impl PublishError {
    /// Sorts a refusal of the operating system by what the user can do about it.
    pub(super) fn at(path: &Path, cause: io::Error) -> Self {
        let path = path.to_path_buf();
        match cause.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { path },
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::NotWritable { path, cause }
            }
            _ => Self::Io { path, cause },
        }
    }

    /// What the user can do about it.
    pub fn help(&self) -> String {
        match self {
            Self::HoldsProject { .. } | Self::InsideSources { .. } => {
                "choose a folder used for nothing else, such as `--output-dir output`".into()
            }
            Self::NotAFolder { path } => {
                format!("rename or remove `{}`, or choose another output folder", path.display())
            }
            Self::NotWritable { .. } => {
                "ask for permission to write there, or choose another `--output-dir`".into()
            }
            Self::DiskFull { .. } => {
                "free some space and build again; the old site is untouched".into()
            }
            Self::ForeignInTheWay { .. } => {
                "move or remove it and build again; belegg replaces only what it wrote".into()
            }
            Self::InvalidPath { .. } => "this is a mistake in belegg; please report it".into(),
            Self::NotPublished { .. } => {
                "name a site's output folder, or run `belegg build` first".into()
            }
            Self::DamagedManifest { path, .. } => format!(
                "move the folder `{}` away and build again",
                path.parent().unwrap_or(path).display()
            ),
            Self::Io { .. } => "check that the folder can be used, and build again".into(),
        }
    }
}

impl fmt::Display for PublishError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::HoldsProject { output, project } => write!(
                f,
                "the output folder `{}` is the project or holds part of it (`{}`)",
                output.display(),
                project.display()
            ),
            Self::InsideSources { output, sources } => write!(
                f,
                "the output folder `{}` lies inside `{}`, which holds the project's sources",
                output.display(),
                sources.display()
            ),
            Self::NotAFolder { path } => {
                write!(f, "cannot publish to `{}`: it is not a folder", path.display())
            }
            Self::NotWritable { path, cause } => {
                write!(f, "cannot write to `{}`: {}", path.display(), reason(cause))
            }
            Self::DiskFull { path } => {
                write!(f, "the disk is full: no room to write `{}`", path.display())
            }
            Self::ForeignInTheWay { path, others } => {
                write!(f, "`{}` is in the way: belegg did not write it", path.display())?;
                match others {
                    0 => Ok(()),
                    1 => write!(f, " (and 1 other)"),
                    others => write!(f, " (and {others} others)"),
                }
            }
            Self::InvalidPath { path } => {
                write!(f, "`{}` is not a path of a site", path.escape_debug())
            }
            Self::NotPublished { output } => write!(
                f,
                "the folder `{}` was not published by belegg: it has no `{}`",
                output.display(),
                manifest::NAME
            ),
            Self::DamagedManifest { path, line } => {
                write!(f, "`{}` is damaged at line {line}", path.display())
            }
            Self::Io { path, cause } => {
                write!(f, "cannot use `{}`: {}", path.display(), reason(cause))
            }
        }
    }
}

impl std::error::Error for PublishError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotWritable { cause, .. } | Self::Io { cause, .. } => Some(cause),
            _ => None,
        }
    }
}

/// The two refusals that users meet, in plain words; the rest as the system says it.
fn reason(cause: &io::Error) -> String {
    match cause.kind() {
        io::ErrorKind::PermissionDenied => "you do not have the permission".into(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".into(),
        _ => cause.to_string(),
    }
}
