//! `belegg import register`.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use super::told::{count, list, table, warn, with_value};
use crate::cli::arguments::{Global, ImportRegister, Nace};
use crate::cli::console::Console;
use crate::cli::project::{find_root, shown};
use crate::cli::{Failure, Outcome};
use crate::data::nace::Version;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::import::register::{self, Register};
use crate::import::{Fault, Filled, Industries, Table, Titles, add_titles, fill};
use crate::source::Sources;

pub(super) fn register(
    global: &Global,
    arguments: &ImportRegister,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let root = find_root(global)?;
    let period = period(&root, arguments.period.as_deref())?;
    let path = root.join("data").join(&period).join("suppliers.csv");
    let bytes = read(&path)?;
    let (input, file) = super::open(&arguments.file)?;
    let names = root.join("data").join("names").join("nace.csv");
    let titles_before = if names.is_file() { read(&names)? } else { Vec::new() };
    let mut diagnostics = Diagnostics::default();
    let progress = console.progress("Reading the register");
    let read = Table::read(&bytes).map_err(|fault| (shown(&path), fault)).and_then(|table| {
        let register = register::read(input, &table.numbers());
        Ok((table, register.map_err(|fault| (file.clone(), fault))?))
    });
    drop(progress);
    let filled = read.and_then(|(table, register)| {
        let edition = Edition::of(arguments.nace, &root, &period, &table, &register);
        let titles = edition.version.map(|version| titles(&titles_before, version, &register));
        let titles = titles.transpose().map_err(|fault| (shown(&names), fault))?;
        let source = format!("Enhetsregisteret {file}");
        let filled = fill(&table, &register, edition.industries, &source);
        Ok((register, edition, filled, titles))
    });
    let (register, edition, filled, titles) = match filled {
        Ok(filled) => filled,
        Err((what, fault)) => {
            diagnostics.push(fault.diagnostic(&what));
            return Ok(console.diagnostics(&diagnostics, &Sources::default()));
        }
    };
    let changed = filled.csv != bytes;
    if changed {
        super::write(&path, &filled.csv, true)?;
    }
    let titles = titles.filter(|titles| titles.added > 0);
    if let Some(titles) = &titles {
        super::write(&names, titles.csv.as_bytes(), true)?;
    }
    warnings(&edition, &filled, &shown(&path), &mut diagnostics);
    let outcome = console.diagnostics(&diagnostics, &Sources::default());
    let mut text = format!("Read {file}: {}\n", companies(register.entries));
    text.push_str(&summary(&shown(&path), changed, &filled));
    if let Some(titles) = titles {
        let _ = writeln!(
            text,
            "Wrote {}: {} of industries, in Norwegian",
            shown(&names),
            count(titles.added, "title")
        );
    }
    console.summary(&text);
    Ok(outcome)
}

/// The period that is asked for, or the only one that has a register.
fn period(root: &Path, asked: Option<&str>) -> Result<String, Failure> {
    let has_register =
        |period: &str| root.join("data").join(period).join("suppliers.csv").is_file();
    if let Some(asked) = asked {
        super::check_period(asked)?;
        if has_register(asked) {
            return Ok(asked.to_string());
        }
        let message = format!("there is no `data/{asked}/suppliers.csv`");
        return Err(Failure::new("period", message)
            .help("make it first, such as with `belegg import saft FILE`; other kinds of files cannot be filled"));
    }
    let entries = fs::read_dir(root.join("data")).into_iter().flatten().flatten();
    let mut periods: Vec<String> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|period| has_register(period))
        .collect();
    periods.sort();
    match periods.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(Failure::new("period", "no period has a `suppliers.csv`")
            .help("make one first, such as with `belegg import saft FILE`")),
        several => {
            let message = format!("several periods have a `suppliers.csv`: {}", several.join(", "));
            Err(Failure::new("period", message).help("name one with `--period`"))
        }
    }
}

fn read(path: &PathBuf) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| {
        Failure::new("cannot-read", format!("cannot read `{}`: {error}", shown(path)))
    })
}

/// The edition of the industry codes in the export and in the report.
struct Edition {
    /// Of the export; none where nobody said it.
    version: Option<Version>,
    /// None where the report does not say it, and its year leaves it open.
    report: Option<Version>,
    industries: Industries,
    /// Whether the export has any industry that could be filled in.
    has_industries: bool,
}

impl Edition {
    fn of(
        asked: Option<Nace>,
        root: &Path,
        period: &str,
        table: &Table<'_>,
        register: &Register,
    ) -> Edition {
        let version = asked.map(|asked| match asked {
            Nace::Rev2 => Version::Rev2,
            Nace::Rev21 => Version::Rev21,
        });
        let report = fs::read_to_string(root.join("data").join(period).join("report.toml"));
        let report = report.unwrap_or_default().parse::<toml::Table>().unwrap_or_default();
        let said = report.get("nace_version").and_then(toml::Value::as_str);
        let year = report.get("year").and_then(toml::Value::as_integer);
        let year = year.and_then(|year| i32::try_from(year).ok()).or_else(|| period.parse().ok());
        let report = said.and_then(Version::from_word).or_else(|| Version::of_year(year?));
        let industries = match version {
            Some(version) if table.has_version_column() => Industries::Marked(version),
            Some(version) if Some(version) == report => Industries::AsReport,
            _ => Industries::No,
        };
        let has_industries =
            register.companies.values().any(|company| !company.industry.is_empty());
        Edition { version, report, industries, has_industries }
    }
}

fn titles(before: &[u8], version: Version, register: &Register) -> Result<Titles, Fault> {
    let before = String::from_utf8_lossy(before);
    let titles = register.titles.iter().map(|(code, title)| (code.as_str(), title.as_str()));
    add_titles(&before, version, titles)
}

fn warnings(edition: &Edition, filled: &Filled, path: &str, d: &mut Diagnostics) {
    let not_filled = match edition.version {
        _ if !edition.has_industries || edition.industries != Industries::No => None,
        None => Some((
            "the export does not say of which edition of NACE its codes are".to_string(),
            "say it with `--nace rev2` (SN2007) or `--nace rev2.1` (SN2025); Enhetsregisteret tells which it hands out on the day of the export",
        )),
        Some(version) => Some((
            format!(
                "the codes of the export are `{}`, those of the report are `{}`",
                version.word(),
                edition.report.map_or("not said", Version::word)
            ),
            "write `nace_version` in report.toml if the whole register is of that edition, or add a column `nace_version` to suppliers.csv",
        )),
    };
    if let Some((why, help)) = not_filled {
        let message = format!("industries were not filled in: {why}");
        d.push(Diagnostic::warning("import", None, message).help(help));
    }
    let kept: Vec<String> = filled
        .kept
        .iter()
        .map(|kept| {
            format!(
                "{} line {} ({}: `{}`, register `{}`)",
                kept.supplier, kept.line, kept.column, kept.cell, kept.register
            )
        })
        .collect();
    if !kept.is_empty() {
        let message = format!(
            "{} in `{path}` that the register contradicts; kept: {}",
            count(kept.len(), "cell"),
            list(&kept)
        );
        d.push(
            Diagnostic::warning("import", None, message)
                .help("correct them if the register is right"),
        );
    }
    warn(
        &with_value(&filled.ended),
        "that may be no business relation any more",
        "say so in `exclude` and `exclude_reason`, or check the organisation number",
        d,
    );
    warn(
        &filled.missing,
        "with an organisation number that the export does not have",
        "check the number, or export the register again",
        d,
    );
}

fn summary(path: &str, changed: bool, filled: &Filled) -> String {
    let mut text = String::new();
    let _ = match changed {
        true => writeln!(
            text,
            "Filled {path}: {} of {}",
            [
                (filled.countries, "country"),
                (filled.forms, "organisation form"),
                (filled.industries, "industry")
            ]
            .map(|(number, what)| count(number, what))
            .join(", "),
            count(filled.found, "supplier")
        ),
        false => writeln!(text, "Nothing to fill in {path}"),
    };
    if !filled.added_columns.is_empty() {
        let _ = writeln!(text, "New columns: {}", filled.added_columns.join(", "));
    }
    let left_out = [
        (
            filled.without_number as u64,
            "suppliers without a Norwegian organisation number".to_string(),
        ),
        (filled.missing.len() as u64, "suppliers that the export does not have".to_string()),
        (filled.uneven.len() as u64, "rows with too many or too few cells".to_string()),
        (filled.kept.len() as u64, "cells that were filled already, and differ".to_string()),
    ];
    text.push_str(&table("Left out:", &left_out));
    if filled.sole_proprietorships > 0 {
        let _ = writeln!(
            text,
            "Sole proprietorships (ENK), which are never named: {}",
            filled.sole_proprietorships
        );
    }
    text
}

fn companies(number: u64) -> String {
    if number == 1 { "1 company".to_string() } else { format!("{number} companies") }
}
