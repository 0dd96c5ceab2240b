//! What is taken from each element of a SAF-T file, by its place.

use std::collections::{BTreeMap, BTreeSet};

use super::elements::Element as E;
use super::{OrganisationNumber, Saft, Supplier, cut};
use crate::import::ledger::{Account, Amount, Voucher};
use crate::locale::country_code;

/// The file so far.
#[derive(Debug, Default)]
pub(super) struct Tally {
    saft: Saft,
    /// By number in the ledger's own chart.
    accounts: BTreeMap<String, Account>,
    /// Accounts that the list of suppliers names as theirs.
    balances: BTreeSet<String>,
    /// Places in `saft.suppliers`.
    places: BTreeMap<String, usize>,
    account: ChartAccount,
    supplier: Supplier,
    /// The supplier's organisation number as it stands.
    number: String,
    transaction: Transaction,
    line: Line,
    debit: Amount,
    credit: Amount,
    stated_debit: Option<Amount>,
    stated_credit: Option<Amount>,
}

#[derive(Debug, Default)]
struct ChartAccount {
    number: String,
    standard: String,
    category: String,
    grouping: String,
}

#[derive(Debug, Default)]
struct Transaction {
    year: Option<i32>,
    voucher: Voucher,
    /// Lines on the suppliers' accounts without a supplier, and their sum.
    nameless: (u64, Amount),
    /// Lines that name a supplier on another account.
    elsewhere: u64,
}

#[derive(Debug, Default)]
struct Line {
    account: String,
    supplier: String,
    /// Credit is positive.
    amount: Amount,
}

impl Tally {
    /// An element begins.
    pub(super) fn start(&mut self, path: &[E]) {
        match path {
            [E::AuditFile, E::MasterFiles, E::GeneralLedgerAccounts, E::Account] => {
                self.account = ChartAccount::default();
            }
            [E::AuditFile, E::MasterFiles, E::Suppliers, E::Supplier] => {
                self.supplier = Supplier::default();
                self.number.clear();
            }
            [E::AuditFile, E::GeneralLedgerEntries, E::Journal, E::Transaction] => {
                self.transaction = Transaction::default();
            }
            [E::AuditFile, E::GeneralLedgerEntries, E::Journal, E::Transaction, E::Line] => {
                self.line.account.clear();
                self.line.supplier.clear();
                self.line.amount = Amount::default();
            }
            _ => {}
        }
    }

    /// An element about persons is passed over.
    pub(super) fn pass_over(&mut self, path: &[E]) {
        if path.contains(&E::Supplier) {
            self.saft.private_fields += 1;
        }
    }

    /// An element ends: its text is taken, or what it held is put together. A value that cannot be
    /// used is told in words.
    pub(super) fn end(&mut self, path: &[E], text: &str) -> Result<(), String> {
        match path {
            [E::AuditFile, E::Header, rest @ ..] => self.header(rest, text),
            [E::AuditFile, E::MasterFiles, E::GeneralLedgerAccounts, E::Account, rest @ ..] => {
                self.chart_account(rest, text);
            }
            [E::AuditFile, E::MasterFiles, E::Suppliers, E::Supplier, rest @ ..] => {
                self.supplier(rest, text)?;
            }
            [E::AuditFile, E::GeneralLedgerEntries, rest @ ..] => self.entries(rest, text)?,
            _ => {}
        }
        Ok(())
    }

    fn header(&mut self, path: &[E], text: &str) {
        let header = &mut self.saft.header;
        let place = match path {
            [E::AuditFileVersion] => &mut header.version,
            [E::SoftwareCompanyName] if header.software.is_empty() => &mut header.software,
            [E::SoftwareID] => &mut header.software,
            [E::SoftwareVersion] => &mut header.software_version,
            [E::DefaultCurrencyCode] => &mut header.currency,
            [E::SelectionCriteria, E::SelectionStartDate | E::PeriodStartYear] => &mut header.start,
            [E::SelectionCriteria, E::SelectionEndDate | E::PeriodEndYear] => &mut header.end,
            _ => return,
        };
        *place = text.to_string();
    }

    fn chart_account(&mut self, path: &[E], text: &str) {
        let account = &mut self.account;
        match path {
            [E::AccountID] => account.number = text.to_string(),
            [E::StandardAccountID] => account.standard = text.to_string(),
            [E::GroupingCategory] => account.category = text.to_string(),
            [E::GroupingCode] => account.grouping = text.to_string(),
            [] => {
                let account = std::mem::take(account);
                let kind = account.kind();
                self.accounts.insert(account.number, kind);
            }
            _ => {}
        }
    }

    fn supplier(&mut self, path: &[E], text: &str) -> Result<(), String> {
        let supplier = &mut self.supplier;
        match path {
            [E::SupplierID] => supplier.id = text.to_string(),
            [E::Name] => supplier.name = text.to_string(),
            [E::RegistrationNumber] => self.number = text.to_string(),
            [E::Address, E::Country] if supplier.country.is_empty() => {
                supplier.country = text.to_string();
            }
            [E::PartyInfo, E::NaceCode] => supplier.nace = text.to_string(),
            [E::PartyInfo, E::Type] => {
                supplier.is_private_person |= text.eq_ignore_ascii_case("private");
            }
            [E::AccountID] | [E::BalanceAccount, E::AccountID] => {
                self.balances.insert(text.to_string());
            }
            [] => {
                let mut supplier = std::mem::take(supplier);
                let country = country_code(&supplier.country).unwrap_or(&supplier.country);
                supplier.number = OrganisationNumber::parse(&self.number, country);
                self.number.clear();
                if supplier.id.is_empty() {
                    return Err("a supplier has no `SupplierID`".to_string());
                }
                self.list(Supplier { listed: true, ..supplier });
            }
            _ => {}
        }
        Ok(())
    }

    fn list(&mut self, supplier: Supplier) {
        match self.places.get(&supplier.id) {
            Some(place) if self.saft.suppliers[*place].listed => {
                self.saft.repeated.push(supplier.id);
            }
            Some(place) => {
                let known = &mut self.saft.suppliers[*place];
                let purchases = std::mem::take(&mut known.purchases);
                *known = Supplier { purchases, ..supplier };
            }
            None => {
                self.places.insert(supplier.id.clone(), self.saft.suppliers.len());
                self.saft.suppliers.push(supplier);
            }
        }
    }

    fn entries(&mut self, path: &[E], text: &str) -> Result<(), String> {
        let transaction = &mut self.transaction;
        match path {
            [E::TotalDebit] => self.stated_debit = Some(amount(text)?),
            [E::TotalCredit] => self.stated_credit = Some(amount(text)?),
            [E::Journal, E::Transaction, E::Period] => {
                transaction.voucher.opening = text.parse() == Ok(0);
            }
            [E::Journal, E::Transaction, E::PeriodYear] => {
                transaction.year = text.parse().ok().or(transaction.year);
            }
            [E::Journal, E::Transaction, E::TransactionDate] if transaction.year.is_none() => {
                transaction.year = text.get(..4).and_then(|year| year.parse().ok());
            }
            [E::Journal, E::Transaction, E::Line, rest @ ..] => return self.line(rest, text),
            [E::Journal, E::Transaction] => return self.finish_transaction(),
            _ => {}
        }
        Ok(())
    }

    fn line(&mut self, path: &[E], text: &str) -> Result<(), String> {
        match path {
            [E::AccountID] => self.line.account = text.to_string(),
            [E::SupplierID] => self.line.supplier = text.to_string(),
            [E::CreditAmount, E::Amount] => {
                let credit = amount(text)?;
                self.credit += credit;
                self.line.amount += credit;
            }
            [E::DebitAmount, E::Amount] => {
                let debit = amount(text)?;
                self.debit += debit;
                self.line.amount += debit.negative();
            }
            [] => self.finish_line(),
            _ => {}
        }
        Ok(())
    }

    fn finish_line(&mut self) {
        let Line { account, supplier, amount } = &self.line;
        let mut kind = match self.accounts.get(account) {
            Some(kind) => *kind,
            None => of_number(account),
        };
        // An account in a chart of one's own, which suppliers name as theirs.
        if kind == Account::Other && self.balances.contains(account) {
            kind = Account::Suppliers;
        }
        let transaction = &mut self.transaction;
        let place = match kind {
            Account::Suppliers if supplier.is_empty() => {
                transaction.nameless.0 += 1;
                transaction.nameless.1 += *amount;
                None
            }
            Account::Suppliers => Some(match self.places.get(supplier) {
                Some(place) => *place,
                None => {
                    let place = self.saft.suppliers.len();
                    self.places.insert(supplier.clone(), place);
                    let unlisted = Supplier { id: supplier.clone(), ..Supplier::default() };
                    self.saft.suppliers.push(unlisted);
                    place
                }
            }),
            _ => {
                transaction.elsewhere += u64::from(!supplier.is_empty());
                None
            }
        };
        transaction.voucher.add(kind, place, *amount);
    }

    fn finish_transaction(&mut self) -> Result<(), String> {
        let Transaction { year, voucher, nameless, elsewhere } = &self.transaction;
        if voucher.suppliers.is_empty() && nameless.0 == 0 && *elsewhere == 0 {
            return Ok(());
        }
        let Some(number) = year.filter(|year| (1900..2200).contains(year)) else {
            return Err("a transaction has no `PeriodYear` that is a year".to_string());
        };
        let year = self.saft.years.entry(number).or_default();
        year.nameless.0 += nameless.0;
        year.nameless.1 += nameless.1;
        year.elsewhere += elsewhere;
        if voucher.suppliers.is_empty() {
            return Ok(());
        }
        let kind = voucher.kind();
        let (vouchers, sum) = year.kinds.entry(kind).or_default();
        *vouchers += 1;
        if kind.is_left_out() {
            *sum += voucher.moved();
        }
        for (supplier, amount) in voucher.purchases(kind) {
            *sum += amount;
            *self.saft.suppliers[supplier].purchases.entry(number).or_default() += amount;
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> Saft {
        for (name, stated, read) in [
            ("TotalDebit", self.stated_debit, self.debit),
            ("TotalCredit", self.stated_credit, self.credit),
        ] {
            if let (Some(stated), Some(read)) = (stated.and_then(Amount::decimal), read.decimal())
                && stated != read
            {
                let message = format!("`{name}` says {stated}, but the lines sum up to {read}");
                self.saft.differing_sums.push(message);
            }
        }
        let suppliers = std::mem::take(&mut self.saft.suppliers);
        let (mut listed, mut unlisted): (Vec<Supplier>, Vec<Supplier>) =
            suppliers.into_iter().partition(|supplier| supplier.listed);
        unlisted.sort_by(|a, b| a.id.cmp(&b.id));
        listed.append(&mut unlisted);
        self.saft.suppliers = listed;
        self.saft
    }
}

impl ChartAccount {
    /// By what the file maps the account to; else by its own number.
    fn kind(&self) -> Account {
        let is_code = |code: &str| code.len() >= 2 && code.bytes().all(|b| b.is_ascii_digit());
        let category = self.category.to_lowercase();
        let is_balance = ["balanseverdi", "gjeld", "egenkapital", "rf-1167", "rf-1175"]
            .iter()
            .any(|word| category.contains(word));
        match category.as_str() {
            _ if is_code(&self.standard) => Account::of_standard(&self.standard),
            _ if is_balance && is_code(&self.grouping) => Account::of_standard(&self.grouping),
            // The codes of costs follow another chart; their categories tell them apart.
            "varekostnad" | "loennskostnad" | "annendriftskostnad" => Account::Purchases,
            "finansinntekt" | "finanskostnad" => Account::Settlement,
            _ => of_number(&self.number),
        }
    }
}

/// An account that the file does not map: by its number, where that is one of the standard chart.
fn of_number(number: &str) -> Account {
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    if digits < 4 { Account::Other } else { Account::of_standard(number) }
}

fn amount(text: &str) -> Result<Amount, String> {
    Amount::parse(text).ok_or_else(|| format!("the amount `{}` is not a decimal number", cut(text)))
}
