//! Who answers for a report.

use serde::Serialize;

/// A person who signs a report, in the words of one language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Signature {
    pub name: String,
    /// `styreleder`
    pub role: String,
    /// The company that the person signs for; empty where the report is of one company.
    pub company: String,
    /// `Signert 5. juni 2025, Oslo`; none until it is signed.
    pub signed: Option<String>,
}
