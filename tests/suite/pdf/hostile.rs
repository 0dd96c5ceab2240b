//! Text is data: whatever is written in Markdown or data, the code around it stays the same.

use belegg::document::{
    Block, Cell, Detail, EvidenceEntry, EvidenceFigure, EvidenceFile, EvidenceGroup, EvidenceLine,
    Figure, FigureContent, Inline, Page, Resolved, Signature, Target,
};
use proptest::prelude::*;
use std::sync::Arc;

use crate::pdf::fixture::{Fixture, HOSTILE, everything, is_chart};
use crate::pdf::{without_digits, without_literals};

/// A report in which every text is this one: titles, headings, cells, captions, addresses of links,
/// signatures, entries of the appendix, names of files.
fn filled(text: &str) -> Fixture {
    let mut fixture = everything();
    let organisation = &mut fixture.report.organisation;
    for one in [&mut organisation.name, &mut organisation.email, &mut organisation.address] {
        *one = text.to_string();
    }
    let edition = &mut fixture.report.editions[0];
    let document = &mut edition.documents[0];
    for one in [&mut document.title, &mut document.kind, &mut document.period] {
        *one = text.to_string();
    }
    for page in &mut edition.pages {
        fill_page(Arc::make_mut(page), text);
    }
    fixture
}

fn fill_page(page: &mut Page, text: &str) {
    let all = || text.to_string();
    page.title_text = all();
    page.description = all();
    page.url = all();
    page.title.iter_mut().for_each(|one| fill_inline(one, text));
    fill(&mut page.blocks, text);
    page.notes.iter_mut().for_each(|note| fill(&mut note.blocks, text));
    page.metadata = vec![(all(), all())];
    for card in &mut page.key_figures {
        (card.value, card.unit, card.label, card.detail) = (all(), all(), all(), all());
    }
    let signed = Signature { name: all(), role: all(), company: all(), signed: Some(all()) };
    page.signatures = vec![signed, Signature { name: all(), ..Signature::default() }];
    if let Some(evidence) = &mut page.evidence {
        let line = |detail| EvidenceLine { name: "formula", term: all(), detail };
        let file = EvidenceFile { anchor: all(), path: all(), sha256: all() };
        let data = Detail::Data(vec![(all(), all())]);
        let lines = vec![line(Detail::Text(all())), line(Detail::Code(all())), line(data)];
        let figure = EvidenceFigure {
            anchor: all(),
            id: all(),
            label: all(),
            value: all(),
            lines: lines.clone(),
        };
        let entry = EvidenceEntry {
            title: all(),
            definition: all(),
            figures: vec![figure],
            lines,
            used: Vec::new(),
            used_more: 0,
        };
        evidence.groups = vec![EvidenceGroup { anchor: all(), title: all(), entries: vec![entry] }];
        evidence.files = vec![file];
    }
}

fn fill(blocks: &mut [Block<Resolved>], text: &str) {
    let all = || text.to_string();
    for block in blocks {
        match block {
            Block::Heading(heading) => {
                heading.mark.number = Some(all());
                heading.content.iter_mut().for_each(|one| fill_inline(one, text));
            }
            Block::Paragraph(paragraph) => {
                paragraph.content.iter_mut().for_each(|one| fill_inline(one, text));
            }
            Block::List(list) => list.items.iter_mut().for_each(|item| fill(item, text)),
            Block::Quote(blocks) | Block::Callout { blocks, .. } => fill(blocks, text),
            Block::PullQuote { quote, attribution, .. } => {
                fill(quote, text);
                attribution.iter_mut().for_each(|one| fill_inline(one, text));
            }
            Block::Table(table) => {
                let cells = table.rows.iter_mut().chain([&mut table.head]).flatten().flatten();
                cells.for_each(|one| fill_inline(one, text));
            }
            Block::Definitions(definitions) => {
                for definition in definitions {
                    definition.term.iter_mut().for_each(|one| fill_inline(one, text));
                    definition.details.iter_mut().for_each(|blocks| fill(blocks, text));
                }
            }
            Block::Code { text: code, .. } => *code = all(),
            Block::Figure(figure) => fill_figure(figure, text),
            Block::Rule => {}
        }
    }
}

fn fill_figure(figure: &mut Figure, text: &str) {
    let all = || text.to_string();
    (figure.number, figure.subtitle, figure.source) = (Some(all()), all(), all());
    figure.caption.iter_mut().for_each(|one| fill_inline(one, text));
    let table = match &mut figure.content {
        FigureContent::Chart { chart, table, .. } => {
            (chart.name, chart.description) = (all(), all());
            table
        }
        FigureContent::Table { table, .. } => table,
        FigureContent::Cards(cards) => {
            for card in cards {
                (card.value, card.unit, card.label, card.detail) = (all(), all(), all(), all());
            }
            return;
        }
        FigureContent::Image(picture) => return picture.alt = all(),
    };
    table.columns.iter_mut().for_each(|column| column.title = all());
    for cell in table.rows.iter_mut().chain(&mut table.total).flatten() {
        match cell {
            Cell::Text(one) | Cell::Value { text: one, .. } | Cell::Status { word: one, .. } => {
                *one = all();
            }
        }
    }
}

fn fill_inline(inline: &mut Inline<Resolved>, text: &str) {
    let all = || text.to_string();
    match inline {
        Inline::Text { text: one, .. } | Inline::Code { text: one, .. } => *one = text.into(),
        Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strikethrough(content) => {
            content.iter_mut().for_each(|one| fill_inline(one, text));
        }
        Inline::Fact(fact) => fact.text = all(),
        Inline::Link { target, content } => {
            if let Target::External(address) = &mut target.target {
                *address = all();
            }
            content.iter_mut().for_each(|one| fill_inline(one, text));
        }
        Inline::Break | Inline::Note(_) => {}
    }
}

/// The code of a project without what stands in its literals, and without numbers: how much room a
/// column gets follows from its text.
fn code(fixture: &Fixture) -> String {
    let project = fixture.project();
    let files = ["main.typ", "content.typ", "share.typ"];
    let texts = files.map(|path| String::from_utf8_lossy(&project.files[path]).into_owned());
    texts.iter().map(|text| without_digits(&without_literals(text))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn no_text_changes_the_code_around_it(
        text in "\\PC{1,60}|[\\\\\"\n\r#$`/*{}\\[\\]()<>@=;u ]{1,60}|(\"\\); panic\\(\"){1,3}"
    ) {
        prop_assert_eq!(code(&filled(&text)), code(&filled("plain")));
    }
}

#[test]
fn what_a_theme_reads_is_the_text_as_it_stands() {
    for text in HOSTILE {
        let project = filled(text).project();
        let facts: serde_json::Value =
            serde_json::from_slice(&project.files["report.json"]).expect("it is JSON");
        for place in ["/title", "/organisation/name", "/description", "/metadata/0/1"] {
            assert_eq!(facts.pointer(place).and_then(|one| one.as_str()), Some(text), "{place}");
        }
    }
}

#[test]
fn hostile_text_in_every_place_is_typeset() {
    for text in HOSTILE {
        let mut fixture = filled(text);
        // A chart's drawing is not the program's own here.
        let page = Arc::make_mut(&mut fixture.report.editions[0].pages[0]);
        page.blocks.retain(|block| !is_chart(block));
        crate::pdf::typeset_or_skip(&fixture);
    }
}
