//! The workforce, parental leave and pay in numbers, and whether targets are met (the Norwegian
//! Equality and Anti-Discrimination Act, section 26 a).

use rust_decimal::Decimal;

use super::suppression::{self, Cells, Relation, Shown};
use super::{Made, from, percent};
use crate::data::people::{GroupKind, INVOLUNTARY_PART_TIME, NAMED_GROUPS, PART_TIME, group_label};
use crate::data::{Dataset, Group, Loaded, PayLevel};
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::fact::{Category, Label, Measure, Reason, Series, Value};
use crate::source::Span;

pub fn facts(dataset: &Dataset, made: &mut Made, diagnostics: &mut Diagnostics) {
    workforce(dataset, made, diagnostics);
    targets(dataset, made, diagnostics);
    leave(dataset, made);
    pay(dataset, made, diagnostics);
}

fn workforce(dataset: &Dataset, made: &mut Made, diagnostics: &mut Diagnostics) {
    let Some(loaded) = &dataset.workforce else { return };
    let groups = &loaded.value;
    let relations = relations(groups);
    tell_sums(groups, &relations, diagnostics);
    let mut cells: Vec<Cells> = groups
        .iter()
        .map(|group| Cells { women: group.women, men: group.men, public: group.public })
        .collect();
    let relations = match groups.iter().any(|group| group.kind == GroupKind::Total) {
        true => relations,
        false => with_known_total(groups, relations, &mut cells),
    };
    let shown = suppression::shown(&cells, &relations, made.smallest.people);
    let mut categories = Vec::new();
    for (group, shown) in groups.iter().zip(shown) {
        let label = group_label(&group.id, &group.name);
        let share = publish(group, shown, label.clone(), loaded, made);
        categories.extend(share.map(|value| Category { key: group.id.clone(), label, value }));
    }
    let id = "workforce.share_women";
    if categories.is_empty() {
        made.suppress(id, Reason::SmallGroup, loaded);
        return;
    }
    let series = Series {
        id: id.to_string(),
        label: Label::Message(format!("series.{id}")),
        definition: super::definition(id),
        dimension: Label::Message("group".to_string()),
        measure: Measure::Percent,
        categories,
        as_of: made.as_of,
        provenance: from(loaded, Some(groups.len()), "women / (women + men) by group"),
    };
    made.facts.series.insert(series.id.clone(), series);
}

/// The facts of a group, as far as they may be shown; its share of women if that is so.
fn publish(
    group: &Group,
    shown: Shown,
    label: Label,
    loaded: &Loaded<Vec<Group>>,
    made: &mut Made,
) -> Option<Decimal> {
    let (women, men) = (Decimal::from(group.women), Decimal::from(group.men));
    let sum = women + men;
    let share = |part| percent(part, sum).map(Value::Percent);
    let count = |count| Some(Value::Count(count));
    let smallest = made.smallest.people;
    let small = |count: i64| (1..smallest).contains(&count);
    let (of_women, of_men) = (small(group.women), small(group.men));
    for (what, value, is_small, formula, parts) in [
        ("women", count(group.women), of_women, "women", None),
        ("men", count(group.men), of_men, "men", None),
        (
            "total",
            count(group.women + group.men),
            small(group.women + group.men),
            "women + men",
            None,
        ),
        (
            "share_women",
            share(women),
            of_women || of_men,
            "women / (women + men)",
            Some((women, sum)),
        ),
        ("share_men", share(men), of_women || of_men, "men / (women + men)", Some((men, sum))),
    ] {
        let id = format!("workforce.{}.{what}", group.id);
        // A group of nobody has no shares.
        let Some(value) = value else { continue };
        if shown == Shown::Everything || (shown == Shown::Sum && what == "total") {
            let origin = from(loaded, None, format!("{formula} where group is {}", group.id));
            let fact = made.named(&format!("workforce.{what}"), &id, label.clone(), value, origin);
            fact.parts = parts;
        } else {
            let reason = if is_small { Reason::SmallGroup } else { Reason::Complement };
            made.suppress(&id, reason, loaded);
        }
    }
    percent(women, sum).filter(|_| shown == Shown::Everything)
}

/// Which groups are parts of which: levels, kinds of contract and of hours of everybody.
fn relations(groups: &[Group]) -> Vec<Relation> {
    let at = |id: &str| groups.iter().position(|group| group.id == id);
    let mut relations = Vec::new();
    let total = groups.iter().position(|group| group.kind == GroupKind::Total);
    if let Some(whole) = total {
        for kind in [GroupKind::Level, GroupKind::Contract, GroupKind::Hours] {
            let parts: Vec<usize> = (0..groups.len())
                .filter(|one| groups[*one].kind == kind && groups[*one].id != INVOLUNTARY_PART_TIME)
                .collect();
            if !parts.is_empty() {
                relations.push(Relation { whole, parts });
            }
        }
        // Each of these may have members in common with the others.
        let alone = [GroupKind::Management, GroupKind::CustomerFacing];
        for (part, group) in groups.iter().enumerate() {
            if alone.contains(&group.kind) {
                relations.push(Relation { whole, parts: vec![part] });
            }
        }
    }
    if let (Some(whole), Some(part)) = (at(PART_TIME), at(INVOLUNTARY_PART_TIME)) {
        relations.push(Relation { whole, parts: vec![part] });
    }
    relations
}

/// Where nobody says how many work here in all, readers know it from elsewhere, such as the annual
/// accounts: levels are guarded as if it stood beside them.
fn with_known_total(
    groups: &[Group],
    mut relations: Vec<Relation>,
    cells: &mut Vec<Cells>,
) -> Vec<Relation> {
    let is_level = |one: &usize| groups[*one].kind == GroupKind::Level;
    let parts: Vec<usize> = (0..groups.len()).filter(is_level).collect();
    let women = parts.iter().map(|part| groups[*part].women).sum();
    let men = parts.iter().map(|part| groups[*part].men).sum();
    relations.push(Relation { whole: cells.len(), parts });
    cells.push(Cells { women, men, public: true });
    relations
}

/// Parts that are more than their whole, or levels that are less, are told with the numbers.
fn tell_sums(groups: &[Group], relations: &[Relation], diagnostics: &mut Diagnostics) {
    for Relation { whole, parts } in relations {
        let whole = &groups[*whole];
        let parts: Vec<&Group> = parts.iter().map(|part| &groups[*part]).collect();
        let Some(first) = parts.first() else { continue };
        let sum = |people: fn(&Group) -> i64| parts.iter().map(|part| people(part)).sum::<i64>();
        let (women, men) = (sum(|group| group.women), sum(|group| group.men));
        let is_level = first.kind == GroupKind::Level;
        let fits = match is_level {
            true => women == whole.women && men == whole.men,
            false => women <= whole.women && men <= whole.men,
        };
        if fits {
            continue;
        }
        let what = match parts.as_slice() {
            [one] => format!("`{}` has", one.id),
            _ if is_level => "the levels have".to_string(),
            _ => format!("{} together have", list(&parts)),
        };
        let message = format!(
            "{what} {women} women and {men} men, but `{}` has {} and {}",
            whole.id, whole.women, whole.men
        );
        diagnostics.push(
            Diagnostic::warning("workforce-sum", first.span, message)
                .related(whole.span, "the whole")
                .help("correct the numbers, or say in the text who is counted where"),
        );
    }
}

fn list(groups: &[&Group]) -> String {
    let names: Vec<String> = groups.iter().map(|group| format!("`{}`", group.id)).collect();
    names.join(", ")
}

/// Whether the share of women, and so that of men, lies where it should.
fn targets(dataset: &Dataset, made: &mut Made, diagnostics: &mut Diagnostics) {
    let Some(loaded) = &dataset.targets else { return };
    let groups = dataset.workforce.as_ref().map_or(&[][..], |workforce| &workforce.value);
    // A table without rows is one that waits for its figures, as `belegg new year` makes it.
    if dataset.workforce.is_some() && groups.is_empty() {
        return;
    }
    for target in &loaded.value {
        let Some(group) = groups.iter().find(|group| group.id == target.group) else {
            let message =
                format!("there is a target for `{}`, which is not in the workforce", target.group);
            let known = groups.iter().map(|group| group.id.as_str());
            let help = match nearest(&target.group, known) {
                Some(near) => format!("there is a group `{near}`"),
                None => "add the group to `workforce.csv`, or take the target out".to_string(),
            };
            diagnostics.push(Diagnostic::error("unknown-group", target.span, message).help(help));
            continue;
        };
        let fact = |what: &str| format!("workforce.{}.{what}", group.id);
        if let Some(suppressed) = made.facts.suppressed.get(&fact("share_women")).cloned() {
            made.facts.suppressed.insert(fact("in_range"), suppressed);
            continue;
        }
        let (women, men) = (Decimal::from(group.women), Decimal::from(group.men));
        let Some(share) = percent(women, women + men) else { continue };
        let within = |share: Decimal| (target.low..=target.high).contains(&share);
        let so = within(share) && within(Decimal::ONE_HUNDRED - share);
        let formula = format!(
            "{} ≤ shares of women and men ≤ {} where group is {}",
            target.low, target.high, group.id
        );
        let label = group_label(&group.id, &group.name);
        let origin = from(loaded, None, formula);
        made.named(
            "workforce.in_range",
            &fact("in_range"),
            label.clone(),
            Value::Truth(so),
            origin,
        );
        for (kind, name, value) in [
            ("workforce.target_low", "target_low", target.low),
            ("workforce.target_high", "target_high", target.high),
        ] {
            let origin = from(loaded, None, name.trim_start_matches("target_"));
            made.named(kind, &fact(name), label.clone(), Value::Percent(value), origin);
        }
    }
}

/// An average over few is as good as their names.
fn leave(dataset: &Dataset, made: &mut Made) {
    let Some(loaded) = &dataset.leave else { return };
    let leave = &loaded.value;
    for (who, people, weeks) in
        [("women", leave.women, leave.women_weeks), ("men", leave.men, leave.men_weeks)]
    {
        let (count, average) = (format!("leave.{who}"), format!("leave.{who}_weeks"));
        if (1..made.smallest.people).contains(&people) {
            made.suppress(&count, Reason::SmallGroup, loaded);
            made.suppress(&average, Reason::SmallGroup, loaded);
            continue;
        }
        made.fact(&count, Value::Count(people), from(loaded, None, format!("{who}_n")));
        if let Some(weeks) = weeks {
            let origin = from(loaded, None, format!("{who}_weeks"));
            made.fact(average, Value::Number(weeks), origin).decimals = 1;
        }
    }
}

/// Women's average pay in percent of men's. Averages and headcounts themselves are not published.
fn pay(dataset: &Dataset, made: &mut Made, diagnostics: &mut Diagnostics) {
    let Some(loaded) = &dataset.pay else { return };
    let mut categories = Vec::new();
    for level in &loaded.value {
        let label = pay_label(level, dataset, diagnostics);
        let id = match level.id.as_str() {
            "total" => "pay.ratio".to_string(),
            level => format!("pay.{level}.ratio"),
        };
        let fewest = level.women.min(level.men);
        if (1..made.smallest.people).contains(&fewest) {
            made.suppress(&id, Reason::SmallGroup, loaded);
            continue;
        }
        // With one gender only there is nothing to compare.
        let Some(ratio) = level.ratio.filter(|_| fewest > 0) else { continue };
        let formula = format!("women_avg / men_avg where level is {}", level.id);
        let origin = from(loaded, None, formula);
        made.named("pay.ratio", &id, label.clone(), Value::Percent(ratio), origin);
        categories.push(Category { key: level.id.clone(), label, value: ratio });
    }
    if let Some(year) = loaded.value.iter().find_map(|level| level.year) {
        made.fact("pay.year", Value::Year(year), from(loaded, None, "year"));
    }
    if categories.is_empty() {
        made.suppress("pay.by_level", Reason::SmallGroup, loaded);
        return;
    }
    let series = Series {
        id: "pay.by_level".to_string(),
        label: Label::Message("series.pay.by_level".to_string()),
        definition: super::definition("pay.by_level"),
        dimension: Label::Message("level".to_string()),
        measure: Measure::Percent,
        categories,
        as_of: made.as_of,
        provenance: from(loaded, Some(loaded.value.len()), "women_avg / men_avg by level"),
    };
    made.facts.series.insert(series.id.clone(), series);
}

/// What a level is called: here, in the workforce, or by the program.
fn pay_label(level: &PayLevel, dataset: &Dataset, diagnostics: &mut Diagnostics) -> Label {
    let groups = dataset.workforce.as_ref().map_or(&[][..], |workforce| &workforce.value);
    let same = groups.iter().find(|group| group.id == level.id);
    let name = match (&level.name, same) {
        (name, Some(group)) if name.is_empty() => &group.name,
        (name, _) => name,
    };
    if name.is_empty() && !NAMED_GROUPS.contains(&level.id.as_str()) {
        tell_nameless(&level.id, level.span, diagnostics);
    }
    group_label(&level.id, name)
}

fn tell_nameless(id: &str, span: Span, diagnostics: &mut Diagnostics) {
    let message = format!("the level `{id}` has no name that readers see");
    diagnostics.push(
        Diagnostic::error("missing-words", span, message)
            .help("write it in columns `level_nb`, `level_en`, or in `workforce.csv`"),
    );
}
