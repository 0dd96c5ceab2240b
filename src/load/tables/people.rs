//! The workforce, parental leave, pay, and targets for gender balance.

use rust_decimal::Decimal;

use super::{Input, cells, inner, toml};
use crate::data::people::{GroupKind, NAMED_GROUPS};
use crate::data::{Group, Leave, PayLevel, Target};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::load::rows::{Column, Row, rows};

/// `workforce.csv`
pub fn workforce(input: Input<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<Group>> {
    let groups = rows(
        input,
        diagnostics,
        |columns| {
            (
                columns.required("group_type"),
                (columns.optional("group"), columns.by_language("group", input.languages)),
                columns.required("women"),
                columns.required("men"),
                (columns.optional("public"), columns.optional("year")),
            )
        },
        |row, (kind, (group, names), women, men, (public, year)), d| {
            cells::year(row, *year, input.period, 0, d);
            let people = (cells::counted(row, *women, d), cells::counted(row, *men, d));
            let name = row.words(names, d);
            let of: Option<GroupKind> = row.choice(*kind, d);
            // Of some kinds there is only one group, which needs no name of its own.
            let alone = match of? {
                GroupKind::Total => Some("total"),
                GroupKind::Board => Some("board"),
                GroupKind::Management => Some("management"),
                GroupKind::CustomerFacing => Some("customer_facing"),
                GroupKind::Level | GroupKind::Contract | GroupKind::Hours => None,
            };
            let id = match (alone, row.text(*group)) {
                (Some(id), "") => id.to_string(),
                _ => cells::id(row, *group, d)?,
            };
            if name.is_empty() && !NAMED_GROUPS.contains(&id.as_str()) {
                row.wrong(*group, "has no name that readers see", &named(input, "group"), d);
            }
            Some(Group {
                id,
                kind: of?,
                name,
                women: people.0?,
                men: people.1?,
                public: of? == GroupKind::Board || row.yes(*public, d),
                span: row.place(if row.text(*group).is_empty() { *kind } else { *group }),
            })
        },
    )?;
    Some(cells::once(input, groups, ("group", "the group"), diagnostics, |one| {
        (one.id.as_str(), one.span)
    }))
}

/// ``add the columns `group_nb` and `group_en` ``
fn named(input: Input<'_>, prefix: &str) -> String {
    let columns: Vec<String> =
        input.languages.iter().map(|language| format!("`{prefix}_{language}`")).collect();
    format!("write its name in each language in {}", columns.join(", "))
}

/// `leave.csv`: one row.
pub fn leave(input: Input<'_>, diagnostics: &mut Diagnostics) -> Option<Leave> {
    let rows = rows(
        input,
        diagnostics,
        |columns| {
            (
                columns.required("women_weeks"),
                columns.required("men_weeks"),
                columns.required("women_n"),
                columns.required("men_n"),
                columns.optional("year"),
            )
        },
        |row, (women_weeks, men_weeks, women, men, year), d| {
            cells::year(row, *year, input.period, 0, d);
            let people = (cells::counted(row, *women, d), cells::counted(row, *men, d));
            Some(Leave {
                women_weeks: weeks(row, *women_weeks, people.0, d),
                men_weeks: weeks(row, *men_weeks, people.1, d),
                women: people.0?,
                men: people.1?,
                span: row.place(*women),
            })
        },
    )?;
    let mut rows = rows.into_iter();
    let first = rows.next();
    if let (Some(first), Some(second)) = (&first, rows.next()) {
        diagnostics.push(
            Diagnostic::error("duplicate-id", second.span, "parental leave stands twice")
                .related(first.span, "first here")
                .help("one row says it all: the averages of the whole year"),
        );
    }
    first
}

/// The average weeks of those who took leave.
fn weeks(
    row: &Row<'_>,
    column: Column,
    people: Option<i64>,
    diagnostics: &mut Diagnostics,
) -> Option<Decimal> {
    let weeks = cells::positive(row, column, diagnostics);
    match (people, weeks) {
        (Some(0), Some(some)) if !some.is_zero() => row.wrong(
            column,
            "is an average over nobody",
            "leave it empty, or correct the number of people",
            diagnostics,
        ),
        (Some(1..), None) if row.text(column).is_empty() => row.wrong(
            column,
            "is empty",
            "write the average number of weeks of those who took leave",
            diagnostics,
        ),
        (_, Some(some)) if some > Decimal::from(200) => row.wrong(
            column,
            "is too much for an average in weeks",
            "divide the weeks by the number of people",
            diagnostics,
        ),
        _ => {}
    }
    weeks.filter(|_| people.is_some_and(|people| people > 0))
}

/// `pay.csv`
pub fn pay(input: Input<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<PayLevel>> {
    let levels = rows(
        input,
        diagnostics,
        |columns| {
            (
                (columns.required("level"), columns.by_language("level", input.languages)),
                (columns.required("women_n"), columns.required("men_n")),
                [
                    columns.optional("women_avg"),
                    columns.optional("men_avg"),
                    columns.optional("ratio_pct"),
                ],
                columns.optional("year"),
            )
        },
        |row, ((level, names), (women, men), amounts, year), d| {
            // The survey of pay is made at least every second year; figures may be reused.
            let year = cells::year(row, *year, input.period, 1, d);
            let people = (cells::counted(row, *women, d), cells::counted(row, *men, d));
            let both = matches!(people, (Some(1..), Some(1..)));
            let ratio = ratio(row, amounts, both, d);
            Some(PayLevel {
                id: cells::id(row, *level, d)?,
                name: row.words(names, d),
                women: people.0?,
                men: people.1?,
                ratio,
                year,
                span: row.place(*level),
            })
        },
    )?;
    Some(cells::once(input, levels, ("level", "the level"), diagnostics, |one| {
        (one.id.as_str(), one.span)
    }))
}

/// The average pay of women in percent of that of men: stated, or from both averages.
fn ratio(
    row: &Row<'_>,
    [women, men, stated]: &[Column; 3],
    both: bool,
    diagnostics: &mut Diagnostics,
) -> Option<Decimal> {
    let averages =
        (cells::positive(row, *women, diagnostics), cells::positive(row, *men, diagnostics));
    let given = cells::positive(row, *stated, diagnostics);
    if let Some(percent) = given
        && !(Decimal::TEN..=Decimal::ONE_THOUSAND).contains(&percent)
    {
        let help = "write percent: 97.5 where women earn 97.5 for each 100 that men earn";
        row.wrong(*stated, "is not a pay ratio in percent", help, diagnostics);
        return None;
    }
    let computed = match averages {
        (Some(women), Some(men)) => {
            women.checked_mul(Decimal::ONE_HUNDRED).and_then(|women| women.checked_div(men))
        }
        _ => None,
    };
    let lacking = match averages {
        (Some(_), None) if row.text(*men).is_empty() => Some(*women),
        (None, Some(_)) if row.text(*women).is_empty() => Some(*men),
        _ => None,
    };
    match (given, computed) {
        (Some(given), Some(computed)) => {
            // Half of the last decimal that was written.
            let margin = Decimal::new(5, (given.scale() + 1).min(28));
            if (given - computed).abs() > margin {
                let is = computed.round_dp(given.scale().max(1));
                let help =
                    format!("leave one of the two out, or correct it: the averages give {is}");
                row.wrong(*stated, "is not what the averages give", &help, diagnostics);
            }
            Some(computed)
        }
        (given, computed) => {
            if let (None, None, Some(other)) = (given, computed, lacking) {
                row.wrong(other, "is one average without the other", "fill in both", diagnostics);
            } else if let (None, None, true) = (given, computed, both && averages == (None, None)) {
                let help = "fill in `ratio_pct`, or both `women_avg` and `men_avg`";
                row.wrong(*stated, "is empty", help, diagnostics);
            }
            computed.or(given)
        }
    }
}

/// `targets.toml`
pub fn targets(input: Input<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<Target>> {
    toml(input, diagnostics, |fields, d| {
        let mut targets = Vec::new();
        for table in fields.tables("target", d) {
            targets.extend(inner(table, d, |fields, d| {
                fields.missing("group", "group = \"board\"", d);
                let low = fields.number("low", d).unwrap_or(Decimal::from(40));
                let high = fields.number("high", d).unwrap_or(Decimal::from(60));
                let group = fields.text("group", d)?;
                let span = fields.item("group").map_or(table.span, |item| item.span);
                if low > high || low.is_sign_negative() || high > Decimal::ONE_HUNDRED {
                    let message = format!("a share cannot lie between {low} and {high} percent");
                    d.push(
                        Diagnostic::error("wrong-value", span, message)
                            .help("write `low = 40` and `high = 60`, in percent"),
                    );
                    return None;
                }
                Some(Target { group, low, high, span })
            }));
        }
        targets
    })
    .map(|targets| {
        cells::once(input, targets, ("group", "the target of"), diagnostics, |one| {
            (one.group.as_str(), one.span)
        })
    })
}
