//! The numbers behind the figures: files in the PDF, tables in its appendix.

use crate::pdf::fixture::{CSV, Fixture, everything, is_chart, paragraph};
use std::sync::Arc;

fn text(fixture: &Fixture, path: &str) -> String {
    String::from_utf8(fixture.project().files[path].to_vec()).expect("it is text")
}

/// The lines of the main file that attach something.
fn attached(fixture: &Fixture) -> Vec<String> {
    let main = text(fixture, "main.typ");
    main.lines().filter(|line| line.starts_with("#pdf.attach(")).map(str::to_string).collect()
}

#[test]
fn figures_and_the_numbers_of_each_chart_are_attached_as_published() {
    let fixture = everything();
    assert_eq!(
        attached(&fixture),
        [
            "#pdf.attach(\"figures.json\", read(\"/attached/figures.json\", encoding: none), \
             relationship: \"data\", mime-type: \"application/json\", description: \"Each figure \
             with period, definition and source, machine-readable\")",
            "#pdf.attach(\"a.csv\", read(\"/attached/data/2024/a.csv\", encoding: none), \
             relationship: \"data\", mime-type: \"text/csv\", description: \"The numbers in figure \
             1.1: Suppliers by country\")",
        ]
    );
    assert_eq!(fixture.project().files["attached/data/2024/a.csv"], CSV);
}

#[test]
fn a_chart_that_stands_twice_is_attached_once() {
    let mut fixture = everything();
    let blocks = &mut Arc::make_mut(&mut fixture.report.editions[0].pages[0]).blocks;
    blocks.extend(blocks.clone());
    assert_eq!(attached(&fixture).len(), 2);
}

#[test]
fn a_document_without_figures_carries_no_files() {
    let fixture = Fixture::new(vec![paragraph("Text.")], Vec::new());
    assert_eq!(attached(&fixture), Vec::<String>::new());
}

#[test]
fn the_appendix_has_the_numbers_of_every_chart_under_its_number() {
    let content = text(&everything(), "content.typ");
    let (_, appendix) = content.split_once("theme.evidence-intro").expect("an appendix");
    let (_, numbers) = appendix.split_once("The numbers in the figures").expect("a section");
    let head = "theme.numbers(number: \"1.1\", target: label(\"report/01-chapter#chart\"), caption: \
                text(\"Suppliers by country\"), subtitle: text(\"Number, 31 December 2024\"), columns: (";
    assert!(numbers.contains(head), "{numbers}");
    for cell in ["text(\"66 %\")", "text(\"Second goal\")", "text(\"159 %\")"] {
        assert!(numbers.contains(cell), "{cell} in {numbers}");
    }
}

#[test]
fn an_appendix_without_charts_has_no_section_for_their_numbers() {
    let mut fixture = everything();
    let page = Arc::make_mut(&mut fixture.report.editions[0].pages[0]);
    page.blocks.retain(|block| !is_chart(block));
    assert!(!text(&fixture, "content.typ").contains("The numbers in the figures"));
}
