//! Codes as registers and spreadsheets write them.

use super::{Industry, Version, index};

/// Why a cell is not the code of one industry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No such code, in the edition that was stated or in either.
    Unknown(Option<Version>),
    /// No such code in the edition that was stated, but in the other one.
    OtherVersion(Industry),
    /// Two codes, because the point or a leading zero is missing: 161 for 16.1 or 01.61.
    TwoReadings(Industry, Industry),
    /// Two industries: the edition was not stated, and each has the code for something else.
    TwoVersions(Industry, Industry),
}

/// The industry that a cell of a register names. The edition is the one that the register states;
/// where it states none, a code is taken that only one of them has or that both give the same
/// title, and no other.
///
/// Beside the codes of [`index`], these are understood: without the point (`4646`, `46460`), with a
/// comma for it, without a leading zero as spreadsheets leave it (`1.11`), with the section's letter
/// before it (`C10.11`).
pub fn read(version: Option<Version>, cell: &str) -> Result<Industry, Fault> {
    let Some(version) = version else { return in_either(cell) };
    match index(version, cell) {
        Some(industry) => Ok(industry),
        None => in_version(version, cell).map_err(|fault| match fault {
            Fault::Unknown(_) => match in_version(version.other(), cell) {
                Ok(other) => Fault::OtherVersion(other),
                Err(_) => fault,
            },
            other => other,
        }),
    }
}

impl Fault {
    /// What is wrong with the cell, after "the cell …".
    pub fn message(self) -> String {
        match self {
            Fault::Unknown(Some(version)) => format!("is not a code of {}", version.name()),
            Fault::Unknown(None) => "is not a code of NACE Rev. 2 or Rev. 2.1".to_string(),
            Fault::OtherVersion(industry) => {
                let (own, other) = (industry.version().other(), industry.version());
                format!("is not a code of {}, but of {}", own.name(), other.name())
            }
            Fault::TwoReadings(a, b) => format!("can mean {} or {}", a.code(), b.code()),
            Fault::TwoVersions(a, b) => format!(
                "is “{}” in {}, but “{}” in {}",
                a.title("en").unwrap_or_default(),
                a.version().name(),
                b.title("en").unwrap_or_default(),
                b.version().name(),
            ),
        }
    }

    /// What to do.
    pub fn help(self) -> String {
        match self {
            Fault::Unknown(_) => "look the class up in the list of the statistical office; it has four digits and a point: 46.46".to_string(),
            Fault::OtherVersion(industry) => format!(
                "if the register follows {}, write `nace_version = \"{}\"` in report.toml; a single row says so in a column `nace_version`",
                industry.version().name(),
                industry.version().word(),
            ),
            Fault::TwoReadings(a, b) => format!(
                "write {} or {}; in a spreadsheet, format the column as text first",
                a.code(),
                b.code()
            ),
            Fault::TwoVersions(..) => "say which edition the register follows: `nace_version = \"rev2\"` or `nace_version = \"rev2.1\"` in report.toml, or row by row in a column `nace_version`".to_string(),
        }
    }
}

fn in_either(cell: &str) -> Result<Industry, Fault> {
    match (in_version(Version::Rev2, cell), in_version(Version::Rev21, cell)) {
        (Ok(_), Ok(newer)) if newer.earlier().is_some() => Ok(newer),
        (Ok(older), Ok(newer)) => Err(Fault::TwoVersions(older, newer)),
        (Ok(one), Err(Fault::Unknown(_))) | (Err(Fault::Unknown(_)), Ok(one)) => Ok(one),
        (Err(Fault::Unknown(_)), Err(Fault::Unknown(_))) => Err(Fault::Unknown(None)),
        (Err(two @ Fault::TwoReadings(..)), _) | (_, Err(two)) | (Err(two), _) => Err(two),
    }
}

fn in_version(version: Version, cell: &str) -> Result<Industry, Fault> {
    if let Some(industry) = index(version, cell) {
        return Ok(industry);
    }
    let unknown = Fault::Unknown(Some(version));
    let cell = cell.trim_matches(|c: char| c.is_whitespace() || c == '\'');
    let (section, rest) = section(cell);
    // Longer than a Danish code with its points and one too many: no code.
    if rest.len() > 9 {
        return Err(unknown);
    }
    let code = match (section, rest) {
        (Some(letter), "") => {
            return index(version, letter.encode_utf8(&mut [0; 4])).ok_or(unknown);
        }
        (_, rest) => rest.replace(',', "."),
    };
    let found = match code.split_once('.') {
        Some((whole, own)) => index(version, &format!("{whole:0>2}.{own}")).ok_or(unknown),
        None => without_point(version, &code),
    }?;
    let belongs = |letter: char| {
        let own = found.at(super::Level::Section).map(Industry::code);
        own.is_some_and(|code| code.starts_with(letter))
    };
    section.is_none_or(belongs).then_some(found).ok_or(unknown)
}

/// The letter of a section at the beginning, as a capital, and what follows it.
fn section(cell: &str) -> (Option<char>, &str) {
    match cell.chars().next() {
        Some(letter) if letter.is_ascii_alphabetic() => {
            (Some(letter.to_ascii_uppercase()), cell[1..].trim_start())
        }
        _ => (None, cell),
    }
}

/// Digits alone: `4646` is 46.46. Where a spreadsheet may have eaten a leading zero, both readings
/// are tried; a class is preferred to another class's subdivision by a country that ends in no zero.
fn without_point(version: Version, digits: &str) -> Result<Industry, Fault> {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Fault::Unknown(Some(version)));
    }
    let pointed = |digits: &str| match digits.len() {
        1 | 2 => index(version, digits),
        // A Danish code has six digits and two points; a class is enough.
        3..=6 => index(version, &format!("{}.{}", &digits[..2], &digits[2..digits.len().min(5)])),
        _ => None,
    };
    let as_written = pointed(digits);
    let with_zero = pointed(&format!("0{digits}"));
    let two_readings = digits.len() == 3 || digits.len() == 4 && digits.ends_with('0');
    match (as_written, with_zero) {
        (Some(a), Some(b)) if two_readings => Err(Fault::TwoReadings(a, b)),
        (Some(found), _) | (None, Some(found)) => Ok(found),
        (None, None) => Err(Fault::Unknown(Some(version))),
    }
}
