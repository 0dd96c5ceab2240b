//! How mistakes are told: the whole text and the whole JSON, for sources of many shapes.

use belegg::diagnostic::print::{self, Style};
use belegg::diagnostic::{Diagnostic, Diagnostics};
use belegg::source::{Sources, Span};
use expect_test::{Expect, expect};
use proptest::prelude::*;

const PAGE: &str = "content/report/03-supply-chain.md";

/// The span of `marked` in a file.
fn span(sources: &Sources, path: &str, marked: &[u8]) -> Span {
    let file = sources.find(path).expect("the file is there");
    let bytes = sources.bytes(file);
    let start = bytes.windows(marked.len().max(1)).position(|window| window == marked);
    let start = start.expect("the marked text is there");
    Span::new(file, start..start + marked.len())
}

fn text(diagnostics: impl IntoIterator<Item = Diagnostic>, sources: &Sources) -> String {
    let mut all = Diagnostics::default();
    diagnostics.into_iter().for_each(|diagnostic| all.push(diagnostic));
    print::text(&all, sources, Style::Plain)
}

/// One error at `marked` in a page of `source`.
fn check(source: impl AsRef<[u8]>, marked: &[u8], expected: Expect) {
    let sources = Sources::from_files([(PAGE, source)]);
    let span = span(&sources, PAGE, marked);
    let diagnostic = Diagnostic::error("unknown-fact", span, "there is no fact `x`")
        .label("no fact with this name");
    expected.assert_eq(&text([diagnostic], &sources));
}

#[test]
fn columns_count_characters_after_å() {
    check(
        "# Tall\n\nSå, på samme linje: [4](fact:x) og mer.\n",
        b"fact:x",
        expect![[r#"
        error[unknown-fact]: there is no fact `x`
         --> content/report/03-supply-chain.md:3:25
          |
        3 | Så, på samme linje: [4](fact:x) og mer.
          |                         ^^^^^^ no fact with this name

    "#]],
    );
}

#[test]
fn a_tab_is_one_column_and_shown_as_spaces() {
    check(
        "\tindented\t[4](fact:x)\n",
        b"fact:x",
        expect![[r#"
        error[unknown-fact]: there is no fact `x`
         --> content/report/03-supply-chain.md:1:15
          |
        1 |     indented    [4](fact:x)
          |                     ^^^^^^ no fact with this name

    "#]],
    );
}

#[test]
fn windows_line_ends_are_not_shown() {
    check(
        "first\r\n[4](fact:x)\r\nlast\r\n",
        b"fact:x",
        expect![[r#"
        error[unknown-fact]: there is no fact `x`
         --> content/report/03-supply-chain.md:2:5
          |
        2 | [4](fact:x)
          |     ^^^^^^ no fact with this name

    "#]],
    );
}

#[test]
fn a_byte_order_mark_is_no_column() {
    check(
        "\u{feff}[4](fact:x)\n",
        b"fact:x",
        expect![[r#"
        error[unknown-fact]: there is no fact `x`
         --> content/report/03-supply-chain.md:1:5
          |
        1 | [4](fact:x)
          |     ^^^^^^ no fact with this name

    "#]],
    );
}

#[test]
fn a_span_may_cover_several_lines() {
    check(
        "one\n[four](fact:x\n \"title\")\nend\n",
        b"[four](fact:x\n \"title\")",
        expect![[r#"
        error[unknown-fact]: there is no fact `x`
         --> content/report/03-supply-chain.md:2:1
          |
        2 | / [four](fact:x
        3 | |  "title")
          | |_________^ no fact with this name

    "#]],
    );
}

#[test]
fn of_a_very_long_span_only_the_first_line_is_marked() {
    let block = "```\na\nb\nc\nd\ne\nf\ng\n";
    check(
        format!("start\n{block}"),
        block.as_bytes(),
        expect![[r#"
        error[unknown-fact]: there is no fact `x`
         --> content/report/03-supply-chain.md:2:1
          |
        2 | ```
          | ^^^ no fact with this name

    "#]],
    );
}

#[test]
fn bytes_that_are_not_utf_8_are_shown_as_escapes() {
    check(
        b"B\xF8rre og [4](fact:x)\n",
        b"fact:x",
        expect![[r#"
        error[unknown-fact]: there is no fact `x`
         --> content/report/03-supply-chain.md:1:14
          |
        1 | B\xF8rre og [4](fact:x)
          |                 ^^^^^^ no fact with this name

    "#]],
    );
    check(
        b"name\nB\xF8rre\n",
        b"\xF8",
        expect![[r#"
        error[unknown-fact]: there is no fact `x`
         --> content/report/03-supply-chain.md:2:2
          |
        2 | B\xF8rre
          |  ^^^^ no fact with this name

    "#]],
    );
}

#[test]
fn control_characters_are_shown_as_escapes() {
    check(
        "\x1b[31mred\x07 \u{202e}[4](fact:x)\n",
        b"fact:x",
        expect![[r#"
        error[unknown-fact]: there is no fact `x`
         --> content/report/03-supply-chain.md:1:16
          |
        1 | \x1B[31mred\x07 \u{202E}[4](fact:x)
          |                             ^^^^^^ no fact with this name

    "#]],
    );
    let sources = Sources::from_files([("content/a\x1b.md", "text\n")]);
    let span = span(&sources, "content/a\x1b.md", b"text");
    let diagnostic = Diagnostic::error("x", span, "a \x1b[31mred\x1b[0m message")
        .label("a \x08 label")
        .help("help \u{9b}31m");
    expect![[r#"
        error[x]: a \x1B[31mred\x1B[0m message
         --> content/a\x1B.md:1:1
          |
        1 | text
          | ^^^^ a \x08 label
          |
          = help: help \u{9B}31m

    "#]]
    .assert_eq(&text([diagnostic], &sources));
}

#[test]
fn a_long_line_is_cut_around_the_place() {
    let long = "ord ".repeat(100);
    check(
        format!("{long}[4](fact:x) {long}\n"),
        b"fact:x",
        expect![[r#"
        error[unknown-fact]: there is no fact `x`
         --> content/report/03-supply-chain.md:1:405
          |
        1 | …d ord ord ord ord ord ord [4](fact:x) ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord …
          |                                ^^^^^^ no fact with this name

    "#]],
    );
    check(
        format!("[4](fact:x) {long}\n"),
        b"fact:x",
        expect![[r#"
        error[unknown-fact]: there is no fact `x`
         --> content/report/03-supply-chain.md:1:5
          |
        1 | [4](fact:x) ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord or…
          |     ^^^^^^ no fact with this name

    "#]],
    );
    check(
        format!("{long}[4](fact:x)"),
        b"fact:x",
        expect![[r#"
        error[unknown-fact]: there is no fact `x`
         --> content/report/03-supply-chain.md:1:405
          |
        1 | …rd ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord [4](fact:x)
          |                                                                                                         ^^^^^^ no fact with this name

    "#]],
    );
    check(
        format!("a {} b\n", "x".repeat(100_000)),
        "x".repeat(100_000).as_bytes(),
        expect![[r#"
        error[unknown-fact]: there is no fact `x`
         --> content/report/03-supply-chain.md:1:3
          |
        1 | a xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
          |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no fact with this name

    "#]],
    );
}

#[test]
fn the_end_of_a_file_is_a_place() {
    for (source, expected) in [
        (
            "a = \"open",
            expect![[r#"
            error[toml-syntax]: the quote is not closed
             --> belegg.toml:1:10
              |
            1 | a = "open
              |          ^

        "#]],
        ),
        (
            "a = \"open\n",
            expect![[r#"
            error[toml-syntax]: the quote is not closed
             --> belegg.toml:2:1
              |
            2 |
              | ^

        "#]],
        ),
        (
            "",
            expect![[r#"
            error[toml-syntax]: the quote is not closed
            --> belegg.toml:1:1

        "#]],
        ),
    ] {
        let sources = Sources::from_files([("belegg.toml", source)]);
        let file = sources.find("belegg.toml").expect("the file is there");
        let end = Span::new(file, source.len()..source.len());
        let diagnostic = Diagnostic::error("toml-syntax", end, "the quote is not closed");
        expected.assert_eq(&text([diagnostic], &sources));
    }
}

#[test]
fn a_span_outside_the_file_does_no_harm() {
    let sources = Sources::from_files([("belegg.toml", "a = 1\n")]);
    let file = sources.find("belegg.toml").expect("the file is there");
    let diagnostic = Diagnostic::error("toml-syntax", Span::new(file, 900..999), "message");
    expect![[r#"
        error[toml-syntax]: message
         --> belegg.toml:2:1
          |
        2 |
          | ^

    "#]]
    .assert_eq(&text([diagnostic], &sources));
}

#[test]
fn a_file_as_a_whole_is_named_without_a_line() {
    let sources = Sources::from_files([("data/2025/goals.csv", "id\n")]);
    let file = sources.find("data/2025/goals.csv").expect("the file is there");
    let diagnostic = Diagnostic::warning("empty-table", Span::file(file), "the table has no rows")
        .help("add a row, or remove the file");
    expect![[r#"
        warning[empty-table]: the table has no rows
        --> data/2025/goals.csv:1:1
         = help: add a row, or remove the file

    "#]]
    .assert_eq(&text([diagnostic], &sources));
}

#[test]
fn a_diagnostic_without_a_place_is_told_too() {
    let diagnostic = Diagnostic::error("typst-missing", None, "the `typst` command was not found")
        .help("install Typst 0.15.1,\nor leave out `--pdf-engine cli`");
    expect![[r#"
        error[typst-missing]: the `typst` command was not found
         |
         = help: install Typst 0.15.1,
                 or leave out `--pdf-engine cli`

    "#]]
    .assert_eq(&text([diagnostic], &Sources::default()));
}

/// A contradiction with everything a diagnostic can have.
fn contradiction() -> (Diagnostics, Sources) {
    let sources = Sources::from_files([
        (PAGE, "# Tall\n\nPå slutten av året hadde vi [447](fact:suppliers.count) leverandører.\n"),
        ("data/2025/suppliers.csv", "supplier_id,name\nS1,Fjell\n"),
    ]);
    let mut diagnostics = Diagnostics::default();
    diagnostics.push(
        Diagnostic::error(
            "contradiction",
            span(&sources, PAGE, b"447"),
            "the text says 447 but the data gives 451",
        )
        .label("451 in the data")
        .help("write what the data gives")
        .fix(span(&sources, PAGE, b"447"), "451")
        .related(span(&sources, "data/2025/suppliers.csv", b"S1,Fjell"), "the first of 451 rows"),
    );
    diagnostics.push(Diagnostic::warning("untranslated", None, "1 page is not in English"));
    (diagnostics, sources)
}

#[test]
fn a_remedy_is_shown_as_a_patch_and_other_places_as_notes() {
    let (diagnostics, sources) = contradiction();
    expect![[r#"
        error[contradiction]: the text says 447 but the data gives 451
         --> content/report/03-supply-chain.md:3:30
          |
        3 | På slutten av året hadde vi [447](fact:suppliers.count) leverandører.
          |                              ^^^ 451 in the data
          |
        help: write what the data gives
          |
        3 - På slutten av året hadde vi [447](fact:suppliers.count) leverandører.
        3 + På slutten av året hadde vi [451](fact:suppliers.count) leverandører.
          |
        note: the first of 451 rows
         --> data/2025/suppliers.csv:2:1
          |
        2 | S1,Fjell
          | ^^^^^^^^

        warning[untranslated]: 1 page is not in English

    "#]]
    .assert_eq(&print::text(&diagnostics, &sources, Style::Plain));
}

#[test]
fn a_patch_of_a_long_line_is_cut_too() {
    let long = "ord ".repeat(100);
    let sources = Sources::from_files([(PAGE, format!("{long}[447](fact:x) {long}\n"))]);
    let place = span(&sources, PAGE, b"447");
    let diagnostic =
        Diagnostic::error("contradiction", place, "the data gives 1 451").fix(place, "1\u{a0}451");
    expect![[r#"
        error[contradiction]: the data gives 1 451
         --> content/report/03-supply-chain.md:1:402
          |
        1 | … ord ord ord ord ord ord ord [447](fact:x) ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord…
          |                                ^^^
          |
        help: write this
          |
        1 - … ord ord ord ord ord ord ord [447](fact:x) ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord…
        1 + … ord ord ord ord ord ord ord [1 451](fact:x) ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord…
          |

    "#]].assert_eq(&text([diagnostic], &sources));
}

#[test]
fn a_patch_may_insert_and_remove() {
    let sources = Sources::from_files([(PAGE, "alpha beta gamma\n")]);
    let file = sources.find(PAGE).expect("the file is there");
    let insert = Diagnostic::error("a", Span::new(file, 5..5), "a word is missing")
        .fix(Span::new(file, 5..5), " and");
    let remove = Diagnostic::error("b", Span::new(file, 6..11), "a word too much")
        .fix(Span::new(file, 6..11), "");
    expect![[r#"
        error[a]: a word is missing
         --> content/report/03-supply-chain.md:1:6
          |
        1 | alpha beta gamma
          |      ^
          |
        help: write this
          |
        1 | alpha and beta gamma
          |       +++

        error[b]: a word too much
         --> content/report/03-supply-chain.md:1:7
          |
        1 | alpha beta gamma
          |       ^^^^^
          |
        help: write this
          |
        1 - alpha beta gamma
        1 + alpha gamma
          |

    "#]]
    .assert_eq(&text([insert, remove], &sources));
}

#[test]
fn json_is_one_object_a_line() {
    let (diagnostics, sources) = contradiction();
    expect![[r#"
        {"code":"contradiction","severity":"error","message":"the text says 447 but the data gives 451","file":"content/report/03-supply-chain.md","start":{"line":3,"column":30,"byte":39},"end":{"line":3,"column":33,"byte":42},"label":"451 in the data","help":"write what the data gives","fix":{"sure":false,"file":"content/report/03-supply-chain.md","start":{"line":3,"column":30,"byte":39},"end":{"line":3,"column":33,"byte":42},"replacement":"451"},"related":[{"message":"the first of 451 rows","file":"data/2025/suppliers.csv","start":{"line":2,"column":1,"byte":17},"end":{"line":2,"column":9,"byte":25}}]}
        {"code":"untranslated","severity":"warning","message":"1 page is not in English","file":null,"start":null,"end":null,"label":null,"help":null,"fix":null,"related":[]}
    "#]].assert_eq(&print::json(&diagnostics, &sources));
}

#[test]
fn json_survives_bytes_that_are_not_utf_8() {
    let sources = Sources::from_files([("data/a.csv", b"\xEF\xBB\xBFB\xF8rre,\x1b\n".to_vec())]);
    let mut diagnostics = Diagnostics::default();
    let place = span(&sources, "data/a.csv", b"rre");
    diagnostics.push(Diagnostic::error("not-utf-8", place, "byte 0xF8 \x1b\"quoted\""));
    expect![[r#"
        {"code":"not-utf-8","severity":"error","message":"byte 0xF8 \u001b\"quoted\"","file":"data/a.csv","start":{"line":1,"column":3,"byte":5},"end":{"line":1,"column":6,"byte":8},"label":null,"help":null,"fix":null,"related":[]}
    "#]].assert_eq(&print::json(&diagnostics, &sources));
}

fn many(number: usize, severity: fn(usize, Span) -> Diagnostic) -> (Vec<Diagnostic>, Sources) {
    let sources = Sources::from_files([(PAGE, "word\n".repeat(number))]);
    let file = sources.find(PAGE).expect("the file is there");
    let list = (0..number).map(|n| severity(n, Span::new(file, n * 5..n * 5 + 4))).collect();
    (list, sources)
}

/// The titles of what is told, and what is only counted.
fn titles(output: &str) -> String {
    let is_title = |line: &&str| line.starts_with("error") || line.starts_with('…');
    output.lines().filter(is_title).collect::<Vec<_>>().join("\n")
}

#[test]
fn twenty_errors_are_told_in_full_and_the_rest_is_counted() {
    let (list, sources) = many(25, |n, span| {
        Diagnostic::error("unknown-fact", span, format!("mistake {n}")).help(format!("help {n}"))
    });
    let titles = titles(&text(list, &sources));
    assert_eq!(titles.lines().filter(|line| line.starts_with("error")).count(), 20);
    assert!(titles.ends_with("mistake 19\n… and 5 errors more, not shown"), "{titles}");
}

#[test]
fn of_ten_thousand_that_are_alike_five_are_told_and_the_others_counted_for_each_kind() {
    let (list, sources) = many(10_000, |n, span| {
        let help = if n % 2 == 0 { "fill in the cell" } else { "write digits only" };
        Diagnostic::error("wrong-cell", span, format!("cell {n}")).help(help)
    });
    let mut all = Diagnostics::default();
    list.into_iter().for_each(|one| all.push(one));
    assert_eq!(all.errors(), 10_000);
    expect![[r#"
        error[wrong-cell]: cell 0
        error[wrong-cell]: cell 1
        error[wrong-cell]: cell 2
        error[wrong-cell]: cell 3
        error[wrong-cell]: cell 4
        error[wrong-cell]: cell 5
        error[wrong-cell]: cell 6
        error[wrong-cell]: cell 7
        error[wrong-cell]: cell 8
        … and 4,995 more like it in `content/report/03-supply-chain.md`
        error[wrong-cell]: cell 9
        … and 4,995 more like it in `content/report/03-supply-chain.md`"#]]
    .assert_eq(&titles(&print::text(&all, &sources, Style::Plain)));
    let json = print::json(&all, &sources);
    assert_eq!(json.lines().count(), 202);
    expect![[r#"{"code":"wrong-cell","severity":"error","message":"… and 4,900 more like it in `content/report/03-supply-chain.md`","file":"content/report/03-supply-chain.md","start":null,"end":null,"label":null,"help":null,"fix":null,"related":[]}"#]]
        .assert_eq(json.lines().last().unwrap_or_default());
}

#[test]
fn what_is_counted_is_the_same_when_parts_are_joined() {
    let (list, _) = many(5_000, |n, span| Diagnostic::warning("stale", span, format!("{n}")));
    let mut joined = Diagnostics::default();
    for part in list.chunks(1_700) {
        let mut one = Diagnostics::default();
        part.iter().cloned().for_each(|diagnostic| one.push(diagnostic));
        joined.extend(one);
    }
    let mut whole = Diagnostics::default();
    list.into_iter().for_each(|diagnostic| whole.push(diagnostic));
    assert_eq!((joined.warnings(), joined.errors()), (5_000, 0));
    assert_eq!(joined.sorted(), whole.sorted());
}

#[test]
fn warnings_do_not_crowd_out_errors() {
    let (list, sources) = many(60, |n, span| match n {
        0..=49 => {
            Diagnostic::warning("stale", span, format!("warning {n}")).help(format!("help {n}"))
        }
        _ => Diagnostic::error("unknown-fact", span, format!("mistake {n}")),
    });
    let output = text(list, &sources);
    let count = |start: &str| output.lines().filter(|line| line.starts_with(start)).count();
    assert_eq!((count("error["), count("warning[")), (10, 20));
    assert!(output.ends_with("… and 30 warnings more, not shown\n"), "{output}");
}

#[test]
fn output_stays_below_64_kb() {
    let (list, sources) = many(25, |_, span| {
        Diagnostic::error("x", span, "m".repeat(100_000))
            .help("h\n".repeat(50_000))
            .label("l".repeat(9_000))
    });
    let output = text(list, &sources);
    assert!(output.len() < 64 * 1024, "{} bytes", output.len());
    assert!(output.starts_with("error[x]: mmm"), "{}", &output[..40]);
    assert!(output.contains(" more like it in"));
}

/// Makes the text after it run from right to left.
const TURNS_AROUND: char = '\u{202e}';

/// Bytes as files may hold them: letters, line ends, tabs, wide and broken characters.
fn anything() -> impl Strategy<Value = Vec<u8>> {
    let pieces = [
        "a",
        "å",
        "\n",
        "\r\n",
        "\r",
        "\t",
        " ",
        "\x1b[31m",
        "\u{202e}",
        "\u{feff}",
        "世",
        "👩‍👩‍👧",
        "e\u{301}",
        "\0",
    ];
    let text = prop::sample::select(pieces.to_vec()).prop_map(|piece| piece.as_bytes().to_vec());
    let byte = any::<u8>().prop_map(|byte| vec![byte]);
    let long = (100_usize..300).prop_map(|length| vec![b'x'; length]);
    prop::collection::vec(prop_oneof![6 => text, 2 => byte, 1 => long], 0..30)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]
    #[test]
    fn whatever_the_file_and_the_span_the_message_is_told(
        source in anything(),
        place in (0_usize..400, 0_usize..400),
        change in (0_usize..400, 0_usize..400),
        replacement in anything(),
    ) {
        let sources = Sources::from_files([(PAGE, source)]);
        let file = sources.find(PAGE).expect("the file is there");
        let within = |(start, length): (usize, usize)| Span::new(file, start..start + length);
        let replacement = String::from_utf8_lossy(&replacement).into_owned();
        let diagnostic = Diagnostic::error("x", within(place), replacement.clone())
            .label(replacement.clone())
            .fix(within(change), replacement.clone())
            .related(within(change), replacement);
        let mut all = Diagnostics::default();
        all.push(diagnostic);
        let told = print::text(&all, &sources, Style::Plain);
        prop_assert!(told.starts_with("error[x]"));
        prop_assert!(told.chars().all(|c| c == '\n' || !c.is_control()), "{told:?}");
        prop_assert!(!told.contains(TURNS_AROUND), "{told:?}");
        for line in print::json(&all, &sources).lines() {
            prop_assert!(serde_json::from_str::<serde_json::Value>(line).is_ok());
        }
    }
}
