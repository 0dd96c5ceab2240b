//! Mistakes in the user's files, told with place and remedy. All are collected; none stops the work.

pub mod codes;
mod excerpt;
pub mod finding;
pub mod formats;
pub mod levels;
pub mod print;

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::source::{FileId, Sources, Span};
use levels::Levels;

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
    /// Whether nobody needs to weigh it: `belegg check --fix` applies those alone.
    pub sure: bool,
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
    /// What it may follow from together with others, in words that nobody reads: they are told as one.
    pub cause: Option<String>,
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
            cause: None,
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

    pub fn because_of(mut self, cause: impl Into<String>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// A change that a person weighs: a name that is near to what was written.
    pub fn fix(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix { span, replacement: replacement.into(), sure: false });
        self
    }

    /// A change that can only be right, as what is wrong is known and what is meant is too.
    pub fn sure_fix(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix { span, replacement: replacement.into(), sure: true });
        self
    }

    /// Without the patch: where the remedy is not a change of the marked text.
    pub fn without_fix(mut self) -> Self {
        self.fix = None;
        self
    }

    /// What this one has in common with others.
    pub fn alike(&self) -> Alike {
        let mut help = DefaultHasher::new();
        self.help.hash(&mut help);
        let file = self.span.map(|span| span.file);
        Alike { severity: self.severity, code: self.code, file, help: help.finish() }
    }

    pub fn related(mut self, span: Span, words: impl Into<String>) -> Self {
        self.related.push((span, words.into()));
        self
    }
}

/// Every mistake found so far. Of those that are alike only the first are kept, the others counted:
/// a file with a million wrong rows must not fill the memory.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    alike: BTreeMap<Alike, Count>,
    suggested: Option<Suggested>,
    /// What is said of warnings: they may be errors here, or not be told.
    levels: Levels,
}

/// What was suggested last: a whole column may be misspelt in the same way.
#[derive(Debug, Clone)]
struct Suggested {
    wrong: String,
    known: Vec<&'static str>,
    near: Option<&'static str>,
}

/// What mistakes have in common that are told only once, more or less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Alike {
    pub severity: Severity,
    pub code: Code,
    pub file: Option<FileId>,
    /// A hash of the remedy: it tells an empty cell from one that is no number.
    help: u64,
}

#[derive(Debug, Clone, Copy, Default)]
struct Count {
    kept: usize,
    more: usize,
}

/// As many of a kind are kept as anybody may want to see, on the screen or in an editor.
pub const MOST_KEPT: usize = 1_000;
/// As many of all kinds together.
const MOST_KEPT_IN_ALL: usize = 20_000;

impl Diagnostics {
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let Some(diagnostic) = self.levels.heeded(diagnostic) else { return };
        if diagnostic.span.is_none() && self.list.contains(&diagnostic) {
            return;
        }
        let count = self.alike.entry(diagnostic.alike()).or_default();
        if count.kept < MOST_KEPT && self.list.len() < MOST_KEPT_IN_ALL {
            count.kept += 1;
            self.list.push(diagnostic);
        } else {
            count.more += 1;
        }
    }

    pub fn extend(&mut self, others: Diagnostics) {
        others.list.into_iter().for_each(|one| self.push(one));
        for (alike, count) in others.alike {
            let Some(severity) = self.levels.severity(alike.code.0, alike.severity) else {
                continue;
            };
            let alike = Alike { severity, ..alike };
            self.alike.entry(alike).or_default().more += count.more;
        }
    }

    /// Heeds what is said of warnings, also for those that are here already. What was said before
    /// goes before.
    pub fn heed(&mut self, levels: &Levels) {
        self.levels = self.levels.over(levels);
        let levels = self.levels.clone();
        let told = std::mem::replace(self, Diagnostics { levels, ..Diagnostics::default() });
        self.extend(told);
    }

    /// As [`nearest`], but worked out once for a word that is misspelt row after row.
    pub fn suggestion(&mut self, wrong: &str, known: &[&'static str]) -> Option<&'static str> {
        if let Some(last) = &self.suggested
            && last.wrong == wrong
            && last.known == known
        {
            return last.near;
        }
        let near = nearest(wrong, known.iter().copied());
        self.suggested = Some(Suggested { wrong: wrong.to_string(), known: known.to_vec(), near });
        near
    }

    /// The errors alone.
    pub fn without_warnings(&self) -> Diagnostics {
        let is_error = |severity| severity == Severity::Error;
        let errors = self.alike.iter().filter(|(alike, _)| is_error(alike.severity));
        Diagnostics {
            list: self.list.iter().filter(|one| is_error(one.severity)).cloned().collect(),
            alike: errors.map(|(alike, count)| (*alike, *count)).collect(),
            suggested: None,
            levels: Levels::default(),
        }
    }

    /// Takes back those of these codes.
    pub fn forget(&mut self, codes: &[&str]) {
        self.list.retain(|one| !codes.contains(&one.code.0));
        self.alike.retain(|alike, _| !codes.contains(&alike.code.0));
    }

    /// Takes back those of which this is so, of those that are kept.
    pub fn forget_if(&mut self, follows: impl Fn(&Diagnostic) -> bool) {
        let (gone, kept) = std::mem::take(&mut self.list).into_iter().partition(follows);
        self.list = kept;
        self.no_longer_kept(gone.iter());
    }

    fn no_longer_kept<'a>(&mut self, gone: impl Iterator<Item = &'a Diagnostic>) {
        for one in gone {
            if let Some(count) = self.alike.get_mut(&one.alike()) {
                count.kept -= 1;
            }
        }
        self.alike.retain(|_, count| count.kept + count.more > 0);
    }

    /// Of those with the same `key` keeps the first by place, which is told of the others.
    pub fn fold(
        &mut self,
        key: impl Fn(&Diagnostic) -> Option<String>,
        tell: impl Fn(&mut Diagnostic, &[Diagnostic]),
    ) {
        let mut folded: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
        for one in std::mem::take(&mut self.list) {
            match key(&one) {
                Some(key) => folded.entry(key).or_default().push(one),
                None => self.list.push(one),
            }
        }
        self.no_longer_kept(folded.values().flatten());
        for mut alike in folded.into_values() {
            alike.sort_by_key(|one| one.span);
            alike.dedup();
            let others = alike.split_off(1);
            for mut first in alike {
                tell(&mut first, &others);
                self.push(first);
            }
        }
    }

    pub fn has_errors(&self) -> bool {
        self.alike.keys().any(|alike| alike.severity == Severity::Error)
    }

    /// The files that have errors.
    pub fn files_with_errors(&self) -> BTreeSet<FileId> {
        self.files_with_other_errors("")
    }

    /// The same, where errors of this code do not count.
    pub fn files_with_other_errors(&self, code: &str) -> BTreeSet<FileId> {
        let errors = self.alike.keys().filter(|alike| alike.severity == Severity::Error);
        errors.filter(|alike| alike.code.0 != code).filter_map(|alike| alike.file).collect()
    }

    /// Those that are errors, of those that are kept.
    pub fn told_errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter().filter(|one| one.severity == Severity::Error)
    }

    /// Those of this code for which there is a name that was meant, of those that are kept.
    pub fn misspelt(&self, code: &str) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter().filter(move |one| one.code.0 == code && one.fix.is_some())
    }

    /// As many as there are: what two languages have in common counts once.
    pub fn errors(&self) -> usize {
        self.number(Severity::Error)
    }

    pub fn warnings(&self) -> usize {
        self.number(Severity::Warning)
    }

    fn number(&self, severity: Severity) -> usize {
        let kept = self.sorted().iter().filter(|one| one.severity == severity).count();
        let more = self.more().filter(|(alike, _)| alike.severity == severity);
        kept + more.map(|(_, more)| more).sum::<usize>()
    }

    /// Whether all that is told stands in these files, and all of it is kept.
    pub fn is_of(&self, files: &[FileId]) -> bool {
        let is_there = |span: &Span| files.contains(&span.file);
        let is_of = |one: &Diagnostic| {
            let mut others = one.related.iter().map(|(span, _)| span);
            one.span.iter().all(is_there)
                && one.fix.iter().all(|fix| is_there(&fix.span))
                && others.all(is_there)
        };
        self.list.iter().all(is_of) && self.more().next().is_none()
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many are kept, each as often as it was told.
    pub fn kept(&self) -> usize {
        self.list.len()
    }

    /// By file and place, each mistake once: those that are kept.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut sorted: Vec<&Diagnostic> = self.list.iter().collect();
        // A warning without a place follows from what others say.
        let is_last = |one: &Diagnostic| one.span.is_none() && one.severity == Severity::Warning;
        sorted.sort_by(|a, b| {
            let places = (is_last(a), a.span).cmp(&(is_last(b), b.span));
            places.then_with(|| {
                (a.severity, a.code, &a.message).cmp(&(b.severity, b.code, &b.message))
            })
        });
        sorted.dedup();
        sorted
    }

    /// How many there were beside those that are kept.
    pub fn more(&self) -> impl Iterator<Item = (Alike, usize)> {
        let more = self.alike.iter().filter(|(_, count)| count.more > 0);
        more.map(|(alike, count)| (*alike, count.more))
    }
}

/// A name as people type it behind a command: in quotes, in which a shell reads nothing, where it has spaces or
/// other signs.
pub fn argument(name: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-@".contains(c);
    match name.chars().all(is_plain) {
        true => name.to_string(),
        false => format!("'{}'", name.replace('\'', r"'\''")),
    }
}

/// The known name nearest to a misspelt one, if any is near enough to be meant.
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = wrong.to_lowercase();
    // An unnamed column is near to nothing.
    let named = known.into_iter().filter(|name| !name.is_empty());
    let scored = named.map(|name| {
        let distance = strsim::osa_distance(&lower, &name.to_lowercase());
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
