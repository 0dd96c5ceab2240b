//! The examples of `belegg explain` are messages of the program, word for word.
//!
//! Most stand in what another test expects of the program. The others are made here, as
//! `fixtures/examples.txt` says. What neither can is listed, with the reason: the list may only become shorter.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use belegg::diagnostic::codes;

use crate::images::{photo, secretive_jpeg};
use crate::project::BASE;
use crate::readers::workbook;

/// Examples that no test has from the program.
const UNTIED: [(&str, &str); 11] = [
    ("unreadable-project", "an administrator may read every folder"),
    ("unwatched", "the limit of watched folders is the machine's"),
    ("changed-file", "somebody has to write at the very moment"),
    ("json", "a fault of the program that is not known to exist"),
    (
        "endless-document",
        "told in the format that was asked for, not as text (tests/suite/pipeline.rs)",
    ),
    ("pdf", "the words of Typst, which change with it"),
    ("pdf-alt-text", "the program writes a text alternative wherever there is none"),
    ("pdf-title", "the program refuses pages without a title before"),
    ("pdf-date", "tests/suite/pdf/engine.rs expects its title, of a document made by hand"),
    (
        "pdf-unknown-font",
        "tests/suite/pdf/engine.rs expects its beginning, of a document made by hand",
    ),
    (
        "pdf-heading-level",
        "tests/suite/pdf/engine.rs expects its title, of a document made by hand",
    ),
];

/// Lines without what stands before and after them: texts in tests are further in.
fn trimmed(text: &str) -> String {
    text.lines().map(|line| format!("{}\n", line.trim())).collect()
}

/// The texts that tests expect: raw strings in the code of the tests, and the files that it names.
fn expectations() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut texts = String::new();
    for path in super::cli::files(&root) {
        let is_expected = path.contains("/expected/") && path.ends_with(".txt");
        if path.ends_with(".rs") && path.starts_with("suite/") {
            let code = fs::read_to_string(root.join(&path)).expect("a test");
            for (open, close) in [("r#\"", "\"#"), ("r##\"", "\"##")] {
                for raw in code.split(open).skip(1).filter_map(|rest| rest.split(close).next()) {
                    texts.push_str(&trimmed(raw));
                    texts.push('\n');
                }
            }
        } else if is_expected {
            texts.push_str(&trimmed(&fs::read_to_string(root.join(&path)).expect("a text")));
            texts.push('\n');
        }
    }
    texts
}

/// How an example is made.
struct Made {
    files: BTreeMap<String, Vec<u8>>,
    /// For a shell, in the project.
    call: String,
}

fn made(text: &str) -> Made {
    let base = BASE.iter().map(|(path, text)| (path.to_string(), text.as_bytes().to_vec()));
    let mut made = Made { files: base.collect(), call: "belegg check --no-pdf".to_string() };
    let mut own: BTreeMap<String, String> = BTreeMap::new();
    let mut path: Option<String> = None;
    for line in text.lines() {
        match (line.strip_prefix("--- "), &path) {
            (Some(next), _) => {
                own.insert(next.to_string(), String::new());
                path = Some(next.to_string());
            }
            (None, Some(path)) => {
                let file = own.entry(path.clone()).or_default();
                file.push_str(line);
                file.push('\n');
            }
            (None, None) => match line.split_once(' ') {
                Some(("rm", gone)) => _ = made.files.remove(gone).expect("a file of the project"),
                Some(("$", call)) => made.call = call.to_string(),
                _ => assert_eq!(line, "", "{text}"),
            },
        }
    }
    made.files.extend(own.into_iter().map(|(path, text)| (path, bytes(text.trim_end()))));
    made
}

/// What a file holds; what is no text is named.
fn bytes(text: &str) -> Vec<u8> {
    match text {
        "(a photograph)" => secretive_jpeg(&photo(8, 8), 1),
        "(a workbook)" => {
            let empty = "<worksheet><sheetData/></worksheet>";
            workbook(&[("Leverandører", empty), ("Notater", empty)])
        }
        text => format!("{text}\n").into_bytes(),
    }
}

/// What the call says; the project lies in a folder called `report`.
fn said(made: &Made) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let project = folder.path().join("report");
    for (path, bytes) in &made.files {
        let file = project.join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, bytes).expect("a file");
    }
    let program = Path::new(env!("CARGO_BIN_EXE_belegg")).parent().expect("a folder");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let paths = [program.to_path_buf()].into_iter().chain(std::env::split_paths(&path));
    let output = Command::new("sh")
        .args(["-c", &made.call])
        .current_dir(&project)
        .env("PATH", std::env::join_paths(paths).expect("a path"))
        .env_remove("CLICOLOR_FORCE")
        .output()
        .expect("a shell");
    let text = [output.stdout, output.stderr].concat();
    let real = folder.path().canonicalize().expect("the folder");
    let text = String::from_utf8_lossy(&text).replace(&format!("{}/", real.display()), "");
    text.replace(&format!("{}/", folder.path().display()), "")
}

#[test]
#[cfg(target_os = "linux")]
fn every_example_is_a_message_of_the_program() {
    let fixture = fs::read_to_string("tests/suite/fixtures/examples.txt").expect("the fixture");
    let cases = fixture.split("\n=== ").skip(1);
    let cases: BTreeMap<&str, &str> = cases.filter_map(|case| case.split_once('\n')).collect();
    let expected = expectations();
    let mut untied = BTreeSet::new();
    let mut faults = Vec::new();
    for meaning in codes::all() {
        let example = trimmed(meaning.example);
        let is_expected = expected.contains(&example);
        match cases.get(meaning.code) {
            Some(_) if is_expected => {
                faults.push(format!("{}: another test expects it, too", meaning.code));
            }
            Some(case) => {
                let said = said(&made(case));
                if !trimmed(&said).contains(&example) {
                    faults.push(format!("{} is told otherwise:\n{said}", meaning.code));
                }
            }
            None if !is_expected => _ = untied.insert(meaning.code),
            None => {}
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(untied, UNTIED.map(|(code, _)| code).into(), "examples that nothing ties");
}
