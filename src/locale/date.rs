//! Dates in words, and back.

use time::{Date, Month};

use super::Locale;

impl Locale {
    /// A date in full: `31. desember 2024`, `31 December 2024`. Day and month stay on one line.
    pub fn date(&self, date: Date) -> String {
        self.pattern(self.cldr.date_long, date)
    }

    /// A date in figures, for tables: `31.12.2024`, `31/12/2024`, in Swedish `2024-12-31`.
    pub fn date_short(&self, date: Date) -> String {
        self.pattern(self.cldr.date_short, date)
    }

    /// A month: `desember 2024`.
    pub fn month_year(&self, date: Date) -> String {
        self.pattern(self.cldr.month_year, date)
    }

    /// A period from one day to another, both included: `1. januar–31. desember 2024`. What both
    /// days share is said once. A day, if they are the same.
    pub fn date_range(&self, first: Date, last: Date) -> String {
        if first == last {
            return self.date(first);
        }
        let (from, to) = if first.year() != last.year() {
            self.cldr.range
        } else if first.month() != last.month() {
            self.cldr.range_in_year
        } else {
            self.cldr.range_in_month
        };
        self.pattern(from, first) + &self.pattern(to, last)
    }

    /// The date that a writer typed in this language: in full (the month may be shortened), in
    /// figures with day, month and year in this country's order, or as `2024-12-31`. The year has
    /// four digits. What is not a date is `None`.
    pub fn parse_date(&self, text: &str) -> Option<Date> {
        let text = text.trim().to_lowercase();
        self.date_in_figures(&text).or_else(|| self.date_in_words(&text))
    }

    fn date_in_figures(&self, text: &str) -> Option<Date> {
        let sign = text.chars().find(|c| !c.is_ascii_digit())?;
        if !matches!(sign, '.' | '/' | '-') {
            return None;
        }
        let parts: Vec<&str> = text.split(sign).collect();
        let [first, second, third] = parts[..] else {
            return None;
        };
        if first.len() == 4 {
            return (sign == '-' && second.len() == 2 && third.len() == 2)
                .then(|| calendar_date(third, number_in(second)?, first))?;
        }
        if sign == '/' && self.cldr.date_short.starts_with('M') {
            return calendar_date(second, number_in(first)?, third);
        }
        calendar_date(first, number_in(second)?, third)
    }

    fn date_in_words(&self, text: &str) -> Option<Date> {
        let mut words: Vec<&str> = text.split_whitespace().collect();
        if matches!(words.first(), Some(&("den" | "the"))) {
            words.remove(0);
        }
        let [first, second, year] = words[..] else {
            return None;
        };
        let (day, month) = match self.month(first) {
            Some(month) => (second.trim_end_matches(','), month),
            None => (first, self.month(second.trim_end_matches(','))?),
        };
        let ordinals = ["st", "nd", "rd", "th", "."];
        let day = ordinals.iter().find_map(|ordinal| day.strip_suffix(ordinal)).unwrap_or(day);
        calendar_date(day, month, year)
    }

    /// The number of a month by its name or its first letters, three at least.
    pub(super) fn month(&self, word: &str) -> Option<u8> {
        let word = word.trim_end_matches('.');
        if word.chars().count() < 3 {
            return None;
        }
        let begins = |name: &str| {
            name.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
        };
        (1..).zip(self.cldr.months).find(|(_, name)| begins(name)).map(|(number, _)| number)
    }

    fn pattern(&self, pattern: &str, date: Date) -> String {
        let mut text = String::with_capacity(24);
        let mut rest = pattern;
        while let Some(field) = rest.chars().next() {
            let length = rest.len() - rest.trim_start_matches(field).len();
            let (year, month, day) = (date.year(), u8::from(date.month()), date.day());
            match (field, length) {
                ('d', 2) => text.push_str(&format!("{day:02}")),
                ('d', _) => text.push_str(&day.to_string()),
                ('M', 4) => text.push_str(self.cldr.months[usize::from(month) - 1]),
                ('M', 2) => text.push_str(&format!("{month:02}")),
                ('M', _) => text.push_str(&month.to_string()),
                ('y', _) => text.push_str(&format!("{year:04}")),
                _ => text.push_str(&rest[..length]),
            }
            rest = &rest[length..];
        }
        text
    }
}

/// A date of the calendar from a typed day and year.
fn calendar_date(day: &str, month: u8, year: &str) -> Option<Date> {
    if year.len() != 4 {
        return None;
    }
    let year = number_in::<i32>(year)?;
    Date::from_calendar_date(year, Month::try_from(month).ok()?, number_in(day)?).ok()
}

fn number_in<Number: std::str::FromStr>(digits: &str) -> Option<Number> {
    let plain = (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok())?
}
