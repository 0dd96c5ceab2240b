//! The theme's templates through Tera, and their mistakes as diagnostics at the theme's own line.

use std::io::{self, Write};
use std::sync::Arc;

use tera::{Context, Error, ErrorKind, Kwargs, State, Tera, TeraResult};

use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::render::html;
use crate::render::hyphen::soften;
use crate::source::Span;
use crate::theme::{self, Theme};

/// All templates of a theme, parsed.
pub struct Templates {
    tera: Tera,
    theme: Arc<Theme>,
}

/// A mistake in one template.
struct Fault<'e> {
    template: &'e str,
    /// Byte offsets in the template.
    range: std::ops::Range<usize>,
    message: String,
}

impl Templates {
    /// Parses every template. One that cannot be used is told, and the built-in one of the same
    /// name stands in for it, so that the others are looked at too.
    pub fn load(theme: &Arc<Theme>, diagnostics: &mut Diagnostics) -> Option<Templates> {
        let mut texts: Vec<(&str, &str)> = theme
            .folder("templates")
            .filter_map(|(name, file)| Some((name, std::str::from_utf8(&file.bytes).ok()?)))
            .collect();
        loop {
            let mut tera = Tera::new();
            tera.set_escape_fn(escape);
            tera.register_filter("soft", soft);
            let Err(error) = tera.add_raw_templates(texts.iter().copied()) else {
                return Some(Templates { tera, theme: theme.clone() });
            };
            let faults = faults(&error, theme);
            let mut replaced = false;
            for fault in &faults {
                diagnostics.push(diagnostic(fault, theme));
                let at = texts.iter().position(|(name, _)| *name == fault.template);
                let built_in = theme::built_in(&format!("templates/{}", fault.template));
                match (at, built_in) {
                    (Some(at), Some(text)) if texts[at].1 != text => texts[at].1 = text,
                    (Some(at), _) => _ = texts.remove(at),
                    (None, _) => continue,
                }
                replaced = true;
            }
            if !replaced {
                if faults.is_empty() {
                    diagnostics.push(Diagnostic::error("template", None, lowercase_start(&error)));
                }
                return None;
            }
        }
    }

    pub fn theme(&self) -> &Theme {
        &self.theme
    }

    /// The template of a page: the one it names, where there is such a one, else its kind's own.
    pub fn choose<'n>(
        &self,
        named: Option<(&'n str, Span)>,
        own: &'n str,
        diagnostics: &mut Diagnostics,
    ) -> &'n str {
        let Some((named, place)) = named else { return own };
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
        diagnostics.push(Diagnostic::error("unknown-template", place, message).help(help));
        own
    }

    /// One finished page, or what is wrong with the template.
    pub fn render(&self, name: &str, context: &Context) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mut bytes = Vec::with_capacity(24 * 1024);
        let Err(error) = self.tera.render_to(name, context, &mut bytes) else {
            bytes.shrink_to_fit();
            return Ok(bytes);
        };
        let fault = faults(&error, &self.theme).into_iter().next();
        let fault = fault.unwrap_or_else(|| Fault {
            template: name,
            range: 0..0,
            message: error.to_string(),
        });
        Err(Box::new(diagnostic(&fault, &self.theme)))
    }
}

/// `{{ card.title | soft(lang=lang) }}`: long words may break, by the rules of the language.
fn soft(text: &str, arguments: Kwargs, _: &State) -> TeraResult<String> {
    let lang: &str = arguments.must_get("lang")?;
    let language = lang.split('-').next().unwrap_or(lang);
    Ok(soften(text, language).into_owned())
}

/// As all other text is escaped; Tera's own would let control characters pass.
fn escape(text: &str, out: &mut dyn Write) -> io::Result<()> {
    if html::first_to_escape(text).is_none() {
        return out.write_all(text.as_bytes());
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    html::escape(text, &mut escaped);
    out.write_all(escaped.as_bytes())
}

fn faults<'e>(error: &'e Error, theme: &Theme) -> Vec<Fault<'e>> {
    let whole =
        |template: &'e str| vec![Fault { template, range: 0..0, message: error.to_string() }];
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => vec![Fault {
            template: report.filename(),
            range: report.span().range.clone(),
            message: report.message().to_string(),
        }],
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
            whole(tpl)
        }
        ErrorKind::MissingParent { current, .. } => whole(current),
        ErrorKind::Msg(message) => told_in_words(message, theme),
        _ => Vec::new(),
    }
}

/// Unknown filters, functions, components and includes come as one finished text:
///
/// ```text
/// error: Unknown filter `shout`
///  --> stamp.html:1:17
/// ```
fn told_in_words<'e>(text: &'e str, theme: &Theme) -> Vec<Fault<'e>> {
    let mut faults = Vec::new();
    let mut message = "";
    for line in text.lines() {
        if let Some(words) = line.strip_prefix("error: ") {
            message = words;
        } else if let Some(place) = line.trim_start().strip_prefix("--> ") {
            let mut parts = place.rsplitn(3, ':');
            let (column, line) = (parts.next(), parts.next());
            let number = |part: Option<&str>| part?.parse::<usize>().ok();
            let (Some(column), Some(line), Some(template)) =
                (number(column), number(line), parts.next())
            else {
                continue;
            };
            let source = theme.text(&format!("templates/{template}")).unwrap_or_default();
            let start = offset(source, line, column);
            faults.push(Fault { template, range: start..start, message: message.to_string() });
        }
    }
    faults
}

/// The byte offset of a line and column, both counted from 1.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let within = text.get(before..).unwrap_or_default();
    let letters = within.char_indices().nth(column.saturating_sub(1));
    before + letters.map_or(0, |(at, _)| at)
}

fn diagnostic(fault: &Fault, theme: &Theme) -> Diagnostic {
    let file = theme.files.get(&format!("templates/{}", fault.template)).and_then(|one| one.file);
    let span = file.map(|file| Span::new(file, fault.range.clone()));
    let (message, names) = match fault.message.split_once(". Available ") {
        Some((message, names)) => (message, Some(format!("available {names}"))),
        None => (fault.message.as_str(), None),
    };
    let mut message = lowercase_start(&message.trim_end_matches('.'));
    if span.is_none() {
        message = format!("in the built-in template `{}`: {message}", fault.template);
    }
    let help = names.unwrap_or_else(|| match span {
        Some(_) => "compare it with the template of the same name in the default theme".into(),
        None => "a template of the theme that it includes or extends may have changed".into(),
    });
    Diagnostic::error("template", span, message).help(help)
}

fn lowercase_start(text: &impl ToString) -> String {
    let text = text.to_string();
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}
