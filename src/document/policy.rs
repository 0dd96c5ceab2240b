//! What a policy says of itself, in words; and the cards of a text, by the roles that they speak to.

use time::Date;

use super::{Block, Heading, Inline, Resolved};

/// What a policy says of itself beside its text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Policy {
    pub version: String,
    pub owner: Vec<Inline<Resolved>>,
    pub approved_by: Vec<Inline<Resolved>>,
    pub approved_on: Option<Date>,
    pub effective: Option<Date>,
    pub review_by: Option<Date>,
    pub applies_to: Vec<Inline<Resolved>>,
    /// Pages as links, documents elsewhere in words.
    pub supersedes: Vec<Vec<Inline<Resolved>>>,
    pub related: Vec<Vec<Inline<Resolved>>>,
    pub channels: Vec<Channel>,
    /// In the order written: the newest first.
    pub changes: Vec<Change>,
    /// Those that its cards speak to, in the order of the filter.
    pub roles: Vec<Role>,
}

/// Where somebody can speak up.
#[derive(Debug, Clone, PartialEq)]
pub struct Channel {
    pub name: Vec<Inline<Resolved>>,
    pub text: Vec<Inline<Resolved>>,
}

/// A version, and what was new in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub version: String,
    pub date: Option<Date>,
    pub text: Vec<Inline<Resolved>>,
}

/// Whom a card speaks to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    pub id: String,
    /// `manager`
    pub name: String,
    /// `managers`
    pub plural: String,
    /// All that policies expect of the role: a page's address, where there is one.
    pub url: Option<String>,
}

/// A stretch of a text.
#[derive(Debug, Clone, PartialEq)]
pub enum Stretch<'a> {
    Text(&'a [Block<Resolved>]),
    /// Cards that stand side by side.
    Cards(Vec<RoleCard<'a>>),
}

/// A heading with `role="manager"` and what stands below it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RoleCard<'a> {
    /// The id of the role.
    pub role: &'a str,
    pub heading: &'a Heading<Resolved>,
    pub blocks: &'a [Block<Resolved>],
}

/// A text with its cards. A card ends at the next heading of its own level or above; those that
/// follow each other stand side by side.
pub fn stretches(blocks: &[Block<Resolved>]) -> Vec<Stretch<'_>> {
    let mut found: Vec<Stretch<'_>> = Vec::new();
    let mut rest = blocks;
    while !rest.is_empty() {
        let plain = rest.iter().position(|block| role_of(block).is_some()).unwrap_or(rest.len());
        if plain > 0 {
            found.push(Stretch::Text(&rest[..plain]));
            rest = &rest[plain..];
        }
        let mut cards = Vec::new();
        while let Some((role, heading)) = rest.first().and_then(role_of) {
            let ends = |block: &Block<Resolved>| matches!(block, Block::Heading(other) if other.level <= heading.level);
            let end = rest[1..].iter().position(ends).map_or(rest.len(), |at| at + 1);
            cards.push(RoleCard { role, heading, blocks: &rest[1..end] });
            rest = &rest[end..];
        }
        if !cards.is_empty() {
            found.push(Stretch::Cards(cards));
        }
    }
    found
}

fn role_of(block: &Block<Resolved>) -> Option<(&str, &Heading<Resolved>)> {
    let Block::Heading(heading) = block else { return None };
    let attributes = &heading.mark.attributes;
    let role = attributes.iter().find(|(name, value)| name == "role" && !value.is_empty());
    role.map(|(_, role)| (role.as_str(), heading))
}
