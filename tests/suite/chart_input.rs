//! Charts of what registers and people give them: nothing, one, much, little, odd names. Each kind
//! draws it so that it can be read, or says what to take instead.

use belegg::chart::Mark;
use belegg::diagnostic::{Diagnostics, place};
use belegg::document::{Block, FigureContent};
use belegg::render::svg::{Variant, draw};
use belegg::{Options, compose};
use expect_test::{Expect, expect};

use crate::charts::{FONTS, PALETTE, faults};
use crate::project::chapter_with;

const WORDS: &str =
    "label = { nb = \"Ting\", en = \"Things\" }\ndimension = { nb = \"Slag\", en = \"Kind\" }\n";

/// These references, one a kind of chart or more, with these files: which are drawn, and what is
/// told of the others. What is drawn is legible in both widths.
fn check_references(references: &[(String, String)], files: &[(&str, &str)], expected: Expect) {
    let images: Vec<String> =
        references.iter().map(|(_, target)| format!("![Tekst](chart:{target})")).collect();
    let sources = chapter_with(&images.join("\n\n"), files);
    let mut told = Diagnostics::default();
    let report = compose(&sources, &Options::default(), &mut told).expect("a report");
    let mut said: Vec<(String, Vec<&str>)> = Vec::new();
    let mut say =
        |words: String, name: &'static str| match said.iter_mut().find(|one| one.0 == words) {
            Some((_, names)) if names.contains(&name) => {}
            Some((_, names)) => names.push(name),
            None => said.push((words, vec![name])),
        };
    for figure in report.editions.iter().flat_map(|one| &one.pages).flat_map(|one| &one.blocks) {
        let Block::Figure(figure) = figure else { continue };
        let FigureContent::Chart { chart, .. } = &figure.content else { continue };
        for variant in [Variant::Wide, Variant::Narrow] {
            let svg = draw(chart, variant, &FONTS, &PALETTE);
            assert_eq!(faults(&svg, variant), Vec::<String>::new(), "{}", chart.description);
            assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
        }
        say(chart.description.clone(), chart.plot.mark().name());
    }
    for one in told.sorted() {
        let (file, line, _) = place(one, &sources).unwrap_or(("data".to_string(), 0, 0));
        let help = one.help.as_deref().unwrap_or("no help");
        let name = match file.starts_with("content/") {
            // Below three lines of front matter, every other line is a reference.
            true => Mark::ALL
                .map(Mark::name)
                .into_iter()
                .find(|name| references[(line - 4) / 2].0 == *name),
            false => Some("the data"),
        };
        say(format!("{} ({help})", one.message), name.expect("a kind of chart"));
    }
    let lines = said.iter().map(|(words, names)| format!("{}: {words}\n", names.join(" ")));
    expected.assert_eq(&lines.collect::<String>());
}

/// A series of two years, alike in both, as every kind of chart.
fn check(unit: &str, rows: &str, expected: Expect) {
    let head = if unit == "score" { "value" } else { unit };
    let series = format!("key,label_nb,label_en,{head}\n{rows}");
    let toml =
        if unit == "score" { format!("{WORDS}unit = \"score\"\n") } else { WORDS.to_string() };
    let files = [
        ("data/2024/series/x.csv", series.as_str()),
        ("data/2024/series/x.toml", &toml),
        ("data/2023/series/x.csv", &series),
        ("data/2023/series/x.toml", &toml),
    ];
    let kinds = Mark::ALL.into_iter().filter(|mark| *mark != Mark::Range).map(Mark::name);
    let references: Vec<(String, String)> =
        kinds.map(|name| (name.to_string(), format!("x?as={name}"))).collect();
    check_references(&references, &files, expected);
}

/// A figure of three years, as a line.
fn check_line(unit: &str, values: [&str; 3], expected: Expect) {
    let fact = |value: &str| {
        let words = "label = { nb = \"ting\", en = \"things\" }";
        format!("[\"things.count\"]\nvalue = {value}\nunit = \"{unit}\"\n{words}\n")
    };
    let [first, second, third] = values.map(fact);
    let files = [
        ("data/2022/facts.toml", first.as_str()),
        ("data/2023/facts.toml", &second),
        ("data/2024/facts.toml", &third),
    ];
    let references =
        ["line", "slope"].map(|name| (name.to_string(), format!("things.count?as={name}")));
    check_references(&references, &files, expected);
}

#[test]
fn no_category_at_all() {
    check(
        "count",
        "",
        expect![[r#"
            the data: the series `x` has no categories (write one category a line)
            the data: the pages are not compared with the data of 2024, which has errors (correct the errors in `data/2024` first)
        "#]],
    );
}

#[test]
fn one_category() {
    check(
        "count",
        "a,Alfa,Alpha,5\n",
        expect![[r#"
            bar: Ting: Alfa 5 (100 %).
            stacked-bar: Ting. 2024: Alfa 100 % (5). 2023: Alfa 100 % (5).
            share-bar donut waffle: Ting: Alfa 100 % (5). I alt: 5.
            line slope: Alfa: 5 i 2023, 5 i 2024.
            bullet: `x` has counts, and bullets show scores (take `bar`)
        "#]],
    );
    check(
        "score",
        "a,Alfa,Alpha,5\n",
        expect![[r#"
            bar bullet: Ting: Alfa 5 %.
            line slope: Alfa: 5 % i 2023, 5 % i 2024.
            stacked-bar share-bar donut waffle: `x` has no parts of one whole: each value stands for itself (take `bar` or `bullet`)
        "#]],
    );
}

#[test]
fn nothing_but_noughts() {
    check(
        "count",
        "a,Alfa,Alpha,0\nb,Beta,Beta,0\n",
        expect![[r#"
            bar: Ting: 2 grupper, alle med 0.
            line slope: Alfa: 0 i 2023, 0 i 2024. Beta: 0 i 2023, 0 i 2024.
            stacked-bar share-bar donut waffle: all values of `x` are nought: there is nothing to divide (take `bar`, which says so, or leave the chart out)
            bullet: `x` has counts, and bullets show scores (take `bar`)
        "#]],
    );
    check(
        "score",
        "a,Alfa,Alpha,0\nb,Beta,Beta,0\n",
        expect![[r#"
            bar bullet: Ting: 2 grupper, alle med 0 %.
            line slope: Alfa: 0 % i 2023, 0 % i 2024. Beta: 0 % i 2023, 0 % i 2024.
            stacked-bar share-bar donut waffle: `x` has no parts of one whole: each value stands for itself (take `bar` or `bullet`)
        "#]],
    );
}

#[test]
fn parts_that_are_no_whole() {
    check(
        "share",
        "a,Alfa,Alpha,5\nb,Beta,Beta,3\n",
        expect![[r#"
            bar: Ting: 2 grupper. Størst er Alfa med 5 %; minst av dem som er nevnt, er Beta med 3 %.
            line slope: Alfa: 5 % i 2023, 5 % i 2024. Beta: 3 % i 2023, 3 % i 2024.
            bullet: Ting: 2 grupper. Høyest er Alfa med 5 %, lavest Beta med 3 %.
            stacked-bar share-bar donut waffle: the parts of `x` add up to 8 %, not to 100 (add what is missing as a row of its own (`unknown`), or take `bar`)
        "#]],
    );
}

#[test]
fn values_below_nought() {
    check(
        "count",
        "a,Alfa,Alpha,5\nb,Beta,Beta,-3\n",
        expect![[r#"
            bar: Ting: Alfa 5 (100 %).
            stacked-bar: Ting. 2024: Alfa 100 % (5). 2023: Alfa 100 % (5).
            share-bar donut waffle: Ting: Alfa 100 % (5). I alt: 5.
            line slope: Alfa: 5 i 2023, 5 i 2024.
            bullet: `x` has counts, and bullets show scores (take `bar`)
            the data: `-3` in row 3, column `count` is negative (numbers of people and things begin at 0)
        "#]],
    );
    check_line(
        "points",
        ["-3.5", "0", "-12"],
        expect![[r#"
        line slope: Ting: −4 prosentpoeng i 2022, −12 prosentpoeng i 2024.
    "#]],
    );
}

#[test]
fn values_that_are_huge_or_tiny() {
    check(
        "count",
        "a,Alfa,Alpha,3999999999\nb,Beta,Beta,1\n",
        expect![[r#"
            bar: Ting: 2 grupper. Størst er Alfa med 3 999 999 999 (100,0 %); minst av dem som er nevnt, er Beta med 1 (< 0,1 %). I alt 4 000 000 000.
            stacked-bar: Ting. 2024: Alfa 100 % (3 999 999 999) og Beta < 1 % (1). 2023: Alfa 100 % (3 999 999 999) og Beta < 1 % (1).
            share-bar donut waffle: Ting: Alfa 100,0 % (3 999 999 999) og Beta < 0,1 % (1). I alt: 4 000 000 000.
            line slope: Alfa: 3 999 999 999 i 2023, 3 999 999 999 i 2024. Beta: 1 i 2023, 1 i 2024.
            bullet: `x` has counts, and bullets show scores (take `bar`)
        "#]],
    );
    check(
        "count",
        "a,Alfa,Alpha,99999999999999999999999\nb,Beta,Beta,1\n",
        expect![[r#"
            bar: Ting: Beta 1 (100 %).
            stacked-bar: Ting. 2024: Beta 100 % (1). 2023: Beta 100 % (1).
            share-bar donut waffle: Ting: Beta 100 % (1). I alt: 1.
            line slope: Beta: 1 i 2023, 1 i 2024.
            bullet: `x` has counts, and bullets show scores (take `bar`)
            the data: `99999999999999999999999` in row 2, column `count` is too large (write a number of people or things)
        "#]],
    );
    check(
        "share",
        "a,Alfa,Alpha,99.9999999\nb,Beta,Beta,0.0000001\n",
        expect![[r#"
            bar: Ting: 2 grupper. Størst er Alfa med 100,0 %; minst av dem som er nevnt, er Beta med < 0,1 %.
            stacked-bar: Ting. 2024: Alfa 100 % og Beta < 1 %. 2023: Alfa 100 % og Beta < 1 %.
            share-bar donut waffle: Ting: Alfa 100,0 % og Beta < 0,1 %.
            line slope: Alfa: 100 % i 2023, 100 % i 2024. Beta: < 1 % i 2023, < 1 % i 2024.
            bullet: Ting: 2 grupper. Høyest er Alfa med 100 %, lavest Beta med < 1 %.
        "#]],
    );
    check_line(
        "number",
        ["0.00000001", "0.00000003", "0.00000002"],
        expect![[r#"
        line slope: Ting: 0 i 2022, 0 i 2024.
        the data: figures are far from those of 2022: `things.count` (+200 %); is `data/2023/facts.toml` complete? (if the figures are right, write `accept_jumps = true` in `data/2023/report.toml`)
    "#]],
    );
    check_line(
        "number",
        ["1", "1000000000000000000000000000", "5"],
        expect![[r#"
        line slope: Ting: 1 i 2022, 5 i 2024.
    "#]],
    );
}

#[test]
fn a_label_of_two_hundred_letters() {
    let long = ["menneskerettighetsvurderinger og "; 7].concat();
    let rows = format!("a,{long},{long},5\nb,Beta,Beta,3\n");
    check(
        "count",
        &rows,
        expect![[r#"
            bar: Ting: 2 grupper. Størst er menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og med 5 (63 %); minst av dem som er nevnt, er Beta med 3 (38 %). I alt 8.
            stacked-bar: Ting. 2024: menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og 63 % (5) og Beta 38 % (3). 2023: menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og 63 % (5) og Beta 38 % (3).
            share-bar donut waffle: Ting: menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og 63 % (5) og Beta 38 % (3). I alt: 8.
            line slope: Menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og: 5 i 2023, 5 i 2024. Beta: 3 i 2023, 3 i 2024.
            bullet: `x` has counts, and bullets show scores (take `bar`)
        "#]],
    );
    check(
        "score",
        &rows,
        expect![[r#"
        bar bullet: Ting: 2 grupper. Høyest er menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og med 5 %, lavest Beta med 3 %.
        line slope: Menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og menneskerettighetsvurderinger og: 5 % i 2023, 5 % i 2024. Beta: 3 % i 2023, 3 % i 2024.
        stacked-bar share-bar donut waffle: `x` has no parts of one whole: each value stands for itself (take `bar` or `bullet`)
    "#]],
    );
}

#[test]
fn labels_from_right_to_left_and_of_pictures() {
    let rows = "a,שלום עולם,שלום עולם,5\nb,👩\u{200d}👩\u{200d}👧 Familie,👩\u{200d}👩\u{200d}👧 Family,3\n";
    check(
        "count",
        rows,
        expect![[r#"
            bar: Ting: 2 grupper. Størst er שלום עולם med 5 (63 %); minst av dem som er nevnt, er 👩‍👩‍👧 Familie med 3 (38 %). I alt 8.
            stacked-bar: Ting. 2024: שלום עולם 63 % (5) og 👩‍👩‍👧 Familie 38 % (3). 2023: שלום עולם 63 % (5) og 👩‍👩‍👧 Familie 38 % (3).
            share-bar donut waffle: Ting: שלום עולם 63 % (5) og 👩‍👩‍👧 Familie 38 % (3). I alt: 8.
            line slope: שלום עולם: 5 i 2023, 5 i 2024. 👩‍👩‍👧 Familie: 3 i 2023, 3 i 2024.
            bullet: `x` has counts, and bullets show scores (take `bar`)
        "#]],
    );
    check(
        "score",
        rows,
        expect![[r#"
        bar bullet: Ting: 2 grupper. Høyest er שלום עולם med 5 %, lavest 👩‍👩‍👧 Familie med 3 %.
        line slope: שלום עולם: 5 % i 2023, 5 % i 2024. 👩‍👩‍👧 Familie: 3 % i 2023, 3 % i 2024.
        stacked-bar share-bar donut waffle: `x` has no parts of one whole: each value stands for itself (take `bar` or `bullet`)
    "#]],
    );
}

#[test]
fn labels_and_keys_that_stand_twice() {
    check(
        "count",
        "a,Alfa,Alpha,5\nb,Alfa,Alpha,3\n",
        expect![[r#"
            bar: Ting: 2 grupper. Størst er Alfa med 5 (63 %); minst av dem som er nevnt, er Alfa med 3 (38 %). I alt 8.
            stacked-bar: Ting. 2024: Alfa 63 % (5) og Alfa 38 % (3). 2023: Alfa 63 % (5) og Alfa 38 % (3).
            share-bar donut waffle: Ting: Alfa 63 % (5) og Alfa 38 % (3). I alt: 8.
            line slope: Alfa: 5 i 2023, 5 i 2024. Alfa: 3 i 2023, 3 i 2024.
            bullet: `x` has counts, and bullets show scores (take `bar`)
        "#]],
    );
    check(
        "count",
        "a,Alfa,Alpha,5\na,Beta,Beta,3\n",
        expect![[r#"
            bar: Ting: Alfa 5 (100 %).
            stacked-bar: Ting. 2024: Alfa 100 % (5). 2023: Alfa 100 % (5).
            share-bar donut waffle: Ting: Alfa 100 % (5). I alt: 5.
            line slope: Alfa: 5 i 2023, 5 i 2024.
            bullet: `x` has counts, and bullets show scores (take `bar`)
            the data: the category `a` stands twice (merge the two rows, or give one another name)
        "#]],
    );
}

#[test]
fn five_hundred_categories() {
    let rows = |value: fn(usize) -> usize| -> String {
        (0..500).map(|at| format!("k{at},Gruppe {at},Group {at},{}\n", value(at))).collect()
    };
    check(
        "count",
        &rows(|at| at % 97 + 1),
        expect![[r#"
            bar: Ting: 11 grupper. Størst er Gruppe 96 med 97 (0,4 %); minst av dem som er nevnt, er Gruppe 483 med 96 (0,4 %). I alt 23 885.
            share-bar donut waffle: Ting: Gruppe 96 0,4 % (97), Gruppe 193 0,4 % (97), Gruppe 290 0,4 % (97), Gruppe 387 0,4 % (97) og Andre (496) 98,4 % (23 497). I alt: 23 885.
            stacked-bar: `x` has 500 classes: no row can show them (take `bar`, which shows one year)
            line slope: 500 lines cannot be told apart: 4 can (name up to four of them in `charts.toml`: `data = ["x.k0", "…"]`)
            bullet: `x` has counts, and bullets show scores (take `bar`)
        "#]],
    );
    check(
        "score",
        &rows(|_| 80),
        expect![[r#"
            bar: 500 bars cannot be read, and scores have no sum: 15 can (show all of them as a table, `table:x`)
            stacked-bar: `x` has 500 classes: no row can show them (take `bar`, which shows one year)
            share-bar donut waffle: `x` has no parts of one whole: each value stands for itself (take `bar` or `bullet`)
            line slope: 500 lines cannot be told apart: 4 can (name up to four of them in `charts.toml`: `data = ["x.k0", "…"]`)
            bullet: 500 bullets cannot be read: 15 can (show all of them as a table, `table:x`)
        "#]],
    );
}

#[test]
fn a_year_without_a_value_and_one_with_another_unit() {
    let files = [
        (
            "data/2021/facts.toml",
            "[\"a.rate\"]\nvalue = 40\nunit = \"percent\"\nlabel = { nb = \"andel\", en = \"share\" }\n",
        ),
        (
            "data/2023/facts.toml",
            "[\"a.rate\"]\nvalue = 3\nunit = \"count\"\nlabel = { nb = \"andel\", en = \"share\" }\n",
        ),
        (
            "data/2024/facts.toml",
            "[\"a.rate\"]\nvalue = 60\nunit = \"percent\"\nlabel = { nb = \"andel\", en = \"share\" }\n",
        ),
    ];
    let references = ["line", "slope"].map(|name| (name.to_string(), format!("a.rate?as={name}")));
    check_references(
        &references,
        &files,
        expect![[r#"
        line slope: Andel: 40 % i 2021, 60 % i 2024.
    "#]],
    );
}
