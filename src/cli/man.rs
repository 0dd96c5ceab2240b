//! `belegg completions` and `belegg man`: what shells and manual readers want, from the arguments themselves.

use clap::builder::PossibleValuesParser;
use clap::{Command, CommandFactory};

use super::arguments::{Arguments, Completions, Man};
use super::console::Console;
use super::{Failure, Outcome};
use crate::diagnostic::{codes, nearest};

pub(super) fn completions(
    arguments: &Completions,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let mut written = Vec::new();
    let mut program = with_codes(Arguments::command());
    clap_complete::generate(arguments.shell, &mut program, "belegg", &mut written);
    console.data(&String::from_utf8_lossy(&written))?;
    Ok(Outcome::Done)
}

/// The program as shells should know it: with the codes that messages have, which no other call looks through.
fn with_codes(program: Command) -> Command {
    let codes = |warns: bool| {
        let known = codes::all().iter().filter(move |one| one.may_warn || !warns);
        PossibleValuesParser::new(known.map(|one| one.code))
    };
    let explain = |command: Command| command.mut_arg("code", |it| it.value_parser(codes(false)));
    let levels = |command: Command| {
        ["deny", "warn", "allow"].iter().fold(command, |command, level| {
            command.mut_arg(level, |argument| argument.value_parser(codes(true)))
        })
    };
    let program = program.mut_subcommand("explain", explain);
    ["build", "check", "serve"].iter().fold(program, |all, one| all.mut_subcommand(one, levels))
}

pub(super) fn man(arguments: &Man, console: &mut Console) -> Result<Outcome, Failure> {
    let mut program = Arguments::command();
    // Options of every command are then told with each.
    program.build();
    let mut command = &program;
    for name in &arguments.command {
        let known = || command.get_subcommands().map(clap::Command::get_name);
        let Some(found) = command.find_subcommand(name) else {
            let message = format!("there is no command `{name}`");
            let help = match nearest(name, known()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("there are {}", known().collect::<Vec<_>>().join(", ")),
            };
            return Err(Failure::new("unknown-command", message).help(help));
        };
        command = found;
    }
    let mut written = Vec::new();
    let manual = clap_mangen::Man::new(command.clone());
    manual.render(&mut written).map_err(|error| {
        Failure::new("standard-output", format!("cannot write the manual page: {error}"))
    })?;
    console.data(&String::from_utf8_lossy(&written))?;
    Ok(Outcome::Done)
}
