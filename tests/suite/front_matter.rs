//! What is wrong in the front matter of a page is told in one run, each with what to write instead.

use belegg::diagnostic::{Diagnostic, Diagnostics, place};
use belegg::source::Sources;
use belegg::{Options, PdfChoice};
use expect_test::{Expect, expect};

use crate::project::with;

/// A line for each mistake of the home page: its place, what is wrong and the remedy.
fn tells(front: &str, expected: Expect) {
    let home = format!("{front}\nVelkommen.\n");
    let sources = with(&[("content/_index.md", &home)]);
    expected.assert_eq(&lines(&sources));
}

fn lines(sources: &Sources) -> String {
    let mut diagnostics = Diagnostics::default();
    let options = Options { pdf: PdfChoice::No, ..Options::default() };
    belegg::build(sources, &options, &mut diagnostics).expect("no engine is asked for");
    let line = |one: &Diagnostic| {
        let (path, line, column) = place(one, sources).unwrap_or_default();
        let help = one.help.as_deref().unwrap_or("no help");
        format!("{path}:{line}:{column} {}: {}; {help}\n", one.code.0, one.message)
    };
    diagnostics.sorted().into_iter().map(line).collect()
}

#[test]
fn values_of_another_kind_than_is_meant() {
    tells(
        "+++\ntitle = 2025\ndescription = [\"Kort\"]\ndate = \"30/6/2025\"\nupdated = 2025\n\
         publish_date = \"2025-02-30\"\nweight = \"3\"\ndraft = \"nei\"\naliases = \"/gammel/\"\n\
         key_figures = [1, 2]\nexceptions = false\nextra = 3\n+++",
        expect![[r#"
            content/_index.md:2:9 wrong-type: `title` must be a text in quotes, not a number; write `title = "2025"`
            content/_index.md:3:15 wrong-type: `description` must be a text in quotes, not a list; write `description = "Kort"`
            content/_index.md:4:8 wrong-type: `date` must be a date, not a text; write `date = 2025-06-30`
            content/_index.md:5:11 wrong-type: `updated` must be a date, not a number; write year, month and day: `updated = 2025-06-30`
            content/_index.md:6:16 wrong-type: `publish_date` is 2025-02-30, and there is no such day in the calendar; write a date such as `publish_date = 2025-06-30`
            content/_index.md:7:10 wrong-type: `weight` must be a whole number, not a text; write `weight = 3`
            content/_index.md:8:9 wrong-type: `draft` must be `true` or `false`, not a text; write `draft = false`
            content/_index.md:9:11 wrong-type: `aliases` must be a list of texts, not a text; write `aliases = ["/gammel/"]`
            content/_index.md:10:15 wrong-type: `key_figures` must be a list of texts, not a list of numbers; write `key_figures = ["1", "2"]`
            content/_index.md:11:14 wrong-type: `exceptions` must be a list of entries, not `false`; write a line `[[exceptions]]` below the other keys for each entry, and what it says on the lines below; where there is none, take the line out
            content/_index.md:12:9 wrong-type: `extra` must be a table of keys and values, not a number; write a line `[extra]`, and its keys on the lines below
        "#]],
    );
}

#[test]
fn values_of_another_kind_in_yaml() {
    tells(
        "---\ntitle: 2025\ndate: i går\ndraft: ja\naliases: /gammel/\nexceptions: false\n---",
        expect![[r#"
            content/_index.md:2:8 wrong-type: `title` must be a text in quotes, not a number; write `title: "2025"`
            content/_index.md:3:7 wrong-type: `date` must be a date, not a text; write year, month and day: `date: 2025-06-30`
            content/_index.md:4:8 wrong-type: `draft` must be `true` or `false`, not a text; write `draft: true`
            content/_index.md:5:10 wrong-type: `aliases` must be a list of texts, not a text; write `aliases: ["/gammel/"]`
            content/_index.md:6:13 wrong-type: `exceptions` must be a list of entries, not `false`; write `exceptions:`, and each entry on lines below, the first beginning with `- `; where there is none, take the line out
        "#]],
    );
}

#[test]
fn a_misspelt_kind_is_the_only_mistake() {
    tells(
        "+++\ntitle = \"Reiser\"\nkind = \"polcy\"\nowner = \"HR\"\nversion = \"1.0\"\n+++",
        expect![[r#"
            content/_index.md:3:8 wrong-value: `polcy` is not a kind of page; did you mean `policy`?
        "#]],
    );
}

#[test]
fn what_belongs_to_policies_on_a_page_that_is_none() {
    tells(
        "+++\ntitle = \"Reiser\"\nowner = \"HR\"\nversion = \"1.0\"\neffective = 2026-01-01\n+++",
        expect![[r#"
            content/_index.md:4:1 unknown-field: `version`, `owner`, `effective` belong to a page with `kind = "policy"`, which this page is not; add `kind = "policy"`, or take them out
        "#]],
    );
}

#[test]
fn several_slips_in_toml_are_told_at_once() {
    tells(
        "+++\ntitle = Hjem\ntitle = \"To\"\ndate = 2025-02-30\nslug \"hjem\"\naliases = [\"/a/\"\n+++",
        expect![[r#"
            content/_index.md:2:9 toml-syntax: a text stands in double quotes; write `title = "Hjem"`
            content/_index.md:3:1 toml-syntax: `title` stands twice; keep one of the two lines
            content/_index.md:4:8 toml-syntax: `2025-02-30` is no day in the calendar; write year, month and day, without quotes: `2025-06-30`
            content/_index.md:5:6 toml-syntax: a key and its value are joined by `=`; write `slug = "…"`
            content/_index.md:6:17 toml-syntax: a list is not closed; write `]` at its end
        "#]],
    );
}

#[test]
fn the_period_of_a_page_that_has_no_data_is_told_where_it_stands() {
    let page = "+++\ntitle = \"Metode\"\nperiod = 2019\n+++\n[3](fact:suppliers.count) og [3](fact:suppliers.count)\n";
    let english =
        "+++\ntitle = \"Method\"\n+++\n[3](fact:suppliers.count) and [](fact:suppliers.count)\n";
    let sources =
        with(&[("content/report/01-method.md", page), ("content/report/01-method.en.md", english)]);
    expect![[r#"
        content/report/01-method.md:3:10 unknown-period: there is no data for the period 2019; there is data for 2023, 2024
    "#]].assert_eq(&lines(&sources));
}
