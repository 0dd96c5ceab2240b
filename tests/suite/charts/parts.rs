//! The parts of a whole: donut, waffle, share-bar and stacked bars; and bars that grow both ways.

use super::*;
use belegg::chart::{Axis, Class, Part, Parts, Stacked, StackedPart, StackedRow, Tint};

const VARIANTS: [Variant; 2] = [Variant::Wide, Variant::Narrow];
/// What makes a drawing of parts.
type Kind = fn(Parts) -> Plot;
const KINDS: [(&str, Kind); 3] =
    [("donut", Plot::Donut), ("waffle", Plot::Waffle), ("share-bar", Plot::ShareBar)];

fn percent(lang: &str, share: f64) -> String {
    if lang == "en" { format!("{share:.0}%") } else { format!("{share:.0}\u{a0}%") }
}

fn part(lang: &str, key: &str, label: &str, count: u32, whole: u32, tint: Tint) -> Part {
    let share = f64::from(count) / f64::from(whole) * 100.0;
    Part {
        key: key.to_string(),
        label: label.to_string(),
        share,
        share_text: percent(lang, share),
        count_text: Some(count.to_string()),
        tint,
    }
}

fn drawing(id: &str, lang: &str, name: &str, plot: Plot) -> Chart {
    Chart {
        id: id.to_string(),
        lang: lang.to_string(),
        name: name.to_string(),
        description: format!("{name}."),
        plot,
    }
}

fn countries(lang: &str) -> Parts {
    let labels = match lang {
        "en" => ["Norway", "Sweden", "Denmark", "Other countries", "suppliers"],
        _ => ["Norge", "Sverige", "Danmark", "Andre land", "leverandører"],
    };
    let part = |at: usize, key, count, tint| part(lang, key, labels[at], count, 447, tint);
    Parts {
        parts: vec![
            part(0, "NO", 371, Tint::Series(0)),
            part(1, "SE", 28, Tint::Series(1)),
            part(2, "DK", 14, Tint::Series(2)),
            part(3, "other", 34, Tint::Other),
        ],
        total: Some(("447".to_string(), labels[4].to_string())),
    }
}

fn answers(lang: &str) -> Parts {
    let labels = match lang {
        "en" => ["Has a policy", "Is working on one", "Does not know"],
        _ => ["Har retningslinjer", "Arbeider med det", "Vet ikke"],
    };
    let part = |at: usize, key, count, tint| part(lang, key, labels[at], count, 90, tint);
    Parts {
        parts: vec![
            part(0, "yes", 47, Tint::Series(0)),
            part(1, "soon", 25, Tint::Series(1)),
            part(2, "unknown", 18, Tint::Other),
        ],
        total: None,
    }
}

fn risk(lang: &str) -> Stacked {
    let labels = match lang {
        "en" => ["Low risk", "Medium risk", "High risk"],
        _ => ["Lav risiko", "Medium risiko", "Høy risiko"],
    };
    let class = |(label, (key, tint)): (&str, (&str, Tint))| Class {
        key: key.to_string(),
        label: label.to_string(),
        tint,
    };
    let keys = [("low", Tint::Low), ("medium", Tint::Medium), ("high", Tint::High)];
    let rows = [("2024", [389, 58, 0]), ("2023", [341, 74, 6]), ("2022", [288, 92, 15])];
    let row = |(year, counts): (&str, [u32; 3])| {
        let whole = f64::from(counts.iter().sum::<u32>());
        let part = |count: u32| {
            let share = f64::from(count) / whole * 100.0;
            let (share_text, count_text) = (percent(lang, share), Some(count.to_string()));
            StackedPart { share, share_text, count_text }
        };
        let parts = counts.map(part).into();
        StackedRow { key: year.to_string(), label: year.to_string(), parts }
    };
    Stacked {
        classes: labels.into_iter().zip(keys).map(class).collect(),
        rows: rows.map(row).into(),
        axis: Axis::hundred(&|value| percent(lang, value)),
    }
}

fn changes(lang: &str) -> Plot {
    let labels = match lang {
        "en" => ["Norway", "Sweden", "Denmark", "The rest of the world, taken together"],
        _ => ["Norge", "Sverige", "Danmark", "Resten av verden sett under ett"],
    };
    let minus = if lang == "en" { "-" } else { "\u{2212}" };
    let change = |(label, value): (&str, i32)| Bar {
        key: label.to_lowercase(),
        label: label.to_string(),
        value: f64::from(value),
        value_text: if value < 0 { format!("{minus}{}", -value) } else { format!("+{value}") },
        share_text: None,
        other: value == -4,
        quiet: value == 12,
    };
    let bars = labels.into_iter().zip([31, 12, -17, -4]).map(change).collect();
    Plot::Bar(Bars { bars, maximum: 31.0 })
}

/// Every kind in both languages, with the name of its files.
fn agreed() -> Vec<(String, Chart)> {
    let mut charts = Vec::new();
    for lang in ["nb", "en"] {
        let mut add = |name: &str, title: &str, plot| {
            let file = format!("{name}-{lang}");
            charts.push((file, drawing(name, lang, title, plot)));
        };
        let by_country =
            if lang == "en" { "Suppliers by country" } else { "Leverandører etter land" };
        for (name, kind) in KINDS {
            add(name, by_country, kind(countries(lang)));
        }
        let policies = if lang == "en" { "Suppliers with a policy" } else { "Har retningslinjer" };
        add("share-bar-names", policies, Plot::ShareBar(answers(lang)));
        let by_risk = if lang == "en" { "Suppliers by risk" } else { "Leverandører etter risiko" };
        add("stacked-bar", by_risk, Plot::StackedBar(risk(lang)));
        let change = if lang == "en" { "Change in suppliers" } else { "Endring i leverandører" };
        add("bar-changes", change, changes(lang));
    }
    charts
}

#[test]
fn parts_of_a_whole_look_as_agreed() {
    for (name, chart) in agreed() {
        for variant in VARIANTS {
            let svg = draw(&chart, variant, &FONTS, &PALETTE);
            // Others are shown, byte by byte, in the gallery.
            if ["share-bar-nb", "bar-changes-nb"].contains(&name.as_str()) {
                let file = format!("../expected/charts/{name}-{}.svg", variant.name());
                expect_file![file].assert_eq(&svg);
            }
            assert_eq!(faults(&svg, variant), Vec::<String>::new(), "{name}");
        }
    }
}

/// The elements of a drawing with a tag and a class that begins so, each in a copy of its own.
fn attributes(svg: &str, tag: &str, class: &str, name: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(svg).expect("a chart is well-formed XML");
    let nodes = document.descendants().filter(|node| node.has_tag_name(tag));
    let nodes = nodes.filter(|node| node.attribute("class").is_some_and(|c| c.starts_with(class)));
    nodes.map(|node| node.attribute(name).unwrap_or_default().to_string()).collect()
}

fn numbers(text: &str) -> Vec<f64> {
    let parts = text.split(|letter: char| !(letter.is_ascii_digit() || ".-".contains(letter)));
    parts.filter(|part| !part.is_empty()).map(|part| part.parse().unwrap()).collect()
}

/// Where a slice of the ring begins and ends on its outer edge: two points.
fn outer_edge(steps: &str) -> [(f64, f64); 2] {
    let numbers = numbers(steps);
    [(numbers[0], numbers[1]), (numbers[7], numbers[8])]
}

#[test]
fn a_ring_begins_at_twelve_and_its_arcs_are_in_proportion() {
    for (variant, center) in [(Variant::Wide, 360.0), (Variant::Narrow, 164.0)] {
        let svg =
            draw(&drawing("a", "nb", "A", Plot::Donut(countries("nb"))), variant, &FONTS, &PALETTE);
        let slices: Vec<String> = attributes(&svg, "path", "bc-", "d")
            .into_iter()
            .filter(|steps| steps.contains('A'))
            .collect();
        let edges: Vec<_> = slices.iter().map(|steps| outer_edge(steps)).collect();
        assert_eq!(edges.len(), 4);
        let radius = numbers(&slices[0])[2];
        let (_, middle) = centre_of(&svg, center, radius);
        let angle =
            |(x, y): (f64, f64)| (x - center).atan2(middle - y).rem_euclid(std::f64::consts::TAU);
        for (edge, part) in edges.iter().zip(countries("nb").parts) {
            let length = (angle(edge[1]) - angle(edge[0])) * radius + 2.0;
            let expected = part.share / 100.0 * std::f64::consts::TAU * radius;
            assert!((length - expected).abs() < 0.5, "{}: {length} {expected}", part.label);
        }
        assert!((edges[0][0].0 - center - 1.0).abs() < 0.02, "from 12 o'clock, half a gap on");
        for pair in edges.windows(2) {
            let gap = (pair[1][0].0 - pair[0][1].0).hypot(pair[1][0].1 - pair[0][1].1);
            assert!((gap - 2.0).abs() < 0.05, "{gap}");
        }
    }
}

#[test]
fn the_whole_is_a_full_ring_and_nothing_an_empty_one() {
    let mut one = countries("nb");
    one.parts.truncate(2);
    one.parts[0].share = 100.0;
    one.parts[1].share = 0.0;
    let donut = |parts: &Parts| {
        draw(&drawing("a", "nb", "A", Plot::Donut(parts.clone())), Variant::Wide, &FONTS, &PALETTE)
    };
    let svg = donut(&one);
    let rings = attributes(&svg, "path", "bc-c1", "d");
    assert_eq!(rings.len(), 1);
    assert_eq!(rings[0].matches('A').count(), 4, "{}", rings[0]);
    assert!(texts(&svg).iter().any(|text| text.text == "Sverige"), "nought is said");
    one.parts[0].share = 0.0;
    let svg = donut(&one);
    assert_eq!(attributes(&svg, "path", "bc-track", "d").len(), 1);
    assert_eq!(attributes(&svg, "path", "bc-c1", "d").len(), 0);
}

#[test]
fn little_is_seen_in_every_kind_and_others_keep_their_proportion() {
    let mut parts = countries("nb");
    for (part, share) in parts.parts.iter_mut().zip([66.6, 33.3, 0.0, 0.1]) {
        part.share = share;
    }
    let bar = Plot::ShareBar(parts.clone());
    let svg = draw(&drawing("a", "nb", "A", bar), Variant::Wide, &FONTS, &PALETTE);
    let document = roxmltree::Document::parse(&svg).unwrap();
    let marks = document.descendants().find(|n| n.attribute("class") == Some("bc-marks")).unwrap();
    let bars: Vec<(f64, f64)> = marks
        .descendants()
        .filter(|node| node.has_tag_name("rect"))
        .map(|node| (number(&node, "x").unwrap(), number(&node, "width").unwrap()))
        .collect();
    let [(first, one), (second, two), (third, three)] = bars[..] else { panic!("{bars:?}") };
    assert_eq!((first, third + three), (0.0, 720.0));
    assert_eq!((second - first - one, third - second - two), (2.0, 2.0), "gaps");
    assert!(three >= 2.0 && ((one + 1.0) / (two + 2.0) - 2.0).abs() < 0.01, "{bars:?}");
    assert!(faults(&svg, Variant::Wide).is_empty());
    for variant in VARIANTS {
        let waffle = Plot::Waffle(parts.clone());
        let svg = draw(&drawing("a", "nb", "A", waffle), variant, &FONTS, &PALETTE);
        assert!(texts(&svg).iter().any(|text| text.text == "Andre land"), "without a square");
    }
}

#[test]
fn a_waffle_has_a_hundred_squares() {
    for variant in VARIANTS {
        let svg = draw(
            &drawing("a", "nb", "A", Plot::Waffle(countries("nb"))),
            variant,
            &FONTS,
            &PALETTE,
        );
        let document = roxmltree::Document::parse(&svg).unwrap();
        let squares = document.descendants().filter(|node| node.attribute("rx") == Some("2"));
        let counts = squares.fold(std::collections::BTreeMap::new(), |mut counts, node| {
            let class = node.parent_element().unwrap().attribute("class").unwrap().to_string();
            *counts.entry(class).or_insert(0) += 1;
            counts
        });
        let expected = [("bc-c1", 83), ("bc-c2", 6), ("bc-c3", 3), ("bc-muted", 8)];
        let expected = expected.map(|(class, count)| (class.to_string(), count));
        assert_eq!(counts.into_iter().collect::<Vec<_>>(), expected);
    }
}

#[test]
fn segments_of_a_row_have_gaps_and_what_is_to_be_acted_upon_a_hatch() {
    let svg = draw(
        &drawing("a", "nb", "A", Plot::StackedBar(risk("nb"))),
        Variant::Wide,
        &FONTS,
        &PALETTE,
    );
    let document = roxmltree::Document::parse(&svg).unwrap();
    let rows: Vec<_> =
        document.descendants().filter(|n| n.attribute("class") == Some("bc-item")).collect();
    assert_eq!(rows.len(), 3);
    let tall = |node: &roxmltree::Node| node.attribute("height") == Some("34");
    let bars = |class: &str, row: usize| -> Vec<(f64, f64)> {
        rows[row]
            .children()
            .filter(|node| tall(node) && node.attribute("class") == Some(class))
            .map(|node| (number(&node, "x").unwrap(), number(&node, "width").unwrap()))
            .collect()
    };
    assert_eq!(bars("bc-high", 0), [], "none of 447 is drawn without width");
    assert!(texts(&svg).iter().any(|text| text.text == "0\u{a0}%"), "and said");
    let (low, medium, high) = (bars("bc-low", 2)[0], bars("bc-medium", 2)[0], bars("bc-high", 2));
    assert_eq!(medium.0 - low.0 - low.1, 2.0);
    assert_eq!(high[0].0 - medium.0 - medium.1, 2.0);
    assert_eq!(bars("bc-hatch", 2), high);
    assert_eq!(attributes(&svg, "pattern", "", "id").len(), 0, "a pattern has no class");
    assert!(svg.contains("<pattern id=\"a-wide-hatch\"") && svg.contains("url(#a-wide-hatch)"));
    let title = rows[0].first_element_child().and_then(|title| title.text());
    let said =
        "2024: Lav risiko 87\u{a0}% (389), Medium risiko 13\u{a0}% (58), Høy risiko 0\u{a0}% (0)";
    assert_eq!(title, Some(said));
}

#[test]
fn bars_grow_both_ways_from_the_same_zero_and_quiet_ones_step_back() {
    for variant in VARIANTS {
        let svg = draw(&drawing("a", "nb", "A", changes("nb")), variant, &FONTS, &PALETTE);
        let document = roxmltree::Document::parse(&svg).unwrap();
        let bars: Vec<(f64, f64, &str)> = document
            .descendants()
            .filter(|node| node.has_tag_name("rect"))
            .map(|node| {
                let (x, width) = (number(&node, "x").unwrap(), number(&node, "width").unwrap());
                (x, x + width, node.attribute("class").unwrap())
            })
            .collect();
        let zero = bars[0].0;
        assert_eq!([bars[1].0, bars[2].1, bars[3].1], [zero; 3]);
        let long = |at: usize| bars[at].1 - bars[at].0;
        assert!((long(0) / long(2) - 31.0 / 17.0).abs() < 0.02, "{bars:?}");
        let classes: Vec<&str> = bars.iter().map(|bar| bar.2).collect();
        assert_eq!(classes, ["bc-c1", "bc-muted", "bc-c1", "bc-muted"]);
    }
}

/// Everything about a drawing that every kind has to keep.
fn contract(svg: &str) {
    for banned in ["style", "script", "var(", "href", "currentColor", "<!"] {
        assert!(!svg.contains(banned), "{banned}");
    }
    let document = roxmltree::Document::parse(svg).unwrap();
    let root = document.root_element();
    assert_eq!(root.children().filter(|node| node.is_element()).count(), 3);
    let drawn = root.last_element_child().unwrap();
    assert_eq!(drawn.attribute("aria-hidden"), Some("true"));
    let order = ["bc-bands", "bc-grid", "bc-key", "bc-marks", "bc-axis", "bc-labels"];
    let groups = drawn.children().filter(|node| node.has_tag_name("g"));
    let groups: Vec<usize> = groups
        .map(|node| {
            let class = node.attribute("class").unwrap();
            order.iter().position(|group| *group == class).expect("a group of the contract")
        })
        .collect();
    assert!(groups.is_sorted(), "{groups:?}");
    let id = root.attribute("id").unwrap();
    for node in document.descendants().filter(|node| node.is_element()) {
        assert!(node.attribute("id").is_none_or(|own| own.starts_with(id)));
        for attribute in node.attributes() {
            let name = attribute.name();
            if !["d", "x", "y", "dx", "width", "height", "rx"].contains(&name) {
                continue;
            }
            let parts = attribute.value().split(|c: char| !(c.is_ascii_digit() || c == '.'));
            let decimals = parts.filter_map(|part| Some(part.split_once('.')?.1.len()));
            assert!(decimals.max().unwrap_or(0) <= 2, "{attribute:?}");
        }
        let leaf = !node.children().any(|child| child.is_element());
        let paints = ["rect", "path", "tspan", "text"].iter().any(|tag| node.has_tag_name(*tag));
        let colour = node
            .ancestors()
            .take(2)
            .any(|node| node.attribute("fill").is_some() && node.attribute("class").is_some());
        assert!(!leaf || !paints || colour, "every mark has a class and a colour: {node:?}");
    }
}

#[test]
fn drawings_of_parts_keep_the_contract() {
    for (_, chart) in agreed() {
        for variant in VARIANTS {
            contract(&draw(&chart, variant, &FONTS, &PALETTE));
        }
    }
}

/// The lines from names to a ring: none crosses the ring, another line or a text.
fn leader_faults(svg: &str) -> Vec<String> {
    type Point = (f64, f64);
    let leaders: Vec<Vec<Point>> = attributes(svg, "path", "bc-s-axis", "d")
        .iter()
        .map(|steps| numbers(steps).chunks(2).map(|point| (point[0], point[1])).collect())
        .collect();
    let ring = attributes(svg, "path", "bc-", "d").into_iter().find(|steps| steps.contains('A'));
    let radius = numbers(&ring.expect("a ring"))[2];
    let svg_height: f64 = attributes(svg, "svg", "bc", "height")[0].parse().unwrap();
    let side = |a: Point, b: Point, c: Point| (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0);
    let mut faults = Vec::new();
    let segments: Vec<(usize, Point, Point)> = leaders
        .iter()
        .enumerate()
        .flat_map(|(at, points)| points.windows(2).map(move |pair| (at, pair[0], pair[1])))
        .collect();
    for (at, (leader, from, to)) in segments.iter().enumerate() {
        for (other, start, end) in &segments[at + 1..] {
            let crossed = side(*from, *to, *start) * side(*from, *to, *end) < 0.0
                && side(*start, *end, *from) * side(*start, *end, *to) < 0.0;
            if leader != other && crossed {
                faults.push(format!("crossing: {from:?} {to:?} and {start:?} {end:?}"));
            }
        }
        for text in texts(svg) {
            let (left, right) = (from.0.min(to.0), from.0.max(to.0));
            let (top, bottom) = (from.1.min(to.1), from.1.max(to.1));
            if left < text.right && text.left < right && top < text.bottom && text.top < bottom {
                faults.push(format!("through a text: {from:?} {to:?} {text:?}"));
            }
        }
        assert!(from.1 <= svg_height && to.1 <= svg_height);
    }
    let center = centre_of(svg, 360.0, radius);
    for (_, from, to) in &segments {
        let along = (to.0 - from.0, to.1 - from.1);
        let length = along.0.hypot(along.1).max(1e-9);
        let part = ((center.0 - from.0) * along.0 + (center.1 - from.1) * along.1) / length.powi(2);
        let part = part.clamp(0.0, 1.0);
        let near = (from.0 + part * along.0, from.1 + part * along.1);
        let distance = (near.0 - center.0).hypot(near.1 - center.1);
        if distance < radius + 1.0 {
            faults.push(format!("through the ring: {from:?} {to:?}, {distance}"));
        }
    }
    faults
}

/// The centre of a ring: below the place on its outer edge where the first slice begins.
fn centre_of(svg: &str, x: f64, radius: f64) -> (f64, f64) {
    let slices = attributes(svg, "path", "bc-", "d");
    let slice = slices.iter().find(|steps| steps.contains('A')).expect("a slice");
    let start = numbers(slice);
    (x, start[1] + (radius * radius - (start[0] - x).powi(2)).sqrt())
}

fn any_label() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[A-ZÆØÅ][a-zæøå]{2,12}( [a-zæøå]{1,12}){0,3}",
        1 => "[A-ZÆØÅ][a-zæøå]{2,12}([ -/][a-zæøå]{1,22},?){0,12}",
        1 => "[a-zæøå]{30,200}",
        1 => "\\PC{0,60}",
    ]
}

/// Shares that sum to 100 or do not, with noughts and much too small ones among them.
fn any_shares(count: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = Vec<f64>> {
    let weight = prop_oneof![
        1 => Just(0.0),
        1 => 0.0..0.01f64,
        4 => 0.0..1.0f64,
        1 => Just(30.0),
    ];
    let odd = prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(-5.0), Just(f64::MAX)];
    let one = prop_oneof![20 => weight, 1 => odd];
    (proptest::collection::vec(one, count), proptest::bool::weighted(0.8)).prop_map(
        |(weights, whole)| {
            let sum: f64 = weights.iter().filter(|weight| weight.is_finite()).sum();
            let scale = if whole && sum > 0.0 { 100.0 / sum } else { 7.0 };
            weights.into_iter().map(|weight| weight * scale).collect()
        },
    )
}

/// A share as it is told, where it is one.
fn shown(share: f64) -> f64 {
    if share.is_nan() { 0.0 } else { share.clamp(0.0, 100.0) }
}

fn any_tint() -> impl Strategy<Value = Tint> {
    prop_oneof![
        (0usize..8).prop_map(Tint::Series),
        Just(Tint::Low),
        Just(Tint::Medium),
        Just(Tint::High),
        Just(Tint::Other),
    ]
}

fn any_parts() -> impl Strategy<Value = Parts> {
    let count = proptest::option::of(0u32..2_000_000);
    let named = (any_label(), any_tint(), count);
    let total = proptest::option::of(("[0-9]{1,9}", any_label()));
    let shares = prop_oneof![4 => any_shares(1..=5), 1 => any_shares(0..=14)];
    (shares, proptest::collection::vec(named, 14), total).prop_map(|(shares, named, total)| {
        let parts = shares.into_iter().zip(named).enumerate();
        let parts = parts.map(|(at, (share, (label, tint, count)))| Part {
            key: format!("key-{at}"),
            label,
            share,
            share_text: format!("{:.0}\u{a0}%", shown(share)),
            count_text: count.map(|count| count.to_string()),
            tint,
        });
        Parts { parts: parts.collect(), total }
    })
}

fn any_stacked() -> impl Strategy<Value = Stacked> {
    let class = (any_label(), any_tint());
    let row = (any_label(), any_shares(5..=5), proptest::option::of(0u32..20_000));
    let classes = proptest::collection::vec(class, 0..=5);
    (classes, proptest::collection::vec(row, 0..=8)).prop_map(|(classes, rows)| {
        let count = classes.len();
        let row = |(at, (label, shares, number)): (usize, (String, Vec<f64>, Option<u32>))| {
            let parts = shares.into_iter().take(count).map(|share| StackedPart {
                share,
                share_text: format!("{:.1}\u{a0}%", shown(share)),
                count_text: number.map(|number| number.to_string()),
            });
            StackedRow { key: format!("row-{at}"), label, parts: parts.collect() }
        };
        let class = |(at, (label, tint)): (usize, (String, Tint))| Class {
            key: format!("class-{at}"),
            label,
            tint,
        };
        Stacked {
            classes: classes.into_iter().enumerate().map(class).collect(),
            rows: rows.into_iter().enumerate().map(row).collect(),
            axis: Axis::hundred(&|value| percent("nb", value)),
        }
    })
}

fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// The letters of all labels of a drawing, in the order in which they are written.
fn labels(svg: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(svg).unwrap();
    let labelled = |node: &roxmltree::Node| {
        node.attribute("class").is_some_and(|class| class.starts_with("bc-label "))
    };
    let nodes = document.descendants().filter(labelled);
    let text = |node: roxmltree::Node| -> String {
        node.descendants().filter(|n| n.is_text()).filter_map(|n| n.text()).collect()
    };
    nodes.map(text).map(|text| letters(&text)).filter(|text| !text.is_empty()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..Default::default() })]

    #[test]
    fn parts_at_random_are_named_and_nothing_covers_anything(parts in any_parts()) {
        for (name, kind) in KINDS {
            let chart = drawing("any", "nb", "Any", kind(parts.clone()));
            for variant in VARIANTS {
                let svg = draw(&chart, variant, &FONTS, &PALETTE);
                prop_assert_eq!(faults(&svg, variant), Vec::<String>::new(), "{}", name);
                prop_assert_eq!(&svg, &draw(&chart, variant, &FONTS, &PALETTE));
                let given = parts.parts.iter().map(|part| letters(&part.label));
                let given: Vec<String> = given.filter(|label| !label.is_empty()).collect();
                prop_assert_eq!(labels(&svg), given, "{}", name);
                contract(&svg);
            }
            if name == "donut" {
                let svg = draw(&chart, Variant::Wide, &FONTS, &PALETTE);
                if attributes(&svg, "g", "bc-key", "class").is_empty() {
                    prop_assert_eq!(leader_faults(&svg), Vec::<String>::new());
                }
            }
        }
    }

    #[test]
    fn rows_at_random_say_every_share(stacked in any_stacked()) {
        let chart = drawing("any", "nb", "Any", Plot::StackedBar(stacked.clone()));
        for variant in VARIANTS {
            let svg = draw(&chart, variant, &FONTS, &PALETTE);
            prop_assert_eq!(faults(&svg, variant), Vec::<String>::new());
            prop_assert_eq!(&svg, &draw(&chart, variant, &FONTS, &PALETTE));
            let classes = stacked.classes.iter().map(|class| &class.label);
            let given = classes.chain(stacked.rows.iter().map(|row| &row.label));
            let given: Vec<String> =
                given.map(|label| letters(label)).filter(|label| !label.is_empty()).collect();
            prop_assert_eq!(labels(&svg), given);
            let shares = texts(&svg).into_iter().map(|text| text.text);
            let mut shares: Vec<String> = shares.filter(|text| text.contains('.')).collect();
            shares.retain(|text| text.ends_with('%'));
            let rows = stacked.rows.iter().flat_map(|row| &row.parts);
            let mut given: Vec<&String> = rows.map(|part| &part.share_text).collect();
            shares.sort();
            given.sort();
            prop_assert!(given.iter().all(|share| shares.contains(share)), "{given:?} {shares:?}");
            contract(&svg);
        }
    }
}

#[test]
fn what_no_drawing_of_parts_can_show_is_still_drawn_and_said() {
    let one = |share: f64| {
        let mut part = countries("nb").parts.remove(0);
        part.share = share;
        part
    };
    let many = |count: usize, share: f64| -> Vec<Part> { vec![one(share); count] };
    let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN_POSITIVE, -5.0, 0.0];
    let mut cases: Vec<Vec<Part>> = odd.map(|share| many(3, share)).into();
    cases.extend([many(0, 0.0), many(1, 100.0), many(1, 40.0), many(500, 0.2)]);
    for parts in cases {
        for (name, kind) in KINDS {
            let parts = Parts { parts: parts.clone(), total: None };
            let (count, share) = (parts.parts.len(), parts.parts.first().map(|part| part.share));
            let chart = drawing("odd", "nb", "Odd", kind(parts));
            for variant in VARIANTS {
                let svg = draw(&chart, variant, &FONTS, &PALETTE);
                assert_eq!(faults(&svg, variant), Vec::<String>::new(), "{name}: {share:?}");
                assert_eq!(svg.matches("<title>Norge: 83\u{a0}% (371)").count(), count);
                contract(&svg);
            }
        }
    }
    let mut long = risk("nb");
    long.rows = vec![long.rows[2].clone(); 500];
    long.rows[7].parts.pop();
    long.classes[0].label = "og videre ".repeat(20);
    long.rows[3].label = "\u{5d0}\u{5d1}\u{5d2} 👩\u{200d}👩\u{200d}👧 ".repeat(12);
    let chart = drawing("long", "nb", "Long", Plot::StackedBar(long));
    for variant in VARIANTS {
        let svg = draw(&chart, variant, &FONTS, &PALETTE);
        assert_eq!(faults(&svg, variant), Vec::<String>::new());
    }
}
