//! `--timings`: how long each phase of a build took, and which documents took longest.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::phase::{Phase, Stopwatch};

/// Counts the time of each phase; one that comes twice has both times.
#[derive(Debug)]
pub(super) struct Timings(Mutex<Counted>);

#[derive(Debug)]
struct Counted {
    now: (Phase, Instant),
    phases: BTreeMap<Phase, Duration>,
    /// When each document was begun.
    begun: BTreeMap<String, Instant>,
    documents: Vec<(Duration, String)>,
}

/// So many documents are named.
const MOST_DOCUMENTS: usize = 5;

impl Timings {
    /// Begins with reading the project.
    pub(super) fn start() -> Timings {
        let now = (Phase::Read, Instant::now());
        let (phases, begun, documents) = Default::default();
        Timings(Mutex::new(Counted { now, phases, begun, documents }))
    }

    fn counted(&self) -> MutexGuard<'_, Counted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A line for each phase, the sum, and the slowest documents; the last phase ends now.
    pub(super) fn lines(&self) -> String {
        self.begins(Phase::Publish);
        let mut counted = self.counted();
        let mut text = String::new();
        for (phase, time) in &counted.phases {
            let _ = writeln!(text, "  Time   {:8} {:>9} ms", phase.name(), milliseconds(*time));
        }
        let sum = milliseconds(counted.phases.values().sum());
        let _ = writeln!(text, "  Time   {:8} {sum:>9} ms", "in all");
        counted.documents.sort_by(|one, other| other.cmp(one));
        for (time, path) in counted.documents.iter().take(MOST_DOCUMENTS) {
            let _ = writeln!(text, "  Time   {:8} {:>9} ms  {path}", "PDF", milliseconds(*time));
        }
        text
    }
}

impl Stopwatch for Timings {
    fn begins(&self, phase: Phase) {
        let mut counted = self.counted();
        let (before, begun) = counted.now;
        let now = Instant::now();
        *counted.phases.entry(before).or_default() += now.duration_since(begun);
        counted.now = (phase, now);
    }

    fn document_begins(&self, path: &str) {
        self.counted().begun.insert(path.to_string(), Instant::now());
    }

    fn document_ends(&self, path: &str) {
        let mut counted = self.counted();
        if let Some(begun) = counted.begun.remove(path) {
            counted.documents.push((begun.elapsed(), path.to_string()));
        }
    }
}

/// `12.3`
fn milliseconds(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phases_are_told_in_their_order_with_their_times() {
        let timings = Timings::start();
        for phase in [Phase::Check, Phase::Load, Phase::Check, Phase::Publish] {
            timings.begins(phase);
        }
        let lines = timings.lines();
        let names: Vec<&str> = lines.lines().filter_map(|line| line.get(9..17)).collect();
        let names: Vec<&str> = names.into_iter().map(str::trim).collect();
        assert_eq!(names, ["read", "load", "check", "publish", "in all"], "{lines}");
        assert!(lines.lines().all(|line| line.ends_with(" ms")), "{lines}");
        for path in ["a.pdf", "b.pdf", "c.pdf", "d.pdf", "e.pdf", "f.pdf"] {
            timings.document_begins(path);
            timings.document_ends(path);
        }
        timings.document_begins("without-end.pdf");
        let lines = timings.lines();
        assert_eq!(lines.matches(".pdf\n").count(), MOST_DOCUMENTS, "{lines}");
        assert_eq!(milliseconds(Duration::from_micros(12_345)), "12.3");
    }
}
