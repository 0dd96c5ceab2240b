//! `belegg init`: a small project that builds as it is.

mod template;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::arguments::{Init, Template, TextLanguage};
use super::console::Console;
use super::{Failure, Outcome};
use crate::diagnostic::argument;
use template::Plan;

/// Where the files are written before they are moved into the folder.
const STAGING: &str = ".belegg-init";
/// What makes a folder a project; moved last.
const CONFIG: &str = "belegg.toml";
/// What may lie in a folder that counts as empty.
const WELCOME: [&str; 2] = [".git", STAGING];
/// How many of the files in the way are named.
const MOST_NAMED: usize = 5;

pub(super) fn init(arguments: &Init, console: &mut Console) -> Result<Outcome, Failure> {
    let folder = &arguments.folder;
    refuse_if_used(folder)?;
    let mut languages: Vec<TextLanguage> = Vec::new();
    for language in &arguments.languages {
        if !languages.contains(language) {
            languages.push(*language);
        }
    }
    let plan = Plan { template: arguments.template, languages, ci: arguments.ci };
    write(folder, &plan.files()).map_err(|error| {
        let message = format!("cannot make a project in `{}`: {error}", folder.display());
        Failure::new("cannot-write", message).help("choose a folder that you may write to")
    })?;
    console.summary(&summary(folder, &plan));
    Ok(Outcome::Done)
}

/// What was made, and what to do next.
fn summary(folder: &Path, plan: &Plan) -> String {
    let path = folder.display().to_string();
    let stands_there =
        matches!((fs::canonicalize(folder), fs::canonicalize(".")), (Ok(a), Ok(b)) if a == b);
    let (place, go) = match stands_there {
        true => ("this folder", String::new()),
        false => (path.as_str(), format!("  cd {}\n", argument(&path))),
    };
    let what = match plan.template {
        Template::Report => "a report for 2025",
        Template::Policies => "two policies",
        Template::Both => "a report for 2025 and two policies",
    };
    let names: Vec<&str> = plan.languages.iter().map(|language| language.in_english()).collect();
    let languages = match names.as_slice() {
        [others @ .., last] if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        names => names.join(""),
    };
    let ci = plan.ci.map_or(String::new(), |ci| format!("  {:11}  checks and builds\n", ci.path()));
    format!(
        "\
Made a project in {place}: {what} in {languages}, about an invented company
  belegg.toml  the name of the organisation, the languages, the address of the site
  content/     the text
  data/2025/   the figures
  README.md    what to change first
{ci}Next:
{go}  belegg serve --open  shows it while you write
  belegg build         publishes it to output/
"
    )
}

fn refuse_if_used(folder: &Path) -> Result<(), Failure> {
    let refused = |message: String| {
        Failure::new("folder-not-empty", message)
            .help("choose a new folder, or empty this one; nothing was written")
    };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(_) if folder.is_file() => {
            return Err(refused(format!("`{}` is a file, not a folder", folder.display())));
        }
        Err(error) => {
            return Err(refused(format!("cannot use the folder `{}`: {error}", folder.display())));
        }
    };
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| !WELCOME.contains(&name.as_str())).collect();
    names.sort();
    if names.is_empty() {
        return Ok(());
    }
    let more = match names.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    names.truncate(MOST_NAMED);
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    let names = names.join(", ");
    Err(refused(format!("the folder `{}` is not empty: it has {names}{more}", folder.display())))
}

/// Writes the whole project, or nothing.
fn write(folder: &Path, files: &BTreeMap<String, String>) -> io::Result<()> {
    let first_new = first_missing(folder);
    fs::create_dir_all(folder)?;
    let staging = folder.join(STAGING);
    let mut moved = Vec::new();
    let result = fill(&staging, files).and_then(|()| move_up(&staging, folder, &mut moved));
    // What cannot be removed does no harm: the next `init` takes the staging folder away.
    let _ = fs::remove_dir_all(&staging);
    if result.is_err() {
        for path in &moved {
            let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        }
        if let Some(first_new) = first_new {
            let _ = fs::remove_dir_all(first_new);
        }
    }
    result
}

/// The topmost folder on the way to `folder` that has to be made.
fn first_missing(folder: &Path) -> Option<PathBuf> {
    let on_the_way = folder.ancestors().filter(|path| !path.as_os_str().is_empty());
    on_the_way.take_while(|path| !path.exists()).last().map(Path::to_path_buf)
}

fn fill(staging: &Path, files: &BTreeMap<String, String>) -> io::Result<()> {
    if staging.exists() {
        fs::remove_dir_all(staging)?;
    }
    for (path, text) in files {
        let path = staging.join(path);
        fs::create_dir_all(path.parent().unwrap_or(staging))?;
        fs::write(path, text)?;
    }
    Ok(())
}

fn move_up(staging: &Path, folder: &Path, moved: &mut Vec<PathBuf>) -> io::Result<()> {
    let entries: Result<Vec<fs::DirEntry>, io::Error> = fs::read_dir(staging)?.collect();
    let mut names: Vec<_> = entries?.into_iter().map(|entry| entry.file_name()).collect();
    names.sort_by_key(|name| name == CONFIG);
    for name in names {
        let target = folder.join(&name);
        fs::rename(staging.join(&name), &target)?;
        moved.push(target);
    }
    Ok(())
}
