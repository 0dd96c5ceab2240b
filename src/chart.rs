//! A chart: what to draw, already in words. How it is drawn is `render::svg`'s affair.

/// One chart in one language. Every text is formatted; only the geometry is open.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Unique on its page: the prefix of ids in the SVG (`suppliers-by-country`).
    pub id: String,
    /// Language of the texts, a BCP 47 tag.
    pub lang: String,
    /// Short name for assistive technology: the caption without its number.
    pub name: String,
    /// The text alternative: one or two sentences that say what the chart shows.
    pub description: String,
    pub plot: Plot,
}

/// How values become marks. Words as in Vega-Lite, where it has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    Bar,
    StackedBar,
    ShareBar,
    Range,
    Line,
    Slope,
    Bullet,
    Donut,
    Waffle,
}

/// What is drawn, by mark.
#[derive(Debug, Clone, PartialEq)]
pub enum Plot {
    /// Horizontal bars, one a category, label beside (wide) or above (narrow).
    Bar(Bars),
    /// Rows of the same classes, each row 100 % long.
    StackedBar(Stacked),
    /// One bar of 100 %, cut into the parts of a whole.
    ShareBar(Parts),
    /// Two values a row, with the range that both should lie in.
    Range(Ranges),
    /// Values over time.
    Line(Lines),
    /// Lines between two points in time.
    Slope(Lines),
    /// Values on a scale that has an end, with the value before and what is aimed at.
    Bullet(Bullets),
    /// The parts of a whole as a ring, from 12 o'clock, clockwise.
    Donut(Parts),
    /// The parts of a whole as 100 squares.
    Waffle(Parts),
}

/// A number as a mark shows it and as readers read it.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    pub value: f64,
    /// `66 %`
    pub text: String,
}

/// The scale that values stand on.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    pub low: f64,
    pub high: f64,
    /// Where a number stands at the axis: rising, within the axis.
    pub ticks: Vec<Amount>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Bars {
    pub bars: Vec<Bar>,
    /// The largest value that the axis must hold; it holds 0 in any case.
    pub maximum: f64,
}

/// One category of a bar chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Language-neutral: `NO`, `46.46`, `other`.
    pub key: String,
    /// What the category is called; wrapped when drawn, never cut.
    pub label: String,
    pub value: f64,
    /// The value in words: `371`.
    pub value_text: String,
    /// The share in words, where the bars are parts of a whole: `83 %`.
    pub share_text: Option<String>,
    /// The rest that was folded together: last and grey.
    pub other: bool,
    /// Others are highlighted, and this one steps back.
    pub quiet: bool,
}

/// The parts of one whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    pub parts: Vec<Part>,
    /// The whole in words, where one is known: `447`, `suppliers`.
    pub total: Option<(String, String)>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Language-neutral.
    pub key: String,
    pub label: String,
    /// Percent of the whole, unrounded.
    pub share: f64,
    /// `83 %`
    pub share_text: String,
    /// How many, where that is known: `371`.
    pub count_text: Option<String>,
    pub tint: Tint,
}

/// Which colour a part, a class or a line has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tint {
    /// The first, second … of several that have no order: from 0.
    Series(usize),
    /// Of ordered classes: nothing to worry about, to watch, to act upon.
    Low,
    Medium,
    High,
    /// The rest that was folded together, or what nobody knows.
    Other,
}

/// Rows, each divided into the same classes.
#[derive(Debug, Clone, PartialEq)]
pub struct Stacked {
    /// In their order, which is that of the parts of each row. Their shares are not read.
    pub classes: Vec<Class>,
    pub rows: Vec<StackedRow>,
    pub axis: Axis,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Class {
    pub key: String,
    pub label: String,
    pub tint: Tint,
}

#[derive(Debug, Clone, PartialEq)]
pub struct StackedRow {
    pub key: String,
    pub label: String,
    /// As many as there are classes.
    pub parts: Vec<StackedPart>,
}

/// A class of a row; drawn without width where it is nought, its number said all the same.
#[derive(Debug, Clone, PartialEq)]
pub struct StackedPart {
    /// Percent of the row, unrounded.
    pub share: f64,
    /// `87 %`
    pub share_text: String,
    /// `389`, where it is known.
    pub count_text: Option<String>,
}

/// Two values a row: women and men.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranges {
    /// What the two values are.
    pub heads: [String; 2],
    pub rows: Vec<RangeRow>,
    /// Where the values should lie, of the rows that it is meant for.
    pub band: Option<Band>,
    pub axis: Axis,
}

#[derive(Debug, Clone, PartialEq)]
pub struct RangeRow {
    pub key: String,
    pub label: String,
    pub values: [Amount; 2],
    /// Whether the band is where its values should lie: not all rows need have a target.
    pub aimed: bool,
    /// What readers must know of the row: `outside the target range`.
    pub remark: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    pub low: f64,
    pub high: f64,
    /// `Target 40–60 %`
    pub label: String,
}

/// Values over time, at most four lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Lines {
    /// The points in time, rising; their value is where they stand (a year).
    pub moments: Vec<Amount>,
    pub lines: Vec<Line>,
    pub axis: Axis,
    /// What is aimed at, with its name: `Target 80 %`.
    pub target: Option<Amount>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub key: String,
    /// Empty for a single line whose name is what the chart measures.
    pub label: String,
    /// One a moment; a gap where there is none.
    pub values: Vec<Option<Amount>>,
}

/// Values on a scale that has an end.
#[derive(Debug, Clone, PartialEq)]
pub struct Bullets {
    /// What the bars are: `2024`.
    pub now: String,
    /// What the ticks are, where a row has one: `2023`.
    pub earlier: Option<String>,
    /// What the marks of targets are, where a row has one: `Target`.
    pub target: Option<String>,
    pub rows: Vec<BulletRow>,
    pub axis: Axis,
}

#[derive(Debug, Clone, PartialEq)]
pub struct BulletRow {
    pub key: String,
    pub label: String,
    pub value: Amount,
    pub earlier: Option<Amount>,
    pub target: Option<Amount>,
    /// It sums up the others.
    pub total: bool,
}

impl Mark {
    pub const ALL: [Mark; 9] = [
        Mark::Bar,
        Mark::StackedBar,
        Mark::ShareBar,
        Mark::Range,
        Mark::Line,
        Mark::Slope,
        Mark::Bullet,
        Mark::Donut,
        Mark::Waffle,
    ];

    /// As users write it and classes name it.
    pub fn name(self) -> &'static str {
        match self {
            Mark::Bar => "bar",
            Mark::StackedBar => "stacked-bar",
            Mark::ShareBar => "share-bar",
            Mark::Range => "range",
            Mark::Line => "line",
            Mark::Slope => "slope",
            Mark::Bullet => "bullet",
            Mark::Donut => "donut",
            Mark::Waffle => "waffle",
        }
    }

    pub fn find(name: &str) -> Option<Mark> {
        Mark::ALL.into_iter().find(|mark| mark.name() == name)
    }

    /// What people call a kind of chart that has another name here.
    pub fn called(name: &str) -> Option<Mark> {
        Some(match name {
            "pie" | "arc" | "ring" | "doughnut" => Mark::Donut,
            "column" | "columns" | "bars" => Mark::Bar,
            "dumbbell" => Mark::Range,
            "stacked" => Mark::StackedBar,
            _ => return None,
        })
    }
}

impl Plot {
    pub fn mark(&self) -> Mark {
        match self {
            Plot::Bar(_) => Mark::Bar,
            Plot::StackedBar(_) => Mark::StackedBar,
            Plot::ShareBar(_) => Mark::ShareBar,
            Plot::Range(_) => Mark::Range,
            Plot::Line(_) => Mark::Line,
            Plot::Slope(_) => Mark::Slope,
            Plot::Bullet(_) => Mark::Bullet,
            Plot::Donut(_) => Mark::Donut,
            Plot::Waffle(_) => Mark::Waffle,
        }
    }
}

impl Bars {
    /// The bars in the order in which they are shown: as given, the folded rest last.
    pub fn rows(&self) -> Vec<&Bar> {
        let (other, named): (Vec<&Bar>, Vec<&Bar>) = self.bars.iter().partition(|bar| bar.other);
        named.into_iter().chain(other).collect()
    }
}

impl Axis {
    /// An axis from `low` to `high` or a little further, so that it begins and ends at round
    /// numbers, with about `count` steps of 1, 2 or 5 times a power of ten.
    pub fn round(low: f64, high: f64, count: usize, words: &dyn Fn(f64) -> String) -> Axis {
        let span = if high > low { high - low } else { 1.0 };
        let rough = span / count.max(1) as f64;
        let power = 10f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].into_iter().find(|one| one * power >= rough * 0.999);
        let step = step.unwrap_or(10.0) * power;
        let (first, last) = ((low / step).floor() as i64, (low + span).div_euclid(step) as i64);
        let last = if last as f64 * step < high - step * 1e-9 { last + 1 } else { last };
        let ticks = (first..=last.max(first + 1)).map(|at| {
            let value = at as f64 * step;
            Amount { value, text: words(value) }
        });
        let ticks: Vec<Amount> = ticks.collect();
        let ends = ticks.first().zip(ticks.last()).map(|(first, last)| (first.value, last.value));
        let (low, high) = ends.unwrap_or((low, high));
        Axis { low, high, ticks }
    }

    /// 0 to 100, a number at every quarter.
    pub fn hundred(words: &dyn Fn(f64) -> String) -> Axis {
        let ticks = [0.0, 25.0, 50.0, 75.0, 100.0];
        let ticks = ticks.map(|value| Amount { value, text: words(value) });
        Axis { low: 0.0, high: 100.0, ticks: ticks.into() }
    }
}
