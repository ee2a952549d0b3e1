//! From the arguments of the process to what is to be done: an option beats the environment, a mistake
//! is one line that points to the help.
use super::commands::{Cli, Command};
use crate::server::{config::Serve, ready_file};
use clap::{
    ArgMatches, CommandFactory, FromArgMatches, builder::Resettable, error::ErrorKind,
    parser::ValueSource,
};
use std::{env, ffi::OsString, path::Path};

const READY_FILE: &str = "--ready-file";

impl Cli {
    /// Reads arguments, the first of which is the program, and the environment.
    pub fn read(arguments: impl IntoIterator<Item: Into<OsString>>) -> Result<Self, clap::Error> {
        let arguments: Vec<OsString> = arguments.into_iter().map(Into::into).collect();
        let read = read(&arguments);
        if read.as_ref().is_err_and(clap::Error::use_stderr) {
            forget_ready_file(&arguments);
        }
        read
    }
}

fn read(arguments: &[OsString]) -> Result<Cli, clap::Error> {
    let matches = without_empty_environment(Cli::command()).try_get_matches_from(arguments)?;
    let mut cli = Cli::from_arg_matches(&matches)?;
    if let (Command::Serve(serve), Some((_, matches))) = (&mut cli.command, matches.subcommand()) {
        settle(serve, matches)?;
    }
    Ok(cli)
}

/// A variable that is set to nothing, as a compose file leaves it, is none.
fn without_empty_environment(command: clap::Command) -> clap::Command {
    let command = command.mut_args(|arg| {
        let empty = arg
            .get_env()
            .and_then(env::var_os)
            .is_some_and(|value| value.is_empty());
        match empty {
            true => arg.env(Resettable::<clap::builder::OsStr>::Reset),
            false => arg,
        }
    });
    command.mut_subcommands(without_empty_environment)
}

/// Decides between options that stand against each other.
fn settle(serve: &mut Serve, matches: &ArgMatches) -> Result<(), clap::Error> {
    let source = |id: &str| {
        matches
            .value_source(id)
            .unwrap_or(ValueSource::DefaultValue)
    };
    serve.given.fixture = source("fixture") > ValueSource::DefaultValue;
    let (ephemeral, database) = (source("ephemeral"), source("database"));
    if serve.ephemeral && database > ephemeral {
        serve.ephemeral = false;
    } else if serve.ephemeral && database == ephemeral {
        let of = match database {
            ValueSource::EnvVariable => "WIRETWIN_EPHEMERAL and WIRETWIN_DATABASE",
            _ => "--ephemeral and --database",
        };
        let note = format!("{of} are both given: the state is kept in memory only");
        serve.given.notes.push(note);
    }
    let (own, authority) = (source("tls_cert"), source("ca_cert"));
    if serve.tls_cert.is_some() && serve.ca_cert.is_some() {
        if own == authority {
            return Err(clap::Error::raw(
                ErrorKind::ArgumentConflict,
                "--tls-cert cannot be used with --ca-cert: one is the certificate, the other signs it",
            ));
        }
        match own > authority {
            true => (serve.ca_cert, serve.ca_key) = (None, None),
            false => (serve.tls_cert, serve.tls_key) = (None, None),
        }
    }
    Ok(())
}

/// Who waits for the ready file must not find an older one beside a server that did not start.
fn forget_ready_file(arguments: &[OsString]) {
    if arguments.get(1).is_none_or(|command| command != "serve") {
        return;
    }
    let mut texts = arguments.iter().map(|one| one.to_string_lossy());
    let mut named = env::var_os("WIRETWIN_READY_FILE");
    while let Some(text) = texts.next() {
        let (option, value) = text.split_once('=').unwrap_or((&text, ""));
        if option == READY_FILE {
            let value = Some(value.to_owned()).filter(|value| !value.is_empty());
            named = value
                .or_else(|| texts.next().map(std::borrow::Cow::into_owned))
                .map(OsString::from);
        }
    }
    if let Some(path) = named {
        ready_file::remove(Path::new(&path));
    }
}

/// What clap says of a mistake before it goes on about usage, and where the help is.
pub fn one_line(mistake: &clap::Error) -> String {
    let text = mistake.to_string();
    let lines = text.lines().map(str::trim);
    let lines =
        lines.take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"));
    let said: Vec<_> = lines.filter(|line| !line.is_empty()).collect();
    let arguments: Vec<_> = env::args_os().skip(1).collect();
    format!(
        "{} ({} says what there is)",
        said.join(" "),
        help(&arguments)
    )
}

/// The call that prints the help of the command that was meant.
fn help(arguments: &[OsString]) -> String {
    let mut command = &Cli::command();
    let mut call = command.get_name().to_owned();
    for argument in arguments {
        let Some(found) = command.find_subcommand(argument) else {
            break;
        };
        call += &format!(" {}", found.get_name());
        command = found;
    }
    call + " --help"
}
