//! Numbers with their sign, currency, scale and unit.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::super::parse::{Figures, is_group_space, is_sign};
use super::{Found, Scan, Unit};
use crate::locale::{Certainty, Kind, Quantity, Reading, units};

/// Names of units that stand close to a number in some languages and apart in others.
const MEASURES: [&str; 30] = [
    "kg", "g", "mg", "t", "km", "m", "cm", "mm", "l", "dl", "ml", "h", "min", "s", "kW", "MW",
    "kWh", "MWh", "GWh", "TWh", "kB", "MB", "GB", "TB", "x", "st", "nd", "rd", "th", "k",
];

/// Short for thousand, million and billion, close to the figures of a sum: "£3m".
const SHORT_SCALES: [(&str, u32); 5] = [("k", 3), ("m", 6), ("M", 6), ("bn", 9), ("b", 9)];

/// What stands before the figures.
struct Prefix {
    start: usize,
    negative: bool,
    /// A dash in place of a minus, where it is.
    dash: Option<usize>,
    unit: Unit,
    /// A percent sign on the wrong side.
    percent: bool,
}

/// What stands after figures or a number in words.
pub(super) struct Suffix {
    pub(super) unit: Unit,
    pub(super) end: usize,
    /// Whether the unit is a percent sign, and where it is.
    sign: Option<usize>,
}

impl Scan<'_> {
    /// Reads a number and returns its end. Figures that are no number are a code.
    pub(super) fn number(&mut self, at: usize) -> usize {
        let (end, figures) = self.figures_of(at);
        let Some(figures) = figures else {
            let code = self.text[at..end].replace(|c: char| !c.is_ascii_digit() && c != '.', "");
            self.push(at..end, Reading::Code(code));
            return end;
        };
        let currency = self.currency_before(at);
        let suffix = self.suffix(end, currency.is_some());
        let prefix = self.prefix(at, suffix.unit == Unit::NONE, currency);
        if suffix.end == end && !self.may_be_followed(at, end) {
            return self.end_of_code(at);
        }
        let unit = joined(prefix.unit, suffix.unit, prefix.percent);
        let raw = &self.text[at..end];
        // In a language with a decimal comma, 3.1 may be a chapter, a version or a figure.
        if !figures.own_signs && !figures.grouped && raw.contains('.') && unit == Unit::NONE {
            self.push(at..end, Reading::Code(raw.to_string()));
            return end;
        }
        let value = if prefix.negative { -figures.value } else { figures.value };
        let Some(reading) = unit.of(value) else {
            self.push(at..end, Reading::Code(raw.to_string()));
            return end;
        };
        let quantity = Quantity {
            range: prefix.start..suffix.end,
            reading,
            shared_unit: None,
            otherwise: otherwise(raw, &figures, value).and_then(|value| unit.of(value.normalize())),
            certainty: Certainty::Certain,
            own_form: self.own_form(at..end, &figures, &prefix, &suffix, unit),
            decimals: figures.value.scale(),
        };
        self.found.push(Found { quantity, unit: Some(unit), value });
        suffix.end
    }

    /// The end of the longest figures that begin here, and what they say. Of "1,2,3" the first.
    fn figures_of(&self, at: usize) -> (usize, Option<Figures>) {
        let read = |end: usize| {
            let raw = &self.text[at..end];
            if raw.contains(is_group_space) {
                self.locale.figures(&raw.replace(is_group_space, " "))
            } else {
                self.locale.figures(raw)
            }
        };
        let end = self.end_of_grouped(at);
        let figures = read(end);
        match self.text[at..end].find(',') {
            Some(comma) if figures.is_none() => (at + comma, read(at + comma)),
            _ => (end, figures),
        }
    }

    /// The end of figures with signs and groups between them. In "2024 447" the first four are no
    /// group.
    fn end_of_grouped(&self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut end = self.end_of_figures(at);
        if end - at <= 3 && bytes[at] != b'0' {
            while let Some(group) = self.after(end).filter(|c| is_group_space(*c)) {
                let start = end + group.len_utf8();
                if self.end_of_figures(start) != start + 3 {
                    break;
                }
                end = start + 3;
            }
        }
        // No number has more groups; a longer list is read piece by piece.
        for _ in 0..12 {
            let joined = matches!(bytes.get(end), Some(b'.' | b','))
                && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
            if !joined {
                break;
            }
            end = self.end_of_figures(end + 1);
        }
        end
    }

    /// Whether what follows the figures directly leaves them a number: "2nd", "1970s", "5kg",
    /// "2:a", but not "4G".
    fn may_be_followed(&self, at: usize, end: usize) -> bool {
        if !self.after(end).is_some_and(|c| c.is_alphabetic() || c == '_') {
            return true;
        }
        let word = &self.text[end..self.end_of_word(end)];
        let after = end + word.len();
        let whole = !self.after(after).is_some_and(|c| c.is_alphanumeric() || c == '_');
        whole && (MEASURES.contains(&word) || word == "s" && end - at >= 2)
    }

    /// Reads a sign and a currency before the figures, and before bare ones a percent sign that
    /// should stand after them. `currency` is what stands right before the figures.
    fn prefix(&self, at: usize, bare: bool, currency: Option<(usize, Unit)>) -> Prefix {
        let mut prefix =
            Prefix { start: at, negative: false, dash: None, unit: Unit::NONE, percent: false };
        self.take_sign(&mut prefix);
        let signed = prefix.start < at;
        // What belongs to the number before is not taken from it.
        let free = self.found.last().map_or(0, |last| last.quantity.range.end);
        if prefix.start <= free {
            return prefix;
        }
        let currency = if signed { self.currency_before(prefix.start) } else { currency };
        if bare && self.before(prefix.start) == Some('%') {
            let start = prefix.start - 1;
            if !self.before(start).is_some_and(|c| {
                c.is_ascii_digit() || c.is_whitespace() && self.ends_in_figure(start)
            }) {
                prefix.start = start;
                prefix.percent = true;
            }
        } else if let Some((start, unit)) = currency {
            prefix.start = start;
            prefix.unit = unit;
            if !signed {
                self.take_sign(&mut prefix);
            }
        }
        prefix
    }

    fn ends_in_figure(&self, at: usize) -> bool {
        self.text[..at].trim_end().ends_with(|c: char| c.is_ascii_digit())
    }

    /// Takes a sign that stands free before a number. After another number it is a dash.
    fn take_sign(&self, prefix: &mut Prefix) {
        let Some(sign) = self.before(prefix.start).filter(|c| is_sign(*c)) else { return };
        let at = prefix.start - sign.len_utf8();
        let free = self.before(at).is_none_or(|c| {
            c.is_whitespace() || "([{«“\"'<>≈~".contains(c) || (sign == '−' && !c.is_alphanumeric())
        });
        let last = self.found.last().map(|last| last.quantity.range.end);
        let is_range = last.is_some_and(|end| end <= at && self.text[end..at].trim().is_empty());
        if free && (sign == '−' || !is_range) {
            prefix.start = at;
            prefix.negative = sign != '+';
            prefix.dash = (sign == '–').then_some(at);
        }
    }

    /// A currency by its code or sign before a number, and where it begins: "kr", "NOK", "US$",
    /// "MNOK".
    fn currency_before(&self, at: usize) -> Option<(usize, Unit)> {
        let end = self.before_space(at);
        let is_part = |c: char| c.is_alphabetic() || matches!(c, '$' | '€' | '£' | '¥' | '.');
        let token = self.text[..end].char_indices().rev().take(6);
        let start = token.take_while(|(_, c)| is_part(*c)).last()?.0;
        if self.before(start).is_some_and(|c| c.is_alphanumeric() || c == '_') {
            return None;
        }
        let name = &self.text[start..end];
        let money = |code| Some((start, Unit { kind: Kind::Money(code), zeros: 0 }));
        if let Some((code, _)) = self.locale.currency_in_short(name) {
            // "kroner 5" is not said.
            return if name.len() <= 3 { money(code) } else { None };
        }
        if name.ends_with(['$', '€', '£', '¥']) {
            let (kind, _) = self.locale.unit_named(name)?;
            return matches!(kind, Kind::Money(_)).then_some((start, Unit { kind, zeros: 0 }));
        }
        self.currency_with_scale(name).map(|unit| (start, unit))
    }

    /// "MNOK" and "mkr" are millions, "TNOK" and "tkr" thousands.
    fn currency_with_scale(&self, name: &str) -> Option<Unit> {
        let zeros = match name.as_bytes() {
            [b'M' | b'm', _, _] | [b'M' | b'm', _, _, _] => 6,
            [b'T' | b't', _, _] | [b'T' | b't', _, _, _] => 3,
            _ => return None,
        };
        let currency = name.get(1..)?.to_ascii_uppercase();
        let currency = if currency == "KR" { "kr" } else { currency.as_str() };
        let (code, _) = self.locale.currency_in_short(currency)?;
        Some(Unit { kind: Kind::Money(code), zeros })
    }

    /// Reads a scale and a unit that stand after figures, or after a number in words.
    pub(super) fn suffix(&self, at: usize, money: bool) -> Suffix {
        let mut suffix = Suffix { unit: Unit::NONE, end: at, sign: None };
        let rest = &self.text[at..];
        if rest.starts_with(",-") || rest.starts_with(",–") {
            let length = if rest.starts_with(",-") { 2 } else { ",–".len() };
            let priced = !rest[length..].starts_with(|c: char| c.is_alphanumeric());
            if priced {
                let kind = Kind::Money(self.locale.words.kr);
                return Suffix { unit: Unit { kind, zeros: 0 }, end: at + length, sign: None };
            }
        }
        self.take_scale(&mut suffix, money);
        let start = self.skip_space(suffix.end);
        match self.after(start) {
            Some('%') => {
                let end = start + 1;
                let difference = ["-poeng", "-enhet", "-point"]
                    .iter()
                    .any(|points| self.text[end..].starts_with(points));
                suffix.unit.kind = if difference { Kind::Points } else { Kind::Percent };
                suffix.end = if difference { self.end_of_word(end + 1) } else { end };
                suffix.sign = (!difference).then_some(start);
            }
            Some(sign @ ('€' | '£' | '$'))
                if !money && !self.is_number_after(start + sign.len_utf8()) =>
            {
                let end = start + sign.len_utf8();
                if let Some((code, _)) = self.locale.currency_in_short(&self.text[start..end]) {
                    suffix.unit.kind = Kind::Money(code);
                    suffix.end = end;
                }
            }
            Some('-') if start == suffix.end => self.take_unit(&mut suffix, start + 1),
            Some(c) if c.is_alphabetic() => self.take_unit(&mut suffix, start),
            _ => {}
        }
        suffix
    }

    /// Takes a word such as "million" or "mrd."; after a currency also the "m" of "£3m".
    fn take_scale(&self, suffix: &mut Suffix, money: bool) {
        let start = self.skip_space(suffix.end);
        let end = self.end_of_word(start);
        let word = &self.text[start..end];
        if word.is_empty() || end < self.text.len() && self.after(end) == Some('_') {
            return;
        }
        let scales = self.locale.words.scales.iter();
        let known = scales.chain(money.then_some(&SHORT_SCALES).into_iter().flatten());
        let mut known = known.filter(|(name, _)| *name == word || word.eq_ignore_ascii_case(name));
        if let Some((name, zeros)) = known.next() {
            // The point of "mill." and "mrd." is a part of it, but not the end of a sentence.
            let shortened = name.len() <= 4 && self.text[end..].starts_with('.');
            suffix.unit.zeros = *zeros;
            suffix.end = if shortened { end + 1 } else { end };
        }
    }

    /// Takes the longest name of a unit, of three words at most.
    fn take_unit(&self, suffix: &mut Suffix, start: usize) {
        if !units::may_begin(&self.text[start..self.end_of_word(start)]) {
            return;
        }
        let mut ends = Vec::with_capacity(6);
        let mut end = start;
        for number in 1..=3 {
            let word_end = self.end_of_word(end);
            if word_end == end {
                break;
            }
            ends.push(word_end);
            if self.text[word_end..].starts_with('.') {
                ends.push(word_end + 1);
            }
            if number == 1 && !units::may_go_on(&self.text[start..word_end]) {
                break;
            }
            end = match self.after(word_end) {
                Some(joint) if joint == '-' || joint.is_whitespace() => word_end + joint.len_utf8(),
                _ => break,
            };
        }
        for end in ends.into_iter().rev() {
            let name = &self.text[start..end];
            let parts = |c: char| c == '-' || c.is_whitespace();
            let plain = match name.contains(parts) {
                true => Cow::Owned(name.replace(parts, " ")),
                false => Cow::Borrowed(name),
            };
            // "80 prosents stilling": the genitive of a unit.
            let named = self.locale.unit_named(&plain).or_else(|| {
                let (kind, own) = self.locale.unit_named(plain.strip_suffix('s')?)?;
                (kind == Kind::Percent).then_some((kind, own))
            });
            let unit = match named {
                Some((kind, _)) => Some(Unit { kind, ..suffix.unit }),
                None => self.currency_with_scale(name),
            };
            if let Some(unit) = unit {
                (suffix.unit, suffix.end) = (unit, end);
                return;
            }
        }
    }

    /// The number as this language writes it, if it is surely written as another would.
    fn own_form(
        &self,
        at: std::ops::Range<usize>,
        figures: &Figures,
        prefix: &Prefix,
        suffix: &Suffix,
        unit: Unit,
    ) -> Option<String> {
        let cldr = self.locale.cldr;
        let raw = &self.text[at.clone()];
        // Nine figures may be the number of an organisation.
        let countless = unit == Unit::NONE && raw.len() >= 11 && raw.contains(is_group_space);
        let foreign = !figures.own_signs && (figures.grouped || unit != Unit::NONE) && !countless;
        let mut gap = &self.text[at.end..suffix.sign.unwrap_or(at.end)];
        let spaced = gap.is_empty() != cldr.before_percent.is_empty();
        let wrongly_spaced = suffix.sign.is_some() && spaced;
        if !(foreign || wrongly_spaced || prefix.percent || prefix.dash.is_some()) {
            return None;
        }
        if wrongly_spaced {
            gap = cldr.before_percent;
        }
        let mut text = self.text[prefix.start..at.start].replace('%', "");
        if prefix.dash.is_some() {
            text = text.replace('–', &cldr.minus.to_string());
        }
        if foreign {
            text.push_str(&self.locale.digits(figures.value, figures.value.scale()));
        } else {
            text.push_str(raw);
        }
        text.push_str(gap);
        text.push_str(&self.text[suffix.sign.unwrap_or(at.end)..suffix.end]);
        if prefix.percent {
            text.push_str(cldr.before_percent);
            text.push('%');
        }
        Some(text)
    }
}

/// What stands before a number and after it, as one: "NOK" and "million".
fn joined(before: Unit, after: Unit, percent: bool) -> Unit {
    let kind = match (before.kind, after.kind) {
        (Kind::Number, Kind::Number) if percent => Kind::Percent,
        (before, Kind::Number) => before,
        (_, after) => after,
    };
    let zeros = if after.zeros > 0 { after.zeros } else { before.zeros };
    Unit { kind, zeros }
}

/// The value of `350,000` where the comma means the other thing.
fn otherwise(raw: &str, figures: &Figures, value: Decimal) -> Option<Decimal> {
    let (whole, three) = raw.split_once(['.', ','])?;
    let doubtful = figures.own_signs
        && (1..=3).contains(&whole.len())
        && !whole.starts_with('0')
        && three.len() == 3
        && three.bytes().all(|byte| byte.is_ascii_digit());
    if !doubtful {
        return None;
    }
    Some(if figures.grouped {
        value / Decimal::ONE_THOUSAND
    } else {
        value * Decimal::ONE_THOUSAND
    })
}
