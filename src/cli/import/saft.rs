//! `belegg import saft`.

use std::path::{Path, PathBuf};

use super::told::{count, list, table, warn, with_value};
use crate::cli::arguments::{Global, ImportSaft};
use crate::cli::console::Console;
use crate::cli::project::{find_root, shown};
use crate::cli::{Failure, Outcome};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::import::ledger::{Amount, Kind};
use crate::import::saft::{self, Saft};
use crate::import::{Fault, Imported, suppliers};
use crate::source::Sources;

pub(super) fn saft(
    global: &Global,
    arguments: &ImportSaft,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    if let Some(period) = &arguments.period {
        super::check_period(period)?;
    }
    let (input, file) = super::open(&arguments.file)?;
    let root = match &arguments.output {
        Some(_) => PathBuf::new(),
        None => find_root(global)?,
    };
    let target = |period: &str| match &arguments.output {
        Some(output) => output.clone(),
        None => root.join("data").join(period).join("suppliers.csv"),
    };
    let refuse = |path: &Path| match path.exists() && !arguments.force {
        true => Err(super::exists(path)),
        false => Ok(()),
    };
    // Before a large file is read for nothing.
    if arguments.output.is_some() || arguments.period.is_some() {
        refuse(&target(arguments.period.as_deref().unwrap_or_default()))?;
    }
    let progress = console.progress("Reading the accounts");
    let read = saft::read(input);
    drop(progress);
    let mut diagnostics = Diagnostics::default();
    let imported = match read {
        Ok(saft) => match chosen(&saft, arguments) {
            Ok((period, year)) => match suppliers(&saft, year, &file) {
                Ok(imported) => Some((saft, period, imported)),
                Err(fault) => told(&file, &[fault], &mut diagnostics),
            },
            Err(failure) => return Err(failure),
        },
        Err(faults) => told(&file, &faults, &mut diagnostics),
    };
    let Some((saft, period, imported)) = imported else {
        return Ok(console.diagnostics(&diagnostics, &Sources::default()));
    };
    let path = target(&period);
    refuse(&path)?;
    super::write(&path, imported.csv.as_bytes(), arguments.force)?;
    warnings(&saft, &imported, &mut diagnostics);
    let outcome = console.diagnostics(&diagnostics, &Sources::default());
    console.summary(&summary(&file, &shown(&path), &saft, &imported));
    Ok(outcome)
}

fn told<T>(file: &str, faults: &[Fault], diagnostics: &mut Diagnostics) -> Option<T> {
    faults.iter().for_each(|fault| diagnostics.push(fault.diagnostic(file)));
    None
}

/// The period to write and the year to count.
fn chosen(saft: &Saft, arguments: &ImportSaft) -> Result<(String, i32), Failure> {
    let stated = saft.header.year().filter(|year| (1900..2200).contains(year));
    let only = saft.years.keys().next().copied().filter(|_| saft.years.len() == 1);
    let asked = arguments.period.as_deref();
    let year = asked.filter(|period| period.len() == 4).and_then(|period| period.parse().ok());
    match (asked, year.or(stated).or(only)) {
        (Some(period), Some(year)) => Ok((period.to_string(), year)),
        (None, Some(year)) => Ok((year.to_string(), year)),
        (_, None) => Err(Failure::new("period", "the file does not say which year it is of")
            .help("name the year: `--period 2024`")),
    }
}

/// What a person should look at.
fn warnings(saft: &Saft, imported: &Imported, diagnostics: &mut Diagnostics) {
    let d = diagnostics;
    for sum in &saft.differing_sums {
        let message = format!("the file contradicts itself: {sum}");
        d.push(
            Diagnostic::warning("import", None, message)
                .help("ask whoever exported it whether it is complete"),
        );
    }
    if let Some((vouchers, moved)) = imported.ledger.kinds.get(&Kind::Unclear) {
        let moved = moved.decimal().unwrap_or_default();
        let currency = &imported.currency;
        let vouchers = count(*vouchers as usize, "voucher");
        let message = format!(
            "{vouchers} left out: {currency} {moved} debited to suppliers, neither paid from a bank account (19xx) nor a credit note"
        );
        d.push(Diagnostic::warning("import", None, message).help(
            "most likely they are payments through an account of their own; if they are credit notes, correct the turnover of the suppliers",
        ));
    }
    let nameless = imported.ledger.nameless;
    if nameless.0 > 0 {
        let lines = count(nameless.0 as usize, "line");
        let sum = nameless.1.decimal().unwrap_or_default();
        let message = format!(
            "{lines} left out: on the suppliers' accounts, but without a supplier (in sum {} {sum})",
            imported.currency
        );
        let help = "ask whose they are, and add them to the turnover of those suppliers";
        d.push(Diagnostic::warning("import", None, message).help(help));
    }
    let other_years: Vec<String> = imported
        .other_years
        .iter()
        .map(|(year, vouchers)| format!("{year} ({})", count(*vouchers as usize, "voucher")))
        .collect();
    if !other_years.is_empty() {
        let message =
            format!("the file has other years too, which are left out: {}", list(&other_years));
        d.push(
            Diagnostic::warning("import", None, message).help("name another year with `--period`"),
        );
    }
    warn(
        &imported.unlisted,
        "in the ledger, but not in the list of suppliers; written without a name",
        "fill in name, country and industry",
        d,
    );
    warn(
        &imported.negative,
        "with more credit notes than invoices; left out",
        "add those that you still count as business relations by hand, with turnover 0",
        d,
    );
    warn(
        &saft.repeated,
        "twice in the list of suppliers; the first was taken",
        "see that name and organisation number are right",
        d,
    );
    warn(
        &imported.wrong_numbers,
        "with an organisation number whose last digit is wrong",
        "correct the number, in the accounting system too",
        d,
    );
    warn(
        &imported.personal_numbers,
        "with a person's identity number for an organisation number; not taken",
        "fill in an organisation number, or leave the cell empty",
        d,
    );
    warn(
        &imported.without_country,
        "without a country",
        "fill in the cells, or run `belegg import register`",
        d,
    );
    warn(
        &with_value(&imported.unknown_countries),
        "with a country that is none; left empty",
        "fill in the cells",
        d,
    );
    warn(
        &with_value(&imported.unknown_industries),
        "with an industry code that cannot be of NACE; left empty",
        "fill in the cells, or run `belegg import register`",
        d,
    );
    let same: Vec<String> = imported.same_company.iter().map(|ids| list(ids)).collect();
    if !same.is_empty() {
        let message = format!(
            "{} several supplier numbers: {}",
            if same.len() == 1 {
                "1 company has".to_string()
            } else {
                format!("{} companies have", same.len())
            },
            same.join("; ")
        );
        d.push(
            Diagnostic::warning("import", None, message)
                .help("merge the rows if they are one business relation"),
        );
    }
}

/// What was done, how it was counted, and what was left out.
fn summary(file: &str, path: &str, saft: &Saft, imported: &Imported) -> String {
    let header = &saft.header;
    let software = format!("{} {}", header.software, header.software_version);
    let currency = &imported.currency;
    let done = format!(
        "Read {file}: SAF-T {}, {}, {} to {}\nWrote {path}: {}, purchases of {currency} {} in {}, VAT included\n",
        header.version,
        software.trim(),
        header.start,
        header.end,
        count(imported.suppliers, "supplier"),
        imported.purchases,
        imported.year
    );
    let of_kind = |(kind, (vouchers, sum)): (&Kind, &(u64, Amount))| {
        let sum = sum.decimal().unwrap_or_default();
        (*vouchers, format!("{} ({currency} {sum})", words(*kind)))
    };
    let kinds = || imported.ledger.kinds.iter();
    let counted: Vec<_> = kinds().filter(|(kind, _)| !kind.is_left_out()).map(of_kind).collect();
    let mut left_out: Vec<_> =
        kinds().filter(|(kind, _)| kind.is_left_out()).map(of_kind).collect();
    let persons = imported.persons_purchases;
    left_out.extend([
        (
            imported.ledger.elsewhere,
            "lines that name a supplier on an account that is not the suppliers'".to_string(),
        ),
        (imported.without_purchases as u64, "suppliers without purchases in the year".to_string()),
        (imported.persons as u64, format!("private persons (purchases of {currency} {persons})")),
        (
            imported.negative.len() as u64,
            "suppliers with more credit notes than invoices".to_string(),
        ),
        (
            saft.private_fields,
            "contacts, tax registrations and bank accounts of suppliers, not read".to_string(),
        ),
    ]);
    let without_number = imported.without_number + imported.personal_numbers.len();
    let without_country = imported.without_country.len() + imported.unknown_countries.len();
    let without_industry = imported.without_industry + imported.unknown_industries.len();
    let empty = [
        (imported.suppliers as u64, "org_form".to_string()),
        (without_number as u64, "orgnr".to_string()),
        (without_country as u64, "country".to_string()),
        (without_industry as u64, "nace".to_string()),
    ];
    done + &table("Counted, by the other accounts of each voucher:", &counted)
        + &table("Left out:", &left_out)
        + &table("Empty, to be filled in:", &empty)
}

/// What a kind of voucher is.
fn words(kind: Kind) -> &'static str {
    match kind {
        Kind::Bought => "invoices and credit notes",
        Kind::BoughtElsewhere => "invoices booked through other accounts, such as invoices on hold",
        Kind::BoughtAndPaid => "invoices paid in the same voucher: what suppliers were credited",
        Kind::ReturnedAndRefunded => "credit notes refunded in the same voucher",
        Kind::Payment => "payments",
        Kind::Opening => "opening balances and closings",
        Kind::Taxes => "taxes and duties",
        Kind::SetOff => "set-offs, interest and exchange differences",
        Kind::Unclear => "debits that are neither payments nor credit notes",
    }
}
