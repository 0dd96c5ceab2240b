//! NACE, the European Union's classification of industries, in its two editions: which codes there
//! are, and their official titles (`nace/README.md` says where they are from).
//!
//! The editions are kept apart: `Q` is health in the one and education in the other, and 62.10 is
//! only in the newer. An [`Industry`] therefore always knows its edition.

mod reading;

use std::sync::LazyLock;

pub use reading::{Fault, read};

/// An edition of the classification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// In use 2008 to 2024; in Norway as SN2007, in Sweden as SNI 2007, in Denmark as DB07.
    Rev2,
    /// In use from 2025; in Norway as SN2025, in Sweden as SNI 2025, in Denmark as DB25.
    Rev21,
}

/// How finely a code divides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// `Q`
    Section,
    /// `86`
    Division,
    /// `86.1`
    Group,
    /// `86.10`
    Class,
}

/// An industry: a section, division, group or class of one edition. Four bytes, in the order of the
/// editions and then of the classification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Industry {
    version: Version,
    /// Its row in the edition's table.
    row: u16,
}

/// The industry of a code: `Q`, `86`, `86.1` or `86.10`. A country's own subdivision of a class
/// (`86.101`; in Denmark `86.10.10`) is taken for the class. Looked up by its digits: no text is
/// compared or made.
pub fn index(version: Version, code: &str) -> Option<Industry> {
    let row = version.edition().rows_by_digits[slot(code.as_bytes())?];
    (row != NO_ROW).then_some(Industry { version, row })
}

/// The code by which the Norwegian register of companies says that it knows of no industry.
pub const NOT_STATED: &str = "00.000";

/// Whether there is such a code; a country's own subdivision of a class counts as the class.
pub fn exists(version: Version, code: &str) -> bool {
    index(version, code).is_some()
}

/// Whether a code says different things in the two editions: it is in both, under different titles.
pub fn ambiguous(code: &str) -> bool {
    match (index(Version::Rev2, code), index(Version::Rev21, code)) {
        (Some(_), Some(newer)) => newer.earlier().is_none(),
        _ => false,
    }
}

impl Version {
    pub const ALL: [Version; 2] = [Version::Rev2, Version::Rev21];

    /// As the user's files call it: `rev2`, `rev2.1`.
    pub fn word(self) -> &'static str {
        match self {
            Version::Rev2 => "rev2",
            Version::Rev21 => "rev2.1",
        }
    }

    pub fn from_word(word: &str) -> Option<Version> {
        Version::ALL.into_iter().find(|version| version.word() == word)
    }

    pub fn name(self) -> &'static str {
        match self {
            Version::Rev2 => "NACE Rev. 2",
            Version::Rev21 => "NACE Rev. 2.1",
        }
    }

    /// The edition of a year's codes where the files do not say. None from 2025 on, when registers
    /// hold either: what a code means then has to be asked (see [`read`]).
    pub fn of_year(year: i32) -> Option<Version> {
        (year < 2025).then_some(Version::Rev2)
    }

    pub fn other(self) -> Version {
        match self {
            Version::Rev2 => Version::Rev21,
            Version::Rev21 => Version::Rev2,
        }
    }

    fn edition(self) -> &'static Edition {
        match self {
            Version::Rev2 => &REV2,
            Version::Rev21 => &REV21,
        }
    }
}

impl Level {
    /// As `nace_level` counts them: 1 section, 2 division, 3 group, 4 class.
    pub fn from_number(number: i64) -> Option<Level> {
        match number {
            1 => Some(Level::Section),
            2 => Some(Level::Division),
            3 => Some(Level::Group),
            4 => Some(Level::Class),
            _ => None,
        }
    }
}

impl Industry {
    /// All industries of both editions, in the order of their places.
    pub fn all() -> impl Iterator<Item = Industry> {
        Version::ALL.into_iter().flat_map(|version| {
            let rows = 0..version.edition().entries.len() as u16;
            rows.map(move |row| Industry { version, row })
        })
    }

    /// Its place among all, from 0: for tables with a row an industry.
    pub fn place(self) -> usize {
        let before = match self.version {
            Version::Rev2 => 0,
            Version::Rev21 => REV2.entries.len(),
        };
        before + usize::from(self.row)
    }

    pub fn version(self) -> Version {
        self.version
    }

    /// `Q`, `86`, `86.1` or `86.10`
    pub fn code(self) -> &'static str {
        self.entry().code
    }

    pub fn level(self) -> Level {
        match self.code().len() {
            1 => Level::Section,
            2 => Level::Division,
            4 => Level::Group,
            _ => Level::Class,
        }
    }

    /// The industry of a level that this one belongs to: the group of 86.10 is 86.1. A group with a
    /// single class is that class. None where this one is coarser than the level.
    pub fn at(self, level: Level) -> Option<Industry> {
        let row = self.entry().at[level as usize];
        (row != NO_ROW).then_some(Industry { row, ..self })
    }

    /// The industry by which a report groups that tells industries no finer than a level: of that
    /// level, or itself where it is coarser.
    pub fn no_finer_than(self, level: Level) -> Industry {
        self.at(level).unwrap_or(self)
    }

    /// The official title in the edition's own table, which has Rev. 2 in `da`, `en`, `nb` and `sv`
    /// (but five titles in `nb`, 98 and what is under it) and Rev. 2.1 in `en`.
    pub fn title(self, language: &str) -> Option<&'static str> {
        let edition = self.version.edition();
        let column = edition.languages.iter().position(|known| *known == language)?;
        let title = self.entry().titles.split('\t').nth(column)?;
        (!title.is_empty()).then_some(title)
    }

    /// The same industry in Rev. 2: one that has both the code and the English title of this one.
    pub fn earlier(self) -> Option<Industry> {
        match self.version {
            Version::Rev2 => Some(self),
            Version::Rev21 => {
                let row = EARLIER[usize::from(self.row)];
                (row != NO_ROW).then_some(Industry { version: Version::Rev2, row })
            }
        }
    }

    fn entry(self) -> &'static Entry {
        &self.version.edition().entries[usize::from(self.row)]
    }
}

/// Written by `scripts/nace.py`: code and titles, in the order of the classification.
static REV2: LazyLock<Edition> = LazyLock::new(|| Edition::new(include_str!("nace/rev2.tsv")));
static REV21: LazyLock<Edition> = LazyLock::new(|| Edition::new(include_str!("nace/rev21.tsv")));

/// For each row of Rev. 2.1 the row of Rev. 2 with the same code and English title.
static EARLIER: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let rows = 0..REV21.entries.len() as u16;
    let same = rows.map(|row| {
        let newer = Industry { version: Version::Rev21, row };
        let older = index(Version::Rev2, newer.code());
        older.filter(|older| older.title("en") == newer.title("en")).map_or(NO_ROW, |one| one.row)
    });
    same.collect()
});

const NO_ROW: u16 = u16::MAX;

struct Edition {
    /// Of the columns of titles.
    languages: Vec<&'static str>,
    entries: Vec<Entry>,
    /// The row of every code that could be, by `slot`.
    rows_by_digits: Vec<u16>,
}

struct Entry {
    code: &'static str,
    /// One a language, with tabs between them.
    titles: &'static str,
    /// The rows of the section, division, group and class that it belongs to.
    at: [u16; 4],
}

impl Edition {
    fn new(table: &'static str) -> Edition {
        let mut lines = table.lines();
        let header = lines.next().unwrap_or_default();
        let mut entries: Vec<Entry> = Vec::with_capacity(1100);
        let mut rows_by_digits = vec![NO_ROW; SLOTS];
        // Every code follows those that it belongs to.
        let mut at = [NO_ROW; 4];
        for (code, titles) in lines.filter_map(|line| line.split_once('\t')) {
            let row = entries.len() as u16;
            let level = [1, 2, 4, 5].iter().position(|length| *length == code.len()).unwrap_or(3);
            at[level] = row;
            at[level + 1..].fill(NO_ROW);
            if let Some(slot) = slot(code.as_bytes()) {
                rows_by_digits[slot] = row;
            }
            entries.push(Entry { code, titles, at });
            // A zero ends the code of what is not divided: 02.40 is the only class of 02.4.
            if level == 3 && code.ends_with('0') {
                entries[usize::from(at[2])].at[3] = row;
                if code.ends_with(".00") {
                    entries[usize::from(at[1])].at[2..].copy_from_slice(&[at[2], row]);
                }
            }
        }
        let languages = header.split('\t').skip(1).collect();
        Edition { languages, entries, rows_by_digits }
    }
}

/// 26 sections, 100 divisions, 1 000 groups and 10 000 classes.
const SLOTS: usize = 26 + 100 + 1_000 + 10_000;

/// A place for each code that could be; the digits of a country's own after the class do not count.
fn slot(code: &[u8]) -> Option<usize> {
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0, |number, byte| {
            byte.is_ascii_digit().then(|| number * 10 + usize::from(byte - b'0'))
        })
    };
    match *code {
        [letter @ b'A'..=b'Z'] => Some(usize::from(letter - b'A')),
        [a, b] => Some(26 + number(&[a, b])?),
        [a, b, b'.', c] => Some(126 + number(&[a, b, c])?),
        [a, b, b'.', c, d] => Some(1_126 + number(&[a, b, c, d])?),
        [a, b, b'.', c, d, e] => number(&[e]).and(Some(1_126 + number(&[a, b, c, d])?)),
        [a, b, b'.', c, d, b'.', e, f] => number(&[e, f]).and(Some(1_126 + number(&[a, b, c, d])?)),
        _ => None,
    }
}
