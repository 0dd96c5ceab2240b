//! The code of conduct: how much of the purchasing comes from suppliers that have signed it, and
//! how that share has changed. Percent and percentage points are facts of their own.

use rust_decimal::Decimal;

use super::{Made, from, percent};
use crate::data::Dataset;
use crate::data::register::{Amount, Register, Supplier};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fact::{Fact, Facts, Label, Provenance, Value};

const SHARE: &str = "code_of_conduct.share_of_turnover";

pub fn facts(dataset: &Dataset, made: &mut Made, diagnostics: &mut Diagnostics) {
    let Some(loaded) = &dataset.suppliers else { return };
    let register = &loaded.value;
    let (mut rows, mut signed, mut whole, mut part) = (0, 0, 0, 0);
    let mut is_told = false;
    for supplier in super::suppliers::counted(dataset, register) {
        rows += 1;
        whole += supplier.turnover.units();
        let Some(date) = supplier.code_of_conduct_signed_on else { continue };
        is_told = true;
        if made.as_of.is_some_and(|cutoff| date > cutoff) {
            tell_late(register, supplier, diagnostics);
            continue;
        }
        signed += 1;
        part += supplier.turnover.units();
    }
    if !is_told {
        return;
    }
    made.count(
        "code_of_conduct.signed",
        signed,
        from(loaded, Some(rows), "count where coc_signed_on ≤ cutoff"),
    );
    // With few on either side, the share and the sum would give a supplier's turnover away.
    let smallest = [signed, rows - signed].into_iter().filter(|count| *count > 0).min();
    if super::enough(made, smallest.unwrap_or(0), &format!("`{SHARE}`"), &loaded.path, diagnostics)
    {
        let formula = "turnover where coc_signed_on ≤ cutoff / turnover";
        let (part, whole) = (Amount::from_units(part), Amount::from_units(whole));
        made.share(SHARE, part, whole, from(loaded, Some(rows), formula));
    }
    let (part, whole) = (Decimal::from(signed), Decimal::from(rows));
    let formula = "count where coc_signed_on ≤ cutoff / count";
    made.share(
        "code_of_conduct.share_of_suppliers",
        part,
        whole,
        from(loaded, Some(rows), formula),
    );
}

fn tell_late(register: &Register, supplier: &Supplier, diagnostics: &mut Diagnostics) {
    let id = register.text(supplier.id);
    let message = format!("the supplier `{id}` signed the code of conduct after the cut-off");
    diagnostics.push(
        Diagnostic::warning("signed-later", register.place(supplier.id), message)
            .help("it is not counted as signed in this period"),
    );
}

/// The change since the base year, in percentage points and in percent of the earlier share.
pub fn changes(period: &str, dataset: &Dataset, facts: &mut Facts, diagnostics: &mut Diagnostics) {
    let Some(loaded) = &dataset.report else { return };
    let Some(base) = &loaded.value.code_of_conduct_base_year else { return };
    let share = |period: &str| match facts.fact(period, SHARE) {
        Some(Fact { value: Value::Percent(share), .. }) => Some(*share),
        _ => None,
    };
    let Some(now) = share(period) else { return };
    let Some(before) = share(base) else {
        let message = format!("`{SHARE}` of the base year {base} is not known");
        diagnostics.push(
            Diagnostic::error("unknown-period", None, message)
                .help(format!("state it in `data/{base}/facts.toml`")),
        );
        return;
    };
    let points = Value::Points(now - before);
    let relative = percent(now - before, before).map(Value::Percent);
    let year = base.parse().ok().map(Value::Year);
    let formula = |what: &str| Provenance {
        formula: format!("{what} of {SHARE}, {period} against {base}"),
        ..from(loaded, None, "")
    };
    let as_of = loaded.value.cutoff;
    let Some(made) = facts.periods.get_mut(period) else { return };
    for (id, value, what) in [
        ("code_of_conduct.change_points", Some(points), "difference"),
        ("code_of_conduct.change_relative", relative, "relative change"),
        ("code_of_conduct.base_year", year, "base year"),
    ] {
        let Some(value) = value else { continue };
        let fact = Fact {
            id: id.to_string(),
            value,
            decimals: 0,
            parts: None,
            label: Label::Message(format!("fact.{id}")),
            definition: super::definition(id),
            as_of,
            provenance: formula(what),
        };
        made.facts.insert(id.to_string(), fact);
    }
}
