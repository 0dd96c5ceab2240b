//! What an agency sent back is taken over: checked unit by unit, then section by section.

use std::collections::{BTreeMap, BTreeSet};

use super::back::{Changed, Import, ImportedSection, LeftSection};
use super::cut::{Cut, page_of};
use super::pages::PagePair;
use super::returned::{self, PageName, ReturnedUnit};
use super::section::{Candidate, candidate};
use super::stated::Languages;
use super::{Mistake, section};
use crate::config::Language;
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::project::accepted::{Accepted, PATH};
use crate::project::{Project, WrittenPage};
use crate::source::{FileId, Sources, Span};
use crate::translation::{PageStatus, SectionStatus};

/// A unit and the file that it came in.
pub(super) type Came = (FileId, ReturnedUnit);

/// The units of a page in one language, by their ids.
type Units = BTreeMap<String, Came>;

/// The project, as far as an import needs to know it.
pub(super) struct Known<'a> {
    pub sources: &'a Sources,
    pub project: &'a Project,
    pub pages: &'a [PageStatus],
}

/// Reads exchange files and says what they change in a project. Nothing is written. Diagnostics have
/// their places in `files`.
pub fn import(
    files: &Sources,
    sources: &Sources,
    project: &Project,
    pages: &[PageStatus],
    diagnostics: &mut Diagnostics,
) -> Import {
    let known = Known { sources, project, pages };
    let mut returned: BTreeMap<(String, String), Units> = BTreeMap::new();
    let mut import = Import::default();
    for (file, _) in files.iter() {
        let read = returned::read(&files.text(file));
        let units = match read {
            Ok(read) => {
                read.mistakes.into_iter().for_each(|one| tell(one, file, diagnostics));
                read.units
            }
            Err(mistake) => {
                tell(mistake, file, diagnostics);
                continue;
            }
        };
        import.units += units.len();
        known.sort(units, file, &mut returned, diagnostics);
    }
    let mut accepted = project.accepted.clone().unwrap_or_default();
    for ((key, language), units) in &returned {
        known.page(key, language, units, &mut accepted, &mut import, diagnostics);
    }
    let before = sources.find(PATH).map(|file| sources.text(file));
    let text = accepted.to_toml();
    if !import.sections.is_empty() && before.as_deref() != Some(text.as_str()) {
        let is_new = before.is_none();
        import.changed.insert(PATH.to_string(), Changed { text, is_new });
    }
    import
}

pub(super) fn tell(mistake: Mistake, file: FileId, diagnostics: &mut Diagnostics) {
    let Mistake { place, code, message, help } = mistake;
    let span = Span::new(file, place);
    diagnostics.push(Diagnostic::error(code, span, message).help(help));
}

/// A page that something came for.
struct Pages<'a> {
    status: &'a PageStatus,
    pair: PagePair<'a>,
    /// Of the translation.
    path: String,
    languages: Languages,
}

impl Known<'_> {
    /// Puts units to the pages and languages that they belong to.
    fn sort(
        &self,
        units: Vec<ReturnedUnit>,
        file: FileId,
        returned: &mut BTreeMap<(String, String), Units>,
        diagnostics: &mut Diagnostics,
    ) {
        let mut unknown: BTreeSet<PageName> = BTreeSet::new();
        let mut languages: BTreeMap<String, Option<String>> = BTreeMap::new();
        for unit in units {
            let Some(key) = self.key(&unit.page) else {
                if unknown.insert(unit.page.clone()) {
                    diagnostics.push(self.unknown_page(&unit, file));
                }
                continue;
            };
            let language = languages.entry(unit.language.0.clone()).or_insert_with(|| {
                let found = self.language(&unit.language.0);
                if found.is_none() {
                    diagnostics.push(self.unknown_language(&unit, file));
                }
                found
            });
            let Some(language) = language.clone() else { continue };
            let own = returned.entry((key, language)).or_default();
            match own.get(&unit.id) {
                Some((_, other)) if other.target != unit.target => {
                    let message =
                        format!("the unit `{}` stands twice, with different translations", unit.id);
                    let span = Span::new(file, unit.place.clone());
                    diagnostics.push(
                        Diagnostic::error("exchange-unit", span, message)
                            .help("take one of them out; the first is imported"),
                    );
                }
                Some(_) => {}
                None => drop(own.insert(unit.id.clone(), (file, unit))),
            }
        }
    }

    fn key(&self, name: &PageName) -> Option<String> {
        let page = self.project.pages.iter().find(|page| match name {
            PageName::Path(path) => self.sources.path(page.file) == path,
            PageName::Key(key) => page.key == *key,
        });
        page.map(|page| page.key.clone())
    }

    fn unknown_page(&self, unit: &ReturnedUnit, file: FileId) -> Diagnostic {
        let (PageName::Path(name) | PageName::Key(name)) = &unit.page;
        let message = format!("there is no page `{name}` in this project");
        let paths = self.project.pages.iter().map(|page| match unit.page {
            PageName::Path(_) => self.sources.path(page.file),
            PageName::Key(_) => page.key.as_str(),
        });
        let help = match nearest(name, paths) {
            Some(near) => format!("there is a `{near}`: was the page renamed? Export it again"),
            None => "was the page renamed, or is this the file of another project?".to_string(),
        };
        let span = Span::new(file, unit.place.clone());
        Diagnostic::error("exchange-unit", span, message).help(help)
    }

    /// The name of the language with this tag: exactly, or the only one of that language.
    fn language(&self, tag: &str) -> Option<String> {
        let tag = tag.replace('_', "-");
        let all = &self.project.config.languages;
        let is_tag = |one: &&Language| {
            one.name.eq_ignore_ascii_case(&tag) || one.locale.tag().eq_ignore_ascii_case(&tag)
        };
        let primary = tag.split('-').next().unwrap_or_default().to_lowercase();
        let mut alike = all.iter().filter(|one| one.locale.language() == primary);
        let only = match (alike.next(), alike.next()) {
            (only, None) => only,
            (_, Some(_)) => None,
        };
        all.iter().find(is_tag).or(only).map(|language| language.name.clone())
    }

    fn unknown_language(&self, unit: &ReturnedUnit, file: FileId) -> Diagnostic {
        let (tag, place) = &unit.language;
        let message = match tag.is_empty() {
            true => "the file does not say which language it is translated to".to_string(),
            false => format!("the file is translated to `{tag}`, which the site has not"),
        };
        let names: Vec<&str> =
            self.project.config.languages.iter().map(|language| language.locale.tag()).collect();
        Diagnostic::error("exchange-language", Span::new(file, place.clone()), message)
            .help(format!("the site has {}", names.join(", ")))
    }

    /// What came of a page: sections that are whole are taken over.
    fn page(
        &self,
        key: &str,
        language: &str,
        units: &Units,
        accepted: &mut Accepted,
        import: &mut Import,
        diagnostics: &mut Diagnostics,
    ) {
        let Some(first) = units.values().next().map(span) else { return };
        let pages = match self.pair(key, language) {
            Ok(pages) => pages,
            Err((message, help)) => {
                diagnostics.push(Diagnostic::error("exchange-unit", first, message).help(help));
                return;
            }
        };
        let pair = &pages.pair;
        self.tell_unknown(pair, units, diagnostics);
        let mut candidates: Vec<Candidate> = Vec::new();
        let mut left: Vec<String> = Vec::new();
        for (at, section) in pair.original.sections.iter().enumerate() {
            let anchor = &section.section.anchor;
            let is_own = |one: &&SectionStatus| one.original.is_some() && one.anchor == *anchor;
            let known = pages.status.sections.iter().find(is_own);
            let hash = known.and_then(|one| one.hash.as_deref()).unwrap_or_default();
            match candidate(pair, at, hash, units, pages.languages, diagnostics) {
                section::Outcome::Whole(candidate) => candidates.push(*candidate),
                section::Outcome::Left => left.push(anchor.clone()),
                section::Outcome::Absent => {}
            }
        }
        let anchor = |at: usize| pair.original.sections[at].section.anchor.clone();
        if pair.translation.is_none()
            && !candidates.is_empty()
            && candidates.iter().all(|one| one.section != 0)
        {
            left.extend(candidates.drain(..).map(|one| anchor(one.section)));
            let message =
                format!("`{key}` cannot be made in `{language}`: its title is not translated");
            diagnostics.push(
                Diagnostic::error("exchange-unit", first, message)
                    .help("let the agency translate the beginning of the page too"),
            );
        }
        let made = section::put(pair, &mut candidates, &mut left, diagnostics);
        let before = pair.translation.as_ref().map(|own| own.text);
        if let Some(text) = made.filter(|text| before != Some(text.as_str())) {
            let is_new = before.is_none();
            import.changed.insert(pages.path.clone(), Changed { text, is_new });
        }
        let (key, language) = (key.to_string(), language.to_string());
        for Candidate { section, hash, is_changed, is_stale, .. } in candidates {
            let anchor = anchor(section);
            accepted.accept(&key, &language, &anchor, &hash);
            let (key, language) = (key.clone(), language.clone());
            import.sections.push(ImportedSection { key, language, anchor, is_changed, is_stale });
        }
        let left = left.into_iter().map(|anchor| {
            let (key, language) = (key.clone(), language.clone());
            LeftSection { key, language, anchor }
        });
        import.left.extend(left);
    }

    /// A page with its translation, or why there is none to import to, and what to do.
    fn pair(&self, key: &str, language: &str) -> Result<Pages<'_>, (String, &'static str)> {
        const CHECK: &str = "run `belegg check`, and see what it says of the page";
        let found = self.pages.iter().find(|page| page.key == key && page.language == language);
        let config = &self.project.config;
        let locale = |name: &str| config.language(name).map(|language| language.locale);
        let known = found.and_then(|status| {
            let (source, original) = status.original.as_ref()?;
            Some((
                status,
                *original,
                Languages { source: locale(source)?, target: locale(language)? },
            ))
        });
        let Some((status, original, languages)) = known else {
            let message = format!(
                "`{key}` is not translated to `{language}`: it is written in it, or cannot be read"
            );
            return Err((message, CHECK));
        };
        let cut = |file: FileId| Cut::of(page_of(&self.project.pages, file)?, self.sources);
        let there = status.file.map(&cut);
        let (Some(cut), None | Some(Some(_))) = (cut(original), &there) else {
            return Err((format!("the text of `{key}` cannot be cut into units"), CHECK));
        };
        let path = match status.file {
            Some(file) => self.sources.path(file).to_string(),
            None => self.new_path(cut.page, language),
        };
        if there.is_none() && self.sources.find(&path).is_some() {
            return Err((format!("there is a `{path}` that cannot be read"), CHECK));
        }
        let pair = PagePair::new(cut, there.flatten());
        Ok(Pages { status, pair, path, languages })
    }

    /// Units that the page has not.
    fn tell_unknown(&self, pair: &PagePair<'_>, units: &Units, diagnostics: &mut Diagnostics) {
        let known = pair.original.sections.iter().flat_map(|section| &section.units);
        let known: BTreeSet<&str> = known.map(|unit| unit.id.as_str()).collect();
        for (id, (file, unit)) in units {
            if known.contains(id.as_str()) {
                continue;
            }
            let key = &pair.original.page.key;
            let message = format!("there is no unit `{id}` on the page `{key}`");
            let help = "the original may have changed since: export the section again; if somebody changed the id in the file, take it back";
            let span = Span::new(*file, unit.place.clone());
            diagnostics.push(Diagnostic::error("exchange-unit", span, message).help(help));
        }
    }

    /// Where the translation of a page lies: beside it, as it is named itself.
    fn new_path(&self, page: &WrittenPage, language: &str) -> String {
        let config = &self.project.config;
        let path = self.sources.path(page.file);
        let stem = path.strip_prefix("content/").unwrap_or(path);
        let stem = stem.strip_suffix(".md").unwrap_or(stem);
        if let Some((folder, rest)) = stem.split_once('/')
            && config.language(folder).is_some()
        {
            return format!("content/{language}/{rest}.md");
        }
        let own = format!(".{}", page.language);
        let stem = stem.strip_suffix(&own).unwrap_or(stem);
        match language == config.default_language().name {
            true => format!("content/{stem}.md"),
            false => format!("content/{stem}.{language}.md"),
        }
    }
}

/// Where a unit stands in its file.
pub(super) fn span(came: &Came) -> Span {
    Span::new(came.0, came.1.place.clone())
}
