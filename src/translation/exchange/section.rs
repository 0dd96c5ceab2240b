//! One section that came back: its units are checked, its words get the codes of the page, and it is
//! put into its place.

use std::collections::{BTreeMap, BTreeSet};

use super::codes::{coded, differences, inside, renumbered, turned};
use super::cut::{Place, Unit};
use super::fill::{Filling, markdown, title};
use super::front::FrontText;
use super::import::{Came, span};
use super::page::{Filled, Plan, made, misread};
use super::pages::PagePair;
use super::returned::ReturnedText;
use super::stated::Languages;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::load::leaves::{Code, CodeKind, LeafKind, Words, fragment};
use crate::source::Span;

/// A section that can be taken over.
pub(super) struct Candidate {
    /// Its place in the original.
    pub section: usize,
    /// What its units say, in order.
    pub words: Vec<Words>,
    /// Where each came from; none for a unit without words.
    pub places: Vec<Option<Span>>,
    /// Of the original that was exported.
    pub hash: String,
    pub is_stale: bool,
    /// Whether it says something else than the translation did.
    pub is_changed: bool,
}

pub(super) enum Outcome {
    Whole(Box<Candidate>),
    /// Something is missing or wrong, which is told.
    Left,
    /// The file has nothing of it.
    Absent,
}

/// What a unit became.
enum Read {
    Words(Words),
    /// It is not translated, or not finished: why.
    Open(String),
    Wrong,
}

const CORRECT: &str =
    "correct it in the agency's tool and import the file again; the section is left as it is";

/// Checks what a file has of a section; `hash` is that of the original as it is now.
pub(super) fn candidate(
    pair: &PagePair<'_>,
    section: usize,
    hash: &str,
    units: &BTreeMap<String, Came>,
    languages: Languages,
    diagnostics: &mut Diagnostics,
) -> Outcome {
    let own = &pair.original.sections[section].units;
    let labels = pair.original.labels();
    let Some(first) = own.iter().find_map(|unit| units.get(&unit.id)) else {
        return Outcome::Absent;
    };
    let is_source = |unit: &Unit, came: &Came| {
        read(&came.1.source, unit, &labels).is_ok_and(|words| words.reads_as(&unit.leaf.words))
    };
    let came = || own.iter().filter_map(|unit| Some((unit, units.get(&unit.id)?)));
    let exported = came().find_map(|(_, came)| came.1.hash.clone());
    let unchanged = || came().all(|(unit, came)| is_source(unit, came)).then(|| hash.to_string());
    let Some(exported) = exported.or_else(unchanged) else {
        let message = "the file no longer says which original it was made from, and the original is another now";
        diagnostics.push(
            Diagnostic::error("exchange-unit", span(first), message).help(
                "export the section again, and let the agency use its memory of the old file",
            ),
        );
        return Outcome::Left;
    };
    let is_stale = exported != hash;
    let returned: Vec<Option<&Came>> = match is_stale {
        false => own.iter().map(|unit| units.get(&unit.id)).collect(),
        true => matched(own, units, is_source),
    };
    let known = pair.known(section);
    let gathered = Gathered::of(own, &returned, &known, &labels, span(first), diagnostics);
    if let Some((place, why)) = gathered.open.first() {
        let open = gathered.open.len();
        diagnostics.push(unfinished(pair, section, open, *place, why, is_stale));
    }
    if gathered.is_wrong || !gathered.open.is_empty() {
        return Outcome::Left;
    }
    if is_stale {
        let message =
            format!("the original of {} has changed since the export", name(pair, section));
        diagnostics.push(
            Diagnostic::warning("changed-original", span(first), message)
                .help("it is imported, but stays stale: export it again when the rest is in"),
        );
    }
    let is_changed = is_changed(pair, section, &gathered.words, &known);
    let words = own.iter().zip(gathered.words).zip(&known).map(|((unit, words), known)| {
        let codes = unit.leaf.words.codes.iter().enumerate().map(|(at, code)| {
            let own = known.as_ref().and_then(|known| known.codes.get(at));
            let is_new = known.as_ref().is_none_or(|known| inside(known, at) != inside(&words, at));
            languages.code(code, own.or_else(|| elsewhere(pair, section, code)), is_new)
        });
        Words { codes: codes.collect(), ..words.clone() }
    });
    Outcome::Whole(Box::new(Candidate {
        section,
        words: words.collect(),
        places: returned.iter().map(|came| came.map(span)).collect(),
        hash: exported,
        is_stale,
        is_changed,
    }))
}

/// The words of a section's units.
#[derive(Default)]
struct Gathered {
    words: Vec<Words>,
    /// Units that are not translated: where that is seen, and why.
    open: Vec<(Span, String)>,
    is_wrong: bool,
}

impl Gathered {
    fn of(
        own: &[Unit],
        returned: &[Option<&Came>],
        known: &[Option<Words>],
        labels: &[&str],
        first: Span,
        diagnostics: &mut Diagnostics,
    ) -> Gathered {
        let mut gathered = Gathered::default();
        for ((unit, came), known) in own.iter().zip(returned).zip(known) {
            if !unit.leaf.words.any() {
                let words = known.as_ref().unwrap_or(&unit.leaf.words);
                gathered.words.push(words.clone());
                continue;
            }
            let Some(came) = came else {
                gathered.open.push((first, "not in the file".to_string()));
                continue;
            };
            match target(came, unit, known.as_ref(), labels, diagnostics) {
                Read::Words(read) => gathered.words.push(read),
                Read::Open(why) => gathered.open.push((span(came), why)),
                Read::Wrong => gathered.is_wrong = true,
            }
        }
        gathered
    }
}

/// Which unit of a changed original goes with which that came back: the one with the same words,
/// else the one with the same id, if that is not another's.
fn matched<'u>(
    own: &[Unit],
    units: &'u BTreeMap<String, Came>,
    is_source: impl Fn(&Unit, &Came) -> bool,
) -> Vec<Option<&'u Came>> {
    let group =
        own.first().map_or("", |unit| unit.id.rsplit_once('.').map_or("", |(name, _)| name));
    let is_near = |id: &&String| id.rsplit_once('.').map_or("", |(name, _)| name) == group;
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    let mut found: Vec<Option<&Came>> = vec![None; own.len()];
    for (unit, place) in own.iter().zip(&mut found) {
        let near = units.iter().filter(|(id, _)| is_near(id) && !taken.contains(id.as_str()));
        let mut same = near.filter(|(_, came)| is_source(unit, came));
        // Of several with the same words the one in its place.
        let same = same.clone().find(|(id, _)| **id == unit.id).or_else(|| same.next());
        if let Some((id, came)) = same {
            taken.insert(id);
            *place = Some(came);
        }
    }
    for (unit, place) in own.iter().zip(&mut found).filter(|(_, place)| place.is_none()) {
        *place = units.get(&unit.id).filter(|_| !taken.contains(unit.id.as_str()));
    }
    found
}

/// The words of a text that came back, with the codes of the unit; or what is wrong with it.
fn read(text: &ReturnedText, unit: &Unit, labels: &[&str]) -> Result<Words, Vec<String>> {
    let source = &unit.leaf.words;
    match text {
        ReturnedText::Coded(tokens) => coded(tokens, source),
        ReturnedText::Markdown(text)
            if matches!(unit.leaf.kind, LeafKind::Alternative | LeafKind::PictureCaption) =>
        {
            Ok(Words::plain(text.trim()))
        }
        ReturnedText::Markdown(text) => {
            let Some(words) = fragment(text, labels) else {
                return Err(vec!["this is more than one paragraph".to_string()]);
            };
            renumbered(&words, source).ok_or_else(|| differences(&words, source))
        }
    }
}

fn target(
    came: &Came,
    unit: &Unit,
    known: Option<&Words>,
    labels: &[&str],
    diagnostics: &mut Diagnostics,
) -> Read {
    let text = match &came.1.target {
        Some(text) if !text.is_empty() => text,
        _ => return Read::Open("not translated".to_string()),
    };
    if let Some(state) = &came.1.unfinished {
        return Read::Open(format!("still marked `{state}`"));
    }
    let read = read(text, unit, labels);
    let turned = |words: Words| match turned(&words, &unit.leaf.words, known) {
        none if none.is_empty() => Ok(words),
        wrong => Err(wrong),
    };
    match read.and_then(turned) {
        Ok(words) => Read::Words(words),
        Err(wrong) => {
            for one in wrong {
                let message = format!("unit `{}`: {one}", unit.id);
                diagnostics
                    .push(Diagnostic::error("exchange-unit", span(came), message).help(CORRECT));
            }
            Read::Wrong
        }
    }
}

/// Tells that a section waits for translations.
fn unfinished(
    pair: &PagePair<'_>,
    section: usize,
    open: usize,
    place: Span,
    why: &str,
    is_stale: bool,
) -> Diagnostic {
    let all = &pair.original.sections[section].units;
    let all = all.iter().filter(|unit| unit.leaf.words.any()).count();
    let (name, are) = (name(pair, section), if open == 1 { "is" } else { "are" });
    let message =
        format!("{name} is left as it is: {open} of {all} units {are} open, the first is {why}");
    Diagnostic::warning("unfinished-section", place, message).help(match is_stale {
        true => "the original has changed since the export: export the section again",
        false => "let the agency finish it, and import the file again",
    })
}

/// ``the section `method` of `report/2024/03-due-diligence` ``
fn name(pair: &PagePair<'_>, section: usize) -> String {
    let (key, anchor) = (&pair.original.page.key, &pair.original.sections[section].section.anchor);
    match anchor.is_empty() {
        true => format!("the beginning of `{key}`"),
        false => format!("the section `{anchor}` of `{key}`"),
    }
}

/// Whether the section says anything else than before, or has another structure.
fn is_changed(
    pair: &PagePair<'_>,
    section: usize,
    words: &[Words],
    known: &[Option<Words>],
) -> bool {
    let says = words.iter().zip(known);
    let mut says = says.zip(&pair.original.sections[section].units);
    let all_the_same = says.all(|((words, known), unit)| {
        !unit.leaf.words.any() || known.as_ref().is_some_and(|known| known.pieces == words.pieces)
    });
    !all_the_same || !has_same_blocks(pair, section)
}

fn has_same_blocks(pair: &PagePair<'_>, section: usize) -> bool {
    let (Some(own), Some(other)) = (&pair.translation, pair.other(section)) else { return false };
    let kinds = |units: &[Unit]| -> Vec<LeafKind> {
        let body = units.iter().filter(|unit| unit.place == Place::Section);
        body.map(|unit| unit.leaf.kind).collect()
    };
    own.shape(other) == pair.original.shape(section)
        && kinds(&own.sections[other].units) == kinds(&pair.original.sections[section].units)
}

/// How the translation writes the same fact elsewhere in the section.
fn elsewhere<'p>(pair: &'p PagePair<'_>, section: usize, code: &Code) -> Option<&'p Code> {
    let own = &pair.translation.as_ref()?.sections[pair.other(section)?];
    let codes = own.units.iter().flat_map(|unit| &unit.leaf.words.codes);
    let mut same = codes.filter(|other| other.kind.meaning() == code.kind.meaning());
    same.next().filter(|_| matches!(code.kind, CodeKind::Fact { .. }))
}

/// Puts sections into their page; those that cannot be are taken out of the list and told. The
/// page's text, if anything on it changes.
pub(super) fn put(
    pair: &PagePair<'_>,
    candidates: &mut Vec<Candidate>,
    left: &mut Vec<String>,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    loop {
        let mut refused: BTreeSet<usize> = BTreeSet::new();
        let plan = plan(pair, candidates, &mut refused, diagnostics);
        let made = (plan.is_any() && refused.is_empty()).then(|| made(pair, &plan));
        if let Some(made) = &made {
            for section in misread(pair, &plan, made) {
                let message = format!(
                    "{} would not have the structure of its original any more",
                    name(pair, section)
                );
                let place = candidates.iter().find(|one| one.section == section);
                let place = place.and_then(|one| one.places.iter().flatten().next().copied());
                diagnostics.push(
                    Diagnostic::error("exchange-unit", place, message)
                        .help("write it by hand in the page; the section is left as it is"),
                );
                refused.insert(section);
            }
        }
        if refused.is_empty() {
            return made.map(|made| made.text);
        }
        candidates.retain(|candidate| !refused.contains(&candidate.section));
        let anchor = |section: &usize| pair.original.sections[*section].section.anchor.clone();
        left.extend(refused.iter().map(anchor));
        if pair.translation.is_none() && refused.contains(&0) {
            candidates.clear();
        }
    }
}

/// What the candidates change. Sections whose words cannot be written are told and refused.
fn plan(
    pair: &PagePair<'_>,
    candidates: &[Candidate],
    refused: &mut BTreeSet<usize>,
    diagnostics: &mut Diagnostics,
) -> Plan {
    let mut plan = Plan::default();
    let mut fillings = Vec::new();
    let mut belongs = Vec::new();
    let refuse = |candidate: &Candidate,
                  at: usize,
                  refused: &mut BTreeSet<usize>,
                  diagnostics: &mut Diagnostics| {
        let unit = &pair.original.sections[candidate.section].units[at];
        let message = format!(
            "unit `{}`: these words cannot stand there: Markdown would take them for something else",
            unit.id
        );
        let place = candidate.places.get(at).copied().flatten();
        diagnostics.push(Diagnostic::error("exchange-unit", place, message).help(CORRECT));
        refused.insert(candidate.section);
    };
    for candidate in candidates.iter().filter(|candidate| candidate.is_changed) {
        let units = &pair.original.sections[candidate.section].units;
        for (at, (unit, words)) in units.iter().zip(&candidate.words).enumerate() {
            match unit.place {
                Place::Front => match front_text(unit, words) {
                    Some(new) if pair.has_room(&new) => plan.front.push(new),
                    // Told once for all that the table lacks.
                    Some(_) if !refused.insert(candidate.section) => {}
                    Some(_) => diagnostics.push(without_room(unit, candidate.places[at])),
                    None => refuse(candidate, at, refused, diagnostics),
                },
                Place::Section | Place::Note(_) => {
                    fillings.push(Filling { leaf: &unit.leaf, words: words.clone() });
                    belongs.push((candidate, at, unit));
                }
            }
        }
        plan.sections.insert(candidate.section, Vec::new());
    }
    let written = markdown(&pair.original, &fillings);
    for ((written, filling), (candidate, at, unit)) in
        written.into_iter().zip(fillings).zip(belongs)
    {
        let Some(markdown) = written else {
            refuse(candidate, at, refused, diagnostics);
            continue;
        };
        let filled = Filled { range: unit.leaf.range.clone(), words: filling.words, markdown };
        match &unit.place {
            Place::Note(label) => plan.notes.entry(label.clone()).or_default().push(filled),
            Place::Front | Place::Section => {
                plan.sections.entry(candidate.section).or_default().push(filled);
            }
        }
    }
    plan.keep_what_is_there(pair, candidates);
    plan
}

/// The new words of a text in the front matter, as they are written. None for words that Markdown
/// would take for something else.
fn front_text(unit: &Unit, words: &Words) -> Option<FrontText> {
    let text = match unit.leaf.kind {
        LeafKind::PictureCaption => Some(words.text()),
        _ => title(words),
    };
    let (path, kind) = (unit.id.clone(), unit.leaf.kind);
    text.map(|text| FrontText { path, kind, words: words.clone(), text })
}

fn without_room(unit: &Unit, place: Option<Span>) -> Diagnostic {
    let key = unit.id.split('-').next().unwrap_or_default();
    let message = format!("unit `{}`: the translation has no such `{key}` yet", unit.id);
    let help = format!(
        "give `{key}` in the front matter of the translation as many entries as the original has, and import the file again"
    );
    Diagnostic::error("exchange-unit", place, message).help(help)
}

impl Plan {
    fn is_any(&self) -> bool {
        !self.front.is_empty() || !self.sections.is_empty() || !self.notes.is_empty()
    }

    /// Where only the title, or only a footnote, is new, the section's own text stays as it is.
    fn keep_what_is_there(&mut self, pair: &PagePair<'_>, candidates: &[Candidate]) {
        let Some(own) = &pair.translation else { return };
        for candidate in candidates.iter().filter(|candidate| candidate.is_changed) {
            let known = pair.known(candidate.section);
            let units = &pair.original.sections[candidate.section].units;
            let says_the_same = |place: &Place| {
                let all = units.iter().zip(&candidate.words).zip(&known);
                let mut all = all.filter(|((unit, _), _)| unit.place == *place);
                all.all(|((_, words), known)| {
                    known.as_ref().is_some_and(|known| known.pieces == words.pieces)
                })
            };
            if says_the_same(&Place::Section) && has_same_blocks(pair, candidate.section) {
                self.sections.remove(&candidate.section);
            }
            for ((unit, words), known) in units.iter().zip(&candidate.words).zip(&known) {
                if unit.place == Place::Front
                    && known.as_ref().is_some_and(|known| known.pieces == words.pieces)
                {
                    self.front.retain(|new| new.path != unit.id);
                }
            }
            let labels: BTreeSet<&Place> = units.iter().map(|unit| &unit.place).collect();
            for place in labels {
                if let Place::Note(label) = place
                    && says_the_same(place)
                    && own.note(label).len() == pair.original.note(label).len()
                {
                    self.notes.remove(label);
                }
            }
        }
    }
}
