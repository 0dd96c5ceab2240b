//! `belegg translations accept`.

use super::super::arguments::{AcceptTranslations, Global};
use super::super::console::Console;
use super::super::project::Project;
use super::super::write::{rewritten, written};
use super::super::{Failure, Outcome};
use super::{Listed, listed, number};
use crate::Translations;
use crate::diagnostic::nearest;
use crate::project::accepted::PATH;
use crate::translation::accept::{AcceptedNow, accept as accept_page};
use crate::translation::{PageStatus, SectionStatus};

/// What stands before the first heading is called so, unless a section is.
const TOP: &str = "top";

pub(in super::super) fn accept(
    global: &Global,
    arguments: &AcceptTranslations,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let Some(listed) = listed(global, console)? else { return Ok(Outcome::Faulty) };
    let Listed { project, found, diagnostics, outcome } = &listed;
    let file = project.sources.find(PATH);
    if file.is_some_and(|file| diagnostics.files_with_errors().contains(&file)) {
        console.summary(&format!("Nothing was accepted: correct {PATH} first\n"));
        return Ok(Outcome::Faulty);
    }
    let chosen = listed.chosen(&arguments.pages, arguments.language.as_deref())?;
    let mut accepted = found.project.accepted.clone().unwrap_or_default();
    let mut done = Vec::new();
    for page in &chosen {
        let anchors = anchors(page, &arguments.section)?;
        done.push(accept_page(page, anchors.as_deref(), &mut accepted));
    }
    refuse_if_missing(&done, &chosen, found)?;
    write(project, &accepted.to_toml())?;
    console.summary(&summary(&done, found));
    Ok(*outcome)
}

/// Writes what was accepted, unless that is what the file says already.
fn write(project: &Project, text: &str) -> Result<(), Failure> {
    match project.sources.find(PATH) {
        Some(file) => match project.sources.bytes(file) {
            before if before == text.as_bytes() => Ok(()),
            before => rewritten(&project.root, PATH, before, text),
        },
        None => written(&project.root.join(PATH), text.as_bytes(), false).map_err(|error| {
            Failure::new("cannot-write", format!("cannot write `{PATH}`: {error}"))
                .help("allow writing to the project's folder; nothing was accepted")
        }),
    }
}

/// The anchors of the sections that are named, as the original has them; none where all are meant.
fn anchors(page: &PageStatus, named: &[String]) -> Result<Option<Vec<String>>, Failure> {
    if named.is_empty() {
        return Ok(None);
    }
    let (key, language) = (&page.key, &page.language);
    let known = |section: &&SectionStatus| section.original.is_some();
    let of =
        |anchor: &str| page.sections.iter().filter(known).find(|section| section.anchor == anchor);
    let mut anchors = Vec::new();
    for name in named {
        let name = name.trim_start_matches('#');
        let section = of(name).or_else(|| of("").filter(|_| name == TOP));
        let Some(section) = section else {
            let own = page.sections.iter().filter(known).map(|section| section.anchor.as_str());
            let names: Vec<&str> =
                own.map(|anchor| if anchor.is_empty() { TOP } else { anchor }).collect();
            let message = format!("the original of `{key}` has no section `{name}`");
            let help = match nearest(name, names.iter().copied()) {
                Some(near) => format!("there is a section `{near}`"),
                None => format!("there are {}", names.join(", ")),
            };
            return Err(Failure::new("unknown-section", message).help(help));
        };
        if section.translation.is_none() {
            let message = format!("the section `{name}` of `{key}` is missing in `{language}`");
            return Err(Failure::new("missing-translation", message)
                .help("translate it first; nothing was accepted"));
        }
        anchors.push(section.anchor.clone());
    }
    Ok(Some(anchors))
}

/// Where nothing of what was asked for is there, that is no success.
fn refuse_if_missing(
    done: &[AcceptedNow],
    chosen: &[&PageStatus],
    found: &Translations,
) -> Result<(), Failure> {
    let did = done.iter().any(|now| !now.sections.is_empty() || now.before + now.pruned > 0);
    let missing = chosen.iter().find(|page| page.file.is_none() && page.original.is_some());
    let (false, Some(page)) = (did, missing) else { return Ok(()) };
    let label = label(&page.language, found);
    let message = format!("`{}` is missing in {label}: there is nothing to accept", page.key);
    let is_default = page.language == found.project.config.default_language().name;
    let suffix = if is_default { String::new() } else { format!(".{}", page.language) };
    Err(Failure::new("missing-translation", message)
        .help(format!("translate it as `content/{}{suffix}.md`", page.key)))
}

/// `Accepted 3 sections of 1 page in English`, and what was not.
fn summary(done: &[AcceptedNow], found: &Translations) -> String {
    let mut text = String::new();
    for language in &found.project.config.languages {
        let own = || done.iter().filter(|now| now.language == language.name);
        let sections: usize = own().map(|now| now.sections.len()).sum();
        let pages = own().filter(|now| !now.sections.is_empty()).count();
        let missing: usize = own().map(|now| now.missing).sum();
        let label = &language.label;
        if sections > 0 {
            let (sections, pages) = (number(sections, "section"), number(pages, "page"));
            text.push_str(&format!("Accepted {sections} of {pages} in {label}\n"));
        }
        if missing > 0 {
            let (sections, are) =
                (number(missing, "section"), if missing == 1 { "is" } else { "are" });
            text.push_str(&format!(
                "{sections} {are} missing in {label}: `belegg translations` lists what is\n"
            ));
        }
    }
    let pruned: usize = done.iter().map(|now| now.pruned).sum();
    if pruned > 0 {
        let lines = number(pruned, "line");
        text.push_str(&format!("Took {lines} of what is gone out of {PATH}\n"));
    }
    if text.is_empty() {
        let before: usize = done.iter().map(|now| now.before).sum();
        text = match before {
            0 => "There is nothing to accept\n".to_string(),
            _ => format!(
                "Nothing to accept: {} current already\n",
                match before {
                    1 => "1 section is".to_string(),
                    more => format!("{more} sections are"),
                }
            ),
        };
    }
    text
}

/// What a language calls itself.
fn label<'a>(name: &'a str, found: &'a Translations) -> &'a str {
    found.project.config.language(name).map_or(name, |language| &language.label)
}
