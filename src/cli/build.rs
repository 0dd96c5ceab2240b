//! `belegg build` and `belegg check`.

use std::fmt::Write;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use super::arguments::{Build, Check, Global};
use super::console::Console;
use super::memory::Kept;
use super::project::{self, Project};
use super::timings::Timings;
use super::{Failure, Outcome, dependencies};
use crate::artifact::Artifacts;
use crate::diagnostic::print::count;
use crate::diagnostic::{Diagnostics, Severity};
use crate::phase::{Phase, Stopwatch};
use crate::publish::{self, Published, Staging};
use crate::source::Sources;
use crate::{Leftovers, Options, PdfChoice};

/// What the build leaves over, which the system takes back with the whole program.
static LEFT: OnceLock<Leftovers> = OnceLock::new();

pub(super) fn build(
    global: &Global,
    arguments: &Build,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let begun = Instant::now();
    let timings = arguments.timings.then(|| Arc::new(Timings::start()));
    let project = Project::read(global, console)?;
    let mut options = project.options(arguments.build.options(global)?);
    let output = match &arguments.output_dir {
        Some(folder) => folder.clone(),
        None => project.root.join(crate::output_dir(&project.sources, &options)),
    };
    if let Some(file) = &arguments.deps {
        dependencies::allowed(file, &output, &project)?;
    }
    options.stopwatch = timings.clone().map(|timings| timings as Arc<dyn Stopwatch>);
    let kept = Arc::new(Kept::beside(&output, global.locked));
    options.memory = Some(kept.clone());
    let progress = console.progress("Building");
    // Before the PDFs are made: a designer looks into it above all when one cannot be made.
    let typst = match &arguments.keep_typst {
        Some(folder) => keep_typst(folder, &output, &project, &options)?,
        None => String::new(),
    };
    let staging = Arc::new(Staging::new(&output, &project.root));
    options.store = Some(staging.clone());
    let (artifacts, diagnostics) = make(&project, &options)?;
    options.begin(Phase::Publish);
    let published = match &artifacts {
        Some(artifacts) => {
            let waits = || console.summary("Waiting for another build of this site to end\n");
            Some(staging.publish(&artifacts.files, waits))
        }
        None => None,
    };
    let (read, times) = timings.map(|timings| times(&timings, &project)).unwrap_or_default();
    drop(progress);

    let outcome = console.diagnostics(&diagnostics, &project.sources);
    let (Some(artifacts), Some(published)) = (artifacts, published) else {
        let mistakes = mistakes(&diagnostics);
        console.summary(&format!("{typst}{read}{times}{mistakes}; nothing was published\n"));
        return Ok(Outcome::Faulty);
    };
    let published = published?;
    if let Some(file) = &arguments.deps {
        dependencies::write(file, &output, &project)?;
    }
    // A build without PDFs says nothing about which documents are still wanted.
    if options.pdf != PdfChoice::No {
        kept.forget_unused();
    }
    let mut summary = contents(&artifacts);
    summary.push_str(&typst);
    summary.push_str(&read);
    summary.push_str(&changes(&published));
    summary.push_str(&times);
    let _ = write!(summary, "Built {}", project::shown(&output));
    if console.is_watched() {
        let _ = write!(summary, " in {:.1} s", begun.elapsed().as_secs_f64());
    }
    if !diagnostics.is_empty() {
        let _ = write!(summary, ", with {}", mistakes(&diagnostics));
    }
    summary.push('\n');
    console.summary(&summary);
    Ok(outcome)
}

/// Writes the Typst source of all documents to a folder, and says so. A project with errors has none.
fn keep_typst(
    folder: &Path,
    output: &Path,
    project: &Project,
    options: &Options,
) -> Result<String, Failure> {
    let same = |one: &Path| std::path::absolute(one).unwrap_or_else(|_| one.to_path_buf());
    if same(folder).starts_with(same(output)) {
        let message = "the Typst source may not lie in the folder that is published";
        return Err(
            Failure::new("output", message).help("name another folder with `--keep-typst DIR`")
        );
    }
    let Some(made) = crate::typst_folder(&project.sources, options) else {
        return Ok(String::new());
    };
    publish::publish_in_place(&made.files, folder, &project.root)?;
    Ok(format!("  Typst  {}, see README.md there\n", project::shown(folder)))
}

pub(super) fn check(
    global: &Global,
    arguments: &Check,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let timings = arguments.timings.then(|| Arc::new(Timings::start()));
    let project = Project::read(global, console)?;
    let progress = console.progress("Checking");
    let mut options = project.options(arguments.build.options(global)?);
    options.stopwatch = timings.clone().map(|timings| timings as Arc<dyn Stopwatch>);
    options.memory = Some(remembered(global, &project, &options));
    let (artifacts, diagnostics) = make(&project, &options)?;
    let (read, times) = timings.map(|timings| times(&timings, &project)).unwrap_or_default();
    drop(progress);

    let outcome = console.diagnostics(&diagnostics, &project.sources);
    let mut summary = artifacts.as_ref().map(contents).unwrap_or_default();
    summary.push_str(&read);
    summary.push_str(&times);
    summary.push_str(&checked(&project.sources, &diagnostics));
    summary.push_str(&mendable(&project.sources, &diagnostics));
    console.summary(&summary);
    Ok(outcome)
}

/// How many mistakes need nobody to mend them, as a line; nothing where there are none.
pub(super) fn mendable(sources: &Sources, diagnostics: &Diagnostics) -> String {
    match crate::fix::places(sources, diagnostics) {
        0 => String::new(),
        places => format!("{places} of these can be mended by `belegg check --fix`\n"),
    }
}

/// What builds of a project keep, unless they are told to publish elsewhere.
pub(super) fn remembered(global: &Global, project: &Project, options: &Options) -> Arc<Kept> {
    let output = project.root.join(crate::output_dir(&project.sources, options));
    Arc::new(Kept::beside(&output, global.locked))
}

/// `Checked 17 files: 2 errors`.
pub(super) fn checked(sources: &Sources, diagnostics: &Diagnostics) -> String {
    let found = if diagnostics.is_empty() { "no mistakes".into() } else { mistakes(diagnostics) };
    format!("Checked {} files: {found}\n", sources.iter().count())
}

/// The finished files, unless the project has errors, and all that is to be told of it.
pub(super) fn make(
    project: &Project,
    options: &Options,
) -> Result<(Option<Artifacts>, Diagnostics), Failure> {
    let mut diagnostics = Diagnostics::default();
    if options.recent.is_some() {
        let artifacts = crate::build(&project.sources, options, &mut diagnostics)?;
        return Ok((artifacts, diagnostics));
    }
    let (artifacts, left) = crate::build_once(&project.sources, options, &mut diagnostics)?;
    // There until the program ends, which this build is the last work of.
    let _ = LEFT.set(left);
    Ok((artifacts, diagnostics))
}

/// What was made: pages by language, and each PDF.
pub(super) fn contents(artifacts: &Artifacts) -> String {
    let mut text = String::new();
    let pages: usize = artifacts.pages.values().sum();
    if pages > 0 {
        let languages: Vec<String> =
            artifacts.pages.iter().map(|(language, pages)| format!("{pages} {language}")).collect();
        let _ = writeln!(text, "  Pages  {pages} ({})", languages.join(", "));
    }
    for (path, bytes) in artifacts.files.iter().filter(|(path, _)| path.ends_with(".pdf")) {
        let kilobytes = bytes.len().div_ceil(1000);
        let pages = match artifacts.pdf_pages.get(path) {
            Some(1) => "1 page, ".to_string(),
            Some(pages) => format!("{pages} pages, "),
            None => String::new(),
        };
        let _ = writeln!(text, "  PDF    {path}, {pages}{kilobytes} kB");
    }
    text
}

/// How many files were read and left out; and the time of each phase, of the slowest documents and pages.
fn times(timings: &Timings, project: &Project) -> (String, String) {
    let (read, skipped) = (project.sources.iter().count(), project.skipped.len());
    (format!("  Files  {read} read, {skipped} left out\n"), timings.lines())
}

fn changes(published: &Published) -> String {
    let Published { written, unchanged, removed, swapped } = published;
    let mut text =
        format!("  Files  {written} written, {unchanged} unchanged, {removed} removed\n");
    if !swapped {
        text.push_str("  The output folder could not be exchanged as a whole; its files were replaced one by one\n");
    }
    text
}

/// `2 errors, 1 warning`.
pub(super) fn mistakes(diagnostics: &Diagnostics) -> String {
    let of = [(diagnostics.errors(), Severity::Error), (diagnostics.warnings(), Severity::Warning)];
    let counted = of.into_iter().filter(|(number, _)| *number > 0);
    counted.map(|(number, severity)| count(number, severity)).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn a_summary_counts_pages_pdfs_and_files() {
        let mut artifacts = Artifacts::default();
        for (path, size) in [("index.html", 10), ("a.pdf", 304_001), ("en/a.pdf", 1)] {
            artifacts.files.insert(path.to_string(), vec![0; size].into());
        }
        artifacts.pages.extend([("nb".to_string(), 17), ("en".to_string(), 16)]);
        artifacts.pdf_pages.extend([("a.pdf".to_string(), 24), ("en/a.pdf".to_string(), 1)]);
        let mut published = Published { written: 2, unchanged: 40, removed: 1, swapped: true };
        let mut text = format!("Summary:\n{}{}", contents(&artifacts), changes(&published));
        published.swapped = false;
        text.push_str(&changes(&published));
        expect![[r#"
            Summary:
              Pages  33 (16 en, 17 nb)
              PDF    a.pdf, 24 pages, 305 kB
              PDF    en/a.pdf, 1 page, 1 kB
              Files  2 written, 40 unchanged, 1 removed
              Files  2 written, 40 unchanged, 1 removed
              The output folder could not be exchanged as a whole; its files were replaced one by one
        "#]].assert_eq(&text);
    }
}
