//! `belegg translations export`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::super::arguments::{ExchangeFormat, ExportTranslations, Global};
use super::super::console::Console;
use super::super::project::shown;
use super::super::write::written;
use super::super::{Failure, Outcome};
use super::{Listed, listed, number};
use crate::Translations;
use crate::translation::PageStatus;
use crate::translation::exchange::{Export, Format, Wanted, export as exported};

pub(in super::super) fn export(
    global: &Global,
    arguments: &ExportTranslations,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let to_stdout = arguments.output.as_deref() == Some(Path::new("-"));
    if to_stdout {
        console.reserve_stdout();
    }
    let Some(listed) = listed(global, console)? else { return Ok(Outcome::Faulty) };
    let Listed { project, found, outcome, .. } = &listed;
    let chosen = listed.chosen(&arguments.pages, arguments.language.as_deref())?;
    let chosen: Vec<&PageStatus> =
        chosen.into_iter().filter(|page| page.original.is_some()).collect();
    let Some((source, target)) = languages(&chosen)? else {
        console.summary("There is nothing to translate\n");
        return Ok(*outcome);
    };
    let language = |name: &str| found.project.config.language(name);
    let (Some(from), Some(to)) = (language(&source), language(&target)) else {
        return Ok(*outcome);
    };
    let format = match arguments.format {
        ExchangeFormat::Xliff => Format::Xliff1,
        ExchangeFormat::Xliff2 => Format::Xliff2,
        ExchangeFormat::Po => Format::Po,
    };
    let wanted = Wanted { format, all: arguments.all };
    let locales = (from.locale, to.locale);
    let export = exported(&chosen, locales, wanted, &project.sources, &found.project);
    if export.units == 0 {
        console.summary(&format!(
            "Everything is translated to {} and accepted: there is nothing to export without --all\n",
            to.label
        ));
        return Ok(*outcome);
    }
    let place = match (&arguments.output, to_stdout) {
        (_, true) => {
            console.data(&export.text)?;
            "to standard output".to_string()
        }
        (output, false) => {
            let default = || PathBuf::from(format!("translations-{target}.{}", format.ending()));
            let path = output.clone().unwrap_or_else(default);
            write(&path, &export, arguments.force)?;
            shown(&path)
        }
    };
    console.summary(&summary(&export, &place, format, found, (&source, &target)));
    Ok(*outcome)
}

/// From which language to which. None where there is no page; pages with different originals go to
/// different translators.
fn languages(pages: &[&PageStatus]) -> Result<Option<(String, String)>, Failure> {
    let targets: BTreeSet<&str> = pages.iter().map(|page| page.language.as_str()).collect();
    let sources: BTreeSet<&str> =
        pages.iter().filter_map(|page| Some(page.original.as_ref()?.0.as_str())).collect();
    let list = |names: &BTreeSet<&str>| names.iter().copied().collect::<Vec<_>>().join(", ");
    if targets.len() > 1 {
        let message = format!("it is not said which language to translate to: {}", list(&targets));
        return Err(Failure::new("language", message).help("add `--language LANGUAGE`"));
    }
    if sources.len() > 1 {
        let message =
            format!("the originals of these pages are in different languages: {}", list(&sources));
        return Err(Failure::new("language", message).help(
            "export the pages of each original language by themselves: name them, or their folder",
        ));
    }
    Ok(sources
        .first()
        .zip(targets.first())
        .map(|(source, target)| (source.to_string(), target.to_string())))
}

fn write(path: &Path, export: &Export, replace: bool) -> Result<(), Failure> {
    written(path, export.text.as_bytes(), replace).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            let message = format!("there is a `{}` already", shown(path));
            Failure::new("file-exists", message).help(
                "it may be what the agency sent back: import it first, then add `--force`, or write to another file with `-o FILE`",
            )
        }
        _ => Failure::new("cannot-write", format!("cannot write `{}`: {error}", path.display()))
            .help("choose a place that you may write to; nothing was changed"),
    })
}

/// `Wrote translations-en.xlf: XLIFF 1.2, from Norsk to English`, and how much it is.
fn summary(
    export: &Export,
    place: &str,
    format: Format,
    found: &Translations,
    (source, target): (&str, &str),
) -> String {
    let label = |name: &str| {
        found.project.config.language(name).map_or(name.to_string(), |one| one.label.clone())
    };
    let mut text = format!(
        "Wrote {place}: {}, from {} to {}\n{} of {}: {}, {}\n",
        format.name(),
        label(source),
        label(target),
        number(export.sections, "section"),
        number(export.pages, "page"),
        number(export.units, "unit"),
        number(export.words, "word"),
    );
    for key in &export.left_out {
        text.push_str(&format!("`{key}` is left out: see what `belegg check` says of it\n"));
    }
    text
}
