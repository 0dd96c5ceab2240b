//! From a resolved report to Typst source to a PDF.

mod designing;
#[cfg(feature = "engine")]
mod engine;
mod fixture;
mod hostile;
mod limits;
mod mistakes;
mod numbers;
#[cfg(unix)]
mod remembered;

use belegg::render::typst::literal;
use belegg::typeset::{Engine, EngineFault, TYPST_VERSION, typeset};
use proptest::prelude::*;

use fixture::{Fixture, HOSTILE, everything, foreign_character};

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
    let content = String::from_utf8(project.files["content.typ"].to_vec()).expect("it is text");
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

/// The pages of a report set by the engine built in, else by the command that `TYPST` names; none where
/// there is neither. A mistake in the report fails the test.
fn typeset_or_skip(fixture: &Fixture) -> Option<usize> {
    let engine = Engine::embedded(&fixture.theme).ok().or_else(|| {
        let command = std::env::var_os("TYPST").map(std::path::PathBuf::from)?;
        Engine::command(Some(&command), &fixture.theme).ok()
    });
    let Some(engine) = engine else {
        eprintln!("NOT TESTED: there is nothing to typeset with");
        return None;
    };
    match typeset(&fixture.project(), &engine) {
        Ok(pdf) => Some(pdf.pages),
        Err(failure) => panic!("the report has no mistakes: {failure:?}"),
    }
}

/// Numbers taken out.
fn without_digits(code: &str) -> String {
    code.replace(|character: char| character.is_ascii_digit(), "")
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
    let content = String::from_utf8(project.files["content.typ"].to_vec()).expect("it is text");
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
    let content = String::from_utf8(project.files["content.typ"].to_vec()).expect("it is text");
    assert_eq!(content.matches("theme.note(\"1\", \"report/01-chapter note 1\"").count(), 1);
    assert_eq!(content.matches("theme.note-again(\"1\", \"report/01-chapter note 1\")").count(), 1);
}

#[test]
fn the_language_and_the_date_come_from_the_document() {
    let project = everything().project();
    let main = String::from_utf8(project.files["main.typ"].to_vec()).expect("it is text");
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

#[test]
fn every_byte_of_a_text_leads_back_to_its_markdown() {
    let fixture = foreign_character();
    let project = fixture.project();
    let content = String::from_utf8_lossy(&project.files["content.typ"]).into_owned();
    let at = content.find('漢').expect("it is set as it stands");
    let place = project.places.find(at).expect("it has a place");
    assert_eq!(fixture.sources.line_and_column(place.file, place.start), (5, 13));
    assert_eq!(project.places.find(0), None, "the first line is the program's own");
}
