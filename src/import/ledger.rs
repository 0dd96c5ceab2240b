//! What a voucher in the general ledger says about purchases: which of its lines on the suppliers'
//! accounts are invoices and credit notes, and which only settle them.
//!
//! Accounts are told apart by the Norwegian standard chart (NS 4102), which SAF-T maps to.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use rust_decimal::Decimal;

/// An amount of money in millionths of the ledger's currency; credit is positive.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount(i128);

/// What an account is for, as far as purchases are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Account {
    /// 24: what is owed to suppliers.
    Suppliers,
    /// 19: cash and bank.
    Money,
    /// 10–12, 14, 17, 270–273 and 4–7: what is bought, and its VAT.
    Purchases,
    /// 20: equity, which only opening balances and closings touch together with suppliers.
    Equity,
    /// 25, 26, 274–279: taxes and duties.
    Taxes,
    /// 15 and 8: customers, interest and exchange differences.
    Settlement,
    /// All else, such as accounts for invoices on hold.
    Other,
}

impl Account {
    /// By the number in the standard chart, of two digits or more.
    pub fn of_standard(number: &str) -> Account {
        let digits: Vec<u8> = number.bytes().take_while(u8::is_ascii_digit).collect();
        match digits.as_slice() {
            [b'2', b'4', ..] => Account::Suppliers,
            [b'1', b'9', ..] => Account::Money,
            [b'1', b'0' | b'1' | b'2' | b'4' | b'7', ..] => Account::Purchases,
            [b'2', b'7'] | [b'2', b'7', b'0'..=b'3', ..] => Account::Purchases,
            [b'4'..=b'7', _, ..] => Account::Purchases,
            [b'2', b'0', ..] => Account::Equity,
            [b'2', b'5'..=b'7', ..] => Account::Taxes,
            [b'1', b'5', ..] | [b'8', _, ..] => Account::Settlement,
            _ => Account::Other,
        }
    }
}

/// One voucher: a transaction of the ledger with its lines summed up.
#[derive(Debug, Clone, Default)]
pub struct Voucher {
    /// Period 0, which holds the opening balance.
    pub opening: bool,
    /// By supplier: what was credited, and what was debited (negative).
    pub suppliers: BTreeMap<usize, (Amount, Amount)>,
    /// What was bought is debited, so this is negative for an invoice.
    purchases: Amount,
    has: Has,
}

/// Which kinds of accounts a voucher has beside the suppliers'.
#[derive(Debug, Clone, Default)]
struct Has {
    money: bool,
    purchases: bool,
    equity: bool,
    taxes: bool,
    other: bool,
}

/// What a voucher is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Invoices and credit notes: all lines of suppliers count.
    Bought,
    /// Bought through accounts that are neither costs, goods nor VAT, such as invoices on hold.
    BoughtElsewhere,
    /// Bought and paid in one voucher: what was credited counts, the payment does not.
    BoughtAndPaid,
    /// A credit note paid out in one voucher: what was debited counts.
    ReturnedAndRefunded,
    /// Money went out or came in: settles what was bought before.
    Payment,
    /// Opening balances and closings: what was bought in another year.
    Opening,
    /// Taxes and duties owed to an authority.
    Taxes,
    /// Set off against other suppliers or customers; interest and exchange differences.
    SetOff,
    /// Suppliers were debited, but neither by a payment from the bank nor by a credit note: most
    /// likely payments through an account of their own.
    Unclear,
}

impl Kind {
    /// Whether a voucher of this kind adds nothing to the purchases.
    pub fn is_left_out(self) -> bool {
        match self {
            Kind::Bought
            | Kind::BoughtElsewhere
            | Kind::BoughtAndPaid
            | Kind::ReturnedAndRefunded => false,
            Kind::Payment | Kind::Opening | Kind::Taxes | Kind::SetOff | Kind::Unclear => true,
        }
    }
}

impl Voucher {
    /// Adds a line; `supplier` is the one that a line on the suppliers' accounts names.
    pub fn add(&mut self, account: Account, supplier: Option<usize>, amount: Amount) {
        match account {
            Account::Suppliers => {
                let Some(supplier) = supplier else { return };
                let (credited, debited) = self.suppliers.entry(supplier).or_default();
                let side = if amount > Amount::default() { credited } else { debited };
                *side += amount;
            }
            Account::Purchases => {
                self.has.purchases = true;
                self.purchases += amount;
            }
            Account::Money => self.has.money = true,
            Account::Equity => self.has.equity = true,
            Account::Taxes => self.has.taxes = true,
            Account::Other => self.has.other = true,
            Account::Settlement => {}
        }
    }

    /// What was credited to suppliers and what was debited, all taken together.
    fn sides(&self) -> (Amount, Amount) {
        let mut sides = (Amount::default(), Amount::default());
        for (credited, debited) in self.suppliers.values() {
            sides.0 += *credited;
            sides.1 += *debited;
        }
        sides
    }

    /// What the voucher is, judged by its other lines. A credit is an invoice unless something
    /// speaks against it; a debit is a credit note only if costs, goods or VAT are credited at least
    /// as much, because else it is a payment by some way.
    pub fn kind(&self) -> Kind {
        let (credited, debited) = self.sides();
        let net = Amount(credited.0 + debited.0);
        let none = Amount::default();
        let bought = credited > none && credited.is_covered_by(Amount(-self.purchases.0));
        let returned = debited < none && Amount(-debited.0).is_covered_by(self.purchases);
        match &self.has {
            _ if self.opening => Kind::Opening,
            Has { equity: true, .. } => Kind::Opening,
            Has { money, .. } if *money || net == none => match (bought, returned) {
                (true, _) => Kind::BoughtAndPaid,
                (_, true) => Kind::ReturnedAndRefunded,
                _ if *money => Kind::Payment,
                _ => Kind::SetOff,
            },
            Has { purchases: true, .. } if net > none || returned => Kind::Bought,
            Has { purchases: true, .. } => Kind::Unclear,
            Has { taxes: true, .. } => Kind::Taxes,
            Has { other: false, .. } => Kind::SetOff,
            _ if net > none => Kind::BoughtElsewhere,
            _ => Kind::Unclear,
        }
    }

    /// What the voucher adds to the purchases from each supplier.
    pub fn purchases(&self, kind: Kind) -> impl Iterator<Item = (usize, Amount)> {
        self.suppliers.iter().filter_map(move |(supplier, (credited, debited))| {
            let counted = match kind {
                Kind::Bought | Kind::BoughtElsewhere => Amount(credited.0 + debited.0),
                Kind::BoughtAndPaid => *credited,
                Kind::ReturnedAndRefunded => *debited,
                Kind::Payment | Kind::Opening | Kind::Taxes | Kind::SetOff | Kind::Unclear => {
                    return None;
                }
            };
            Some((*supplier, counted))
        })
    }

    /// What was moved on the suppliers' accounts, whichever way: the greater of the two sides.
    pub fn moved(&self) -> Amount {
        let (credited, debited) = self.sides();
        credited.max(Amount(-debited.0))
    }
}

impl Amount {
    const SCALE: u32 = 6;
    /// What a schema's eighteen digits can hold, with a margin.
    const MOST_DIGITS: usize = 18;

    /// A decimal number of XML: `-1234.50`. `None` for anything else.
    pub fn parse(text: &str) -> Option<Amount> {
        let (negative, digits) = match text.as_bytes() {
            [b'-', ..] => (true, &text[1..]),
            [b'+', ..] => (false, &text[1..]),
            _ => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let fraction = fraction.trim_end_matches('0');
        let are_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let fits = whole.len() <= Self::MOST_DIGITS && fraction.len() <= Self::SCALE as usize;
        if digits.is_empty()
            || digits == "."
            || !fits
            || !are_digits(whole)
            || !are_digits(fraction)
        {
            return None;
        }
        let padded = format!("0{whole}{fraction:0<width$}", width = Self::SCALE as usize);
        let value: i128 = padded.parse().ok()?;
        Some(Amount(if negative { -value } else { value }))
    }

    pub fn negative(self) -> Amount {
        Amount(-self.0)
    }

    /// Whether an amount is no more than another, but for what is rounded off to whole units.
    fn is_covered_by(self, other: Amount) -> bool {
        self.0 <= other.0 + 10_i128.pow(Self::SCALE)
    }

    /// In hundredths, halves away from zero; `None` beyond what a decimal number can hold.
    pub fn decimal(self) -> Option<Decimal> {
        let hundredth = 10_i128.pow(Self::SCALE - 2);
        let rounded = (self.0.abs() + hundredth / 2) / hundredth * self.0.signum();
        Decimal::try_from_i128_with_scale(rounded, 2).ok()
    }
}

impl AddAssign for Amount {
    fn add_assign(&mut self, other: Amount) {
        self.0 += other.0;
    }
}
