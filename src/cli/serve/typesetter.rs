//! PDFs are typeset when somebody asks for one, beside the work on the pages: of the last good version of
//! the project, so they can be had also while it has mistakes.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use crate::artifact::Artifacts;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::serve::Reason;
use crate::source::Sources;
use crate::{Options, documents};

use super::super::Failure;

/// A version of the project whose pages are shown.
pub(super) struct Good {
    pub sources: Sources,
    pub options: Options,
}

/// A document of a version: typeset, or what is wrong with it.
pub(super) struct Typeset {
    pub good: Arc<Good>,
    pub path: String,
    pub made: Option<Artifacts>,
    pub told: Diagnostics,
}

/// Typesets for as long as the program runs.
pub(super) struct Typesetter {
    jobs: Sender<(Arc<Good>, String)>,
    done: Receiver<Typeset>,
}

impl Typesetter {
    /// Whoever waits for `reasons` hears when there is something to take.
    pub(super) fn start(reasons: Sender<Reason>) -> io::Result<Typesetter> {
        let (jobs, waiting) = channel();
        let (tell, done) = channel();
        // Cores of its own: those of the pages are not kept waiting for a document.
        let cores = rayon::ThreadPoolBuilder::new().build().map_err(io::Error::other)?;
        thread::Builder::new().name("typesetter".to_string()).spawn(move || {
            while let Some(jobs) = next(&waiting) {
                for (path, good) in jobs {
                    let work = || cores.install(|| typeset(&good, &path));
                    // Nobody is left waiting for a document that the engine breaks down over.
                    let done = panic::catch_unwind(AssertUnwindSafe(work));
                    let (made, told) = done.unwrap_or_else(|_| (None, broken_down(&path)));
                    // Whoever listened may have gone.
                    let _ = tell.send(Typeset { good, path, made, told });
                    let _ = reasons.send(Reason::Typeset);
                }
            }
        })?;
        Ok(Typesetter { jobs, done })
    }

    pub(super) fn ask(&self, good: &Arc<Good>, path: &str) {
        // Without a typesetter there is no document.
        let _ = self.jobs.send((good.clone(), path.to_string()));
    }

    /// All that is done and was not taken yet.
    pub(super) fn take(&self) -> Vec<Typeset> {
        self.done.try_iter().collect()
    }
}

/// The documents that are waited for, each of the newest version; none when nobody is left to ask.
fn next(waiting: &Receiver<(Arc<Good>, String)>) -> Option<BTreeMap<String, Arc<Good>>> {
    let first = waiting.recv().ok()?;
    Some([first].into_iter().chain(waiting.try_iter()).map(|(good, path)| (path, good)).collect())
}

fn broken_down(path: &str) -> Diagnostics {
    let mut told = Diagnostics::default();
    let message = format!("the engine broke down over `{path}`");
    let failure = Failure::new("pdf-engine", message);
    told.push(Diagnostic::from(failure.help("change what was written last, or say `--no-pdf`")));
    told
}

fn typeset(good: &Good, path: &str) -> (Option<Artifacts>, Diagnostics) {
    let mut told = Diagnostics::default();
    let awaited = Some(BTreeSet::from([path.to_string()]));
    let options = Options { awaited, recent: None, ..good.options.clone() };
    let made = documents(&good.sources, &options, &mut told).unwrap_or_else(|fault| {
        told.push(Diagnostic::from(Failure::from(fault)));
        None
    });
    (made, told)
}
