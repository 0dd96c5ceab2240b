//! The supplier register. A row is a few bytes: what is private stays in the file's own text, and
//! a register of a million rows fits beside it in memory.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::OnceLock;

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
    /// The suppliers' own numbers, to find a row by.
    ids: OnceLock<Vec<Hashed>>,
    file: Span,
    /// Whether `texts` is the file itself, so that a text has a place in it.
    has_places: bool,
}

/// A text of a row: the upper half is a hash of the text, the lower half the row.
type Hashed = u64;

/// One business relation, in 40 bytes.
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
    /// The class that a person set, with a reason in the file.
    pub risk_override: Option<Risk>,
    pub marks: Marks,
}

/// What holds for a supplier and not for others, a bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marks(u8);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Strategic,
    /// A person's own business, without a company: its name is personal data.
    SoleProprietor,
    /// Left out by decision, with a reason in the file.
    Excluded,
    /// The supplier agreed to be named.
    Published,
}

/// A text of the register, by its place in [`Register::text`]'s bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Text {
    /// The lower half, then the upper one: a row is a tenth shorter for it.
    start: [u16; 2],
    length: u16,
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
        Register { suppliers, currency: None, texts, ids: OnceLock::new(), file, has_places }
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
        let ids = self.ids();
        let hash = hash(id);
        let first = ids.partition_point(|one| upper(*one) < hash);
        let same = ids[first..].iter().take_while(|one| upper(**one) == hash);
        same.map(|one| (*one as u32, self.row(*one)))
            .find(|(_, supplier)| self.text(supplier.id) == id)
    }

    /// Pairs of suppliers with the same number of their own: the first, and one further down.
    pub fn same_ids(&self) -> Vec<(&Supplier, &Supplier)> {
        self.same(|supplier| supplier.id)
    }

    /// Pairs of suppliers with the same organisation number.
    pub fn same_numbers(&self) -> Vec<(&Supplier, &Supplier)> {
        self.same(|supplier| supplier.number)
    }

    fn ids(&self) -> &[Hashed] {
        self.ids.get_or_init(|| {
            let hashes = self.hashes(|supplier| supplier.id);
            let mut ids: Vec<Hashed> = (0..).zip(hashes).map(hashed).collect();
            ids.par_sort_unstable();
            ids
        })
    }

    /// Of a text of every row.
    fn hashes(&self, text: impl Fn(&Supplier) -> Text + Sync) -> Vec<u32> {
        self.suppliers.par_iter().map(|supplier| hash(self.text(text(supplier)))).collect()
    }

    /// The rows whose text another row may have too, by hash and then by row. Few of a million
    /// have one, and so few are sorted.
    fn doubtful(&self, text: impl Fn(&Supplier) -> Text + Sync) -> Vec<Hashed> {
        let hashes = self.hashes(&text);
        let bits = (hashes.len() * 16).next_power_of_two().max(64);
        let place = |hash: u32| (hash as usize % bits / 64, 1_u64 << (hash % 64));
        let (mut once, mut twice) = (vec![0; bits / 64], vec![0; bits / 64]);
        let is_filled = |row: usize| !text(&self.suppliers[row]).is_empty();
        for (row, hash) in hashes.iter().enumerate() {
            if is_filled(row) {
                let (word, bit) = place(*hash);
                twice[word] |= once[word] & bit;
                once[word] |= bit;
            }
        }
        let is_twice = |(row, hash): &(usize, u32)| {
            let (word, bit) = place(*hash);
            twice[word] & bit != 0 && is_filled(*row)
        };
        let mut doubtful: Vec<Hashed> =
            hashes.into_iter().enumerate().filter(is_twice).map(hashed).collect();
        doubtful.sort_unstable();
        doubtful
    }

    fn row(&self, hashed: Hashed) -> &Supplier {
        &self.suppliers[hashed as u32 as usize]
    }

    fn same(&self, text: impl Fn(&Supplier) -> Text + Sync) -> Vec<(&Supplier, &Supplier)> {
        let mut pairs = Vec::new();
        let doubtful = self.doubtful(&text);
        for group in doubtful.chunk_by(|a, b| upper(*a) == upper(*b)) {
            // Two texts seldom have the same hash.
            let mut firsts: Vec<&Supplier> = Vec::new();
            for one in group.iter().map(|one| self.row(*one)) {
                let same = |first: &&&Supplier| self.text(text(first)) == self.text(text(one));
                match firsts.iter().find(same) {
                    Some(first) => pairs.push((*first, one)),
                    None => firsts.push(one),
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

fn hashed((row, hash): (usize, u32)) -> Hashed {
    u64::from(hash) << 32 | row as u64
}

/// The hash of a hashed text.
fn upper(hashed: Hashed) -> u32 {
    (hashed >> 32) as u32
}

/// The same for the same text within one run: it is never written anywhere.
fn hash(text: &str) -> u32 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish() as u32
}

impl Supplier {
    pub fn is(&self, mark: Mark) -> bool {
        self.marks.0 & (1 << mark as u8) != 0
    }
}

impl FromIterator<(Mark, bool)> for Marks {
    fn from_iter<T: IntoIterator<Item = (Mark, bool)>>(marks: T) -> Marks {
        Marks(marks.into_iter().fold(0, |all, (mark, holds)| all | u8::from(holds) << mark as u8))
    }
}

impl Text {
    /// In bytes.
    pub const LONGEST: usize = u16::MAX as usize;

    /// None where the text is longer than [`Text::LONGEST`].
    pub fn new(range: Range<usize>) -> Option<Text> {
        let length = u16::try_from(range.len()).ok()?;
        let start = u32::try_from(range.start).ok()?;
        Some(Text { start: [start as u16, (start >> 16) as u16], length })
    }

    pub fn is_empty(self) -> bool {
        self.length == 0
    }

    fn range(self) -> Range<usize> {
        let [lower, upper] = self.start.map(usize::from);
        let start = upper << 16 | lower;
        start..start + usize::from(self.length)
    }
}

impl Country {
    /// How many places there are for codes.
    pub const PLACES: usize = 26 * 26;

    /// Of a two-letter code that is known to be one.
    pub fn new(code: &str) -> Option<Country> {
        let letters: [u8; 2] = code.as_bytes().try_into().ok()?;
        letters.iter().all(u8::is_ascii_uppercase).then_some(Country(letters))
    }

    /// Every code that could be, in the order of their places.
    pub fn all() -> impl Iterator<Item = Country> {
        (b'A'..=b'Z').flat_map(|first| (b'A'..=b'Z').map(move |second| Country([first, second])))
    }

    /// Its place among all, from 0: for tables with a row a country.
    pub fn place(self) -> usize {
        let [first, second] = self.0.map(|letter| usize::from(letter - b'A'));
        first * 26 + second
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
