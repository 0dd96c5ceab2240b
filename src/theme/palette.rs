//! `tokens.toml`: every colour of a theme, by what it is for. A project's own file holds only those
//! that it changes.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::ThemeFile;
use super::colour::Colour;
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::source::{FileId, Span};

/// The file of the tokens in a theme, and the style sheet that is made from it.
pub const FILE: &str = "tokens.toml";
pub const STYLE_SHEET: &str = "static/tokens.css";

/// The colours of a theme by the names of their tokens.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Palette {
    tokens: BTreeMap<String, Token>,
}

/// One colour, as light and as dark pages have it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Token {
    group: Group,
    light: Colour,
    dark: Colour,
    /// Where the project's own theme says them.
    own: [Option<Span>; 2],
}

/// The tables of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Page,
    Chart,
}

impl Group {
    const ALL: [Group; 2] = [Group::Page, Group::Chart];

    fn name(self) -> &'static str {
        match self {
            Group::Page => "page",
            Group::Chart => "chart",
        }
    }

    /// What its custom properties begin with.
    fn prefix(self) -> &'static str {
        match self {
            Group::Page => "--",
            Group::Chart => "--bc-",
        }
    }
}

/// Light pages, print and PDF; or dark pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scheme {
    Light,
    Dark,
}

impl Scheme {
    pub const ALL: [Scheme; 2] = [Scheme::Light, Scheme::Dark];

    pub fn name(self) -> &'static str {
        match self {
            Scheme::Light => "light",
            Scheme::Dark => "dark",
        }
    }
}

impl Palette {
    /// The tokens of the default theme.
    pub fn built_in() -> Palette {
        let mut palette = Palette::default();
        let text = super::built_in(FILE).unwrap_or_default();
        let (file, _) = DeTable::parse_recoverable(text);
        let untold = &mut Diagnostics::default();
        for group in Group::ALL {
            let table = file.get_ref().get(group.name()).map(Spanned::get_ref);
            for (name, value) in table.and_then(DeValue::as_table).into_iter().flatten() {
                let (light, dark) = (Colour::default(), Colour::default());
                let token = Token { group, light, dark, own: [None; 2] };
                let name = name.get_ref().to_string();
                palette.tokens.insert(name.clone(), token);
                palette.read_token(&name, value, None, untold);
            }
        }
        palette
    }

    /// The built-in tokens with those of a theme's own file over them.
    pub(super) fn of(file: &ThemeFile, diagnostics: &mut Diagnostics) -> Palette {
        let mut palette = Palette::built_in();
        let Some(id) = file.file else { return palette };
        let Ok(text) = std::str::from_utf8(&file.bytes) else {
            let message = format!("`{FILE}` of the theme is not UTF-8 text");
            diagnostics.push(
                Diagnostic::error("not-utf8", Span::file(id), message).help("save it as UTF-8"),
            );
            return palette;
        };
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            let span = Span::new(id, error.span().unwrap_or(0..0));
            let message = format!("this is not valid TOML: {}", error.message().trim());
            diagnostics.push(
                Diagnostic::error("toml-syntax", span, message)
                    .help("write each as `accent = { light = \"#0b5a54\", dark = \"#6fcfc3\" }`"),
            );
        }
        if errors.is_empty() {
            palette.read(table.get_ref(), id, diagnostics);
        }
        palette
    }

    /// The colour of a token; black, where the theme has none of that name.
    pub fn colour(&self, name: &str, scheme: Scheme) -> Colour {
        let Some(token) = self.tokens.get(name) else { return Colour::default() };
        match scheme {
            Scheme::Light => token.light,
            Scheme::Dark => token.dark,
        }
    }

    /// As print, PDF and the attributes of a drawing have it.
    pub fn light(&self, name: &str) -> Colour {
        self.colour(name, Scheme::Light)
    }

    /// The token of words that are read best in a mark: `bg` or `ink`, the same in all these schemes.
    pub fn words_on(&self, mark: &str, schemes: &[Scheme]) -> &'static str {
        let least = |words| {
            let contrast =
                |scheme: &Scheme| self.colour(mark, *scheme).contrast(self.colour(words, *scheme));
            schemes.iter().map(contrast).fold(f64::INFINITY, f64::min)
        };
        if least("bg") >= least("ink") { "bg" } else { "ink" }
    }

    pub fn has(&self, name: &str) -> bool {
        self.tokens.contains_key(name)
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.tokens.keys().map(String::as_str)
    }

    /// Where the project's theme says a colour itself.
    pub fn own(&self, name: &str, scheme: Scheme) -> Option<Span> {
        self.tokens.get(name)?.own[scheme as usize]
    }

    pub fn has_own(&self) -> bool {
        self.tokens.values().any(|token| token.own.iter().any(Option::is_some))
    }

    /// The same palette but for one colour.
    pub fn with(&self, name: &str, scheme: Scheme, colour: Colour) -> Palette {
        let mut changed = self.clone();
        changed.set(name, scheme, colour);
        changed
    }

    /// The custom properties of the pages: `--accent`, and of charts `--bc-c1`.
    pub fn style_sheet(&self) -> String {
        let mut sheet = format!("/* Made from {FILE} of the theme. */\n:root {{\n");
        for group in Group::ALL {
            let own = self.tokens.iter().filter(|(_, token)| token.group == group);
            for (name, Token { light, dark, .. }) in own {
                let prefix = group.prefix();
                sheet.push_str(&format!("  {prefix}{name}: light-dark({light}, {dark});\n"));
            }
        }
        sheet.push_str("}\n");
        sheet
    }

    fn set(&mut self, name: &str, scheme: Scheme, colour: Colour) {
        let Some(token) = self.tokens.get_mut(name) else { return };
        match scheme {
            Scheme::Light => token.light = colour,
            Scheme::Dark => token.dark = colour,
        }
    }

    fn read(&mut self, file: &DeTable<'_>, id: FileId, diagnostics: &mut Diagnostics) {
        for (key, value) in file {
            let (name, span) = (key.get_ref().as_ref(), Span::new(id, key.span()));
            let Some(group) = Group::ALL.into_iter().find(|group| group.name() == name) else {
                diagnostics.push(self.unknown_group(name, span));
                continue;
            };
            let Some(table) = value.get_ref().as_table() else {
                diagnostics.push(not_a_table(name, Span::new(id, value.span())));
                continue;
            };
            for (key, value) in table {
                let (name, span) = (key.get_ref().as_ref(), Span::new(id, key.span()));
                match self.tokens.get(name) {
                    Some(token) if token.group == group => {
                        self.read_token(name, value, Some(id), diagnostics);
                    }
                    _ => diagnostics.push(self.unknown_token(name, group, span)),
                }
            }
        }
    }

    /// `{ light = "#0b5a54", dark = "#6fcfc3" }`, or one of both.
    fn read_token(
        &mut self,
        name: &str,
        value: &Spanned<DeValue<'_>>,
        file: Option<FileId>,
        diagnostics: &mut Diagnostics,
    ) {
        let place = |range| file.map(|id| Span::new(id, range));
        let Some(colours) = value.get_ref().as_table() else {
            let message = format!("`{name}` needs a colour for light pages and one for dark pages");
            let light = match value.get_ref().as_str().and_then(Colour::parse) {
                Some(colour) => colour.to_string(),
                None => self.light(name).to_string(),
            };
            let dark = self.colour(name, Scheme::Dark);
            diagnostics.push(
                Diagnostic::error("wrong-type", place(value.span()), message)
                    .help(format!("write `{{ light = \"{light}\", dark = \"{dark}\" }}`")),
            );
            return;
        };
        for (key, colour) in colours {
            let scheme = Scheme::ALL.into_iter().find(|scheme| scheme.name() == key.get_ref());
            let Some(scheme) = scheme else {
                let message = format!("unknown key `{}`", key.get_ref());
                diagnostics.push(
                    Diagnostic::error("unknown-key", place(key.span()), message)
                        .help("a token has a colour for `light` pages and one for `dark` pages"),
                );
                continue;
            };
            let span = place(colour.span());
            match colour.get_ref().as_str().and_then(Colour::parse) {
                Some(colour) => {
                    self.set(name, scheme, colour);
                    if let Some(token) = self.tokens.get_mut(name) {
                        token.own[scheme as usize] = span;
                    }
                }
                None => {
                    let message = format!("this is no colour for `{name}`");
                    let now = self.colour(name, scheme);
                    diagnostics.push(Diagnostic::error("wrong-value", span, message).help(
                        format!("write `#` and six digits or letters a to f, such as \"{now}\""),
                    ));
                }
            }
        }
    }

    fn unknown_group(&self, name: &str, span: Span) -> Diagnostic {
        let diagnostic = Diagnostic::error("unknown-key", span, format!("unknown key `{name}`"));
        match self.tokens.get(name) {
            Some(token) => diagnostic.help(stands_under(name, token.group)),
            None => match nearest(name, Group::ALL.map(Group::name)) {
                Some(near) => {
                    diagnostic.help(format!("there is a similar one: `{near}`")).fix(span, near)
                }
                None => diagnostic.help("tokens stand under `[page]` and `[chart]`"),
            },
        }
    }

    fn unknown_token(&self, name: &str, group: Group, span: Span) -> Diagnostic {
        let diagnostic = Diagnostic::error("unknown-key", span, format!("unknown token `{name}`"));
        if let Some(token) = self.tokens.get(name) {
            return diagnostic.help(stands_under(name, token.group));
        }
        let of_group = self.tokens.iter().filter(|(_, token)| token.group == group);
        let names: Vec<&str> = of_group.map(|(name, _)| name.as_str()).collect();
        match nearest(name, names.iter().copied()) {
            Some(near) => {
                diagnostic.help(format!("there is a similar one: `{near}`")).fix(span, near)
            }
            None => diagnostic.help(format!("known are `{}`", names.join("`, `"))),
        }
    }
}

fn not_a_table(name: &str, span: Span) -> Diagnostic {
    let message = format!("`{name}` is a table of tokens");
    Diagnostic::error("wrong-type", span, message).help(format!("begin it with `[{name}]`"))
}

fn stands_under(name: &str, group: Group) -> String {
    format!("`{name}` stands under `[{}]`", group.name())
}
