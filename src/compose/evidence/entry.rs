//! One figure in the words of a language: its value, and line by line where it comes from.

use rust_decimal::Decimal;

use super::EvidencePage;
use super::group::{Draft, Shared};
use crate::compose::words;
use crate::document::{Detail, EvidenceFile, EvidenceLine, PrintedKind};
use crate::fact::{Fact, Facts, Label, Measure, Provenance, Series, Value};
use crate::locale::Locale;
use crate::theme::Messages;

/// What entries are written with.
pub struct Wording<'a> {
    pub locale: &'static Locale,
    pub messages: &'a Messages,
    pub place: &'a EvidencePage,
    pub facts: &'a Facts,
    pub files: &'a [EvidenceFile],
}

/// So much of a hash stands with each figure; the list of files has it whole.
const SHORT_HASH: usize = 16;

impl Wording<'_> {
    /// What there is to tell of a fact or a series; `file` holds the numbers of its chart.
    pub fn draft(
        &self,
        fact: bool,
        id: &str,
        period: &str,
        file: Option<&String>,
    ) -> Option<Draft> {
        match fact {
            true => Some(self.fact(self.facts.fact(period, id)?, period)),
            false => Some(self.series(self.facts.series(period, id)?, period, file)),
        }
    }

    fn fact(&self, fact: &Fact, period: &str) -> Draft {
        let (locale, messages) = (self.locale, self.messages);
        let mut lines = Vec::new();
        if let Some((part, whole)) = fact.parts {
            let (part, whole) = (locale.number(part, 0), locale.number(whole, 0));
            let text = messages.fill("part-of-whole", &[("part", &part), ("whole", &whole)]);
            lines.push(self.line("parts", Detail::Text(text)));
        }
        self.formula(&fact.provenance, &mut lines);
        if fact.is_rounded() {
            let count = fact.decimals.to_string();
            let text = match fact.decimals {
                0 => messages.text("rounded-whole").to_string(),
                some => messages.fill_plural("rounded-decimals", some == 1, &[("n", &count)]),
            };
            lines.push(self.line("rounding", Detail::Text(text)));
        }
        let unit = match &fact.value {
            Value::Count(_) => Some(messages.text("unit-count")),
            Value::Percent(_) => Some(messages.text("unit-percent")),
            Value::Points(_) => Some(messages.text("unit-points")),
            Value::Money { currency, .. } => Some(currency.as_str()),
            Value::Number(_)
            | Value::Date(_)
            | Value::Year(_)
            | Value::Truth(_)
            | Value::Text(_) => None,
        };
        lines.extend(unit.map(|unit| self.line("unit", Detail::Text(unit.to_string()))));
        self.origin(period, fact.as_of, &fact.provenance, &mut lines);
        let (label, shared) = self.label(fact, period);
        Draft {
            anchor: self.place.anchor(&PrintedKind::Fact, &fact.id, period),
            id: fact.id.clone(),
            label,
            value: locale.value(&fact.value, fact.decimals).unwrap_or_default(),
            definition: words::definition(&fact.definition, locale, messages),
            lines,
            shared,
        }
    }

    fn series(&self, series: &Series, period: &str, file: Option<&String>) -> Draft {
        let (locale, messages) = (self.locale, self.messages);
        let mut lines = Vec::new();
        self.formula(&series.provenance, &mut lines);
        let unit = match series.measure {
            Measure::Count => messages.text("unit-count"),
            Measure::Share | Measure::Percent => messages.text("unit-percent"),
        };
        lines.push(self.line("unit", Detail::Text(unit.to_string())));
        self.origin(period, series.as_of, &series.provenance, &mut lines);
        if let Some(path) = file {
            let name = path.rsplit('/').next().unwrap_or(path).to_string();
            lines.push(self.line("numbers", Detail::File { path: path.clone(), name }));
        }
        let kind = PrintedKind::Series { file: None };
        let label = words::label(&series.label, locale, messages);
        let definition = words::definition(&series.definition, locale, messages);
        let shared = Shared {
            title: label.clone(),
            definition: definition.clone(),
            label: messages.text("evidence-all").to_string(),
            order: Vec::new(),
        };
        Draft {
            anchor: self.place.anchor(&kind, &series.id, period),
            id: series.id.clone(),
            label,
            value: words::series(series, locale, messages),
            definition,
            lines,
            shared: Some(shared),
        }
    }

    /// What a fact is called: the id where nobody gave a name, and for a category of a series the
    /// series too, `Business relations by country: Norway`. With it, what it shares with its like.
    fn label(&self, fact: &Fact, period: &str) -> (String, Option<Shared>) {
        let (locale, messages) = (self.locale, self.messages);
        let own = match &fact.label {
            Label::Message(key) => messages.find(key).map_or(fact.id.clone(), words::capitalised),
            label => words::capitalised(&words::label(label, locale, messages)),
        };
        let known = self.facts.periods.get(period);
        let definition = words::definition(&fact.definition, locale, messages);
        // The facts of its categories have the definition of a series.
        let series = known.into_iter().flat_map(|known| known.series.values()).find(|series| {
            series.definition == fact.definition
                && series.categories.iter().any(|category| category.label == fact.label)
        });
        if let Some(series) = series {
            let order = self.order(fact, period);
            let series = words::label(&series.label, locale, messages);
            return match fact.id.ends_with(".share") {
                true => {
                    let share = messages.text("share").to_lowercase();
                    let full = format!("{series}: {own} ({share})");
                    let title = format!("{series} ({share})");
                    (full, Some(Shared { title, definition, label: own, order }))
                }
                false => {
                    let full = format!("{series}: {own}");
                    (full, Some(Shared { title: series, definition, label: own, order }))
                }
            };
        }
        let shared = self.shared(fact, period, &own, definition);
        (own, shared)
    }

    /// What a fact shares with others of its definition, where the theme has words for it.
    fn shared(&self, fact: &Fact, period: &str, own: &str, definition: String) -> Option<Shared> {
        let (locale, messages) = (self.locale, self.messages);
        let (Label::Message(key) | Label::Filled(key, _)) = &fact.definition else { return None };
        let key = key.strip_prefix("definition.")?;
        let title = match messages.find(&format!("figures.{key}")) {
            Some(title) => title,
            // The name comes last: `number of women: {name}`.
            None => messages.find(&format!("fact.{key}"))?.strip_suffix(": {name}")?,
        };
        let definition = match (&fact.definition, &fact.label) {
            // What the label names need not be said again.
            (Label::Filled(key, values), Label::Filled(_, named)) if values == named => {
                let gaps: Vec<(&str, &str)> = values.iter().map(|(gap, _)| (*gap, "…")).collect();
                messages.fill(key, &gaps)
            }
            _ => definition,
        };
        let label = match &fact.label {
            Label::Filled(_, values) if values.len() == 1 => {
                words::capitalised(&words::label(&values[0].1, locale, messages))
            }
            _ => own.to_string(),
        };
        let order = self.order(fact, period);
        Some(Shared { title: words::capitalised(title), definition, label, order })
    }

    /// Where the categories that a fact is named for stand in the series of its topic.
    fn order(&self, fact: &Fact, period: &str) -> Vec<usize> {
        let named = match &fact.label {
            Label::Filled(_, values) => values.iter().map(|(_, value)| value).collect(),
            label => vec![label],
        };
        let known = self.facts.periods.get(period);
        let series = || {
            let all = known.into_iter().flat_map(|known| known.series.values());
            all.filter(|series| super::topic(&series.id) == super::topic(&fact.id))
        };
        let place = |label: &Label| {
            series().find_map(|series| {
                series.categories.iter().position(|category| category.label == *label)
            })
        };
        named.into_iter().map(|label| place(label).unwrap_or(usize::MAX)).collect()
    }

    fn formula(&self, provenance: &Provenance, lines: &mut Vec<EvidenceLine>) {
        // Of what is stated, the source says all.
        if !provenance.formula.is_empty() && provenance.source.is_none() {
            lines.push(self.line("formula", Detail::Code(provenance.formula.clone())));
        }
    }

    /// Period, date, file and source.
    fn origin(
        &self,
        period: &str,
        as_of: Option<time::Date>,
        provenance: &Provenance,
        lines: &mut Vec<EvidenceLine>,
    ) {
        let (locale, messages) = (self.locale, self.messages);
        lines.push(self.line("period", Detail::Text(period.to_string())));
        if let Some(date) = as_of {
            lines.push(self.line("as-of", Detail::Text(locale.date(date))));
        }
        let rows = provenance.rows.map(|rows| {
            let count = locale.number(Decimal::from(rows), 0);
            messages.fill_plural("rows", rows == 1, &[("n", &count)])
        });
        let name = words::dataset(&provenance.dataset, messages).map(str::to_string);
        let dataset: Vec<String> = name.into_iter().chain(rows).collect();
        if !dataset.is_empty() {
            lines.push(self.line("dataset", Detail::Text(dataset.join(", "))));
        }
        let others = provenance.others.iter().map(|(path, _)| path);
        let paths = [&provenance.dataset].into_iter().chain(others);
        let files = paths.filter_map(|path| self.files.iter().find(|file| file.path == *path));
        let files = files.map(|file| (file.anchor.clone(), file.path.clone())).collect();
        lines.push(self.line("file", Detail::Data(files)));
        let short: String = provenance.sha256.chars().take(SHORT_HASH).collect();
        lines.push(self.line("hash", Detail::Code(format!("{short}…"))));
        let source = provenance.source.as_ref().and_then(|source| words::given(source, locale));
        lines.extend(source.map(|source| self.line("source", Detail::Text(source.to_string()))));
    }

    fn line(&self, name: &'static str, detail: Detail) -> EvidenceLine {
        let term = self.messages.text(&format!("evidence-{name}")).to_string();
        EvidenceLine { name, term, detail }
    }
}
