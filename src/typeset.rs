//! A Typst project becomes a PDF: by the engine built in, or by the `typst` command.
//!
//! Both get the same files and the same fonts and give the same bytes. Both read nothing else: no
//! system fonts, no network, no packages, no clock. PDF/UA-1 and PDF/A-3a are always asked for, and
//! a warning is an error: an unknown font only warns, and then all text is missing.
//!
//! From the same project comes the picture of a document for where it is shared.

mod command;
mod coverage;
#[cfg(feature = "engine")]
mod embedded;
mod engines;
mod finished;
mod message;
mod parallel;
mod readme;

use std::collections::BTreeSet;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::artifact::TypstProject;
use crate::diagnostic::Diagnostic;
use crate::source::{Sources, Span};
use crate::theme::Theme;

use command::Command;
use coverage::Coverage;
#[cfg(feature = "engine")]
use embedded::Embedded;
#[cfg(feature = "engine")]
pub use engines::forget;
pub use engines::{Choice, Engines};
pub use finished::{Finished, finished, remembered};
pub use parallel::each;
pub use readme::readme;

/// The version of Typst that is built in, and that the command must have for equal bytes.
pub const TYPST_VERSION: &str = "0.15.1";

/// What every PDF conforms to, as the command calls it.
pub const STANDARDS: &str = "ua-1,a-3a";

/// A finished document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    pub bytes: Vec<u8>,
    pub pages: usize,
}

/// What typesets, with the fonts of a theme. Made once, used for every document.
pub struct Engine {
    means: Means,
    /// A hash of all that makes a difference to what it makes of a project.
    edition: String,
}

enum Means {
    #[cfg(feature = "engine")]
    Embedded(Box<Embedded>),
    Command(Command),
}

impl Engine {
    /// The engine built into this program, if it was built with one.
    #[cfg(feature = "engine")]
    pub fn embedded(theme: &Theme) -> Result<Engine, EngineFault> {
        let means = Means::Embedded(Box::new(Embedded::new(theme)));
        Ok(Engine { means, edition: edition(EMBEDDED, theme) })
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
        let command = Command::find(path, theme)?;
        let edition = edition(command.states(), theme);
        Ok(Engine { means: Means::Command(command), edition })
    }
}

/// How the edition of the engine built in names it.
#[cfg(feature = "engine")]
const EMBEDDED: &str = "embedded";

/// Raised when the same project becomes other bytes: other standards, another size of the picture.
const EDITION: &str = "1";

/// The libraries that this program was built of: another one for compression gives other bytes.
const LIBRARIES: &[u8] = include_bytes!("../Cargo.lock");

fn edition(engine: &str, theme: &Theme) -> String {
    let mut hash = Sha256::new();
    let version = env!("CARGO_PKG_VERSION");
    let parts = [EDITION, version, TYPST_VERSION, STANDARDS, engine].map(str::as_bytes);
    let fonts = fonts(theme).flat_map(|(name, bytes)| [name.as_bytes(), bytes]);
    for part in parts.into_iter().chain([LIBRARIES]).chain(fonts) {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Typesets one document.
pub fn typeset(project: &TypstProject, engine: &Engine) -> Result<Pdf, Failure> {
    match &engine.means {
        #[cfg(feature = "engine")]
        Means::Embedded(engine) => engine.typeset(project).map_err(Failure::Document),
        Means::Command(command) => command.typeset(project),
    }
}

/// The picture of a document for where it is shared: the first page of `share.typ` as PNG, a pixel for
/// each point.
pub fn picture(project: &TypstProject, engine: &Engine) -> Result<Vec<u8>, Failure> {
    match &engine.means {
        #[cfg(feature = "engine")]
        Means::Embedded(engine) => engine.picture(project).map_err(Failure::Document),
        Means::Command(command) => command.picture(project),
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

/// Every character of a document that no font of the theme has, where it was written. A layout of a project's own
/// may set something else in its place.
pub fn told_characters(
    project: &TypstProject,
    theme: &Theme,
    sources: &Sources,
) -> Vec<Diagnostic> {
    let missing = Coverage::of(theme).missing(project, sources);
    missing.iter().map(message::missing).collect()
}

/// What is wrong with a document, in the user's words: its mistakes, and where a character is missing
/// in its fonts, every one that is. `pdf` is the path of the document that they kept from being made.
pub fn told(
    mistakes: &[TypesetError],
    pdf: &str,
    project: &TypstProject,
    theme: &Theme,
    sources: &Sources,
) -> Vec<Diagnostic> {
    let lacks = |mistake: &TypesetError| message::missing_text(&mistake.message);
    let mut told = Vec::new();
    let mut known = BTreeSet::new();
    if mistakes.iter().any(|mistake| lacks(mistake).is_some()) {
        for missing in Coverage::of(theme).missing(project, sources) {
            known.insert(missing.character);
            told.push(message::missing(&missing));
        }
    }
    let is_known = |text: String| text.chars().any(|one| known.contains(&one));
    let others = mistakes.iter().filter(|mistake| !lacks(mistake).is_some_and(is_known));
    told.extend(others.map(|mistake| message::diagnostic(mistake, pdf, project)));
    told
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
pub fn fonts(theme: &Theme) -> impl Iterator<Item = (&str, &[u8])> {
    theme.folder("fonts").filter_map(|(name, file)| {
        let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
        ["ttf", "otf", "ttc", "otc"].contains(&ending.as_str()).then_some((name, &*file.bytes))
    })
}
