//! `belegg serve`: the site in the browser while its texts and data are written.

mod greeting;
mod typesetter;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use super::arguments::{Global, Serve};
use super::build::{make, mendable, mistakes};
use super::console::Console;
use super::memory::Kept;
use super::project::{self, Project};
use super::{Failure, Outcome};
use crate::Options;
use crate::diagnostic::{Diagnostic, Diagnostics, print};
use crate::fix;
use crate::serve::{self, Mistakes, Preview, Reason, Watch};
use crate::source::{Folder, Skipped, Sources};
use greeting::{hello, no_port, unwatched};
use typesetter::{Good, Typeset, Typesetter};

/// A file that is being written while it is read is there a moment later.
const MOMENT: Duration = Duration::from_millis(40);
const MOST_TRIES: usize = 5;
/// After a look at some files alone, all are looked at when nothing has come for so long: what is
/// known by two names may be told of under one. Where files change that nothing tells of, that goes on.
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
    options.memory = Some(Arc::new(Kept::beside(&output, global.locked).holding()));
    let (tell, reasons) = mpsc::channel();
    let preview = Preview::start(arguments.interface, arguments.port, tell.clone())
        .map_err(|error| no_port(&error, arguments))?;
    let mut watch = Watch::start(&root, &global.config, tell.clone())
        .map_err(|fault| unwatched(&fault.to_string(), &root))?;
    let typesetter = Typesetter::start(tell).map_err(|error| no_port(&error, arguments))?;
    let mut seen = Seen {
        preview,
        typesetter,
        folder,
        made_of: None,
        left_out: Vec::new(),
        good: None,
        asked: BTreeSet::new(),
        is_good: false,
        failed: None,
    };
    seen.renew(&global, &options, &Look::default(), console);
    hello(&seen.preview, arguments, &watch, console);
    let mut is_sure = seen.is_told_of_all();
    loop {
        let look = Look::of(serve::gather(&reasons, (!is_sure).then_some(LOOK_AGAIN)));
        // A folder that is not watched is so again after the next change that is.
        let _ = watch.follow_folders();
        is_sure = look.changed.is_none() && seen.is_told_of_all();
        seen.renew(&global, &options, &look, console);
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
            Reason::Wanted(_) | Reason::Typeset => true,
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
                Reason::Typeset => {}
            }
        }
        look
    }
}

/// What the browsers see, and what it was made of.
struct Seen {
    preview: Preview,
    typesetter: Typesetter,
    folder: Option<Folder>,
    made_of: Option<Sources>,
    /// What was left out of it.
    left_out: Vec<Skipped>,
    /// The last good version, and the documents of it that somebody waits for.
    good: Option<Arc<Good>>,
    asked: BTreeSet<String>,
    /// Whether that is what the project is now.
    is_good: bool,
    /// Why the project could not be read, when it was looked at last.
    failed: Option<Failure>,
}

impl Seen {
    /// Whether everything that changes the project is told.
    fn is_told_of_all(&self) -> bool {
        self.failed.is_none() && !self.folder.as_ref().is_some_and(Folder::has_links)
    }

    /// Makes the site anew, unless nothing has changed; hands out documents, and has those made that
    /// somebody waits for.
    fn renew(&mut self, global: &Global, options: &Options, look: &Look, console: &Console) {
        let typeset = self.take_typeset(console);
        match self.look(global, look.changed.as_ref(), console) {
            Err(failure) => self.fail(failure, console),
            Ok((project, changed)) => {
                self.failed = None;
                let is_same = changed.as_ref().is_some_and(BTreeSet::is_empty);
                if !is_same || !typeset.is_empty() {
                    self.make(project, changed, &typeset, options, console);
                }
            }
        }
        let Some(good) = &self.good else { return };
        for path in &look.wanted {
            if self.asked.insert(path.clone()) {
                self.typesetter.ask(good, path);
            }
        }
    }

    /// Tells once that the project cannot be read.
    fn fail(&mut self, failure: Failure, console: &Console) {
        if self.failed.as_ref() == Some(&failure) {
            return;
        }
        let mut told = Diagnostics::default();
        told.push(Diagnostic::from(failure.clone()));
        self.failed = Some(failure);
        let nothing = Sources::default();
        console.diagnostics(&told, &nothing);
        self.preview.show(None, None, laid_over(&told, &nothing));
        // Whatever comes next is another project than this.
        (self.made_of, self.is_good) = (Some(nothing), false);
    }

    fn make(
        &mut self,
        project: Project,
        changed: Option<BTreeSet<String>>,
        typeset: &BTreeSet<String>,
        options: &Options,
        console: &Console,
    ) {
        let begun = Instant::now();
        let awaited = Some(BTreeSet::new());
        let options = project.options(Options { awaited, ..options.clone() });
        let (site, diagnostics) = make(&project, &options).unwrap_or_else(|failure| {
            let mut told = Diagnostics::default();
            told.push(Diagnostic::from(failure));
            (None, told)
        });
        console.diagnostics(&diagnostics, &project.sources);
        self.is_good = site.is_some();
        let is_first = changed.is_none();
        let all = site.as_ref().map(|site| site.pages.values().sum::<usize>());
        let base_url = crate::base_url(&project.sources, &options);
        let told = laid_over(&diagnostics, &project.sources);
        let new = self.preview.show(site, base_url.as_deref(), told);
        if self.is_good {
            let sources = project.sources.clone();
            self.good = Some(Arc::new(Good { sources, options }));
            self.asked.clear();
        }
        let pages = match all.filter(|_| is_first) {
            Some(all) => format!("{all} pages"),
            None => pages_shown(new),
        };
        let causes = changed.into_iter().flatten().chain(typeset.iter().cloned()).collect();
        let mut summary = named(&causes);
        summary.push_str(&match (self.is_good, diagnostics.is_empty()) {
            (true, true) => pages,
            (true, false) => format!("{pages}, with {}", mistakes(&diagnostics)),
            (false, _) => self.kept(&diagnostics),
        });
        if console.is_watched() {
            summary.push_str(&format!(", {} ms", begun.elapsed().as_millis()));
        }
        summary.push('\n');
        summary.push_str(&mendable(&project.sources, &diagnostics));
        console.summary(&summary);
        (self.made_of, self.left_out) = (Some(project.sources), project.skipped);
    }

    /// `1 error; the last good version stays`
    fn kept(&self, diagnostics: &Diagnostics) -> String {
        let what =
            if self.good.is_some() { "the last good version stays" } else { "nothing to show yet" };
        format!("{}; {what}", mistakes(diagnostics))
    }

    /// Shows the documents that are typeset by now. Those of them that the pages around them should tell of.
    fn take_typeset(&mut self, console: &Console) -> BTreeSet<String> {
        let mut shown = BTreeSet::new();
        for Typeset { good, path, made, told } in self.typesetter.take() {
            // Whoever waits for a document of an older version asks again for that of the new one.
            if !self.good.as_ref().is_some_and(|now| Arc::ptr_eq(now, &good)) {
                continue;
            }
            match made {
                Some(made) => {
                    self.preview.add(made);
                    shown.insert(path);
                }
                None => {
                    self.preview.give_up(&path);
                    console.diagnostics(&told, &good.sources);
                    console.summary(&format!("{path}: {}\n", self.kept(&told)));
                    if self.is_good {
                        self.preview.show(None, None, laid_over(&told, &good.sources));
                    }
                }
            }
        }
        // Pages say how long a document is.
        if self.is_good { shown } else { BTreeSet::new() }
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

/// The mistakes that keep the pages as they are, for the browser.
fn laid_over(diagnostics: &Diagnostics, sources: &Sources) -> Mistakes {
    let mendable = fix::places(sources, &diagnostics.without_warnings());
    Mistakes { told: print::told(diagnostics, sources), mendable }
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

fn pages_shown(pages: usize) -> String {
    match pages {
        0 => "the pages are as they were".to_string(),
        1 => "1 page is new".to_string(),
        pages => format!("{pages} pages are new"),
    }
}
