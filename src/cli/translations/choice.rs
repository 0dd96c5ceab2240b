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

/// Whether a page is meant by a name.
type Meant<'a> = dyn Fn(&PageStatus, &str) -> bool + 'a;

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

    /// Places in the listing.
    fn find(&self, wanted: &str, pages: &[PageStatus]) -> Vec<usize> {
        let names = self.names(wanted);
        let places = |is_meant: &Meant<'_>| -> Vec<usize> {
            let meant = |page: &PageStatus| names.iter().any(|name| is_meant(page, name));
            (0..pages.len()).filter(|at| meant(&pages[*at])).collect()
        };
        let path = |file| self.sources.path(file);
        // The file of one translation stands for that translation alone.
        let ways: [&Meant<'_>; 4] = [
            &|page, name| page.key == name.trim_end_matches(".md"),
            &|page, name| page.file.map(path) == Some(name),
            &|page, name| page.original.as_ref().map(|(_, file)| path(*file)) == Some(name),
            &|page, name| {
                let folder = name.strip_prefix("content").unwrap_or(name);
                let folder = folder.trim_matches('/');
                folder.is_empty()
                    || page.key.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
            },
        ];
        ways.into_iter().map(places).find(|found| !found.is_empty()).unwrap_or_default()
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
        const COMMANDS: [&str; 2] = ["accept", "list"];
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
