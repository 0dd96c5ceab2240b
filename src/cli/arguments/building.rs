//! What a build is asked for, and how `build`, `check` and `serve` are called.

use std::env;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, ValueEnum};
use time::OffsetDateTime;

use super::Global;
use crate::cli::Failure;
use crate::diagnostic::levels::{self, Level, Levels, SaidBy};
use crate::load;
use crate::{Options, PdfChoice};

#[derive(Debug, Args)]
pub(in crate::cli) struct Build {
    /// The folder to publish to [default: `output` in the project folder]
    #[arg(short, long, value_name = "DIR")]
    pub output_dir: Option<PathBuf>,
    /// Write the Typst source of the PDFs to this folder too, for work with `typst watch`
    #[arg(long, value_name = "DIR")]
    pub keep_typst: Option<PathBuf>,
    /// Write to this file, for make, on which files the site depends
    #[arg(long, value_name = "FILE")]
    pub deps: Option<PathBuf>,
    /// Tell what took how long, and how many files were read and written
    #[arg(long)]
    pub timings: bool,
    #[command(flatten)]
    pub build: BuildOptions,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Check {
    /// Put what is surely meant into the files: numbers that differ from the data, and their form
    #[arg(long)]
    pub fix: bool,
    /// With `--fix`: show the changes, write nothing
    #[arg(long, requires = "fix")]
    pub dry_run: bool,
    /// Tell what took how long, and how many files were read
    #[arg(long, conflicts_with = "fix")]
    pub timings: bool,
    #[command(flatten)]
    pub build: BuildOptions,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Serve {
    /// The port to listen at, or the next that is free
    #[arg(short, long, value_name = "PORT", default_value_t = 4700)]
    pub port: u16,
    /// The address of this machine to listen at; others than 127.0.0.1 let other machines in
    #[arg(short, long, value_name = "ADDRESS", default_value = "127.0.0.1", value_parser = interface)]
    pub interface: IpAddr,
    /// Open the site in the browser
    #[arg(short = 'O', long)]
    pub open: bool,
    #[command(flatten)]
    pub build: BuildOptions,
}

/// An address of this machine; its name for itself is one.
fn interface(text: &str) -> Result<IpAddr, String> {
    let why =
        "an address of numbers is needed, such as 127.0.0.1, or 0.0.0.0 for all of this machine";
    match text {
        "localhost" => Ok(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        text => text.parse().map_err(|_| why.to_string()),
    }
}

impl Serve {
    /// As for a build, of today: whoever writes wants to see what is due.
    pub(in crate::cli) fn options(&self, global: &Global) -> Result<Options, Failure> {
        let options = self.build.options(global)?;
        Ok(Options { date: options.date.or(options.today), ..options })
    }
}

#[derive(Debug, Args)]
pub(in crate::cli) struct BuildOptions {
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
pub(in crate::cli) enum Day {
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
pub(in crate::cli) enum PdfEngine {
    Embedded,
    Cli,
}

impl BuildOptions {
    pub(in crate::cli) fn options(&self, global: &Global) -> Result<Options, Failure> {
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
                levels.set(code, level, SaidBy::Call);
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
pub(in crate::cli) fn today(given: Option<Day>) -> Result<time::Date, Failure> {
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
