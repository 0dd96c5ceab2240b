//! Numbers of companies, told apart from those of persons.

/// What stands where an organisation number should.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum OrganisationNumber {
    #[default]
    None,
    /// A Norwegian one: nine digits, and the last one is right.
    Valid(String),
    /// Nine digits that are no Norwegian number: one that is mistyped, or foreign.
    Wrong(String),
    /// Any other number of a foreign register, as it stands.
    Foreign(String),
    /// Made as a person's national identity number is; not kept.
    Personal,
}

impl OrganisationNumber {
    /// Reads a number of a company in that country (two letters, empty if not known):
    /// `912 391 231`, `NO912391231MVA`.
    pub fn parse(text: &str, country: &str) -> OrganisationNumber {
        let text = text.trim();
        let compact: String = text
            .chars()
            .filter(|c| !matches!(c, ' ' | '\u{a0}' | '.'))
            .collect::<String>()
            .to_uppercase();
        let bare = compact.strip_prefix("NO").unwrap_or(&compact);
        let bare = bare.strip_suffix("MVA").unwrap_or(bare);
        let nine = bare.len() == 9 && are_digits(bare);
        match country {
            _ if bare.is_empty() => OrganisationNumber::None,
            "" | "NO" if is_norwegian_person(bare) => OrganisationNumber::Personal,
            "" | "SE" if is_swedish_person(bare) => OrganisationNumber::Personal,
            "" | "NO" if nine && has_right_last_digit(bare) => {
                OrganisationNumber::Valid(bare.to_string())
            }
            "" | "NO" if nine => OrganisationNumber::Wrong(bare.to_string()),
            _ => OrganisationNumber::Foreign(text.to_string()),
        }
    }

    pub fn text(&self) -> &str {
        match self {
            OrganisationNumber::Valid(text)
            | OrganisationNumber::Wrong(text)
            | OrganisationNumber::Foreign(text) => text,
            OrganisationNumber::None | OrganisationNumber::Personal => "",
        }
    }
}

fn are_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Modulus 11 with the weights 3 2 7 6 5 4 3 2, as Brønnøysundregistrene give it.
fn has_right_last_digit(nine: &str) -> bool {
    let digits = nine.bytes().map(|byte| u32::from(byte - b'0'));
    let weights = [3, 2, 7, 6, 5, 4, 3, 2, 1];
    let sum: u32 = digits.zip(weights).map(|(digit, weight)| digit * weight).sum();
    sum.is_multiple_of(11)
}

/// Eleven digits that begin with a day (from 41 for a D number) and a month.
fn is_norwegian_person(text: &str) -> bool {
    let digits = text.replace('-', "");
    let number = |range: std::ops::Range<usize>| digits.get(range).and_then(|two| two.parse().ok());
    let day = |day: u32| (1..=31).contains(&day) || (41..=71).contains(&day);
    digits.len() == 11
        && are_digits(&digits)
        && number(0..2).is_some_and(day)
        && number(2..4).is_some_and(|month: u32| (1..=12).contains(&month))
}

/// `YYMMDD-NNNN`, with or without the century and the hyphen; companies have 20 or more where a
/// person has a month. Without a hyphen ten digits may be another country's number, too: those
/// count as a person's all the same, because a company's number can be filled in again.
fn is_swedish_person(text: &str) -> bool {
    let digits = text.replace(['-', '+'], "");
    let ten = match digits.len() {
        12 if digits.starts_with("19") || digits.starts_with("20") => &digits[2..],
        10 => digits.as_str(),
        _ => return false,
    };
    let number = |range: std::ops::Range<usize>| ten.get(range).and_then(|two| two.parse().ok());
    are_digits(ten)
        && number(2..4).is_some_and(|month: u32| (1..=12).contains(&month))
        && number(4..6).is_some_and(|day: u32| (1..=31).contains(&day) || (61..=91).contains(&day))
}
