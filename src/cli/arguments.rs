//! What the program can be called with.

mod building;
mod keeping;
mod starting;

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

use crate::Options;

pub(super) use building::*;
pub(super) use keeping::*;
pub(super) use starting::*;

const HELP: &str = "\
{about}

Examples:
  belegg init my-report        make a small project in two languages
  belegg build                 publish the project you stand in to output/
  belegg serve --open          see the site while you write
  belegg new chapter NAME      make a page in every language of the site
  belegg check                 find every mistake, publish nothing
  belegg check --fix           write the right numbers into the text
  belegg import saft FILE      make the supplier register from an accounting export
  belegg facts suppliers       show figures, in every language, and where they come from
  belegg translations          tell which translations are missing or out of date
  belegg policies              tell which policies are changed or due for review
  belegg verify                compare the published files with what was published
  belegg explain CODE          tell what a message means and what to do about it

{usage-heading} {usage}

{all-args}

Exit codes: 0 done, 1 the project has errors, 2 the call or the machine is at fault
";

/// Publishes a year's data and text as an accessible website and PDF, in several languages
#[derive(Debug, Parser)]
#[command(
    name = "belegg",
    bin_name = "belegg",
    version,
    help_template = HELP,
    arg_required_else_help = true,
    disable_help_subcommand = true,
    max_term_width = 100
)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// Options that stand before or after the command.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Options of every command")]
pub(super) struct Global {
    /// The project folder [default: the nearest one upward with a belegg.toml]
    #[arg(short, long, global = true, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// The configuration, within the project folder
    #[arg(short, long, global = true, value_name = "FILE", default_value = "belegg.toml")]
    pub config: String,
    /// Messages as `text`, or on standard output as `json` (one object a line), `sarif`, `github`,
    /// `gitlab` or `junit`
    #[arg(long, global = true, value_name = "FORMAT", default_value = "text")]
    #[arg(hide_possible_values = true)]
    pub message_format: MessageFormat,
    /// Write nothing to the project but what is published, and refuse commands that do
    #[arg(long, global = true)]
    pub locked: bool,
    /// Colours: `auto`, `always` or `never`; NO_COLOR is heeded
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    #[arg(hide_possible_values = true)]
    pub color: Colour,
    /// Tell errors only
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Tell more: which folders are used, what was left out
    #[arg(short, long, global = true, action = ArgAction::SetTrue)]
    pub verbose: bool,
}

impl Global {
    pub(super) fn options(&self) -> Options {
        Options { config: Some(self.config.clone()), ..Options::default() }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum MessageFormat {
    Text,
    Json,
    Sarif,
    Github,
    Gitlab,
    Junit,
}

impl MessageFormat {
    /// Whether all messages make one document, which is written when the command has ended.
    pub(super) fn is_document(self) -> bool {
        matches!(self, MessageFormat::Sarif | MessageFormat::Gitlab | MessageFormat::Junit)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Colour {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Build the site and its PDFs, and publish them to the output folder
    Build(Build),
    /// Build everything and tell every mistake, but publish nothing
    Check(Check),
    /// Show the site in the browser, and each change as soon as it is saved
    Serve(Serve),
    /// Make a small project that is ready to build
    Init(Init),
    /// Make the files of a new chapter, policy, article or year, in every language of the site
    New(New),
    /// List the figures of the project, in every language, with where they come from
    Facts(Facts),
    /// Make or complete a dataset from a file of another system
    ///
    /// A spreadsheet needs no import: save it in the folder of the year, as `data/2025/suppliers.xlsx` or
    /// `.csv`. Its own headings may stay.
    Import(Import),
    /// Keep the figures of a year in data/history.json, for the accounts of later years
    CloseYear(CloseYear),
    /// Tell which translations are missing or out of date, and accept those that are right
    Translations(Translations),
    /// Tell which policies there are and how they stand, and accept their versions
    Policies(Policies),
    /// Compare the published files with what was published
    Verify(Verify),
    /// Tell what a message means, with an example and what to do about it
    Explain(Explain),
    /// Print JSON Schemas for editors: of `belegg.toml`, of front matter, of data files
    Schema(Schema),
    /// Print what a shell needs to complete commands: bash, zsh, fish, powershell or elvish
    Completions(Completions),
    /// Print the manual page of the program, or of one of its commands
    Man(Man),
}

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The code in the brackets of the message [default: list all]
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Facts {
    /// A figure (`suppliers.count`), a group of them (`suppliers`), or one of a period
    /// (`suppliers.count@2025`) [default: all]
    pub id: Option<String>,
    /// As a JSON array
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(subcommand)]
    pub from: ImportFrom,
}

#[derive(Debug, Subcommand)]
pub(super) enum ImportFrom {
    /// Suppliers, and what was bought from each, from a SAF-T Financial file (1.10, 1.20, 1.30)
    ///
    /// Writes `data/<period>/suppliers.csv`. Purchases include VAT: they are what invoices and
    /// credit notes put on the suppliers' accounts (24xx). Payments, opening balances, taxes and
    /// set-offs are left out, and told. Contacts, addresses and bank accounts are not read.
    Saft(ImportSaft),
    /// Country, organisation form and industry of suppliers, from an export of Enhetsregisteret
    ///
    /// Fills the empty cells of `data/<period>/suppliers.csv` by organisation number, and writes
    /// titles of industries to `data/names/nace.csv`. JSON and CSV are read.
    Register(ImportRegister),
}

#[derive(Debug, Args)]
pub(super) struct ImportSaft {
    /// The file that the accounting system exported
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The period to write, and the year to count [default: the year that the file ends in]
    #[arg(long, value_name = "PERIOD")]
    pub period: Option<String>,
    /// Write to this file instead of the project's
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace the file if it exists, with all corrections in it
    #[arg(short, long)]
    pub force: bool,
}

#[derive(Debug, Args)]
pub(super) struct ImportRegister {
    /// The export, as JSON or CSV
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The period to fill [default: the only one that has a suppliers.csv]
    #[arg(long, value_name = "PERIOD")]
    pub period: Option<String>,
    /// Edition of the industry codes in the export: `rev2` (SN2007) or `rev2.1` (SN2025)
    #[arg(long, value_name = "EDITION", hide_possible_values = true)]
    pub nace: Option<Nace>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Nace {
    #[value(name = "rev2")]
    Rev2,
    #[value(name = "rev2.1")]
    Rev21,
}

#[derive(Debug, Args)]
pub(super) struct CloseYear {
    /// The period to close [default: the period of the configuration]
    #[arg(value_name = "PERIOD")]
    pub period: Option<String>,
    /// Close it again, though its figures have changed since
    #[arg(short, long)]
    pub force: bool,
}

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The published folder [default: the project's output folder]
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
}
