//! Codes as the translation writes them: figures in its own language, links that lead to its own.

use crate::load::leaves::{Code, CodeKind};
use crate::locale::{Kind, Locale};

/// The two languages of a page.
#[derive(Clone, Copy)]
pub(super) struct Languages {
    pub source: &'static Locale,
    pub target: &'static Locale,
}

impl Languages {
    /// A code of the original in the translation; `known` is how the translation has written it so
    /// far. Words for a figure that are new (`is_new`) are nobody's yet: a person must accept them.
    pub(super) fn code(self, original: &Code, known: Option<&Code>, is_new: bool) -> Code {
        match (&original.kind, known) {
            (CodeKind::FactWords { .. }, Some(known)) if !is_new => known.clone(),
            (CodeKind::FactWords { target, .. }, _) => Code {
                kind: CodeKind::FactWords { target: target.clone(), title: String::new() },
                open: "[".to_string(),
                close: format!("](fact:{target})"),
            },
            (CodeKind::Fact { target, stated, title }, known) => {
                let other = known.and_then(|code| match &code.kind {
                    CodeKind::Fact { stated, .. } => Some((code, stated)),
                    _ => None,
                });
                let own = self.stated(stated);
                match (own, other) {
                    (Some(own), Some((known, said))) => match self.agree(stated, said) {
                        true => known.clone(),
                        false => fact(target, &own, title),
                    },
                    (Some(own), None) => fact(target, &own, title),
                    (None, Some((known, _))) => known.clone(),
                    (None, None) => fact(target, "", ""),
                }
            }
            // A law may have another address in another language.
            (CodeKind::Link(_), Some(known)) if known.close.starts_with("](") => known.clone(),
            (CodeKind::Address(_) | CodeKind::InlineCode(_), Some(known)) => known.clone(),
            _ => original.clone(),
        }
    }

    /// A stated number or date as the translation writes it. None for words.
    fn stated(self, stated: &str) -> Option<String> {
        if let Some(date) = self.source.parse_date(stated) {
            let is_short = !stated.chars().any(char::is_alphabetic);
            return Some(match is_short {
                true => self.target.date_short(date),
                false => self.target.date(date),
            });
        }
        let parsed = self.source.parse_number(stated).filter(|parsed| parsed.bound.is_none())?;
        // A year, or a number that the author left ungrouped.
        let digits = stated.trim();
        if digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(digits.to_string());
        }
        Some(match parsed.kind {
            Kind::Number => self.target.number(parsed.value, parsed.decimals),
            Kind::Percent => self.target.percent(parsed.value, parsed.decimals),
            Kind::Points => self.target.points(parsed.value, parsed.decimals),
            Kind::Money(currency) => self.target.money(parsed.value, currency, parsed.decimals),
        })
    }

    /// Whether both languages state the same.
    fn agree(self, source: &str, target: &str) -> bool {
        let dates = (self.source.parse_date(source), self.target.parse_date(target));
        let numbers = (self.source.parse_number(source), self.target.parse_number(target));
        match (dates, numbers) {
            ((Some(one), Some(two)), _) => one == two,
            (_, (Some(one), Some(two))) => one.says_the_same(&two) && one.decimals == two.decimals,
            _ => false,
        }
    }
}

/// A reference to a fact, as it is written.
fn fact(target: &str, stated: &str, title: &str) -> Code {
    let written = match title.is_empty() {
        true => String::new(),
        false => format!(" \"{}\"", title.replace('"', "\\\"")),
    };
    Code {
        kind: CodeKind::Fact {
            target: target.to_string(),
            stated: stated.to_string(),
            title: title.to_string(),
        },
        open: format!("[{stated}](fact:{target}{written})"),
        close: String::new(),
    }
}
