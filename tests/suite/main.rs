//! Everything that users rely on, as sentences. One program, so that it is linked once.

mod architecture;
mod build;
mod charts;
mod cli;
mod datasets;
mod diagnostics;
mod documentation;
mod evidence;
mod figures;
mod fixing;
mod history;
mod import;
mod links;
mod locale;
mod mistakes;
mod nace;
mod pdf;
mod privacy;
mod project;
mod projects;
mod publish;
mod quantities;
mod readers;
mod risk;
mod robust;
mod site;
