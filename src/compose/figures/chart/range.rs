//! Shares of women and men by group, with the range that both should lie in.

use rust_decimal::{Decimal, RoundingStrategy};

use super::measured::{Measured, Unit};
use super::request::Request;
use super::{Made, Time, notes};
use crate::chart::{Axis, Band, Plot, RangeRow, Ranges};
use crate::compose::resolve::Resolver;
use crate::compose::words;
use crate::document::{Cell, Column, DataTable, PrintedKind};
use crate::fact::{Category, PeriodFacts, Series, Value};

/// The series that has two values a row.
pub const WOMEN: &str = "workforce.share_women";

/// As numbers are rounded where they are put into words.
const HALF_UP: RoundingStrategy = RoundingStrategy::MidpointAwayFromZero;

/// A group: its shares, and the range that both should lie in.
struct Group<'a> {
    category: &'a Category,
    label: String,
    women: Decimal,
    men: Decimal,
    target: Option<(Decimal, Decimal)>,
}

impl Group<'_> {
    fn is_within(&self) -> Option<bool> {
        let (low, high) = self.target?;
        let within = |share: Decimal| (low..=high).contains(&share);
        Some(within(self.women) && within(self.men))
    }

    /// Whether the shares do not add up to 100 as they are shown: 37.5 and 62.5.
    fn is_uneven(&self, decimals: u32) -> bool {
        let rounded = |share: Decimal| share.round_dp_with_strategy(decimals, HALF_UP);
        rounded(self.women) + rounded(self.men) != Decimal::ONE_HUNDRED
    }
}

pub fn make<'a>(
    resolver: &mut Resolver<'a, '_>,
    request: &Request<'a, '_>,
    data: &[Measured<'a>],
) -> Option<Made> {
    let [Measured::Series(series)] = data else {
        refuse(resolver, request);
        return None;
    };
    if series.id != WOMEN {
        refuse(resolver, request);
        return None;
    }
    let facts = resolver.scope.facts.periods.get(request.period)?;
    let (locale, messages) = (resolver.scope.locale, resolver.scope.messages);
    let stated = request.spec.target.as_ref().map(|one| (one.value.low, one.value.high));
    let groups: Vec<Group> = series
        .categories
        .iter()
        .map(|category| Group {
            category,
            label: words::label(&category.label, locale, messages),
            women: category.value,
            men: Decimal::ONE_HUNDRED - category.value,
            target: stated.or_else(|| target(facts, &category.key)),
        })
        .collect();
    let decimals = request.spec.decimals.unwrap_or_else(|| decimals(&groups));
    let targets: Vec<(Decimal, Decimal)> = groups.iter().filter_map(|group| group.target).collect();
    // Where targets differ there is no one band; each row says how it stands.
    let band = targets.first().filter(|first| targets.iter().all(|one| one == *first)).copied();
    let rounding = groups.iter().any(|group| group.is_uneven(decimals));
    let rounding = rounding.then(|| messages.text("rounding-note").to_string());
    let mut ranges = ranges(&groups, decimals, resolver);
    ranges.band = band.map(|(low, high)| Band {
        low: super::measured::float(low),
        high: super::measured::float(high),
        label: band_label(request, (low, high), resolver),
    });
    Some(Made {
        table: table(series, &groups, &ranges, decimals, resolver),
        description: description(series, &groups, band, decimals, resolver),
        plot: Plot::Range(ranges),
        measure: messages.text("shares-women-men").to_string(),
        time: Time::of(series, request.period),
        notes: notes(resolver, series, request.period, rounding),
        dataset: series.provenance.dataset.clone(),
        stated: series.provenance.source.clone(),
        printed: printed(&groups, series, facts, request.period),
    })
}

fn refuse(resolver: &mut Resolver<'_, '_>, request: &Request<'_, '_>) {
    let message = format!("a range shows `{WOMEN}`: the shares of women and men of each group");
    request.refuse(resolver, message, "take `bar`, or `bullet` for scores with a target");
}

/// What `targets.toml` says of a group.
fn target(facts: &PeriodFacts, group: &str) -> Option<(Decimal, Decimal)> {
    let limit = |what: &str| match facts.facts.get(&format!("workforce.{group}.{what}"))?.value {
        Value::Percent(share) => Some(share),
        _ => None,
    };
    Some((limit("target_low")?, limit("target_high")?))
}

/// As many decimals as keep a share from looking as if it were on the other side of a target.
fn decimals(groups: &[Group<'_>]) -> u32 {
    let misleads = |decimals: u32| {
        groups.iter().any(|group| {
            let Some((low, high)) = group.target else { return false };
            [group.women, group.men].into_iter().any(|share| {
                let rounded = share.round_dp_with_strategy(decimals, HALF_UP);
                (low..=high).contains(&share) != (low..=high).contains(&rounded)
            })
        })
    };
    (0..3).find(|decimals| !misleads(*decimals)).unwrap_or(3)
}

fn ranges(groups: &[Group<'_>], decimals: u32, resolver: &Resolver<'_, '_>) -> Ranges {
    let (locale, messages) = (resolver.scope.locale, resolver.scope.messages);
    let amount = |share: Decimal| Unit::Percent.amount(locale, share, decimals);
    let rows = groups.iter().map(|group| RangeRow {
        key: group.category.key.clone(),
        label: group.label.clone(),
        values: [amount(group.women), amount(group.men)],
        aimed: group.target.is_some(),
        remark: (group.is_within() == Some(false))
            .then(|| messages.text("outside-target").to_string()),
    });
    Ranges {
        heads: ["women", "men"].map(|head| messages.text(head).to_string()),
        rows: rows.collect(),
        band: None,
        axis: Axis::round(0.0, 100.0, 5, &|value| {
            locale.percent(Decimal::from_f64_retain(value).unwrap_or_default(), 0)
        }),
    }
}

/// `Target range 40–60 %`
fn band_label(
    request: &Request<'_, '_>,
    (low, high): (Decimal, Decimal),
    resolver: &Resolver<'_, '_>,
) -> String {
    let (locale, messages) = (resolver.scope.locale, resolver.scope.messages);
    let own = request.spec.target.as_ref();
    if let Some(own) = own.and_then(|target| words::given(&target.value.label, locale)) {
        return own.to_string();
    }
    messages.fill("target-range", &[("range", &span(low, high, resolver))])
}

/// `40–60 %`
fn span(low: Decimal, high: Decimal, resolver: &Resolver<'_, '_>) -> String {
    let locale = resolver.scope.locale;
    let (low, high) = (low.normalize(), high.normalize());
    let decimals = low.scale().max(high.scale());
    format!("{}–{}", locale.number(low, low.scale()), locale.percent(high, decimals))
}

fn description(
    series: &Series,
    groups: &[Group<'_>],
    band: Option<(Decimal, Decimal)>,
    decimals: u32,
    resolver: &Resolver<'_, '_>,
) -> String {
    let (locale, messages) = (resolver.scope.locale, resolver.scope.messages);
    let measure = words::label(&series.label, locale, messages);
    let women: Vec<(&str, Decimal)> =
        groups.iter().map(|group| (group.label.as_str(), group.women)).collect();
    let words = |share| locale.percent(share, decimals);
    let first = super::highest_and_lowest(&measure, &women, words, resolver);
    let outside: Vec<String> = groups
        .iter()
        .filter(|group| group.is_within() == Some(false))
        .map(|group| group.label.clone())
        .collect();
    let second = match (band, outside.is_empty()) {
        (Some((low, high)), true) => {
            messages.fill("chart-all-within", &[("range", &span(low, high, resolver))])
        }
        (_, false) => messages.fill("chart-outside", &[("list", &locale.list(&outside))]),
        (None, true) => return first,
    };
    format!("{first} {second}")
}

fn table(
    series: &Series,
    groups: &[Group<'_>],
    ranges: &Ranges,
    decimals: u32,
    resolver: &Resolver<'_, '_>,
) -> DataTable {
    let (locale, messages) = (resolver.scope.locale, resolver.scope.messages);
    let column = |title: &str, numeric: bool| Column { title: title.to_string(), numeric };
    let mut columns = vec![column(&words::label(&series.dimension, locale, messages), false)];
    columns.extend(ranges.heads.iter().map(|head| column(head, true)));
    let aimed = groups.iter().any(|group| group.target.is_some());
    if aimed {
        // Without a range: `Target range`; the cells have it where targets differ.
        let name = messages.fill("target-range", &[("range", "")]);
        let title = ranges.band.as_ref().map_or(name.trim(), |band| band.label.as_str());
        columns.push(column(title, false));
    }
    let rows = groups.iter().zip(&ranges.rows).map(|(group, words)| {
        let [women, men] = &words.values;
        let mut cells = vec![
            Cell::Text(group.label.clone()),
            Unit::Percent.cell(group.women, decimals, women.text.clone()),
            Unit::Percent.cell(group.men, decimals, men.text.clone()),
        ];
        if aimed {
            let word = match group.is_within() {
                Some(true) => messages.text("within-target"),
                Some(false) => messages.text("outside-target"),
                None => "–",
            };
            let range = group.target.filter(|_| ranges.band.is_none());
            cells.push(Cell::Text(match range {
                Some((low, high)) => format!("{}: {word}", span(low, high, resolver)),
                None => word.to_string(),
            }));
        }
        cells
    });
    DataTable {
        keys: groups.iter().map(|group| group.category.key.clone()).collect(),
        columns,
        rows: rows.collect(),
        total: None,
    }
}

/// The series, and the targets of its groups.
fn printed(
    groups: &[Group<'_>],
    series: &Series,
    facts: &PeriodFacts,
    period: &str,
) -> Vec<(PrintedKind, String, String)> {
    let series = (PrintedKind::Series { file: None }, series.id.clone(), period.to_string());
    let limits = groups.iter().flat_map(|group| {
        ["target_low", "target_high"].map(|what| format!("workforce.{}.{what}", group.category.key))
    });
    let limits = limits.filter(|id| facts.facts.contains_key(id));
    std::iter::once(series)
        .chain(limits.map(|id| (PrintedKind::Fact, id, period.to_string())))
        .collect()
}
