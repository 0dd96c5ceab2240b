//! The files that are no pages: what they are called in the address, and what they are.

use std::collections::BTreeMap;

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::image;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::project::files::{
    FilePlace, Files, Image, ImageFault, ImageFormat, ProjectFile, Refused,
};
use crate::source::{FileId, Sources, Span};

/// Files that are published where they lie beside a page, by the ending of their names.
const PUBLISHED: [&str; 22] = [
    "csv", "docx", "epub", "ico", "ics", "json", "m4a", "mp3", "mp4", "odp", "ods", "odt", "pdf",
    "pptx", "srt", "txt", "vcf", "vtt", "webm", "woff2", "xlsx", "zip",
];
/// Pictures, also of kinds that browsers do not show: that is told where one is used.
const PICTURES: [&str; 12] =
    ["avif", "bmp", "gif", "heic", "heif", "jpeg", "jpg", "png", "svg", "tif", "tiff", "webp"];
/// What a browser would run.
const ACTIVE: [&str; 11] =
    ["css", "htm", "html", "js", "mjs", "php", "swf", "wasm", "xht", "xhtml", "xml"];
/// Names that Windows keeps for itself, whatever their ending.
const RESERVED: [&str; 4] = ["aux", "con", "nul", "prn"];

/// A file, the path and language that texts name it by, and where it goes.
type Named = (FileId, (String, Option<String>), FilePlace);

/// Every file below `static/`, and those beside the pages.
pub fn files(sources: &Sources, config: &Config, diagnostics: &mut Diagnostics) -> Files {
    let mut files = Files::default();
    let mut named: Vec<Named> = Vec::new();
    for (file, source) in sources.iter() {
        if source.path.starts_with("content/") && source.path.ends_with(".md") {
            continue;
        }
        let path: String = source.path.nfc().collect();
        if let Some(path) = path.strip_prefix("static/") {
            named.push((file, (path.to_string(), None), FilePlace::Static(path.to_string())));
        } else if let Some(path) = path.strip_prefix("content/") {
            let (path, language) = language(path, config);
            let end = ending(path);
            tell_no_page(file, path, diagnostics);
            if PUBLISHED.contains(&end.as_str()) || PICTURES.contains(&end.as_str()) {
                let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
                let place =
                    FilePlace::Beside { folder: folder.to_string(), name: name_in_address(name) };
                named.push((file, (path.to_string(), language), place));
            } else if end != "md" {
                let why = match ACTIVE.contains(&end.as_str()) {
                    true => Refused::Active,
                    false => Refused::Unknown,
                };
                files.refused.insert(path.to_string(), why);
            }
        }
    }
    tell_names(&named, sources, diagnostics);
    let read: Vec<_> = named
        .into_par_iter()
        .map(|(file, key, place)| {
            let image = picture(&key.0, sources.bytes(file), config.images.most_pixels);
            (key.clone(), ProjectFile { file, language: key.1, place, image })
        })
        .collect();
    for (key, file) in read {
        tell_picture(&key.0, &file, diagnostics);
        files.all.entry(key).or_insert(file);
    }
    files
}

/// A file that was meant as a page, and is not read as one.
fn tell_no_page(file: FileId, path: &str, diagnostics: &mut Diagnostics) {
    let lower = path.to_lowercase();
    let endings = [".md", ".md.txt", ".markdown", ".mdown", ".mdx"];
    let Some(end) = endings.iter().find(|end| lower.ends_with(**end)) else { return };
    let stem = &path[..path.len() - end.len()];
    if path.ends_with(".md") {
        return;
    }
    let message = format!("`content/{path}` is not read: pages end in `.md`");
    diagnostics.push(
        Diagnostic::warning("skipped-file", Span::file(file), message)
            .help(format!("if it is a page, rename it to `content/{stem}.md`")),
    );
}

/// `en/report/a.pdf` is `report/a.pdf` in English, as with pages.
fn language<'p>(path: &'p str, config: &Config) -> (&'p str, Option<String>) {
    match path.split_once('/') {
        Some((folder, rest)) if config.language(folder).is_some() => {
            (rest, Some(folder.to_string()))
        }
        _ => (path, None),
    }
}

/// In small letters; empty without one.
fn ending(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(String::new(), |(_, end)| end.to_lowercase())
}

/// `Årsrapport 2024.PDF` is `arsrapport-2024.pdf`; empty where no letter or digit is left.
fn name_in_address(name: &str) -> String {
    let (stem, end) = name.rsplit_once('.').unwrap_or((name, ""));
    match super::slug(stem) {
        stem if stem.is_empty() => String::new(),
        stem => format!("{stem}.{}", end.to_lowercase()),
    }
}

/// Two files of one address, and names that cannot be had everywhere.
fn tell_names(named: &[Named], sources: &Sources, diagnostics: &mut Diagnostics) {
    let mut taken: BTreeMap<(String, &Option<String>), FileId> = BTreeMap::new();
    for (file, (_, language), place) in named {
        let span = Span::file(*file);
        let shown = sources.path(*file);
        let (address, name) = match place {
            FilePlace::Static(path) => (path.to_lowercase(), path.as_str()),
            FilePlace::Beside { folder, name } => (format!("{folder}/{name}"), name.as_str()),
        };
        let address = address.trim_start_matches('/').to_string();
        let last = name.rsplit('/').next().unwrap_or(name);
        let stem = last.split('.').next().unwrap_or(last).to_lowercase();
        if last.is_empty() {
            let message = format!("`{shown}` has no letter or digit that an address can have");
            diagnostics.push(
                Diagnostic::error("file-name", span, message).help("rename it with letters a–z"),
            );
            continue;
        }
        if is_reserved(&stem) {
            let message = format!("`{stem}` is a name that Windows keeps for itself");
            let rest = last.get(stem.len()..).unwrap_or_default();
            let help = format!("rename it, for instance to `{stem}-1{rest}`");
            diagnostics.push(Diagnostic::error("file-name", span, message).help(help));
        }
        if let Some(other) = taken.insert((address.clone(), language), *file) {
            let before = sources.path(other);
            let message = format!("`{before}` and `{shown}` would be one file, `{address}`");
            let composed = |path: &str| path.nfc().collect::<String>();
            let (one, two) = (composed(shown), composed(before));
            let help = match one.to_lowercase() == two.to_lowercase() {
                _ if one == two => {
                    "their letters look the same and are stored in two ways, as between macOS and Windows: keep one"
                }
                true => {
                    "they differ in capital letters alone, which is one name on many machines: rename one"
                }
                false => {
                    "capital letters, accents and spaces do not tell files apart in an address: rename one"
                }
            };
            diagnostics.push(
                Diagnostic::error("file-name", span, message)
                    .related(Span::file(other), "the other file")
                    .help(help),
            );
        }
    }
}

/// Whether Windows keeps a name, without its ending and in small letters, for itself.
pub fn is_reserved(stem: &str) -> bool {
    let numbered = |word: &str| {
        stem.strip_prefix(word)
            .is_some_and(|rest| matches!(rest.as_bytes(), [digit] if digit.is_ascii_digit()))
    };
    RESERVED.contains(&stem) || numbered("com") || numbered("lpt")
}

/// What a file is, where its name says that it is a picture.
fn picture(path: &str, bytes: &[u8], most_pixels: u64) -> Option<Result<Image, ImageFault>> {
    if !PICTURES.contains(&ending(path).as_str()) {
        return None;
    }
    Some(image::image(bytes, most_pixels).unwrap_or_else(|| {
        Err(ImageFault {
            what: "is no picture, whatever its name says".to_string(),
            help: "save the picture again as JPEG, PNG or WebP".to_string(),
        })
    }))
}

fn tell_picture(path: &str, file: &ProjectFile, diagnostics: &mut Diagnostics) {
    let Some(Ok(image)) = &file.image else { return };
    let written = ending(path);
    let fits = match image.format {
        ImageFormat::Jpeg => ["jpg", "jpeg"].contains(&written.as_str()),
        format => written == format.ending(),
    };
    if !fits {
        let (name, end) = (image.format.name(), image.format.ending());
        let shown = file.in_project(path);
        let message = format!("`{shown}` ends in `.{written}`, but its bytes are {name}");
        diagnostics.push(
            Diagnostic::warning("wrong-ending", Span::file(file.file), message)
                .help(format!("rename it to `.{end}`; the page shows it all the same")),
        );
    }
    if image.has_notes && matches!(file.place, FilePlace::Static(_)) {
        let message = format!("`static/{path}` is published with what the camera wrote into it");
        diagnostics.push(
            Diagnostic::warning("picture-notes", Span::file(file.file), message).help(
                "it may tell the time, the place and who took it: put the picture beside its page, where it is taken out",
            ),
        );
    }
}
