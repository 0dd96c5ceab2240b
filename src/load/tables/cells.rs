//! What cells of several tables have in common.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Input;
use crate::data::nace::{self, Fault, Industry, Version};
use crate::data::{Choice, Dataset};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::load::rows::{Column, Row};
use crate::load::xlsx::Places;
use crate::source::Span;

/// A number of people or things; none where the cell is empty.
pub fn count(row: &Row<'_>, column: Column, diagnostics: &mut Diagnostics) -> Option<i64> {
    let number = row.number(column, diagnostics)?;
    let (what, help) = match () {
        () if number.is_sign_negative() && !number.is_zero() => {
            ("is negative", "numbers of people and things begin at 0")
        }
        () if !number.is_integer() => {
            ("is not a whole number", "count heads or things, not parts of them")
        }
        () => match i64::try_from(number).ok().filter(|number| *number < 1_000_000_000_000) {
            Some(number) => return Some(number),
            None => ("is too large", "write a number of people or things"),
        },
    };
    row.wrong(column, what, help, diagnostics);
    None
}

/// A number of people or things that must be there.
pub fn counted(row: &Row<'_>, column: Column, diagnostics: &mut Diagnostics) -> Option<i64> {
    row.filled(column, diagnostics)?;
    count(row, column, diagnostics)
}

/// A whole number between two others; none where the cell is empty.
pub fn within(
    row: &Row<'_>,
    column: Column,
    low: i64,
    high: i64,
    diagnostics: &mut Diagnostics,
) -> Option<i64> {
    let number = row.number(column, diagnostics)?;
    let whole = i64::try_from(number).ok().filter(|_| number.is_integer());
    let found = whole.filter(|whole| (low..=high).contains(whole));
    if found.is_none() {
        let help = format!("write a whole number from {low} to {high}");
        row.wrong(column, &format!("is not {low} to {high}"), &help, diagnostics);
    }
    found
}

/// A number that is not negative; none where the cell is empty.
pub fn positive(row: &Row<'_>, column: Column, diagnostics: &mut Diagnostics) -> Option<Decimal> {
    let number = row.number(column, diagnostics)?;
    if number.is_sign_negative() && !number.is_zero() {
        row.wrong(column, "is negative", "write the amount without a sign", diagnostics);
        return None;
    }
    Some(number)
}

/// One of a few words; none where the cell is empty.
pub fn choice<T: Choice>(
    row: &Row<'_>,
    column: Column,
    diagnostics: &mut Diagnostics,
) -> Option<T> {
    (!row.text(column).is_empty()).then(|| row.choice(column, diagnostics)).flatten()
}

/// The year of a row, which must be that of its folder; none where the cell is empty.
pub fn year(
    row: &Row<'_>,
    column: Column,
    period: &str,
    years_before: i32,
    diagnostics: &mut Diagnostics,
) -> Option<i32> {
    let year = i32::try_from(within(row, column, 1900, 2999, diagnostics)?).ok()?;
    if let Ok(own) = period.parse::<i32>()
        && !(own - years_before..=own).contains(&year)
    {
        let help = format!("figures of {year} belong into `data/{year}/`");
        row.unread(column, &format!("is not the year of `data/{period}/`"), &help, diagnostics);
    }
    Some(year)
}

/// A name that becomes part of the names of facts.
pub fn id(row: &Row<'_>, column: Column, diagnostics: &mut Diagnostics) -> Option<String> {
    let text = row.filled(column, diagnostics)?;
    if !is_id(text) {
        let help = "it becomes part of the names of facts: write small letters a–z, digits, `_` \
                    and `-`, such as `level_1`; what readers see stands in columns of its own";
        row.unread(column, "is not a name for facts", help, diagnostics);
        return None;
    }
    Some(text.to_string())
}

fn is_id(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c))
}

/// Tells each id of a column that stands twice, and keeps its first row.
pub fn once<T>(
    input: Input<'_>,
    list: Vec<T>,
    (column, what): (&str, &str),
    diagnostics: &mut Diagnostics,
    id: impl Fn(&T) -> (&str, Span),
) -> Vec<T> {
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    let places = Places::of(input);
    list.into_iter()
        .filter(|one| {
            let (id, span) = id(one);
            let Some(first) = seen.get(id) else {
                seen.insert(id.to_string(), span);
                return true;
            };
            let message = format!("{what} `{id}` stands twice{}", places.twice(column, id));
            let told = Diagnostic::error("duplicate-id", span, message)
                .help("merge the two rows, or give one another name");
            diagnostics.push(match input.sheet {
                Some(_) => told,
                None => told.related(*first, "first here"),
            });
            false
        })
        .collect()
}

/// The edition of NACE of a period's codes, where the report or the year says it.
pub fn nace_version(input: Input<'_>, dataset: &Dataset) -> Option<Version> {
    match &dataset.report {
        Some(report) => report.value.nace_version,
        None => input.period.parse().ok().and_then(Version::of_year),
    }
}

/// An industry by its code, in the edition of its row or else of the period; none where the cell
/// is empty.
pub fn industry(
    row: &Row<'_>,
    code: Column,
    version: Column,
    period: Option<Version>,
    diagnostics: &mut Diagnostics,
) -> Option<Industry> {
    let own = match row.text(version) {
        "" => period,
        word => {
            let stated = Version::from_word(word);
            if stated.is_none() {
                let help = "write `rev2` or `rev2.1`";
                row.unread(version, "is not an edition of NACE", help, diagnostics);
                return None;
            }
            stated
        }
    };
    let text = row.text(code);
    if text.is_empty() || text == nace::NOT_STATED {
        return None;
    }
    let fault = match nace::read(own, text) {
        Ok(industry) => return Some(industry),
        Err(fault) => fault,
    };
    match fault {
        Fault::TwoVersions(..) => {
            let message = format!("`{text}` {}", fault.message());
            let told = Diagnostic::error("ambiguous-nace", row.place(code), message);
            let report = format!("data/{}/report.toml", row.input.period);
            let help = match row.input.sources.find(&report) {
                Some(_) => fault.help(),
                None => {
                    format!("there is no `{report}`: put it back, or make it, and {}", fault.help())
                }
            };
            diagnostics.push(told.help(help));
        }
        // Most likely the whole register follows the other edition.
        Fault::OtherVersion(_) => {
            row.wrong_throughout(code, &fault.message(), &fault.help(), diagnostics);
        }
        _ => row.unread(code, &fault.message(), &fault.help(), diagnostics),
    }
    None
}
