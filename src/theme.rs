//! Templates, assets, fonts, colours and the program's own words. The default theme is built in; a
//! project overrides it file by file under `themes/<name>/`.

pub mod colour;
pub mod palette;
pub mod recent;

use std::collections::BTreeMap;
use std::ops::Deref;

use include_dir::{Dir, include_dir};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::locale::Locale;
use crate::source::{Bytes, FileId, Sources, Span};
use palette::Palette;

static DEFAULT: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// A file of the theme: the project's own or the one built in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeFile {
    pub bytes: Content,
    /// Where the project overrides it.
    pub file: Option<FileId>,
}

/// The bytes of a file of a theme; who copies a theme shares them.
#[derive(Debug, Clone)]
pub enum Content {
    BuiltIn(&'static [u8]),
    Own(Bytes),
}

impl Deref for Content {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Content::BuiltIn(bytes) => bytes,
            Content::Own(bytes) => bytes,
        }
    }
}

impl PartialEq for Content {
    fn eq(&self, other: &Content) -> bool {
        std::ptr::eq::<[u8]>(&**self, &**other) || **self == **other
    }
}

impl Eq for Content {}

/// The theme of a project, by path within the theme (`templates/page.html`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Theme {
    pub files: BTreeMap<String, ThemeFile>,
    /// The program's own words, by language (`nb`, `en`).
    pub messages: BTreeMap<String, Messages>,
    pub palette: Palette,
}

/// The program's own words in one language: `i18n/<language>.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Messages {
    texts: BTreeMap<String, Message>,
    /// Names of what the project's data speaks of, in the same language; a message comes first.
    names: BTreeMap<String, String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Message {
    Plain(String),
    /// By plural class.
    Plural {
        one: String,
        other: String,
    },
}

impl Messages {
    /// The messages of a language that the theme does not have.
    pub const fn none() -> Messages {
        Messages { texts: BTreeMap::new(), names: BTreeMap::new() }
    }

    /// The words for `key`; the key itself where a theme lacks it, which `Theme::load` has told.
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        match self.texts.get(key) {
            Some(Message::Plain(text)) => text,
            Some(Message::Plural { other, .. }) => other,
            None => self.names.get(key).map_or(key, String::as_str),
        }
    }

    /// Says what something in the project's data is called.
    pub fn name(&mut self, key: String, name: String) {
        self.names.insert(key, name);
    }

    /// The words for `key`, where there are some.
    pub fn find(&self, key: &str) -> Option<&str> {
        self.texts.get_key_value(key).map(|(key, _)| self.text(key))
    }

    pub fn has(&self, key: &str) -> bool {
        self.texts.contains_key(key)
    }

    /// The words for `key` with `{name}` replaced by its value.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.text(key), values)
    }

    /// As `fill`, in the plural class of a count.
    pub fn fill_plural(&self, key: &str, one: bool, values: &[(&str, &str)]) -> String {
        match self.texts.get(key) {
            Some(Message::Plural { one: text, .. }) if one => fill(text, values),
            _ => self.fill(key, values),
        }
    }

    /// All messages as plain texts, for templates.
    pub fn plain(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.keys().map(|key| (key.as_str(), self.text(key)))
    }

    fn parse(text: &str) -> Result<Messages, toml::de::Error> {
        #[derive(serde::Deserialize)]
        #[serde(untagged)]
        enum Entry {
            Plain(String),
            Plural { one: String, other: String },
        }
        let entries: BTreeMap<String, Entry> = toml::from_str(text)?;
        let texts = entries
            .into_iter()
            .map(|(key, entry)| match entry {
                Entry::Plain(text) => (key, Message::Plain(text)),
                Entry::Plural { one, other } => (key, Message::Plural { one, other }),
            })
            .collect();
        Ok(Messages { texts, names: BTreeMap::new() })
    }
}

fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = text.to_string();
    for (name, value) in values {
        filled = filled.replace(&format!("{{{name}}}"), value);
    }
    filled
}

impl Theme {
    /// The theme `name` of a project: the built-in files, replaced one by one by the project's.
    pub fn load(name: &str, sources: &Sources, diagnostics: &mut Diagnostics) -> Theme {
        let mut theme = Theme::default();
        embed(&DEFAULT, &mut theme.files);
        let prefix = format!("themes/{name}/");
        for (file, source) in sources.iter() {
            if let Some(path) = source.path.strip_prefix(&prefix) {
                let bytes = Content::Own(sources.shared(file));
                theme.files.insert(path.to_string(), ThemeFile { bytes, file: Some(file) });
            }
        }
        theme.read_messages(diagnostics);
        theme.read_palette(diagnostics);
        theme
    }

    /// Reads the tokens, and makes of them a file like the others: the style sheet of the colours.
    fn read_palette(&mut self, diagnostics: &mut Diagnostics) {
        let Some(file) = self.files.get(palette::FILE) else { return };
        self.palette = Palette::of(file, diagnostics);
        let sheet = Content::Own(self.palette.style_sheet().into_bytes().into());
        let made = ThemeFile { bytes: sheet, file: None };
        let there = self.files.insert(palette::STYLE_SHEET.to_string(), made);
        if let Some(own) = there.and_then(|file| file.file) {
            let message = format!("`{}` is made from `{}`", palette::STYLE_SHEET, palette::FILE);
            let help = "give this style sheet another name, and set colours in `tokens.toml`";
            diagnostics
                .push(Diagnostic::error("address-taken", Span::file(own), message).help(help));
        }
    }

    fn read_messages(&mut self, diagnostics: &mut Diagnostics) {
        for (path, file) in &self.files {
            let Some(language) =
                path.strip_prefix("i18n/").and_then(|name| name.strip_suffix(".toml"))
            else {
                continue;
            };
            match Messages::parse(&String::from_utf8_lossy(&file.bytes)) {
                // A theme's own file need only hold what it changes.
                Ok(messages) => {
                    let mut all = built_in(path)
                        .and_then(|text| Messages::parse(text).ok())
                        .unwrap_or_default();
                    all.texts.extend(messages.texts);
                    self.messages.insert(language.to_string(), all);
                }
                Err(error) => {
                    let range = error.span().unwrap_or(0..0);
                    let span = file.file.map(|id| Span::new(id, range));
                    let message = format!("`{path}` is not valid TOML: {}", error.message());
                    diagnostics.push(Diagnostic::error("toml-syntax", span, message));
                }
            }
        }
    }

    /// The program's own words for a locale: its language's, English where there are none.
    pub fn words(&self, locale: &Locale) -> &Messages {
        static NONE: Messages = Messages::none();
        self.messages.get(locale.language()).or_else(|| self.messages.get("en")).unwrap_or(&NONE)
    }

    /// A file of the theme as text.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).and_then(|file| std::str::from_utf8(&file.bytes).ok())
    }

    /// The files under a folder of the theme, by path within it.
    pub fn folder<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a ThemeFile)> {
        self.files.iter().filter_map(move |(path, file)| {
            let rest = path.strip_prefix(folder)?.strip_prefix('/')?;
            Some((rest, file))
        })
    }
}

/// A text file of the default theme, as it is built in.
pub fn built_in(path: &str) -> Option<&'static str> {
    DEFAULT.get_file(path).and_then(|file| file.contents_utf8())
}

fn embed(folder: &Dir<'static>, files: &mut BTreeMap<String, ThemeFile>) {
    for file in folder.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        let bytes = Content::BuiltIn(file.contents());
        files.insert(path, ThemeFile { bytes, file: None });
    }
    for inner in folder.dirs() {
        embed(inner, files);
    }
}
