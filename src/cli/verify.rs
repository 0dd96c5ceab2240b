//! `belegg verify`.

use std::fs;

use super::arguments::{Global, Verify};
use super::console::Console;
use super::project;
use super::{Failure, Outcome};
use crate::publish;
use crate::source::Sources;

pub(super) fn verify(
    global: &Global,
    arguments: &Verify,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    console.reserve_stdout();
    let folder = match &arguments.folder {
        Some(folder) => folder.clone(),
        None => {
            let root = project::find_root(global)?;
            let config = Sources::from_files(
                fs::read(root.join(&global.config)).map(|bytes| (global.config.clone(), bytes)),
            );
            root.join(crate::output_dir(&config, &global.options()))
        }
    };
    let found = publish::verify(&folder)?;
    let mut list = String::new();
    for (state, paths) in
        [("changed", &found.changed), ("missing", &found.missing), ("foreign", &found.foreign)]
    {
        for path in paths {
            list.push_str(&format!("{state}  {path}\n"));
        }
    }
    console.data(&list)?;

    let shown = project::shown(&folder);
    let files = if found.files == 1 { "1 file".into() } else { format!("{} files", found.files) };
    let kept = match found.foreign.len() {
        0 => String::new(),
        1 => "; 1 that belegg did not write".to_string(),
        foreign => format!("; {foreign} that belegg did not write"),
    };
    if found.is_intact() {
        console.summary(&format!("Verified {shown}: {files}, all as published{kept}\n"));
        return Ok(Outcome::Done);
    }
    let (changed, missing) = (found.changed.len(), found.missing.len());
    console.summary(&format!(
        "Verified {shown}: of {files}, {changed} changed and {missing} missing{kept}\n"
    ));
    Ok(Outcome::Faulty)
}
