//! The files of a project that are no pages: those beside pages, and those in `static/`.

use std::collections::BTreeMap;

use crate::source::FileId;

/// Files by the path that texts name them by: below `content/` or `static/`, letters composed (NFC).
#[derive(Debug, Clone, Default)]
pub struct Files {
    /// By path and language; a file below `content/en/` is of one language.
    pub all: BTreeMap<(String, Option<String>), ProjectFile>,
    /// Files beside pages that a site does not publish, by the same path.
    pub refused: BTreeMap<String, Refused>,
}

/// A file that is published.
#[derive(Debug, Clone)]
pub struct ProjectFile {
    pub file: FileId,
    /// The one language that it is for; none where it is for all.
    pub language: Option<String>,
    pub place: FilePlace,
    /// What the bytes are where they are a picture, or why they cannot be shown as one.
    pub image: Option<Result<Image, ImageFault>>,
}

impl ProjectFile {
    /// The path from the project's root, by that which texts name the file by.
    pub fn in_project(&self, path: &str) -> String {
        match (&self.place, &self.language) {
            (FilePlace::Static(_), _) => format!("static/{path}"),
            (FilePlace::Beside { .. }, Some(language)) => format!("content/{language}/{path}"),
            (FilePlace::Beside { .. }, None) => format!("content/{path}"),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilePlace {
    /// At the root of the site, at this path.
    Static(String),
    /// Beside the pages of a folder: the folder below `content/`, and the name in the address.
    Beside { folder: String, name: String },
}

/// Why a file beside a page is not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It could run in the reader's browser.
    Active,
    /// Nothing is known of such files.
    Unknown,
}

/// A picture as its bytes have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Image {
    pub format: ImageFormat,
    /// In pixels, as it is shown: turned as the camera says.
    pub width: u32,
    pub height: u32,
    /// It holds what a camera wrote of time, place or owner (EXIF).
    pub has_notes: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ImageFormat {
    Png,
    Jpeg,
    Webp,
    Gif,
    Svg,
}

impl ImageFormat {
    pub fn name(self) -> &'static str {
        match self {
            ImageFormat::Png => "PNG",
            ImageFormat::Jpeg => "JPEG",
            ImageFormat::Webp => "WebP",
            ImageFormat::Gif => "GIF",
            ImageFormat::Svg => "SVG",
        }
    }

    /// The ending of its file names.
    pub fn ending(self) -> &'static str {
        match self {
            ImageFormat::Png => "png",
            ImageFormat::Jpeg => "jpg",
            ImageFormat::Webp => "webp",
            ImageFormat::Gif => "gif",
            ImageFormat::Svg => "svg",
        }
    }

    /// Made of pixels, so that it can be had in other sizes.
    pub fn is_raster(self) -> bool {
        self != ImageFormat::Svg
    }
}

/// What is wrong with a picture, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageFault {
    /// Of the picture: `is cut off`.
    pub what: String,
    pub help: String,
}

impl Files {
    /// The file that a page in a language names: that language's own before the common one.
    pub fn find(&self, path: &str, language: &str) -> Option<&ProjectFile> {
        let own = (path.to_string(), Some(language.to_string()));
        self.all.get(&own).or_else(|| self.all.get(&(path.to_string(), None)))
    }

    /// The paths that a page in a language may name.
    pub fn paths<'a>(&'a self, language: &'a str) -> impl Iterator<Item = &'a str> {
        let fits = move |own: &Option<String>| own.as_deref().is_none_or(|own| own == language);
        self.all.keys().filter(move |(_, own)| fits(own)).map(|(path, _)| path.as_str())
    }
}
