//! What Typst says, in the words of whoever wrote the text.

use crate::diagnostic::Diagnostic;

use super::TypesetError;

pub(super) fn diagnostic(error: &TypesetError, pdf: &str) -> Diagnostic {
    let said = without_standard(&error.message);
    let (code, message, help) = in_plain_words(said);
    let mut found = Diagnostic::error(code, error.place, message);
    found = match (help, error.hints.first()) {
        (Some(help), _) => found.help(help),
        (None, Some(hint)) => found.help(hint.clone()),
        (None, None) => {
            found.help(format!("the document `{pdf}` cannot be made before this is mended"))
        }
    };
    if let Some(text) = error.while_setting {
        found = found.related(text, "while the theme was setting this");
    }
    if let Some(theme) = &error.theme {
        let place = format!("{}:{}:{}", theme.path, theme.line, theme.column);
        found.message = format!("{} (in the theme's `{place}`)", found.message);
    }
    found
}

/// `PDF/A-3a, PDF/UA-1 error: missing alt text` without what stands before the colon.
fn without_standard(message: &str) -> &str {
    match message.strip_prefix("PDF/").and_then(|rest| rest.split_once(" error: ")) {
        Some((_, rest)) => rest,
        None => message,
    }
}

/// The code, the message and what to do. What is not known here is said as Typst says it.
fn in_plain_words(said: &str) -> (&'static str, String, Option<String>) {
    if let Some((text, font)) = missing_glyph(said) {
        let message = format!(
            "the font {font} has no character for \"{text}\", so it cannot stand in the PDF"
        );
        let help = "write it with other characters, or add a font that has them to the theme's `fonts` \
                    and name it in `pdf/style.typ`";
        return ("pdf-missing-character", message, Some(help.to_string()));
    }
    if let Some(levels) = said.strip_prefix("skipped from heading level ") {
        let message = format!("the heading is too deep: it skips from level {levels}");
        let help = "go down one level at a time, so that a screen reader can follow";
        return ("pdf-heading-level", message, Some(help.to_string()));
    }
    if said.starts_with("the first heading must be of level 1") {
        let help = "begin with a heading of the highest level";
        return ("pdf-heading-level", said.to_string(), Some(help.to_string()));
    }
    if said.contains("missing alt text") {
        let help = "say in a sentence what it shows: `![caption](path \"text alternative\")`";
        return (
            "pdf-alt-text",
            "there is no text alternative for those who cannot see it".to_string(),
            Some(help.to_string()),
        );
    }
    if said == "missing document title" {
        let help = "give its front page a `title`";
        return ("pdf-title", "the document has no title".to_string(), Some(help.to_string()));
    }
    if said.starts_with("missing document date") || said.starts_with("missing document creation") {
        let help = "write `date = 2025-06-30` in the front matter of its front page";
        return ("pdf-date", "the document has no date".to_string(), Some(help.to_string()));
    }
    if let Some(family) = said.strip_prefix("unknown font family: ") {
        let message = format!("the theme has no font called {family}");
        let help = "add its font files to the theme's `fonts`, as .ttf or .otf";
        return ("pdf-unknown-font", message, Some(help.to_string()));
    }
    ("pdf", format!("the PDF cannot be typeset: {said}"), None)
}

/// The text and the font of: the text `"漢"` could not be displayed with font `"Inter"`.
fn missing_glyph(said: &str) -> Option<(String, String)> {
    let rest = said.strip_prefix("the text `\"")?;
    let (text, rest) = rest.split_once("\"` could not be displayed with font `\"")?;
    let font = rest.split('"').next()?;
    Some((text.to_string(), font.to_string()))
}
