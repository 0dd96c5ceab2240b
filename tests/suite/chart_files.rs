//! `charts.toml`: what is written is read, and what is wrong is told where it stands.

use belegg::chart::Mark;
use belegg::diagnostic::{Diagnostics, place, print};
use belegg::document::{ChartSpec, Inline, Sort, Written};
use belegg::project::Project;
use belegg::source::Sources;
use expect_test::{Expect, expect};
use proptest::prelude::*;

use crate::project::{built, with};

const FILE: &str = "data/2024/charts.toml";

fn read(sources: &Sources) -> (Project, Diagnostics) {
    let mut told = Diagnostics::default();
    let project = belegg::load::project("belegg.toml", sources, &[], None, &mut told);
    (project.expect("a project"), told)
}

/// The chart that is described in a file without mistakes.
fn chart(file: &str, name: &str) -> ChartSpec {
    let sources = with(&[(FILE, file)]);
    let (mut project, told) = read(&sources);
    assert_eq!(print::text(&told, &sources, print::Style::Plain), "");
    let mut charts = project.charts.remove("2024").expect("charts of the period");
    charts.remove(name).expect("the chart")
}

/// What is wrong with a file: line, column, code, message and help of each mistake.
fn mistakes(file: &str) -> String {
    let sources = with(&[(FILE, file)]);
    let (_, told) = read(&sources);
    let lines = told.sorted().into_iter().map(|one| {
        let (path, line, column) = place(one, &sources).expect("a place");
        assert_eq!(path, FILE);
        let help = one.help.as_deref().unwrap_or("no help");
        format!("{line}:{column} {}: {}; {help}\n", one.code.0, one.message)
    });
    lines.collect()
}

/// These lines in a chart that has its data are told so.
fn check(lines: &str, expected: Expect) {
    expected.assert_eq(&mistakes(&format!("[a]\ndata = \"suppliers.by_country\"\n{lines}")));
}

fn noted<'a>(file: &'a str, one: &belegg::document::Noted<impl Sized>) -> &'a str {
    &file[one.span.range()]
}

#[test]
fn everything_that_a_chart_may_say_is_read() {
    let file = r#"[countries]
data = ["suppliers.by_country", "suppliers.count"]
transform = { top = 4, periods = ["2022", 2023] }
encoding = { x = { domain = [0, 100.5], digits = 1 } }
sort = ["NO", "SE"]
other = { nb = "Andre", en = "Others" }
highlight = ["NO"]
title = { nb = "[3](fact:suppliers.count) leverandører", en = "[3](fact:suppliers.count) suppliers" }
subtitle = "2024"
alt = { nb = "Kart", en = "Map" }
source = { nb = "Registeret", en = "The register" }
note = { nb = "* Uten Sverige", en = "* Without Sweden" }
"#;
    let chart = chart(file, "countries");
    let data: Vec<&str> = chart.data.iter().map(|one| noted(file, one)).collect();
    assert_eq!(data, ["\"suppliers.by_country\"", "\"suppliers.count\""]);
    let periods: Vec<&str> = chart.periods.iter().map(|one| one.value.as_str()).collect();
    assert_eq!(periods, ["2022", "2023"]);
    assert_eq!(chart.top.expect("a number").value, 4);
    let domain = chart.domain.expect("a domain").value;
    assert_eq!((domain.0.to_string(), domain.1.to_string()), ("0".into(), "100.5".into()));
    assert_eq!(chart.decimals, Some(1));
    assert_eq!(chart.sort.expect("an order").value, Sort::Keys(vec!["NO".into(), "SE".into()]));
    assert_eq!(chart.other["nb"], "Andre");
    assert_eq!(chart.highlight[0].value, "NO");
    assert_eq!(&file[chart.span.expect("a place").range()], "countries");
    let english = &chart.texts["en"];
    let words = |line: &[Inline<Written>]| belegg::load::references::words(line);
    let all = [&english.title, &english.subtitle, &english.alt, &english.source, &english.note];
    let all = all.map(|line| words(line));
    assert_eq!(all, ["3 suppliers", "2024", "Map", "The register", "* Without Sweden"]);
    let Some(Inline::Fact(fact)) = english.title.first() else { panic!("{:?}", english.title) };
    assert_eq!(
        (&file[fact.id_span.range()], &file[fact.stated_span.range()]),
        ("suppliers.count", "3")
    );
    let Some(Inline::Text { span, .. }) = english.note.first() else {
        panic!("{:?}", english.note)
    };
    assert_eq!(&file[span.range()], "* Without Sweden");
}

#[test]
fn a_kind_has_its_place() {
    let file = "[a]\ndata = \"suppliers.by_country\"\nmark = \"bar\"\n";
    let mark = chart(file, "a").mark.expect("a mark");
    assert_eq!((mark.value, noted(file, &mark)), (Mark::Bar, "\"bar\""));
}

#[test]
fn a_target_is_one_value_or_a_range() {
    let file = "[a]\nmark = \"line\"\ndata = \"suppliers.count\"\ntarget = { value = 85, label = \"Mål\" }\n\
        [b]\ndata = \"suppliers.count\"\ntarget = { range = [40, 60] }\n";
    let target = chart(file, "a").target.expect("a target").value;
    assert_eq!((target.low.to_string(), target.high.to_string()), ("85".into(), "85".into()));
    assert_eq!(target.label[""], "Mål");
    let target = chart(file, "b").target.expect("a target").value;
    assert_eq!((target.low.to_string(), target.high.to_string()), ("40".into(), "60".into()));
}

#[test]
fn texts_with_other_quotes_have_exact_places_and_escapes_the_whole_text() {
    for (written, exact) in [
        ("'[3](fact:suppliers.count) i'", true),
        ("\"\"\"\n  [3](fact:suppliers.count) i\"\"\"", true),
        ("'''[3](fact:suppliers.count) i\n'''", true),
        ("\"\\u2013 [3](fact:suppliers.count) i\"", false),
    ] {
        let file = format!("[a]\ndata = \"suppliers.by_country\"\ntitle = {written}\n");
        let title = &chart(&file, "a").texts["nb"].title;
        let fact = title.iter().find_map(|inline| match inline {
            Inline::Fact(fact) => Some(fact),
            _ => None,
        });
        let fact = fact.expect("a reference");
        let there = &file[fact.stated_span.range()];
        assert_eq!(there, if exact { "3" } else { written }, "{written}");
        assert_eq!(fact.replaceable, exact);
    }
}

#[test]
fn unknown_keys_are_told_at_every_depth() {
    check(
        "tittle = \"x\"\ntransform = { tpo = 4 }\nencoding = { y = 1, x = { scale = 2 } }\n\
         target = { value = 1, name = \"x\" }\n",
        expect![[r#"
            3:1 unknown-key: unknown key `tittle`; there is a similar one: `title`
            4:15 unknown-key: unknown key `tpo`; there is a similar one: `top`
            5:14 unknown-key: unknown key `y`; there is a similar one: `x`
            5:27 unknown-key: unknown key `scale`; known are `digits`, `domain`
            6:23 unknown-key: unknown key `name`; known are `label`, `range`, `value`
        "#]],
    );
}

#[test]
fn unknown_words_are_told_with_the_nearest() {
    check(
        "mark = \"donout\"\nsort = \"x-\"\n",
        expect![[r#"
            3:8 wrong-value: `donout` is not a kind of chart; there is a similar one: `donut`
            4:8 wrong-value: `x-` is not an order; write `-x` for the largest first, `x` for the smallest first, `y` for the order of the names, `data` for that of the data, or a list of keys
        "#]],
    );
    check(
        "mark = \"pie\"\nsort = 3\n",
        expect![[r#"
            3:8 wrong-value: `pie` is not a kind of chart; it is called `donut` here
            4:8 wrong-type: `sort` must be a text in quotes, not a number; write `sort = "3"`
        "#]],
    );
    check(
        "mark = 7\n",
        expect![[r#"
            3:8 wrong-type: `mark` must be a text in quotes, not a number; write `mark = "7"`
        "#]],
    );
}

#[test]
fn numbers_that_no_chart_can_have() {
    check(
        "transform = { top = 0 }\nencoding = { x = { domain = [60, 40], digits = 9 } }\n\
         target = { range = [60, 40] }\n",
        expect![[r#"
            3:21 wrong-value: a chart cannot show the first 0; `top` is 1 to 15; the rest is shown as one
            4:29 wrong-value: `domain` begins at 60 and ends at 40; write the lower number first, and the higher one second
            4:48 wrong-value: numbers cannot have 9 decimals; `digits` is 0 to 3
            5:20 wrong-value: `range` begins at 60 and ends at 40; write the lower number first, and the higher one second
        "#]],
    );
    check(
        "transform = { top = 16 }\nencoding = { x = { domain = [0] } }\ntarget = { range = \"40\" }\n",
        expect![[r#"
            3:21 wrong-value: a chart cannot show the first 16; `top` is 1 to 15; the rest is shown as one
            4:29 wrong-type: `domain` must be two numbers; write `domain = [0, 100]`, the lower one first
            5:20 wrong-type: `range` must be two numbers; write `range = [0, 100]`, the lower one first
        "#]],
    );
    check(
        "target = { label = \"x\" }\n",
        expect![[r#"
        3:10 missing-key: the target is neither a value nor a range; write `value = 85`, or `range = [40, 60]`
    "#]],
    );
    check(
        "target = { value = 1, range = [1, 2] }\n",
        expect![[r#"
            3:10 contradictory-chart: the target is both a value and a range; write `value = 85`, or `range = [40, 60]`
        "#]],
    );
}

#[test]
fn what_contradicts_the_kind_of_chart() {
    check(
        "mark = \"donut\"\ntransform = { top = 5, periods = [2023, 2024] }\nhighlight = \"NO\"\n\
         target = { value = 85 }\nencoding = { x = { domain = [0, 100] } }\n",
        expect![[r#"
            4:21 contradictory-chart: a `donut` with 5 parts and the rest cannot be read; write `top = 4` or less, or draw it as `bar`
            4:35 contradictory-chart: a `donut` shows the period that it is cited of; take `periods` out and cite another one as `chart:…@2023`; of several, draw it as `line` or `stacked-bar`
            5:13 contradictory-chart: nothing can stand out in a `donut`, only among bars; take `highlight` out, or draw it as `bar`
            6:10 contradictory-chart: a `donut` shows no target; take `target` out, or draw it as `bullet`, `line` or `range`
            7:29 contradictory-chart: a `donut` has no scale: it always shows a whole; take `domain` out
        "#]],
    );
    check(
        "mark = \"line\"\ntransform = { top = 3, periods = [2024] }\ntarget = { range = [1, 2] }\n\
         encoding = { x = { domain = [40, 100] } }\n",
        expect![[r#"
            4:21 contradictory-chart: a `line` has no rest to add up: `top` is for parts of a whole; take `top` out, and name what is drawn under `data`
            4:35 contradictory-chart: a `line` cannot be drawn of one period; name at least two periods, or draw it as `bar`
            5:10 contradictory-chart: the target of a `line` is one value; write `target = { value = 85 }`
        "#]],
    );
    check(
        "mark = \"slope\"\ntransform = { periods = [2022, 2023, 2024] }\n",
        expect![[r#"
        4:26 contradictory-chart: a `slope` cannot be drawn of 3 periods; name two periods; of more, draw it as `line`
    "#]],
    );
    check(
        "mark = \"range\"\ntarget = { value = 50 }\n",
        expect![[r#"
            4:10 contradictory-chart: the target of a `range` has two ends; write `target = { range = [40, 60] }`
        "#]],
    );
}

#[test]
fn bars_begin_at_nought() {
    check(
        "mark = \"bullet\"\nencoding = { x = { domain = [40, 100] } }\n",
        expect![[r#"
            4:29 truncated-axis: the scale of a `bullet` leaves out 0: its bars mislead; let the domain begin at 0; that of a `line` or `slope` may begin elsewhere
        "#]],
    );
    check("mark = \"bullet\"\nencoding = { x = { domain = [-20, 100] } }\n", expect![[r#""#]]);
}

#[test]
fn a_language_without_words() {
    check(
        "title = { nb = \"Land\" }\nother = { en = \"Others\", nb = \" \" }\nnote = {}\n",
        expect![[r#"
            3:9 missing-words: `title` has no words in `en`; add `en = "…"`
            4:9 missing-words: `other` has no words in `nb`; add `nb = "…"`
            5:8 missing-words: `note` has no words in `en`; add `en = "…"`
            5:8 missing-words: `note` has no words in `nb`; add `nb = "…"`
        "#]],
    );
    check(
        "title = { nb = \"Land\", eng = \"Countries\" }\nalt = [1]\nnote = { nb = 1 }\n",
        expect![[r#"
            3:24 unknown-language: the site has no language `eng`; there is a similar one: `en`
            4:7 wrong-type: `alt` must be a text in quotes, or one a language; write `"…"`, or `{ nb = "…", en = "…" }`
            5:15 wrong-type: `nb` must be a text in quotes, or one a language; write `"…"`, or `{ nb = "…", en = "…" }`
        "#]],
    );
}

#[test]
fn a_text_is_one_line_of_markdown() {
    check(
        "title = \"\"\"a\n\nb\"\"\"\nnote = \"<b>fet</b> ![](chart:x)\"\n",
        expect![[r#"
        3:9 wrong-value: `title` has several lines; write it as one line of text
        6:9 raw-html: HTML is not allowed in texts; write it in Markdown; a `<` that is meant as a sign is written `&lt;`
        6:20 figure-in-text: a figure stands in the middle of a text; put it on a line of its own, with an empty line before and after
    "#]],
    );
}

#[test]
fn names_that_stand_twice_or_not_at_all() {
    check(
        "highlight = [\"NO\", \"NO\"]\nsort = []\ntransform = { periods = [true, \"\"] }\n",
        expect![[r#"
            3:20 duplicate-id: `NO` stands twice in `highlight`; take one of the two out
            4:8 wrong-value: `sort` is empty; name at least one, `sort = ["…"]`, or take it out
            5:26 wrong-type: `periods` must be a name, or a list of names in quotes; write `periods = ["…", "…"]`
            5:32 wrong-type: `periods` must be a name, or a list of names in quotes; write `periods = ["…", "…"]`
        "#]],
    );
    expect![[r#"
        1:2 missing-key: the chart `a` has no `data`; add `data = "suppliers.by_country"`: a series or figure, or a list
        4:8 wrong-value: `data` is empty; name at least one, `data = ["…"]`, or take it out
    "#]].assert_eq(&mistakes("[a]\nmark = \"bar\"\n[b]\ndata = []\n"));
}

#[test]
fn names_of_charts() {
    let file = "mark = \"bar\"\n[Countries]\ndata = \"a\"\n[\"suppliers.by_country\"]\ndata = \"a\"\n\
        [suppliers.by_industry]\ndata = \"a\"\nmark = \"x\"\n";
    expect![[r#"
        1:1 wrong-type: `mark` does not stand in a chart; begin each chart with a line `[name]`, and write its keys below
        2:2 wrong-value: `Countries` is not a name for a chart; write `[countries]`: small letters a–z, digits and hyphens
        4:2 wrong-value: `suppliers.by_country` is not a name for a chart; write `[suppliers-by-country]`: small letters a–z, digits and hyphens
        6:12 wrong-value: `suppliers.by_industry` is not a name for a chart; write `[suppliers-by-industry]`: small letters a–z, digits and hyphens
        8:8 wrong-value: `x` is not a kind of chart; write one of bar, stacked-bar, share-bar, range, line, slope, bullet, donut, waffle
    "#]].assert_eq(&mistakes(file));
}

#[test]
fn a_chart_is_not_called_as_a_series_or_figure_is() {
    let sources = with(&[
        (FILE, "[energy]\ndata = \"energy\"\n[staff]\ndata = \"staff\"\n"),
        ("data/2024/facts.toml", "[staff]\nvalue = 2\nunit = \"count\"\n"),
        ("data/2024/series/energy.csv", "key,label_nb,label_en,share\nw,Vann,Water,100\n"),
        ("data/2024/series/energy.toml", "label = { nb = \"Energi\", en = \"Energy\" }\n"),
    ]);
    let (project, told) = read(&sources);
    assert!(project.charts["2024"].is_empty());
    expect![[r#"
        error[duplicate-id]: there is a series `energy` too: which one is meant where it is cited?
         --> data/2024/charts.toml:1:2
          |
        1 | [energy]
          |  ^^^^^^
          |
          = help: call the chart something else, such as `energy-chart`
        note: the series
         --> data/2024/series/energy.csv:2:14
          |
        2 | w,Vann,Water,100
          |              ^^^

        error[duplicate-id]: there is a figure `staff` too: which one is meant where it is cited?
         --> data/2024/charts.toml:3:2
          |
        3 | [staff]
          |  ^^^^^
          |
          = help: call the chart something else, such as `staff-chart`
        note: the figure
         --> data/2024/facts.toml:1:2
          |
        1 | [staff]
          |  ^^^^^

    "#]]
    .assert_eq(&print::text(&told, &sources, print::Style::Plain));
}

#[test]
fn a_mistake_is_shown_with_its_line_and_what_it_contradicts() {
    let sources = with(&[(
        FILE,
        "[a]\nmark = \"donut\"\ndata = \"suppliers.by_country\"\ntarget = { value = 85 }\n",
    )]);
    let (_, told) = read(&sources);
    expect![[r#"
        error[contradictory-chart]: a `donut` shows no target
         --> data/2024/charts.toml:4:10
          |
        4 | target = { value = 85 }
          |          ^^^^^^^^^^^^^^
          |
          = help: take `target` out, or draw it as `bullet`, `line` or `range`
        note: the kind of chart
         --> data/2024/charts.toml:2:8
          |
        2 | mark = "donut"
          |        ^^^^^^^

    "#]]
    .assert_eq(&print::text(&told, &sources, print::Style::Plain));
}

#[test]
fn languages_say_the_same_of_a_chart_that_no_page_shows() {
    let sources = with(&[(
        "data/2023/charts.toml",
        "[a]\ndata = \"suppliers.count\"\n\
             title = { nb = \"[](fact:suppliers.count) av 447\", en = \"[](fact:suppliers.count) of 474\" }\n\
             alt = { nb = \"[](fact:suppliers.count)\", en = \"many\" }\n\
             note = { nb = \"Over 30 000 kroner\", en = \"Large ones\" }\n\
             other = { nb = \"7 andre\", en = \"8 others\" }\n",
    )]);
    expect![[r#"
        error[numbers-differ]: `other` says `7` in Norsk and `8` in English
         --> data/2023/charts.toml:1:2
          |
        1 | [a]
          |  ^ this chart
          |
          = help: write the same numbers in all languages of the chart

        error[unfit-chart]: `suppliers.count` is known of one period only: a line needs two
         --> data/2023/charts.toml:1:2
          |
        1 | [a]
          |  ^
          |
          = help: close earlier years with `belegg close-year`, or state their figures in `data/<year>/facts.toml`; until then show the figure with `cards:`

        error[numbers-differ]: `474` stands here, but `447` in the original (Norsk)
         --> data/2023/charts.toml:3:85
          |
        3 | title = { nb = "[](fact:suppliers.count) av 447", en = "[](fact:suppliers.count) of 474" }
          |                                                                                     ^^^ English
          |
          = help: correct the one that is wrong
        note: Norsk
         --> data/2023/charts.toml:3:45
          |
        3 | title = { nb = "[](fact:suppliers.count) av 447", en = "[](fact:suppliers.count) of 474" }
          |                                             ^^^

        error[fact-differs]: the fact `suppliers.count` stands here, but not in the translation (English)
         --> data/2023/charts.toml:4:15
          |
        4 | alt = { nb = "[](fact:suppliers.count)", en = "many" }
          |               ^^^^^^^^^^^^^^^^^^^^^^^^ Norsk
          |
          = help: cite the same facts in both languages
        note: the same text in the translation (English)
         --> data/2023/charts.toml:4:48
          |
        4 | alt = { nb = "[](fact:suppliers.count)", en = "many" }
          |                                                ^^^^

        error[number-missing]: `30 000 kroner` stands here, but not in the translation (English)
         --> data/2023/charts.toml:5:21
          |
        5 | note = { nb = "Over 30 000 kroner", en = "Large ones" }
          |                     ^^^^^^^^^^^^^ Norsk
          |
          = help: write it in both languages
        note: the same text in the translation (English)
         --> data/2023/charts.toml:5:43
          |
        5 | note = { nb = "Over 30 000 kroner", en = "Large ones" }
          |                                           ^^^^^^^^^^

    "#]].assert_eq(&built(&sources).1);
}

#[test]
fn a_mistake_in_a_chart_leaves_the_figures_of_its_period_without_doubt() {
    let page =
        "+++\ntitle = \"Metode\"\n+++\n## Slik gjør vi det {#how}\n\n[4](fact:suppliers.count)\n";
    let english =
        "+++\ntitle = \"Method\"\n+++\n## How we do it {#how}\n\n[3](fact:suppliers.count)\n";
    let sources = with(&[
        (FILE, "[a]\nmark = \"pie\"\ndata = \"suppliers.by_country\"\n"),
        ("content/report/01-method.md", page),
        ("content/report/01-method.en.md", english),
    ]);
    let told = built(&sources).1;
    assert!(told.contains("error[stated-number]"), "{told}");
    assert!(told.contains("error[wrong-value]: `pie` is not a kind of chart"), "{told}");
}

/// Keys, words and signs that mean something in a file of charts.
fn piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "[a]\n",
        "[b.c]\n",
        "[[a]]\n",
        "[\"\"]\n",
        "mark = ",
        "data = ",
        "transform = ",
        "top = ",
        "periods = ",
        "encoding = ",
        "x = ",
        "domain = ",
        "digits = ",
        "sort = ",
        "other = ",
        "highlight = ",
        "target = ",
        "range = ",
        "value = ",
        "label = ",
        "title = ",
        "alt = ",
        "note = ",
        "nb = ",
        "en = ",
        "\"donut\"",
        "\"-x\"",
        "\"\"",
        "\"\"\"",
        "'",
        "\"",
        "\\",
        "{",
        "}",
        "[",
        "]",
        ",",
        "\n",
        " ",
        "0",
        "-1",
        "99999999999999999999999999999999",
        "1e400",
        "nan",
        "0x7f",
        "2024-12-31",
        "true",
        "\"1. [](fact:suppliers.count)\"",
        "\"* å \\u00e5 ![](x)\"",
        "\"[^a]\"",
        "\"<b>\"",
        "\"> x\"",
        "\"# x\"",
        "\"```\"",
        "\"[a]: b\"",
        "\"🦊\"",
        "\u{feff}",
    ]);
    prop_oneof![6 => known.prop_map(String::from), 1 => "\\PC{0,3}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the file holds, the places of what is told lie in it.
    #[test]
    fn any_file_of_charts(pieces in prop::collection::vec(piece(), 0..30)) {
        let file = pieces.concat();
        let sources = with(&[(FILE, &file)]);
        let (_, told) = read(&sources);
        for one in told.sorted() {
            let span = one.span.expect("a place");
            prop_assert!(span.start <= span.end && span.end as usize <= file.len(), "{one:?}");
        }
    }

    /// Any text is read as one line, its words stand where they are said to stand, and languages
    /// can be compared.
    #[test]
    fn any_title(titles in prop::collection::vec(title(), 24)) {
        let chart = |(at, text)| format!("[a{at}]\ndata = \"x\"\ntitle = {{ nb = \"{text}\", en = \" {text}\" }}\n");
        let file: String = titles.iter().enumerate().map(chart).collect();
        let sources = with(&[(FILE, &file)]);
        let (project, _) = read(&sources);
        let texts = project.charts["2024"].values().flat_map(|chart| chart.texts.values());
        for inline in texts.flat_map(|texts| &texts.title) {
            if let Inline::Text { text, span } = inline {
                prop_assert_eq!(file.get(span.range()), Some(&**text), "{}", file);
            }
        }
        built(&sources);
    }
}

fn title() -> impl Strategy<Value = String> {
    "[a-zæ0-9 .*#>\\-+_~|!\\[\\]():<=`]{0,24}"
}

#[test]
fn a_number_in_a_title_that_is_not_the_datas_is_told_in_the_file() {
    let page = |title: &str, heading: &str| {
        format!("+++\ntitle = \"{title}\"\n+++\n## {heading} {{#how}}\n\n![](chart:countries)\n")
    };
    let (norwegian, english) = (page("Metode", "Slik gjør vi det"), page("Method", "How we do it"));
    let sources = with(&[
        (
            FILE,
            "[countries]\ndata = \"suppliers.by_country\"\n\
             title = { nb = \"[4](fact:suppliers.count) i alt\", en = \"[3](fact:suppliers.count) in all\" }\n",
        ),
        ("content/report/01-method.md", &norwegian),
        ("content/report/01-method.en.md", &english),
    ]);
    expect![[r#"
        error[stated-number]: the text says 4 but the data gives 3
         --> data/2024/charts.toml:3:18
          |
        3 | title = { nb = "[4](fact:suppliers.count) i alt", en = "[3](fact:suppliers.count) in all" }
          |                  ^ `suppliers.count` is 3
          |
        help: write `[3](fact:suppliers.count)`, or correct `data/2024/suppliers.csv` (count of rows where turnover > 30000)
          |
        3 - title = { nb = "[4](fact:suppliers.count) i alt", en = "[3](fact:suppliers.count) in all" }
        3 + title = { nb = "[3](fact:suppliers.count) i alt", en = "[3](fact:suppliers.count) in all" }
          |

    "#]].assert_eq(&built(&sources).1);
}
