//! Reads what a writer typed: the other direction of `locale`.

use rust_decimal::Decimal;

use super::{Cldr, Locale};

/// A number found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// As [`Locale::percent`] takes it: "66 %" is 66.
    pub value: Decimal,
    /// How many decimals were written: two in "1,50".
    pub decimals: u32,
    pub kind: Kind,
    /// "< 1 %" is not 1 %.
    pub bound: Option<Bound>,
    /// Whether figures, signs, spaces and words are this language's own. `350.000`, `36%` and
    /// `30 000 euros` are not canonical in Norwegian; whether a writer chooses `66 %` or
    /// `66 prosent`, an ordinary or a no-break space, `1447` or `1 447`, does not matter.
    pub canonical: bool,
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Number,
    Percent,
    /// Percentage points.
    Points,
    /// Money, with the code of its currency (ISO 4217).
    Money(&'static str),
}

/// On which side of the written number the value lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    Below,
    Above,
}

impl Parsed {
    /// Whether two writings state the same, however each of them is written.
    pub fn says_the_same(&self, other: &Parsed) -> bool {
        (self.value, self.kind, self.bound) == (other.value, other.kind, other.bound)
    }
}

impl Locale {
    /// The number that a writer typed in this language, with its unit: `30 000`, `66 %`,
    /// `66 prosent`, `−18 prosentpoeng`, `kr 30 000`, `30 000 kroner`, `NOK 30 000`. Forms of other
    /// languages are read too, but are not canonical; what two languages read differently is read
    /// as in this one (`1.234` is more than a thousand in Norwegian and one and a bit in English).
    /// `None` for what is not a number and nothing else: words, codes such as `007`, ranges, dates.
    pub fn parse_number(&self, text: &str) -> Option<Parsed> {
        let text: String =
            text.trim().chars().map(|c| if is_group_space(c) { ' ' } else { c }).collect();
        let start = text.find(|c: char| c.is_ascii_digit())?;
        let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;

        let figures = self.figures(&text[start..end])?;
        let before = self.before_figures(&text[..start])?;
        let after = self.after_figures(&text[end..])?;
        let (kind, kind_is_own) = match (before.currency, after) {
            (None, after) => after,
            (Some((code, own)), (Kind::Number, true)) => (Kind::Money(code), own),
            (Some(_), _) => return None,
        };
        Some(Parsed {
            value: if before.is_negative() { -figures.value } else { figures.value },
            decimals: figures.value.scale(),
            kind,
            bound: before.bound,
            canonical: figures.canonical() && before.canonical && kind_is_own,
        })
    }

    /// The figures alone: as this language writes them, or else as another does. Groups that are
    /// set apart have an ordinary space between them.
    pub(super) fn figures(&self, text: &str) -> Option<Figures> {
        let Cldr { group, decimal, .. } = *self.cldr;
        let group = if is_group_space(group) { ' ' } else { group };
        if let Some(figures) = figures(text, group, decimal) {
            return Some(figures);
        }
        let foreign = [(' ', decimal), ('.', ','), (',', '.'), (' ', '.'), (' ', ',')];
        foreign.iter().find_map(|(group, decimal)| {
            let found = figures(text, *group, *decimal)?;
            Some(Figures { own_signs: false, ..found })
        })
    }

    /// Reads a bound, a sign and a currency that stand before the figures.
    fn before_figures(&self, text: &str) -> Option<Before> {
        let mut before = Before { bound: None, sign: None, currency: None, canonical: true };
        let rest = before.take_bound(text);
        let rest = before.take_sign(rest);
        // The sign may also stand between the currency and the figures.
        let name = rest.trim_end_matches(is_sign);
        let sign = &rest[name.len()..];
        if !sign.is_empty() && (before.sign.is_some() || !before.take_sign(sign).is_empty()) {
            return None;
        }
        let spaced = name.ends_with(' ');
        let name = name.trim();
        if name.is_empty() {
            before.canonical &= !spaced;
            return Some(before);
        }
        let (code, own) = self.currency_named(name)?;
        let needs_space = name.ends_with(|c: char| c.is_alphabetic() || c == '.');
        before.currency = Some((code, own && spaced == needs_space));
        Some(before)
    }

    /// Reads the unit that stands after the figures, and tells whether it is this language's own.
    fn after_figures(&self, text: &str) -> Option<(Kind, bool)> {
        let word = text.trim();
        let spaced = text.len() > word.len();
        if word.is_empty() {
            return Some((Kind::Number, true));
        }
        if word == "%" {
            let own = spaced != self.cldr.before_percent.is_empty();
            return Some((Kind::Percent, own));
        }
        if matches!(word, ",-" | ",–") {
            return Some((Kind::Money(self.words.kr), true));
        }
        let (kind, own) = self.unit_named(word)?;
        Some((kind, own && spaced))
    }
}

pub(super) struct Figures {
    pub(super) value: Decimal,
    /// Whether this language groups and points its figures by these signs.
    pub(super) own_signs: bool,
    pub(super) grouped: bool,
    /// Whether five figures or more stand before the decimal sign.
    long: bool,
}

impl Figures {
    /// Numbers of five figures and more are canonical when they are grouped.
    fn canonical(&self) -> bool {
        self.own_signs && (self.grouped || !self.long)
    }
}

struct Before {
    bound: Option<Bound>,
    sign: Option<char>,
    currency: Option<(&'static str, bool)>,
    canonical: bool,
}

impl Before {
    /// Takes a bound off the start of a text.
    fn take_bound<'t>(&mut self, text: &'t str) -> &'t str {
        self.bound = match text.chars().next() {
            Some('<') => Some(Bound::Below),
            Some('>') => Some(Bound::Above),
            _ => return text,
        };
        text[1..].trim_start()
    }

    /// Takes a sign off the start of a text. A dash is a slip for a minus.
    fn take_sign<'t>(&mut self, text: &'t str) -> &'t str {
        let Some(sign) = text.chars().next().filter(|c| is_sign(*c)) else {
            return text;
        };
        self.sign = Some(sign);
        self.canonical &= sign != '–';
        &text[sign.len_utf8()..]
    }

    fn is_negative(&self) -> bool {
        self.sign.is_some_and(|sign| sign != '+')
    }
}

pub(super) fn is_sign(c: char) -> bool {
    matches!(c, '-' | '−' | '–' | '+')
}

/// Reads figures that are grouped and pointed by these two signs and no others.
fn figures(text: &str, group: char, decimal: char) -> Option<Figures> {
    let (whole, fraction) = match text.split_once(decimal) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let are_figures = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !fraction.is_none_or(are_figures) {
        return None;
    }
    let mut groups = whole.split(group);
    let first = groups.next().filter(|first| are_figures(first))?;
    let grouped = first.len() < whole.len();
    if grouped && (first.len() > 3 || !groups.all(|three| three.len() == 3 && are_figures(three))) {
        return None;
    }
    // "007" is a code, not a number.
    if first.starts_with('0') && whole.len() > 1 {
        return None;
    }
    let plain = match fraction {
        Some(fraction) => format!("{}.{fraction}", whole.replace(group, "")),
        None => whole.replace(group, ""),
    };
    Some(Figures {
        value: Decimal::from_str_exact(&plain).ok()?,
        own_signs: true,
        grouped,
        long: whole.len() >= 5,
    })
}

/// Spaces that may stand between thousands: the ordinary, no-break, figure, thin and narrow one.
pub(super) fn is_group_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}')
}
