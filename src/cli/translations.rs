//! `belegg translations`.

mod accept;
mod choice;
mod export;
mod import;
mod list;

use super::arguments::{Global, Translations, TranslationsAction};
use super::console::Console;
use super::{Failure, Outcome};

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

/// `1 section`, `2 sections`.
fn number(count: usize, one: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {one}s"),
    }
}
