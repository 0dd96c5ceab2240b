//! The Markdown files under `content/` to pages.

mod file_names;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::{Recent, front_matter, markdown, parts};
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::project::{WrittenPage, is_part};
use crate::source::{AT_ONCE, Bytes, FileId, Sources, Span};

pub use file_names::tell_renamed;

/// Pages as they were read, in the order of their files, before parts were put into them.
pub struct ReadPages {
    /// The names of the languages, which tell what the name of a file says.
    languages: Vec<String>,
    pages: Vec<Arc<ReadPage>>,
}

impl ReadPages {
    fn of(&self, file: FileId) -> Option<&Arc<ReadPage>> {
        let at = self.pages.binary_search_by_key(&file, |page| page.file);
        self.pages.get(at.ok()?)
    }
}

/// A file that is a page, as its name says.
enum Named {
    New {
        file: FileId,
        key: String,
        language: String,
    },
    /// It was called the same before.
    Known(Arc<ReadPage>),
}

/// What came of a file.
struct ReadPage {
    file: FileId,
    path: Arc<str>,
    bytes: Bytes,
    /// What the name of the file says.
    key: String,
    language: String,
    page: Option<Arc<WrittenPage>>,
    told: Diagnostics,
}

impl ReadPage {
    fn new(file: FileId, key: String, language: String, sources: &Sources) -> ReadPage {
        let mut told = Diagnostics::default();
        let page = page(file, key.clone(), language.clone(), sources, &mut told).map(Arc::new);
        let (path, bytes) = (sources.shared_path(file), sources.shared(file));
        ReadPage { file, path, bytes, key, language, page, told }
    }
}

impl Named {
    fn read(self, sources: &Sources) -> Arc<ReadPage> {
        match self {
            Named::New { file, key, language } => {
                Arc::new(ReadPage::new(file, key, language, sources))
            }
            Named::Known(page) if page.bytes.is_same(&sources.shared(page.file)) => page,
            Named::Known(page) => {
                let (key, language) = (page.key.clone(), page.language.clone());
                Arc::new(ReadPage::new(page.file, key, language, sources))
            }
        }
    }
}

/// Every page, in the order of keys and languages, and the keys of those that cannot be read.
/// Files are read in parallel, those that the last build read not again.
pub fn pages(
    sources: &Sources,
    config: &Config,
    recent: Option<&Recent>,
    diagnostics: &mut Diagnostics,
) -> (Vec<Arc<WrittenPage>>, BTreeSet<String>) {
    let languages: Vec<String> = config.languages.iter().map(|one| one.name.clone()).collect();
    let last = recent.and_then(|recent| recent.pages.get());
    let last = last.filter(|last| last.languages == languages);
    let mut named = Vec::new();
    let mut unknown: BTreeMap<String, Vec<FileId>> = BTreeMap::new();
    let mut unreadable = BTreeSet::new();
    for (file, source) in sources.iter() {
        let Some(path) = source.path.strip_prefix("content/") else { continue };
        if path.ends_with(".md") {
            let known = last.as_ref().and_then(|last| last.of(file));
            if let Some(known) = known.filter(|known| known.path == source.path) {
                named.push(Named::Known(known.clone()));
                continue;
            }
            // macOS stores `å` as two letters.
            let path = match path.is_ascii() {
                true => Cow::Borrowed(path),
                false => Cow::Owned(path.nfc().collect()),
            };
            match key_and_language(&path, config) {
                Ok((key, language)) => named.push(Named::New { file, key, language }),
                Err((key, language)) => {
                    unknown.entry(language).or_default().push(file);
                    unreadable.insert(key);
                }
            }
        }
    }
    file_names::tell_unknown_languages(&unknown, config, diagnostics);
    let named = named.into_par_iter().with_max_len(AT_ONCE);
    let read: Vec<Arc<ReadPage>> = named.map(|named| named.read(sources)).collect();
    let mut pages = Vec::with_capacity(read.len());
    for one in &read {
        if !one.told.is_empty() {
            diagnostics.extend(one.told.clone());
        }
        if let Some(page) = &one.page {
            pages.push(page.clone());
        }
        match &one.page {
            Some(page) if !page.front_in_doubt => {}
            Some(page) => drop(unreadable.insert(page.key.clone())),
            None => drop(unreadable.insert(one.key.clone())),
        }
    }
    if let Some(recent) = recent {
        recent.pages.put(Arc::new(ReadPages { languages, pages: read }));
    }
    let order = |name: &str| config.languages.iter().position(|language| language.name == name);
    pages.sort_by(|a: &Arc<WrittenPage>, b| {
        let of_one_key = || (order(&a.language), a.file).cmp(&(order(&b.language), b.file));
        a.key.cmp(&b.key).then_with(of_one_key)
    });
    unreadable.extend(file_names::tell(&pages, config, sources, diagnostics));
    (pages, unreadable)
}

fn page(
    file: FileId,
    key: String,
    language: String,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<WrittenPage> {
    let text = super::text(file, sources, diagnostics)?;
    let (front, start) = front_matter::read(text, file, is_part(&key), diagnostics)?;
    let place = Span::new(file, start..text.len());
    let body = markdown::read(&sources.shared(file), place, diagnostics);
    let holds_parts = parts::are_in(&body.blocks, &body.notes);
    Some(WrittenPage {
        file,
        is_joined: front.translation_key.is_some(),
        key: front.translation_key.unwrap_or(key),
        language,
        front: front.matter,
        blocks: body.blocks,
        notes: body.notes,
        expanded: None,
        in_doubt: false,
        headings_in_doubt: body.headings_in_doubt,
        front_in_doubt: !front.is_whole,
        body: place,
        words: body.words,
        holds_parts,
        anchors: OnceLock::new(),
    })
}

/// `report/2024/03-method.en.md` and `en/report/2024/03-method.md` are the same page in English; a
/// language that the site does not have is an error, with what the page would be.
fn key_and_language(path: &str, config: &Config) -> Result<(String, String), (String, String)> {
    let stem = path.strip_suffix(".md").unwrap_or(path);
    if let Some((folder, rest)) = stem.split_once('/')
        && config.language(folder).is_some()
    {
        return Ok((rest.to_string(), folder.to_string()));
    }
    let name = stem.rsplit('/').next().unwrap_or(stem);
    let Some((_, suffix)) = name.rsplit_once('.') else {
        return Ok((stem.to_string(), config.default_language().name.clone()));
    };
    let named = (stem[..stem.len() - suffix.len() - 1].to_string(), suffix.to_string());
    if config.language(suffix).is_some() { Ok(named) } else { Err(named) }
}
