//! `--timings`: how long each phase of a build took.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::phase::{Phase, Stopwatch};

/// Counts the time of each phase; one that comes twice has both times.
#[derive(Debug)]
pub(super) struct Timings(Mutex<Counted>);

#[derive(Debug)]
struct Counted {
    now: (Phase, Instant),
    phases: BTreeMap<Phase, Duration>,
}

impl Timings {
    /// Begins with reading the project.
    pub(super) fn start() -> Timings {
        let now = (Phase::Read, Instant::now());
        Timings(Mutex::new(Counted { now, phases: BTreeMap::new() }))
    }

    /// A line for each phase, and the sum; the last phase ends now.
    pub(super) fn lines(&self) -> String {
        self.begins(Phase::Publish);
        let counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = String::new();
        for (phase, time) in &counted.phases {
            let _ = writeln!(text, "  Time   {:8} {:>9} ms", phase.name(), milliseconds(*time));
        }
        let sum = milliseconds(counted.phases.values().sum());
        let _ = writeln!(text, "  Time   {:8} {sum:>9} ms", "in all");
        text
    }
}

impl Stopwatch for Timings {
    fn begins(&self, phase: Phase) {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (before, begun) = counted.now;
        let now = Instant::now();
        *counted.phases.entry(before).or_default() += now.duration_since(begun);
        counted.now = (phase, now);
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
        assert_eq!(milliseconds(Duration::from_micros(12_345)), "12.3");
    }
}
