//! Who signs a report: shown on its front page and told where something is amiss.

use expect_test::expect;

use crate::project::{BASE, built, composed, page, tells, with};

const SIGNED: &str = r#"published_on = 2025-06-12
version = "1.1"
[[entities]]
name = "Fjord AS"
[[entities]]
name = "Fjord Drift AS"
[[signers]]
name = "Kari Lund"
role = { nb = "styreleder", en = "Chair of the Board" }
entity = "Fjord AS"
place = "Bodø"
signed_on = 2025-06-05
[[signers]]
name = "Per Dal"
role = { nb = "daglig leder", en = "General Manager" }
signed_on = 2025-06-06
"#;

/// The small project with these signers.
fn signed(signers: &str) -> belegg::source::Sources {
    let (path, report) =
        BASE.iter().find(|(path, _)| path.ends_with("report.toml")).expect("it is there");
    let (year, rest) = report.split_once('\n').expect("several lines");
    let (first, tables) = signers.split_once("[[").unwrap_or((signers, ""));
    let text = format!("{year}\n{first}{rest}[[{tables}");
    with(&[(path, text.as_str())])
}

#[test]
fn each_signature_has_name_role_day_and_place_in_the_language_of_the_page() {
    let report = composed(&signed(SIGNED));
    let told = |language| {
        let front = page(&report, language, "report/_index");
        let lines = front.signatures.iter().map(|one| {
            format!(
                "{}, {}, {}: {}\n",
                one.name,
                one.role,
                one.company,
                one.signed.as_deref().unwrap_or("not signed")
            )
        });
        lines.collect::<String>()
    };
    expect![[r#"
        Kari Lund, styreleder, Fjord AS: Signert 5. juni 2025, Bodø
        Per Dal, daglig leder, : Signert 6. juni 2025
    "#]]
    .assert_eq(&told("nb"));
    expect![[r#"
        Kari Lund, Chair of the Board, Fjord AS: Signed 5 June 2025, Bodø
        Per Dal, General Manager, : Signed 6 June 2025
    "#]]
    .assert_eq(&told("en"));
    assert!(page(&report, "nb", "report/01-method").signatures.is_empty());
}

#[test]
fn the_front_page_shows_who_signed_and_which_version_it_is() {
    let (artifacts, told) = built(&signed(SIGNED));
    assert_eq!(told, "");
    let artifacts = artifacts.expect("a site");
    let front = artifacts.text("redegjorelse/index.html").expect("a page");
    for words in
        ["<h2 id=\"site-signatures\">", "<strong>Kari Lund</strong>", "styreleder", "<dd>1.1</dd>"]
    {
        assert!(front.contains(words), "{words} in {front}");
    }
}

#[test]
fn a_report_without_signers_has_no_such_part() {
    let (artifacts, told) = built(&with(&[]));
    assert_eq!(told, "");
    let artifacts = artifacts.expect("a site");
    assert!(
        !artifacts.text("redegjorelse/index.html").expect("a page").contains("site-signatures")
    );
}

#[test]
fn what_is_published_has_been_signed_before() {
    let late = SIGNED.replace("signed_on = 2025-06-05", "signed_on = 2025-07-01");
    tells(
        &signed(&late.replace("signed_on = 2025-06-06\n", "")),
        expect![[r#"
        warning[unsigned]: Kari Lund signed on 2025-07-01, after the account was published
          --> data/2024/report.toml:17:13
           |
        17 | signed_on = 2025-07-01
           |             ^^^^^^^^^^
           |
           = help: write the day as `signed_on`, or publish later: `published_on`

        warning[unsigned]: Per Dal has not signed the account, which is published on 2025-06-12
          --> data/2024/report.toml:18:1
           |
        18 | [[signers]]
           | ^^^^^^^^^^^
           |
           = help: write the day as `signed_on`, or publish later: `published_on`

    "#]],
    );
}

#[test]
fn a_signer_has_a_name_and_a_role_and_signs_for_a_company_of_the_account() {
    let wrong = SIGNED
        .replace("name = \"Kari Lund\"\n", "")
        .replace("role = { nb = \"daglig leder\", en = \"General Manager\" }\n", "")
        .replace("entity = \"Fjord AS\"", "entity = \"Fjord Drfit AS\"");
    tells(
        &signed(&wrong),
        expect![[r#"
        error[missing-key]: somebody who signs has no `name`
          --> data/2024/report.toml:12:1
           |
        12 | [[signers]]
           | ^^^^^^^^^^^
           |
           = help: add `name = "…"`

        error[unknown-entity]: the account does not cover a company called `Fjord Drfit AS`
          --> data/2024/report.toml:14:10
           |
        14 | entity = "Fjord Drfit AS"
           |          ^^^^^^^^^^^^^^^^
           |
           = help: write `Fjord Drift AS`, or add the company under `[[entities]]`

        error[missing-key]: somebody who signs has no `role`
          --> data/2024/report.toml:17:1
           |
        17 | [[signers]]
           | ^^^^^^^^^^^
           |
           = help: add `role = "…"`

    "#]],
    );
}
