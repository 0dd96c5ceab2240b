//! Tells when something in the project folder may have changed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::{EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};
use same_file::Handle;

use super::Reason;
use crate::source::Sources;

/// Changes that come closer together than this belong together: an editor writes a file in steps.
const PAUSE: Duration = Duration::from_millis(12);
/// Nobody waits longer than this for the first page, however long a storm of changes lasts.
const LONGEST_STORM: Duration = Duration::from_millis(250);
/// How often is looked where the system does not tell of changes.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

/// The project folder cannot be watched.
#[derive(Debug)]
pub struct WatchFault(notify::Error);

impl std::fmt::Display for WatchFault {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(out)
    }
}

/// Watches what a build reads of a project.
pub struct Watch {
    watcher: Box<dyn Watcher + Send>,
    root: PathBuf,
    /// The root as it was found.
    found: Option<Handle>,
    /// The folder of the configuration, if that is another.
    config: Option<PathBuf>,
    /// The folders below the root that are watched, as they were found: one that was made anew under
    /// the same name is another.
    watched: BTreeMap<&'static str, Handle>,
    /// Set where the system does not tell of changes, so that files are looked at instead.
    pub is_polling: bool,
}

impl Watch {
    /// Tells whenever something may have changed.
    pub fn start(root: &Path, config: &str, reasons: Sender<Reason>) -> Result<Watch, WatchFault> {
        let tell = || {
            let (root, config) = (root.to_path_buf(), config.to_string());
            let reasons = reasons.clone();
            move |event: notify::Result<notify::Event>| {
                // Of an event that was lost nothing is known but that there was one.
                let paths = match event {
                    Ok(event) if !concerns(&event, &root, &config) => return,
                    Ok(event) if !event.need_rescan() => event.paths,
                    _ => Vec::new(),
                };
                // Nobody may be left to tell.
                let _ = reasons.send(Reason::Changed(paths));
            }
        };
        let config_folder = folder_of(config).map(|folder| root.join(folder));
        let told = RecommendedWatcher::new(tell(), notify::Config::default());
        let told = told.and_then(|mut watcher| {
            watch_flat(&mut watcher, root, config_folder.as_deref())?;
            Ok(Box::new(watcher) as Box<dyn Watcher + Send>)
        });
        let (watcher, is_polling) = match told {
            Ok(watcher) => (watcher, false),
            Err(_) => (polling(root, config_folder.as_deref(), tell())?, true),
        };
        let mut watch = Watch {
            watcher,
            root: root.to_path_buf(),
            found: Handle::from_path(root).ok(),
            config: config_folder,
            watched: BTreeMap::new(),
            is_polling,
        };
        if watch.follow_folders().is_err() {
            // A system has only so many places that can be watched.
            watch.watcher = polling(root, watch.config.as_deref(), tell())?;
            watch.is_polling = true;
            watch.watched.clear();
            watch.follow_folders()?;
        }
        Ok(watch)
    }

    /// Watches folders that were not there before, and again those that were made anew.
    pub fn follow_folders(&mut self) -> Result<(), WatchFault> {
        let found = Handle::from_path(&self.root).ok();
        if found != self.found && found.is_some() {
            let _ = self.watcher.unwatch(&self.root);
            watch_flat(&mut *self.watcher, &self.root, self.config.as_deref())
                .map_err(WatchFault)?;
            self.found = found;
        }
        for folder in Sources::FOLDERS {
            let path = self.root.join(folder);
            let found = Handle::from_path(&path).ok().filter(|_| path.is_dir());
            if self.watched.get(folder) == found.as_ref() {
                continue;
            }
            if self.watched.remove(folder).is_some() {
                // What is gone is not watched any more, whether or not the system knows it.
                let _ = self.watcher.unwatch(&path);
            }
            if let Some(found) = found {
                self.watcher.watch(&path, RecursiveMode::Recursive).map_err(WatchFault)?;
                self.watched.insert(folder, found);
            }
        }
        Ok(())
    }
}

fn polling<F: notify::EventHandler>(
    root: &Path,
    config: Option<&Path>,
    tell: F,
) -> Result<Box<dyn Watcher + Send>, WatchFault> {
    let every = notify::Config::default().with_poll_interval(LOOK_AGAIN);
    let mut watcher = PollWatcher::new(tell, every).map_err(WatchFault)?;
    watch_flat(&mut watcher, root, config).map_err(WatchFault)?;
    Ok(Box::new(watcher))
}

/// Watches what lies directly in the root, and beside the configuration.
fn watch_flat(
    watcher: &mut dyn Watcher,
    root: &Path,
    config: Option<&Path>,
) -> Result<(), notify::Error> {
    let mut folders = [root].into_iter().chain(config);
    folders.try_for_each(|folder| watcher.watch(folder, RecursiveMode::NonRecursive))
}

/// The folder of a configuration that does not lie at the root.
fn folder_of(config: &str) -> Option<&Path> {
    Path::new(config).parent().filter(|folder| !folder.as_os_str().is_empty())
}

/// Whether a build could come out otherwise for this: reading changes nothing, and most of what
/// lies beside the project's folders is not the project's.
fn concerns(event: &notify::Event, root: &Path, config: &str) -> bool {
    if matches!(event.kind, EventKind::Access(access) if !is_written(access)) {
        return false;
    }
    if event.need_rescan() || event.paths.is_empty() {
        return true;
    }
    event.paths.iter().any(|path| {
        let below = path.strip_prefix(root).unwrap_or(path);
        // The project itself has gone, or is there again.
        if below.as_os_str().is_empty() {
            return true;
        }
        let first = below.components().next();
        let first = first.map(|part| part.as_os_str().to_string_lossy()).unwrap_or_default();
        let first_of_config = config.split('/').next().unwrap_or_default();
        first == first_of_config
            || Sources::FOLDERS.contains(&&*first)
            || Sources::ACCEPTED.contains(&&*first)
    })
}

fn is_written(access: notify::event::AccessKind) -> bool {
    use notify::event::{AccessKind, AccessMode};
    access == AccessKind::Close(AccessMode::Write)
}

/// Waits for a reason, and then until no more come. Nobody is waited for longer than `at_most`, where
/// that is said.
pub fn gather(reasons: &Receiver<Reason>, at_most: Option<Duration>) -> Vec<Reason> {
    let first = match at_most {
        Some(at_most) => reasons.recv_timeout(at_most).ok(),
        None => reasons.recv().ok(),
    };
    let Some(first) = first else { return Vec::new() };
    let mut gathered = vec![first];
    let begun = Instant::now();
    while begun.elapsed() < LONGEST_STORM {
        match reasons.recv_timeout(PAUSE) {
            Ok(reason) => gathered.push(reason),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
        }
    }
    gathered
}
