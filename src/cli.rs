//! The command line: arguments in, messages and exit codes out.
//!
//! Standard output carries only what was asked for, so that it can be read by a program: facts, the
//! list of `verify`, messages as JSON. All else goes to standard error.

mod arguments;
mod build;
mod close_year;
mod console;
mod dependencies;
mod difference;
mod explain;
mod facts;
mod fix;
mod import;
mod init;
mod locked;
mod man;
mod memory;
mod new;
mod policies;
mod progress;
mod project;
mod schema;
mod serve;
mod timings;
mod translations;
mod verify;
mod write;

use std::process::ExitCode;

use clap::Parser;

use crate::diagnostic::Diagnostic;
use crate::publish::PublishError;
use crate::typeset::EngineFault;
use arguments::{Arguments, Command};
use console::Console;

/// Runs the command that the process was called with.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Nothing is left to be done where not even the help can be written.
            let _ = error.print();
            return if error.use_stderr() { Outcome::Failed } else { Outcome::Done }.into();
        }
    };
    let mut console = Console::new(&arguments.global);
    let outcome = locked::allowed(&arguments).and_then(|()| run_command(&arguments, &mut console));
    let outcome = outcome.unwrap_or_else(|failure| {
        console.failure(failure);
        Outcome::Failed
    });
    console.end();
    let outcome = if console.tell_lost() { Outcome::Failed } else { outcome };
    outcome.into()
}

fn run_command(arguments: &Arguments, console: &mut Console) -> Result<Outcome, Failure> {
    match &arguments.command {
        Command::Build(options) => build::build(&arguments.global, options, console),
        Command::Check(options) if options.fix => fix::fix(&arguments.global, options, console),
        Command::Check(options) => build::check(&arguments.global, options, console),
        Command::Serve(options) => serve::serve(&arguments.global, options, console),
        Command::New(options) => new::new(&arguments.global, options, console),
        Command::Schema(options) => schema::schema(options, console),
        Command::Completions(options) => man::completions(options, console),
        Command::Man(options) => man::man(options, console),
        Command::Init(options) => init::init(options, console),
        Command::Facts(options) => facts::facts(&arguments.global, options, console),
        Command::Import(options) => import::import(&arguments.global, options, console),
        Command::CloseYear(options) => close_year::close_year(&arguments.global, options, console),
        Command::Translations(options) => {
            translations::translations(&arguments.global, options, console)
        }
        Command::Policies(options) => policies::policies(&arguments.global, options, console),
        Command::Verify(options) => verify::verify(&arguments.global, options, console),
        Command::Explain(options) => explain::explain(options, console),
    }
}

/// How a command ended; its exit code is part of the program's interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// 0: it is done.
    Done,
    /// 1: the project has errors, or the published files are not as they were published.
    Faulty,
    /// 2: the call or the machine is at fault.
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        match outcome {
            Outcome::Done => ExitCode::SUCCESS,
            Outcome::Faulty => ExitCode::from(1),
            Outcome::Failed => ExitCode::from(2),
        }
    }
}

/// Why a command could not be carried out: a fault of the call or the machine, not of the project.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Failure {
    code: &'static str,
    message: String,
    help: Option<String>,
}

impl Failure {
    fn new(code: &'static str, message: impl Into<String>) -> Failure {
        Failure { code, message: message.into(), help: None }
    }

    fn help(mut self, help: impl Into<String>) -> Failure {
        self.help = Some(help.into());
        self
    }
}

impl From<PublishError> for Failure {
    fn from(error: PublishError) -> Failure {
        let code = match error {
            PublishError::NotPublished { .. } => "not-published",
            _ => "output",
        };
        Failure::new(code, error.to_string()).help(error.help())
    }
}

impl From<EngineFault> for Failure {
    fn from(fault: EngineFault) -> Failure {
        Failure::new("pdf-engine", fault.message).help(fault.help)
    }
}

impl From<Failure> for Diagnostic {
    fn from(failure: Failure) -> Diagnostic {
        let diagnostic = Diagnostic::error(failure.code, None, failure.message);
        Diagnostic { help: failure.help, ..diagnostic }
    }
}
