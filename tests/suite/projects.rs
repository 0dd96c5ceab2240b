//! Whole sites: a folder under `tests/projects/` with its project and what it becomes, `expected/`.
//!
//! `UPDATE_EXPECT=1` writes `expected/` anew.

use std::collections::BTreeMap;
use std::path::Path;

use belegg::artifact::Files;
use belegg::diagnostic::{Diagnostics, print};
use belegg::source::Sources;
use belegg::{Options, PdfChoice};

/// The files below a folder, by path relative to it.
fn files(folder: &Path) -> Files {
    let mut found = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.expect("a readable folder");
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(folder).expect("below the folder");
            let bytes = std::fs::read(entry.path()).expect("a readable file");
            found.insert(path.to_string_lossy().replace('\\', "/"), bytes.into());
        }
    }
    found
}

/// What a project becomes, without the theme's own files and the schema, which are the same for
/// every site.
fn built(folder: &Path) -> Files {
    let (sources, skipped) = Sources::read(folder, "belegg.toml").expect("a readable project");
    let options = Options { pdf: PdfChoice::No, skipped, ..Options::default() };
    let mut diagnostics = Diagnostics::default();
    let artifacts = belegg::build(&sources, &options, &mut diagnostics).expect("no engine");
    let told = print::text(&diagnostics, &sources, print::Style::Plain);
    let mut files = artifacts.map(|artifacts| artifacts.files).unwrap_or_default();
    let is_binary = |path: &str| path.ends_with(".xlsx");
    let is_other = |path: &str| path.starts_with("static/") || path == "figures.schema.json";
    files.retain(|path, _| !is_other(path) && !is_binary(path));
    for (_, bytes) in files.iter_mut().filter(|(path, _)| path.ends_with(".html")) {
        let mut page = String::from_utf8_lossy(bytes).into_owned();
        for ending in [".css\"", ".js\"", ".svg\""] {
            page = without_hashes(&page, ending);
        }
        *bytes = page.into();
    }
    if !told.is_empty() {
        files.insert("messages.txt".to_string(), told.into());
    }
    files
}

/// `belegg.68c97efe.css` as `belegg.css`: a changed style is no change of these pages.
fn without_hashes(page: &str, ending: &str) -> String {
    let parts: Vec<&str> = page.split(ending).collect();
    let last = parts.len() - 1;
    let stem = |(at, part): (usize, &&str)| match part.rsplit_once('.') {
        Some((stem, hash)) if at < last && hash.len() == 8 => stem.to_string(),
        _ => part.to_string(),
    };
    parts.iter().enumerate().map(stem).collect::<Vec<_>>().join(ending)
}

fn check(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/projects").join(name);
    let expected = folder.join("expected");
    let made = built(&folder);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let _ = std::fs::remove_dir_all(&expected);
        for (path, bytes) in &made {
            let path = expected.join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a new folder");
            std::fs::write(path, bytes).expect("a new file");
        }
    }
    let expected = files(&expected);
    let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&made), names(&expected));
    for (path, bytes) in &made {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let (made, expected) = (text(bytes), text(&expected[path]));
        let differ = made.lines().zip(expected.lines()).position(|(a, b)| a != b);
        let at = differ.map_or(0, |at| at + 1);
        assert!(
            made == expected,
            "{name}: {path} differs in line {at}; UPDATE_EXPECT=1 accepts it"
        );
    }
}

#[test]
fn a_small_report_in_two_languages_with_a_page_that_is_not_translated() {
    check("small");
}
