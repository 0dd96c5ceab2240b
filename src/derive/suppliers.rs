//! The supplier register: how many business relations, where, in which industries.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Made, enough, from};
use crate::data::{Dataset, Loaded, Supplier, Threshold};
use crate::diagnostic::Diagnostics;
use crate::fact::{Category, Label, Measure, Series, Value};

/// The suppliers that the assessment covers: those with purchases **over** the threshold.
pub fn counted<'a>(suppliers: &'a [Supplier], threshold: Option<&Threshold>) -> Vec<&'a Supplier> {
    let limit = threshold.map(|threshold| threshold.amount);
    suppliers
        .iter()
        .filter(|supplier| limit.is_none_or(|limit| supplier.turnover > limit))
        .collect()
}

pub fn facts(dataset: &Dataset, made: &mut Made, diagnostics: &mut Diagnostics) {
    let Some(loaded) = &dataset.suppliers else { return };
    let threshold = dataset.report.as_ref().and_then(|report| report.value.threshold.as_ref());
    let suppliers = counted(&loaded.value, threshold);
    let (all, rows) = (loaded.value.len(), suppliers.len());
    let filter =
        threshold.map_or_else(String::new, |limit| format!(" where turnover > {}", limit.amount));
    made.count("suppliers.count", rows, from(loaded, Some(all), format!("count of rows{filter}")));
    made.count("suppliers.registered", all, from(loaded, Some(all), "count of rows"));
    made.count(
        "suppliers.excluded",
        all - rows,
        from(loaded, Some(all), format!("count of rows not{filter}")),
    );
    if let Some(report) = &dataset.report
        && let Some(limit) = threshold
    {
        let value = Value::Money { amount: limit.amount, currency: limit.currency.clone() };
        made.fact("suppliers.threshold", value, from(report, None, "threshold.amount")).as_of =
            None;
        if enough(rows, "`suppliers.turnover`", &loaded.path, diagnostics) {
            let sum: Decimal = suppliers.iter().map(|supplier| supplier.turnover).sum();
            let value = Value::Money { amount: sum, currency: limit.currency.clone() };
            made.fact(
                "suppliers.turnover",
                value,
                from(loaded, Some(rows), format!("sum of turnover{filter}")),
            );
        }
    }
    let by_country = series(loaded, &suppliers, "country", &filter, made);
    made.count(
        "suppliers.countries",
        named(&by_country),
        from(loaded, Some(rows), format!("distinct country{filter}")),
    );
    made.series(by_country);
    let by_industry = series(loaded, &suppliers, "industry", &filter, made);
    made.count(
        "suppliers.industries",
        named(&by_industry),
        from(loaded, Some(rows), format!("distinct nace{filter}")),
    );
    made.series(by_industry);
}

/// Categories that have a name of their own: not the rows that say nothing.
fn named(series: &Series) -> usize {
    series.categories.iter().filter(|category| category.key != "unknown").count()
}

/// Suppliers by country or industry: most first, then by turnover, then by code; unknown last.
fn series(
    loaded: &Loaded<Vec<Supplier>>,
    suppliers: &[&Supplier],
    by: &str,
    filter: &str,
    made: &Made,
) -> Series {
    let mut groups: BTreeMap<Option<&str>, (u64, Decimal)> = BTreeMap::new();
    for supplier in suppliers {
        let key = if by == "country" { &supplier.country } else { &supplier.industry };
        let group = groups.entry(key.as_deref()).or_default();
        group.0 += 1;
        group.1 += supplier.turnover;
    }
    let mut sorted: Vec<_> = groups.into_iter().collect();
    sorted.sort_by(|(a_key, a), (b_key, b)| {
        (a_key.is_none(), b.0, b.1, a_key).cmp(&(b_key.is_none(), a.0, a.1, b_key))
    });
    let categories = sorted
        .into_iter()
        .map(|(key, (count, _))| Category {
            key: key.unwrap_or("unknown").to_string(),
            label: match key {
                Some(code) if by == "country" => Label::Country(code.to_string()),
                Some(code) => Label::Industry(code.to_string()),
                None => Label::Message(format!("unknown-{by}")),
            },
            value: Decimal::from(count),
        })
        .collect();
    let column = if by == "country" { "country" } else { "nace" };
    Series {
        id: format!("suppliers.by_{by}"),
        label: Label::Message(format!("series.suppliers.by_{by}")),
        dimension: Label::Message(by.to_string()),
        measure: Measure::Count,
        categories,
        as_of: made.as_of,
        provenance: from(
            loaded,
            Some(suppliers.len()),
            format!("count of rows by {column}{filter}"),
        ),
    }
}
