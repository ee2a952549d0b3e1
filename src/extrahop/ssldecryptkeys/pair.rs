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
use yasna::{ASN1Result, BERReaderSeq, Tag};

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
        let none = |_| refused("what stands there in PEM form is no certificate");
        let key = public_key(&der).map_err(none)?;
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

/// The public key of a certificate as it stands there, with its algorithm (RFC 5280, section 4.1).
fn public_key(certificate: &[u8]) -> ASN1Result<Vec<u8>> {
    yasna::parse_der(certificate, |reader| {
        reader.read_sequence(|parts| {
            let key = parts.next().read_sequence(|fields| {
                let version = Tag::context(0);
                fields.read_optional(|one| one.read_tagged(version, |one| one.read_u8()))?;
                fields.next().read_bigint_bytes()?;
                // Algorithm, issuer, validity, subject.
                for _ in 0..4 {
                    fields.next().read_sequence(rest)?;
                }
                let key = fields.next().read_der()?;
                rest(fields)?;
                Ok(key)
            })?;
            parts.next().read_sequence(rest)?;
            parts.next().read_bitvec_bytes()?;
            Ok(key)
        })
    })
}

/// Reads what is left, whatever it is.
fn rest(fields: &mut BERReaderSeq) -> ASN1Result<()> {
    while fields.read_optional(|one| one.read_der())?.is_some() {}
    Ok(())
}
