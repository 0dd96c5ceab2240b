//! A theme that need not be read again.

use std::sync::Arc;

use super::Theme;
use crate::diagnostic::Diagnostics;
use crate::memory::Slot;
use crate::source::{Bytes, FileId, Sources};

/// The theme of the last build, with what it was made of; none with which something was wrong.
pub struct KnownTheme {
    name: String,
    files: Vec<OwnFile>,
    theme: Arc<Theme>,
}

/// A file of the project's.
struct OwnFile {
    file: FileId,
    path: Arc<str>,
    bytes: Bytes,
}

impl Theme {
    /// As [`Theme::load`], unless it is the theme of the last build.
    pub fn load_again(
        name: &str,
        sources: &Sources,
        last: &Slot<KnownTheme>,
        diagnostics: &mut Diagnostics,
    ) -> Arc<Theme> {
        let files = own_files(name, sources);
        if let Some(known) = last.get().filter(|known| known.is_of(name, &files)) {
            return known.theme.clone();
        }
        let mut told = Diagnostics::default();
        let theme = Arc::new(Theme::load(name, sources, &mut told));
        if told.is_empty() {
            let known = KnownTheme { name: name.to_string(), files, theme: theme.clone() };
            last.put(Arc::new(known));
        }
        diagnostics.extend(told);
        theme
    }
}

fn own_files(name: &str, sources: &Sources) -> Vec<OwnFile> {
    let prefix = format!("themes/{name}/");
    let own = sources.iter().filter(|(_, source)| source.path.starts_with(&prefix));
    own.map(|(file, source)| {
        let (path, bytes) = (source.path.clone(), sources.shared(file));
        OwnFile { file, path, bytes }
    })
    .collect()
}

impl KnownTheme {
    fn is_of(&self, name: &str, files: &[OwnFile]) -> bool {
        let is_same = |(one, other): (&OwnFile, &OwnFile)| {
            (one.file, &one.path) == (other.file, &other.path) && one.bytes.is_same(&other.bytes)
        };
        self.name == name
            && self.files.len() == files.len()
            && self.files.iter().zip(files).all(is_same)
    }
}
