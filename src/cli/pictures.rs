//! Pictures that were encoded once are kept beside the output, so that the next build need not do it
//! again. The folder may be deleted at any time: its files are named by what they were made of.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::render::pictures::PictureMemory;

/// The folder `.output.pictures` beside the folder `output`.
#[derive(Debug)]
pub(super) struct Kept {
    folder: PathBuf,
    /// What this build asked for.
    used: Mutex<BTreeSet<String>>,
}

/// Tells backup programs and git that nothing here is worth keeping.
const TAG: (&str, &str) =
    ("CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n# Made by belegg.\n");
const IGNORE: (&str, &str) = (".gitignore", "*\n");

impl Kept {
    pub(super) fn beside(output: &Path) -> Kept {
        let name = output.file_name().unwrap_or_default().to_string_lossy();
        let folder = output.with_file_name(format!(".{name}.pictures"));
        Kept { folder, used: Mutex::default() }
    }

    /// Takes away what the site has no use for any more. What cannot be taken away stays.
    pub(super) fn forget_others(&self) {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let Ok(files) = fs::read_dir(&self.folder) else { return };
        for file in files.flatten() {
            let name = file.file_name().to_string_lossy().into_owned();
            if name != TAG.0 && name != IGNORE.0 && !used.contains(&name) {
                let _ = fs::remove_file(file.path());
            }
        }
    }

    fn note(&self, key: &str) {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(key.to_string());
    }
}

impl PictureMemory for Kept {
    fn recall(&self, key: &str) -> Option<Vec<u8>> {
        self.note(key);
        fs::read(self.folder.join(key)).ok()
    }

    /// Without room or the right to write, the next build encodes the picture once more.
    fn remember(&self, key: &str, bytes: &[u8]) {
        if !self.folder.is_dir() {
            let _ = fs::create_dir_all(&self.folder);
            for (name, text) in [TAG, IGNORE] {
                let _ = fs::write(self.folder.join(name), text);
            }
        }
        let draft = self.folder.join(format!("{key}.{}", std::process::id()));
        if fs::write(&draft, bytes)
            .and_then(|()| fs::rename(&draft, self.folder.join(key)))
            .is_err()
        {
            let _ = fs::remove_file(&draft);
        }
    }
}
