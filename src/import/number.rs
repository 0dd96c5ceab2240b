//! Numbers of companies, told apart from those of persons.

use crate::data::identity;

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
        let mut room = identity::Digits::default();
        let digits = identity::digits(bare, &mut room);
        let nine = digits.len() == 9 && bare.len() == 9;
        match country {
            _ if bare.is_empty() => OrganisationNumber::None,
            "" | "NO" if identity::is_norwegian_person(digits) => OrganisationNumber::Personal,
            // Ten digits may be another country's number, too. They count as a person's all the
            // same, because a company's number can be filled in again.
            "" | "SE" if identity::is_swedish_person(digits) => OrganisationNumber::Personal,
            "" | "NO" if nine && identity::is_norwegian_organisation(digits) => {
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
