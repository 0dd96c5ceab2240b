//! The theme's templates through Tera, and their mistakes as diagnostics at the theme's own line.

use tera::{Context, Error, ErrorKind, ReportError, Tera};

use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::source::Span;
use crate::theme::{self, Theme};

/// All templates of a theme, parsed.
pub struct Templates<'a> {
    tera: Tera,
    theme: &'a Theme,
}

impl<'a> Templates<'a> {
    /// Parses every template. One that cannot be used is told, and the built-in one of the same
    /// name stands in for it, so that the others are looked at too.
    pub fn load(theme: &'a Theme, diagnostics: &mut Diagnostics) -> Templates<'a> {
        let mut texts: Vec<(&str, &str)> = theme
            .folder("templates")
            .filter_map(|(name, file)| Some((name, std::str::from_utf8(&file.bytes).ok()?)))
            .collect();
        let mut replaced = Vec::new();
        loop {
            let mut tera = Tera::new();
            let Err(error) = tera.add_raw_templates(texts.iter().copied()) else {
                return Templates { tera, theme };
            };
            let name = blamed(&error).unwrap_or_default().to_string();
            diagnostics.push(diagnostic(&error, theme));
            let Some(at) = texts.iter().position(|(known, _)| *known == name) else {
                return Templates { tera: Tera::new(), theme };
            };
            let built_in = theme::built_in(&format!("templates/{name}"));
            match built_in {
                Some(text) if !replaced.contains(&name) => texts[at].1 = text,
                _ => _ = texts.remove(at),
            }
            replaced.push(name);
        }
    }

    /// The template of a page: the one it names, where there is such a one, else its kind's own.
    pub fn choose<'n>(
        &self,
        named: Option<&'n str>,
        own: &'n str,
        page: Span,
        diagnostics: &mut Diagnostics,
    ) -> &'n str {
        let Some(named) = named else { return own };
        if self.tera.contains_template(named) {
            return named;
        }
        let mut known: Vec<&str> = self.tera.get_template_names().collect();
        known.sort_unstable();
        let help = match nearest(named, known.iter().copied()) {
            Some(near) => format!("there is a template `{near}`"),
            None => format!("make the file `templates/{named}` in the theme, or leave it out"),
        };
        let message = format!("the theme has no template `{named}`");
        diagnostics.push(Diagnostic::error("unknown-template", page, message).help(help));
        own
    }

    /// One finished page, or what is wrong with the template.
    pub fn render(&self, name: &str, context: &Context) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mut bytes = Vec::with_capacity(24 * 1024);
        match self.tera.render_to(name, context, &mut bytes) {
            Ok(()) => Ok(bytes),
            Err(error) => Err(Box::new(diagnostic(&error, self.theme))),
        }
    }
}

/// The template that an error is about.
fn blamed(error: &Error) -> Option<&str> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            Some(report.filename())
        }
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => Some(tpl),
        ErrorKind::MissingParent { current, .. } => Some(current),
        _ => None,
    }
}

fn diagnostic(error: &Error, theme: &Theme) -> Diagnostic {
    let name = blamed(error).unwrap_or_default();
    let file = theme.files.get(&format!("templates/{name}")).and_then(|file| file.file);
    let (message, span) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            (report.message().to_string(), file.map(|file| place(file, report)))
        }
        _ => (error.to_string(), file.map(Span::file)),
    };
    let (message, names) = match message.split_once(". Available ") {
        Some((message, names)) => (message.to_string(), Some(format!("available {names}"))),
        None => (message, None),
    };
    let mut message = lowercase_start(message.trim_end_matches('.'));
    if span.is_none() && !name.is_empty() {
        message = format!("in the built-in template `{name}`: {message}");
    }
    let help = names.unwrap_or_else(|| match span {
        Some(_) => "compare it with the template of the same name in the default theme".into(),
        None => "a template of the theme that it includes or extends may have changed".into(),
    });
    Diagnostic::error("template", span, message).help(help)
}

fn place(file: crate::source::FileId, report: &ReportError) -> Span {
    Span::new(file, report.span().range.clone())
}

fn lowercase_start(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}
