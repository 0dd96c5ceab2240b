//! Charts as SVG: what they look like, byte by byte, and what no chart may do.

mod parts;
mod scales;

use belegg::chart::{Bar, Bars, Chart, Plot};
use belegg::diagnostic::Diagnostics;
use belegg::render::svg::{Fonts, Token, Variant, Weight, draw};
use belegg::source::Sources;
use belegg::theme::Theme;
use belegg::theme::palette::Palette;
use expect_test::expect_file;
use proptest::prelude::*;
use std::sync::LazyLock;

pub static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let fonts = Fonts::from_theme(&theme(&[]), &mut Diagnostics::default());
    fonts.expect("the built-in fonts can be read")
});

pub static PALETTE: LazyLock<Palette> = LazyLock::new(Palette::built_in);

fn theme(own: &[(&str, &str)]) -> Theme {
    let files = own.iter().map(|(path, text)| (path.to_string(), text.as_bytes()));
    Theme::load("default", &Sources::from_files(files), &mut Diagnostics::default())
}

fn chart(id: &str, name: &str, description: &str, bars: Vec<Bar>) -> Chart {
    let maximum = bars.iter().map(|bar| bar.value).fold(0.0, f64::max);
    Chart {
        id: id.to_string(),
        lang: "nb".to_string(),
        name: name.to_string(),
        description: description.to_string(),
        plot: Plot::Bar(Bars { bars, maximum }),
    }
}

fn bar(key: &str, label: &str, value: u32, share: &str) -> Bar {
    Bar {
        key: key.to_string(),
        label: label.to_string(),
        value: f64::from(value),
        value_text: value.to_string(),
        share_text: Some(format!("{share}\u{a0}%")),
        other: key == "other",
        quiet: false,
    }
}

fn bars(chart: &mut Chart) -> &mut Bars {
    match &mut chart.plot {
        Plot::Bar(bars) => bars,
        other => panic!("not a bar chart: {other:?}"),
    }
}

fn by_country() -> Chart {
    chart(
        "suppliers-by-country",
        "Leverandører etter land",
        "Liggende stolper for 8 grupper. Størst er Norge med 371 av 447.",
        vec![
            bar("NO", "Norge", 371, "83"),
            bar("SE", "Sverige", 28, "6"),
            bar("DK", "Danmark", 14, "3"),
            bar("GB", "Storbritannia", 9, "2"),
            bar("US", "USA", 8, "2"),
            bar("FI", "Finland", 6, "1"),
            bar("DE", "Tyskland", 5, "1"),
            bar("other", "Andre", 6, "1"),
        ],
    )
}

fn by_industry() -> Chart {
    chart(
        "suppliers-by-industry",
        "Leverandører etter næring",
        "Liggende stolper for 10 grupper. Størst er Engroshandel med sykepleie- og apotekvarer \
         med 96 av 447.",
        vec![
            bar("46.46", "Engroshandel med sykepleie- og apotekvarer", 96, "21"),
            bar("58.29", "Utgivelse av annen programvare", 41, "9"),
            bar("62.01", "Programmeringstjenester", 33, "7"),
            bar("43.21", "Elektrisk installasjonsarbeid", 29, "6"),
            bar("62.02", "Konsulentvirksomhet tilknyttet informasjonsteknologi", 27, "6"),
            bar("81.2", "Rengjøring av bygninger", 21, "5"),
            bar(
                "46.51",
                "Engroshandel med datamaskiner, tilleggsutstyr til datamaskiner, samt programvare",
                19,
                "4",
            ),
            bar("70.22", "Bedriftsrådgivning og annen administrativ rådgivning", 17, "4"),
            bar("32.5", "Produksjon av medisinske og tanntekniske instrumenter og utstyr", 15, "3"),
            bar("other", "Andre", 149, "33"),
        ],
    )
}

/// A text of a drawing with the box that its glyphs may fill.
#[derive(Debug)]
struct Placed {
    text: String,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    size: f64,
}

/// Every line of text of a drawing, measured with the same font.
fn texts(svg: &str) -> Vec<Placed> {
    let document = roxmltree::Document::parse(svg).expect("a chart is well-formed XML");
    let mut placed = Vec::new();
    for text in document.descendants().filter(|node| node.has_tag_name("text")) {
        // Runs after one another, and where they begin.
        let mut chunk = Vec::new();
        let size = number(&text, "font-size").expect("every text has a size");
        let (mut x, mut y) = (number(&text, "x").unwrap(), number(&text, "y").unwrap());
        let mut start = x;
        for run in text.children() {
            let words =
                if run.is_text() { run.text() } else { run.first_child().and_then(|n| n.text()) };
            let words = words.unwrap_or("").to_string();
            if number(&run, "x").is_some() {
                anchor(&text, start, &mut chunk);
                placed.append(&mut chunk);
            }
            start = number(&run, "x").unwrap_or(start);
            x = number(&run, "x").unwrap_or(x) + number(&run, "dx").unwrap_or(0.0);
            y = number(&run, "y").unwrap_or(y);
            let weight = run.attribute("font-weight").or(text.attribute("font-weight"));
            let weight = if weight == Some("700") { Weight::Bold } else { Weight::Regular };
            let seen = words.trim_start();
            let left = x + FONTS.width(&words[..words.len() - seen.len()], weight, size);
            let right = left + FONTS.width(seen.trim_end(), weight, size);
            // A capital with its ring above, and a descender.
            let (top, bottom) = (y - 0.95 * size, y + 0.25 * size);
            x += FONTS.width(&words, weight, size);
            chunk.push(Placed { text: words, left, right, top, bottom, size });
        }
        anchor(&text, start, &mut chunk);
        placed.append(&mut chunk);
    }
    placed.retain(|one| !one.text.trim().is_empty());
    placed
}

fn number(node: &roxmltree::Node, name: &str) -> Option<f64> {
    Some(node.attribute(name)?.parse().expect("a coordinate is a number"))
}

/// Moves the runs of a line to where the anchor of their text puts them.
fn anchor(text: &roxmltree::Node, start: f64, line: &mut [Placed]) {
    let part = match text.attribute("text-anchor") {
        Some("middle") => 0.5,
        Some("end") => 1.0,
        _ => 0.0,
    };
    let Some(last) = line.last() else { return };
    let shift = part * (last.right - start);
    for run in line {
        run.left -= shift;
        run.right -= shift;
    }
}

/// What is wrong with a drawing as a reader would see it.
pub fn faults(svg: &str, variant: Variant) -> Vec<String> {
    let document = roxmltree::Document::parse(svg).expect("a chart is well-formed XML");
    let height: f64 = document.root_element().attribute("height").unwrap().parse().unwrap();
    let texts = texts(svg);
    let mut faults = Vec::new();
    for (at, one) in texts.iter().enumerate() {
        if one.left < 0.0 || one.right > variant.width() || one.top < 0.0 || one.bottom > height {
            faults.push(format!("outside: {one:?}"));
        }
        if one.size * variant.least_pixels() / variant.width() < 11.0 {
            faults.push(format!("too small: {one:?}"));
        }
        for other in &texts[at + 1..] {
            let across = one.left < other.right && other.left < one.right;
            // Lines of one label stand closer than the boxes of their tallest glyphs.
            let down =
                one.top + 0.2 * one.size < other.bottom && other.top + 0.2 * one.size < one.bottom;
            if across && down {
                faults.push(format!("overlap: {one:?} and {other:?}"));
            }
        }
    }
    faults
}

#[test]
fn the_lint_sees_what_a_reader_would_see() {
    let svg = draw(&by_country(), Variant::Wide, &FONTS, &PALETTE);
    let spoilt = [
        (" x=\"0\" ", " x=\"-1\" ", "outside"),
        (" x=\"0\" ", " x=\"90\" ", "overlap"),
        ("font-size=\"14.5\"", "font-size=\"14\"", "too small"),
    ];
    for (good, bad, fault) in spoilt {
        let faults = faults(&svg.replace(good, bad), Variant::Wide);
        assert!(faults.iter().any(|found| found.starts_with(fault)), "{fault}: {faults:?}");
    }
}

#[test]
fn countries_and_industries_look_as_agreed() {
    for (chart, name) in [(by_country(), "country"), (by_industry(), "industry")] {
        for variant in [Variant::Wide, Variant::Narrow] {
            let svg = draw(&chart, variant, &FONTS, &PALETTE);
            assert_eq!(faults(&svg, variant), Vec::<String>::new());
            let file = format!("expected/charts/{name}-{}.svg", variant.name());
            expect_file![file].assert_eq(&svg);
        }
    }
}

/// A chart of random bars; values are often 0 or alike, as in real registers.
fn any_chart() -> impl Strategy<Value = Chart> {
    let label = prop_oneof![
        4 => "[A-ZÆØÅ][a-zæøå]{2,12}([ -/][a-zæøå]{1,22},?){0,12}",
        1 => "[a-zæøå]{30,200}",
        1 => "\\PC{0,60}",
    ];
    let value = prop_oneof![
        Just(0.0),
        (0u32..500).prop_map(f64::from),
        (-500i32..0).prop_map(f64::from),
        -2e6..2e6f64,
    ];
    let bar = (label, value, proptest::option::of(0u32..=100), proptest::bool::weighted(0.1));
    proptest::collection::vec(bar, 1..=15).prop_map(|bars| {
        let bars = bars.into_iter().enumerate().map(|(at, (label, value, share, other))| Bar {
            key: format!("key-{at}"),
            label,
            value,
            value_text: format!("{value:.0}"),
            share_text: share.map(|share| format!("{share}\u{a0}%")),
            other,
            quiet: false,
        });
        chart("any", "Any chart", "Drawn at random.", bars.collect())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_text_is_cut_covered_or_too_small(chart in any_chart()) {
        for variant in [Variant::Wide, Variant::Narrow] {
            let svg = draw(&chart, variant, &FONTS, &PALETTE);
            prop_assert_eq!(faults(&svg, variant), Vec::<String>::new());
            prop_assert_eq!(&svg, &draw(&chart, variant, &FONTS, &PALETTE));
        }
    }

    #[test]
    fn labels_keep_every_letter(chart in any_chart()) {
        for variant in [Variant::Wide, Variant::Narrow] {
            let svg = draw(&chart, variant, &FONTS, &PALETTE);
            let letters = |text: &str| -> String {
                text.chars().filter(|letter| letter.is_alphanumeric()).collect()
            };
            let document = roxmltree::Document::parse(&svg).unwrap();
            let labels: Vec<String> = document
                .descendants()
                .filter(|node| node.attribute("class").is_some_and(|class| class.starts_with("bc-label")))
                .map(|node| node.descendants().filter(|n| n.is_text()).filter_map(|n| n.text()).collect::<String>())
                .map(|text| letters(&text))
                .collect();
            let mut same = chart.clone();
            let given = bars(&mut same).rows().into_iter().map(|bar| letters(&bar.label));
            let given: Vec<String> = given.filter(|text| !text.is_empty()).collect();
            prop_assert_eq!(labels.iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>(), given);
        }
    }
}

#[test]
fn bars_are_in_proportion_and_zero_has_none() {
    let bars = vec![bar("a", "A", 200, "67"), bar("b", "B", 100, "33"), bar("c", "C", 0, "0")];
    let svg = draw(&chart("three", "Three", "Three bars.", bars), Variant::Wide, &FONTS, &PALETTE);
    let document = roxmltree::Document::parse(&svg).unwrap();
    let widths: Vec<f64> = document
        .descendants()
        .filter(|node| node.has_tag_name("rect"))
        .map(|node| node.attribute("width").unwrap().parse().unwrap())
        .collect();
    assert_eq!(widths.len(), 2, "a value of zero has a number and no bar");
    assert!((widths[0] / widths[1] - 2.0).abs() < 0.01, "{widths:?}");
    assert_eq!(texts(&svg).iter().filter(|text| text.text == "0").count(), 1);
}

#[test]
fn values_that_no_bar_can_show_are_still_told() {
    for value in [-5.0, f64::NAN, f64::INFINITY, f64::MAX, f64::MIN_POSITIVE] {
        let mut odd = by_country();
        bars(&mut odd).bars[0].value = value;
        bars(&mut odd).maximum = value;
        for variant in [Variant::Wide, Variant::Narrow] {
            let svg = draw(&odd, variant, &FONTS, &PALETTE);
            assert_eq!(faults(&svg, variant), Vec::<String>::new(), "{value}");
            assert!(svg.contains(">371</tspan>"), "{value}");
        }
    }
    let none = chart("none", "Nothing", "No bars.", Vec::new());
    assert_eq!(texts(&draw(&none, Variant::Wide, &FONTS, &PALETTE)).len(), 0);
}

#[test]
fn the_rest_stands_last_and_grey() {
    let mut shuffled = by_country();
    bars(&mut shuffled).bars.rotate_right(1);
    let svg = draw(&shuffled, Variant::Wide, &FONTS, &PALETTE);
    let keys: Vec<&str> = svg
        .lines()
        .filter_map(|line| line.split("data-key=\"").nth(1)?.split('"').next())
        .collect();
    assert_eq!(keys, ["NO", "SE", "DK", "GB", "US", "FI", "DE", "other"]);
    assert_eq!(svg.matches("<rect class=\"bc-c1\"").count(), 7);
    assert_eq!(svg.matches("<rect class=\"bc-muted\"").count(), 1);
}

#[test]
fn hostile_text_stays_text() {
    let hostile = "</text><script>alert('1')</script> \"a\" & b\u{0}\u{1b}[31m\u{ffff} \u{2764}\u{fe0f} 👩\u{200d}👩\u{200d}👧 \u{202e}txet";
    let mut chart = by_country();
    for text in [&mut chart.id, &mut chart.lang, &mut chart.name, &mut chart.description] {
        *text = hostile.to_string();
    }
    for bar in &mut bars(&mut chart).bars {
        for text in [&mut bar.key, &mut bar.label, &mut bar.value_text] {
            *text = hostile.to_string();
        }
        bar.share_text = Some(hostile.to_string());
    }
    for variant in [Variant::Wide, Variant::Narrow] {
        let svg = draw(&chart, variant, &FONTS, &PALETTE);
        let document = roxmltree::Document::parse(&svg).expect("a chart is well-formed XML");
        let known = ["svg", "title", "desc", "g", "text", "tspan", "rect", "path"];
        for node in document.descendants().filter(|node| node.is_element()) {
            assert!(known.contains(&node.tag_name().name()), "{node:?}");
        }
        assert!(svg.contains("&lt;script&gt;alert('1')&lt;/script&gt;"));
        let ids = document.root_element().attribute("aria-labelledby").unwrap();
        assert_eq!(ids.split(' ').count(), 2);
        for id in ids.split(' ') {
            assert!(document.descendants().any(|node| node.attribute("id") == Some(id)), "{id}");
        }
    }
}

#[test]
fn a_drawing_keeps_the_contract() {
    for variant in [Variant::Wide, Variant::Narrow] {
        let svg = draw(&by_industry(), variant, &FONTS, &PALETTE);
        for banned in ["style", "script", "var(", "href", "url(", "currentColor", "<!"] {
            assert!(!svg.contains(banned), "{banned}");
        }
        let document = roxmltree::Document::parse(&svg).unwrap();
        let root = document.root_element();
        assert_eq!(root.attribute("role"), Some("img"));
        assert_eq!(root.attribute("font-family"), Some("'Inter', Arial, sans-serif"));
        assert_eq!(root.children().filter(|node| node.is_element()).count(), 3);
        assert_eq!(root.last_element_child().unwrap().attribute("aria-hidden"), Some("true"));
        for node in document.descendants() {
            for attribute in node.attributes() {
                let decimals = attribute.value().split(' ').filter_map(|part| {
                    part.parse::<f64>().ok()?;
                    part.split_once('.').map(|(_, decimals)| decimals.len())
                });
                assert!(decimals.max().unwrap_or(0) <= 2, "{attribute:?}");
            }
            let paints =
                ["rect", "path", "tspan", "text"].iter().any(|tag| node.has_tag_name(*tag));
            let leaf = !node.children().any(|child| child.is_element());
            if paints && leaf {
                let colour = node.ancestors().take(2).any(|node| {
                    node.attribute("fill").is_some() && node.attribute("class").is_some()
                });
                assert!(colour, "every mark has a class and a colour: {node:?}");
            }
        }
    }
}

#[test]
fn every_colour_has_its_place_in_the_themes_css() {
    let theme = theme(&[]);
    let css = theme.text("static/chart.css").expect("the theme has a style sheet for charts");
    for token in Token::ALL {
        let name = token.name();
        assert!(css.contains(&format!(".bc-{name} {{ fill: var(--bc-{name}); }}")), "{name}");
        assert!(css.contains(&format!(".bc-s-{name} {{ stroke: var(--bc-{name}); }}")), "{name}");
        assert!(theme.palette.has(token.of_theme()), "{name}");
    }
}

#[test]
fn texts_are_as_wide_as_a_browser_draws_them() {
    let measured = include_str!("expected/charts/widths-in-chromium.tsv");
    let rows: Vec<&str> = measured.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(rows.len(), 21);
    for row in rows {
        let [regular, bold, label] = row.split('\t').collect::<Vec<_>>()[..] else {
            panic!("two widths and a label: {row}");
        };
        for (weight, browser) in [(Weight::Regular, regular), (Weight::Bold, bold)] {
            let browser: f64 = browser.parse().unwrap();
            let error = FONTS.width(label, weight, 1.0) / browser - 1.0;
            // Kerning is left out: a heap of capitals comes out too wide, which is the safe side.
            let most = if label.starts_with("AV-utstyr") { 0.03 } else { 0.015 };
            let told = format!("{label} ({weight:?}): {:.2} %", error * 100.0);
            assert!((-0.005..most).contains(&error), "{told}");
        }
    }
}

#[test]
fn labels_break_where_one_would_breathe() {
    let check = |text: &str, limit: f64, expected: &[&str]| {
        let lines = FONTS.wrap(text, Weight::Regular, 14.0, limit);
        let lines: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(lines, expected);
    };
    check("Norge", 200.0, &["Norge"]);
    check("", 200.0, &[]);
    check(
        "Engroshandel med sykepleie- og apotekvarer",
        240.0,
        &["Engroshandel med", "sykepleie- og apotekvarer"],
    );
    check("innkjøp/leveranser/oppfølging", 140.0, &["innkjøp/leveranser/", "oppfølging"]);
    check("leverandør\u{ad}oppfølging", 100.0, &["leverandør-", "oppfølging"]);
    check("leverandør\u{ad}oppfølging", 300.0, &["leverandøroppfølging"]);
    check("1\u{a0}234\u{a0}567 kroner i alt", 90.0, &["1\u{a0}234\u{a0}567", "kroner i alt"]);
    check(
        "Menneskerettighetsorganisasjonene",
        120.0,
        &["Menneskere-", "ttighetsorga-", "nisasjonene"],
    );
}

#[test]
fn a_font_that_is_none_is_told_with_its_remedy() {
    let theme = theme(&[("themes/default/fonts/Inter-Bold.ttf", "no font")]);
    let mut diagnostics = Diagnostics::default();
    assert!(Fonts::from_theme(&theme, &mut diagnostics).is_none());
    let told: Vec<_> = diagnostics.sorted().into_iter().map(|one| &one.message).collect();
    assert_eq!(told, ["`fonts/Inter-Bold.ttf` of the theme is not a font that can be read"]);
}
