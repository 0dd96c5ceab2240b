//! `report.toml`: the period, its limits and who answers for it.

use super::{Input, inner, signers, toml};
use crate::data::nace::{Level, Version};
use crate::data::{Contact, Entity, ReportInfo, SmallestGroup, Threshold};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::load::fields::{Datum, Fields, suggest};
use crate::source::Span;

pub fn read(input: Input<'_>, diagnostics: &mut Diagnostics) -> Option<ReportInfo> {
    toml(input, diagnostics, |fields, d| report(fields, input, d))
}

fn report(fields: &Fields<'_>, input: Input<'_>, diagnostics: &mut Diagnostics) -> ReportInfo {
    let Input { period, languages, .. } = input;
    fields.missing("year", &format!("year = {period}"), diagnostics);
    let year =
        fields.integer("year", diagnostics).or_else(|| period.parse().ok()).unwrap_or_default();
    let year = i32::try_from(year).unwrap_or_default();
    if let (Some(item), Ok(own)) = (fields.item("year"), period.parse::<i32>())
        && own != year
        && matches!(item.value, Datum::Number(_))
    {
        let message = format!("the year is {year}, but the data lies in the folder of {own}");
        let help = format!("write `year = {own}`, or call the folder `data/{year}`");
        diagnostics.push(Diagnostic::error("wrong-value", item.span, message).help(help));
    }
    let threshold = fields.table("threshold", diagnostics).and_then(|table| {
        inner(table, diagnostics, |fields, d| {
            fields.missing("amount", "amount = 30000", d);
            fields.missing("currency", "currency = \"NOK\"", d);
            let (amount, currency) = (fields.number("amount", d), fields.currency("currency", d));
            let inclusive = fields.bool("inclusive", d).unwrap_or_default();
            Some(Threshold { amount: amount?, currency: currency?, inclusive })
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
    let mut entities = Vec::new();
    for table in fields.tables("entities", diagnostics) {
        entities.push(inner(table, diagnostics, |fields, d| {
            fields.missing("name", "name = \"…\"", d);
            Entity {
                name: fields.text("name", d).unwrap_or_default(),
                number: fields.name("orgnr", d).unwrap_or_default(),
                covered: fields.bool("covered", d).unwrap_or(true),
            }
        }));
    }
    let published_on = fields.date("published_on", diagnostics);
    let signers = signers::read(fields, languages, &entities, published_on, diagnostics);
    let information_request = fields.table("information_request", diagnostics).and_then(|table| {
        inner(table, diagnostics, |fields, d| {
            let (email, url) = (fields.text("email", d), fields.text("url", d));
            if email.is_none() && url.is_none() {
                fields.missing("email", "email = \"…\"", d);
            }
            email.or(url)
        })
    });
    let norwegian_exempt = fields.bool("norwegian_exempt", diagnostics).unwrap_or_default();
    let info = ReportInfo {
        year,
        period_start: fields.date("period_start", diagnostics),
        period_end: fields.date("period_end", diagnostics),
        cutoff: fields.date("cutoff", diagnostics),
        published_on,
        version: fields.name("version", diagnostics),
        authoritative: authoritative(fields, input, norwegian_exempt, diagnostics),
        norwegian_exempt,
        threshold,
        nace_version: nace_version(fields, diagnostics).or(Version::of_year(year)),
        nace_level: nace_level(fields, diagnostics),
        code_of_conduct_base_year: base,
        contact,
        accept_jumps: fields.bool("accept_jumps", diagnostics).unwrap_or_default(),
        signers,
        entities,
        information_request,
        annual_report_reference: fields
            .words("annual_report_reference", languages, diagnostics)
            .unwrap_or_default(),
        smallest_group: smallest_group(fields, diagnostics),
    };
    days(&info, fields, diagnostics);
    info
}

/// Tells the first two days that cannot both be right.
fn days(info: &ReportInfo, fields: &Fields<'_>, diagnostics: &mut Diagnostics) {
    let ReportInfo { year, period_start: start, period_end: end, cutoff, published_on, .. } = info;
    let pairs = [
        ("period_start", start, "the period begins", "period_end", end, "it ends"),
        ("period_start", start, "the period begins", "cutoff", cutoff, "the figures are counted"),
        (
            "cutoff",
            cutoff,
            "the figures are counted",
            "published_on",
            published_on,
            "they are published",
        ),
    ];
    for (key, day, what, other_key, other_day, other_what) in pairs {
        let place = |key| fields.item(key).map(|item| item.span);
        let places = place(key).zip(place(other_key));
        let Some(((day, other_day), (span, other))) = day.zip(*other_day).zip(places) else {
            continue;
        };
        if day > other_day {
            let message =
                format!("{what} on {day}, after the day on which {other_what}, {other_day}");
            diagnostics.push(
                Diagnostic::error("wrong-value", span, message)
                    .related(other, "the other day")
                    .help(format!("correct `{key}` or `{other_key}`")),
            );
            return;
        }
    }
    let Some((start, end)) = start.zip(*end) else { return };
    if !(start.year()..=end.year()).contains(year) {
        let message = format!("the year is {year}, but the period is from {start} to {end}");
        let span = fields.item("period_start").map(|item| item.span);
        diagnostics.push(
            Diagnostic::error("wrong-value", span, message)
                .help("correct the days: the period begins or ends in the year"),
        );
    }
}

/// The language that holds if two differ: one of the site's, and Norwegian unless the account is
/// exempt.
fn authoritative(
    fields: &Fields<'_>,
    input: Input<'_>,
    norwegian_exempt: bool,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let name = fields.text("authoritative", diagnostics)?;
    let span = fields.item("authoritative")?.span;
    if !input.languages.contains(&name.as_str()) {
        let message = format!("`{name}` is not a language of this site");
        let diagnostic = Diagnostic::error("unknown-language", span, message);
        let inside = Span { start: span.start + 1, end: span.end.saturating_sub(1), ..span };
        let known = match norwegian_exempt || input.norwegian.is_empty() {
            true => input.languages,
            false => input.norwegian,
        };
        diagnostics.push(suggest(diagnostic, inside, &name, known.iter().copied()));
        return None;
    }
    if norwegian_exempt || input.norwegian.contains(&name.as_str()) {
        return Some(name);
    }
    let message = format!("the account must be in Norwegian, so `{name}` cannot be what holds");
    let help = match input.norwegian {
        [] => "add `[languages.nb]` or `[languages.nn]` to the configuration".to_string(),
        names => format!("write `authoritative = \"{}\"`", names[0]),
    };
    diagnostics.push(Diagnostic::error("not-norwegian", span, message).help(format!(
        "{help}; as the Act is practised, only an enterprise that need not keep its annual accounts in Norwegian may choose another language: then say `norwegian_exempt = true`",
    )));
    None
}

/// Smaller groups than the usual would let readers recognise somebody: larger ones may be asked for.
fn smallest_group(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> SmallestGroup {
    let mut smallest = SmallestGroup::default();
    let Some(table) = fields.table("smallest_group", diagnostics) else { return smallest };
    inner(table, diagnostics, |fields, d| {
        for (key, size) in
            [("people", &mut smallest.people), ("companies", &mut smallest.companies)]
        {
            let Some(asked) = fields.integer(key, d) else { continue };
            if asked < *size {
                let span = fields.item(key).map(|item| item.span);
                let message = format!("`{key}` may not be less than {size}");
                d.push(Diagnostic::error("wrong-value", span, message).help(
                    "in smaller groups readers could recognise somebody: merge groups instead",
                ));
            } else {
                *size = asked;
            }
        }
    });
    smallest
}

/// How finely industries are told apart: by class, unless said otherwise.
fn nace_level(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Level {
    let Some(number) = fields.integer("nace_level", diagnostics) else { return Level::Class };
    Level::from_number(number).unwrap_or_else(|| {
        let span = fields.item("nace_level").map(|item| item.span);
        let message = format!("`nace_level` must be 1, 2, 3 or 4, not {number}");
        diagnostics.push(
            Diagnostic::error("wrong-value", span, message)
                .help("1 groups suppliers by section, 2 by division, 3 by group, 4 by class"),
        );
        Level::Class
    })
}

fn nace_version(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Version> {
    let word = fields.text("nace_version", diagnostics)?;
    let version = Version::from_word(&word);
    if version.is_none() {
        let span = fields.item("nace_version").map(|item| item.span);
        let message = format!("`{word}` is not an edition of NACE");
        // No nearest word: a slip of one sign would turn one edition into the other.
        diagnostics
            .push(Diagnostic::error("wrong-value", span, message).help("write `rev2` or `rev2.1`"));
    }
    version
}
