//! The cards of roles, and what a policy says of itself, → HTML.

use super::{Setting, Writer};
use crate::document::{Policy, RoleCard};
use crate::locale::Locale;

impl Writer<'_> {
    /// Cards side by side; the class says which role the filter of the page shows them for.
    pub(super) fn role_cards(&mut self, cards: &[RoleCard<'_>]) {
        self.push("<div class=\"roles\">\n");
        for card in cards {
            let place = self.setting.roles.iter().position(|role| role.id == card.role);
            let class = place.map_or("role".to_string(), |at| format!("role r{}", at + 1));
            self.push("<section");
            self.attribute("class", &class);
            self.push(">\n");
            self.heading(card.heading);
            self.blocks(card.blocks);
            self.push("</section>\n");
        }
        self.push("</div>\n");
    }
}

/// Where somebody can speak up, a paragraph each.
pub fn channels(policy: &Policy, setting: &Setting) -> String {
    let mut writer = Writer::new(setting, 512);
    for channel in &policy.channels {
        writer.push("<p><strong>");
        writer.inlines(&channel.name);
        writer.push("</strong>");
        if !channel.text.is_empty() {
            writer.push("<br>\n");
            writer.inlines(&channel.text);
        }
        writer.push("</p>\n");
    }
    writer.out
}

/// The documents that a policy names, as list items.
pub fn related(policy: &Policy, setting: &Setting) -> String {
    let mut writer = Writer::new(setting, 512);
    for one in &policy.related {
        writer.push("<li>");
        writer.inlines(one);
        writer.push("</li>\n");
    }
    writer.out
}

/// What the policy stands in place of, in one line.
pub fn supersedes(policy: &Policy, setting: &Setting) -> String {
    let mut writer = Writer::new(setting, 128);
    for (at, one) in policy.supersedes.iter().enumerate() {
        writer.push(if at > 0 { ", " } else { "" });
        writer.inlines(one);
    }
    writer.out
}

/// The rows of the table of changes: version, date, what was new.
pub fn changes(policy: &Policy, locale: &Locale, setting: &Setting) -> String {
    let mut writer = Writer::new(setting, 512);
    for change in &policy.changes {
        writer.push("<tr><th scope=\"row\">");
        writer.text(&change.version);
        writer.push("</th><td>");
        if let Some(date) = change.date {
            writer.push("<time");
            writer.attribute("datetime", &date.to_string());
            writer.push(">");
            writer.text(&locale.date(date));
            writer.push("</time>");
        }
        writer.push("</td><td>");
        writer.inlines(&change.text);
        writer.push("</td></tr>\n");
    }
    writer.out
}
