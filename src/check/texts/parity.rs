//! Pages say the same in every language: each number, date and section of law, read as its own
//! language writes it, and each fact, chart, table, footnote, link and heading, section by section.

use std::collections::{BTreeMap, BTreeSet};

use super::exception::Exempt;
use super::held::{Held, HeldPage, identity};
use super::{BrokenReferences, numbers};
use crate::compose::links::Destination;
use crate::config::Language;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{FigureKind, FigureReference};
use crate::load::references::words;
use crate::locale::Locale;
use crate::source::Span;
use crate::translation::{Pair, Section, pairs};

/// What stands on one side: in the original, or in a translation.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    pub held: &'a Held<'a>,
    /// What the language calls itself.
    pub language: &'a str,
    pub locale: &'static Locale,
    pub is_original: bool,
    pub period: Option<&'a str>,
    /// Footnotes of this page by label, as the pages have in common.
    notes: &'a BTreeMap<&'a str, String>,
    /// Whether it is a page, whose front matter may say what differs.
    is_page: bool,
    /// Whether a reference leads nowhere, here or on the other side. That was told: that the other
    /// side has another says nothing more.
    pub is_broken: bool,
}

impl Side<'_> {
    /// `the original (Norsk)`
    pub fn name(&self) -> String {
        let kind = if self.is_original { "the original" } else { "the translation" };
        format!("{kind} ({})", self.language)
    }

    /// What stands here and not in the other.
    pub fn lone(
        &self,
        code: &'static str,
        what: &str,
        place: Span,
        other: &Side<'_>,
    ) -> Diagnostic {
        // Titles and key figures stand above the text.
        let is_above = place.start < self.held.place.start;
        let there = if is_above { other.held.title } else { other.held.place };
        Diagnostic::error(code, place, format!("{what} stands here, but not in {}", other.name()))
            .label(self.language)
            .related(there, format!("the same {} in {}", self.part(), other.name()))
    }

    fn part(&self) -> &'static str {
        if self.is_page { "section" } else { "text" }
    }

    /// What to do, and else to say why not, where a page can.
    pub fn remedy(&self, what: &str, unless: &str) -> String {
        match self.is_page {
            true => format!("{what}{unless} under `[[exceptions]]` in the front matter"),
            false => what.to_string(),
        }
    }
}

/// Tells where a translation and its original differ, at both places.
pub fn pages(
    there: &HeldPage<'_>,
    here: &HeldPage<'_>,
    exempt: &Exempt<'_>,
    broken: &BrokenReferences,
    diagnostics: &mut Diagnostics,
) {
    let (notes_there, notes_here) = note_names(there, here);
    // What a policy says of itself has nothing to be compared with where the other page is none.
    let is_policy = |held: &HeldPage<'_>| held.page.front.policy.is_some();
    let of_two_kinds = is_policy(there) != is_policy(here);
    let is_broken = |page: &HeldPage<'_>, section: &Section<'_>| {
        let places = broken.get(&page.page.file);
        let span = section.span;
        let is_within = |place: &Span| span.start <= place.start && place.start < span.end;
        // Titles and descriptions stand above the first section.
        let is_first = section.heading.is_none();
        let is_here = |place: &Span| is_within(place) || is_first && place.start < span.start;
        is_first && (page.page.front_in_doubt || of_two_kinds)
            || places.is_some_and(|places| places.iter().any(is_here))
    };
    let original = |held, is_broken| Side {
        is_broken,
        held,
        language: &there.language.label,
        locale: there.language.locale,
        is_original: true,
        period: there.period,
        notes: &notes_there,
        is_page: true,
    };
    let translation = |held, is_broken| Side {
        is_broken,
        held,
        language: &here.language.label,
        locale: here.language.locale,
        is_original: false,
        period: here.period,
        notes: &notes_here,
        is_page: true,
    };
    let pairs = pairs(&there.sections, &here.sections);
    let renamed = renamed(&pairs, there, here, exempt);
    tell_renamed(&renamed, there, here, diagnostics);
    for (at, pair) in pairs.iter().enumerate() {
        match (pair.original, pair.translation) {
            (Some(one), Some(other)) => {
                if !exempt.section(&there.sections[one]) && !exempt.section(&here.sections[other]) {
                    let sections = [&there.sections[one], &here.sections[other]];
                    let is_broken = is_broken(there, sections[0])
                        || is_broken(here, sections[1])
                        || holds_the_next(&pairs[at..], there, here);
                    let one = original(&there.held[one], is_broken);
                    let other = translation(&here.held[other], is_broken);
                    levels(sections, one, other, diagnostics);
                    held(one, other, exempt, diagnostics);
                }
            }
            (Some(lone), None) if is_among(&renamed, &there.sections[lone]) => {}
            (None, Some(lone)) if is_among(&renamed, &here.sections[lone]) => {}
            (Some(lone), None) => {
                lone_section(&there.sections[lone], here, false, exempt, diagnostics);
            }
            (None, Some(lone)) => {
                lone_section(&here.sections[lone], there, true, exempt, diagnostics);
            }
            (None, None) => {}
        }
    }
    let is_broken = |page: &HeldPage<'_>, label: &str| {
        let span = page.page.shown().1.get(label).map(|note| note.span);
        let places = broken.get(&page.page.file).into_iter().flatten();
        let mut starts = places.map(|place| place.start);
        span.is_some_and(|span| starts.any(|start| span.range().contains(&(start as usize))))
    };
    for (label, name) in &notes_there {
        let Some((other, _)) = notes_here.iter().find(|(_, other)| *other == name) else {
            continue;
        };
        if let Some((one, two)) = there.notes.get(label).zip(here.notes.get(other)) {
            let is_broken = is_broken(there, label) || is_broken(here, other);
            held(original(one, is_broken), translation(two, is_broken), exempt, diagnostics);
        }
    }
}

/// Tells where the numbers and facts of a line of a data file differ from those of the same line in
/// the site's first language.
pub fn lines(
    (there, in_original): (&Held<'_>, &Language),
    (here, in_translation): (&Held<'_>, &Language),
    period: &str,
    diagnostics: &mut Diagnostics,
) {
    let notes = BTreeMap::new();
    let original = Side {
        held: there,
        language: &in_original.label,
        locale: in_original.locale,
        is_original: true,
        period: Some(period),
        notes: &notes,
        is_page: false,
        is_broken: false,
    };
    let translation = Side {
        held: here,
        language: &in_translation.label,
        locale: in_translation.locale,
        is_original: false,
        ..original
    };
    numbers::compare(original, translation, &Exempt::nothing(), diagnostics);
}

/// Footnotes go together by their labels; where each language has labels of its own, by their order.
fn note_names<'a>(
    there: &HeldPage<'a>,
    here: &HeldPage<'a>,
) -> (BTreeMap<&'a str, String>, BTreeMap<&'a str, String>) {
    let in_order = |page: &HeldPage<'a>| {
        let mut labels: Vec<&'a str> = Vec::new();
        for (label, _) in page.held.iter().flat_map(|held| &held.notes) {
            if !labels.contains(label) {
                labels.push(label);
            }
        }
        labels
    };
    let (one, other) = (in_order(there), in_order(here));
    let shared = one.iter().any(|label| other.contains(label));
    let name = |labels: Vec<&'a str>| -> BTreeMap<&'a str, String> {
        let numbered = labels.into_iter().enumerate();
        numbered
            .map(|(at, label)| (label, if shared { label.to_string() } else { at.to_string() }))
            .collect()
    };
    (name(one), name(other))
}

/// Sections that stand at the same place in both languages, on the same level, under anchors that the other
/// language does not have: a name in the braces was changed, or translated.
fn renamed<'a, 'b>(
    pairs: &[Pair],
    there: &'b HeldPage<'a>,
    here: &'b HeldPage<'a>,
    exempt: &Exempt<'_>,
) -> Vec<(&'b Section<'a>, &'b Section<'a>)> {
    let is_shared = |pair: &Pair| pair.original.is_some() && pair.translation.is_some();
    let mut renamed = Vec::new();
    for lone in pairs.split(is_shared) {
        let may_not_differ = |section: &&Section<'_>| !exempt.section(section);
        let ones = lone.iter().filter_map(|pair| Some(&there.sections[pair.original?]));
        let others = lone.iter().filter_map(|pair| Some(&here.sections[pair.translation?]));
        let ones: Vec<_> = ones.filter(may_not_differ).collect();
        let others: Vec<_> = others.filter(may_not_differ).collect();
        let is_alone = |section: &Section<'_>, page: &HeldPage<'_>| {
            let anchor = section.own_anchor();
            anchor.is_some() && !page.sections.iter().any(|one| one.own_anchor() == anchor)
        };
        let fits = |(one, other): (&&Section<'_>, &&Section<'_>)| {
            one.level() == other.level() && is_alone(one, here) && is_alone(other, there)
        };
        if ones.len() == others.len() && ones.iter().zip(&others).all(fits) {
            renamed.extend(ones.into_iter().zip(others));
        }
    }
    renamed
}

fn is_among(renamed: &[(&Section<'_>, &Section<'_>)], section: &Section<'_>) -> bool {
    renamed.iter().any(|(one, other)| [one.span, other.span].contains(&section.span))
}

fn tell_renamed(
    renamed: &[(&Section<'_>, &Section<'_>)],
    there: &HeldPage<'_>,
    here: &HeldPage<'_>,
    diagnostics: &mut Diagnostics,
) {
    let [original, language] = [there, here].map(|page| page.language.label.as_str());
    for (one, other) in renamed {
        let (Some(anchor), Some(own)) = (one.own_anchor(), other.own_anchor()) else { continue };
        let message = format!(
            "the section has the anchor `{own}` here, but `{anchor}` in the original ({original})"
        );
        diagnostics.push(
            Diagnostic::error("section-differs", other.place(), message)
                .label(language)
                .related(one.place(), original)
                .help(format!(
                    "write `{{#{anchor}}}` in both languages; if these are two sections, translate each"
                )),
        );
    }
}

/// Whether a heading seems to be missing in one language, so that what stands below it in the other belongs to
/// the section before: the first of `pairs`.
fn holds_the_next(pairs: &[Pair], there: &HeldPage<'_>, here: &HeldPage<'_>) -> bool {
    let [Pair { original: Some(one), translation: Some(other) }, rest @ ..] = pairs else {
        return false;
    };
    let lone = rest.iter().map_while(|pair| match (pair.original, pair.translation) {
        (Some(at), None) => Some((&here.held[*other], &there.held[at])),
        (None, Some(at)) => Some((&there.held[*one], &here.held[at])),
        _ => None,
    });
    let mut lone = lone;
    lone.any(|(before, next)| before.shares(next))
}

fn lone_section(
    section: &Section<'_>,
    other: &HeldPage<'_>,
    other_is_original: bool,
    exempt: &Exempt<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Some(heading) = section.heading.filter(|_| !exempt.section(section)) else { return };
    let title = words(&heading.content);
    let language = &other.language.label;
    let anchor = section.own_anchor();
    let elsewhere =
        other.sections.iter().find(|one| anchor.is_some() && one.own_anchor() == anchor);
    // Told once, at the original.
    if elsewhere.is_some() && other_is_original {
        return;
    }
    let (message, help) = match (elsewhere, other_is_original) {
        (Some(_), _) => (
            format!("the section “{title}” stands at another place in {language}"),
            "put both in the same order, on the same level",
        ),
        (None, false) => (
            format!("the section “{title}” is missing in {language}"),
            "translate it, or say why not under `[[exceptions]]` in the front matter",
        ),
        (None, true) => (
            format!("the section “{title}” is not in the original ({language})"),
            "a translation may not say more: add it there, or say why under `[[exceptions]]` in the front matter",
        ),
    };
    let place = elsewhere.map_or(Span::file(other.page.file), Section::place);
    diagnostics.push(
        Diagnostic::error("section-differs", heading.span, message)
            .related(place, format!("the page in {language}"))
            .help(help),
    );
}

/// A heading that stands on another level than its original's.
fn levels(
    [there, here]: [&Section<'_>; 2],
    original: Side<'_>,
    translation: Side<'_>,
    diagnostics: &mut Diagnostics,
) {
    if there.level() == here.level() {
        return;
    }
    let marks = |section: &Section<'_>| "#".repeat(section.level().into());
    let message = format!(
        "the heading is written with `{}` here, but with `{}` in {}",
        marks(here),
        marks(there),
        original.name()
    );
    diagnostics.push(
        Diagnostic::error("section-differs", here.place(), message)
            .label(translation.language)
            .related(there.place(), original.language)
            .help("give the heading the same level in both languages"),
    );
}

/// All that two sections, or two footnotes, hold.
fn held(
    original: Side<'_>,
    translation: Side<'_>,
    exempt: &Exempt<'_>,
    diagnostics: &mut Diagnostics,
) {
    numbers::compare(original, translation, exempt, diagnostics);
    if original.is_broken {
        tables(original, translation, diagnostics);
        return;
    }
    figures(original, translation, diagnostics);
    tables(original, translation, diagnostics);
    for (one, other) in [(original, translation), (translation, original)] {
        notes(one, other, diagnostics);
        links(one, other, diagnostics);
    }
}

fn notes(from: Side<'_>, to: Side<'_>, diagnostics: &mut Diagnostics) {
    let name = |side: &Side<'_>, label: &str| side.notes.get(label).cloned();
    let known: BTreeSet<Option<String>> =
        to.held.notes.iter().map(|(label, _)| name(&to, label)).collect();
    for (label, place) in &from.held.notes {
        if !known.contains(&name(&from, label)) {
            let what = format!("the footnote `{label}`");
            diagnostics.push(
                from.lone("footnote-differs", &what, *place, &to)
                    .help("refer to the footnote in both languages, or in neither"),
            );
        }
    }
}

fn links(from: Side<'_>, to: Side<'_>, diagnostics: &mut Diagnostics) {
    let elsewhere = |side: &Side<'_>| {
        side.held.links.iter().filter(|(to, _)| *to == Destination::Elsewhere).count()
    };
    let (here, there) = (elsewhere(&from), elsewhere(&to));
    let mut told = BTreeSet::new();
    for (destination, place) in &from.held.links {
        let what = match destination {
            Destination::Elsewhere if here > there && told.insert(destination) => match here {
                1 => "a link to another site".to_string(),
                _ => format!("one of {here} links to other sites"),
            },
            Destination::Elsewhere => continue,
            Destination::Page(_) | Destination::File(_)
                if to.held.links.iter().any(|(other, _)| other == destination) =>
            {
                continue;
            }
            Destination::Page(key) => format!("a link to `content/{key}.md`"),
            Destination::File(path) => format!("a link to the file `{path}`"),
        };
        diagnostics.push(
            from.lone("link-differs", &what, *place, &to)
                .help("link to the same in both languages"),
        );
    }
}

/// A figure may stand several times, drawn in several ways: each has its own beside it.
fn figures(original: Side<'_>, translation: Side<'_>, diagnostics: &mut Diagnostics) {
    let mut there: Vec<&FigureReference> = original.held.figures.clone();
    let mut here: Vec<&FigureReference> = translation.held.figures.clone();
    let is_same = |one: &FigureReference, other: &FigureReference| {
        identity(one, translation.period) == identity(other, original.period)
    };
    let mut take = |one: &FigureReference, same_options: bool| {
        let found = there.iter().position(|other| {
            is_same(one, other) && (!same_options || one.options == other.options)
        });
        found.map(|at| there.remove(at))
    };
    // Told once, at the translation.
    let mut tell = |one: &FigureReference, other: &FigureReference, help| {
        let (here, there) = (written(one), written(other));
        let name = original.name();
        let message = format!("`{here}` stands here, but `{there}` in {name}");
        diagnostics.push(
            Diagnostic::error("figure-differs", one.target_span, message)
                .related(other.target_span, name)
                .help(help),
        );
    };
    here.retain(|one| take(one, true).is_none());
    here.retain(|one| {
        let Some(other) = take(one, false) else { return true };
        tell(one, other, "give it the same options in both languages");
        false
    });
    // One in place of one: another is shown.
    if let ([other], [one]) = (&there[..], &here[..]) {
        return tell(one, other, "show the same figures in both languages");
    }
    for (from, to, alone) in [(original, translation, there), (translation, original, here)] {
        for figure in alone {
            let what = format!("`{}`", written(figure));
            diagnostics.push(from.lone("figure-differs", &what, figure.span, &to).help(
                match figure.kind {
                    FigureKind::Part => "include the same texts in both languages",
                    _ => "show the same figures in both languages",
                },
            ));
        }
    }
}

/// `chart:suppliers.by_country?top=7`
fn written(figure: &FigureReference) -> String {
    let name = identity(figure, None).unwrap_or_else(|| format!("image {}", figure.target));
    let name = name.trim_end_matches('@').to_string();
    let options = figure.options.iter().map(|(name, value)| format!("{name}={value}"));
    let options: Vec<String> = options.collect();
    if options.is_empty() { name } else { format!("{name}?{}", options.join("&")) }
}

fn tables(original: Side<'_>, translation: Side<'_>, diagnostics: &mut Diagnostics) {
    let (one, other) = (&original.held.tables, &translation.held.tables);
    if original.is_broken && one.len() != other.len() {
        return;
    }
    for (from, to) in [(original, translation), (translation, original)] {
        for table in from.held.tables.iter().skip(to.held.tables.len()) {
            diagnostics.push(
                from.lone("table-differs", "a table", table.place, &to)
                    .help("show the same tables in both languages"),
            );
        }
    }
    for (one, other) in one.iter().zip(other) {
        if (one.rows, one.columns) != (other.rows, other.columns) {
            let message = format!(
                "the table has {} rows and {} columns, but {} and {} in {}",
                other.rows,
                other.columns,
                one.rows,
                one.columns,
                original.name()
            );
            diagnostics.push(
                Diagnostic::error("table-differs", other.place, message)
                    .related(one.place, original.name())
                    .help("give both the same rows and columns"),
            );
        }
    }
}
