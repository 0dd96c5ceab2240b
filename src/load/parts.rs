//! Texts that are written once, under `content/_parts/`, put where pages include them: as blocks by
//! `![](include:grounds)` on a line of its own, within a sentence by `[](include:grounds)`.

use std::collections::BTreeMap;

use super::references::words;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::document::{
    Block, Definition, FigureKind, FigureReference, Heading, Inline, LinkReference, List,
    NoteReference, Paragraph, Table, Written,
};
use crate::locale::Locale;
use crate::project::{Expanded, PARTS, WrittenNote, WrittenPage};
use crate::source::Span;

/// What a link to a part begins with.
pub const SCHEME: &str = "include:";

/// Puts the parts into all pages that include some. What was written stays beside it, so that a
/// part is compared and translated as a text of its own, and once.
pub fn expand(pages: &mut [WrittenPage], config: &Config, diagnostics: &mut Diagnostics) {
    let mut parts = Parts { by_name: BTreeMap::new(), config };
    for page in pages.iter().filter(|page| page.is_part()) {
        let name = page.key.strip_prefix(PARTS).unwrap_or(&page.key);
        parts.by_name.entry(name).or_default().entry(&page.language).or_insert(page);
    }
    let expanded: Vec<Option<Expanded>> = pages
        .iter()
        .map(|page| {
            if !holds_part(&page.blocks)
                && !page.notes.values().any(|note| holds_part(&note.blocks))
            {
                return None;
            }
            let mut reader = Reader::of(page, &parts, diagnostics);
            let blocks = reader.blocks(&page.blocks);
            let mut expanded = Expanded { blocks, ..Expanded::default() };
            for (label, note) in &page.notes {
                let blocks = reader.blocks(&note.blocks);
                expanded.notes.insert(label.clone(), WrittenNote { blocks, span: note.span });
            }
            expanded.notes.append(&mut reader.notes);
            Some(expanded)
        })
        .collect();
    for (page, expanded) in pages.iter_mut().zip(expanded) {
        page.expanded = expanded.map(Box::new);
    }
}

/// The parts by name and language.
struct Parts<'a> {
    by_name: BTreeMap<&'a str, BTreeMap<&'a str, &'a WrittenPage>>,
    config: &'a Config,
}

/// A text being put together.
struct Reader<'a, 'd> {
    parts: &'a Parts<'a>,
    language: &'a str,
    locale: Option<&'static Locale>,
    /// The parts that the text stands in, the innermost last.
    within: Vec<&'a str>,
    /// The footnotes that parts brought along.
    notes: BTreeMap<String, WrittenNote>,
    diagnostics: &'d mut Diagnostics,
}

impl<'a, 'd> Reader<'a, 'd> {
    fn of(page: &'a WrittenPage, parts: &'a Parts<'a>, diagnostics: &'d mut Diagnostics) -> Self {
        Reader {
            parts,
            language: &page.language,
            locale: parts.config.language(&page.language).map(|language| language.locale),
            within: page.key.strip_prefix(PARTS).into_iter().collect(),
            notes: BTreeMap::new(),
            diagnostics,
        }
    }

    /// The part of a name in the language of the page; none where there is none, which is told.
    fn part(&mut self, name: &str, place: Span) -> Option<(&'a str, &'a WrittenPage)> {
        let Some((name, languages)) = self.parts.by_name.get_key_value(name) else {
            let message = format!("there is no part `{name}`");
            let told = Diagnostic::error("unknown-part", place, message);
            let near = nearest(name, self.parts.by_name.keys().copied());
            self.diagnostics.push(match near {
                Some(near) => told
                    .help(format!("there is a similar one: `{near}`"))
                    .fix(place, format!("{SCHEME}{near}")),
                None => told.help(format!("write it as `content/{PARTS}{name}.md`")),
            });
            return None;
        };
        if self.within.contains(name) {
            let chain: Vec<String> =
                self.within.iter().chain([name]).map(|name| format!("`{name}`")).collect();
            let message = format!("a part includes itself: {}", chain.join(" → "));
            self.diagnostics.push(
                Diagnostic::error("part-cycle", place, message)
                    .help("take one of these includes away"),
            );
            return None;
        }
        let Some(page) = languages.get(self.language) else {
            let label = self.parts.config.language(self.language).map(|own| own.label.as_str());
            let label = label.unwrap_or(self.language);
            let is_default = self.language == self.parts.config.default_language().name;
            let ending = if is_default { String::new() } else { format!(".{}", self.language) };
            let message = format!("the part `{name}` is missing in {label}");
            let mut told = Diagnostic::error("unknown-part", place, message)
                .help(format!("write it as `content/{PARTS}{name}{ending}.md`"));
            if let Some(other) = languages.values().next() {
                told = told.related(Span::file(other.file), "the part in another language");
            }
            self.diagnostics.push(told);
            return None;
        };
        Some((name, page))
    }

    /// Goes into a part. Its footnotes get names of their own.
    fn inside<T>(
        &mut self,
        (name, page): (&'a str, &'a WrittenPage),
        read: impl FnOnce(&mut Self) -> T,
    ) -> T {
        self.within.push(name);
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
        let parts = self.within.iter().map(|name| format!("{name}:"));
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
            Block::Figure(figure) => Block::Figure(FigureReference {
                caption: self.inlines(&figure.caption),
                ..figure.clone()
            }),
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
                Block::Table(Table {
                    columns: table.columns.clone(),
                    head: row(&table.head),
                    rows: table.rows.iter().map(&mut row).collect(),
                    span: table.span,
                })
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
            Some(part) => self.inside(part, |this| this.blocks(&part.1.blocks)),
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
                Inline::Note(NoteReference { label: self.label(&note.label), span: note.span })
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
                self.inside(part, |this| this.inlines(&paragraph.content))
            }
            [Block::List(list)] if list.items.iter().all(|item| is_line(item)) => {
                self.inside(part, |this| this.listed(list, link.span))
            }
            _ => {
                let message =
                    format!("the part `{name}` is more than a paragraph or a list of words");
                self.diagnostics.push(
                    Diagnostic::error("part-in-text", link.span, message)
                        .related(Span::file(page.file), "the part")
                        .help(format!("include it on a line of its own, `![]({SCHEME}{name})`")),
                );
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
                sentence.push(Inline::Text { text: text.to_string(), span: place });
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
