//! A line that is gone, stands twice or begins too far in.

use expect_test::{Expect, expect};

use super::{ENGLISH, NORWEGIAN, accepted, told};
use crate::project::BASE;

/// A chapter in two languages that cites facts in two sections, and links to another page from the second.
const CHAPTER: [(&str, &str); 2] = [
    (
        NORWEGIAN,
        "+++\ntitle = \"Metode\"\nkey_figures = [\"suppliers.count\"]\n+++\n\n## Vi kjøper {#buying}\n\n\
         Vi har [5](fact:suppliers.registered) leverandører.\n\n## Vi vurderer {#assessing}\n\n\
         [3](fact:suppliers.count) av dem har mer enn [30 000 kroner](fact:suppliers.threshold). Les \
         [mer](@/report/_index.md).\n",
    ),
    (
        ENGLISH,
        "+++\ntitle = \"Method\"\nkey_figures = [\"suppliers.count\"]\n+++\n\n## We buy {#buying}\n\n\
         We have [5](fact:suppliers.registered) suppliers.\n\n## We assess {#assessing}\n\n\
         [3](fact:suppliers.count) of them have more than [NOK 30,000](fact:suppliers.threshold). Read \
         [more](@/report/_index.md).\n",
    ),
];

/// What is told when in a file something is written in place of another.
fn slip(path: &str, right: &str, wrong: &str, expected: Expect) {
    let known = CHAPTER.iter().chain(&BASE).find(|(own, _)| *own == path);
    let text = known.map_or("", |(_, text)| *text);
    assert!(text.contains(right), "{text}");
    let changed = [(path, &*text.replacen(right, wrong, 1))];
    expected.assert_eq(&told(&accepted(&CHAPTER, &changed, &[])));
}

#[test]
fn nothing_is_told_of_the_chapter_as_it_is() {
    slip(NORWEGIAN, "Vi har", "Vi har", expect![[""]]);
}

#[test]
fn a_heading_that_is_gone() {
    slip(
        NORWEGIAN,
        "## Vi vurderer {#assessing}\n\n",
        "",
        expect![[r#"
        content/report/01-method.en.md:10:1: the section “We assess” is not in the original (Norsk)
          a translation may not say more: add it there, or say why under `[[exceptions]]` in the front matter
    "#]],
    );
    slip(
        ENGLISH,
        "## We assess {#assessing}\n\n",
        "",
        expect![[r#"
        content/report/01-method.md:10:1: the section “Vi vurderer” is missing in English
          translate it, or say why not under `[[exceptions]]` in the front matter
    "#]],
    );
}

#[test]
fn lines_that_begin_too_far_in() {
    slip(
        NORWEGIAN,
        "## Vi vurderer",
        "    ## Vi vurderer",
        expect![[r#"
        content/report/01-method.md:10:5: these lines are set as code, because four spaces stand before them
          take the spaces out; code that is meant stands between two lines of three backticks
    "#]],
    );
    slip(
        ENGLISH,
        "[3]",
        "    [3]",
        expect![[r#"
        content/report/01-method.en.md:12:5: these lines are set as code, because four spaces stand before them
          take the spaces out; code that is meant stands between two lines of three backticks
    "#]],
    );
}

#[test]
fn a_paragraph_that_one_language_lacks() {
    let text = "[3](fact:suppliers.count) of them have more than [NOK 30,000](fact:suppliers.threshold). Read";
    slip(
        ENGLISH,
        text,
        "Read",
        expect![[r#"
        content/report/01-method.md:12:1: the facts `suppliers.count`, `suppliers.threshold` stand here, but not in the translation (English)
          cite the same facts in both languages
    "#]],
    );
    slip(
        NORWEGIAN,
        "key_figures = [\"suppliers.count\"]",
        "key_figures = []",
        expect![[r#"
        content/report/01-method.en.md:3:16: the fact `suppliers.count` stands here, but not in the original (Norsk)
          cite the same facts in both languages
    "#]],
    );
}

#[test]
fn a_field_under_another_name() {
    slip(
        NORWEGIAN,
        "key_figures",
        "ey_figures",
        expect![[r#"
        content/report/01-method.md:3:1: unknown key `ey_figures`
          there is a similar one: `key_figures`
    "#]],
    );
    slip(
        ENGLISH,
        "key_figures",
        "ey_figures",
        expect![[r#"
        content/report/01-method.en.md:3:1: unknown key `ey_figures`
          there is a similar one: `key_figures`
    "#]],
    );
}

#[test]
fn front_matter_that_ends_where_it_begins_or_twice() {
    slip(
        ENGLISH,
        "]\n+++\n",
        "]\n+++\n+++\n",
        expect![[r#"
        content/report/01-method.en.md:5:1: the front matter ends twice
          take this line out: readers would see it
    "#]],
    );
    slip(
        NORWEGIAN,
        "+++\n",
        "+++\n+++\n",
        expect![[r#"
        content/report/01-method.md:2:1: the front matter ends where it begins
          take this line out: the fields stand below it
    "#]],
    );
}

#[test]
fn the_line_in_brackets_above_an_entry() {
    slip(
        "belegg.toml",
        "[languages.en]\n",
        "",
        expect![[r#"
        belegg.toml:8:1: `label` stands twice
          keep one of the two lines; where they belong to two entries, write the line in brackets above the second
    "#]],
    );
    slip(
        "data/2024/report.toml",
        "[threshold]\n",
        "",
        expect![[r#"
            data/2024/report.toml:3:1: unknown keys `amount`, `currency`
              write above them the line in brackets that they belong to, or take them out; known are `accept_jumps`, `annual_report_reference`, `authoritative`, `code_of_conduct`, `contact`, `cutoff`, `entities`, `information_request`, `nace_level`, `nace_version`, `norwegian_exempt`, `period_end`, `period_start`, `published_on`, `signers`, `smallest_group`, `threshold`, `version`, `year`
            : the pages are not compared with the data of 2024, which has errors
              correct the errors in `data/2024` first
        "#]],
    );
    slip(
        "data/2023/facts.toml",
        "[\"suppliers.count\"]\n",
        "",
        expect![[r#"
        data/2023/facts.toml:1:1: `value`, `unit` do not stand in a fact
          write the line with the name of the fact above them: `["suppliers.count"]`
    "#]],
    );
    let signers = "[threshold]\namount = 30000\ncurrency = \"NOK\"\n\n[[signers]]\nname = \"Eva Dahl\"\n\
                   role = { nb = \"leder\", en = \"manager\" }\n";
    let report = BASE.iter().find(|(path, _)| *path == "data/2024/report.toml");
    let (path, text) = report.expect("settings");
    let with = |signers: &str| {
        let text = text.split("[threshold]").next().unwrap_or_default();
        told(&accepted(&CHAPTER, &[(*path, &format!("{text}{signers}"))], &[]))
    };
    expect![[""]].assert_eq(&with(signers));
    expect![[r#"
        data/2024/report.toml:7:1: unknown keys `name`, `role`
          write above them the line in brackets that they belong to, or take them out; known are `amount`, `currency`, `inclusive`
    "#]].assert_eq(&with(&signers.replace("[[signers]]\n", "")));
    expect![[r#"
        data/2024/report.toml:7:1: nothing is said below this `[[signers]]`
          take the line out, or write below it what it is to say
    "#]]
    .assert_eq(&with(&signers.replace("[[signers]]\n", "[[signers]]\n[[signers]]\n")));
    expect![[r#"
        data/2024/report.toml:8:1: unknown key `ame`
          there is a similar one: `name`
    "#]]
    .assert_eq(&with(&signers.replace("name", "ame")));
}

#[test]
fn the_first_line_of_a_table() {
    const SUPPLIERS: &str = "data/2024/suppliers.csv";
    let head = "supplier_id,name,country,nace,turnover\n";
    slip(
        SUPPLIERS,
        head,
        &head.repeat(2),
        expect![[r#"
        data/2024/suppliers.csv:2:1: the names of the columns stand here a second time
          take this line out
    "#]],
    );
    slip(
        SUPPLIERS,
        head,
        &head.replace('\n', ","),
        expect![[r#"
            data/2024/suppliers.csv:1:1: the rows have 5 cells each, but the first line names 10 columns
              give every row a cell for each column, empty ones too; or end the first line behind the last column
            : the pages are not compared with the data of 2024, which has errors
              correct the errors in `data/2024` first
        "#]],
    );
    slip(
        SUPPLIERS,
        head,
        &head.replace('\n', ",note\n"),
        expect![[r#"
            data/2024/suppliers.csv:1:1: the rows have 5 cells each, but the first line names 6 columns
              give every row a cell for each column, empty ones too; or end the first line behind the last column
            : the pages are not compared with the data of 2024, which has errors
              correct the errors in `data/2024` first
        "#]],
    );
    slip(
        SUPPLIERS,
        head,
        &head.replace(",turnover", ""),
        expect![[r#"
            data/2024/suppliers.csv: column `turnover` is missing in `data/2024/suppliers.csv`
              the file has `supplier_id`, `name`, `country`, `nace`
            : the pages are not compared with the data of 2024, which has errors
              correct the errors in `data/2024` first
        "#]],
    );
}

#[test]
fn days_of_the_account_that_contradict_each_other() {
    const REPORT: &str = "data/2024/report.toml";
    let days = "cutoff = 2024-12-31\nperiod_start = 2024-01-01\nperiod_end = 2024-12-31\npublished_on = 2025-06-01\n";
    let with = |right: &str, wrong: &str| {
        let text = format!(
            "year = 2024\n{}[threshold]\namount = 30000\ncurrency = \"NOK\"\n",
            days.replace(right, wrong)
        );
        told(&accepted(&CHAPTER, &[(REPORT, &text)], &[]))
    };
    expect![[""]].assert_eq(&with("", ""));
    expect![[r#"
        data/2024/report.toml:3:16: the period begins on 2042-01-01, after the day on which it ends, 2024-12-31
          correct `period_start` or `period_end`
    "#]].assert_eq(&with("2024-01-01", "2042-01-01"));
    expect![[r#"
        data/2024/report.toml:2:10: the figures are counted on 2042-12-31, after the day on which they are published, 2025-06-01
          correct `cutoff` or `published_on`
    "#]].assert_eq(&with("cutoff = 2024", "cutoff = 2042"));
    expect![[r#"
        data/2024/report.toml:3:16: the period begins on 2024-01-01, after the day on which the figures are counted, 2014-12-31
          correct `period_start` or `cutoff`
    "#]].assert_eq(&with("cutoff = 2024", "cutoff = 2014"));
    expect![[r#"
        data/2024/report.toml:3:16: the year is 2024, but the period is from 2023-01-01 to 2023-12-31
          correct the days: the period begins or ends in the year
    "#]]
        .assert_eq(&with("2024-01-01\nperiod_end = 2024", "2023-01-01\nperiod_end = 2023"));
    // A year that does not end with the calendar's.
    expect![[""]].assert_eq(&with(
        "2024-01-01\nperiod_end = 2024-12-31",
        "2023-07-01\nperiod_end = 2024-06-30",
    ));
}
