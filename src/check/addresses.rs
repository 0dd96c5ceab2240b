//! No two things lie at one address: pages, old addresses that lead to them, and files. Addresses
//! that differ in capital letters alone are one on Windows and macOS, and on many servers.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use crate::compose::sitemap::Sitemap;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{Outline, Report};
use crate::memory::Slot;
use crate::source::{FileId, Sources, Span};

/// What lies at an address, in the order in which it may stay there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Page,
    File,
    /// An old address, which leads to the page of its file.
    Alias,
}

/// Something that asks for an address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Claim<'a> {
    kind: Kind,
    /// Where the user says so: the slug, the old address, or else the file.
    span: Span,
    /// The address, in the letters in which it is asked for.
    address: String,
    /// The page; empty for files.
    key: &'a str,
    /// Its place among the languages.
    language: usize,
}

/// Tells every two things that would lie at one address, once, with both places.
pub fn addresses(
    sitemap: &Sitemap,
    report: &Report,
    sources: &Sources,
    recent: Option<&Slot<ToldAddresses>>,
    diagnostics: &mut Diagnostics,
) {
    let last = recent.and_then(Slot::get).filter(|last| last.outline.is_same(&report.outline));
    if let Some(last) = last {
        diagnostics.extend(last.told.clone());
        return;
    }
    let mut told = Diagnostics::default();
    collisions(sitemap, report, sources, &mut told);
    diagnostics.extend(told.clone());
    if let Some(recent) = recent {
        recent.put(Arc::new(ToldAddresses { outline: report.outline.clone(), told }));
    }
}

/// What was told of the addresses of a report. They do not hang on the text of pages.
pub struct ToldAddresses {
    outline: Outline,
    told: Diagnostics,
}

fn collisions(
    sitemap: &Sitemap,
    report: &Report,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    let mut claims: BTreeMap<String, BTreeSet<Claim<'_>>> = BTreeMap::new();
    for claim in claimed(sitemap, report) {
        claims.entry(folded(&claim.address)).or_default().insert(claim);
    }
    let in_the_way = claims.iter().filter_map(|(at, own)| in_the_way(at, own, &claims));
    in_the_way.for_each(|told| diagnostics.push(told));
    // Two pages may meet at the addresses of several languages.
    let mut told: BTreeSet<(FileId, FileId)> = BTreeSet::new();
    for claims in claims.values() {
        let Some(first) = claims.first() else { continue };
        for other in claims.iter().skip(1) {
            let is_same_page = (first.key, first.language) == (other.key, other.language);
            let is_page = (first.kind, other.kind) == (Kind::Page, Kind::Page);
            let is_known = is_page && !told.insert((first.span.file, other.span.file));
            // One page may be led to twice, and of two files `load` tells.
            let is_alike = is_same_page && first.kind == other.kind;
            if !is_known && !is_alike {
                diagnostics.push(collision(first, other, sitemap, sources));
            }
        }
    }
}

/// A file that has the name of a folder.
fn in_the_way(
    at: &str,
    own: &BTreeSet<Claim<'_>>,
    claims: &BTreeMap<String, BTreeSet<Claim<'_>>>,
) -> Option<Diagnostic> {
    let file = own.iter().find(|claim| claim.kind == Kind::File)?;
    let folder = format!("{at}/");
    let (_, below) =
        claims.range(folder.clone()..).next().filter(|(at, _)| at.starts_with(&folder))?;
    let below = below.first()?;
    let message = format!("`{}` needs a folder where this file would be published", below.address);
    let told = Diagnostic::error("address-taken", file.span, message);
    Some(told.related(below.span, "what lies there").help("rename the file"))
}

fn claimed<'a>(sitemap: &'a Sitemap, report: &'a Report) -> Vec<Claim<'a>> {
    let mut claims = Vec::new();
    for (edition_at, edition) in report.editions.iter().enumerate() {
        for page in &edition.pages {
            let entry = sitemap.entries.get(page.key.as_str());
            let written = entry.map(|entry| entry.page(edition_at));
            let slug = written.and_then(|(page, _)| page.front.slug_place);
            let language = written.map_or(edition_at, |(_, language)| language);
            let key = page.key.as_str();
            claims.push(Claim {
                kind: Kind::Page,
                span: slug.unwrap_or(page.span),
                address: page.url.clone(),
                key,
                language,
            });
            // A page that is borrowed from another language is led to there.
            let own = written.filter(|(_, language)| *language == edition_at);
            for (alias, span) in own.iter().flat_map(|(page, _)| &page.front.aliases) {
                let address = format!("/{}", alias.trim_matches('/'));
                let ending = if address.ends_with(".html") { "" } else { "/" };
                claims.push(Claim {
                    kind: Kind::Alias,
                    span: *span,
                    address: format!("{address}{ending}"),
                    key,
                    language,
                });
            }
        }
    }
    claims.extend(report.files.iter().map(|(path, file)| Claim {
        kind: Kind::File,
        span: Span::file(*file),
        address: match path.strip_suffix("index.html") {
            Some(folder) => format!("/{folder}"),
            None => format!("/{path}"),
        },
        key: "",
        language: 0,
    }));
    claims
}

/// What is one name on machines that do not tell capital letters apart.
fn folded(address: &str) -> String {
    let address = address.strip_suffix("index.html").unwrap_or(address);
    match address.is_ascii() {
        true => address.to_ascii_lowercase(),
        false => address.nfc().flat_map(char::to_lowercase).collect(),
    }
}

fn collision(
    first: &Claim<'_>,
    other: &Claim<'_>,
    sitemap: &Sitemap,
    sources: &Sources,
) -> Diagnostic {
    let path = |claim: &Claim<'_>| sources.path(claim.span.file);
    let taken = |message| Diagnostic::error("address-taken", other.span, message);
    let address = &first.address;
    let told = match (first.kind, other.kind) {
        (Kind::Page, Kind::Page) => {
            let message = format!("two pages would lie at `{address}`");
            let is_one_word = first.key.to_lowercase() == other.key.to_lowercase();
            let help = match is_one_word && first.language == other.language {
                true => format!(
                    "`{}` and `{}` differ in capital letters alone: rename or delete one",
                    path(first),
                    path(other)
                ),
                false => "give one of them another `slug`".to_string(),
            };
            Diagnostic::error("duplicate-url", other.span, message)
                .related(first.span, "the other page")
                .help(help)
        }
        (Kind::Page, Kind::File) => {
            taken(format!("a page lies at `{address}`, where this file would be published"))
                .related(first.span, "the page")
                .help("rename the file, or give the page another `slug`")
        }
        (Kind::Page, _) if first.key == other.key && first.language == other.language => {
            taken(format!("`{}` is where the page itself lies", other.address))
                .related(first.span, "the page")
                .help("take it out of `aliases`: it would lead from the page to itself")
        }
        (Kind::Page, _) => {
            taken(format!("the old address `{}` is that of another page", other.address))
                .related(first.span, "the page that lies there")
                .help("take it out of `aliases`, or give the other page another `slug`")
        }
        (Kind::File, _) => taken(format!("the old address `{}` is that of a file", other.address))
            .related(first.span, "the file that lies there")
            .help("take it out of `aliases`, or rename the file"),
        (Kind::Alias, _) => return aliases(first, other, sitemap, sources),
    };
    told_apart(told, first, other)
}

/// An old address leads to one page: of the languages of one page, to that which it is written for.
fn aliases(
    first: &Claim<'_>,
    other: &Claim<'_>,
    sitemap: &Sitemap,
    sources: &Sources,
) -> Diagnostic {
    let languages = &sitemap.config.languages;
    let prefix = |claim: &Claim<'_>| languages.get(claim.language).map(|own| own.name.as_str());
    let is_of = |claim: &Claim<'_>, address: &str| {
        let is_below = |name: &str| address.starts_with(&format!("/{name}/"));
        match claim.language {
            // The first language has no folder of its own.
            0 => !languages.iter().skip(1).any(|language| is_below(&language.name)),
            _ => prefix(claim).is_some_and(is_below),
        }
    };
    // The one that stays is named second.
    let (stays, goes) = match is_of(other, &other.address) && !is_of(first, &first.address) {
        true => (other, first),
        false => (first, other),
    };
    let path = |claim: &Claim<'_>| sources.path(claim.span.file);
    let message = match stays.key == goes.key {
        true => format!(
            "the old address `{}` stands in `{}` too, and can lead to one of the two only",
            goes.address,
            path(stays)
        ),
        false => format!("two pages have the old address `{}`", goes.address),
    };
    let help = match stays.key == goes.key {
        true => {
            let own = prefix(goes).filter(|_| goes.language > 0 && !is_of(goes, &goes.address));
            let instead = own.map(|name| format!(", or write `/{name}{}`", goes.address));
            format!(
                "keep it in `{}`; in `{}` take it out of `aliases`{}",
                path(stays),
                path(goes),
                instead.unwrap_or_default()
            )
        }
        false => format!("take it out of `aliases` in `{}` or in `{}`", path(goes), path(stays)),
    };
    let told = Diagnostic::error("address-taken", goes.span, message)
        .related(stays.span, "the same old address")
        .help(help);
    told_apart(told, stays, goes)
}

/// Says why addresses that look different are one.
fn told_apart(told: Diagnostic, one: &Claim<'_>, other: &Claim<'_>) -> Diagnostic {
    if one.address == other.address {
        return told;
    }
    let label = "differs in capital letters alone, which many servers take for the same";
    told.label(label)
}
