//! A SAF-T file to `suppliers.csv`: one year's suppliers, and all that is left out of it.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::ledger::Amount;
use super::saft::{Saft, Supplier, Year};
use super::{Fault, OrganisationNumber};
use crate::data::cell::guarded;
use crate::locale::country_code;

/// A register as it is written, and what is told of it. Suppliers are named by their numbers, never
/// by their names.
#[derive(Debug, Default)]
pub struct Imported {
    pub year: i32,
    /// UTF-8 with a byte order mark and `;` between the cells, so that spreadsheets open it.
    pub csv: String,
    pub suppliers: usize,
    /// Sum of all rows.
    pub purchases: Decimal,
    pub currency: String,
    pub ledger: Year,
    /// Listed, but nothing was bought from them in the year.
    pub without_purchases: usize,
    /// Private persons, such as employees with expenses, and what was bought from them.
    pub persons: usize,
    pub persons_purchases: Decimal,
    /// More credit notes than invoices: left out, because turnover cannot be negative.
    pub negative: Vec<String>,
    /// In the ledger, but not in the list of suppliers: written without a name.
    pub unlisted: Vec<String>,
    pub wrong_numbers: Vec<String>,
    pub personal_numbers: Vec<String>,
    pub without_number: usize,
    pub without_country: Vec<String>,
    /// Supplier and what stands as its country.
    pub unknown_countries: Vec<(String, String)>,
    pub without_industry: usize,
    pub unknown_industries: Vec<(String, String)>,
    /// Several numbers of suppliers with one organisation number.
    pub same_company: Vec<Vec<String>>,
    /// Other years that the file has, and in how many vouchers with suppliers.
    pub other_years: BTreeMap<i32, u64>,
}

pub const HEADER: &str = "supplier_id;name;orgnr;org_form;country;nace;turnover;currency;source";

/// The suppliers of one year. `file` is the name of the file, for the column `source`.
pub fn suppliers(saft: &Saft, year: i32, file: &str) -> Result<Imported, Fault> {
    let Some(ledger) = saft.years.get(&year) else {
        let years: Vec<String> = saft.years.keys().map(i32::to_string).collect();
        let help = match years.as_slice() {
            [] => "export the whole ledger (GeneralLedgerEntries) with it".to_string(),
            years => format!("it has purchases of {}: name one with `--period`", years.join(", ")),
        };
        return Err(Fault::new(format!("the file has no purchases of {year}")).help(help));
    };
    let mut imported = Imported {
        year,
        csv: format!("\u{feff}{HEADER}\n"),
        ledger: ledger.clone(),
        currency: saft.header.currency.to_uppercase(),
        ..Imported::default()
    };
    for (other, found) in saft.years.iter().filter(|(other, _)| **other != year) {
        imported.other_years.insert(*other, found.kinds.values().map(|(count, _)| count).sum());
    }
    let source = format!(
        "SAF-T {} {file} sha256:{} (incl. VAT)",
        saft.header.version,
        saft.sha256.get(..12).unwrap_or_default()
    );
    let mut companies: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for supplier in &saft.suppliers {
        let Some(bought) = supplier.purchases.get(&year) else {
            imported.without_purchases += 1;
            continue;
        };
        let turnover = in_units(*bought)?;
        if turnover.is_zero() {
            imported.without_purchases += 1;
        } else if is_person(supplier) {
            imported.persons += 1;
            imported.persons_purchases += turnover;
        } else if turnover.is_sign_negative() {
            imported.negative.push(supplier.id.clone());
        } else {
            imported.row(supplier, turnover, &source);
            if let OrganisationNumber::Valid(number) = &supplier.number {
                companies.entry(number).or_default().push(supplier.id.clone());
            }
        }
    }
    imported.same_company = companies.into_values().filter(|ids| ids.len() > 1).collect();
    Ok(imported)
}

/// Whether a supplier is a person and no company, as the file tells it.
fn is_person(supplier: &Supplier) -> bool {
    let norwegian = matches!(supplier.country.to_uppercase().as_str(), "" | "NO");
    supplier.is_private_person || norwegian && supplier.number == OrganisationNumber::Personal
}

impl Imported {
    fn row(&mut self, supplier: &Supplier, turnover: Decimal, source: &str) {
        let id = &supplier.id;
        let country = country_code(&supplier.country).unwrap_or_default();
        match (country, supplier.country.as_str()) {
            ("", "") => self.without_country.push(id.clone()),
            ("", other) => self.unknown_countries.push((id.clone(), other.to_string())),
            _ => {}
        }
        let industry = industry(&supplier.nace);
        match (&industry, supplier.nace.as_str()) {
            (Some(_), _) => {}
            (None, "") => self.without_industry += 1,
            (None, other) => self.unknown_industries.push((id.clone(), other.to_string())),
        }
        match &supplier.number {
            OrganisationNumber::None => self.without_number += 1,
            OrganisationNumber::Wrong(_) => self.wrong_numbers.push(id.clone()),
            OrganisationNumber::Personal => self.personal_numbers.push(id.clone()),
            OrganisationNumber::Valid(_) | OrganisationNumber::Foreign(_) => {}
        }
        if !supplier.listed {
            self.unlisted.push(id.clone());
        }
        self.suppliers += 1;
        self.purchases += turnover;
        let turnover = format!("{turnover:.2}");
        let cells = [
            id,
            &supplier.name,
            supplier.number.text(),
            "",
            country,
            &industry.unwrap_or_default(),
            &turnover,
            &self.currency,
            source,
        ];
        let cells: Vec<String> = cells.iter().map(|cell| quoted(&guarded(cell))).collect();
        self.csv.push_str(&cells.join(";"));
        self.csv.push('\n');
    }
}

/// A class of NACE with what a country divides it into: `68.310`, `68310` and `68.31` are `68.31`,
/// `86.101` stays. `None` for what does not look like one; which edition it is of, the file does
/// not tell.
pub(super) fn industry(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let is_code = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ' '));
    match digits.len() {
        4 if is_code => Some(format!("{}.{}", &digits[..2], &digits[2..])),
        5 if is_code && digits.ends_with('0') => {
            Some(format!("{}.{}", &digits[..2], &digits[2..4]))
        }
        5 if is_code => Some(format!("{}.{}", &digits[..2], &digits[2..])),
        _ => None,
    }
}

fn in_units(amount: Amount) -> Result<Decimal, Fault> {
    let fault = || Fault::new("the purchases from one supplier are larger than can be true");
    // Sums of a million such amounts still have room.
    amount.decimal().filter(|one| one.abs() < Decimal::from(10_i64.pow(18))).ok_or_else(fault)
}

/// A cell as it stands between `;`. Line breaks in a name become spaces.
fn quoted(cell: &str) -> String {
    let plain: String = cell.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    match plain.contains([';', '"', ',', '\t']) || plain.starts_with(' ') || plain.ends_with(' ') {
        true => format!("\"{}\"", plain.replace('"', "\"\"")),
        false => plain,
    }
}
