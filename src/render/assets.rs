//! The files of the theme under `static/` as they are published: each with its hash in the name, so
//! that browsers may keep it for ever and never show a new page in an old style.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::document::Report;
use crate::render::output::Output;
use crate::render::{address, search};
use crate::source::Span;
use crate::theme::palette::STYLE_SHEET;
use crate::theme::{Theme, ThemeFile};

/// The folder of the output that holds them, and nothing else that changes under its name.
pub const FOLDER: &str = "static";

/// The published files of a theme.
pub struct Assets {
    /// Where each lies, by its name in the theme.
    pub paths: BTreeMap<String, String>,
    /// The style sheets that every page links: one, made of all that do not lie in folders.
    pub sheets: Vec<String>,
    /// The font that these name first: most text is set in it.
    pub font: Option<String>,
}

/// Publishes the files. Style sheets come last, for they name the others.
pub fn publish(report: &Report, theme: &Theme, output: &mut Output) -> Assets {
    let searched = report.editions.iter().any(|edition| edition.search.is_some());
    let files =
        theme.folder("static").filter(|(name, _)| searched || !search::FILES.contains(name));
    let (sheets, others): (Vec<_>, Vec<_>) = files.partition(|(name, _)| name.ends_with(".css"));
    let mut assets = Assets { paths: BTreeMap::new(), sheets: Vec::new(), font: None };
    for (name, file) in others {
        let bytes = search::published(name, &file.bytes).into_owned();
        let path = add(name, bytes, file, output);
        assets.paths.insert(name.to_string(), path);
    }
    let (own, mut for_all): (Vec<_>, Vec<_>) =
        sheets.into_iter().partition(|(name, _)| name.contains('/'));
    // The colours first, so that every other sheet can set them anew.
    for_all.sort_by_key(|(name, _)| format!("static/{name}") != STYLE_SHEET);
    // Those in folders first: others may import them.
    for (name, file) in own {
        let sheet = published_sheet(name, file, &assets.paths);
        let path = add(name, sheet.into_bytes(), file, output);
        assets.paths.insert(name.to_string(), path);
    }
    let for_all = for_all.into_iter();
    let for_all: Vec<(&str, &ThemeFile, String)> = for_all
        .map(|(name, file)| (name, file, published_sheet(name, file, &assets.paths)))
        .collect();
    let first = for_all.iter().find_map(|(_, _, sheet)| first_font(sheet));
    assets.font = first.filter(|font| assets.paths.values().any(|path| path == font));
    // `@import` and its like mean something at the beginning of a file only.
    if for_all.iter().any(|(_, _, sheet)| has_rule_for_beginnings(sheet)) {
        for (name, file, sheet) in for_all {
            let path = add(name, sheet.into_bytes(), file, output);
            assets.sheets.push(path.clone());
            assets.paths.insert(name.to_string(), path);
        }
    } else if let Some((_, file, _)) = for_all.first() {
        let sheet: String = for_all.iter().map(|(_, _, sheet)| sheet.as_str()).collect();
        let path = add("style.css", sheet.into_bytes(), file, output);
        let names = for_all.iter().map(|(name, ..)| (name.to_string(), path.clone()));
        assets.paths.extend(names);
        assets.sheets.push(path);
    }
    assets
}

fn add(name: &str, bytes: Vec<u8>, file: &ThemeFile, output: &mut Output) -> String {
    let path = format!("{FOLDER}/{}", hashed(name, &bytes));
    output.add(path.clone(), bytes, file.file.map(Span::file));
    path
}

fn published_sheet(name: &str, file: &ThemeFile, paths: &BTreeMap<String, String>) -> String {
    with_addresses(&smaller(&String::from_utf8_lossy(&file.bytes)), name, paths)
}

fn has_rule_for_beginnings(sheet: &str) -> bool {
    ["@import", "@charset", "@namespace"].iter().any(|rule| sheet.contains(rule))
}

/// The first font that a published style sheet at the top of the folder names.
fn first_font(sheet: &str) -> Option<String> {
    let named = sheet.split("url(\"").skip(1).filter_map(|rest| rest.split('"').next());
    let font = named.into_iter().find(|named| named.ends_with(".woff2"))?;
    Some(format!("{FOLDER}/{font}"))
}

/// `fonts/inter.woff2` is `fonts/inter.1a2b3c4d.woff2`.
fn hashed(name: &str, bytes: &[u8]) -> String {
    let hash = short_hash(bytes);
    let folder = name.rfind('/').map_or(0, |slash| slash + 1);
    match name[folder..].rfind('.').filter(|dot| *dot > 0) {
        Some(dot) => {
            let (stem, ending) = name.split_at(folder + dot);
            format!("{stem}.{hash}{ending}")
        }
        None => format!("{name}.{hash}"),
    }
}

/// Eight hexadecimal digits that change with the bytes.
pub fn short_hash(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

/// A style sheet without comments and needless spaces; as it is where it cannot be read.
fn smaller(sheet: &str) -> String {
    match minifier::css::minify(sheet) {
        Ok(small) => small.to_string().trim().to_string(),
        Err(_) => sheet.to_string(),
    }
}

/// A style sheet whose `url(…)` lead to the published names. What is no file of the theme is left as
/// it is.
fn with_addresses(sheet: &str, name: &str, published: &BTreeMap<String, String>) -> String {
    let mut rewritten = String::with_capacity(sheet.len() + 256);
    let mut rest = sheet;
    while let Some(start) = rest.find("url(") {
        let (before, after) = rest.split_at(start + "url(".len());
        rewritten.push_str(before);
        let end = after.find(')').unwrap_or(after.len());
        let (written, after) = after.split_at(end);
        let bare = written.trim().trim_matches(['"', '\'']);
        match published.get(&beside(name, bare)) {
            Some(path) => {
                let up = address::root(name);
                let inside = path.strip_prefix(FOLDER).unwrap_or(path).trim_start_matches('/');
                rewritten.push_str(&format!("\"{up}{}\"", address::encoded(inside)));
            }
            None => rewritten.push_str(written),
        }
        rest = after;
    }
    rewritten.push_str(rest);
    rewritten
}

/// The file of the theme that a style sheet names: `../fonts/a.woff2` from `css/site.css`.
fn beside(sheet: &str, written: &str) -> String {
    let mut parts: Vec<&str> = sheet.split('/').collect();
    parts.pop();
    for part in written.split('/') {
        match part {
            "." => {}
            ".." => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_stands_before_the_ending() {
        let name = |name: &str| hashed(name, b"x").replace(&short_hash(b"x"), "#");
        assert_eq!(name("inter.woff2"), "inter.#.woff2");
        assert_eq!(name("fonts.v1/inter.woff2"), "fonts.v1/inter.#.woff2");
        assert_eq!(name("fonts.v1/license"), "fonts.v1/license.#");
        assert_eq!(name(".nojekyll"), ".nojekyll.#");
    }

    #[test]
    fn style_sheets_name_what_is_published() {
        let published = BTreeMap::from([
            ("fonts/a b.woff2".to_string(), "static/fonts/a b.1.woff2".to_string()),
            ("icon.svg".to_string(), "static/icon.2.svg".to_string()),
        ]);
        let check = |sheet: &str, name: &str, expected: &str| {
            assert_eq!(with_addresses(sheet, name, &published), expected);
        };
        check("a{b:url('icon.svg') c}", "site.css", "a{b:url(\"icon.2.svg\") c}");
        check("a{b:url(../icon.svg)}", "css/site.css", "a{b:url(\"../icon.2.svg\")}");
        let font = "src:url(\"../fonts/a b.woff2\")";
        check(font, "css/site.css", "src:url(\"../fonts/a%20b.1.woff2\")");
        check("url(#mark) url(data:image/png;base64,AA==)", "site.css", {
            "url(#mark) url(data:image/png;base64,AA==)"
        });
        check("url(other.png", "site.css", "url(other.png");
    }
}
