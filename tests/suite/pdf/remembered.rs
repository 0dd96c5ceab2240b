//! A document that did not change is not typeset again; whatever happens to what was remembered, the
//! result is the same. A command that only counts its calls stands in for Typst.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use belegg::artifact::Artifacts;
use belegg::diagnostic::{Diagnostics, print};
use belegg::memory::Memory;
use belegg::source::Sources;
use belegg::{Options, PdfChoice};
use tempfile::TempDir;

use crate::cli::session;
use crate::project::{BASE, with};

/// A `typst` command that copies the text into something like a PDF, and how often it was called.
pub struct Command {
    folder: TempDir,
    pub path: PathBuf,
}

impl Command {
    pub fn new(stated: &str) -> Command {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("typst");
        let calls = folder.path().join("calls").display().to_string();
        let script = format!(
            "#!/bin/sh\n\
             if [ \"$1\" = --version ]; then echo 'typst 0.15.1 ({stated})'; exit; fi\n\
             for last; do :; done\n\
             echo \"$last\" >> '{calls}'\n\
             {{ echo %PDF-1.7; echo '1 0 obj<</Type/Pages/Count 3>>endobj'; echo '{stated}'\n\
             /bin/cat content.typ; echo %%EOF; }} > \"$last\"\n"
        );
        executable(&path, &script);
        Command { folder, path }
    }

    /// The documents and pictures that were asked for since the last time.
    fn calls(&self) -> usize {
        let file = self.folder.path().join("calls");
        let calls = fs::read_to_string(&file).unwrap_or_default().lines().count();
        let _ = fs::remove_file(file);
        calls
    }
}

pub fn executable(path: &Path, script: &str) {
    fs::write(path, script).expect("it is written");
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("it may be run");
}

#[derive(Debug, Default)]
struct Notebook(Mutex<BTreeMap<String, Vec<u8>>>);

impl Memory for Notebook {
    fn recall(&self, key: &str) -> Option<Vec<u8>> {
        self.0.lock().expect("nobody fails").get(key).cloned()
    }

    fn remember(&self, key: &str, bytes: &[u8]) {
        self.0.lock().expect("nobody fails").insert(key.to_string(), bytes.to_vec());
    }
}

fn built(sources: &Sources, command: &Command, memory: Option<Arc<dyn Memory>>) -> Artifacts {
    let pdf = PdfChoice::Command(Some(command.path.clone()));
    let mut told = Diagnostics::default();
    let options = Options { pdf, memory, ..Options::default() };
    let made = belegg::build(sources, &options, &mut told).expect("the command works");
    made.unwrap_or_else(|| panic!("{}", print::text(&told, sources, print::Style::Plain)))
}

#[test]
fn a_document_is_typeset_once_and_anew_when_a_word_changes() {
    let (command, notebook) = (Command::new("one"), Arc::new(Notebook::default()));
    let build = |sources: &Sources| built(sources, &command, Some(notebook.clone()));
    let plain = built(&with(&[]), &command, None);
    assert_eq!(command.calls(), 4, "two languages, each with a picture");
    let first = build(&with(&[]));
    assert_eq!(command.calls(), 4);
    let second = build(&with(&[]));
    assert_eq!(command.calls(), 0);
    assert!(plain == first && first == second, "the files are the same, and the numbers of pages");
    let page =
        "+++\ntitle = \"Metode\"\nslug = \"metode\"\n+++\n## Slik gjør vi {#how}\n\nTekst.\n";
    let edited = with(&[("content/report/01-method.md", page)]);
    let third = build(&edited);
    assert_eq!(command.calls(), 2, "the other language is as it was");
    assert!(third == built(&edited, &command, None));
    assert!(third != first, "the edit is in the document");
}

#[test]
fn what_was_damaged_or_cut_short_or_put_in_the_wrong_place_is_made_anew() {
    let command = Command::new("one");
    let plain = built(&with(&[]), &command, None);
    type Kept = BTreeMap<String, Vec<u8>>;
    let spoil: [fn(&mut Kept); 5] = [
        |kept| kept.values_mut().for_each(|bytes| bytes.truncate(bytes.len() / 2)),
        |kept| kept.values_mut().for_each(Vec::clear),
        |kept| {
            for bytes in kept.values_mut() {
                let middle = bytes.len() / 2;
                bytes[middle] ^= 1;
            }
        },
        |kept| {
            // Each language gets what was made of the other.
            let mut others: Vec<Vec<u8>> = kept.values().cloned().collect();
            others.rotate_left(1);
            kept.values_mut().zip(others).for_each(|(bytes, other)| *bytes = other);
        },
        |kept| kept.clear(),
    ];
    for (number, spoil) in spoil.into_iter().enumerate() {
        let notebook = Arc::new(Notebook::default());
        built(&with(&[]), &command, Some(notebook.clone()));
        let whole = notebook.0.lock().expect("nobody fails").clone();
        assert_eq!(whole.len(), 2);
        spoil(&mut notebook.0.lock().expect("nobody fails"));
        command.calls();
        let again = built(&with(&[]), &command, Some(notebook.clone()));
        assert!(again == plain, "spoilt in way {number}");
        assert_eq!(command.calls(), 4, "spoilt in way {number}");
        assert!(*notebook.0.lock().expect("nobody fails") == whole, "it is remembered again");
    }
}

#[test]
fn another_command_or_other_fonts_make_another_document() {
    let (one, other) = (Command::new("one"), Command::new("other"));
    let notebook = Arc::new(Notebook::default());
    let first = built(&with(&[]), &one, Some(notebook.clone()));
    let second = built(&with(&[]), &other, Some(notebook.clone()));
    assert_eq!((one.calls(), other.calls()), (4, 4));
    assert!(first != second);
    let font = fs::read(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/fonts/Inter-Italic.ttf"),
    );
    let files = BASE.map(|(path, text)| (path, text.as_bytes().to_vec()));
    let own = ("themes/default/fonts/Own.ttf", font.expect("a font"));
    built(&Sources::from_files(files.into_iter().chain([own])), &one, Some(notebook));
    assert_eq!(one.calls(), 4);
}

/// The small project on disk.
fn project() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in BASE {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

/// Every file of the published folder.
fn published(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => files.extend(published(&path)),
            false => _ = files.insert(path.clone(), fs::read(&path).expect("a file")),
        }
    }
    files
}

#[test]
fn the_folder_may_go_at_any_time_and_may_be_read_only() {
    let (folder, command) = (project(), Command::new("one"));
    let (output, cache) = (folder.path().join("output"), folder.path().join(".output.cache"));
    let typst = command.path.display().to_string();
    let build = || {
        let told = session(folder.path(), &["build", "--quiet", "--typst", &typst]);
        assert_eq!(told, "exit 0\n");
        (published(&output), command.calls())
    };
    let (first, calls) = build();
    assert_eq!(calls, 4);
    assert!(build() == (first.clone(), 0));
    fs::remove_dir_all(&cache).expect("it may be deleted");
    assert!(build() == (first.clone(), 4));
    for entry in fs::read_dir(&cache).expect("a folder") {
        let path = entry.expect("an entry").path();
        let half = fs::read(&path).expect("a file");
        fs::write(&path, &half[..half.len() / 2]).expect("it is cut");
    }
    assert!(build() == (first.clone(), 4));
    // Administrators may write all the same; that changes nothing either.
    fs::remove_dir_all(&cache).expect("it may be deleted");
    fs::create_dir(&cache).expect("a folder");
    fs::set_permissions(&cache, fs::Permissions::from_mode(0o555)).expect("it is read-only");
    assert_eq!(build().0, first);
    assert_eq!(build().0, first);
    fs::set_permissions(&cache, fs::Permissions::from_mode(0o755)).expect("it may be deleted");
    // Something else stands in its place.
    fs::remove_dir_all(&cache).expect("it may be deleted");
    fs::write(&cache, "mine").expect("a file");
    assert!(build() == (first, 4));
    assert_eq!(fs::read_to_string(&cache).expect("a file"), "mine");
}

#[test]
fn two_builds_at_once_make_the_same() {
    let (folder, command) = (project(), Command::new("one"));
    let typst = command.path.display().to_string();
    let build = || session(folder.path(), &["build", "--quiet", "--typst", &typst]);
    assert_eq!(build(), "exit 0\n");
    let first = published(&folder.path().join("output"));
    fs::remove_dir_all(folder.path().join(".output.cache")).expect("it may be deleted");
    let told = std::thread::scope(|scope| {
        let builds: Vec<_> = (0..4).map(|_| scope.spawn(build)).collect();
        builds.into_iter().map(|one| one.join().expect("it ends")).collect::<Vec<_>>()
    });
    assert_eq!(told, ["exit 0\n"; 4]);
    assert!(published(&folder.path().join("output")) == first);
    command.calls();
    assert_eq!(build(), "exit 0\n");
    assert_eq!(command.calls(), 0, "what several wrote at once is whole");
}

#[test]
fn without_pdfs_nothing_that_was_remembered_is_forgotten() {
    let (folder, command) = (project(), Command::new("one"));
    let typst = command.path.display().to_string();
    session(folder.path(), &["build", "--quiet", "--typst", &typst]);
    for _ in 0..5 {
        session(folder.path(), &["build", "--quiet", "--no-pdf"]);
    }
    command.calls();
    session(folder.path(), &["build", "--quiet", "--typst", &typst]);
    assert_eq!(command.calls(), 0);
}
