//! Writes the Typst source of every document of a project, and the fonts of its theme, to a folder:
//! what the typesetter is handed. `scripts/compare-typst.sh` uses it.
//!
//!     cargo run --example typst_source -- PROJECT FOLDER

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

use belegg::artifact::Artifacts;
use belegg::compose::publication::Publication;
use belegg::compose::sitemap::Sitemap;
use belegg::diagnostic::{Diagnostics, place};
use belegg::render::data;
use belegg::render::svg::{Fonts, Variant, draw};
use belegg::render::typst::document;
use belegg::source::Sources;
use belegg::{compose, derive, load};

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [project, folder] = arguments.as_slice() else {
        eprintln!("usage: typst_source PROJECT FOLDER");
        return ExitCode::from(2);
    };
    match write(project, folder) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

/// Writes `FOLDER/fonts` and a folder for each document, and prints the names of those. False where
/// the project has errors.
fn write(project: &Path, folder: &Path) -> io::Result<bool> {
    let (sources, skipped) = Sources::read(project, "belegg.toml")?;
    let mut told = Diagnostics::default();
    let project = load::project("belegg.toml", &sources, &skipped, &mut told);
    let made = project.and_then(|project| {
        let facts = derive::facts(&project.datasets, project.history.as_ref(), &mut told);
        let sitemap = Sitemap::new(&project, Publication::Everything, &mut told);
        let base_url = &project.config.base_url;
        let report = compose::report(&sitemap, &project, &facts, base_url, &mut told);
        let fonts = Fonts::from_theme(&project.theme, &mut told)?;
        Some((project, report, fonts))
    });
    let Some((project, report, fonts)) = made.filter(|_| !told.has_errors()) else {
        for one in told.sorted() {
            eprintln!("{:?}: {}", place(one, &sources), one.message);
        }
        return Ok(false);
    };
    let mut published = Artifacts::default();
    for (path, bytes, _) in data::files(&report, &project.theme) {
        published.files.insert(path, bytes);
    }
    for (path, file) in &report.files {
        published.files.insert(path.clone(), sources.bytes(*file).to_vec());
    }
    for (name, font) in project.theme.folder("fonts") {
        put(&folder.join("fonts").join(name), &font.bytes)?;
    }
    for edition in &report.editions {
        for (number, one) in edition.documents.iter().enumerate() {
            let name = format!("{}-{number}", edition.locale.tag());
            let draw = |chart: &_| draw(chart, Variant::Wide, &fonts, &project.theme.palette);
            let typst = document(&report, edition, one, &project.theme, &published, &draw);
            for (path, bytes) in &typst.files {
                put(&folder.join(&name).join(path), bytes)?;
            }
            println!("{name}");
        }
    }
    Ok(true)
}

fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, bytes)
}
