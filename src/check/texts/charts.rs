//! Texts of charts, written once for all pages that show them: their numbers and facts are the same
//! in every language.

use super::held::{Held, Scope};
use super::{parity, rows};
use crate::diagnostic::Diagnostics;
use crate::document::{ChartSpec, ChartTexts, Inline, Written};
use crate::fact::Facts;
use crate::project::Project;
use crate::source::{Sources, Span};
use crate::translation::content::Line;

/// Tells numbers and facts that one language of a chart says and another does not, whether a page
/// shows the chart or not.
pub fn charts(project: &Project, facts: &Facts, sources: &Sources, diagnostics: &mut Diagnostics) {
    for (period, charts) in &project.charts {
        for chart in charts.values() {
            for text in TEXTS {
                compare(chart, text, period, (project, facts, sources), diagnostics);
            }
            let label = chart.target.as_ref().map(|target| (&target.value.label, target.span));
            let other = chart.span.map(|span| (&chart.other, span));
            for (key, words) in [("label", label), ("other", other)] {
                let Some((words, span)) = words else { continue };
                rows::compare((key, "chart"), words, span, &project.config, diagnostics);
            }
        }
    }
}

type Text = fn(&ChartTexts) -> &Vec<Inline<Written>>;

const TEXTS: [Text; 5] = [
    |texts| &texts.title,
    |texts| &texts.subtitle,
    |texts| &texts.alt,
    |texts| &texts.source,
    |texts| &texts.note,
];

/// One text of a chart in all its languages, against the first of them.
fn compare(
    chart: &ChartSpec,
    text: Text,
    period: &str,
    (project, facts, sources): (&Project, &Facts, &Sources),
    diagnostics: &mut Diagnostics,
) {
    let config = &project.config;
    let mut in_languages = config.languages.iter().filter_map(|language| {
        let inlines = text(chart.texts.get(&language.name)?);
        let place = first_place(inlines).or(chart.span)?;
        let scope = Scope { language, config, facts, period: Some(period), sources };
        let line = || Line::of(inlines, language.locale);
        (!inlines.is_empty()).then(|| (Held::of_line(line(), place, scope), language))
    });
    let Some((there, first)) = in_languages.next() else { return };
    for (here, language) in in_languages {
        parity::lines((&there, first), (&here, language), period, diagnostics);
    }
}

/// Where a line begins.
fn first_place(inlines: &[Inline<Written>]) -> Option<Span> {
    inlines.iter().find_map(|inline| match inline {
        Inline::Text { span, .. } | Inline::Code { span, .. } => Some(*span),
        Inline::Fact(fact) => Some(fact.span),
        Inline::Link { target, .. } => Some(target.span),
        Inline::Note(note) => Some(note.span),
        Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strikethrough(inner) => {
            first_place(inner)
        }
        Inline::Break => None,
    })
}
