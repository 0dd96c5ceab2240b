//! A small report whose every text tries to be code.

use belegg::artifact::Bytes;
use belegg::artifact::{Artifacts, TypstProject};
use belegg::chart::{Bar, Bars, Chart, Plot};
use belegg::diagnostic::Diagnostics;
use belegg::document::{
    Alignment, Block, Callout, Card, Cell, CitedFact, Column, DataFile, DataTable, Definition,
    Document, Edition, Evidence, Figure, FigureContent, Heading, HeadingMark, Inline, Known, Link,
    List, Note, NoteMark, Organisation, Page, PageKind, Paragraph, Picture, Printed, PrintedKind,
    Report, Resolved, Table, Target, Tone,
};
use belegg::locale::Locale;
use belegg::render::typst::document;
use belegg::source::{Sources, Span};
use belegg::theme::Theme;
use std::sync::Arc;
use time::{Date, Month};

/// What a supplier may be called, and what an author may write about Typst.
pub const HOSTILE: [&str; 14] = [
    "#panic(\"x\")",
    "#import \"/etc/passwd\": *",
    "A*B_C `D` <E> $F$ @label",
    "Vare // og mer",
    "Firma /* AS",
    "C:\\temp\\new \\u{41} \\",
    "\"); panic(\"out",
    "~ -- --- ... ' \" « »",
    "= Title",
    "- item",
    "+ 1. item /term: x",
    "[link](x) {brace} }; )",
    "#{ read(\"main.typ\") }",
    "https://example.org/#a?b=c&d",
];

/// The Markdown of the fixture: spans point into it.
pub const MARKDOWN: &str = "# Chapter\n\nFirst line.\n\nHere stands 漢 alone.\n";

pub struct Fixture {
    pub sources: Sources,
    pub report: Report,
    pub theme: Theme,
}

impl Fixture {
    /// A report of one chapter with `blocks` and `notes`.
    pub fn new(blocks: Vec<Block<Resolved>>, notes: Vec<Note>) -> Fixture {
        let sources = sources();
        let mut diagnostics = Diagnostics::default();
        let theme = Theme::load("default", &sources, &mut diagnostics);
        assert!(diagnostics.is_empty(), "the theme loads");
        let front = Page {
            blocks: vec![paragraph("In brief.")],
            key_figures: cards(),
            authoritative: None,
            metadata: vec![("Published".to_string(), "30 June 2025".to_string())],
            ..page("report/_index", PageKind::Report)
        };
        let chapter = Page {
            number: Some("1".to_string()),
            blocks,
            notes,
            ..page("report/01-chapter", PageKind::Chapter)
        };
        let document = Document {
            key: front.key.clone(),
            chapters: vec![chapter.key.clone()],
            evidence: None,
            path: "en/report.pdf".to_string(),
            title: "A statement \"of\" #panic()".to_string(),
            kind: "Due diligence".to_string(),
            period: "2024".to_string(),
            date: Date::from_calendar_date(2025, Month::June, 30).ok(),
        };
        let edition = Edition {
            locale: locale(),
            is_default: true,
            label: "English".to_string(),
            title: "Site".to_string(),
            description: String::new(),
            accessibility_statement: None,
            menu: Vec::new(),
            pages: vec![Arc::new(chapter), Arc::new(front)],
            documents: vec![document],
            search: None,
        };
        let organisation = Organisation {
            name: "Nordly \\ \"Helse\" AS".to_string(),
            email: "post@example.org".to_string(),
            address: "Street 1".to_string(),
        };
        let report = Report {
            licence: None,
            base_url: "https://example.org".to_string(),
            organisation,
            editions: vec![edition],
            files: Default::default(),
            facts: Vec::new(),
            series: Vec::new(),
            suppressed: Vec::new(),
            outline: Default::default(),
        };
        Fixture { sources, report, theme }
    }

    pub fn project(&self) -> TypstProject {
        let edition = &self.report.editions[0];
        let mut published = Artifacts::default();
        published.files.insert("report/photo.png".to_string(), Bytes::from_static(PIXEL));
        published.files.insert("figures.json".to_string(), "{}\n".into());
        published.files.insert("data/2024/a.csv".to_string(), Bytes::from_static(CSV));
        document(&self.report, edition, &edition.documents[0], &self.theme, &published, &draw)
    }
}

/// A report that uses every block and every inline, with every hostile text.
pub fn everything() -> Fixture {
    let mut blocks = vec![heading(2, "1.1", "first", "First"), cited_twice()];
    blocks.extend(HOSTILE.iter().map(|text| paragraph(text)));
    blocks.push(heading(3, "1.1.1", "deep", HOSTILE[2]));
    blocks.push(inlines());
    blocks.push(list(
        None,
        false,
        vec![
            vec![paragraph("one"), list(Some(3), false, vec![vec![paragraph("inner")], vec![]])],
            vec![paragraph(HOSTILE[0]), paragraph("second paragraph")],
        ],
    ));
    blocks.push(list(
        Some(1),
        true,
        vec![
            vec![paragraph("Anchor the duty in the board's rules.")],
            vec![paragraph("Map and assess."), paragraph(HOSTILE[6])],
        ],
    ));
    blocks.push(Block::Quote(vec![paragraph("A plain quotation.")]));
    blocks.push(Block::PullQuote {
        quote: vec![paragraph("We ask because the answer matters.")],
        attribution: vec![text("Kari Nordmann, director")],
        span: span(0..1),
    });
    for kind in
        [Callout::Note, Callout::Tip, Callout::Important, Callout::Warning, Callout::Caution]
    {
        let inside = vec![paragraph(HOSTILE[3]), list(None, false, vec![vec![paragraph("in it")]])];
        blocks.push(Block::Callout { kind, blocks: inside, span: span(0..1) });
    }
    blocks.push(written_table());
    blocks.push(Block::Definitions(vec![Definition {
        term: vec![text("Business relation")],
        details: vec![vec![paragraph("A supplier.")], vec![paragraph("Or a partner.")]],
    }]));
    let code = "let x = \"#panic()\";\n\tand \\ more\n".to_string();
    blocks.push(Block::Code { language: "rust".to_string(), text: code, span: span(0..1) });
    blocks.push(Block::Rule);
    blocks.extend(figures());
    let mut fixture = Fixture::new(blocks, vec![note()]);
    let edition = &mut fixture.report.editions[0];
    Arc::make_mut(&mut edition.pages[0]).printed = vec![Printed {
        kind: PrintedKind::Fact,
        id: "suppliers.count".to_string(),
        period: "2024".to_string(),
        anchor: None,
        span: span(0..1),
    }];
    let key = "report/_evidence";
    let evidence = Some(Evidence { groups: Vec::new(), files: Vec::new() });
    edition.pages.push(Arc::new(Page { evidence, ..page(key, PageKind::Evidence) }));
    edition.documents[0].evidence = Some(key.to_string());
    fixture
}

/// A report with a character that no font of the theme has, in line 5 and column 13.
pub fn foreign_character() -> Fixture {
    let at = MARKDOWN.find('漢').expect("it is there");
    let word = Inline::Text { text: "漢".into(), span: span(at..at + 3) };
    let content = vec![text("Here stands "), word, text(" alone.")];
    let paragraph = Paragraph { content, span: span(24..50) };
    Fixture::new(vec![Block::Paragraph(paragraph)], Vec::new())
}

fn sources() -> Sources {
    Sources::from_files([("content/report/01-chapter.md", MARKDOWN)])
}

pub fn span(range: std::ops::Range<usize>) -> Span {
    let sources = sources();
    let file = sources.find("content/report/01-chapter.md").expect("the fixture has its file");
    Span::new(file, range)
}

fn locale() -> &'static Locale {
    Locale::find("en").expect("English is a language")
}

pub fn text(text: &str) -> Inline<Resolved> {
    Inline::Text { text: text.into(), span: span(0..1) }
}

pub fn paragraph(words: &str) -> Block<Resolved> {
    Block::Paragraph(Paragraph { content: vec![text(words)], span: span(0..1) })
}

pub fn heading(level: u8, number: &str, anchor: &str, words: &str) -> Block<Resolved> {
    let mark = HeadingMark {
        anchor: anchor.to_string(),
        number: Some(number.to_string()),
        text: words.to_string(),
        attributes: Vec::new(),
    };
    Block::Heading(Heading {
        level,
        content: vec![text(words)],
        mark: Box::new(mark),
        span: span(0..9),
    })
}

fn list(start: Option<u64>, steps: bool, items: Vec<Vec<Block<Resolved>>>) -> Block<Resolved> {
    Block::List(List { start, tight: !steps, steps, items, span: span(0..1) })
}

fn mark(occurrence: usize) -> Inline<Resolved> {
    Inline::Note(Box::new(NoteMark { number: 1, occurrence, span: span(0..1) }))
}

fn cited_twice() -> Block<Resolved> {
    let content = vec![text("Once"), mark(1), text(" and again"), mark(2), text(".")];
    Block::Paragraph(Paragraph { content, span: span(0..1) })
}

fn note() -> Note {
    let blocks = vec![paragraph("The note's text #panic()."), paragraph("Its second paragraph.")];
    Note { number: 1, blocks, references: 2 }
}

fn inlines() -> Block<Resolved> {
    let link = |target, words: &str| Inline::Link {
        target: Box::new(Link { target, title: String::new(), span: span(0..1) }),
        content: vec![text(words)],
    };
    let elsewhere = |key: &str, anchor: Option<&str>| Target::Page {
        url: "/elsewhere/".to_string(),
        key: key.to_string(),
        anchor: anchor.map(str::to_string),
        lang: None,
    };
    let fact = CitedFact {
        id: "suppliers.count".to_string(),
        period: "2024".to_string(),
        text: "447".to_string(),
        entry: None,
        span: span(0..1),
    };
    let content = vec![
        Inline::Emphasis(vec![text("emphasis ")]),
        Inline::Strong(vec![Inline::Emphasis(vec![text("both ")])]),
        Inline::Strikethrough(vec![text("struck")]),
        Inline::Code { text: "code \\ \" #x".into(), span: span(0..1) },
        Inline::Break,
        Inline::Fact(Box::new(fact)),
        link(Target::External("https://example.org/\"x\\".to_string()), "outside"),
        link(Target::Anchor("deep".to_string()), "inside"),
        link(elsewhere("report/01-chapter", Some("first")), "this chapter"),
        link(elsewhere("report/_index", None), "the front"),
        link(elsewhere("policy/one", Some("a")), "another document"),
        link(Target::File("figures.json".to_string()), "the data"),
        text("line one\nline two"),
    ];
    Block::Paragraph(Paragraph { content, span: span(0..1) })
}

fn written_table() -> Block<Resolved> {
    let row = |cells: [&str; 3]| cells.iter().map(|cell| vec![text(cell)]).collect::<Vec<_>>();
    Block::Table(Box::new(Table {
        columns: vec![Alignment::Start, Alignment::Center, Alignment::End],
        head: row(["Head", "Middle", "End"]),
        rows: vec![row([HOSTILE[4], "b", "1 234"]), row(["short", HOSTILE[8], ""])],
        span: span(0..1),
    }))
}

fn cards() -> Vec<Card> {
    let card = |value: &str, unit: &str, label: &str| Card {
        id: "suppliers.count".to_string(),
        period: "2024".to_string(),
        value: value.to_string(),
        unit: unit.to_string(),
        label: label.to_string(),
        detail: "90 of 137".to_string(),
        entry: None,
    };
    vec![card("447", "", "business relations"), card("66", "%", "answered")]
}

fn figures() -> Vec<Block<Resolved>> {
    let figure = |anchor: &str, content| {
        Block::Figure(Box::new(Figure {
            number: Some("1.1".to_string()),
            anchor: anchor.to_string(),
            caption: vec![text("Suppliers by country")],
            subtitle: "Number, 31 December 2024".to_string(),
            source: "Source: the supplier register".to_string(),
            content,
            span: span(0..1),
        }))
    };
    let image = FigureContent::Image(Picture {
        file: span(0..1).file,
        path: "report/photo.png".to_string(),
        width: 1,
        height: 1,
        alt: "A photograph \"of\" people".to_string(),
    });
    let chart = FigureContent::Chart {
        chart: Box::new(chart()),
        table: goals(),
        file: data_file("data/2024/a.csv"),
    };
    vec![
        figure("cards", FigureContent::Cards(cards())),
        figure("chart", chart),
        figure(
            "goals",
            FigureContent::Table { table: goals(), file: data_file("data/2024/b.csv") },
        ),
        figure("photo", image),
    ]
}

pub fn data_file(csv: &str) -> DataFile {
    DataFile { csv: csv.to_string(), period: "2024".to_string() }
}

pub fn is_chart(block: &Block<Resolved>) -> bool {
    matches!(block, Block::Figure(figure)
        if matches!(figure.content, FigureContent::Chart { .. }))
}

pub fn goals() -> DataTable {
    let column = |title: &str, numeric| Column { title: title.to_string(), numeric };
    let cell = |text: &str| Cell::Text(text.to_string());
    let status = |word: &str, tone| Cell::Status { word: word.to_string(), tone };
    DataTable {
        keys: Vec::new(),
        columns: vec![column("Goal", false), column("Share", true), column("Status", false)],
        rows: vec![
            vec![cell(HOSTILE[11]), cell("66 %"), status("Reached", Tone::Good)],
            vec![cell("Second goal"), cell("84 %"), status("Started", Tone::Going)],
            vec![cell("Third goal"), cell("9 %"), status("Late", Tone::Bad)],
        ],
        total: Some(vec![cell("Sum"), cell("159 %"), status("–", Tone::Neutral)]),
    }
}

fn chart() -> Chart {
    let bar = Bar {
        key: "NO".to_string(),
        label: "Norway".to_string(),
        value: 371.0,
        value_text: "371".to_string(),
        share_text: None,
        other: false,
        quiet: false,
    };
    Chart {
        id: "by-country".to_string(),
        lang: "en-GB".to_string(),
        name: "Suppliers by country".to_string(),
        description: "Norway has 371 of 447.".to_string(),
        plot: Plot::Bar(Bars { bars: vec![bar], maximum: 400.0 }),
    }
}

/// A drawing with text, as small as can be.
fn draw(chart: &Chart) -> String {
    let Plot::Bar(bars) = &chart.plot else { panic!("{chart:?}") };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 400 60\"><rect width=\"371\" \
         height=\"24\" fill=\"#07463f\"/><text y=\"50\" font-family=\"Inter\" font-size=\"14\">{} {}\
         </text></svg>",
        bars.bars[0].label, bars.bars[0].value_text
    )
}

/// The numbers of the chart as they are published.
pub const CSV: &[u8] = b"Goal,Share\n\"#panic(\"\"x\"\")\",66\n";

/// A PNG of one grey pixel.
const PIXEL: &[u8] = &[
    137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0,
    0, 0, 58, 126, 155, 85, 0, 0, 0, 10, 73, 68, 65, 84, 120, 218, 99, 104, 0, 0, 0, 130, 0, 129,
    218, 69, 8, 59, 0, 0, 0, 0, 73, 69, 78, 68, 174, 66, 96, 130,
];

fn page(key: &str, kind: PageKind) -> Page {
    let title = "Chapter #panic()";
    Page {
        key: key.to_string(),
        kind,
        url: format!("/en/{key}/"),
        locale: locale(),
        title: vec![text(title)],
        title_text: title.to_string(),
        number: None,
        description: "What \"we\" found \\ did".to_string(),
        blocks: Vec::new(),
        notes: Vec::new(),
        translations: Vec::new(),
        trail: Vec::new(),
        children: Vec::new(),
        previous: None,
        next: None,
        report: Some("report/_index".to_string()),
        key_figures: Vec::new(),
        printed: Vec::new(),
        evidence: None,
        policy: None,
        authoritative: None,
        article: Default::default(),
        metadata: Vec::new(),
        signatures: Vec::new(),
        date: None,
        updated: None,
        as_of: None,
        reading_minutes: 1,
        template: None,
        aliases: Vec::new(),
        extra: serde_json::Value::Null,
        span: span(0..0),
        known: Known::default(),
    }
}
