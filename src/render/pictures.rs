//! The pictures of a site as they are published: in the sizes that screens need, upright, in the
//! colours of the web, and without what cameras and programs wrote into them.
//!
//! A picture is made anew from its pixels, so nothing else can leave with it. That takes time, and
//! the same bytes always give the same pictures: they may be remembered between builds.

mod encode;
mod pack;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::artifact::{Bytes, Files};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{FigureContent, Page, Picture, Report, each_figure};
use crate::load::image::svg;
use crate::load::slug;
use crate::memory::{self, Memory};
use crate::project::Project;
use crate::project::files::{Image, ImageFault, ImageFormat};
use crate::source::{FileId, Sources, Span};

/// Widths that a picture is published in, in pixels; it is never enlarged.
const WIDTHS: [u32; 4] = [480, 800, 1200, 1600];

/// Every picture that pages show or lead to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pictures {
    /// In growing width, by the file that they were made of.
    pub shown: BTreeMap<FileId, Vec<Version>>,
    /// Pictures that are published as files, in their own size.
    pub whole: BTreeMap<FileId, Bytes>,
}

/// A picture in one size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Relative to the output folder; it changes with the bytes.
    pub path: String,
    /// In pixels.
    pub width: u32,
    pub height: u32,
    pub bytes: Bytes,
}

impl Pictures {
    /// The largest version of each picture, by its path in the project.
    pub fn for_print(&self, report: &Report) -> Files {
        let mut largest = BTreeMap::new();
        for page in report.editions.iter().flat_map(|edition| &edition.pages) {
            each_picture(page, &mut |picture| {
                let versions = self.shown.get(&picture.file);
                if let Some(version) = versions.and_then(|versions| versions.last()) {
                    largest.entry(picture.path.clone()).or_insert_with(|| version.bytes.clone());
                }
            });
        }
        largest
    }
}

fn each_picture(page: &Page, visit: &mut dyn FnMut(&Picture)) {
    each_figure(page, &mut |figure| {
        if let FigureContent::Image(picture) = &figure.content {
            visit(picture);
        }
    });
}

/// One thing to make of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Wanted {
    /// The sizes of the web.
    Sizes,
    /// The whole picture in its own format.
    Whole,
}

/// Makes the pictures of a report, in parallel. One that cannot be read to its end is told.
pub fn pictures(
    report: &Report,
    project: &Project,
    sources: &Sources,
    memory: Option<&dyn Memory>,
    diagnostics: &mut Diagnostics,
) -> Pictures {
    let images: BTreeMap<FileId, Image> = project
        .files
        .all
        .values()
        .filter_map(|file| Some((file.file, *file.image.as_ref()?.as_ref().ok()?)))
        .collect();
    let in_static = |file: FileId| sources.path(file).starts_with("static/");
    let mut wanted: BTreeSet<(FileId, Wanted)> = BTreeSet::new();
    // What lies in `static/` is published as it is.
    let linked = report.files.values().filter(|file| !in_static(**file));
    wanted.extend(linked.map(|file| (*file, Wanted::Whole)));
    let pages = report.editions.iter().flat_map(|edition| &edition.pages);
    for page in pages.filter(|page| page.holds().figures) {
        each_picture(page, &mut |picture| {
            wanted.insert((picture.file, Wanted::Sizes));
        });
    }
    let jobs: Vec<(FileId, Wanted, Image)> = wanted
        .into_iter()
        .filter_map(|(file, wanted)| Some((file, wanted, *images.get(&file)?)))
        .collect();
    let made: Vec<_> = jobs
        .into_par_iter()
        .with_max_len(1)
        .map(|(file, wanted, image)| (file, wanted, make(file, wanted, image, sources, memory)))
        .collect();
    let mut pictures = Pictures::default();
    for (file, wanted, outcome) in made {
        match (outcome, wanted) {
            (Ok(versions), Wanted::Sizes) => _ = pictures.shown.insert(file, versions),
            (Ok(versions), Wanted::Whole) => {
                pictures.whole.extend(versions.into_iter().next().map(|one| (file, one.bytes)));
            }
            (Err(fault), _) => {
                let message = format!("the picture `{}` {}", sources.path(file), fault.what);
                let told = Diagnostic::error("unfit-image", Span::file(file), message);
                diagnostics.push(told.help(fault.help));
            }
        }
    }
    pictures
}

fn make(
    file: FileId,
    wanted: Wanted,
    image: Image,
    sources: &Sources,
    memory: Option<&dyn Memory>,
) -> Result<Vec<Version>, ImageFault> {
    let bytes = sources.bytes(file);
    let path = sources.path(file);
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = slug(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    let stem = if stem.is_empty() { "picture" } else { &stem };
    if image.format == ImageFormat::Svg {
        let drawing = svg::published(bytes).unwrap_or_default();
        return Ok(vec![version(stem, (image.width, image.height), "svg", drawing)]);
    }
    let word = match wanted {
        Wanted::Sizes => "sizes",
        Wanted::Whole => "whole",
    };
    let key = format!("picture-{}-{word}-{}", sources.sha256(file), encode::EDITION);
    let remembered = memory::recall(memory, &key).and_then(|packed| pack::unpacked(&packed));
    let encoded = match remembered {
        Some(encoded) => encoded,
        None => {
            let encoded = match wanted {
                Wanted::Sizes => encode::sizes(bytes, image, &widths(image.width))?,
                Wanted::Whole => vec![encode::whole(bytes, image)?],
            };
            memory::remember(memory, &key, &pack::packed(&encoded));
            encoded
        }
    };
    let versions = encoded.into_iter();
    Ok(versions.map(|one| version(stem, (one.width, one.height), &one.ending, one.bytes)).collect())
}

/// The widths of a picture: those that it has pixels for, and its own where it is smaller than the
/// largest. Two that hardly differ are one.
fn widths(own: u32) -> Vec<u32> {
    let largest = own.min(WIDTHS[WIDTHS.len() - 1]);
    let smaller = WIDTHS.into_iter().filter(|width| width * 10 <= largest * 9);
    smaller.chain([largest]).collect()
}

fn version(stem: &str, (width, height): (u32, u32), ending: &str, bytes: Vec<u8>) -> Version {
    let hash: String =
        Sha256::digest(&bytes).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    Version {
        path: format!("images/{stem}-{width}.{hash}.{ending}"),
        width,
        height,
        bytes: bytes.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_never_enlarged() {
        assert_eq!(widths(300), [300]);
        assert_eq!(widths(820), [480, 820]);
        assert_eq!(widths(1000), [480, 800, 1000]);
        assert_eq!(widths(6000), [480, 800, 1200, 1600]);
    }
}
