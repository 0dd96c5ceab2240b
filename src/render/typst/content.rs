//! Blocks and inlines as Typst code.

use std::collections::{BTreeMap, BTreeSet};

use crate::artifact::Files;
use crate::artifact::{Artifacts, TypstProject};
use crate::chart::Chart;
use crate::document::{
    Block, Callout, Card, CitedFact, Edition, Figure, FigureContent, Heading, Inline, List,
    NoteMark, Page, PageKind, Picture, Report, Resolved, Stretch, Target, stretches,
};
use crate::source::Span;
use crate::theme::Messages;

use super::literal::{breakable, literal, literal_or_none};

/// The name of an anchor of a page within the document.
pub(super) fn label(key: &str, anchor: &str) -> String {
    if anchor.is_empty() { key.to_string() } else { format!("{key}#{anchor}") }
}

/// A link longer than this is no address but a mistake, and Typst takes none longer.
const LONGEST_URL: usize = 8000;

/// The folder of the drawings within the project.
const CHARTS: &str = "figures/";

pub(super) struct Writer<'a> {
    out: String,
    places: Vec<(std::ops::Range<usize>, Span)>,
    files: Files,
    report: &'a Report,
    edition: &'a Edition,
    published: &'a Artifacts,
    draw: &'a dyn Fn(&Chart) -> String,
    /// The names that the document has, and those already given: a name stands once.
    labels: BTreeSet<String>,
    given: BTreeSet<String>,
    page: Option<&'a Page>,
    /// The notes of the page that already stand in the text.
    noted: BTreeSet<usize>,
    /// How many levels the page's headings move up.
    raised: u8,
    /// Within a heading or link: facts lead nowhere here.
    inside: bool,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        report: &'a Report,
        edition: &'a Edition,
        labels: BTreeSet<String>,
        published: &'a Artifacts,
        draw: &'a dyn Fn(&Chart) -> String,
    ) -> Writer<'a> {
        Writer {
            out: String::new(),
            places: Vec::new(),
            files: BTreeMap::new(),
            report,
            edition,
            published,
            draw,
            labels,
            given: BTreeSet::new(),
            page: None,
            noted: BTreeSet::new(),
            raised: 0,
            inside: false,
        }
    }

    /// Hands figures and places to the project and returns `content.typ`.
    pub(super) fn finish(self, project: &mut TypstProject) -> String {
        project.files = self.files;
        project.places.content = self.places;
        self.out
    }

    /// The drawing of the first chart so far, by its path in the project.
    pub(super) fn first_chart(&self) -> Option<String> {
        self.files.keys().find(|path| path.starts_with(CHARTS)).cloned()
    }

    pub(super) fn code(&mut self, code: &str) {
        self.out.push_str(code);
    }

    /// The front page of a report: an unnumbered part before the first chapter. The page's title
    /// stands on the cover, so its headings move up; where it begins without one, it gets one.
    pub(super) fn front_page(&mut self, page: &'a Page, messages: &Messages) {
        let headed = matches!(page.blocks.first(), Some(Block::Heading(_)));
        let title = match headed {
            true => "none".to_string(),
            false => text_or_none(messages.text("pdf-front")),
        };
        self.start(page, 1);
        let name = self.name(&page.key);
        self.code(&format!("theme.front-page(name: {name}, title: {title}, {{\n"));
        self.body(page, messages);
        self.code("})\n");
    }

    /// A numbered part of a report.
    pub(super) fn chapter(&mut self, page: &'a Page, messages: &Messages) {
        self.start(page, 0);
        let from = self.out.len();
        let name = self.name(&page.key);
        let number = page.number.as_deref().map_or("none".to_string(), literal);
        self.code(&format!(
            "theme.chapter(number: {number}, name: {name}, plain: {}, \
             heading(level: 1, numbering: theme.given({number}), {{ ",
            literal(&page.title_text),
        ));
        self.within(|this| this.inlines(&page.title));
        self.code("}), {\n");
        // What goes wrong in the opening of a chapter belongs to the file as a whole.
        self.places.push((from..self.out.len(), page.span));
        self.body(page, messages);
        self.code("})\n");
    }

    /// A page that is a document by itself: its title stands on the cover.
    pub(super) fn whole_page(&mut self, page: &'a Page, messages: &Messages) {
        self.start(page, 1);
        self.body(page, messages);
    }

    pub(super) fn start(&mut self, page: &'a Page, raised: u8) {
        self.page = Some(page);
        self.noted.clear();
        self.raised = raised;
    }

    fn body(&mut self, page: &'a Page, messages: &Messages) {
        if page.locale == self.edition.locale {
            self.lead(page);
            self.stretches(&page.blocks);
            return;
        }
        let tag = page.locale.tag();
        let editions = &self.report.editions;
        let name =
            editions.iter().find(|one| one.locale.tag() == tag).map_or(tag, |one| &one.label);
        let notice = messages.fill("pdf-untranslated", &[("language", name)]);
        self.code(&format!(
            "theme.other-language(lang: {}, region: {}, {{ text({}); }}, {{\n",
            literal(page.locale.language()),
            literal_or_none(page.locale.region()),
            literal(&notice)
        ));
        self.lead(page);
        self.stretches(&page.blocks);
        self.code("})\n");
    }

    /// What a chapter is about; of the other pages it stands on the cover.
    fn lead(&mut self, page: &Page) {
        if page.kind == PageKind::Chapter && !page.description.is_empty() {
            let words = literal(&page.description);
            self.placed(page.span, |this| {
                this.code(&format!("theme.lead({{ text({words}); }})\n"))
            });
        }
    }

    /// A text with its cards for roles.
    fn stretches(&mut self, blocks: &[Block<Resolved>]) {
        for stretch in stretches(blocks) {
            match stretch {
                Stretch::Text(blocks) => self.blocks(blocks),
                Stretch::Cards(cards) => {
                    self.code("theme.role-cards(");
                    for card in cards {
                        self.code("(title: {\n");
                        self.placed(card.heading.span, |this| this.heading(card.heading));
                        self.code("\n}, body: ");
                        self.content(card.blocks);
                        self.code("), ");
                    }
                    self.code(")\n");
                }
            }
        }
    }

    /// The name as a literal, or `none` where a link could not lead here or already leads elsewhere.
    pub(super) fn name(&mut self, name: &str) -> String {
        let new = self.labels.contains(name) && self.given.insert(name.to_string());
        if new { literal(name) } else { "none".to_string() }
    }

    pub(super) fn anchor(&mut self, anchor: &str) -> String {
        match self.page {
            Some(page) if !anchor.is_empty() => self.name(&label(&page.key, anchor)),
            _ => "none".to_string(),
        }
    }

    // Blocks.

    pub(super) fn blocks(&mut self, blocks: &[Block<Resolved>]) {
        for block in blocks {
            self.block(block);
        }
    }

    /// Blocks within braces: one content value.
    fn content(&mut self, blocks: &[Block<Resolved>]) {
        self.code("{\n");
        self.blocks(blocks);
        self.code("}");
    }

    fn block(&mut self, block: &Block<Resolved>) {
        match block {
            Block::Heading(heading) => self.placed(heading.span, |this| this.heading(heading)),
            Block::Paragraph(paragraph) => self.placed(paragraph.span, |this| {
                this.code("par({ ");
                this.inlines(&paragraph.content);
                this.code("})");
            }),
            Block::List(list) => self.placed(list.span, |this| this.list(list)),
            Block::Quote(blocks) => {
                self.code("quote(block: true, ");
                self.content(blocks);
                self.code(")");
            }
            Block::PullQuote { quote, attribution, span } => self.placed(*span, |this| {
                this.code("theme.pull-quote(");
                this.content(quote);
                this.code(", { ");
                this.inlines(attribution);
                this.code("})");
            }),
            Block::Callout { kind, blocks, span } => self.placed(*span, |this| {
                this.code(&format!("theme.callout({}, ", literal(callout(*kind))));
                this.content(blocks);
                this.code(")");
            }),
            Block::Table(table) => self.placed(table.span, |this| this.table(table)),
            Block::Definitions(definitions) => {
                self.code("terms(tight: false, ");
                for definition in definitions {
                    self.code("terms.item({ ");
                    self.inlines(&definition.term);
                    self.code("}, {\n");
                    match definition.details.as_slice() {
                        [only] => self.item(only, false),
                        several => several.iter().for_each(|blocks| self.blocks(blocks)),
                    }
                    self.code("}), ");
                }
                self.code(")");
            }
            Block::Code { text, span, .. } => self.placed(*span, |this| {
                let text = text.strip_suffix('\n').unwrap_or(text);
                this.code(&format!("raw(block: true, {})", literal(&breakable(text))));
            }),
            Block::Figure(figure) => self.placed(figure.span, |this| this.figure(figure)),
            Block::Rule => self.code("theme.rule()"),
        }
        self.code("\n");
    }

    /// Writes with `write` and remembers that it came from `span`.
    pub(super) fn placed(&mut self, span: Span, write: impl FnOnce(&mut Self)) {
        let from = self.out.len();
        write(self);
        self.places.push((from..self.out.len(), span));
    }

    fn heading(&mut self, heading: &Heading<Resolved>) {
        let level = heading.level.saturating_sub(self.raised).max(1);
        let number = heading.mark.number.as_deref().map_or("none".to_string(), literal);
        let name = self.anchor(&heading.mark.anchor);
        self.code(&format!(
            "theme.section(name: {name}, \
             heading(level: {level}, numbering: theme.given({number}), {{ ",
        ));
        self.within(|this| this.inlines(&heading.content));
        self.code("}))");
    }

    fn list(&mut self, list: &List<Resolved>) {
        match list.start {
            Some(start) if list.steps => self.code(&format!("theme.steps(start: {start}, ")),
            Some(start) => self.code(&format!("enum(start: {start}, tight: {}, ", list.tight)),
            None => self.code(&format!("list(tight: {}, ", list.tight)),
        }
        for blocks in &list.items {
            self.code("{\n");
            self.item(blocks, list.tight);
            self.code("}, ");
        }
        self.code(")");
    }

    /// The blocks of a list item or a definition: a leading paragraph of a tight item is not set
    /// as a paragraph, so that it is not spaced.
    fn item(&mut self, blocks: &[Block<Resolved>], tight: bool) {
        match blocks {
            [Block::Paragraph(first), rest @ ..] if tight || rest.is_empty() => {
                self.placed(first.span, |this| this.inlines(&first.content));
                self.code("\n");
                self.blocks(rest);
            }
            _ => self.blocks(blocks),
        }
    }

    // Figures.

    fn figure(&mut self, figure: &Figure) {
        if let FigureContent::Cards(cards) = &figure.content {
            return self.cards(cards);
        }
        let kind = match figure.content {
            FigureContent::Table { .. } => "table",
            _ => "figure",
        };
        let number = figure.number.as_deref().map_or("none".to_string(), literal);
        let name = self.anchor(&figure.anchor);
        self.code(&format!("theme.captioned(kind: {kind:?}, number: {number}, name: {name}, "));
        self.code("caption: { ");
        self.inlines(&figure.caption);
        self.code(&format!(
            "}}, subtitle: {}, source: {}, ",
            text_or_none(&figure.subtitle),
            text_or_none(&figure.source)
        ));
        // Too long for a page: it need not be measured.
        if matches!(&figure.content, FigureContent::Table { table, .. } if table.rows.len() > 60) {
            self.code("long: true, ");
        }
        match &figure.content {
            FigureContent::Chart { chart, .. } => self.chart(chart),
            FigureContent::Table { table, .. } => self.data_table(table),
            FigureContent::Image(picture) => self.picture(picture),
            FigureContent::Cards(_) => self.code("none"),
        }
        self.code(")");
    }

    fn chart(&mut self, chart: &Chart) {
        let path = format!("{CHARTS}{:03}.svg", self.files.len() + 1);
        self.files.insert(path.clone(), (self.draw)(chart).into());
        let alt = format!("{}. {}", chart.name.trim_end_matches('.'), chart.description);
        let path = literal(&format!("/{path}"));
        self.code(&format!("theme.chart(image({path}, alt: {}))", literal(&alt)));
    }

    fn picture(&mut self, picture: &Picture) {
        let Some(bytes) = self.published.files.get(&picture.path) else {
            return self.code("none");
        };
        // The engine goes by the ending of the name, the author's may be wrong.
        let ending = match &bytes[..] {
            [0xff, 0xd8, ..] => "jpg",
            [0x89, b'P', ..] => "png",
            [b'R', b'I', b'F', b'F', ..] => "webp",
            _ => "svg",
        };
        let place = format!("published/{}.{ending}", picture.path);
        self.files.insert(place.clone(), bytes.clone());
        let place = literal(&format!("/{place}"));
        let upright = if picture.is_upright() { ", upright: true" } else { "" };
        match picture.alt.as_str() {
            "" => self.code(&format!("theme.picture(pdf.artifact(image({place})){upright})")),
            alt => {
                let alt = literal(alt);
                self.code(&format!("theme.picture(image({place}, alt: {alt}){upright})"));
            }
        }
    }

    fn cards(&mut self, cards: &[Card]) {
        self.code("theme.cards(");
        for card in cards {
            let entry = card.entry.as_ref().and_then(|entry| self.destination(entry));
            let value = match entry {
                Some(entry) => format!("theme.fact({entry}, text({}))", literal(&card.value)),
                None => text_or_none(&card.value),
            };
            self.code(&format!(
                "(value: {value}, unit: {}, label: {}, detail: {}), ",
                text_or_none(&card.unit),
                text_or_none(&card.label),
                text_or_none(&card.detail)
            ));
        }
        self.code(")");
    }

    // Inlines.

    pub(super) fn inlines(&mut self, inlines: &[Inline<Resolved>]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &Inline<Resolved>) {
        match inline {
            // A line's end in Markdown is a space; in Typst it would break the line.
            Inline::Text { text, span } => {
                self.placed(*span, |this| this.text(&text.replace(['\n', '\r'], " ")));
            }
            Inline::Emphasis(content) => self.around("emph({ ", content),
            Inline::Strong(content) => self.around("strong({ ", content),
            Inline::Strikethrough(content) => self.around("strike({ ", content),
            Inline::Code { text, span } => self.placed(*span, |this| {
                let text = text.replace(['\n', '\r'], " ");
                this.code(&format!("raw({}); ", literal(&breakable(&text))));
            }),
            Inline::Break => self.code("linebreak(); "),
            Inline::Fact(fact) => self.placed(fact.span, |this| this.fact(fact)),
            Inline::Link { target, content } => {
                self.placed(target.span, |this| match this.destination(&target.target) {
                    Some(destination) => this.within(|this| {
                        this.around(&format!("link({destination}, {{ "), content);
                    }),
                    None => this.inlines(content),
                })
            }
            Inline::Note(mark) => self.placed(mark.span, |this| this.note(mark)),
        }
    }

    /// A figure, which leads to its entry in the appendix.
    fn fact(&mut self, fact: &CitedFact) {
        let entry = fact.entry.as_ref().filter(|_| !self.inside);
        match entry.and_then(|entry| self.destination(entry)) {
            Some(destination) => {
                self.code(&format!("theme.fact({destination}, text({})); ", literal(&fact.text)))
            }
            None => self.text(&fact.text),
        }
    }

    /// Writes with `write` where no fact may be a link.
    fn within(&mut self, write: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.inside, true);
        write(self);
        self.inside = before;
    }

    fn text(&mut self, text: &str) {
        self.code(&format!("text({}); ", literal(&breakable(text))));
    }

    fn around(&mut self, open: &str, content: &[Inline<Resolved>]) {
        self.code(open);
        self.inlines(content);
        self.code("}); ");
    }

    /// Where a link leads, as code: a label within the document, or an address on the web.
    fn destination(&self, target: &Target) -> Option<String> {
        let base = &self.report.base_url;
        let address = match target {
            Target::External(address) => address.clone(),
            Target::File(path) => format!("{base}/{}", path.trim_start_matches('/')),
            Target::Anchor(anchor) => {
                let page = self.page?;
                match self.inside(&page.key, anchor) {
                    Some(name) => return Some(name),
                    None => format!("{base}{}#{anchor}", page.url),
                }
            }
            Target::Page { url, key, anchor, lang } => {
                let page = self.edition.pages.iter().find(|page| page.key == *key);
                let same = lang.is_none() || page.map(|page| page.locale.tag()) == *lang;
                let anchor = anchor.as_deref().unwrap_or_default();
                match self.inside(key, anchor) {
                    Some(name) if same => return Some(name),
                    _ if anchor.is_empty() => format!("{base}{url}"),
                    _ => format!("{base}{url}#{anchor}"),
                }
            }
        };
        let good = !address.is_empty() && address.len() <= LONGEST_URL;
        good.then(|| literal(&address))
    }

    fn inside(&self, key: &str, anchor: &str) -> Option<String> {
        self.label_of(&label(key, anchor))
    }

    /// A name of the document as code; none where it does not have it.
    pub(super) fn label_of(&self, name: &str) -> Option<String> {
        self.labels.contains(name).then(|| format!("label({})", literal(name)))
    }

    fn note(&mut self, mark: &NoteMark) {
        let number = literal(&mark.number.to_string());
        let page = self.page;
        let name = literal(&format!("{} note {}", page.map_or("", |page| &page.key), mark.number));
        if !self.noted.insert(mark.number) {
            return self.code(&format!("theme.note-again({number}, {name}); "));
        }
        let notes = page.map_or(&[][..], |page| &page.notes);
        match notes.iter().find(|note| note.number == mark.number) {
            Some(note) => {
                self.code(&format!("theme.note({number}, {name}, {{\n"));
                self.item(&note.blocks, true);
                self.code("}); ");
            }
            None => self.code(&format!("super({{ text({number}); }}); ")),
        }
    }
}

fn callout(kind: Callout) -> &'static str {
    match kind {
        Callout::Note => "note",
        Callout::Tip => "tip",
        Callout::Important => "important",
        Callout::Warning => "warning",
        Callout::Caution => "caution",
    }
}

/// `text("…")`, which keeps its place for messages, or `none`.
pub(super) fn text_or_none(text: &str) -> String {
    if text.is_empty() {
        "none".to_string()
    } else {
        format!("text({})", literal(&breakable(text)))
    }
}
