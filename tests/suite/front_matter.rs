//! What is wrong in the front matter of a page is told in one run, each with what to write instead.

use belegg::diagnostic::{Diagnostic, Diagnostics, place};
use belegg::source::Sources;
use belegg::{Options, PdfChoice};
use expect_test::{Expect, expect};

use crate::policies;
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
            content/_index.md:3:1 toml-syntax: `title` stands twice; keep one of the two lines; where they belong to two entries, write the line in brackets above the second
            content/_index.md:4:8 toml-syntax: `2025-02-30` is no day in the calendar; write year, month and day, without quotes: `2025-06-30`
            content/_index.md:5:6 toml-syntax: a key and its value are joined by `=`; write `slug = "…"`
            content/_index.md:6:16 toml-syntax: a list is not closed; write `]` at its end
        "#]],
    );
}

#[test]
fn several_slips_in_yaml_are_told_at_once() {
    tells(
        "---\n# Om oss\ntitle: Likeverd: mangfold\ndraft true\ndate: 2025-13-01\ndrfat: true\naliases:\n- /a/\n- /b/: c: d\nweight: mange\nchannels:\n  - name: A\n   text: b\nslug: 'hjem\ntempalte: x\n---",
        expect![[r#"
            content/_index.md:3:16 yaml-syntax: this is not valid YAML: a colon stands in a text without quotes; a text that holds a colon must stand in quotes: `title: "Equality: a policy"`
            content/_index.md:4:1 yaml-syntax: a key and its value are joined by `:`; write `draft: …`
            content/_index.md:5:7 wrong-type: `date` is 2025-13-01, and there is no such day in the calendar; write a date such as `date: 2025-06-30`
            content/_index.md:6:1 unknown-field: unknown key `drfat`; there is a similar one: `draft`
            content/_index.md:9:9 yaml-syntax: this is not valid YAML: a colon stands in a text without quotes; a text that holds a colon must stand in quotes: `title: "Equality: a policy"`
            content/_index.md:10:9 wrong-type: `weight` must be a whole number, not a text; write `weight: 10`
            content/_index.md:13:4 yaml-syntax: lines that belong together do not begin at the same place; begin each of them with the same number of spaces
            content/_index.md:14:7 yaml-syntax: this text has no quote at its end; write `slug: "…"`, with quotes on both sides
        "#]],
    );
}

#[test]
fn one_mistake_in_yaml_is_told_as_it_is_meant() {
    for (front, expected) in [
        (
            "title: A\ntitle: B\ndrfat: true",
            expect![[r#"
                content/_index.md:3:1 yaml-syntax: `title` stands twice; keep one of the two lines
                content/_index.md:4:1 unknown-field: unknown key `drfat`; there is a similar one: `draft`
            "#]],
        ),
        (
            "title: &a A\ndescription: *a\nslug: b: c\ndraft true",
            expect![[r#"
            content/_index.md:4:8 yaml-syntax: this is not valid YAML: a colon stands in a text without quotes; a text that holds a colon must stand in quotes: `title: "Equality: a policy"`
        "#]],
        ),
        (
            "{title: A,\nslug: b: c}",
            expect![[r#"
            content/_index.md:3:8 yaml-syntax: this is not valid YAML: while parsing a flow mapping, did not find expected ',' or '}'; keys and values are joined by `: `, and texts with signs in them stand in quotes
        "#]],
        ),
        (
            "title: A\naliases: [/a/, /b/\nweight: mange",
            expect![[r#"
            content/_index.md:3:10 yaml-syntax: a list is not closed; write `]` at its end
        "#]],
        ),
        (
            "title: A\n\tdraft: true",
            expect![[r#"
                content/_index.md:3:1 yaml-syntax: a tab stands here; write spaces instead: two for each step in
            "#]],
        ),
        (
            "bare ord",
            expect![[r#"
            content/_index.md:2:1 yaml-syntax: a key and its value are joined by `:`; write `bare: …`
        "#]],
        ),
    ] {
        tells(&format!("---\n{front}\n---"), expected);
    }
}

#[test]
fn the_text_below_front_matter_that_cannot_be_read_is_looked_at() {
    let toml = "+++\ntitle = A\n+++\n## Slik\n\n#### Slik <b>her</b>\n\n[^a]: Ubrukt.\n";
    let yaml = "---\ntitle: A: b\n---\n[her](fact:Suppliers count)\n";
    let sources =
        with(&[("content/report/01-method.md", toml), ("content/report/02-goals.md", yaml)]);
    expect![[r#"
        content/report/01-method.md:2:9 toml-syntax: a text stands in double quotes; write `title = "A"`
        content/report/01-method.md:6:1 heading-level: a heading of level 4 follows one of level 2; write `###`
        content/report/01-method.md:6:11 raw-html: HTML is not allowed in texts; write it in Markdown; a `<` that is meant as a sign is written `&lt;`
        content/report/01-method.md:8:1 unused-footnote: the footnote `a` is never referred to: it is not shown; no help
        content/report/02-goals.md:2:9 yaml-syntax: this is not valid YAML: a colon stands in a text without quotes; a text that holds a colon must stand in quotes: `title: "Equality: a policy"`
        content/report/02-goals.md:4:6 broken-reference: this reference cannot be read; no spaces may stand between the parentheses, and brackets must match
    "#]].assert_eq(&lines(&sources));
}

/// What cannot be read of the report's dates says nothing of the register.
#[test]
fn several_slips_in_a_data_file_are_told_at_once() {
    let report =
        "year = twenty\nnace_version = \"rev2\"\nperiod_strat = 2025-01-01\ncutoff = \"June\"\n";
    let register = "supplier_id,name,country,nace,turnover\n1,Alfa AS,NO,13.92,1200000\n";
    let series = ("data/2025/series/energy.csv", "key,label_nb,label_en,share\nw,V,W,80\n");
    let sources = with(&[
        ("data/2025/report.toml", report),
        ("data/2025/suppliers.csv", register),
        (
            "data/2025/facts.toml",
            "[a]\nvalue = 1\nunit = count\n[b]\nvalue = 1\nuint = \"count\"\nunit = \"count\"\n",
        ),
        ("data/2025/charts.toml", "[a]\ndata = x.y\nmrak = \"bar\"\n"),
        series,
        ("data/2025/series/energy.toml", "label = Energi\nsuorce = \"A\"\n"),
    ]);
    expect![[r#"
        data/2025/charts.toml:2:8 toml-syntax: a text stands in double quotes; write `data = "x.y"`
        data/2025/charts.toml:3:1 unknown-key: unknown key `mrak`; there is a similar one: `mark`
        data/2025/facts.toml:3:8 toml-syntax: a text stands in double quotes; write `unit = "count"`
        data/2025/facts.toml:6:1 unknown-key: unknown key `uint`; there is a similar one: `unit`
        data/2025/report.toml:1:8 toml-syntax: a text stands in double quotes; write `year = "twenty"`
        data/2025/report.toml:3:1 unknown-key: unknown key `period_strat`; there is a similar one: `period_start`
        data/2025/report.toml:4:10 wrong-type: `cutoff` must be a date, not a text; write year, month and day: `cutoff = 2025-06-30`
        data/2025/series/energy.toml:1:9 toml-syntax: a text stands in double quotes; write `label = "Energi"`
        data/2025/series/energy.toml:2:1 unknown-key: unknown key `suorce`; there is a similar one: `source`
    "#]].assert_eq(&lines(&sources));
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

#[test]
fn a_page_is_read_on_below_front_matter_that_cannot_be_read() {
    let chapter = "+++\ntitle = Metode\n+++\n## Slik {#how}\n\nVi vurderte [9](fact:suppliers.count). Se [mål](@/report/02-goal.md).\n";
    let translation =
        "+++\ntitle = \"Method\"\n+++\n## How {#how}\n\nSee [the front](@/_index.md#nowhere).\n";
    let home = "+++\ntitle = \"Hjem\"\n+++\nSe [metoden](@/report/01-method.md#hvordan).\n";
    let sources = with(&[
        ("content/report/01-method.md", chapter),
        ("content/report/01-method.en.md", translation),
        ("content/_index.md", home),
    ]);
    expect![[r#"
        content/_index.md:4:4 link-differs: a link to `content/report/01-method.md` stands here, but not in the translation (English); link to the same in both languages
        content/_index.md:4:14 broken-anchor: there is no place `#hvordan` on `content/report/01-method.md` (Norsk); the page has `#how`
        content/report/01-method.en.md:6:17 broken-anchor: there is no place `#nowhere` on `content/_index.md` (English); the page has no headings
        content/report/01-method.md:2:9 toml-syntax: a text stands in double quotes; write `title = "Metode"`
        content/report/01-method.md:6:14 stated-number: the text says 9 but the data gives 3; write `[3](fact:suppliers.count)`, or correct `data/2024/suppliers.csv` (count of rows where turnover > 30000)
        content/report/01-method.md:6:49 broken-link: there is no page `content/report/02-goal.md`; paths begin at `content/`, as in `@/report/01-method.md`
    "#]].assert_eq(&lines(&sources));
}

#[test]
fn a_list_that_nobody_closes_is_one_mistake() {
    for (front, expected) in [
        (
            "title = \"A\"\naliases = [\"/a/\"\ndate = 2025-02-01\n[[exceptions]]\nnumber = \"3\"\nreason = \"x\"",
            expect![[r#"
                content/_index.md:3:16 toml-syntax: a list is not closed; write `]` at its end
            "#]],
        ),
        (
            "title = \"A\"\naliases = [\n  \"/a/\",\n  \"/b/\"\nslug = \"x\"\nweight = tre",
            expect![[r#"
            content/_index.md:5:7 toml-syntax: a list is not closed; write `]` at its end
            content/_index.md:7:10 toml-syntax: a text stands in double quotes; write `weight = "tre"`
        "#]],
        ),
        (
            "title = \"A\"\naliases = [\n  \"/a/\"\n  \"/b/\"\n]\nweight = tre",
            expect![[r#"
            content/_index.md:5:3 toml-syntax: a comma is missing before this; write `,` between two values of a list
            content/_index.md:7:10 toml-syntax: a text stands in double quotes; write `weight = "tre"`
        "#]],
        ),
        (
            "title = \"A\"\naliases = [\"/a/\", \"/b/]\nweight = tre",
            expect![[r#"
            content/_index.md:3:24 toml-syntax: a text has no quote at its end; texts stand in double quotes, also in a list: `["…", "…"]`
            content/_index.md:4:10 toml-syntax: a text stands in double quotes; write `weight = "tre"`
        "#]],
        ),
        (
            "title = \"A\"\n[extra]\none = { a = 1, b = 2\ntwo = 2\nthree = drei",
            expect![[r#"
            content/_index.md:4:20 toml-syntax: a table in braces is not closed; write `}` at its end
            content/_index.md:6:9 toml-syntax: a text stands in double quotes; write `three = "drei"`
        "#]],
        ),
        (
            "title = \"A\"\n[extra\ntitle = \"B\"\nslug = \"x\"",
            expect![[r#"
            content/_index.md:3:7 toml-syntax: the name of a table stands in brackets on both sides; write `[extra]`
        "#]],
        ),
    ] {
        tells(&format!("+++\n{front}\n+++"), expected);
    }
}

/// Whichever line of a policy's front matter is spoilt, nothing but that line is told.
#[test]
fn a_line_that_cannot_be_read_makes_no_other_mistakes() {
    let whole = policies::project(&[]);
    let path = policies::POLICY;
    let file = whole.find(path).expect("the policy");
    let lines: Vec<&str> = policies::ORIGINAL.lines().collect();
    let end = lines.iter().skip(1).position(|line| *line == "+++").expect("a fence") + 1;
    for at in (1..end).filter(|at| !lines[*at].is_empty()) {
        for spoilt in spoilt(lines[at]) {
            let mut lines = lines.clone();
            lines[at] = &spoilt;
            let mut sources = whole.clone();
            sources.set_text(file, lines.join("\n") + "\n");
            let told = self::lines(&sources);
            let here = format!("{path}:{}:", at + 1);
            let (here, elsewhere): (Vec<&str>, Vec<&str>) =
                told.lines().partition(|line| line.starts_with(&here));
            assert!(!here.is_empty(), "nothing is told of `{spoilt}`");
            assert!(elsewhere.is_empty(), "of `{spoilt}`: {elsewhere:#?}");
        }
    }
}

/// A line without its first quote, without its last, without its last bracket, without what joins key and value,
/// and with a word too many.
fn spoilt(line: &str) -> Vec<String> {
    let mut lines = vec![format!("{line} og")];
    let mut without = |at: Option<usize>| {
        lines.extend(at.map(|at| format!("{}{}", &line[..at], &line[at + 1..])));
    };
    without(line.find('"'));
    without(line.rfind('"'));
    without(line.find('='));
    // In a text it belongs to a link.
    without(line.rfind(']').filter(|_| !line.ends_with('"')));
    lines
}
