//! `belegg build --deps FILE`: for make, on which files the published site depends.

use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::project::{Project, shown};
use super::{Failure, write};
use crate::publish;
use crate::source::Sources;

/// Writes the file, and dates the manifest, which stands for the site, as of now: files that did not
/// change keep their date, and make would build again and again.
pub(super) fn write(file: &Path, output: &Path, project: &Project) -> Result<(), Failure> {
    let manifest = output.join(publish::MANIFEST);
    let unwritable = |path: &Path, error: io::Error| {
        let message = format!("cannot write `{}`: {error}", path.display());
        Failure::new("cannot-write", message).help("name a file that you may write to")
    };
    let text = rules(&manifest, &read(project));
    write::written(file, text.as_bytes(), true).map_err(|error| unwritable(file, error))?;
    let dated = File::options().append(true).open(&manifest);
    let dated = dated.and_then(|opened| opened.set_modified(SystemTime::now()));
    dated.map_err(|error| unwritable(&manifest, error))
}

/// Refuses a file that the project is made of, or that would be published.
pub(super) fn allowed(file: &Path, output: &Path, project: &Project) -> Result<(), Failure> {
    let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let file = whole(file);
    let is_source =
        project.sources.iter().any(|(_, one)| whole(&project.root.join(&*one.path)) == file);
    let message = match () {
        () if is_source => "the project is made from that file: `--deps` would write over it",
        () if file.starts_with(whole(output)) => {
            "what `--deps` writes may not lie in the folder that is published"
        }
        () => return Ok(()),
    };
    Err(Failure::new("output", message).help("name another file, such as `--deps site.d`"))
}

/// Every file that was read, and the folders they lie in: their dates change when a file is added or
/// taken away.
fn read(project: &Project) -> BTreeSet<PathBuf> {
    let mut read = BTreeSet::new();
    for (file, _) in project.sources.iter() {
        let path = Path::new(project.sources.path(file));
        let folders = path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
        read.extend(folders.chain([path]).map(|path| project.root.join(path)));
    }
    let is_there = |name: &str| read.contains(&project.root.join(name));
    if !Sources::FOLDERS.into_iter().chain(Sources::ACCEPTED).all(is_there) {
        // It may come, which the folder around it tells.
        read.insert(project.root.clone());
    }
    read
}

/// `output/.belegg-manifest: belegg.toml content …`, and each of these without a rule, so that make
/// does not fail where one was deleted.
fn rules(target: &Path, read: &BTreeSet<PathBuf>) -> String {
    let mut text = format!("{}:", escaped(&shown(target)).replace('%', "\\%"));
    // There are names that cannot be said to make.
    let is_sayable =
        |name: &String| !name.contains(['\n', '\r', ';', '|', '=']) && !name.ends_with(' ');
    let names = read.iter().map(|path| shown(path)).filter(is_sayable);
    let names: Vec<String> = names.collect();
    for name in &names {
        text.push_str(&format!(" \\\n  {}", escaped(name)));
    }
    text.push('\n');
    for name in &names {
        // In front of a colon, a percent sign would make a pattern.
        text.push_str(&format!("\n{}:\n", escaped(name).replace('%', "\\%")));
    }
    text
}

/// A name as GNU make reads it.
fn escaped(name: &str) -> String {
    let mut text = String::new();
    let mut backslashes = 0;
    for c in name.chars() {
        match c {
            // Only before these does a backslash stand for something else than itself.
            ' ' | '\t' | '#' | ':' => {
                text.extend(std::iter::repeat_n('\\', backslashes + 1));
                text.push(c);
            }
            '$' => text.push_str("$$"),
            other => text.push(other),
        }
        backslashes = if c == '\\' { backslashes + 1 } else { 0 };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_make_reads_them() {
        let check = |name: &str, expected: &str| assert_eq!(escaped(name), expected);
        check("content/om oss.md", "content/om\\ oss.md");
        check("a$b#c.md", "a$$b\\#c.md");
        check("a\\ b.md", "a\\\\\\ b.md");
        check("rødt\\blått.md", "rødt\\blått.md");
    }
}
