//! Which project a command is about.

use std::env;
use std::path::{Component, Path, PathBuf};

use super::Failure;
use super::arguments::Global;
use super::console::Console;
use crate::Options;
use crate::source::{Folder, Skipped, Sources};

/// A project folder, and what was in it when the command began.
pub(super) struct Project {
    pub root: PathBuf,
    pub sources: Sources,
    /// What lay in the folder but could not be read.
    pub skipped: Vec<Skipped>,
}

impl Project {
    pub(super) fn read(global: &Global, console: &Console) -> Result<Project, Failure> {
        Project::read_again(global, &mut None, console)
    }

    /// As [`Project::read`], with what is known of the folder from the last time.
    pub(super) fn read_again(
        global: &Global,
        folder: &mut Option<Folder>,
        console: &Console,
    ) -> Result<Project, Failure> {
        let root = find_root(global)?;
        let unreadable = |error| {
            let message = format!("cannot read the project in `{}`: {error}", shown(&root));
            Failure::new("unreadable-project", message)
        };
        let folder = match folder {
            Some(folder) => folder,
            None => folder.insert(Folder::new(&root, &global.config).map_err(unreadable)?),
        };
        let (sources, skipped) = folder.read().map_err(unreadable)?;
        let files = sources.iter().count();
        console.detail(&format!("Read {files} files from {}\n", shown(&root)));
        Ok(Project { root, sources, skipped })
    }

    /// What was asked for, with what is known of the folder.
    pub(super) fn options(&self, asked: Options) -> Options {
        Options { skipped: self.skipped.clone(), ..asked }
    }
}

/// The folder that `--root` names, or the nearest one upward that has a configuration.
pub(super) fn find_root(global: &Global) -> Result<PathBuf, Failure> {
    let config = &global.config;
    let is_plain = |part| matches!(part, Component::Normal(_));
    if config.is_empty() || !Path::new(config).components().all(is_plain) {
        let message = format!("the configuration `{config}` does not lie in the project folder");
        return Err(Failure::new("config-outside", message)
            .help("name the folder with `--root DIR`, and the file in it with `--config FILE`"));
    }
    if let Some(root) = &global.root {
        return match root.join(config).is_file() {
            true => Ok(root.clone()),
            false => Err(not_a_project(format!("there is no `{config}` in `{}`", root.display()))),
        };
    }
    let here = env::current_dir().map_err(|error| {
        Failure::new("no-folder", format!("cannot find the folder you stand in: {error}"))
    })?;
    let root = here.ancestors().find(|folder| folder.join(config).is_file());
    root.map(Path::to_path_buf).ok_or_else(|| {
        let here = here.display();
        not_a_project(format!("there is no `{config}` in `{here}` or any folder above"))
    })
}

/// Where the project lies in its repository, as `site/`; empty where it is the top of one, or in none.
pub(super) fn folder_in_repository(global: &Global) -> String {
    let root = find_root(global).ok().and_then(|root| root.canonicalize().ok());
    let Some(root) = root else { return String::new() };
    let top = root.ancestors().find(|folder| folder.join(".git").exists());
    let below = top.and_then(|top| root.strip_prefix(top).ok()).and_then(Path::to_str);
    match below.map(|below| below.replace(std::path::MAIN_SEPARATOR, "/")) {
        Some(below) if !below.is_empty() => format!("{below}/"),
        _ => String::new(),
    }
}

/// A path as the user would write it: relative, where it lies below the folder they stand in.
pub(super) fn shown(path: &Path) -> String {
    let here = env::current_dir().unwrap_or_default();
    match path.strip_prefix(&here) {
        Ok(below) if below.as_os_str().is_empty() => ".".to_string(),
        Ok(below) => below.display().to_string(),
        Err(_) => path.display().to_string(),
    }
}

fn not_a_project(message: String) -> Failure {
    Failure::new("not-a-project", message)
        .help("go to your project folder, name it with `--root DIR`, or make a project with `belegg init DIR`")
}
