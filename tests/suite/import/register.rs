//! Exports of the register of companies, and what they fill in.

use std::collections::BTreeSet;
use std::fs;

use belegg::data::nace::Version;
use belegg::import::register::{self, Register};
use belegg::import::{Industries, Table, add_titles, fill};
use expect_test::{Expect, expect};
use proptest::prelude::*;

use crate::cli::{folder, session};

const JSON: &str = r#"{
  "_embedded": {"enheter": [
    {"organisasjonsnummer": "312001004", "navn": "GRANLIA DATA AS",
     "organisasjonsform": {"kode": "AS", "beskrivelse": "Aksjeselskap"},
     "naeringskode1": {"kode": "62.010", "beskrivelse": "Programmeringstjenester"},
     "forretningsadresse": {"landkode": "NO", "adresse": ["Lia 1"]}, "konkurs": false},
    {"organisasjonsnummer": 312001748, "organisasjonsform": {"kode": "ENK"},
     "naeringskode1": {"kode": "86.101", "beskrivelse": "Alminnelige \"somatiske\" sykehus"},
     "postadresse": {"landkode": "SE"}, "konkurs": true},
    {"organisasjonsnummer": "312002116", "organisasjonsform": null, "slettedato": "2024-05-01"}
  ]},
  "_links": {"self": {"href": "x"}}, "page": {"size": 3}
}"#;

const CSV: &str = "\"organisasjonsnummer\";\"navn\";\"organisasjonsform.kode\";\"naeringskode1.kode\";\"naeringskode1.beskrivelse\";\"forretningsadresse.landkode\";\"postadresse.landkode\";\"slettedato\";\"konkurs\"\n\
\"312001004\";\"GRANLIA; DATA AS\";\"AS\";\"62.010\";\"Programmeringstjenester\";\"NO\";\"\";\"\";\"false\"\n\
\"312001748\";\"X\";\"ENK\";\"86.101\";\"Alminnelige \"\"somatiske\"\" sykehus\";\"\";\"SE\";\"\";\"true\"\n\
\"312002116\";\"Y\";\"\";\"\";\"\";\"\";\"\";\"2024-05-01\";\"\"\n";

fn read(export: &str) -> Register {
    let wanted = ["312001004", "312001748", "312002116"].map(String::from);
    register::read(export.as_bytes(), &BTreeSet::from(wanted)).expect("an export")
}

fn filled(csv: &str, industries: Industries, expected: Expect) -> belegg::import::Filled {
    let table = Table::read(csv.as_bytes()).expect("a table");
    let filled = fill(&table, &read(JSON), industries, "Enhetsregisteret e.json");
    // Line ends of Windows shall be seen.
    let csv = String::from_utf8_lossy(&filled.csv).replace('\r', "␍");
    expected.assert_eq(&csv);
    filled
}

#[test]
fn all_forms_of_an_export_say_the_same() {
    let json = read(JSON);
    let list = &JSON[JSON.find('[').expect("a list")..=JSON.rfind("]}").expect("its end")];
    let tabs = CSV.replace("; ", ", ").replace(';', "\t");
    for other in [CSV, &tabs, &CSV.replace(';', ","), list, &format!("{{\"enheter\": {list}}}")] {
        let other = read(other);
        assert_eq!(format!("{other:?}"), format!("{json:?}"));
    }
    let one = read(&list[1..list.find("},\n    {").expect("a company") + 1]);
    assert_eq!((one.entries, one.companies.len()), (1, 1));
    expect![[r#"
        Register {
            companies: {
                "312001004": Company {
                    country: "NO",
                    form: "AS",
                    industry: "62.01",
                    deleted_on: "",
                    bankrupt: false,
                    winding_up: false,
                },
                "312001748": Company {
                    country: "SE",
                    form: "ENK",
                    industry: "86.101",
                    deleted_on: "",
                    bankrupt: true,
                    winding_up: false,
                },
                "312002116": Company {
                    country: "",
                    form: "",
                    industry: "",
                    deleted_on: "2024-05-01",
                    bankrupt: false,
                    winding_up: false,
                },
            },
            titles: {
                "62.01": "Programmeringstjenester",
                "86.101": "Alminnelige \"somatiske\" sykehus",
            },
            entries: 3,
        }"#]]
    .assert_eq(&format!("{json:#?}"));
}

#[test]
fn only_empty_cells_are_filled_and_all_else_stays() {
    let filled = filled(
        "\u{feff}orgnr;My note;supplier_id;country;nace;org_form;source\r\n\
         312 001 004;\"a;b\";1;;;;SAF-T\r\n\
         312001748;=x;2;Norge;;AS;\r\n\
         ;;3;SE;;;\r\n\
         974760673;;4;;;;\r\n\
         short;row\r\n",
        Industries::AsReport,
        expect![[r#"
            ﻿orgnr;My note;supplier_id;country;nace;org_form;source␍
            312 001 004;"a;b";1;NO;62.01;AS;"SAF-T; country org_form nace: Enhetsregisteret e.json"␍
            312001748;=x;2;Norge;86.101;AS;nace: Enhetsregisteret e.json␍
            ;;3;SE;;;␍
            974760673;;4;;;;␍
            short;row␍
        "#]],
    );
    expect![[r#"
        (
            [
                Kept {
                    line: 3,
                    supplier: "2",
                    column: "country",
                    cell: "Norge",
                    register: "SE",
                },
                Kept {
                    line: 3,
                    supplier: "2",
                    column: "org_form",
                    cell: "AS",
                    register: "ENK",
                },
            ],
            [
                (
                    "2",
                    "bankrupt",
                ),
            ],
            [
                "4",
            ],
        )"#]]
    .assert_eq(&format!("{:#?}", (filled.kept, filled.ended, filled.missing)));
}

#[test]
fn columns_that_are_missing_are_added_only_if_there_is_something_to_fill() {
    filled(
        "supplier_id,orgnr\n1,312001004\n2,\n",
        Industries::No,
        expect![[r#"
        supplier_id,orgnr,country,org_form,source
        1,312001004,NO,AS,country org_form: Enhetsregisteret e.json
        2,,,,
    "#]],
    );
    let nothing = "supplier_id,orgnr\n2,\n";
    filled(
        nothing,
        Industries::No,
        expect![[r#"
        supplier_id,orgnr
        2,
    "#]],
    );
    filled(
        "supplier_id,Org.nr,Land,nace_version\n1,312001004,NO,\n",
        Industries::Marked(Version::Rev21),
        expect![[r#"
            supplier_id,Org.nr,Land,nace_version,org_form,nace,source
            1,312001004,NO,rev2.1,AS,62.01,org_form nace: Enhetsregisteret e.json
        "#]],
    );
}

#[test]
fn a_second_run_changes_nothing() {
    let csv = "supplier_id,orgnr,country\n1,312001004,\n2,312001748,NO\n";
    let fill = |csv: &[u8]| {
        let table = Table::read(csv).expect("a table");
        fill(&table, &read(JSON), Industries::AsReport, "Enhetsregisteret e.json").csv
    };
    let once = fill(csv.as_bytes());
    assert_eq!(fill(&once), once);
}

#[test]
fn exports_that_cannot_be_read_are_told() {
    let deep = format!("[{{\"a\": {}", "[".repeat(1000));
    let long = format!("[{{\"organisasjonsnummer\": \"{}\"}}]", "1".repeat(3_000_000));
    let exports =
        ["", "[", "[1]", "{\"a\": 1}", "navn;x\ny;z\n", "[{}]", &deep, &long, "PK\u{3}\u{4}"];
    let told = exports.map(|export| {
        let fault = register::read(export.as_bytes(), &BTreeSet::new()).expect_err("a fault");
        fault.diagnostic("e.json").message
    });
    expect![[r#"
        `e.json`: the file is empty
        `e.json`, line 1: the JSON cannot be read: EOF while parsing a list
        `e.json`, line 1: the JSON cannot be read: a company is an object with `organisasjonsnummer`
        `e.json`: there are no companies in the file
        `e.json`, line 1: no column is called `organisasjonsnummer`
        `e.json`: there are no companies in the file
        `e.json`, line 1: the JSON cannot be read: EOF while parsing a list
        `e.json`, line 1: a single text, tag, row or object is longer than 1 MB
        `e.json`: this is a file packed as ZIP (or an Excel workbook)"#]]
    .assert_eq(&told.join("\n"));
}

#[test]
fn titles_that_somebody_corrected_are_kept() {
    let register = read(JSON);
    let titles = || register.titles.iter().map(|(code, title)| (code.as_str(), title.as_str()));
    let before = "version,code,language,title\nrev2,62.01,nb,Programmering\n";
    let added = add_titles(before, Version::Rev2, titles()).expect("titles");
    expect![[r#"
        version,code,language,title
        rev2,62.01,nb,Programmering
        rev2,86.101,nb,"Alminnelige ""somatiske"" sykehus"
    "#]]
    .assert_eq(&added.csv);
    let again = add_titles(&added.csv, Version::Rev2, titles()).expect("titles");
    assert_eq!((again.added, again.csv), (0, added.csv));
    assert!(add_titles("code;name\n", Version::Rev2, titles()).is_err());
}

proptest! {
    #[test]
    fn no_bytes_stop_the_readers(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = register::read(bytes.as_slice(), &BTreeSet::new());
        if let Ok(table) = Table::read(&bytes) {
            fill(&table, &read(JSON), Industries::AsReport, "s");
        }
    }

    #[test]
    fn what_is_not_filled_stays_byte_by_byte(rows in "(([a-z\";, \r\n]{0,8};){2}[a-zæ\"]{0,4}\r?\n){0,5}") {
        let csv = format!("supplier_id;orgnr;name\n{rows}");
        if let Ok(table) = Table::read(csv.as_bytes()) {
            let filled = fill(&table, &read(JSON), Industries::AsReport, "s");
            prop_assert_eq!(String::from_utf8_lossy(&filled.csv), csv);
        }
    }
}

#[test]
fn the_register_fills_what_the_ledger_left_empty() {
    let folder = folder();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    write("belegg.toml", "title = \"T\"\n");
    write("enheter.json", JSON);
    let arguments = ["import", "register", "enheter.json"];
    expect![[r#"
        stderr:
        error[period]: no period has a `suppliers.csv`
         |
         = help: make one first, such as with `belegg import saft FILE`

        exit 2
    "#]]
    .assert_eq(&session(folder.path(), &arguments));
    write("data/2024/report.toml", "year = 2024\n");
    write(
        "data/2024/suppliers.csv",
        "supplier_id;name;orgnr;country;nace;turnover\n1;A;312001004;;;100.00\n2;B;312001748;NO;86.10;5\n",
    );
    expect![[r#"
        stderr:
        warning[import]: 1 cell in `data/2024/suppliers.csv` that the register contradicts; kept: 2 line 3 (country: `NO`, register `SE`)
         |
         = help: correct them if the register is right

        warning[import]: 1 supplier that may be no business relation any more: 2 (bankrupt)
         |
         = help: say so in `exclude` and `exclude_reason`, or check the organisation number

        warning[import]: industries were not filled in: the export does not say of which edition of NACE its codes are
         |
         = help: say it with `--nace rev2` (SN2007) or `--nace rev2.1` (SN2025); Enhetsregisteret tells which it hands out on the day of the export

        Read enheter.json: 3 companies
        Filled data/2024/suppliers.csv: 1 country, 2 organisation forms, 0 industries of 2 suppliers
        New columns: org_form, source
        Left out:
               1  cells that were filled already, and differ
        Sole proprietorships (ENK), which are never named: 1
        exit 0
    "#]].assert_eq(&session(folder.path(), &arguments));
    let with_edition = [&arguments[..], &["--nace", "rev2"]].concat();
    expect![[r#"
        stderr:
        warning[import]: 1 cell in `data/2024/suppliers.csv` that the register contradicts; kept: 2 line 3 (country: `NO`, register `SE`)
         |
         = help: correct them if the register is right

        warning[import]: 1 supplier that may be no business relation any more: 2 (bankrupt)
         |
         = help: say so in `exclude` and `exclude_reason`, or check the organisation number

        Read enheter.json: 3 companies
        Filled data/2024/suppliers.csv: 0 countries, 0 organisation forms, 1 industry of 2 suppliers
        Left out:
               1  cells that were filled already, and differ
        Sole proprietorships (ENK), which are never named: 1
        Wrote data/names/nace.csv: 2 titles of industries, in Norwegian
        exit 0
    "#]].assert_eq(&session(folder.path(), &with_edition));
    let read = |path: &str| fs::read_to_string(folder.path().join(path)).expect("a file");
    expect![[r#"
        supplier_id;name;orgnr;country;nace;turnover;org_form;source
        1;A;312001004;NO;62.01;100.00;AS;"country org_form: Enhetsregisteret enheter.json; nace: Enhetsregisteret enheter.json"
        2;B;312001748;NO;86.10;5;ENK;org_form: Enhetsregisteret enheter.json
        version,code,language,title
        rev2,62.01,nb,"Programmeringstjenester"
        rev2,86.101,nb,"Alminnelige ""somatiske"" sykehus"
    "#]].assert_eq(&(read("data/2024/suppliers.csv") + &read("data/names/nace.csv")));
    let other_edition = [&arguments[..], &["--nace", "rev2.1"]].concat();
    write(
        "data/2024/suppliers.csv",
        "supplier_id;name;orgnr;country;nace;turnover\n1;A;312001004;NO;;100.00\n",
    );
    expect![[r#"
        stderr:
        warning[import]: industries were not filled in: the codes of the export are `rev2.1`, those of the report are `rev2`
         |
         = help: write `nace_version` in report.toml if the whole register is of that edition, or add a column `nace_version` to suppliers.csv

        Read enheter.json: 3 companies
        Filled data/2024/suppliers.csv: 0 countries, 1 organisation form, 0 industries of 1 supplier
        New columns: org_form, source
        Wrote data/names/nace.csv: 2 titles of industries, in Norwegian
        exit 0
    "#]].assert_eq(&session(folder.path(), &other_edition));
}
