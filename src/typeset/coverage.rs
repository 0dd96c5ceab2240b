//! Which characters no font of a theme has, and where the text of a document has them. An engine tells
//! them too, but only of what it came to set, and in a chart or on the cover without a place.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use crate::artifact::TypstProject;
use crate::source::{FileId, Sources, Span};
use crate::theme::Theme;

use super::fonts;

/// A character that cannot stand in a PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Missing {
    pub character: char,
    /// The character itself, in the text or the data; else what it is shown in.
    pub place: Option<Span>,
    /// The text that shows it, where it comes from data.
    pub shown: Option<Span>,
}

/// The characters that at least one font of a theme has, sorted.
pub(super) struct Coverage(Vec<char>);

impl Coverage {
    pub(super) fn of(theme: &Theme) -> Coverage {
        let mut characters = Vec::new();
        for (_, bytes) in fonts(theme) {
            for index in 0..ttf_parser::fonts_in_collection(bytes).unwrap_or(1) {
                let Ok(font) = ttf_parser::Face::parse(bytes, index) else { continue };
                let maps = font.tables().cmap.into_iter().flat_map(|cmap| cmap.subtables);
                for map in maps.filter(|map| map.is_unicode()) {
                    map.codepoints(|code| characters.extend(char::from_u32(code)));
                }
            }
        }
        characters.sort_unstable();
        characters.dedup();
        Coverage(characters)
    }

    fn has(&self, character: char) -> bool {
        self.0.binary_search(&character).is_ok()
    }

    /// Whether a character needs a glyph that no font has. What is not seen needs none; spaces and
    /// hyphens stand in for each other, and a letter for itself with its accent apart.
    fn lacks(&self, character: char) -> bool {
        if self.has(character) || character.is_control() || character.is_whitespace() {
            return false;
        }
        let apart = || {
            let mut parts = [character].into_iter().nfd().peekable();
            parts.clone().count() > 1 && parts.all(|part| self.has(part))
        };
        !(is_unseen(character) || character == '\u{2011}' && self.has('\u{2010}') || apart())
    }

    /// The characters of a text that no font has, each with its byte.
    fn missing_in<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, char)> + 'a {
        // An accent may have a glyph only together with its letter.
        let mut composed: Option<BTreeSet<char>> = None;
        text.char_indices().filter(move |(_, character)| {
            self.lacks(*character)
                && composed.get_or_insert_with(|| text.nfc().collect()).contains(character)
        })
    }

    /// Every character of a document that no font has, in the order of its places.
    pub(super) fn missing(&self, project: &TypstProject, sources: &Sources) -> Vec<Missing> {
        let mut found = Found { project, sources, met: BTreeMap::new(), all: BTreeSet::new() };
        let content = text(project, "content.typ");
        for literal in literals(&content) {
            let place = project.places.find(literal.start);
            if let Some(drawing) = literal.text.strip_prefix("/figures/") {
                let drawing = text(project, &format!("figures/{drawing}"));
                for words in drawn(&drawing) {
                    self.missing_in(&words).for_each(|(_, one)| found.add(one, &words, place));
                }
            }
            if literal.is_shown {
                self.missing_in(&literal.text)
                    .for_each(|(_, one)| found.add(one, &literal.text, place));
            }
        }
        let report = serde_json::from_str(&text(project, "report.json")).unwrap_or_default();
        each_text(&report, &mut |words| {
            let place = project.places.document;
            self.missing_in(words).for_each(|(_, one)| found.add(one, words, place));
        });
        found.all.into_iter().collect()
    }
}

/// What shows nothing by itself: joiners, marks of direction, variants.
fn is_unseen(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fff8}' | '\u{e0000}'..='\u{e0fff}')
}

fn text(project: &TypstProject, path: &str) -> String {
    String::from_utf8_lossy(project.files.get(path).map_or(&[][..], |bytes| bytes)).into_owned()
}

/// A string literal of `content.typ`.
struct Literal {
    /// Its first byte.
    start: usize,
    text: String,
    /// Whether it is text that is set, not a name, an address or a text alternative.
    is_shown: bool,
}

fn literals(code: &str) -> Vec<Literal> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = code[at..].find('"').map(|quote| at + quote) {
        let before = &code[..start];
        let is_shown = ["text(", "raw(", "raw(block: true, ", "plain: "]
            .iter()
            .any(|opening| before.ends_with(opening));
        let mut text = String::new();
        let mut letters = code[start + 1..].char_indices();
        at = loop {
            match letters.next() {
                Some((end, '"')) => break start + 1 + end + 1,
                Some((_, '\\')) => match letters.next() {
                    Some((_, 'n' | 'r')) => text.push(' '),
                    escaped => text.extend(escaped.map(|(_, letter)| letter)),
                },
                Some((_, letter)) => text.push(letter),
                None => break code.len(),
            }
        };
        found.push(Literal { start, text, is_shown });
    }
    found
}

/// The words in a chart, one for each text of the drawing.
fn drawn(svg: &str) -> Vec<String> {
    let texts = svg.split("<text").skip(1).filter_map(|rest| rest.split("</text>").next());
    let words = texts.map(|text| {
        let parts = text.split('>').skip(1).filter_map(|part| part.split('<').next());
        let words: String = parts.collect();
        words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    });
    words.collect()
}

/// The texts of `report.json` that a document shows.
fn each_text(value: &Value, visit: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => visit(text),
        Value::Array(values) => values.iter().for_each(|value| each_text(value, visit)),
        Value::Object(values) => {
            let shown = values.iter().filter(|(name, _)| {
                !["description", "address", "colours", "fingerprint"].contains(&name.as_str())
            });
            shown.for_each(|(_, value)| each_text(value, visit));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

struct Found<'a> {
    project: &'a TypstProject,
    sources: &'a Sources,
    /// How often a place was asked for a character before.
    met: BTreeMap<(Option<Span>, char), usize>,
    all: BTreeSet<Missing>,
}

impl Found<'_> {
    fn add(&mut self, character: char, words: &str, shown: Option<Span>) {
        let met = self.met.entry((shown, character)).or_default();
        let before = std::mem::replace(met, *met + 1);
        let here = shown.filter(|span| span.start < span.end);
        let missing = if let Some(place) = here.and_then(|span| self.nth(span, character, before)) {
            Missing { character, place: Some(place), shown: None }
        } else if let Some(place) = self.written(words, character) {
            Missing { character, place: Some(place), shown: here }
        } else {
            Missing { character, place: shown, shown: None }
        };
        self.all.insert(missing);
    }

    /// A character within a place: the first, or another where it was met before.
    fn nth(&self, span: Span, character: char, number: usize) -> Option<Span> {
        let text = self.sources.whole_text(span.file)?.get(span.range())?;
        let mut places = text.match_indices(character).map(|(at, found)| at..at + found.len());
        let first = places.next()?;
        let range = number.checked_sub(1).and_then(|more| places.nth(more)).unwrap_or(first);
        Some(span.within(range))
    }

    /// Where words are written that are shown elsewhere: on the front page of the document, in the
    /// configuration, in the data, or in the theme.
    fn written(&self, words: &str, character: char) -> Option<Span> {
        let front = self.project.places.document.map(|span| span.file);
        let in_folder = |folder: &'static str| {
            let files = self.sources.iter();
            files.filter(move |(_, source)| source.path.starts_with(folder)).map(|(file, _)| file)
        };
        let settings = self.sources.find("belegg.toml");
        let files: Vec<FileId> = front
            .into_iter()
            .chain(settings)
            .chain(in_folder("data/"))
            .chain(in_folder("content/"))
            .chain(in_folder("themes/"))
            .collect();
        let find = |wanted: &str| {
            files.iter().find_map(|file| {
                let at = self.sources.whole_text(*file)?.find(wanted)?;
                Some((*file, at))
            })
        };
        let (file, at) = find(words).or_else(|| find(character.encode_utf8(&mut [0; 4])))?;
        let start = at + self.sources.whole_text(file)?[at..].find(character)?;
        Some(Span::new(file, start..start + character.len_utf8()))
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    fn coverage() -> Coverage {
        Coverage::of(&Theme::load("default", &Sources::default(), &mut Default::default()))
    }

    #[test]
    fn what_needs_no_glyph_of_its_own_is_not_missing() {
        let coverage = coverage();
        let fine = "åÅøßþ «»–—… 1\u{202f}234\u{a0}kr skatte\u{ad}lov a\u{30a} e\u{301} \u{200b}\u{200d} x\u{2011}y \t\n";
        assert_eq!(coverage.missing_in(fine).collect::<Vec<_>>(), []);
        let found: String = coverage.missing_in("漢 og 😀, 語").map(|(_, one)| one).collect();
        assert_eq!(found, "漢😀語");
    }

    #[test]
    fn literals_are_told_from_code_and_shown_ones_from_others() {
        let code = r#"link(label("a\"b"), { text("c\\"); raw(block: true, "d\ne") }) "f""#;
        let told: Vec<String> = literals(code)
            .iter()
            .map(|one| format!("{} {:?} {}", one.start, one.text, one.is_shown))
            .collect();
        expect![[r#"
            11 "a\"b" false
            27 "c\\" true
            52 "d e" true
            63 "f" false"#]]
        .assert_eq(&told.join("\n"));
    }

    #[test]
    fn the_words_of_a_drawing_are_those_of_its_texts() {
        let svg = "<svg><title>no</title><text x=\"1\">A <tspan y='2'>&lt;b&gt;</tspan></text>\
                   <text>c</text></svg>";
        assert_eq!(drawn(svg), ["A <b>", "c"]);
    }
}
