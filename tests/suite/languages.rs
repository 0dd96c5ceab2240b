//! Pages that a language lacks, and the language that holds for a report.

use std::collections::BTreeMap;

use belegg::artifact::Artifacts;
use belegg::render::typst;
use expect_test::{Expect, expect};
use serde_json::Value;

use crate::project::{BASE, built, composed, page, told, with};

const GOALS: (&str, &str) =
    ("content/report/02-goals.md", "+++\ntitle = \"Mål\"\n+++\n## Målene {#goals}\n\nTekst.\n");
const RESULTS: [(&str, &str); 2] = [
    ("content/report/03-results.md", "+++\ntitle = \"Resultater\"\n+++\nTekst.\n"),
    ("content/report/03-results.en.md", "+++\ntitle = \"Results\"\n+++\nText.\n"),
];

/// The settings of the small project with more in them.
fn settings(more: &str) -> String {
    format!("{}{more}", BASE[0].1)
}

/// A project whose Norwegian chapter 2 is not in English, while 1 and 3 are.
fn lacking(settings: &str, more: &[(&str, &str)]) -> belegg::source::Sources {
    let files = [&[("belegg.toml", settings), GOALS], &RESULTS[..], more].concat();
    with(&files)
}

/// The published pages of a project that is told exactly this.
fn pages(sources: &belegg::source::Sources, expected: Expect) -> BTreeMap<String, String> {
    let (artifacts, told) = built(sources);
    expected.assert_eq(&told);
    texts(artifacts.unwrap_or_else(|| panic!("{told}")))
}

fn texts(artifacts: Artifacts) -> BTreeMap<String, String> {
    let text = |bytes: belegg::artifact::Bytes| String::from_utf8_lossy(&bytes).into_owned();
    artifacts.files.into_iter().map(|(path, bytes)| (path, text(bytes))).collect()
}

/// The part of a page between two marks.
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = page.split_once(from).unwrap_or_else(|| panic!("no `{from}` in\n{page}"));
    rest.split_once(to).map_or(rest, |(part, _)| part)
}

fn language_switch(page: &str) -> &str {
    between(page, "<nav class=\"langs\"", "</nav>")
}

#[track_caller]
fn holds(page: &str, markup: &str) {
    assert!(page.contains(markup), "`{markup}` is missing in\n{page}");
}

#[track_caller]
fn lacks(page: &str, markup: &str) {
    assert!(!page.contains(markup), "`{markup}` stands in\n{page}");
}

#[test]
fn a_missing_page_is_the_original_with_a_notice() {
    let files = pages(
        &lacking(&settings(""), &[]),
        expect![[r#"
            warning[missing-translation]: the page is missing in English: readers get the original with a notice
            --> content/report/02-goals.md:1:1
             = help: translate it as `content/report/02-goals.en.md`

        "#]],
    );
    let english = &files["en/statement/goals/index.html"];
    holds(english, "<html lang=\"en-GB\">");
    holds(english, "<main id=\"site-main\" class=\"page\" lang=\"nb\">");
    holds(english, "<div class=\"note warn\" lang=\"en-GB\"><p>This page has not been translated");
    holds(english, "rel=\"canonical\" href=\"https://fjord.example/redegjorelse/goals/\"");
    let own = &files["redegjorelse/goals/index.html"];
    for page in [english, own] {
        lacks(page, "<link rel=\"alternate\"");
    }
    holds(
        language_switch(own),
        "<a href=\"../../en/statement/goals/index.html\" hreflang=\"en-GB\" lang=\"en-GB\">English (not translated)</a>",
    );
    let sitemap = &files["sitemap.xml"];
    holds(sitemap, "<loc>https://fjord.example/redegjorelse/goals/</loc>");
    lacks(sitemap, "/en/statement/goals/");
    // Pages that are there in both languages say so.
    holds(&files["en/index.html"], "<link rel=\"alternate\" hreflang=\"nb\"");
}

#[test]
fn a_missing_page_can_be_an_error() {
    let error = expect![[r#"
        error[missing-translation]: the page is missing in English
        --> content/report/02-goals.md:1:1
         = help: translate it as `content/report/02-goals.en.md`

    "#]];
    let site = settings("[translations]\nmissing = \"error\"\n");
    error.assert_eq(&told(&lacking(&site, &[])));
    // For one language.
    error.assert_eq(&told(&lacking(&settings("missing = \"error\"\n"), &[])));
}

#[test]
fn a_page_that_is_left_out_is_nowhere_in_that_language() {
    let menu = "missing = \"omit\"\n[[menu]]\npage = \"@/report/02-goals.md\"\n\
        [[menu]]\npage = \"@/report/_index.md\"\n";
    let files = pages(&lacking(&settings(menu), &[]), expect![""]);
    assert!(!files.contains_key("en/statement/goals/index.html"));
    for (path, page) in files.iter().filter(|(path, _)| path.starts_with("en/")) {
        assert!(!page.contains("goals/"), "{path} leads to the page");
    }
    lacks(&files["sitemap.xml"], "/en/statement/goals/");
    lacks(&files["redegjorelse/goals/index.html"], "<link rel=\"alternate\"");
    // The menu has it in the language that has it.
    holds(&files["index.html"], "<a href=\"redegjorelse/goals/index.html\">Mål</a>");
    lacks(between(&files["en/index.html"], "<nav class=\"nav\"", "</nav>"), "Mål");
}

#[test]
fn chapters_keep_their_numbers_where_one_is_left_out() {
    let report = composed(&lacking(&settings("missing = \"omit\"\n"), &[]));
    let numbers = |language: &str| {
        let front = page(&report, language, "report/_index");
        let chapters = front.children.iter();
        chapters.map(|one| one.number.clone().unwrap_or_default()).collect::<Vec<_>>()
    };
    assert_eq!(numbers("nb"), ["1", "2", "3"]);
    assert_eq!(numbers("en"), ["1", "3"]);
    let method = page(&report, "en", "report/01-method");
    assert_eq!(method.next.as_ref().map(|one| one.key.as_str()), Some("report/03-results"));
    let results = page(&report, "en", "report/03-results");
    assert_eq!(results.previous.as_ref().map(|one| one.key.as_str()), Some("report/01-method"));
    // And so in the PDF.
    assert_eq!(report.editions[1].documents[0].chapters, ["report/01-method", "report/03-results"]);
}

#[test]
fn a_link_to_a_page_that_is_left_out_leads_to_the_original_and_says_so() {
    let text = "+++\ntitle = \"Method\"\n+++\nSee [the goals](02-goals.md#goals).\n";
    let original = "+++\ntitle = \"Metode\"\n+++\nSe [målene](02-goals.md#goals).\n";
    let more =
        [("content/report/01-method.en.md", text), ("content/report/01-method.md", original)];
    let files = pages(&lacking(&settings("missing = \"omit\"\n"), &more), expect![""]);
    holds(
        &files["en/statement/method/index.html"],
        "<a href=\"../../../redegjorelse/goals/index.html#goals\" hreflang=\"nb\">the goals (in Norwegian)</a>",
    );
    // Where the original is shown with a notice, the link stays in the language.
    let (artifacts, _) = built(&lacking(&settings(""), &more));
    holds(
        &texts(artifacts.expect("a site"))["en/statement/method/index.html"],
        "<a href=\"../../../en/statement/goals/index.html#goals\" hreflang=\"nb\">the goals</a>",
    );
}

#[test]
fn the_language_switch_leads_to_the_nearest_page_above_and_says_so() {
    let more = [
        ("content/about/_index.md", "+++\ntitle = \"Om\"\n+++\nTekst.\n"),
        ("content/about/people.md", "+++\ntitle = \"Folk\"\n+++\nTekst.\n"),
    ];
    let files = pages(&lacking(&settings("missing = \"omit\"\n"), &more), expect![""]);
    holds(
        language_switch(&files["redegjorelse/goals/index.html"]),
        "<a href=\"../../en/statement/index.html\" hreflang=\"en-GB\" lang=\"en-GB\">English (to the page above)</a>",
    );
    // The section above is left out as well.
    holds(
        language_switch(&files["about/people/index.html"]),
        "<a href=\"../../en/index.html\" hreflang=\"en-GB\" lang=\"en-GB\">English (to the front page)</a>",
    );
    lacks(language_switch(&files["about/people/index.html"]), "rel=\"alternate\"");
}

#[test]
fn a_section_says_for_all_its_pages_and_a_lower_one_says_otherwise() {
    let section = "+++\ntitle = \"Nytt\"\nmissing_translation = \"omit\"\n+++\nTekst.\n";
    let page = "+++\ntitle = \"En\"\n+++\nTekst.\n";
    let kept = "+++\ntitle = \"To\"\nmissing_translation = \"notice\"\n+++\nTekst.\n";
    let base = [("content/news/_index.md", section), ("content/news/one.md", page)];
    let english = ("content/news/_index.en.md", "+++\ntitle = \"News\"\n+++\nText.\n");
    let (artifacts, told) = built(&with(&base));
    assert_eq!(told, "");
    let files = artifacts.expect("a site").files;
    assert!(!files.contains_key("en/news/index.html"));
    assert!(!files.contains_key("en/news/one/index.html"));
    let files = pages(
        &with(&[base[0], base[1], english, ("content/news/two.md", kept)]),
        expect![[r#"
            warning[missing-translation]: the page is missing in English: readers get the original with a notice
            --> content/news/two.md:1:1
             = help: translate it as `content/news/two.en.md`

        "#]],
    );
    assert!(files.contains_key("en/news/two/index.html"));
    assert!(!files.contains_key("en/news/one/index.html"));
}

#[test]
fn a_page_that_others_need_cannot_be_left_out() {
    let omit = settings("missing = \"omit\"\n");
    let base = BASE.iter().filter(|(path, _)| {
        !["belegg.toml", "content/_index.en.md", "content/report/_index.en.md"].contains(path)
    });
    let files = base.copied().chain([("belegg.toml", omit.as_str())]);
    let sources =
        belegg::source::Sources::from_files(files.map(|(path, text)| (path, text.as_bytes())));
    expect![[r#"
        error[missing-translation]: the page is missing in English and cannot be left out: every language needs a home page
        --> content/_index.md:1:1
         = help: translate it as `content/_index.en.md`

        error[missing-translation]: the page is missing in English and cannot be left out: it leads to pages that are published there
        --> content/report/_index.md:1:1
         = help: translate it as `content/report/_index.en.md`

    "#]]
    .assert_eq(&told(&sources));
}

#[test]
fn another_word_than_the_three_is_told() {
    let site = settings("missing = \"ommit\"\n[translations]\nmissing = \"fallback\"\n");
    let page = "+++\ntitle = \"Mål\"\nmissing_translation = \"Notice\"\n+++\nTekst.\n";
    expect![[r#"
        error[wrong-value]: `missing` must be `error`, `notice` or `omit`, not `ommit`
          --> belegg.toml:10:11
           |
        10 | missing = "ommit"
           |           ^^^^^^^
           |
           = help: did you mean `omit`?

        error[wrong-value]: `missing` must be `error`, `notice` or `omit`, not `fallback`
          --> belegg.toml:12:11
           |
        12 | missing = "fallback"
           |           ^^^^^^^^^^
           |
           = help: `error` publishes nothing, `notice` shows the original with a notice, `omit` leaves the page out

        warning[missing-translation]: the page is missing in English: readers get the original with a notice
        --> content/report/02-goals.md:1:1
         = help: translate it as `content/report/02-goals.en.md`

        error[wrong-value]: `missing_translation` must be `error`, `notice` or `omit`, not `Notice`
         --> content/report/02-goals.md:3:23
          |
        3 | missing_translation = "Notice"
          |                       ^^^^^^^^
          |
          = help: did you mean `notice`?

    "#]]
    .assert_eq(&told(&lacking(&site, &[("content/report/02-goals.md", page)])));
}

#[test]
fn a_draft_translation_counts_as_missing() {
    let draft = "+++\ntitle = \"Goals\"\ndraft = true\n+++\nText.\n";
    let more = [("content/report/02-goals.en.md", draft)];
    let files = pages(&lacking(&settings("missing = \"omit\"\n"), &more), expect![""]);
    assert!(!files.contains_key("en/statement/goals/index.html"));
}

/// A small report that is not in English, with a figure, and a home page that prints it in both.
fn report_in_norwegian() -> belegg::source::Sources {
    let omit = settings("missing = \"omit\"\n");
    let chapter = "+++\ntitle = \"Metode\"\n+++\nVi har [](fact:suppliers.count).\n";
    let home = "+++\ntitle = \"Home\"\n+++\nWe have [](fact:suppliers.count) suppliers.\n";
    let files = BASE.iter().filter(|(path, _)| !path.starts_with("content/report/")).copied();
    let replaced = ["belegg.toml", "content/_index.md", "content/_index.en.md"];
    let files = files.filter(|(path, _)| !replaced.contains(path));
    let front = BASE.iter().find(|(path, _)| *path == "content/report/_index.md").copied();
    let own = [
        ("belegg.toml", omit.as_str()),
        ("content/report/01-method.md", chapter),
        ("content/_index.md", "+++\ntitle = \"Hjem\"\n+++\nVi har [](fact:suppliers.count).\n"),
        ("content/_index.en.md", home),
    ];
    let all: Vec<(&str, &str)> = files.chain(front).chain(own).collect();
    belegg::source::Sources::from_files(all.iter().map(|(path, text)| (*path, text.as_bytes())))
}

#[test]
fn a_report_that_is_left_out_takes_its_evidence_along() {
    let files = pages(&report_in_norwegian(), expect![""]);
    let english: Vec<&String> =
        files.keys().filter(|path| path.starts_with("en/") && path.ends_with(".html")).collect();
    assert_eq!(english, ["en/404.html", "en/index.html", "en/search/index.html"]);
    // The figure of the English home page leads to the evidence that there is.
    holds(
        &files["en/index.html"],
        "href=\"../redegjorelse/dokumentasjon/index.html#fact-suppliers-count\" hreflang=\"nb\"",
    );
    holds(
        language_switch(&files["redegjorelse/dokumentasjon/index.html"]),
        "<a href=\"../../en/index.html\" hreflang=\"en-GB\" lang=\"en-GB\">English (to the front page)</a>",
    );
}

/// The small project in English first, then Norwegian and Swedish.
const ENGLISH_FIRST: &str = "title = \"Fjord\"\nbase_url = \"https://fjord.example\"\n\
    default_language = \"en\"\nperiod = 2024\n[languages.en]\n[languages.nb]\n[languages.sv]\n";

/// The small project with English as the default language; Swedish lacks all of it.
fn english_first() -> belegg::source::Sources {
    let named = BASE.iter().map(|(path, text)| {
        let path = match path.strip_prefix("content/").and_then(|path| path.strip_suffix(".md")) {
            None => path.to_string(),
            Some(stem) => match stem.strip_suffix(".en") {
                Some(stem) => format!("content/{stem}.md"),
                None => format!("content/{stem}.nb.md"),
            },
        };
        (path, *text)
    });
    let mut files: BTreeMap<String, &str> = named.collect();
    files.insert("belegg.toml".to_string(), ENGLISH_FIRST);
    files.remove("data/2024/goals.csv");
    belegg::source::Sources::from_files(
        files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())),
    )
}

#[test]
fn a_missing_page_of_a_report_shows_the_language_that_holds() {
    let (artifacts, told) = built(&english_first());
    let files = texts(artifacts.unwrap_or_else(|| panic!("{told}")));
    // The home page belongs to no report: the default language is its original.
    holds(&files["sv/index.html"], "<p>Welcome.</p>");
    holds(&files["sv/redegjorelse/metode/index.html"], "Slik gjør vi det");
    holds(
        &files["sv/redegjorelse/metode/index.html"],
        "rel=\"canonical\" href=\"https://fjord.example/nb/redegjorelse/metode/\"",
    );
}

#[test]
fn a_translation_of_a_report_says_which_text_holds() {
    let (artifacts, told) = built(&with(&[]));
    assert_eq!(told, "");
    let files = texts(artifacts.expect("a site"));
    holds(
        &files["en/statement/index.html"],
        "<dt>Translation</dt><dd>This is a translation. If the texts differ, the one in Norwegian prevails. <a href=\"../../redegjorelse/index.html\" hreflang=\"nb\">Read in Norwegian</a></dd>",
    );
    holds(
        &files["en/statement/method/index.html"],
        "the one in Norwegian prevails. <a href=\"../../../redegjorelse/metode/index.html\" hreflang=\"nb\">Read in Norwegian</a>",
    );
    for path in ["en/index.html", "redegjorelse/index.html", "redegjorelse/metode/index.html"] {
        lacks(&files[path], "hreflang=\"nb\">Read");
        lacks(&files[path], "Dette er en oversettelse");
    }
}

#[test]
fn the_evidence_of_a_translation_says_it_too() {
    let english = "+++\ntitle = \"Method\"\n+++\nWe have [](fact:suppliers.count).\n";
    let norwegian = "+++\ntitle = \"Metode\"\n+++\nVi har [](fact:suppliers.count).\n";
    let (artifacts, _) = built(&with(&[
        ("content/report/01-method.en.md", english),
        ("content/report/01-method.md", norwegian),
    ]));
    let files = texts(artifacts.expect("a site"));
    holds(
        &files["en/statement/evidence/index.html"],
        "<a href=\"../../../redegjorelse/dokumentasjon/index.html\" hreflang=\"nb\">Read in Norwegian</a>",
    );
    lacks(&files["redegjorelse/dokumentasjon/index.html"], "oversettelse");
}

#[test]
fn an_exempt_account_is_nobodys_translation() {
    let report = format!("norwegian_exempt = true\n{}", BASE[7].1);
    let (artifacts, told) = built(&with(&[("data/2024/report.toml", &report)]));
    assert_eq!(told, "");
    let files = texts(artifacts.expect("a site"));
    lacks(&files["en/statement/index.html"], "This is a translation");
    lacks(&files["redegjorelse/index.html"], "oversettelse");
    // It may say that English holds.
    let report = format!("authoritative = \"en\"\n{report}");
    let (artifacts, told) = built(&with(&[("data/2024/report.toml", &report)]));
    assert_eq!(told, "");
    holds(
        &texts(artifacts.expect("a site"))["redegjorelse/index.html"],
        "Dette er en oversettelse. Hvis tekstene er ulike, gjelder teksten på engelsk.",
    );
}

#[test]
fn the_language_that_holds_is_one_of_the_sites_and_norwegian() {
    let report = |line: &str| format!("{line}\n{}", BASE[7].1);
    expect![[r#"
        error[unknown-language]: `bn` is not a language of this site
         --> data/2024/report.toml:1:17
          |
        1 | authoritative = "bn"
          |                 ^^^^
          |
        help: there is a similar one: `nb`
          |
        1 - authoritative = "bn"
        1 + authoritative = "nb"
          |

    "#]]
    .assert_eq(&told(&with(&[("data/2024/report.toml", &report("authoritative = \"bn\""))])));
    expect![[r#"
        error[not-norwegian]: the account must be in Norwegian, so `en` cannot be what holds
         --> data/2024/report.toml:1:17
          |
        1 | authoritative = "en"
          |                 ^^^^
          |
          = help: write `authoritative = "nb"`; as the Act is practised, only an enterprise that need not keep its annual accounts in Norwegian may choose another language: then say `norwegian_exempt = true`

    "#]]
    .assert_eq(&told(&with(&[("data/2024/report.toml", &report("authoritative = \"en\""))])));
}

#[test]
fn a_translation_may_not_be_newer_than_the_text_that_holds() {
    let norwegian = "+++\ntitle = \"Metode\"\ndate = 2025-06-12\n+++\nTekst.\n";
    let english = "+++\ntitle = \"Method\"\ndate = 2025-06-12\nupdated = 2025-07-01\n+++\nText.\n";
    let files =
        [("content/report/01-method.md", norwegian), ("content/report/01-method.en.md", english)];
    expect![[r#"
        error[newer-translation]: the page was changed on 2025-07-01 in English, later than on 2025-06-12 in Norsk, the language that holds
         --> content/report/01-method.en.md:4:11
          |
        4 | updated = 2025-07-01
          |           ^^^^^^^^^^
          |
          = help: bring what is new into the text that holds, and date it there
        note: the text that holds
         --> content/report/01-method.md:3:8
          |
        3 | date = 2025-06-12
          |        ^^^^^^^^^^

    "#]]
    .assert_eq(&told(&with(&files)));
    // A text without a date is of the day that the report was published.
    let report =
        "year = 2024\npublished_on = 2025-06-12\n[threshold]\namount = 30000\ncurrency = \"NOK\"\n";
    let undated = [
        (files[0].0, "+++\ntitle = \"Metode\"\n+++\nTekst.\n"),
        files[1],
        ("data/2024/report.toml", report),
    ];
    let told_of_it = told(&with(&undated));
    assert!(told_of_it.contains("2025-07-01 in English, later than on 2025-06-12"), "{told_of_it}");
    // Of the same day, or older, it is as it should be; outside a report nobody asks.
    let older = norwegian.replace("06-12", "07-01");
    assert_eq!(told(&with(&[(files[0].0, &older), files[1]])), "");
    let home = |title: &str, date: &str| format!("+++\ntitle = \"{title}\"\ndate = {date}\n+++\n");
    let (norwegian, english) = (home("Hjem", "2025-01-01"), home("Home", "2025-02-01"));
    let files = [("content/_index.md", &*norwegian), ("content/_index.en.md", &*english)];
    assert_eq!(told(&with(&files)), "");
}

#[test]
fn a_translation_may_not_be_fuller_than_the_text_that_holds() {
    let english = "+++\ntitle = \"Goals\"\n+++\nText.\n";
    let files = [("content/report/02-goals.en.md", english)];
    expect![[r#"
        error[fuller-translation]: the report has this page, but not in Norsk, the language that holds
        --> content/report/02-goals.en.md:1:1
         = help: write it as `content/report/02-goals.md`, or take it out of the report

    "#]]
    .assert_eq(&told(&with(&files)));
    // Also where it would be left out.
    let omit = settings("[translations]\nmissing = \"omit\"\n");
    assert_eq!(told(&with(&[files[0], ("belegg.toml", &omit)])), told(&with(&files)));
    let draft = "+++\ntitle = \"Mål\"\ndraft = true\n+++\nTekst.\n";
    expect![[r#"
        error[fuller-translation]: the report has this page, but not in Norsk, the language that holds
        --> content/report/02-goals.en.md:1:1
         = help: `content/report/02-goals.md` is a draft: publish it, or make this page a draft too
        note: the draft
        --> content/report/02-goals.md:1:1

    "#]]
    .assert_eq(&told(&with(&[files[0], ("content/report/02-goals.md", draft)])));
}

#[test]
fn the_pdf_of_a_translation_says_which_text_holds() {
    let sources = with(&[]);
    let report = composed(&sources);
    let mut told = belegg::diagnostic::Diagnostics::default();
    let theme = belegg::theme::Theme::load("default", &sources, &mut told);
    let said = |language: usize| {
        let edition = &report.editions[language];
        let document = &edition.documents[0];
        let draw = |_: &belegg::chart::Chart| String::new();
        let files = Artifacts::default();
        let project = typst::document(&report, edition, document, &theme, &files, &draw);
        let facts: Value = serde_json::from_slice(&project.files["report.json"]).expect("JSON");
        facts["translation"].clone()
    };
    assert_eq!(said(0), Value::Null);
    assert_eq!(
        said(1),
        serde_json::json!({
            "text": "This is a translation. If the texts differ, the one in Norwegian prevails.",
            "address": "https://fjord.example/redegjorelse/",
        })
    );
}
