//! Risk classes: from country and industry, then by the organisation's own rules.

use expect_test::expect;

use crate::project::{composed, page, tells, with, words};

const MATRIX: &str = r#"[matrix]
low = { low = "low", medium = "low", high = "medium" }
medium = { low = "low", medium = "medium", high = "high" }
high = { low = "medium", medium = "high", high = "high" }

[thresholds.CPI]
high_below = 40
low_from = 60

[[rule]]
id = "software"
when = { nace = "62" }
set = "low"
reason = { nb = "Kjent bransje", en = "A known industry" }

[[rule]]
id = "answers"
when = { score_below = 50, country = ["NO"] }
set = "high"
reason = { nb = "Svake svar", en = "Weak answers" }
"#;

const COUNTRIES: &str = "country,index,edition,value,class,source,licence,retrieved_on\n\
    NO,CPI,2024,81,,Index of corruption,CC BY 4.0,2025-01-31\n\
    SE,CPI,2024,50,,Index of corruption,CC BY 4.0,2025-01-31\n";

const INDUSTRIES: &str = "nace,class,source\nC,medium,Own view\n46,high,Own view\n46.46,medium,Own view\n62.01,high,Own view\n";

/// The small project with a classification, and some files changed.
fn classified(changed: &[(&str, &str)]) -> belegg::source::Sources {
    let files = [
        ("data/2024/risk-matrix.toml", MATRIX),
        ("data/2024/country-risk.csv", COUNTRIES),
        ("data/2024/industry-risk.csv", INDUSTRIES),
        (
            "data/2024/responses.csv",
            "supplier_id,answered_on,score_total\n1,2024-05-01,90\n2,2024-05-01,80\n3,2024-05-01,40\n",
        ),
        ("content/report/01-method.en.md", "+++\ntitle = \"Method\"\n+++\nText.\n"),
        ("content/report/01-method.md", "+++\ntitle = \"Metode\"\n+++\nTekst.\n"),
    ];
    let rest = files.into_iter().filter(|(path, _)| changed.iter().all(|(other, _)| other != path));
    with(&rest.chain(changed.iter().copied()).collect::<Vec<_>>())
}

/// What this text says in the report.
fn says(text: &str, changed: &[(&str, &str)]) -> String {
    let text = format!("+++\ntitle = \"Metode\"\n+++\n{text}\n");
    let files = [&[("content/report/01-method.md", text.as_str())], changed].concat();
    let sources = classified(&files);
    let mut diagnostics = belegg::diagnostic::Diagnostics::default();
    let report = belegg::compose(&sources, &belegg::Options::default(), &mut diagnostics);
    words(page(&report.expect("a report"), "nb", "report/01-method"))
}

#[test]
fn a_class_is_made_of_country_and_industry_and_changed_by_the_first_rule_that_fits() {
    // 1 and 3: Norway is low, 46.46 is medium, so low; 2: Sweden is medium, 62.01 high, so high.
    expect!["først 1, 0 og 2 og 0, så 1, 0, 2 og 0; 2 flyttet, 1 opp, 1 ned; 1 av 3"].assert_eq(&says(
        "først [](fact:risk.initial.high), [](fact:risk.initial.medium) og [](fact:risk.initial.low) og [](fact:risk.initial.not_assessed), \
         så [](fact:risk.final.high), [](fact:risk.final.medium), [](fact:risk.final.low) og [](fact:risk.final.not_assessed); \
         [](fact:risk.moved) flyttet, [](fact:risk.raised) opp, [](fact:risk.lowered) ned; [](fact:risk.rule.software) av [](fact:suppliers.count)",
        &[],
    ));
}

#[test]
fn what_is_not_known_is_not_assessed_and_never_low() {
    let one = "country,class,source\nSE,medium,Own view\n";
    expect!["0 lav, 2 ikke vurdert, 33 %"].assert_eq(&says(
        "[](fact:risk.initial.low) lav, [](fact:risk.initial.not_assessed) ikke vurdert, [](fact:risk.initial.high.share)",
        &[("data/2024/country-risk.csv", one)],
    ));
    tells(
        &classified(&[
            ("data/2024/country-risk.csv", one),
            ("data/2024/industry-risk.csv", "nace,class,source\n46.4,low,Own view\n"),
            ("data/2024/responses.csv", "supplier_id,answered_on\n3,2024-05-01\n"),
        ]),
        expect![[r#"
            warning[not-assessed]: 2 of the 3 suppliers that are counted have no risk class: they are shown as not assessed
            --> data/2024/suppliers.csv:1:1
             = help: give a class to the countries NO

        "#]],
    );
}

#[test]
fn a_person_s_decision_goes_before_the_rules_and_needs_a_reason() {
    let register = |reason: &str| {
        format!(
            "supplier_id,name,country,nace,turnover,risk_override,override_reason\n\
             1,Alfa Industri,NO,46.46,120000,high,{reason}\n2,Beta Verkstad,SE,62.01,90000,,\n"
        )
    };
    let decided = register("Tilsyn fant brudd");
    expect!["1 høy, 1 enkeltvis"].assert_eq(&says(
        "[](fact:risk.final.high) høy, [](fact:risk.override) enkeltvis",
        &[
            ("data/2024/suppliers.csv", &decided),
            ("data/2024/responses.csv", "supplier_id,answered_on\n"),
        ],
    ));
    tells(
        &classified(&[
            ("data/2024/suppliers.csv", &register("")),
            ("data/2024/responses.csv", "supplier_id,answered_on\n"),
        ]),
        expect![[r#"
            error[wrong-cell]: `high` in row 2, column `risk_override` has no reason
             --> data/2024/suppliers.csv:2:33
              |
            2 | 1,Alfa Industri,NO,46.46,120000,high,
              |                                 ^^^^
              |
              = help: say why in `override_reason`

        "#]],
    );
}

#[test]
fn the_tables_show_the_move_the_rules_and_the_sources() {
    let text = "+++\ntitle = \"Metode\"\n+++\n![](table:risk.moves)\n\n![](table:risk.rules)\n\n![](table:risk.sources)\n";
    let report = composed(&classified(&[("content/report/01-method.md", text)]));
    let mut lines = Vec::new();
    for block in &page(&report, "nb", "report/01-method").blocks {
        let belegg::document::Block::Figure(figure) = block else { continue };
        let belegg::document::FigureContent::Table { table, .. } = &figure.content else {
            continue;
        };
        let cells = |row: &[belegg::document::Cell]| {
            row.iter()
                .map(|cell| match cell {
                    belegg::document::Cell::Text(text)
                    | belegg::document::Cell::Value { text, .. } => text.clone(),
                    other => format!("{other:?}"),
                })
                .collect::<Vec<_>>()
                .join(" | ")
        };
        lines.push(
            table.columns.iter().map(|one| one.title.clone()).collect::<Vec<_>>().join(" | "),
        );
        lines.extend(table.rows.iter().map(|row| cells(row)));
        lines.extend(table.total.iter().map(|row| cells(row)));
    }
    expect![[r#"
        Før egne regler | Etter: Høy risiko | Etter: Middels risiko | Etter: Lav risiko | Etter: Ikke vurdert | I alt
        Høy risiko | 0 | 0 | 1 | 0 | 1
        Middels risiko | 0 | 0 | 0 | 0 | 0
        Lav risiko | 1 | 0 | 1 | 0 | 2
        Ikke vurdert | 0 | 0 | 0 | 0 | 0
        I alt | 1 | 0 | 2 | 0 | 3
        Regel | Settes til | Leverandører
        Kjent bransje | Lav risiko | 1
        Svake svar | Høy risiko | 1
        Grunnlag | Utgave | Kilde | Lisens | Hentet
        CPI (land) | 2024 | Index of corruption | CC BY 4.0 | 31. januar 2025
        næringer |  | Own view |  | "#]].assert_eq(&lines.join("\n"));
}

#[test]
fn mistakes_in_the_rules_are_told_together() {
    let matrix = "[matrix]\nlow = { low = \"low\", medium = \"lav\", high = \"medium\" }\n\
         medium = { low = \"low\", medium = \"medium\" }\n\
         [thresholds.CPI]\nhigh_below = 60\nlow_from = 40\n\
         [[rule]]\nid = \"all\"\nwhen = {}\nset = \"hgh\"\nreason = { nb = \"A\", en = \"B\" }\n";
    let countries =
        "country,index,value,class,source\nNorge,GRI,3,,X\nNO,,,low,X\nXX,,,low,X\nSE,,,,\n";
    tells(
        &classified(&[
            ("data/2024/risk-matrix.toml", matrix),
            ("data/2024/country-risk.csv", countries),
            ("data/2024/industry-risk.csv", "nace,class,source\n99.99,low,X\n"),
        ]),
        expect![[r#"
            error[missing-limits]: there are no limits for the index `GRI`
             --> data/2024/country-risk.csv:2:1
              |
            2 | Norge,GRI,3,,X
              | ^^^^^
              |
              = help: write in `risk-matrix.toml`: `[thresholds."GRI"]` with `high_below` and `low_from`, or give the class itself

            error[duplicate-id]: the country NO stands twice
             --> data/2024/country-risk.csv:3:1
              |
            3 | NO,,,low,X
              | ^^
              |
              = help: keep one of the two rows
            note: first here
             --> data/2024/country-risk.csv:2:1
              |
            2 | Norge,GRI,3,,X
              | ^^^^^

            error[wrong-cell]: `XX` in row 4, column `country` is not a country
             --> data/2024/country-risk.csv:4:1
              |
            4 | XX,,,low,X
              | ^^
              |
              = help: write its two-letter code, such as NO, or its name

            error[wrong-cell]: `SE` in row 5, column `country` has neither value nor class
             --> data/2024/country-risk.csv:5:1
              |
            5 | SE,,,,
              | ^^
              |
              = help: give the index's value, or the class high, medium or low

            error[wrong-cell]: the cell in row 5, column `source` is empty
             --> data/2024/country-risk.csv:5:7
              |
            5 | SE,,,,
              |       ^
              |
              = help: fill in the cell

            error[wrong-cell]: `99.99` in row 2, column `nace` is not a code of NACE Rev. 2
             --> data/2024/industry-risk.csv:2:1
              |
            2 | 99.99,low,X
              | ^^^^^
              |
              = help: look the class up in the list of the statistical office; it has four digits and a point: 46.46

            error[missing-key]: `high` is missing
            --> data/2024/risk-matrix.toml:1:1
             = help: add `high = { low = "…", medium = "…", high = "…" }`

            error[missing-key]: `high` is missing
            --> data/2024/risk-matrix.toml:1:1
             = help: add `high = "medium"`

            error[wrong-value]: `lav` is not a word that is known here
             --> data/2024/risk-matrix.toml:2:31
              |
            2 | low = { low = "low", medium = "lav", high = "medium" }
              |                               ^^^^^
              |
              = help: write one of high, medium, low

            error[wrong-value]: the limits of this index make no three classes
             --> data/2024/risk-matrix.toml:4:13
              |
            4 | [thresholds.CPI]
              |             ^^^
              |
              = help: write `high_below = 40` and `low_from = 60` where a high value is good, or `low_below` and `high_from` where it is bad

            error[wrong-value]: this rule would hold for every supplier
             --> data/2024/risk-matrix.toml:9:8
              |
            9 | when = {}
              |        ^^
              |
              = help: say which suppliers it is for: country, nace, relation, strategic, initial or score_below

            error[wrong-value]: `hgh` is not a word that is known here
              --> data/2024/risk-matrix.toml:10:7
               |
            10 | set = "hgh"
               |       ^^^^^
               |
               = help: did you mean `high`?

        "#]],
    );
}

#[test]
fn a_class_for_an_industry_counts_in_its_own_edition_only() {
    // Q is health in Rev. 2 and education in Rev. 2.1.
    let report = "year = 2024\ncutoff = 2024-12-31\nnace_version = \"rev2.1\"\n[threshold]\namount = 30000\ncurrency = \"NOK\"\n";
    let register = "supplier_id,name,country,nace,turnover\n1,Alfa Skole,NO,85.10,1200000\n\
        2,Beta Sykehus,NO,86.10,300000\n3,Gamma Sykehus,NO,86.10,90000\n";
    let industries =
        |edition: &str| format!("nace,nace_version,class,source\nQ,{edition},high,Own view\n");
    let responses = ("data/2024/responses.csv", "supplier_id,answered_on\n1,\n2,\n3,\n");
    let text = "[](fact:risk.initial.medium), [](fact:risk.initial.not_assessed)";
    for (edition, expected) in [("rev2.1", expect!["1, 2"]), ("rev2", expect!["0, 3"])] {
        let industries = industries(edition);
        expected.assert_eq(&says(
            text,
            &[
                ("data/2024/report.toml", report),
                ("data/2024/suppliers.csv", register),
                ("data/2024/industry-risk.csv", &industries),
                responses,
            ],
        ));
    }
}
