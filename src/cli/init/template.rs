//! What a new project consists of: files that all projects share, and a set of texts for each language.
//!
//! `shared/` and `ci/` hold what is the same in all languages; `texts/<language>/` holds pages, the README and
//! `words.toml`. In all of them stand a few marks:
//!
//! - `{{menu.report}}`: the word of the default language; `{{each menu.report}}`: that of every language, as TOML;
//! - `{{columns text}}`, `{{cells goal.origin}}`: a column of a table for each language, and its cells;
//! - `{{if report}}` … `{{end}}`, on lines of their own: what stands only in some projects.

use std::collections::BTreeMap;

use include_dir::{Dir, DirEntry, include_dir};

use super::super::arguments::{Ci, Template, TextLanguage};
use crate::diagnostic::Diagnostics;
use crate::project::accepted::{self, Accepted, quoted};
use crate::project::versions::{self, Versions};
use crate::source::Sources;
use crate::translation::accept::accept;
use crate::{Options, policies, translations};

static SHARED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/init/shared");
static TEXTS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/init/texts");
static CI: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/init/ci");

/// Of a project without a report these data are left.
const DATA_OF_POLICIES: &str = "data/2025/facts.toml";

/// The project that is asked for.
pub(super) struct Plan {
    pub template: Template,
    /// The first is the default language of the site.
    pub languages: Vec<TextLanguage>,
    pub ci: Option<Ci>,
}

impl Plan {
    /// All files of the project by their paths. What the texts say is accepted, as they are each
    /// other's translations.
    pub(super) fn files(&self) -> BTreeMap<String, String> {
        let words = self.languages.iter().map(|language| words(language.name())).collect();
        let filling = Filling { plan: self, words };
        let mut files = BTreeMap::new();
        for (path, text) in texts(&SHARED) {
            if self.has("report") || !path.starts_with("data/") || path == DATA_OF_POLICIES {
                files.insert(path, filling.filled(text));
            }
        }
        for (at, language) in self.languages.iter().enumerate() {
            let own = TEXTS.get_dir(language.name());
            for (path, text) in own.map(texts).unwrap_or_default() {
                let path = path.split_once('/').map_or(path.as_str(), |(_, rest)| rest);
                if let Some(path) = self.place(path, at) {
                    files.insert(path, filling.filled(text));
                }
            }
        }
        if let Some(ci) = self.ci {
            let text = CI.get_file(ci.file()).and_then(|file| file.contents_utf8());
            files.insert(ci.path().to_string(), filling.filled(text.unwrap_or_default()));
        }
        accept_all(&mut files);
        files
    }

    /// Whether a part of the project is wanted.
    fn has(&self, part: &str) -> bool {
        match part {
            "report" => self.template != Template::Policies,
            "policies" => self.template != Template::Report,
            "both" => self.template == Template::Both,
            "translated" => self.languages.len() > 1,
            "foreign" => !self.languages.iter().any(|language| language.is_norwegian()),
            _ => false,
        }
    }

    /// The language of the account that holds: the Act asks for Norwegian.
    fn authoritative(&self) -> &'static str {
        let norwegian = self.languages.iter().find(|language| language.is_norwegian());
        norwegian.or(self.languages.first()).map_or("", |language| language.name())
    }

    /// Where a text of the language at this place in the list stands. None where it is not wanted.
    fn place(&self, path: &str, at: usize) -> Option<String> {
        let is_wanted = match path.strip_prefix("content/") {
            Some(page) if page.starts_with("report/") => self.has("report"),
            Some(page) if page.starts_with("policy/") => self.has("policies"),
            Some(_) => true,
            None => path == "README.md" && at == 0,
        };
        let language = self.languages.get(at)?.name();
        is_wanted.then(|| match (at, path.strip_suffix(".md")) {
            (1.., Some(stem)) => format!("{stem}.{language}.md"),
            _ => path.to_string(),
        })
    }
}

/// Every file of a folder, by its path in the folder that was compiled in.
fn texts<'a>(folder: &'a Dir<'a>) -> Vec<(String, &'a str)> {
    let mut found = Vec::new();
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(inner) => found.extend(texts(inner)),
            DirEntry::File(file) => {
                let path = file.path().to_string_lossy().replace('\\', "/");
                found.extend(file.contents_utf8().map(|text| (path, text)));
            }
        }
    }
    found
}

/// The words of a language by their keys, `menu.report`.
fn words(language: &str) -> BTreeMap<String, String> {
    let text = TEXTS.get_file(format!("{language}/words.toml"));
    let text = text.and_then(|file| file.contents_utf8()).unwrap_or_default();
    let tables: BTreeMap<String, BTreeMap<String, String>> =
        toml::from_str(text).unwrap_or_default();
    let words = tables.into_iter().flat_map(|(section, words)| {
        words.into_iter().map(move |(key, word)| (format!("{section}.{key}"), word))
    });
    words.collect()
}

/// Puts words in the place of marks.
struct Filling<'a> {
    plan: &'a Plan,
    /// For each language of the plan.
    words: Vec<BTreeMap<String, String>>,
}

impl Filling<'_> {
    fn filled(&self, text: &str) -> String {
        let mut filled = String::new();
        let mut is_wanted = true;
        for line in text.split_inclusive('\n') {
            let mark = line.trim().strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}"));
            match mark.and_then(|mark| mark.strip_prefix("if ")) {
                Some(part) => is_wanted = self.plan.has(part),
                None if mark == Some("end") => is_wanted = true,
                None if is_wanted => filled.push_str(&self.line(line)),
                None => {}
            }
        }
        filled
    }

    fn line(&self, line: &str) -> String {
        let mut filled = String::new();
        let mut rest = line;
        while let Some((before, (mark, after))) =
            rest.split_once("{{").and_then(|(a, b)| Some((a, b.split_once("}}")?)))
        {
            filled.push_str(before);
            filled.push_str(&self.mark(mark));
            rest = after;
        }
        filled + rest
    }

    fn mark(&self, mark: &str) -> String {
        let names = self.plan.languages.iter().map(|language| language.name());
        match mark.split_once(' ') {
            Some(("each", key)) => {
                let each = names
                    .enumerate()
                    .map(|(at, name)| format!("{name} = {}", quoted(&self.word(at, key))));
                format!("{{ {} }}", each.collect::<Vec<_>>().join(", "))
            }
            Some(("columns", name)) => {
                names.map(|language| format!("{name}_{language}")).collect::<Vec<_>>().join(",")
            }
            Some(("cells", key)) => {
                let cells = names.enumerate().map(|(at, _)| cell(&self.word(at, key)));
                cells.collect::<Vec<_>>().join(",")
            }
            _ => match mark {
                "language" => names.take(1).collect(),
                "authoritative" => self.plan.authoritative().to_string(),
                "other" => names.skip(1).take(1).collect(),
                "languages" => self.languages(),
                key => self.word(0, key),
            },
        }
    }

    /// The word of the language at a place in the list.
    fn word(&self, at: usize, key: &str) -> String {
        self.words.get(at).and_then(|words| words.get(key)).cloned().unwrap_or_default()
    }

    /// A block of the configuration for each language.
    fn languages(&self) -> String {
        let description = match self.plan.template {
            Template::Report => "site.description_report",
            Template::Policies => "site.description_policies",
            Template::Both => "site.description_both",
        };
        let keys = [
            ("label", "site.label"),
            ("locale", "site.locale"),
            ("title", "site.title"),
            ("description", description),
        ];
        let blocks = self.plan.languages.iter().enumerate().map(|(at, language)| {
            let lines = keys.iter().filter_map(|(key, word)| {
                let word = self.word(at, word);
                (!word.is_empty()).then(|| format!("{key} = {}\n", quoted(&word)))
            });
            format!("[languages.{}]\n{}", language.name(), lines.collect::<String>())
        });
        blocks.collect::<Vec<_>>().join("\n")
    }
}

/// A cell of a CSV file.
fn cell(text: &str) -> String {
    match text.contains([',', '"']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_string(),
    }
}

/// Says of all translations and versions that they are right.
fn accept_all(files: &mut BTreeMap<String, String>) {
    let sources = Sources::from_files(files.iter().map(|(path, text)| (path.as_str(), text)));
    let (options, mut told) = (Options::default(), Diagnostics::default());
    if let Some(found) = translations(&sources, &options, &mut told) {
        let mut accepted = Accepted::default();
        for page in &found.pages {
            accept(page, None, &mut accepted);
        }
        if !found.pages.is_empty() {
            files.insert(accepted::PATH.to_string(), accepted.to_toml());
        }
    }
    if let Some(found) = policies(&sources, &options, &mut told) {
        let mut kept = Versions::default();
        for policy in &found.policies {
            if let Some(version) = &policy.version {
                kept.accept(&policy.key, version, &policy.hash);
            }
        }
        if !found.policies.is_empty() {
            files.insert(versions::PATH.to_string(), kept.to_toml());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_the_same_texts_and_words() {
        let all = |language: &TextLanguage| {
            let folder = TEXTS.get_dir(language.name()).expect("the texts of the language");
            let strip =
                |(path, _): (String, &str)| path.split_once('/').map(|(_, rest)| rest.to_string());
            let mut paths: Vec<_> = texts(folder).into_iter().filter_map(strip).collect();
            paths.sort();
            let mut keys: Vec<String> = words(language.name()).into_keys().collect();
            // A language says its locale where its name leaves one open.
            keys.retain(|key| key != "site.locale");
            (paths, keys)
        };
        let [first, others @ ..] = TextLanguage::ALL;
        for other in &others {
            assert_eq!(all(other), all(&first), "{}", other.name());
        }
    }
}
