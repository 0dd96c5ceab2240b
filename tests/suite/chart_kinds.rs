//! What a chart is made of, by kind: its rows, its words and what is refused.

use belegg::chart::Plot;
use belegg::document::{Block, Cell, Figure, FigureContent, plain};
use expect_test::{Expect, expect};

use crate::project::{chapter_with, composed, page, tells};

const LABELS: &str =
    "label = { nb = \"Risiko\", en = \"Risk\" }\ndimension = { nb = \"Klasse\", en = \"Class\" }\n";

const RISK: [(&str, &str); 4] = [
    (
        "data/2023/series/risk.csv",
        "key,label_nb,label_en,count\nlow,Lav,Low,300\nmedium,Middels,Medium,90\nhigh,Høy,High,6\n",
    ),
    ("data/2023/series/risk.toml", LABELS),
    (
        "data/2024/series/risk.csv",
        "key,label_nb,label_en,count\nlow,Lav,Low,389\nmedium,Middels,Medium,58\nhigh,Høy,High,0\n",
    ),
    ("data/2024/series/risk.toml", LABELS),
];

const PEOPLE: [(&str, &str); 2] = [
    (
        "data/2024/workforce.csv",
        "group_type,group,group_nb,group_en,women,men\ntotal,,,,604,396\nlevel,advisers,Rådgivere,Advisers,238,162\nlevel,leaders,Ledere,Leaders,366,234\n",
    ),
    (
        "data/2024/targets.toml",
        "[[target]]\ngroup = \"total\"\n[[target]]\ngroup = \"advisers\"\n[[target]]\ngroup = \"leaders\"\n",
    ),
];

const SIX: [(&str, &str); 2] = [
    (
        "data/2024/series/parts.csv",
        "key,label_nb,label_en,count\na,A,A,50\nb,B,B,20\nc,C,C,10\nd,D,D,8\ne,E,E,7\nf,F,F,5\n",
    ),
    ("data/2024/series/parts.toml", LABELS),
];

const SCORES: [(&str, &str); 4] = [
    (
        "data/2023/series/score.csv",
        "key,label_nb,label_en,value\ntotal,Samlet,All,82\nsocial,Sosialt,Social,87\n",
    ),
    ("data/2023/series/score.toml", SCORE),
    (
        "data/2024/series/score.csv",
        "key,label_nb,label_en,value\ntotal,Samlet,All,84\nsocial,Sosialt,Social,90\nclimate,Klima,Climate,77\n",
    ),
    ("data/2024/series/score.toml", SCORE),
];

const SCORE: &str = "label = { nb = \"Poeng\", en = \"Score\" }\nunit = \"score\"\n";

/// The figure of a reference, in Norwegian, with these files.
fn figure(target: &str, files: &[(&str, &str)]) -> Figure {
    let report = composed(&chapter_with(&format!("![](chart:{target})"), files));
    let page = page(&report, "nb", "report/01-method");
    let figure = page.blocks.iter().find_map(|block| match block {
        Block::Figure(figure) => Some(Figure::clone(figure)),
        _ => None,
    });
    figure.expect("a figure")
}

/// A figure as readers meet it: mark, caption, subtitle, description, table, source.
fn check(target: &str, files: &[(&str, &str)], expected: Expect) {
    let figure = figure(target, files);
    let FigureContent::Chart { chart, table, file } = &figure.content else {
        panic!("not a chart: {figure:?}")
    };
    let cell = |cell: &Cell| match cell {
        Cell::Text(text) | Cell::Value { text, .. } => text.clone(),
        Cell::Status { word, .. } => word.clone(),
    };
    let mut lines = vec![
        format!("{} | {} | {}", chart.plot.mark().name(), plain(&figure.caption), figure.subtitle),
        chart.description.clone(),
        table.columns.iter().map(|one| one.title.clone()).collect::<Vec<_>>().join(" | "),
    ];
    for (key, row) in table.keys.iter().zip(&table.rows) {
        let cells: Vec<String> = row.iter().map(cell).collect();
        lines.push(format!("{key}: {}", cells.join(" | ")));
    }
    lines.push(format!("{} [{}]", figure.source, file.csv));
    expected.assert_eq(&lines.join("\n"));
}

fn plot(target: &str, files: &[(&str, &str)]) -> Plot {
    match figure(target, files).content {
        FigureContent::Chart { chart, .. } => chart.plot,
        other => panic!("not a chart: {other:?}"),
    }
}

fn refuses(target: &str, files: &[(&str, &str)], expected: Expect) {
    tells(&chapter_with(&format!("![Tekst](chart:{target})"), files), expected);
}

#[test]
fn a_ring_shows_the_parts_of_a_whole() {
    check(
        "suppliers.by_country?as=donut",
        &[],
        expect![[r#"
            donut | Forretningsforbindelser etter land | 31. desember 2024
            Forretningsforbindelser etter land: Norge 67 % (2) og Sverige 33 % (1). I alt: 3.
            Land | Antall | Andel
            NO: Norge | 2 | 67 %
            SE: Sverige | 1 | 33 %
            Kilde: leverandørregisteret. [data/2024/suppliers-by-country-donut.csv]"#]],
    );
}

#[test]
fn many_parts_are_folded_into_four_and_the_rest() {
    check(
        "parts?as=donut",
        &SIX,
        expect![[r#"
            donut | Risiko | 31. desember 2024
            Risiko: A 50 % (50), B 20 % (20), C 10 % (10), D 8 % (8) og Andre (2) 12 % (12). I alt: 100.
            Klasse | Antall | Andel
            a: A | 50 | 50 %
            b: B | 20 | 20 %
            c: C | 10 | 10 %
            d: D | 8 | 8 %
            other: Andre (2) | 12 | 12 %
            Kilde: parts.csv. [data/2024/parts-donut.csv]"#]],
    );
}

#[test]
fn risk_over_the_years_is_a_row_a_year() {
    check(
        "risk?as=stacked-bar",
        &RISK,
        expect![[r#"
            stacked-bar | Risiko | 2023–2024
            Risiko. 2024: Lav 87 % (389), Middels 13 % (58) og Høy 0 % (0). 2023: Lav 76 % (300), Middels 23 % (90) og Høy 2 % (6).
            Periode | Lav | Middels | Høy
            2024: 2024 | 389 (87 %) | 58 (13 %) | 0 (0 %)
            2023: 2023 | 300 (76 %) | 90 (23 %) | 6 (2 %)
            Kilde: risk.csv. Andelene er avrundet og summerer seg derfor ikke til nøyaktig 100 %. [data/2024/risk-stacked-bar.csv]"#]],
    );
}

#[test]
fn women_and_men_stand_beside_their_target() {
    check(
        "workforce.share_women",
        &PEOPLE,
        expect![[r#"
            range | Andel kvinner og menn | 31. desember 2024
            Andel kvinner etter gruppe: 3 grupper. Høyest er Ledere med 61,0 %, lavest Rådgivere med 59,5 %. Utenfor målområdet ligger Alle ansatte og Ledere.
            Gruppe | Kvinner | Menn | Målområde 40–60 %
            total: Alle ansatte | 60,4 % | 39,6 % | utenfor målområdet
            advisers: Rådgivere | 59,5 % | 40,5 % | innenfor målområdet
            leaders: Ledere | 61,0 % | 39,0 % | utenfor målområdet
            Kilde: personalsystemet. [data/2024/workforce-share-women.csv]"#]],
    );
}

#[test]
fn scores_stand_beside_those_of_the_period_before() {
    check(
        "score",
        &SCORES,
        expect![[r#"
        bullet | Poeng | 31. desember 2024
        Poeng: 3 grupper. Høyest er Sosialt med 90 %, lavest Klima med 77 %.
        Gruppe | 2024 | 2023
        total: Samlet | 84 % | 82 %
        social: Sosialt | 90 % | 87 %
        climate: Klima | 77 % | –
        Kilde: score.csv. [data/2024/score.csv]"#]],
    );
}

#[test]
fn a_figure_over_the_years_is_a_line_and_a_year_without_numbers_leaves_its_room() {
    let files = [("data/2021/facts.toml", "[\"suppliers.count\"]\nvalue = 1\nunit = \"count\"\n")];
    check(
        "suppliers.count",
        &files,
        expect![[r#"
        line | Forretningsforbindelser med innkjøp over terskelen | 2021–2024
        Forretningsforbindelser med innkjøp over terskelen: 1 i 2021, 3 i 2024.
        Periode | Forretningsforbindelser med innkjøp over terskelen
        2021: 2021 | 1
        2022: 2022 | –
        2023: 2023 | 2
        2024: 2024 | 3
        Kilde: leverandørregisteret. Det er ingen tall for 2022. [data/2024/suppliers-count.csv]"#]],
    );
    let Plot::Line(lines) = plot("suppliers.count", &files) else { panic!("not a line") };
    let values = lines.lines[0].values.iter().map(|one| one.as_ref().map(|one| one.value));
    assert_eq!(values.collect::<Vec<_>>(), [Some(1.0), None, Some(2.0), Some(3.0)]);
}

#[test]
fn two_years_are_a_slope_if_asked_for() {
    check(
        "suppliers.count?as=slope",
        &[],
        expect![[r#"
        slope | Forretningsforbindelser med innkjøp over terskelen | 2023–2024
        Forretningsforbindelser med innkjøp over terskelen: 2 i 2023, 3 i 2024.
        Periode | Forretningsforbindelser med innkjøp over terskelen
        2023: 2023 | 2
        2024: 2024 | 3
        Kilde: leverandørregisteret. [data/2024/suppliers-count-slope.csv]"#]],
    );
}

#[test]
fn a_single_figure_has_no_name_beside_its_line() {
    for mark in ["line", "slope"] {
        let plot = plot(&format!("suppliers.count?as={mark}"), &[]);
        let (Plot::Line(lines) | Plot::Slope(lines)) = plot else { panic!("not lines: {plot:?}") };
        assert_eq!(lines.lines.iter().map(|line| line.label.as_str()).collect::<Vec<_>>(), [""]);
    }
}

#[test]
fn what_nobody_knows_is_left_out_of_classes_where_all_is_known() {
    let classes = |unknown: &str| -> Vec<String> {
        let series = format!("{}unknown,Ukjent,Unknown,{unknown}\n", RISK[2].1);
        let files = [(RISK[2].0, series.as_str()), RISK[3]];
        let plot = plot("risk?as=stacked-bar", &files);
        let Plot::StackedBar(stacked) = plot else { panic!("not stacked: {plot:?}") };
        assert!(stacked.rows.iter().all(|row| row.parts.len() == stacked.classes.len()));
        stacked.classes.into_iter().map(|class| class.key).collect()
    };
    assert_eq!(classes("0"), ["low", "medium", "high"], "nought of a real class is said");
    assert_eq!(classes("2"), ["low", "medium", "high", "unknown"]);
}

#[test]
fn a_group_without_a_target_has_no_range_behind_it() {
    let targets = "[[target]]\ngroup = \"total\"\n[[target]]\ngroup = \"leaders\"\n";
    let files = [PEOPLE[0], ("data/2024/targets.toml", targets)];
    let Plot::Range(ranges) = plot("workforce.share_women", &files) else { panic!("not a range") };
    let aimed = ranges.rows.iter().map(|row| (row.key.as_str(), row.aimed));
    assert_eq!(
        aimed.collect::<Vec<_>>(),
        [("total", true), ("advisers", false), ("leaders", true)]
    );
    assert!(ranges.band.is_some());
}

#[test]
fn the_order_and_what_stands_out_may_be_said() {
    check(
        "parts?top=3&sort=y&highlight=b",
        &SIX,
        expect![[r#"
        bar | Risiko | 31. desember 2024
        Risiko: 4 grupper. Størst er A med 50 (50 %); minst av dem som er nevnt, er C med 10 (10 %). I alt 100.
        Klasse | Antall | Andel
        a: A | 50 | 50 %
        b: B | 20 | 20 %
        c: C | 10 | 10 %
        other: Andre (3) | 20 | 20 %
        Kilde: parts.csv. [data/2024/parts-top-3-sort-y.csv]"#]],
    );
    let Plot::Bar(bars) = plot("parts?top=3&sort=y&highlight=b", &SIX) else { panic!("not bars") };
    let quiet = bars.bars.iter().map(|bar| (bar.key.as_str(), bar.quiet));
    assert_eq!(
        quiet.collect::<Vec<_>>(),
        [("a", true), ("b", false), ("c", true), ("other", true)]
    );
}

#[test]
fn scores_are_no_parts_of_a_whole() {
    refuses(
        "score?as=donut",
        &SCORES,
        expect![[r#"
            error[unfit-chart]: `score` has no parts of one whole: each value stands for itself
             --> content/report/01-method.md:4:10
              |
            4 | ![Tekst](chart:score?as=donut)
              |          ^^^^^^^^^^^^^^^^^^^^
              |
              = help: take `bar` or `bullet`

        "#]],
    );
}

#[test]
fn more_parts_than_can_be_told_apart_are_refused() {
    refuses(
        "parts?as=donut&top=6",
        &SIX,
        expect![[r#"
            error[contradictory-chart]: a `donut` with 6 parts and the rest cannot be read
             --> content/report/01-method.md:4:10
              |
            4 | ![Tekst](chart:parts?as=donut&top=6)
              |          ^^^^^^^^^^^^^^^^^^^^^^^^^^
              |
              = help: write `top = 4` or less, or draw it as `bar`

        "#]],
    );
}

#[test]
fn options_that_contradict_the_kind_of_chart_are_told_as_in_a_chart_file() {
    refuses(
        "parts?as=donut&highlight=a",
        &SIX,
        expect![[r#"
        error[contradictory-chart]: nothing can stand out in a `donut`, only among bars
         --> content/report/01-method.md:4:10
          |
        4 | ![Tekst](chart:parts?as=donut&highlight=a)
          |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          |
          = help: take `highlight` out, or draw it as `bar`

    "#]],
    );
    refuses(
        "score?as=bullet&sort=-x",
        &SCORES,
        expect![[r#"
        error[contradictory-chart]: a `bullet` stands in the order of its data
         --> content/report/01-method.md:4:10
          |
        4 | ![Tekst](chart:score?as=bullet&sort=-x)
          |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          |
          = help: take `sort` out, or draw it as `bar`

    "#]],
    );
    // Also where the kind follows from the data, or the file says the one and the reference the other.
    refuses(
        "suppliers.count?top=3",
        &[],
        expect![[r#"
        error[contradictory-chart]: a `line` has no rest to add up: `top` is for parts of a whole
         --> content/report/01-method.md:4:10
          |
        4 | ![Tekst](chart:suppliers.count?top=3)
          |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^
          |
          = help: take `top` out, and name what is drawn under `data`

    "#]],
    );
    let file = ("data/2024/charts.toml", "[parts-of]\ndata = \"parts\"\nhighlight = \"a\"\n");
    refuses(
        "parts-of?as=waffle",
        &[SIX[0], SIX[1], file],
        expect![[r#"
        error[contradictory-chart]: nothing can stand out in a `waffle`, only among bars
         --> data/2024/charts.toml:3:13
          |
        3 | highlight = "a"
          |             ^^^
          |
          = help: take `highlight` out, or draw it as `bar`
        note: the kind of chart
         --> content/report/01-method.md:4:10
          |
        4 | ![Tekst](chart:parts-of?as=waffle)
          |          ^^^^^^^^^^^^^^^^^^^^^^^^

    "#]],
    );
}

#[test]
fn shares_that_do_not_add_up_are_no_whole() {
    let series = "key,label_nb,label_en,share\na,A,A,50\nb,B,B,20\n";
    let files = [("data/2024/series/parts.csv", series), ("data/2024/series/parts.toml", LABELS)];
    refuses(
        "parts?as=waffle",
        &files,
        expect![[r#"
            error[unfit-chart]: the parts of `parts` add up to 70 %, not to 100
             --> content/report/01-method.md:4:10
              |
            4 | ![Tekst](chart:parts?as=waffle)
              |          ^^^^^^^^^^^^^^^^^^^^^
              |
              = help: add what is missing as a row of its own (`unknown`), or take `bar`

        "#]],
    );
}

#[test]
fn a_line_needs_two_periods() {
    refuses(
        "goals.count?as=line",
        &[],
        expect![[r#"
            error[unfit-chart]: `goals.count` is known of one period only: a line needs two
             --> content/report/01-method.md:4:10
              |
            4 | ![Tekst](chart:goals.count?as=line)
              |          ^^^^^^^^^^^^^^^^^^^^^^^^^
              |
              = help: close earlier years with `belegg close-year`, or state their figures in `data/<year>/facts.toml`; until then show the figure with `cards:`

        "#]],
    );
}

#[test]
fn an_unknown_kind_order_period_or_category_is_told() {
    refuses(
        "parts?as=pie",
        &SIX,
        expect![[r#"
            error[unknown-option]: `as=pie` is not an option of a chart
             --> content/report/01-method.md:4:10
              |
            4 | ![Tekst](chart:parts?as=pie)
              |          ^^^^^^^^^^^^^^^^^^
              |
              = help: it is called `as=donut` here

        "#]],
    );
    refuses(
        "parts?sort=size",
        &SIX,
        expect![[r#"
            error[unknown-option]: `sort=size` is not an option of a chart
             --> content/report/01-method.md:4:10
              |
            4 | ![Tekst](chart:parts?sort=size)
              |          ^^^^^^^^^^^^^^^^^^^^^
              |
              = help: `sort=` is -x (largest first), x, y (by name) or data

        "#]],
    );
    refuses(
        "parts?highlight=z",
        &SIX,
        expect![[r#"
        error[unknown-category]: `parts` has no category `z`
         --> content/report/01-method.md:4:10
          |
        4 | ![Tekst](chart:parts?highlight=z)
          |          ^^^^^^^^^^^^^^^^^^^^^^^
          |
          = help: there is `a`

    "#]],
    );
    refuses(
        "risk?as=stacked-bar&periods=2022,2024",
        &RISK,
        expect![[r#"
        error[unknown-period]: there is no data for the period 2022
         --> content/report/01-method.md:4:10
          |
        4 | ![Tekst](chart:risk?as=stacked-bar&periods=2022,2024)
          |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          |
          = help: there is data for 2023, 2024

    "#]],
    );
}

#[test]
fn no_decimal_is_dropped_that_says_on_which_side_of_a_target_a_share_lies() {
    let files = [
        (
            "data/2024/workforce.csv",
            "group_type,group,group_nb,group_en,women,men\ntotal,,,,6004,3996\n",
        ),
        ("data/2024/targets.toml", "[[target]]\ngroup = \"total\"\n"),
    ];
    let Plot::Range(ranges) = plot("workforce.share_women", &files) else { panic!("not a range") };
    assert_eq!(ranges.rows[0].values[0].text, "60,04\u{a0}%");
    assert_eq!(ranges.rows[0].remark.as_deref(), Some("utenfor målområdet"));
}

#[test]
fn a_relative_change_of_a_share_in_a_headline_is_told() {
    let text = "![Opp [](fact:questionnaire.response_rate.percent_since_2023)](chart:suppliers.by_country)";
    let rate =
        |value| format!("[\"questionnaire.response_rate\"]\nvalue = {value}\nunit = \"percent\"\n");
    let (before, now) = (rate(50), rate(66));
    let files = [("data/2023/facts.toml", before.as_str()), ("data/2024/facts.toml", now.as_str())];
    tells(
        &chapter_with(text, &files),
        expect![[r#"
            warning[share-of-share]: `questionnaire.response_rate.percent_since_2023` is a change in percent of a share, which is read as percentage points
             --> content/report/01-method.md:4:15
              |
            4 | ![Opp [](fact:questionnaire.response_rate.percent_since_2023)](chart:suppliers.by_country)
              |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              |
              = help: cite `fact:questionnaire.response_rate.points_since_2023` instead

        "#]],
    );
}
