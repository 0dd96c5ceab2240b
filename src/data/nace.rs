//! NACE, the European Union's classification of industries: which codes there are, and their
//! official titles (`nace/README.md` says where they are from).

use std::{collections::BTreeMap, sync::LazyLock};

/// An edition of the classification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// In use 2008 to 2024; in Norway as SN2007, in Sweden as SNI 2007, in Denmark as DB07.
    Rev2,
}

impl Version {
    pub const ALL: [Version; 1] = [Version::Rev2];
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

/// The official title of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Title {
    pub text: &'static str,
    /// The language that the title is in.
    pub language: &'static str,
    /// Whether that is another language than was asked for.
    pub fallback: bool,
}

/// The title of a code in a language (`nb`, `nn`, `sv`, `da`, `en`). Nynorsk has no official
/// titles and falls back to Bokmål. `None` where there is no such code, no titles in the language,
/// or, as for five codes in Norwegian (98 and what is under it), no title in the source.
pub fn title(version: Version, code: &str, language: &str) -> Option<Title> {
    let fallback = language == "nn";
    let asked = if fallback { "nb" } else { language };
    let column = LANGUAGES.iter().position(|known| *known == asked)?;
    let text = version.industry(code)?.titles[column];
    (!text.is_empty()).then_some(Title { text, language: LANGUAGES[column], fallback })
}

/// Whether there is such a code: a section, division, group or class, as `Q`, `86`, `86.1` or
/// `86.10`. A country's own subdivision of a class (`86.101`) is none.
pub fn exists(version: Version, code: &str) -> bool {
    version.industry(code).is_some()
}

/// The code of a level that a code belongs to: the group of `86.10` is `86.1`. The code may be a
/// country's subdivision of a class: the class of the Norwegian `86.101` is `86.10`. `None` if the
/// code is unknown or coarser than the level.
pub fn at_level(version: Version, code: &str, level: Level) -> Option<&'static str> {
    let (whole, digits) = code.split_once('.').unwrap_or((code, ""));
    let length = match level {
        Level::Section | Level::Division => whole.len(),
        Level::Group => whole.len() + 2,
        Level::Class => whole.len() + 3,
    };
    // A class is where NACE ends; the figures after it are a country's own.
    let is_own_subdivision = digits.len() == 3 && digits.bytes().all(|b| b.is_ascii_digit());
    let known = if is_own_subdivision { &code[..code.len() - 1] } else { code };
    let industry = version.industry(known)?;
    if level == Level::Section {
        return Some(industry.section);
    }
    let found = version.industry(known.get(..length)?)?;
    (level_of(found.code) == level).then_some(found.code)
}

/// The languages of the table's columns, in their order.
const LANGUAGES: [&str; 4] = ["da", "en", "nb", "sv"];

/// Written by `scripts/nace.py`: code and titles, in the order of the classification.
const REV2: &str = include_str!("nace/rev2.tsv");

struct Industry {
    code: &'static str,
    section: &'static str,
    titles: [&'static str; 4],
}

static REV2_INDUSTRIES: LazyLock<BTreeMap<&str, Industry>> = LazyLock::new(|| industries(REV2));

impl Version {
    fn industry(self, code: &str) -> Option<&'static Industry> {
        match self {
            Version::Rev2 => REV2_INDUSTRIES.get(code),
        }
    }
}

fn industries(table: &'static str) -> BTreeMap<&'static str, Industry> {
    let mut section = "";
    let mut industries = BTreeMap::new();
    for line in table.lines().skip(1) {
        let mut cells = line.split('\t');
        let code = cells.next().unwrap_or_default();
        // Divisions follow the section that they belong to.
        if level_of(code) == Level::Section {
            section = code;
        }
        let titles = LANGUAGES.map(|_| cells.next().unwrap_or_default());
        industries.insert(code, Industry { code, section, titles });
    }
    industries
}

fn level_of(code: &str) -> Level {
    match code.len() {
        1 => Level::Section,
        2 => Level::Division,
        4 => Level::Group,
        _ => Level::Class,
    }
}
