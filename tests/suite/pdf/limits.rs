//! More than a page can take: a good page all the same, or a message.

use belegg::document::{
    Alignment, Block, Cell, Column, DataTable, Figure, FigureContent, Inline, List, Resolved,
    Signature, Table,
};
use std::sync::Arc;

use crate::pdf::fixture::{Fixture, data_file, heading, paragraph, span, text};
use crate::pdf::typeset_or_skip;

fn data_table(rows: usize, columns: usize) -> Block<Resolved> {
    let column = |at: usize| Column { title: format!("Column {at}"), numeric: at > 0 };
    let row = |row: usize| (0..columns).map(|at| Cell::Text(format!("{row}.{at}"))).collect();
    let table = DataTable {
        keys: Vec::new(),
        columns: (0..columns).map(column).collect(),
        rows: (0..rows).map(row).collect(),
        total: Some((0..columns).map(|_| Cell::Text("sum".to_string())).collect()),
    };
    Block::Figure(Box::new(Figure {
        number: Some("1.1".to_string()),
        anchor: "table".to_string(),
        caption: vec![text("A table")],
        subtitle: String::new(),
        source: "Source: a register".to_string(),
        content: FigureContent::Table { table, file: data_file("data/2024/b.csv") },
        span: span(0..1),
    }))
}

fn written_table(columns: usize, cell: &str) -> Block<Resolved> {
    let row = || (0..columns).map(|_| vec![text(cell)]).collect::<Vec<_>>();
    Block::Table(Box::new(Table {
        columns: vec![Alignment::Start; columns],
        head: row(),
        rows: (0..3).map(|_| row()).collect(),
        span: span(0..1),
    }))
}

fn pages(blocks: Vec<Block<Resolved>>) -> Option<usize> {
    typeset_or_skip(&Fixture::new(blocks, Vec::new()))
}

/// Cover, contents, front, chapter and colophon.
const AT_LEAST: usize = 5;

#[test]
fn a_table_of_3000_rows_goes_over_as_many_pages_as_it_needs() {
    if let Some(pages) = pages(vec![data_table(3_000, 4)]) {
        assert!((60..150).contains(&pages), "{pages} pages");
    }
}

#[test]
fn a_table_of_40_columns_is_set_in_parts_that_can_be_read() {
    if let Some(pages) = pages(vec![data_table(4, 40), written_table(40, "word")]) {
        assert_eq!(pages, AT_LEAST + 1, "the parts take two pages");
    }
}

#[test]
fn words_too_long_for_a_line_are_broken() {
    let long = "x".repeat(300);
    let code = Inline::Code { text: long.as_str().into(), span: span(0..1) };
    let block = Block::Code { language: String::new(), text: long.clone(), span: span(0..1) };
    let sentence = belegg::document::Paragraph { content: vec![code], span: span(0..1) };
    let blocks = vec![
        heading(2, "1.1", "long", &long),
        paragraph(&long),
        Block::Paragraph(sentence),
        block,
        written_table(5, &long),
    ];
    let fixture = Fixture::new(blocks, Vec::new());
    let project = fixture.project();
    let content = String::from_utf8_lossy(&project.files["content.typ"]).into_owned();
    assert!(!content.contains(&"x".repeat(11)), "no word stands unbroken");
    assert!(content.replace('\u{200B}', "").contains(&long), "every letter is there");
    typeset_or_skip(&fixture);
}

#[test]
fn words_of_a_usual_length_stay_as_they_are() {
    let word = "menneskerettighetsorganisasjonsmedlemmet";
    let fixture = Fixture::new(vec![paragraph(word)], Vec::new());
    let project = fixture.project();
    let content = String::from_utf8_lossy(&project.files["content.typ"]).into_owned();
    assert!(content.contains(word), "{content}");
}

#[test]
fn lists_eight_deep_are_typeset_in_any_mixture() {
    let nest = |at: usize, inner: Vec<_>| {
        let start = (at.is_multiple_of(2)).then_some(1);
        let steps = start.is_some() && at.is_multiple_of(4);
        Block::List(List { start, tight: !steps, steps, items: vec![inner], span: span(0..1) })
    };
    let deep = (0..8).fold(paragraph(&"deep ".repeat(30)), |inner, at| {
        nest(at, vec![paragraph("An item."), inner])
    });
    assert!(pages(vec![deep]).is_none_or(|pages| pages >= AT_LEAST));
}

#[test]
fn a_chapter_without_text_is_a_page_with_its_title() {
    assert!(pages(Vec::new()).is_none_or(|pages| pages == AT_LEAST));
}

#[test]
fn a_report_is_signed_on_a_page_of_its_own() {
    let mut fixture = Fixture::new(vec![paragraph("Text.")], Vec::new());
    let without = typeset_or_skip(&fixture);
    let signed = |name: &str, signed: Option<&str>| Signature {
        name: name.to_string(),
        role: "Chair".to_string(),
        company: String::new(),
        signed: signed.map(str::to_string),
    };
    Arc::make_mut(&mut fixture.report.editions[0].pages[1]).signatures =
        vec![signed("Kari Lund", Some("Signed 5 June 2025")), signed("Per Dal", None)];
    let project = fixture.project();
    let content = String::from_utf8_lossy(&project.files["content.typ"]).into_owned();
    for words in ["\"Signatures\"", "\"Kari Lund\"", "\"Signed 5 June 2025\"", "\"Not signed yet\""]
    {
        assert!(content.contains(words), "{words} in {content}");
    }
    assert_eq!(typeset_or_skip(&fixture), without.map(|pages| pages + 1));
}
