//! Blocks → HTML. Every text is escaped where it is written; nothing an author or a dataset says
//! can become markup.

mod figure;
mod picture;
pub mod policy;

use crate::document::*;
use crate::render::address;
use crate::render::hyphen::soften;
use crate::render::pictures::Pictures;
use crate::render::svg::Fonts;
use crate::source::look;
use crate::theme::Messages;
use crate::theme::palette::Palette;

pub use picture::{thumbnail, top_picture};

/// What the blocks of a page must know of it.
pub struct Setting<'a> {
    /// From the page to the site's root: `../../`, empty on the home page.
    pub root: &'a str,
    /// The program's words in the language of the text.
    pub words: &'a Messages,
    /// The language of the text, for its hyphens: `nb`.
    pub language: &'a str,
    pub fonts: &'a Fonts,
    pub palette: &'a Palette,
    /// Those that the page's filter offers, in its order.
    pub roles: &'a [Role],
    pub pictures: &'a Pictures,
    /// Whether a picture stands above the text: those in the text can then wait.
    pub has_top_picture: bool,
}

/// The body of a page.
pub fn blocks(blocks: &[Block<Resolved>], setting: &Setting) -> String {
    let mut writer = Writer::new(setting, 8 * 1024);
    for stretch in stretches(blocks) {
        match stretch {
            Stretch::Text(blocks) => writer.blocks(blocks),
            Stretch::Cards(cards) => writer.role_cards(&cards),
        }
    }
    writer.out
}

/// A title: its long words may break.
pub fn title(inlines: &[Inline<Resolved>], setting: &Setting) -> String {
    let mut writer = Writer::new(setting, 128);
    writer.soft = true;
    writer.within(|writer| writer.inlines(inlines));
    writer.out
}

/// The footnotes of a page as list items, each with a way back to its references.
pub fn notes(notes: &[Note], setting: &Setting) -> String {
    let mut writer = Writer::new(setting, 256 * notes.len());
    for note in notes {
        writer.note(note);
    }
    writer.out
}

/// Text for HTML and XML, in an element or a quoted attribute. Control characters, which
/// neither format can hold, are left out.
pub fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = first_to_escape(rest) {
        let (plain, after) = rest.split_at(at);
        out.push_str(plain);
        out.push_str(match after.as_bytes()[0] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => "",
        });
        rest = &after[1..];
    }
    out.push_str(rest);
}

/// Where the first byte stands that cannot stand in HTML as it is.
pub fn first_to_escape(text: &str) -> Option<usize> {
    look::first(text, needs_escape)
}

/// All control characters but tab and the ends of lines, and what markup is made of.
fn needs_escape(byte: u8) -> bool {
    let is_control = (byte < 32) & (byte != 9) & (byte != 10) & (byte != 13) | (byte == 127);
    let is_quote = (byte == b'"') | (byte == b'\'');
    is_control | is_quote | (byte == b'&') | (byte == b'<') | (byte == b'>')
}

struct Writer<'a> {
    setting: &'a Setting<'a>,
    out: String,
    /// The heading above, which names a table that has no caption of its own.
    heading: String,
    /// Tables below that heading so far.
    tables: usize,
    /// Long words may break here.
    soft: bool,
    /// Within a title, heading or link: facts lead nowhere here.
    inside: bool,
    /// Pictures so far.
    pictures: usize,
}

impl<'a> Writer<'a> {
    fn new(setting: &'a Setting<'a>, capacity: usize) -> Writer<'a> {
        let out = String::with_capacity(capacity);
        let pictures = usize::from(setting.has_top_picture);
        let heading = String::new();
        Writer { setting, out, heading, tables: 0, soft: false, inside: false, pictures }
    }

    fn push(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    fn text(&mut self, text: &str) {
        match self.soft {
            true => escape(&soften(text, self.setting.language), &mut self.out),
            false => escape(text, &mut self.out),
        }
    }

    /// A text in a narrow column.
    fn soft_text(&mut self, text: &str) {
        self.soft = true;
        self.text(text);
        self.soft = false;
    }

    /// One of the program's words.
    fn word(&mut self, key: &str) {
        let setting = self.setting;
        escape(setting.words.text(key), &mut self.out);
    }

    /// ` name="value"`
    fn attribute(&mut self, name: &str, value: &str) {
        self.push(" ");
        self.push(name);
        self.push("=\"");
        escape(value, &mut self.out);
        self.push("\"");
    }

    /// An element that holds nothing but text: `<p class="figs">…</p>`.
    fn line(&mut self, element: &str, class: &str, text: &str) {
        self.push("<");
        self.push(element);
        self.attribute("class", class);
        self.push(">");
        self.text(text);
        self.push("</");
        self.push(element);
        self.push(">\n");
    }

    fn blocks(&mut self, blocks: &[Block<Resolved>]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block<Resolved>) {
        match block {
            Block::Heading(heading) => self.heading(heading),
            Block::Paragraph(paragraph) => {
                let is_speech = begins_with_dash(&paragraph.content);
                self.push(if is_speech { "<p class=\"said\">" } else { "<p>" });
                self.inlines(&paragraph.content);
                self.push("</p>\n");
            }
            Block::List(list) => self.list(list),
            Block::Quote(blocks) => {
                self.push("<blockquote>\n");
                self.blocks(blocks);
                self.push("</blockquote>\n");
            }
            Block::PullQuote { quote, attribution, .. } => {
                self.push("<blockquote class=\"pull\">\n");
                self.blocks(quote);
                self.push("<footer>");
                self.inlines(attribution);
                self.push("</footer></blockquote>\n");
            }
            Block::Callout { kind, blocks, .. } => self.callout(*kind, blocks),
            Block::Table(table) => self.written_table(table),
            Block::Definitions(definitions) => self.definitions(definitions),
            Block::Code { text, .. } => {
                self.push("<pre><code>");
                self.text(text);
                self.push("</code></pre>\n");
            }
            Block::Figure(figure) => self.figure(figure),
            Block::Rule => self.push("<hr>\n"),
        }
    }

    fn heading(&mut self, heading: &Heading<Resolved>) {
        let element = ["h2", "h2", "h2", "h3", "h4", "h5", "h6"][heading.level.min(6) as usize];
        self.push("<");
        self.push(element);
        self.attribute("id", &heading.mark.anchor);
        self.push(">");
        if let Some(number) = &heading.mark.number {
            self.push("<span class=\"secno\">");
            self.text(number);
            // The space is heard and copied; the theme's margin is only seen.
            self.push("</span> ");
        }
        self.soft = true;
        self.within(|this| this.inlines(&heading.content));
        self.soft = false;
        self.push("</");
        self.push(element);
        self.push(">\n");
        self.heading.clone_from(&heading.mark.text);
        self.tables = 0;
    }

    fn list(&mut self, list: &List<Resolved>) {
        let element = if list.start.is_some() { "ol" } else { "ul" };
        self.push("<");
        self.push(element);
        if list.steps {
            self.attribute("class", "steps");
        }
        if let Some(start) = list.start.filter(|start| *start != 1) {
            self.attribute("start", &start.to_string());
        }
        self.push(">\n");
        for item in &list.items {
            self.push("<li>");
            for block in item {
                match block {
                    Block::Paragraph(paragraph) if list.tight => {
                        self.inlines(&paragraph.content);
                        self.push("\n");
                    }
                    block => self.block(block),
                }
            }
            if self.out.ends_with('\n') {
                self.out.pop();
            }
            self.push("</li>\n");
        }
        self.push("</");
        self.push(element);
        self.push(">\n");
    }

    fn callout(&mut self, kind: Callout, blocks: &[Block<Resolved>]) {
        let (class, word) = match kind {
            Callout::Note => ("note", "callout-note"),
            Callout::Tip => ("note", "callout-tip"),
            Callout::Important => ("note", "callout-important"),
            Callout::Warning => ("note warn", "callout-warning"),
            Callout::Caution => ("note warn", "callout-caution"),
        };
        self.push("<div");
        self.attribute("class", class);
        self.push("><p class=\"t\">");
        self.word(word);
        self.push("</p>\n");
        self.blocks(blocks);
        self.push("</div>\n");
    }

    /// Terms fold out; where a term holds a link, which must not stand in a control, all stand open.
    fn definitions(&mut self, definitions: &[Definition<Resolved>]) {
        let open = definitions.iter().any(|definition| holds_link(&definition.term));
        if open {
            self.push("<dl class=\"terms\">\n");
        }
        for definition in definitions {
            self.push(if open { "<dt>" } else { "<details class=\"fold\"><summary>" });
            self.within(|this| this.inlines(&definition.term));
            self.push(if open { "</dt>\n" } else { "</summary>\n" });
            for detail in &definition.details {
                self.push(if open { "<dd>" } else { "" });
                self.blocks(detail);
                self.push(if open { "</dd>\n" } else { "" });
            }
            self.push(if open { "" } else { "</details>\n" });
        }
        if open {
            self.push("</dl>\n");
        }
    }

    /// A table of the author's: named by the heading above it.
    fn written_table(&mut self, table: &Table<Resolved>) {
        self.tables += 1;
        let mut name = self.setting.words.text("table").to_string();
        if self.tables > 1 {
            name.push_str(&format!(" {}", self.tables));
        }
        if !self.heading.is_empty() {
            name.push_str(": ");
            name.push_str(&self.heading);
        }
        self.push("<div class=\"scroll\" role=\"region\" tabindex=\"0\"");
        self.attribute("aria-label", &name);
        self.push("><table>\n");
        self.line("caption", "vh", &name);
        self.push("<thead><tr>");
        for (column, cell) in table.head.iter().enumerate() {
            self.written_cell("<th scope=\"col\"", column, table, cell, "</th>");
        }
        self.push("</tr></thead>\n<tbody>\n");
        for row in &table.rows {
            self.push("<tr>");
            for (column, cell) in row.iter().enumerate() {
                let (start, end) = match column {
                    0 => ("<th scope=\"row\"", "</th>"),
                    _ => ("<td", "</td>"),
                };
                self.written_cell(start, column, table, cell, end);
            }
            self.push("</tr>\n");
        }
        self.push("</tbody></table></div>\n");
    }

    fn written_cell(
        &mut self,
        start: &str,
        column: usize,
        table: &Table<Resolved>,
        cell: &[Inline<Resolved>],
        end: &str,
    ) {
        self.push(start);
        match table.columns.get(column) {
            Some(Alignment::End) => self.attribute("class", "num"),
            Some(Alignment::Center) => self.attribute("class", "mid"),
            Some(Alignment::Start) | None => {}
        }
        self.push(">");
        self.soft = true;
        self.inlines(cell);
        self.soft = false;
        self.push(end);
    }

    fn inlines(&mut self, inlines: &[Inline<Resolved>]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &Inline<Resolved>) {
        match inline {
            Inline::Text { text, .. } => self.text(text),
            Inline::Emphasis(content) => self.wrapped("em", content),
            Inline::Strong(content) => self.wrapped("strong", content),
            Inline::Strikethrough(content) => self.wrapped("s", content),
            Inline::Code { text, .. } => {
                // Code is copied, and means what it says letter by letter.
                self.push("<code>");
                escape(text, &mut self.out);
                self.push("</code>");
            }
            Inline::Break => self.push("<br>\n"),
            Inline::Fact(fact) => self.fact(fact),
            Inline::Link { target, content } => self.link(target, content),
            Inline::Note(mark) => self.note_mark(mark),
        }
    }

    /// A figure, which leads to its evidence.
    fn fact(&mut self, fact: &CitedFact) {
        let entry = fact.entry.as_ref().filter(|_| !self.inside);
        self.push(if entry.is_some() { "<a" } else { "<span" });
        self.attribute("class", "fact");
        if let Some(entry) = entry {
            let (address, language) = self.address(entry);
            self.attribute("href", &address);
            if let Some(language) = language {
                self.attribute("hreflang", language);
            }
        }
        self.attribute("data-fact", &fact.id);
        self.attribute("data-period", &fact.period);
        self.push(">");
        self.text(&fact.text);
        self.push(if entry.is_some() { "</a>" } else { "</span>" });
    }

    /// Writes with `write` where no fact may be a link.
    fn within(&mut self, write: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.inside, true);
        write(self);
        self.inside = before;
    }

    fn wrapped(&mut self, element: &str, content: &[Inline<Resolved>]) {
        self.push("<");
        self.push(element);
        self.push(">");
        self.inlines(content);
        self.push("</");
        self.push(element);
        self.push(">");
    }

    /// The address of a target from this page, and its language where that is another.
    fn address(&self, target: &Target) -> (String, Option<&'static str>) {
        address::of(target, self.setting.root)
    }

    fn link(&mut self, link: &Link, content: &[Inline<Resolved>]) {
        let (address, language) = self.address(&link.target);
        let external = matches!(link.target, Target::External(_));
        // The second lock: whatever came this far, only these schemes become links.
        if external && !address::is_harmless(&address) {
            return self.inlines(content);
        }
        self.push("<a");
        self.attribute("href", &address);
        if external {
            self.attribute("rel", "external noopener");
        }
        if let Some(language) = language {
            self.attribute("hreflang", language);
        }
        if !link.title.is_empty() {
            self.attribute("title", &link.title);
        }
        self.push(">");
        self.within(|this| this.inlines(content));
        self.push("</a>");
    }

    fn note_mark(&mut self, mark: &NoteMark) {
        let number = mark.number.to_string();
        self.push("<sup><a");
        self.attribute("id", &reference_id(mark.number, mark.occurrence));
        self.attribute("href", &format!("#fn{number}"));
        self.push(" role=\"doc-noteref\"><span class=\"vh\">");
        self.word("footnote");
        self.push(" </span>");
        self.push(&number);
        self.push("</a></sup>");
    }

    fn note(&mut self, note: &Note) {
        self.push("<li");
        self.attribute("id", &format!("fn{}", note.number));
        self.push(">");
        if let [Block::Paragraph(paragraph)] = note.blocks.as_slice() {
            self.inlines(&paragraph.content);
        } else {
            self.blocks(&note.blocks);
        }
        for occurrence in 1..=note.references {
            self.push(" <a");
            let target = reference_id(note.number, occurrence);
            self.attribute("href", &format!("#{target}"));
            self.push(" role=\"doc-backlink\"><span aria-hidden=\"true\">↩</span>");
            let words = self.setting.words;
            let number = match occurrence {
                1 => note.number.to_string(),
                _ => format!("{} ({occurrence})", note.number),
            };
            let back = words.fill("back-to-text", &[("number", &number)]);
            self.line("span", "vh", &back);
            self.out.pop();
            self.push("</a>");
        }
        self.push("</li>\n");
    }
}

/// The key figures of a front page.
pub fn key_figures(cards: &[Card], setting: &Setting) -> String {
    let mut writer = Writer::new(setting, 256 * cards.len());
    for card in cards {
        writer.card(card);
    }
    writer.out
}

/// Speech in Scandinavian texts: `– We have learnt much, says Kari.`
fn begins_with_dash(content: &[Inline<Resolved>]) -> bool {
    matches!(content.first(), Some(Inline::Text { text, .. }) if ["– ", "— ", "–\u{a0}"].iter().any(|dash| text.starts_with(dash)))
}

fn reference_id(number: usize, occurrence: usize) -> String {
    match occurrence {
        1 => format!("fnref{number}"),
        _ => format!("fnref{number}-{occurrence}"),
    }
}

fn holds_link(inlines: &[Inline<Resolved>]) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Link { .. } | Inline::Note(_) => true,
        Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strikethrough(content) => {
            holds_link(content)
        }
        Inline::Text { .. } | Inline::Code { .. } | Inline::Break | Inline::Fact(_) => false,
    })
}
