//! The titles and the order of NACE.

use belegg::data::nace::{Level, Title, Version::Rev2, at_level, exists, title};

#[test]
fn every_level_has_its_title_in_each_language() {
    assert_eq!(text("Q", "nb"), Some("Helse- og sosialtjenester"));
    assert_eq!(text("86", "en"), Some("Human health activities"));
    assert_eq!(text("86.2", "sv"), Some("Öppen hälso- och sjukvård, tandvård"));
    assert_eq!(text("86.10", "da"), Some("Hospitaler"));
    assert_eq!(text("86.10", "fi"), None);
}

#[test]
fn nynorsk_falls_back_to_bokmål_and_says_so() {
    let bokmål = Title { text: "Sykehustjenester", language: "nb", fallback: false };
    assert_eq!(title(Rev2, "86.10", "nb"), Some(bokmål));
    assert_eq!(title(Rev2, "86.10", "nn"), Some(Title { fallback: true, ..bokmål }));
}

#[test]
fn a_title_that_the_source_lacks_stays_missing() {
    assert!(exists(Rev2, "98.10"));
    assert_eq!(text("98.10", "nb"), None);
    assert!(text("98.10", "en").is_some());
}

#[test]
fn titles_have_no_stray_blanks_or_slips() {
    assert_eq!(text("58.29", "nb"), Some("Utgivelse av annen programvare"));
    assert!(text("G", "da").is_some_and(|title| title.starts_with("Engroshandel")));
    assert!(text("T", "en").is_some_and(|title| title.contains("undifferentiated")));
}

#[test]
fn only_codes_of_the_classification_exist() {
    for code in ["A", "01", "01.1", "01.11", "99.00"] {
        assert!(exists(Rev2, code), "{code}");
    }
    for code in ["", "code", "V", "04", "86.101", "86.1 ", "8610", "a"] {
        assert!(!exists(Rev2, code), "{code}");
    }
}

#[test]
fn a_code_belongs_to_a_code_of_each_level() {
    let levels = [Level::Section, Level::Division, Level::Group, Level::Class];
    let of = |code| levels.map(|level| at_level(Rev2, code, level));
    assert_eq!(of("86.10"), [Some("Q"), Some("86"), Some("86.1"), Some("86.10")]);
    assert_eq!(of("86.101"), [Some("Q"), Some("86"), Some("86.1"), Some("86.10")]);
    assert_eq!(of("86"), [Some("Q"), Some("86"), None, None]);
    assert_eq!(of("Q"), [Some("Q"), None, None, None]);
    assert_eq!(of("86.æ"), [None; 4]);
    assert_eq!(of("86.10å"), [None; 4]);
}

fn text(code: &str, language: &str) -> Option<&'static str> {
    title(Rev2, code, language).map(|title| title.text)
}
