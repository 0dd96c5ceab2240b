//! A document of a report as a Typst project: the same resolved tree as the pages, in code mode,
//! with every text in a string literal and every byte traced back to the Markdown.

mod content;
mod evidence;
mod literal;
mod numbers;
mod policy;
mod signatures;
mod tables;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use time::Date;

use crate::artifact::{Artifacts, TypstProject};
use crate::artifact::{Bytes, Files};
use crate::chart::Chart;
use crate::compose::words;
use crate::document::{Block, Card, Document, Edition, Page, Report, Resolved, shared_figures};
use crate::locale::Locale;
use crate::theme::{Messages, Theme};

use content::Writer;
pub use literal::literal;

/// One document of an edition as a Typst project: `main.typ` is the document, `share.typ` its picture
/// for sharing. `published` holds images and files with numbers by their path in the output; `draw`
/// makes a chart's SVG.
pub fn document(
    report: &Report,
    edition: &Edition,
    document: &Document,
    theme: &Theme,
    published: &Artifacts,
    draw: &dyn Fn(&Chart) -> String,
) -> TypstProject {
    let messages = messages(edition, theme);
    let front = page(edition, &document.key);
    let chapters: Vec<&Page> =
        document.chapters.iter().filter_map(|key| page(edition, key)).collect();
    let appendix = document.evidence.as_ref().and_then(|key| page(edition, key));
    let pages: Vec<&Page> =
        front.into_iter().chain(chapters.iter().copied()).chain(appendix).collect();
    let mut writer = Writer::new(report, edition, labels(&pages), published, draw);

    writer.code("#import \"/theme/blocks.typ\" as theme\n\n#let front = {\n");
    if let Some(front) = front {
        front_matter(&mut writer, front, messages, chapters.is_empty());
    }
    let front_chart = writer.first_chart();
    writer.code("}\n\n");
    front.into_iter().for_each(|front| writer.about(front));
    writer.code("#let chapters = {\n");
    for chapter in &chapters {
        writer.chapter(chapter, messages);
    }
    front.into_iter().for_each(|front| writer.signatures(front, messages));
    if let Some(appendix) = appendix {
        writer.evidence(appendix, &pages, messages);
    }
    writer.code("}\n");

    let mut project = TypstProject::default();
    let written = writer.finish(&mut project);
    let hash = fingerprint(&written, &project.files);
    let facts = facts_for_theme(report, edition, document, front, front_chart, theme, &hash);
    let facts = serde_json::to_vec_pretty(&facts).unwrap_or_default();
    project.files.insert("report.json".to_string(), facts.into());
    project.files.insert("content.typ".to_string(), written.into());
    let is_policy = front.is_some_and(|page| page.policy.is_some());
    let mut main = main(report, edition, document, is_policy);
    main.push_str(&numbers::attachments(&pages, published, messages, &mut project));
    main.push_str(if is_policy { "#policy(about, front)\n" } else { "#report(front, chapters)\n" });
    project.files.insert("main.typ".to_string(), main.into());
    project.files.insert("share.typ".to_string(), share(edition).into());
    for (path, file) in theme.folder("pdf") {
        let path = format!("theme/{path}");
        if let Some(id) = file.file {
            project.places.theme.insert(path.clone(), id);
        }
        project.files.insert(path, Bytes::copy_from_slice(&file.bytes));
    }
    project.places.document = front.map(|page| page.span);
    project
}

/// What no theme may leave out: language, title, author and date.
fn main(report: &Report, edition: &Edition, document: &Document, is_policy: bool) -> String {
    let keywords = [&document.kind, &document.period].into_iter().filter(|word| !word.is_empty());
    let keywords: String = keywords.map(|word| format!("{}, ", literal(word))).collect();
    let mut main = String::from(match is_policy {
        true => "#import \"/theme/policy.typ\": policy\n#import \"/content.typ\": about, front\n\n",
        false => {
            "#import \"/theme/report.typ\": report\n#import \"/content.typ\": front, chapters\n\n"
        }
    });
    main.push_str(&format!(
        "#set document(\n  title: {},\n  author: {},\n  description: {},\n  keywords: ({}),\n  date: {},\n)\n",
        literal(&document.title),
        literal(&report.organisation.name),
        literal(page(edition, &document.key).map_or("", |page| &page.description)),
        keywords,
        date(document.date),
    ));
    main.push_str(&language(edition));
    main
}

fn language(edition: &Edition) -> String {
    format!(
        "#set text(lang: {}, region: {}, fallback: false)\n\n",
        literal(edition.locale.language()),
        literal::literal_or_none(edition.locale.region())
    )
}

/// The picture that stands for the document where somebody shares it.
fn share(edition: &Edition) -> String {
    format!("#import \"/theme/share.typ\": share\n{}#share()\n", language(edition))
}

fn date(date: Option<Date>) -> String {
    match date {
        Some(date) => format!(
            "datetime(year: {}, month: {}, day: {})",
            date.year(),
            u8::from(date.month()),
            date.day()
        ),
        None => "none".to_string(),
    }
}

/// The front page of a report is its first, unnumbered part; a page without chapters is the whole
/// document, and its headings move up to where the page's title stood.
fn front_matter<'a>(writer: &mut Writer<'a>, front: &'a Page, messages: &Messages, alone: bool) {
    if alone {
        writer.whole_page(front, messages);
    } else if !front.blocks.is_empty() {
        writer.front_page(front, messages);
    }
}

/// What a designer may loop over: `json("/report.json")`.
fn facts_for_theme(
    report: &Report,
    edition: &Edition,
    document: &Document,
    front: Option<&Page>,
    front_chart: Option<String>,
    theme: &Theme,
    hash: &str,
) -> Value {
    let messages = messages(edition, theme);
    // A language whose theme lacks a word gets the English one.
    let english = theme.messages.get("en").into_iter().flat_map(Messages::plain);
    let words: BTreeMap<&str, &str> = english
        .chain(messages.plain())
        .filter_map(|(key, text)| Some((key.strip_prefix("pdf-")?, text)))
        .collect();
    let key_figures: Vec<Value> =
        front.map_or(&[][..], |page| &page.key_figures).iter().map(key_figure).collect();
    let shared: Vec<Value> = front.into_iter().flat_map(shared_figures).map(key_figure).collect();
    let palette = &theme.palette;
    let colours: BTreeMap<&str, String> =
        palette.names().map(|name| (name, palette.light(name).to_string())).collect();
    json!({
        "organisation": {
            "name": report.organisation.name,
            "email": report.organisation.email,
            "address": report.organisation.address,
        },
        "title": document.title,
        "kind": document.kind,
        "period": document.period,
        "language": edition.locale.tag(),
        "description": front.map_or("", |page| page.description.as_str()),
        "address": format!("{}{}", report.base_url, front.map_or("/", |page| page.url.as_str())),
        "metadata": front.map_or(&[][..], |page| &page.metadata),
        "key-figures": key_figures,
        "shared-figures": shared,
        "front-chart": front_chart.map(|path| format!("/{path}")),
        "translation": translation(report, edition, document, messages),
        "policy": policy::facts(front, messages),
        "has-chapters": !document.chapters.is_empty(),
        "fingerprint": hash,
        "colours": colours,
        "words": words,
    })
}

/// What a document in translation says of the text that holds, and where that is on the web; null
/// where it is not a translation.
fn translation(
    report: &Report,
    edition: &Edition,
    document: &Document,
    messages: &Messages,
) -> Option<Value> {
    let keys = std::iter::once(&document.key).chain(&document.chapters);
    let pages = keys.filter_map(|key| page(edition, key));
    let (page, tag) = pages.filter_map(|page| Some((page, page.authoritative?))).next()?;
    let original = page.translations.iter().find(|one| one.tag == tag)?;
    let language = words::language(Locale::find(tag)?, messages);
    Some(json!({
        "text": messages.fill("translation-of", &[("language", language)]),
        "address": format!("{}{}", report.base_url, original.url),
    }))
}

fn key_figure(card: &Card) -> Value {
    json!({
        "value": card.value,
        "unit": card.unit,
        "label": card.label,
        "detail": card.detail,
    })
}

/// What the colophon prints, so that a printed copy can be told from another.
fn fingerprint(content: &str, figures: &Files) -> String {
    let mut hash = Sha256::new();
    hash.update(content);
    for (path, bytes) in figures {
        hash.update(path);
        hash.update(bytes);
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn page<'a>(edition: &'a Edition, key: &str) -> Option<&'a Page> {
    edition.pages.iter().map(Arc::as_ref).find(|page| page.key == key)
}

fn messages<'a>(edition: &Edition, theme: &'a Theme) -> &'a Messages {
    static NONE: Messages = Messages::none();
    theme.messages.get(edition.locale.language()).unwrap_or(&NONE)
}

/// The names of all places in the document that a link can lead to: a page's key, and the key
/// with an anchor.
fn labels(pages: &[&Page]) -> BTreeSet<String> {
    let mut labels = BTreeSet::new();
    for page in pages {
        labels.insert(page.key.clone());
        push_labels(&page.key, &page.blocks, &mut labels);
        for group in page.evidence.iter().flat_map(|evidence| &evidence.groups) {
            let figures = group.entries.iter().flat_map(|entry| &entry.figures);
            labels.extend(figures.map(|figure| content::label(&page.key, &figure.anchor)));
        }
    }
    labels
}

fn push_labels(key: &str, blocks: &[Block<Resolved>], labels: &mut BTreeSet<String>) {
    for block in blocks {
        match block {
            Block::Heading(heading) => {
                labels.insert(content::label(key, &heading.mark.anchor));
            }
            Block::Figure(figure) => {
                labels.insert(content::label(key, &figure.anchor));
            }
            Block::List(list) => {
                list.items.iter().for_each(|item| push_labels(key, item, labels));
            }
            Block::Quote(blocks)
            | Block::PullQuote { quote: blocks, .. }
            | Block::Callout { blocks, .. } => push_labels(key, blocks, labels),
            Block::Definitions(definitions) => {
                let details = definitions.iter().flat_map(|definition| &definition.details);
                details.for_each(|blocks| push_labels(key, blocks, labels));
            }
            Block::Paragraph(_) | Block::Table(_) | Block::Code { .. } | Block::Rule => {}
        }
    }
}
