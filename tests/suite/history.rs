//! Earlier years: closed, compared with, and jumped away from.

use belegg::diagnostic::{Diagnostics, print};
use belegg::source::Sources;
use belegg::{Options, close_year};
use expect_test::{Expect, expect};

use crate::project::{composed, page, tells, with, words};

/// What a text on the Norwegian chapter says in this project.
fn says(text: &str, changed: &[(&str, &str)], expected: &Expect) {
    let text = format!("+++\ntitle = \"Metode\"\n+++\n{text}\n");
    let files = [&[("content/report/01-method.md", text.as_str())], changed].concat();
    let report = composed(&with(&files));
    expected.assert_eq(&words(page(&report, "nb", "report/01-method")));
}

/// The history that closing a period writes.
fn closed(sources: &Sources, period: &str) -> String {
    let mut diagnostics = Diagnostics::default();
    let made = close_year(sources, &Options::default(), Some(period), &mut diagnostics);
    let told = print::text(&diagnostics, sources, print::Style::Plain);
    let bytes = made.unwrap_or_else(|| panic!("{told}")).bytes;
    String::from_utf8(bytes).expect("UTF-8")
}

const NEXT: [(&str, &str); 2] = [
    (
        "data/2025/report.toml",
        "year = 2025\nnace_version = \"rev2\"\naccept_jumps = true\n[threshold]\namount = 30000\ncurrency = \"NOK\"\n",
    ),
    (
        "data/2025/suppliers.csv",
        "supplier_id,name,country,nace,turnover\n1,Alfa AS,NO,46.46,1300000\n2,Beta AB,SE,62.01,300000\n\
         3,Gamma AS,NO,46.46,40000\n4,Delta AS,NO,62.01,50000\n5,Epsilon ApS,DK,81.21,100\n",
    ),
];

#[test]
fn a_change_is_named_apart_in_numbers_in_percent_and_in_points() {
    says(
        "[](fact:suppliers.count.change_since_2023), [](fact:suppliers.count.percent_since_2023); \
         [](fact:suppliers.count.change_since_2024@2025), [](fact:suppliers.turnover.change_since_2024@2025)",
        &NEXT,
        &expect!["1, 50 %; 1, 160 000 kroner"],
    );
    let share = |year: &str, share: &str| {
        (
            format!("data/{year}/facts.toml"),
            format!(
                "[\"x\"]\nvalue = {share}\nunit = \"percent\"\nlabel = {{ nb = \"X\", en = \"X\" }}\n"
            ),
        )
    };
    let (a, b) = (share("2022", "50"), share("2024", "68"));
    says(
        "[](fact:x.points_since_2022), [](fact:x.percent_since_2022)",
        &[(&a.0, &a.1), (&b.0, &b.1)],
        &expect!["18 prosentpoeng, 36 %"],
    );
}

#[test]
fn a_closed_year_stands_for_its_data() {
    let history = closed(&with(&[]), "2024");
    // The folder of 2024 is gone: what it said is still there, and so are its shares by country.
    let gone = |path: &&str| !path.starts_with("data/2024/");
    let base = crate::project::BASE.iter().filter(|(path, _)| gone(path)).copied();
    let text = "+++\ntitle = \"Metode\"\nperiod = 2025\n+++\n[](fact:suppliers.count@2024), \
        [](fact:suppliers.by_country.NO.share@2024), [](fact:suppliers.count.change_since_2024)\n";
    let files: Vec<(&str, &str)> = base
        .filter(|(path, _)| !["content/report/01-method.md", "belegg.toml"].contains(path))
        .chain(NEXT)
        .chain([
            ("data/history.json", history.as_str()),
            ("content/report/01-method.md", text),
            ("belegg.toml", "title = \"F\"\nbase_url = \"https://f.example\"\ndefault_language = \"nb\"\nperiod = 2025\n[languages.nb]\n[languages.en]\n"),
        ])
        .collect();
    let report = composed(&Sources::from_files(files));
    expect!["3, 67 %, 1"].assert_eq(&words(page(&report, "nb", "report/01-method")));
}

#[test]
fn closing_the_same_data_again_changes_nothing() {
    let history = closed(&with(&[]), "2024");
    let again = closed(&with(&[("data/history.json", &history)]), "2024");
    assert_eq!(history, again);
}

#[test]
fn data_that_was_changed_after_its_year_was_closed_is_told() {
    let history = closed(&with(&[]), "2024");
    let register = "supplier_id,name,country,nace,turnover\n1,Alfa AS,NO,46.46,1200000.00\n\
        2,Beta AB,SE,62.01,300000.00\n3,Gamma AS,NO,46.46,30000.01\n4,Delta AS,NO,62.01,30000.01\n\
        5,Epsilon ApS,DK,81.21,100.00\n";
    tells(
        &with(&[("data/history.json", &history), ("data/2024/suppliers.csv", register)]),
        expect![[r#"
            warning[closed-year]: the data of 2024 does not give what the year was closed with in `data/history.json`: `suppliers.count`, `suppliers.excluded`, `suppliers.excluded.below_threshold`, `suppliers.turnover`
             |
             = help: take the data of 2024 back as it was, or close the year anew: `belegg close-year 2024 --force`

        "#]],
    );
}

#[test]
fn a_figure_that_jumps_is_told_once() {
    let facts = "[\"suppliers.count\"]\nvalue = 40\nunit = \"count\"\n";
    let now = "[\"visits\"]\nvalue = 90\nunit = \"count\"\nlabel = { nb = \"B\", en = \"V\" }\n";
    let before =
        "[\"visits\"]\nvalue = 900\nunit = \"count\"\nlabel = { nb = \"B\", en = \"V\" }\n";
    let before = format!("{facts}{before}");
    tells(
        &with(&[("data/2023/facts.toml", &before), ("data/2024/facts.toml", now)]),
        expect![[r#"
            warning[jump]: figures are far from those of 2023: `visits` (−90 %); is `data/2024/facts.toml` complete?
             |
             = help: if the figures are right, write `accept_jumps = true` in `data/2024/report.toml`

        "#]],
    );
}

#[test]
fn a_register_cut_short_is_told_once_with_the_figures_that_fell() {
    let fact = |id: &str, value: u32| {
        format!(
            "[\"{id}\"]\nvalue = {value}\nunit = \"count\"\nlabel = {{ nb = \"B\", en = \"V\" }}\n"
        )
    };
    let year = |value: u32| ["a", "b", "c", "d", "e"].map(|id| fact(id, value)).concat();
    tells(
        &with(&[("data/2023/facts.toml", &year(900)), ("data/2024/facts.toml", &year(90))]),
        expect![[r#"
            warning[jump]: figures are far from those of 2023: `a` (−90 %), `b` (−90 %), `c` (−90 %) and 2 more; is `data/2024/facts.toml` complete?
             |
             = help: if the figures are right, write `accept_jumps = true` in `data/2024/report.toml`

        "#]],
    );
}

#[test]
fn a_history_that_somebody_has_broken_is_told_with_its_place() {
    for broken in ["{\"2023\": {\"facts\": {\"a\": {\"kind\": \"count\"}}}}", "{\"2023\": 7", "[]"]
    {
        let sources = with(&[("data/history.json", broken)]);
        assert!(crate::project::told(&sources).contains("data/history.json:1:"), "{broken}");
    }
}

#[test]
fn a_year_is_closed_on_the_command_line_and_not_closed_over() {
    let folder = crate::cli::folder();
    for (path, text) in crate::project::BASE {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a new folder");
        std::fs::write(path, text).expect("a file");
    }
    let session = |arguments: &[&str]| crate::cli::session(folder.path(), arguments);
    expect![[r#"
        stderr:
        Closed 2024: 11 figures are kept in data/history.json
        Keep that file with the project; the accounts of later years compare with it
        exit 0
    "#]]
    .assert_eq(&session(&["close-year"]));
    let goals = "id,text_nb,text_en,status\ng1,A,A,continuous\ng2,B,B,continuous\n";
    std::fs::write(folder.path().join("data/2024/goals.csv"), goals).expect("a file");
    let before = std::fs::read(folder.path().join("data/history.json")).expect("the history");
    expect![[r#"
        stderr:
        warning[closed-year]: the data of 2024 does not give what the year was closed with in `data/history.json`: `goals.count`
         |
         = help: take the data of 2024 back as it was, or close the year anew: `belegg close-year 2024 --force`

        error[closed-year]: 2024 is closed already, and other figures were published then: `goals.count`
         |
         = help: take the data of 2024 back as it was, or close the year anew with `--force`; nothing was changed

        exit 2
    "#]].assert_eq(&session(&["close-year", "2024"]));
    let after = std::fs::read(folder.path().join("data/history.json")).expect("the history");
    assert_eq!(before, after);
    expect![[r#"
        stderr:
        warning[closed-year]: the data of 2024 does not give what the year was closed with in `data/history.json`: `goals.count`
         |
         = help: take the data of 2024 back as it was, or close the year anew: `belegg close-year 2024 --force`

        Closed 2024: 11 figures are kept in data/history.json
        Keep that file with the project; the accounts of later years compare with it
        exit 0
    "#]].assert_eq(&session(&["close-year", "2024", "--force"]));
    expect![[r#"
        stderr:
        error[unknown-period]: there is no data for the period 2031
         |
         = help: there is data for 2023, 2024

        exit 1
    "#]]
    .assert_eq(&session(&["close-year", "2031"]));
}
