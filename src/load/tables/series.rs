//! Stated series: `series/<id>.csv`, and `series/<id>.toml` beside it.

use rust_decimal::Decimal;

use super::{Input, cells, toml};
use crate::data::nace::{self, Version};
use crate::data::series::{Dimension, SeriesUnit};
use crate::data::{Choice, Dataset, StatedSeries};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fact::{Category, Label, Words};
use crate::load::fields::Fields;
use crate::load::rows::{Column, Columns, Row, WordColumns, rows};
use crate::source::Span;

/// More than 100 by as much as rounding explains.
const MOST: Decimal = Decimal::from_parts(1005, 0, 0, false, 1);

/// What `series/<id>.toml` says.
#[derive(Default)]
struct About {
    unit: Option<SeriesUnit>,
    label: Words,
    dimension: Words,
    definition: Words,
    source: Words,
    as_of: Option<time::Date>,
}

pub fn read(
    id: &str,
    input: Input<'_>,
    dataset: &Dataset,
    diagnostics: &mut Diagnostics,
) -> Option<StatedSeries> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c);
    if id.is_empty() || !id.chars().all(fits) {
        let message = format!("`{id}` is not a name for a series");
        diagnostics.push(
            Diagnostic::error("wrong-value", Span::file(input.file), message)
                .help("name the file with small letters a–z, such as `suppliers.by_country.csv`"),
        );
        return None;
    }
    let about = format!("data/{}/series/{id}.toml", input.period);
    let described = input.sources.find(&about);
    let about = described.and_then(|file| self::about(Input { file, ..input }, diagnostics));
    let about = about.unwrap_or_default();
    let is_of = |one: &Diagnostic| one.span.is_some_and(|span| Some(span.file) == described);
    // Its name may stand on a line that cannot be read.
    if !diagnostics.told_errors().any(is_of) {
        tell_nameless(id, &about, input, diagnostics);
    }
    // `report.toml` comes before it in path order.
    let edition = match &dataset.report {
        Some(report) => report.value.nace_version,
        None => input.period.parse().ok().and_then(Version::of_year),
    };
    let read = rows(
        input,
        diagnostics,
        |columns| Layout::find(columns, about.unit, edition, input),
        |row, layout, d| {
            let (key, label) = layout.key(row, d)?;
            let value = layout.value(row, d)?;
            let category = (Category { key, label, value }, row.place(layout.value));
            Some((category, layout.kind(), layout.unit))
        },
    )?;
    let Some(((_, span), kind, unit)) = read.first().cloned() else {
        let message = format!("the series `{id}` has no categories");
        diagnostics.push(
            Diagnostic::error("empty-series", Span::file(input.file), message)
                .help("write one category a line"),
        );
        return None;
    };
    let categories = read.into_iter().map(|(category, ..)| category).collect();
    let categories =
        cells::once(input, categories, ("key", "the category"), diagnostics, |(one, span)| {
            (one.key.as_str(), *span)
        });
    let categories: Vec<Category> = categories.into_iter().map(|(category, _)| category).collect();
    tell_too_much(id, unit, &categories, span, diagnostics);
    let About { label, definition, source, as_of, .. } = about;
    let dimension = match kind {
        Key::Country => Dimension::Country,
        Key::Industry => Dimension::Industry,
        Key::Own => Dimension::Own(about.dimension),
    };
    Some(StatedSeries { unit, dimension, categories, label, definition, source, as_of, span })
}

/// Readers must be told what a series is; of some the program knows it.
fn tell_nameless(id: &str, about: &About, input: Input<'_>, diagnostics: &mut Diagnostics) {
    let is_named = crate::theme::built_in("i18n/en.toml")
        .is_some_and(|words| words.contains(&format!("\"series.{id}\" =")));
    if about.label.is_empty() && !is_named {
        let message = format!("the series `{id}` has no name that readers see");
        let path = input.sources.path(input.file);
        let beside = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
        diagnostics.push(
            Diagnostic::error("missing-words", Span::file(input.file), message)
                .help(format!("write `label = {{ nb = \"…\" }}` into `{beside}.toml`")),
        );
    }
}

/// Parts of a whole are at most the whole.
fn tell_too_much(
    id: &str,
    unit: SeriesUnit,
    categories: &[Category],
    span: Span,
    diagnostics: &mut Diagnostics,
) {
    let sum: Decimal = categories.iter().map(|category| category.value).sum();
    if unit == SeriesUnit::Share && sum > MOST {
        let message = format!("the shares of `{id}` add up to {} percent", sum.normalize());
        diagnostics.push(Diagnostic::error("series-sum", span, message).help(
            "parts of a whole are at most 100 percent together; \
             if each is a percentage of its own, write `unit = \"score\"` into its .toml file",
        ));
    }
}

/// `series/<id>.toml` is read with its series; alone it is a mistake.
pub fn lone(id: &str, input: Input<'_>, diagnostics: &mut Diagnostics) {
    let beside = |ending: &str| format!("data/{}/series/{id}.{ending}", input.period);
    if ["csv", "json"].iter().all(|ending| input.sources.find(&beside(ending)).is_none()) {
        let message = format!("there is no `{}` that this file could describe", beside("csv"));
        diagnostics.push(
            Diagnostic::error("unknown-dataset", Span::file(input.file), message)
                .help("give the two files the same name"),
        );
    }
}

fn about(input: Input<'_>, diagnostics: &mut Diagnostics) -> Option<About> {
    toml(input, diagnostics, |fields, d| said(fields, input.languages, d))
}

fn said(fields: &Fields<'_>, languages: &[&str], diagnostics: &mut Diagnostics) -> About {
    let mut words = |key| fields.words(key, languages, diagnostics).unwrap_or_default();
    let (label, dimension) = (words("label"), words("dimension"));
    let (definition, source) = (words("definition"), words("source"));
    let as_of = fields.date("as_of", diagnostics);
    let named = fields.text("unit", diagnostics);
    let unit = named.as_ref().and_then(|named| {
        SeriesUnit::CHOICES.iter().find(|(word, _)| word == named).map(|(_, unit)| *unit)
    });
    if let (Some(named), None) = (named, unit) {
        let span = fields.item("unit").map(|item| item.span);
        diagnostics.push(
            Diagnostic::error("wrong-value", span, format!("`{named}` is not a unit of a series"))
                .help("write `count`, `percent` or `score`"),
        );
    }
    About { unit, label, dimension, definition, source, as_of }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    Country,
    Industry,
    Own,
}

/// The key of a row that is in no country or industry that is known.
const UNKNOWN: &str = "unknown";

/// A key and what it is called, or what is wrong with it and what to do.
type Named = Result<(String, Label), (String, String)>;

fn named_country(text: &str) -> Named {
    if text == UNKNOWN {
        return Ok((text.to_string(), Label::Message("unknown-country".to_string())));
    }
    match crate::locale::country_code(text) {
        Some(code) => Ok((code.to_string(), Label::Country(code.to_string()))),
        None => Err((
            "is not a country".to_string(),
            "write its two-letter code, such as NO".to_string(),
        )),
    }
}

/// The columns of a stated series, in whichever of its forms.
struct Layout {
    keys: [(Column, bool, Key); 3],
    value: Column,
    unit: SeriesUnit,
    /// The edition of NACE, where it is stated.
    edition: Option<Version>,
    label: WordColumns,
    languages: String,
}

impl Layout {
    fn find(
        columns: &mut Columns<'_, '_>,
        unit: Option<SeriesUnit>,
        edition: Option<Version>,
        input: Input<'_>,
    ) -> Layout {
        let has = |columns: &Columns<'_, '_>, name| columns.named(name).is_some();
        let (country, nace) = (has(columns, "country"), has(columns, "nace"));
        let (count, share) = (has(columns, "count"), has(columns, "share"));
        let key = match country || nace {
            true => columns.optional("key"),
            false => columns.required("key"),
        };
        let keys = [
            (columns.optional("country"), country, Key::Country),
            (columns.optional("nace"), nace && !country, Key::Industry),
            (key, !country && !nace, Key::Own),
        ];
        let (value, unit) = match (count, share) {
            (true, _) => (columns.required("count"), SeriesUnit::Count),
            (false, true) if unit == Some(SeriesUnit::Score) => {
                (columns.required("share"), SeriesUnit::Score)
            }
            (false, true) => (columns.required("share"), SeriesUnit::Share),
            (false, false) => (columns.required("value"), unit.unwrap_or(SeriesUnit::Count)),
        };
        let label = columns.by_language("label", input.languages);
        let languages: Vec<String> =
            input.languages.iter().map(|language| format!("`label_{language}`")).collect();
        Layout { keys, value, unit, edition, label, languages: languages.join(", ") }
    }

    fn kind(&self) -> Key {
        self.keys.iter().find(|(_, there, _)| *there).map_or(Key::Own, |(.., kind)| *kind)
    }

    /// The category of a row, and what it is called.
    fn key(&self, row: &Row<'_>, diagnostics: &mut Diagnostics) -> Option<(String, Label)> {
        let (column, _, kind) = self.keys.iter().find(|(_, there, _)| *there)?;
        let text = row.filled(*column, diagnostics)?;
        let given = row.words(&self.label, diagnostics);
        if !given.is_empty() && *kind == Key::Own {
            return Some((cells::id(row, *column, diagnostics)?, Label::Given(given)));
        }
        let named = match kind {
            Key::Country => named_country(text),
            Key::Industry => self.named_industry(text),
            Key::Own => self.recognised(text),
        };
        match named {
            Ok((key, label)) => {
                let label = if given.is_empty() { label } else { Label::Given(given) };
                Some((key, label))
            }
            Err((what, help)) => {
                row.wrong(*column, &what, &help, diagnostics);
                None
            }
        }
    }

    fn named_industry(&self, code: &str) -> Named {
        if code == UNKNOWN {
            return Ok((code.to_string(), Label::Message("unknown-industry".to_string())));
        }
        nace::read(self.edition, code)
            .map(|industry| (industry.code().to_string(), Label::Industry(industry)))
            .map_err(|fault| (fault.message(), fault.help()))
    }

    /// In a column that may hold anything, a country is known by two capitals and an industry by
    /// the point in its code; whatever else it is needs a name.
    fn recognised(&self, key: &str) -> Named {
        let is_country = key.len() == 2 && key.bytes().all(|byte| byte.is_ascii_uppercase());
        match key {
            _ if is_country => named_country(key),
            _ if key.contains('.') => self.named_industry(key),
            _ => Err((
                "has no name that readers see".to_string(),
                format!("write it in {}", self.languages),
            )),
        }
    }

    fn value(&self, row: &Row<'_>, diagnostics: &mut Diagnostics) -> Option<Decimal> {
        if self.unit == SeriesUnit::Count {
            return cells::counted(row, self.value, diagnostics).map(Decimal::from);
        }
        row.filled(self.value, diagnostics)?;
        let percent = row.number(self.value, diagnostics)?;
        let right = (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&percent);
        if !right {
            row.wrong(
                self.value,
                "is outside 0 to 100",
                "write percent, 25 for a quarter",
                diagnostics,
            );
        }
        right.then_some(percent)
    }
}
