//! Typst as a library. It sees the files of the project and the fonts of the theme, nothing else.

use std::sync::OnceLock;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::{LazyHash, Scalar};
use typst::{Library, LibraryExt, World, WorldExt};
use typst_kit::files::{FileLoader, FileStore};
use typst_kit::fonts::FontStore;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};
use typst_render::RenderOptions;

use crate::artifact::Files;
use crate::artifact::TypstProject;
use crate::theme::Theme;

use super::{Complaint, Pdf, TypesetError, fonts};

/// Typst's library of functions and the fonts of a theme, read when the first document needs them: a
/// build in which none changed needs none.
pub(super) struct Embedded {
    files: Vec<Vec<u8>>,
    read: OnceLock<Read>,
}

struct Read {
    library: LazyHash<Library>,
    fonts: FontStore,
}

impl Embedded {
    pub(super) fn new(theme: &Theme) -> Embedded {
        let files = fonts(theme).map(|(_, bytes)| bytes.to_vec()).collect();
        Embedded { files, read: OnceLock::new() }
    }

    fn read(&self) -> &Read {
        self.read.get_or_init(|| {
            let mut store = FontStore::new();
            for bytes in &self.files {
                store.extend(Font::iter(Bytes::new(bytes.clone())).map(|font| {
                    let info = font.info().clone();
                    (font, info)
                }));
            }
            Read { library: LazyHash::new(Library::default()), fonts: store }
        })
    }

    pub(super) fn typeset(&self, project: &TypstProject) -> Result<Pdf, Vec<TypesetError>> {
        let world = self.world(project, "main.typ")?;
        let document = world.document(project)?;
        let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_3a])
            .map_err(|error| vec![without_place(error.message().to_string(), project)])?;
        let options = PdfOptions { standards, ..PdfOptions::default() };
        let bytes =
            typst_pdf::pdf(&document, &options).map_err(|errors| world.errors(&errors, project))?;
        Ok(Pdf { bytes, pages: document.pages().len() })
    }

    pub(super) fn picture(&self, project: &TypstProject) -> Result<Vec<u8>, Vec<TypesetError>> {
        let world = self.world(project, "share.typ")?;
        let document = world.document(project)?;
        let fault = |message: String| vec![without_place(message, project)];
        let options = RenderOptions { pixel_per_pt: Scalar::new(1.0), ..RenderOptions::default() };
        let Some(page) = document.pages().first() else {
            return Err(fault("the picture for sharing has no page".to_string()));
        };
        let picture = typst_render::render(page, &options).encode_png();
        picture.map_err(|error| fault(format!("the picture for sharing: {error}")))
    }

    /// The project as Typst sees it, to be compiled from one of its files.
    fn world<'a>(
        &'a self,
        project: &'a TypstProject,
        main: &str,
    ) -> Result<ProjectWorld<'a>, Vec<TypesetError>> {
        let files = FileStore::new(ProjectFiles(&project.files));
        match file_id(main) {
            Some(main) => Ok(ProjectWorld { engine: self.read(), files, main }),
            None => Err(vec![without_place("the document has no main file".to_string(), project)]),
        }
    }
}

fn without_place(message: String, project: &TypstProject) -> TypesetError {
    Complaint { message, hints: Vec::new(), trail: Vec::new() }.settle(project)
}

fn file_id(path: &str) -> Option<FileId> {
    let path = VirtualPath::new(path).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

struct ProjectFiles<'a>(&'a Files);

impl FileLoader for ProjectFiles<'_> {
    fn load(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.get();
        let inside = matches!(path.root(), VirtualRoot::Project);
        let name = path.vpath().get_without_slash();
        match self.0.get(name).filter(|_| inside) {
            Some(bytes) => Ok(Bytes::new(bytes.clone())),
            None => Err(FileError::NotFound(name.into())),
        }
    }
}

struct ProjectWorld<'a> {
    engine: &'a Read,
    files: FileStore<ProjectFiles<'a>>,
    main: FileId,
}

impl World for ProjectWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.engine.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.engine.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.files.source(id)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.file(id)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.engine.fonts.font(index)
    }

    /// There is no today: a document's date is its own.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

impl ProjectWorld<'_> {
    fn document(&self, project: &TypstProject) -> Result<PagedDocument, Vec<TypesetError>> {
        let compiled = typst::compile::<PagedDocument>(self);
        // Errors first: what is only a warning often follows from one.
        let document = compiled.output.map_err(|errors| self.errors(&errors, project))?;
        match compiled.warnings.is_empty() {
            true => Ok(document),
            false => Err(self.errors(&compiled.warnings, project)),
        }
    }

    fn errors(&self, found: &[SourceDiagnostic], project: &TypstProject) -> Vec<TypesetError> {
        found.iter().map(|one| self.complaint(one).settle(project)).collect()
    }

    fn complaint(&self, found: &SourceDiagnostic) -> Complaint {
        let passed = found.trace.iter().map(|point| point.span.into());
        let trail = std::iter::once(found.span).chain(passed).filter_map(|span| {
            let path = span.id()?.get().vpath().get_without_slash().to_string();
            Some((path, self.range(span)?.start))
        });
        Complaint {
            message: found.message.to_string(),
            hints: found.hints.iter().map(|hint| hint.v.to_string()).collect(),
            trail: trail.collect(),
        }
    }
}
