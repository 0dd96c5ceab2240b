//! Cards for roles, area by area: none is empty, and where a policy speaks to all of its roles in one
//! area, it forgets none in the next.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{Block, Heading, Written};
use crate::project::WrittenPage;
use crate::project::policy::PolicyFront;

/// Part of a policy that has cards: its heading, if it has one, and the roles that it speaks to.
struct Area<'a> {
    heading: Option<&'a Heading<Written>>,
    roles: BTreeSet<&'a str>,
}

pub fn tell(page: &WrittenPage, front: &PolicyFront, diagnostics: &mut Diagnostics) {
    let blocks = page.shown().0;
    for (at, block) in blocks.iter().enumerate() {
        let Some((_, heading)) = card(block) else { continue };
        if blocks.get(at + 1).is_none_or(|next| ends(next, heading)) {
            let message = "nothing stands below this heading, which opens a card";
            diagnostics.push(
                Diagnostic::error("empty-card", heading.span, message)
                    .help("write below it what is expected, or take the heading out"),
            );
        }
    }
    lacking(&areas(blocks), front, diagnostics);
}

fn card(block: &Block<Written>) -> Option<(&str, &Heading<Written>)> {
    let Block::Heading(heading) = block else { return None };
    let role = heading.mark.attributes.iter().find(|(name, _)| name == "role")?;
    Some((&role.1, heading))
}

/// A card ends at the next heading of its own level or above.
fn ends(block: &Block<Written>, card: &Heading<Written>) -> bool {
    matches!(block, Block::Heading(heading) if heading.level <= card.level)
}

fn areas(blocks: &[Block<Written>]) -> Vec<Area<'_>> {
    let mut areas: Vec<Area<'_>> = Vec::new();
    // The headings that a text stands below, from the top down.
    let mut above: Vec<&Heading<Written>> = Vec::new();
    for block in blocks {
        let Block::Heading(heading) = block else { continue };
        above.retain(|other| other.level < heading.level);
        let Some((role, _)) = card(block) else {
            above.push(heading);
            continue;
        };
        let own = above.last().copied();
        match areas
            .last_mut()
            .filter(|area| area.heading.map(|it| it.span) == own.map(|it| it.span))
        {
            Some(area) => drop(area.roles.insert(role)),
            None => areas.push(Area { heading: own, roles: BTreeSet::from([role]) }),
        }
    }
    areas
}

/// A role that most areas speak to may have been forgotten in one that leaves it out; but only where
/// another speaks to all: else each area may be one role's own.
fn lacking(areas: &[Area<'_>], front: &PolicyFront, diagnostics: &mut Diagnostics) {
    let roles: BTreeSet<&str> = front.roles.iter().map(|role| role.value.as_str()).collect();
    if !areas.iter().any(|area| area.roles.is_superset(&roles)) {
        return;
    }
    let speaks = |role: &str| areas.iter().filter(|area| area.roles.contains(role)).count();
    for area in areas {
        let Some(heading) = area.heading else { continue };
        for role in roles.iter().filter(|role| !area.roles.contains(*role)) {
            if speaks(role) * 2 <= areas.len() {
                continue;
            }
            let message =
                format!("this part of the policy has a list for others, and none for `{role}`");
            let help = format!(
                "write a heading with `{{role=\"{role}\"}}` and a list below it; where nothing is expected, say so there"
            );
            diagnostics.push(Diagnostic::warning("missing-list", heading.span, message).help(help));
        }
    }
}
