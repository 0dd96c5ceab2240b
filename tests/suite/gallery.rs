//! The gallery of `docs/charts.md`: what it says makes a chart does, and its pictures are drawn from
//! that. Beside them, the narrow drawings of the same charts.

use std::collections::BTreeSet;

use belegg::chart::{Chart, Mark};
use belegg::document::{Block, FigureContent};
use belegg::render::svg::{Variant, draw};
use belegg::source::Sources;
use expect_test::expect_file;

use crate::charts::{FONTS, PALETTE, faults};
use crate::project::composed;

const PAGE: &str = include_str!("../../docs/charts.md");

const CONFIG: &str = "title = \"Havbris\"\nbase_url = \"https://havbris.example\"\n\
    default_language = \"nb\"\nperiod = 2024\n[languages.nb]\n[languages.en]\n[languages.sv]\n";

const COUNTRIES: &str =
    "country,count\nNO,212\nSE,34\nDK,19\nDE,11\nGB,9\nPL,6\nNL,4\nUS,3\nEE,2\nFI,2\n";

const WORKFORCE: &str = "\
group_type,group,group_nb,group_en,group_sv,women,men
total,,,,,412,386
board,,,,,3,5
level,leaders,Ledere med personalansvar,Managers with staff,Chefer med personalansvar,41,46
level,engineers,Ingeniører,Engineers,Ingenjörer,88,167
level,service,Kundeservice og marked,Customer service and marketing,Kundtjänst och marknad,190,97
level,operations,Drift,Operations,Drift,93,76
";

const TARGETS: &str = "[[target]]\ngroup = \"total\"\n[[target]]\ngroup = \"board\"\n\
    [[target]]\ngroup = \"leaders\"\n[[target]]\ngroup = \"engineers\"\n";

const CONTRACTS: &str = "\
key,label_nb,label_en,label_sv,count
permanent,Fast ansatt,Permanent,Tillsvidare,702
fixed,Midlertidig,Fixed term,Visstid,73
hired,Innleid,Hired,Inhyrd,23
";

const POLICIES: &str = "\
key,label_nb,label_en,label_sv,count
yes,Har egne retningslinjer,Have a policy of their own,Har egna riktlinjer,149
soon,Arbeider med det,Are working on one,Arbetar med det,63
unknown,Har ikke svart,Have not answered,Har inte svarat,90
";

const THEMES: &str = "key,label_nb,label_en,label_sv,value\n";

/// A label a language.
fn words(key: &str, nb: &str, en: &str, sv: &str) -> String {
    format!("{key} = {{ nb = \"{nb}\", en = \"{en}\", sv = \"{sv}\" }}\n")
}

fn fact(id: &str, value: u32, label: &str) -> String {
    format!("[\"{id}\"]\nvalue = {value}\nunit = \"percent\"\n{label}")
}

/// What is in the code blocks of the page that are in this language.
fn blocks(language: &str) -> String {
    let opening = format!("```{language}\n");
    let blocks = PAGE.split(opening.as_str()).skip(1).filter_map(|rest| rest.split("```").next());
    blocks.map(|block| format!("{block}\n")).collect()
}

/// A year: shares of purchases and of suppliers, scores by theme, suppliers by class of risk.
type Year = (&'static str, [u32; 2], [u32; 3], [u32; 3]);

/// Figures of Havbris over the years; those of 2021 are lost.
fn figures() -> Vec<(String, String)> {
    let themes = [
        ("conduct", words("label", "Etterlevelse", "Conduct", "Efterlevnad")),
        ("environment", words("label", "Miljø", "Environment", "Miljö")),
        ("health", words("label", "Arbeidsmiljø", "Working conditions", "Arbetsmiljö")),
    ];
    let years: [Year; 4] = [
        ("2020", [38, 17], [0; 3], [0; 3]),
        ("2022", [52, 29], [71, 58, 49], [168, 92, 11]),
        ("2023", [61, 36], [72, 60, 61], [195, 84, 5]),
        ("2024", [74, 48], [74, 63, 86], [233, 69, 0]),
    ];
    let mut files = Vec::new();
    for (year, [turnover, suppliers], scores, risk) in years {
        let mut facts = fact("code_of_conduct.share_of_turnover", turnover, "")
            + &fact("code_of_conduct.share_of_suppliers", suppliers, "");
        let mut add = |name: &str, text: String| files.push((format!("data/{year}/{name}"), text));
        if scores[0] > 0 {
            let mut rows = THEMES.to_string();
            for ((theme, label), score) in themes.iter().zip(scores) {
                facts.push_str(&fact(&format!("answers.{theme}"), score, label));
                let names = label.split('"').skip(1).step_by(2).collect::<Vec<_>>().join(",");
                rows.push_str(&format!("{theme},{names},{score}\n"));
            }
            add("series/questionnaire.by_theme.csv", rows);
            add("series/questionnaire.by_theme.toml", "unit = \"score\"\n".to_string());
            let [low, medium, high] = risk;
            let classes = "key,label_nb,label_en,label_sv,count\n";
            let classes = format!(
                "{classes}low,Lav risiko,Low risk,Låg risk,{low}\nmedium,Middels risiko,Medium risk,Medelhög risk,{medium}\nhigh,Høy risiko,High risk,Hög risk,{high}\n"
            );
            add("series/risk.final.csv", classes);
        }
        add("facts.toml", facts);
        let report = format!("year = {year}\ncutoff = {year}-12-31\naccept_jumps = true\n");
        add("report.toml", report);
    }
    files
}

/// The project whose chapter shows every chart of the page, in three languages.
fn havbris() -> Sources {
    let mut files = figures();
    let mut add = |path: &str, text: &str| files.push((path.to_string(), text.to_string()));
    add("belegg.toml", CONFIG);
    let series =
        [("suppliers.by_country", COUNTRIES), ("contracts", CONTRACTS), ("policies", POLICIES)];
    for (name, rows) in series {
        add(&format!("data/2024/series/{name}.csv"), rows);
    }
    let contracts = words(
        "label",
        "Medarbeidere etter kontrakt",
        "Employees by contract",
        "Medarbetare efter anställning",
    );
    let kind = words("dimension", "Kontrakt", "Contract", "Anställning");
    add("data/2024/series/contracts.toml", &(contracts + &kind));
    let policies =
        words("label", "Leverandører etter svar", "Suppliers by answer", "Leverantörer efter svar");
    let answer = words("dimension", "Svar", "Answer", "Svar");
    add("data/2024/series/policies.toml", &(policies + &answer));
    add("data/2024/workforce.csv", WORKFORCE);
    add("data/2024/targets.toml", TARGETS);
    add("data/2024/charts.toml", &blocks("toml"));
    for (suffix, language) in [("", "nb"), (".en", "en"), (".sv", "sv")] {
        // The captions of the page are English.
        let written = blocks("markdown");
        let references = written.lines().map(|line| match line.split_once("](") {
            Some((_, target)) if language != "en" => format!("![]({target}\n"),
            _ => format!("{line}\n"),
        });
        let references: String = references.collect();
        add(&format!("content/_index{suffix}.md"), "+++\ntitle = \"Havbris\"\n+++\n");
        let report = "+++\ntitle = \"2024\"\nkind = \"report\"\n+++\n";
        add(&format!("content/report/_index{suffix}.md"), report);
        let chapter = format!("+++\ntitle = \"Havbris\"\n+++\n{references}");
        add(&format!("content/report/01-charts{suffix}.md"), &chapter);
    }
    let files = files.iter().map(|(path, text)| (path.as_str(), text.as_bytes()));
    Sources::from_files(files)
}

/// A drawing as a picture by itself: on paper, with a margin, since nobody knows what lies behind it.
fn on_paper(svg: &str, variant: Variant) -> String {
    const MARGIN: u32 = 16;
    let width = variant.width() as u32;
    let height = svg.split("height=\"").nth(1).and_then(|rest| rest.split('"').next());
    let height: u32 = height.and_then(|text| text.parse().ok()).expect("a height");
    let (wide, tall) = (width + 2 * MARGIN, height + 2 * MARGIN);
    let paper = format!(
        "<rect x=\"-{MARGIN}\" y=\"-{MARGIN}\" width=\"{wide}\" height=\"{tall}\" fill=\"#fff\"/>"
    );
    svg.replacen(
        &format!("viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\""),
        &format!(
            "viewBox=\"-{MARGIN} -{MARGIN} {wide} {tall}\" width=\"{wide}\" height=\"{tall}\""
        ),
        1,
    )
    .replacen("<g aria-hidden", &format!("{paper}\n<g aria-hidden"), 1)
}

fn charts() -> Vec<Chart> {
    let report = composed(&havbris());
    let blocks = report.editions.iter().flat_map(|one| &one.pages).flat_map(|page| &page.blocks);
    let charts = blocks.filter_map(|block| match block {
        Block::Figure(figure) => match &figure.content {
            FigureContent::Chart { chart, .. } => Some(chart.as_ref().clone()),
            _ => None,
        },
        _ => None,
    });
    charts.collect()
}

#[test]
fn every_kind_is_shown_in_three_languages() {
    let mut shown = BTreeSet::new();
    for chart in charts() {
        let language = chart.lang.split('-').next().unwrap_or_default();
        let name = format!("{}.{language}", chart.plot.mark().name());
        for variant in [Variant::Wide, Variant::Narrow] {
            let svg = draw(&chart, variant, &FONTS, &PALETTE);
            assert_eq!(faults(&svg, variant), Vec::<String>::new(), "{name}");
            match variant {
                Variant::Wide => {
                    let file = format!("../../docs/charts/{name}.svg");
                    expect_file![file].assert_eq(&on_paper(&svg, variant));
                }
                Variant::Narrow => {
                    expect_file![format!("expected/charts/{name}.narrow.svg")].assert_eq(&svg);
                }
            }
        }
        assert!(PAGE.contains(&format!("(charts/{name}.svg)")), "docs/charts.md shows {name}");
        assert!(shown.insert(name.clone()), "{name} stands twice");
    }
    assert_eq!(shown.len(), Mark::ALL.len() * 3);
}
