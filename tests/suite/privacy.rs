//! Nothing private leaves.

use expect_test::expect;

use crate::project::{BASE, built, chapter, with};

#[test]
fn a_supplier_s_name_in_a_text_stops_the_build_without_repeating_it() {
    let (artifacts, told) = built(&chapter("Vi kjøper mest av **Beta** AB i Sverige."));
    assert!(artifacts.is_none());
    expect![[r#"
        error[private-value]: the name of supplier `2` in `data/2024/suppliers.csv` would be published in `redegjorelse/method/index.html`
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
    let register = BASE[8]
        .1
        .replace("coc_signed_on\n", "coc_signed_on,publish\n")
        .replace("2024-03-01", "2024-03-01,yes");
    let register = register.replace(",\n", ",,\n").replace("2023-05-02", "2023-05-02,");
    let page = "+++\ntitle = \"Metode\"\n+++\nMest av Alfa AS.\n";
    let sources =
        with(&[("data/2024/suppliers.csv", &register), ("content/report/01-method.md", page)]);
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
