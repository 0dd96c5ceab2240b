//! Evidence pages: every figure that a report prints, with its definition, value, formula and
//! source, and links back to where it is printed.

mod entry;
mod group;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::original;
use super::sitemap::{Entry, Sitemap, prefix};
use crate::document::{
    Edition, Evidence, EvidenceEntry, EvidenceFile, EvidenceGroup, EvidenceUse, Inline, Known,
    Page, PageCard, PageKind, Printed, PrintedKind, Target, Translation,
};
use crate::fact::Facts;
use crate::load::slug;
use crate::project::Project;
use crate::source::Span;
use entry::Wording;
use group::Draft;

/// Topics in the order of an account: the first part of an id. Others follow.
const TOPICS: [&str; 16] = [
    "organisation",
    "suppliers",
    "risk",
    "questionnaire",
    "code_of_conduct",
    "audits",
    "findings",
    "measures",
    "goals",
    "targets",
    "requests",
    "workforce",
    "leave",
    "pay",
    "history",
    "report",
];

/// A figure that is printed on more pages than this names only the first of them.
const MOST_USES: usize = 12;

/// The evidence pages of a site. Pages within a report have that report's; others that of the
/// report for their period, or of the newest; without any report there is one for the whole site.
pub struct EvidencePages {
    pages: Vec<EvidencePage>,
}

/// Where an evidence page lies.
pub struct EvidencePage {
    pub key: String,
    report: Option<String>,
    period: Option<String>,
    /// In the order of the configuration's languages.
    urls: Vec<String>,
    /// Where the language switch leads, in the same order.
    translations: Vec<Translation>,
    /// The original's place among them, where a language leaves the report out.
    original: usize,
    /// The language that holds.
    authoritative: Option<&'static str>,
}

impl EvidencePages {
    pub fn new(sitemap: &Sitemap, project: &Project) -> EvidencePages {
        let taken: BTreeSet<&str> =
            sitemap.entries.values().flat_map(|entry| &entry.urls).map(String::as_str).collect();
        let page = |report: Option<&Entry>| {
            let languages = sitemap.config.languages.iter().enumerate();
            let urls = languages.map(|(at, language)| {
                let above = match report {
                    Some(report) => report.urls[at].clone(),
                    None => format!("{}/", prefix(&sitemap.config, language)),
                };
                let name = slug(project.theme.words(language.locale).text("evidence-slug"));
                let wished = (1..).map(|count| match count {
                    1 => format!("{above}{name}/"),
                    _ => format!("{above}{name}-{count}/"),
                });
                wished.into_iter().find(|url| !taken.contains(url.as_str())).unwrap_or(above)
            });
            let urls: Vec<String> = urls.collect();
            let folder = report.map_or("", |report| report.page(0).0.folder());
            let languages = &sitemap.config.languages;
            let holds = report.and_then(|report| original::authoritative(report, project));
            EvidencePage {
                translations: (0..languages.len())
                    .map(|at| translation(sitemap, report, at, &urls[at]))
                    .collect(),
                original: report.map_or(0, |report| report.original),
                authoritative: holds.map(|at| languages[at].locale.tag()),
                key: format!("{folder}/_evidence").trim_start_matches('/').to_string(),
                report: report.map(|report| report.key.to_string()),
                period: report.and_then(|report| report.period.clone()),
                urls,
            }
        };
        let reports = sitemap.entries.values().filter(|entry| entry.kind == PageKind::Report);
        let mut pages: Vec<EvidencePage> = reports.map(|report| page(Some(report))).collect();
        pages.sort_by(|a, b| (&b.period, &b.key).cmp(&(&a.period, &a.key)));
        if pages.is_empty() {
            pages.push(page(None));
        }
        EvidencePages { pages }
    }

    /// The evidence page for the figures of a page.
    pub fn of(&self, entry: &Entry) -> &EvidencePage {
        &self.pages[self.place(entry.report.as_deref(), entry.period.as_deref())]
    }

    fn place(&self, report: Option<&str>, period: Option<&str>) -> usize {
        let found = match report {
            Some(report) => {
                self.pages.iter().position(|page| page.report.as_deref() == Some(report))
            }
            None => self.pages.iter().position(|page| page.period.as_deref() == period),
        };
        // The newest stands first.
        found.unwrap_or(0)
    }
}

/// Where the language switch leads for the evidence page. It is made in every language that the
/// report is not left out in.
fn translation(
    sitemap: &Sitemap,
    report: Option<&Entry>,
    language: usize,
    url: &str,
) -> Translation {
    match report.map(|report| sitemap.translation(report, language)) {
        Some(left_out) if left_out.instead.is_some() => left_out,
        _ => Translation {
            tag: sitemap.config.languages[language].locale.tag(),
            label: sitemap.config.languages[language].label.clone(),
            url: url.to_string(),
            translated: true,
            instead: None,
            current: false,
        },
    }
}

impl EvidencePage {
    /// The entry of a fact or series, on the page in a language; in the original's, where a
    /// language leaves the report out.
    pub fn entry(&self, kind: &PrintedKind, id: &str, period: &str, language: usize) -> Target {
        let left_out = !self.is_in(language);
        let edition = if left_out { self.original } else { language };
        Target::Page {
            url: self.urls[edition].clone(),
            key: self.key.clone(),
            anchor: Some(self.anchor(kind, id, period)),
            lang: left_out.then(|| self.translations[edition].tag),
        }
    }

    fn is_in(&self, language: usize) -> bool {
        self.translations[language].instead.is_none()
    }

    /// `fact-suppliers-count`; `fact-suppliers-count__2023` where the period is not the report's.
    fn anchor(&self, kind: &PrintedKind, id: &str, period: &str) -> String {
        let mut anchor = match kind {
            PrintedKind::Fact => "fact-".to_string(),
            PrintedKind::Series { .. } => "series-".to_string(),
        };
        push_name(id, &mut anchor);
        if self.period.as_deref() != Some(period) {
            anchor.push_str("__");
            push_name(period, &mut anchor);
        }
        anchor
    }
}

/// Adds a name of letters, digits, `-` and `_`, another for each id.
fn push_name(id: &str, anchor: &mut String) {
    for sign in id.chars() {
        match sign {
            '.' => anchor.push('-'),
            '-' => anchor.push_str("--"),
            '_' => anchor.push('_'),
            sign if sign.is_ascii_alphanumeric() => anchor.push(sign),
            sign => anchor.push_str(&format!("--x{:x}", u32::from(sign))),
        }
    }
}

/// What a report prints of one fact or series.
#[derive(Default)]
struct Used {
    /// The CSV file of the first chart, by language.
    files: BTreeMap<usize, String>,
    /// The places of the first print on each page, by language: page, anchor.
    places: BTreeMap<usize, Vec<(usize, Option<String>)>>,
}

/// Topic, id, whether it is a fact and not a series, whether it is of another period, period.
type Rank = (usize, String, bool, bool, String);

/// Adds the evidence page of every report that prints figures to the editions: after its last
/// chapter, in its contents, and as its document's appendix.
pub fn add(
    editions: &mut [Edition],
    evidence: &EvidencePages,
    sitemap: &Sitemap,
    facts: &Facts,
    project: &Project,
) {
    let used = gather(editions, evidence, sitemap);
    for (place, used) in evidence.pages.iter().zip(&used) {
        if used.is_empty() {
            continue;
        }
        let editions = editions.iter_mut().enumerate();
        for (language, edition) in editions.filter(|(language, _)| place.is_in(*language)) {
            let page = page(edition, place, used, language, facts, project);
            attach(edition, page, place);
        }
    }
    for edition in editions {
        edition.pages.sort_by(|a, b| a.key.cmp(&b.key));
    }
}

/// What is printed, by evidence page. It is the same in all languages, so that every entry is.
fn gather(
    editions: &[Edition],
    evidence: &EvidencePages,
    sitemap: &Sitemap,
) -> Vec<BTreeMap<Rank, Used>> {
    let mut all: Vec<BTreeMap<Rank, Used>> =
        evidence.pages.iter().map(|_| BTreeMap::new()).collect();
    for (language, edition) in editions.iter().enumerate() {
        for (at, page) in edition.pages.iter().enumerate() {
            let Some(entry) = sitemap.entries.get(page.key.as_str()) else { continue };
            let place = evidence.place(entry.report.as_deref(), entry.period.as_deref());
            for printed in &page.printed {
                let used = all[place].entry(rank(printed, &evidence.pages[place])).or_default();
                if let PrintedKind::Series { file: Some(file) } = &printed.kind {
                    used.files.entry(language).or_insert_with(|| file.clone());
                }
                let places = used.places.entry(language).or_default();
                if places.last().is_none_or(|(page, _)| *page != at) {
                    places.push((at, printed.anchor.clone()));
                }
            }
        }
    }
    all
}

fn rank(printed: &Printed, place: &EvidencePage) -> Rank {
    let topic = topic(&printed.id);
    let order = TOPICS.iter().position(|known| *known == topic).unwrap_or(TOPICS.len());
    let fact = printed.kind == PrintedKind::Fact;
    let other = place.period.as_ref() != Some(&printed.period);
    (order, printed.id.clone(), fact, other, printed.period.clone())
}

/// `suppliers` of `suppliers.count`.
fn topic(id: &str) -> &str {
    id.split_once('.').map_or(id, |(topic, _)| topic)
}

fn page(
    edition: &Edition,
    place: &EvidencePage,
    used: &BTreeMap<Rank, Used>,
    language: usize,
    facts: &Facts,
    project: &Project,
) -> Page {
    let locale = edition.locale;
    let files = files(used, facts);
    let messages = project.theme.words(locale);
    let wording = Wording { locale, messages, place, facts, files: &files };
    let groups = groups(edition, used, language, &wording);
    let above = place.report.as_deref().unwrap_or("_index");
    let above = edition.pages.iter().find(|page| page.key == above);
    let span = above.map_or(Span::file(project.config.file), |page| page.span);
    let title = messages.text("evidence-title").to_string();
    let translations = place.translations.iter().enumerate();
    Page {
        key: place.key.clone(),
        kind: PageKind::Evidence,
        url: place.urls[language].clone(),
        locale,
        title: vec![Inline::Text { text: title.as_str().into(), span }],
        title_text: title,
        number: None,
        description: messages.text("evidence-description").to_string(),
        blocks: Vec::new(),
        notes: Vec::new(),
        translations: translations
            .map(|(at, one)| Translation { current: at == language, ..one.clone() })
            .collect(),
        trail: above.map(|above| trail(above)).unwrap_or_default(),
        children: Vec::new(),
        previous: None,
        next: None,
        report: place.report.clone(),
        key_figures: Vec::new(),
        printed: Vec::new(),
        evidence: Some(Evidence { groups, files }),
        policy: None,
        authoritative: place.authoritative.filter(|tag| *tag != locale.tag()),
        article: Default::default(),
        metadata: Vec::new(),
        signatures: Vec::new(),
        date: above.and_then(|page| page.date),
        updated: None,
        as_of: above.and_then(|page| page.as_of),
        reading_minutes: 1,
        template: None,
        aliases: Vec::new(),
        extra: serde_json::Value::Null,
        span,
        known: Known::default(),
    }
}

/// Figures that become one entry, and the places where they are printed.
type Joined<'a> = (Vec<Draft>, Vec<&'a (usize, Option<String>)>);

/// The entries, by topic.
fn groups(
    edition: &Edition,
    used: &BTreeMap<Rank, Used>,
    language: usize,
    wording: &Wording<'_>,
) -> Vec<EvidenceGroup> {
    let messages = wording.messages;
    let mut topics: Vec<(String, Vec<Joined<'_>>)> = Vec::new();
    let drafts = used.par_iter().filter_map(|((_, id, fact, _, period), used)| {
        let draft = wording.draft(*fact, id, period, used.files.get(&language))?;
        Some((id, draft, used))
    });
    for (id, draft, used) in drafts.collect::<Vec<_>>() {
        let key = format!("topic.{}", topic(id));
        let key = if messages.has(&key) { key } else { "topic.other".to_string() };
        if topics.last().is_none_or(|(last, _)| *last != key) {
            topics.push((key, Vec::new()));
        }
        let Some((_, entries)) = topics.last_mut() else { continue };
        let like = entries.iter().position(|(drafts, _)| drafts[0].joins(&draft));
        let like = like.unwrap_or_else(|| {
            entries.push((Vec::new(), Vec::new()));
            entries.len() - 1
        });
        let (drafts, places) = &mut entries[like];
        drafts.push(draft);
        places.extend(used.places.get(&language).into_iter().flatten());
    }
    let group = |(key, mut entries): (String, Vec<Joined<'_>>)| {
        entries.sort_by_key(|(drafts, _)| measure(&drafts[0].id));
        EvidenceGroup {
            anchor: format!("topic-{}", slug(&key["topic.".len()..])),
            title: messages.text(&key).to_string(),
            entries: entries.into_iter().map(|joined| entry(edition, joined)).collect(),
        }
    };
    topics.into_iter().map(group).collect()
}

/// The numbers of a group of people in the order of an account; other figures first, as they are.
fn measure(id: &str) -> Option<usize> {
    const MEASURES: [&str; 6] = ["women", "men", "total", "share_women", "share_men", "in_range"];
    let (rest, last) = id.rsplit_once('.')?;
    rest.contains('.').then(|| MEASURES.iter().position(|known| *known == last))?
}

fn entry(edition: &Edition, (drafts, places): Joined<'_>) -> EvidenceEntry {
    // The first place on each page.
    let mut first: BTreeMap<usize, &(usize, Option<String>)> = BTreeMap::new();
    for place in places {
        first.entry(place.0).or_insert(place);
    }
    let used = first.values().take(MOST_USES).map(|place| use_of(edition, place)).collect();
    let used_more = first.len().saturating_sub(MOST_USES);
    EvidenceEntry { used, used_more, ..group::entry(drafts) }
}

/// The data files behind the figures.
fn files(used: &BTreeMap<Rank, Used>, facts: &Facts) -> Vec<EvidenceFile> {
    let origins = used.keys().filter_map(|(_, id, fact, _, period)| match fact {
        true => facts.fact(period, id).map(|fact| &fact.provenance),
        false => facts.series(period, id).map(|series| &series.provenance),
    });
    let hashes: BTreeMap<&str, &str> = origins
        .flat_map(|origin| {
            let others = origin.others.iter().map(|(path, hash)| (path.as_str(), hash.as_str()));
            others.chain([(origin.dataset.as_str(), origin.sha256.as_str())])
        })
        .collect();
    let file = |(at, (path, sha256)): (usize, (&str, &str))| EvidenceFile {
        anchor: format!("file-{}", at + 1),
        path: path.to_string(),
        sha256: sha256.to_string(),
    };
    hashes.into_iter().enumerate().map(file).collect()
}

fn trail(above: &Page) -> Vec<Arc<PageCard>> {
    above.trail.iter().cloned().chain([super::card(above)]).collect()
}

/// The page on which a figure is printed, at that place.
fn use_of(edition: &Edition, (at, anchor): &(usize, Option<String>)) -> EvidenceUse {
    let page = &edition.pages[*at];
    let title = match &page.number {
        Some(number) => format!("{number} {}", page.title_text),
        None => page.title_text.clone(),
    };
    let lang = (page.locale != edition.locale).then(|| page.locale.tag());
    let (url, key, anchor) = (page.url.clone(), page.key.clone(), anchor.clone());
    EvidenceUse { title, target: Target::Page { url, key, anchor, lang } }
}

/// Joins the page to its report.
fn attach(edition: &mut Edition, mut page: Page, place: &EvidencePage) {
    let card = super::card(&page);
    if let Some(key) = &place.report {
        let find = |pages: &[Arc<Page>], key: &str| pages.iter().position(|page| page.key == *key);
        if let Some(front) = find(&edition.pages, key) {
            let last = edition.pages[front].children.last().map(|card| card.key.clone());
            let last = last.and_then(|key| find(&edition.pages, &key)).unwrap_or(front);
            page.previous = Some(super::card(&edition.pages[last]));
            Arc::make_mut(&mut edition.pages[last]).next = Some(card.clone());
            Arc::make_mut(&mut edition.pages[front]).children.push(card);
        }
        for document in edition.documents.iter_mut().filter(|document| document.key == *key) {
            document.evidence = Some(page.key.clone());
        }
    }
    edition.pages.push(Arc::new(page));
}
