//! A whole and its parts: how much of a length, an angle or a hundred squares each one takes.

/// What is missing from or beyond 100 per cent where shares were rounded before they came here.
const ROUNDED: f64 = 1.0;
/// The background between two parts, in units of the drawing.
pub const GAP: f64 = 2.0;
/// The shortest length at which a part is seen beside its gap.
pub const LEAST: f64 = GAP + 2.0;

/// Which part of the whole each share is, from 0 to 1: together 1, or less where the shares leave
/// some of the whole unsaid. What is no share (below zero, no number) takes nothing.
pub fn fractions(shares: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let finite = |share: f64| if share > 0.0 { share.min(1e12) } else { 0.0 };
    let shares: Vec<f64> = shares.into_iter().map(finite).collect();
    let sum: f64 = shares.iter().sum();
    let whole = if (sum - 100.0).abs() <= ROUNDED { sum } else { sum.max(100.0) };
    shares.into_iter().map(|share| share / whole).collect()
}

/// The length of each part of a `whole`: in proportion, except that none but nothing is shorter
/// than `least`; what that takes comes from all longer ones alike.
pub fn lengths(fractions: &[f64], whole: f64, least: f64) -> Vec<f64> {
    let count = fractions.iter().filter(|fraction| **fraction > 0.0).count() as f64;
    let least = least.min(whole / count.max(1.0));
    let used = (whole * fractions.iter().sum::<f64>()).max(least * count).min(whole);
    // Rising, so that what is widened is known before the rest is shared out.
    let mut rising: Vec<f64> = fractions.iter().copied().filter(|one| *one > 0.0).collect();
    rising.sort_by(f64::total_cmp);
    let (mut length, mut sum) = (used, rising.iter().sum::<f64>());
    let mut widened = 0.0;
    for fraction in rising {
        if fraction * length >= least * sum {
            break;
        }
        widened = fraction;
        length -= least;
        sum -= fraction;
    }
    let long = |fraction: f64| match fraction {
        0.0 => 0.0,
        small if small <= widened => least,
        other => (other / sum * length).max(least),
    };
    fractions.iter().map(|fraction| long(*fraction)).collect()
}

/// From where to where each part of a bar reaches, without the gap to its neighbours; nothing for
/// a part of nought. Edges stand on whole units where there is room for that.
pub fn segments(fractions: &[f64], left: f64, width: f64) -> Vec<Option<(f64, f64)>> {
    let lengths = lengths(fractions, width, LEAST);
    let crowded = lengths.iter().any(|length| *length > 0.0 && *length < LEAST - 0.01);
    let snap = |x: f64| if crowded { x } else { x.round() };
    let mut position = left;
    let segment = |length: f64| {
        let (from, to) = (snap(position), snap(position + length));
        position += length;
        let inset = ((to - from) / 4.0).min(GAP / 2.0);
        let before = if from <= left { 0.0 } else { inset };
        let after = if to >= left + width - 0.01 { 0.0 } else { inset };
        (length > 0.0).then_some((from + before, to - after))
    };
    lengths.into_iter().map(segment).collect()
}

/// How many of 100 squares each part gets: whole per cents, those that are left to the largest
/// remainders. A part of less than half a per cent gets none. Fewer than 100 in all where that
/// leaves squares over that no part has a claim to.
pub fn squares(fractions: &[f64]) -> Vec<usize> {
    let percent = |fraction: f64| {
        let percent = fraction * 100.0;
        // 29 of 100 is 28.999999999999996 in binary.
        if (percent - percent.round()).abs() < 1e-9 { percent.round() } else { percent }
    };
    let shares: Vec<f64> = fractions.iter().map(|fraction| percent(*fraction)).collect();
    let mut squares: Vec<usize> = shares.iter().map(|share| *share as usize).collect();
    let claimed = percent(fractions.iter().sum()).round() as usize;
    let mut left = claimed.saturating_sub(squares.iter().sum());
    let mut order: Vec<usize> = (0..shares.len()).filter(|at| shares[*at] >= 0.5).collect();
    order.sort_by(|one, other| shares[*other].fract().total_cmp(&shares[*one].fract()));
    for at in order {
        if left > 0 && shares[at].fract() > 0.0 {
            squares[at] += 1;
            left -= 1;
        }
    }
    squares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_that_were_rounded_fill_the_whole_and_others_leave_the_rest_open() {
        assert_eq!(fractions([33.0, 33.0, 33.0]), [1.0 / 3.0; 3]);
        assert_eq!(fractions([50.0, 10.0]), [0.5, 0.1]);
        assert_eq!(fractions([150.0, 50.0]), [0.75, 0.25]);
        assert_eq!(fractions([f64::NAN, -5.0, 100.0]), [0.0, 0.0, 1.0]);
        assert_eq!(fractions([f64::INFINITY, 0.0]), [1.0, 0.0]);
    }

    #[test]
    fn little_is_seen_and_the_rest_keeps_its_proportions() {
        let lengths = lengths(&[0.0, 0.001, 0.333, 0.666], 100.0, 4.0);
        assert_eq!(lengths[..2], [0.0, 4.0]);
        assert!((lengths[3] / lengths[2] - 2.0).abs() < 1e-9, "{lengths:?}");
        assert!((lengths.iter().sum::<f64>() - 100.0).abs() < 1e-9, "{lengths:?}");
        let many = super::lengths(&[0.002; 500], 100.0, 4.0);
        assert!(many.iter().all(|length| (length - 0.2).abs() < 1e-9));
    }

    #[test]
    fn squares_are_whole_per_cents_and_a_hundred() {
        assert_eq!(squares(&fractions([83.0, 6.26, 3.13, 7.61])), [83, 6, 3, 8]);
        assert_eq!(squares(&fractions([100.0 / 3.0; 3])), [34, 33, 33]);
        assert_eq!(squares(&[0.996, 0.004]), [100, 0]);
        assert_eq!(squares(&[0.29, 0.71]), [29, 71]);
        // Three parts too small for a square of their own together have one: nobody's.
        assert_eq!(squares(&[0.988, 0.004, 0.004, 0.004]), [99, 0, 0, 0]);
        assert_eq!(squares(&[0.6]), [60]);
    }
}
