//! The files beside pages and in `static/`: how texts name them, and where they are published.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::links::beside;
use super::resolve::Scope;
use super::sitemap::Sitemap;
use crate::diagnostic::{Diagnostic, nearest};
use crate::document::{Edition, Inline, Resolved, Target, each_inline};
use crate::project::Project;
use crate::project::files::{FilePlace, ProjectFile, Refused};
use crate::source::{FileId, Span};

/// The path of a file as a page names it: `report%20a.pdf` beside the page, `/logo.png` in `static/`
/// or at the top of `content/`.
pub fn path(target: &str, folder: &str) -> String {
    let plain = decoded(target);
    let path = match plain.strip_prefix('/') {
        Some(path) => path.to_string(),
        None => beside(folder, &plain),
    };
    path.nfc().collect()
}

/// `%20` is a space. What is no text in UTF-8 stays as it is.
fn decoded(target: &str) -> String {
    let mut bytes = Vec::with_capacity(target.len());
    let mut rest = target.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match hex.and_then(|two| u8::from_str_radix(two, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| target.to_string())
}

/// The file that a page names; what is wrong where there is none.
pub fn find<'a>(
    target: &str,
    span: Span,
    scope: Scope<'a>,
) -> Result<(String, &'a ProjectFile), Box<Diagnostic>> {
    let files = &scope.project.files;
    let language = scope.page.language.as_str();
    let path = path(target, scope.page.folder());
    if let Some(found) = files.find(&path, language) {
        return Ok((path, found));
    }
    let error = |message| Diagnostic::error("broken-link", span, message);
    // As a user finds it from the project's root.
    let shown = match decoded(target).starts_with('/') {
        true if !files.refused.contains_key(&path) => format!("static/{path}"),
        _ => format!("content/{path}"),
    };
    Err(Box::new(match files.refused.get(&path) {
        Some(Refused::Active) => {
            error(format!("`{shown}` is not published: a browser could run what stands in it"))
                .help("if it is meant to be on the site, put it into `static/`")
        }
        Some(Refused::Unknown) => error(format!(
            "`{shown}` is not published: files of this kind are not known"
        ))
        .help("put it into `static/`, from where everything is published, or save it as PDF"),
        None => {
            let diagnostic = error(format!("there is no file `{shown}`"));
            match nearest(&path, files.paths(language)) {
                Some(near) => {
                    let found = files.find(near, language);
                    let there = found.map_or_else(|| near.to_string(), |it| it.in_project(near));
                    let (folder, name) = near.rsplit_once('/').unwrap_or(("", near));
                    let is_beside = !decoded(target).contains('/') && folder == scope.page.folder();
                    let write = if is_beside { name.to_string() } else { format!("/{near}") };
                    diagnostic.help(format!("there is `{there}`: write `{write}`"))
                }
                None => diagnostic.help(
                    "put it beside the page, or into `static/` and write `/name.pdf`; pages are linked by their file, `@/report/_index.md`",
                ),
            }
        }
    }))
}

/// Where a file lies in the site for readers of an edition, relative to the output folder.
pub fn address(file: &ProjectFile, sitemap: &Sitemap, edition: usize) -> String {
    match &file.place {
        FilePlace::Static(path) => path.clone(),
        FilePlace::Beside { folder, name } => {
            let mut languages = sitemap.config.languages.iter();
            let own = file.language.as_ref();
            let own = own.and_then(|own| languages.position(|one| one.name == *own));
            let url = sitemap.folder_url(folder, own.unwrap_or(edition));
            format!("{}{name}", url.trim_start_matches('/'))
        }
    }
}

/// The files that are published, by path relative to the output folder: all of `static/`; what lies
/// beside pages where a page leads to it, so that nothing goes out with a page that does not.
pub fn published(
    project: &Project,
    sitemap: &Sitemap,
    editions: &[Edition],
) -> BTreeMap<String, FileId> {
    let mut published = BTreeMap::new();
    let mut by_address: BTreeMap<String, FileId> = BTreeMap::new();
    let languages = &project.config.languages;
    // A language's own file stands before the common one.
    for ((path, _), file) in project.files.all.iter().rev() {
        let addresses: Vec<String> =
            (0..languages.len()).map(|edition| address(file, sitemap, edition)).collect();
        for address in &addresses {
            by_address.entry(address.clone()).or_insert(file.file);
        }
        let is_static = matches!(file.place, FilePlace::Static(_));
        let stands_for = |folder: &str| {
            let index = format!("{folder}/_index");
            sitemap.entries.contains_key(index.trim_start_matches('/'))
        };
        if let FilePlace::Beside { folder, .. } = &file.place
            && path.rsplit('/').next() == Some(SHARED)
            && stands_for(folder)
        {
            published.extend(addresses.into_iter().map(|address| (address, file.file)));
        } else if is_static {
            published.extend(addresses.into_iter().next().map(|address| (address, file.file)));
        }
    }
    let pages = editions.iter().flat_map(|edition| &edition.pages);
    for page in pages.filter(|page| page.holds().files) {
        let mut note = |inline: &Inline<Resolved>| {
            if let Inline::Link { target, .. } = inline
                && let Target::File(path) = &target.target
                && let Some(file) = by_address.get(path)
            {
                published.insert(path.clone(), *file);
            }
        };
        each_inline(page, &mut note);
    }
    published
}

/// The picture that stands for a report where it is shared, where a project has its own.
const SHARED: &str = "share.png";
