//! One figure in the words of a language: its value, and line by line where it comes from.

use rust_decimal::Decimal;

use super::EvidencePage;
use crate::compose::words;
use crate::document::{Detail, EvidenceEntry, EvidenceFile, EvidenceLine, PrintedKind};
use crate::fact::{Fact, Facts, Label, Provenance, Series, Value};
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
    /// The entry of a fact or a series; `file` holds the numbers of its chart.
    pub fn entry(
        &self,
        fact: bool,
        id: &str,
        period: &str,
        file: Option<&String>,
    ) -> Option<EvidenceEntry> {
        match fact {
            true => Some(self.fact(self.facts.fact(period, id)?, period)),
            false => Some(self.series(self.facts.series(period, id)?, period, file)),
        }
    }

    fn fact(&self, fact: &Fact, period: &str) -> EvidenceEntry {
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
            Value::Count(_) => Some(messages.text("unit-count").to_string()),
            Value::Percent(_) => Some(messages.text("unit-percent").to_string()),
            Value::Points(_) => Some(messages.text("unit-points").to_string()),
            Value::Money { currency, .. } => Some(currency.clone()),
            Value::Number(_)
            | Value::Date(_)
            | Value::Year(_)
            | Value::Truth(_)
            | Value::Text(_) => None,
        };
        lines.extend(unit.map(|unit| self.line("unit", Detail::Text(unit))));
        self.origin(period, fact.as_of, &fact.provenance, &mut lines);
        EvidenceEntry {
            anchor: self.place.anchor(&PrintedKind::Fact, &fact.id, period),
            id: fact.id.clone(),
            label: self.label(fact, period),
            value: locale.value(&fact.value, fact.decimals).unwrap_or_default(),
            definition: words::definition(&fact.definition, locale, messages),
            lines,
            used: Vec::new(),
            used_more: 0,
        }
    }

    fn series(&self, series: &Series, period: &str, file: Option<&String>) -> EvidenceEntry {
        let (locale, messages) = (self.locale, self.messages);
        let mut lines = Vec::new();
        self.formula(&series.provenance, &mut lines);
        self.origin(period, series.as_of, &series.provenance, &mut lines);
        if let Some(path) = file {
            let name = path.rsplit('/').next().unwrap_or(path).to_string();
            lines.push(self.line("numbers", Detail::File { path: path.clone(), name }));
        }
        let kind = PrintedKind::Series { file: None };
        EvidenceEntry {
            anchor: self.place.anchor(&kind, &series.id, period),
            id: series.id.clone(),
            label: words::label(&series.label, locale, messages),
            value: words::series(series, locale, messages),
            definition: words::definition(&series.definition, locale, messages),
            lines,
            used: Vec::new(),
            used_more: 0,
        }
    }

    /// What a fact is called: the id where nobody gave a name, and for a category of a series the
    /// series too, `Business relations by country: Norway`.
    fn label(&self, fact: &Fact, period: &str) -> String {
        let (locale, messages) = (self.locale, self.messages);
        let own = match &fact.label {
            Label::Message(key) => messages.find(key).map_or(fact.id.clone(), sentence_case),
            label => sentence_case(&words::label(label, locale, messages)),
        };
        let known = self.facts.periods.get(period);
        // The facts of its categories have the definition of a series.
        let series = known.into_iter().flat_map(|known| known.series.values()).find(|series| {
            series.definition == fact.definition
                && series.categories.iter().any(|category| category.label == fact.label)
        });
        let Some(series) = series else { return own };
        let series = words::label(&series.label, locale, messages);
        match fact.id.ends_with(".share") {
            true => format!("{series}: {own} ({})", messages.text("share").to_lowercase()),
            false => format!("{series}: {own}"),
        }
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

/// With a capital letter: labels of facts begin small, because they stand below numbers.
fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}
