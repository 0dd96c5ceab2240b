//! Figures that differ in little more than their values become one entry.

use crate::document::{Detail, EvidenceEntry, EvidenceFigure, EvidenceLine};

/// What there is to tell of one figure.
pub struct Draft {
    pub anchor: String,
    pub id: String,
    pub label: String,
    pub value: String,
    pub definition: String,
    pub lines: Vec<EvidenceLine>,
    /// None for a figure that always stands alone.
    pub shared: Option<Shared>,
}

/// How a figure is told among its like.
pub struct Shared {
    /// What they have in common: `Number of women`.
    pub title: String,
    /// Theirs, without what tells them apart.
    pub definition: String,
    /// What tells it from the others: `Managers`.
    pub label: String,
    /// Its place among them; a series, which is all of them, has none and comes first.
    pub order: Vec<usize>,
}

impl Shared {
    /// Whether it is the series, with all figures.
    fn is_whole(&self) -> bool {
        self.order.is_empty()
    }
}

/// Lines that stand with each figure of an entry.
const OWN: [&str; 2] = ["parts", "formula"];

/// Lines of the entry that some of its figures may lack.
const PARTIAL: [&str; 2] = ["rounding", "numbers"];

impl Draft {
    /// Whether only value, name, parts and formula differ. A value that needed no rounding goes
    /// with those that did.
    pub fn joins(&self, other: &Draft) -> bool {
        let (Some(one), Some(two)) = (&self.shared, &other.shared) else { return false };
        let rounding = self.line("rounding").zip(other.line("rounding"));
        (&one.title, &one.definition) == (&two.title, &two.definition)
            && rounding.is_none_or(|(one, two)| one == two)
            && self.common().eq(other.common())
    }

    fn common(&self) -> impl Iterator<Item = &EvidenceLine> {
        let special = |name| OWN.contains(&name) || PARTIAL.contains(&name);
        self.lines.iter().filter(move |line| !special(line.name))
    }

    fn line(&self, name: &str) -> Option<&EvidenceLine> {
        self.lines.iter().find(|line| line.name == name)
    }

    fn figure(self, label: String, lines: Vec<EvidenceLine>) -> EvidenceFigure {
        let (anchor, id, value) = (self.anchor, self.id, self.value);
        EvidenceFigure { anchor, id, label, value, lines }
    }
}

/// The entry of figures that join, of one as well.
pub fn entry(mut drafts: Vec<Draft>) -> EvidenceEntry {
    let alone = drafts.len() == 1;
    let order = |draft: &Draft| draft.shared.as_ref().map(|shared| shared.order.clone());
    drafts.sort_by_key(order);
    let pattern = if alone { None } else { pattern(&drafts) };
    let mut entry = EvidenceEntry {
        title: String::new(),
        definition: String::new(),
        figures: Vec::new(),
        lines: if alone { Vec::new() } else { common(&drafts, pattern.as_ref()) },
        used: Vec::new(),
        used_more: 0,
    };
    for mut draft in drafts {
        let mut lines = std::mem::take(&mut draft.lines);
        match draft.shared.take() {
            Some(shared) if !alone => {
                lines.retain(|line| OWN.contains(&line.name));
                if let Some(pattern) = &pattern {
                    pattern.shorten(&mut lines);
                }
                (entry.title, entry.definition) = (shared.title, shared.definition);
                entry.figures.push(draft.figure(shared.label, lines));
            }
            _ => {
                entry.lines = lines;
                entry.title = draft.label.clone();
                entry.definition = std::mem::take(&mut draft.definition);
                entry.figures.push(draft.figure(entry.title.clone(), Vec::new()));
            }
        }
    }
    entry
}

/// The lines that hold for all figures, in the order of those of one.
fn common(drafts: &[Draft], pattern: Option<&Pattern>) -> Vec<EvidenceLine> {
    let formula = pattern.map(|pattern| pattern.line.clone());
    let some = |name| drafts.iter().find_map(|draft| draft.line(name)).cloned();
    let rest = drafts.iter().take(1).flat_map(Draft::common).cloned();
    formula.into_iter().chain(some("rounding")).chain(rest).chain(some("numbers")).collect()
}

/// `count of rows by country: …`, where formulas have other words in the same places.
struct Pattern {
    line: EvidenceLine,
    words: Vec<String>,
}

const GAP: &str = "…";

fn pattern(drafts: &[Draft]) -> Option<Pattern> {
    let formulas: Vec<(&EvidenceLine, Vec<&str>)> = drafts
        .iter()
        .filter(|draft| draft.shared.as_ref().is_some_and(|shared| !shared.is_whole()))
        .map(|draft| draft.line("formula").and_then(|line| Some((line, code(line)?))))
        .collect::<Option<_>>()?;
    let (line, first) = formulas.first()?;
    if formulas.iter().any(|(_, words)| words.len() != first.len()) {
        return None;
    }
    // One category of a series, with the series, which has the same formula without it.
    let series = drafts.iter().any(|draft| draft.shared.as_ref().is_some_and(Shared::is_whole));
    let last = first.len().checked_sub(1)?;
    let category = |at: usize| {
        series && at == last && at > 0 && formulas.len() == 1 && first[at - 1].ends_with(':')
    };
    let word = |at: usize| {
        let same = formulas.iter().all(|(_, words)| words[at] == first[at]);
        if same && !category(at) { first[at] } else { GAP }
    };
    let words: Vec<String> = (0..first.len()).map(|at| word(at).to_string()).collect();
    // Formulas that have hardly a word in common are better told whole.
    if 2 * words.iter().filter(|word| *word == GAP).count() > words.len() {
        return None;
    }
    let line = EvidenceLine { detail: Detail::Code(words.join(" ")), ..(*line).clone() };
    Some(Pattern { line, words })
}

fn code(line: &EvidenceLine) -> Option<Vec<&str>> {
    match &line.detail {
        Detail::Code(code) => Some(code.split(' ').collect()),
        Detail::Text(_) | Detail::Data(_) | Detail::File { .. } => None,
    }
}

impl Pattern {
    /// Leaves of a formula what stands in the gaps.
    fn shorten(&self, lines: &mut Vec<EvidenceLine>) {
        for line in lines.iter_mut().filter(|line| line.name == "formula") {
            let Some(words) = code(line) else { continue };
            let own: Vec<&str> = if words.len() == self.words.len() {
                let gaps = words.iter().zip(&self.words).filter(|(_, known)| *known == GAP);
                gaps.map(|(word, _)| *word).collect()
            } else if self.is_by_category(&words) {
                Vec::new()
            } else {
                continue;
            };
            line.detail = Detail::Code(own.join(", "));
        }
        lines.retain(|line| line.detail != Detail::Code(String::new()));
    }

    /// Whether a formula is the series of the categories: `count of rows by country` of
    /// `count of rows by country: …`.
    fn is_by_category(&self, series: &[&str]) -> bool {
        let pattern = self.words.join(" ");
        pattern.strip_suffix(": …") == Some(series.join(" ").as_str())
    }
}
