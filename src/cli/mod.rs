//! The command line: parse, call, exit code.
mod backup;
mod commands;
mod fixture;
mod fixture_summary;
mod health;
mod metrics;
mod openapi;
mod parse;
mod print;
mod serve;

pub use commands::{Cli, Command};

use anyhow::Result;
use clap::error::ErrorKind;
use print::print;
use std::process::ExitCode;

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let cli = match Cli::read(std::env::args_os()) {
        Ok(cli) => cli,
        Err(asked) if is_for_help(&asked) => {
            print(&asked.render().to_string()).ok();
            return ExitCode::SUCCESS;
        }
        Err(mistake) => return refuse(parse::one_line(&mistake)),
    };
    match run(cli.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => refuse_all(format!("error: {why:#}")),
    }
}

/// One line on standard error, exit code 2.
fn refuse(why: String) -> ExitCode {
    eprintln!(
        "{}",
        why.lines().map(str::trim).collect::<Vec<_>>().join(" ")
    );
    ExitCode::from(2)
}

/// A line for each thing that is wrong, on standard error; exit code 2.
fn refuse_all(why: String) -> ExitCode {
    let lines = why.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.for_each(|line| eprintln!("{line}"));
    ExitCode::from(2)
}

/// Help, the version, or a command that was left out, which is answered with the help too.
fn is_for_help(asked: &clap::Error) -> bool {
    !asked.use_stderr() || asked.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
}

fn run(command: Command) -> Result<()> {
    match command {
        Command::Serve(config) => serve::run(&config),
        Command::Backup { database, file } => backup::run(&database, &file),
        Command::Fixture(command) => fixture::run(command),
        Command::Openapi {
            api,
            firmware,
            format,
        } => openapi::run(&api, firmware, &format),
        Command::Metrics(options) => metrics::run(&options),
        Command::Health(options) => health::run(&options),
    }
}
