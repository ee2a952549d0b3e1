//! The command line: parse, call, exit code. The doc comments are the `--help`.
mod backup;
mod fixture;
mod fixture_summary;
mod health;
mod openapi;
mod print;
mod serve;

use crate::{base::firmware::Firmware, server::config::Serve};
use anyhow::Result;
use clap::{Parser, Subcommand};
use fixture::FixtureCommand;
use std::{path::PathBuf, process::ExitCode};

/// An ExtraHop-compatible REST API server that keeps state and simulates the network behind it.
#[derive(Parser)]
#[command(name = "wiretwin", version, disable_help_subcommand = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Start the server.
    Serve(Box<Serve>),
    /// Copy a database, whether or not its server is running.
    Backup {
        /// The database.
        #[arg(
            long,
            default_value = "sqlite://wiretwin.db",
            env = "WIRETWIN_DATABASE"
        )]
        database: String,
        /// The new file.
        file: PathBuf,
    },
    /// Check, write and make fixtures.
    #[command(subcommand)]
    Fixture(FixtureCommand),
    /// Print the OpenAPI document.
    Openapi {
        /// The family of operations: extrahop or kentik.
        #[arg(long, default_value = "extrahop", value_parser = ["extrahop", "kentik"])]
        api: String,
        /// The firmware that the document is of.
        #[arg(long, default_value = "5.1")]
        firmware: Firmware,
    },
    /// Ask a running server whether it is ready; for container health checks.
    Health(health::HealthOptions),
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(asked) if !asked.use_stderr() => {
            asked.print().ok();
            return ExitCode::SUCCESS;
        }
        Err(mistake) => return refuse(first_sentence(&mistake.to_string())),
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

/// What clap says before it goes on about usage.
fn first_sentence(text: &str) -> String {
    let lines = text
        .lines()
        .map(str::trim)
        .take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"));
    lines
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn run(command: Command) -> Result<()> {
    match command {
        Command::Serve(config) => serve::run(&config),
        Command::Backup { database, file } => backup::run(&database, &file),
        Command::Fixture(command) => fixture::run(command),
        Command::Openapi { api, firmware } => openapi::run(&api, firmware),
        Command::Health(options) => health::run(&options),
    }
}
