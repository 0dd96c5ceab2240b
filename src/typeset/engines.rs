//! The engine of a program that stays: made once, used by every build until the fonts change.

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::theme::Theme;

use super::{Engine, EngineFault};

/// Which engine is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// The one built into this program.
    Embedded,
    /// The `typst` command: at this path, or found by its name.
    Command(Option<PathBuf>),
}

/// Hands out engines. Whoever builds again and again keeps one of these and hands it to each build:
/// then an edit costs a part of what the document cost at first, as what did not change is known.
#[derive(Default)]
pub struct Engines {
    /// The embedded one. A command is looked for each time: it may have been replaced meanwhile.
    kept: Mutex<Option<Arc<Engine>>>,
}

/// What so many builds after one another had no use for is forgotten, so that the memory of a program
/// that stays does not grow with every edit.
#[cfg(feature = "engine")]
const LONGEST_UNUSED: usize = 10;

impl Engines {
    /// The engine for a build with a theme. What earlier builds left and later ones did not use is
    /// forgotten here, when a build begins: the last one of a program need not tidy up.
    pub fn engine(&self, choice: &Choice, theme: &Theme) -> Result<Arc<Engine>, EngineFault> {
        if let Choice::Command(path) = choice {
            return Engine::command(path.as_deref(), theme).map(Arc::new);
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        #[cfg(feature = "engine")]
        if let Some(kept) = kept.as_ref() {
            forget(LONGEST_UNUSED);
            if kept.edition == super::edition(super::EMBEDDED, theme) {
                return Ok(kept.clone());
            }
        }
        let made = Arc::new(Engine::embedded(theme)?);
        *kept = Some(made.clone());
        Ok(made)
    }
}

/// Forgets what the engine built in remembers and the last `builds` builds had no use for.
#[cfg(feature = "engine")]
pub fn forget(builds: usize) {
    comemo::evict(builds);
}

impl fmt::Debug for Engines {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Engines")
    }
}
