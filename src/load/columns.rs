//! The columns that a reader asks for, found by their headings.

use std::collections::BTreeSet;

use super::headings;
use super::rows::{Header, quoted};
use super::tables::Input;
use crate::config::MappedColumn;
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::source::Span;

/// A column that a reader asked for: its place in the rows, and its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column(pub(super) Option<usize>, pub(super) &'static str);

impl Column {
    pub fn name(self) -> &'static str {
        self.1
    }
}

/// The columns that hold the same words in different languages.
pub struct WordColumns {
    pub(super) prefix: &'static str,
    /// Language and place.
    pub(super) columns: Vec<(String, usize)>,
}

/// The columns, unless one that is required is missing.
pub fn find<C>(
    header: &Header<'_>,
    input: &Input<'_>,
    diagnostics: &mut Diagnostics,
    columns: impl FnOnce(&mut Columns<'_, '_>) -> C,
) -> Option<C> {
    let mut asked = Columns { header, input, asked: Vec::new(), missing: Vec::new(), diagnostics };
    let found = columns(&mut asked);
    asked.finish().then_some(found)
}

/// Finds columns by name and tells those that are missing or that nobody asked for.
pub struct Columns<'a, 'd> {
    header: &'a Header<'a>,
    input: &'a Input<'a>,
    asked: Vec<&'static str>,
    missing: Vec<&'static str>,
    diagnostics: &'d mut Diagnostics,
}

impl Columns<'_, '_> {
    pub fn required(&mut self, name: &'static str) -> Column {
        let column = self.optional(name);
        if column.0.is_none() {
            self.missing.push(name);
        }
        column
    }

    fn tell_missing(&mut self) {
        let path = self.header.path;
        let span = Span::file(self.header.file);
        for name in &self.missing {
            let message = format!("column `{name}` is missing in `{path}`");
            let names = self.header.names.iter().map(String::as_str);
            let near = nearest(name, names);
            let place = near.and_then(|near| self.header.names.iter().position(|one| one == near));
            let place = place.and_then(|at| self.header.spans.get(at)).copied();
            let told = Diagnostic::error("missing-column", place.unwrap_or(span), message);
            let told = match near {
                Some(near) => {
                    let at = self.header.names.iter().position(|one| one == near);
                    let cell = self.in_cell(at);
                    told.help(format!("there is a column `{near}`{cell}: rename it to `{name}`"))
                }
                None => told.help(format!("the file has {}", quoted(&self.header.names))),
            };
            // The headings of a workbook are no text.
            let heading = place.filter(|place| path.ends_with(".csv") && place.start < place.end);
            self.diagnostics.push(match heading {
                Some(heading) => told.fix(heading, *name),
                None => told,
            });
        }
    }

    /// A report from another system may begin with a title of its own.
    fn tell_title_above(&mut self) {
        let message = format!("the first row of `{}` does not name the columns", self.header.path);
        let names: Vec<String> = self.missing.iter().map(|name| name.to_string()).collect();
        let help =
            format!("delete what stands above the row that does; there must be {}", quoted(&names));
        let span = Span::file(self.header.file);
        self.diagnostics.push(Diagnostic::error("missing-column", span, message).help(help));
    }

    pub fn optional(&mut self, name: &'static str) -> Column {
        self.asked.push(name);
        let names = &self.header.names;
        if let Some(exact) = names.iter().position(|one| one == name) {
            return Column(Some(exact), name);
        }
        let means = |one: &&String| headings::means(self.input.dataset, one, name);
        let meant: Vec<&String> = names.iter().filter(means).collect();
        if let [first, second, ..] = meant[..] {
            let message = format!("`{first}` and `{second}` may both be the column `{name}`");
            let help = format!(
                "rename one, or write `columns = {{ {name} = \"{first}\" }}` under `[data.{}]` in the configuration",
                self.input.dataset
            );
            let span = Span::file(self.header.file);
            self.diagnostics.push(Diagnostic::error("ambiguous-column", span, message).help(help));
        }
        Column(names.iter().position(|one| means(&one)), name)
    }

    /// Columns `prefix_nb`, `prefix_en` …; a language of the site that has none is told, unless
    /// there are none at all.
    pub fn by_language(&mut self, prefix: &'static str, languages: &[&str]) -> WordColumns {
        self.asked.push(prefix);
        let named = |language: &str| {
            let name = format!("{prefix}_{language}");
            let names = &self.header.names;
            let exact = names.iter().position(|one| *one == name);
            let means =
                |one: &String| headings::means_in(self.input.dataset, one, prefix, language);
            exact.or_else(|| names.iter().position(means))
        };
        let found: Vec<(String, Option<usize>)> =
            languages.iter().map(|language| (language.to_string(), named(language))).collect();
        if found.iter().any(|(_, index)| index.is_some()) {
            for (language, _) in found.iter().filter(|(_, index)| index.is_none()) {
                let path = self.header.path;
                let message = format!("column `{prefix}_{language}` is missing in `{path}`");
                let span = Span::file(self.header.file);
                self.diagnostics.push(
                    Diagnostic::error("missing-column", span, message)
                        .help("every language of the site needs its own words"),
                );
            }
        }
        let columns =
            found.into_iter().filter_map(|(language, index)| Some((language, index?))).collect();
        WordColumns { prefix, columns }
    }

    /// Where a heading stands in a workbook.
    fn in_cell(&self, at: Option<usize>) -> String {
        let cell = at.and_then(|at| self.header.cell(at));
        cell.map_or(String::new(), |cell| format!(" in {cell}"))
    }

    /// A column whose name is made from the data.
    pub fn named(&self, name: &str) -> Option<usize> {
        self.header.names.iter().position(|one| one == name)
    }

    /// Whether every required column is there.
    fn finish(mut self) -> bool {
        let names = &self.header.names;
        let is_near = |name: &&str| nearest(name, names.iter().map(String::as_str)).is_some();
        if !self.missing.is_empty()
            && !names.iter().any(|name| self.is_asked(name))
            && !self.missing.iter().any(is_near)
        {
            self.tell_title_above();
            return false;
        }
        // Of two columns of one name, which is told, one may be it.
        let mut seen = BTreeSet::new();
        let is_twice = names.iter().any(|name| !name.is_empty() && !seen.insert(name));
        if !is_twice {
            self.tell_missing();
        }
        for (at, (name, span)) in self.header.names.iter().zip(&self.header.spans).enumerate() {
            // Of a misspelt column of the settings is told below.
            let is_mapped = |one: &MappedColumn| one.column == *name;
            // That it is to be renamed was told.
            let is_meant = |missing: &str| nearest(missing, [name.as_str()]).is_some();
            if self.missing.iter().any(|missing| is_meant(missing)) {
                continue;
            }
            let known = self.is_asked(name) || self.input.settings.columns.iter().any(is_mapped);
            if !known && !name.is_empty() {
                let diagnostic = Diagnostic::warning(
                    "unknown-column",
                    *span,
                    format!("column `{name}`{} is not used", self.in_cell(Some(at))),
                );
                self.diagnostics.push(super::fields::suggest(
                    diagnostic,
                    *span,
                    name,
                    self.asked.iter().copied(),
                ));
            }
        }
        for mapped in &self.input.settings.columns {
            if !self.is_asked(&mapped.column) {
                let message = format!("`{}` is not a column of this table", mapped.column);
                let diagnostic = Diagnostic::error("unknown-key", mapped.span, message);
                let asked = self.asked.iter().copied();
                let (span, column) = (mapped.span, &mapped.column);
                let diagnostic = super::fields::suggest(diagnostic, span, column, asked);
                self.diagnostics.push(diagnostic.without_fix());
            }
        }
        self.missing.is_empty()
    }

    fn is_asked(&self, name: &str) -> bool {
        let languages = self.input.languages;
        self.asked.iter().any(|asked| {
            headings::means(self.input.dataset, name, asked)
                || name.strip_prefix(asked).is_some_and(|rest| rest.starts_with('_'))
                || languages
                    .iter()
                    .any(|language| headings::means_in(self.input.dataset, name, asked, language))
        })
    }
}
