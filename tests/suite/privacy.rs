//! Nothing private leaves.

use expect_test::expect;

use crate::project::{built, chapter, chapter_with, with};

#[test]
fn a_supplier_s_name_in_a_text_stops_the_build_without_repeating_it() {
    let (artifacts, told) = built(&chapter("Vi kjøper mest av **Beta** AB i Sverige."));
    assert!(artifacts.is_none());
    expect![[r#"
        error[private-value]: the name of supplier `2` in `data/2024/suppliers.csv` would be published in `redegjorelse/method/index.html` and one more file
        --> content/report/01-method.md:1:1
         = help: take it out of the text; if the supplier agreed to be named, write `yes` in a column `publish` of its row

    "#]].assert_eq(&told);
}

#[test]
fn a_name_is_found_in_a_caption_and_in_any_case() {
    let (artifacts, told) = built(&chapter("![Mest fra ALFA as](chart:suppliers.by_country)"));
    assert!(artifacts.is_none());
    assert!(
        told.contains("supplier `1`")
            && !told.contains("error[private-value]: the name of supplier `2`")
    );
}

#[test]
fn an_organisation_number_is_found_with_and_without_spaces() {
    let register =
        "supplier_id,name,orgnr,country,turnover\n1,Alfa Industrier,312345674,NO,99000\n";
    for text in ["Se 312345674.", "Se 312 345 674."] {
        let page = format!("+++\ntitle = \"Metode\"\n+++\n{text}\n");
        let sources =
            with(&[("data/2024/suppliers.csv", register), ("content/report/01-method.md", &page)]);
        assert!(built(&sources).1.contains("the organisation number of supplier `1`"), "{text}");
    }
}

#[test]
fn a_supplier_that_agreed_may_be_named() {
    let register = "supplier_id,name,country,turnover,publish\n1,Alfa AS,NO,99000,yes\n2,Beta AB,SE,88000,\n3,Gamma AS,NO,77000,no\n";
    let sources = chapter_with("Mest av Alfa AS.", &[("data/2024/suppliers.csv", register)]);
    let (artifacts, told) = built(&sources);
    assert_eq!((artifacts.is_some(), told.as_str()), (true, ""));
}

#[test]
fn no_row_of_the_register_is_in_any_published_file() {
    let (artifacts, _) = built(&with(&[]));
    for (path, bytes) in artifacts.expect("a site").files {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        for name in ["alfa as", "beta ab", "gamma as", "delta as", "epsilon"] {
            assert!(!text.contains(name), "{name} in {path}");
        }
    }
}

#[test]
fn a_sum_or_mean_over_two_companies_is_not_made() {
    let register =
        "supplier_id,name,country,turnover\n1,Alfa Industri,NO,99000\n2,Beta Verkstad,SE,88000\n";
    let answers = "supplier_id,answered_on,score_total\n1,2024-05-01,80\n2,2024-05-01,90\n";
    let sources =
        with(&[("data/2024/suppliers.csv", register), ("data/2024/responses.csv", answers)]);
    let (artifacts, told) = built(&sources);
    let figures = artifacts.expect("a site").text("figures.json").expect("the figures").to_string();
    assert!(
        !figures.contains("187000") && !figures.contains("\"questionnaire.mean\""),
        "{figures}"
    );
    expect![[r#"
        warning[small-group]: `questionnaire.mean` is not made: `data/2024/responses.csv` has only 2 for it, and companies could be recognised
         |
         = help: figures over companies are made from 3 of them upward

        warning[small-group]: `suppliers.turnover` is not made: `data/2024/suppliers.csv` has only 2 for it, and companies could be recognised
         |
         = help: figures over companies are made from 3 of them upward

    "#]].assert_eq(&told);
}

#[test]
fn a_private_column_can_not_be_referred_to() {
    crate::project::tells(
        &chapter("Vi kjøper fra [](fact:suppliers.name)."),
        expect![[r#"
        error[unknown-fact]: there is no fact `suppliers.name` in the data of 2024
         --> content/report/01-method.md:4:23
          |
        4 | Vi kjøper fra [](fact:suppliers.name).
          |                       ^^^^^^^^^^^^^^ no fact has this name
          |
          = help: what the register says of one supplier is private, and never a figure

    "#]],
    );
}

#[test]
fn an_organisation_number_is_found_however_either_side_writes_it() {
    for (registered, text, found) in [
        ("312 345 674", "Se 312345674.", true),
        ("NO 312 345 674 MVA", "Se 312 345 674.", true),
        ("556012-5790", "Se 5560125790.", true),
        ("5560125790", "Se 556012-5790.", true),
        ("312345674", "Se 312 345 675.", false),
    ] {
        let register = format!(
            "supplier_id,name,orgnr,country,turnover\n1,Alfa Industrier,{registered},SE,99000\n"
        );
        let page = format!("+++\ntitle = \"Metode\"\n+++\n{text}\n");
        let sources =
            with(&[("data/2024/suppliers.csv", &register), ("content/report/01-method.md", &page)]);
        let told = built(&sources).1;
        let is_told = told.contains("the organisation number of supplier `1`");
        assert_eq!(is_told, found, "{registered}, {text}: {told}");
    }
}

#[test]
fn every_supplier_of_a_name_is_told_once_a_page() {
    let register = "supplier_id,name,country,turnover\n1,Alfa Nord,NO,99000\n2,Alfa,NO,88000\n3,Alfa nord,NO,77000\n4,Alfa Nord Vest,NO,77000\n";
    let page = "+++\ntitle = \"Metode\"\n+++\nMest av Alfa Nord. Så av ALFA NORD og andre.\n";
    let sources =
        with(&[("data/2024/suppliers.csv", register), ("content/report/01-method.md", page)]);
    let told = built(&sources).1;
    let page = "published in `redegjorelse/method/index.html`";
    let of = |id: &str| {
        let name = format!("the name of supplier `{id}`");
        told.lines().filter(|line| line.contains(&name) && line.contains(page)).count()
    };
    assert_eq!(["1", "2", "3", "4"].map(of), [1, 1, 1, 0], "{told}");
}

#[test]
fn a_name_without_its_legal_form_and_one_in_an_address_are_found() {
    let register = "supplier_id,name,country,turnover\n7,Gaupbrekka Revisjon AS,NO,99000\n\
        8,Fjellvask AS,NO,99000\n9,Nord Bygg A/S,NO,99000\n";
    for (text, told) in [
        ("Se Gaupbrekka Revisjon for mer.", "the name, but for its legal form, of supplier `7`"),
        ("Se GAUPBREKKA **revisjon**.", "the name, but for its legal form, of supplier `7`"),
        ("Se [dette](https://gaupbrekka-revisjon.no).", "legal form, of supplier `7`"),
        ("Fra Nord Bygg.", "the name, but for its legal form, of supplier `9`"),
        ("Vi trenger fjellvask.", "warning[private-word]"),
    ] {
        let sources = chapter_with(text, &[("data/2024/suppliers.csv", register)]);
        let (artifacts, said) = built(&sources);
        assert!(said.contains(told), "{text}: {said}");
        assert_eq!(artifacts.is_some(), told.starts_with("warning"), "{text}");
    }
    let file = [("data/2024/suppliers.csv", register), ("static/Gaupbrekka Revisjon AS.pdf", "x")];
    assert!(built(&with(&file)).1.contains("the name of supplier `7`"));
}
