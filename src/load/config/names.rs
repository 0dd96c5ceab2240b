//! Languages whose pages go by another name than the configuration says.

use std::collections::BTreeMap;

use crate::config::Language;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::load::fields::Fields;
use crate::locale::Locale;
use crate::source::{FileId, Sources, Span};

/// The languages, each by the name that its pages have. Where that is not the one in the configuration
/// it is told once: else every page would be told as missing, and all words that are given by language.
pub fn as_pages_have(
    mut languages: Vec<Language>,
    fields: &Fields<'_>,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<Language> {
    let in_use = in_use(sources);
    let is_known = |name: &str| languages.iter().any(|language| language.name == name);
    let unknown: Vec<(&str, &Vec<FileId>)> = in_use
        .iter()
        .filter(|(name, _)| !is_known(name))
        .map(|(name, files)| (*name, files))
        .collect();
    let has_folder = |name: &str| {
        let folder = format!("content/{name}/");
        sources.iter().any(|(_, source)| source.path.starts_with(&folder))
    };
    // The default language's pages have no name in theirs.
    for language in languages.iter_mut().skip(1) {
        if in_use.contains_key(language.name.as_str()) || has_folder(&language.name) {
            continue;
        }
        let is_meant = |name: &str| {
            Locale::find(name).is_some_and(|it| it.language() == language.locale.language())
        };
        let mut meant = unknown.iter().filter(|(name, _)| is_meant(name));
        if let (Some((name, files)), None) = (meant.next(), meant.next()) {
            diagnostics.push(named_otherwise(&language.name, name, files, fields));
            language.name = name.to_string();
        }
    }
    languages
}

/// What stands before `.md` in the names of pages, after a dot: `en`, with the pages.
fn in_use(sources: &Sources) -> BTreeMap<&str, Vec<FileId>> {
    let mut in_use: BTreeMap<&str, Vec<FileId>> = BTreeMap::new();
    for (file, source) in sources.iter() {
        let name = source.path.strip_prefix("content/").and_then(|path| path.strip_suffix(".md"));
        let name = name.and_then(|path| path.rsplit('/').next());
        if let Some((_, language)) = name.and_then(|name| name.rsplit_once('.')) {
            in_use.entry(language).or_default().push(file);
        }
    }
    in_use
}

fn named_otherwise(known: &str, used: &str, files: &[FileId], fields: &Fields<'_>) -> Diagnostic {
    let mut untold = Diagnostics::default();
    let table = fields.table("languages", &mut untold);
    let entry = table.and_then(|table| table.entries.iter().find(|entry| entry.key == known));
    let pages = match files.len() {
        1 => "one page is".to_string(),
        many => format!("{many} pages are"),
    };
    let message = format!("no page is named `{known}`, but {pages} named `{used}`");
    let told = Diagnostic::error("unknown-language", entry.map(|entry| entry.key_span), message);
    let told = files
        .first()
        .into_iter()
        .fold(told, |told, file| told.related(Span::file(*file), "the first of them"));
    told.help(format!(
        "write `[languages.{used}]`, or end the names of these files in `.{known}.md`"
    ))
}
