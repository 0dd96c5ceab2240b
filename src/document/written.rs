//! What references are as the author wrote them, still open.

use super::{Inline, Written};
use crate::source::Span;

/// `[447](fact:suppliers.count@2023?digits=1 "≈")`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactReference {
    pub id: String,
    pub period: Option<String>,
    pub digits: Option<u32>,
    /// What stands between the brackets; empty to be filled in.
    pub stated: String,
    /// The title `"≈"`: the words were weighed by a person and stand as written.
    pub accepted: bool,
    /// The whole reference.
    pub span: Span,
    /// The words between the brackets.
    pub stated_span: Span,
    /// Whether just these words stand at that place, with no signs of Markdown or escapes among
    /// them: then they can be replaced.
    pub replaceable: bool,
    /// The id after `fact:`.
    pub id_span: Span,
}

/// A link as written: a URL, `@/path.md#anchor`, a relative `.md` path or `#anchor`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkReference {
    pub target: String,
    pub title: String,
    pub span: Span,
    /// The target between the parentheses.
    pub target_span: Span,
}

/// `[^label]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteReference {
    pub label: String,
    pub span: Span,
}

/// An image on a line of its own: `![caption](chart:id?top=7 "text alternative")`.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureReference {
    pub kind: FigureKind,
    /// What stands after the scheme, before `@` and `?`: an id, a list of ids, a path.
    pub target: String,
    pub period: Option<String>,
    /// `top=7`, in the order written.
    pub options: Vec<(String, String)>,
    pub caption: Vec<Inline<Written>>,
    pub title: String,
    pub span: Span,
    pub target_span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureKind {
    Chart,
    Table,
    Cards,
    Image,
    /// A text that is written once: its blocks stand in its place.
    Part,
}

/// `{#method legal="tl-5a" oecd="2"}`
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HeadingAttributes {
    pub anchor: Option<String>,
    pub attributes: Vec<(String, String)>,
}
