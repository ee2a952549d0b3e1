//! The certificate of the HTTPS listener: signed by an authority of the twin's own, given, or set by a
//! client.
mod authority;
mod pem;
mod server_certificate;

pub use authority::{Authority, AuthorityPair};
pub use pem::{certificates, pem_of, private_key};
pub use server_certificate::ServerCertificate;

use crate::base::clock::{DAY, Millis};
use anyhow::{Context, Result, anyhow};
use rustls::{ServerConfig, crypto::ring};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A certificate with its private key, ready to be served. There is no way to print it.
pub struct Certificate {
    pub config: Arc<ServerConfig>,
    /// The certificate itself.
    pub der: Vec<u8>,
    /// What clients import to trust the server: the authority that signed the certificate, or a
    /// certificate that was given or set.
    pub trusted: Vec<u8>,
    pub pair: Pair,
}

/// A certificate and its key as text. They are kept together, so that they always fit.
#[derive(Clone, Serialize, Deserialize)]
pub struct Pair {
    /// The certificate, and after it those that vouch for it.
    pub certificate: String,
    key: String,
    /// Absent: it was given or set, and is nobody's to renew.
    made: Option<Made>,
}

/// What is known of a certificate that was made here.
#[derive(Clone, Serialize, Deserialize)]
struct Made {
    names: Vec<String>,
    valid_until: Millis,
    /// The fingerprint of the authority that signed it; empty: it signed itself, as those of
    /// earlier versions did.
    #[serde(default)]
    authority: String,
}

impl Pair {
    /// A certificate and a key that come from elsewhere.
    pub fn given(certificate: String, key: String) -> Self {
        Self {
            certificate,
            key,
            made: None,
        }
    }
    /// A certificate for a server of these names and addresses, signed by an authority.
    pub fn make(authority: &Authority, names: &[String], now: Millis) -> Result<Self> {
        let (certificate, key, valid_until) = authority.sign(names, now)?;
        Ok(Self {
            certificate,
            key,
            made: Some(Made {
                names: names.to_vec(),
                valid_until,
                authority: authority.fingerprint(),
            }),
        })
    }
    /// Whether it may be served by these names from now on: one that was made must hold for
    /// another week, have them all, and be signed by this authority.
    pub fn serves(&self, authority: &Authority, names: &[String], now: Millis) -> bool {
        self.made.as_ref().is_none_or(|made| {
            made.valid_until > now + 7 * DAY
                && made.authority == authority.fingerprint()
                && names.iter().all(|name| made.names.contains(name))
        })
    }
}

impl Certificate {
    pub fn of(mut pair: Pair) -> Result<Self> {
        let chain = certificates(&pair.certificate)?;
        let key = private_key(&pair.key)?
            .ok_or_else(|| anyhow!("there is no private key in PEM form"))?;
        let first = chain[0].to_vec();
        let vouching = chain.last().filter(|_| pair.made.is_some());
        let trusted = vouching.map_or_else(|| first.clone(), |authority| authority.to_vec());
        // Nothing but certificates is ever handed out, whatever stood beside them.
        pair.certificate = chain.iter().map(|one| pem_of(one)).collect();
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .context("the private key does not fit the certificate")?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Self {
            config: Arc::new(config),
            der: first,
            trusted,
            pair,
        })
    }
    /// What clients import, as text; a chain that was given or set is told whole.
    pub fn trusted_file(&self) -> String {
        match self.pair.made {
            Some(_) => pem_of(&self.trusted),
            None => self.pair.certificate.clone(),
        }
    }
    /// The one that a text holds in PEM form, with the key that stands beside it, or else the key
    /// of this one.
    pub fn succeeded_by(&self, text: &str) -> Result<Self> {
        let key = private_key(text)?;
        certificates(text)?;
        let with = |key: &str| Self::of(Pair::given(text.to_owned(), key.to_owned()));
        match key {
            Some(_) => with(text),
            None => with(&self.pair.key).context("without a private key the current one must fit"),
        }
    }
}
