//! How translations and the versions of policies are listed and accepted.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand, ValueEnum};

use super::Day;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(in crate::cli) struct Translations {
    #[command(subcommand)]
    pub action: Option<TranslationsAction>,
    #[command(flatten)]
    pub list: ListTranslations,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum TranslationsAction {
    /// Tell what is missing, stale, new, current and orphaned, and the words left to translate
    List(ListTranslations),
    /// Say that translations are right as they are, until their originals change
    Accept(AcceptTranslations),
    /// Write what is to be translated to a file for an agency: XLIFF 1.2 or 2.0, or PO
    ///
    /// Sections that are missing, stale or new are written, with what there is of a translation.
    /// Figures, links and footnotes stand in the texts as codes that a translator cannot change.
    Export(ExportTranslations),
    /// Take over what an agency sent back: XLIFF 1.2 or 2.0, or PO
    ///
    /// Sections whose units are all translated are written to their pages, with the structure of
    /// the original, and accepted. The others are left as they are, and told.
    Import(ImportTranslations),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ExportTranslations {
    /// A page (`report/2024/03-method`), one of its files, or a folder [default: all]
    #[arg(value_name = "PAGE")]
    pub pages: Vec<String>,
    /// The language to translate to [default: the only one that pages are translated to]
    #[arg(long, value_name = "LANGUAGE")]
    pub language: Option<String>,
    /// `xliff` (1.2), `xliff2` (2.0) or `po`
    #[arg(long, value_name = "FORMAT", default_value = "xliff", hide_possible_values = true)]
    pub format: ExchangeFormat,
    /// Sections that are current too
    #[arg(long)]
    pub all: bool,
    /// Write to this file, or to standard output with `-` [default: `translations-LANGUAGE.xlf` or
    /// `.po` in the folder you stand in]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace the file if it exists
    #[arg(short, long)]
    pub force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ExchangeFormat {
    Xliff,
    Xliff2,
    Po,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ImportTranslations {
    /// What the agency sent back
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Tell what would be changed, and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ListTranslations {
    /// A page (`report/2024/03-method`), one of its files, or a folder [default: all]
    #[arg(value_name = "PAGE")]
    pub pages: Vec<String>,
    /// Only this language
    #[arg(long, value_name = "LANGUAGE")]
    pub language: Option<String>,
    /// As a JSON array
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("what").args(["pages", "all"]).required(true))]
pub(in crate::cli) struct AcceptTranslations {
    /// A page (`report/2024/03-method`), one of its files, or a folder
    #[arg(value_name = "PAGE")]
    pub pages: Vec<String>,
    /// Only the section with this anchor; `top` is what stands before the first heading
    #[arg(long, value_name = "ANCHOR", conflicts_with = "all")]
    pub section: Vec<String>,
    /// Only this language
    #[arg(long, value_name = "LANGUAGE")]
    pub language: Option<String>,
    /// Every page
    #[arg(long)]
    pub all: bool,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(in crate::cli) struct Policies {
    #[command(subcommand)]
    pub action: Option<PoliciesAction>,
    #[command(flatten)]
    pub list: ListPolicies,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum PoliciesAction {
    /// Tell of each policy its version, owner and dates, and whether its text has changed since
    List(ListPolicies),
    /// Say that the texts are what their versions say, until they change
    Accept(AcceptPolicies),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ListPolicies {
    /// The day by which reviews are overdue: `2025-06-30`, or `today` [default: that of
    /// SOURCE_DATE_EPOCH, or else today]
    #[arg(long, value_name = "DATE")]
    pub date: Option<Day>,
    /// As a JSON array
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").args(["pages", "all"]).required(true))]
pub(in crate::cli) struct AcceptPolicies {
    /// A policy (`policy/equality`), or its file
    #[arg(value_name = "PAGE")]
    pub pages: Vec<String>,
    /// Every policy
    #[arg(long)]
    pub all: bool,
}
