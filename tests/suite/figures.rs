//! Facts in prose: filled in, checked, and written in each language's own form.

use expect_test::{Expect, expect};

use crate::project::{chapter, composed, page, tells, with, words};

/// The text of the Norwegian chapter comes out as this.
fn check(text: &str, expected: Expect) {
    let report = composed(&chapter(text));
    expected.assert_eq(&words(page(&report, "nb", "report/01-method")));
}

#[test]
fn an_empty_reference_is_filled_in() {
    check("Vi har [](fact:suppliers.count) leverandører.", expect!["Vi har 3 leverandører."]);
}

#[test]
fn a_right_number_stands() {
    check("Vi har [3](fact:suppliers.count) leverandører.", expect!["Vi har 3 leverandører."]);
}

#[test]
fn money_stands_with_the_name_of_its_currency() {
    check("Over [](fact:suppliers.threshold).", expect!["Over 30 000 kroner."]);
}

#[test]
fn a_number_alone_stands_where_the_sentence_gives_the_unit() {
    check("Over NOK [30 000](fact:suppliers.threshold).", expect!["Over NOK 30 000."]);
}

#[test]
fn percent_has_a_no_break_space_in_norwegian() {
    check("[67 %](fact:suppliers.by_country.NO.share) er norske.", expect!["67\u{a0}% er norske."]);
}

#[test]
fn digits_give_another_precision() {
    check("[](fact:suppliers.by_country.NO.share?digits=1)", expect!["66,7\u{a0}%"]);
}

#[test]
fn decimals_that_are_written_are_checked_and_kept() {
    check("[66,7 %](fact:suppliers.by_country.NO.share)", expect!["66,7\u{a0}%"]);
}

#[test]
fn another_period_is_named_after_an_at_sign() {
    check("I fjor [](fact:suppliers.count@2023).", expect!["I fjor 2."]);
}

#[test]
fn a_date_stands_in_words_or_in_figures() {
    check(
        "Per [31.12.2024](fact:report.cutoff), det er [](fact:report.cutoff).",
        expect!["Per 31.12.2024, det er 31.\u{a0}desember 2024."],
    );
}

#[test]
fn words_stand_when_a_person_has_accepted_them() {
    check("[Tre](fact:suppliers.count \"≈\") leverandører.", expect!["Tre leverandører."]);
}

#[test]
fn sections_of_a_chapter_are_numbered() {
    check(
        "## Mål\n\n### Nå\n\n### Siden\n\n## Midler",
        expect!["1.1 Mål\n1.1.1 Nå\n1.1.2 Siden\n1.2 Midler"],
    );
}

#[test]
fn quotes_become_the_language_s_own() {
    check(
        "Kalt \"åpen\" og \"det 'indre' laget\" i år '24.",
        expect!["Kalt «åpen» og «det ‘indre’ laget» i år ‘24."],
    );
}

#[test]
fn the_same_fact_stands_in_each_language_s_form() {
    let english = "+++\ntitle = \"Method\"\n+++\nOver [](fact:suppliers.turnover), [](fact:suppliers.by_country.NO.share).\n";
    let report = composed(&with(&[("content/report/01-method.en.md", english)]));
    expect!["Over NOK\u{a0}1,530,000, 67%."].assert_eq(&words(page(
        &report,
        "en",
        "report/01-method",
    )));
}

#[test]
fn a_title_may_hold_a_fact() {
    let text = "+++\ntitle = \"[3](fact:suppliers.count) leverandører\"\n+++\n";
    let report = composed(&with(&[("content/report/01-method.md", text)]));
    assert_eq!(page(&report, "nb", "report/01-method").title_text, "3 leverandører");
}

#[test]
fn front_matter_may_be_yaml() {
    let text = "---\ntitle: \"Metode: slik\"\ndate: 2025-01-02\nslug: metode\n---\nTekst.\n";
    let report = composed(&with(&[("content/report/01-method.md", text)]));
    let page = page(&report, "nb", "report/01-method");
    assert_eq!(
        (page.title_text.as_str(), page.url.as_str()),
        ("Metode: slik", "/redegjorelse/metode/")
    );
}

#[test]
fn a_changed_row_names_every_sentence_that_is_now_wrong_in_both_languages() {
    let nb = "+++\ntitle = \"Metode\"\n+++\nVi har [3](fact:suppliers.count) av [5](fact:suppliers.registered).\n";
    let en = "+++\ntitle = \"Method\"\n+++\nWe have [3](fact:suppliers.count).\n";
    let register = "supplier_id,name,country,turnover\n1,Alfa AS,NO,1200000\n2,Beta AB,SE,300000\n3,Gamma,NO,31000\n4,Delta AS,NO,40000\n5,E,DK,3\n";
    let sources = with(&[
        ("content/report/01-method.md", nb),
        ("content/report/01-method.en.md", en),
        ("data/2024/suppliers.csv", register),
    ]);
    tells(
        &sources,
        expect![[r#"
            error[stated-number]: the text says 3 but the data gives 4
             --> content/report/01-method.en.md:4:10
              |
            4 | We have [3](fact:suppliers.count).
              |          ^ `suppliers.count` is 4
              |
            help: write `[4](fact:suppliers.count)`, or correct `data/2024/suppliers.csv` (count of rows where turnover > 30000)
              |
            4 - We have [3](fact:suppliers.count).
            4 + We have [4](fact:suppliers.count).
              |

            error[stated-number]: the text says 3 but the data gives 4
             --> content/report/01-method.md:4:9
              |
            4 | Vi har [3](fact:suppliers.count) av [5](fact:suppliers.registered).
              |         ^ `suppliers.count` is 4
              |
            help: write `[4](fact:suppliers.count)`, or correct `data/2024/suppliers.csv` (count of rows where turnover > 30000)
              |
            4 - Vi har [3](fact:suppliers.count) av [5](fact:suppliers.registered).
            4 + Vi har [4](fact:suppliers.count) av [5](fact:suppliers.registered).
              |

        "#]],
    );
}

#[test]
fn data_may_stand_in_json() {
    let json = r#"[{"id": "g1", "text": {"nb": "Å lære", "en": "To learn"}, "status": "delayed"}]"#;
    let files = crate::project::BASE.iter().filter(|(path, _)| *path != "data/2024/goals.csv");
    let page = ("content/report/01-method.md", "+++\ntitle = \"M\"\n+++\n![](table:goals)\n");
    let files = files.filter(|(path, _)| *path != page.0).copied();
    let files = files.chain([("data/2024/goals.json", json), page]);
    let report = composed(&belegg::source::Sources::from_files(files));
    let cells = format!("{:?}", crate::project::page(&report, "nb", "report/01-method").blocks);
    assert!(cells.contains("Å lære") && cells.contains("Forsinket"), "{cells}");
}

#[test]
fn long_words_of_headings_may_break_and_addresses_may_not() {
    let text = "## [Forretningsforbindelser](https://a.example/forretningsforbindelser)";
    let (artifacts, _) = crate::project::built(&chapter(text));
    let page = artifacts.expect("a site");
    let page = page.text("redegjorelse/method/index.html").expect("the chapter");
    assert!(page.contains("For\u{ad}ret\u{ad}") || page.contains("Forret\u{ad}nings"), "{page}");
    assert!(page.contains("href=\"https://a.example/forretningsforbindelser\""));
}

#[test]
fn a_register_may_have_the_headings_and_signs_of_a_norwegian_export() {
    let register = "Leverandørnr;Leverandør;Org.nr;Land;Næringskode;Beløp\n\
                    1;Alfa Industri AS;312 345 609;Norge;46.46;1 200 000,50\n\
                    2;Beta Verkstad AB;;SE;62.01;300 000,00\n\
                    3;Gamma Bygg AS;;NO;46.46;30 000,01\n\
                    4;Delta Renhold AS;;NO;81.21;30 000,00\n";
    let page = "+++\ntitle = \"M\"\n+++\n[](fact:suppliers.count) av [](fact:suppliers.registered), [](fact:suppliers.turnover), [](fact:suppliers.by_country.NO) norske.\n";
    let sources =
        with(&[("data/2024/suppliers.csv", register), ("content/report/01-method.md", page)]);
    let report = composed(&sources);
    expect!["3 av 4, 1\u{a0}530\u{a0}001\u{a0}kroner, 2 norske."]
        .assert_eq(&words(crate::project::page(&report, "nb", "report/01-method")));
}
