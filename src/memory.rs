//! What earlier builds made, as bytes that somebody keeps, so that it need not be made again.
//!
//! A key names all that a thing was made of. What is kept is bound to its key by a hash, so what was
//! lost, damaged, cut short or put in another's place is as if it had never been kept.

use std::fmt::Debug;
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};

/// Keeps bytes by key. It may lose all of them at any time; a key is fit to be the name of a file.
pub trait Memory: Debug + Send + Sync {
    fn recall(&self, key: &str) -> Option<Vec<u8>>;
    fn remember(&self, key: &str, bytes: &[u8]);
}

const MARK: &[u8; 8] = b"belegg-2";

/// What was remembered under a key, if it is whole.
pub fn recall(memory: Option<&dyn Memory>, key: &str) -> Option<Vec<u8>> {
    let mut kept = memory?.recall(key)?;
    let (hash, body) = kept.strip_prefix(MARK)?.split_at_checked(32)?;
    if seal(key, body) != hash {
        return None;
    }
    kept.drain(..MARK.len() + 32);
    Some(kept)
}

/// Has something remembered under a key, with what tells later whether it is whole.
pub fn remember(memory: Option<&dyn Memory>, key: &str, body: &[u8]) {
    let Some(memory) = memory else { return };
    let mut kept = MARK.to_vec();
    kept.extend(seal(key, body));
    kept.extend(body);
    memory.remember(key, &kept);
}

fn seal(key: &str, body: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update((key.len() as u64).to_le_bytes());
    hash.update(key);
    hash.update(body);
    hash.finalize().into()
}

/// What one stage of a build keeps for the next build of the same program. What it holds is handed
/// on under a shared pointer, so that whether it is the same is one comparison of addresses.
pub struct Slot<T>(Mutex<Option<Arc<T>>>);

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Slot(Mutex::new(None))
    }
}

impl<T> Slot<T> {
    pub fn get(&self) -> Option<Arc<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Leaves nothing behind.
    pub fn take(&self) -> Option<Arc<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    pub fn put(&self, kept: Arc<T>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(kept);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[derive(Debug, Default)]
    struct Notebook(Mutex<BTreeMap<String, Vec<u8>>>);

    impl Memory for Notebook {
        fn recall(&self, key: &str) -> Option<Vec<u8>> {
            self.0.lock().expect("nobody fails").get(key).cloned()
        }

        fn remember(&self, key: &str, bytes: &[u8]) {
            self.0.lock().expect("nobody fails").insert(key.to_string(), bytes.to_vec());
        }
    }

    #[test]
    fn what_is_whole_comes_back_and_nothing_else() {
        let notebook = Notebook::default();
        remember(Some(&notebook), "a", b"body");
        let whole = notebook.recall("a").expect("it was kept");
        assert_eq!(recall(Some(&notebook), "a").as_deref(), Some(&b"body"[..]));
        assert_eq!(recall(None, "a"), None);
        for end in 0..whole.len() {
            notebook.remember("a", &whole[..end]);
            assert_eq!(recall(Some(&notebook), "a"), None, "cut after {end} bytes");
        }
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            notebook.remember("a", &damaged);
            assert_eq!(recall(Some(&notebook), "a"), None, "byte {at} is another");
        }
        notebook.remember("b", &whole);
        assert_eq!(recall(Some(&notebook), "b"), None, "it was kept under another key");
    }
}
