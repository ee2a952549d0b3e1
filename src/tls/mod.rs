//! The certificate of the HTTPS listener: made at the first start, given, or set by a client.
mod pem;
mod server_certificate;

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
    /// The certificate itself, as clients import it to trust the server.
    pub pem: String,
    pub der: Vec<u8>,
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
}

/// Some clients take no certificate that is valid for longer.
const VALID_DAYS: Millis = 825;

impl Pair {
    /// A certificate and a key that come from elsewhere.
    pub fn given(certificate: String, key: String) -> Self {
        Self {
            certificate,
            key,
            made: None,
        }
    }
    /// A self-signed certificate for these names, valid from a day before `now`.
    pub fn make(names: &[String], now: Millis) -> Result<Self> {
        let mut params = rcgen::CertificateParams::new(names)?;
        params
            .distinguished_name
            .push(rcgen::DnType::CommonName, "wiretwin");
        params
            .distinguished_name
            .push(rcgen::DnType::OrganizationName, "wiretwin test appliance");
        params.key_usages = vec![rcgen::KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ServerAuth];
        params.is_ca = rcgen::IsCa::ExplicitNoCa;
        let day = |at| -> Result<_> {
            let day = jiff::Timestamp::from_millisecond(at)?.to_zoned(jiff::tz::TimeZone::UTC);
            let (month, date) = (day.month() as u8, day.day() as u8);
            Ok(rcgen::date_time_ymd(day.year().into(), month, date))
        };
        params.not_before = day(now - DAY)?;
        params.not_after = day(now + (VALID_DAYS - 1) * DAY)?;
        let key = rcgen::KeyPair::generate()?;
        let certificate = params.self_signed(&key)?;
        Ok(Self {
            certificate: certificate.pem(),
            key: key.serialize_pem(),
            made: Some(Made {
                names: names.to_vec(),
                valid_until: now + (VALID_DAYS - 2) * DAY,
            }),
        })
    }
    /// Whether it may be served by these names from now on: one that was made must hold for
    /// another week and have them all.
    pub fn serves(&self, names: &[String], now: Millis) -> bool {
        self.made.as_ref().is_none_or(|made| {
            made.valid_until > now + 7 * DAY && names.iter().all(|name| made.names.contains(name))
        })
    }
}

impl Certificate {
    pub fn of(mut pair: Pair) -> Result<Self> {
        let chain = certificates(&pair.certificate)?;
        let key = private_key(&pair.key)?
            .ok_or_else(|| anyhow!("there is no private key in PEM form"))?;
        let first = chain[0].to_vec();
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
            pem: pem_of(&first),
            der: first,
            pair,
        })
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
