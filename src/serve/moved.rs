//! Pages that get another address while somebody looks at them.

use std::collections::BTreeMap;

use crate::artifact::Artifacts;

/// Notes where the pages lie now that were at a path where there is nothing any more.
pub fn follow(moved: &mut BTreeMap<String, String>, before: &Artifacts, now: &Artifacts) {
    let is_there = |path: &String| now.files.contains_key(path);
    let gone: Vec<_> = before.addresses.iter().filter(|(_, path)| !is_there(path)).collect();
    if !gone.is_empty() {
        let places: BTreeMap<&String, &String> =
            now.addresses.iter().map(|(page, path)| (page, path)).collect();
        for (page, old) in gone {
            let Some(new) = places.get(page) else { continue };
            // Who came by an older address still finds it.
            moved.values_mut().filter(|path| *path == old).for_each(|path| (*new).clone_into(path));
            moved.insert(old.clone(), (*new).clone());
        }
    }
    moved.retain(|old, new| !is_there(old) && is_there(new));
}
