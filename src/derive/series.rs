//! Series that somebody states.

use rust_decimal::Decimal;

use super::{Made, from};
use crate::data::Dataset;
use crate::data::series::{Dimension, SeriesUnit};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fact::{Label, Measure, Provenance, Series, Value};

pub fn facts(dataset: &Dataset, made: &mut Made, diagnostics: &mut Diagnostics) {
    for (id, loaded) in &dataset.series {
        let stated = &loaded.value;
        let computed = made.facts.series.get(id).map(|series| &series.provenance.dataset);
        let computed = computed.or(made.facts.suppressed.get(id).map(|one| &one.dataset));
        if let Some(computed) = computed {
            let message = format!("`{id}` is stated here, but computed from `{computed}` too");
            diagnostics.push(
                Diagnostic::error("stated-and-computed", stated.span, message)
                    .help("take one of the two files out"),
            );
            continue;
        }
        let label = match stated.label.is_empty() {
            true => Label::Message(format!("series.{id}")),
            false => Label::Given(stated.label.clone()),
        };
        let dimension = match &stated.dimension {
            Dimension::Country => Label::Message("country".to_string()),
            Dimension::Industry => Label::Message("industry".to_string()),
            Dimension::Own(words) if words.is_empty() => Label::Message("category".to_string()),
            Dimension::Own(words) => Label::Given(words.clone()),
        };
        let provenance =
            Provenance { source: Some(stated.source.clone()), ..from(loaded, None, "stated") };
        made.series(Series {
            id: id.clone(),
            label,
            definition: match stated.definition.is_empty() {
                true => Label::Message("definition-stated".to_string()),
                false => Label::Given(stated.definition.clone()),
            },
            dimension,
            measure: match stated.unit {
                SeriesUnit::Count => Measure::Count,
                SeriesUnit::Share => Measure::Share,
                SeriesUnit::Score => Measure::Percent,
            },
            categories: stated.categories.clone(),
            as_of: stated.as_of.or(made.as_of),
            provenance,
        });
    }
}

/// Numbers of a whole that is a fact as well: `suppliers.by_country` adds up to `suppliers.count`.
pub fn tell_sums(dataset: &Dataset, made: &Made, diagnostics: &mut Diagnostics) {
    for (id, loaded) in &dataset.series {
        let stated = &loaded.value;
        let Some((group, _)) = id.split_once(".by_") else { continue };
        let whole = format!("{group}.count");
        let Some(fact) = made.facts.facts.get(&whole) else { continue };
        let sum: Decimal = stated.categories.iter().map(|category| category.value).sum();
        if let (SeriesUnit::Count, Value::Count(count)) = (stated.unit, &fact.value)
            && sum != Decimal::from(*count)
        {
            let message = format!(
                "`{id}` adds up to {sum}, but `{whole}` in `{}` is {count}",
                fact.provenance.dataset
            );
            diagnostics.push(
                Diagnostic::error("series-sum", stated.span, message).help(
                    "correct one of the two; what is not known is a row of its own, `unknown`",
                ),
            );
        }
    }
}
