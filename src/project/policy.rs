//! What the front matter of a policy says: typed, its texts still open.

use time::Date;

use crate::document::{Inline, LinkReference, Written};
use crate::source::Span;

/// Something that the author wrote, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<T> {
    pub value: T,
    pub span: Span,
}

/// The front matter of a page with `kind = "policy"`, beside what all pages have.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PolicyFront {
    /// As it is written: `1.10` is not `1.1`.
    pub version: Option<Placed<String>>,
    pub owner: Vec<Inline<Written>>,
    pub approved_by: Vec<Inline<Written>>,
    pub approved_on: Option<Placed<Date>>,
    /// The day from which it holds.
    pub effective: Option<Placed<Date>>,
    /// The day by which somebody looks at it again.
    pub review_by: Option<Placed<Date>>,
    pub applies_to: Vec<Inline<Written>>,
    /// The laws whose protected grounds it names.
    pub jurisdictions: Vec<Placed<Jurisdiction>>,
    /// Ids of the roles that it has cards for, in the order of the filter.
    pub roles: Vec<Placed<String>>,
    pub channels: Vec<WrittenChannel>,
    pub related: Vec<Placed<RelatedReference>>,
    /// What it stands in place of.
    pub supersedes: Vec<Placed<RelatedReference>>,
    /// The newest first.
    pub changes: Vec<WrittenChange>,
    /// Fields that are there under a misspelt name, which is told.
    pub misspelt: Vec<&'static str>,
    /// Fields that every policy should have and this one has not, under no name.
    pub missing: Vec<&'static str>,
}

impl PolicyFront {
    /// The texts that readers see, in the order of the page.
    pub fn texts(&self) -> impl Iterator<Item = &Vec<Inline<Written>>> {
        let related = self.supersedes.iter().chain(&self.related);
        let words = related.filter_map(|one| match &one.value {
            RelatedReference::Words(words) => Some(words),
            RelatedReference::Page(_) => None,
        });
        let channels = self.channels.iter().flat_map(|channel| [&channel.name, &channel.text]);
        let changes = self.changes.iter().map(|change| &change.text);
        let own = [&self.owner, &self.approved_by, &self.applies_to].into_iter();
        own.chain(words).chain(channels).chain(changes).filter(|text| !text.is_empty())
    }
}

/// Where somebody can speak up.
#[derive(Debug, Clone, PartialEq)]
pub struct WrittenChannel {
    pub name: Vec<Inline<Written>>,
    pub text: Vec<Inline<Written>>,
    pub span: Span,
}

/// A row of the table of changes.
#[derive(Debug, Clone, PartialEq)]
pub struct WrittenChange {
    pub version: Placed<String>,
    pub date: Option<Placed<Date>>,
    pub text: Vec<Inline<Written>>,
}

/// A page of the site, which brings its title, or a document elsewhere in the author's words.
#[derive(Debug, Clone, PartialEq)]
pub enum RelatedReference {
    Page(LinkReference),
    Words(Vec<Inline<Written>>),
}

/// A country whose law says which grounds of discrimination are forbidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Jurisdiction {
    Norway,
    Sweden,
}

impl Jurisdiction {
    pub const WORDS: [&str; 2] = ["no", "se"];

    pub fn word(self) -> &'static str {
        match self {
            Jurisdiction::Norway => "no",
            Jurisdiction::Sweden => "se",
        }
    }

    pub fn from_word(word: &str) -> Option<Jurisdiction> {
        match word {
            "no" => Some(Jurisdiction::Norway),
            "se" => Some(Jurisdiction::Sweden),
            _ => None,
        }
    }
}
