//! Whether a private key and a certificate belong together.
use crate::{
    base::{
        problem::{Result, refused},
        secret::hex,
    },
    tls::{certificates, pem_of, private_key},
};
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use rustls::{crypto::ring::sign::any_supported_type, pki_types::CertificateDer};

/// A certificate that can be read.
pub struct Public {
    der: CertificateDer<'static>,
    /// Its public key, as it stands in the certificate.
    key: Vec<u8>,
}

impl Public {
    /// The first certificate of a text in PEM form.
    pub fn read(text: &str) -> Result<Self> {
        let der = certificates(text).map_err(refused)?.swap_remove(0);
        let key = match x509_parser::parse_x509_certificate(&der) {
            Ok(([], certificate)) => certificate.public_key().raw.to_vec(),
            _ => return Err(refused("what stands there in PEM form is no certificate")),
        };
        Ok(Self { der, key })
    }
    /// The SHA-1 of the certificate.
    pub fn id(&self) -> String {
        hex(digest(&SHA1_FOR_LEGACY_USE_ONLY, &self.der).as_ref())
    }
    pub fn pem(&self) -> String {
        pem_of(&self.der)
    }
    /// The text holds the private key of this certificate. A refusal tells nothing of the key.
    pub fn fits(&self, text: &str) -> Result<()> {
        let key = private_key(text).map_err(refused)?;
        let key = key.ok_or_else(|| refused("there is no private key in PEM form"))?;
        let key = any_supported_type(&key).map_err(|_| {
            refused("it must be RSA of 2048 to 4096 bits, ECDSA with P-256 or P-384, or Ed25519")
        })?;
        match key.public_key() {
            Some(public) if public.as_ref() == self.key => Ok(()),
            _ => Err(refused("it is not the private key of the certificate")),
        }
    }
}
