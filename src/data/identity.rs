//! Numbers that identify companies and people, told apart by how they are made.

/// Room for the digits of a number that identifies somebody.
pub type Digits = [u8; 16];

/// The digits in a text, whatever stands between them: `912 391 231`, `NO912391231MVA`. None where
/// there are too many to identify anybody.
pub fn digits<'a>(text: &str, room: &'a mut Digits) -> &'a [u8] {
    let mut length = 0;
    for sign in text.bytes().filter(u8::is_ascii_digit) {
        let Some(place) = room.get_mut(length) else { return &[] };
        *place = sign - b'0';
        length += 1;
    }
    &room[..length]
}

/// Nine digits, of which the last checks the others (modulus 11), as the Norwegian Register of
/// Legal Entities makes them.
pub fn is_norwegian_organisation(digits: &[u8]) -> bool {
    checks(digits, &[3, 2, 7, 6, 5, 4, 3, 2, 1])
}

/// Eleven digits that begin with a day and a month: a Norwegian national identity number, a D
/// number (day + 40), or one for tests (month + 40 or + 80). Check digits are not looked at: a slip
/// of the keyboard makes it no less a person's number.
pub fn is_norwegian_person(digits: &[u8]) -> bool {
    digits.len() == 11
        && (1..=31).contains(&(two(digits, 0) % 40))
        && (1..=12).contains(&(two(digits, 2) % 40))
}

/// As [`is_norwegian_person`], with both check digits: where other numbers of eleven digits, such
/// as those of bank accounts, may stand too.
pub fn is_checked_norwegian_person(digits: &[u8]) -> bool {
    is_norwegian_person(digits)
        && checks(&digits[..10], &[3, 7, 6, 1, 8, 9, 4, 5, 2, 1])
        && checks(digits, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1])
}

/// Ten digits that begin with year, month and day (+ 60 for a coordination number), or twelve with
/// the century: a Swedish personal identity number. A company's number has 20 or more where a
/// person's has the month.
pub fn is_swedish_person(digits: &[u8]) -> bool {
    let ten = match digits.len() {
        12 if matches!(digits[..2], [1, 9] | [2, 0]) => &digits[2..],
        10 => digits,
        _ => return false,
    };
    (1..=12).contains(&two(ten, 2)) && (1..=31).contains(&(two(ten, 4) % 60))
}

fn two(digits: &[u8], at: usize) -> u8 {
    digits[at] * 10 + digits[at + 1]
}

/// Modulus 11 over the digits with these weights gives nought.
fn checks(digits: &[u8], weights: &[u32]) -> bool {
    let sum: u32 =
        digits.iter().zip(weights).map(|(digit, weight)| u32::from(*digit) * weight).sum();
    digits.len() == weights.len() && sum.is_multiple_of(11)
}
