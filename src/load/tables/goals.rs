//! The goals of the account.

use rust_decimal::Decimal;

use super::{Input, cells};
use crate::data::Goal;
use crate::data::account::GoalUnit;
use crate::diagnostic::Diagnostics;
use crate::fact::Value;
use crate::load::rows::{Column, Row, rows};

pub fn read(input: Input<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<Goal>> {
    let goals = rows(
        input,
        diagnostics,
        |columns| {
            let texts = (
                columns.by_language("text", input.languages),
                columns.by_language("owner", input.languages),
            );
            let numbers = [
                columns.optional("baseline"),
                columns.optional("target"),
                columns.optional("value"),
            ];
            (
                columns.required("id"),
                columns.required("status"),
                texts,
                numbers,
                (columns.optional("unit"), columns.optional("due")),
            )
        },
        |row, (id, status, (text, owner), numbers, (unit, due)), d| {
            let status = row.choice(*status, d);
            let unit = unit_of(row, *unit, numbers, d);
            let [baseline, target, value] = numbers.map(|column| in_unit(row, column, unit, d));
            Some(Goal {
                id: row.filled(*id, d)?.to_string(),
                text: row.words(text, d),
                status: status?,
                owner: row.words(owner, d),
                baseline,
                target,
                value,
                due: row.date(*due, d),
                span: row.place(*id),
            })
        },
    )?;
    Some(cells::once(input, goals, ("id", "the goal"), diagnostics, |goal| {
        (goal.id.as_str(), goal.span)
    }))
}

/// The unit of a goal's numbers, which must be there if they are.
fn unit_of(
    row: &Row<'_>,
    unit: Column,
    numbers: &[Column; 3],
    diagnostics: &mut Diagnostics,
) -> Option<GoalUnit> {
    let first = numbers.iter().find(|column| !row.text(**column).is_empty());
    let found = cells::choice(row, unit, diagnostics);
    if let (Some(first), None, true) = (first, found, row.text(unit).is_empty()) {
        let help = "write `count`, `percent`, `points` or `number` in the column `unit`";
        row.wrong(*first, "has no unit", help, diagnostics);
    }
    found
}

fn in_unit(
    row: &Row<'_>,
    column: Column,
    unit: Option<GoalUnit>,
    diagnostics: &mut Diagnostics,
) -> Option<Value> {
    let number: Decimal = row.number(column, diagnostics)?;
    let value = unit?.value(number);
    if value.is_none() {
        row.wrong(column, "is not a whole number", "write `number` as its unit", diagnostics);
    }
    value
}
