//! An accessibility statement in words: what its front matter says, as headings and paragraphs
//! before the page's own text.

use std::sync::Arc;

use super::resolve::{Resolver, Scope, Text};
use super::sitemap::Sitemap;
use crate::diagnostic::Diagnostics;
use crate::document::{
    Block, Heading, HeadingMark, Inline, Link, List, Page, Paragraph, Printed, Resolved, Target,
};
use crate::project::statement::StatementFront;
use crate::source::Span;
use crate::theme::Messages;

/// Puts the statement before the text of its page; leaves other pages as they are.
pub fn add(
    scope: Scope<'_>,
    text: &mut Text,
    printed: &mut Vec<Printed>,
    diagnostics: &mut Diagnostics,
) {
    let Some(front) = &scope.page.front.statement else { return };
    let mut resolver = Resolver::new(scope, diagnostics);
    let mut writer =
        Writer { messages: scope.messages, span: scope.page.front.span, blocks: Vec::new() };
    writer.write(front, &mut resolver);
    printed.append(&mut resolver.printed);
    let mut blocks = writer.blocks;
    blocks.append(&mut text.blocks);
    text.blocks = blocks;
}

/// The page that states how accessible the site is, or the address that the configuration gives.
pub fn address(sitemap: &Sitemap, language: usize, pages: &[Arc<Page>]) -> Option<Target> {
    let states = |page: &&Arc<Page>| {
        let entry = sitemap.entries.get(page.key.as_str());
        entry.is_some_and(|entry| entry.page(language).0.front.statement.is_some())
    };
    let page = pages.iter().find(states).map(|page| Target::Page {
        url: page.url.clone(),
        key: page.key.clone(),
        anchor: None,
        lang: None,
    });
    page.or_else(|| sitemap.config.accessibility_statement.clone().map(Target::External))
}

struct Writer<'a> {
    messages: &'a Messages,
    span: Span,
    blocks: Vec<Block<Resolved>>,
}

impl Writer<'_> {
    fn write(&mut self, front: &StatementFront, resolver: &mut Resolver<'_, '_>) {
        let scope = resolver.scope;
        let config = &scope.project.config;
        let given =
            |resolver: &mut Resolver<'_, '_>, words: &Vec<_>, other: &str| match words.is_empty() {
                true => other.to_string(),
                false => crate::document::plain(&resolver.line(words)),
            };
        let actor = given(resolver, &front.actor, &config.organisation.name);
        let own = &config.languages[scope.edition];
        let service = given(resolver, &front.service, &own.title);
        let who = self.messages.fill("statement-who", &[("actor", &actor), ("service", &service)]);
        self.paragraph(who);

        self.heading("compliance");
        if let Some(compliance) = &front.compliance {
            self.said(&format!("statement-{}", compliance.value.word()));
        }
        if !front.faults.is_empty() {
            self.heading("faults");
            let items = front.faults.iter().map(|fault| {
                let mut line = vec![Inline::Strong(resolver.line(&fault.text))];
                line.push(self.text(" "));
                line.append(&mut resolver.line(&fault.reason));
                if let Some(date) = &fault.mend_by {
                    let date = scope.locale.date(date.value);
                    let by = self.messages.fill("statement-mend-by", &[("date", &date)]);
                    line.push(self.text(&format!(" {by}")));
                }
                vec![self.line(line)]
            });
            let items = items.collect();
            let span = self.span;
            self.blocks.push(Block::List(List {
                start: None,
                tight: true,
                steps: false,
                items,
                span,
            }));
        }
        for (name, words) in [("undue-burden", &front.undue_burden), ("exempt", &front.exempt)] {
            self.heading(name);
            match words.is_empty() {
                true => self.said(&format!("statement-{name}-none")),
                false => self.lines(resolver.line(words)),
            }
        }
        self.heading("feedback");
        self.lines(resolver.line(&front.feedback));
        if let Some(complaint) = &front.complaint {
            self.heading("complaint");
            let target = Target::External(complaint.target.clone());
            let link = Link { target, title: String::new(), span: complaint.span };
            let content = vec![self.text(self.messages.text("statement-complaint-link"))];
            let before = self.text(&format!("{} ", self.messages.text("statement-complaint-text")));
            let end = self.text(".");
            self.lines(vec![before, Inline::Link { target: Box::new(link), content }, end]);
        }
        self.heading("assessment");
        self.lines(resolver.line(&front.method));
        let updated = scope.page.front.updated;
        if let Some((assessed, updated)) = front.assessed_on.as_ref().zip(updated) {
            let dates = [
                ("assessed", &scope.locale.date(assessed.value)),
                ("updated", &scope.locale.date(updated)),
            ];
            let dates = dates.map(|(name, date)| (name, date.as_str()));
            let said = self.messages.fill("statement-dates", &dates);
            self.paragraph(said);
        }
    }

    fn text(&self, text: &str) -> Inline<Resolved> {
        Inline::Text { text: text.into(), span: self.span }
    }

    fn line(&self, content: Vec<Inline<Resolved>>) -> Block<Resolved> {
        Block::Paragraph(Paragraph { content, span: self.span })
    }

    fn lines(&mut self, content: Vec<Inline<Resolved>>) {
        let block = self.line(content);
        self.blocks.push(block);
    }

    fn paragraph(&mut self, text: String) {
        let content = vec![self.text(&text)];
        self.lines(content);
    }

    /// A sentence of the program.
    fn said(&mut self, key: &str) {
        self.paragraph(self.messages.text(key).to_string());
    }

    fn heading(&mut self, name: &str) {
        let text = self.messages.text(&format!("statement-{name}")).to_string();
        let content = vec![self.text(&text)];
        let anchor = format!("statement-{name}");
        let mark = HeadingMark { anchor, number: None, text, attributes: Vec::new() };
        self.blocks.push(Block::Heading(Heading {
            level: 2,
            content,
            mark: Box::new(mark),
            span: self.span,
        }));
    }
}
