//! Everything that users rely on, as sentences. One program, so that it is linked once.

mod architecture;
mod charts;
mod cli;
mod diagnostics;
mod figures;
mod links;
mod locale;
mod mistakes;
mod nace;
mod project;
mod publish;
