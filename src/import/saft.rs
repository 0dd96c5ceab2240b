//! SAF-T Financial, the audit file that every Norwegian accounting system exports (versions 1.10,
//! 1.20 and 1.30 of Skatteetaten's schema): suppliers, and what was bought from each.
//!
//! The file is streamed. Of a supplier only number, name, organisation number, country, industry
//! and type are taken; contact persons, telephones, addresses and bank accounts are passed over.

mod elements;
mod tally;

use std::collections::{BTreeMap, BTreeSet};
use std::io::BufRead;

use quick_xml::events::{BytesDecl, BytesStart, Event};
use quick_xml::{Error, Reader};

use super::input::{Input, Progress};
use super::ledger::{Amount, Kind};
use super::{Fault, OrganisationNumber};
use elements::{DEEPEST, Element};
use tally::Tally;

/// What a file holds, before a year is chosen.
#[derive(Debug, Default)]
pub struct Saft {
    pub header: Header,
    /// In the order of the file; those that only the ledger names come last, by number.
    pub suppliers: Vec<Supplier>,
    /// Vouchers that touch suppliers, by the year they belong to.
    pub years: BTreeMap<i32, Year>,
    /// Persons' names, contacts, addresses and bank accounts that were passed over.
    pub private_fields: u64,
    /// Numbers of suppliers that stand twice in the list; the first was taken.
    pub repeated: Vec<String>,
    /// Sums of the whole ledger that differ from those that the file states.
    pub differing_sums: Vec<String>,
    /// Of the file, in hexadecimal.
    pub sha256: String,
}

/// Who made the file, and for which time.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Header {
    pub version: String,
    pub software: String,
    pub software_version: String,
    /// ISO 4217: the currency of all amounts.
    pub currency: String,
    /// First and last day, or year, of what was exported.
    pub start: String,
    pub end: String,
}

#[derive(Debug, Default, Clone)]
pub struct Supplier {
    pub id: String,
    pub name: String,
    pub number: OrganisationNumber,
    /// As the file has it.
    pub country: String,
    pub nace: String,
    pub is_private_person: bool,
    /// Whether the list of suppliers has it.
    pub listed: bool,
    /// By year; none where no voucher of the year touches the supplier.
    pub purchases: BTreeMap<i32, Amount>,
}

/// What the vouchers of one year are, as far as they touch suppliers.
#[derive(Debug, Default, Clone)]
pub struct Year {
    /// How many vouchers, and what they add to the purchases; of those that are left out, what they
    /// moved on the suppliers' accounts.
    pub kinds: BTreeMap<Kind, (u64, Amount)>,
    /// Lines on the suppliers' accounts that name no supplier: how many, and what they credited.
    pub nameless: (u64, Amount),
    /// Lines that name a supplier on an account that is not the suppliers'.
    pub elsewhere: u64,
}

impl Header {
    /// The year of the last day.
    pub fn year(&self) -> Option<i32> {
        self.end.get(..4)?.parse().ok()
    }
}

/// Reads a file. Memory grows with the number of suppliers and accounts, not with the ledger.
/// A fault tells the line; of faults in the ledger's values, up to twenty are told at once.
pub fn read(from: impl BufRead) -> Result<Saft, Vec<Fault>> {
    let progress = Progress::new();
    let input = Input::new(from, &progress).map_err(|fault| vec![fault])?;
    let mut xml = Reader::from_reader(input);
    xml.config_mut().expand_empty_elements = true;
    let mut reading = Reading {
        progress: &progress,
        path: Vec::new(),
        text: String::new(),
        private: None,
        tally: Tally::default(),
        has_root: false,
        faults: Vec::new(),
    };
    let mut buffer = Vec::new();
    loop {
        progress.next_item();
        buffer.clear();
        let event =
            xml.read_event_into(&mut buffer).map_err(|error| vec![syntax(&progress, &error)]);
        match reading.event(event?) {
            Ok(true) => {}
            Ok(false) => break,
            Err(fault) => reading.faults.push(fault),
        }
        if reading.faults.len() >= MOST_FAULTS || reading.faults.iter().any(|one| !one.of_a_value) {
            break;
        }
    }
    if !reading.faults.is_empty() {
        return Err(reading.faults);
    }
    let sha256 = xml.into_inner().sha256();
    let mut saft = reading.tally.finish();
    saft.sha256 = sha256;
    Ok(saft)
}

const VALUE: &str =
    "export the file again; if it says the same, ask the maker of the accounting system";

const MOST_FAULTS: usize = 20;

/// No value that is taken is longer, in bytes; the schema allows 256 characters.
const LONGEST_TEXT: usize = 8 * 1024;

/// The name of the format, as the root element declares it.
const NAMESPACE: &str = "urn:StandardAuditFile-Taxation-Financial:NO";

const EXPORT: &str = "export a SAF-T Financial file (SAF-T Regnskap) from the accounting system";

/// The way through the file.
struct Reading<'p> {
    progress: &'p Progress,
    path: Vec<Element>,
    text: String,
    /// The depth of a part that is passed over because it is about persons.
    private: Option<usize>,
    tally: Tally,
    has_root: bool,
    faults: Vec<Fault>,
}

impl Reading<'_> {
    /// Takes in one event; false at the end of the file.
    fn event(&mut self, event: Event<'_>) -> Result<bool, Fault> {
        match event {
            Event::Start(tag) => self.start(&tag)?,
            Event::End(_) => self.end()?,
            Event::Text(text) => self.add(&text.xml10_content())?,
            Event::CData(text) => self.add(&text.xml10_content())?,
            Event::GeneralRef(reference) => {
                let name = reference.xml10_content();
                let resolved = match reference.resolve_char_ref() {
                    Ok(None) => quick_xml::escape::resolve_predefined_entity(&name),
                    Ok(Some(char)) => {
                        return self.add(char.encode_utf8(&mut [0; 4])).map(|()| true);
                    }
                    Err(_) => None,
                };
                let Some(text) = resolved else {
                    let message =
                        format!("the file uses `&{};`, which XML does not know", cut(&name));
                    return Err(self.progress.fault(message).help(EXPORT));
                };
                self.add(text)?;
            }
            Event::DocType(_) => {
                let message = "the file has a document type definition (`<!DOCTYPE`), which SAF-T has not: it may hide what the file does";
                return Err(self.progress.fault(message).help(EXPORT));
            }
            Event::Decl(declaration) => self.check_encoding(&declaration)?,
            Event::Eof => {
                return match self.path.is_empty() && self.has_root {
                    true => Ok(false),
                    false => Err(self
                        .progress
                        .fault("the file ends too soon: it is cut off, or no SAF-T file")
                        .help(EXPORT)),
                };
            }
            Event::Empty(_) | Event::Comment(_) | Event::PI(_) => {}
        }
        Ok(true)
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Fault> {
        let element = Element::named(tag.local_name().into_inner());
        if self.path.is_empty() {
            self.check_root(element, tag)?;
            self.has_root = true;
        }
        self.path.push(element);
        if self.path.len() > DEEPEST {
            let message = format!(
                "elements lie more than {DEEPEST} deep in one another, which SAF-T has not"
            );
            return Err(self.progress.fault(message).help(EXPORT));
        }
        self.text.clear();
        if self.private.is_none() && element == Element::Private {
            self.private = Some(self.path.len());
            self.tally.pass_over(&self.path);
        }
        if self.private.is_none() {
            self.tally.start(&self.path);
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), Fault> {
        let text = std::mem::take(&mut self.text);
        let result = match self.private {
            Some(depth) => {
                if depth == self.path.len() {
                    self.private = None;
                }
                Ok(())
            }
            None => self
                .tally
                .end(&self.path, text.trim())
                .map_err(|message| self.progress.fault(message).help(VALUE).of_a_value()),
        };
        self.path.pop();
        self.text = text;
        self.text.clear();
        result
    }

    fn add(&mut self, text: &str) -> Result<(), Fault> {
        let taken = self.private.is_none() && self.path.last().is_some_and(|last| last.is_taken());
        if !taken {
            return Ok(());
        }
        if self.text.len() + text.len() > LONGEST_TEXT {
            let message = format!(
                "a value is longer than {LONGEST_TEXT} bytes; the schema allows 256 characters"
            );
            return Err(self.progress.fault(message).help(EXPORT));
        }
        self.text.push_str(text);
        Ok(())
    }

    fn check_encoding(&self, declaration: &BytesDecl<'_>) -> Result<(), Fault> {
        match declaration.encoding() {
            Some(Ok(name))
                if !["utf-8", "utf8", "us-ascii"].contains(&name.to_lowercase().as_str()) =>
            {
                let message = format!("the file says that it is in `{}`, not in UTF-8", cut(&name));
                Err(self.progress.fault(message).help("SAF-T is UTF-8: export it again, or save it as UTF-8 and change the first line"))
            }
            _ => Ok(()),
        }
    }

    /// The root must be that of a Norwegian SAF-T Financial file, under whatever prefix.
    fn check_root(&self, element: Element, tag: &BytesStart<'_>) -> Result<(), Fault> {
        let declared: BTreeSet<String> = tag
            .attributes()
            .with_checks(false)
            .take(64)
            .flatten()
            .filter(|attribute| attribute.key.0 == "xmlns" || attribute.key.0.starts_with("xmlns:"))
            .map(|attribute| attribute.value.trim().to_string())
            .collect();
        if element == Element::AuditFile && declared.contains(NAMESPACE) {
            return Ok(());
        }
        let other = declared.iter().find(|name| name.contains("StandardAuditFile"));
        let message = match other {
            Some(other) => format!("this is another kind of SAF-T file (`{}`)", cut(other)),
            None => format!("this is not a SAF-T file: it begins with `<{}>`", cut(tag.name().0)),
        };
        Err(self.progress.fault(message).help(format!("{EXPORT}; its root declares `{NAMESPACE}`")))
    }
}

/// XML that is broken, in words.
fn syntax(progress: &Progress, error: &Error) -> Fault {
    match error {
        Error::Io(error) if error.kind() == std::io::ErrorKind::InvalidData => {
            progress.fault(error.to_string()).help(EXPORT)
        }
        Error::Io(error) => Fault::unreadable(error),
        Error::Encoding(_) => progress
            .fault("the file is not UTF-8 text")
            .help("SAF-T is UTF-8: export it again, or save it as UTF-8"),
        other => {
            progress.fault(format!("the XML is broken: {}", cut(&other.to_string()))).help(EXPORT)
        }
    }
}

/// A few words of a file, for a message.
fn cut(text: &str) -> String {
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    }
}
