//! Nothing private leaves: the finished files are searched for the names and organisation numbers
//! of suppliers that were not released.
//!
//! PDFs are not searched on their own: they are set from the same tree as the pages.

use rayon::prelude::*;

use crate::artifact::Artifacts;
use crate::data::{Loaded, Supplier};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::Report;
use crate::project::Project;
use crate::source::{Sources, Span};

/// Words shorter than this in all say nothing of whose they are.
const SHORTEST: usize = 4;

/// A private text as the hashes of its words, and the row that it stands in.
struct Private<'a> {
    words: Vec<u64>,
    what: &'static str,
    supplier: &'a Supplier,
    register: &'a Loaded<Vec<Supplier>>,
}

/// Tells every private value that stands in a file that people can read.
pub fn privacy(
    artifacts: &Artifacts,
    report: &Report,
    project: &Project,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    let mut private: Vec<Private<'_>> = Vec::new();
    for register in project.datasets.values().filter_map(|dataset| dataset.suppliers.as_ref()) {
        for supplier in register.value.iter().filter(|supplier| !supplier.published) {
            let mut add = |text: &str, what| {
                if text.chars().count() >= SHORTEST {
                    private.push(Private { words: words(text), what, supplier, register });
                }
            };
            add(&supplier.name, "the name");
            if let Some(number) = &supplier.number {
                add(number, "the organisation number");
                if number.len() == 9 && number.is_ascii() {
                    let spaced = format!("{} {} {}", &number[..3], &number[3..6], &number[6..]);
                    add(&spaced, "the organisation number");
                }
            }
        }
    }
    if private.is_empty() {
        return;
    }
    let index = Index::new(private);
    let readable: Vec<(&String, &Vec<u8>)> =
        artifacts.files.iter().filter(|(path, _)| is_text(path)).collect();
    let found: Vec<(&str, &Private<'_>)> = readable
        .par_iter()
        .flat_map_iter(|(path, bytes)| {
            let text = String::from_utf8_lossy(bytes);
            let found = index.search(&text, path.ends_with(".html"));
            found.into_iter().map(|at| (path.as_str(), &index.private[at])).collect::<Vec<_>>()
        })
        .collect();
    for (path, one) in found {
        diagnostics.push(tell(path, one, report, sources));
    }
}

fn is_text(path: &str) -> bool {
    [".html", ".json", ".csv", ".xml", ".txt", ".svg"].iter().any(|end| path.ends_with(end))
}

/// The value itself is not repeated: messages end up in logs.
fn tell(path: &str, one: &Private<'_>, report: &Report, sources: &Sources) -> Diagnostic {
    let Private { what, supplier, register, .. } = one;
    let written = sources.iter().find_map(|(file, source)| {
        if !source.path.starts_with("content/") && !source.path.ends_with(".toml") {
            return None;
        }
        let text = std::str::from_utf8(&source.bytes).ok()?;
        let at = text.find(supplier.name.as_ref())?;
        Some(Span::new(file, at..at + supplier.name.len()))
    });
    // Where the words are put together from several places, the page is the place.
    let url = format!("/{}", path.trim_end_matches("index.html"));
    let pages = report.editions.iter().flat_map(|edition| &edition.pages);
    let page = || pages.clone().find(|page| page.url == url).map(|page| page.span);
    let message = format!(
        "{what} of supplier `{}` in `{}` would be published in `{path}`",
        supplier.id, register.path
    );
    Diagnostic::error("private-value", written.or_else(page), message).help(
        "take it out of the text; if the supplier agreed to be named, write `yes` in a column `publish` of its row",
    )
}

/// Private texts by their first word.
struct Index<'a> {
    private: Vec<Private<'a>>,
    /// The first words, sorted as `private` is.
    firsts: Vec<u64>,
    /// One bit for each value of a first word's last 16 bits: most words of a page end here.
    hint: Vec<u64>,
}

impl<'a> Index<'a> {
    fn new(mut private: Vec<Private<'a>>) -> Index<'a> {
        private.retain(|one| !one.words.is_empty());
        private.sort_by(|a, b| a.words.cmp(&b.words));
        let firsts: Vec<u64> = private.iter().map(|one| one.words[0]).collect();
        let mut hint = vec![0; 1 << 10];
        for first in &firsts {
            hint[(first >> 6) as usize & 0x3ff] |= 1 << (first & 63);
        }
        Index { private, firsts, hint }
    }

    /// The places in `private` of what stands in a text. In a page, what readers see and what
    /// stands in attributes are looked at apart, so that no element splits a name.
    fn search(&self, text: &str, page: bool) -> Vec<usize> {
        let mut found = Vec::new();
        for words in if page { words_of_page(text) } else { [words(text), Vec::new()] } {
            for (at, first) in words.iter().enumerate() {
                if self.hint[(first >> 6) as usize & 0x3ff] & (1 << (first & 63)) == 0 {
                    continue;
                }
                let start = self.firsts.partition_point(|other| other < first);
                let same = self.firsts[start..].iter().take_while(|other| *other == first);
                for place in start..start + same.count() {
                    if words[at..].starts_with(&self.private[place].words) {
                        found.push(place);
                    }
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// A word while its letters come in: FNV-1a over lower-case letters. Soft hyphens do not count.
#[derive(Default)]
struct Words {
    list: Vec<u64>,
    open: Option<u64>,
}

impl Words {
    fn push(&mut self, sign: char) {
        const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
        const PRIME: u64 = 0x0000_0100_0000_01b3;
        let mut add = |letter: char| {
            let hash = self.open.unwrap_or(OFFSET) ^ u64::from(letter);
            self.open = Some(hash.wrapping_mul(PRIME));
        };
        match sign {
            'a'..='z' | '0'..='9' => add(sign),
            'A'..='Z' => add(sign.to_ascii_lowercase()),
            '\u{ad}' => {}
            _ if !sign.is_ascii() && sign.is_alphanumeric() => sign.to_lowercase().for_each(add),
            _ => self.end(),
        }
    }

    fn end(&mut self) {
        self.list.extend(self.open.take());
    }
}

fn words(text: &str) -> Vec<u64> {
    let mut words = Words::default();
    text.chars().for_each(|sign| words.push(sign));
    words.end();
    words.list
}

/// The words that readers see, and those inside the tags. Entities stand for signs between words.
fn words_of_page(html: &str) -> [Vec<u64>; 2] {
    let mut kinds = [Words::default(), Words::default()];
    let mut inside = 0;
    let mut entity = 0;
    for sign in html.chars() {
        match sign {
            '<' | '>' => {
                kinds[inside].end();
                inside = usize::from(sign == '<');
            }
            '&' => {
                kinds[inside].end();
                // The longest that the writer of pages makes has six letters.
                entity = 7;
            }
            ';' => entity = 0,
            _ if entity > 0 => entity -= 1,
            _ => kinds[inside].push(sign),
        }
    }
    kinds.map(|mut words| {
        words.end();
        words.list
    })
}
