//! `--locked`: a call that changes nothing of the project but what is published.

use super::Failure;
use super::arguments::{Arguments, Command, PoliciesAction, TranslationsAction};

/// Refuses commands that write texts, data or what was accepted. What a call names as its output may
/// be written: the published folder, `--deps`, `--keep-typst`, a file for an agency.
pub(super) fn allowed(arguments: &Arguments) -> Result<(), Failure> {
    let Some(what) = arguments.global.locked.then(|| written(&arguments.command)).flatten() else {
        return Ok(());
    };
    let message = format!("`{what}` writes to the project, which is locked");
    let help = "call it without `--locked`, look at what it changed, and commit that";
    Err(Failure::new("locked", message).help(help))
}

/// The command, if it writes to the project.
fn written(command: &Command) -> Option<&'static str> {
    match command {
        Command::Check(check) if check.fix && !check.dry_run => Some("check --fix"),
        Command::Init(_) => Some("init"),
        Command::New(_) => Some("new"),
        Command::Import(_) => Some("import"),
        Command::CloseYear(_) => Some("close-year"),
        Command::Translations(options) => match &options.action {
            Some(TranslationsAction::Accept(_)) => Some("translations accept"),
            Some(TranslationsAction::Import(import)) if !import.dry_run => {
                Some("translations import")
            }
            // Without a name the file lands in the project.
            Some(TranslationsAction::Export(export)) if export.output.is_none() => {
                Some("translations export")
            }
            Some(
                TranslationsAction::Import(_)
                | TranslationsAction::List(_)
                | TranslationsAction::Export(_),
            )
            | None => None,
        },
        Command::Policies(options) => match &options.action {
            Some(PoliciesAction::Accept(_)) => Some("policies accept"),
            Some(PoliciesAction::List(_)) | None => None,
        },
        Command::Build(_)
        | Command::Check(_)
        | Command::Serve(_)
        | Command::Facts(_)
        | Command::Verify(_)
        | Command::Explain(_)
        | Command::Schema(_)
        | Command::Completions(_)
        | Command::Man(_) => None,
    }
}
