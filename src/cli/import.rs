//! `belegg import`.

mod register;
mod saft;
mod told;

use std::fs::{self, File};
use std::io::{self, BufReader};
use std::path::Path;

use super::arguments::{Global, Import, ImportFrom};
use super::console::Console;
use super::write::written;
use super::{Failure, Outcome};

pub(super) fn import(
    global: &Global,
    arguments: &Import,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    match &arguments.from {
        ImportFrom::Saft(options) => saft::saft(global, options, console),
        ImportFrom::Register(options) => register::register(global, options, console),
    }
}

/// The file that is imported, and its name without its folder.
fn open(path: &Path) -> Result<(BufReader<File>, String), Failure> {
    let shown = path.display();
    let unreadable = |error: io::Error| {
        Failure::new("cannot-read", format!("cannot read `{shown}`: {error}"))
            .help("name a file that is there")
    };
    // A pipe would hang, and has no end that could be trusted.
    if !fs::metadata(path).map_err(unreadable)?.is_file() {
        let message = format!("`{shown}` is not a file");
        return Err(Failure::new("cannot-read", message).help("name the exported file itself"));
    }
    let file = File::open(path).map_err(unreadable)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    Ok((BufReader::with_capacity(256 * 1024, file), name.unwrap_or_default()))
}

/// A period is the name of a folder.
fn check_period(period: &str) -> Result<(), Failure> {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    match !period.is_empty() && period.chars().all(is_plain) {
        true => Ok(()),
        false => Err(Failure::new("period", format!("`{period}` cannot be a period"))
            .help("a period is the name of a folder under `data/`, such as 2024")),
    }
}

/// Writes a file as a whole or not at all; one that exists is replaced only if that is wanted.
fn write(path: &Path, bytes: &[u8], replace: bool) -> Result<(), Failure> {
    written(path, bytes, replace).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => exists(path),
        _ => Failure::new("cannot-write", format!("cannot write `{}`: {error}", path.display()))
            .help("choose a place that you may write to; nothing was changed"),
    })
}

fn exists(path: &Path) -> Failure {
    Failure::new("file-exists", format!("there is a `{}` already", super::project::shown(path)))
        .help("add `--force` to replace it, with all corrections in it, or write to another file with `-o FILE`")
}
