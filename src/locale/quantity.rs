//! What a number in running text says, and whether two of them, each in its own language, can say
//! the same.

use std::ops::Range;

use rust_decimal::Decimal;
use time::Date;

use super::{LOCALES, round};
use crate::fact::Value;

/// A number, sum, share, date or reference to a section, as it stands in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// Bytes of the text: the figures with their sign, unit and currency.
    pub range: Range<usize>,
    pub reading: Reading,
    /// What it says with the unit of its neighbour: 40 is 40 % in "40 og 60 %". Of a half, the
    /// same share in per cent.
    pub shared_unit: Option<Reading>,
    /// What the same figures say in a language that has the other decimal sign, where both can be
    /// meant: `350,000` is 350 in Norwegian and 350 000 in English.
    pub otherwise: Option<Reading>,
    pub certainty: Certainty,
    /// As this language writes it, where it is surely written as another language would. It takes
    /// the place of the whole range.
    pub own_form: Option<String>,
    /// How many decimals were written.
    pub decimals: u32,
}

/// What a quantity says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reading {
    Number(Decimal),
    Percent(Decimal),
    /// Percentage points.
    Points(Decimal),
    /// An amount and the code of its currency (ISO 4217).
    Money {
        amount: Decimal,
        currency: &'static str,
    },
    Date(Date),
    DayMonth {
        day: u8,
        month: u8,
    },
    Month {
        year: i32,
        month: u8,
    },
    Time {
        hour: u8,
        minute: u8,
    },
    /// A section of a law or a text: `5a`, `3-1`, `3.4`, and `5(a)` where the letter may be one of
    /// a list within section 5.
    Section(String),
    /// Figures that count nothing: `007`, `2.1` of a version, the eight figures of a telephone
    /// number.
    Code(String),
}

/// How sure it is that a word or figure is meant as a quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// Answers a quantity of another language, and asks for no answer: "one", "both", "third".
    Hint,
    /// A number from two to twelve in words.
    Word,
    /// Figures.
    Certain,
}

impl Quantity {
    /// Whether it can be what is said.
    pub fn may_be(&self, reading: &Reading) -> bool {
        let shared = self.shared_unit.iter();
        std::iter::once(&self.reading).chain(shared).any(|own| own.can_be(reading))
    }

    /// Whether it can stand for the other, in another language.
    pub fn answers(&self, other: &Quantity) -> bool {
        let readings = |quantity| {
            let Quantity { reading, shared_unit, .. }: &Quantity = quantity;
            std::iter::once(reading).chain(shared_unit)
        };
        readings(self).any(|own| readings(other).any(|theirs| own.can_be(theirs)))
    }
}

impl Reading {
    /// What a value says where it is shown with so many decimals; nothing of words.
    pub fn of(value: &Value, decimals: u32) -> Option<Reading> {
        Some(match value {
            Value::Count(count) => Reading::Number(Decimal::from(*count)),
            Value::Number(number) => Reading::Number(round(*number, decimals)),
            Value::Percent(percent) => Reading::Percent(round(*percent, decimals)),
            Value::Points(points) => Reading::Points(round(*points, decimals)),
            Value::Money { amount, currency } => Reading::Money {
                amount: round(*amount, decimals),
                currency: LOCALES[0].cldr.currency(currency)?.code,
            },
            Value::Date(date) => Reading::Date(*date),
            Value::Year(year) => Reading::Number(Decimal::from(*year)),
            Value::Truth(_) | Value::Text(_) => return None,
        })
    }

    /// Whether both can say the same. A code and a section are compared as they are written, as a
    /// chapter 3.1, a number 3.1 and the first of March are written alike in one language and not
    /// in another.
    fn can_be(&self, other: &Reading) -> bool {
        use Reading::{Code, Date, DayMonth, Money, Number, Section, Time};
        match (self, other) {
            (Code(own), Code(other)) => own == other || is_number_abroad(own, other),
            // Hardly anything but money is counted in millions, and its name is often left out.
            (Number(number), Money { amount, .. }) | (Money { amount, .. }, Number(number)) => {
                number == amount && number.abs() >= Decimal::from(1_000_000)
            }
            (Section(own), Section(other)) => is_section(own, other),
            (Date(date), DayMonth { day, month }) | (DayMonth { day, month }, Date(date)) => {
                (date.day(), u8::from(date.month())) == (*day, *month)
            }
            (Section(own), Number(_) | Code(_)) => own.as_str() == other.figures(),
            (Number(_) | Code(_), Section(other)) => other.as_str() == self.figures(),
            (Number(_), Code(code)) | (Code(code), Number(_)) => {
                let number = if matches!(self, Number(_)) { self } else { other };
                let same = code.parse::<Decimal>().is_ok_and(|code| number == &Number(code));
                same && !code.starts_with("00") && (!code.starts_with('0') || code.contains('.'))
            }
            (Code(figures), DayMonth { day: whole, month: part })
            | (DayMonth { day: whole, month: part }, Code(figures))
            | (Code(figures), Time { hour: whole, minute: part })
            | (Time { hour: whole, minute: part }, Code(figures)) => {
                pair(figures) == Some((*whole, *part))
            }
            (Number(_), Time { hour, minute }) => pair(&self.figures()) == Some((*hour, *minute)),
            (Time { hour, minute }, Number(_)) => pair(&other.figures()) == Some((*hour, *minute)),
            _ => self == other,
        }
    }

    /// The figures of a number or a code; nothing of others.
    fn figures(&self) -> String {
        match self {
            Reading::Number(number) => number.to_string(),
            Reading::Code(code) => code.clone(),
            _ => String::new(),
        }
    }
}

/// Whether one is the other with the number of a country before it: `+47 55 00 12 34`.
fn is_number_abroad(own: &str, other: &str) -> bool {
    let (short, long) = if own.len() < other.len() { (own, other) } else { (other, own) };
    short.len() >= 8 && long.len() <= short.len() + 4 && long.ends_with(short)
}

/// `5(a)` is section 5 a of one law, and letter a in section 5 of another.
fn is_section(own: &str, other: &str) -> bool {
    let parts = |section: &str| match section.split_once('(') {
        Some((number, letter)) => (number.to_string(), letter.trim_end_matches(')').to_string()),
        None => (section.to_string(), String::new()),
    };
    let ((own, own_letter), (other, other_letter)) = (parts(own), parts(other));
    let joined = |number: &str, letter: &str| format!("{number}{letter}");
    match (own_letter.is_empty(), other_letter.is_empty()) {
        (true, false) => own == other || own == joined(&other, &other_letter),
        (false, true) => own == other || other == joined(&own, &own_letter),
        _ => own == other && own_letter == other_letter,
    }
}

/// The two numbers of "14.30" or "31.12", and 14 and nothing of "14".
fn pair(figures: &str) -> Option<(u8, u8)> {
    match figures.split_once('.') {
        Some((first, second)) => Some((first.parse().ok()?, second.parse().ok()?)),
        None => Some((figures.parse().ok()?, 0)),
    }
}
