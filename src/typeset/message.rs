//! What Typst says, in the words of whoever wrote the text.

use crate::artifact::TypstProject;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

use super::TypesetError;
use super::coverage::Missing;

pub(super) fn diagnostic(error: &TypesetError, pdf: &str, project: &TypstProject) -> Diagnostic {
    let said = without_standard(&error.message);
    let known = in_plain_words(said);
    if let Some(told) = known.is_none().then(|| of_theme(error, said, project)).flatten() {
        return told;
    }
    let (code, message, help) =
        known.unwrap_or_else(|| ("pdf", format!("the PDF cannot be typeset: {said}"), None));
    let help = help
        .or_else(|| error.hints.first().cloned())
        .unwrap_or_else(|| format!("the document `{pdf}` cannot be made before this is mended"));
    let mut found = Diagnostic::error(code, error.place, message).help(help);
    if let Some(text) = error.while_setting {
        found = found.related(text, WHILE_SETTING);
    }
    if let Some(theme) = &error.theme {
        let place = format!("{}:{}:{}", theme.path, theme.line, theme.column);
        found.message = format!("{} (in the theme's `{place}`)", found.message);
    }
    found
}

const WHILE_SETTING: &str = "while the theme was setting this";

/// A mistake of the Typst files that a project has in its theme: where it is in one of them, or where the
/// others miss something in one.
fn of_theme(error: &TypesetError, said: &str, project: &TypstProject) -> Option<Diagnostic> {
    let own = &project.places.theme;
    let remove = "correct it, or remove the file to use the built-in one";
    if let Some(place) = error.place.filter(|place| own.values().any(|file| *file == place.file)) {
        let help = error.hints.first().map_or(remove, String::as_str);
        let message = format!("the theme's Typst does not work: {said}");
        let told = Diagnostic::error("pdf-theme", place, message).help(help);
        return Some(match error.while_setting {
            Some(text) => told.related(text, WHILE_SETTING),
            None => told,
        });
    }
    let (name, lacks) = match module_and_name(said) {
        Some((module, name)) => (format!("{module}.typ"), Some(name)),
        None if said == "unresolved import" => imported(error, project)?,
        // The text calls the functions of `blocks.typ` with what the built-in ones take.
        None if error.theme.is_none() => ("blocks.typ".to_string(), None),
        None => return None,
    };
    let file = own.get(&format!("theme/{name}"))?;
    let message = match lacks {
        Some(lacks) => format!("`pdf/{name}` of the theme lacks `{lacks}`, which other files use"),
        None => format!("`pdf/{name}` of the theme does not fit the text: {said}"),
    };
    let help = format!(
        "compare it with the built-in `pdf/{name}`, which may be newer, or remove it to use that"
    );
    let told = Diagnostic::error("pdf-theme", Span::file(*file), message).help(help);
    Some(match error.place.filter(|place| error.theme.is_none() && place.start < place.end) {
        Some(text) => told.related(text, WHILE_SETTING),
        None => told,
    })
}

/// The names in: module `blocks` does not contain `callout`.
fn module_and_name(said: &str) -> Option<(&str, String)> {
    let (module, rest) = said.strip_prefix("module `")?.split_once("` does not contain `")?;
    Some((module, rest.split('`').next()?.to_string()))
}

/// What an `#import "cover.typ": cover` of a built-in file did not find, and where.
fn imported(error: &TypesetError, project: &TypstProject) -> Option<(String, Option<String>)> {
    let place = error.theme.as_ref()?;
    let bytes = project.files.get(&place.path.replacen("pdf/", "theme/", 1))?;
    let text = String::from_utf8_lossy(bytes);
    let line = text.lines().nth(place.line.checked_sub(1)?)?;
    let file = line.split('"').nth(1)?;
    let rest: String = line.chars().skip(place.column.checked_sub(1)?).collect();
    let name = rest.split(|letter: char| !letter.is_alphanumeric() && letter != '-').next()?;
    Some((file.to_string(), Some(name.to_string())))
}

const HELP_CHARACTER: &str = "write it with other characters, or add a font that has them to the theme's \
                              `fonts` and name it in `pdf/style.typ`";

/// A character that no font has, at its place.
pub(super) fn missing(missing: &Missing) -> Diagnostic {
    let message = format!(
        "no font of the theme has the character {}, so it cannot stand in the PDF",
        named(&missing.character.to_string())
    );
    let found = Diagnostic::error("pdf-missing-character", missing.place, message);
    let found = found.help(HELP_CHARACTER);
    match missing.shown {
        Some(text) => found.related(text, "it is shown here"),
        None => found,
    }
}

/// A text with the numbers that Unicode gives its characters: two may look alike, or like nothing.
fn named(text: &str) -> String {
    let codes: Vec<String> =
        text.chars().map(|letter| format!("U+{:04X}", u32::from(letter))).collect();
    format!("\"{text}\" ({})", codes.join(", "))
}

/// The text that a font lacks characters for, if that is what the engine says.
pub(super) fn missing_text(message: &str) -> Option<String> {
    missing_glyph(without_standard(message)).map(|(text, _)| text)
}

/// `PDF/A-3a, PDF/UA-1 error: missing alt text` without what stands before the colon.
fn without_standard(message: &str) -> &str {
    match message.strip_prefix("PDF/").and_then(|rest| rest.split_once(" error: ")) {
        Some((_, rest)) => rest,
        None => message,
    }
}

/// The code, the message and what to do. None where Typst's own words must do.
fn in_plain_words(said: &str) -> Option<(&'static str, String, Option<String>)> {
    if let Some((text, font)) = missing_glyph(said) {
        let message = format!(
            "the font {font} has no character for {}, so it cannot stand in the PDF",
            named(&text)
        );
        return Some(("pdf-missing-character", message, Some(HELP_CHARACTER.to_string())));
    }
    if let Some(levels) = said.strip_prefix("skipped from heading level ") {
        let message = format!("the heading is too deep: it skips from level {levels}");
        let help = "go down one level at a time, so that a screen reader can follow";
        return Some(("pdf-heading-level", message, Some(help.to_string())));
    }
    if said.starts_with("the first heading must be of level 1") {
        let help = "begin with a heading of the highest level";
        return Some(("pdf-heading-level", said.to_string(), Some(help.to_string())));
    }
    if said.contains("missing alt text") {
        let help = "say in a sentence what it shows: `![caption](path \"text alternative\")`";
        return Some((
            "pdf-alt-text",
            "there is no text alternative for those who cannot see it".to_string(),
            Some(help.to_string()),
        ));
    }
    if said == "missing document title" {
        let help = "give its front page a `title`";
        return Some((
            "pdf-title",
            "the document has no title".to_string(),
            Some(help.to_string()),
        ));
    }
    if said == "document date is missing"
        || said.starts_with("missing document date")
        || said.starts_with("missing document creation")
    {
        let help = "write `date = 2025-06-30` in the front matter of its front page";
        return Some(("pdf-date", "the document has no date".to_string(), Some(help.to_string())));
    }
    if let Some(family) = said.strip_prefix("unknown font family: ") {
        let message = format!("the theme has no font called {family}");
        let help = "add its font files to the theme's `fonts`, as .ttf or .otf";
        return Some(("pdf-unknown-font", message, Some(help.to_string())));
    }
    None
}

/// The text and the font of: the text `"漢"` could not be displayed with font `"Inter"`.
fn missing_glyph(said: &str) -> Option<(String, String)> {
    let rest = said.strip_prefix("the text `\"")?;
    let (text, rest) = rest.split_once("\"` could not be displayed with font `\"")?;
    let font = rest.split('"').next()?;
    Some((unescaped(text), font.to_string()))
}

/// `\u{f0b7}`, as Typst names signs that cannot be shown, as the sign itself.
fn unescaped(text: &str) -> String {
    let mut parts = text.split("\\u{");
    let mut plain = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let sign = part.split_once('}').and_then(|(code, rest)| {
            Some((char::from_u32(u32::from_str_radix(code, 16).ok()?)?, rest))
        });
        match sign {
            Some((sign, rest)) => {
                plain.push(sign);
                plain.push_str(rest);
            }
            None => {
                plain.push_str("\\u{");
                plain.push_str(part);
            }
        }
    }
    plain
}
