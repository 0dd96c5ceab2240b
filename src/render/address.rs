//! Where a page lies and how another page points at it.
//!
//! Pages point at each other by relative paths that end in a file, so that a site works under any
//! address, from a file share and by a double click on `index.html`.

use crate::document::Target;
use crate::source::look;

/// The file behind a URL path: `/en/report/` is `en/report/index.html`.
pub fn file(url: &str) -> String {
    let path = url.trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') {
        [path, "index.html"].concat()
    } else {
        path.to_string()
    }
}

/// The same as it stands in a URL.
pub fn encoded_file(url: &str) -> String {
    let mut path = encoded(url.trim_start_matches('/'));
    if path.is_empty() || path.ends_with('/') {
        path.push_str("index.html");
    }
    path
}

/// The address of a target from a page with this way up to the root, and the language of what
/// lies there where that is not the reader's own.
pub fn of(target: &Target, root: &str) -> (String, Option<&'static str>) {
    match target {
        Target::External(url) => (url.clone(), None),
        Target::Page { url, anchor, lang, .. } => {
            let mut address = [root, &encoded_file(url)].concat();
            if let Some(anchor) = anchor {
                address.push('#');
                address.push_str(&encoded(anchor));
            }
            (address, *lang)
        }
        Target::Anchor(anchor) => (format!("#{}", encoded(anchor)), None),
        Target::File(path) => (format!("{root}{}", encoded(path)), None),
    }
}

/// The way from a file up to the site's root: `../../`, empty for a file at the root.
pub fn root(file: &str) -> String {
    "../".repeat(file.matches('/').count())
}

/// A path as it stands in a URL: what is not a letter, digit or mark of ASCII as `%xx`.
pub fn encoded(path: &str) -> String {
    let is_other = |byte: u8| {
        // The marks `-`, `.` and `/` stand right before the digits.
        let is_plain = byte.is_ascii_alphabetic() | matches!(byte, b'-'..=b'9');
        !(is_plain | (byte == b'_') | (byte == b'~'))
    };
    let Some(first) = look::first(path, is_other) else { return path.to_string() };
    let (plain, rest) = path.split_at(first);
    let mut encoded = plain.to_string();
    for byte in rest.bytes() {
        match is_other(byte) {
            true => encoded.push_str(&format!("%{byte:02X}")),
            false => encoded.push(byte as char),
        }
    }
    encoded
}

/// Whether a link may lead out of the site to this URL.
pub fn is_harmless(url: &str) -> bool {
    let Some((scheme, _)) = url.split_once(':') else { return false };
    ["http", "https", "mailto", "tel"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
}

/// The path of a base URL, with a slash at both ends: `https://example.org/report` has `/report/`.
pub fn base_path(base_url: &str) -> String {
    let after_scheme = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    match after_scheme.split_once('/') {
        Some((_, path)) if !path.trim_matches('/').is_empty() => {
            format!("/{}/", encoded(path.trim_matches('/')))
        }
        _ => "/".to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_an_index_in_its_folder() {
        assert_eq!(file("/"), "index.html");
        assert_eq!(file("/en/report/"), "en/report/index.html");
        assert_eq!(file("/404.html"), "404.html");
        assert_eq!(root("en/report/index.html"), "../../");
        assert_eq!(root("index.html"), "");
    }

    #[test]
    fn letters_of_the_north_travel_as_percent_signs() {
        assert_eq!(encoded("mål/2024 a.csv"), "m%C3%A5l/2024%20a.csv");
    }

    #[test]
    fn only_four_schemes_lead_out() {
        for url in ["https://a.example", "HTTP://a.example", "mailto:a@b.example", "tel:+4722"] {
            assert!(is_harmless(url), "{url}");
        }
        for url in ["javascript:alert(1)", "data:text/html,x", "vbscript:x", " javascript:x", "//x"]
        {
            assert!(!is_harmless(url), "{url}");
        }
    }

    #[test]
    fn a_site_may_live_below_the_root_of_its_host() {
        assert_eq!(base_path("https://example.org"), "/");
        assert_eq!(base_path("https://example.org/a/b/"), "/a/b/");
    }
}
