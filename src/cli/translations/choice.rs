//! Which pages are meant by what the user typed: a page's key, one of its files, or a folder.

use std::collections::BTreeSet;
use std::env;
use std::path::{Path, PathBuf};

use super::super::Failure;
use crate::config::Config;
use crate::diagnostic::nearest;
use crate::source::Sources;
use crate::translation::PageStatus;

/// The pages of a listing that are asked for, in its order; all where none is named.
pub(super) struct Choice<'a> {
    pub root: &'a Path,
    pub sources: &'a Sources,
    pub config: &'a Config,
    pub wanted: &'a [String],
    pub language: Option<&'a str>,
}

/// What a name can stand for, the nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Meaning {
    /// A page in every language.
    Page,
    /// The file of one translation, which stands for that language alone.
    Translation,
    /// All pages in a folder.
    Folder,
}

impl Choice<'_> {
    pub(super) fn among<'p>(
        &self,
        pages: &'p [PageStatus],
    ) -> Result<Vec<&'p PageStatus>, Failure> {
        self.check_language()?;
        let mut chosen = BTreeSet::new();
        for wanted in self.wanted {
            let found = self.find(wanted, pages);
            if found.is_empty() {
                return Err(self.unknown(wanted, pages));
            }
            chosen.extend(found);
        }
        let is_chosen = |at: usize| self.wanted.is_empty() || chosen.contains(&at);
        let of_language =
            |page: &&PageStatus| self.language.is_none_or(|language| page.language == language);
        let pages = pages.iter().enumerate().filter(|(at, _)| is_chosen(*at));
        Ok(pages.map(|(_, page)| page).filter(of_language).collect())
    }

    fn check_language(&self) -> Result<(), Failure> {
        let Some(language) = self.language else { return Ok(()) };
        if self.config.language(language).is_some() {
            return Ok(());
        }
        let names: Vec<&str> =
            self.config.languages.iter().map(|language| language.name.as_str()).collect();
        let message = format!("`{language}` is not a language of this site");
        let help = match nearest(language, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the site has {}", names.join(", ")),
        };
        Err(Failure::new("unknown-language", message).help(help))
    }

    /// Places in the listing: those of the nearest meaning that any page has.
    fn find(&self, wanted: &str, pages: &[PageStatus]) -> Vec<usize> {
        let names = self.names(wanted);
        let meaning = |page| names.iter().filter_map(|name| self.meaning(name, page)).min();
        let meanings: Vec<Option<Meaning>> = pages.iter().map(meaning).collect();
        let nearest = meanings.iter().flatten().min();
        let found = meanings.iter().enumerate();
        let found = found.filter(|(_, own)| own.is_some() && own.as_ref() == nearest);
        found.map(|(at, _)| at).collect()
    }

    fn meaning(&self, name: &str, page: &PageStatus) -> Option<Meaning> {
        let is_path = |file| self.sources.path(file) == name;
        let folder = name.strip_prefix("content").unwrap_or(name).trim_matches('/');
        let is_below = |rest: &str| folder.is_empty() || rest.starts_with('/');
        match () {
            () if page.key == name.trim_end_matches(".md") => Some(Meaning::Page),
            () if page.file.is_some_and(is_path) => Some(Meaning::Translation),
            () if page.original.as_ref().is_some_and(|(_, file)| is_path(*file)) => {
                Some(Meaning::Page)
            }
            () if page.key.strip_prefix(folder).is_some_and(is_below) => Some(Meaning::Folder),
            () => None,
        }
    }

    /// What was typed, as a key and as a path within the project.
    fn names(&self, wanted: &str) -> Vec<String> {
        let typed = wanted.replace(std::path::MAIN_SEPARATOR, "/");
        let mut names = vec![typed.trim_start_matches("@/").trim_end_matches('/').to_string()];
        let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
        let here =
            env::current_dir().map_or_else(|_| PathBuf::from(wanted), |here| here.join(wanted));
        let within = real(&here).strip_prefix(real(self.root)).map(Path::to_path_buf);
        if let Some(path) = within.ok().filter(|_| here.exists()) {
            names.push(path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"));
        }
        names
    }

    fn unknown(&self, wanted: &str, pages: &[PageStatus]) -> Failure {
        const COMMANDS: [&str; 4] = ["accept", "export", "import", "list"];
        let message = format!("there is no page `{wanted}` that is translated");
        let keys: BTreeSet<&str> = pages.iter().map(|page| page.key.as_str()).collect();
        let begins = keys.iter().find(|key| key.starts_with(wanted)).copied();
        let near = begins.or_else(|| nearest(wanted, keys.iter().copied()));
        let help = match (nearest(wanted, COMMANDS), near) {
            (Some(command), _) if !wanted.contains('/') => {
                format!("did you mean `belegg translations {command}`?")
            }
            (_, Some(key)) => format!("there is a page `{key}`"),
            (_, None) => "`belegg translations` lists them all".to_string(),
        };
        Failure::new("unknown-page", message).help(help)
    }
}
