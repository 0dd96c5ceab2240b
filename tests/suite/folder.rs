//! A project folder that is read again: files as they were are not read, and what changed is never
//! missed.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use belegg::source::{Folder, Sources};

use crate::cli::folder;

/// A folder with two pages and a table.
fn project(root: &Path) -> Folder {
    fs::create_dir_all(root.join("content")).expect("a folder");
    fs::create_dir_all(root.join("data/2024")).expect("a folder");
    fs::write(root.join("belegg.toml"), "title = \"Fjord\"\n").expect("a file");
    fs::write(root.join("content/_index.md"), "Velkommen.\n").expect("a file");
    fs::write(root.join("content/about.md"), "Om oss.\n").expect("a file");
    fs::write(root.join("data/2024/goals.csv"), "id\ng1\n").expect("a file");
    Folder::new(root, "belegg.toml").expect("the folder is there")
}

fn text(sources: &Sources, path: &str) -> String {
    let file = sources.find(path).unwrap_or_else(|| panic!("no {path}"));
    sources.text(file).into_owned()
}

/// What a look at these files alone tells, if it can.
fn look(folder: &mut Folder, root: &Path, changed: &[&str]) -> Option<Sources> {
    let root = root.canonicalize().expect("the folder is there");
    let changed: BTreeSet<_> = changed.iter().map(|path| root.join(path)).collect();
    folder.read_again(&changed).map(|(sources, _)| sources)
}

#[test]
fn only_the_files_that_are_named_are_read_again() {
    let root = folder();
    let mut project = project(root.path());
    let (before, _) = project.read().expect("it can be read");
    for path in ["content/about.md", "content/_index.md"] {
        fs::write(root.path().join(path), "Nytt.\n").expect("a file");
    }
    let after = look(&mut project, root.path(), &["content/about.md"]).expect("it is known");
    assert_eq!(text(&after, "content/about.md"), "Nytt.\n");
    assert_eq!(text(&after, "content/_index.md"), "Velkommen.\n");
    assert_eq!(after.differing(&before).into_iter().collect::<Vec<_>>(), ["content/about.md"]);
    // A look at all finds the rest.
    let (all, _) = project.read().expect("it can be read");
    assert_eq!(text(&all, "content/_index.md"), "Nytt.\n");
}

#[cfg(unix)]
#[test]
fn names_that_not_every_system_knows_are_left_out() {
    let root = folder();
    let mut project = project(root.path());
    for name in ["content/back\\s.md", "content/a\tb.md", "data/2024/a\nb.csv"] {
        fs::write(root.path().join(name), "Tekst.\n").expect("a file");
    }
    let (sources, skipped) = project.read().expect("it can be read");
    assert_eq!(sources.iter().count(), 4);
    let paths: Vec<&str> = skipped.iter().map(|one| one.path.as_str()).collect();
    assert_eq!(paths, ["content/a\tb.md", "content/back\\s.md", "data/2024/a\nb.csv"]);
}

#[cfg(unix)]
#[test]
fn files_that_are_links_are_known_to_change_elsewhere() {
    let root = folder();
    let mut project = project(root.path());
    project.read().expect("it can be read");
    assert!(!project.has_links());
    fs::write(root.path().join("shared.md"), "Felles.\n").expect("a file");
    std::os::unix::fs::symlink("../shared.md", root.path().join("content/shared.md"))
        .expect("a link");
    let (sources, _) = project.read().expect("it can be read");
    assert!(project.has_links());
    assert_eq!(text(&sources, "content/shared.md"), "Felles.\n");
}

#[test]
fn what_is_new_gone_or_no_plain_file_needs_a_look_at_all() {
    let root = folder();
    let mut project = project(root.path());
    assert!(look(&mut project, root.path(), &[]).is_none(), "nothing was read yet");
    let (before, _) = project.read().expect("it can be read");
    fs::write(root.path().join("content/new.md"), "Ny.\n").expect("a file");
    assert!(look(&mut project, root.path(), &["content/new.md"]).is_none());
    fs::remove_file(root.path().join("content/about.md")).expect("a file");
    assert!(look(&mut project, root.path(), &["content/about.md"]).is_none());
    fs::create_dir(root.path().join("content/about.md")).expect("a folder");
    assert!(look(&mut project, root.path(), &["content/about.md"]).is_none());
    assert!(look(&mut project, root.path(), &["content"]).is_none());
    // What editors leave is nothing.
    let same = look(&mut project, root.path(), &["content/.about.md.swp", "data/2024/goals.csv~"]);
    assert!(same.is_some_and(|same| same.differing(&before).is_empty()));
}

#[cfg(unix)]
#[test]
fn a_file_that_became_a_link_is_looked_at_with_all() {
    let root = folder();
    let elsewhere = folder();
    let mut project = project(root.path());
    project.read().expect("it can be read");
    fs::write(elsewhere.path().join("secret.md"), "Hemmelig.\n").expect("a file");
    let page = root.path().join("content/about.md");
    fs::remove_file(&page).expect("a file");
    std::os::unix::fs::symlink(elsewhere.path().join("secret.md"), &page).expect("a link");
    assert!(look(&mut project, root.path(), &["content/about.md"]).is_none());
    let (sources, skipped) = project.read().expect("it can be read");
    assert!(sources.find("content/about.md").is_none());
    assert_eq!(skipped[0].path, "content/about.md");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_left_out() {
    let root = folder();
    fs::create_dir_all(root.path().join("content")).expect("a folder");
    fs::write(root.path().join("content/about.md"), "Om oss.\n").expect("a file");
    for (link, target) in [("dangling.md", "nowhere.md"), ("loop.md", "loop.md")] {
        std::os::unix::fs::symlink(target, root.path().join("content").join(link)).expect("a link");
    }
    let (sources, skipped) = project(root.path()).read().expect("it can be read");
    assert!(sources.find("content/about.md").is_some());
    let skipped: Vec<_> = skipped.iter().map(|one| (one.path.as_str(), one.why)).collect();
    let why = "is a link that leads nowhere";
    assert_eq!(skipped, [("content/dangling.md", why), ("content/loop.md", why)]);
}
