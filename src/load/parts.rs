//! Texts that are written once, under `content/_parts/`, put where pages include them: as blocks by
//! `![](include:grounds)` on a line of its own, within a sentence by `[](include:grounds)`.

mod recent;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use super::references::words;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::document::{
    Block, Definition, FigureKind, FigureReference, Heading, Inline, LinkReference, List,
    NoteReference, Paragraph, Table, Written,
};
use crate::locale::Locale;
use crate::memory::Slot;
use crate::project::{Expanded, PARTS, WrittenNote, WrittenPage};
use crate::source::{FileId, Span};
use recent::Again;
pub use recent::KnownPages;

/// What a link to a part begins with.
pub const SCHEME: &str = "include:";

/// Puts the parts into all pages that include some. What was written stays beside it, so that a
/// part is compared and translated as a text of its own, and once. `unreadable` are the keys of pages
/// of which something was told already.
pub fn expand(
    pages: &mut [Arc<WrittenPage>],
    unreadable: &BTreeSet<String>,
    config: &Config,
    recent: Option<&Slot<KnownPages>>,
    diagnostics: &mut Diagnostics,
) {
    tell_apart(pages, diagnostics);
    let mut made = recent.map(|recent| Again::new(recent, pages, unreadable, config));
    let mut parts = Parts { by_name: BTreeMap::new(), unreadable, config };
    for page in pages.iter().filter(|page| page.is_part()) {
        let name = page.key.strip_prefix(PARTS).unwrap_or(&page.key);
        parts.by_name.entry(name).or_default().entry(&page.language).or_insert(page);
    }
    let mut missing = Missing::default();
    let expanded: Vec<Option<Made>> = pages
        .iter()
        .map(|page| {
            if !page.holds_parts {
                return None;
            }
            if let Some(known) = made.as_ref().and_then(|made| made.known(page)) {
                return Some(Made::Known(known));
            }
            let told = diagnostics.kept();
            let mut reader = Reader::of(page, &parts, &mut missing, diagnostics);
            let blocks = reader.blocks(&page.blocks);
            let mut expanded = Expanded { blocks, ..Expanded::default() };
            for (label, note) in &page.notes {
                let blocks = reader.blocks(&note.blocks);
                expanded.notes.insert(label.clone(), WrittenNote { blocks, span: note.span });
            }
            expanded.notes.append(&mut reader.notes);
            expanded.files = reader.files;
            expanded.is_broken = reader.is_broken;
            let is_clean = !expanded.is_broken && diagnostics.kept() == told;
            Some(Made::New { expanded: Box::new(expanded), is_clean })
        })
        .collect();
    missing.tell(&parts, diagnostics);
    for (page, expanded) in pages.iter_mut().zip(expanded) {
        let Some(expanded) = expanded else { continue };
        let written = made.is_some().then(|| page.clone());
        let is_clean = match expanded {
            Made::Known(known) => {
                *page = known;
                true
            }
            Made::New { expanded, is_clean } => {
                let page = Arc::make_mut(page);
                page.in_doubt |= expanded.is_broken;
                page.expanded = Some(expanded);
                page.anchors = OnceLock::new();
                is_clean
            }
        };
        if let Some((made, written)) = made.as_mut().zip(written).filter(|_| is_clean) {
            made.keep(written, page);
        }
    }
    if let Some(made) = made {
        made.finish();
    }
}

/// A page with its parts put in.
enum Made {
    /// By the last build.
    Known(Arc<WrittenPage>),
    New {
        expanded: Box<Expanded>,
        /// Whether nothing was told of it.
        is_clean: bool,
    },
}

/// Marks the pages of which something could not be read.
fn tell_apart(pages: &mut [Arc<WrittenPage>], diagnostics: &Diagnostics) {
    let mut faults: BTreeMap<FileId, Vec<u32>> = BTreeMap::new();
    // What a misspelt field was to say is not known.
    let misspelt = diagnostics.misspelt("unknown-field");
    for place in diagnostics.told_errors().chain(misspelt).filter_map(|one| one.span) {
        faults.entry(place.file).or_default().push(place.start);
    }
    for page in pages {
        let Some(faults) = faults.get(&page.file) else { continue };
        let page = Arc::make_mut(page);
        page.in_doubt = faults.iter().any(|start| *start >= page.body.start);
        page.front_in_doubt = faults.iter().any(|start| *start < page.body.start);
    }
}

/// The parts by name and language.
struct Parts<'a> {
    by_name: BTreeMap<&'a str, BTreeMap<&'a str, &'a WrittenPage>>,
    unreadable: &'a BTreeSet<String>,
    config: &'a Config,
}

impl Parts<'_> {
    fn is_default(&self, language: &str) -> bool {
        language == self.config.default_language().name
    }

    /// What a language calls itself.
    fn label<'n>(&'n self, language: &'n str) -> &'n str {
        self.config.language(language).map_or(language, |own| own.label.as_str())
    }
}

/// The parts that are not there, or are not what is wanted: each is told once, with all places that
/// include it, for nothing is wrong with the places.
#[derive(Default)]
struct Missing {
    /// By name.
    everywhere: BTreeMap<String, BTreeSet<Span>>,
    /// By name and language.
    in_language: BTreeMap<(String, String), BTreeSet<Span>>,
    /// Parts that are more than a sentence can hold, by name and file.
    too_long: BTreeMap<(String, FileId), BTreeSet<Span>>,
}

impl Missing {
    fn tell(self, parts: &Parts<'_>, diagnostics: &mut Diagnostics) {
        for (name, places) in self.everywhere {
            let message = format!("there is no part `{name}`");
            let told = Diagnostic::error("unknown-part", places.first().copied(), message);
            let known = parts.by_name.keys().take(MOST_NAMED).map(|known| format!("`{known}`"));
            let known: Vec<String> = known.collect();
            let instead = match known.is_empty() {
                true => String::new(),
                false => format!(", or include one that is there: {}", known.join(", ")),
            };
            let help = format!("write it as `content/{PARTS}{name}.md`{instead}");
            diagnostics.push(others(told, &places).help(help));
        }
        for ((name, language), places) in self.in_language {
            let ending = match parts.is_default(&language) {
                true => String::new(),
                false => format!(".{language}"),
            };
            let message = format!("the part `{name}` is missing in {}", parts.label(&language));
            // One of this language alone may be meant, under a name that is nearly the same.
            let alone = parts
                .by_name
                .iter()
                .filter(|(_, all)| all.len() == 1 && all.contains_key(language.as_str()));
            let meant = nearest(&name, alone.map(|(known, _)| *known));
            let help = match meant {
                Some(meant) => format!(
                    "rename `content/{PARTS}{meant}{ending}.md` to `content/{PARTS}{name}{ending}.md`, if that is meant"
                ),
                None => format!("write it as `content/{PARTS}{name}{ending}.md`"),
            };
            let mut told =
                Diagnostic::error("unknown-part", places.first().copied(), message).help(help);
            let other = parts.by_name.get(name.as_str()).and_then(|all| all.values().next());
            if let Some(other) = other {
                told = told.related(Span::file(other.file), "the part in another language");
            }
            diagnostics.push(others(told, &places));
        }
        for ((name, file), places) in self.too_long {
            let message = format!("the part `{name}` is more than a paragraph or a list of words");
            let told = Diagnostic::error("part-in-text", places.first().copied(), message)
                .related(Span::file(file), "the part")
                .help(format!("include it on a line of its own, `![]({SCHEME}{name})`"));
            diagnostics.push(others(told, &places));
        }
    }
}

/// As many parts, or places, are named as anybody reads.
const MOST_NAMED: usize = 5;

/// The other places that include it.
fn others(told: Diagnostic, places: &BTreeSet<Span>) -> Diagnostic {
    let others = places.iter().skip(1).take(MOST_NAMED);
    others.fold(told, |told, place| told.related(*place, "included here too"))
}

/// A text being put together.
struct Reader<'a, 'd> {
    parts: &'a Parts<'a>,
    language: &'a str,
    locale: Option<&'static Locale>,
    /// The parts that the text stands in, the innermost last, and where each is included.
    within: Vec<(&'a str, Option<Span>)>,
    /// The files of all parts.
    files: BTreeSet<FileId>,
    /// Whether a part could not be had, or not be read in full.
    is_broken: bool,
    /// The footnotes that parts brought along.
    notes: BTreeMap<String, WrittenNote>,
    missing: &'d mut Missing,
    diagnostics: &'d mut Diagnostics,
}

impl<'a, 'd> Reader<'a, 'd> {
    fn of(
        page: &'a WrittenPage,
        parts: &'a Parts<'a>,
        missing: &'d mut Missing,
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        Reader {
            parts,
            language: &page.language,
            locale: parts.config.language(&page.language).map(|language| language.locale),
            within: page.key.strip_prefix(PARTS).map(|name| (name, None)).into_iter().collect(),
            files: BTreeSet::new(),
            is_broken: false,
            notes: BTreeMap::new(),
            missing,
            diagnostics,
        }
    }

    /// The part of a name in the language of the page; none where there is none, which is told.
    fn part(&mut self, name: &str, place: Span) -> Option<(&'a str, &'a WrittenPage)> {
        let found = self.found(name, place);
        self.is_broken |= found.is_none_or(|(_, page)| page.in_doubt);
        self.files.extend(found.map(|(_, page)| page.file));
        found
    }

    fn found(&mut self, name: &str, place: Span) -> Option<(&'a str, &'a WrittenPage)> {
        let parts = self.parts;
        let is_unreadable = || parts.unreadable.contains(&format!("{PARTS}{name}"));
        let Some((name, languages)) = parts.by_name.get_key_value(name) else {
            match nearest(name, parts.by_name.keys().copied()) {
                // Of one that cannot be read, why was told.
                _ if is_unreadable() => {}
                Some(near) => self.diagnostics.push(
                    Diagnostic::error("unknown-part", place, format!("there is no part `{name}`"))
                        .help(format!("there is a similar one: `{near}`"))
                        .fix(place, format!("{SCHEME}{near}")),
                ),
                None => {
                    self.missing.everywhere.entry(name.to_string()).or_default().insert(place);
                }
            }
            return None;
        };
        if let Some(first) = self.within.iter().position(|(known, _)| known == name) {
            self.tell_cycle(first, place);
            return None;
        }
        let page = languages.get(self.language).copied();
        if page.is_none() && !is_unreadable() {
            let named = (name.to_string(), self.language.to_string());
            self.missing.in_language.entry(named).or_default().insert(place);
        }
        page.map(|page| (*name, page))
    }

    /// A circle is met from each part in it, and told from one: the first by name.
    fn tell_cycle(&mut self, first: usize, place: Span) {
        let circle = &self.within[first..];
        let Some((start, _)) = circle.first() else { return };
        if circle.iter().any(|(name, _)| name < start) {
            return;
        }
        let chain: Vec<String> = circle
            .iter()
            .map(|(name, _)| name)
            .chain([start])
            .map(|it| format!("`{it}`"))
            .collect();
        let message = format!("a part includes itself: {}", chain.join(" → "));
        let mut told = Diagnostic::error("part-cycle", place, message);
        for (_, included) in circle.iter().skip(1) {
            if let Some(included) = included {
                told = told.related(*included, "and here");
            }
        }
        self.diagnostics.push(told.help("take one of these includes away"));
    }

    /// Goes into a part. Its footnotes get names of their own.
    fn inside<T>(
        &mut self,
        (name, page): (&'a str, &'a WrittenPage),
        place: Span,
        read: impl FnOnce(&mut Self) -> T,
    ) -> T {
        self.within.push((name, Some(place)));
        for (label, note) in &page.notes {
            let blocks = self.blocks(&note.blocks);
            let note = WrittenNote { blocks, span: note.span };
            self.notes.insert(self.label(label), note);
        }
        let made = read(self);
        self.within.pop();
        made
    }

    /// `grounds:1`: a note of a part is never taken for one of the page.
    fn label(&self, label: &str) -> String {
        let parts = self.within.iter().map(|(name, _)| format!("{name}:"));
        parts.chain([label.to_string()]).collect()
    }

    fn blocks(&mut self, blocks: &'a [Block<Written>]) -> Vec<Block<Written>> {
        blocks.iter().flat_map(|block| self.block(block)).collect()
    }

    fn block(&mut self, block: &'a Block<Written>) -> Vec<Block<Written>> {
        vec![match block {
            Block::Figure(figure) if figure.kind == FigureKind::Part => {
                return self.included(figure);
            }
            Block::Figure(figure) => Block::Figure(Box::new(FigureReference {
                caption: self.inlines(&figure.caption),
                ..FigureReference::clone(figure)
            })),
            Block::Heading(heading) => Block::Heading(Heading {
                content: self.inlines(&heading.content),
                ..heading.clone()
            }),
            Block::Paragraph(paragraph) => Block::Paragraph(Paragraph {
                content: self.inlines(&paragraph.content),
                span: paragraph.span,
            }),
            Block::List(list) => Block::List(List {
                items: list.items.iter().map(|item| self.blocks(item)).collect(),
                ..*list
            }),
            Block::Quote(blocks) => Block::Quote(self.blocks(blocks)),
            Block::PullQuote { quote, attribution, span } => Block::PullQuote {
                quote: self.blocks(quote),
                attribution: self.inlines(attribution),
                span: *span,
            },
            Block::Callout { kind, blocks, span } => {
                Block::Callout { kind: *kind, blocks: self.blocks(blocks), span: *span }
            }
            Block::Table(table) => {
                let mut row = |cells: &'a Vec<Vec<Inline<Written>>>| {
                    cells.iter().map(|cell| self.inlines(cell)).collect()
                };
                Block::Table(Box::new(Table {
                    columns: table.columns.clone(),
                    head: row(&table.head),
                    rows: table.rows.iter().map(&mut row).collect(),
                    span: table.span,
                }))
            }
            Block::Definitions(list) => {
                let read = |one: &'a Definition<Written>| Definition {
                    term: self.inlines(&one.term),
                    details: one.details.iter().map(|blocks| self.blocks(blocks)).collect(),
                };
                Block::Definitions(list.iter().map(read).collect())
            }
            Block::Code { .. } | Block::Rule => block.clone(),
        }]
    }

    /// The blocks of a part.
    fn included(&mut self, figure: &'a FigureReference) -> Vec<Block<Written>> {
        if !figure.caption.is_empty() {
            self.tell_words(figure.span, "![]");
        }
        match self.part(&figure.target, figure.target_span) {
            Some(part) => self.inside(part, figure.target_span, |this| this.blocks(&part.1.blocks)),
            None => Vec::new(),
        }
    }

    fn inlines(&mut self, inlines: &'a [Inline<Written>]) -> Vec<Inline<Written>> {
        inlines.iter().flat_map(|inline| self.inline(inline)).collect()
    }

    fn inline(&mut self, inline: &'a Inline<Written>) -> Vec<Inline<Written>> {
        vec![match inline {
            Inline::Link { target, content } => match name_in(target) {
                Some(name) => return self.sentence(name, target, content),
                None => Inline::Link { target: target.clone(), content: self.inlines(content) },
            },
            Inline::Emphasis(content) => Inline::Emphasis(self.inlines(content)),
            Inline::Strong(content) => Inline::Strong(self.inlines(content)),
            Inline::Strikethrough(content) => Inline::Strikethrough(self.inlines(content)),
            Inline::Note(note) if !self.within.is_empty() => {
                Inline::Note(Box::new(NoteReference {
                    label: self.label(&note.label),
                    span: note.span,
                }))
            }
            Inline::Note(_)
            | Inline::Text { .. }
            | Inline::Code { .. }
            | Inline::Break
            | Inline::Fact(_) => inline.clone(),
        }]
    }

    /// The words of a part in a sentence: its only paragraph, or the items of its only list.
    fn sentence(
        &mut self,
        name: &str,
        link: &LinkReference,
        content: &'a [Inline<Written>],
    ) -> Vec<Inline<Written>> {
        if !words(content).trim().is_empty() {
            self.tell_words(link.span, "[]");
        }
        let Some(part) = self.part(name, link.target_span) else { return Vec::new() };
        let page = part.1;
        match page.blocks.as_slice() {
            [Block::Paragraph(paragraph)] => {
                self.inside(part, link.target_span, |this| this.inlines(&paragraph.content))
            }
            [Block::List(list)] if list.items.iter().all(|item| is_line(item)) => {
                self.inside(part, link.target_span, |this| this.listed(list, link.span))
            }
            _ => {
                self.is_broken = true;
                // Of a part with mistakes nobody knows what it is to be.
                if !page.in_doubt {
                    let named = (name.to_string(), page.file);
                    self.missing.too_long.entry(named).or_default().insert(link.span);
                }
                Vec::new()
            }
        }
    }

    /// `kjønn, alder og etnisitet`, as the language lists them.
    fn listed(&mut self, list: &'a List<Written>, place: Span) -> Vec<Inline<Written>> {
        const ITEM: &str = "\u{fffc}";
        let items = vec![ITEM.to_string(); list.items.len()];
        let pattern = self.locale.map_or_else(|| items.join(", "), |locale| locale.list(&items));
        let mut between = pattern.split(ITEM).skip(1);
        let mut sentence = Vec::new();
        for item in &list.items {
            if let [Block::Paragraph(paragraph)] = item.as_slice() {
                sentence.extend(self.inlines(&paragraph.content));
            }
            let text = between.next().unwrap_or_default();
            if !text.is_empty() {
                sentence.push(Inline::Text { text: text.into(), span: place });
            }
        }
        sentence
    }

    fn tell_words(&mut self, place: Span, empty: &str) {
        let message = "a part brings its own words: those in the brackets are not shown";
        self.diagnostics.push(
            Diagnostic::warning("part-words", place, message)
                .help(format!("leave the brackets empty: `{empty}({SCHEME}…)`")),
        );
    }
}

fn is_line(item: &[Block<Written>]) -> bool {
    matches!(item, [Block::Paragraph(_)])
}

/// The name of the part that a link includes, if it does.
fn name_in(link: &LinkReference) -> Option<&str> {
    link.target.strip_prefix(SCHEME)
}

/// Whether a text includes parts.
pub fn are_in(blocks: &[Block<Written>], notes: &BTreeMap<String, WrittenNote>) -> bool {
    holds_part(blocks) || notes.values().any(|note| holds_part(&note.blocks))
}

fn holds_part(blocks: &[Block<Written>]) -> bool {
    blocks.iter().any(|block| match block {
        Block::Figure(figure) => figure.kind == FigureKind::Part || in_line(&figure.caption),
        Block::Heading(heading) => in_line(&heading.content),
        Block::Paragraph(paragraph) => in_line(&paragraph.content),
        Block::List(list) => list.items.iter().any(|item| holds_part(item)),
        Block::Quote(blocks) | Block::Callout { blocks, .. } => holds_part(blocks),
        Block::PullQuote { quote, attribution, .. } => holds_part(quote) || in_line(attribution),
        Block::Table(table) => {
            table.head.iter().chain(table.rows.iter().flatten()).any(|cell| in_line(cell))
        }
        Block::Definitions(list) => list
            .iter()
            .any(|one| in_line(&one.term) || one.details.iter().any(|blocks| holds_part(blocks))),
        Block::Code { .. } | Block::Rule => false,
    })
}

fn in_line(inlines: &[Inline<Written>]) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Link { target, content } => name_in(target).is_some() || in_line(content),
        Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strikethrough(content) => {
            in_line(content)
        }
        Inline::Text { .. }
        | Inline::Code { .. }
        | Inline::Break
        | Inline::Fact(_)
        | Inline::Note(_) => false,
    })
}
