//! What the front matter of an accessibility statement says: typed, its texts still open.

use time::Date;

use super::policy::Placed;
use crate::document::{Inline, LinkReference, Written};
use crate::source::Span;

/// The front matter of a page with `kind = "accessibility"`: what a Swedish public body states of a
/// website (Digg's regulation MDFFS 2019:2, after section 14 of lagen (2018:1937)).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StatementFront {
    /// Who answers for the site; the organisation unless said otherwise.
    pub actor: Vec<Inline<Written>>,
    /// What the site is called; its title unless said otherwise.
    pub service: Vec<Inline<Written>>,
    pub compliance: Option<Placed<Compliance>>,
    pub faults: Vec<Fault>,
    pub assessed_on: Option<Placed<Date>>,
    pub method: Vec<Inline<Written>>,
    pub feedback: Vec<Inline<Written>>,
    /// The authority's form for complaints.
    pub complaint: Option<LinkReference>,
    /// What would be unreasonably burdensome to mend; empty where nothing is.
    pub undue_burden: Vec<Inline<Written>>,
    /// What the law does not cover; empty where it covers all.
    pub exempt: Vec<Inline<Written>>,
}

impl StatementFront {
    /// The texts that readers see, in the order of the page.
    pub fn texts(&self) -> impl Iterator<Item = &Vec<Inline<Written>>> {
        let faults = self.faults.iter().flat_map(|fault| [&fault.text, &fault.reason]);
        let after = [&self.undue_burden, &self.exempt, &self.feedback, &self.method];
        [&self.actor, &self.service].into_iter().chain(faults).chain(after)
    }
}

/// How far a site meets what the law asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compliance {
    Full,
    Partial,
    None,
}

impl Compliance {
    pub const WORDS: [&str; 3] = ["full", "partial", "none"];

    pub fn word(self) -> &'static str {
        match self {
            Compliance::Full => "full",
            Compliance::Partial => "partial",
            Compliance::None => "none",
        }
    }

    pub fn from_word(word: &str) -> Option<Compliance> {
        [Compliance::Full, Compliance::Partial, Compliance::None]
            .into_iter()
            .find(|one| one.word() == word)
    }
}

/// Something on the site that some people cannot use.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    pub text: Vec<Inline<Written>>,
    /// Why it is so.
    pub reason: Vec<Inline<Written>>,
    /// The day by which it is mended.
    pub mend_by: Option<Placed<Date>>,
    pub span: Span,
}
