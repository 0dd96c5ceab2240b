//! What is asked for: a reference with its options, over the chart file that it names, if it does.

use super::measured::{Measured, Unit};
use crate::chart::Mark;
use crate::compose::facts::{lacks, made_from};
use crate::compose::resolve::Resolver;
use crate::diagnostic::{Diagnostic, nearest};
use crate::document::{ChartSpec, ChartTexts, FigureKind, FigureReference, Noted, Sort};
use crate::fact::{Measure, PeriodFacts, Series};
use crate::load::slug;
use crate::source::Span;

/// The options of a reference.
const OPTIONS: [&str; 6] = ["as", "top", "sort", "highlight", "periods", "digits"];

/// A chart that somebody asks for.
pub struct Request<'a, 'r> {
    pub spec: ChartSpec,
    /// The period that it speaks of.
    pub period: &'a str,
    pub reference: &'r FigureReference,
    /// What the file of its numbers is called, without its ending: `suppliers-by-country-top-7`.
    pub file: String,
}

impl<'a, 'r> Request<'a, 'r> {
    pub fn of(
        resolver: &mut Resolver<'a, '_>,
        reference: &'r FigureReference,
    ) -> Option<Request<'a, 'r>> {
        let citations = resolver.citations;
        let span = reference.target_span;
        let (period, _) =
            citations.period(reference.period.as_deref(), span, resolver.diagnostics)?;
        let charts = resolver.scope.project.charts.get(period);
        let mut spec = match charts.and_then(|charts| charts.get(&reference.target)) {
            Some(spec) => spec.clone(),
            None => ChartSpec {
                data: vec![Noted { value: reference.target.clone(), span }],
                ..ChartSpec::default()
            },
        };
        let mut file = slug(&reference.target);
        for (name, value) in &reference.options {
            match option(&mut spec, name, value, span) {
                // What stands out changes no number.
                Ok(()) if name == "highlight" => {}
                Ok(()) => {
                    let name = if name == "as" { String::new() } else { format!("{name}-") };
                    file.push_str(&format!("-{name}{}", slug(value)));
                }
                Err(help) => {
                    let message = format!("`{name}={value}` is not an option of a chart");
                    let diagnostic = Diagnostic::error("unknown-option", span, message).help(help);
                    resolver.diagnostics.push(diagnostic);
                }
            }
        }
        Some(Request { spec, period, reference, file })
    }

    /// The words of a chart file in the language of the page.
    pub fn texts(&self, resolver: &Resolver<'_, '_>) -> Option<&ChartTexts> {
        let languages = &resolver.scope.project.config.languages;
        let own = languages.get(resolver.scope.edition)?;
        self.spec.texts.get(&own.name).or_else(|| self.spec.texts.get(""))
    }

    /// What is drawn, of the period that the chart speaks of; told where it is not there.
    pub fn data(&self, resolver: &mut Resolver<'a, '_>) -> Option<Vec<Measured<'a>>> {
        let facts = resolver.scope.facts.periods.get(self.period)?;
        let mut found = Vec::new();
        for cited in &self.spec.data {
            match measured(facts, &cited.value) {
                Some(one) => found.push(one),
                None => tell_unknown(resolver, self.reference, cited, self.period, facts),
            }
        }
        (!found.is_empty() && found.len() == self.spec.data.len()).then_some(found)
    }

    /// The kind of chart that is asked for, or else the one that suits what is drawn.
    pub fn mark(&self, resolver: &Resolver<'a, '_>, data: &[Measured<'a>]) -> Noted<Mark> {
        let span = self.spec.span.unwrap_or(self.reference.target_span);
        self.spec.mark.unwrap_or_else(|| Noted { value: self.usual(resolver, data), span })
    }

    fn usual(&self, resolver: &Resolver<'a, '_>, data: &[Measured<'a>]) -> Mark {
        let periods = |id| self.over_time(resolver, id).len();
        match data {
            [Measured::Series(series)] if series.id == super::range::WOMEN => Mark::Range,
            [Measured::Series(series)] if series.measure == Measure::Percent => {
                let bounded = series.categories.iter().all(|one| one.value <= 100.into());
                let compared = periods(&series.id) > 1 || self.spec.target.is_some();
                if bounded && compared { Mark::Bullet } else { Mark::Bar }
            }
            [Measured::Series(_)] => Mark::Bar,
            [Measured::Series(_), ..] => Mark::StackedBar,
            [Measured::Fact(_), ..] => {
                let ids = self.spec.data.iter().map(|one| periods(&one.value));
                match ids.max().unwrap_or(0) {
                    2 if data.len() > 1 => Mark::Slope,
                    _ => Mark::Line,
                }
            }
            [] => Mark::Bar,
        }
    }

    /// A series or figure in each period that has it, up to the one that the chart speaks of.
    pub fn over_time(&self, resolver: &Resolver<'a, '_>, id: &str) -> Vec<(&'a str, Measured<'a>)> {
        let periods = resolver.scope.facts.periods.iter();
        let wanted = |period: &str| match self.spec.periods.as_slice() {
            [] => period <= self.period,
            chosen => chosen.iter().any(|one| one.value == period),
        };
        periods
            .filter(|(period, _)| wanted(period))
            .filter_map(|(period, facts)| Some((period.as_str(), measured(facts, id)?)))
            .collect()
    }

    pub fn has_unknown_periods(&self, resolver: &Resolver<'_, '_>) -> bool {
        let known = &resolver.scope.facts.periods;
        self.spec.periods.iter().any(|one| !known.contains_key(&one.value))
    }

    /// Periods that are asked for and have no data are told.
    pub fn tell_unknown_periods(&self, resolver: &mut Resolver<'a, '_>) {
        let known = &resolver.scope.facts.periods;
        for one in &self.spec.periods {
            let is_told = resolver.scope.facts.in_doubt.contains(&one.value);
            if known.contains_key(&one.value) || is_told {
                continue;
            }
            let names: Vec<&str> = known.keys().map(String::as_str).collect();
            let message = format!("there is no data for the period {}", one.value);
            resolver.diagnostics.push(
                Diagnostic::error("unknown-period", one.span, message)
                    .help(format!("there is data for {}", names.join(", "))),
            );
        }
    }

    /// The years between the first and the last of these that are not among them.
    pub fn missing(&self, periods: &[&str]) -> Vec<String> {
        let years: Option<Vec<i32>> = periods.iter().map(|period| period.parse().ok()).collect();
        let years = years.unwrap_or_default();
        let (Some(first), Some(last)) = (years.iter().min(), years.iter().max()) else {
            return Vec::new();
        };
        let between = (*first..=*last).filter(|year| !years.contains(year));
        between.map(|year| year.to_string()).collect()
    }

    /// A key that no category has.
    pub fn tell_unknown_key(
        &self,
        resolver: &mut Resolver<'_, '_>,
        key: &str,
        span: Span,
        known: &[&str],
        id: &str,
    ) {
        let message = format!("`{id}` has no category `{key}`");
        let help = match (known, nearest(key, known.iter().copied())) {
            ([only], _) => format!("there is `{only}`"),
            (_, Some(near)) => format!("there is `{near}`"),
            (_, None) => format!("known are {}", known.join(", ")),
        };
        resolver.diagnostics.push(Diagnostic::error("unknown-category", span, message).help(help));
    }

    /// Told of a chart that cannot be drawn as it is asked for.
    pub fn refuse(&self, resolver: &mut Resolver<'_, '_>, message: String, help: &str) {
        let span = self.spec.mark.map_or(self.reference.target_span, |mark| mark.span);
        resolver.diagnostics.push(Diagnostic::error("unfit-chart", span, message).help(help));
    }
}

fn measured<'a>(facts: &'a PeriodFacts, id: &str) -> Option<Measured<'a>> {
    let series = facts.series.get(id).map(Measured::Series);
    let fact = || {
        let fact = facts.facts.get(id).filter(|fact| Unit::of(&fact.value).is_some());
        fact.map(Measured::Fact)
    };
    series.or_else(fact)
}

/// Takes one option over; what is allowed where it is none.
fn option(spec: &mut ChartSpec, name: &str, value: &str, span: Span) -> Result<(), String> {
    let list = || value.split(',').map(|one| Noted { value: one.trim().to_string(), span });
    match name {
        "as" => match Mark::find(value) {
            Some(mark) => spec.mark = Some(Noted { value: mark, span }),
            None => {
                let names = Mark::ALL.map(Mark::name);
                return Err(match (Mark::called(value), nearest(value, names)) {
                    (Some(mark), _) => format!("it is called `as={}` here", mark.name()),
                    (None, Some(near)) => format!("did you mean `as={near}`?"),
                    (None, None) => format!("a chart is drawn as one of {}", names.join(", ")),
                });
            }
        },
        "top" => match value.parse() {
            Ok(top @ 1..=15) => spec.top = Some(Noted { value: top, span }),
            _ => return Err("`top=` takes a number from 1 to 15".to_string()),
        },
        "sort" => {
            let sort = match value {
                "x" => Sort::Rising,
                "-x" => Sort::Falling,
                "y" => Sort::Name,
                "data" => Sort::Data,
                _ => {
                    return Err("`sort=` is -x (largest first), x, y (by name) or data".to_string());
                }
            };
            spec.sort = Some(Noted { value: sort, span });
        }
        "highlight" => spec.highlight = list().collect(),
        "periods" => spec.periods = list().collect(),
        "digits" => match value.parse() {
            Ok(digits @ 0..=3) => spec.decimals = Some(digits),
            _ => return Err("`digits=` takes a number from 0 to 3".to_string()),
        },
        _ => {
            return Err(match nearest(name, OPTIONS) {
                Some(near) => format!("did you mean `{near}=`?"),
                None => format!("the options are `{}=`", OPTIONS.join("=`, `")),
            });
        }
    }
    Ok(())
}

/// How many categories a table shows; other options of a table are told.
pub fn top(
    resolver: &mut Resolver<'_, '_>,
    reference: &FigureReference,
    series: &Series,
) -> Option<usize> {
    let mut top = None;
    for (name, value) in &reference.options {
        let help = match (name.as_str(), value.parse::<usize>()) {
            ("top", Ok(number)) if series.measure == Measure::Percent && number > 0 => {
                "take it out: scores have no sum that could be shown as the rest"
            }
            ("top", Ok(number @ 1..=15)) => {
                top = Some(number);
                continue;
            }
            ("top", _) => "`top=` takes a number from 1 to 15",
            _ => "the option of a table is `top=`",
        };
        let message = format!("`{name}={value}` is not an option of a table");
        resolver
            .diagnostics
            .push(Diagnostic::error("unknown-option", reference.target_span, message).help(help));
    }
    top
}

/// The series that a table shows, and its period; told where there is none.
pub fn series<'a>(
    resolver: &mut Resolver<'a, '_>,
    reference: &FigureReference,
) -> Option<(&'a Series, &'a str)> {
    let span = reference.target_span;
    let citations = resolver.citations;
    let (period, known) =
        citations.period(reference.period.as_deref(), span, resolver.diagnostics)?;
    let id = &reference.target;
    let found = known.series.get(id).map(|series| (series, period));
    if found.is_none() {
        tell_unknown(resolver, reference, &Noted { value: id.clone(), span }, period, known);
    }
    found
}

/// The same reference with another name.
fn written(reference: &FigureReference, name: &str) -> String {
    let scheme = if reference.kind == FigureKind::Table { "table:" } else { "chart:" };
    let period = reference.period.as_ref().map_or_else(String::new, |period| format!("@{period}"));
    let options: Vec<String> =
        reference.options.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let query = if options.is_empty() { String::new() } else { format!("?{}", options.join("&")) };
    format!("{scheme}{name}{period}{query}")
}

/// That there is no such chart or table, and what there is.
fn tell_unknown(
    resolver: &mut Resolver<'_, '_>,
    reference: &FigureReference,
    unknown: &Noted<String>,
    period: &str,
    known: &PeriodFacts,
) {
    let Noted { value: id, span } = unknown;
    if let Some(suppressed) = known.suppressed.get(id) {
        resolver.diagnostics.push(crate::compose::facts::withheld(id, suppressed, *span));
        return;
    }
    let cited = *span == reference.target_span;
    let (kind, code) = match reference.kind {
        FigureKind::Table => ("table", "unknown-table"),
        _ if cited => ("chart", "unknown-chart"),
        _ => ("series or figure", "unknown-chart"),
    };
    let mut names: Vec<&str> = known.series.keys().map(String::as_str).collect();
    if kind == "table" {
        super::super::tables().for_each(|table| names.push(table));
    } else if kind != "chart" {
        // A chart file names data, not other charts.
    } else if let Some(charts) = resolver.scope.project.charts.get(period) {
        charts.keys().for_each(|chart| names.push(chart));
    }
    let facts = known.facts.keys().map(String::as_str);
    let near = nearest(id, names.iter().copied().chain(facts.filter(|_| kind != "table")));
    let message = format!("there is no {kind} `{id}` in the data of {period}");
    let diagnostic = Diagnostic::error(code, *span, message);
    let diagnostic = match near {
        _ if let Some(file) = made_from(id, period, known) => lacks(diagnostic, file),
        Some(near) => diagnostic
            .help(format!("there is a similar one: `{near}`"))
            .fix(*span, if cited { written(reference, near) } else { format!("\"{near}\"") }),
        None => {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            diagnostic.help(format!("known are {}", names.join(", ")))
        }
    };
    resolver.citations.tell(diagnostic, period, resolver.diagnostics);
}
