//! What each section of a page holds that must be the same in every language.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::compose::links::{Destination, destination};
use crate::config::{Config, Language};
use crate::document::{FactReference, FigureKind, FigureReference};
use crate::fact::Facts;
use crate::locale::{Certainty, Locale, Quantity, Reading};
use crate::project::WrittenPage;
use crate::source::{Sources, Span};
use crate::translation::content::{Line, OBJECT, Part, Role, read};
use crate::translation::{Section, sections};

/// What a page is read against.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    pub language: &'a Language,
    pub config: &'a Config,
    pub facts: &'a Facts,
    /// The period that the page speaks of.
    pub period: Option<&'a str>,
    pub sources: &'a Sources,
}

/// A page in one language.
pub struct HeldPage<'a> {
    pub page: &'a WrittenPage,
    pub language: &'a Language,
    pub period: Option<&'a str>,
    pub sections: Vec<Section<'a>>,
    /// What each section holds.
    pub held: Vec<Held<'a>>,
    /// The texts of footnotes, by label.
    pub notes: BTreeMap<&'a str, Held<'a>>,
}

/// What a section, or a footnote, holds.
pub struct Held<'a> {
    /// Where a reader looks for it.
    pub place: Span,
    /// Of the first section: where a reader looks for what stands above the text.
    pub title: Span,
    pub numbers: Vec<Said>,
    /// How many paragraphs, headings and cells there are.
    lines: usize,
    /// How many of the table that is being read are still to come.
    cells: usize,
    /// Those in which numbers stand.
    pub sentences: Vec<Sentence<'a>>,
    pub facts: Vec<Cited<'a>>,
    pub figures: Vec<&'a FigureReference>,
    pub tables: Vec<HeldTable>,
    pub links: Vec<(Destination, Span)>,
    pub notes: Vec<(&'a str, Span)>,
}

/// A number that stands in the text as the author typed it.
pub struct Said {
    pub quantity: Quantity,
    /// As it stands.
    pub words: String,
    pub place: Span,
    /// Whether its letters stand at the place as they are, so that they may be replaced.
    pub is_exact: bool,
    /// Whether it stands in the words of a link, where no reference may stand.
    pub is_linked: bool,
    /// Whether it stands in the text, not in the front matter.
    in_text: bool,
    /// Its place among the sentences.
    pub sentence: usize,
    /// The place of its paragraph, heading or cell among those of the section.
    pub line: usize,
}

impl Said {
    /// The words as a reference to a fact, where that can stand in their place.
    pub fn bound_to(
        &self,
        id: &str,
        period: &str,
        page_period: Option<&str>,
        locale: &Locale,
    ) -> Option<String> {
        let words = &self.words;
        let period = match page_period == Some(period) {
            true => String::new(),
            false => format!("@{period}"),
        };
        let is_word = self.quantity.certainty != Certainty::Certain;
        let is_read = locale.parse_number(words).is_some() || locale.parse_date(words).is_some();
        let fits = self.is_exact && !self.is_linked && (is_read || is_word && self.in_text);
        let accepted = if is_word { " \"≈\"" } else { "" };
        fits.then(|| format!("[{words}](fact:{id}{period}{accepted})"))
    }
}

/// A sentence, or what stands between two stops.
pub struct Sentence<'a> {
    pub text: String,
    /// The facts that it cites, by id.
    pub facts: Vec<&'a str>,
}

/// A fact that the text cites.
pub struct Cited<'a> {
    pub id: &'a str,
    pub period: &'a str,
    /// What is printed; none of words and texts, and of facts that are not known.
    pub printed: Option<Reading>,
    pub text: String,
    pub place: Span,
    /// The place of its paragraph, heading or cell among those of the section; 0 of key figures.
    pub line: usize,
    /// The reference, where a share lacks its unit between the brackets and behind them.
    pub bare: Option<&'a FactReference>,
}

pub struct HeldTable {
    pub rows: usize,
    pub columns: usize,
    pub place: Span,
}

impl Held<'_> {
    /// Whether both hold one of the same things.
    pub fn shares(&self, other: &Held<'_>) -> bool {
        let figure = |one: &FigureReference| identity(one, None);
        self.facts.iter().any(|one| other.facts.iter().any(|it| it.id == one.id))
            || self.links.iter().any(|(one, _)| other.links.iter().any(|(it, _)| it == one))
            || self
                .figures
                .iter()
                .any(|one| other.figures.iter().any(|it| figure(it) == figure(one)))
            || self.numbers.iter().any(|one| {
                other.numbers.iter().any(|it| it.quantity.reading == one.quantity.reading)
            })
    }
}

impl<'a> HeldPage<'a> {
    /// Reads a page; `also` is told its parts too, so that nobody reads it again.
    pub fn read(
        page: &'a WrittenPage,
        scope: Scope<'a>,
        mut also: impl FnMut(&Part<'_, 'a>),
    ) -> HeldPage<'a> {
        let sections = sections(page);
        // The sections, then the footnotes.
        let mut held: Vec<Held<'a>> = Vec::new();
        read(page, &sections, scope.language.locale, |part| {
            also(&part);
            match part {
                Part::Section(section) => held.push(Held::at(section.place())),
                Part::Note(_, span) => held.push(Held::at(span)),
                part => {
                    held.iter_mut().last().into_iter().for_each(|it| it.part(&part, page, scope))
                }
            }
        });
        let notes = held.split_off(sections.len());
        if let Some(first) = held.first_mut() {
            first.facts.extend(page.front.key_figures.iter().map(|(id, place)| Cited {
                id,
                period: scope.period.unwrap_or_default(),
                printed: None,
                text: id.clone(),
                place: *place,
                line: 0,
                bare: None,
            }));
        }
        HeldPage {
            page,
            language: scope.language,
            period: scope.period,
            notes: page.notes.keys().map(String::as_str).zip(notes).collect(),
            sections,
            held,
        }
    }
}

impl<'a> Held<'a> {
    /// What one line of a data file holds.
    pub fn of_line(line: Line<'a>, place: Span, scope: Scope<'a>) -> Held<'a> {
        let mut held = Held::at(place);
        held.line(&line, None, scope);
        held
    }

    fn at(place: Span) -> Held<'a> {
        Held {
            place,
            title: place,
            numbers: Vec::new(),
            lines: 0,
            cells: 0,
            sentences: Vec::new(),
            facts: Vec::new(),
            figures: Vec::new(),
            tables: Vec::new(),
            links: Vec::new(),
            notes: Vec::new(),
        }
    }

    fn part(&mut self, part: &Part<'_, 'a>, page: &'a WrittenPage, scope: Scope<'a>) {
        match part {
            Part::Line(role, line) => {
                if *role == Role::Title {
                    self.title = line.beginning().unwrap_or(self.place);
                }
                let first = self.facts.len();
                self.line(line, Some(page), scope);
                if self.cells > 0 {
                    self.cells -= 1;
                    // The unit may stand at the head of the column.
                    self.facts[first..].iter_mut().for_each(|cited| cited.bare = None);
                }
            }
            Part::Figure(figure, quantities) => {
                self.figures.push(figure);
                self.alternative(figure, quantities);
            }
            Part::Table { rows, columns, span } => {
                self.tables.push(HeldTable { rows: *rows, columns: *columns, place: *span });
                self.cells = rows * columns;
            }
            Part::Section(_) | Part::Note(..) | Part::Block(_) | Part::Code(_) => {}
        }
    }

    /// The text alternative of a figure, which is spoken in place of it.
    fn alternative(&mut self, figure: &FigureReference, quantities: &[Quantity]) {
        for quantity in quantities {
            if self.sentences.last().is_none_or(|last| last.text != figure.title) {
                self.sentences.push(Sentence { text: figure.title.clone(), facts: Vec::new() });
            }
            self.numbers.push(Said {
                words: figure.title[quantity.range.clone()].to_string(),
                place: figure.span,
                is_exact: false,
                is_linked: false,
                in_text: false,
                line: self.lines,
                sentence: self.sentences.len() - 1,
                quantity: quantity.clone(),
            });
        }
    }

    /// `page` is none where the line stands in a data file; its links are not compared.
    fn line(&mut self, line: &Line<'a>, page: Option<&'a WrittenPage>, scope: Scope<'a>) {
        let mut sentence = 0..0;
        self.lines += 1;
        for quantity in &line.quantities {
            if quantity.range.start >= sentence.end {
                sentence = sentence_around(&line.text, &quantity.range);
                let within = line.facts.iter().filter(|(at, _)| sentence.contains(at));
                self.sentences.push(Sentence {
                    text: line.text[sentence.clone()].to_string(),
                    facts: within.map(|(_, fact)| fact.id.as_str()).collect(),
                });
            }
            let exact = line.exact(&quantity.range, scope.sources);
            let Some(place) = exact.or_else(|| line.place(&quantity.range, scope.sources)) else {
                continue;
            };
            let inside = |(link, _): &(Range<usize>, _)| {
                link.start < quantity.range.end && quantity.range.start < link.end
            };
            self.numbers.push(Said {
                words: line.text[quantity.range.clone()].to_string(),
                place,
                is_exact: exact.is_some(),
                is_linked: line.links.iter().any(inside),
                in_text: page.is_some_and(|page| place.start >= page.body.start),
                line: self.lines,
                sentence: self.sentences.len() - 1,
                quantity: quantity.clone(),
            });
        }
        for (number, (_, fact)) in line.facts.iter().enumerate() {
            let cited = cited(fact, scope);
            let is_share = matches!(cited.printed, Some(Reading::Percent(_)));
            let is_bare = || is_share && !has_unit(line, number, scope.language.locale);
            let bare = is_bare().then_some(*fact);
            self.facts.push(Cited { bare, line: self.lines, ..cited });
        }
        if let Some(page) = page {
            let to = |target: &str| destination(target, page, scope.config);
            self.links.extend(line.links.iter().map(|(_, link)| (to(&link.target), link.span)));
        }
        self.notes.extend(line.notes.iter().map(|(_, note)| (note.label.as_str(), note.span)));
    }
}

/// From the stop before a place to the stop after it.
fn sentence_around(text: &str, place: &Range<usize>) -> Range<usize> {
    let is_stop = |at: usize| {
        let (before, after) = (&text[..at], &text[at + 1..]);
        // A point after a figure is an ordinal's as often as a sentence's.
        after.starts_with(char::is_whitespace) && !before.ends_with(|c: char| c.is_ascii_digit())
    };
    let bytes = text.as_bytes();
    let may_stop = |at: &usize| matches!(bytes[*at], b'.' | b'!' | b'?' | b';');
    let before = (0..place.start).rev().filter(may_stop).find(|at| is_stop(*at));
    let after = (place.end..text.len()).filter(may_stop).find(|at| is_stop(*at));
    before.map_or(0, |at| at + 1)..after.map_or(text.len(), |at| at + 1)
}

fn cited<'a>(reference: &'a FactReference, scope: Scope<'a>) -> Cited<'a> {
    let period = reference.period.as_deref().or(scope.period).unwrap_or_default();
    let locale = scope.language.locale;
    let fact = scope.facts.fact(period, &reference.id);
    let stated = locale.parse_number(&reference.stated);
    let printed = fact.and_then(|fact| {
        let decimals = stated.map_or(fact.decimals, |stated| stated.decimals);
        Reading::of(&fact.value, reference.digits.unwrap_or(decimals))
    });
    let text = match (reference.stated.as_str(), fact) {
        ("", Some(fact)) => {
            locale.value(&fact.value, reference.digits.unwrap_or(fact.decimals)).unwrap_or_default()
        }
        (stated, _) => stated.to_string(),
    };
    Cited { id: &reference.id, period, printed, text, place: reference.span, line: 0, bare: None }
}

/// Whether the words of a share have their unit between the brackets, behind them ("`[66](fact:…)`
/// per cent") or from a neighbour. Words that are no number have it in themselves.
fn has_unit(line: &Line<'_>, number: usize, locale: &Locale) -> bool {
    let stated = &line.facts[number].1.stated;
    if locale.parse_number(stated).is_none() {
        return true;
    }
    let mut said = String::new();
    let mut from = line.facts[number].0;
    for (at, fact) in &line.facts[number..] {
        said.push_str(&line.text[from..*at]);
        said.push_str(if fact.stated.is_empty() { "1" } else { &fact.stated });
        from = at + OBJECT.len_utf8();
    }
    said.push_str(&line.text[from..]);
    let is_share = |reading: &Reading| matches!(reading, Reading::Percent(_) | Reading::Points(_));
    locale.quantities(&said).first().is_none_or(|first| {
        first.range.start > 0
            || is_share(&first.reading)
            || first.shared_unit.as_ref().is_some_and(is_share)
    })
}

/// How a figure is recognised in another language: pictures may differ, what is made from data may not.
pub fn identity(figure: &FigureReference, scope_period: Option<&str>) -> Option<String> {
    let kind = match figure.kind {
        FigureKind::Chart => "chart",
        FigureKind::Table => "table",
        FigureKind::Cards => "cards",
        FigureKind::Part => return Some(format!("include:{}", figure.target)),
        FigureKind::Image => return None,
    };
    let period = figure.period.as_deref().or(scope_period).unwrap_or_default();
    Some(format!("{kind}:{}@{period}", figure.target))
}
