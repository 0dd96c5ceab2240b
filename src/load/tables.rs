//! The files under `data/<period>/` to datasets.

use sha2::{Digest, Sha256};

use super::fields::{Datum, Fields, Table};
use super::rows::rows;
use crate::config::Config;
use crate::data::nace::{self, Version};
use crate::data::{
    Audit, Contact, Dataset, Datasets, Goal, Loaded, Measure, Questionnaire, ReportInfo, Response,
    Signer, StatedFact, Supplier, Theme, Threshold,
};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, nearest};
use crate::fact::{Value, Words};
use crate::source::{FileId, Sources, Span};

/// The files that a period may have.
const FILES: [&str; 13] = [
    "report.toml",
    "suppliers.csv",
    "suppliers.json",
    "questionnaire.toml",
    "responses.csv",
    "responses.json",
    "audits.csv",
    "audits.json",
    "goals.csv",
    "goals.json",
    "measures.csv",
    "measures.json",
    "facts.toml",
];

/// All periods: the folders under `data/`.
pub fn datasets(sources: &Sources, config: &Config, diagnostics: &mut Diagnostics) -> Datasets {
    let mut datasets = Datasets::new();
    for (file, source) in sources.iter() {
        let Some(rest) = source.path.strip_prefix("data/") else { continue };
        let Some((period, name)) = rest.split_once('/') else { continue };
        let dataset = datasets.entry(period.to_string()).or_default();
        read(name, file, period, dataset, sources, config, diagnostics);
    }
    if let Some(period) = &config.period
        && !datasets.contains_key(period)
    {
        let span = Span::file(config.file);
        let message =
            format!("there is no data for the period {period}: no folder `data/{period}`");
        let diagnostic = Diagnostic::error("unknown-period", span, message);
        diagnostics.push(match nearest(period, datasets.keys().map(String::as_str)) {
            Some(near) => diagnostic.help(format!("there is a folder `data/{near}`")),
            None => diagnostic,
        });
    }
    datasets
}

fn read(
    name: &str,
    file: FileId,
    period: &str,
    dataset: &mut Dataset,
    sources: &Sources,
    config: &Config,
    diagnostics: &mut Diagnostics,
) {
    let languages: Vec<&str> = config.languages.iter().map(|one| one.name.as_str()).collect();
    let languages = languages.as_slice();
    if let Some(twin) = name.strip_suffix(".json").map(|stem| format!("data/{period}/{stem}.csv"))
        && let Some(other) = sources.find(&twin)
        && FILES.contains(&name)
    {
        let message = format!("there is a `{twin}` too: which one holds?");
        diagnostics.push(
            Diagnostic::error("dataset-twice", Span::file(file), message)
                .related(Span::file(other), "the other file")
                .help("keep one of the two files"),
        );
        return;
    }
    match name {
        "report.toml" => {
            let info =
                toml(file, sources, diagnostics, |fields, d| report(fields, period, languages, d));
            dataset.report = loaded(info, file, sources);
        }
        "suppliers.csv" | "suppliers.json" => {
            dataset.suppliers = loaded(suppliers(file, sources, diagnostics), file, sources);
        }
        "questionnaire.toml" => {
            let form =
                toml(file, sources, diagnostics, |fields, d| questionnaire(fields, languages, d));
            dataset.questionnaire = loaded(form, file, sources);
        }
        "responses.csv" | "responses.json" => {
            // `questionnaire.toml` comes before it in path order.
            let themes = dataset.questionnaire.as_ref().map(|form| form.value.themes.clone());
            let list = responses(&themes.unwrap_or_default(), file, sources, diagnostics);
            dataset.responses = loaded(list, file, sources);
        }
        "audits.csv" | "audits.json" => {
            dataset.audits = loaded(audits(file, sources, diagnostics), file, sources)
        }
        "goals.csv" | "goals.json" => {
            dataset.goals = loaded(goals(languages, file, sources, diagnostics), file, sources)
        }
        "measures.csv" | "measures.json" => {
            dataset.measures =
                loaded(measures(languages, file, sources, diagnostics), file, sources);
        }
        "facts.toml" => {
            let facts = stated_facts(file, sources, languages, diagnostics);
            dataset.facts = loaded(facts, file, sources);
        }
        _ => {
            let message = format!("`{name}` is not a dataset: it is not read");
            let diagnostic = Diagnostic::warning("unknown-dataset", Span::file(file), message);
            diagnostics.push(
                super::fields::suggest(diagnostic.clone(), Span::file(file), name, FILES)
                    .without_fix(),
            );
        }
    }
}

fn loaded<T>(value: Option<T>, file: FileId, sources: &Sources) -> Option<Loaded<T>> {
    let sha256 =
        Sha256::digest(sources.bytes(file)).iter().map(|byte| format!("{byte:02x}")).collect();
    Some(Loaded { value: value?, path: sources.path(file).to_string(), sha256 })
}

fn toml<T>(
    file: FileId,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
    read: impl FnOnce(&Fields<'_>, &mut Diagnostics) -> T,
) -> Option<T> {
    let text = super::text(file, sources, diagnostics)?;
    let table = super::toml::read(text, Span::file(file), diagnostics)?;
    let fields = Fields::new(&table);
    let value = read(&fields, diagnostics);
    fields.unknown("unknown-key", Severity::Error, diagnostics);
    Some(value)
}

fn inner<T>(
    table: &Table,
    diagnostics: &mut Diagnostics,
    read: impl FnOnce(&Fields<'_>, &mut Diagnostics) -> T,
) -> T {
    let fields = Fields::new(table);
    let value = read(&fields, diagnostics);
    fields.unknown("unknown-key", Severity::Error, diagnostics);
    value
}

fn report(
    fields: &Fields<'_>,
    period: &str,
    languages: &[&str],
    diagnostics: &mut Diagnostics,
) -> ReportInfo {
    fields.missing("year", &format!("year = {period}"), diagnostics);
    let year =
        fields.integer("year", diagnostics).or_else(|| period.parse().ok()).unwrap_or_default();
    let threshold = fields.table("threshold", diagnostics).and_then(|table| {
        inner(table, diagnostics, |fields, d| {
            fields.missing("amount", "amount = 30000", d);
            fields.missing("currency", "currency = \"NOK\"", d);
            Some(Threshold {
                amount: fields.number("amount", d)?,
                currency: fields.text("currency", d)?,
            })
        })
    });
    let base = fields
        .table("code_of_conduct", diagnostics)
        .and_then(|table| inner(table, diagnostics, |fields, d| fields.name("base_year", d)));
    let contact = fields.table("contact", diagnostics).map(|table| {
        inner(table, diagnostics, |fields, d| Contact {
            name: fields.text("name", d).unwrap_or_default(),
            role: fields.words("role", languages, d).unwrap_or_default(),
            email: fields.text("email", d).unwrap_or_default(),
            phone: fields.text("phone", d).unwrap_or_default(),
        })
    });
    let mut signers = Vec::new();
    for table in fields.tables("signers", diagnostics) {
        signers.push(inner(table, diagnostics, |fields, d| Signer {
            name: fields.text("name", d).unwrap_or_default(),
            role: fields.words("role", languages, d).unwrap_or_default(),
            signed_on: fields.date("signed_on", d),
        }));
    }
    nace_version(fields, diagnostics);
    ReportInfo {
        year: i32::try_from(year).unwrap_or_default(),
        period_start: fields.date("period_start", diagnostics),
        period_end: fields.date("period_end", diagnostics),
        cutoff: fields.date("cutoff", diagnostics),
        published_on: fields.date("published_on", diagnostics),
        authoritative: fields.text("authoritative", diagnostics),
        threshold,
        code_of_conduct_base_year: base,
        contact,
        signers,
    }
}

/// Codes of NACE Rev. 2.1 name other industries with the same digits: they are refused, not guessed.
fn nace_version(fields: &Fields<'_>, diagnostics: &mut Diagnostics) {
    if let Some(version) = fields.text("nace_version", diagnostics)
        && version != "rev2"
    {
        let span = fields.item("nace_version").map(|item| item.span);
        let message = format!("`nace_version` must be `rev2`, not `{version}`");
        diagnostics.push(Diagnostic::error("wrong-value", span, message));
    }
}

fn suppliers(
    file: FileId,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Supplier>> {
    let mut seen = std::collections::BTreeMap::new();
    let list = rows(
        file,
        sources,
        diagnostics,
        |columns| {
            // Known, and of no use yet.
            for name in ["org_form", "relation", "currency"] {
                columns.optional(name);
            }
            (
                columns.required("supplier_id"),
                columns.required("name"),
                columns.required("country"),
                columns.optional("nace"),
                columns.required("turnover"),
                columns.optional("coc_signed_on"),
                (columns.optional("orgnr"), columns.optional("publish")),
            )
        },
        |row, (id, name, country, nace, turnover, signed, (orgnr, publish)), d| {
            let id_text = row.filled(*id, d);
            let turnover_value = row.number(*turnover, d);
            match turnover_value {
                None if row.text(*turnover).is_empty() => {
                    row.wrong(*turnover, "is empty", "write 0 if nothing was bought", d);
                }
                Some(amount) if amount.is_sign_negative() && !amount.is_zero() => {
                    row.wrong(
                        *turnover,
                        "is negative",
                        "credit notes must not exceed the purchases of the year",
                        d,
                    );
                }
                _ => {}
            }
            let code = crate::locale::country_code(row.text(*country));
            if code.is_none() && !row.text(*country).is_empty() {
                let help = "write its two-letter code, such as NO, or its name";
                row.wrong(*country, "is not a country", help, d);
            }
            let industry = row.text(*nace);
            if !industry.is_empty() && !nace::exists(Version::Rev2, industry) {
                row.wrong(*nace, "is not a class of NACE Rev. 2", "write four digits as 46.46", d);
            }
            let signed_on = row.date(*signed, d);
            let supplier = Supplier {
                id: id_text?.into(),
                name: row.text(*name).into(),
                country: code.map(Into::into),
                industry: (!industry.is_empty()).then(|| industry.into()),
                turnover: turnover_value?,
                number: (!row.text(*orgnr).is_empty())
                    .then(|| row.text(*orgnr).replace(' ', "").into()),
                published: row.yes(*publish, d),
                code_of_conduct_signed_on: signed_on,
            };
            Some((supplier, row.place(*id)))
        },
    )?;
    let mut suppliers = Vec::with_capacity(list.len());
    for (supplier, place) in list {
        if let Some(first) = seen.insert(supplier.id.clone(), place) {
            let message = format!("the supplier number `{}` stands twice", supplier.id);
            diagnostics.push(
                Diagnostic::error("duplicate-id", place, message)
                    .related(first, "first here")
                    .help("merge the two rows, or give one another number"),
            );
        }
        suppliers.push(supplier);
    }
    Some(suppliers)
}

fn questionnaire(
    fields: &Fields<'_>,
    languages: &[&str],
    diagnostics: &mut Diagnostics,
) -> Questionnaire {
    let mut themes = Vec::new();
    for table in fields.tables("themes", diagnostics) {
        let theme = inner(table, diagnostics, |fields, d| {
            fields.missing("id", "id = \"social\"", d);
            let title = fields.words("title", languages, d).unwrap_or_default();
            Some(Theme { id: fields.text("id", d)?, title })
        });
        themes.extend(theme);
    }
    Questionnaire {
        question_count: fields.integer("question_count", diagnostics),
        max_score: fields.number("max_score", diagnostics),
        since: fields.integer("since", diagnostics).and_then(|year| i32::try_from(year).ok()),
        themes,
    }
}

fn responses(
    themes: &[Theme],
    file: FileId,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Response>> {
    rows(
        file,
        sources,
        diagnostics,
        |columns| {
            columns.optional("invited_on");
            columns.optional("score");
            let scores: Vec<Option<usize>> =
                themes.iter().map(|theme| columns.named(&format!("score_{}", theme.id))).collect();
            (
                columns.required("supplier_id"),
                columns.required("answered_on"),
                columns.optional("score_total"),
                scores,
            )
        },
        |row, (id, answered, total, scores), d| {
            let answered_on = row.date(*answered, d);
            let score_total = row.number(*total, d);
            let scores = scores
                .iter()
                .zip(themes)
                .map(|(column, theme)| {
                    let column = (*column)?;
                    row.parse_number(column, row.cell(column), &format!("score_{}", theme.id), d)
                })
                .collect();
            let hundred = rust_decimal::Decimal::ONE_HUNDRED;
            if score_total.is_some_and(|score| score > hundred || score.is_sign_negative()) {
                row.wrong(
                    *total,
                    "is outside 0 to 100",
                    "scores are percent of the highest possible",
                    d,
                );
            }
            if score_total.is_some() && answered_on.is_none() {
                row.wrong(*total, "is a score without an answer", "fill in `answered_on`", d);
            }
            Some(Response {
                supplier_id: row.filled(*id, d)?.to_string(),
                answered_on,
                score_total,
                scores,
                span: row.place(*id),
            })
        },
    )
}

fn audits(file: FileId, sources: &Sources, diagnostics: &mut Diagnostics) -> Option<Vec<Audit>> {
    rows(
        file,
        sources,
        diagnostics,
        |columns| {
            (
                columns.required("supplier_id"),
                columns.required("date"),
                columns.optional("type"),
                columns.optional("findings"),
                columns.optional("closed"),
            )
        },
        |row, (id, date, kind, findings, closed), d| {
            let whole = |number: rust_decimal::Decimal| i64::try_from(number).ok();
            let findings = row.number(*findings, d).and_then(whole);
            let closed = row.number(*closed, d).and_then(whole);
            let date = row.date(*date, d);
            let supplier_id = row.filled(*id, d)?.to_string();
            Some(Audit {
                supplier_id,
                date,
                kind: row.text(*kind).to_string(),
                findings,
                closed,
                span: row.place(*id),
            })
        },
    )
}

fn goals(
    languages: &[&str],
    file: FileId,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Goal>> {
    rows(
        file,
        sources,
        diagnostics,
        |columns| {
            let texts =
                (columns.by_language("text", languages), columns.by_language("owner", languages));
            (columns.required("id"), columns.required("status"), texts)
        },
        |row, (id, status, (text, owner)), d| {
            let status = row.choice(*status, d);
            let id = row.filled(*id, d)?.to_string();
            Some(Goal { id, text: row.words(text, d), status: status?, owner: row.words(owner, d) })
        },
    )
}

fn measures(
    languages: &[&str],
    file: FileId,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Measure>> {
    rows(
        file,
        sources,
        diagnostics,
        |columns| {
            let titles = columns.by_language("title", languages);
            let texts =
                (columns.by_language("text", languages), columns.by_language("result", languages));
            (
                columns.required("id"),
                columns.required("type"),
                columns.required("status"),
                titles,
                texts,
            )
        },
        |row, (id, kind, status, title, (text, result)), d| {
            let (kind, status) = (row.choice(*kind, d), row.choice(*status, d));
            Some(Measure {
                id: row.filled(*id, d)?.to_string(),
                title: row.words(title, d),
                text: row.words(text, d),
                kind: kind?,
                status: status?,
                result: row.words(result, d),
            })
        },
    )
}

fn stated_facts(
    file: FileId,
    sources: &Sources,
    languages: &[&str],
    diagnostics: &mut Diagnostics,
) -> Option<Vec<StatedFact>> {
    let text = super::text(file, sources, diagnostics)?;
    let table = super::toml::read(text, Span::file(file), diagnostics)?;
    let mut facts = Vec::new();
    for entry in &table.entries {
        let Datum::Table(inside) = &entry.item.value else {
            let message = format!("`{}` must be a table, `[\"{0}\"]`", entry.key);
            diagnostics.push(Diagnostic::error("wrong-type", entry.key_span, message));
            continue;
        };
        facts.extend(inner(inside, diagnostics, |fields, d| {
            fields.missing("value", "value = 0", d);
            fields.missing("unit", "unit = \"count\"", d);
            let decimals = fields.integer("decimals", d).unwrap_or_default();
            let label = fields.words("label", languages, d).unwrap_or_default();
            let source = fields.words("source", languages, d).unwrap_or_default();
            let value = stated_value(fields, languages, d)?;
            let decimals = u32::try_from(decimals).unwrap_or_default();
            Some(StatedFact {
                id: entry.key.clone(),
                value,
                decimals,
                label,
                source,
                span: entry.key_span,
            })
        }));
    }
    Some(facts)
}

const UNITS: [&str; 7] = ["count", "percent", "points", "number", "date", "text", "year"];

fn stated_value(
    fields: &Fields<'_>,
    languages: &[&str],
    diagnostics: &mut Diagnostics,
) -> Option<Value> {
    let unit = fields.text("unit", diagnostics)?;
    match unit.as_str() {
        "count" => fields.integer("value", diagnostics).map(Value::Count),
        "percent" => fields.number("value", diagnostics).map(Value::Percent),
        "points" => fields.number("value", diagnostics).map(Value::Points),
        "number" => fields.number("value", diagnostics).map(Value::Number),
        "date" => fields.date("value", diagnostics).map(Value::Date),
        "text" => {
            fields.words("value", languages, diagnostics).map(|words: Words| Value::Text(words))
        }
        "year" => fields
            .integer("value", diagnostics)
            .and_then(|year| i32::try_from(year).ok())
            .map(Value::Year),
        currency if currency.len() == 3 && currency.chars().all(|c| c.is_ascii_uppercase()) => {
            let currency = currency.to_string();
            fields.number("value", diagnostics).map(|amount| Value::Money { amount, currency })
        }
        _ => {
            let span = fields.item("unit")?.span;
            fields.item("value");
            let message = format!("`{unit}` is not a unit");
            let diagnostic = Diagnostic::error("wrong-value", span, message);
            let help = format!("write {}, or a currency such as NOK", UNITS.join(", "));
            diagnostics.push(match nearest(&unit, UNITS) {
                Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                None => diagnostic.help(help),
            });
            None
        }
    }
}
