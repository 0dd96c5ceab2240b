//! All that policies expect of a role, on one page a role and edition: made of the cards of the
//! policies as they are, each with a link to where it stands.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::policy::{known, role};
use super::sitemap::{Entry, Sitemap, index_keys};
use super::{card, messages, words};
use crate::document::{
    Block, Definition, Figure, Heading, HeadingMark, Inline, Known, Link, List, Page, PageKind,
    Paragraph, Resolved, Role, Stretch, Table, Target, Translation, plain, stretches,
};
use crate::load::slug;
use crate::project::Project;
use crate::source::Span;

/// Adds a page for each role that policies of the edition have cards for, and leads to it from them.
pub fn add(pages: &mut Vec<Arc<Page>>, sitemap: &Sitemap, project: &Project, language: usize) {
    let policies: Vec<&Entry> =
        sitemap.entries.values().filter(|entry| entry.kind == PageKind::Policy).collect();
    let Some(above) = above_all(&policies, sitemap) else { return };
    let mut made = Vec::new();
    for id in known(&project.config) {
        if !is_expected(&policies, id, language) {
            continue;
        }
        let own = &project.config.languages[language];
        let Some(role) = role(id, &project.config, own.locale, messages(project, own.locale))
        else {
            continue;
        };
        let view = View { above, policies: &policies, sitemap, project, language };
        let page = view.page(&role, pages);
        let is_for_role = |other: &&mut Arc<Page>| {
            let roles = other.policy.iter().flat_map(|policy| &policy.roles);
            roles.into_iter().any(|role| role.id == id)
        };
        for other in pages.iter_mut().filter(is_for_role) {
            let policy = Arc::make_mut(other).policy.iter_mut();
            let roles = policy.flat_map(|policy| &mut policy.roles).filter(|role| role.id == id);
            roles.for_each(|role| role.url = Some(page.url.clone()));
        }
        if made.iter().all(|other: &Page| other.key != page.key) {
            made.push(page);
        }
    }
    pages.extend(made.into_iter().map(Arc::new));
    pages.sort_by(|a, b| a.key.cmp(&b.key));
}

/// The nearest `_index` page that all policies lie below.
fn above_all<'s>(policies: &[&Entry], sitemap: &'s Sitemap) -> Option<&'s Entry> {
    fn folder(entry: &Entry) -> &str {
        entry.page(0).0.folder()
    }
    let first = policies.first()?;
    let mut found = index_keys(folder(first)).filter(|index| {
        let section = index.strip_suffix("_index").unwrap_or_default();
        policies.iter().all(|entry| format!("{}/", folder(entry)).starts_with(section))
    });
    found.find_map(|index| sitemap.entries.get(index.as_str()))
}

/// Whether a policy of the edition has a card for a role.
fn is_expected(policies: &[&Entry], id: &str, language: usize) -> bool {
    let published = policies.iter().filter(|entry| !entry.omitted[language]);
    let mut texts = published.flat_map(|entry| entry.page(language).0.shown().0);
    texts.any(|block| {
        let Block::Heading(heading) = block else { return false };
        heading.mark.attributes.iter().any(|(name, value)| name == "role" && value == id)
    })
}

/// What the page of a role is made from.
#[derive(Clone, Copy)]
struct View<'v> {
    above: &'v Entry,
    policies: &'v [&'v Entry],
    sitemap: &'v Sitemap,
    project: &'v Project,
    language: usize,
}

impl View<'_> {
    fn page(self, role: &Role, pages: &[Arc<Page>]) -> Page {
        let own = &self.project.config.languages[self.language];
        let words = messages(self.project, own.locale);
        let above = pages.iter().find(|page| *page.key == *self.above.key);
        let span = above.map_or(Span::file(self.project.config.file), |page| page.span);
        let title = words.fill("role-view", &[("role", &role.plural)]);
        let mut text = Text { blocks: Vec::new(), span };
        for policy in pages.iter().filter(|page| page.kind == PageKind::Policy) {
            match policy.locale == own.locale {
                true => text.policy(policy, &role.id),
                false => self.elsewhere(policy, &role.id, &mut text),
            }
        }
        let languages = 0..self.project.config.languages.len();
        Page {
            key: format!("{}_role-{}", self.above.key.trim_end_matches("_index"), role.id),
            kind: PageKind::Role,
            url: self.url(role, self.language),
            locale: own.locale,
            title: vec![Inline::Text { text: title.as_str().into(), span }],
            title_text: title,
            number: None,
            description: words.fill("role-view-description", &[("role", &role.plural)]),
            blocks: text.blocks,
            notes: Vec::new(),
            translations: languages.map(|at| self.translation(role, at)).collect(),
            trail: above.map(|page| [&page.trail[..], &[card(page)]].concat()).unwrap_or_default(),
            children: Vec::new(),
            previous: None,
            next: None,
            report: None,
            key_figures: Vec::new(),
            printed: Vec::new(),
            evidence: None,
            policy: None,
            authoritative: None,
            article: Default::default(),
            metadata: Vec::new(),
            signatures: Vec::new(),
            date: None,
            updated: None,
            as_of: None,
            reading_minutes: 1,
            template: None,
            aliases: Vec::new(),
            extra: serde_json::Value::Null,
            span,
            known: Known::default(),
        }
    }

    /// `/retningslinjer/rolle/leder/`
    fn url(self, role: &Role, language: usize) -> String {
        let locale = self.project.config.languages[language].locale;
        let folder = slug(messages(self.project, locale).text("role-slug"));
        format!("{}{folder}/{}/", self.above.urls[language], slug(&role.name))
    }

    /// Where the language switch leads: to the home page, where no policy speaks to the role.
    fn translation(self, role: &Role, at: usize) -> Translation {
        let own = &self.project.config.languages[at];
        let there = super::policy::role(
            &role.id,
            &self.project.config,
            own.locale,
            messages(self.project, own.locale),
        );
        let there = there.filter(|_| is_expected(self.policies, &role.id, at));
        match there {
            Some(there) => Translation {
                tag: own.locale.tag(),
                label: own.label.clone(),
                url: self.url(&there, at),
                translated: true,
                instead: None,
                current: at == self.language,
            },
            None => self.sitemap.home(at),
        }
    }

    /// A policy that is not translated: only a link, for its text is in another language.
    fn elsewhere(self, policy: &Page, id: &str, text: &mut Text) {
        let has_card = stretches(&policy.blocks).iter().any(|stretch| {
            matches!(stretch, Stretch::Cards(cards) if cards.iter().any(|card| card.role == id))
        });
        if !has_card {
            return;
        }
        let own = self.project.config.languages[self.language].locale;
        let messages = messages(self.project, own);
        let language = words::language(policy.locale, messages);
        let values = [("language", language), ("title", policy.title_text.as_str())];
        let said = messages.fill("role-view-elsewhere", &values);
        let words = vec![Inline::Text { text: said.into(), span: text.span }];
        let link = text.link(policy, None, Some(policy.locale.tag()), words);
        text.blocks.push(Block::Paragraph(Paragraph { content: vec![link], span: text.span }));
    }
}

/// The text of the page, policy by policy.
struct Text {
    blocks: Vec<Block<Resolved>>,
    span: Span,
}

impl Text {
    /// The cards of a policy for a role, each below the section that it belongs to.
    fn policy(&mut self, policy: &Page, id: &str) {
        let mut section: Option<&Heading<Resolved>> = None;
        let name = slug(&policy.key.replace('/', "-"));
        let mut is_named = false;
        // Where the last card belonged, and what its heading said.
        let mut last: (Option<Span>, &str) = (None, "");
        for stretch in stretches(&policy.blocks) {
            let cards = match stretch {
                Stretch::Text(blocks) => {
                    let mut headings = blocks.iter().filter_map(|block| match block {
                        Block::Heading(heading) => Some(heading),
                        _ => None,
                    });
                    section = headings.next_back().or(section);
                    continue;
                }
                Stretch::Cards(cards) => cards,
            };
            for card in cards.iter().filter(|card| card.role == id) {
                if !is_named {
                    is_named = true;
                    self.title(policy, &name);
                }
                let above = section.filter(|section| section.level < card.heading.level);
                let above = above.unwrap_or(card.heading);
                let anchor = format!("{name}-{}", card.heading.mark.anchor);
                let words =
                    vec![Inline::Text { text: above.mark.text.as_str().into(), span: above.span }];
                let link = self.link(policy, Some(&above.mark.anchor), None, words);
                if last.0 != Some(above.span) {
                    self.heading(3, anchor, above.mark.text.clone(), vec![link]);
                }
                let moved = Moved { policy, prefix: &name, raise: card.heading.level };
                let said = card.heading.mark.text.as_str();
                let is_lead = !std::ptr::eq(above, card.heading);
                if is_lead && (said != last.1 || goes_on(card.blocks)) {
                    let (content, span) = (moved.line(&card.heading.content), card.heading.span);
                    self.blocks.push(Block::Paragraph(Paragraph { content, span }));
                }
                last = (Some(above.span), said);
                self.blocks.extend(card.blocks.iter().map(|block| moved.block(block)));
            }
        }
    }

    fn title(&mut self, policy: &Page, name: &str) {
        let words = vec![Inline::Text { text: policy.title_text.as_str().into(), span: self.span }];
        let link = self.link(policy, None, None, words);
        self.heading(2, name.to_string(), policy.title_text.clone(), vec![link]);
    }

    fn heading(&mut self, level: u8, anchor: String, text: String, content: Vec<Inline<Resolved>>) {
        let mark = HeadingMark { anchor, number: None, text, attributes: Vec::new() };
        self.blocks.push(Block::Heading(Heading {
            level,
            content,
            mark: Box::new(mark),
            span: self.span,
        }));
    }

    fn link(
        &self,
        policy: &Page,
        anchor: Option<&str>,
        lang: Option<&'static str>,
        content: Vec<Inline<Resolved>>,
    ) -> Inline<Resolved> {
        let target = page_target(policy, anchor, lang);
        Inline::Link {
            target: Box::new(Link { target, title: String::new(), span: self.span }),
            content,
        }
    }
}

/// Whether the list below a heading goes on with its sentence, so that it must not stand without it.
fn goes_on(blocks: &[Block<Resolved>]) -> bool {
    let text = match blocks.first() {
        Some(Block::List(list)) => list.items.first().and_then(|item| item.first()),
        other => other,
    };
    matches!(text, Some(Block::Paragraph(paragraph))
        if plain(&paragraph.content).starts_with(char::is_lowercase))
}

fn page_target(policy: &Page, anchor: Option<&str>, lang: Option<&'static str>) -> Target {
    Target::Page {
        url: policy.url.clone(),
        key: policy.key.clone(),
        anchor: anchor.map(str::to_string),
        lang,
    }
}

/// The blocks of a card as they stand on another page: footnotes stay behind, links to places on
/// the policy lead back to it, and anchors are told apart.
#[derive(Clone, Copy)]
struct Moved<'a> {
    policy: &'a Page,
    prefix: &'a str,
    /// The level of the card's heading, which stands at level 3 here.
    raise: u8,
}

impl Moved<'_> {
    fn blocks(self, blocks: &[Block<Resolved>]) -> Vec<Block<Resolved>> {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    fn block(self, block: &Block<Resolved>) -> Block<Resolved> {
        match block {
            Block::Heading(heading) => Block::Heading(Heading {
                level: (heading.level + 3).saturating_sub(self.raise).clamp(4, 6),
                content: self.line(&heading.content),
                mark: Box::new(HeadingMark {
                    anchor: format!("{}-{}", self.prefix, heading.mark.anchor),
                    ..HeadingMark::clone(&heading.mark)
                }),
                span: heading.span,
            }),
            Block::Paragraph(paragraph) => Block::Paragraph(Paragraph {
                content: self.line(&paragraph.content),
                span: paragraph.span,
            }),
            Block::List(list) => Block::List(List {
                items: list.items.iter().map(|item| self.blocks(item)).collect(),
                ..*list
            }),
            Block::Quote(blocks) => Block::Quote(self.blocks(blocks)),
            Block::PullQuote { quote, attribution, span } => Block::PullQuote {
                quote: self.blocks(quote),
                attribution: self.line(attribution),
                span: *span,
            },
            Block::Callout { kind, blocks, span } => {
                Block::Callout { kind: *kind, blocks: self.blocks(blocks), span: *span }
            }
            Block::Table(table) => {
                let row = |cells: &Vec<Vec<Inline<Resolved>>>| {
                    cells.iter().map(|cell| self.line(cell)).collect()
                };
                Block::Table(Box::new(Table {
                    columns: table.columns.clone(),
                    head: row(&table.head),
                    rows: table.rows.iter().map(row).collect(),
                    span: table.span,
                }))
            }
            Block::Definitions(list) => {
                let moved = |one: &Definition<Resolved>| Definition {
                    term: self.line(&one.term),
                    details: one.details.iter().map(|blocks| self.blocks(blocks)).collect(),
                };
                Block::Definitions(list.iter().map(moved).collect())
            }
            Block::Figure(figure) => Block::Figure(Box::new(Figure {
                anchor: format!("{}-{}", self.prefix, figure.anchor),
                caption: self.line(&figure.caption),
                ..Figure::clone(figure)
            })),
            Block::Code { .. } | Block::Rule => block.clone(),
        }
    }

    fn line(self, inlines: &[Inline<Resolved>]) -> Vec<Inline<Resolved>> {
        inlines.iter().filter_map(|inline| self.inline(inline)).collect()
    }

    fn inline(self, inline: &Inline<Resolved>) -> Option<Inline<Resolved>> {
        Some(match inline {
            Inline::Note(_) => return None,
            Inline::Emphasis(content) => Inline::Emphasis(self.line(content)),
            Inline::Strong(content) => Inline::Strong(self.line(content)),
            Inline::Strikethrough(content) => Inline::Strikethrough(self.line(content)),
            Inline::Link { target, content } => {
                let to = match &target.target {
                    Target::Anchor(anchor) => page_target(self.policy, Some(anchor), None),
                    other => other.clone(),
                };
                let target = Box::new(Link { target: to, ..Link::clone(target) });
                Inline::Link { target, content: self.line(content) }
            }
            Inline::Text { .. } | Inline::Code { .. } | Inline::Break | Inline::Fact(_) => {
                inline.clone()
            }
        })
    }
}

/// The pages of roles by the section that they lie below, for its list.
pub fn by_section(pages: &[Arc<Page>]) -> BTreeMap<&str, Vec<&Page>> {
    let mut sections: BTreeMap<&str, Vec<&Page>> = BTreeMap::new();
    for page in pages.iter().filter(|page| page.kind == PageKind::Role) {
        if let Some(above) = page.trail.last() {
            sections.entry(&above.key).or_default().push(page);
        }
    }
    sections
}
