//! The supplier register. A row is a few bytes: what is private stays in the file's own text, and
//! a register of a million rows fits beside it in memory.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use rayon::prelude::*;
use rust_decimal::Decimal;
use time::Date;

use super::Choice;
use super::nace::Industry;
use super::risk::Risk;
use crate::source::{Bytes, Span};

/// The rows of `suppliers.csv`. Names and numbers of suppliers are private: they never reach output.
#[derive(Debug, Clone)]
pub struct Register {
    pub suppliers: Vec<Supplier>,
    /// The currency of every turnover, ISO 4217.
    pub currency: Option<String>,
    texts: Bytes,
    /// Hashes of the suppliers' own numbers, sorted, each with its row.
    ids: Vec<(u64, u32)>,
    file: Span,
    /// Whether `texts` is the file itself, so that a text has a place in it.
    has_places: bool,
}

/// One business relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Supplier {
    pub id: Text,
    pub name: Text,
    /// The organisation number; foreign suppliers have none.
    pub number: Text,
    pub turnover: Amount,
    pub code_of_conduct_signed_on: Option<Date>,
    /// None where the register does not say.
    pub country: Option<Country>,
    /// None where the register does not say.
    pub industry: Option<Industry>,
    pub relation: Relation,
    pub strategic: bool,
    /// A person's own business, without a company: its name is personal data.
    pub sole_proprietor: bool,
    /// Left out by decision, with a reason in the file.
    pub excluded: bool,
    /// The class that a person set, with a reason in the file.
    pub risk_override: Option<Risk>,
    /// The supplier agreed to be named.
    pub published: bool,
}

/// A text of the register, by its place in [`Register::text`]'s bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Text {
    start: u32,
    length: u32,
}

/// ISO 3166-1 alpha-2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

/// An amount of money, in ten-thousandths of the currency's unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Amount(i64);

/// How a business stands to the organisation (the Transparency Act, section 3 d and e).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    FirstTier,
    BusinessPartner,
    SubSupplier,
    /// A company of the organisation's own group: not assessed as a supplier.
    OwnGroup,
}

impl Choice for Relation {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("first_tier", Relation::FirstTier),
        ("business_partner", Relation::BusinessPartner),
        ("sub_supplier", Relation::SubSupplier),
        ("own_group", Relation::OwnGroup),
    ];
}

/// `rates.csv`: units of the register's currency for one unit of another.
pub type Rates = BTreeMap<String, Decimal>;

impl Register {
    /// A register over texts that its suppliers' [`Text`]s point into. `file` is the file's span;
    /// `has_places` says that the texts are the file itself.
    pub fn new(suppliers: Vec<Supplier>, texts: Bytes, file: Span, has_places: bool) -> Register {
        let mut register =
            Register { suppliers, currency: None, texts, ids: Vec::new(), file, has_places };
        register.ids = register.hashed(|supplier| supplier.id);
        register
    }

    /// The register's file as a whole.
    pub fn file(&self) -> Span {
        self.file
    }

    pub fn text(&self, text: Text) -> &str {
        self.texts.as_text().and_then(|texts| texts.get(text.range())).unwrap_or_default()
    }

    /// Where a text stands in the register's file.
    pub fn place(&self, text: Text) -> Span {
        match self.has_places {
            true => Span::new(self.file.file, text.range()),
            false => self.file,
        }
    }

    /// The supplier with this number, and its row.
    pub fn find(&self, id: &str) -> Option<(u32, &Supplier)> {
        let hash = hash(id);
        let first = self.ids.partition_point(|(other, _)| *other < hash);
        let same = self.ids[first..].iter().take_while(|(other, _)| *other == hash);
        same.filter_map(|(_, row)| Some((*row, self.suppliers.get(*row as usize)?)))
            .find(|(_, supplier)| self.text(supplier.id) == id)
    }

    /// Pairs of suppliers with the same number of their own: the first, and one further down.
    pub fn same_ids(&self) -> Vec<(&Supplier, &Supplier)> {
        self.same(&self.ids, |supplier| supplier.id)
    }

    /// Pairs of suppliers with the same organisation number.
    pub fn same_numbers(&self) -> Vec<(&Supplier, &Supplier)> {
        let mut numbers = self.hashed(|supplier| supplier.number);
        numbers.retain(|(_, row)| !self.suppliers[*row as usize].number.is_empty());
        self.same(&numbers, |supplier| supplier.number)
    }

    fn hashed(&self, text: impl Fn(&Supplier) -> Text + Sync) -> Vec<(u64, u32)> {
        let rows = self.suppliers.par_iter().enumerate();
        let hashed = |(row, supplier)| (hash(self.text(text(supplier))), row as u32);
        let mut hashes: Vec<(u64, u32)> = rows.map(hashed).collect();
        hashes.par_sort_unstable();
        hashes
    }

    fn same(
        &self,
        hashes: &[(u64, u32)],
        text: impl Fn(&Supplier) -> Text,
    ) -> Vec<(&Supplier, &Supplier)> {
        let mut pairs = Vec::new();
        for group in hashes.chunk_by(|(a, _), (b, _)| a == b).filter(|group| group.len() > 1) {
            let first = &self.suppliers[group[0].1 as usize];
            for (_, row) in &group[1..] {
                let other = &self.suppliers[*row as usize];
                if self.text(text(first)) == self.text(text(other)) {
                    pairs.push((first, other));
                }
            }
        }
        pairs
    }
}

/// Whether a name that somebody asks for is that of a column which is never published.
pub fn is_private(id: &str) -> bool {
    ["suppliers.supplier_id", "suppliers.name", "suppliers.orgnr"].contains(&id)
}

/// The same for the same text within one run: it is never written anywhere.
fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

impl Text {
    pub fn new(range: Range<usize>) -> Text {
        Text { start: range.start as u32, length: range.len() as u32 }
    }

    pub fn is_empty(self) -> bool {
        self.length == 0
    }

    fn range(self) -> Range<usize> {
        self.start as usize..self.start as usize + self.length as usize
    }
}

impl Country {
    /// Of a two-letter code that is known to be one.
    pub fn new(code: &str) -> Option<Country> {
        code.as_bytes().try_into().ok().map(Country)
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl Amount {
    const DECIMALS: u32 = 4;

    /// The nearest amount; none where it is too large to be money.
    pub fn new(amount: Decimal) -> Option<Amount> {
        let mut rounded = amount;
        rounded.rescale(Self::DECIMALS);
        let mantissa = i64::try_from(rounded.mantissa()).ok();
        mantissa.filter(|_| rounded.scale() == Self::DECIMALS).map(Amount)
    }

    pub fn decimal(self) -> Decimal {
        Decimal::new(self.0, Self::DECIMALS).normalize()
    }

    /// Ten-thousandths, for sums that do not overflow.
    pub fn units(self) -> i128 {
        i128::from(self.0)
    }

    /// What so many ten-thousandths are.
    pub fn from_units(units: i128) -> Decimal {
        Decimal::try_from_i128_with_scale(units, Self::DECIMALS).unwrap_or_default().normalize()
    }

    pub fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// The sum of amounts; a million of the largest still fit.
    pub fn sum(amounts: impl Iterator<Item = Amount>) -> Decimal {
        Amount::from_units(amounts.map(Amount::units).sum())
    }
}
