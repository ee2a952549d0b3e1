//! What can be called. The doc comments are the `--help`.
use super::{fixture::FixtureCommand, health, metrics};
use crate::{base::firmware::Firmware, server::config::Serve};
use clap::{Parser, Subcommand};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  wiretwin serve                                     the demo on https://127.0.0.1:8443, kept in wiretwin.db
  wiretwin serve --ephemeral --fixture mine.yaml     a network of your own, in memory
  wiretwin serve --help                              every option of the server
  wiretwin fixture generate --devices 200            a fixture to start from
  wiretwin fixture check mine.yaml                   whether it can be loaded
  wiretwin metrics http_client                       what can be asked of HTTP clients
  wiretwin openapi --api kentik                      the OpenAPI document of the Kentik V5 API";

const SERVE_EXAMPLES: &str = "\
Examples:
  wiretwin serve --ephemeral --api-key my-key --api-key read_only=my-other-key
  wiretwin serve --ephemeral --fixture mine.yaml --clock 2026-03-02T12:00:00Z --ready-file ready.json
  wiretwin serve --fixture mine.yaml --reset
  wiretwin serve --listen 0.0.0.0:8443 --http-listen off --hostname twin.example.com

Every option can come from its variable in the environment; an option beats the environment, and a
variable that is empty is none. Port 0, --ready-file and --ephemeral together let any number of servers
run side by side.";

/// A server that speaks the ExtraHop REST API and the Kentik V5 API, keeps state, and simulates the
/// network behind both.
#[derive(Parser)]
#[command(name = "wiretwin", version, arg_required_else_help = true, after_help = EXAMPLES)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Start the server.
    #[command(after_help = SERVE_EXAMPLES)]
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
    /// Print the OpenAPI document of an API, without a server. The one that a server has at
    /// /api/v1/openapi.json and /api/v5/openapi.json is that of its own firmware.
    Openapi {
        /// The API: extrahop, kentik or control.
        #[arg(long, default_value = "extrahop", value_parser = ["extrahop", "kentik", "control"])]
        api: String,
        /// The firmware that the document is of; give the same one as to serve.
        #[arg(long, default_value = "5.1")]
        firmware: Firmware,
        /// The version of OpenAPI: 3.1, or 3.0 for older tools.
        #[arg(long, default_value = "3.1", value_parser = ["3.0", "3.1"])]
        format: String,
    },
    /// List the categories of metrics, or the metrics of one.
    Metrics(metrics::MetricsOptions),
    /// Ask a running server whether it is ready; for container health checks.
    Health(health::HealthOptions),
}
