//! `belegg serve`: the site in the browser while its texts and data are written.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use super::arguments::{Global, Serve};
use super::build::{make, mistakes};
use super::console::Console;
use super::memory::Kept;
use super::project::{self, Project};
use super::{Failure, Outcome};
use crate::Options;
use crate::diagnostic::{Diagnostic, Diagnostics, print};
use crate::serve::{self, Preview, Reason, Watch};
use crate::source::{Folder, Skipped, Sources};

/// A file that is being written while it is read is there a moment later.
const MOMENT: Duration = Duration::from_millis(40);
const MOST_TRIES: usize = 5;
/// After a look at some files alone, all are looked at when nothing has come for so long: what is
/// known by two names may be told of under one.
const LOOK_AGAIN: Duration = Duration::from_millis(500);
/// More changed files than this are counted, not named.
const MOST_NAMED: usize = 3;

pub(super) fn serve(
    global: &Global,
    arguments: &Serve,
    console: &Console,
) -> Result<Outcome, Failure> {
    if global.message_format.is_document() {
        let message = "`serve` never ends, and this format is one document";
        let help = "take `--message-format text`, `json` or `github`";
        return Err(Failure::new("endless-document", message).help(help));
    }
    let root = project::find_root(global)?;
    // As the system names it when it tells of changes.
    let root = root.canonicalize().unwrap_or(root);
    let global = Global { root: Some(root.clone()), ..global.clone() };
    let mut options = arguments.options(&global)?;
    options.recent = Some(Arc::default());
    let mut folder = None;
    let project = read(&global, &mut folder, console)?;
    let output = root.join(crate::output_dir(&project.sources, &options));
    options.memory = Some(Arc::new(Kept::beside(&output, global.locked)));
    let (tell, reasons) = mpsc::channel();
    let preview = Preview::start(arguments.interface, arguments.port, tell.clone())
        .map_err(|error| no_port(&error, arguments))?;
    let mut watch = Watch::start(&root, &global.config, tell)
        .map_err(|fault| unwatched(&fault.to_string(), &root))?;
    let mut seen = Seen { preview, folder, made_of: None, left_out: Vec::new(), is_empty: true };
    seen.renew(&global, &options, &Look::default(), console)?;
    hello(&seen.preview, arguments, &watch, console);
    let mut is_sure = true;
    loop {
        let look = Look::of(serve::gather(&reasons, (!is_sure).then_some(LOOK_AGAIN)));
        // A folder that is not watched is so again after the next change that is.
        let _ = watch.follow_folders();
        is_sure = look.changed.is_none();
        seen.renew(&global, &options, &look, console)?;
    }
}

/// What is to be looked at, and made.
#[derive(Default)]
struct Look {
    /// Only these files may be others; all may, where that is not known.
    changed: Option<BTreeSet<PathBuf>>,
    /// The documents that somebody waits for.
    wanted: BTreeSet<String>,
}

impl Look {
    fn of(reasons: Vec<Reason>) -> Look {
        let mut look = Look { changed: Some(BTreeSet::new()), wanted: BTreeSet::new() };
        let is_known = |reason: &Reason| match reason {
            Reason::Changed(paths) => !paths.is_empty(),
            Reason::Wanted(_) => true,
        };
        if reasons.is_empty() || !reasons.iter().all(is_known) {
            look.changed = None;
        }
        for reason in reasons {
            match reason {
                Reason::Changed(paths) => {
                    look.changed.iter_mut().for_each(|all| all.extend(paths.iter().cloned()))
                }
                Reason::Wanted(path) => _ = look.wanted.insert(path),
            }
        }
        look
    }
}

/// What the browsers see, and what it was made of.
struct Seen {
    preview: Preview,
    folder: Option<Folder>,
    made_of: Option<Sources>,
    /// What was left out of it.
    left_out: Vec<Skipped>,
    /// There has been no good version.
    is_empty: bool,
}

impl Seen {
    /// Makes the site anew, unless nothing has changed and nobody waits for a document.
    fn renew(
        &mut self,
        global: &Global,
        options: &Options,
        Look { changed, wanted }: &Look,
        console: &Console,
    ) -> Result<(), Failure> {
        let begun = Instant::now();
        let (project, changed) = match self.look(global, changed.as_ref(), console) {
            Ok(found) => found,
            Err(failure) => {
                let mut told = Diagnostics::default();
                told.push(Diagnostic::from(failure));
                let nothing = Sources::default();
                console.diagnostics(&told, &nothing);
                self.preview.show(None, None, print::told(&told, &nothing));
                // Whatever comes next is another project than this.
                self.made_of = Some(nothing);
                return Ok(());
            }
        };
        if changed.as_ref().is_some_and(BTreeSet::is_empty) && wanted.is_empty() {
            return Ok(());
        }
        let awaited = Some(wanted.clone());
        let options = &project.options(Options { awaited, ..options.clone() });
        let (site, diagnostics) = make(&project, options).unwrap_or_else(|failure| {
            let mut told = Diagnostics::default();
            told.push(Diagnostic::from(failure));
            (None, told)
        });
        console.diagnostics(&diagnostics, &project.sources);
        let base_url = crate::base_url(&project.sources, options);
        let told = print::told(&diagnostics, &project.sources);
        let is_good = site.is_some();
        let pages = self.preview.show(site, base_url.as_deref(), told);
        let is_first = changed.is_none();
        let causes = changed.into_iter().flatten().chain(wanted.iter().cloned()).collect();
        let mut summary = named(&causes);
        summary.push_str(&match (is_good, diagnostics.is_empty()) {
            (true, true) => pages_shown(pages, is_first),
            (true, false) => {
                format!("{}, with {}", pages_shown(pages, is_first), mistakes(&diagnostics))
            }
            (false, _) if self.is_empty => {
                format!("{}; nothing to show yet", mistakes(&diagnostics))
            }
            (false, _) => format!("{}; the last good version stays", mistakes(&diagnostics)),
        });
        self.is_empty &= !is_good;
        if console.is_watched() {
            summary.push_str(&format!(", {} ms", begun.elapsed().as_millis()));
        }
        summary.push('\n');
        console.summary(&summary);
        (self.made_of, self.left_out) = (Some(project.sources), project.skipped);
        Ok(())
    }

    /// The project as it is now, and which of its files are others than before. Of the files alone that
    /// may be others, where that is known.
    fn look(
        &mut self,
        global: &Global,
        may_differ: Option<&BTreeSet<PathBuf>>,
        console: &Console,
    ) -> Result<(Project, Option<BTreeSet<String>>), Failure> {
        let mut tries = 1;
        loop {
            let again = may_differ.and_then(|paths| {
                let (sources, skipped) = self.folder.as_mut()?.read_again(paths)?;
                Some(Project { root: global.root.clone()?, sources, skipped })
            });
            let project = match again {
                Some(project) => project,
                None => read(global, &mut self.folder, console)?,
            };
            let Some(before) = &self.made_of else { return Ok((project, None)) };
            let mut changed = project.sources.differing(before);
            let [now, last] = [&project.skipped, &self.left_out];
            let is_other = |one: &&Skipped| now.contains(one) != last.contains(one);
            changed.extend(now.iter().chain(last).filter(is_other).map(|one| one.path.clone()));
            let is_empty = |sources: &Sources, path: &str| {
                sources.find(path).is_some_and(|file| sources.bytes(file).is_empty())
            };
            // Editors empty a file before they write it.
            let is_emptied =
                |path: &String| is_empty(&project.sources, path) && !is_empty(before, path);
            if tries == MOST_TRIES || !changed.iter().any(is_emptied) {
                return Ok((project, Some(changed)));
            }
            tries += 1;
            thread::sleep(MOMENT);
        }
    }
}

/// The project folder, read once more if a file has gone while it was read.
fn read(
    global: &Global,
    folder: &mut Option<Folder>,
    console: &Console,
) -> Result<Project, Failure> {
    let mut tries = 1;
    loop {
        match Project::read_again(global, folder, console) {
            Err(_) if tries < MOST_TRIES => {
                thread::sleep(MOMENT);
                tries += 1;
            }
            outcome => return outcome,
        }
    }
}

/// `content/_index.md: `
fn named(changed: &BTreeSet<String>) -> String {
    match changed.len() {
        0 => String::new(),
        few if few <= MOST_NAMED => {
            let names: Vec<&str> = changed.iter().map(String::as_str).collect();
            format!("{}: ", names.join(", "))
        }
        many => format!("{many} files: "),
    }
}

fn pages_shown(pages: usize, is_first: bool) -> String {
    match pages {
        pages if is_first => format!("{pages} pages"),
        0 => "the pages are as they were".to_string(),
        1 => "1 page is new".to_string(),
        pages => format!("{pages} pages are new"),
    }
}

fn hello(preview: &Preview, arguments: &Serve, watch: &Watch, console: &Console) {
    let address = preview.address();
    let mut text = String::new();
    if preview.port() != arguments.port && arguments.port != 0 {
        text.push_str(&format!("Port {} is taken\n", arguments.port));
    }
    if !arguments.interface.is_loopback() {
        text.push_str(
            "Whoever reaches this machine and has the address can see drafts and mistakes\n",
        );
    }
    if watch.is_polling {
        text.push_str(
            "The system does not tell of changes here: files are looked at twice a second\n",
        );
    }
    text.push_str(&format!("Serving {address} (Ctrl+C to stop)\n"));
    console.summary(&text);
    if arguments.open && open::that_detached(&address).is_err() {
        console.summary("No browser could be opened: open that address yourself\n");
    }
}

fn no_port(error: &io::Error, arguments: &Serve) -> Failure {
    let Serve { interface, port, .. } = arguments;
    let message = format!("cannot listen at {interface}, port {port}: {error}");
    Failure::new("no-port", message)
        .help("give another `--port`, or an `--interface` of this machine")
}

fn unwatched(why: &str, root: &Path) -> Failure {
    let message = format!("cannot watch `{}`: {why}", project::shown(root));
    let help = "your system watches only so many files at a time: close other programs that do";
    Failure::new("unwatched", message).help(help)
}
