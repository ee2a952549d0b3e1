//! What a server is started with: the options of `serve`, and the environment beside them. The doc
//! comments are the `--help`.
use super::listen_address::ListenAddress;
use crate::{
    base::{
        clock::{Millis, parse_time},
        firmware::Firmware,
        origin::Origin,
        platform::Platform,
        unknown_fields::UnknownFields,
    },
    kentik::switches::Switch,
    store::Synchronous,
};
use clap::Args;
use std::{path::PathBuf, str::FromStr};

#[derive(Args, Clone, Debug)]
pub struct Serve {
    /// Where to listen for HTTPS; port 0 picks a free one.
    #[arg(
        long,
        default_value = "127.0.0.1:8443",
        env = "WIRETWIN_LISTEN",
        value_name = "ADDRESS:PORT"
    )]
    pub listen: ListenAddress,
    /// Where to listen for plain HTTP; `off` closes it.
    #[arg(
        long,
        default_value = "127.0.0.1:8080",
        env = "WIRETWIN_HTTP_LISTEN",
        value_name = "ADDRESS:PORT|off"
    )]
    pub http_listen: HttpListen,
    /// The database that keeps the state.
    #[arg(
        long,
        default_value = "sqlite://wiretwin.db",
        env = "WIRETWIN_DATABASE",
        value_name = "sqlite://FILE"
    )]
    pub database: String,
    /// Keep the state in memory only.
    #[arg(long, env = "WIRETWIN_EPHEMERAL", conflicts_with = "database")]
    pub ephemeral: bool,
    /// What a write survives: normal, the end of the process at any moment; full, a power loss too.
    #[arg(
        long,
        value_enum,
        default_value = "normal",
        env = "WIRETWIN_SYNCHRONOUS"
    )]
    pub synchronous: Synchronous,
    /// What a new database is filled with: demo, guide, empty or a file.
    #[arg(
        long,
        default_value = "demo",
        env = "WIRETWIN_FIXTURE",
        value_name = "demo|guide|empty|FILE"
    )]
    pub fixture: String,
    /// The firmware to answer as; absent: the fixture's, or 5.1.
    #[arg(long, env = "WIRETWIN_FIRMWARE")]
    pub firmware: Option<Firmware>,
    /// The kind of appliance; absent: the fixture's, or discover.
    #[arg(long, value_enum, env = "WIRETWIN_PLATFORM")]
    pub platform: Option<Platform>,
    /// What is done with fields and parameters that the firmware does not have: ignore names them in
    /// the header X-Wiretwin-Ignored, refuse answers 400; absent: the fixture's, or ignore.
    #[arg(
        long,
        value_enum,
        env = "WIRETWIN_UNKNOWN_FIELDS",
        value_name = "ignore|refuse"
    )]
    pub unknown_fields: Option<UnknownFields>,
    /// The key with full system privileges; absent: a random one, kept beside the database.
    #[arg(long, env = "WIRETWIN_API_KEY", value_name = "KEY", value_parser = api_key, hide_env_values = true)]
    pub api_key: Option<String>,
    /// The token of the Kentik administrator; absent: a random one, kept beside the database.
    #[arg(long, env = "WIRETWIN_KENTIK_TOKEN", value_name = "TOKEN", value_parser = api_key, hide_env_values = true)]
    pub kentik_token: Option<String>,
    /// Where the Kentik API is to be otherwise than Kentik's own.
    #[arg(
        long,
        value_enum,
        env = "WIRETWIN_KENTIK",
        value_name = "SWITCH",
        value_delimiter = ','
    )]
    pub kentik: Vec<Switch>,
    /// What every number that looks random is drawn from; absent: the fixture's, or 1.
    #[arg(long, env = "WIRETWIN_SEED", value_name = "N")]
    pub seed: Option<u64>,
    /// The twin's time: real, or a moment at which it stands still; absent: the fixture's, or real.
    #[arg(long, env = "WIRETWIN_CLOCK", value_name = "real|TIME")]
    pub clock: Option<ClockChoice>,
    /// A certificate (PEM) in place of the one that is made; needs --tls-key.
    #[arg(
        long,
        env = "WIRETWIN_TLS_CERT",
        value_name = "FILE",
        requires = "tls_key"
    )]
    pub tls_cert: Option<PathBuf>,
    /// The private key (PEM) of that certificate.
    #[arg(
        long,
        env = "WIRETWIN_TLS_KEY",
        value_name = "FILE",
        requires = "tls_cert"
    )]
    pub tls_key: Option<PathBuf>,
    /// The certificate of a CA (PEM) that signs the server's certificate in place of the one that is
    /// made; needs --ca-key.
    #[arg(
        long,
        env = "WIRETWIN_CA_CERT",
        value_name = "FILE",
        requires = "ca_key",
        conflicts_with = "tls_cert"
    )]
    pub ca_cert: Option<PathBuf>,
    /// The private key (PEM) of that CA.
    #[arg(
        long,
        env = "WIRETWIN_CA_KEY",
        value_name = "FILE",
        requires = "ca_cert"
    )]
    pub ca_key: Option<PathBuf>,
    /// An origin whose web pages may read answers; may be given more than once.
    #[arg(
        long = "allow-origin",
        env = "WIRETWIN_ALLOW_ORIGIN",
        value_name = "ORIGIN",
        value_delimiter = ','
    )]
    pub allowed_origins: Vec<Origin>,
    /// One more name in the certificate that is made; may be given more than once.
    #[arg(
        long = "hostname",
        env = "WIRETWIN_HOSTNAME",
        value_name = "NAME",
        value_delimiter = ','
    )]
    pub hostnames: Vec<String>,
    /// A file to write, as JSON, once the listeners accept connections.
    #[arg(long, env = "WIRETWIN_READY_FILE", value_name = "FILE")]
    pub ready_file: Option<PathBuf>,
    /// What to log to standard error: a tracing filter such as info or wiretwin=debug.
    #[arg(
        long,
        default_value = "warn",
        env = "WIRETWIN_LOG",
        value_name = "FILTER"
    )]
    pub log: String,
}

/// Where plain HTTP is listened for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HttpListen {
    At(ListenAddress),
    Off,
}

impl FromStr for HttpListen {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        const HOW: &str =
            "give an address or a host name and a port, such as 127.0.0.1:8080, or off";
        match text {
            "off" => Ok(Self::Off),
            _ => text.parse().map(Self::At).map_err(|_| HOW.into()),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockChoice {
    Real,
    Frozen(Millis),
}

impl FromStr for ClockChoice {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "real" => Ok(Self::Real),
            _ => parse_time(text).map(Self::Frozen),
        }
    }
}

/// A key goes into a header as it is.
fn api_key(text: &str) -> Result<String, String> {
    match !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic()) {
        true => Ok(text.to_owned()),
        false => Err("a key is made of visible ASCII characters without spaces".into()),
    }
}
