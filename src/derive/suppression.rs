//! Small groups are withheld, and with them whatever would give them away.
//!
//! A number of women or men from 1 to k − 1 is withheld. Nought is shown: nobody is in that cell.
//! The other gender of the same group goes with it, because their sum is published; so does the
//! sum where it is small itself. Groups that make up another group, such as all levels together,
//! are looked at as a whole: what is withheld there must be at least two cells, and together at
//! least k, because whoever subtracts what is published from the whole learns their sum. Otherwise
//! the next smallest group is withheld too.

/// How much of a group is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shown {
    Nothing,
    /// How many people there are, not of which gender.
    Sum,
    Everything,
}

/// The women and men of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cells {
    pub women: i64,
    pub men: i64,
    /// Everybody knows its members: nothing is withheld.
    pub public: bool,
}

/// A group and others that are parts of it and have no members in common. What they leave over is
/// not published, but anybody can compute it from what is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    pub whole: usize,
    pub parts: Vec<usize>,
}

impl Cells {
    fn sum(self) -> i64 {
        self.women + self.men
    }

    fn is_empty(self) -> bool {
        self.women == 0 && self.men == 0
    }
}

/// How much of each group may be published where groups are smallest at `k`.
pub fn shown(groups: &[Cells], relations: &[Relation], k: i64) -> Vec<Shown> {
    let mut shown: Vec<Shown> = groups.iter().map(|cells| alone(*cells, k)).collect();
    // Withholding one group may make another relation unsafe; it ends, since nothing is given back.
    let mut changed = true;
    while changed {
        changed = false;
        for relation in relations {
            for layer in [Shown::Everything, Shown::Sum] {
                while let Some((group, at_most)) = next(groups, &shown, relation, layer, k) {
                    shown[group] = at_most;
                    changed = true;
                }
            }
        }
    }
    shown
}

/// What may be shown of a group for itself.
fn alone(cells: Cells, k: i64) -> Shown {
    let small = |count: i64| (1..k).contains(&count);
    match () {
        () if cells.public => Shown::Everything,
        () if small(cells.sum()) => Shown::Nothing,
        () if small(cells.women) || small(cells.men) => Shown::Sum,
        () => Shown::Everything,
    }
}

/// The next group to be withheld so that a relation does not give away what is withheld in it, and
/// how much of it may still be shown. The layer is what is looked at: `Everything` for the numbers
/// of women and of men, `Sum` for their sums.
fn next(
    groups: &[Cells],
    shown: &[Shown],
    relation: &Relation,
    layer: Shown,
    k: i64,
) -> Option<(usize, Shown)> {
    let below = match layer {
        Shown::Everything => Shown::Sum,
        Shown::Sum | Shown::Nothing => Shown::Nothing,
    };
    let hidden: Vec<usize> =
        relation.parts.iter().copied().filter(|part| shown[*part] < layer).collect();
    let rest = rest(groups, relation);
    let is_whole_hidden = shown[relation.whole] < layer;
    let withheld = !hidden.is_empty() || is_whole_hidden;
    let cells = hidden.len() + usize::from(!rest.is_empty()) + usize::from(is_whole_hidden);
    let small = |count: i64| (1..k).contains(&count);
    let is_small = |cells: Cells| match layer {
        Shown::Everything => small(cells.women) || small(cells.men),
        Shown::Sum | Shown::Nothing => small(cells.sum()),
    };
    let together = hidden.iter().fold(rest, |sum, part| Cells {
        women: sum.women + groups[*part].women,
        men: sum.men + groups[*part].men,
        ..sum
    });
    let is_safe = match withheld {
        // All is published, and with it what is left over.
        false => !is_small(rest),
        true => cells >= 2 && (is_whole_hidden || !is_small(together)),
    };
    if is_safe {
        return None;
    }
    let published =
        relation.parts.iter().copied().filter(|part| {
            shown[*part] >= layer && !groups[*part].public && !groups[*part].is_empty()
        });
    match published.min_by_key(|part| (groups[*part].sum(), *part)) {
        Some(part) => Some((part, below)),
        // Every part is withheld already: then so is the whole, unless only what is left over is
        // small, which nobody publishes as a group.
        None if withheld && !is_whole_hidden && !groups[relation.whole].public => {
            Some((relation.whole, below))
        }
        None => None,
    }
}

/// What the parts leave over; nobody where they are more than the whole.
fn rest(groups: &[Cells], relation: &Relation) -> Cells {
    let parts = relation.parts.iter().map(|part| groups[*part]);
    let whole = groups[relation.whole];
    let left = parts.fold(whole, |left, part| Cells {
        women: left.women - part.women,
        men: left.men - part.men,
        ..left
    });
    Cells { women: left.women.max(0), men: left.men.max(0), public: false }
}
