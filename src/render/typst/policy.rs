//! What a policy says of itself, beside its text: where to speak up, related documents, changes.

use serde_json::{Value, json};

use super::content::{Writer, text_or_none};
use crate::document::{Inline, Page, Resolved};
use crate::theme::Messages;

/// Words of the program that the layout of a policy needs.
const WORDS: [&str; 7] =
    ["changes", "related", "speak-up", "supersedes", "valid-from", "version", "what-changed"];

/// `policy` of `report.json`; null for other documents.
pub(super) fn facts(front: Option<&Page>, messages: &Messages) -> Value {
    let Some(policy) = front.and_then(|page| page.policy.as_ref()) else { return Value::Null };
    let words: serde_json::Map<String, Value> =
        WORDS.iter().map(|key| (key.to_string(), Value::from(messages.text(key)))).collect();
    json!({ "version": policy.version, "words": words })
}

impl<'a> Writer<'a> {
    /// `#let about = (…)`: lists of content, in the order of the page.
    pub(super) fn about(&mut self, page: &'a Page) {
        let Some(policy) = &page.policy else { return };
        self.start(page, 1);
        self.code("#let about = (\nsupersedes: (");
        policy.supersedes.iter().for_each(|one| self.listed(one));
        self.code("),\nrelated: (");
        policy.related.iter().for_each(|one| self.listed(one));
        self.code("),\nchannels: (");
        for channel in &policy.channels {
            self.code("(name: ");
            self.listed(&channel.name);
            self.code("text: ");
            match channel.text.is_empty() {
                true => self.code("none"),
                false => self.listed(&channel.text),
            }
            self.code("), ");
        }
        self.code("),\nchanges: (");
        for change in &policy.changes {
            let date = change.date.map(|date| page.locale.date(date)).unwrap_or_default();
            self.code(&format!("(version: {}, ", text_or_none(&change.version)));
            self.code(&format!("date: {}, text: ", text_or_none(&date)));
            self.listed(&change.text);
            self.code("), ");
        }
        self.code("),\n)\n\n");
    }

    /// A line as content, and a comma.
    fn listed(&mut self, inlines: &[Inline<Resolved>]) {
        self.code("{ ");
        self.inlines(inlines);
        self.code("}, ");
    }
}
