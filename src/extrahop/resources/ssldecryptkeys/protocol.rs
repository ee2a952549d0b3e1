//! A protocol that is looked for in what a key decrypts.
use crate::base::problem::{Result, refused};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"protocol": "http", "port": 443}]))]
pub struct SslDecryptKeyProtocol {
    /// The name of the protocol in lower case.
    #[schemars(extend("pattern" = "^[a-z0-9_]+$"))]
    pub protocol: String,
    /// The port on which the encrypted traffic is listened for; 0: any.
    pub port: u16,
}

/// What is also spoken over TLS.
pub const KNOWN: [&str; 20] = [
    "amqp", "diameter", "ftp", "http", "ibmmq", "ica", "imap", "irc", "ldap", "memcache", "mongo",
    "mysql", "pop3", "postgres", "redis", "sip", "smpp", "smtp", "tds", "telnet",
];

impl SslDecryptKeyProtocol {
    pub fn is_known(&self) -> bool {
        KNOWN.contains(&self.protocol.as_str())
    }
}

/// Each is known, and on a port once.
pub fn check(protocols: &[SslDecryptKeyProtocol]) -> Result<()> {
    for (at, one) in protocols.iter().enumerate() {
        if !one.is_known() || protocols[..at].contains(one) {
            let why = "must be a known protocol that is on each port once";
            return Err(refused(format!("`protocols[{at}]` {why}")));
        }
    }
    Ok(())
}
