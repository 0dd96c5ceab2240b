//! Requests for information.

use std::cell::RefCell;

use super::{Input, cells};
use crate::data::Request;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::load::rows::{Column, Row, rows};
use crate::source::Span;

/// Columns that would say who asked.
const PRIVATE: [&str; 18] = [
    "name",
    "navn",
    "namn",
    "requester",
    "asked_by",
    "person",
    "sender",
    "avsender",
    "avsändare",
    "email",
    "e-mail",
    "e-post",
    "epost",
    "phone",
    "telefon",
    "address",
    "adresse",
    "adress",
];

pub fn read(input: Input<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<Request>> {
    let private: RefCell<Vec<&'static str>> = RefCell::default();
    let requests = rows(
        input,
        diagnostics,
        |columns| {
            for name in PRIVATE {
                if columns.named(name).is_some() {
                    columns.optional(name);
                    private.borrow_mut().push(name);
                }
            }
            (
                columns.required("id"),
                columns.required("received_on"),
                columns.required("answered_on"),
                columns.optional("extended"),
                columns.required("outcome"),
            )
        },
        |row, (id, received, answered, extended, outcome), d| {
            let (received_on, answered_on) = (row.date(*received, d), row.date(*answered, d));
            row.filled(*received, d);
            tell_contradictions(row, [*received, *answered, *outcome], d);
            Some(Request {
                id: row.filled(*id, d)?.to_string(),
                received_on: received_on?,
                answered_on,
                extended: row.yes(*extended, d),
                outcome: cells::choice(row, *outcome, d),
                span: row.place(*id),
                received_span: row.place(*received),
            })
        },
    )?;
    let private = private.into_inner();
    for name in &private {
        let path = input.sources.path(input.file);
        let message = format!("`{path}` says who asked, in the column `{name}`");
        diagnostics.push(
            Diagnostic::error("private-column", place(input, name), message)
                .help("anybody may ask without giving a reason: take the column out of the file"),
        );
    }
    let requests =
        cells::once(input, requests, ("id", "the request"), diagnostics, |one| (&one.id, one.span));
    private.is_empty().then_some(requests)
}

/// An answer comes after its request, and has an outcome.
fn tell_contradictions(
    row: &Row<'_>,
    [received, answered, outcome]: [Column; 3],
    diagnostics: &mut Diagnostics,
) {
    let day = |column| crate::load::date(row.text(column));
    if let (Some(from), Some(to)) = (day(received), day(answered))
        && to < from
    {
        let help = "correct one of the two dates";
        row.wrong(answered, "is before the request was received", help, diagnostics);
    }
    let is_given = |column| !row.text(column).is_empty();
    match (is_given(answered), is_given(outcome)) {
        (false, true) => row.wrong(
            outcome,
            "is the outcome of a request without an answer",
            "fill in `answered_on`: a refusal is an answer too",
            diagnostics,
        ),
        (true, false) => row.wrong(
            outcome,
            "is empty, but the request was answered",
            "write answered, partly or refused",
            diagnostics,
        ),
        _ => {}
    }
}

/// Where a heading stands; the top of the file where it is written in another way.
fn place(input: Input<'_>, name: &str) -> Span {
    let bytes = input.sources.bytes(input.file);
    let found =
        bytes.windows(name.len()).position(|part| part.eq_ignore_ascii_case(name.as_bytes()));
    found.map_or(Span::file(input.file), |at| Span::new(input.file, at..at + name.len()))
}
