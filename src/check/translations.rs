//! Translations that were accepted when their originals said something else.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::compose::publication::Publication;
use crate::compose::sitemap::Sitemap;
use crate::diagnostic::{Diagnostic, Diagnostics, argument};
use crate::project::{Project, WrittenPage, is_part};
use crate::source::{FileId, Span};
use crate::translation::{Fingerprints, PageStatus, Status, sections, status};

/// Tells what is stale, what nobody has accepted, and what was accepted and is gone; nothing where
/// translations are not kept track of. A text of which something could not be read is not judged.
/// Originals are read again unless their fingerprints are known.
pub fn translations(
    sitemap: &Sitemap,
    project: &Project,
    known: &Fingerprints,
    diagnostics: &mut Diagnostics,
) {
    if project.accepted.is_none() {
        return;
    }
    // What was accepted of a draft is neither gone nor out of date: it is not published.
    let is_whole = project.pages.iter().all(|page| !page.front.draft);
    let whole = (!is_whole || !sitemap.withheld.is_empty())
        .then(|| Sitemap::new(project, Publication::Everything, &mut Diagnostics::default()));
    // Mending a number of the data changes no word.
    let faulty = diagnostics.files_with_other_errors("stated-number");
    let in_doubt = |page: &&Arc<WrittenPage>| {
        page.in_doubt || page.front_in_doubt || faulty.contains(&page.file)
    };
    let in_doubt = project.pages.iter().filter(in_doubt).map(|page| page.file);
    let in_doubt: BTreeSet<FileId> = in_doubt.collect();
    let pages = status(whole.as_ref().unwrap_or(sitemap), project, known);
    for page in pages.into_iter().filter(|page| is_published(page, sitemap)) {
        // That the original is missing was told, unless a language leaves out what it lacks.
        let entry = sitemap.entries.get(page.key.as_str());
        if entry.is_some_and(|it| it.lost_original(project) && !it.omitted.contains(&true)) {
            continue;
        }
        let mut files = page.file.into_iter().chain(page.original.iter().map(|(_, file)| *file));
        let is_doubtful = files.any(|file| in_doubt.contains(&file));
        if !is_doubtful {
            stale(&page, project, diagnostics);
            unaccepted(&page, project, diagnostics);
        }
        // Why it is gone was told: nothing of it has to be taken out.
        let is_told = is_doubtful
            || project.pages.is_empty()
            || project.unreadable.contains(&page.key)
            || project.config.language(&page.language).is_none()
                && diagnostics.told_errors().any(|one| one.code.0 == "unknown-language");
        // It may be the part that is told to be missing.
        if !(is_told || is_part(&page.key) && project.pages.iter().any(|page| page.in_doubt)) {
            orphaned(&page, project, diagnostics);
        }
    }
}

fn is_published(page: &PageStatus, sitemap: &Sitemap) -> bool {
    let entry = sitemap.entries.get(page.key.as_str());
    let published = || entry.into_iter().flat_map(|entry| entry.pages.iter().flatten());
    let mut files = page.file.into_iter().chain(page.original.iter().map(|(_, file)| *file));
    files.all(|file| published().any(|page| page.file == file))
}

fn stale(page: &PageStatus, project: &Project, diagnostics: &mut Diagnostics) {
    let language = label(&page.language, project);
    for section in page.sections.iter().filter(|section| section.status == Status::Stale) {
        let Some(place) = section.translation else { continue };
        let section_option = match section.anchor.as_str() {
            "" => " --section top".to_string(),
            anchor => format!(" --section {anchor}"),
        };
        let warning = Diagnostic::warning(
            "stale-translation",
            place,
            format!("the original of `{}` has changed since its {language} text was accepted", section.title),
        )
        .help(format!(
            "translate the change, then run `belegg translations accept {}{section_option} --language {}`",
            argument(&page.key), page.language
        ));
        diagnostics.push(match section.original {
            Some(original) => warning.related(original, "the original"),
            None => warning,
        });
    }
}

fn unaccepted(page: &PageStatus, project: &Project, diagnostics: &mut Diagnostics) {
    let (Some(file), new) = (page.file, page.count(Status::New)) else { return };
    let language = label(&page.language, project);
    let message = match (new, page.count(Status::Missing) + page.count(Status::Current)) {
        (0, _) => return,
        (_, 0) if page.count(Status::Stale) == 0 => {
            format!("nobody has accepted the {language} text of this page")
        }
        (1, _) => format!("nobody has accepted 1 section of this page in {language}"),
        (more, _) => format!("nobody has accepted {more} sections of this page in {language}"),
    };
    diagnostics.push(
        Diagnostic::warning("unaccepted-translation", Span::file(file), message).help(format!(
            "compare it with the original, then run `belegg translations accept {} --language {}`",
            argument(&page.key),
            page.language
        )),
    );
}

/// One line after another; a page that is gone is told once.
fn orphaned(page: &PageStatus, project: &Project, diagnostics: &mut Diagnostics) {
    let accepted = project.accepted.as_ref();
    let lines = accepted.and_then(|accepted| accepted.page(&page.key, &page.language));
    let is_line =
        |status: Status, place: Option<Span>| status == Status::Orphaned && place.is_none();
    let gone: Vec<_> = page
        .sections
        .iter()
        .filter(|section| is_line(section.status, section.translation))
        .collect();
    let help = format!(
        "run `belegg translations accept {} --language {}`, which takes it out of the file",
        argument(&page.key),
        page.language
    );
    if page.file.is_none() && !gone.is_empty() {
        // A translation without its original is itself the original now.
        let is_alone =
            project.pages.iter().any(|own| own.key == page.key && own.language == page.language);
        let message = match is_alone {
            true => format!(
                "the page `{}` in `{}` is no translation any more: its original is gone",
                page.key, page.language
            ),
            false => format!("there is no page `{}` in `{}` any more", page.key, page.language),
        };
        let place = lines.and_then(|lines| lines.span);
        diagnostics.push(Diagnostic::warning("orphaned-translation", place, message).help(help));
        return;
    }
    // One that the translation still has is told to be missing in the original.
    let own = project.pages.iter().find(|own| Some(own.file) == page.file);
    let kept = own.map(|own| sections(own));
    let is_kept =
        |anchor: &str| kept.iter().flatten().any(|section| section.own_anchor() == Some(anchor));
    for section in gone.into_iter().filter(|section| !is_kept(&section.anchor)) {
        let message = format!("`{}` has no section `{}` any more", page.key, section.anchor);
        let warning = Diagnostic::warning("orphaned-translation", section.accepted, message);
        diagnostics.push(warning.help(help.clone()));
    }
}

/// What a language calls itself.
fn label<'a>(name: &'a str, project: &'a Project) -> &'a str {
    project.config.language(name).map_or(name, |language| &language.label)
}
