//! Files of other systems to datasets that a person can read and correct: accounting exports and
//! the register of companies. What is left out is told.

mod fill;
mod input;
pub mod ledger;
mod number;
pub mod register;
pub mod saft;
mod suppliers;
mod titles;

use std::io;

use crate::diagnostic::Diagnostic;

pub use fill::{Filled, Industries, Kept, Table, fill};
pub use number::OrganisationNumber;
pub use suppliers::{Imported, suppliers};
pub use titles::{Titles, add as add_titles};

/// Why a file cannot be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// From 1, where it has a place.
    pub line: Option<u64>,
    pub message: String,
    pub help: Option<String>,
    /// Only one value is wrong: reading can go on, to find the others.
    of_a_value: bool,
}

impl Fault {
    fn new(message: impl Into<String>) -> Fault {
        Fault { line: None, message: message.into(), help: None, of_a_value: false }
    }

    fn at(line: u64, message: impl Into<String>) -> Fault {
        Fault { line: Some(line), ..Fault::new(message) }
    }

    fn help(self, help: impl Into<String>) -> Fault {
        Fault { help: Some(help.into()), ..self }
    }

    fn of_a_value(self) -> Fault {
        Fault { of_a_value: true, ..self }
    }

    fn unreadable(error: &io::Error) -> Fault {
        Fault::new(format!("the file cannot be read: {error}"))
    }

    /// As it is told of the file of that name.
    pub fn diagnostic(&self, file: &str) -> Diagnostic {
        let message = match self.line {
            Some(line) => format!("`{file}`, line {line}: {}", self.message),
            None => format!("`{file}`: {}", self.message),
        };
        let diagnostic = Diagnostic::error("import", None, message);
        Diagnostic { help: self.help.clone(), ..diagnostic }
    }
}
