//! Certificates and private keys as text.
use anyhow::{Result, bail};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};

/// The certificates of a text, at least one. What exactly is wrong with a text is not told: a line
/// of it may be a private key that lost its line breaks.
pub fn certificates(text: &str) -> Result<Vec<CertificateDer<'static>>> {
    let found = CertificateDer::pem_slice_iter(text.as_bytes()).collect::<Result<Vec<_>, _>>();
    match found {
        Ok(chain) if chain.is_empty() => bail!("there is no certificate in PEM form"),
        Ok(chain) => Ok(chain),
        Err(_) => bail!("there is no certificate in PEM form that can be read to its end"),
    }
}

/// The first private key of a text.
pub fn private_key(text: &str) -> Result<Option<PrivateKeyDer<'static>>> {
    let mut keys = PrivateKeyDer::pem_slice_iter(text.as_bytes());
    match keys.find_map(Result::ok) {
        None if text.contains("PRIVATE KEY-----") => {
            bail!("the private key cannot be read: it must be PEM that is not encrypted")
        }
        key => Ok(key),
    }
}

/// A certificate as text.
pub fn pem_of(der: &[u8]) -> String {
    let lines = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
    pem::encode_config(&pem::Pem::new("CERTIFICATE", der), lines)
}
