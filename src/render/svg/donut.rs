//! The parts of a whole as a ring, from 12 o'clock, clockwise: the whole in its centre, and every
//! part named beside it. Where there is no room beside it the names stand in a table.

use std::f64::consts::{PI, TAU};

use super::bar::{LABEL, SLACK, VALUE};
use super::canvas::{Anchor, Canvas, Fill, Style, UNIT, hundredths, number};
use super::font::{Line, Weight};
use super::key::{Entry, Table};
use super::token::Token;
use super::whole::{GAP, fractions, lengths};
use super::{Frame, Variant};
use crate::chart::{Part, Parts};

/// A ring around a point, in units of the drawing.
#[derive(Debug, Clone, Copy)]
struct Ring {
    center: (f64, f64),
    outer: f64,
    inner: f64,
}

/// A part's stretch of the ring in radians, clockwise from 12 o'clock.
#[derive(Debug, Clone, Copy)]
struct Arc {
    from: f64,
    to: f64,
}

/// A name beside the ring, on the side that its part is on. Heights are counted from the middle
/// of the ring downwards.
struct Callout<'a> {
    part: &'a Part,
    arc: Arc,
    lines: Vec<Line>,
    height: f64,
    /// Where the middle of its text stands.
    middle: f64,
}

/// Above and below all.
const MARGIN: f64 = 6.0;
/// From the ring to where a leader bends, and on to where it ends before the name.
const BEND: f64 = 24.0;
const LEADER: f64 = 42.0;
const BESIDE_LEADER: f64 = 6.0;
/// From the ring to where a leader begins.
const BEFORE_LEADER: f64 = 3.0;
/// Between two names.
const BETWEEN: f64 = 8.0;
/// With more names than this around a ring nobody finds the part that one means.
const MOST_CALLOUTS: usize = 8;
/// Between the ring and a table.
const BESIDE_TABLE: f64 = 40.0;
const ABOVE_TABLE: f64 = 20.0;
/// The least angle of a part as a length on the inner edge: a gap, and something to be seen.
const LEAST_LENGTH: f64 = GAP + 1.6;

const REMARK: Style = Style { role: "remark", token: Token::Ink2, weight: Weight::Regular };

/// Writes the groups of a ring; gives the height of the drawing.
pub fn draw(parts: &Parts, frame: Frame<'_>, out: &mut String) -> i32 {
    let (width, height) = (frame.variant.width(), 0);
    let mut canvas = Canvas::new(out, (width as u32 * UNIT as u32, height), frame.palette);
    let ring = match frame.variant {
        Variant::Wide => Ring { center: (width / 2.0, 0.0), outer: 120.0, inner: 74.0 },
        Variant::Narrow => Ring { center: (width / 2.0, 0.0), outer: 104.0, inner: 64.0 },
    };
    let arcs = arcs(&parts.parts, ring);
    let centre = Centre::of(parts.total.as_ref(), ring, frame);
    let top = MARGIN + centre.as_ref().map_or(0.0, |centre| centre.above(frame));
    let beside = frame.variant == Variant::Wide && parts.parts.len() <= MOST_CALLOUTS;
    let bottom = match beside {
        true => with_callouts(parts, &arcs, ring, top, centre, frame, &mut canvas),
        false => with_table(parts, &arcs, ring, top, centre, frame, &mut canvas),
    };
    (bottom + MARGIN).ceil() as i32
}

/// The ring with the names around it; gives where the lowest thing ends.
fn with_callouts(
    parts: &Parts,
    arcs: &[Arc],
    ring: Ring,
    top: f64,
    centre: Option<Centre>,
    frame: Frame<'_>,
    canvas: &mut Canvas<'_>,
) -> f64 {
    let limit = (frame.variant.width() / 2.0 - ring.outer - LEADER - BESIDE_LEADER) / SLACK;
    let mut callouts = callouts(&parts.parts, arcs, limit, frame);
    for right in [true, false] {
        place(&mut callouts, right, ring);
    }
    let above = callouts.iter().map(|one| one.middle - one.height / 2.0);
    let below = callouts.iter().map(|one| one.middle + one.height / 2.0);
    let above = above.fold(-ring.outer, f64::min);
    let below = below.fold(ring.outer, f64::max);
    // On a whole unit, so that straight leaders are sharp.
    let ring = Ring { center: (ring.center.0, (top - above).ceil()), ..ring };
    open_marks(arcs, ring, frame, canvas);
    for callout in &callouts {
        canvas.open_item(&callout.part.key, &title(callout.part));
        slice(callout.part, callout.arc, ring, frame, canvas);
        callout.draw(ring, frame, canvas);
        canvas.close_group();
    }
    canvas.close_group();
    labels(centre, ring, frame, canvas);
    ring.center.1 + below
}

/// The ring, and a table beneath (narrow) or beside it.
fn with_table(
    parts: &Parts,
    arcs: &[Arc],
    ring: Ring,
    top: f64,
    centre: Option<Centre>,
    frame: Frame<'_>,
    canvas: &mut Canvas<'_>,
) -> f64 {
    let entries: Vec<Entry> = parts.parts.iter().map(Entry::of).collect();
    let width = frame.variant.width();
    let (ring, table, at, bottom) = match frame.variant {
        Variant::Narrow => {
            let ring = Ring { center: (ring.center.0, top + ring.outer), ..ring };
            let table = Table::of(&entries, width, frame);
            let left = ((width - table.width) / 2.0).round();
            let from = ring.center.1 + ring.outer + ABOVE_TABLE;
            let bottom = if entries.is_empty() { from - ABOVE_TABLE } else { from + table.height };
            (ring, table, (left, from), bottom)
        }
        Variant::Wide => {
            let ring = Ring { center: (ring.outer, top + ring.outer), ..ring };
            let left = ring.outer * 2.0 + BESIDE_TABLE;
            let table = Table::of(&entries, width - left, frame);
            let free = (ring.outer * 2.0 - table.height).max(0.0);
            let at = (left, top + (free / 2.0).round());
            let bottom = top + table.height.max(ring.outer * 2.0);
            (ring, table, at, bottom)
        }
    };
    canvas.open_group("key");
    table.draw(at, frame, canvas);
    canvas.close_group();
    open_marks(arcs, ring, frame, canvas);
    for (part, arc) in parts.parts.iter().zip(arcs) {
        canvas.open_item(&part.key, &title(part));
        slice(part, *arc, ring, frame, canvas);
        canvas.close_group();
    }
    canvas.close_group();
    labels(centre, ring, frame, canvas);
    bottom
}

/// Opens the marks with what the parts leave of the whole, as an empty track.
fn open_marks(arcs: &[Arc], ring: Ring, frame: Frame<'_>, canvas: &mut Canvas<'_>) {
    canvas.open_group("marks");
    let from = arcs.last().map_or(0.0, |arc| arc.to);
    if TAU - from > 1e-6 {
        canvas.tinted_shape(frame.id, &ring.steps(Arc { from, to: TAU }), Token::Track);
    }
}

fn slice(part: &Part, arc: Arc, ring: Ring, frame: Frame<'_>, canvas: &mut Canvas<'_>) {
    if arc.to > arc.from {
        canvas.tinted_shape(frame.id, &ring.steps(arc), Fill::from(part.tint));
    }
}

/// The words that a pointer resting on a part shows.
pub fn title(Part { label, share_text, count_text, .. }: &Part) -> String {
    match count_text {
        Some(count) => format!("{label}: {share_text} ({count})"),
        None => format!("{label}: {share_text}"),
    }
}

fn arcs(parts: &[Part], ring: Ring) -> Vec<Arc> {
    let fractions = fractions(parts.iter().map(|part| part.share));
    let mut from = 0.0;
    let arc = |angle: f64| {
        let arc = Arc { from, to: from + angle };
        from = arc.to;
        arc
    };
    lengths(&fractions, TAU, LEAST_LENGTH / ring.inner).into_iter().map(arc).collect()
}

fn callouts<'a>(parts: &'a [Part], arcs: &[Arc], limit: f64, frame: Frame<'_>) -> Vec<Callout<'a>> {
    let callout = |(part, arc): (&'a Part, &Arc)| {
        let lines = frame.wrap(&part.label, LABEL, limit);
        let height = (lines.len() + 1) as f64 * frame.pitch();
        Callout { part, arc: *arc, lines, height, middle: 0.0 }
    };
    parts.iter().zip(arcs).map(callout).collect()
}

/// Sets the heights of the names on one side: each as near to its part as the others let it, and
/// so that no leader crosses the ring or another leader.
fn place(callouts: &mut [Callout<'_>], right: bool, ring: Ring) {
    let mut side: Vec<&mut Callout> =
        callouts.iter_mut().filter(|one| one.arc.right() == right).collect();
    if !right {
        side.reverse();
    }
    let mut offset = 0.0;
    let mut before = 0.0;
    let places: Vec<(f64, f64)> = side
        .iter()
        .map(|one| {
            if before > 0.0 {
                offset += (before + one.height) / 2.0 + BETWEEN;
            }
            before = one.height;
            (-(ring.outer + BEFORE_LEADER) * one.arc.middle().cos(), offset)
        })
        .collect();
    for (one, middle) in side.iter_mut().zip(spread(&places)) {
        one.middle = middle;
    }
    // A leader stays outside as long as it bends beyond the tangent at its beginning. That moves
    // names of the upper half up and those of the lower half down, never towards each other.
    let apart = |one: &Callout, next: &Callout| (one.height + next.height) / 2.0 + BETWEEN;
    let lower = side.partition_point(|one| one.arc.middle().cos() >= 0.0);
    for at in lower..side.len() {
        let least = if at > 0 { side[at - 1].middle + apart(side[at - 1], side[at]) } else { -1e9 };
        side[at].middle = side[at].middle.max(least).max(ring.tangent(side[at].arc));
    }
    for at in (0..lower).rev() {
        let most = match side.get(at + 1) {
            Some(next) => next.middle - apart(side[at], next),
            None => 1e9,
        };
        side[at].middle = side[at].middle.min(most).min(ring.tangent(side[at].arc));
    }
}

/// Places, each with how far it must at least be from the first, moved as little as possible: what
/// would overlap forms a pool around the mean of where its members would stand.
fn spread(places: &[(f64, f64)]) -> Vec<f64> {
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (ideal, offset) in places {
        let (mut sum, mut count) = (ideal - offset, 1);
        while let Some((other, size)) = pools.last().copied() {
            if other / size as f64 <= sum / count as f64 {
                break;
            }
            (sum, count) = (sum + other, count + size);
            pools.pop();
        }
        pools.push((sum, count));
    }
    let starts = pools.iter().flat_map(|(sum, count)| vec![sum / *count as f64; *count]);
    starts.zip(places).map(|(start, (_, offset))| start + offset).collect()
}

impl Callout<'_> {
    fn draw(&self, ring: Ring, frame: Frame<'_>, canvas: &mut Canvas<'_>) {
        let right = self.arc.right();
        let side = if right { 1.0 } else { -1.0 };
        let (middle, end) = (self.middle.round(), ring.outer + LEADER);
        let place = |(x, y): (f64, f64)| {
            (hundredths(ring.center.0 + x), hundredths(ring.center.1 + y + 0.5))
        };
        if self.arc.to > self.arc.from {
            let start = ring.outer + BEFORE_LEADER;
            let straight = ring.straight(self.arc, middle);
            let mut points = match straight {
                Some(x) => vec![place((x, middle))],
                None => {
                    let (sin, cos) = self.arc.middle().sin_cos();
                    let bend = (ring.outer + BEND) * side;
                    vec![place((start * sin, -start * cos)), place((bend, middle))]
                }
            };
            points.push(place((end * side, middle)));
            canvas.path(&points, Token::Axis, UNIT);
        }
        let (pitch, size) = (frame.pitch(), frame.text_size());
        let x = ring.center.0 + (end + BESIDE_LEADER) * side;
        let first = ring.center.1 + middle - self.height / 2.0 + pitch / 2.0;
        let last = first + pitch * self.lines.len() as f64;
        let at = (hundredths(x), frame.base(first));
        let entry = Entry::of(self.part);
        let anchor = if right { Anchor::Start } else { Anchor::End };
        canvas.lines(anchor, at, size, hundredths(pitch), &self.lines, LABEL);
        canvas.words(anchor, (at.0, frame.base(last)), size, &entry.numbers);
    }
}

impl Arc {
    fn middle(self) -> f64 {
        (self.from + self.to) / 2.0
    }

    /// Whether its name stands on the right of the ring.
    fn right(self) -> bool {
        self.middle() <= PI
    }
}

impl Ring {
    /// A stretch of the ring as the steps of a path, half a gap shorter at both ends; the edges
    /// of a gap are parallel.
    fn steps(self, arc: Arc) -> String {
        let Ring { center: (x, y), outer, inner } = self;
        if arc.to - arc.from > TAU - 1e-6 {
            // Two halves each: an arc from a point to itself is none.
            let circle = |radius: f64, sweep: u8| {
                let (top, bottom, radius) =
                    (number(y - radius), number(y + radius), number(radius));
                let x = number(x);
                format!(
                    "M{x} {top}A{radius} {radius} 0 1 {sweep} {x} {bottom}\
                     A{radius} {radius} 0 1 {sweep} {x} {top}Z"
                )
            };
            return circle(outer, 1) + &circle(inner, 0);
        }
        let half = ((arc.to - arc.from) * inner / 4.0).min(GAP / 2.0);
        let point = |radius: f64, angle: f64| {
            let (sin, cos) = angle.sin_cos();
            format!("{} {}", number(x + radius * sin), number(y - radius * cos))
        };
        let stretch = |radius: f64| {
            let inset = (half / radius).asin();
            (arc.from + inset, arc.to - inset)
        };
        let ((out_from, out_to), (in_from, in_to)) = (stretch(outer), stretch(inner));
        let large = |from: f64, to: f64| u8::from(to - from > PI);
        format!(
            "M{}A{outer} {outer} 0 {} 1 {}L{}A{inner} {inner} 0 {} 0 {}Z",
            point(outer, out_from),
            large(out_from, out_to),
            point(outer, out_to),
            point(inner, in_to),
            large(in_from, in_to),
            point(inner, in_from),
        )
    }

    /// Where the tangent at the beginning of an arc's leader meets the line on which leaders bend.
    fn tangent(self, arc: Arc) -> f64 {
        let (sin, cos) = arc.middle().sin_cos();
        let start = self.outer + BEFORE_LEADER;
        ((self.outer + BEND) * sin.abs() - start) / cos
    }

    /// Where a level leader at a height meets an arc's own edge, if it does.
    fn straight(self, arc: Arc, height: f64) -> Option<f64> {
        let start = self.outer + BEFORE_LEADER;
        let angle = (-height / start).acos();
        let angle = if arc.right() { angle } else { TAU - angle };
        // Not at the very ends of the arc, where it might as well mean its neighbour.
        let inset = ((arc.to - arc.from) / 4.0).min(0.06);
        (arc.from + inset <= angle && angle <= arc.to - inset).then(|| start * angle.sin())
    }
}

/// The whole in words: in the hole of the ring, or above it where they are too long for that.
enum Centre {
    Inside { number: String, size: f64, lines: Vec<Line> },
    Above(Vec<Line>),
}

/// Between the number in the centre and what it counts.
const UNDER_NUMBER: f64 = 8.0;
const UNDER_TOTAL: f64 = 10.0;

impl Centre {
    fn of(total: Option<&(String, String)>, ring: Ring, frame: Frame<'_>) -> Option<Centre> {
        let (number, what) = total?;
        let radius = ring.inner - 6.0;
        for size in [32.0, 28.0, 24.0, 20.0, 17.0] {
            for limit in [radius * 1.7, radius * 1.45] {
                let lines = frame.wrap(what, REMARK, limit / SLACK);
                let capital = frame.fonts.cap_height(VALUE.weight, size);
                let text = lines.len() as f64 * frame.pitch();
                let half = (capital + UNDER_NUMBER + text) / 2.0;
                let inside = |width: f64, edge: f64| {
                    edge < radius && width * SLACK / 2.0 <= (radius * radius - edge * edge).sqrt()
                };
                let width = frame.fonts.width(number, VALUE.weight, size);
                let fits = lines.iter().zip(1..).all(|(line, count)| {
                    let end = half - text + f64::from(count) * frame.pitch();
                    inside(frame.width(&line.text, REMARK), end.abs())
                });
                if inside(width, half) && fits && lines.len() <= 3 {
                    return Some(Centre::Inside { number: number.clone(), size, lines });
                }
            }
        }
        let words = format!("{number} {what}");
        Some(Centre::Above(frame.wrap(&words, VALUE, frame.variant.width() / SLACK)))
    }

    /// The height that it takes above the ring.
    fn above(&self, frame: Frame<'_>) -> f64 {
        match self {
            Centre::Inside { .. } => 0.0,
            Centre::Above(lines) => lines.len() as f64 * frame.pitch() + UNDER_TOTAL,
        }
    }
}

fn labels(centre: Option<Centre>, ring: Ring, frame: Frame<'_>, canvas: &mut Canvas<'_>) {
    let Some(centre) = centre else { return };
    let (size, pitch) = (frame.text_size(), frame.pitch());
    canvas.open_group("labels");
    match centre {
        Centre::Above(lines) => {
            let at = (0, frame.base(MARGIN + pitch / 2.0));
            canvas.lines(Anchor::Start, at, size, hundredths(pitch), &lines, VALUE);
        }
        Centre::Inside { number, size: large, lines } => {
            let (x, y) = ring.center;
            let capital = frame.fonts.cap_height(VALUE.weight, large);
            let text = lines.len() as f64 * pitch;
            let gap = if lines.is_empty() { 0.0 } else { UNDER_NUMBER };
            let top = y - (capital + gap + text) / 2.0;
            let at = (hundredths(x), hundredths(top + capital));
            canvas.words(Anchor::Middle, at, large, &[(number.as_str(), VALUE)]);
            let first = frame.base(top + capital + gap + pitch / 2.0);
            let at = (hundredths(x), first);
            canvas.lines(Anchor::Middle, at, size, hundredths(pitch), &lines, REMARK);
        }
    }
    canvas.close_group();
}
