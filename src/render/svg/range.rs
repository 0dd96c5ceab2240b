//! Two values a row: markers on a line, the range that both should lie in behind them, and the
//! numbers in two columns whose heads say which marker is which.

use super::canvas::shapes::{Point, Shape, Stroke};
use super::canvas::{Anchor, Canvas, Style, UNIT};
use super::font::{Fonts, Weight};
use super::scale::{Scale, with_room};
use super::token::Token;
use super::words::{SLACK, Words};
use super::{Frame, Variant};
use crate::chart::{Amount, Band, RangeRow, Ranges};

/// The measures of a variant, in units of the drawing.
struct Sizes {
    text: f64,
    small: f64,
    /// The height of the room in which a row's markers stand.
    strip: f64,
    /// Between a row and the next.
    between: f64,
    /// The widest that labels beside an axis may be, and that a column of values may be.
    label: f64,
    column: f64,
}

const WIDE: Sizes =
    Sizes { text: 14.5, small: 14.2, strip: 36.0, between: 8.0, label: 226.0, column: 112.0 };
const NARROW: Sizes =
    Sizes { text: 14.0, small: 13.5, strip: 26.0, between: 13.0, label: 0.0, column: 86.0 };

const LABEL: Style = Style { role: "label", token: Token::Ink, weight: Weight::Regular };
const REMARK: Style = Style { role: "remark", token: Token::Ink2, weight: Weight::Regular };
const TICK: Style = Style { role: "tick", token: Token::Ink2, weight: Weight::Regular };
const EDGE: Style = Style { role: "tick", token: Token::BandText, weight: Weight::Bold };
const BAND: Style = Style { role: "band", token: Token::BandText, weight: Weight::Bold };

/// The marker of each value, the colour that it has, and that of its words.
const LOOKS: [(Shape, Token, Token); 2] =
    [(Shape::Circle, Token::C1, Token::C1Text), (Shape::Diamond, Token::C2, Token::C2Text)];
/// How far each marker reaches from its middle.
const REACHES: [f64; 2] = [6.5, 8.0];

/// Between labels and the axis.
const BESIDE_LABEL: f64 = 26.0;
/// Between the axis, or a label in a narrow drawing, and the values.
const BESIDE_AXIS: f64 = 30.0;
const BESIDE_NARROW_LABEL: f64 = 12.0;
/// Between the two columns of values.
const BETWEEN_COLUMNS: f64 = 20.0;
/// From the left edge of a head to its word: the marker and a gap.
const HEAD_MARKER: f64 = 21.0;
/// What markers at an end of the axis reach beyond it.
const INSET: f64 = 9.0;
/// Markers nearer than this step apart, one up, one down.
const TOO_NEAR: f64 = 12.0;
const STEP: f64 = 5.5;
/// How thick the edges of the band are.
const EDGE_WIDTH: f64 = 1.5;
/// Above the first line and below the last.
const MARGIN: f64 = 2.0;

struct Layout<'a> {
    ranges: &'a Ranges,
    width: f64,
    height: f64,
    scale: Scale,
    /// Where the axis begins and ends.
    axis: (f64, f64),
    heads: [Words; 2],
    /// The right edges of the two columns of values.
    columns: [f64; 2],
    heads_bottom: f64,
    band: Option<BandPlace>,
    rows: Vec<Row<'a>>,
    ticks: Vec<(Words, f64)>,
    ticks_top: f64,
}

struct BandPlace {
    words: Words,
    /// From where to where the words may reach, and where their room begins.
    room: (f64, f64),
    top: f64,
    left: f64,
    right: f64,
    /// Upper and lower ends: a stretch behind rows that follow each other, or one a row.
    stretches: Vec<(f64, f64)>,
}

struct Row<'a> {
    row: &'a RangeRow,
    label: Words,
    remark: Words,
    values: [Words; 2],
    label_top: f64,
    values_top: f64,
    /// Upper and lower end of the room for the markers.
    strip: (f64, f64),
}

/// Writes the groups of the drawing; gives its height.
pub fn draw(ranges: &Ranges, frame: Frame<'_>, out: &mut String) -> i32 {
    let layout = Layout::of(ranges, frame);
    let height = layout.height.ceil() as i32;
    let size = ((layout.width as i32 * UNIT) as u32, (height * UNIT) as u32);
    let canvas = &mut Canvas::new(out, size, frame.palette);
    layout.draw_bands(canvas);
    layout.draw_grid(canvas);
    layout.draw_key(canvas);
    canvas.open_group("marks");
    for row in &layout.rows {
        layout.draw_row(row, canvas);
    }
    canvas.close_group();
    canvas.open_group("axis");
    for (words, x) in &layout.ticks {
        words.draw_around(canvas, *x, (0.0, layout.width), layout.ticks_top);
    }
    canvas.close_group();
    height
}

impl<'a> Layout<'a> {
    fn of(ranges: &'a Ranges, Frame { variant, fonts, .. }: Frame<'_>) -> Layout<'a> {
        let width = variant.width();
        let sizes = match variant {
            Variant::Wide => WIDE,
            Variant::Narrow => NARROW,
        };
        let heads = [0, 1].map(|at| {
            let style = Style { role: "head", token: LOOKS[at].2, weight: Weight::Bold };
            Words::new(&ranges.heads[at], style, sizes.text, sizes.column - HEAD_MARKER, fonts)
        });
        let values = values(ranges, &sizes, fonts);
        let columns = columns(&heads, &values, width);
        let values_left = columns[0] - column_width(0, &heads, &values);
        let limit = match variant {
            Variant::Wide => sizes.label,
            // Labels stand beside the numbers, not beside their heads.
            Variant::Narrow => columns[0] - widest(0, &values) * SLACK - BESIDE_NARROW_LABEL,
        };
        let mut rows = measured(ranges, values, limit, &sizes, fonts);
        let labels = rows.iter().map(|row| row.label.width().max(row.remark.width()));
        let labels = labels.fold(0.0, f64::max);
        let axis = match variant {
            Variant::Wide if rows.is_empty() => (INSET, values_left - BESIDE_AXIS),
            Variant::Wide => (labels + BESIDE_LABEL, values_left - BESIDE_AXIS),
            Variant::Narrow => (INSET, width - INSET),
        };
        let scale = Scale::new(&ranges.axis, axis.0, axis.1);
        let room = match variant {
            Variant::Wide => (0.0, values_left - BESIDE_NARROW_LABEL),
            Variant::Narrow => (0.0, width),
        };
        let mut band = band(ranges, &scale, &sizes, room, fonts);
        let heads_height = heads.iter().map(Words::height).fold(0.0, f64::max);
        let (heads_bottom, rows_top) = above_rows(heads_height, band.as_mut(), variant);
        let bottom = stack(&mut rows, variant, &sizes, rows_top);
        if let Some(band) = &mut band {
            band.stretches = stretches(&rows, variant);
        }
        let ticks = ticks(ranges, &scale, &sizes, width, fonts);
        let ticks_top = bottom + 5.0;
        let under = ticks.iter().map(|(words, _)| words.height()).fold(0.0, f64::max);
        let height = ticks_top + under + MARGIN;
        Layout {
            ranges,
            width,
            height,
            scale,
            axis,
            heads,
            columns,
            heads_bottom,
            band,
            rows,
            ticks,
            ticks_top,
        }
    }

    fn draw_bands(&self, canvas: &mut Canvas<'_>) {
        let Some(band) = &self.band else { return };
        canvas.open_group("bands");
        for (top, bottom) in &band.stretches {
            canvas.area((band.left, *top), (band.right, *bottom), Token::Band);
        }
        for x in [band.left, band.right] {
            let edges = band.stretches.iter().map(|(top, bottom)| vec![(x, *top), (x, *bottom)]);
            let edges: Vec<Vec<Point>> = edges.collect();
            canvas.trace(&edges, Stroke::solid(Token::BandLine, EDGE_WIDTH));
        }
        canvas.close_group();
    }

    fn draw_grid(&self, canvas: &mut Canvas<'_>) {
        canvas.open_group("grid");
        // Not across the edges of the band, which stand behind.
        let edges = self.band.iter().flat_map(|band| [band.left, band.right]);
        let starts = [self.axis.0].into_iter().chain(edges.clone().map(|x| x + EDGE_WIDTH / 2.0));
        let ends = edges.map(|x| x - EDGE_WIDTH / 2.0).chain([self.axis.1]);
        let runs: Vec<(f64, f64)> = starts.zip(ends).filter(|(start, end)| start < end).collect();
        for row in &self.rows {
            let runs = if row.row.aimed { runs.as_slice() } else { &[self.axis] };
            let line =
                runs.iter().map(|(start, end)| vec![(*start, row.middle()), (*end, row.middle())]);
            canvas.trace(&line.collect::<Vec<_>>(), Stroke::solid(Token::Grid, 2.0));
        }
        canvas.close_group();
    }

    fn draw_key(&self, canvas: &mut Canvas<'_>) {
        canvas.open_group("key");
        if let Some(band) = &self.band {
            let middle = (band.left + band.right) / 2.0;
            band.words.draw_around(canvas, middle, band.room, band.top);
        }
        for (at, head) in self.heads.iter().enumerate() {
            let top = self.heads_bottom - head.height();
            let left = self.columns[at] - head.width();
            let middle = (left - HEAD_MARKER + 8.0, top + head.pitch() / 2.0);
            canvas.marker(LOOKS[at].0, middle, REACHES[at], LOOKS[at].1);
            head.draw(canvas, Anchor::Start, left, top);
        }
        canvas.close_group();
    }

    fn draw_row(&self, row: &Row<'_>, canvas: &mut Canvas<'_>) {
        canvas.open_item(&row.row.key, &title(row.row, self.ranges));
        row.label.draw(canvas, Anchor::Start, 0.0, row.label_top);
        row.remark.draw(canvas, Anchor::Start, 0.0, row.label_top + row.label.height());
        let [one, other] = &row.row.values;
        let places = [self.scale.at(one.value), self.scale.at(other.value)];
        let mut middles = [row.middle(); 2];
        if let [Some(one), Some(other)] = places {
            if (one - other).abs() < TOO_NEAR {
                middles = [row.middle() - STEP, row.middle() + STEP];
            } else {
                let line = vec![(one, row.middle()), (other, row.middle())];
                canvas.trace(&[line], Stroke::solid(Token::Axis, 3.0));
            }
        }
        for at in [0, 1] {
            if let Some(x) = places[at] {
                canvas.marker(LOOKS[at].0, (x, middles[at]), REACHES[at], LOOKS[at].1);
            }
        }
        for (words, right) in row.values.iter().zip(self.columns) {
            words.draw(canvas, Anchor::End, right, row.values_top);
        }
        canvas.close_group();
    }
}

impl Row<'_> {
    fn middle(&self) -> f64 {
        (self.strip.0 + self.strip.1) / 2.0
    }

    fn values_height(&self) -> f64 {
        self.values[0].height().max(self.values[1].height())
    }
}

fn values(ranges: &Ranges, sizes: &Sizes, fonts: &Fonts) -> Vec<[Words; 2]> {
    let words = |amount: &Amount, token| {
        let style = Style { role: "value", token, weight: Weight::Bold };
        Words::new(&amount.text, style, sizes.text, sizes.column, fonts)
    };
    let rows = ranges.rows.iter().map(|row| &row.values);
    rows.map(|[one, other]| [words(one, LOOKS[0].2), words(other, LOOKS[1].2)]).collect()
}

/// The rows with their words, not yet placed.
fn measured<'a>(
    ranges: &'a Ranges,
    values: Vec<[Words; 2]>,
    limit: f64,
    sizes: &Sizes,
    fonts: &Fonts,
) -> Vec<Row<'a>> {
    let row = |(row, values): (&'a RangeRow, [Words; 2])| {
        let remark = row.remark.as_deref().unwrap_or_default();
        Row {
            row,
            label: Words::new(&row.label, LABEL, sizes.text, limit, fonts),
            remark: Words::new(remark, REMARK, sizes.small, limit, fonts),
            values,
            label_top: 0.0,
            values_top: 0.0,
            strip: (0.0, 0.0),
        }
    };
    ranges.rows.iter().zip(values).map(row).collect()
}

fn widest(at: usize, values: &[[Words; 2]]) -> f64 {
    values.iter().map(|values| values[at].width()).fold(0.0, f64::max)
}

fn column_width(at: usize, heads: &[Words; 2], values: &[[Words; 2]]) -> f64 {
    widest(at, values).max(heads[at].width() + HEAD_MARKER)
}

/// The right edges of both columns; to the right of each, readers' own spacing has room.
fn columns(heads: &[Words; 2], values: &[[Words; 2]], width: f64) -> [f64; 2] {
    let spare = |at: usize| (heads[at].width() * (SLACK - 1.0)).ceil();
    let second = width - spare(1);
    let first = second - column_width(1, heads, values) - BETWEEN_COLUMNS.max(8.0 + spare(0));
    [first, second]
}

/// The range that values of a row or more should lie in, if it lies on the axis at all.
fn band(
    ranges: &Ranges,
    scale: &Scale,
    sizes: &Sizes,
    room: (f64, f64),
    fonts: &Fonts,
) -> Option<BandPlace> {
    let band = aimed_at(ranges)?;
    let (one, other) = (scale.at(band.low)?, scale.at(band.high)?);
    let words = Words::new(&band.label, BAND, sizes.text, room.1 - room.0, fonts);
    let (left, right) = (one.min(other), one.max(other));
    Some(BandPlace { words, room, top: 0.0, left, right, stretches: Vec::new() })
}

/// Where the heads end and the rows begin, with the band's words between or beside them.
fn above_rows(heads: f64, band: Option<&mut BandPlace>, variant: Variant) -> (f64, f64) {
    let words = band.as_ref().map_or(0.0, |band| band.words.height());
    let (heads_bottom, words_bottom, rows_top) = match variant {
        // On the heads' last line.
        Variant::Wide => {
            let bottom = MARGIN + heads.max(words);
            (bottom, bottom, bottom + 6.0)
        }
        Variant::Narrow => {
            let bottom = MARGIN + heads + if words > 0.0 { words + 8.0 } else { 0.0 };
            (MARGIN + heads, bottom, bottom + 6.0)
        }
    };
    if let Some(band) = band {
        band.top = words_bottom - words;
    }
    (heads_bottom, rows_top)
}

fn aimed_at(ranges: &Ranges) -> Option<&Band> {
    ranges.band.as_ref().filter(|_| ranges.rows.iter().any(|row| row.aimed))
}

/// Behind the rows that the band is meant for: those that follow each other at once or, where labels
/// stand between them, each by itself.
fn stretches(rows: &[Row<'_>], variant: Variant) -> Vec<(f64, f64)> {
    let stretch = |rows: &[Row<'_>]| Some((rows.first()?.strip.0, rows.last()?.strip.1));
    let wide = variant == Variant::Wide;
    let runs = rows.chunk_by(|one, next| wide && one.row.aimed && next.row.aimed);
    runs.filter(|run| run[0].row.aimed).filter_map(stretch).collect()
}

/// Places the rows one below the other; gives where the last one ends.
fn stack(rows: &mut [Row<'_>], variant: Variant, sizes: &Sizes, top: f64) -> f64 {
    let mut start = top;
    let mut bottom = top;
    for row in rows {
        let words = row.label.height() + row.remark.height();
        match variant {
            Variant::Wide => {
                let height = words.max(row.values_height()).max(sizes.strip);
                row.label_top = start + (height - words) / 2.0;
                row.values_top = start + (height - row.values_height()) / 2.0;
                row.strip = (start, start + height);
            }
            Variant::Narrow => {
                row.label_top = start;
                row.values_top = start;
                let under = start + words.max(row.values_height()) + 3.0;
                row.strip = (under, under + sizes.strip);
            }
        }
        bottom = row.strip.1;
        start = bottom + sizes.between;
    }
    bottom
}

/// The axis's numbers: those at the edges of the band and at its own ends before all others.
fn ticks(
    ranges: &Ranges,
    scale: &Scale,
    sizes: &Sizes,
    width: f64,
    fonts: &Fonts,
) -> Vec<(Words, f64)> {
    let found = scale.ticks(&ranges.axis);
    let edge = |value: f64| {
        let near = |edge: f64| (edge - value).abs() <= (ranges.axis.high - ranges.axis.low) * 1e-9;
        aimed_at(ranges).is_some_and(|band| near(band.low) || near(band.high))
    };
    let words = found.iter().map(|(x, tick)| {
        let style = if edge(tick.value) { EDGE } else { TICK };
        (Words::new(&tick.text, style, sizes.small, sizes.column, fonts), *x)
    });
    let words: Vec<(Words, f64)> = words.collect();
    let extents = words.iter().map(|(words, x)| words.extent(*x, (0.0, width)));
    let extents: Vec<(f64, f64)> = extents.collect();
    let edges = (0..found.len()).filter(|at| edge(found[*at].1.value));
    let first: Vec<usize> = edges.chain([0, found.len().saturating_sub(1)]).collect();
    let shown = with_room(&extents, &first, 10.0);
    let kept = words.into_iter().enumerate().filter(|(at, _)| shown.contains(at));
    kept.map(|(_, tick)| tick).collect()
}

/// `Board: women 43 %, men 57 %`
fn title(row: &RangeRow, ranges: &Ranges) -> String {
    let ([one, other], [first, second]) = (&row.values, &ranges.heads);
    let values = format!("{}: {first} {}, {second} {}", row.label, one.text, other.text);
    match &row.remark {
        Some(remark) => format!("{values} ({remark})"),
        None => values,
    }
}
