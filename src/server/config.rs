//! What a server is started with: the options of `serve`, and the environment beside them. The doc
//! comments are the `--help`.
use super::{
    level_keys::LevelKeys,
    listen_address::ListenAddress,
    option_values::{ClockChoice, HttpListen, api_key, switch},
};
use crate::{
    base::{firmware::Firmware, origin::Origin, platform::Platform, unknown_fields::UnknownFields},
    kentik::switches::Switch,
    store::Synchronous,
};
use clap::{ArgAction, Args};
use std::path::PathBuf;

const ADDRESSES: &str = "Addresses";
const STATE: &str = "State";
const APPLIANCE: &str = "The emulated appliance";
const KEYS: &str = "Keys";
const CERTIFICATE: &str = "Certificate";
const READINESS: &str = "Readiness and logs";

/// The options of `serve`, by what they are about.
#[derive(Args, Clone, Debug)]
pub struct Serve {
    /// Where to listen for HTTPS: an address or a host name with a port, or a port alone, which is
    /// on 127.0.0.1; `:8443` is on every address. Port 0 picks a free one.
    #[arg(
        long,
        help_heading = ADDRESSES,
        default_value = "127.0.0.1:8443",
        env = "WIRETWIN_LISTEN",
        value_name = "ADDRESS:PORT"
    )]
    pub listen: ListenAddress,
    /// Where to listen for plain HTTP, in the same forms; `off` closes it.
    #[arg(
        long,
        help_heading = ADDRESSES,
        default_value = "127.0.0.1:8080",
        env = "WIRETWIN_HTTP_LISTEN",
        value_name = "ADDRESS:PORT|off"
    )]
    pub http_listen: HttpListen,
    /// The database that keeps the state.
    #[arg(
        long,
        help_heading = STATE,
        default_value = "sqlite://wiretwin.db",
        env = "WIRETWIN_DATABASE",
        value_name = "sqlite://FILE"
    )]
    pub database: String,
    /// Keep the state in memory only, and no database. It beats a database of the environment.
    #[arg(
        long,
        help_heading = STATE,
        env = "WIRETWIN_EPHEMERAL",
        action = ArgAction::Set,
        value_parser = switch,
        num_args = 0..=1,
        require_equals = true,
        default_value = "false",
        default_missing_value = "true",
        hide_default_value = true,
        value_name = "yes|no"
    )]
    pub ephemeral: bool,
    /// Start anew from the fixture: what the database keeps of the twin is replaced.
    #[arg(
        long,
        help_heading = STATE,
        env = "WIRETWIN_RESET",
        action = ArgAction::Set,
        value_parser = switch,
        num_args = 0..=1,
        require_equals = true,
        default_value = "false",
        default_missing_value = "true",
        hide_default_value = true,
        value_name = "yes|no"
    )]
    pub reset: bool,
    /// What a write survives: normal, the end of the process at any moment; full, a power loss too.
    #[arg(
        long,
        help_heading = STATE,
        value_enum,
        default_value = "normal",
        env = "WIRETWIN_SYNCHRONOUS"
    )]
    pub synchronous: Synchronous,
    /// What a new database is filled with: demo, guide, empty or a file (YAML or JSON). A database
    /// that was made from another one is not started with it; see --reset.
    #[arg(
        long,
        help_heading = STATE,
        default_value = "demo",
        env = "WIRETWIN_FIXTURE",
        value_name = "demo|guide|empty|FILE"
    )]
    pub fixture: String,
    /// The firmware to answer as: 5.1 to 5.3, 6.0 to 6.3, 7.0 to 9.9, 25.1 to 25.4, 26.1 to 26.3; `9` is
    /// the newest of that major version, `latest` the newest of all. Absent: the fixture's, or 5.1.
    #[arg(
        long,
        help_heading = APPLIANCE,
        env = "WIRETWIN_FIRMWARE",
        value_name = "VERSION"
    )]
    pub firmware: Option<Firmware>,
    /// The kind of appliance; absent: the fixture's, or discover.
    #[arg(long, help_heading = APPLIANCE, value_enum, env = "WIRETWIN_PLATFORM")]
    pub platform: Option<Platform>,
    /// What is done with fields and parameters that the firmware does not have: ignore names them in
    /// the header X-Wiretwin-Ignored, refuse answers 400; absent: the fixture's, or ignore.
    #[arg(
        long,
        help_heading = APPLIANCE,
        value_enum,
        env = "WIRETWIN_UNKNOWN_FIELDS",
        value_name = "ignore|refuse"
    )]
    pub unknown_fields: Option<UnknownFields>,
    /// An API key of your own: the one with full system privileges, or that of the level before an
    /// equals sign (read_only=KEY, limited_write=KEY, full_write=KEY, full_system=KEY). May be given
    /// more than once; in the environment with commas between. Absent: random ones, kept beside the
    /// database.
    #[arg(
        long = "api-key",
        help_heading = KEYS,
        env = "WIRETWIN_API_KEY",
        value_name = "[LEVEL=]KEY",
        hide_env_values = true
    )]
    pub api_keys: Vec<LevelKeys>,
    /// The token of the Kentik administrator; absent: a random one, kept beside the database.
    #[arg(
        long,
        help_heading = KEYS,
        env = "WIRETWIN_KENTIK_TOKEN",
        value_name = "TOKEN",
        value_parser = api_key,
        hide_env_values = true
    )]
    pub kentik_token: Option<String>,
    /// Where the Kentik API is to be otherwise than by default, with commas between: strict-names,
    /// archive-devices, created200, interface-delete200, batch202, plan-limits, rate-limits, or
    /// rate-limits=5/min for a limit of your own without delays.
    #[arg(
        long,
        help_heading = APPLIANCE,
        env = "WIRETWIN_KENTIK",
        value_name = "SWITCH",
        value_delimiter = ','
    )]
    pub kentik: Vec<Switch>,
    /// What every number that looks random is drawn from; absent: the fixture's, or 1.
    #[arg(long, help_heading = APPLIANCE, env = "WIRETWIN_SEED", value_name = "N")]
    pub seed: Option<u64>,
    /// The twin's time: real, or a moment at which it stands still; absent: the fixture's, or real.
    #[arg(long, help_heading = APPLIANCE, env = "WIRETWIN_CLOCK", value_name = "real|TIME")]
    pub clock: Option<ClockChoice>,
    /// A certificate (PEM) in place of the one that is made; needs --tls-key.
    #[arg(
        long,
        help_heading = CERTIFICATE,
        env = "WIRETWIN_TLS_CERT",
        value_name = "FILE",
        requires = "tls_key"
    )]
    pub tls_cert: Option<PathBuf>,
    /// The private key (PEM) of that certificate.
    #[arg(
        long,
        help_heading = CERTIFICATE,
        env = "WIRETWIN_TLS_KEY",
        value_name = "FILE",
        requires = "tls_cert"
    )]
    pub tls_key: Option<PathBuf>,
    /// The certificate of a CA (PEM) that signs the server's certificate in place of the one that is
    /// made; needs --ca-key.
    #[arg(
        long,
        help_heading = CERTIFICATE,
        env = "WIRETWIN_CA_CERT",
        value_name = "FILE",
        requires = "ca_key"
    )]
    pub ca_cert: Option<PathBuf>,
    /// The private key (PEM) of that CA.
    #[arg(
        long,
        help_heading = CERTIFICATE,
        env = "WIRETWIN_CA_KEY",
        value_name = "FILE",
        requires = "ca_cert"
    )]
    pub ca_key: Option<PathBuf>,
    /// An origin whose web pages may read answers; may be given more than once.
    #[arg(
        long = "allow-origin",
        help_heading = ADDRESSES,
        env = "WIRETWIN_ALLOW_ORIGIN",
        value_name = "ORIGIN",
        value_delimiter = ','
    )]
    pub allowed_origins: Vec<Origin>,
    /// One more name in the certificate that is made, beside localhost, wiretwin,
    /// host.docker.internal, this machine's name and the addresses; may be given more than once.
    #[arg(
        long = "hostname",
        help_heading = CERTIFICATE,
        env = "WIRETWIN_HOSTNAME",
        value_name = "NAME",
        value_delimiter = ','
    )]
    pub hostnames: Vec<String>,
    /// A file to write, as JSON, once the listeners accept connections; removed at the start and at
    /// the end.
    #[arg(
        long,
        help_heading = READINESS,
        env = "WIRETWIN_READY_FILE",
        value_name = "FILE"
    )]
    pub ready_file: Option<PathBuf>,
    /// What to log to standard error: error, warn, info (a line for each request), debug, or a
    /// filter by module such as wiretwin=debug.
    #[arg(
        long,
        help_heading = READINESS,
        default_value = "warn",
        env = "WIRETWIN_LOG",
        value_name = "FILTER"
    )]
    pub log: String,
    /// The form of a line of the log: text, or json for one JSON object a line.
    #[arg(
        long,
        help_heading = READINESS,
        value_enum,
        default_value = "text",
        env = "WIRETWIN_LOG_FORMAT",
        value_name = "text|json"
    )]
    pub log_format: LogFormat,
    /// What the command line says of where these come from.
    #[arg(skip)]
    pub given: Given,
}

/// What matters of where options come from.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// Whether the fixture was named, by option or environment, and is not the default.
    pub fixture: bool,
    /// What is to be said at the start about options that stood against each other.
    pub notes: Vec<String>,
}

/// The form of a line of the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    #[default]
    Text,
    Json,
}
