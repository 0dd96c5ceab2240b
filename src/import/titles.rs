//! `data/names/nace.csv`: official titles of industries, as they were learnt from a register.

use std::collections::BTreeSet;

use super::Fault;
use crate::data::nace::Version;

/// The file with new titles in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Titles {
    pub csv: String,
    /// How many titles are new; those that stood there are kept.
    pub added: usize,
}

pub const HEADER: &str = "version,code,language,title";

/// Adds titles in Bokmål to the file as it is; empty if there is none yet.
pub fn add<'a>(
    before: &str,
    version: Version,
    titles: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<Titles, Fault> {
    let text = before.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default().trim();
    if !text.trim().is_empty() && first != HEADER {
        let message = format!("its first line is not `{HEADER}`");
        return Err(Fault::at(1, message).help("move the file away, or give it that first line"));
    }
    let mut known = BTreeSet::new();
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    for record in reader.records() {
        let record = record.map_err(|error| Fault::new(format!("it cannot be read: {error}")))?;
        let cell = |index: usize| record.get(index).unwrap_or_default().trim().to_string();
        known.insert((cell(0), cell(1), cell(2)));
    }
    let mut csv = match text.trim().is_empty() {
        true => format!("{HEADER}\n"),
        false => before.trim_end().to_string() + "\n",
    };
    let mut added = 0;
    for (code, title) in titles {
        if known.insert((version.word().to_string(), code.to_string(), "nb".to_string())) {
            let title = title.replace('"', "\"\"");
            csv.push_str(&format!("{},{code},nb,\"{title}\"\n", version.word()));
            added += 1;
        }
    }
    Ok(Titles { csv, added })
}
