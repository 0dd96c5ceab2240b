//! What takes long to make is kept beside the output, so that the next build need not make it again:
//! encoded pictures and typeset documents. The folder may be deleted at any time: its files are named
//! by what they were made of.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::memory::Memory;

/// The folder `.output.cache` beside the folder `output`.
#[derive(Debug)]
pub(super) struct Kept {
    folder: PathBuf,
    /// What this build asked for.
    used: Mutex<BTreeSet<String>>,
    /// Whether nothing may be written: what is there is of use all the same.
    is_locked: bool,
    /// What could not be written, for a program that stays.
    held: Option<Mutex<BTreeMap<String, Vec<u8>>>>,
}

/// Tells backup programs and git that nothing here is worth keeping.
const TAG: (&str, &str) =
    ("CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n# Made by belegg.\n");
const IGNORE: (&str, &str) = (".gitignore", "*\n");

/// For how many builds each file has been of no use, a line each: `2 document-…`.
const UNUSED: &str = "unused";

/// What so many builds after one another have no use for is taken away: somebody may go back and
/// forth between two texts, or between all pages and those without drafts.
const LONGEST_UNUSED: usize = 3;

impl Kept {
    pub(super) fn beside(output: &Path, is_locked: bool) -> Kept {
        let name = output.file_name().unwrap_or_default().to_string_lossy();
        let folder = output.with_file_name(format!(".{name}.cache"));
        Kept { folder, used: Mutex::default(), is_locked, held: None }
    }

    /// The same, for a program that stays: what cannot be written is held until that ends.
    pub(super) fn holding(self) -> Kept {
        Kept { held: Some(Mutex::default()), ..self }
    }

    /// Takes away what the last builds had no use for. What cannot be taken away stays.
    pub(super) fn forget_unused(&self) {
        if self.is_locked {
            return;
        }
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let Ok(files) = fs::read_dir(&self.folder) else { return };
        let before = self.unused();
        let mut unused = BTreeMap::new();
        for file in files.flatten() {
            let name = file.file_name().to_string_lossy().into_owned();
            if [TAG.0, IGNORE.0, UNUSED].contains(&name.as_str()) || used.contains(&name) {
                continue;
            }
            let builds = before.get(&name).copied().unwrap_or_default().saturating_add(1);
            match builds > LONGEST_UNUSED {
                true => _ = fs::remove_file(file.path()),
                false => _ = unused.insert(name, builds),
            }
        }
        if unused != before {
            let lines = unused.iter().map(|(name, builds)| format!("{builds} {name}\n"));
            let _ = self.put(UNUSED, lines.collect::<String>().as_bytes());
        }
    }

    fn unused(&self) -> BTreeMap<String, usize> {
        let text = fs::read_to_string(self.folder.join(UNUSED)).unwrap_or_default();
        let lines = text.lines().filter_map(|line| line.split_once(' '));
        lines.filter_map(|(builds, name)| Some((name.to_string(), builds.parse().ok()?))).collect()
    }

    /// Whether there was room for it.
    fn write(&self, key: &str, bytes: &[u8]) -> bool {
        if !self.folder.is_dir() {
            let _ = fs::create_dir_all(&self.folder);
            for (name, text) in [TAG, IGNORE] {
                let _ = fs::write(self.folder.join(name), text);
            }
        }
        self.put(key, bytes).is_ok()
    }

    /// Writes a file of the folder as a whole: another build may read it at the same time, or write it.
    fn put(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let draft = self.folder.join(format!("{name}.{}-{number}", std::process::id()));
        let written =
            fs::write(&draft, bytes).and_then(|()| fs::rename(&draft, self.folder.join(name)));
        if written.is_err() {
            let _ = fs::remove_file(&draft);
        }
        written
    }
}

impl Memory for Kept {
    fn recall(&self, key: &str) -> Option<Vec<u8>> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(key.to_string());
        fs::read(self.folder.join(key)).ok().or_else(|| {
            let held = self.held.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner);
            held.get(key).cloned()
        })
    }

    /// Without room or the right to write, the next build does the work once more.
    fn remember(&self, key: &str, bytes: &[u8]) {
        let is_written = !self.is_locked && self.write(key, bytes);
        if let Some(held) = self.held.as_ref().filter(|_| !is_written) {
            let mut held = held.lock().unwrap_or_else(PoisonError::into_inner);
            held.insert(key.to_string(), bytes.to_vec());
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use tempfile::TempDir;

    use super::*;

    fn output() -> (TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let output = folder.path().join("output");
        (folder, output)
    }

    /// A build that has use for some things: what it found, and what lies in the folder after it.
    fn check(output: &Path, wanted: &[&str], expected: Expect) {
        let kept = Kept::beside(output, false);
        let mut told = String::new();
        for key in wanted {
            match kept.recall(key) {
                Some(bytes) => told.push_str(&format!("{key}: {} bytes\n", bytes.len())),
                None => kept.remember(key, key.as_bytes()),
            }
        }
        kept.forget_unused();
        let folder = output.with_file_name(".output.cache");
        let names = fs::read_dir(&folder).map(|entries| {
            let names = entries.map(|one| one.expect("an entry").file_name());
            names.map(|name| name.to_string_lossy().into_owned()).collect::<BTreeSet<_>>()
        });
        told.push_str(&format!("{:?}\n", names.unwrap_or_default()));
        told.push_str(&fs::read_to_string(folder.join(UNUSED)).unwrap_or_default());
        expected.assert_eq(&told);
    }

    #[test]
    fn what_several_builds_have_no_use_for_is_taken_away() {
        let (_folder, output) = output();
        check(
            &output,
            &["a", "b"],
            expect![[r#"
            {".gitignore", "CACHEDIR.TAG", "a", "b"}
        "#]],
        );
        check(
            &output,
            &["a", "c"],
            expect![[r#"
            a: 1 bytes
            {".gitignore", "CACHEDIR.TAG", "a", "b", "c", "unused"}
            1 b
        "#]],
        );
        check(
            &output,
            &["a", "b"],
            expect![[r#"
            a: 1 bytes
            b: 1 bytes
            {".gitignore", "CACHEDIR.TAG", "a", "b", "c", "unused"}
            1 c
        "#]],
        );
        for _ in 0..3 {
            let kept = Kept::beside(&output, false);
            kept.recall("a");
            kept.forget_unused();
        }
        check(
            &output,
            &["a"],
            expect![[r#"
            a: 1 bytes
            {".gitignore", "CACHEDIR.TAG", "a", "unused"}
        "#]],
        );
    }

    #[test]
    fn a_program_that_stays_holds_what_it_may_not_write() {
        let (_folder, output) = output();
        let kept = Kept::beside(&output, true).holding();
        kept.remember("a", b"a");
        assert_eq!(kept.recall("a").as_deref(), Some(&b"a"[..]));
        assert!(!output.with_file_name(".output.cache").exists());
        assert_eq!(Kept::beside(&output, true).recall("a"), None);
    }

    #[test]
    fn the_folder_may_be_gone_and_must_not_be_writable() {
        let (_folder, output) = output();
        Kept::beside(&output, false).forget_unused();
        let place = output.with_file_name(".output.cache");
        assert!(!place.exists(), "it is made for something to keep");
        fs::write(&place, "a file in its place").expect("a file");
        let kept = Kept::beside(&output, false);
        kept.remember("a", b"a");
        assert_eq!(kept.recall("a"), None);
        kept.forget_unused();
        assert_eq!(fs::read(&place).expect("it is still there"), b"a file in its place");
    }
}
