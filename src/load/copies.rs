//! Copies that file managers make: `2025 - Kopi`, `Kopi av 2025`, `2025 (2)`.

/// What stands before and behind the name of what was copied.
const BEFORE: [&str; 5] = ["copy of", "kopi af", "kopi av", "kopia av", "kopie av"];
const BEHIND: [&str; 3] = ["copy", "kopia", "kopi"];

/// Whether a path may hold such a name: a quick glance.
pub fn may_hold_one(path: &str) -> bool {
    let path = path.to_lowercase();
    path.contains(')') || path.contains("kopi") || path.contains("copy")
}

/// Of `names`, that which this one is the copy of.
pub fn original<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let own = name.to_lowercase();
    let may_be = may_hold_one(name);
    let mut others = names.filter(|other| may_be && !other.is_empty() && *other != name);
    others.find(|other| {
        let other = other.to_lowercase();
        let Some((before, behind)) = own.split_once(&other) else { return false };
        let words = |rest: &str| rest.trim_matches(|c: char| !c.is_alphanumeric()).to_string();
        let (before, behind) = (words(before), words(behind));
        let is_number = |rest: &str| words(rest).bytes().all(|byte| byte.is_ascii_digit());
        let is_said = BEHIND.iter().any(|word| behind.strip_prefix(word).is_some_and(is_number));
        match before.is_empty() {
            true => is_said || own.ends_with(')') && is_number(&behind),
            false => BEFORE.contains(&before.as_str()) && is_number(&behind),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_known_by_its_name() {
        let of = |name: &str| original(name, ["2025", "about", "copyright"].into_iter());
        for name in ["2025 - Kopi", "2025 - Copy (2)", "Kopi av 2025", "2025 (2)", "2025 (1)"] {
            assert_eq!(of(name), Some("2025"), "{name}");
        }
        for name in ["2025", "2026", "about-2025", "copyright", "about (draft)", "kopi", "2025-2"] {
            assert_eq!(of(name), None, "{name}");
        }
        for name in ["copy-about", "about-copyright", "about copying", "photocopy of about"] {
            assert_eq!(of(name), None, "{name}");
        }
        assert_eq!(of("copy of about"), Some("about"));
    }
}
