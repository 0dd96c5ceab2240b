//! `--timings`: how long each phase of a build took, and which documents and pages took longest.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::phase::{Phase, Piece, Stopwatch};

/// Counts the time of each phase; one that comes twice has both times.
#[derive(Debug)]
pub(super) struct Timings(Mutex<Counted>);

#[derive(Debug)]
struct Counted {
    now: (Phase, Instant),
    phases: BTreeMap<Phase, Duration>,
    /// When each piece was begun.
    begun: BTreeMap<(Piece, String), Instant>,
    pieces: BTreeMap<Piece, Vec<(Duration, String)>>,
}

/// So many pieces of each kind are named.
const MOST_PIECES: usize = 5;

impl Timings {
    /// Begins with reading the project.
    pub(super) fn start() -> Timings {
        let now = (Phase::Read, Instant::now());
        let (phases, begun, pieces) = Default::default();
        Timings(Mutex::new(Counted { now, phases, begun, pieces }))
    }

    fn counted(&self) -> MutexGuard<'_, Counted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A line for each phase, the sum, and the slowest documents and pages; the last phase ends now.
    pub(super) fn lines(&self) -> String {
        self.begins(Phase::Publish);
        let mut counted = self.counted();
        let mut text = String::new();
        for (phase, time) in &counted.phases {
            let _ = writeln!(text, "  Time   {:8} {:>9} ms", phase.name(), milliseconds(*time));
        }
        let sum = milliseconds(counted.phases.values().sum());
        let _ = writeln!(text, "  Time   {:8} {sum:>9} ms", "in all");
        for (piece, made) in &mut counted.pieces {
            made.sort_by(|one, other| other.cmp(one));
            for (time, path) in made.iter().take(MOST_PIECES) {
                let (name, time) = (piece.name(), milliseconds(*time));
                let _ = writeln!(text, "  Time   {name:8} {time:>9} ms  {path}");
            }
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

    fn piece_begins(&self, piece: Piece, path: &str) {
        self.counted().begun.insert((piece, path.to_string()), Instant::now());
    }

    fn piece_ends(&self, piece: Piece, path: &str) {
        let now = Instant::now();
        let mut counted = self.counted();
        let made = (piece, path.to_string());
        if let Some(begun) = counted.begun.remove(&made) {
            let (piece, path) = made;
            counted.pieces.entry(piece).or_default().push((now.duration_since(begun), path));
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
            timings.piece_begins(Piece::Document, path);
            timings.piece_ends(Piece::Document, path);
        }
        timings.piece_begins(Piece::Document, "without-end.pdf");
        timings.piece_begins(Piece::Page, "a.pdf");
        timings.piece_ends(Piece::Page, "a.pdf");
        let lines = timings.lines();
        assert_eq!(lines.matches("PDF ").count(), MOST_PIECES, "{lines}");
        assert!(!lines.contains("without-end.pdf"), "{lines}");
        assert!(
            lines.lines().last().is_some_and(|line| line.starts_with("  Time   page ")),
            "{lines}"
        );
        assert_eq!(milliseconds(Duration::from_micros(12_345)), "12.3");
    }
}
