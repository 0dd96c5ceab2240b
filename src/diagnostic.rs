//! Mistakes in the user's files, told with place and remedy. All are collected; none stops the work.

mod excerpt;
pub mod print;

use crate::source::{Sources, Span};

/// How bad it is: an error blocks publishing, a warning does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
}

/// The stable name of a kind of mistake: what `--deny`, `--allow` and `explain` take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Code(pub &'static str);

/// A change to the source that mends the mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    pub span: Span,
    pub replacement: String,
}

/// One mistake: a lowercase phrase in the user's words, its place and its remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    pub code: Code,
    pub severity: Severity,
    pub message: String,
    pub span: Option<Span>,
    /// A few words at the marked place.
    pub label: String,
    /// What to do.
    pub help: Option<String>,
    /// The remedy as a change, shown as a patch.
    pub fix: Option<Fix>,
    /// Other places that belong to it, each with a few words.
    pub related: Vec<(Span, String)>,
}

impl Diagnostic {
    pub fn error(
        code: &'static str,
        span: impl Into<Option<Span>>,
        message: impl Into<String>,
    ) -> Self {
        Diagnostic {
            code: Code(code),
            severity: Severity::Error,
            message: message.into(),
            span: span.into(),
            label: String::new(),
            help: None,
            fix: None,
            related: Vec::new(),
        }
    }

    pub fn warning(
        code: &'static str,
        span: impl Into<Option<Span>>,
        message: impl Into<String>,
    ) -> Self {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(code, span, message) }
    }

    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub fn fix(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix { span, replacement: replacement.into() });
        self
    }

    /// Without the patch: where the remedy is not a change of the marked text.
    pub fn without_fix(mut self) -> Self {
        self.fix = None;
        self
    }

    pub fn related(mut self, span: Span, words: impl Into<String>) -> Self {
        self.related.push((span, words.into()));
        self
    }
}

/// Every mistake found so far.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    pub fn extend(&mut self, others: Diagnostics) {
        self.list.extend(others.list);
    }

    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|one| one.severity == Severity::Error)
    }

    /// As many as are told: what two languages have in common counts once.
    pub fn errors(&self) -> usize {
        self.sorted().iter().filter(|one| one.severity == Severity::Error).count()
    }

    pub fn warnings(&self) -> usize {
        self.sorted().iter().filter(|one| one.severity == Severity::Warning).count()
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// By file and place, each mistake once.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut sorted: Vec<&Diagnostic> = self.list.iter().collect();
        sorted.sort_by(|a, b| {
            (a.span, a.severity, a.code, &a.message).cmp(&(b.span, b.severity, b.code, &b.message))
        });
        sorted.dedup();
        sorted
    }
}

/// The known name nearest to a misspelt one, if any is near enough to be meant.
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = wrong.to_lowercase();
    let scored = known.into_iter().map(|name| {
        let distance = strsim::damerau_levenshtein(&lower, &name.to_lowercase());
        (distance, name)
    });
    let (distance, name) = scored.min()?;
    let limit = (wrong.chars().count().max(3) / 3).max(1);
    let related = name.starts_with(wrong) || wrong.starts_with(name);
    (distance <= limit || (related && wrong.len() > 3)).then_some(name)
}

/// Where a diagnostic stands: path, line and column, both counted from 1.
pub fn place(diagnostic: &Diagnostic, sources: &Sources) -> Option<(String, usize, usize)> {
    let span = diagnostic.span?;
    let (line, column) = sources.line_and_column(span.file, span.start);
    Some((sources.path(span.file).to_string(), line, column))
}
