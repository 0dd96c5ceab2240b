//! What a chart is told to show and cannot, as the kind of chart that it is.

use rust_decimal::Decimal;

use crate::chart::Mark;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::ChartSpec;
use crate::source::Span;

/// The most parts of one whole that can be told apart, beside the rest.
const MOST_PARTS: usize = 4;

/// What is wrong, where, and what to do.
type Wrong = (Span, String, &'static str);

/// Tells what contradicts the kind of a chart, where it is said. Of a kind that follows from the
/// data nothing can be told yet.
pub fn tell(chart: &ChartSpec, diagnostics: &mut Diagnostics) {
    let Some(drawn) = chart.mark else { return };
    let mut tell = |code, (span, message, help): Wrong| {
        diagnostics.push(
            Diagnostic::error(code, span, message)
                .related(drawn.span, "the kind of chart")
                .help(help),
        );
    };
    for rule in [target, scale, top, highlight, periods] {
        if let Some(wrong) = rule(chart, drawn.value) {
            tell("contradictory-chart", wrong);
        }
    }
    if let Some(wrong) = truncated(chart, drawn.value) {
        tell("truncated-axis", wrong);
    }
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
    let span = chart.domain?.span;
    match mark {
        Mark::Bar | Mark::Bullet | Mark::Range | Mark::Line | Mark::Slope => None,
        Mark::StackedBar | Mark::ShareBar | Mark::Donut | Mark::Waffle => {
            let message = format!("a `{}` has no scale: it always shows a whole", mark.name());
            Some((span, message, "take `domain` out"))
        }
    }
}

/// The length of a bar is read as its value.
fn truncated(chart: &ChartSpec, mark: Mark) -> Option<Wrong> {
    let domain = chart.domain?;
    let (low, high) = domain.value;
    let has_zero = low <= Decimal::ZERO && high >= Decimal::ZERO;
    let is_bars = matches!(mark, Mark::Bar | Mark::Bullet);
    (is_bars && !has_zero).then(|| {
        let message = format!("the scale of a `{}` leaves out 0: its bars mislead", mark.name());
        let help = "let the domain begin at 0; that of a `line` or `range` may begin elsewhere";
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
        Mark::Line | Mark::Slope | Mark::Range | Mark::Bullet => (
            format!("a `{name}` has no rest to add up: `top` is for parts of a whole"),
            "take `top` out, and name what is drawn under `data`",
        ),
        Mark::Bar | Mark::StackedBar | Mark::ShareBar | Mark::Donut | Mark::Waffle => return None,
    };
    Some((top.span, message, help))
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
    let help = match mark {
        Mark::Slope if count != 2 => "name two periods; of more, draw it as `line`",
        Mark::Line if count < 2 => "name at least two periods, or draw it as `bar`",
        Mark::ShareBar | Mark::Donut | Mark::Waffle if count > 1 => {
            "name one period; of several, draw it as `line` or `stacked-bar`"
        }
        _ => return None,
    };
    let message = match count {
        1 => format!("a `{}` cannot be drawn of one period", mark.name()),
        several => format!("a `{}` cannot be drawn of {several} periods", mark.name()),
    };
    Some((span, message, help))
}
