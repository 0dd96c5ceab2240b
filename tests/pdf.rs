//! From a resolved report to Typst source to a PDF.

#[path = "pdf/fixture.rs"]
mod fixture;

use belegg::diagnostic::place;
use belegg::render::typst::literal;
use belegg::typeset::{Engine, EngineFault, Failure, TYPST_VERSION, typeset};
use proptest::prelude::*;

use fixture::{Fixture, HOSTILE, everything, heading, paragraph, span, text};

/// Reads a literal back: the opposite of writing one, after Typst's own rules.
fn unescape(literal: &str) -> Option<String> {
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut out = String::new();
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        out.push(match character {
            '"' => return None,
            '\\' => match characters.next()? {
                'n' => '\n',
                'r' => '\r',
                same @ ('"' | '\\') => same,
                _ => return None,
            },
            other => other,
        });
    }
    Some(out)
}

proptest! {
    #[test]
    fn any_text_survives_its_literal(text in "\\PC*|[\\\\\"\n\r#$`/*{}u]*") {
        prop_assert_eq!(unescape(&literal(&text)), Some(text));
    }
}

#[test]
fn every_hostile_text_stands_in_a_literal() {
    let project = everything().project();
    let content = String::from_utf8(project.files["content.typ"].clone()).expect("it is text");
    for text in HOSTILE {
        assert!(
            content.contains(&format!("text({})", literal(text))),
            "{text} is set as it stands"
        );
    }
    let outside = without_literals(&content);
    for code in ["panic", "read", "passwd", "eval"] {
        assert!(!outside.contains(code), "{code} stands outside a literal");
    }
}

/// The code that is left when every string literal is taken out.
fn without_literals(code: &str) -> String {
    let mut out = String::new();
    let mut characters = code.chars();
    let mut inside = false;
    while let Some(character) = characters.next() {
        match character {
            '"' => inside = !inside,
            '\\' if inside => {
                characters.next();
            }
            other if !inside => out.push(other),
            _ => {}
        }
    }
    assert!(!inside, "every literal is closed");
    out
}

#[test]
fn links_lead_to_places_in_the_document_or_to_the_web() {
    let project = everything().project();
    let content = String::from_utf8(project.files["content.typ"].clone()).expect("it is text");
    for link in [
        r#"link(label("report/01-chapter#deep"), { text("inside"); })"#,
        r#"link(label("report/01-chapter#first"), { text("this chapter"); })"#,
        r#"link(label("report/_index"), { text("the front"); })"#,
        r#"link("https://example.org/elsewhere/#a", { text("another document"); })"#,
        r#"link("https://example.org/figures.json", { text("the data"); })"#,
        r#"link("https://example.org/\"x\\", { text("outside"); })"#,
    ] {
        assert!(content.contains(link), "{link}");
    }
}

#[test]
fn a_second_reference_leads_to_the_first_note() {
    let project = everything().project();
    let content = String::from_utf8(project.files["content.typ"].clone()).expect("it is text");
    assert_eq!(content.matches("theme.note(\"1\", \"report/01-chapter note 1\"").count(), 1);
    assert_eq!(content.matches("theme.note-again(\"1\", \"report/01-chapter note 1\")").count(), 1);
}

#[test]
fn the_language_and_the_date_come_from_the_document() {
    let project = everything().project();
    let main = String::from_utf8(project.files["main.typ"].clone()).expect("it is text");
    assert!(main.contains("lang: \"en\", region: \"GB\", fallback: false"), "{main}");
    assert!(main.contains("date: datetime(year: 2025, month: 6, day: 30)"), "{main}");
    assert!(main.contains(r#"title: "A statement \"of\" #panic()""#), "{main}");
}

#[test]
fn a_missing_command_names_the_version_needed() {
    let theme = everything().theme;
    let nowhere = std::path::Path::new("no/such/typst");
    let Err(EngineFault { message, help }) = Engine::command(Some(nowhere), &theme) else {
        panic!("there is no such command")
    };
    assert_eq!(
        message,
        format!("there is no typst command at `no/such/typst`; version {TYPST_VERSION} is needed")
    );
    assert!(help.contains("cargo install typst-cli"), "{help}");
}

#[cfg(unix)]
#[test]
fn another_version_of_the_command_is_refused_by_name() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("typst");
    std::fs::write(&path, "#!/bin/sh\necho 'typst 0.13.0 (abc)'\n").expect("it is written");
    let mode = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(&path, mode).expect("it may be run");
    let Err(EngineFault { message, .. }) = Engine::command(Some(&path), &everything().theme) else {
        panic!("0.13.0 is too old")
    };
    assert!(message.contains("has version 0.13.0, but 0.15.1 is needed"), "{message}");
}

#[cfg(feature = "engine")]
mod engine {
    use super::*;

    fn pdf(fixture: &Fixture) -> Result<belegg::typeset::Pdf, Failure> {
        let engine = Engine::embedded(&fixture.theme).expect("an engine is built in");
        typeset(&fixture.project(), &engine)
    }

    /// The diagnostics of a report that cannot be typeset: place, code and message.
    fn mistakes(fixture: &Fixture) -> Vec<String> {
        let Err(Failure::Document(errors)) = pdf(fixture) else { panic!("it has mistakes") };
        let told = errors.iter().map(|error| {
            let found = error.diagnostic("en/report.pdf");
            let place = place(&found, &fixture.sources);
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

    #[test]
    fn a_character_that_the_font_lacks_is_told_at_its_line() {
        let at = fixture::MARKDOWN.find('漢').expect("it is there");
        let word =
            belegg::document::Inline::Text { text: "漢".to_string(), span: span(at..at + 3) };
        let content = vec![text("Here stands "), word, text(" alone.")];
        let paragraph = belegg::document::Paragraph { content, span: span(24..50) };
        let fixture = Fixture::new(vec![belegg::document::Block::Paragraph(paragraph)], Vec::new());
        assert_eq!(
            mistakes(&fixture),
            ["content/report/01-chapter.md:5:13: pdf-missing-character: the font Inter has no \
             character for \"漢\", so it cannot stand in the PDF"]
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
            [
                "themes/default/pdf/cover.typ:3:3: pdf: the PDF cannot be typeset: unknown variable: \
             colour-that-is-not"
            ]
        );
    }

    #[test]
    fn a_font_that_is_missing_is_an_error() {
        let mut fixture = Fixture::new(vec![paragraph("Text.")], Vec::new());
        fixture.theme.files.retain(|path, _| !path.starts_with("fonts/"));
        let told = mistakes(&fixture);
        assert!(
            told[0].contains("pdf-unknown-font: the theme has no font called inter"),
            "{told:?}"
        );
    }

    #[test]
    fn a_page_without_chapters_is_a_document_by_itself() {
        let mut fixture = Fixture::new(Vec::new(), Vec::new());
        let edition = &mut fixture.report.editions[0];
        edition.documents[0].chapters.clear();
        edition.pages[1].blocks = vec![heading(2, "", "one", "One"), heading(3, "", "two", "Two")];
        assert_eq!(pdf(&fixture).map(|pdf| pdf.pages), Ok(3), "cover, text, colophon");
    }

    #[test]
    fn a_chapter_that_is_not_translated_says_so_and_is_set_in_its_own_language() {
        let mut fixture = Fixture::new(vec![paragraph("Norsk tekst.")], Vec::new());
        let norwegian = belegg::locale::Locale::find("nb").expect("Norwegian is a language");
        fixture.report.editions[0].pages[0].locale = norwegian;
        let project = fixture.project();
        let content = String::from_utf8_lossy(&project.files["content.typ"]).into_owned();
        let notice = "This part has not been translated and is in nb.";
        assert!(content.contains("theme.other-language(lang: \"nb\", region: none"), "{content}");
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
        let blocks = vec![long, deep, belegg::document::Block::Table(table)];
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
    }
}
