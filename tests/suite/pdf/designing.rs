//! What a designer gets: the source of every document, for Typst alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use belegg::typeset::Engine;

use crate::cli::session;
use crate::pdf::fixture::everything;
use crate::project::BASE;

fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in BASE {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        let dated = text.replace("kind = \"report\"", "kind = \"report\"\ndate = 2025-06-30");
        fs::write(path, dated).expect("a file");
    }
    folder
}

const DOCUMENT: &str = "en/statement/statement.en";

#[test]
fn the_source_of_every_document_is_kept_with_fonts_and_commands() {
    let folder = project();
    let call = ["build", "--no-pdf", "--keep-typst", "designing"];
    let told = session(folder.path(), &call);
    assert!(told.contains("  Typst  designing, see README.md there\n"), "{told}");
    let kept = folder.path().join("designing");
    let read = |path: &str| fs::read_to_string(kept.join(path)).expect("it is there");
    assert!(read(&format!("{DOCUMENT}/content.typ")).contains("How we do it"));
    assert!(kept.join("fonts/Inter-Regular.ttf").is_file());
    let readme = read("README.md");
    assert!(readme.contains(&format!("{DOCUMENT}/main.typ {DOCUMENT}.pdf")), "{readme}");
    assert!(!readme.contains(&folder.path().display().to_string()), "it names no machine's paths");

    // What a designer puts beside it stays, and so does the folder that Typst watches.
    fs::write(kept.join("notes.txt"), "mine").expect("a file");
    #[cfg(unix)]
    let inode = || std::os::unix::fs::MetadataExt::ino(&fs::metadata(&kept).expect("a folder"));
    #[cfg(unix)]
    let before = inode();
    let page = folder.path().join("content/report/01-method.en.md");
    let text = fs::read_to_string(&page).expect("a page").replace("How we", "The way we");
    fs::write(page, text).expect("a page");
    session(folder.path(), &call);
    assert!(read(&format!("{DOCUMENT}/content.typ")).contains("The way we do it"));
    assert_eq!(read("notes.txt"), "mine");
    #[cfg(unix)]
    assert_eq!(inode(), before);
}

#[test]
fn the_source_is_no_part_of_what_is_published() {
    let folder = project();
    let told = session(folder.path(), &["build", "--no-pdf", "--keep-typst", "output/typst"]);
    assert!(
        told.contains("the Typst source may not lie in the folder that is published"),
        "{told}"
    );
    assert!(told.ends_with("exit 2\n"));
}

#[test]
fn typst_by_itself_makes_the_very_bytes_that_are_published() {
    let given = std::env::var_os("TYPST").map(PathBuf::from);
    if let Err(fault) = Engine::command(given.as_deref(), &everything().theme) {
        eprintln!("NOT TESTED: typst on the source that is kept: {}", fault.message);
        assert!(given.is_none(), "TYPST names a command that works: {}", fault.message);
        return;
    }
    let typst = given.unwrap_or_else(|| PathBuf::from("typst"));
    let folder = project();
    let typst_path = typst.display().to_string();
    let engine: [&str; 2] = match cfg!(feature = "engine") {
        true => ["--pdf-engine", "embedded"],
        false => ["--typst", &typst_path],
    };
    let call = ["build", "--quiet", "--keep-typst", "designing"];
    let told = session(folder.path(), &[&call[..], &engine[..]].concat());
    assert_eq!(told, "exit 0\n");
    let kept = folder.path().join("designing");
    let readme = fs::read_to_string(kept.join("README.md")).expect("it is there");
    let commands: Vec<&str> = readme.lines().filter(|line| line.starts_with("typst ")).collect();
    assert_eq!(commands.len(), 4, "a document and a picture in each language");
    for command in commands {
        let words: Vec<&str> = command.split(' ').skip(1).collect();
        let status = Command::new(&typst).args(&words).current_dir(&kept).status();
        assert!(status.expect("it runs").success(), "{command}");
    }
    let same = |made: &str, published: &str| {
        let read = |path: &Path| fs::read(path).expect("it is there");
        let (made, published) =
            (read(&kept.join(made)), read(&folder.path().join("output").join(published)));
        assert!(made == published, "{} and {} bytes", made.len(), published.len());
    };
    same(&format!("{DOCUMENT}.pdf"), &format!("{DOCUMENT}.pdf"));
    same(&format!("{DOCUMENT}.png"), "en/statement/share.png");
}
