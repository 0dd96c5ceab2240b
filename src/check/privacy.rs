//! Nothing private leaves: the finished files are searched for the names and organisation numbers
//! of suppliers that were not released, and for the national identity numbers of people.

mod index;
mod words;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::unpacked;
use crate::artifact::{Artifacts, Bytes, TypstProject, is_same};
use crate::compose::ground::Ground;
use crate::data::Loaded;
use crate::data::register::{Mark, Register, Supplier};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::Report;
use crate::memory::Slot;
use crate::project::Project;
use crate::source::{Sources, Span};
use index::{Index, Private, SHORTEST, What, without_form};
use words::{Words, words, words_of_document, words_of_page};

/// Whether there may be as many digits in a row as an identity number has.
fn has_eleven_digits(text: &[u8]) -> bool {
    // The bytes of a soft hyphen, which does not part a number.
    let is_part = |byte: &u8| byte.is_ascii_digit() || matches!(byte, 0xc2 | 0xad);
    let mut rest = text;
    // Where the eleventh byte is none of them, no run of eleven begins before it.
    while let Some((eleven, _)) = rest.split_at_checked(11) {
        match eleven.iter().rposition(|byte| !is_part(byte)) {
            Some(at) => rest = &rest[at + 1..],
            None => return true,
        }
    }
    false
}

/// The files of a build in which nothing private was found.
pub struct SearchedFiles {
    /// What is private stands in it.
    ground: Arc<Ground>,
    /// By path.
    clean: BTreeMap<String, Bytes>,
    /// Pieces of files, by where they lie in memory.
    pieces: BTreeMap<usize, Bytes>,
}

impl SearchedFiles {
    fn has(&self, one: &Searched<'_>) -> bool {
        let known = match one.is_piece {
            true => self.pieces.get(&place(one.bytes)),
            false => self.clean.get(one.path),
        };
        known.is_some_and(|known| is_same(known, one.bytes))
    }
}

/// Bytes that people can read, of the file that is published at a path.
struct Searched<'a> {
    published: &'a str,
    /// Where the bytes themselves lie: within the project of a document, that is another path.
    path: &'a str,
    bytes: &'a Bytes,
    is_piece: bool,
}

impl<'a> Searched<'a> {
    fn file(path: &'a str, bytes: &'a Bytes) -> Searched<'a> {
        Searched { published: path, path, bytes, is_piece: false }
    }
}

fn place(bytes: &Bytes) -> usize {
    bytes.as_ptr().addr()
}

/// What was found in a file: private texts, and the national identity numbers of people.
type Found = (BTreeSet<Private>, BTreeSet<u64>);

/// The registers of a project.
pub fn registers(project: &Project) -> Vec<&Loaded<Register>> {
    project.datasets.values().filter_map(|dataset| dataset.suppliers.as_ref()).collect()
}

/// Searches files for what is private in registers.
pub struct Search<'a> {
    index: Index<'a>,
    /// What stands in the files that were handed over, by their paths.
    handed_over: Mutex<BTreeMap<String, Found>>,
}

impl<'a> Search<'a> {
    pub fn new(registers: &'a [&'a Loaded<Register>]) -> Search<'a> {
        Search { index: Index::new(registers), handed_over: Mutex::default() }
    }

    /// Searches a file that will not be there when [`privacy`] tells what was found.
    /// No value stands in two of its parts.
    pub fn handed_over(&self, path: &str, parts: &[&[u8]]) {
        let of_part = |part: &&[u8]| self.file(path, part);
        let both = |mut one: Found, mut other: Found| {
            one.0.append(&mut other.0);
            one.1.append(&mut other.1);
            one
        };
        let found = match is_readable(path) {
            true => parts.par_iter().with_min_len(64).map(of_part).reduce(Found::default, both),
            false => Found::default(),
        };
        let mut all = self.handed_over.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(path.to_string(), found);
    }

    fn file(&self, path: &str, bytes: &[u8]) -> Found {
        let bytes = match unpacked::is_packed(path) {
            true => Cow::Owned(unpacked::text(bytes).into_bytes()),
            false => Cow::Borrowed(bytes),
        };
        if self.index.registers.is_empty() && !has_eleven_digits(&bytes) {
            return Found::default();
        }
        let text = String::from_utf8_lossy(&bytes);
        let texts = match path.rsplit('.').next() {
            Some("html") => words_of_page(&text),
            _ if unpacked::is_packed(path) => words_of_page(&text),
            Some("typ") => words_of_document(&text),
            _ => [words(&text), Words::default()],
        };
        let persons = texts.iter().flat_map(|words| words.persons.iter().copied()).collect();
        (self.index.search(&texts), persons)
    }
}

/// Tells every private value that stands in a file that people can read. `documents` are what the
/// PDFs are set from, by the PDF's path: their words are found there without reading a PDF.
pub fn privacy(
    search: &Search<'_>,
    artifacts: &Artifacts,
    documents: &BTreeMap<String, TypstProject>,
    report: &Report,
    sources: &Sources,
    known: Option<(&Slot<SearchedFiles>, &Arc<Ground>)>,
    diagnostics: &mut Diagnostics,
) {
    let Search { index, .. } = search;
    let registers = index.registers;
    let files = artifacts.files.iter().filter(|(path, _)| is_readable(path));
    let files = files.map(|(path, bytes)| Searched::file(path, bytes));
    let pieces = artifacts.pieces.iter().filter(|(path, _)| is_readable(path));
    let pieces = pieces.flat_map(|(path, pieces)| {
        // Nothing private is as short as what parts the others.
        let long = pieces.iter().filter(|piece| piece.len() >= SHORTEST);
        long.map(move |bytes| Searched { is_piece: true, ..Searched::file(path, bytes) })
    });
    let set = documents.iter().flat_map(|(pdf, document)| {
        let written = document.files.iter().filter(|(path, _)| !path.starts_with("theme/"));
        let written = written.filter(|(path, _)| is_text(path) || path.ends_with(".typ"));
        written.map(move |(path, bytes)| Searched { published: pdf, ..Searched::file(path, bytes) })
    });
    let readable: Vec<Searched<'_>> = files.chain(pieces).chain(set).collect();
    let last = known
        .and_then(|(recent, ground)| recent.get().filter(|last| Arc::ptr_eq(&last.ground, ground)));
    let found: Vec<(&str, Found)> = readable
        .par_iter()
        .map(|one| {
            if last.as_ref().is_some_and(|last| last.has(one)) {
                return (one.published, Found::default());
            }
            (one.published, search.file(one.path, one.bytes))
        })
        .collect();
    if let Some((recent, ground)) = known {
        let clean = readable
            .iter()
            .zip(&found)
            .filter(|(_, (_, (private, persons)))| private.is_empty() && persons.is_empty());
        let (pieces, clean): (Vec<_>, Vec<_>) =
            clean.map(|(one, _)| one).partition(|one| one.is_piece);
        recent.put(Arc::new(SearchedFiles {
            ground: ground.clone(),
            clean: clean.iter().map(|one| (one.path.to_string(), one.bytes.clone())).collect(),
            pieces: pieces.iter().map(|one| (place(one.bytes), one.bytes.clone())).collect(),
        }));
    }
    let handed_over = search.handed_over.lock().unwrap_or_else(PoisonError::into_inner);
    let before = handed_over.iter();
    let before = before.map(|(path, found)| (path.as_str(), found.clone()));
    let named = artifacts.files.keys().chain(artifacts.pieces.keys()).chain(&artifacts.handed_over);
    let named = named.filter(|_| !registers.is_empty());
    let of_address = |path: &str| index.search(&[words(path), Words::default()]);
    let addresses = named.map(|path| (path.as_str(), (of_address(path), BTreeSet::new())));
    let mut places: BTreeMap<Private, BTreeSet<&str>> = BTreeMap::new();
    let mut persons: BTreeMap<u64, BTreeSet<&str>> = BTreeMap::new();
    for (path, (private, people)) in found.into_iter().chain(before).chain(addresses) {
        for one in private {
            places.entry(one).or_default().insert(path);
        }
        for number in people {
            persons.entry(number).or_default().insert(path);
        }
    }
    for (number, paths) in &persons {
        let paths: Vec<&str> = paths.iter().copied().collect();
        diagnostics.push(tell_person(*number, &paths, report, sources));
    }
    let mut hints = Vec::new();
    for ((register, row, what), paths) in &places {
        let whole_name = (*register, *row, What::Name);
        let (register, paths) = (registers[*register], paths.iter().copied().collect::<Vec<_>>());
        let supplier = &register.value.suppliers[*row as usize];
        match what {
            // The whole name holds the shorter one.
            What::ShortName | What::Word if places.contains_key(&whole_name) => {}
            What::Word => hints.push(register.value.text(supplier.id)),
            _ => diagnostics.push(tell(&paths, *what, supplier, register, report, sources)),
        }
    }
    tell_words(&hints, diagnostics);
}

/// Suppliers whose name, but for its legal form, is one word that the site has: it may be meant.
fn tell_words(ids: &[&str], diagnostics: &mut Diagnostics) {
    if ids.is_empty() {
        return;
    }
    let named: Vec<String> = ids.iter().take(8).map(|id| format!("`{id}`")).collect();
    let more = match ids.len().saturating_sub(named.len()) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = format!(
        "the site has a word that is the name of a supplier but for its legal form: {}{more}",
        named.join(", ")
    );
    diagnostics.push(Diagnostic::warning("private-word", None, message).help(
        "look for the names in the texts; if another thing is meant, nothing has to be done",
    ));
}

fn is_readable(path: &str) -> bool {
    is_text(path) || unpacked::is_packed(path)
}

fn is_text(path: &str) -> bool {
    [".html", ".json", ".csv", ".xml", ".txt", ".svg"].iter().any(|end| path.ends_with(end))
}

/// The page that a file is, for those whose words are put together from several places.
fn page_span(path: &str, report: &Report) -> Option<Span> {
    let url = format!("/{}", path.trim_end_matches("index.html"));
    let mut pages = report.editions.iter().flat_map(|edition| &edition.pages);
    pages.find(|page| page.url == url).map(|page| page.span)
}

/// The value itself is not repeated: messages end up in logs.
fn tell(
    paths: &[&str],
    what: What,
    supplier: &Supplier,
    register: &Loaded<Register>,
    report: &Report,
    sources: &Sources,
) -> Diagnostic {
    let name = register.value.text(supplier.name);
    let (private, what) = match what {
        What::Name => (name, "the name"),
        What::ShortName | What::Word => (without_form(name), "the name, but for its legal form,"),
        What::Number => (register.value.text(supplier.number), "the organisation number"),
    };
    let message = format!(
        "{what} of supplier `{}` in `{}` would be published in {}",
        register.value.text(supplier.id),
        register.path,
        named(paths)
    );
    let span = written(private, &register.path, sources)
        .next()
        .or_else(|| paths.iter().find_map(|path| page_span(path, report)));
    Diagnostic::error("private-value", span, message).help(match supplier.is(Mark::SoleProprietor) {
        true => "take it out of the text: a sole proprietor's name is personal data",
        false => "take it out of the text; if the supplier agreed to be named, write `yes` in a column `publish` of its row",
    })
}

/// Once, however many files it would stand in, at each file that somebody wrote it in.
fn tell_person(number: u64, paths: &[&str], report: &Report, sources: &Sources) -> Diagnostic {
    let message =
        format!("a person's national identity number would be published in {}", named(paths));
    let number = format!("{number:011}");
    let mut places = written(&number, "", sources);
    let span = places.next().or_else(|| paths.iter().find_map(|path| page_span(path, report)));
    let told = Diagnostic::error("private-value", span, message)
        .help("take the eleven digits out of the text or the data");
    places.fold(told, |told, place| told.related(place, "and here"))
}

/// The first of some files, and how many more there are.
fn named(paths: &[&str]) -> String {
    let first = paths.first().copied().unwrap_or_default();
    match paths.len().saturating_sub(1) {
        0 => format!("`{first}`"),
        1 => format!("`{first}` and one more file"),
        more => format!("`{first}` and {more} more files"),
    }
}

/// Where somebody wrote a private text, in whatever letters, once a file; the register itself does not count.
fn written<'a>(
    private: &'a str,
    register: &'a str,
    sources: &'a Sources,
) -> impl Iterator<Item = Span> + use<'a> {
    let wanted = private.to_lowercase();
    sources.iter().filter_map(move |(file, source)| {
        let path: &str = &source.path;
        let texts = path.starts_with("content/") || path.starts_with("data/");
        if path == register || !(texts || path.ends_with(".toml")) {
            return None;
        }
        let text = std::str::from_utf8(source.bytes()).ok()?;
        // Small letters seldom take other room; where they do, the place would be another.
        let small = Some(text.to_lowercase()).filter(|small| small.len() == text.len());
        let at = small.map_or_else(|| text.find(private), |small| small.find(&wanted))?;
        Some(Span::new(file, at..at + private.len()))
    })
}
