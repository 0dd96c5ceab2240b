//! `[data]` and `[data.suppliers]`: how the tables are written.

use crate::config::{DataConfig, Limits, MappedColumn, NumberFormat, TableConfig, TableEncoding};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, nearest};
use crate::load::fields::{Datum, Fields};
use crate::load::tables;

pub fn data(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> DataConfig {
    let Some(table) = fields.table("data", diagnostics) else { return DataConfig::default() };
    let inner = Fields::new(table);
    let mut config = DataConfig { all: written(&inner, diagnostics), ..DataConfig::default() };
    for name in tables::names() {
        if let Some(table) = inner.table(name, diagnostics) {
            let own = Fields::new(table);
            let mut table = written(&own, diagnostics);
            table.sheet = own.text("sheet", diagnostics);
            table.columns = columns(&own, diagnostics);
            own.unknown("unknown-key", Severity::Error, diagnostics);
            config.tables.insert(name.to_string(), table);
        }
    }
    let limits = Limits::default();
    config.limits = Limits {
        rows: most(&inner, "max_rows", diagnostics).map_or(limits.rows, |rows| rows as usize),
        bytes: most(&inner, "max_bytes", diagnostics),
    };
    inner.unknown("unknown-key", Severity::Error, diagnostics);
    config
}

/// What may be said of one table or of all.
fn written(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> TableConfig {
    TableConfig {
        encoding: encoding(fields, diagnostics),
        number_format: number_format(fields, diagnostics),
        delimiter: delimiter(fields, diagnostics),
        ..TableConfig::default()
    }
}

fn encoding(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<TableEncoding> {
    let text = fields.text("encoding", diagnostics)?;
    match text.to_lowercase().as_str() {
        "utf-8" | "utf8" => Some(TableEncoding::Utf8),
        "windows-1252" | "cp1252" => Some(TableEncoding::Windows1252),
        other => {
            let help = match nearest(other, ["windows-1252", "utf-8"]) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "write `utf-8` or `windows-1252`; UTF-16 is recognised".to_string(),
            };
            wrong(fields, "encoding", &text, "is not an encoding that is read", &help, diagnostics);
            None
        }
    }
}

/// An example of a number that is written so: `1.234,56`, `1 234,56`, `1234.56`.
fn number_format(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<NumberFormat> {
    let text = fields.text("number_format", diagnostics)?;
    let signs: Vec<char> = text.chars().filter(|c| !c.is_ascii_digit()).collect();
    let digits: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).collect();
    let format = match (signs.as_slice(), digits.as_slice()) {
        ([decimal], [_, _]) => Some(NumberFormat { decimal: *decimal, group: None }),
        ([group, decimal], [_, _, _]) if group != decimal => {
            Some(NumberFormat { decimal: *decimal, group: Some(*group) })
        }
        _ => None,
    };
    let is_known = |format: &NumberFormat| {
        matches!(format.decimal, '.' | ',')
            && matches!(format.group, None | Some('.' | ',' | ' ' | '\u{a0}' | '\''))
    };
    let format = format.filter(is_known);
    if format.is_none() {
        let help = "write `1.234,56`, `1,234.56`, `1 234,56` or `1234.56`, as the file has it";
        wrong(
            fields,
            "number_format",
            &text,
            "does not show how numbers are written",
            help,
            diagnostics,
        );
    }
    let plain = |group| if group == '\u{a0}' { ' ' } else { group };
    format.map(|format| NumberFormat { group: format.group.map(plain), ..format })
}

fn delimiter(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<u8> {
    let text = fields.text("delimiter", diagnostics)?;
    match text.as_bytes() {
        b"tab" => Some(b'\t'),
        [sign @ (b',' | b';' | b'\t' | b'|' | b':')] => Some(*sign),
        _ => {
            let help = "write `,`, `;`, `|`, `:` or `tab`";
            wrong(fields, "delimiter", &text, "cannot stand between cells", help, diagnostics);
            None
        }
    }
}

fn columns(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<MappedColumn> {
    let Some(table) = fields.table("columns", diagnostics) else { return Vec::new() };
    let mut columns = Vec::new();
    for entry in &table.entries {
        match &entry.item.value {
            Datum::Text(heading) => columns.push(MappedColumn {
                column: entry.key.clone(),
                heading: heading.trim().to_string(),
                span: entry.item.span,
            }),
            _ => {
                let message = format!("`{}` must be a heading of the file, in quotes", entry.key);
                diagnostics.push(
                    Diagnostic::error("wrong-type", entry.item.span, message)
                        .help("write `columns = { supplier_id = \"Kreditor-ID\" }`"),
                );
            }
        }
    }
    columns
}

/// A limit: a whole number above nought.
fn most(fields: &Fields<'_>, key: &'static str, diagnostics: &mut Diagnostics) -> Option<u64> {
    let number = fields.integer(key, diagnostics)?;
    let most = u64::try_from(number).ok().filter(|most| (1..=u64::from(u32::MAX)).contains(most));
    if most.is_none() {
        let help = "write a whole number from 1 to 4294967295";
        wrong(fields, key, &number.to_string(), "cannot be a limit", help, diagnostics);
    }
    most
}

fn wrong(
    fields: &Fields<'_>,
    key: &'static str,
    text: &str,
    what: &str,
    help: &str,
    diagnostics: &mut Diagnostics,
) {
    let span = fields.item(key).map(|item| item.span);
    let message = format!("`{key}`: `{text}` {what}");
    diagnostics.push(Diagnostic::error("wrong-value", span, message).help(help));
}
