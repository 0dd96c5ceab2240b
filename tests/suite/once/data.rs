//! A file or folder of data that is gone or has another name, and columns that are wrong as a whole.

use belegg::source::Sources;
use expect_test::expect;

use super::{CHAPTERS, ENGLISH, NORWEGIAN, accepted, project, told};
use crate::project::BASE;

const SUPPLIERS: &str = "data/2024/suppliers.csv";

/// The chapter cites the threshold and what it leaves, in both languages.
fn with_threshold() -> [String; 2] {
    let more = |limit: &str, share: &str| {
        format!(
            "\n[{limit}](fact:suppliers.threshold) [3](fact:suppliers.count) \
             [{share}](fact:suppliers.by_country.NO.share)\n"
        )
    };
    [
        format!("{}{}", CHAPTERS[0].1, more("30 000 kroner", "67 %")),
        format!("{}{}", CHAPTERS[1].1, more("NOK 30,000", "67%")),
    ]
}

fn text(path: &str) -> &'static str {
    BASE.iter().find(|(own, _)| *own == path).map_or("", |(_, text)| text)
}

#[test]
fn a_threshold_that_is_gone() {
    const REPORT: &str = "data/2024/report.toml";
    let [norwegian, english] = with_threshold();
    let own = [(NORWEGIAN, norwegian.as_str()), (ENGLISH, &english)];
    let with = |changed: &[(&str, &str)], gone: &[&str]| told(&accepted(&own, changed, gone));
    expect![[""]].assert_eq(&with(&[], &[]));
    let report = "year = 2024\ncutoff = 2024-12-31\n";
    expect![[r#"
        content/report/01-method.en.md:13:19: there is no fact `suppliers.threshold` in the data of 2024
          figures of this name are made from `[threshold]` in `data/2024/report.toml`: is it there, and complete?
    "#]].assert_eq(&with(&[(REPORT, report)], &[]));
    expect![[r#"
        content/report/01-method.en.md:13:19: there is no fact `suppliers.threshold` in the data of 2024
          figures of this name are made from `[threshold]` in `data/2024/report.toml`: is it there, and complete?
    "#]].assert_eq(&with(&[], &[REPORT]));
    // How many are registered does not follow from it.
    let other = norwegian.replace("[5]", "[6]");
    expect![[r#"
        content/report/01-method.en.md:13:19: there is no fact `suppliers.threshold` in the data of 2024
          figures of this name are made from `[threshold]` in `data/2024/report.toml`: is it there, and complete?
        content/report/01-method.md:7:9: the text says 6 but the data gives 5
          write `[5](fact:suppliers.registered)`, or correct `data/2024/suppliers.csv` (count of rows)
    "#]].assert_eq(&with(&[(NORWEGIAN, &other)], &[REPORT]));
}

/// The project with its data in another folder.
fn in_folder(folder: &str, changed: &[(&str, &str)], gone: &[&str]) -> Sources {
    let all = project(changed, gone);
    let path = |path: &str| path.replace("data/2024/", &format!("data/{folder}/"));
    let files: Vec<_> =
        all.iter().map(|(file, source)| (path(&source.path), all.bytes(file))).collect();
    Sources::from_files(files.iter().map(|(path, bytes)| (path.as_str(), *bytes)))
}

#[test]
fn an_edition_of_industries_that_is_not_said() {
    let rows = text(SUPPLIERS).replace("62.01", "25.40");
    let config = text("belegg.toml").replace("2024", "2025");
    let changed = [(SUPPLIERS, rows.as_str()), ("belegg.toml", &config)];
    expect![[r#"
        data/2025/suppliers.csv:2:14: `46.46` is “Wholesale of pharmaceutical goods” in NACE Rev. 2, but “Wholesale of pharmaceutical and medical goods” in NACE Rev. 2.1; so it is with the codes of 3 more rows
          there is no `data/2025/report.toml`: put it back, or make it, and say which edition the register follows: `nace_version = "rev2"` or `nace_version = "rev2.1"` in report.toml, or row by row in a column `nace_version`
    "#]].assert_eq(&told(&in_folder("2025", &changed, &["data/2024/report.toml"])));
    let changed = [&changed[..], &[("data/2024/report.toml", "year = 2025\n")]].concat();
    expect![[r#"
        data/2025/suppliers.csv:2:14: `46.46` is “Wholesale of pharmaceutical goods” in NACE Rev. 2, but “Wholesale of pharmaceutical and medical goods” in NACE Rev. 2.1; so it is with the codes of 3 more rows
          say which edition the register follows: `nace_version = "rev2"` or `nace_version = "rev2.1"` in report.toml, or row by row in a column `nace_version`
    "#]].assert_eq(&told(&in_folder("2025", &changed, &[])));
}

#[test]
fn a_folder_of_data_under_another_name() {
    expect![[r#"
        data/2031/report.toml:1:8: the year is 2024, but the data lies in the folder of 2031
          write `year = 2031`, or call the folder `data/2024`
    "#]]
    .assert_eq(&told(&in_folder("2031", &[], &[])));
    expect![[r#"
        belegg.toml:4:10: there is no data for the period 2024: no folder `data/2024`
          `data/i år/report.toml` says that it is of 2024: call the folder `data/2024`
    "#]]
    .assert_eq(&told(&in_folder("i år", &[], &[])));
    // Pages may say the period, and not the configuration.
    let config = text("belegg.toml").replace("period = 2024\n", "");
    let page = |path| text(path).replace("kind", "period = 2024\nkind");
    let [one, other] = ["content/report/_index.md", "content/report/_index.en.md"];
    let (norwegian, english) = (page(one), page(other));
    let changed = [("belegg.toml", config.as_str()), (one, &norwegian), (other, &english)];
    expect![[r#"
        data/2031/report.toml:1:8: the year is 2024, but the data lies in the folder of 2031
          write `year = 2031`, or call the folder `data/2024`
    "#]]
    .assert_eq(&told(&in_folder("2031", &changed, &[])));
    expect![[r#"
        content/report/_index.md:3:10: there is no data for the period 2024
          there is data for 2023, 2031
        data/2031/suppliers.csv:2:14: `46.46` is “Wholesale of pharmaceutical goods” in NACE Rev. 2, but “Wholesale of pharmaceutical and medical goods” in NACE Rev. 2.1; so it is with the code of 1 more row
          there is no `data/2031/report.toml`: put it back, or make it, and say which edition the register follows: `nace_version = "rev2"` or `nace_version = "rev2.1"` in report.toml, or row by row in a column `nace_version`
    "#]].assert_eq(&told(&in_folder("2031", &changed, &["data/2024/report.toml"])));
}

/// The register with these countries, industries, relations and amounts, of one row each.
fn register(rows: &[[&str; 4]]) -> String {
    let row = |(at, row): (usize, &[&str; 4])| format!("{at},S AS,{}\n", row.join(","));
    let rows: String = rows.iter().enumerate().map(row).collect();
    format!("supplier_id,name,country,nace,relation,turnover\n{rows}")
}

#[test]
fn a_slip_in_a_whole_column() {
    let told = |rows: &[[&str; 4]]| {
        let told = told(&project(&[(SUPPLIERS, &register(rows))], &[]));
        let end = told.find(SUPPLIERS).unwrap_or(told.len());
        told[end..].to_string()
    };
    let relation = "first_tier";
    let industry = |code| ["NO", code, relation, "50000"];
    // Other codes that are none are other mistakes, however they look.
    expect![[r#"
        data/2024/suppliers.csv:2:11: `46.46x` in row 2, column `nace` is not a code of NACE Rev. 2; so it is in 3 rows
          look the class up in the list of the statistical office; it has four digits and a point: 46.46
        data/2024/suppliers.csv:5:11: `99.98` in row 5, column `nace` is not a code of NACE Rev. 2
          look the class up in the list of the statistical office; it has four digits and a point: 46.46
        data/2024/suppliers.csv:6:11: `99.97` in row 6, column `nace` is not a code of NACE Rev. 2
          look the class up in the list of the statistical office; it has four digits and a point: 46.46
    "#]].assert_eq(&told(&["46.46x", "62.01x", "81.21x", "99.98", "99.97"].map(industry)));
    let country = |name| [name, "46.46", relation, "50000"];
    expect![[r#"
        data/2024/suppliers.csv:2:8: `Norgge` in row 2, column `country` is not a country; so it is in 2 rows
          write its two-letter code, such as NO, or its name
        data/2024/suppliers.csv:4:8: `Sverje` in row 4, column `country` is not a country
          write its two-letter code, such as NO, or its name
        : the pages are not compared with the data of 2024, which has errors
          correct the errors in `data/2024` first
    "#]].assert_eq(&told(&["Norgge", "Norgge", "Sverje", "NO"].map(country)));
    let relation = |word| ["NO", "46.46", word, "50000"];
    expect![[r#"
        data/2024/suppliers.csv:2:17: `direkte` in row 2, column `relation` is not a word that is known here; so it is in 2 rows
          write one of first_tier, business_partner, sub_supplier, own_group
        data/2024/suppliers.csv:4:17: `indirekte` in row 4, column `relation` is not a word that is known here
          write one of first_tier, business_partner, sub_supplier, own_group
        : the pages are not compared with the data of 2024, which has errors
          correct the errors in `data/2024` first
    "#]].assert_eq(&told(&["direkte", "direkte", "indirekte"].map(relation)));
    let amount = |amount| ["NO", "46.46", "first_tier", amount];
    expect![[r#"
        data/2024/suppliers.csv:2:28: `50000 kr` in row 2, column `turnover` is not a number; so it is in 2 rows
          write the amount without the currency, which has a column of its own: 1234.50
        data/2024/suppliers.csv:4:28: `1.5.2` in row 4, column `turnover` is not a number
          a sign between thousands stands before every three digits: 1 234 567
        data/2024/suppliers.csv:5:28: `mye` in row 5, column `turnover` is not a number
          write it with digits only, and a point before decimals: 1234.50
        data/2024/suppliers.csv:6:28: the cell in row 6, column `turnover` is empty
          write 0 if nothing was bought
        data/2024/suppliers.csv:7:28: the cell in row 7, column `turnover` is empty
          write 0 if nothing was bought
        : the pages are not compared with the data of 2024, which has errors
          correct the errors in `data/2024` first
    "#]]
    .assert_eq(&told(&["50000 kr", "700.50 kr", "1.5.2", "mye", "", ""].map(amount)));
}

#[test]
fn what_is_missing_beside_a_cell_is_told_in_every_row() {
    let row = |id: &str| format!("{id},S AS,NO,46.46,50000,yes\n");
    let rows: String = ["1", "2"].map(row).concat();
    let table = format!("supplier_id,name,country,nace,turnover,exclude\n{rows}");
    expect![[r#"
        data/2024/suppliers.csv:2:23: `yes` in row 2, column `exclude` has no reason
          say why in `exclude_reason`
        data/2024/suppliers.csv:3:23: `yes` in row 3, column `exclude` has no reason
          say why in `exclude_reason`
        : the pages are not compared with the data of 2024, which has errors
          correct the errors in `data/2024` first
    "#]]
    .assert_eq(&told(&project(&[(SUPPLIERS, &table)], &[])));
}

#[test]
fn industries_of_the_other_edition_in_a_whole_column() {
    let rows = text(SUPPLIERS).replace("46.46", "31.01").replace("62.01", "31.02");
    let report =
        text("data/2024/report.toml").replace("cutoff", "nace_version = \"rev2.1\"\ncutoff");
    let changed = [(SUPPLIERS, rows.as_str()), ("data/2024/report.toml", &report)];
    expect![[r#"
        data/2024/suppliers.csv:2:14: `31.01` in row 2, column `nace` is not a code of NACE Rev. 2.1, but of NACE Rev. 2; so it is in 4 rows
          if the register follows NACE Rev. 2, write `nace_version = "rev2"` in report.toml; a single row says so in a column `nace_version`
    "#]].assert_eq(&told(&project(&changed, &[])));
}

#[test]
fn a_supplier_that_is_not_registered() {
    let responses = "supplier_id,answered_on,score_total\n9,2024-05-01,80\n8,2024-05-01,80\n";
    let audits = "supplier_id,date\n9,2024-05-01\n9,2024-06-01\n";
    let changed = [("data/2024/responses.csv", responses), ("data/2024/audits.csv", audits)];
    expect![[r#"
        data/2024/audits.csv:2:1: the supplier `9` is not in `data/2024/suppliers.csv`
          correct the number, or add the supplier to the register
        data/2024/responses.csv:3:1: the supplier `8` is not in `data/2024/suppliers.csv`
          correct the number, or add the supplier to the register
        : `questionnaire.mean` is not made: `data/2024/responses.csv` has only 2 for it, and companies could be recognised
          figures over companies are made from 3 of them upward
    "#]].assert_eq(&told(&project(&changed, &[])));
}
