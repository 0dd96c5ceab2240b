//! The supplier register, and the rates that its amounts are changed by.

use std::collections::BTreeMap;
use std::sync::Mutex;

use rust_decimal::Decimal;

use super::{Input, cells};
use crate::data::identity;
use crate::data::nace::{Industry, Version};
use crate::data::register::{Amount, Country, Mark, Rates, Register, Relation, Supplier, Text};
use crate::data::{Dataset, ReportInfo};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::load::fields::is_currency;
use crate::load::rows::{Column, Columns, Row, rows};
use crate::load::xlsx::Places;
use crate::source::{Bytes, Span};

/// The columns of the register.
struct Header {
    id: Column,
    name: Column,
    number: Column,
    form: Column,
    country: Column,
    industry: Column,
    nace_version: Column,
    relation: Column,
    turnover: Column,
    currency: Column,
    strategic: Column,
    signed_on: Column,
    risk: Column,
    risk_reason: Column,
    exclude: Column,
    exclude_reason: Column,
    publish: Column,
}

impl Header {
    fn find(columns: &mut Columns<'_, '_>) -> Header {
        // Where a row comes from is for people to read.
        columns.optional("source");
        Header {
            id: columns.required("supplier_id"),
            name: columns.required("name"),
            number: columns.optional("orgnr"),
            form: columns.optional("org_form"),
            country: columns.required("country"),
            industry: columns.optional("nace"),
            nace_version: columns.optional("nace_version"),
            relation: columns.optional("relation"),
            turnover: columns.required("turnover"),
            currency: columns.optional("currency"),
            strategic: columns.optional("strategic"),
            signed_on: columns.optional("coc_signed_on"),
            risk: columns.optional("risk_override"),
            risk_reason: columns.optional("override_reason"),
            exclude: columns.optional("exclude"),
            exclude_reason: columns.optional("exclude_reason"),
            publish: columns.optional("publish"),
        }
    }
}

/// What a row needs to know beside its cells.
struct Reader<'a> {
    input: Input<'a>,
    /// The currency of the figures, and what others are worth in it.
    currency: Option<&'a str>,
    rates: Option<&'a Rates>,
    /// The edition of the industries, where it is stated for all.
    nace: Option<Version>,
    /// Texts that do not stand in the file as they are: those of JSON and of workbooks.
    texts: Mutex<Vec<u8>>,
    /// Currencies that no amount can be changed from, with how many rows have them and what the first is told.
    strange: Mutex<BTreeMap<String, (usize, Diagnostic)>>,
}

pub fn read(input: Input<'_>, dataset: &Dataset, d: &mut Diagnostics) -> Option<Register> {
    let report = dataset.report.as_ref().map(|report| &report.value);
    let currency = report.and_then(currency);
    let reader = Reader {
        input,
        currency,
        rates: dataset.rates.as_ref().map(|rates| &rates.value),
        nace: cells::nace_version(input, dataset),
        texts: Mutex::default(),
        strange: Mutex::default(),
    };
    let suppliers = rows(input, d, Header::find, |row, header, d| reader.supplier(row, header, d))?;
    reader.strange.into_inner().unwrap_or_default().into_values().for_each(|(rows, mut first)| {
        if rows > 1 {
            first.message = format!("{}; so it is in {rows} rows", first.message);
        }
        d.push(first);
    });
    let texts = reader.texts.into_inner().unwrap_or_default();
    let has_places = texts.is_empty();
    let texts: Bytes = match has_places {
        true => input.sources.shared(input.file),
        false => texts.into(),
    };
    let mut register = Register::new(suppliers, texts, Span::file(input.file), has_places);
    register.currency = currency.map(str::to_string);
    tell_twins(&register, &Places::of(input), d);
    Some(register)
}

/// The currency of the threshold is that of all figures.
fn currency(report: &ReportInfo) -> Option<&str> {
    report.threshold.as_ref().map(|threshold| threshold.currency.as_str())
}

impl Reader<'_> {
    fn supplier(&self, row: &Row<'_>, header: &Header, d: &mut Diagnostics) -> Option<Supplier> {
        if is_sum(row.text(header.id), row.text(header.name)) {
            let help = "delete the row: sums are made from the others";
            let column = if row.text(header.id).is_empty() { header.name } else { header.id };
            row.wrong(column, "is no supplier, but the sum below a list", help, d);
            return None;
        }
        let turnover = self.turnover(row, header, d);
        let country = country(row, header.country, d);
        let form = row.text(header.form);
        let sole_proprietor = SOLE_PROPRIETORS.iter().any(|one| form.eq_ignore_ascii_case(one));
        self.check_number(row, header, country, sole_proprietor, d);
        let published = row.yes(header.publish, d);
        if published && sole_proprietor {
            row.wrong(
                header.publish,
                "would name a sole proprietor, whose name is personal data",
                "write `no`: a person's own business is never named",
                d,
            );
        }
        let risk_override = match row.text(header.risk) {
            "" => None,
            _ => row.choice(header.risk, d),
        };
        if risk_override.is_some() && row.text(header.risk_reason).is_empty() {
            row.wrong(header.risk, "has no reason", "say why in `override_reason`", d);
        }
        let excluded = row.yes(header.exclude, d);
        if excluded && row.text(header.exclude_reason).is_empty() {
            row.wrong(header.exclude, "has no reason", "say why in `exclude_reason`", d);
        }
        let strategic = row.yes(header.strategic, d);
        let marks = [
            (Mark::Strategic, strategic),
            (Mark::SoleProprietor, sole_proprietor),
            (Mark::Excluded, excluded),
            (Mark::Published, published),
        ];
        Some(Supplier {
            risk_override,
            marks: marks.into_iter().collect(),
            country,
            industry: self.industry(row, header, d),
            relation: match row.text(header.relation) {
                "" => Relation::FirstTier,
                _ => row.choice(header.relation, d).unwrap_or(Relation::FirstTier),
            },
            code_of_conduct_signed_on: row.date(header.signed_on, d),
            id: row.filled(header.id, d).is_some().then(|| self.text(row, header.id, d))??,
            name: self.text(row, header.name, d)?,
            number: self.text(row, header.number, d)?,
            turnover: turnover?,
        })
    }

    /// The cell's place in the file, or in the texts that are kept.
    fn text(&self, row: &Row<'_>, column: Column, d: &mut Diagnostics) -> Option<Text> {
        let text = row.text(column);
        if text.is_empty() {
            return Some(Text::default());
        }
        if text.len() > Text::LONGEST {
            let message = format!("a cell in column `{}` holds more than 64 kB", column.name());
            let help = "a text of that length belongs on a page";
            d.push(Diagnostic::error("too-large", row.place(column), message).help(help));
            return None;
        }
        if let Some(range) = row.range(column) {
            return Text::new(range);
        }
        let mut texts = self.texts.lock().ok()?;
        let start = texts.len();
        texts.extend_from_slice(text.as_bytes());
        Text::new(start..texts.len())
    }

    /// In the currency of the figures.
    fn turnover(&self, row: &Row<'_>, header: &Header, d: &mut Diagnostics) -> Option<Amount> {
        let number = row.number(header.turnover, d);
        if number.is_none() && row.text(header.turnover).is_empty() {
            row.wrong(header.turnover, "is empty", "write 0 if nothing was bought", d);
        }
        let number = number?;
        let own = row.text(header.currency);
        let converted = match self.currency {
            _ if own.is_empty() => Some(number),
            Some(currency) if currency == own => Some(number),
            Some(currency) => {
                let rate = self.rates.and_then(|rates| rates.get(own));
                if rate.is_none() {
                    self.strange_currency(row, header.currency, currency);
                }
                rate.and_then(|rate| number.checked_mul(*rate))
            }
            // Without a currency of the figures, amounts are only compared with each other.
            None => Some(number),
        };
        let amount = converted.and_then(Amount::new);
        if converted.is_some() && amount.is_none() {
            row.wrong(header.turnover, "is too large", "check the amount", d);
        }
        if amount.is_some_and(Amount::is_negative) {
            let help = "credit notes must not exceed the purchases of the year";
            row.wrong(header.turnover, "is negative", help, d);
        }
        amount
    }

    /// A whole column may have it: it is told once.
    fn strange_currency(&self, row: &Row<'_>, column: Column, currency: &str) {
        let own = row.text(column);
        let Ok(mut strange) = self.strange.lock() else { return };
        let rows = match strange.get_mut(own) {
            Some((rows, first)) => {
                *rows += 1;
                // Rows are read on several cores.
                if first.span.is_some_and(|first| first <= row.place(column)) {
                    return;
                }
                *rows
            }
            None => 1,
        };
        let mut told = Diagnostics::default();
        let what = format!("is another currency than the figures', {currency}");
        let help = format!(
            "add a `rates.csv` to `data/{}` with the columns currency and rate, and a row for {own}",
            self.input.period
        );
        match is_currency(own) {
            true => row.wrong(column, &what, &help, &mut told),
            false => {
                let help = format!("write its three letters, such as {currency}");
                row.wrong(column, "is not the code of a currency", &help, &mut told);
            }
        }
        if let Some(first) = told.sorted().first() {
            strange.insert(own.to_string(), (rows, (*first).clone()));
        }
    }

    fn industry(&self, row: &Row<'_>, header: &Header, d: &mut Diagnostics) -> Option<Industry> {
        let code = row.text(header.industry);
        if row.is_number(header.industry) && code.len() < "86.10".len() {
            let help = "give the column the format of a text, and write the code in full: 86.10";
            let what = "is a number, which may have lost a nought at its end";
            row.wrong_throughout(header.industry, what, help, d);
        }
        cells::industry(row, header.industry, header.nace_version, self.nace, d)
    }

    /// A Norwegian organisation number has nine digits, the last a check digit; a person's number
    /// must not stand here at all.
    fn check_number(
        &self,
        row: &Row<'_>,
        header: &Header,
        country: Option<Country>,
        sole_proprietor: bool,
        d: &mut Diagnostics,
    ) {
        let text = row.text(header.number);
        if text.is_empty() {
            return;
        }
        let mut room = identity::Digits::default();
        let digits = identity::digits(text, &mut room);
        let swedish = country.is_some_and(|country| country.as_str() == "SE");
        if identity::is_norwegian_person(digits)
            || swedish && !sole_proprietor && identity::is_swedish_person(digits)
        {
            row.wrong(
                header.number,
                "is a person's number, not an organisation's",
                "take it out: a person's number must not lie in the register",
                d,
            );
            return;
        }
        let norwegian = country.is_none_or(|country| country.as_str() == "NO");
        if norwegian && !identity::is_norwegian_organisation(digits) {
            row.doubtful(
                header.number,
                "is not a Norwegian organisation number: nine digits, the last of which checks the others",
                "look it up at the Brønnøysund Register Centre",
                d,
            );
        }
    }
}

/// What registers call a person's own business: in Norway, in Sweden, in Denmark and in Finland.
const SOLE_PROPRIETORS: [&str; 7] = [
    "ENK",
    "enkeltpersonforetak",
    "enskild firma",
    "enskild näringsverksamhet",
    "enkeltmandsvirksomhed",
    "toiminimi",
    "sole proprietorship",
];

/// ISO 3166-1 alpha-2, from a code or a name.
pub fn country(row: &Row<'_>, column: Column, d: &mut Diagnostics) -> Option<Country> {
    let text = row.text(column);
    if text.is_empty() {
        return None;
    }
    let code = crate::locale::country_code(text);
    if code.is_none() {
        let help = "write its two-letter code, such as NO, or its name";
        row.unread(column, "is not a country", help, d);
    }
    Country::new(code?)
}

/// What spreadsheets put below a list, in the column of ids, or of names where no id is.
fn is_sum(id: &str, name: &str) -> bool {
    const WORDS: [&str; 7] = ["sum", "summa", "total", "totalt", "totalsum", "i alt", "sum total"];
    let word = if id.is_empty() { name } else { id };
    let word = word.trim_end_matches(':');
    word.len() <= "sum total".len() && WORDS.iter().any(|sum| word.eq_ignore_ascii_case(sum))
}

/// Numbers that must stand once only, and those that should.
fn tell_twins(register: &Register, places: &Places<'_>, d: &mut Diagnostics) {
    // The same row twice is told by its id.
    let numbers = register.same_numbers().into_iter();
    for (first, second) in
        numbers.filter(|(one, other)| register.text(one.id) != register.text(other.id))
    {
        let message = format!(
            "the suppliers `{}` and `{}` have the same organisation number{}",
            register.text(first.id),
            register.text(second.id),
            places.twice("orgnr", register.text(second.number))
        );
        d.push(
            Diagnostic::warning("same-organisation", register.place(second.number), message)
                .related(register.place(first.number), "first here")
                .help("merge the two rows if they are one company: it is counted twice"),
        );
    }
    for (first, second) in register.same_ids() {
        let id = register.text(second.id);
        let message =
            format!("the supplier number `{id}` stands twice{}", places.twice("supplier_id", id));
        d.push(
            Diagnostic::error("duplicate-id", register.place(second.id), message)
                .related(register.place(first.id), "first here")
                .help("merge the two rows, or give one another number"),
        );
    }
}

/// `rates.csv`: what one unit of a currency is worth in that of the figures.
pub fn rates(input: Input<'_>, d: &mut Diagnostics) -> Option<Rates> {
    let mut rates = BTreeMap::new();
    let list = rows(
        input,
        d,
        |columns| {
            columns.optional("source");
            (columns.required("currency"), columns.required("rate"))
        },
        |row, (currency, rate), d| {
            let code = row.filled(*currency, d)?;
            let is_code = is_currency(code);
            if !is_code {
                row.wrong(*currency, "is not a currency", "write its three letters, as EUR", d);
            }
            let number = row.number(*rate, d)?;
            if number <= Decimal::ZERO {
                row.wrong(*rate, "is not a rate", "write what one unit is worth", d);
                return None;
            }
            is_code.then(|| (code.to_string(), number, row.place(*currency)))
        },
    )?;
    for (currency, rate, place) in list {
        if rates.contains_key(&currency) {
            let message = format!("the currency {currency} has two rates");
            d.push(Diagnostic::error("duplicate-id", place, message).help("keep one of the two"));
        }
        rates.insert(currency, rate);
    }
    Some(rates)
}
