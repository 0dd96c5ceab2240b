//! Charts on a scale: range, line, slope and bullet.

use belegg::chart::{
    Amount, Axis, Band, BulletRow, Bullets, Chart, Line, Lines, Plot, RangeRow, Ranges,
};
use belegg::render::svg::{Variant, draw};
use expect_test::expect_file;
use proptest::prelude::*;

use super::{FONTS, PALETTE, faults, texts};

const VARIANTS: [Variant; 2] = [Variant::Wide, Variant::Narrow];

/// The words of a language: what comes first is Norwegian, what comes second English.
#[derive(Clone, Copy)]
pub struct Tongue(usize);

pub const NORWEGIAN: Tongue = Tongue(0);
pub const ENGLISH: Tongue = Tongue(1);

impl Tongue {
    pub fn lang(self) -> &'static str {
        ["nb", "en"][self.0]
    }

    fn say(self, norwegian: &str, english: &str) -> String {
        [norwegian, english][self.0].to_string()
    }

    fn percent(self, value: f64) -> Amount {
        let text = self.say(&format!("{value}\u{a0}%"), &format!("{value}%"));
        Amount { value, text }
    }

    fn chart(self, id: &str, plot: Plot) -> Chart {
        Chart {
            id: id.to_string(),
            lang: self.lang().to_string(),
            name: self.say("Figur", "Figure"),
            description: self.say("Det som figuren viser.", "What the figure shows."),
            plot,
        }
    }
}

fn plain(value: f64) -> Amount {
    Amount { value, text: value.to_string() }
}

fn percents(tongue: Tongue, ticks: &[f64]) -> Axis {
    let ticks = ticks.iter().map(|value| tongue.percent(*value)).collect();
    Axis { low: 0.0, high: 100.0, ticks }
}

fn balance(tongue: Tongue) -> Ranges {
    let row = |key: &str, label: String, women: f64, men: f64| RangeRow {
        key: key.to_string(),
        label,
        values: [tongue.percent(women), tongue.percent(men)],
        aimed: key != "all",
        remark: (women < 40.0)
            .then(|| tongue.say("utenfor målområdet", "outside the target range")),
    };
    Ranges {
        heads: [tongue.say("Kvinner", "Women"), tongue.say("Menn", "Men")],
        rows: vec![
            row("all", tongue.say("Alle ansatte", "All employees"), 53.0, 47.0),
            row("board", tongue.say("Styrer", "Boards"), 43.0, 57.0),
            row(
                "leaders",
                tongue.say("Ledere med personalansvar", "Managers with staff"),
                57.0,
                43.0,
            ),
            row("even", tongue.say("Fagansvarlige", "Team leads"), 50.0, 50.0),
            row("advisers", tongue.say("Rådgivere mot kunde", "Client advisers"), 39.0, 61.0),
        ],
        band: Some(Band {
            low: 40.0,
            high: 60.0,
            label: tongue.say("Målområde 40–60\u{a0}%", "Target range 40–60%"),
        }),
        axis: percents(tongue, &[0.0, 20.0, 40.0, 60.0, 80.0, 100.0]),
    }
}

fn line(key: &str, label: String, values: Vec<Option<Amount>>) -> Line {
    Line { key: key.to_string(), label, values }
}

fn signed(tongue: Tongue) -> Lines {
    let values = |values: [f64; 3]| values.map(|value| Some(tongue.percent(value))).to_vec();
    Lines {
        moments: [2022.0, 2023.0, 2024.0].map(plain).to_vec(),
        lines: vec![
            line(
                "turnover",
                tongue.say("av omsetningen", "of turnover"),
                values([50.0, 59.0, 68.0]),
            ),
            line(
                "suppliers",
                tongue.say("av leverandørene", "of suppliers"),
                values([22.0, 31.0, 43.0]),
            ),
        ],
        axis: percents(tongue, &[0.0, 20.0, 40.0, 60.0, 80.0, 100.0]),
        target: None,
    }
}

/// Four lines, a year that is missing, gaps, a late beginning, an early end, and a target.
fn gaps(tongue: Tongue) -> Lines {
    let values = |values: [f64; 6]| -> Vec<Option<Amount>> {
        let known = values.map(|value| (value > 0.0).then(|| tongue.percent(value)));
        known.to_vec()
    };
    let target = Amount { value: 80.0, text: tongue.say("Mål 80\u{a0}%", "Target 80%") };
    Lines {
        moments: [2017.0, 2018.0, 2020.0, 2021.0, 2022.0, 2024.0].map(plain).to_vec(),
        lines: vec![
            line(
                "a",
                tongue.say("Har egne retningslinjer", "Have guidelines of their own"),
                values([61.0, 64.0, 70.0, 72.0, 75.0, 78.0]),
            ),
            line(
                "b",
                tongue.say("Har svart", "Have answered"),
                values([48.0, 0.0, 55.0, 58.0, 0.0, 76.0]),
            ),
            line(
                "c",
                tongue.say("Har kartlagt leverandørene sine", "Have mapped their suppliers"),
                values([0.0, 0.0, 31.0, 38.0, 44.0, 74.0]),
            ),
            line(
                "d",
                tongue.say("Er revidert", "Are audited"),
                values([12.0, 15.0, 14.0, 18.0, 0.0, 0.0]),
            ),
        ],
        axis: percents(tongue, &[0.0, 20.0, 40.0, 60.0, 80.0, 100.0]),
        target: Some(target),
    }
}

fn slope(tongue: Tongue) -> Lines {
    let values =
        |one: f64, other: f64| vec![Some(tongue.percent(one)), Some(tongue.percent(other))];
    Lines {
        moments: [2020.0, 2024.0].map(plain).to_vec(),
        lines: vec![
            line("a", tongue.say("Helse og sikkerhet", "Health and safety"), values(71.0, 85.0)),
            line("b", tongue.say("Miljø", "Environment"), values(69.0, 77.0)),
            line("c", tongue.say("Sosiale forhold", "Social conditions"), values(58.0, 90.0)),
            line(
                "d",
                tongue.say("Styring og internkontroll", "Governance and control"),
                values(66.0, 62.0),
            ),
        ],
        axis: Axis { low: 50.0, high: 100.0, ticks: Vec::new() },
        target: None,
    }
}

fn scores(tongue: Tongue) -> Bullets {
    let row = |key: &str, label: String, now: f64, earlier: f64, target: Option<f64>| BulletRow {
        key: key.to_string(),
        label,
        value: plain(now),
        earlier: Some(plain(earlier)),
        target: target.map(plain),
        total: key == "total",
    };
    Bullets {
        now: "2024".to_string(),
        earlier: Some("2023".to_string()),
        target: Some(tongue.say("Mål for 2026", "Target for 2026")),
        rows: vec![
            row("total", tongue.say("Samlet", "Overall"), 84.0, 81.0, Some(88.0)),
            row("social", tongue.say("Sosiale forhold", "Social conditions"), 90.0, 86.0, None),
            row(
                "health",
                tongue.say("Helse og sikkerhet", "Health and safety"),
                85.0,
                85.0,
                Some(85.0),
            ),
            row("environment", tongue.say("Miljø", "Environment"), 77.0, 71.0, Some(80.0)),
        ],
        axis: Axis::hundred(&|value| value.to_string()),
    }
}

pub fn samples(tongue: Tongue) -> Vec<(&'static str, Chart)> {
    vec![
        ("range", tongue.chart("balance", Plot::Range(balance(tongue)))),
        ("line", tongue.chart("signed", Plot::Line(signed(tongue)))),
        ("line-gaps", tongue.chart("gaps", Plot::Line(gaps(tongue)))),
        ("slope", tongue.chart("slope", Plot::Slope(slope(tongue)))),
        ("bullet", tongue.chart("scores", Plot::Bullet(scores(tongue)))),
    ]
}

/// What the gallery does not show, byte by byte, and all others as a reader sees them.
#[test]
fn they_look_as_agreed() {
    for tongue in [NORWEGIAN, ENGLISH] {
        for (name, chart) in samples(tongue) {
            for variant in VARIANTS {
                let svg = draw(&chart, variant, &FONTS, &PALETTE);
                assert_eq!(faults(&svg, variant), Vec::<String>::new(), "{name}");
                if name == "line-gaps" && tongue.lang() == "nb" {
                    let file = format!("../expected/charts/{name}-{}.svg", variant.name());
                    expect_file![file].assert_eq(&svg);
                }
            }
        }
    }
}

/// Labels as people and machines write them: short, long, in one word, in any script, empty.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-ZÆØÅ][a-zæøå]{2,12}([ -/][a-zæøå]{1,22},?){0,8}",
        1 => "[a-zæøå]{30,200}",
        1 => "\\PC{0,60}",
        1 => Just("Samme".to_string()),
    ]
}

fn any_amount() -> impl Strategy<Value = Amount> {
    let value = prop_oneof![
        6 => 0.0..100.0f64,
        2 => Just(50.0),
        1 => Just(0.0),
        1 => prop_oneof![
            Just(f64::NAN),
            Just(f64::INFINITY),
            Just(f64::MAX),
            Just(f64::MIN),
            Just(f64::MIN_POSITIVE),
            Just(-30.0),
            Just(1e9),
        ],
    ];
    value.prop_map(|value| Amount { value, text: format!("{value:.0}\u{a0}%") })
}

fn any_axis() -> impl Strategy<Value = Axis> {
    let end = prop_oneof![3 => Just(100.0), 1 => Just(0.0), 1 => Just(f64::NAN), 1 => Just(-40.0), 1 => Just(f64::MAX)];
    (end.clone(), end, 1usize..30).prop_map(|(low, high, count)| match low == high {
        true => Axis::hundred(&|value| format!("{value}\u{a0}%")),
        false => {
            let tick = |at: usize| {
                let value = low + (high - low) * at as f64 / count as f64;
                Amount { value, text: format!("{value:.1}") }
            };
            Axis { low, high, ticks: (0..=count).map(tick).collect() }
        }
    })
}

fn any_ranges() -> impl Strategy<Value = Plot> {
    let remark = proptest::option::of(any_text());
    let row = (any_text(), any_amount(), any_amount(), proptest::bool::ANY, remark);
    let rows = proptest::collection::vec(row, 0..8);
    let band = proptest::option::of((0.0..60.0f64, 0.0..60.0f64, any_text()));
    (any_text(), any_text(), rows, band, any_axis()).prop_map(|(one, other, rows, band, axis)| {
        let rows = rows.into_iter().map(|(label, one, other, aimed, remark)| RangeRow {
            key: "row".to_string(),
            label,
            values: [one, other],
            aimed,
            remark,
        });
        Plot::Range(Ranges {
            heads: [one, other],
            rows: rows.collect(),
            band: band.map(|(low, more, label)| Band { low, high: low + more, label }),
            axis,
        })
    })
}

fn any_lines(slope: bool) -> impl Strategy<Value = Plot> {
    let moments = if slope { 2..3usize } else { 0..50usize };
    let value = proptest::option::weighted(0.8, any_amount());
    let named = (any_text(), proptest::collection::vec(value, 0..50));
    let lines = proptest::collection::vec(named, 0..6);
    let step = prop_oneof![4 => Just(1.0), 1 => Just(7.0), 1 => Just(0.0)];
    let moments = proptest::collection::vec((step, any_text(), proptest::bool::ANY), moments);
    let target = proptest::option::of((any_amount(), any_text()));
    (moments, lines, any_axis(), target).prop_map(move |(moments, lines, axis, target)| {
        let mut year = 1990.0;
        let moments = moments.into_iter().map(|(step, text, named)| {
            year += step;
            Amount { value: year, text: if named { text } else { year.to_string() } }
        });
        let lines = lines.into_iter().map(|(label, values)| line("line", label, values));
        let lines = Lines {
            moments: moments.collect(),
            lines: lines.collect(),
            axis,
            target: target.map(|(amount, text)| Amount { text, ..amount }),
        };
        if slope { Plot::Slope(lines) } else { Plot::Line(lines) }
    })
}

fn any_bullets() -> impl Strategy<Value = Plot> {
    let mark = || proptest::option::of(any_amount());
    let row = (any_text(), any_amount(), mark(), mark(), proptest::bool::ANY);
    let rows = proptest::collection::vec(row, 0..8);
    let head = || proptest::option::of(any_text());
    (any_text(), head(), head(), rows, any_axis()).prop_map(|(now, earlier, target, rows, axis)| {
        let rows = rows.into_iter().map(|(label, value, earlier, target, total)| BulletRow {
            key: "row".to_string(),
            label,
            value,
            earlier,
            target,
            total,
        });
        Plot::Bullet(Bullets { now, earlier, target, rows: rows.collect(), axis })
    })
}

fn any_plot() -> impl Strategy<Value = Plot> {
    prop_oneof![any_ranges(), any_lines(false), any_lines(true), any_bullets()]
}

/// What a drawing must say in full: names of rows, of lines, of what is drawn.
fn said(plot: &Plot) -> Vec<&str> {
    match plot {
        Plot::Range(ranges) => {
            let rows = ranges.rows.iter();
            let rows = rows.flat_map(|row| [Some(row.label.as_str()), row.remark.as_deref()]);
            rows.flatten().chain(ranges.heads.iter().map(String::as_str)).collect()
        }
        Plot::Line(lines) | Plot::Slope(lines) => {
            lines.lines.iter().map(|line| line.label.as_str()).collect()
        }
        Plot::Bullet(bullets) => bullets.rows.iter().map(|row| row.label.as_str()).collect(),
        other => panic!("not on a scale: {other:?}"),
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// The words of each text and of each of its runs.
fn words(svg: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(svg).expect("a chart is well-formed XML");
    let texts = document
        .descendants()
        .filter(|node| node.has_tag_name("text") || node.has_tag_name("tspan"));
    let words = texts.map(|node| {
        node.descendants().filter(|one| one.is_text()).filter_map(|one| one.text()).collect()
    });
    words.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, max_shrink_iters: 3000, ..Default::default() })]

    #[test]
    fn no_text_is_cut_covered_or_too_small(plot in any_plot()) {
        let chart = NORWEGIAN.chart("any", plot);
        for variant in VARIANTS {
            let svg = draw(&chart, variant, &FONTS, &PALETTE);
            prop_assert_eq!(faults(&svg, variant), Vec::<String>::new());
            prop_assert_eq!(&svg, &draw(&chart, variant, &FONTS, &PALETTE));
        }
    }

    #[test]
    fn names_keep_every_letter(plot in any_plot()) {
        let chart = NORWEGIAN.chart("any", plot);
        for variant in VARIANTS {
            let written = words(&draw(&chart, variant, &FONTS, &PALETTE));
            let written: Vec<String> = written.iter().map(|text| letters(text)).collect();
            for name in said(&chart.plot) {
                let name = letters(name);
                prop_assert!(name.is_empty() || written.contains(&name), "{} of {:?}", name, written);
            }
        }
    }
}

/// The numbers that an attribute has in all elements of a name that carry a class.
fn numbers(svg: &str, element: &str, class: &str, attribute: &str) -> Vec<f64> {
    let document = roxmltree::Document::parse(svg).expect("a chart is well-formed XML");
    let found = document.descendants().filter(|node| node.has_tag_name(element));
    let found = found.filter(|node| {
        node.attribute("class").is_some_and(|classes| classes.split(' ').any(|one| one == class))
    });
    let found = found.filter_map(|node| node.attribute(attribute)?.parse().ok());
    found.collect()
}

/// Everything that the items of a key draw as a stroke in a colour.
fn strokes(svg: &str, key: &str, class: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(svg).expect("a chart is well-formed XML");
    let items = document.descendants().filter(|node| node.attribute("data-key") == Some(key));
    let paths = items.flat_map(|item| item.children()).filter(|node| node.has_tag_name("path"));
    let paths = paths.filter(|node| node.attribute("class") == Some(class));
    paths.filter_map(|path| path.attribute("d")).map(str::to_string).collect()
}

fn wide(plot: Plot) -> String {
    draw(&NORWEGIAN.chart("one", plot), Variant::Wide, &FONTS, &PALETTE)
}

#[test]
fn a_moment_in_two_lines_stays_within_its_drawing() {
    let named = Amount { value: 1992.0, text: "Øøønø amøåa".to_string() };
    let lines = Lines { moments: vec![plain(1991.0), named], ..slope(NORWEGIAN) };
    let slope = Plot::Slope(Lines { lines: Vec::new(), ..lines });
    let chart = NORWEGIAN.chart("one", slope);
    for variant in VARIANTS {
        let svg = draw(&chart, variant, &FONTS, &PALETTE);
        assert_eq!(faults(&svg, variant), Vec::<String>::new());
    }
}

fn held(plot: Plot) -> [String; 2] {
    let chart = NORWEGIAN.chart("held", plot);
    VARIANTS.map(|variant| {
        let svg = draw(&chart, variant, &FONTS, &PALETTE);
        assert_eq!(faults(&svg, variant), Vec::<String>::new());
        svg
    })
}

#[test]
fn markers_stand_in_proportion() {
    let mut ranges = balance(NORWEGIAN);
    ranges.rows.truncate(3);
    for (row, value) in ranges.rows.iter_mut().zip([0.0, 25.0, 100.0]) {
        row.values[0].value = value;
    }
    for svg in held(Plot::Range(ranges)) {
        // The first circle is that of the head.
        let [_, low, quarter, high] = numbers(&svg, "circle", "bc-c1", "cx")[..] else {
            panic!("a marker a row: {svg}");
        };
        assert!(((quarter - low) / (high - low) - 0.25).abs() < 0.001, "{low} {quarter} {high}");
    }
}

#[test]
fn a_band_stands_behind_the_rows_that_it_is_meant_for() {
    let mut ranges = balance(NORWEGIAN);
    let aimed = [true, true, false, true, false];
    for (row, aimed) in ranges.rows.iter_mut().zip(aimed) {
        row.aimed = aimed;
    }
    let [wide, narrow] = held(Plot::Range(ranges.clone()));
    assert_eq!(numbers(&wide, "rect", "bc-band", "height").len(), 2, "the first two together");
    assert_eq!(numbers(&narrow, "rect", "bc-band", "height").len(), 3);
    ranges.rows.iter_mut().for_each(|row| row.aimed = false);
    for svg in held(Plot::Range(ranges)) {
        assert!(!svg.contains("bc-band") && !svg.contains("Målområde"), "{svg}");
    }
}

#[test]
fn a_key_of_one_is_left_out() {
    let mut bullets = scores(NORWEGIAN);
    (bullets.earlier, bullets.target) = (None, None);
    let mut lines = signed(NORWEGIAN);
    lines.lines.truncate(1);
    lines.lines[0].label = String::new();
    let slope = Lines { moments: lines.moments[..2].to_vec(), ..lines.clone() };
    for plot in [Plot::Bullet(bullets), Plot::Line(lines), Plot::Slope(slope)] {
        for svg in held(plot) {
            assert!(!svg.contains("bc-key") && !svg.contains("<title>:"), "{svg}");
        }
    }
}

#[test]
fn markers_at_one_place_step_apart() {
    let mut ranges = balance(NORWEGIAN);
    ranges.rows.retain(|row| row.key == "even");
    let svg = wide(Plot::Range(ranges));
    let circle = numbers(&svg, "circle", "bc-c1", "cy")[1];
    let document = roxmltree::Document::parse(&svg).unwrap();
    let item =
        document.descendants().find(|node| node.attribute("data-key") == Some("even")).unwrap();
    let diamond = item.children().find(|node| node.attribute("class") == Some("bc-c2 bc-s-bg"));
    let top = diamond.unwrap().attribute("d").unwrap().split([' ', 'L']).nth(1).unwrap();
    assert_eq!(top.parse::<f64>().unwrap() + 8.0 - circle, 11.0);
}

#[test]
fn a_gap_stays_a_gap_and_a_lone_point_is_seen() {
    for svg in held(Plot::Line(gaps(NORWEGIAN))) {
        // Answers are known for 2017, for 2020 and 2021, and for 2024.
        let [line] = &strokes(&svg, "b", "bc-s-c2")[..] else { panic!("one line: {svg}") };
        assert_eq!((line.matches('M').count(), line.matches('L').count()), (1, 1), "{line}");
        assert_eq!(strokes(&svg, "b", "bc-c2 bc-s-bg").len(), 4, "a marker a value");
        let [line] = &strokes(&svg, "a", "bc-s-c1")[..] else { panic!("one line: {svg}") };
        assert_eq!((line.matches('M').count(), line.matches('L').count()), (1, 5), "{line}");
    }
}

#[test]
fn years_stand_at_their_true_distance() {
    let svg = wide(Plot::Line(gaps(NORWEGIAN)));
    let across = numbers(&svg, "circle", "bc-c1", "cx");
    let years = [2017.0, 2018.0, 2020.0, 2021.0, 2022.0, 2024.0];
    let year = (across[5] - across[0]) / 7.0;
    for (x, at) in across.iter().zip(years) {
        assert!((x - across[0] - year * (at - 2017.0)).abs() < 0.02, "{at}: {across:?}");
    }
}

#[test]
fn labels_of_equal_values_step_apart_and_are_led_to_their_points() {
    let mut lines = slope(NORWEGIAN);
    for value in lines.lines.iter_mut().flat_map(|line| line.values.iter_mut().flatten()) {
        *value = NORWEGIAN.percent(66.0);
    }
    for svg in held(Plot::Slope(lines)) {
        let mut heights: Vec<f64> = texts(&svg)
            .iter()
            .filter(|text| text.text == "66\u{a0}%")
            .map(|text| text.top)
            .collect();
        heights.sort_by(f64::total_cmp);
        assert_eq!(heights.len(), 8, "four on either side");
        assert!(
            heights.chunks(2).map(|pair| pair[0]).is_sorted_by(|one, other| other - one > 17.0)
        );
        let leaders = svg.split("bc-labels").nth(1).unwrap().matches("<path").count();
        assert_eq!(leaders, 8);
    }
}

#[test]
fn of_fifty_years_the_first_and_the_last_are_named() {
    let mut lines = signed(NORWEGIAN);
    lines.moments = (1975..2025).map(|year| plain(f64::from(year))).collect();
    for line in &mut lines.lines {
        line.values = (0..50).map(|at| Some(NORWEGIAN.percent(f64::from(at * 37 % 90)))).collect();
    }
    for svg in held(Plot::Line(lines)) {
        let named: Vec<String> =
            words(&svg).into_iter().filter(|text| text.parse::<u32>().is_ok()).collect();
        assert_eq!((named[0].as_str(), named[named.len() - 1].as_str()), ("1975", "2024"));
        assert!((4..30).contains(&named.len()), "{named:?}");
    }
}

#[test]
fn numbers_cover_no_marker() {
    for (name, chart) in samples(NORWEGIAN) {
        for variant in VARIANTS {
            let svg = draw(&chart, variant, &FONTS, &PALETTE);
            let (x, y) =
                (numbers(&svg, "circle", "bc-c1", "cx"), numbers(&svg, "circle", "bc-c1", "cy"));
            for text in texts(&svg) {
                for (x, y) in x.iter().zip(&y) {
                    let across = text.left < x + 5.0 && x - 5.0 < text.right;
                    let capitals = (text.bottom - 0.98 * text.size, text.bottom - 0.25 * text.size);
                    let down = capitals.0 < y + 5.0 && y - 5.0 < capitals.1;
                    assert!(!(across && down), "{name}: {text:?} covers {x} {y}");
                }
            }
        }
    }
}

#[test]
fn what_lies_beyond_the_axis_ends_with_it_and_is_told() {
    let mut bullets = scores(NORWEGIAN);
    for (row, value) in bullets.rows.iter_mut().zip([1e12, -1e12, f64::NAN, 100.0]) {
        row.value = Amount { value, text: format!("tall {value}") };
    }
    for svg in held(Plot::Bullet(bullets)) {
        let bars = numbers(&svg, "rect", "bc-c1", "width");
        // The key's sample comes first; below zero and without a number there is the least, or none.
        assert_eq!(bars.len(), 4, "{bars:?}");
        assert_eq!((bars[1], bars[2]), (bars[3], 2.0));
        for told in ["tall 1000000000000", "tall -1000000000000", "tall NaN", "tall 100"] {
            assert!(words(&svg).iter().any(|text| text == told), "{told}");
        }
    }
}

#[test]
fn a_key_names_what_occurs_and_nothing_else() {
    let mut bullets = scores(NORWEGIAN);
    for row in &mut bullets.rows {
        row.target = None;
    }
    for svg in held(Plot::Bullet(bullets)) {
        let key = svg.split("bc-key").nth(1).unwrap().split("bc-marks").next().unwrap();
        assert!(key.contains(">2024<") && key.contains(">2023<") && !key.contains("Mål"), "{key}");
        assert!(svg.contains("font-weight=\"700\" x=\"0\""), "the total is bold");
    }
}

#[test]
fn there_may_be_nothing_one_or_five_hundred() {
    for count in [0, 1, 500] {
        let (mut ranges, mut bullets) = (balance(ENGLISH), scores(ENGLISH));
        ranges.rows = ranges.rows.into_iter().cycle().take(count).collect();
        bullets.rows = bullets.rows.into_iter().cycle().take(count).collect();
        let mut lines = gaps(ENGLISH);
        lines.lines = lines.lines.into_iter().cycle().take(count.min(100)).collect();
        let mut moments = gaps(ENGLISH);
        moments.moments = (0..count).map(|at| plain(at as f64)).collect();
        let mut nowhere = gaps(ENGLISH);
        nowhere.lines.iter_mut().for_each(|line| line.values.clear());
        let plots = [
            Plot::Range(ranges),
            Plot::Bullet(bullets),
            Plot::Slope(Lines { moments: lines.moments[..2].to_vec(), ..lines.clone() }),
            Plot::Line(lines),
            Plot::Slope(moments.clone()),
            Plot::Line(moments),
            Plot::Line(nowhere),
        ];
        for plot in plots {
            for svg in held(plot) {
                assert!(!svg.contains("NaN") && !svg.contains("inf"));
            }
        }
    }
}

#[test]
fn drawings_keep_the_contract() {
    let hostile = "</text><script>alert('1')</script> \"a\" & b\u{0}\u{1b}[31m\u{ffff} 👩\u{200d}👩\u{200d}👧 \u{202e}txet";
    for (name, mut chart) in samples(NORWEGIAN) {
        match &mut chart.plot {
            Plot::Range(ranges) => ranges.rows[0].label = hostile.to_string(),
            Plot::Line(lines) | Plot::Slope(lines) => lines.lines[0].label = hostile.to_string(),
            Plot::Bullet(bullets) => bullets.rows[0].label = hostile.to_string(),
            other => panic!("not on a scale: {other:?}"),
        }
        for variant in VARIANTS {
            let svg = draw(&chart, variant, &FONTS, &PALETTE);
            assert!(svg.contains("&lt;script&gt;alert('1')&lt;/script&gt;"), "{name}");
            for banned in [" style=", "<script", "var(", "href", "url(", "currentColor", "<!"] {
                assert!(!svg.contains(banned), "{name}: {banned}");
            }
            let order = ["bands", "grid", "key", "marks", "axis", "labels"];
            let groups = order.map(|group| svg.find(&format!("<g class=\"bc-{group}\">")));
            assert!(groups.into_iter().flatten().is_sorted(), "{name}: {groups:?}");
            let document = roxmltree::Document::parse(&svg).unwrap();
            for item in document.descendants().filter(|node| node.has_attribute("data-key")) {
                assert!(
                    item.first_element_child().is_some_and(|first| first.has_tag_name("title"))
                );
            }
            for mark in document
                .descendants()
                .filter(|node| ["rect", "path", "circle"].iter().any(|tag| node.has_tag_name(*tag)))
            {
                assert!(mark.has_attribute("class") && mark.has_attribute("fill"), "{mark:?}");
                for attribute in mark.attributes().filter(|one| one.name() != "class") {
                    let parts = attribute.value().split(['M', 'L', 'Z', ' ']);
                    let decimals =
                        parts.filter_map(|part| part.split_once('.').map(|(_, end)| end.len()));
                    assert!(decimals.max().unwrap_or(0) <= 2, "{name}: {attribute:?}");
                }
            }
        }
    }
}
