//! What a chart is told to show and cannot, as the kind of chart that it is.

use rust_decimal::Decimal;

use crate::chart::Mark;
use crate::diagnostic::Diagnostic;
use crate::document::{ChartSpec, Noted};
use crate::source::Span;

/// The most parts of one whole that can be told apart, beside the rest.
const MOST_PARTS: usize = 4;

/// What is wrong, where, and what to do.
type Wrong = (Span, String, &'static str);

type Rule = fn(&ChartSpec, Mark) -> Option<Wrong>;

/// What contradicts the kind of a chart, where it is said: in its file, or in a reference to it. Of
/// a kind that follows from the data nothing can be told before the data is known.
pub fn of(chart: &ChartSpec, drawn: Noted<Mark>) -> Vec<Diagnostic> {
    let rules: [(&str, Rule); 7] = [
        ("contradictory-chart", target),
        ("contradictory-chart", scale),
        ("contradictory-chart", top),
        ("contradictory-chart", sort),
        ("contradictory-chart", highlight),
        ("contradictory-chart", periods),
        ("truncated-axis", truncated),
    ];
    let diagnostic = |(code, rule): (&'static str, Rule)| {
        let (span, message, help) = rule(chart, drawn.value)?;
        let diagnostic = Diagnostic::error(code, span, message).help(help);
        // In a reference both stand at one place.
        Some(match span == drawn.span {
            true => diagnostic,
            false => diagnostic.related(drawn.span, "the kind of chart"),
        })
    };
    rules.into_iter().filter_map(diagnostic).collect()
}

fn target(chart: &ChartSpec, mark: Mark) -> Option<Wrong> {
    let target = chart.target.as_ref()?;
    let is_range = target.value.low != target.value.high;
    let name = mark.name();
    let (message, help) = match mark {
        Mark::Range if !is_range => (
            format!("the target of a `{name}` has two ends"),
            "write `target = { range = [40, 60] }`",
        ),
        Mark::Line | Mark::Slope | Mark::Bullet if is_range => {
            (format!("the target of a `{name}` is one value"), "write `target = { value = 85 }`")
        }
        Mark::Range | Mark::Line | Mark::Slope | Mark::Bullet => return None,
        Mark::Bar | Mark::StackedBar | Mark::ShareBar | Mark::Donut | Mark::Waffle => (
            format!("a `{name}` shows no target"),
            "take `target` out, or draw it as `bullet`, `line` or `range`",
        ),
    };
    Some((target.span, message, help))
}

fn scale(chart: &ChartSpec, mark: Mark) -> Option<Wrong> {
    let (span, name) = (chart.domain?.span, mark.name());
    let (message, help) = match mark {
        Mark::Bullet | Mark::Line | Mark::Slope => return None,
        Mark::Bar => (
            format!("the scale of a `{name}` follows from its values: from 0 to the largest"),
            "take `domain` out, or draw it as `bullet` or `line`",
        ),
        Mark::Range => (
            format!("the scale of a `{name}` is that of shares, from 0 to 100 %"),
            "take `domain` out",
        ),
        Mark::StackedBar | Mark::ShareBar | Mark::Donut | Mark::Waffle => {
            (format!("a `{name}` has no scale: it always shows a whole"), "take `domain` out")
        }
    };
    Some((span, message, help))
}

/// The length of a bar is read as its value.
fn truncated(chart: &ChartSpec, mark: Mark) -> Option<Wrong> {
    let domain = chart.domain?;
    let (low, high) = domain.value;
    let has_zero = low <= Decimal::ZERO && high >= Decimal::ZERO;
    (mark == Mark::Bullet && !has_zero).then(|| {
        let message = format!("the scale of a `{}` leaves out 0: its bars mislead", mark.name());
        let help = "let the domain begin at 0; that of a `line` or `slope` may begin elsewhere";
        (domain.span, message, help)
    })
}

fn top(chart: &ChartSpec, mark: Mark) -> Option<Wrong> {
    let (top, name) = (chart.top?, mark.name());
    let (message, help) = match mark {
        Mark::Donut | Mark::Waffle | Mark::ShareBar if top.value > MOST_PARTS => (
            format!("a `{name}` with {} parts and the rest cannot be read", top.value),
            "write `top = 4` or less, or draw it as `bar`",
        ),
        Mark::Line | Mark::Slope | Mark::Range | Mark::Bullet | Mark::StackedBar => (
            format!("a `{name}` has no rest to add up: `top` is for parts of a whole"),
            "take `top` out, and name what is drawn under `data`",
        ),
        Mark::Bar | Mark::ShareBar | Mark::Donut | Mark::Waffle => return None,
    };
    Some((top.span, message, help))
}

fn sort(chart: &ChartSpec, mark: Mark) -> Option<Wrong> {
    let (span, name) = (chart.sort.as_ref()?.span, mark.name());
    match mark {
        Mark::Bar | Mark::ShareBar | Mark::Donut | Mark::Waffle => None,
        Mark::StackedBar | Mark::Range | Mark::Line | Mark::Slope | Mark::Bullet => {
            let message = format!("a `{name}` stands in the order of its data");
            Some((span, message, "take `sort` out, or draw it as `bar`"))
        }
    }
}

fn highlight(chart: &ChartSpec, mark: Mark) -> Option<Wrong> {
    let span = chart.highlight.first()?.span;
    (mark != Mark::Bar).then(|| {
        let message = format!("nothing can stand out in a `{}`, only among bars", mark.name());
        (span, message, "take `highlight` out, or draw it as `bar`")
    })
}

fn periods(chart: &ChartSpec, mark: Mark) -> Option<Wrong> {
    let span = chart.periods.first()?.span;
    let count = chart.periods.len();
    let name = mark.name();
    let several = |count| match count {
        1 => format!("a `{name}` cannot be drawn of one period"),
        several => format!("a `{name}` cannot be drawn of {several} periods"),
    };
    let (message, help) = match mark {
        Mark::Slope if count != 2 => {
            (several(count), "name two periods; of more, draw it as `line`")
        }
        Mark::Line if count < 2 => {
            (several(count), "name at least two periods, or draw it as `bar`")
        }
        Mark::Line | Mark::Slope | Mark::StackedBar | Mark::Bullet => return None,
        Mark::Bar | Mark::Range | Mark::ShareBar | Mark::Donut | Mark::Waffle => (
            format!("a `{name}` shows the period that it is cited of"),
            "take `periods` out and cite another one as `chart:…@2023`; of several, draw it as \
             `line` or `stacked-bar`",
        ),
    };
    Some((span, message, help))
}
