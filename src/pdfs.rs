//! All PDFs of a report: written as Typst source, typeset in parallel, or taken from memory.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use rayon::prelude::*;

use crate::artifact::{Artifacts, Bytes, Files, TypstProject};
use crate::chart::Chart;
use crate::config::{PdfConfig, PdfEngine};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{self, Document, Edition, Report};
use crate::phase::{self, Piece};
use crate::project::Project;
use crate::render::pictures::Pictures;
use crate::render::svg::{Fonts, Variant};
use crate::source::Sources;
use crate::theme::Theme;
use crate::typeset::{self, Choice, EngineFault, Failure, Finished, Pdf};
use crate::{Options, PdfChoice, render};

/// The PDFs of all documents, the pictures that stand for them where they are shared, and what both
/// were set from, by the path of the PDF.
#[derive(Default)]
pub(crate) struct Documents {
    pub pdfs: BTreeMap<String, Pdf>,
    pub pictures: Files,
    /// Those that nobody waits for.
    pub later: BTreeSet<String>,
    pub set_from: BTreeMap<String, TypstProject>,
}

impl Documents {
    /// Puts them among the files of a site.
    pub fn put_into(self, artifacts: &mut Artifacts) {
        artifacts.later = self.later;
        for (path, picture) in self.pictures {
            artifacts.files.insert(document::shared_picture(&path), picture);
        }
        for (path, pdf) in self.pdfs {
            artifacts.pdf_pages.insert(path.clone(), pdf.pages);
            artifacts.files.insert(path, pdf.bytes.into());
        }
    }
}

/// Sets all documents, in parallel. All mistakes in them are told.
pub(crate) fn typeset(
    report: &Report,
    project: &Project,
    sources: &Sources,
    pictures: &Pictures,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Result<Documents, EngineFault> {
    let theme = &project.theme;
    let none = report.editions.iter().all(|edition| edition.documents.is_empty());
    let Some(choice) = choice(options, &project.config.pdf).filter(|_| !none) else {
        return Ok(Documents::default());
    };
    let engine = options.engines.engine(&choice, theme)?;
    let Some(written) = Written::new(report, theme, sources, pictures, diagnostics) else {
        return Ok(Documents::default());
    };
    let memory = options.memory.as_deref();
    let outcomes = typeset::each(&written.documents(), |(edition, document)| {
        let typst = written.project(edition, document);
        let own = written.published.files.get(&document::shared_picture(&document.path));
        let is_awaited =
            options.awaited.as_ref().is_none_or(|paths| paths.contains(&document.path));
        let watch = options.stopwatch.as_deref();
        let made = phase::timed(watch, Piece::Document, &document.path, || match is_awaited {
            true => typeset::finished(&typst, &engine, own.is_none(), memory).map(Some),
            false => Ok(typeset::remembered(&typst, &engine, own.is_none(), memory)),
        });
        let of_document = |Finished { pdf, picture }| {
            // A picture that the project has at that address stays.
            (pdf, picture.map(Bytes::from).or_else(|| own.cloned()).unwrap_or_default())
        };
        (&document.path, typst, made.map(|made| made.map(of_document)))
    });
    let mut documents = Documents::default();
    let mut found = Vec::new();
    for (path, typst, made) in outcomes {
        match made {
            Ok(None) => _ = documents.later.insert(path.clone()),
            Ok(Some((pdf, picture))) => {
                documents.pdfs.insert(path.clone(), pdf);
                documents.pictures.insert(path.clone(), picture);
            }
            Err(Failure::Engine(fault)) => return Err(fault),
            Err(Failure::Document(mistakes)) => {
                found.extend(typeset::told(&mistakes, path, &typst, theme, sources));
            }
        }
        documents.set_from.insert(path.clone(), typst);
    }
    push_once(found.into_iter(), diagnostics);
    Ok(documents)
}

/// Tells the characters that no font has, of documents that are not typeset because of other errors.
/// Where a project has a layout of its own, only an engine knows what it sets.
pub(crate) fn characters(
    report: &Report,
    project: &Project,
    sources: &Sources,
    pictures: &Pictures,
    options: &Options,
    diagnostics: &mut Diagnostics,
) {
    let theme = &project.theme;
    let is_own = theme.folder("pdf").any(|(_, file)| file.file.is_some());
    if is_own || choice(options, &project.config.pdf).is_none() {
        return;
    }
    let Some(written) = Written::new(report, theme, sources, pictures, diagnostics) else { return };
    let found: Vec<_> = written
        .documents()
        .into_par_iter()
        .with_max_len(1)
        .map(|(edition, document)| {
            typeset::told_characters(&written.project(edition, document), theme, sources)
        })
        .collect();
    push_once(found.into_iter().flatten(), diagnostics);
}

/// A mistake of the theme or the data is one, however many documents it keeps from being made.
fn push_once(found: impl Iterator<Item = Diagnostic>, diagnostics: &mut Diagnostics) {
    let mut told = BTreeSet::new();
    for one in found {
        if told.insert((one.span, one.message.clone())) {
            diagnostics.push(one);
        }
    }
}

/// The PDFs of documents, and the pictures that stand for them where they are shared, without the site
/// around them: those that are awaited ([`Options::awaited`]), and others that are remembered. None where
/// the project has errors, which are told.
pub fn documents(
    sources: &Sources,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Artifacts>, EngineFault> {
    let Some(crate::Draft { project, report, .. }) = crate::draft(sources, options, diagnostics)
    else {
        return Ok(None);
    };
    let memory = options.memory.as_deref();
    let shown = render::pictures::pictures(&report, &project, sources, memory, diagnostics);
    if diagnostics.has_errors() {
        return Ok(None);
    }
    let made = typeset(&report, &project, sources, &shown, options, diagnostics)?;
    let mut artifacts = Artifacts::default();
    made.put_into(&mut artifacts);
    Ok((!diagnostics.has_errors()).then_some(artifacts))
}

/// Which engine sets the PDFs; none where there shall be no PDF.
fn choice(options: &Options, config: &PdfConfig) -> Option<Choice> {
    let configured = || config.typst.as_ref().map(PathBuf::from);
    match (&options.pdf, config) {
        (PdfChoice::No, _) | (PdfChoice::AsConfigured, PdfConfig { disabled: true, .. }) => None,
        (PdfChoice::Embedded, _)
        | (PdfChoice::AsConfigured, PdfConfig { engine: PdfEngine::Embedded, .. }) => {
            Some(Choice::Embedded)
        }
        (PdfChoice::Command(path), _) => Some(Choice::Command(path.clone().or_else(configured))),
        (PdfChoice::AsConfigured, PdfConfig { engine: PdfEngine::Cli, .. }) => {
            Some(Choice::Command(configured()))
        }
    }
}

/// A report with all that its documents are written with.
struct Written<'a> {
    report: &'a Report,
    theme: &'a Theme,
    fonts: Fonts,
    /// Images and files with numbers, by their path in the output.
    published: Artifacts,
}

impl<'a> Written<'a> {
    fn new(
        report: &'a Report,
        theme: &'a Theme,
        sources: &Sources,
        pictures: &Pictures,
        diagnostics: &mut Diagnostics,
    ) -> Option<Written<'a>> {
        let fonts = Fonts::from_theme(theme, diagnostics)?;
        let mut published = Artifacts::default();
        published.files.extend(render::data::attached(report, theme));
        let own = report.files.iter().map(|(path, file)| {
            let bytes = pictures.whole.get(file).cloned();
            (path.clone(), bytes.unwrap_or_else(|| Bytes::copy_from_slice(sources.bytes(*file))))
        });
        published.files.extend(own);
        published.files.extend(pictures.for_print(report));
        Some(Written { report, theme, fonts, published })
    }

    fn documents(&self) -> Vec<(&'a Edition, &'a Document)> {
        let editions = self.report.editions.iter();
        editions.flat_map(|one| one.documents.iter().map(move |document| (one, document))).collect()
    }

    fn project(&self, edition: &Edition, document: &Document) -> TypstProject {
        let palette = &self.theme.palette;
        let draw = |chart: &Chart| render::svg::draw(chart, Variant::Wide, &self.fonts, palette);
        render::typst::document(self.report, edition, document, self.theme, &self.published, &draw)
    }
}

/// The Typst source of all documents, as a designer works on it with Typst alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypstFolder {
    /// By path within the folder: `README.md`, `fonts/…`, and a folder for each document.
    pub files: Files,
    /// The folder of each document.
    pub documents: Vec<String>,
}

/// Writes the source of all documents, whether or not they can be typeset. None where the project has
/// errors, which `build` tells.
pub fn typst_folder(sources: &Sources, options: &Options) -> Option<TypstFolder> {
    let mut untold = Diagnostics::default();
    let crate::Draft { project, report, .. } = crate::draft(sources, options, &mut untold)?;
    let memory = options.memory.as_deref();
    let shown = render::pictures::pictures(&report, &project, sources, memory, &mut untold);
    let written = Written::new(&report, &project.theme, sources, &shown, &mut untold)?;
    if untold.has_errors() {
        return None;
    }
    let mut folder = TypstFolder::default();
    for (edition, document) in written.documents() {
        let name = document.path.trim_end_matches(".pdf").to_string();
        for (path, bytes) in written.project(edition, document).files {
            folder.files.insert(format!("{name}/{path}"), bytes);
        }
        folder.documents.push(name);
    }
    for (name, bytes) in typeset::fonts(&project.theme) {
        folder.files.insert(format!("fonts/{name}"), Bytes::copy_from_slice(bytes));
    }
    let readme = typeset::readme(&folder.documents, &project.config.theme);
    folder.files.insert("README.md".to_string(), readme.into());
    Some(folder)
}
