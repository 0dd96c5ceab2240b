//! Blocks as written to blocks in words: facts checked or filled in, links led home, headings
//! and figures numbered, quotes made typographic.

use std::collections::{BTreeMap, VecDeque};

use super::evidence::EvidencePage;
use super::facts::Citations;
use super::links::Links;
use super::sitemap::Entry;
use super::typography::Quoter;
use crate::diagnostic::Diagnostics;
use crate::document::{
    Block, Definition, FigureKind, Heading, HeadingMark, Inline, Link, List, Note, NoteMark,
    Paragraph, Printed, PrintedKind, Resolved, Table, Target, Written, plain,
};
use crate::fact::Facts;
use crate::load::references::words;
use crate::locale::Locale;
use crate::project::{Project, WrittenPage};
use crate::source::Span;
use crate::theme::Messages;

/// What a page is resolved against.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    pub project: &'a Project,
    pub facts: &'a Facts,
    pub messages: &'a Messages,
    /// The language that the text is in.
    pub locale: &'static Locale,
    /// The edition that the page stands in, by its place among the languages.
    pub edition: usize,
    pub entry: &'a Entry,
    pub page: &'a WrittenPage,
    pub links: Links<'a>,
    /// The page that has the evidence for its figures.
    pub evidence: &'a EvidencePage,
}

/// The text of a page in words.
pub struct Text {
    pub blocks: Vec<Block<Resolved>>,
    pub notes: Vec<Note>,
}

/// Resolves the text of a page. The figures in it are added to `printed`.
pub fn page(scope: Scope<'_>, printed: &mut Vec<Printed>, diagnostics: &mut Diagnostics) -> Text {
    let mut resolver = Resolver::new(scope, diagnostics);
    resolver.anchors = super::sitemap::anchors(scope.page).into();
    let blocks = resolver.blocks(scope.page.shown().0, true);
    let notes = resolver.notes();
    printed.append(&mut resolver.printed);
    Text { blocks, notes }
}

/// Resolves a title or description.
pub fn line(
    scope: Scope<'_>,
    inlines: &[Inline<Written>],
    printed: &mut Vec<Printed>,
    diagnostics: &mut Diagnostics,
) -> Vec<Inline<Resolved>> {
    let mut resolver = Resolver::new(scope, diagnostics);
    let line = resolver.line(inlines);
    printed.append(&mut resolver.printed);
    line
}

pub struct Resolver<'a, 'd> {
    pub scope: Scope<'a>,
    pub diagnostics: &'d mut Diagnostics,
    pub citations: Citations<'a>,
    /// The figures so far.
    pub printed: Vec<Printed>,
    /// The anchor of the heading or figure that the text stands under.
    section: Option<String>,
    /// The anchors of top-level headings and figures, in order.
    anchors: VecDeque<String>,
    /// Headings seen so far, by depth: the numbers of sections.
    sections: [usize; 5],
    pub figures: usize,
    pub tables: usize,
    /// Footnotes in the order of their first reference: label, and references so far.
    cited: Vec<(String, usize)>,
    quoter: Quoter,
}

impl<'a, 'd> Resolver<'a, 'd> {
    pub fn new(scope: Scope<'a>, diagnostics: &'d mut Diagnostics) -> Self {
        Resolver {
            citations: Citations {
                facts: scope.facts,
                locale: scope.locale,
                period: scope.entry.period.as_deref(),
                // Of the period of the configuration it is told there.
                period_place: scope.entry.period_place.filter(|_| {
                    scope.entry.period.as_deref() != scope.project.config.period.as_deref()
                }),
            },
            printed: Vec::new(),
            section: None,
            anchors: VecDeque::new(),
            quoter: Quoter::new(scope.locale.quotes()),
            scope,
            diagnostics,
            sections: [0; 5],
            figures: 0,
            tables: 0,
            cited: Vec::new(),
        }
    }

    fn blocks(&mut self, blocks: &[Block<Written>], top: bool) -> Vec<Block<Resolved>> {
        let mut resolved = Vec::with_capacity(blocks.len());
        for block in blocks {
            resolved.extend(self.block(block, top));
        }
        resolved
    }

    fn block(&mut self, block: &Block<Written>, top: bool) -> Option<Block<Resolved>> {
        Some(match block {
            Block::Heading(heading) => Block::Heading(self.heading(heading, top)),
            Block::Paragraph(paragraph) => Block::Paragraph(Paragraph {
                content: self.line(&paragraph.content),
                span: paragraph.span,
            }),
            Block::List(list) => Block::List(List {
                start: list.start,
                tight: list.tight,
                steps: list.steps,
                items: list.items.iter().map(|item| self.blocks(item, false)).collect(),
                span: list.span,
            }),
            Block::Quote(blocks) => Block::Quote(self.blocks(blocks, false)),
            Block::PullQuote { quote, attribution, span } => Block::PullQuote {
                quote: self.blocks(quote, false),
                attribution: self.line(attribution),
                span: *span,
            },
            Block::Callout { kind, blocks, span } => {
                Block::Callout { kind: *kind, blocks: self.blocks(blocks, false), span: *span }
            }
            Block::Table(table) => Block::Table(Box::new(Table {
                columns: table.columns.clone(),
                head: table.head.iter().map(|cell| self.line(cell)).collect(),
                rows: table
                    .rows
                    .iter()
                    .map(|row| row.iter().map(|cell| self.line(cell)).collect())
                    .collect(),
                span: table.span,
            })),
            Block::Definitions(list) => Block::Definitions(
                list.iter()
                    .map(|definition| Definition {
                        term: self.line(&definition.term),
                        details: definition
                            .details
                            .iter()
                            .map(|blocks| self.blocks(blocks, false))
                            .collect(),
                    })
                    .collect(),
            ),
            Block::Code { language, text, span } => {
                Block::Code { language: language.clone(), text: text.clone(), span: *span }
            }
            Block::Figure(reference) => {
                let own = if top { self.anchors.pop_front() } else { None };
                let anchor = own.clone().unwrap_or_else(|| crate::load::slug(&reference.target));
                let section = self.section.clone();
                // A figure that is not at the top has no anchor that links may rely on.
                self.section = own.or(self.section.take());
                let figure = super::figures::figure(self, reference, anchor);
                self.section = section;
                Block::Figure(Box::new(figure?))
            }
            Block::Rule => Block::Rule,
        })
    }

    fn heading(&mut self, heading: &Heading<Written>, top: bool) -> Heading<Resolved> {
        let own = if top { self.anchors.pop_front() } else { None };
        let anchor = own.unwrap_or_else(|| crate::load::slug(&words(&heading.content)));
        if top {
            self.section = Some(anchor.clone());
        }
        let number = match (top, self.scope.entry.number) {
            (true, Some(chapter)) => Some(self.section_number(chapter, heading.level)),
            _ => None,
        };
        let content = self.line(&heading.content);
        let mark = HeadingMark {
            anchor,
            number,
            text: plain(&content),
            attributes: heading.mark.attributes.clone(),
        };
        Heading { level: heading.level, content, mark: Box::new(mark), span: heading.span }
    }

    /// `2.3.1`: the chapter, then a count for each level.
    fn section_number(&mut self, chapter: usize, level: u8) -> String {
        let depth = usize::from(level.clamp(2, 6)) - 2;
        self.sections[depth] += 1;
        self.sections[depth + 1..].fill(0);
        let counts = self.sections[..=depth].iter().map(ToString::to_string);
        std::iter::once(chapter.to_string()).chain(counts).collect::<Vec<_>>().join(".")
    }

    /// A line of text. Quotes are matched within it.
    pub fn line(&mut self, inlines: &[Inline<Written>]) -> Vec<Inline<Resolved>> {
        self.quoter.begin();
        self.inlines(inlines)
    }

    fn inlines(&mut self, inlines: &[Inline<Written>]) -> Vec<Inline<Resolved>> {
        inlines.iter().map(|inline| self.inline(inline)).collect()
    }

    fn inline(&mut self, inline: &Inline<Written>) -> Inline<Resolved> {
        match inline {
            Inline::Text { text, span } => {
                Inline::Text { text: self.quoter.quote(text), span: *span }
            }
            Inline::Emphasis(content) => Inline::Emphasis(self.inlines(content)),
            Inline::Strong(content) => Inline::Strong(self.inlines(content)),
            Inline::Strikethrough(content) => Inline::Strikethrough(self.inlines(content)),
            Inline::Code { text, span } => {
                self.quoter.pass('x');
                Inline::Code { text: text.clone(), span: *span }
            }
            Inline::Break => {
                self.quoter.pass(' ');
                Inline::Break
            }
            Inline::Fact(reference) => {
                self.quoter.pass('x');
                let mut fact = self.citations.cite(reference, self.diagnostics);
                if !fact.period.is_empty() {
                    let kind = PrintedKind::Fact;
                    fact.entry = Some(self.print(kind, &fact.id, &fact.period, fact.span));
                }
                Inline::Fact(Box::new(fact))
            }
            Inline::Link { target, content } => {
                let mut content = self.inlines(content);
                match self.scope.links.resolve(target, self.scope, self.diagnostics) {
                    Some(target) => {
                        content.extend(self.elsewhere(&target));
                        Inline::Link { target: Box::new(target), content }
                    }
                    // Told already; the words stay.
                    None => Inline::Emphasis(content),
                }
            }
            Inline::Note(reference) => {
                let at = self.cited.iter().position(|(label, _)| *label == reference.label);
                let at = at.unwrap_or_else(|| {
                    self.cited.push((reference.label.clone(), 0));
                    self.cited.len() - 1
                });
                self.cited[at].1 += 1;
                let occurrence = self.cited[at].1;
                Inline::Note(Box::new(NoteMark {
                    number: at + 1,
                    occurrence,
                    span: reference.span,
                }))
            }
        }
    }

    /// The words that tell readers that a link leads them to a text in another language.
    pub fn elsewhere(&self, link: &Link) -> Option<Inline<Resolved>> {
        let scope = self.scope;
        let there = scope.links.elsewhere(link, scope.edition)?;
        if there == scope.locale {
            return None;
        }
        let language = super::words::language(there, scope.messages);
        let text = scope.messages.fill("link-language", &[("language", language)]);
        Some(Inline::Text { text: format!(" {text}").into(), span: link.span })
    }

    /// Remembers a figure; its entry on the evidence page.
    pub fn print(&mut self, kind: PrintedKind, id: &str, period: &str, span: Span) -> Target {
        let entry = self.scope.evidence.entry(&kind, id, period, self.scope.edition);
        self.printed.push(Printed {
            kind,
            id: id.to_string(),
            period: period.to_string(),
            anchor: self.section.clone(),
            span,
        });
        entry
    }

    /// The footnotes that were referred to, in that order. A note may refer to another.
    fn notes(&mut self) -> Vec<Note> {
        let mut texts: BTreeMap<usize, Vec<Block<Resolved>>> = BTreeMap::new();
        let mut at = 0;
        while at < self.cited.len() {
            let label = self.cited[at].0.clone();
            if let Some(note) = self.scope.page.shown().1.get(&label) {
                let blocks = self.blocks(&note.blocks, false);
                texts.insert(at, blocks);
            }
            at += 1;
        }
        let cited = std::mem::take(&mut self.cited);
        cited
            .into_iter()
            .enumerate()
            .map(|(at, (_, references))| Note {
                number: at + 1,
                blocks: texts.remove(&at).unwrap_or_default(),
                references,
            })
            .collect()
    }

    /// The number of the next figure or table: `3.1` in a chapter, none elsewhere.
    pub fn figure_number(&mut self, kind: FigureKind) -> Option<String> {
        let chapter = self.scope.entry.number?;
        let count = match kind {
            FigureKind::Chart | FigureKind::Image => &mut self.figures,
            FigureKind::Table => &mut self.tables,
            FigureKind::Cards | FigureKind::Part => return None,
        };
        *count += 1;
        Some(format!("{chapter}.{count}"))
    }
}
