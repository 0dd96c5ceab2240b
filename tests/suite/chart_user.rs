//! Charts as those who write reports meet them: what they are told, hear and download.

use belegg::diagnostic::{Diagnostics, place};
use belegg::document::{Block, FigureContent};
use belegg::{Options, PdfChoice, fixed};
use expect_test::{Expect, expect};

use crate::project::{built, chapter_with, composed, page, with};

const FILE: &str = "data/2024/charts.toml";

/// Two years of a survey; one question was asked in the second only.
const SURVEY: [(&str, &str); 4] = [
    (
        "data/2023/series/survey.csv",
        "key,label_nb,label_en,value\nwork,Trives,Enjoys work,77\nlead,Blir hørt,Is heard,76\n",
    ),
    ("data/2023/series/survey.toml", STAFF),
    (
        "data/2024/series/survey.csv",
        "key,label_nb,label_en,value\nwork,Trives,Enjoys work,81\nlead,Blir hørt,Is heard,74.5\ntime,Rekker alt,Has time,49\n",
    ),
    ("data/2024/series/survey.toml", STAFF),
];

const STAFF: &str = "label = { nb = \"Undersøkelsen\", en = \"Survey\" }\nunit = \"score\"\n";

/// A file of charts that no page shows is told so: line, column, code, message and help.
fn told(file: &str, expected: Expect) {
    let sources = with(&[&SURVEY[..], &[(FILE, file)]].concat());
    let mut diagnostics = Diagnostics::default();
    belegg::compose(&sources, &Options::default(), &mut diagnostics);
    let lines = diagnostics.sorted().into_iter().map(|one| {
        let (_, line, column) = place(one, &sources).expect("a place");
        let help = one.help.as_deref().unwrap_or("no help");
        format!("{line}:{column} {}: {}; {help}\n", one.code.0, one.message)
    });
    expected.assert_eq(&lines.collect::<String>());
}

/// The text alternative of a chart, and the first lines of its CSV file, in Norwegian.
fn heard(target: &str, files: &[(&str, &str)], expected: Expect) {
    let sources = chapter_with(&format!("![]({target})"), &[&SURVEY[..], files].concat());
    let report = composed(&sources);
    let blocks = &page(&report, "nb", "report/01-method").blocks;
    let chart = blocks.iter().find_map(|block| match block {
        Block::Figure(figure) => match &figure.content {
            FigureContent::Chart { chart, file, .. } => {
                Some((chart.description.clone(), &file.csv))
            }
            _ => None,
        },
        _ => None,
    });
    let (description, csv) = chart.expect("a chart");
    let (artifacts, _) = built(&sources);
    let artifacts = artifacts.expect("a site");
    let file = artifacts.text(csv).expect("the file");
    expected.assert_eq(&format!("{description}\n{file}"));
}

#[test]
fn a_chart_that_no_page_shows_is_checked() {
    told(
        r#"[suppliers]
mark = "line"
data = "suppliers.count"
title = { nb = "[4](fact:suppliers.count) leverandører", en = "[5](fact:suppliers.count) suppliers" }
[lands]
data = "suppliers.by_country"
highlight = ["Norge", "DE"]
title = "By country"
[misspelt]
data = "suppliers.by_contry"
title = "By country"
[years]
data = "suppliers.count"
transform = { periods = ["2022", "2024"] }
title = "Suppliers"
"#,
        expect![[r#"
            4:18 stated-number: the text says 4 but the data gives 3; write `[3](fact:suppliers.count)`, or correct `data/2024/suppliers.csv` (count of rows where turnover > 30000)
            4:65 stated-number: the text says 5 but the data gives 3; write `[3](fact:suppliers.count)`, or correct `data/2024/suppliers.csv` (count of rows where turnover > 30000)
            7:14 unknown-category: `suppliers.by_country` has no category `Norge`; there is `NO`
            7:23 unknown-category: `suppliers.by_country` has no category `DE`; there is `SE`
            10:8 unknown-chart: there is no series or figure `suppliers.by_contry` in the data of 2024; there is a similar one: `suppliers.by_country`
            14:26 unknown-period: there is no data for the period 2022; there is data for 2023, 2024
        "#]],
    );
}

#[test]
fn a_wrong_number_in_one_title_is_mended() {
    let file = "[suppliers]\ndata = \"suppliers.count\"\ntitle = { nb = \"[4](fact:suppliers.count) leverandører\", en = \"[3](fact:suppliers.count) suppliers\" }\n";
    let sources = with(&[(FILE, file)]);
    let options = Options { pdf: PdfChoice::No, ..Options::default() };
    let mended = fixed(&sources, &options, &mut Diagnostics::default());
    let mended = mended.expect("an engine").sources;
    let place = mended.find(FILE).expect("the file");
    assert_eq!(mended.text(place), file.replace("[4]", "[3]"));
}

#[test]
fn a_title_is_checked_where_another_stands_in_its_place() {
    let file = "[suppliers]\ndata = \"suppliers.count\"\ntitle = \"[4](fact:suppliers.count)\"\n";
    let (_, told) = built(&chapter_with("![Leverandører](chart:suppliers)", &[(FILE, file)]));
    assert!(told.contains("the text says 4 but the data gives 3"), "{told}");
}

#[test]
fn a_figure_is_drawn_in_two_ways_on_one_page() {
    let twice = "![A](chart:suppliers.by_country)\n\n![B](chart:suppliers.by_country?as=donut)\n";
    let pages = |norwegian: &str| {
        built(&with(&[
            ("content/report/01-method.md", &format!("+++\ntitle = \"A\"\n+++\n{norwegian}")),
            ("content/report/01-method.en.md", &format!("+++\ntitle = \"A\"\n+++\n{twice}")),
        ]))
        .1
    };
    assert!(!pages(twice).contains("figure-differs"), "{}", pages(twice));
    let other = pages(&twice.replace("?as=donut", "?as=waffle"));
    assert_eq!(other.matches("figure-differs").count(), 1, "{other}");
    let fewer = pages("![A](chart:suppliers.by_country)\n");
    assert_eq!(fewer.matches("figure-differs").count(), 1, "{fewer}");
}

#[test]
fn parts_are_all_said_and_their_shares_are_numbers() {
    heard(
        "chart:suppliers.by_country?as=waffle",
        &[],
        expect![[r#"
        Forretningsforbindelser etter land: Norge 67 % (2) og Sverige 33 % (1). I alt: 3.
        Land,Kode,Antall,Andel
        Norge,NO,2,66.666667
        Sverige,SE,1,33.333333
    "#]],
    );
}

#[test]
fn a_line_of_one_year_is_said_once_and_what_is_not_known_is_empty() {
    heard(
        "chart:survey?as=line",
        &[],
        expect![[r#"
        Trives: 77 % i 2023, 81 % i 2024. Blir hørt: 76 % i 2023, 75 % i 2024. Rekker alt: 49 % i 2024.
        Periode,Kode,Trives,Blir hørt,Rekker alt
        2023,2023,77,76,
        2024,2024,81,74.5,49
    "#]],
    );
}

#[test]
fn a_score_that_misses_its_target_does_not_look_as_if_it_met_it() {
    let file = "[staff]\ndata = \"survey\"\ntarget = { value = 75 }\n";
    heard(
        "chart:staff",
        &[(FILE, file)],
        expect![[r#"
        Undersøkelsen: 3 grupper. Høyest er Trives med 81,0 %, lavest Rekker alt med 49,0 %. Målverdi 75 %.
        Gruppe,Kode,2024,2023,Målverdi
        Trives,work,81,77,75
        Blir hørt,lead,74.5,76,75
        Rekker alt,time,49,,75
    "#]],
    );
}

#[test]
fn rows_of_several_series_have_their_own_names() {
    let risk = |name: &str| {
        format!("label = {{ nb = \"{name}\", en = \"{name}\" }}\nunit = \"percent\"\n")
    };
    let parts = "key,label_nb,label_en,share\nlow,Lav,Low,90\nhigh,Høy,High,10\n";
    let file = "[risk]\nmark = \"stacked-bar\"\ndata = [\"before\", \"after\"]\n";
    heard(
        "chart:risk",
        &[
            (FILE, file),
            ("data/2024/series/before.csv", parts),
            ("data/2024/series/before.toml", &risk("Før")),
            ("data/2024/series/after.csv", parts),
            ("data/2024/series/after.toml", &risk("Etter")),
        ],
        expect![[r#"
            Før: Lav 90 % og Høy 10 %. Etter: Lav 90 % og Høy 10 %.
            Gruppe,Kode,Lav,Høy
            Før,before,90,10
            Etter,after,90,10
        "#]],
    );
}

#[test]
fn each_group_has_its_own_target() {
    let people = "group_type,group,group_nb,group_en,women,men\ntotal,,,,604,396\nlevel,advisers,Rådgivere,Advisers,238,162\nlevel,leaders,Ledere,Leaders,366,234\n";
    let targets =
        "[[target]]\ngroup = \"total\"\n[[target]]\ngroup = \"leaders\"\nlow = 45\nhigh = 55\n";
    heard(
        "chart:workforce.share_women",
        &[("data/2024/workforce.csv", people), ("data/2024/targets.toml", targets)],
        expect![[r#"
            Andel kvinner etter gruppe: 3 grupper. Høyest er Ledere med 61,0 %, lavest Rådgivere med 59,5 %. Utenfor målområdet ligger Alle ansatte og Ledere.
            Gruppe,Kode,Kvinner,Menn,Målområde
            Alle ansatte,total,60.4,39.6,40–60 %: utenfor målområdet
            Rådgivere,advisers,59.5,40.5,
            Ledere,leaders,61,39,45–55 %: utenfor målområdet
        "#]],
    );
}

#[test]
fn a_chart_of_another_period_speaks_of_that_one() {
    let file = "[staff]\ndata = \"survey\"\ntitle = \"[2](fact:suppliers.count) leverandører\"\n";
    let files = [("data/2023/charts.toml", file)];
    let sources = chapter_with("![](chart:staff@2023)", &[&SURVEY[..], &files].concat());
    let report = composed(&sources);
    let figure =
        page(&report, "nb", "report/01-method").blocks.iter().find_map(|block| match block {
            Block::Figure(figure) => Some(figure),
            _ => None,
        });
    let figure = figure.expect("a figure");
    assert_eq!(belegg::document::plain(&figure.caption), "2 leverandører");
    assert_eq!(figure.subtitle, "Undersøkelsen, 2023");
}
