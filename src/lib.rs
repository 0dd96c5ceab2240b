//! Belegg turns a year's data and Markdown text in several languages into a published report:
//! an accessible website and a tagged PDF per language, in which every number comes from the data.
//!
//! [`build`] is the only place where the stages meet.

pub mod artifact;
pub mod chart;
pub mod cli;
pub mod compose;
pub mod config;
pub mod data;
pub mod derive;
pub mod diagnostic;
pub mod document;
pub mod fact;
pub mod load;
pub mod locale;
pub mod project;
pub mod publish;
pub mod render;
pub mod source;
pub mod theme;

use std::collections::BTreeMap;
use std::path::PathBuf;

use artifact::Artifacts;
use compose::words::label;
use config::Language;
use diagnostic::Diagnostics;
use document::Report;
use fact::{Fact, Facts};
use project::Project;
use source::{Skipped, Sources};

/// What a build is asked for, beside the project itself.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The configuration's path within the project; `belegg.toml` unless said otherwise.
    pub config: Option<String>,
    /// Instead of the configuration's.
    pub base_url: Option<String>,
    /// Publish drafts too.
    pub drafts: bool,
    pub pdf: PdfChoice,
    /// What the project's folder held that is not read.
    pub skipped: Vec<Skipped>,
}

impl Options {
    fn config(&self) -> &str {
        self.config.as_deref().unwrap_or("belegg.toml")
    }
}

/// Loads, derives and composes: everything up to words.
pub fn compose(
    sources: &Sources,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Option<Report> {
    let (project, facts) = load(sources, options, diagnostics)?;
    Some(report(&project, &facts, options, diagnostics))
}

/// Everything that is published, in memory. `None` where the project has errors.
pub fn build(
    sources: &Sources,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Option<Artifacts> {
    let (project, facts) = load(sources, options, diagnostics)?;
    let report = report(&project, &facts, options, diagnostics);
    let mut artifacts = render::site::site(&report, &project.theme, sources, &[], diagnostics);
    for (path, file) in &project.files {
        artifacts.files.insert(path.clone(), sources.bytes(*file).to_vec());
    }
    (!diagnostics.has_errors()).then_some(artifacts)
}

fn load(
    sources: &Sources,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Option<(Project, Facts)> {
    let project = load::project(options.config(), sources, &options.skipped, diagnostics)?;
    let facts = derive::facts(&project.datasets, diagnostics);
    Some((project, facts))
}

fn report(
    project: &Project,
    facts: &Facts,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Report {
    let base_url = options.base_url.as_deref().unwrap_or(&project.config.base_url);
    compose::report(project, facts, base_url.trim_end_matches('/'), options.drafts, diagnostics)
}

/// Every fact of every period in the words of each language: what `belegg facts` lists.
pub fn facts(
    sources: &Sources,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<FactRow>> {
    let (project, facts) = load(sources, options, diagnostics)?;
    let languages = &project.config.languages;
    let messages = |language: &Language| project.theme.messages.get(language.locale.language());
    let row = |period: &str, fact: &Fact| FactRow {
        period: period.to_string(),
        id: fact.id.clone(),
        values: languages
            .iter()
            .filter_map(|language| {
                let words = language.locale.value(&fact.value, fact.decimals)?;
                Some((language.name.clone(), words))
            })
            .collect(),
        labels: languages
            .iter()
            .filter_map(|language| {
                let words = label(&fact.label, language.locale, messages(language)?);
                Some((language.name.clone(), words))
            })
            .collect(),
        dataset: fact.provenance.dataset.clone(),
        rows: fact.provenance.rows,
        formula: fact.provenance.formula.clone(),
    };
    let of_periods = facts.periods.iter();
    Some(
        of_periods
            .flat_map(|(period, known)| known.facts.values().map(|fact| row(period, fact)))
            .collect(),
    )
}

/// The folder that a project is published to, relative to it, as its configuration says.
pub fn output_dir(sources: &Sources, options: &Options) -> String {
    let config = load::config(options.config(), sources, &mut Diagnostics::default());
    config.map_or_else(|| "output".to_string(), |config| config.output_dir)
}

/// What typesets the PDFs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum PdfChoice {
    /// As `[pdf]` in the configuration says.
    #[default]
    AsConfigured,
    /// No PDFs.
    No,
    /// The Typst engine inside this program.
    Embedded,
    /// The `typst` command: at this path, or found by its name.
    Command(Option<PathBuf>),
}

/// A fact as `belegg facts` lists it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct FactRow {
    pub period: String,
    pub id: String,
    /// In words, by language tag.
    pub values: BTreeMap<String, String>,
    pub labels: BTreeMap<String, String>,
    pub dataset: String,
    /// Rows that the value was computed from.
    pub rows: Option<u64>,
    pub formula: String,
}
