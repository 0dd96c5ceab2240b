//! An export of Enhetsregisteret, the Norwegian register of companies: JSON as its API answers or
//! hands out whole, or CSV with the same names. Streamed; only companies that are asked for are kept.

mod json;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};

use csv::{ByteRecord, ReaderBuilder};

use super::Fault;
use super::input::{Input, Progress};
use super::suppliers::industry;

/// What the register says of the companies that were asked for.
#[derive(Debug, Default)]
pub struct Register {
    /// By organisation number.
    pub companies: BTreeMap<String, Company>,
    /// Titles in Bokmål by industry, of all companies in the export.
    pub titles: BTreeMap<String, String>,
    /// How many companies the export has.
    pub entries: u64,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Company {
    /// Two letters.
    pub country: String,
    /// `AS`, `ENK`, …
    pub form: String,
    /// A class of NACE with what Norway divides it into, `86.101`; of the edition that the register
    /// used on the day of the export.
    pub industry: String,
    /// When it was deleted from the register.
    pub deleted_on: String,
    pub bankrupt: bool,
    /// Under winding-up, by its own will or by force.
    pub winding_up: bool,
}

/// One company as an export has it: texts by the names of [`COLUMNS`].
#[derive(Debug, Default)]
struct Entry {
    values: [String; COLUMNS.len()],
}

/// What is taken, by its place in JSON and its heading in CSV.
const COLUMNS: [&str; 11] = [
    "organisasjonsnummer",
    "organisasjonsform.kode",
    "naeringskode1.kode",
    "naeringskode1.beskrivelse",
    "forretningsadresse.landkode",
    "postadresse.landkode",
    "slettedato",
    "konkurs",
    "underAvvikling",
    "underTvangsavviklingEllerTvangsopplosning",
    "beliggenhetsadresse.landkode",
];

/// Reads an export and keeps the companies with these organisation numbers.
pub fn read(from: impl BufRead, wanted: &BTreeSet<String>) -> Result<Register, Fault> {
    let progress = Progress::new();
    let mut input = Input::new(from, &progress)?;
    let start = input.fill_buf().map_err(|error| Fault::unreadable(&error))?;
    let first = start.iter().copied().find(|byte| !byte.is_ascii_whitespace());
    let line = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |sign: u8| line.iter().filter(|byte| **byte == sign).count();
    let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(|sign| count(*sign));
    let mut register = Register::default();
    match first {
        Some(b'{' | b'[') => {
            // The JSON reader takes single bytes; a buffer before it makes them cheap.
            let buffered = BufReader::with_capacity(64 * 1024, input);
            json::read(buffered, &progress, |entry| register.take(entry, wanted))?;
        }
        _ => {
            csv(input, delimiter.unwrap_or(b','), &progress, |entry| register.take(entry, wanted))?
        }
    }
    if register.entries == 0 {
        return Err(Fault::new("there are no companies in the file").help(EXPORT));
    }
    Ok(register)
}

const EXPORT: &str =
    "export companies from Enhetsregisteret as JSON or CSV, with `organisasjonsnummer`";

impl Register {
    fn take(&mut self, entry: &Entry, wanted: &BTreeSet<String>) {
        let [
            number,
            form,
            nace,
            title,
            business,
            postal,
            deleted,
            bankrupt,
            winding_up,
            forced,
            site,
        ] = &entry.values;
        let yes = |text: &str| matches!(text.to_lowercase().as_str(), "true" | "ja" | "j" | "1");
        let number: String = number.chars().filter(char::is_ascii_digit).collect();
        if number.is_empty() {
            return;
        }
        self.entries += 1;
        let industry = industry(nace).unwrap_or_default();
        if !industry.is_empty() && !title.is_empty() && !self.titles.contains_key(&industry) {
            self.titles.insert(industry.clone(), title.clone());
        }
        if wanted.contains(&number) {
            let countries = [business, site, postal].into_iter().find(|code| !code.is_empty());
            let company = Company {
                country: countries.map(|code| code.to_uppercase()).unwrap_or_default(),
                form: form.to_uppercase(),
                industry,
                deleted_on: deleted.clone(),
                bankrupt: yes(bankrupt),
                winding_up: yes(winding_up) || yes(forced),
            };
            self.companies.insert(number, company);
        }
    }
}

fn csv(
    input: Input<'_, impl BufRead>,
    delimiter: u8,
    progress: &Progress,
    mut take: impl FnMut(&Entry),
) -> Result<(), Fault> {
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(input);
    let mut record = ByteRecord::new();
    let mut places: Option<[Option<usize>; COLUMNS.len()]> = None;
    let mut entry = Entry::default();
    let mut row = 0_u64;
    loop {
        progress.next_item();
        let more = reader.read_byte_record(&mut record).map_err(|error| match error.kind() {
            csv::ErrorKind::Io(error) => progress.fault(error.to_string()),
            _ => progress.fault(format!("this row cannot be read: {error}")),
        })?;
        if !more {
            return Ok(());
        }
        row += 1;
        let Some(places) = &places else {
            let found = COLUMNS.map(|name| {
                record
                    .iter()
                    .position(|heading| heading.trim_ascii().eq_ignore_ascii_case(name.as_bytes()))
            });
            if found[0].is_none() {
                let message = "no column is called `organisasjonsnummer`";
                return Err(Fault::at(1, message).help(EXPORT));
            }
            places = Some(found);
            continue;
        };
        for (value, place) in entry.values.iter_mut().zip(places) {
            let cell = place.and_then(|place| record.get(place)).unwrap_or_default();
            let text = std::str::from_utf8(cell).map_err(|_| {
                Fault::new(format!("row {row} is not UTF-8 text"))
                    .help("save the file as CSV UTF-8")
            })?;
            value.clear();
            value.push_str(text.trim());
        }
        take(&entry);
    }
}
