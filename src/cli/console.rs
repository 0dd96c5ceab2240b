//! The two streams of the program, and how messages are told on them.

use std::cell::RefCell;
use std::io::{self, IsTerminal, Write};

use super::arguments::{Colour, Global, MessageFormat};
use super::progress::Progress;
use super::{Failure, Outcome, project};
use crate::diagnostic::finding::{Finding, findings};
use crate::diagnostic::formats;
use crate::diagnostic::print::{self, Style};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Sources;

pub(super) struct Console {
    format: MessageFormat,
    quiet: bool,
    verbose: bool,
    /// Standard output carries data that was asked for, so messages keep off it.
    data_on_stdout: bool,
    /// Where the project lies in its repository: pipelines name files from the top of that.
    folder: String,
    /// The configuration, named so.
    config: String,
    /// What was told so far, where the format is one document.
    findings: RefCell<Option<Vec<Finding>>>,
    /// Why messages could not be written.
    lost: RefCell<Option<io::Error>>,
}

fn unwritable(error: &io::Error) -> Failure {
    Failure::new("standard-output", format!("cannot write to standard output: {error}"))
}

impl Console {
    pub(super) fn new(global: &Global) -> Console {
        let choice = match global.color {
            Colour::Auto => anstream::ColorChoice::Auto,
            Colour::Always => anstream::ColorChoice::Always,
            Colour::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
        let folder = match global.message_format {
            MessageFormat::Text | MessageFormat::Json => String::new(),
            _ => project::folder_in_repository(global),
        };
        Console {
            format: global.message_format,
            quiet: global.quiet,
            verbose: global.verbose,
            data_on_stdout: false,
            config: format!("{folder}{}", global.config),
            folder,
            findings: RefCell::default(),
            lost: RefCell::default(),
        }
    }

    /// Whether a person watches: only then are times told and progress shown.
    pub(super) fn is_watched(&self) -> bool {
        !self.quiet && self.format == MessageFormat::Text && io::stderr().is_terminal()
    }

    /// Shows that work goes on, until dropped.
    pub(super) fn progress(&self, what: &'static str) -> Progress {
        if self.is_watched() { Progress::start(what) } else { Progress::none() }
    }

    /// What was asked for, on standard output. That its reader has gone is no mistake.
    pub(super) fn data(&mut self, text: &str) -> Result<(), Failure> {
        self.data_on_stdout = true;
        let mut stdout = io::stdout().lock();
        match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(unwritable(&error)),
            _ => Ok(()),
        }
    }

    /// Whether whoever reads standard output sees colours: a terminal, unless told otherwise.
    pub(super) fn data_is_coloured(&self) -> bool {
        anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
    }

    /// Keeps messages off standard output, which belongs to the data that was asked for.
    pub(super) fn reserve_stdout(&mut self) {
        self.data_on_stdout = true;
    }

    /// All mistakes, in the format that was asked for; the outcome that they make.
    pub(super) fn diagnostics(&self, diagnostics: &Diagnostics, sources: &Sources) -> Outcome {
        let errors = self.quiet.then(|| diagnostics.without_warnings());
        let shown = errors.as_ref().unwrap_or(diagnostics);
        match self.format {
            MessageFormat::Text => self.tell(&print::text(shown, sources, Style::Coloured)),
            MessageFormat::Json => self.message(&print::json(shown, sources)),
            MessageFormat::Github => {
                self.message(&formats::github(&findings(shown, sources, &self.folder)));
            }
            MessageFormat::Sarif | MessageFormat::Gitlab | MessageFormat::Junit => {
                let found = findings(shown, sources, &self.folder);
                self.findings.borrow_mut().get_or_insert_default().extend(found);
            }
        }
        if diagnostics.has_errors() { Outcome::Faulty } else { Outcome::Done }
    }

    /// Writes what was told, where the format is one document: when all is told.
    pub(super) fn end(&self) {
        let Some(found) = self.findings.take() else { return };
        match self.format {
            MessageFormat::Sarif => self.message(&formats::sarif(&found, &self.config)),
            MessageFormat::Gitlab => self.message(&formats::gitlab(&found, &self.config)),
            MessageFormat::Junit => self.message(&formats::junit(&found)),
            MessageFormat::Text | MessageFormat::Json | MessageFormat::Github => {}
        }
    }

    /// Messages for a program: on standard output, unless that carries data.
    fn message(&self, text: &str) {
        if self.data_on_stdout {
            return self.tell(text);
        }
        // Whoever reads messages and has gone does not want more of them.
        let mut stdout = io::stdout().lock();
        if let Err(error) = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush())
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            self.lost.replace(Some(error));
        }
    }

    /// Tells on standard error that messages could not be written where they belong; whether it was so.
    pub(super) fn tell_lost(&self) -> bool {
        let Some(error) = self.lost.take() else { return false };
        let mut told = Diagnostics::default();
        told.push(Diagnostic::from(unwritable(&error)));
        self.tell(&print::text(&told, &Sources::default(), Style::Coloured));
        true
    }

    /// Why a command could not be carried out.
    pub(super) fn failure(&self, failure: Failure) {
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(Diagnostic::from(failure));
        self.diagnostics(&diagnostics, &Sources::default());
    }

    /// What nobody can go on without, also when quiet.
    pub(super) fn needed(&self, text: &str) {
        self.tell(text);
    }

    /// What was done, unless quiet.
    pub(super) fn summary(&self, text: &str) {
        if !self.quiet {
            self.tell(text);
        }
    }

    /// What only the curious want to know.
    pub(super) fn detail(&self, text: &str) {
        if self.verbose && !self.quiet {
            self.tell(text);
        }
    }

    fn tell(&self, text: &str) {
        // With standard error closed there is nobody left to tell.
        let _ = anstream::stderr().lock().write_all(text.as_bytes());
    }
}
