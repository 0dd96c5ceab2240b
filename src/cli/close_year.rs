//! `belegg close-year`.

use super::arguments::{CloseYear, Global};
use super::console::Console;
use super::project::Project;
use super::write::written;
use super::{Failure, Outcome};
use crate::diagnostic::Diagnostics;

/// How many of the figures that have changed are named.
const MOST_NAMED: usize = 8;

pub(super) fn close_year(
    global: &Global,
    arguments: &CloseYear,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let project = Project::read(global, console)?;
    let mut diagnostics = Diagnostics::default();
    let options = project.options(global.options());
    let period = arguments.period.as_deref();
    let closed = crate::close_year(&project.sources, &options, period, &mut diagnostics);
    let outcome = console.diagnostics(&diagnostics, &project.sources);
    let Some(closed) = closed else { return Ok(outcome) };
    if !closed.changed.is_empty() && !arguments.force {
        return Err(changed(&closed.period, &closed.changed));
    }
    let path = project.root.join(closed.path);
    written(&path, &closed.bytes, true).map_err(|error| {
        Failure::new("cannot-write", format!("cannot write `{}`: {error}", closed.path))
            .help("nothing was changed")
    })?;
    let figures = match closed.facts {
        1 => "1 figure is".to_string(),
        more => format!("{more} figures are"),
    };
    console.summary(&format!(
        "Closed {}: {figures} kept in {}\nKeep that file with the project; the accounts of later years compare with it\n",
        closed.period, closed.path
    ));
    Ok(Outcome::Done)
}

fn changed(period: &str, ids: &[String]) -> Failure {
    let mut named: Vec<String> = ids.iter().take(MOST_NAMED).map(|id| format!("`{id}`")).collect();
    if ids.len() > MOST_NAMED {
        named.push(format!("{} more", ids.len() - MOST_NAMED));
    }
    let message = format!(
        "{period} is closed already, and other figures were published then: {}",
        named.join(", ")
    );
    Failure::new("closed-year", message).help(format!(
        "take the data of {period} back as it was, or close the year anew with `--force`; nothing was changed"
    ))
}
