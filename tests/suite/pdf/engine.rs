//! What the built-in engine makes of a report, and what it says of its mistakes.

use std::sync::Arc;

use belegg::diagnostic::{Diagnostics, place, print};
use belegg::source::Sources;
use belegg::typeset::{Choice, Engine, Engines, Failure, picture, told, typeset};
use belegg::{Options, PdfChoice};

use crate::pdf::fixture::{
    self, Fixture, everything, foreign_character, heading, paragraph, span, text,
};
use crate::project::{BASE, with};

fn pdf(fixture: &Fixture) -> Result<belegg::typeset::Pdf, Failure> {
    let engine = Engine::embedded(&fixture.theme).expect("an engine is built in");
    typeset(&fixture.project(), &engine)
}

/// The diagnostics of a report that cannot be typeset: place, code and message.
fn mistakes(fixture: &Fixture) -> Vec<String> {
    let Err(Failure::Document(errors)) = pdf(fixture) else { panic!("it has mistakes") };
    let project = fixture.project();
    let told = told(&errors, "en/report.pdf", &project, &fixture.theme, &fixture.sources);
    let told = told.iter().map(|found| {
        let place = place(found, &fixture.sources);
        let (path, line, column) = place.unwrap_or_default();
        format!("{path}:{line}:{column}: {}: {}", found.code.0, found.message)
    });
    told.collect()
}

#[test]
fn everything_is_typeset_and_twice_the_same() {
    let fixture = everything();
    let first = pdf(&fixture).expect("it has no mistakes");
    let second = pdf(&fixture).expect("it has no mistakes");
    assert!(first.pages >= 6, "{} pages", first.pages);
    assert!(first.bytes == second.bytes, "the bytes are the same");
    assert!(first.bytes.starts_with(b"%PDF-1.7"));
}

/// The size of a PNG in pixels, and the names of its parts.
fn png(bytes: &[u8]) -> (u32, u32, Vec<String>) {
    assert!(bytes.starts_with(b"\x89PNG\r\n\x1a\n"), "it is a PNG");
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
    let mut parts = Vec::new();
    let mut at = 8;
    while at < bytes.len() {
        parts.push(String::from_utf8_lossy(&bytes[at + 4..at + 8]).into_owned());
        at += 12 + number(at) as usize;
    }
    (number(16), number(20), parts)
}

#[test]
fn the_picture_for_sharing_has_its_size_and_nothing_beside_the_picture() {
    let engine = Engine::embedded(&everything().theme).expect("an engine is built in");
    let made = picture(&everything().project(), &engine).expect("it has no mistakes");
    let (width, height, parts) = png(&made);
    assert_eq!((width, height), (1200, 630));
    assert!(
        parts.iter().all(|part| ["IHDR", "IDAT", "IEND"].contains(&part.as_str())),
        "{parts:?}"
    );
    let again = picture(&everything().project(), &engine).expect("it has no mistakes");
    assert!(made == again, "the bytes are the same");
}

#[test]
fn the_picture_for_sharing_sets_hostile_words_as_they_stand() {
    for text in fixture::HOSTILE {
        let mut fixture = Fixture::new(Vec::new(), Vec::new());
        let engine = Engine::embedded(&fixture.theme).expect("an engine is built in");
        let plain = picture(&fixture.project(), &engine).expect("it has no mistakes");
        fixture.report.organisation.name = text.to_string();
        let edition = &mut fixture.report.editions[0];
        edition.documents[0].title = format!("{text} {text}");
        edition.documents[0].period = text.to_string();
        let figure = &mut Arc::make_mut(&mut edition.pages[1]).key_figures[0];
        figure.label = text.to_string();
        figure.unit = text.to_string();
        let made = picture(&fixture.project(), &engine).expect("text is no code");
        assert!(made != plain, "{text} is in the picture");
        assert_eq!(png(&made).1, 630, "{text}");
    }
}

#[test]
fn a_report_without_key_figures_is_shared_with_its_first_chart() {
    let drawn = |blocks: Vec<_>| {
        let mut fixture = Fixture::new(Vec::new(), Vec::new());
        let front = Arc::make_mut(&mut fixture.report.editions[0].pages[1]);
        front.key_figures.clear();
        front.blocks = blocks;
        let engine = Engine::embedded(&fixture.theme).expect("an engine is built in");
        picture(&fixture.project(), &engine).expect("it has no mistakes")
    };
    let mut blocks = everything().report.editions[0].pages[0].blocks.clone();
    blocks.retain(fixture::is_chart);
    assert_eq!(blocks.len(), 1, "the fixture has a chart");
    assert!(drawn(blocks) != drawn(Vec::new()), "the chart is in the picture");
}

#[test]
fn a_program_that_stays_keeps_its_engine_until_the_fonts_change() {
    let engines = Engines::default();
    let mut theme = everything().theme;
    let engine = |theme: &_| engines.engine(&Choice::Embedded, theme).expect("it is built in");
    let first = engine(&theme);
    theme.files.retain(|path, _| !path.starts_with("templates/"));
    assert!(Arc::ptr_eq(&first, &engine(&theme)), "the same fonts");
    theme.files.retain(|path, _| path != "fonts/Inter-Italic.ttf");
    assert!(!Arc::ptr_eq(&first, &engine(&theme)), "other fonts");
}

#[test]
fn a_program_that_stays_makes_what_a_new_one_makes_edit_after_edit() {
    let options = Options { pdf: PdfChoice::Embedded, ..Options::default() };
    let built = |options: &Options, sources: &Sources| {
        let mut told = Diagnostics::default();
        let made = belegg::build(sources, options, &mut told).expect("an engine is built in");
        made.unwrap_or_else(|| panic!("{}", print::text(&told, sources, print::Style::Plain)))
    };
    let dated =
        |text: &str| text.replace("kind = \"report\"", "kind = \"report\"\ndate = 2025-06-30");
    let fronts = [BASE[3], BASE[4]].map(|(path, text)| (path, dated(text)));
    for word in ["one", "two", "two", "one", "three"] {
        let chapter =
            format!("+++\ntitle = \"Method\"\n+++\n## How we do it {{#how}}\n\nWord {word}.\n");
        let mut files: Vec<(&str, &str)> =
            fronts.iter().map(|(path, text)| (*path, text.as_str())).collect();
        files.push(("content/report/01-method.en.md", &chapter));
        let sources = with(&files);
        let anew = Options { engines: Arc::default(), ..options.clone() };
        assert!(built(&options, &sources) == built(&anew, &sources), "{word}");
    }
}

#[test]
fn the_files_with_numbers_lie_in_the_pdf() {
    let made = pdf(&everything()).expect("it has no mistakes");
    let has = |wanted: &[u8]| made.bytes.windows(wanted.len()).any(|found| found == wanted);
    for wanted in ["(a.csv)", "(figures.json)", "/AFRelationship/Data", "/EmbeddedFile"] {
        assert!(has(wanted.as_bytes()), "{wanted}");
    }
    let without = pdf(&Fixture::new(vec![paragraph("No figures.")], Vec::new()));
    let without = without.expect("it has no mistakes").bytes;
    assert!(!without.windows(13).any(|found| found == b"/EmbeddedFile"), "it carries no file");
}

#[test]
fn a_character_that_the_font_lacks_is_told_at_its_line() {
    let fixture = foreign_character();
    assert_eq!(
        mistakes(&fixture),
        ["content/report/01-chapter.md:5:13: pdf-missing-character: no font of the theme \
         has the character \"漢\" (U+6F22), so it cannot stand in the PDF"]
    );
}

#[test]
fn a_skipped_heading_level_is_told_at_its_heading() {
    let fixture = Fixture::new(vec![heading(4, "1.0.0.1", "deep", "Too deep")], Vec::new());
    assert_eq!(
        mistakes(&fixture),
        ["content/report/01-chapter.md:1:1: pdf-heading-level: the heading is too deep: it \
         skips from level 1 to 4"]
    );
}

#[test]
fn an_error_in_an_own_theme_is_told_at_its_own_line() {
    let mut fixture = Fixture::new(vec![paragraph("Text.")], Vec::new());
    let own = "#import \"style.typ\": *\n#let cover() = {\n  colour-that-is-not\n}\n";
    fixture.sources = belegg::source::Sources::from_files([
        ("content/report/01-chapter.md", fixture::MARKDOWN),
        ("themes/default/pdf/cover.typ", own),
    ]);
    let mut none = belegg::diagnostic::Diagnostics::default();
    fixture.theme = belegg::theme::Theme::load("default", &fixture.sources, &mut none);
    assert_eq!(
        mistakes(&fixture),
        ["themes/default/pdf/cover.typ:3:3: pdf-theme: the theme's Typst does not work: unknown \
         variable: colour-that-is-not"]
    );
}

#[test]
fn a_font_that_is_missing_is_an_error() {
    let mut fixture = Fixture::new(vec![paragraph("Text.")], Vec::new());
    fixture.theme.files.retain(|path, _| !path.starts_with("fonts/"));
    let told = mistakes(&fixture);
    assert!(told[0].contains("pdf-unknown-font: the theme has no font called inter"), "{told:?}");
}

#[test]
fn a_page_without_chapters_is_a_document_by_itself() {
    let mut fixture = Fixture::new(Vec::new(), Vec::new());
    let edition = &mut fixture.report.editions[0];
    edition.documents[0].chapters.clear();
    Arc::make_mut(&mut edition.pages[1]).blocks =
        vec![heading(2, "", "one", "One"), heading(3, "", "two", "Two")];
    assert_eq!(pdf(&fixture).map(|pdf| pdf.pages), Ok(3), "cover, text, colophon");
}

#[test]
fn a_chapter_that_is_not_translated_says_so_and_is_set_in_its_own_language() {
    let mut fixture = Fixture::new(vec![paragraph("Norsk tekst.")], Vec::new());
    let norwegian = belegg::locale::Locale::find("nb").expect("Norwegian is a language");
    Arc::make_mut(&mut fixture.report.editions[0].pages[0]).locale = norwegian;
    let project = fixture.project();
    let content = String::from_utf8_lossy(&project.files["content.typ"]).into_owned();
    let notice = "This part has not been translated and is in nb";
    assert!(content.contains("theme.other-language(lang: \"nb\", region: \"NO\""), "{content}");
    assert!(content.contains(notice), "{content}");
    assert!(pdf(&fixture).is_ok());
}

#[test]
fn a_document_without_a_date_is_told_at_its_front_page() {
    let mut fixture = Fixture::new(Vec::new(), Vec::new());
    fixture.report.editions[0].documents[0].date = None;
    assert_eq!(
        mistakes(&fixture),
        ["content/report/01-chapter.md:1:1: pdf-date: the document has no date"]
    );
}

#[test]
fn long_words_wide_tables_and_deep_lists_are_typeset() {
    let cell = |column: usize| vec![text(&format!("{column}"))];
    let row = || (0..40).map(cell).collect::<Vec<_>>();
    let table = belegg::document::Table {
        columns: vec![belegg::document::Alignment::Start; 40],
        head: row(),
        rows: (0..120).map(|_| row()).collect(),
        span: span(0..1),
    };
    let nest = |inner: Vec<_>| {
        belegg::document::Block::List(belegg::document::List {
            start: None,
            tight: true,
            steps: false,
            items: vec![inner],
            span: span(0..1),
        })
    };
    let deep = (0..12).fold(paragraph("deep"), |inner, _| nest(vec![paragraph("item"), inner]));
    let long = paragraph(&"lang".repeat(75));
    let blocks = vec![long, deep, belegg::document::Block::Table(Box::new(table))];
    let made = pdf(&Fixture::new(blocks, Vec::new())).expect("it has no mistakes");
    assert!(made.pages > 4, "{} pages", made.pages);
}

#[test]
fn the_command_gives_the_same_bytes() {
    let given = std::env::var_os("TYPST").map(std::path::PathBuf::from);
    let fixture = everything();
    let command = match Engine::command(given.as_deref(), &fixture.theme) {
        Ok(command) => command,
        Err(fault) => {
            eprintln!("NOT TESTED: the typst command against the engine: {}", fault.message);
            assert!(given.is_none(), "TYPST names a command that works: {}", fault.message);
            return;
        }
    };
    let by_command = typeset(&fixture.project(), &command).expect("it has no mistakes");
    let by_engine = pdf(&fixture).expect("it has no mistakes");
    assert_eq!(by_command.pages, by_engine.pages);
    assert!(by_command.bytes == by_engine.bytes, "the bytes are the same");
    let engine = Engine::embedded(&fixture.theme).expect("an engine is built in");
    let picture = |engine| picture(&fixture.project(), engine).expect("it has no mistakes");
    assert!(picture(&command) == picture(&engine), "the bytes of the picture are the same");
}
