//! Where values stand on an axis, which of its numbers have room, and how labels step apart.

use plotters::coord::ranged1d::Ranged;
use plotters::coord::types::RangedCoordf64;

use super::canvas::UNIT;
use crate::chart::{Amount, Axis};

/// An axis laid over a stretch of the drawing, by plotters' coordinates.
pub struct Scale {
    range: RangedCoordf64,
    low: f64,
    high: f64,
    /// Where `low` and `high` stand, in hundredths of a unit.
    stretch: (i32, i32),
}

/// The largest value that an axis may end at: the distance between two such is still a number.
const LARGEST: f64 = 1e300;

impl Scale {
    /// The axis between two places, in units of the drawing.
    pub fn new(axis: &Axis, from: f64, to: f64) -> Scale {
        Scale::between(axis.low, axis.high, from, to)
    }

    /// From a low to a high value; from 0 to 1 if these are no range.
    pub fn between(low: f64, high: f64, from: f64, to: f64) -> Scale {
        let (low, high) = (low.clamp(-LARGEST, LARGEST), high.clamp(-LARGEST, LARGEST));
        let (low, high) = if low < high { (low, high) } else { (0.0, 1.0) };
        let hundredths = |place: f64| (place * f64::from(UNIT)).round() as i32;
        let stretch = (hundredths(from), hundredths(to));
        Scale { range: RangedCoordf64::from(low..high), low, high, stretch }
    }

    /// Where a value stands, at the axis's end if it lies beyond; nowhere if it is no number.
    pub fn at(&self, value: f64) -> Option<f64> {
        let value = value.is_finite().then(|| value.clamp(self.low, self.high))?;
        Some(f64::from(self.range.map(&value, self.stretch)) / f64::from(UNIT))
    }

    /// Where the axis has zero, or the end that is nearest to it.
    pub fn zero(&self) -> f64 {
        self.at(0.0).unwrap_or_default()
    }

    /// The numbers that stand on this axis, with their places.
    pub fn ticks<'a>(&self, axis: &'a Axis) -> Vec<(f64, &'a Amount)> {
        let within = axis.ticks.iter().filter(|tick| (self.low..=self.high).contains(&tick.value));
        within.filter_map(|tick| Some((self.at(tick.value)?, tick))).collect()
    }
}

/// Which of several texts along a line are shown, so that none is nearer than `gap` to another:
/// those that come first in any case, and of the rest every one, every second, every third …
pub fn with_room(extents: &[(f64, f64)], first: &[usize], gap: f64) -> Vec<usize> {
    let free = |at: usize, shown: &[usize]| {
        let (left, right) = extents[at];
        shown.iter().all(|other| {
            let (low, high) = extents[*other];
            right + gap <= low || high + gap <= left
        })
    };
    let mut shown: Vec<usize> = Vec::new();
    for at in first.iter().copied().filter(|at| *at < extents.len()) {
        if free(at, &shown) {
            shown.push(at);
        }
    }
    for step in 1..=extents.len() {
        let beside = (0..extents.len()).step_by(step).filter(|at| free(*at, &shown));
        let beside: Vec<usize> = beside.collect();
        let apart = beside.windows(2).all(|pair| free(pair[1], &pair[..1]));
        if apart {
            shown.extend(beside);
            break;
        }
    }
    shown.sort_unstable();
    shown
}

/// The middles of boxes that stand as near as can be to where they are wished, in the same order
/// and none over another, between two limits. Boxes are given by their wish and their extent.
pub fn apart(boxes: &[(f64, f64)], low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..boxes.len()).collect();
    order.sort_by(|one, other| boxes[*one].0.total_cmp(&boxes[*other].0));
    // Boxes that touch move as one: (first in order, count, sum of where the heap would begin).
    let mut heaps: Vec<(usize, usize, f64)> = Vec::new();
    let mut before = 0.0;
    let mut starts = vec![0.0; boxes.len()];
    for (place, at) in order.iter().enumerate() {
        let (wish, extent) = boxes[*at];
        starts[place] = before;
        heaps.push((place, 1, wish - extent / 2.0 - before));
        before += extent;
        while let [.., (_, upper_count, upper), (_, count, sum)] = heaps[..]
            && upper / upper_count as f64 > sum / count as f64
        {
            heaps.pop();
            if let Some(last) = heaps.last_mut() {
                *last = (last.0, last.1 + count, last.2 + sum);
            }
        }
    }
    let mut middles = vec![0.0; boxes.len()];
    for (first, count, sum) in heaps {
        let start = (sum / count as f64).min(high - before).max(low);
        for place in first..first + count {
            let at = order[place];
            middles[at] = start + starts[place] + boxes[at].1 / 2.0;
        }
    }
    middles
}

#[cfg(test)]
mod tests {
    use super::{Scale, apart, with_room};

    #[test]
    fn boxes_keep_their_order_and_stand_apart() {
        let check = |boxes: &[(f64, f64)], expected: &[f64]| {
            assert_eq!(apart(boxes, 0.0, 100.0), expected);
        };
        check(&[(70.0, 20.0), (30.0, 20.0)], &[70.0, 30.0]);
        check(&[(50.0, 20.0), (50.0, 20.0), (50.0, 20.0)], &[30.0, 50.0, 70.0]);
        check(&[(50.0, 20.0), (44.0, 20.0)], &[57.0, 37.0]);
        check(&[(2.0, 20.0), (99.0, 20.0), (95.0, 20.0)], &[10.0, 90.0, 70.0]);
        check(&[], &[]);
    }

    #[test]
    fn ends_come_first_and_the_rest_evenly() {
        let years: Vec<(f64, f64)> = (0..10).map(|at| (f64::from(at) * 10.0, 0.0)).collect();
        let wide = |width: f64| -> Vec<(f64, f64)> {
            years.iter().map(|(at, _)| (*at, at + width)).collect()
        };
        assert_eq!(with_room(&wide(8.0), &[0, 9], 2.0), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        assert_eq!(with_room(&wide(15.0), &[0, 9], 2.0), [0, 2, 4, 6, 9]);
        assert_eq!(with_room(&wide(95.0), &[0, 9], 2.0), [0]);
        assert_eq!(with_room(&[], &[0, 0], 2.0), Vec::<usize>::new());
    }

    #[test]
    fn a_value_stands_on_its_axis_or_at_its_end() {
        let scale = Scale::between(0.0, 50.0, 100.0, 0.0);
        let places = [25.0, 60.0, -1.0, f64::NAN, f64::INFINITY].map(|value| scale.at(value));
        assert_eq!(places, [Some(50.0), Some(0.0), Some(100.0), None, None]);
        assert_eq!(Scale::between(3.0, 3.0, 0.0, 10.0).at(0.5), Some(5.0));
        assert_eq!(Scale::between(f64::MIN, f64::MAX, 0.0, 10.0).at(0.0), Some(5.0));
    }
}
