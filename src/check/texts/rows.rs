//! Words of the data files, written in several languages in one row: their numbers are the same.

use crate::config::Config;
use crate::data::{Dataset, Loaded};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fact::Words;
use crate::locale::{Certainty, Quantity};
use crate::project::Project;
use crate::source::Span;

/// Tells numbers that one language of a row says and another does not.
pub fn rows(project: &Project, diagnostics: &mut Diagnostics) {
    for dataset in project.datasets.values() {
        for (column, words, span) in texts(dataset) {
            compare((column, "row"), words, span, &project.config, diagnostics);
        }
    }
}

/// The columns that people read, row by row, each with the place of its row.
fn texts(dataset: &Dataset) -> impl Iterator<Item = (&'static str, &Words, Span)> {
    let goals = rows_of(&dataset.goals).flat_map(|it| [("text", &it.text, it.span)]);
    let findings = rows_of(&dataset.findings)
        .flat_map(|it| [("topic", &it.topic, it.span), ("text", &it.text, it.span)]);
    let measures = rows_of(&dataset.measures).flat_map(|it| {
        [
            ("title", &it.title, it.span),
            ("text", &it.text, it.span),
            ("result", &it.result, it.span),
            ("expected_result", &it.expected_result, it.span),
        ]
    });
    goals.chain(findings).chain(measures)
}

fn rows_of<T>(table: &Option<Loaded<Vec<T>>>) -> impl Iterator<Item = &T> {
    table.iter().flat_map(|table| &table.value)
}

/// Compares the words of a column, or of a key, which stand in a row or the like.
pub fn compare(
    (column, place): (&str, &str),
    words: &Words,
    span: Span,
    config: &Config,
    diagnostics: &mut Diagnostics,
) {
    // Words under no language are the same for all.
    let in_language = config.languages.iter().filter_map(|language| {
        let text = language.locale.own(words)?;
        Some((language, text, language.locale.quantities(text)))
    });
    let mut in_language = in_language.collect::<Vec<_>>().into_iter();
    let Some((first, first_text, there)) = in_language.next() else { return };
    for (other, other_text, here) in in_language {
        let lone = |from: &[Quantity], to: &[Quantity], text: &str| -> Vec<String> {
            let asks = |one: &&Quantity| one.certainty == Certainty::Certain;
            let lone = from.iter().filter(asks).filter(|one| !to.iter().any(|it| it.answers(one)));
            lone.map(|one| format!("`{}`", &text[one.range.clone()])).collect()
        };
        let sides = [
            (&first.label, lone(&there, &here, first_text)),
            (&other.label, lone(&here, &there, other_text)),
        ];
        let said = sides.iter().filter(|(_, lone)| !lone.is_empty());
        let said: Vec<String> =
            said.map(|(label, lone)| format!("{} in {label}", lone.join(", "))).collect();
        let message = match said.as_slice() {
            [] => continue,
            [alone] => format!("`{column}` says {alone} only"),
            both => format!("`{column}` says {}", both.join(" and ")),
        };
        diagnostics.push(
            Diagnostic::error("numbers-differ", span, message)
                .label(format!("this {place}"))
                .help(format!("write the same numbers in all languages of the {place}")),
        );
    }
}
