//! The certificate of the HTTPS listener: made at the first start, or given.
use anyhow::{Context, Result, anyhow};
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use std::{path::Path, sync::Arc};

/// A certificate as it is served and as it is handed out.
pub struct Certificate {
    pub config: Arc<ServerConfig>,
    /// The certificate itself, as clients import it to trust the server.
    pub pem: String,
    pub der: Vec<u8>,
}

/// A certificate and its key as text.
pub struct Made {
    pub certificate: String,
    pub key: String,
}

/// Some clients take no certificate that is valid for longer.
pub const VALID_DAYS: i64 = 825;

/// A self-signed certificate for these names, valid from a day before `now` (ms since the epoch).
pub fn make(names: &[String], now: i64) -> Result<Made> {
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
    let day = |days: i64| -> Result<_> {
        let date = jiff::Timestamp::from_millisecond(now + days * 86_400_000)?
            .to_zoned(jiff::tz::TimeZone::UTC);
        Ok(rcgen::date_time_ymd(
            date.year().into(),
            date.month() as u8,
            date.day() as u8,
        ))
    };
    (params.not_before, params.not_after) = (day(-1)?, day(VALID_DAYS - 1)?);
    let key = rcgen::KeyPair::generate()?;
    let certificate = params.self_signed(&key)?;
    Ok(Made {
        certificate: certificate.pem(),
        key: key.serialize_pem(),
    })
}

impl Certificate {
    pub fn read(certificate: &Path, key: &Path) -> Result<Self> {
        let text = |path: &Path| {
            std::fs::read_to_string(path)
                .with_context(|| format!("`{}` cannot be read", path.display()))
        };
        Self::of(&text(certificate)?, &text(key)?)
            .with_context(|| format!("`{}` with `{}`", certificate.display(), key.display()))
    }
    pub fn of(certificate: &str, key: &str) -> Result<Self> {
        let chain: Vec<CertificateDer> = CertificateDer::pem_slice_iter(certificate.as_bytes())
            .collect::<Result<_, _>>()
            .map_err(|why| anyhow!("the certificate is not PEM: {why}"))?;
        let first = chain
            .first()
            .ok_or_else(|| anyhow!("there is no certificate in PEM form"))?
            .to_vec();
        let key = PrivateKeyDer::from_pem_slice(key.as_bytes())
            .map_err(|_| anyhow!("there is no private key in PEM form"))?;
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .context("the private key does not fit the certificate")?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self {
            config: Arc::new(config),
            pem: first_pem(certificate),
            der: first,
        })
    }
}

/// The first certificate of a PEM text.
fn first_pem(text: &str) -> String {
    const END: &str = "-----END CERTIFICATE-----";
    let start = text.find("-----BEGIN CERTIFICATE-----").unwrap_or(0);
    let end = text.find(END).map_or(text.len(), |at| at + END.len());
    format!("{}\n", text[start..end].trim())
}
