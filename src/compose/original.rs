//! Which language a page was written in first, and which one holds where texts differ.

use super::sitemap::Entry;
use crate::project::Project;

/// The language that a page was written in first, by its place among the site's: the one that holds
/// for its report, else the default language, else the first that has the page.
pub fn original(entry: &Entry, project: &Project) -> usize {
    let has = |at: &usize| entry.pages.get(*at).is_some_and(Option::is_some);
    authoritative(entry, project).into_iter().chain(0..entry.pages.len()).find(has).unwrap_or(0)
}

/// The language that holds where the texts of a report differ, by its place among the site's; none
/// for pages outside reports. It is what `report.toml` says, else Norwegian: an account under the
/// Transparency Act must be in Norwegian, unless the enterprise is exempt.
pub fn authoritative(entry: &Entry, project: &Project) -> Option<usize> {
    entry.report.as_ref()?;
    let languages = &project.config.languages;
    let dataset = entry.period.as_ref().and_then(|period| project.datasets.get(period));
    let info = dataset.and_then(|dataset| dataset.report.as_ref()).map(|report| &report.value);
    let said = info.and_then(|info| info.authoritative.as_ref());
    let exempt = info.is_some_and(|info| info.norwegian_exempt);
    match said {
        Some(name) => languages.iter().position(|language| language.name == *name),
        None if exempt => None,
        None => languages.iter().position(|language| language.locale.is_norwegian()),
    }
}
