//! What the program can be called with.

use std::env;
use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;

use clap::{ArgAction, ArgGroup, Args, Parser, Subcommand, ValueEnum};

use time::OffsetDateTime;

use super::Failure;
use crate::diagnostic::levels::{self, Level, Levels};
use crate::load;
use crate::{Options, PdfChoice};

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
    /// Print the JSON Schema of `belegg.toml` (config) or of front matter, for editors
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
pub(super) struct Build {
    /// The folder to publish to [default: `output` in the project folder]
    #[arg(short, long, value_name = "DIR")]
    pub output_dir: Option<PathBuf>,
    /// Write the Typst source of the PDFs to this folder too, for work with `typst watch`
    #[arg(long, value_name = "DIR")]
    pub keep_typst: Option<PathBuf>,
    /// Write to this file, for make, on which files the site depends
    #[arg(long, value_name = "FILE")]
    pub deps: Option<PathBuf>,
    /// Tell how long each phase took, and how many files were read
    #[arg(long)]
    pub timings: bool,
    #[command(flatten)]
    pub build: BuildOptions,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    /// Put what is surely meant into the files: numbers that differ from the data, and their form
    #[arg(long)]
    pub fix: bool,
    /// With `--fix`: show the changes, write nothing
    #[arg(long, requires = "fix")]
    pub dry_run: bool,
    /// Tell how long each phase took, and how many files were read
    #[arg(long, conflicts_with = "fix")]
    pub timings: bool,
    #[command(flatten)]
    pub build: BuildOptions,
}

#[derive(Debug, Args)]
pub(super) struct Serve {
    /// The port to listen at, or the next that is free
    #[arg(short, long, value_name = "PORT", default_value_t = 4700)]
    pub port: u16,
    /// The address of this machine to listen at; others than 127.0.0.1 let other machines in
    #[arg(short, long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub interface: IpAddr,
    /// Open the site in the browser
    #[arg(short = 'O', long)]
    pub open: bool,
    #[command(flatten)]
    pub build: BuildOptions,
}

impl Serve {
    /// As for a build, of today: whoever writes wants to see what is due.
    pub(super) fn options(&self, global: &Global) -> Result<Options, Failure> {
        let options = self.build.options(global)?;
        Ok(Options { date: options.date.or(options.today), ..options })
    }
}

#[derive(Debug, Args)]
pub(super) struct BuildOptions {
    /// The address that the site is published at, instead of the one in the configuration
    #[arg(short = 'u', long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Take drafts in, and pages that are not due yet
    #[arg(long)]
    pub drafts: bool,
    /// The day of the build, for pages that are published from or until a day: `2025-06-30`, or
    /// `today` [default: that of SOURCE_DATE_EPOCH, if it is set]
    #[arg(long, value_name = "DATE")]
    pub date: Option<Day>,
    /// What typesets the PDFs: `embedded`, the engine in this program, or `cli`, the `typst` command
    #[arg(long, value_name = "ENGINE", hide_possible_values = true)]
    pub pdf_engine: Option<PdfEngine>,
    /// The `typst` command to use; implies `--pdf-engine cli`
    #[arg(long, value_name = "PATH")]
    pub typst: Option<PathBuf>,
    /// Make no PDFs
    #[arg(long, conflicts_with_all = ["pdf_engine", "typst"])]
    pub no_pdf: bool,
    /// Take warnings of this code, or `all`, as errors
    #[arg(long, value_name = "CODE")]
    pub deny: Vec<String>,
    /// Tell warnings of this code, whatever the configuration says
    #[arg(long, value_name = "CODE")]
    pub warn: Vec<String>,
    /// Do not tell warnings of this code
    #[arg(long, value_name = "CODE")]
    pub allow: Vec<String>,
}

/// A day as people name it to the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    Today,
    On(time::Date),
}

impl FromStr for Day {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Day, Self::Err> {
        match text {
            "today" => Ok(Day::Today),
            text => {
                load::date(text).map(Day::On).ok_or("write a date such as 2025-06-30, or today")
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum PdfEngine {
    Embedded,
    Cli,
}

#[derive(Debug, Args)]
pub(super) struct Init {
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
pub(super) enum Template {
    Report,
    Policies,
    Both,
}

/// A language that the program has texts for new pages in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TextLanguage {
    Nb,
    Nn,
    Sv,
    Da,
    En,
}

impl TextLanguage {
    #[cfg(test)]
    pub(super) const ALL: [TextLanguage; 5] =
        [TextLanguage::Nb, TextLanguage::Nn, TextLanguage::Sv, TextLanguage::Da, TextLanguage::En];

    pub(super) fn name(self) -> &'static str {
        match self {
            TextLanguage::Nb => "nb",
            TextLanguage::Nn => "nn",
            TextLanguage::Sv => "sv",
            TextLanguage::Da => "da",
            TextLanguage::En => "en",
        }
    }

    pub(super) fn is_norwegian(self) -> bool {
        matches!(self, TextLanguage::Nb | TextLanguage::Nn)
    }

    pub(super) fn in_english(self) -> &'static str {
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
pub(super) enum Ci {
    Github,
    Gitlab,
    Make,
}

impl Ci {
    /// The file of the program that it is made from.
    pub(super) fn file(self) -> &'static str {
        match self {
            Ci::Github => "github.yml",
            Ci::Gitlab => "gitlab.yml",
            Ci::Make => "Makefile",
        }
    }

    /// Its place in a project.
    pub(super) fn path(self) -> &'static str {
        match self {
            Ci::Github => ".github/workflows/belegg.yml",
            Ci::Gitlab => ".gitlab-ci.yml",
            Ci::Make => "Makefile",
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct New {
    #[command(subcommand)]
    pub kind: NewKind,
}

#[derive(Debug, Subcommand)]
pub(super) enum NewKind {
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
pub(super) struct NewPage {
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
pub(super) struct NewYear {
    /// The year, such as 2026
    #[arg(value_name = "YEAR")]
    pub name: String,
}

#[derive(Debug, Args)]
pub(super) struct Schema {
    /// Of what
    pub of: SchemaOf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaOf {
    Config,
    FrontMatter,
}

#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    pub shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(super) struct Man {
    /// The command, such as `build` or `translations accept` [default: the program]
    #[arg(value_name = "COMMAND")]
    pub command: Vec<String>,
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
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Translations {
    #[command(subcommand)]
    pub action: Option<TranslationsAction>,
    #[command(flatten)]
    pub list: ListTranslations,
}

#[derive(Debug, Subcommand)]
pub(super) enum TranslationsAction {
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
pub(super) struct ExportTranslations {
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
pub(super) enum ExchangeFormat {
    Xliff,
    Xliff2,
    Po,
}

#[derive(Debug, Args)]
pub(super) struct ImportTranslations {
    /// What the agency sent back
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Tell what would be changed, and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub(super) struct ListTranslations {
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
pub(super) struct AcceptTranslations {
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
pub(super) struct Policies {
    #[command(subcommand)]
    pub action: Option<PoliciesAction>,
    #[command(flatten)]
    pub list: ListPolicies,
}

#[derive(Debug, Subcommand)]
pub(super) enum PoliciesAction {
    /// Tell of each policy its version, owner and dates, and whether its text has changed since
    List(ListPolicies),
    /// Say that the texts are what their versions say, until they change
    Accept(AcceptPolicies),
}

#[derive(Debug, Args)]
pub(super) struct ListPolicies {
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
pub(super) struct AcceptPolicies {
    /// A policy (`policy/equality`), or its file
    #[arg(value_name = "PAGE")]
    pub pages: Vec<String>,
    /// Every policy
    #[arg(long)]
    pub all: bool,
}

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The published folder [default: the project's output folder]
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
}

impl BuildOptions {
    pub(super) fn options(&self, global: &Global) -> Result<Options, Failure> {
        let pdf = match (self.no_pdf, self.pdf_engine, &self.typst) {
            (true, _, _) => PdfChoice::No,
            (false, Some(PdfEngine::Cli), path) => PdfChoice::Command(path.clone()),
            (false, Some(PdfEngine::Embedded), _) => PdfChoice::Embedded,
            (false, None, Some(path)) => PdfChoice::Command(Some(path.clone())),
            (false, None, None) => PdfChoice::AsConfigured,
        };
        let date = match self.date {
            Some(Day::On(date)) => Some(date),
            Some(Day::Today) => Some(clock()),
            None => source_date()?,
        };
        let base_url = self.base_url.clone();
        // Whether a review is overdue changes nothing that is published: the clock may be asked.
        let today = Some(date.unwrap_or_else(clock));
        let levels = self.levels()?;
        Ok(Options { pdf, base_url, drafts: self.drafts, date, today, levels, ..global.options() })
    }

    fn levels(&self) -> Result<Levels, Failure> {
        let mut levels = Levels::default();
        let said =
            [(Level::Deny, &self.deny), (Level::Warn, &self.warn), (Level::Allow, &self.allow)];
        for (level, names) in said {
            for name in names {
                let code = levels::target(name, level).map_err(|refused| {
                    Failure::new(refused.code, refused.message).help(refused.help)
                })?;
                levels.set(code, level);
            }
        }
        Ok(levels)
    }
}

fn clock() -> time::Date {
    OffsetDateTime::now_utc().date()
}

/// The day by which the reviews of policies are overdue: the given one, that of SOURCE_DATE_EPOCH, or
/// else of the clock.
pub(super) fn today(given: Option<Day>) -> Result<time::Date, Failure> {
    match given {
        Some(Day::On(date)) => Ok(date),
        Some(Day::Today) => Ok(clock()),
        None => Ok(source_date()?.unwrap_or_else(clock)),
    }
}

/// The day that SOURCE_DATE_EPOCH names, in seconds since 1970 (reproducible-builds.org).
fn source_date() -> Result<Option<time::Date>, Failure> {
    let Some(seconds) = env::var_os("SOURCE_DATE_EPOCH").filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let known = seconds.to_str().and_then(|text| text.parse().ok());
    let moment = known.and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok());
    moment.map(|moment| Some(moment.date())).ok_or_else(|| {
        let message = format!("SOURCE_DATE_EPOCH is `{}`, not a time", seconds.to_string_lossy());
        Failure::new("source-date", message)
            .help("set it to seconds since 1970, or unset it and give `--date`")
    })
}
