//! A Typst project becomes a PDF: by the engine built in, or by the `typst` command.
//!
//! Both get the same files and the same fonts and give the same bytes. Both read nothing else: no
//! system fonts, no network, no packages, no clock. PDF/UA-1 and PDF/A-3a are always asked for, and
//! a warning is an error: an unknown font only warns, and then all text is missing.
//!
//! From the same project comes the picture of a document for where it is shared.

mod command;
#[cfg(feature = "engine")]
mod embedded;
mod message;

use std::path::Path;

use crate::artifact::TypstProject;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::theme::Theme;

use command::Command;
#[cfg(feature = "engine")]
use embedded::Embedded;

/// The version of Typst that is built in, and that the command must have for equal bytes.
pub const TYPST_VERSION: &str = "0.15.1";

/// A finished document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    pub bytes: Vec<u8>,
    pub pages: usize,
}

/// What typesets, with the fonts of a theme. Made once, used for every document.
pub enum Engine {
    #[cfg(feature = "engine")]
    Embedded(Box<Embedded>),
    Command(Command),
}

impl Engine {
    /// The engine built into this program, if it was built with one.
    #[cfg(feature = "engine")]
    pub fn embedded(theme: &Theme) -> Result<Engine, EngineFault> {
        Ok(Engine::Embedded(Box::new(Embedded::new(theme))))
    }

    /// The engine built into this program, if it was built with one.
    #[cfg(not(feature = "engine"))]
    pub fn embedded(_: &Theme) -> Result<Engine, EngineFault> {
        Err(EngineFault {
            message: "this build of belegg has no PDF engine built in".to_string(),
            help: format!(
                "install typst {TYPST_VERSION} and say `--pdf-engine cli`, or leave PDFs out with `--no-pdf`"
            ),
        })
    }

    /// The `typst` command at `path`, or the one on the search path.
    pub fn command(path: Option<&Path>, theme: &Theme) -> Result<Engine, EngineFault> {
        Command::find(path, theme).map(Engine::Command)
    }

    /// Lets go of cached results that the last builds did not use. For programs that stay.
    pub fn forget_unused(&self) {
        #[cfg(feature = "engine")]
        if let Engine::Embedded(_) = self {
            comemo::evict(10);
        }
    }
}

/// Typesets one document.
pub fn typeset(project: &TypstProject, engine: &Engine) -> Result<Pdf, Failure> {
    match engine {
        #[cfg(feature = "engine")]
        Engine::Embedded(engine) => engine.typeset(project).map_err(Failure::Document),
        Engine::Command(command) => command.typeset(project),
    }
}

/// The picture of a document for where it is shared: the first page of `share.typ` as PNG, a pixel for
/// each point.
pub fn picture(project: &TypstProject, engine: &Engine) -> Result<Vec<u8>, Failure> {
    match engine {
        #[cfg(feature = "engine")]
        Engine::Embedded(engine) => engine.picture(project).map_err(Failure::Document),
        Engine::Command(command) => command.picture(project),
    }
}

/// Why there is no PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The text or the theme is at fault: mistakes to tell and mend.
    Document(Vec<TypesetError>),
    /// The machine is at fault.
    Engine(EngineFault),
}

/// The engine is missing, too old, or does not work on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineFault {
    pub message: String,
    pub help: String,
}

/// What Typst found wrong in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypesetError {
    /// In Typst's words.
    pub message: String,
    pub hints: Vec<String>,
    /// The Markdown or the file of a project's own theme that it comes from; else the front page.
    pub place: Option<Span>,
    /// The Markdown that the theme was setting when it failed.
    pub while_setting: Option<Span>,
    /// Where in the built-in theme it arose, when nothing else is known.
    pub theme: Option<ThemePlace>,
}

/// A place in a Typst file of a theme; line and column from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemePlace {
    /// Within the theme: `pdf/blocks.typ`.
    pub path: String,
    pub line: usize,
    pub column: usize,
}

impl TypesetError {
    /// The mistake in the user's words; `pdf` is the path of the document that it kept from being made.
    pub fn diagnostic(&self, pdf: &str) -> Diagnostic {
        message::diagnostic(self, pdf)
    }
}

/// What an engine says: a message and the places it passed through, nearest first, each a file of
/// the project and a byte in it.
struct Complaint {
    message: String,
    hints: Vec<String>,
    trail: Vec<(String, usize)>,
}

impl Complaint {
    /// Finds whose words or whose theme it is about.
    fn settle(self, project: &TypstProject) -> TypesetError {
        let places = &project.places;
        let nearest = |wanted: &dyn Fn(&str) -> bool| {
            self.trail.iter().find(|(path, _)| wanted(path)).map(|(path, at)| (path.as_str(), *at))
        };
        let content = self
            .trail
            .iter()
            .filter(|(path, _)| path == "content.typ")
            .find_map(|(_, at)| places.find(*at));
        let theme = nearest(&|path| path.starts_with("theme/"));
        let own = theme.and_then(|(path, at)| {
            let file = places.theme.get(path)?;
            Some(Span::new(*file, at..at))
        });
        TypesetError {
            place: own.or(content).or(places.document),
            while_setting: own.and(content),
            theme: theme
                .filter(|_| own.or(content).is_none())
                .map(|(path, at)| theme_place(project, path, at)),
            message: self.message,
            hints: self.hints,
        }
    }
}

fn theme_place(project: &TypstProject, path: &str, at: usize) -> ThemePlace {
    let bytes = project.files.get(path).map_or(&[][..], |bytes| bytes);
    let before = String::from_utf8_lossy(&bytes[..at.min(bytes.len())]).into_owned();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    ThemePlace { path: path.replacen("theme/", "pdf/", 1), line, column }
}

/// The font files of a theme, by name: TrueType and OpenType, which Typst reads.
fn fonts(theme: &Theme) -> impl Iterator<Item = (&str, &[u8])> {
    theme.folder("fonts").filter_map(|(name, file)| {
        let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
        ["ttf", "otf", "ttc", "otc"].contains(&ending.as_str()).then_some((name, &*file.bytes))
    })
}
