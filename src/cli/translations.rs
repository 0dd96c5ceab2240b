//! `belegg translations`.

mod accept;
mod choice;
mod export;
mod import;
mod list;

use super::arguments::{Global, Translations, TranslationsAction};
use super::console::Console;
use super::project::Project;
use super::{Failure, Outcome};
use crate::diagnostic::Diagnostics;
use crate::translation::PageStatus;
use choice::Choice;

pub(super) fn translations(
    global: &Global,
    arguments: &Translations,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    match &arguments.action {
        None => list::list(global, &arguments.list, console),
        Some(TranslationsAction::List(options)) => list::list(global, options, console),
        Some(TranslationsAction::Accept(options)) => accept::accept(global, options, console),
        Some(TranslationsAction::Export(options)) => export::export(global, options, console),
        Some(TranslationsAction::Import(options)) => import::import(global, options, console),
    }
}

/// A project, and how its translations stand.
struct Listed {
    project: Project,
    found: crate::Translations,
    diagnostics: Diagnostics,
    outcome: Outcome,
}

/// Reads a project and tells its errors: warnings are the affair of `check`. `None` where that much
/// is wrong that nothing can be said of its translations.
fn listed(global: &Global, console: &mut Console) -> Result<Option<Listed>, Failure> {
    let project = Project::read(global, console)?;
    let mut diagnostics = Diagnostics::default();
    let options = project.options(global.options());
    let found = crate::translations(&project.sources, &options, &mut diagnostics);
    let outcome = console.diagnostics(&diagnostics.without_warnings(), &project.sources);
    Ok(found.map(|found| Listed { project, found, diagnostics, outcome }))
}

impl Listed {
    /// The pages that the user names, in the order of the listing; all where none is named.
    fn chosen(
        &self,
        wanted: &[String],
        language: Option<&str>,
    ) -> Result<Vec<&PageStatus>, Failure> {
        let choice = Choice {
            root: &self.project.root,
            sources: &self.project.sources,
            config: &self.found.project.config,
            wanted,
            language,
        };
        choice.among(&self.found.pages)
    }
}

/// `1 section`, `2 sections`.
fn number(count: usize, one: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {one}s"),
    }
}
