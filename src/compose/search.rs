//! Where the search page of each edition lies.

use std::collections::BTreeSet;

use super::sitemap::prefix;
use crate::document::Edition;
use crate::load::slug;
use crate::project::Project;

/// Gives every edition a search page. What the project has at its address stays; the search page then
/// gets a number.
pub fn settle(editions: &mut [Edition], project: &Project) {
    if !project.config.search {
        return;
    }
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for page in editions.iter().flat_map(|edition| &edition.pages) {
        taken.insert(page.url.clone());
        taken.extend(page.aliases.iter().map(|alias| format!("/{}/", alias.trim_matches('/'))));
    }
    taken.extend(project.files.all.keys().filter_map(|(path, _)| {
        let folder = path.strip_suffix("index.html")?;
        Some(format!("/{folder}"))
    }));
    for (edition, language) in editions.iter_mut().zip(&project.config.languages) {
        let above = prefix(&project.config, language);
        let name = slug(project.theme.words(language.locale).text("search-slug"));
        // Words of a theme that make no address.
        let name = if name.is_empty() { "search".to_string() } else { name };
        let first = format!("{above}/{name}/");
        let others = (2..).map(|count| format!("{above}/{name}-{count}/"));
        let mut wished = std::iter::once(first).chain(others);
        edition.search = wished.find(|url| !taken.contains(url));
    }
}
