//! From an address to the bytes of an answer.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use sha2::{Digest, Sha256};

use crate::artifact::{Artifacts, Bytes};

/// The script and the looks of what the preview lays over a page; addresses of the preview's own.
pub const OWN: &str = "/__belegg/";
pub const SCRIPT: &str = include_str!("live.js");

/// Where an address leads.
#[derive(Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// A file of the site.
    File(&'a str, Bytes),
    /// The same address with this path.
    Elsewhere(String),
    /// The site's own page for what is not there, if it has one.
    Nowhere(Option<&'a [u8]>),
}

/// The path of an address such as `https://example.org/reports`: `/reports/`.
pub fn base(url: &str) -> String {
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = after_scheme.split_once('/').map_or("", |(_, path)| path).trim_matches('/');
    if path.is_empty() { "/".to_string() } else { format!("/{path}/") }
}

/// Looks up the path of a request, as it came.
pub fn find<'a>(site: &'a Artifacts, base: &str, path: &str) -> Place<'a> {
    let path = unescaped(path);
    let below = unescaped(base);
    let Some(path) = path.strip_prefix(&*below) else {
        return match path == "/" || below.strip_suffix('/') == Some(&path) {
            true => Place::Elsewhere(base.to_string()),
            false => Place::Nowhere(not_found(site, "")),
        };
    };
    if let Some(place) = file(site, path) {
        return place;
    }
    match file(site, &index(path)) {
        Some(_) if !path.is_empty() && !path.ends_with('/') => {
            Place::Elsewhere(format!("{base}{path}/"))
        }
        Some(place) => place,
        None => Place::Nowhere(not_found(site, path)),
    }
}

/// The page of a folder: `en/index.html` for `en` and `en/`.
pub fn index(path: &str) -> String {
    match path.is_empty() || path.ends_with('/') {
        true => format!("{path}index.html"),
        false => format!("{path}/index.html"),
    }
}

fn file<'a>(site: &'a Artifacts, path: &str) -> Option<Place<'a>> {
    let whole = site.files.get_key_value(path).map(|(name, _)| name);
    let name = whole.or_else(|| site.pieces.get_key_value(path).map(|(name, _)| name))?;
    Some(Place::File(name, site.file(path)?))
}

/// The name among the files of the site that the path of a request stands for.
pub fn name(base: &str, path: &str) -> Option<String> {
    unescaped(path).strip_prefix(&*unescaped(base)).map(String::from)
}

/// The page for what is not there, of the nearest folder that has one: each language has its own.
fn not_found<'a>(site: &'a Artifacts, path: &str) -> Option<&'a [u8]> {
    let first = path.split_once('/').map_or("", |(folder, _)| folder);
    let own = site.files.get(&format!("{first}/404.html"));
    own.or_else(|| site.files.get("404.html")).map(|bytes| &bytes[..])
}

/// `%C3%A5` is `å`.
fn unescaped(path: &str) -> Cow<'_, str> {
    // What is no text after that is left as it is: no file has such a name.
    percent_decode_str(path).decode_utf8().unwrap_or(Cow::Borrowed(path))
}

/// A page on its way to the browser: with the script of the preview, which the page's own policy
/// would not let in. `fingerprint` says what the browser will then show.
pub fn with_script(page: &[u8], fingerprint: &str) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(page) else { return page.to_vec() };
    let script =
        format!("<script src=\"{OWN}live.js\" data-page=\"{fingerprint}\" defer></script>");
    let mut text = text.to_string();
    let policy = "content=\"default-src 'none'; ";
    if let Some(at) = text.find(policy).map(|at| at + policy.len()) {
        let end = text[at..].find('"').map_or(text.len(), |end| at + end);
        let own = text[at..end].to_string();
        let mut open = own.clone();
        for need in ["script-src", "connect-src", "style-src"] {
            if !own.contains(need) {
                open.insert_str(0, &format!("{need} 'self'; "));
            }
        }
        text.replace_range(at..end, &open);
    }
    let at = text.rfind("</head>").unwrap_or(text.len());
    text.insert_str(at, &script);
    text.into_bytes()
}

/// What a browser shows at a page, in few characters: the page, and the pictures that it names by
/// addresses that stay the same when they change.
pub fn fingerprint(site: &Artifacts, path: &str, page: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update(page);
    let text = std::str::from_utf8(page).unwrap_or_default();
    for attribute in [" src=\"", " srcset=\""] {
        for after in text.split(attribute).skip(1) {
            let named = after.split('"').next().unwrap_or_default();
            for one in named.split(',').filter_map(|one| one.split_whitespace().next()) {
                if let Some(bytes) = site.files.get(&beside(path, one)) {
                    hash.update(Sha256::digest(bytes));
                }
            }
        }
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The path of what `page` calls `address`.
fn beside(page: &str, address: &str) -> String {
    let address = unescaped(address.split(['?', '#']).next().unwrap_or_default());
    let mut folders: Vec<&str> = page.split('/').collect();
    folders.pop();
    for part in address.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = folders.pop(),
            part => folders.push(part),
        }
    }
    folders.join("/")
}

/// How a file is to be read (IANA media types).
pub fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "xml" => "application/xml",
        "csv" => "text/csv; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn site() -> Artifacts {
        let mut site = Artifacts::default();
        for path in
            ["index.html", "404.html", "en/index.html", "en/404.html", "en/å b.pdf", "a.png"]
        {
            site.files.insert(path.to_string(), path.to_string().into());
        }
        site
    }

    fn check(base: &str, path: &str, expected: Expect) {
        let site = site();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let found = match find(&site, base, path) {
            Place::File(name, _) => name.to_string(),
            Place::Elsewhere(path) => format!("-> {path}"),
            Place::Nowhere(page) => format!("no: {}", page.map(text).unwrap_or_default()),
        };
        expected.assert_eq(&found);
    }

    #[test]
    fn an_address_leads_to_a_file() {
        check("/", "/", expect!["index.html"]);
        check("/", "/en/", expect!["en/index.html"]);
        check("/", "/en", expect!["-> /en/"]);
        check("/", "/en/%C3%A5%20b.pdf", expect!["en/å b.pdf"]);
        check("/", "/nowhere/", expect!["no: 404.html"]);
        check("/", "/en/nowhere", expect!["no: en/404.html"]);
        check("/", "/../a.png", expect!["no: 404.html"]);
        check("/", "/%ff", expect!["no: 404.html"]);
    }

    #[test]
    fn a_file_in_pieces_is_put_together() {
        let mut site = site();
        site.pieces.insert("en/search.json".to_string(), vec!["[1".into(), ",2]".into()]);
        let whole = Place::File("en/search.json", "[1,2]".into());
        assert_eq!(find(&site, "/", "/en/search.json"), whole);
    }

    #[test]
    fn a_site_below_a_path_is_served_below_it() {
        assert_eq!(base("https://example.org"), "/");
        assert_eq!(base("https://example.org/reports/"), "/reports/");
        check("/reports/", "/reports/en/", expect!["en/index.html"]);
        check("/reports/", "/reports", expect!["-> /reports/"]);
        check("/reports/", "/", expect!["-> /reports/"]);
        check("/reports/", "/en/", expect!["no: 404.html"]);
    }

    #[test]
    fn a_page_lets_the_script_of_the_preview_in() {
        let policy = "default-src 'none'; style-src 'self'";
        let page = format!("<head><meta content=\"{policy}\"></head><body></body>");
        expect![[r#"<head><meta content="default-src 'none'; connect-src 'self'; script-src 'self'; style-src 'self'"><script src="/__belegg/live.js" data-page="f1" defer></script></head><body></body>"#]]
            .assert_eq(&String::from_utf8_lossy(&with_script(page.as_bytes(), "f1")));
    }

    #[test]
    fn a_page_is_another_when_a_picture_of_it_is() {
        let page = b"<img src=\"../a.png\">";
        let before = fingerprint(&site(), "en/index.html", page);
        let mut site = site();
        site.files.insert("en/index.html".to_string(), "another".into());
        assert_eq!(fingerprint(&site, "en/index.html", page), before);
        site.files.insert("a.png".to_string(), "another".into());
        assert_ne!(fingerprint(&site, "en/index.html", page), before);
    }
}
