//! Writes and reads PO, the format of GNU gettext: Markdown as it is, one entry a unit.

use std::fmt::Write;
use std::ops::Range;

use super::returned::{PageName, Returned, ReturnedText, ReturnedUnit};
use super::xliff::{place, told};
use super::{Mistake, Sent, State};

/// What stands before the hash of a section's original.
const HASH: &str = "original: ";

/// Of all languages that we write.
const PLURALS: &str = "nplurals=2; plural=(n != 1);";

pub(super) fn po(sent: &Sent) -> String {
    let header = format!(
        "Project-Id-Version: belegg\nPO-Revision-Date: YEAR-MO-DA HO:MI+ZONE\nLast-Translator: \nLanguage-Team: \nLanguage: {}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\nPlural-Forms: {PLURALS}\nX-Source-Language: {}\n",
        sent.target.replace('-', "_"),
        sent.source.replace('-', "_")
    );
    let mut out = format!("msgid {}\nmsgstr {}\n", quoted(""), quoted(&header));
    for page in &sent.pages {
        for section in &page.sections {
            for unit in &section.units {
                let comments =
                    [place(page, section), told(unit), format!("{HASH}{}", section.hash)];
                let comments = comments.iter().flat_map(|comment| comment.lines());
                out.push('\n');
                for comment in comments {
                    let _ = writeln!(out, "#. {comment}");
                }
                let _ = writeln!(out, "#: {}:{}", spaced(&page.path), unit.line);
                let target = unit.target.as_ref();
                if target.is_some_and(|target| target.state == State::NeedsReview) {
                    out.push_str("#, fuzzy\n");
                }
                let _ = writeln!(
                    out,
                    "msgctxt {}\nmsgid {}\nmsgstr {}",
                    quoted(&format!("{}#{}", page.key, unit.id)),
                    quoted(&unit.source.markdown),
                    quoted(target.map_or("", |target| &target.words.markdown))
                );
            }
        }
    }
    out
}

/// A file name with spaces stands between two isolates, as gettext has it.
fn spaced(path: &str) -> String {
    match path.contains(' ') {
        true => format!("\u{2068}{path}\u{2069}"),
        false => path.to_string(),
    }
}

/// A text in quotes; one with line breaks on a line each.
fn quoted(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.split_inclusive('\n') {
        let mut quoted = String::from("\"");
        for c in line.chars() {
            match c {
                '"' => quoted.push_str("\\\""),
                '\\' => quoted.push_str("\\\\"),
                '\n' => quoted.push_str("\\n"),
                '\t' => quoted.push_str("\\t"),
                '\r' => quoted.push_str("\\r"),
                c if c.is_ascii_control() => {
                    let _ = write!(quoted, "\\{:03o}", u32::from(c));
                }
                c => quoted.push(c),
            }
        }
        quoted.push('"');
        lines.push(quoted);
    }
    match lines.len() {
        0 => "\"\"".to_string(),
        1 => lines.remove(0),
        _ => format!("\"\"\n{}", lines.join("\n")),
    }
}

/// One entry as it is read.
#[derive(Default)]
struct Entry {
    hash: Option<String>,
    is_fuzzy: bool,
    context: Option<String>,
    id: Option<String>,
    text: Option<String>,
    has_plural: bool,
    /// Where the text in the original begins, and the translation.
    place: Range<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    None,
    Context,
    Id,
    Text,
    Other,
}

/// The entries of a file, but for those that are obsolete.
pub(super) fn read(text: &str) -> Returned {
    let mut reader = Reader {
        returned: Returned::default(),
        entry: Entry::default(),
        field: Field::None,
        language: (String::new(), 0..0),
    };
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let lead = line.len() - line.trim_start_matches(['\u{feff}', ' ', '\t']).len();
        let words = line[lead..].trim_end();
        reader.line(words, at + lead..at + lead + words.len());
        at += line.len();
    }
    reader.finish();
    let language = reader.language;
    let mut returned = reader.returned;
    returned.units.iter_mut().for_each(|unit| unit.language = language.clone());
    returned
}

struct Reader {
    returned: Returned,
    entry: Entry,
    field: Field,
    language: (String, Range<usize>),
}

impl Reader {
    fn line(&mut self, line: &str, place: Range<usize>) {
        if line.is_empty() {
            return;
        }
        // A text goes on; anything else that can begin an entry ends the one before.
        if line.starts_with('"') {
            return self.more(line, place);
        }
        let begins = line.starts_with('#')
            || line.starts_with("msgctxt")
            || line.starts_with("msgid") && !line.starts_with("msgid_plural");
        if begins && self.entry.text.is_some() {
            self.finish();
        }
        if let Some(comment) = line.strip_prefix('#') {
            return self.comment(comment);
        }
        let end = line.find(['"', ' ', '\t']).unwrap_or(line.len());
        let (keyword, rest) = line.split_at(end);
        let field = match keyword {
            "msgctxt" => Field::Context,
            "msgid" => Field::Id,
            "msgstr" => Field::Text,
            "msgid_plural" => {
                self.entry.has_plural = true;
                Field::Other
            }
            _ if keyword.starts_with("msgstr[") => {
                self.entry.has_plural = true;
                self.entry.text.get_or_insert_default();
                Field::Other
            }
            _ => return self.wrong(place, "this line cannot be read as PO".to_string()),
        };
        self.field = field;
        match field {
            Field::Context => self.entry.context = Some(String::new()),
            Field::Id => {
                self.entry.id = Some(String::new());
                self.entry.place = place.clone();
            }
            Field::Text => {
                self.entry.text = Some(String::new());
                self.entry.place = place.clone();
            }
            Field::None | Field::Other => {}
        }
        self.more(rest.trim_start(), place);
    }

    fn comment(&mut self, comment: &str) {
        if let Some(flags) = comment.strip_prefix(',') {
            self.entry.is_fuzzy |= flags.split(',').any(|flag| flag.trim() == "fuzzy");
        } else if let Some(hash) = comment.strip_prefix('.').map(str::trim_start)
            && let Some(hash) = hash.strip_prefix(HASH)
        {
            self.entry.hash = Some(hash.trim().to_string());
        }
    }

    /// A text in quotes, which goes on what stands before it.
    fn more(&mut self, quoted: &str, place: Range<usize>) {
        let Some(text) = unquoted(quoted) else {
            return self.wrong(place, "the quotes of this line do not match".to_string());
        };
        let into = match self.field {
            Field::Context => &mut self.entry.context,
            Field::Id => &mut self.entry.id,
            Field::Text => &mut self.entry.text,
            Field::None => {
                return self.wrong(place, "this text belongs to no entry".to_string());
            }
            Field::Other => return,
        };
        into.get_or_insert_default().push_str(&text);
    }

    fn finish(&mut self) {
        self.field = Field::None;
        let Entry { hash, is_fuzzy, context, id, text, has_plural, place } =
            std::mem::take(&mut self.entry);
        let (Some(id), text) = (id, text.unwrap_or_default()) else { return };
        if id.is_empty() && context.is_none() {
            return self.header(&text, place);
        }
        let name = context.as_deref().and_then(|context| context.rsplit_once('#'));
        let Some((key, unit)) = name.filter(|_| !has_plural) else {
            let message = "this entry is none that was exported: it has no `msgctxt` with a page and a number, or has plural forms";
            return self.wrong(place, message.to_string());
        };
        self.returned.units.push(ReturnedUnit {
            page: PageName::Key(key.to_string()),
            id: unit.to_string(),
            language: Default::default(),
            hash,
            source: ReturnedText::Markdown(id),
            target: Some(ReturnedText::Markdown(text)),
            unfinished: is_fuzzy.then(|| "fuzzy".to_string()),
            place,
        });
    }

    fn header(&mut self, header: &str, place: Range<usize>) {
        let field = |name: &str| {
            let mut lines = header.lines().filter_map(|line| line.split_once(':'));
            let found = lines.find(|(key, _)| key.trim().eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.trim().to_string())
        };
        let kind = field("Content-Type").unwrap_or_default().to_lowercase();
        let charset = kind.split_once("charset=").map_or("utf-8", |(_, charset)| charset.trim());
        if !["utf-8", "utf8", "us-ascii", "ascii"].contains(&charset) {
            let message = format!("the file says that it is in `{charset}`, not in UTF-8");
            self.wrong(place.clone(), message);
        }
        self.language = (field("Language").unwrap_or_default(), place);
    }

    fn wrong(&mut self, place: Range<usize>, message: String) {
        let help = "let the agency save the file again, with a tool for gettext such as Poedit";
        let (code, help) = ("exchange-file", help.to_string());
        self.returned.mistakes.push(Mistake { place, code, message, help });
    }
}

/// The text between two quotes, with its escapes read as gettext reads them.
fn unquoted(quoted: &str) -> Option<String> {
    let inside = quoted.trim_end().strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::with_capacity(inside.len());
    let mut signs = inside.chars().peekable();
    while let Some(c) = signs.next() {
        match c {
            '"' => return None,
            '\\' => match signs.next()? {
                'n' => text.push('\n'),
                't' => text.push('\t'),
                'r' => text.push('\r'),
                'a' => text.push('\u{7}'),
                'b' => text.push('\u{8}'),
                'f' => text.push('\u{c}'),
                'v' => text.push('\u{b}'),
                digit @ '0'..='7' => {
                    let mut number = digit.to_digit(8)?;
                    for _ in 0..2 {
                        let next = signs.next_if(|c| c.is_digit(8)).and_then(|c| c.to_digit(8));
                        number = next.map_or(number, |digit| number * 8 + digit);
                    }
                    text.push(char::from_u32(number)?);
                }
                'x' => {
                    let mut number = 0;
                    while let Some(digit) = signs.next_if(char::is_ascii_hexdigit) {
                        number = (number * 16 + digit.to_digit(16)?) & 0xff;
                    }
                    text.push(char::from_u32(number)?);
                }
                sign @ ('"' | '\\' | '\'' | '?') => text.push(sign),
                _ => return None,
            },
            c => text.push(c),
        }
    }
    Some(text)
}
