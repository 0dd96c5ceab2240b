//! The codes, titles and order of NACE, its two editions kept apart, and how titles are found.

use belegg::data::nace::{Fault, Industry, Level, Version, ambiguous, exists, index, read};
use belegg::data::names::{Names, Origin};
use belegg::diagnostic::Diagnostics;
use belegg::source::Sources;
use expect_test::expect;

use crate::project::{built, tells, told, with};
use Version::{Rev2, Rev21};

#[test]
fn every_level_has_its_title_in_each_language() {
    assert_eq!(official(Rev2, "Q", "nb"), Some("Helse- og sosialtjenester"));
    assert_eq!(official(Rev2, "86", "en"), Some("Human health activities"));
    assert_eq!(official(Rev2, "86.2", "sv"), Some("Öppen hälso- och sjukvård, tandvård"));
    assert_eq!(official(Rev2, "86.10", "da"), Some("Hospitaler"));
    assert_eq!(official(Rev2, "86.10", "fi"), None);
}

#[test]
fn the_editions_are_kept_apart() {
    assert_eq!(official(Rev2, "Q", "en"), Some("Human health and social work activities"));
    assert_eq!(official(Rev21, "Q", "en"), Some("Education"));
    assert_eq!(official(Rev21, "62.10", "en"), Some("Computer programming activities"));
    assert!(!exists(Rev2, "62.10") && !exists(Rev21, "62.01") && exists(Rev21, "V"));
}

#[test]
fn every_industry_has_an_english_title() {
    let all = |version| every(version).into_iter().filter(move |one| one.title("en").is_some());
    assert_eq!((all(Rev2).count(), all(Rev21).count()), (996, 1047));
    assert!(every(Rev21).iter().all(|one| !one.title("en").unwrap_or("?").contains('?')));
}

#[test]
fn titles_have_no_stray_blanks_or_slips() {
    assert_eq!(official(Rev2, "58.29", "nb"), Some("Utgivelse av annen programvare"));
    assert!(official(Rev2, "G", "da").is_some_and(|title| title.starts_with("Engroshandel")));
    assert!(official(Rev2, "T", "en").is_some_and(|title| title.contains("undifferentiated")));
    assert_eq!(official(Rev21, "22.24", "en"), Some("Manufacture of builders’ ware of plastic"));
}

#[test]
fn only_codes_of_the_classification_exist() {
    for code in ["A", "01", "01.1", "01.11", "99.00", "86.101", "86.10.10"] {
        assert!(exists(Rev2, code) && exists(Rev21, code), "{code}");
    }
    for code in ["", "code", "W", "04", "86.1011", "86.1 ", "8610", "a", "86.10å", "86.10.1", "æ"]
    {
        assert!(!exists(Rev2, code) && !exists(Rev21, code), "{code}");
    }
}

#[test]
fn a_code_belongs_to_a_code_of_each_level() {
    use Level::{Class, Division, Group, Section};
    let of = |version, code| {
        let industry = industry(version, code);
        [Section, Division, Group, Class].map(|level| industry.at(level).map(Industry::code))
    };
    assert_eq!(of(Rev2, "86.22"), [Some("Q"), Some("86"), Some("86.2"), Some("86.22")]);
    assert_eq!(of(Rev21, "86.22"), [Some("R"), Some("86"), Some("86.2"), Some("86.22")]);
    assert_eq!(of(Rev2, "86.101"), [Some("Q"), Some("86"), Some("86.1"), Some("86.10")]);
    assert_eq!(of(Rev2, "86.2"), [Some("Q"), Some("86"), Some("86.2"), None]);
    assert_eq!(of(Rev2, "Q"), [Some("Q"), None, None, None]);
}

/// A spreadsheet that takes 86.10 for a number shows 86.1, and 36 for 36.00.
#[test]
fn what_is_not_divided_is_its_only_class() {
    assert_eq!(industry(Rev2, "86.1").at(Level::Class), index(Rev2, "86.10"));
    assert_eq!(industry(Rev2, "36").at(Level::Class), index(Rev2, "36.00"));
    assert_eq!(industry(Rev2, "86").at(Level::Class), None);
    assert_eq!(industry(Rev2, "86").no_finer_than(Level::Class).code(), "86");
}

#[test]
fn codes_are_read_as_registers_write_them() {
    for cell in ["46.46", "46.460", "4646", "46460", "46,46", " 46.46 ", "G46.46", "g 4646"] {
        assert_eq!(read(Some(Rev2), cell), Ok(industry(Rev2, "46.46")), "{cell}");
    }
    for cell in ["01.11", "1.11", "1,11", "0111", "111", "01110", "1110", "01.11.00", "011100"] {
        assert_eq!(read(Some(Rev2), cell), Ok(industry(Rev2, "01.11")), "{cell}");
    }
    for cell in ["q", "Q", "1", "86.1", "99"] {
        assert!(read(Some(Rev2), cell).is_ok(), "{cell}");
    }
    for cell in ["", ".", "x", "86.10.1000", "Q46.46", "1e5", "4.6.46", "0", "46.4x", "-46.46"] {
        assert_eq!(read(Some(Rev2), cell), Err(Fault::Unknown(Some(Rev2))), "{cell}");
    }
}

#[test]
fn a_code_that_can_be_two_is_asked_for() {
    let two = |a, b| Err(Fault::TwoReadings(industry(Rev2, a), industry(Rev2, b)));
    assert_eq!(read(Some(Rev2), "161"), two("16.1", "01.61"));
    assert_eq!(read(Some(Rev2), "1610"), two("16.10", "01.61"));
    assert_eq!(read(Some(Rev2), "16100"), Ok(industry(Rev2, "16.10")));
}

#[test]
fn a_code_of_the_other_edition_is_told_as_such() {
    let other = |version, code| Err(Fault::OtherVersion(industry(version, code)));
    assert_eq!(read(Some(Rev2), "62.100"), other(Rev21, "62.10"));
    assert_eq!(read(Some(Rev21), "62.01"), other(Rev2, "62.01"));
}

#[test]
fn without_an_edition_only_what_is_clear_is_read() {
    assert!(ambiguous("Q") && ambiguous("25.400") && !ambiguous("86.10") && !ambiguous("62.01"));
    assert_eq!(read(None, "62.01"), Ok(industry(Rev2, "62.01")));
    assert_eq!(read(None, "86.10"), Ok(industry(Rev21, "86.10")));
    let (older, newer) = (industry(Rev2, "25.40"), industry(Rev21, "25.40"));
    assert_eq!(read(None, "25.40"), Err(Fault::TwoVersions(older, newer)));
    assert_eq!(read(None, "97.77"), Err(Fault::Unknown(None)));
}

mod titles {
    use super::*;

    #[test]
    fn come_from_the_best_place_there_is() {
        let mut names = Names::default();
        let code = industry(Rev21, "62.10");
        assert_eq!(found(&names, code, "nb"), ("Computer programming activities", "en", true));
        names.add(code, "nb", "Programmering (liste)", Origin::List);
        assert_eq!(found(&names, code, "nb"), ("Programmering (liste)", "nb", false));
        names.add(code, "nb", "Programmeringstjenester", Origin::Project);
        names.add(code, "nb", "Noe annet", Origin::List);
        assert_eq!(found(&names, code, "nb"), ("Programmeringstjenester", "nb", false));
    }

    #[test]
    fn of_the_earlier_edition_serve_where_nothing_changed() {
        let names = Names::default();
        let same = names.title(industry(Rev21, "86.10"), "nb");
        assert_eq!((same.text, same.origin), ("Sykehustjenester", Origin::EarlierVersion));
        let other = found(&names, industry(Rev21, "25.40"), "nb");
        assert_eq!(other, ("Forging and shaping metal and powder metallurgy", "en", true));
    }

    #[test]
    fn in_bokmål_are_read_in_nynorsk() {
        let mut names = Names::default();
        let code = industry(Rev2, "86.10");
        assert_eq!(found(&names, code, "nn"), ("Sykehustjenester", "nb", false));
        names.add(code, "nn", "Sjukehustenester", Origin::List);
        assert_eq!(found(&names, code, "nn"), ("Sjukehustenester", "nn", false));
    }

    #[test]
    fn that_the_source_lacks_are_english() {
        let code = industry(Rev2, "98.10");
        let names = Names::default();
        let (text, language, foreign) = found(&names, code, "nb");
        assert!(text.starts_with("Undifferentiated goods-producing"), "{text}");
        assert_eq!((language, foreign), ("en", true));
    }

    /// Text, language, and whether it is foreign to the language asked for.
    fn found<'a>(names: &'a Names, code: Industry, language: &'a str) -> (&'a str, &'a str, bool) {
        let title = names.title(code, language);
        (title.text, title.language, title.is_foreign_to(language))
    }
}

mod in_a_project {
    use super::*;

    #[test]
    fn a_year_before_2025_is_rev2() {
        tells(
            &register("year = 2022", "nace", &["62.10"]),
            expect![[r#"
                error[wrong-cell]: `62.10` in row 2, column `nace` is not a code of NACE Rev. 2, but of NACE Rev. 2.1
                 --> data/2022/suppliers.csv:2:26
                  |
                2 | 0,Leverandør 0 AS,NO,100,62.10
                  |                          ^^^^^
                  |
                  = help: if the register follows NACE Rev. 2.1, write `nace_version = "rev2.1"` in report.toml; a single row says so in a column `nace_version`

            "#]],
        );
    }

    #[test]
    fn from_2025_on_a_code_of_both_editions_is_asked_for() {
        tells(
            &register("year = 2025", "nace", &["86.10", "25.40", "62.01"]),
            expect![[r#"
                error[ambiguous-nace]: `25.40` is “Manufacture of weapons and ammunition” in NACE Rev. 2, but “Forging and shaping metal and powder metallurgy” in NACE Rev. 2.1
                 --> data/2025/suppliers.csv:3:26
                  |
                3 | 1,Leverandør 1 AS,NO,100,25.40
                  |                          ^^^^^
                  |
                  = help: say which edition the register follows: `nace_version = "rev2"` or `nace_version = "rev2.1"` in report.toml, or row by row in a column `nace_version`

            "#]],
        );
    }

    #[test]
    fn an_edition_is_stated_for_all_or_row_by_row() {
        let stated = "year = 2025\nnace_version = \"rev2\"";
        tells(&register(stated, "nace", &["46.46", "25.40", "62.01"]), expect![""]);
        let rows = ["25.40,rev2", "86.10,rev2.1", "62.01,"];
        tells(&register("year = 2025", "nace,nace_version", &rows), expect![""]);
    }

    #[test]
    fn an_industry_that_the_register_does_not_state_is_unknown() {
        let sources = register("year = 2022", "nace", &["62.01", "00.000"]);
        assert_eq!(industries(&sources), "62.01: 1, unknown: 1");
    }

    #[test]
    fn a_word_that_is_no_edition_is_told() {
        let stated = "year = 2025\nnace_version = \"rev21\"\nnace_level = 5";
        tells(
            &register(stated, "nace,nace_version", &["86.10,sn2025"]),
            expect![[r#"
                error[wrong-value]: `rev21` is not an edition of NACE
                 --> data/2025/report.toml:2:16
                  |
                2 | nace_version = "rev21"
                  |                ^^^^^^^
                  |
                  = help: write `rev2` or `rev2.1`

                error[wrong-value]: `nace_level` must be 1, 2, 3 or 4, not 5
                 --> data/2025/report.toml:3:14
                  |
                3 | nace_level = 5
                  |              ^
                  |
                  = help: 1 groups suppliers by section, 2 by division, 3 by group, 4 by class

                error[wrong-cell]: `sn2025` in row 2, column `nace_version` is not an edition of NACE
                 --> data/2025/suppliers.csv:2:32
                  |
                2 | 0,Leverandør 0 AS,NO,100,86.10,sn2025
                  |                                ^^^^^^
                  |
                  = help: write `rev2` or `rev2.1`

            "#]],
        );
    }

    #[test]
    fn a_missing_title_is_told_once_a_language() {
        let stated = "year = 2025\nnace_version = \"rev2.1\"";
        tells(
            &register(stated, "nace", &["62.10", "62.10", "86.10"]),
            expect![[r#"
            warning[missing-title]: 62.10 of NACE Rev. 2.1 has no title in Norsk: readers get the English one
             |
             = help: put the list of Statistics Norway (KLASS) in `data/names/rev2.1-nb.csv`, or the title in `data/names/nace.csv`

        "#]],
        );
    }

    #[test]
    fn a_list_of_titles_is_a_file_away() {
        let told = told(&with_names(&[(
            "data/names/rev2.1-nb.csv",
            "\u{feff}\"code\";\"parentCode\";\"level\";\"name\";\"shortName\";\"notes\";\"validFrom\";\"validTo\"\n\"62.10\";\"62.1\";\"4\";\"Programmeringstjenester\";\"\";\"\"\n",
        )]));
        assert_eq!(told, "");
    }

    #[test]
    fn the_projects_own_titles_come_first() {
        let own = "version,code,language,title\nrev2.1,62.100,nb,Programmering\n\
                   rev2.1,62.101,nb,Spill\nrev2.1,00.000,nb,Uoppgitt\n";
        let list = "code,name\n62.10,Programmeringstjenester\n";
        let sources =
            with_names(&[("data/names/nace.csv", own), ("data/names/rev2.1-nb.csv", list)]);
        let (artifacts, told) = built(&sources);
        assert_eq!(told, "");
        let figures = artifacts.expect("no errors").files["figures.json"].clone();
        let figures: serde_json::Value = serde_json::from_slice(&figures).expect("JSON");
        let facts = figures["facts"].as_array().expect("facts").iter();
        let mut labels = facts
            .filter(|fact| fact["id"] == "suppliers.by_industry.62.10")
            .map(|fact| (fact["label"]["nb"].as_str(), fact["label"]["en-GB"].as_str()));
        let both = (Some("Programmering"), Some("Computer programming activities"));
        assert_eq!((labels.next(), labels.next()), (Some(both), None));
    }

    #[test]
    fn lists_of_titles_are_checked() {
        tells(
            &with_names(&[
                ("data/names/rev2.1-fi.csv", "code,name\n"),
                ("data/names/rev2-nb.csv", "Kode;Navn\n62.10;Programmering\n62.90;Annet\n"),
                ("data/names/rev2.1-sv.csv", "code,label\n62.10,Programmering\n"),
                (
                    "data/names/nace.csv",
                    "version,code,language,title\n\
                     rev2.1,62.10,nb,Programmering\n\
                     rev2.1,62.10,nb,Datamaskinprogrammering\n\
                     rev3,62.10,nb,Programmering\n\
                     rev2.1,62.10,no,Programmering\n",
                ),
            ]),
            expect![[r#"
                error[duplicate-id]: `62.10` has two titles
                 --> data/names/nace.csv:3:1
                  |
                3 | rev2.1,62.10,nb,Datamaskinprogrammering
                  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  |
                  = help: keep one of the two rows
                note: first here
                 --> data/names/nace.csv:2:1
                  |
                2 | rev2.1,62.10,nb,Programmering
                  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

                error[wrong-cell]: `rev3` is not an edition of NACE that titles can be in
                 --> data/names/nace.csv:4:1
                  |
                4 | rev3,62.10,nb,Programmering
                  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  |
                  = help: write one of rev2, rev2.1

                error[wrong-cell]: `no` is not a language that titles can be in
                 --> data/names/nace.csv:5:1
                  |
                5 | rev2.1,62.10,no,Programmering
                  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  |
                  = help: write one of da, en, nb, nn, sv

                warning[wrong-cell]: 2 codes in `data/names/rev2-nb.csv` are not codes of NACE Rev. 2; the first is `62.10`
                 --> data/names/rev2-nb.csv:2:1
                  |
                2 | 62.10;Programmering
                  | ^^^^^^^^^^^^^^^^^^^
                  |
                  = help: look whether the list is of this edition; these rows are left out

                warning[unknown-dataset]: `rev2.1-fi.csv` is not a list of names: it is not read
                --> data/names/rev2.1-fi.csv:1:1
                 = help: call it `nace.csv`, or after its edition and language, such as `rev2.1-nb.csv`

                error[missing-column]: column `name` is missing in `data/names/rev2.1-sv.csv`
                --> data/names/rev2.1-sv.csv:1:1
                 = help: the file has `code`, `label`

            "#]],
        );
    }

    #[test]
    fn figures_group_by_the_level_that_is_asked_for() {
        let sources = register("year = 2022\nnace_level = 2", "nace", &["62.01", "62.02", "Q"]);
        assert_eq!(industries(&sources), "62: 2, Q: 1");
    }

    #[test]
    fn a_register_of_both_editions_joins_what_is_the_same() {
        let rows = ["86.10,rev2", "86.10,rev2.1", "25.40,rev2", "25.40,rev2.1", "25.40,rev2.1"];
        let sources = register("year = 2022", "nace,nace_version", &rows);
        assert_eq!(industries(&sources), "25.40: 2, 86.10: 2, 25.40-rev2: 1");
    }

    #[test]
    fn a_closed_year_keeps_the_edition_of_its_industries() {
        let closed = closed(&register("year = 2022", "nace", &["25.40"]));
        assert!(closed.contains(r#""industry": "rev2 25.40""#), "{closed}");
        assert_eq!(told(&with(&[("data/history.json", &closed)])), "");
        let other = closed.replace("rev2 25.40", "rev2.1 25.73");
        let said = told(&with(&[("data/history.json", &other)]));
        assert!(said.contains("`rev2.1 25.73` is not an industry"), "{said}");
    }

    fn closed(sources: &Sources) -> String {
        let options = belegg::Options::default();
        let mut diagnostics = Diagnostics::default();
        let closed = belegg::close_year(sources, &options, Some("2022"), &mut diagnostics);
        String::from_utf8(closed.expect("no errors").bytes).expect("UTF-8")
    }

    /// Keys and counts of the industries of the register.
    fn industries(sources: &Sources) -> String {
        let mut diagnostics = Diagnostics::default();
        let project = belegg::load::project("belegg.toml", sources, &[], None, &mut diagnostics)
            .expect("a project");
        let facts = belegg::derive::facts(&project.datasets, None, &mut diagnostics);
        let mut years = ["2022", "2025"].into_iter();
        let series = years.find_map(|year| facts.series(year, "suppliers.by_industry"));
        let series = series.expect("a series");
        let shown = series.categories.iter().map(|one| format!("{}: {}", one.key, one.value));
        shown.collect::<Vec<_>>().join(", ")
    }

    /// The small project with the register of another period: its `report.toml`, and its
    /// industries.
    fn register(report: &str, columns: &str, industries: &[&str]) -> Sources {
        let suppliers = suppliers(columns, industries);
        let year = report.trim_start_matches("year = ").lines().next().unwrap_or_default();
        let [report_file, register] =
            ["report.toml", "suppliers.csv"].map(|file| format!("data/{year}/{file}"));
        with(&[(&report_file, report), (&register, &suppliers)])
    }

    /// The same, with the new edition and files of names.
    fn with_names(names: &[(&str, &str)]) -> Sources {
        let suppliers = suppliers("nace", &["62.10"]);
        let mut files = vec![
            ("data/2025/report.toml", "year = 2025\nnace_version = \"rev2.1\""),
            ("data/2025/suppliers.csv", suppliers.as_str()),
        ];
        files.extend(names);
        with(&files)
    }

    fn suppliers(columns: &str, industries: &[&str]) -> String {
        let rows = industries.iter().enumerate();
        let rows =
            rows.map(|(at, industry)| format!("{at},Leverandør {at} AS,NO,100,{industry}\n"));
        format!("supplier_id,name,country,turnover,{columns}\n{}", rows.collect::<String>())
    }
}

/// All industries of an edition, by trying every code.
fn every(version: Version) -> Vec<Industry> {
    let letters = ('A'..='Z').map(String::from);
    let divisions = (0..100).map(|number| format!("{number:02}"));
    let groups = (0..1000).map(|number| format!("{:02}.{}", number / 10, number % 10));
    let classes = (0..10_000).map(|number| format!("{:02}.{:02}", number / 100, number % 100));
    let codes = letters.chain(divisions).chain(groups).chain(classes);
    codes.filter_map(|code| index(version, &code)).collect()
}

fn industry(version: Version, code: &str) -> Industry {
    index(version, code).unwrap_or_else(|| panic!("no {code}"))
}

fn official(version: Version, code: &str, language: &str) -> Option<&'static str> {
    index(version, code)?.title(language)
}
