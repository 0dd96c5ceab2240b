//! How projects and their pages are begun, and what editors and shells are told of the program.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand, ValueEnum};

use crate::cli::schema::data_names;

#[derive(Debug, Args)]
pub(in crate::cli) struct Init {
    /// The folder to make; it may exist if it is empty
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// What it holds: a `report`, `policies`, or `both`
    #[arg(long, value_name = "WHAT", default_value = "report", hide_possible_values = true)]
    pub template: Template,
    /// The languages of the site, the default one first: of `nb`, `nn`, `sv`, `da` and `en`
    #[arg(long = "lang", value_name = "LANGUAGES", default_value = "nb,en")]
    #[arg(value_delimiter = ',', hide_possible_values = true)]
    pub languages: Vec<TextLanguage>,
    /// A file that checks and builds the site at every change: for `github`, `gitlab` or `make`
    #[arg(long, value_name = "SYSTEM", hide_possible_values = true)]
    pub ci: Option<Ci>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Template {
    Report,
    Policies,
    Both,
}

/// A language that the program has texts for new pages in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum TextLanguage {
    Nb,
    Nn,
    Sv,
    Da,
    En,
}

impl TextLanguage {
    #[cfg(test)]
    pub(in crate::cli) const ALL: [TextLanguage; 5] =
        [TextLanguage::Nb, TextLanguage::Nn, TextLanguage::Sv, TextLanguage::Da, TextLanguage::En];

    pub(in crate::cli) fn name(self) -> &'static str {
        match self {
            TextLanguage::Nb => "nb",
            TextLanguage::Nn => "nn",
            TextLanguage::Sv => "sv",
            TextLanguage::Da => "da",
            TextLanguage::En => "en",
        }
    }

    pub(in crate::cli) fn is_norwegian(self) -> bool {
        matches!(self, TextLanguage::Nb | TextLanguage::Nn)
    }

    pub(in crate::cli) fn in_english(self) -> &'static str {
        match self {
            TextLanguage::Nb => "Norwegian",
            TextLanguage::Nn => "Nynorsk",
            TextLanguage::Sv => "Swedish",
            TextLanguage::Da => "Danish",
            TextLanguage::En => "English",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Ci {
    Github,
    Gitlab,
    Make,
}

impl Ci {
    /// The file of the program that it is made from.
    pub(in crate::cli) fn file(self) -> &'static str {
        match self {
            Ci::Github => "github.yml",
            Ci::Gitlab => "gitlab.yml",
            Ci::Make => "Makefile",
        }
    }

    /// Its place in a project.
    pub(in crate::cli) fn path(self) -> &'static str {
        match self {
            Ci::Github => ".github/workflows/belegg.yml",
            Ci::Gitlab => ".gitlab-ci.yml",
            Ci::Make => "Makefile",
        }
    }
}

#[derive(Debug, Args)]
pub(in crate::cli) struct New {
    #[command(subcommand)]
    pub kind: NewKind,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum NewKind {
    /// A chapter of a report, behind the last one
    Chapter(NewPage),
    /// A policy, with all that a policy has to say
    Policy(NewPage),
    /// An article of today
    Article(NewPage),
    /// A year: the texts of the last one as drafts, its tables without rows
    ///
    /// Figures in the texts lose what stands in their brackets, so that they fill in from the new data.
    /// The last year stays as it is.
    Year(NewYear),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct NewPage {
    /// Its title; the name of its files is made from it
    pub name: String,
    /// The folder below content/ that it goes into [default: where others of its kind are]
    #[arg(long = "in", value_name = "SECTION")]
    pub section: Option<String>,
    /// Only in these languages [default: all of the site]
    #[arg(long = "lang", value_name = "LANGUAGES", value_delimiter = ',')]
    pub languages: Vec<String>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct NewYear {
    /// The year, such as 2026
    #[arg(value_name = "YEAR")]
    pub name: String,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Schema {
    #[command(subcommand)]
    pub of: SchemaOf,
}

#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub(in crate::cli) enum SchemaOf {
    /// Of `belegg.toml`
    Config,
    /// Of what stands between the fences at the top of a page
    FrontMatter,
    /// Of a kind of data file, in TOML or JSON
    Data {
        /// The kind, such as `report` or `goals` [default: list all, with the files that they are for]
        #[arg(value_name = "NAME", hide_possible_values = true)]
        #[arg(value_parser = PossibleValuesParser::new(data_names()))]
        name: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Completions {
    /// The shell
    pub shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Man {
    /// The command, such as `build` or `translations accept` [default: the program]
    #[arg(value_name = "COMMAND")]
    pub command: Vec<String>,
}
