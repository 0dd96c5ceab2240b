//! A sign of life while a build lasts, on a terminal only.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Work that takes less time than this shows no progress.
const PATIENCE: Duration = Duration::from_millis(500);

/// Shows progress until it is dropped.
pub(super) struct Progress(Option<(Sender<()>, JoinHandle<()>)>);

impl Progress {
    pub(super) fn none() -> Progress {
        Progress(None)
    }

    pub(super) fn start(what: &'static str) -> Progress {
        let (done, wait) = mpsc::channel::<()>();
        let shown = thread::spawn(move || {
            if wait.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let spinner = ProgressBar::new_spinner().with_elapsed(PATIENCE).with_message(what);
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
                spinner.set_style(style);
            }
            spinner.enable_steady_tick(Duration::from_millis(100));
            // Ends when the sender is dropped.
            let _ = wait.recv();
            spinner.finish_and_clear();
        });
        Progress(Some((done, shown)))
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((done, shown)) = self.0.take() {
            drop(done);
            // The line must be clear before anything else is written on it.
            let _ = shown.join();
        }
    }
}
