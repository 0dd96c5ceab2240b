//! Dates in figures and words, months, and times of the day.

use time::{Date, Month};

use super::Scan;
use crate::locale::Reading;

/// What may follow the figures of a day.
const ORDINALS: [&str; 7] = [".", "st", "nd", "rd", "th", ":a", ":e"];

/// What may stand between the days of a period in one month: "1.–31. januar".
const TO: [&str; 12] = [
    "–",
    "-",
    " – ",
    " - ",
    "\u{2009}–\u{2009}",
    " til ",
    " to ",
    " till ",
    " og ",
    " and ",
    " och ",
    "/",
];

impl Scan<'_> {
    /// Reads a date, a day of a month, or a month of a year. Returns its end.
    pub(super) fn date(&mut self, at: usize) -> Option<usize> {
        self.date_in_figures(at).or_else(|| self.day_first(at)).or_else(|| self.month_first(at))
    }

    /// `31.12.2024`, `2024-12-31`, `31.12.24`.
    fn date_in_figures(&mut self, at: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let first = self.end_of_figures(at);
        let sign = *bytes.get(first).filter(|byte| matches!(byte, b'.' | b'/' | b'-'))?;
        let second = self.end_of_figures(first + 1);
        if first - at > 4 || second == first + 1 || bytes.get(second) != Some(&sign) {
            return None;
        }
        let end = self.end_of_figures(second + 1);
        let goes_on = bytes.get(end).is_some_and(|byte| matches!(byte, b'.' | b'/' | b'-'))
            && bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric);
        if goes_on || end > at + 10 || self.after(end).is_some_and(char::is_alphabetic) {
            return None;
        }
        let text = &self.text[at..end];
        let short_year = (first - at, second - first, end - second) == (2, 3, 3);
        let written = if short_year {
            format!("{}20{}", &text[..=second - at], &text[second - at + 1..])
        } else {
            text.to_string()
        };
        let date = self.locale.parse_date(&written)?;
        self.push(at..end, Reading::Date(date));
        Some(end)
    }

    /// `31. desember 2024`, `31st of December`, the first day of `1.–31. januar`.
    fn day_first(&mut self, at: usize) -> Option<usize> {
        let day = self.day(at)?;
        let day_end = self.end_of_ordinal(self.end_of_figures(at));
        if let Some((end, reading)) = self.month_after(day, day_end) {
            self.push(at..end, reading);
            return Some(end);
        }
        let to = TO.iter().find(|to| self.text[day_end..].starts_with(**to))?;
        let last = day_end + to.len();
        self.day(last)?;
        let last_end = self.end_of_ordinal(self.end_of_figures(last));
        let month = match self.month_after(1, last_end)?.1 {
            Reading::Date(date) => u8::from(date.month()),
            Reading::DayMonth { month, .. } => month,
            _ => return None,
        };
        self.push(at..day_end, Reading::DayMonth { day, month });
        Some(day_end)
    }

    /// A month after a day, and perhaps its year: the end and the date.
    fn month_after(&self, day: u8, at: usize) -> Option<(usize, Reading)> {
        let start = self.skip_space(at);
        let of = if self.text[start..].starts_with("of ") { start + 3 } else { start };
        let name_end = self.end_of_word(of);
        let month = self.month_named(&self.text[of..name_end])?;
        if self.text[of..name_end].len() > 4 || !self.text[name_end..].starts_with('.') {
            return Some(self.with_year(day, month, name_end));
        }
        Some(self.with_year(day, month, name_end + 1))
    }

    /// A day of a month with the year that follows, if one does.
    fn with_year(&self, day: u8, month: u8, at: usize) -> (usize, Reading) {
        let without = (at, Reading::DayMonth { day, month });
        let comma = self.locale.language == "en" && self.text[at..].starts_with(',');
        let Some(start) = self.after_space(at + usize::from(comma)) else { return without };
        let date = self.year(start).and_then(|year| {
            Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()
        });
        date.map_or(without, |date| (start + 4, Reading::Date(date)))
    }

    /// `December 31, 2024` and `December 31` in English, `desember 2024` in all languages.
    fn month_first(&mut self, at: usize) -> Option<usize> {
        if let Some((year, (start, month))) = self.year(at).zip(self.month_before(at)) {
            self.push(start..at + 4, Reading::Month { year, month });
            return Some(at + 4);
        }
        if self.locale.language != "en" {
            return None;
        }
        let day = self.day(at)?;
        let day_end = self.end_of_ordinal(self.end_of_figures(at));
        let after = &self.text.as_bytes()[day_end..];
        let is_number = matches!(after, [b'.' | b',', b'0'..=b'9', ..])
            || self.after(day_end).is_some_and(char::is_alphabetic)
            || self.text[self.skip_space(day_end)..].starts_with('%');
        if is_number {
            return None;
        }
        let (start, month) = self.month_before(at).or_else(|| self.month_of_period(at))?;
        let (end, reading) = self.with_year(day, month, day_end);
        self.push(start..end, reading);
        Some(end)
    }

    /// The month of `January 1 – 31` for the second day, which begins here.
    fn month_of_period(&self, at: usize) -> Option<(usize, u8)> {
        let last = &self.found.last()?.quantity;
        let Reading::DayMonth { month, .. } = last.reading else { return None };
        let between = self.text.get(last.range.end..at)?.trim();
        matches!(between, "–" | "-").then_some((at, month))
    }

    /// A month whose name stands before these figures, and where it begins.
    fn month_before(&self, at: usize) -> Option<(usize, u8)> {
        let end = self.before_space(at);
        if end == at {
            return None;
        }
        let (word, start) = self.word_before(end - usize::from(self.before(end) == Some('.')));
        let free = self.found.last().is_none_or(|last| last.quantity.range.end <= start);
        self.month_named(word).filter(|_| free).map(|month| (start, month))
    }

    /// A month by its name. English writes it with a capital, so that "may" is a verb.
    fn month_named(&self, word: &str) -> Option<u8> {
        if !(3..=10).contains(&word.len())
            || !b"jfmasond".contains(&word.as_bytes()[0].to_ascii_lowercase())
        {
            return None;
        }
        if self.locale.language == "en" && word.starts_with(char::is_lowercase) {
            return None;
        }
        self.locale.month(word)
    }

    /// The day of a month that these figures may be: 1 to 31.
    fn day(&self, at: usize) -> Option<u8> {
        let figures = &self.text[at..self.end_of_figures(at)];
        let plain = (1..=2).contains(&figures.len());
        plain.then(|| figures.parse().ok())?.filter(|day| (1..=31).contains(day))
    }

    fn end_of_ordinal(&self, at: usize) -> usize {
        let rest = &self.text[at..];
        let ordinal = ORDINALS.iter().find(|ordinal| rest.starts_with(**ordinal));
        at + ordinal.map_or(0, |ordinal| ordinal.len())
    }

    /// A year of four figures in the last or the next two centuries.
    fn year(&self, at: usize) -> Option<i32> {
        let end = self.end_of_figures(at);
        let goes_on = self.text[end..].starts_with(char::is_alphabetic)
            || matches!(&self.text.as_bytes()[end..], [b'.' | b',', b'0'..=b'9', ..]);
        if end != at + 4 || goes_on {
            return None;
        }
        self.text[at..end].parse().ok().filter(|year| (1800..2200).contains(year))
    }

    /// `14:30`, `kl. 14.30`, `2.30 pm`, "kl. 9". Returns its end.
    pub(super) fn time(&mut self, at: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let hour_end = self.end_of_figures(at);
        let hour: u8 = self.text[at..hour_end].parse().ok().filter(|hour| *hour < 24)?;
        if hour_end - at > 2 {
            return None;
        }
        let sign = bytes.get(hour_end).copied().filter(|byte| matches!(byte, b':' | b'.'));
        let minute_end = sign.map_or(hour_end, |_| self.end_of_figures(hour_end + 1));
        let minute = match sign {
            Some(_) if minute_end == hour_end + 3 => {
                self.text[hour_end + 1..minute_end].parse().ok()
            }
            _ => None,
        };
        let minute: Option<u8> = minute.filter(|minute| *minute < 60);
        let mut end = if minute.is_some() { minute_end } else { hour_end };
        let afternoon = self.half_of_day(end);
        let surely = sign == Some(b':') && minute.is_some();
        if !surely && afternoon.is_none() && !self.is_clock_before(at) {
            return None;
        }
        let hour = match afternoon {
            Some((half_end, afternoon)) if (1..=12).contains(&hour) => {
                end = half_end;
                hour % 12 + if afternoon { 12 } else { 0 }
            }
            _ => hour,
        };
        if self.after(end).is_some_and(char::is_alphabetic) {
            return None;
        }
        self.push(at..end, Reading::Time { hour, minute: minute.unwrap_or(0) });
        Some(end)
    }

    /// "am" or "pm" in English, its end, and whether it is the afternoon.
    fn half_of_day(&self, at: usize) -> Option<(usize, bool)> {
        if self.locale.language != "en" {
            return None;
        }
        let start = self.skip_space(at);
        let halves = [("a.m.", false), ("p.m.", true), ("am", false), ("pm", true)];
        let (name, afternoon) = halves.into_iter().find(|(name, _)| {
            self.text[start..].get(..name.len()).is_some_and(|text| text.eq_ignore_ascii_case(name))
        })?;
        let end = start + name.len();
        (!self.after(end).is_some_and(char::is_alphabetic)).then_some((end, afternoon))
    }

    /// Whether a word for the clock stands before, or a time and a dash.
    fn is_clock_before(&self, at: usize) -> bool {
        let end = self.before_space(at);
        let (word, _) = self.word_before(end - usize::from(self.before(end) == Some('.')));
        if ["kl", "klokken", "klokka", "klockan"].contains(&word.to_lowercase().as_str()) {
            return true;
        }
        self.found.last().is_some_and(|last| {
            let between = self.text[last.quantity.range.end..at].trim();
            matches!(last.quantity.reading, Reading::Time { .. }) && matches!(between, "–" | "-")
        })
    }
}
