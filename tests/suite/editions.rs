//! Which pages are published on a day, reports of several years side by side, and what changed.

use std::collections::BTreeMap;

use belegg::artifact::Artifacts;
use belegg::diagnostic::{Diagnostics, print};
use belegg::document::{Block, Cell, FigureContent};
use belegg::source::Sources;
use belegg::{Options, PdfChoice, build};
use expect_test::{Expect, expect};
use time::{Date, Month};

use crate::cli::{folder, session};
use crate::project::{BASE, chapter, composed, page, tells, with};

/// What a project publishes on a day of June 2025, or without any, and what it is told.
fn on(day: Option<u8>, drafts: bool, sources: &Sources) -> (Option<Artifacts>, String) {
    let date = day.and_then(|day| Date::from_calendar_date(2025, Month::June, day).ok());
    let options = Options { pdf: PdfChoice::No, date, drafts, ..Options::default() };
    let mut told = Diagnostics::default();
    let artifacts = build(sources, &options, &mut told).expect("no engine is asked for");
    (artifacts, print::text(&told, sources, print::Style::Plain))
}

/// Whether a faultless project publishes a file on these days of June 2025.
fn published(sources: &Sources, file: &str, days: &[u8]) -> Vec<bool> {
    let on = |day: &u8| match on(Some(*day), false, sources) {
        (Some(artifacts), told) => {
            assert_eq!(told, "");
            artifacts.files.contains_key(file)
        }
        (None, told) => panic!("{told}"),
    };
    days.iter().map(on).collect()
}

/// The small project with a page about something, in both languages.
fn with_page(front: &str) -> Sources {
    let nb = format!("+++\ntitle = \"Nytt\"\n{front}\n+++\nTekst.\n");
    let en = "+++\ntitle = \"News\"\n+++\nText.\n";
    with(&[("content/news.md", &nb), ("content/news.en.md", en)])
}

#[test]
fn a_page_is_published_from_a_day_on_and_until_another() {
    let sources = with_page("publish_date = 2025-06-12\nexpiry_date = 2025-06-20");
    for file in ["news/index.html", "en/news/index.html"] {
        let days = published(&sources, file, &[11, 12, 19, 20]);
        assert_eq!(days, [false, true, true, false]);
    }
}

#[test]
fn a_page_that_nobody_would_ever_see_is_told() {
    let sources = with_page("publish_date = 2025-06-12\nexpiry_date = 2025-06-12");
    expect![[r#"
        error[wrong-value]: the page expires before it is published: nobody would ever see it
         --> content/news.md:4:15
          |
        4 | expiry_date = 2025-06-12
          |               ^^^^^^^^^^
          |
          = help: write a later `expiry_date`, or take it out
        note: the day that it is published
         --> content/news.md:3:16
          |
        3 | publish_date = 2025-06-12
          |                ^^^^^^^^^^

    "#]]
    .assert_eq(&on(Some(12), false, &sources).1);
}

#[test]
fn what_is_not_due_yet_can_be_looked_at_with_the_drafts() {
    let sources = with_page("publish_date = 2025-06-12\nexpiry_date = 2025-06-20");
    let seen = |day| {
        let (artifacts, told) = on(Some(day), true, &sources);
        assert_eq!(told, "");
        artifacts.expect("a site").files.contains_key("news/index.html")
    };
    assert_eq!([11, 12, 20].map(seen), [true, true, false]);
}

#[test]
fn a_build_without_a_day_publishes_nothing_that_depends_on_it() {
    let sources = with_page("publish_date = 2025-06-12");
    let (artifacts, told) = on(None, false, &sources);
    assert!(artifacts.is_none());
    expect![[r#"
        error[no-date]: whether this page is published depends on the day, and the build has none
         --> content/news.md:3:16
          |
        3 | publish_date = 2025-06-12
          |                ^^^^^^^^^^
          |
          = help: say which day it is: `--date today`, `--date 2025-06-12`, or SOURCE_DATE_EPOCH in the environment

    "#]]
    .assert_eq(&told);
}

/// The small project whose report is published on 12 June 2025.
fn embargoed() -> Sources {
    let front = |(path, text): &(&'static str, &'static str)| {
        let text = match *path == "content/report/_index.md" {
            true => text.replace("kind =", "publish_date = 2025-06-12\nkind ="),
            false => text.to_string(),
        };
        (*path, text)
    };
    let files: Vec<_> = BASE.iter().map(front).collect();
    Sources::from_files(files.iter().map(|(path, text)| (*path, text.as_bytes())))
}

#[test]
fn of_a_report_that_is_not_due_neither_pages_nor_figures_are_told() {
    let sources = embargoed();
    let (before, told) = on(Some(11), false, &sources);
    assert_eq!(told, "");
    let before = before.expect("a site");
    let of_report = |artifacts: &Artifacts| -> Vec<String> {
        let files = artifacts.files.keys();
        files.filter(|path| path.contains("redegjorelse")).cloned().collect()
    };
    assert_eq!(of_report(&before), Vec::<String>::new());
    let figures = before.text("figures.json").expect("figures");
    assert!(!figures.contains("suppliers.by_country"), "{figures}");
    assert!(!figures.contains("\"2024\""), "{figures}");
    for (path, bytes) in &before.files {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("redegjorelse"), "{path} leads to the report");
    }

    let (after, told) = on(Some(12), false, &sources);
    assert_eq!(told, "");
    let after = after.expect("a site");
    assert!(after.files.contains_key("redegjorelse/metode/index.html"));
    assert!(after.text("figures.json").expect("figures").contains("suppliers.by_country"));
}

#[test]
fn a_figure_of_a_later_account_may_be_told_before() {
    let sources = embargoed();
    let home = "+++\ntitle = \"Hjem\"\n+++\nVi har [](fact:suppliers.count) leverandører.\n";
    let home_en = "+++\ntitle = \"Home\"\n+++\nWe have [](fact:suppliers.count) suppliers.\n";
    let files: BTreeMap<String, Vec<u8>> = sources
        .iter()
        .map(|(_, source)| (source.path.to_string(), source.bytes().to_vec()))
        .collect();
    let own = [("content/_index.md", home), ("content/_index.en.md", home_en)];
    let kept = files.iter().filter(|(path, _)| !own.iter().any(|(other, _)| other == path));
    let kept = kept.map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
    let own = own.map(|(path, text)| (path, text.as_bytes()));
    let (site, told) = on(Some(11), false, &Sources::from_files(kept.chain(own)));
    assert_eq!(told, "");
    let site = site.expect("a site");
    let figures = site.text("figures.json").expect("figures");
    assert!(figures.contains("\"suppliers.count\""), "{figures}");
    assert!(!figures.contains("suppliers.turnover"), "{figures}");
}

#[test]
fn a_link_to_a_page_that_is_not_due_is_told_with_its_day() {
    let home = "+++\ntitle = \"Hjem\"\n+++\nSe [nytt](news.md).\n";
    let home_en = "+++\ntitle = \"Home\"\n+++\nSee [news](news.md).\n";
    let news = "+++\ntitle = \"Nytt\"\npublish_date = 2025-06-12\n+++\nTekst.\n";
    let news_en = "+++\ntitle = \"News\"\n+++\nText.\n";
    let sources = with(&[
        ("content/_index.md", home),
        ("content/_index.en.md", home_en),
        ("content/news.md", news),
        ("content/news.en.md", news_en),
    ]);
    let (_, told) = on(Some(11), false, &sources);
    expect![[r#"
        error[broken-link]: there is no page `content/news.md`
         --> content/_index.en.md:4:12
          |
        4 | See [news](news.md).
          |            ^^^^^^^
          |
          = help: the page is published from 2025-06-12 on: take the link away until then

        error[broken-link]: there is no page `content/news.md`
         --> content/_index.md:4:11
          |
        4 | Se [nytt](news.md).
          |           ^^^^^^^
          |
          = help: the page is published from 2025-06-12 on: take the link away until then

    "#]]
    .assert_eq(&told);
    assert_eq!(on(Some(12), false, &sources).1, "");
}

#[test]
fn a_draft_of_a_section_hides_the_pages_below_it() {
    let front = |(path, text): &(&'static str, &'static str)| {
        let text = match path.starts_with("content/report/_index") {
            true => text.replace("kind =", "draft = true\nkind ="),
            false => text.to_string(),
        };
        (*path, text)
    };
    let files: Vec<_> = BASE.iter().map(front).collect();
    let sources = Sources::from_files(files.iter().map(|(path, text)| (*path, text.as_bytes())));
    assert_eq!(published(&sources, "redegjorelse/metode/index.html", &[1]), [false]);
    assert_eq!(published(&sources, "report/metode/index.html", &[1]), [false]);
}

#[test]
fn the_day_of_a_build_is_named_in_one_of_two_ways() {
    let folder = folder();
    session(folder.path(), &["init", "site"]);
    let check = |date: &str, expected: Expect| {
        let told = session(folder.path(), &["check", "--no-pdf", "--root", "site", "--date", date]);
        expected.assert_eq(&told);
    };
    check(
        "2025-02-30",
        expect![[r#"
        stderr:
        error: invalid value '2025-02-30' for '--date <DATE>': write a date such as 2025-06-30, or today

        For more information, try '--help'.
        exit 2
    "#]],
    );
    check(
        "today",
        expect![[r#"
        stderr:
          Pages  12 (6 en-GB, 6 nb)
        Checked 18 files: no mistakes
        exit 0
    "#]],
    );
}

/// Two reports side by side: of 2024, and of 2023.
fn two_years() -> Sources {
    let front = |title: &str, year: u16| {
        format!(
            "+++\ntitle = \"{title} {year}\"\nkind = \"report\"\nperiod = {year}\ndate = {}-06-12\n+++\nText.\n",
            year + 1
        )
    };
    let [nb23, nb24] = [2023, 2024].map(|year| front("Redegjørelse", year));
    let [en23, en24] = [2023, 2024].map(|year| front("Statement", year));
    let section = "+++\ntitle = \"Alle år\"\n+++\nTekst.\n";
    let section_en = "+++\ntitle = \"All years\"\n+++\nText.\n";
    let files = [
        ("content/accounts/_index.md", section),
        ("content/accounts/_index.en.md", section_en),
        ("content/accounts/2023/_index.md", &nb23),
        ("content/accounts/2023/_index.en.md", &en23),
        ("content/accounts/2024/_index.md", &nb24),
        ("content/accounts/2024/_index.en.md", &en24),
    ];
    with(&files)
}

#[test]
fn the_newest_report_stands_first() {
    let report = composed(&two_years());
    let section = page(&report, "nb", "accounts/_index");
    let listed: Vec<&str> = section.children.iter().map(|card| card.url.as_str()).collect();
    assert_eq!(listed, ["/accounts/2024/", "/accounts/2023/"]);
}

#[test]
fn an_older_report_leads_to_the_newest_and_the_newest_to_none() {
    let (artifacts, told) = on(None, false, &two_years());
    assert_eq!(told, "");
    let artifacts = artifacts.expect("a site");
    let old = artifacts.text("en/accounts/2023/index.html").expect("a page");
    let leads = "There is a newer edition: <a href=\"../../../en/accounts/2024/index.html\">Statement 2024</a>";
    assert!(old.contains(leads), "{old}");
    let new = artifacts.text("en/accounts/2024/index.html").expect("a page");
    assert!(!new.contains("newer edition"));
}

/// The rows of the only table on the chapter, in Norwegian.
fn changes(reference: &str, more: &[(&str, &str)]) -> String {
    let text = format!("+++\ntitle = \"Metode\"\n+++\n![]({reference})\n");
    let files = [
        &[
            ("content/report/01-method.md", text.as_str()),
            ("content/report/01-method.en.md", text.as_str()),
        ],
        more,
    ]
    .concat();
    let report = composed(&with(&files));
    let blocks = &page(&report, "nb", "report/01-method").blocks;
    let [Block::Figure(figure)] = blocks.as_slice() else { panic!("one figure: {blocks:?}") };
    let FigureContent::Table { table, .. } = &figure.content else { panic!("a table") };
    let heads = table.columns.iter().map(|column| column.title.clone()).collect();
    let cells = |row: &Vec<Cell>| row.iter().map(cell).collect();
    let rows = table.rows.iter().map(cells);
    let lines: Vec<String> =
        [heads].into_iter().chain(rows).map(|row: Vec<String>| row.join(" | ")).collect();
    lines.join("\n")
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) | Cell::Value { text, .. } => text.clone(),
        Cell::Status { word, .. } => word.clone(),
    }
}

const EARLIER: &str = "[\"suppliers.count\"]\nvalue = 2\nunit = \"count\"\n\
    [\"x\"]\nvalue = 50.5\nunit = \"percent\"\nlabel = { nb = \"andel\", en = \"share\" }\n";
const NOW: &str =
    "[\"x\"]\nvalue = 68\nunit = \"percent\"\nlabel = { nb = \"andel\", en = \"share\" }\n";

#[test]
fn what_has_changed_stands_side_by_side_with_the_difference() {
    let more = [("data/2023/facts.toml", EARLIER), ("data/2024/facts.toml", NOW)];
    expect![[r#"
        Nøkkeltall | 2023 | 2024 | Endring
        Forretningsforbindelser med innkjøp over terskelen | 2 | 3 | +1"#]]
    .assert_eq(&changes("table:changes", &more));
    expect![[r#"
        Nøkkeltall | 2023 | 2024 | Endring
        Andel | 50,5 % | 68,0 % | +17,5 prosentpoeng
        Forretningsforbindelser med innkjøp over terskelen | 2 | 3 | +1"#]]
    .assert_eq(&changes("table:changes?facts=x,suppliers.count&since=2023", &more));
}

#[test]
fn what_cannot_be_compared_is_told() {
    tells(
        &chapter("![](table:changes?facts=suppliers.cuont,suppliers.turnover)"),
        expect![[r#"
            error[nothing-to-compare]: there is no fact `suppliers.cuont` in the data of 2024
             --> content/report/01-method.md:4:5
              |
            4 | ![](table:changes?facts=suppliers.cuont,suppliers.turnover)
              |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              |
              = help: there is `suppliers.count`

            error[nothing-to-compare]: there is no fact `suppliers.turnover` in the data of 2023
             --> content/report/01-method.md:4:5
              |
            4 | ![](table:changes?facts=suppliers.cuont,suppliers.turnover)
              |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              |
              = help: take it out of `facts=`, or state it in `facts.toml` of that year

        "#]],
    );
    tells(
        &chapter("![](table:changes@2023)"),
        expect![[r#"
        error[nothing-to-compare]: there is no period before 2023 to compare with
         --> content/report/01-method.md:4:5
          |
        4 | ![](table:changes@2023)
          |     ^^^^^^^^^^^^^^^^^^
          |
          = help: put the figures of an earlier year in `data/<year>/facts.toml`

    "#]],
    );
    tells(
        &chapter("![](table:changes?sinse=2023)"),
        expect![[r#"
        error[unknown-option]: `sinse=2023` is not an option of this table
         --> content/report/01-method.md:4:5
          |
        4 | ![](table:changes?sinse=2023)
          |     ^^^^^^^^^^^^^^^^^^^^^^^^
          |
          = help: did you mean `since=`?

    "#]],
    );
}

#[test]
fn a_report_of_no_year_speaks_of_none() {
    let config = BASE[0].1.replace("period = 2024\n", "");
    let report = composed(&Sources::from_files([
        ("belegg.toml", config.as_str()),
        ("content/_index.md", BASE[1].1),
        ("content/_index.en.md", BASE[2].1),
        ("content/report/_index.md", BASE[3].1),
        ("content/report/_index.en.md", BASE[4].1),
    ]));
    let kinds: Vec<&str> = report
        .editions
        .iter()
        .flat_map(|edition| &edition.documents)
        .map(|document| document.kind.as_str())
        .collect();
    assert_eq!(kinds, ["", ""]);
    let report = composed(&with(&[]));
    assert_eq!(report.editions[1].documents[0].kind, "Reporting year 2024");
}
