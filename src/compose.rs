//! The written project to the resolved report: one edition a language, every reference settled.

mod article;
mod evidence;
pub mod exchange;
pub mod facts;
mod figures;
pub mod files;
pub mod ground;
pub mod links;
mod listing;
mod missing;
mod order;
pub mod original;
pub mod policy;
pub mod publication;
pub mod recent;
mod resolve;
pub mod roles;
mod search;
mod signatures;
pub mod sitemap;
mod statement;
mod typography;
mod unshown;
pub mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{
    Card, Document, Edition, Known, MenuItem, Outline, Page, PageCard, PageKind, Printed, Report,
    Translation, plain,
};
use crate::fact::Facts;
use crate::project::Project;
use crate::source::{AT_ONCE, Span};
use crate::theme::Messages;
use evidence::EvidencePages;
use exchange::Basis;
use ground::Ground;
use links::Links;
use publication::Publication;
use recent::{Again, Recent};
use resolve::{Resolver, Scope};
use sitemap::{Entry, Sitemap};

/// A report, and where its pages lie.
pub struct Composed {
    pub sitemap: Sitemap,
    pub report: Arc<Report>,
    /// None where the next build has to begin anew.
    basis: Option<Basis>,
}

/// Settles where pages lie, and composes every one in every language. Of a report that differs from the
/// last one in plain text alone, only the pages with that text are made anew.
pub fn composed(
    project: &Project,
    facts: &Facts,
    publication: Publication,
    base_url: &str,
    recent: Option<(&Recent, &Arc<Ground>)>,
    diagnostics: &mut Diagnostics,
) -> Composed {
    if let Some((recent, ground)) = recent
        && let Some(composed) = exchange::exchanged(recent, ground, project, facts)
    {
        recent.tell(diagnostics);
        let told = composed.basis.iter().map(|basis| basis.told.clone());
        told.for_each(|told| diagnostics.extend(told));
        return composed;
    }
    // What is told of the texts of pages is kept page by page.
    let (mut told, mut of_texts) = (Diagnostics::default(), Diagnostics::default());
    let sitemap = Sitemap::new(project, publication, &mut told);
    let mut again = recent.map(|(recent, ground)| Again::new(recent, ground.clone()));
    let mut report =
        report(&sitemap, project, facts, base_url, again.as_mut(), [&mut told, &mut of_texts]);
    let basis = again.and_then(|again| again.finish(&mut report.editions, project, &told));
    diagnostics.extend(told);
    diagnostics.extend(of_texts);
    Composed { sitemap, report: Arc::new(report), basis }
}

/// Composes every page of the site map in every language. Pages are resolved in parallel. What is told
/// of their texts is told apart from the rest.
fn report(
    sitemap: &Sitemap,
    project: &Project,
    facts: &Facts,
    base_url: &str,
    mut again: Option<&mut Again<'_>>,
    [told, of_texts]: [&mut Diagnostics; 2],
) -> Report {
    let config = &project.config;
    missing::tell(sitemap, project, told);
    let site = Site { project, facts, sitemap, evidence: &EvidencePages::new(sitemap, project) };
    let mut editions = Vec::new();
    for language in 0..config.languages.len() {
        editions.push(edition(site, language, again.as_deref_mut(), [&mut *told, &mut *of_texts]));
        unshown::tell(site, language, told);
    }
    evidence::add(&mut editions, site.evidence, sitemap, facts, project);
    search::settle(&mut editions, project);
    let told = publication::Told::of(&editions, sitemap, project);
    let of_periods = || facts.periods.iter();
    Report {
        base_url: base_url.to_string(),
        organisation: config.organisation.clone(),
        files: files::published(project, sitemap, &editions),
        licence: config.licence.clone(),
        editions,
        facts: of_periods()
            .flat_map(|(period, made)| made.facts.values().map(move |fact| (period, fact)))
            .filter(|(period, fact)| told.may_tell(period, &fact.id))
            .map(|(period, fact)| (period.clone(), fact.clone()))
            .collect(),
        series: of_periods()
            .flat_map(|(period, made)| made.series.values().map(move |one| (period, one)))
            .filter(|(period, one)| told.may_tell(period, &one.id))
            .map(|(period, one)| (period.clone(), one.clone()))
            .collect(),
        suppressed: of_periods()
            .flat_map(|(period, made)| {
                let known = made.suppressed.iter();
                known.map(|(id, one)| (period.clone(), id.clone(), one.clone()))
            })
            .filter(|(period, id, _)| told.may_tell(period, id))
            .collect(),
        outline: Outline::default(),
    }
}

/// What all pages are composed from.
#[derive(Clone, Copy)]
struct Site<'a> {
    project: &'a Project,
    facts: &'a Facts,
    sitemap: &'a Sitemap,
    evidence: &'a EvidencePages,
}

fn edition(
    site: Site<'_>,
    language: usize,
    again: Option<&mut Again<'_>>,
    [told, of_texts]: [&mut Diagnostics; 2],
) -> Edition {
    let Site { project, sitemap, .. } = site;
    let config = &project.config;
    let own = &config.languages[language];
    let entries: Vec<&Entry> =
        sitemap.entries.values().filter(|entry| entry.is_published(language)).collect();
    let composed: Vec<(Arc<Page>, Diagnostics)> = entries
        .par_iter()
        .with_max_len(AT_ONCE)
        .map(|entry| {
            let (written, _) = entry.page(language);
            if let Some(known) = again.as_ref().and_then(|again| again.composed(language, written))
            {
                return known;
            }
            let mut told = Diagnostics::default();
            let page = page(site, entry, language, &mut told);
            // Looked for now, on all cores.
            page.holds();
            (Arc::new(page), told)
        })
        .collect();
    let mut pages = Vec::with_capacity(composed.len());
    let mut all_told = Vec::with_capacity(composed.len());
    for (page, told) in composed {
        pages.push(page);
        all_told.push(told);
    }
    relate(&mut pages, sitemap, language);
    if let Some(again) = again {
        let written = entries.iter().map(|entry| entry.page(language).0);
        again.keep(
            written.zip(&pages).zip(&all_told).map(|((written, page), told)| (written, page, told)),
        );
    }
    all_told.into_iter().for_each(|told| of_texts.extend(told));
    roles::add(&mut pages, sitemap, project, language);
    listing::divide(&mut pages, sitemap, project, language, told);
    let documents = documents(&pages, project, language);
    Edition {
        locale: own.locale,
        is_default: language == 0,
        label: own.label.clone(),
        title: own.title.clone(),
        description: own.description.clone(),
        menu: menu(sitemap, language, &pages, told),
        accessibility_statement: statement::address(sitemap, language, &pages),
        pages,
        documents,
        search: None,
    }
}

fn messages<'a>(project: &'a Project, locale: &crate::locale::Locale) -> &'a Messages {
    project.theme.words(locale)
}

fn page(site: Site<'_>, entry: &Entry, language: usize, diagnostics: &mut Diagnostics) -> Page {
    let Site { project, facts, sitemap, evidence } = site;
    let config = &project.config;
    let (written, spoken) = entry.page(language);
    // What a borrowed page gets wrong is told where it stands in its own language.
    let mut unheard = Diagnostics::default();
    let diagnostics = if spoken == language { diagnostics } else { &mut unheard };
    let locale = config.languages[spoken].locale;
    let scope = Scope {
        project,
        facts,
        messages: messages(project, locale),
        locale,
        edition: language,
        entry,
        page: written,
        links: Links { sitemap },
        evidence: evidence.of(entry),
    };
    let mut printed = Vec::new();
    let title = resolve::line(scope, &written.front.title, &mut printed, diagnostics);
    let description = resolve::line(scope, &written.front.description, &mut printed, diagnostics);
    let key_figures = key_figures(scope, &mut printed, diagnostics);
    let mut text = resolve::page(scope, &mut printed, diagnostics);
    statement::add(scope, &mut text, &mut printed, diagnostics);
    let policy = policy::policy(scope, &mut printed, diagnostics);
    let article = article::article(scope, diagnostics);
    let translations = (0..config.languages.len())
        .map(|at| Translation { current: at == language, ..sitemap.translation(entry, at) })
        .collect();
    let holds = original::authoritative(entry, project);
    let translated = |at: &usize| *at != spoken && spoken == language && entry.pages[*at].is_some();
    // Other pages may speak of a period without having been published with its report.
    let period = entry.period.as_ref().filter(|_| entry.report.is_some());
    let info = period.and_then(|period| project.datasets.get(period)?.report.as_ref());
    Page {
        key: entry.key.to_string(),
        kind: match entry.kind {
            // It is a policy in another language only, which is told.
            PageKind::Policy if policy.is_none() => PageKind::Page,
            kind => kind,
        },
        url: entry.urls[language].clone(),
        locale,
        title_text: plain(&title),
        title,
        number: entry.number.map(|number| number.to_string()),
        description: plain(&description),
        blocks: text.blocks,
        notes: text.notes,
        translations,
        trail: Vec::new(),
        children: Vec::new(),
        previous: None,
        next: None,
        report: entry.report.as_deref().map(str::to_string),
        key_figures,
        printed,
        evidence: None,
        authoritative: holds.filter(translated).map(|at| config.languages[at].locale.tag()),
        article,
        metadata: match entry.kind {
            PageKind::Report => metadata(scope),
            _ => policy.iter().flat_map(|policy| policy::metadata(policy, scope)).collect(),
        },
        signatures: match (entry.kind, info) {
            (PageKind::Report, Some(info)) => {
                signatures::signatures(&info.value, locale, scope.messages)
            }
            _ => Vec::new(),
        },
        date: written
            .front
            .date
            .or(policy.as_ref().and_then(|policy| policy.effective))
            .or(info.and_then(|info| info.value.published_on)),
        policy,
        updated: written.front.updated,
        as_of: info.and_then(|info| info.value.cutoff),
        reading_minutes: u32::try_from(written.words.div_ceil(200)).unwrap_or(u32::MAX).max(1),
        template: written.front.template.clone(),
        aliases: aliases(scope, diagnostics),
        extra: written.front.extra.clone(),
        span: Span::file(written.file),
        known: Known::default(),
    }
}

/// Old addresses, from the site's root. One that could lead out of the output is told.
fn aliases(scope: Scope<'_>, diagnostics: &mut Diagnostics) -> Vec<String> {
    let mut aliases = Vec::new();
    for (alias, span) in &scope.page.front.aliases {
        let path = alias.trim_matches('/');
        let fits = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
        let clean = !path.is_empty()
            && path.chars().all(fits)
            && !path.split('/').any(|part| part.is_empty() || part.starts_with('.'))
            && path
                .rsplit('/')
                .next()
                .is_some_and(|last| !last.contains('.') || last.ends_with(".html"));
        if clean {
            aliases.push(path.to_string());
        } else {
            let message = format!("`{alias}` cannot be an address of this site");
            diagnostics.push(
                Diagnostic::error("alias", *span, message)
                    .help("write a path such as `/old/page/`"),
            );
        }
    }
    aliases
}

fn key_figures(
    scope: Scope<'_>,
    printed: &mut Vec<Printed>,
    diagnostics: &mut Diagnostics,
) -> Vec<Card> {
    let mut cards = Vec::new();
    let ids = &scope.page.front.key_figures;
    if ids.is_empty() {
        return cards;
    }
    let mut resolver = Resolver::new(scope, diagnostics);
    let citations = resolver.citations;
    for (id, span) in ids {
        let inside = Span { start: span.start + 1, end: span.end.saturating_sub(1), ..*span };
        let found = citations.find(id, None, inside, resolver.diagnostics);
        let Some((fact, period)) = found else { continue };
        cards.push(figures::card(&mut resolver, fact, period, *span));
    }
    printed.append(&mut resolver.printed);
    cards
}

/// What the front page of a report tells of itself.
fn metadata(scope: Scope<'_>) -> Vec<(String, String)> {
    let (locale, messages) = (scope.locale, scope.messages);
    let dataset = scope.entry.period.as_ref().and_then(|period| scope.project.datasets.get(period));
    let Some(info) =
        dataset.and_then(|dataset| dataset.report.as_ref()).map(|report| &report.value)
    else {
        return Vec::new();
    };
    let mut list = Vec::new();
    let mut push = |key: &str, text: String| list.push((messages.text(key).to_string(), text));
    if let Some(date) = info.published_on {
        push("published", locale.date(date));
    }
    if let (Some(start), Some(end)) = (info.period_start, info.period_end) {
        push("covers", locale.date_range(start, end));
    }
    let signed = info.signers.iter().filter_map(|signer| signer.signed_on).max();
    if let Some(date) = signed {
        let mut roles: Vec<String> = Vec::new();
        for signer in &info.signers {
            let role = words::given(&signer.role, locale).unwrap_or_default().to_string();
            if !role.is_empty() && !roles.contains(&role) {
                roles.push(role);
            }
        }
        let roles = match roles.iter().any(|role| role.contains(',')) {
            true => roles.join("; "),
            false => locale.list(&roles),
        };
        push(
            "signed",
            messages.fill("signed-by", &[("roles", &roles), ("date", &locale.date(date))]),
        );
    }
    if let Some(version) = &info.version {
        push("version", version.clone());
    }
    if let Some(contact) = &info.contact {
        let role = words::given(&contact.role, locale).unwrap_or_default();
        let text = match role.is_empty() {
            true => contact.name.clone(),
            false => format!("{}, {role}", contact.name),
        };
        push("contact", text);
    }
    list
}

/// What stands around a page: small cards of other pages.
#[derive(Default)]
struct Around {
    trail: Vec<Arc<PageCard>>,
    children: Vec<Arc<PageCard>>,
    previous: Option<Arc<PageCard>>,
    next: Option<Arc<PageCard>>,
    related: Vec<Arc<PageCard>>,
}

/// Trails, children, and the pages before and after, made anew for all pages.
fn relate(pages: &mut [Arc<Page>], sitemap: &Sitemap, language: usize) {
    let cards: BTreeMap<&str, Arc<PageCard>> =
        pages.iter().map(|page| (page.key.as_str(), card(page))).collect();
    let made = |entry: &Entry| cards.get(&*entry.key).cloned();
    let below: BTreeMap<&str, Vec<Arc<PageCard>>> = sitemap
        .entries
        .values()
        .filter(|entry| entry.page(language).0.is_index())
        .map(|entry| (&*entry.key, sitemap.below(entry).into_iter().filter_map(made).collect()))
        .collect();
    let around = |page: &Page| {
        let Some(entry) = sitemap.entries.get(page.key.as_str()) else { return Around::default() };
        let related = article::related(entry, language, sitemap);
        let mut around = Around {
            trail: sitemap.above(entry).into_iter().filter_map(made).collect(),
            children: below.get(page.key.as_str()).cloned().unwrap_or_default(),
            related: related.filter_map(|key| cards.get(key.as_str()).cloned()).collect(),
            ..Around::default()
        };
        match (page.kind, &page.report) {
            (PageKind::Article, _) => {
                (around.previous, around.next) = article::neighbours(page, sitemap, &below);
            }
            (PageKind::Report, _) => around.next = around.children.first().cloned(),
            (PageKind::Chapter, Some(report)) => {
                let siblings = below.get(report.as_str()).map_or(&[][..], Vec::as_slice);
                let at = siblings.iter().position(|card| card.key == page.key);
                around.next = at.and_then(|at| siblings.get(at + 1)).cloned();
                around.previous = match at {
                    Some(at) if at > 0 => siblings.get(at - 1).cloned(),
                    _ => cards.get(report.as_str()).cloned(),
                };
            }
            _ => {}
        }
        around
    };
    let around: Vec<Around> = pages.par_iter().map(|page| around(page)).collect();
    drop(cards);
    for (page, around) in pages.iter_mut().zip(around) {
        around.put(page);
    }
}

impl Around {
    /// Puts it around a page, which stays the one that it is where nothing differs.
    fn put(self, page: &mut Arc<Page>) {
        let Around { trail, children, previous, next, related } = self;
        let is_there = (&page.trail, &page.children, &page.previous, &page.next)
            == (&trail, &children, &previous, &next)
            && page.article.related == related;
        if is_there {
            return;
        }
        let page = Arc::make_mut(page);
        (page.trail, page.children, page.previous, page.next) = (trail, children, previous, next);
        page.article.related = related;
    }
}

fn card(page: &Page) -> Arc<PageCard> {
    Arc::new(PageCard {
        key: page.key.clone(),
        url: page.url.clone(),
        title: page.title_text.clone(),
        number: page.number.clone(),
        description: page.description.clone(),
        date: page.date,
        picture: page.article.thumbnail().cloned(),
    })
}

fn documents(pages: &[Arc<Page>], project: &Project, language: usize) -> Vec<Document> {
    let own = &project.config.languages[language];
    let has_own = |page: &&Arc<Page>| matches!(page.kind, PageKind::Report | PageKind::Policy);
    pages
        .iter()
        .filter(has_own)
        .map(|page| {
            let messages = messages(project, page.locale);
            if page.kind == PageKind::Policy {
                return policy::document(page, own, messages);
            }
            let written = project.pages.iter().find(|written| written.key == page.key);
            let period = written
                .and_then(|written| written.front.period.clone())
                .or_else(|| project.config.period.clone())
                .unwrap_or_default();
            let folder = page.url.trim_matches('/');
            let name = crate::load::slug(&page.title_text);
            Document {
                key: page.key.clone(),
                chapters: page.children.iter().map(|card| card.key.clone()).collect(),
                evidence: None,
                path: format!("{folder}/{name}.{}.pdf", own.name)
                    .trim_start_matches('/')
                    .to_string(),
                title: page.title_text.clone(),
                kind: match period.is_empty() {
                    true => String::new(),
                    false => messages.fill("reporting-year", &[("year", &period)]),
                },
                period,
                date: page.date,
            }
        })
        .collect()
}

fn menu(
    sitemap: &Sitemap,
    language: usize,
    pages: &[Arc<Page>],
    diagnostics: &mut Diagnostics,
) -> Vec<MenuItem> {
    let config = &sitemap.config;
    let mut menu = Vec::new();
    for entry in &config.menu {
        let key = entry.page.trim_start_matches("@/").trim_end_matches(".md");
        let Some(page) = pages.iter().find(|page| page.key == key) else {
            if sitemap.entries.contains_key(key) || sitemap.withheld.contains_key(key) {
                // Left out in this language, or not published yet.
                continue;
            }
            let message = format!("the menu leads to `{}`, which is not a page", entry.page);
            let diagnostic = Diagnostic::error("broken-link", entry.page_span, message);
            let near = crate::diagnostic::nearest(key, sitemap.keys());
            diagnostics.push(match near {
                Some(near) => diagnostic.help(format!("there is `@/{near}.md`")),
                None => {
                    diagnostic.help("write the page’s file below `content/`, or take the item out")
                }
            });
            continue;
        };
        let given = words::given(&entry.title, config.languages[language].locale);
        menu.push(MenuItem {
            title: given.map_or_else(|| page.title_text.clone(), str::to_string),
            url: page.url.clone(),
            key: page.key.clone(),
        });
    }
    menu
}
