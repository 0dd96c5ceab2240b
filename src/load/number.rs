//! Numbers and dates as spreadsheets and purchasing systems write them. Where a writing may mean
//! two things nothing is guessed: the remedy is returned.

use rust_decimal::Decimal;
use time::{Date, Month};

use crate::config::NumberFormat;

const TOO_LONG: &str = "it has more digits than are read: check it";
const PLAIN: &str = "write it with digits only, and a point before decimals: 1234.50";
const AMBIGUOUS: &str = "it may mean a thousand or a decimal: write it without a thousands sign, or say `number_format = \"1.234,56\"` or `\"1,234.56\"` under `[data]` in the configuration";
const PERCENT: &str = "write the number without the percent sign";
const CURRENCY: &str =
    "write the amount without the currency, which has a column of its own: 1234.50";
const SPREADSHEET_FAULT: &str = "a formula of the spreadsheet failed here: correct it there";
const TOO_NARROW: &str =
    "the spreadsheet's column was too narrow for the value: widen it and save again";
const GROUPS: &str = "a sign between thousands stands before every three digits: 1 234 567";
const NOT_AS_SAID: &str =
    "it is not written as `number_format` in the configuration says: write it so";

/// A number. `format` says which sign is which; without it the writing must tell.
pub fn number(text: &str, format: Option<NumberFormat>) -> Result<Decimal, &'static str> {
    if let Some(number) = plain_number(text.as_bytes(), format) {
        return Ok(number);
    }
    let text: String =
        text.chars().map(|c| if is_group_space(c) { ' ' } else { c }).collect::<String>();
    let unsigned = text.strip_prefix(['-', '\u{2212}', '+']).unwrap_or(&text);
    let is_negative = text.starts_with(['-', '\u{2212}']);
    if !unsigned.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '.' | ',' | '\'')) {
        return Err(remedy(&text));
    }
    let (group, decimal) = match format {
        Some(format) => (format.group, Some(format.decimal)),
        None => signs(unsigned)?,
    };
    let (whole, fraction) = match decimal.and_then(|sign| unsigned.rsplit_once(sign)) {
        Some((whole, fraction)) => (whole, fraction),
        None => (unsigned, ""),
    };
    let mut plain = String::from(if is_negative { "-" } else { "" });
    // A number whose format is declared may be grouped by spaces all the same.
    let group = if whole.contains(' ') { Some(' ') } else { group };
    for (at, digits) in whole.split(|c| Some(c) == group).enumerate() {
        let is_grouped = group.is_some_and(|sign| whole.contains(sign));
        let is_group = if at == 0 { (1..=3).contains(&digits.len()) } else { digits.len() == 3 };
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(if format.is_some() { NOT_AS_SAID } else { PLAIN });
        }
        if is_grouped && !is_group {
            return Err(GROUPS);
        }
        plain.push_str(digits);
    }
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(if format.is_some() { NOT_AS_SAID } else { PLAIN });
    }
    if !fraction.is_empty() {
        plain.push('.');
        plain.push_str(fraction);
    }
    // What does not fit is refused, not rounded.
    let number = Decimal::from_str_exact(&plain).map_err(|_| match plain.len() > 28 {
        true => TOO_LONG,
        false => PLAIN,
    })?;
    Ok(if number.is_zero() { number.abs() } else { number })
}

/// The group sign and the decimal sign that a writing can only mean.
fn signs(text: &str) -> Result<(Option<char>, Option<char>), &'static str> {
    let count = |sign: char| text.matches(sign).count();
    let (commas, points) = (count(','), count('.'));
    let spaced = text.contains(' ').then_some(' ');
    match (commas, points) {
        (0, 0) => Ok((spaced, None)),
        (1, 0) | (0, 1) => {
            let sign = if commas == 1 { ',' } else { '.' };
            let (whole, fraction) = text.split_once(sign).unwrap_or_default();
            let may_group = (1..=3).contains(&whole.len()) && !whole.starts_with('0');
            match fraction.len() {
                0 => Err(PLAIN),
                3 if may_group && spaced.is_none() => Err(AMBIGUOUS),
                _ => Ok((spaced, Some(sign))),
            }
        }
        _ if spaced.is_some() => Err(PLAIN),
        (_, 0) => Ok((Some(','), None)),
        (0, _) => Ok((Some('.'), None)),
        (_, 1) if text.find('.') > text.rfind(',') => Ok((Some(','), Some('.'))),
        (1, _) if text.find(',') > text.rfind('.') => Ok((Some('.'), Some(','))),
        _ => Err(PLAIN),
    }
}

/// Digits with at most one decimal sign that cannot be taken for another: most numbers.
fn plain_number(bytes: &[u8], format: Option<NumberFormat>) -> Option<Decimal> {
    let (is_negative, digits) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let mut mantissa: i64 = 0;
    let mut sign_at = None;
    for (at, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => mantissa = mantissa * 10 + i64::from(byte - b'0'),
            b'.' | b',' if sign_at.is_none() => {
                if format.is_some_and(|format| format.decimal != char::from(*byte)) {
                    return None;
                }
                sign_at = Some(at);
            }
            _ => return None,
        }
    }
    let decimals = sign_at.map_or(0, |at| digits.len() - at - 1);
    if let Some(whole) = sign_at {
        let may_group = decimals == 3 && whole <= 3 && digits[0] != b'0';
        if whole == 0 || decimals == 0 || (may_group && format.is_none()) {
            return None;
        }
    }
    let mantissa = if is_negative { -mantissa } else { mantissa };
    Some(Decimal::new(mantissa, u32::try_from(decimals).ok()?))
}

/// What to do about a cell that is no number at all.
fn remedy(text: &str) -> &'static str {
    let small = text.to_lowercase();
    if text.starts_with("##") {
        TOO_NARROW
    } else if text.starts_with('#') {
        SPREADSHEET_FAULT
    } else if text.ends_with('%') {
        PERCENT
    } else if ["kr", "nok", "sek", "dkk", "eur", "usd", "gbp", "€", "$", "£", ",-"]
        .iter()
        .any(|sign| small.starts_with(sign) || small.ends_with(sign))
    {
        CURRENCY
    } else {
        PLAIN
    }
}

/// Whether a cell holds what a spreadsheet shows instead of a value.
pub fn is_spreadsheet_fault(text: &str) -> bool {
    const FAULTS: [&str; 12] = [
        "#N/A",
        "#REF!",
        "#VALUE!",
        "#DIV/0!",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#VERDI!",
        "#NAVN?",
        "#REFERENS!",
        "#VÄRDEFEL!",
        "#NAMN?",
    ];
    FAULTS.contains(&text)
        || text == "#I/T"
        || text.len() > 2 && text.bytes().all(|byte| byte == b'#')
}

const ISO: &str = "write the date as 2024-12-31";

/// A date: `2024-12-31`, or `31.12.2024` as it is written in the Nordic countries.
pub fn date(text: &str) -> Result<Date, &'static str> {
    if let Some(date) = iso_date(text.as_bytes()) {
        return Ok(date);
    }
    // Databases write midnight after a date.
    let day = text.strip_suffix("00:00:00").map_or(text, |day| day.trim_end_matches(['T', ' ']));
    let parts: Vec<&str> = match day.contains('-') {
        true => day.split('-').collect(),
        false => day.split('.').rev().collect(),
    };
    let [year, month, day] = parts[..] else { return Err(date_remedy(text)) };
    let (month, day) = (month.trim(), day.trim());
    let are_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if ![year, month, day].into_iter().all(are_digits) || month.len() > 2 || day.len() > 2 {
        return Err(date_remedy(text));
    }
    if year.len() != 4 {
        return Err("write the year with four digits: 2024-12-31");
    }
    let number = |part: &str| part.parse::<u8>().ok();
    let found = number(month).zip(number(day)).zip(year.parse::<i32>().ok());
    match found.and_then(|((month, day), year)| calendar_date(year, month, day)) {
        Some(date) => Ok(date),
        None => Err("there is no such day in the calendar: write the date as 2024-12-31"),
    }
}

fn date_remedy(text: &str) -> &'static str {
    let is_serial = text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit());
    match text {
        _ if is_serial => {
            "it is a spreadsheet's own count of days: give the column a date format there, and save again"
        }
        _ if text.starts_with("##") => TOO_NARROW,
        _ if text.starts_with('#') => SPREADSHEET_FAULT,
        _ => ISO,
    }
}

fn iso_date(bytes: &[u8]) -> Option<Date> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = bytes else { return None };
    let digits = |digits: &[&u8]| {
        digits.iter().try_fold(0_i32, |sum, digit| {
            digit.is_ascii_digit().then(|| sum * 10 + i32::from(**digit - b'0'))
        })
    };
    let small = |number: i32| u8::try_from(number).ok();
    let (month, day) = (small(digits(&[m1, m2])?)?, small(digits(&[d1, d2])?)?);
    calendar_date(digits(&[y1, y2, y3, y4])?, month, day)
}

/// A day that a register of our time may name.
pub fn calendar_date(year: i32, month: u8, day: u8) -> Option<Date> {
    let month = Month::try_from(month).ok()?;
    Date::from_calendar_date(year, month, day).ok().filter(|_| (1800..=2999).contains(&year))
}

/// Spaces that may stand between thousands: the ordinary, no-break, figure, thin and narrow one.
fn is_group_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMA: NumberFormat = NumberFormat { decimal: ',', group: Some('.') };
    const POINT: NumberFormat = NumberFormat { decimal: '.', group: Some(',') };

    fn check(text: &str, format: Option<NumberFormat>, expected: &str) {
        let found = number(text, format).map(|number| number.to_string());
        assert_eq!(found.as_deref(), Ok(expected), "{text}");
    }

    #[test]
    fn numbers_are_read_as_spreadsheets_write_them() {
        for (text, number) in [
            ("1234.5", "1234.5"),
            ("1 234,50", "1234.50"),
            ("1\u{202f}234\u{a0}567,5", "1234567.5"),
            ("1.234,50", "1234.50"),
            ("1,234.50", "1234.50"),
            ("1.234.567", "1234567"),
            ("0,125", "0.125"),
            ("1234,567", "1234.567"),
            ("\u{2212}5", "-5"),
            ("-0", "0"),
            ("-0,00", "0.00"),
            (".5", "0.5"),
            ("9223372036854775807123", "9223372036854775807123"),
        ] {
            check(text, None, number);
        }
    }

    #[test]
    fn a_sign_that_may_mean_two_things_is_not_guessed() {
        for text in ["1.234", "12,500", "-123.456"] {
            assert_eq!(number(text, None), Err(AMBIGUOUS), "{text}");
            assert!(number(text, Some(COMMA)).is_ok() && number(text, Some(POINT)).is_ok());
        }
        check("1.234", Some(COMMA), "1234");
        check("1.234", Some(POINT), "1.234");
        check("12,500", Some(COMMA), "12.500");
        check("1 234,5", Some(COMMA), "1234.5");
        assert_eq!(number("1.5", Some(COMMA)), Err(GROUPS));
    }

    #[test]
    fn what_is_no_number_is_refused_with_its_remedy() {
        for (text, remedy) in [
            ("12a", PLAIN),
            ("1e400", PLAIN),
            ("NaN", PLAIN),
            ("inf", PLAIN),
            ("12 34", GROUPS),
            ("1,2,3.5", GROUPS),
            ("1.2.3", GROUPS),
            ("66 %", PERCENT),
            ("1 234,50 kr", CURRENCY),
            ("NOK 5", CURRENCY),
            ("100,-", CURRENCY),
            ("########", TOO_NARROW),
            ("#N/A", SPREADSHEET_FAULT),
            ("12345678901234567890123456789012345", TOO_LONG),
            ("0.12345678901234567890123456789012345", TOO_LONG),
            ("5.", PLAIN),
            ("-", PLAIN),
            ("--5", PLAIN),
        ] {
            assert_eq!(number(text, None), Err(remedy), "{text}");
        }
    }

    #[test]
    fn dates_are_read_in_two_ways_and_no_others() {
        for text in ["2024-12-31", "31.12.2024", "2024-12-31T00:00:00", "2024-12-31 00:00:00"] {
            assert_eq!(date(text).map(|date| date.to_string()).as_deref(), Ok("2024-12-31"));
        }
        for (text, part) in [
            ("45291", "count of days"),
            ("31.12.24", "four digits"),
            ("31.02.2024", "no such day"),
            ("12/31/2024", "2024-12-31"),
            ("2024-13-01", "no such day"),
            ("0024-01-01", "no such day"),
            ("2024-12-31 13:00:00", "2024-12-31"),
            ("########", "narrow"),
            ("2024", "2024-12-31"),
        ] {
            assert!(date(text).is_err_and(|remedy| remedy.contains(part)), "{text}");
        }
    }
}
