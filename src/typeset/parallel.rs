//! Many documents at once.

use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

/// Does something with each document, all cores at work; the results stand in the order of the documents.
///
/// Where there are as many documents as cores, each is set by one core alone: an engine that spreads every
/// one of them over all cores spends a fifth of its time on that (`benches/typesetting.rs`).
pub fn each<T: Sync, R: Send>(documents: &[T], set: impl Fn(&T) -> R + Send + Sync) -> Vec<R> {
    let cores = rayon::current_num_threads();
    if documents.len() < cores {
        return documents.par_iter().map(set).collect();
    }
    let next = AtomicUsize::new(0);
    let work = || {
        let mut made = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(document) = documents.get(at) else { return made };
            made.push((at, set(document)));
        }
    };
    let alone = || match ThreadPoolBuilder::new().num_threads(1).build() {
        Ok(pool) => pool.install(work),
        // A machine that gives no more threads has this one.
        Err(_) => work(),
    };
    let mut made: Vec<(usize, R)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(alone)).collect();
        let ended = workers.into_iter().map(|worker| worker.join());
        ended.flat_map(|made| made.unwrap_or_else(|cause| panic::resume_unwind(cause))).collect()
    });
    made.sort_by_key(|(at, _)| *at);
    made.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stand_in_the_order_of_the_documents() {
        for count in [0, 1, 2, 7, 100] {
            let documents: Vec<usize> = (0..count).collect();
            let twice: Vec<usize> = documents.iter().map(|one| one * 2).collect();
            assert_eq!(each(&documents, |one| one * 2), twice);
        }
    }
}
