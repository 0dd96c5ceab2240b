//! What the names of files under `content/` tell: of which page and language each is, and whether two of them are
//! one page, or one is called otherwise than was meant.

use std::collections::BTreeMap;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use super::super::copies;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::project::WrittenPage;
use crate::project::accepted::Accepted;
use crate::source::{FileId, Sources, Span};

/// Tells what is wrong with the names of pages, which are in the order of their keys. The keys of those about which
/// nothing more is to be told are given.
pub fn tell(
    pages: &[Arc<WrittenPage>],
    config: &Config,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let mut keys = tell_default_twice(pages, config, sources, diagnostics);
    tell_doubles(pages, &keys, sources, diagnostics);
    keys.extend(tell_alike(pages, sources, diagnostics));
    keys.extend(tell_undotted(pages, config, sources, diagnostics));
    keys.extend(tell_copies(pages, diagnostics));
    keys
}

/// `method.md` and `method.en.md` of several pages, where English is the default language: that was another one when
/// the files were named. Their keys are given, so that nothing more is told of them.
fn tell_default_twice(
    pages: &[Arc<WrittenPage>],
    config: &Config,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let language = &config.default_language().name;
    let path = |page: &WrittenPage| sources.path(page.file);
    let is_named = |page: &WrittenPage| path(page).ends_with(&format!(".{language}.md"));
    let pairs: Vec<_> = pages
        .windows(2)
        .filter(|pair| pair[0].key == pair[1].key && !pair[0].is_joined && !pair[1].is_joined)
        .filter(|pair| pair.iter().all(|page| page.language == *language))
        .filter(|pair| is_named(&pair[0]) != is_named(&pair[1]))
        .collect();
    let [first, _, ..] = &pairs[..] else { return Vec::new() };
    let (named, plain) = match is_named(&first[0]) {
        true => (&first[0], &first[1]),
        false => (&first[1], &first[0]),
    };
    let more = match pairs.len() - 1 {
        1 => "is one more pair".to_string(),
        more => format!("are {more} more pairs"),
    };
    let message = format!(
        "`{}` and `{}` are both taken for `{language}`, the default language, and so {more} of files",
        path(plain),
        path(named)
    );
    let help = "files without a language in their names are in the default language: set `default_language` to that of their texts, or give it to their names";
    diagnostics.push(
        Diagnostic::error("duplicate-page", Span::file(plain.file), message)
            .related(Span::file(named.file), "the other file")
            .help(help),
    );
    pairs.iter().map(|pair| pair[0].key.clone()).collect()
}

/// Two files for one page; those of `told` were told.
fn tell_doubles(
    pages: &[Arc<WrittenPage>],
    told: &[String],
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    for pair in pages.windows(2).filter(|pair| !told.contains(&pair[0].key)) {
        if pair[0].key == pair[1].key && pair[0].language == pair[1].language {
            let message =
                format!("the page `{}` stands twice in `{}`", pair[1].key, pair[1].language);
            let [one, other] = [&pair[0], &pair[1]].map(|page| sources.path(page.file));
            let looks_alike = one.nfc().eq(other.nfc());
            let help = match pair.iter().any(|page| page.is_joined) {
                _ if looks_alike => {
                    "their names look the same and are stored in two ways, as between macOS and Windows: keep one"
                }
                true => {
                    "pages of one language need a `translation_key` each: correct one of the two"
                }
                false => "keep one of the two files",
            };
            diagnostics.push(
                Diagnostic::error("duplicate-page", Span::file(pair[1].file), message)
                    .related(Span::file(pair[0].file), "the other file")
                    .help(help),
            );
        }
    }
}

/// Pages and folders that are copies of others, each once. The keys of what was copied are given, so that nothing
/// more is told of them.
fn tell_copies(pages: &[Arc<WrittenPage>], diagnostics: &mut Diagnostics) -> Vec<String> {
    if !pages.iter().any(|page| copies::may_hold_one(&page.key)) {
        return Vec::new();
    }
    let mut names: BTreeMap<&str, BTreeMap<&str, FileId>> = BTreeMap::new();
    for page in pages.iter().filter(|page| !page.is_joined) {
        let mut rest = page.key.as_str();
        while !rest.is_empty() {
            let (folder, name) = rest.rsplit_once('/').unwrap_or(("", rest));
            names.entry(folder).or_default().entry(name).or_insert(page.file);
            rest = folder;
        }
    }
    let mut copies = Vec::new();
    for (folder, names) in &names {
        for (name, file) in names {
            let Some(other) = copies::original(name, names.keys().copied()) else { continue };
            let copy = format!("{folder}/{name}").trim_start_matches('/').to_string();
            let message = format!(
                "`content/{copy}` would be published beside `{other}`, of which it is a copy by its name"
            );
            diagnostics.push(
                Diagnostic::error("file-name", Span::file(*file), message)
                    .help("delete the copy, or give it a name of its own"),
            );
            copies.push(copy);
        }
    }
    let is_copied = |key: &str| {
        copies.iter().any(|copy| {
            key.strip_prefix(copy).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    };
    pages.iter().map(|page| page.key.clone()).filter(|key| is_copied(key)).collect()
}

/// Pages whose names differ in capital letters alone: on many machines they are one file, and nobody means
/// two pages. Their keys are given, so that nothing more is told of them.
fn tell_alike(
    pages: &[Arc<WrittenPage>],
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    if !pages.iter().any(|page| page.key.contains(char::is_uppercase)) {
        return Vec::new();
    }
    let mut alike: BTreeMap<String, &Arc<WrittenPage>> = BTreeMap::new();
    let mut keys = Vec::new();
    for page in pages {
        let first = *alike.entry(page.key.to_lowercase()).or_insert(page);
        // Of one language, their addresses are told.
        if first.key != page.key && first.language != page.language {
            let [one, other] = [first, page].map(|page| sources.path(page.file));
            let message = format!("`{one}` and `{other}` differ in capital letters");
            diagnostics.push(
                Diagnostic::error("file-name", Span::file(first.file), message)
                    .related(Span::file(page.file), "the other file")
                    .help("rename one: a page and its translation have the same name, as a rule in small letters"),
            );
            keys.extend([first.key.clone(), page.key.clone()]);
        }
    }
    keys
}

/// `method_en.md` beside `method.md`: a translation whose language stands behind another sign than a dot. Both keys
/// are given, so that nothing more is told of them.
fn tell_undotted(
    pages: &[Arc<WrittenPage>],
    config: &Config,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let languages = || config.languages.iter().skip(1).map(|language| language.name.as_str());
    let parts = |key: &str| {
        languages().find_map(|language| {
            let stem = key.strip_suffix(language)?;
            let name = stem.strip_suffix(['_', '-', ' '])?;
            Some((name.to_string(), language.to_string()))
        })
    };
    let find = |key: &str, language: Option<&str>| {
        let start = pages.partition_point(|page| page.key.as_str() < key);
        let alike = pages[start..].iter().take_while(|page| page.key == key);
        alike.clone().find(|page| language.is_none_or(|language| page.language == language))
    };
    let mut keys = Vec::new();
    for page in pages.iter().filter(|page| page.language == config.default_language().name) {
        let Some((key, language)) = parts(&page.key).filter(|_| !page.is_joined) else { continue };
        let Some(original) = find(&key, None) else { continue };
        // A page of its own has translations of its own.
        let is_alone = languages().all(|language| find(&page.key, Some(language)).is_none());
        if !is_alone || find(&key, Some(&language)).is_some() {
            continue;
        }
        let name = sources.path(page.file).rsplit('/').next().unwrap_or_default();
        let meant = key.rsplit('/').next().unwrap_or_default();
        let message = format!(
            "the language of `{name}` stands behind no dot: it is taken for a page of its own"
        );
        diagnostics.push(
            Diagnostic::error("file-name", Span::file(page.file), message)
                .related(Span::file(original.file), "the page that it translates")
                .help(format!("rename it to `{meant}.{language}.md`")),
        );
        keys.extend([page.key.clone(), key]);
    }
    keys
}

/// A translation that was accepted and is gone, or has lost its original, and beside it a page that belongs to no
/// other: a file was given another name. Both keys are given, so that nothing more is told of them.
pub fn tell_renamed(
    pages: &[Arc<WrittenPage>],
    accepted: Option<&Accepted>,
    config: &Config,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let mut keys = Vec::new();
    let Some(accepted) = accepted else { return keys };
    let mut by_key: BTreeMap<&str, Vec<&Arc<WrittenPage>>> = BTreeMap::new();
    pages.iter().for_each(|page| by_key.entry(&page.key).or_default().push(page));
    let default = config.default_language().name.as_str();
    for ((key, language), lines) in &accepted.pages {
        let own = by_key.get(key.as_str()).filter(|_| config.language(language).is_some());
        let Some(own) = own else { continue };
        // Either it is gone, or it is there alone.
        let has = |language: &str| own.iter().any(|page| page.language == language);
        let wanted = match (has(language), own.len()) {
            (false, _) => language.as_str(),
            (true, 1) if language != default => default,
            _ => continue,
        };
        let alone = by_key.values().filter_map(|pages| match pages[..] {
            [page] if page.language == wanted && page.folder() == own[0].folder() => Some(page),
            _ => None,
        });
        let alone: Vec<&Arc<WrittenPage>> = alone.collect();
        let [other] = &alone[..] else { continue };
        let is_alike = nearest(other.name(), [own[0].name()]).is_some()
            || other.own_anchors().any(|anchor| lines.sections.contains_key(anchor));
        if !is_alike {
            continue;
        }
        let [path, meant] = [*other, own[0]].map(|page| sources.path(page.file));
        let stem = key.rsplit('/').next().unwrap_or_default();
        let name = match wanted == default {
            true => format!("{stem}.md"),
            false => format!("{stem}.{wanted}.md"),
        };
        let message = format!("`{path}` and `{meant}` seem to be one page, and have two names");
        diagnostics.push(
            Diagnostic::error("file-name", Span::file(other.file), message)
                .related(Span::file(own[0].file), "the page in its other language")
                .help(format!(
                    "rename it to `{name}`; if it is another page, take `[\"{key}\".{language}]` out of `translations.toml`"
                )),
        );
        keys.extend([key.clone(), other.key.clone()]);
    }
    keys
}

/// Each language once, at the first of its files.
pub fn tell_unknown_languages(
    unknown: &BTreeMap<String, Vec<FileId>>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) {
    for (suffix, files) in unknown {
        let known = config.languages.iter().map(|language| language.name.as_str());
        let message = match files.len() - 1 {
            0 => format!("`{suffix}` in the file name is not a language of this site"),
            more => format!(
                "`{suffix}` in the names of this file and {more} more is not a language of this site"
            ),
        };
        let place = files.first().map(|file| Span::file(*file));
        let diagnostic = Diagnostic::error("unknown-language", place, message);
        diagnostics.push(match nearest(suffix, known) {
            Some(near) => diagnostic.help(format!("did you mean `.{near}.md`?")),
            None => diagnostic.help(format!(
                "add `[languages.{suffix}]` to the configuration, or take the dot out of the name"
            )),
        });
    }
}
