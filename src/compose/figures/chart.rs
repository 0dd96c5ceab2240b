//! Charts: what a reference or a chart file asks for, made of series and figures in words.

mod bar;
mod bullet;
mod line;
mod measured;
mod parts;
mod range;
mod request;
mod stacked;

use rust_decimal::Decimal;
use time::Date;

use super::{caption_of, data_file, source, table_file};
use crate::chart::{Chart, Mark, Plot, Tint};
use crate::compose::resolve::Resolver;
use crate::compose::words;
use crate::diagnostic::Diagnostic;
use crate::document::{
    Cell, ChartTexts, Column, DataTable, Figure, FigureContent, FigureReference, Inline,
    PrintedKind, Written, plain,
};
use crate::fact::{Series, Value, Words};
use crate::load::charts::contradictions;
use bar::Shown;
use measured::Unit;
use request::Request;

/// What a chart shows, of whatever kind.
struct Made {
    plot: Plot,
    table: DataTable,
    /// The text alternative.
    description: String,
    /// What is measured.
    measure: String,
    time: Time,
    /// What readers must know of the numbers, a sentence each.
    notes: Vec<String>,
    /// The file that the numbers come from, and who stated them.
    dataset: String,
    stated: Option<Words>,
    /// Every series and figure that is drawn, with its period.
    printed: Vec<(PrintedKind, String, String)>,
}

/// When the numbers hold.
enum Time {
    Day(Date),
    /// From the first to the last.
    Periods(String, String),
}

/// A chart in words; none where it cannot be made, which is told.
pub fn chart(
    resolver: &mut Resolver<'_, '_>,
    reference: &FigureReference,
    anchor: String,
) -> Option<Figure> {
    let request = Request::of(resolver, reference)?;
    let made = make(resolver, &request);
    let texts = request.texts(resolver);
    tell_relative_change(resolver, reference, texts);
    let Some(made) = made else {
        let texts = texts.into_iter().flat_map(ChartTexts::all);
        texts.for_each(|text| check_only(resolver, &request, text));
        return None;
    };
    let title = texts.map(|texts| &texts.title).filter(|title| !title.is_empty());
    let written = match title {
        Some(_) if reference.caption.is_empty() => None,
        Some(title) => {
            check_only(resolver, &request, title);
            Some(caption_of(resolver, reference, &made.measure))
        }
        None => Some(caption_of(resolver, reference, &made.measure)),
    };
    // A chart file of another period speaks of that one.
    let page_period = resolver.citations.period.replace(request.period);
    let caption = written.unwrap_or_else(|| resolver.line(title.map_or(&[], Vec::as_slice)));
    let own = |resolver: &mut Resolver<'_, '_>, text: fn(&ChartTexts) -> &Vec<Inline<Written>>| {
        let text = texts.map(text).filter(|text| !text.is_empty())?;
        Some(plain(&resolver.line(text)))
    };
    let alt = own(resolver, |texts| &texts.alt);
    let subtitle = own(resolver, |texts| &texts.subtitle);
    let stated_source = own(resolver, |texts| &texts.source);
    let note = own(resolver, |texts| &texts.note);
    resolver.citations.period = page_period;
    let file = data_file(resolver, request.period, &request.file);
    for (kind, id, period) in &made.printed {
        let kind = match kind {
            PrintedKind::Series { .. } => PrintedKind::Series { file: Some(file.csv.clone()) },
            PrintedKind::Fact => PrintedKind::Fact,
        };
        resolver.print(kind, id, period, reference.span);
    }
    let notes: Vec<String> = made.notes.iter().cloned().chain(note).collect();
    let chart = Chart {
        id: anchor.clone(),
        lang: resolver.scope.locale.tag().to_string(),
        name: plain(&caption),
        description: match reference.title.is_empty() {
            true => alt.unwrap_or_else(|| made.description.clone()),
            false => reference.title.clone(),
        },
        plot: made.plot.clone(),
    };
    Some(Figure {
        number: resolver.figure_number(reference.kind),
        anchor,
        subtitle: subtitle.unwrap_or_else(|| made.subtitle(resolver, &plain(&caption))),
        caption,
        source: match stated_source {
            Some(name) => {
                let source = resolver.scope.messages.fill("source", &[("name", &name)]);
                [vec![source], notes].concat().join(" ")
            }
            None => {
                let note = Some(notes.join(" ")).filter(|note| !note.is_empty());
                source(resolver, &made.dataset, made.stated.as_ref(), note)
            }
        },
        content: FigureContent::Chart { chart: Box::new(chart), table: made.table, file },
        span: reference.span,
    })
}

/// Tells what is wrong with a text of a chart file that this page does not show.
fn check_only<'a>(
    resolver: &mut Resolver<'a, '_>,
    request: &Request<'a, '_>,
    text: &[Inline<Written>],
) {
    let page_period = resolver.citations.period;
    // A chart file of another period speaks of that one.
    resolver.citations.period = Some(request.period);
    let printed = resolver.printed.len();
    resolver.line(text);
    resolver.printed.truncate(printed);
    resolver.citations.period = page_period;
}

/// The numbers of a series as a table: all categories, unless `top` says how many.
pub fn series_table(
    resolver: &mut Resolver<'_, '_>,
    reference: &FigureReference,
    anchor: String,
) -> Option<Figure> {
    let (series, period) = request::series(resolver, reference)?;
    resolver.print(PrintedKind::Series { file: None }, &series.id, period, reference.span);
    let top = request::top(resolver, reference, series);
    let shown = Shown::new(series, top.unwrap_or(series.categories.len()), resolver);
    let label = words::label(&series.label, resolver.scope.locale, resolver.scope.messages);
    let caption = caption_of(resolver, reference, &label);
    let notes = notes(resolver, series, period, shown.rounding_note(resolver));
    let rest = top.map_or_else(String::new, |top| format!("-top-{top}"));
    let file = table_file(resolver, reference, period, &rest);
    let note = Some(notes.join(" ")).filter(|note| !note.is_empty());
    let origin = &series.provenance;
    Some(Figure {
        number: resolver.figure_number(reference.kind),
        anchor,
        caption,
        subtitle: String::new(),
        source: source(resolver, &origin.dataset, origin.source.as_ref(), note),
        content: FigureContent::Table { table: shown.table(resolver), file },
        span: reference.span,
    })
}

fn make<'a>(resolver: &mut Resolver<'a, '_>, request: &Request<'a, '_>) -> Option<Made> {
    let data = request.data(resolver)?;
    let drawn = request.mark(resolver, &data);
    let contradictions = contradictions::of(&request.spec, drawn);
    if !contradictions.is_empty() {
        contradictions.into_iter().for_each(|one| resolver.diagnostics.push(one));
        return None;
    }
    let mark = drawn.value;
    match mark {
        Mark::Bar => bar::make(resolver, request, &data),
        Mark::Donut | Mark::Waffle | Mark::ShareBar => parts::make(resolver, request, &data, mark),
        Mark::StackedBar => stacked::make(resolver, request, &data),
        Mark::Range => range::make(resolver, request, &data),
        Mark::Line | Mark::Slope => line::make(resolver, request, &data, mark),
        Mark::Bullet => bullet::make(resolver, request, &data),
    }
}

impl Time {
    /// The day that a series applies to, or else its period.
    fn of(series: &Series, period: &str) -> Time {
        let period = || Time::Periods(period.to_string(), period.to_string());
        series.as_of.map_or_else(period, Time::Day)
    }
}

impl Made {
    /// `Business relations by country, 31 December 2024`
    fn subtitle(&self, resolver: &Resolver<'_, '_>, caption: &str) -> String {
        let time = match &self.time {
            Time::Day(date) => resolver.scope.locale.date(*date),
            Time::Periods(first, last) if first == last => first.clone(),
            Time::Periods(first, last) => format!("{first}–{last}"),
        };
        // The caption says what is measured where the author gave none.
        match caption == self.measure {
            true => time,
            false => {
                let words = [("measure", self.measure.as_str()), ("date", &time)];
                resolver.scope.messages.fill("chart-subtitle", &words)
            }
        }
    }
}

/// What readers must know of the numbers of a series, a sentence each.
fn notes(
    resolver: &Resolver<'_, '_>,
    series: &Series,
    period: &str,
    rounding: Option<String>,
) -> Vec<String> {
    let known = resolver.scope.facts.periods.get(period);
    let withheld = known.and_then(|known| {
        let mut suppressed = known.suppressed.values();
        suppressed.find(|suppressed| suppressed.dataset == series.provenance.dataset)
    });
    let withheld = withheld.map(|suppressed| {
        let number = resolver.scope.locale.number(suppressed.smallest.into(), 0);
        resolver.scope.messages.fill("withheld-groups", &[("n", &number)])
    });
    [rounding, withheld].into_iter().flatten().collect()
}

/// `+36 %` of a share is taken for 36 percentage points: a headline says which.
fn tell_relative_change(
    resolver: &mut Resolver<'_, '_>,
    reference: &FigureReference,
    texts: Option<&ChartTexts>,
) {
    let title = texts.map(|texts| texts.title.as_slice()).unwrap_or_default();
    let cited = reference.caption.iter().chain(title);
    for cited in cited.filter_map(|inline| match inline {
        Inline::Fact(cited) => Some(cited),
        _ => None,
    }) {
        let Some((base, since)) = cited.id.split_once(".percent_since_") else { continue };
        let period = cited.period.as_deref().or(resolver.citations.period).unwrap_or_default();
        let is_share = resolver
            .scope
            .facts
            .fact(period, base)
            .is_some_and(|fact| matches!(fact.value, Value::Percent(_)));
        if is_share {
            let message = format!(
                "`{}` is a change in percent of a share, which is read as percentage points",
                cited.id
            );
            resolver.diagnostics.push(
                Diagnostic::warning("share-of-share", cited.id_span, message)
                    .help(format!("cite `fact:{base}.points_since_{since}` instead")),
            );
        }
    }
}

/// The one value that is aimed at, in words.
struct Aim {
    label: String,
    unit: Unit,
    value: Decimal,
    text: String,
}

impl Aim {
    fn of(request: &Request<'_, '_>, unit: &Unit, resolver: &Resolver<'_, '_>) -> Option<Aim> {
        let (locale, messages) = (resolver.scope.locale, resolver.scope.messages);
        let target = &request.spec.target.as_ref()?.value;
        let own = words::given(&target.label, locale);
        let label = own.unwrap_or_else(|| messages.text("target")).to_string();
        let value = target.high.normalize();
        let text = unit.words(locale, value, value.scale());
        Some(Aim { label, unit: unit.clone(), value, text })
    }

    /// `Target 85 %`
    fn words(&self) -> String {
        format!("{} {}", self.label, self.text)
    }

    /// A column of the table; every row has the same number, as the drawing has one line.
    fn column(&self) -> (Column, Cell) {
        let column = Column { title: self.label.clone(), numeric: true };
        (column, self.unit.cell(self.value, self.value.scale(), self.text.clone()))
    }
}

/// As many decimals as keep a value that misses a target from looking as if it met it.
fn telling_decimals(values: impl Iterator<Item = Decimal>, target: Option<Decimal>) -> u32 {
    let Some(target) = target else { return 0 };
    let half_up = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
    let misleads = |value: Decimal, decimals: u32| {
        (value >= target) != (value.round_dp_with_strategy(decimals, half_up) >= target)
    };
    let needed = |value: Decimal| (0..3).find(|decimals| !misleads(value, *decimals)).unwrap_or(3);
    values.map(needed).max().unwrap_or(0)
}

/// A note that a figure is drawn over periods of which some have no numbers.
fn gap_note(resolver: &Resolver<'_, '_>, missing: &[String]) -> Option<String> {
    let list = resolver.scope.locale.list(missing);
    let note = || resolver.scope.messages.fill("chart-gap", &[("periods", &list)]);
    (!missing.is_empty()).then(note)
}

/// Which of several is highest and which is lowest, in a sentence. Of equal ones the first is named
/// as highest and the last as lowest.
fn highest_and_lowest(
    measure: &str,
    rows: &[(&str, Decimal)],
    words: impl Fn(Decimal) -> String,
    resolver: &Resolver<'_, '_>,
) -> String {
    let highest = rows.iter().rev().max_by_key(|(_, value)| *value);
    let lowest = rows.iter().rev().min_by_key(|(_, value)| *value);
    let (Some((highest, most)), Some((lowest, least))) = (highest, lowest) else {
        return String::new();
    };
    if rows.len() == 1 {
        return format!("{measure}: {highest} {}.", words(*most));
    }
    let message = match most == least {
        true => "chart-description-equal",
        false => "chart-description-bullet",
    };
    resolver.scope.messages.fill(
        message,
        &[
            ("measure", measure),
            ("n", &rows.len().to_string()),
            ("largest", highest),
            ("largest-value", &words(*most)),
            ("last", lowest),
            ("last-value", &words(*least)),
        ],
    )
}

/// Which colour a part or a class has: risk has its own, the rest is grey.
fn tint(key: &str, other: bool, at: usize) -> Tint {
    match key {
        "low" => Tint::Low,
        "medium" => Tint::Medium,
        "high" => Tint::High,
        "unknown" | "not_assessed" => Tint::Other,
        _ if other => Tint::Other,
        _ => Tint::Series(at),
    }
}
