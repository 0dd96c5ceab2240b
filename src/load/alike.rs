//! Rows of a table that are wrong in the same way, and are told once.

use crate::diagnostic::{Diagnostics, MOST_KEPT};

pub const NO_NUMBER: &str = "is not a number";
pub const NO_DATE: &str = "is not a date";

/// What cells have in common that are wrong in the same way. That is a word, or the way in which a number is
/// written: `31.01x` and `46.46x`. Digits alone are different mistakes, unless they make no number or date.
pub fn shape(text: &str, what: &str) -> String {
    let has_letters = text.contains(char::is_alphabetic);
    if !has_letters && ![NO_NUMBER, NO_DATE].contains(&what) {
        return text.to_string();
    }
    let mut shape = String::new();
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        let is_before_digit = signs.peek().is_some_and(char::is_ascii_digit);
        let is_point = has_letters && ".,".contains(sign) && is_before_digit;
        match sign.is_ascii_digit() {
            true if shape.ends_with('9') => {}
            true => shape.push('9'),
            false if is_point && shape.ends_with('9') => {}
            false => shape.push(sign),
        }
    }
    shape
}

/// Of rows that are wrong in the same way in one column the first is told, and how many they are.
pub fn tell_columns_once(diagnostics: &mut Diagnostics) {
    diagnostics.fold(
        |one| one.cause.clone(),
        |first, others| {
            first.cause = None;
            match others.len() + 1 {
                1 => {}
                // More are counted and not kept.
                rows @ MOST_KEPT.. => {
                    first.message.push_str(&format!("; so it is in {rows} rows and more"));
                }
                rows => first.message.push_str(&format!("; so it is in {rows} rows")),
            }
        },
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_slip_has_one_shape() {
        let is_alike = |one: &str, other: &str, what: &str| shape(one, what) == shape(other, what);
        assert!(is_alike("31.01x", "46.4x", "is not a code"));
        assert!(is_alike("50000 kr", "1,700.50 kr", NO_NUMBER));
        assert!(is_alike("1. mai 24", "12. mai 24", NO_DATE));
        assert!(is_alike("31/12/24", "1/6/24", NO_DATE));
        assert!(!is_alike("99.98", "99.97", "is not a code"));
        assert!(!is_alike("Norgge", "Sverje", "is not a country"));
        assert!(!is_alike("1.5.2", "15.2x", NO_NUMBER));
    }
}
