//! A certificate authority: who trusts its certificate trusts whatever it signs.
use super::{certificates, pem::pem_of};
use crate::base::{
    clock::{DAY, Millis},
    secret::{hex, random_key},
};
use anyhow::{Context, Result, anyhow, bail};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose::{CrlSign, DigitalSignature, KeyCertSign},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use x509_parser::prelude::{FromDer, X509Certificate};

/// An authority that can sign. There is no way to print its key.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    /// Its certificate, which clients import.
    pub der: Vec<u8>,
    /// In ms since the epoch.
    valid_until: Millis,
}

/// An authority's certificate and key as text.
#[derive(Clone, Serialize, Deserialize)]
pub struct AuthorityPair {
    pub certificate: String,
    key: String,
}

/// An authority is made once, and outlives what trusts it.
const AUTHORITY_DAYS: Millis = 20 * 365;
/// Some clients take no certificate of a server that is valid for longer.
const VALID_DAYS: Millis = 825;

impl AuthorityPair {
    pub fn given(certificate: String, key: String) -> Self {
        Self { certificate, key }
    }
    /// A new authority, valid from a day before `now`. No two have the same name: clients find the
    /// signer of a certificate by it.
    pub fn make(now: Millis) -> Result<Self> {
        let number = random_key()?;
        let mut params = params(&[], &format!("wiretwin CA {}", &number[..8]))?;
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyCertSign, CrlSign];
        set_validity(&mut params, now, AUTHORITY_DAYS)?;
        let key = KeyPair::generate()?;
        Ok(Self {
            certificate: params.self_signed(&key)?.pem(),
            key: key.serialize_pem(),
        })
    }
}

impl Authority {
    /// Checks that it is the certificate of an authority, and that the key is its own.
    pub fn of(pair: &AuthorityPair) -> Result<Self> {
        let chain = certificates(&pair.certificate)?;
        let der = chain[0].to_vec();
        let key = KeyPair::from_pem(&pair.key).map_err(|_| {
            anyhow!("the CA's private key cannot be read: it must be PEM (PKCS #8), not encrypted")
        })?;
        let (_, certificate) = X509Certificate::from_der(&der)
            .map_err(|_| anyhow!("the CA's certificate cannot be read"))?;
        if !certificate.is_ca() {
            bail!("the certificate is not that of a CA (its basic constraints must say CA:TRUE)");
        }
        let usage = certificate.key_usage().ok().flatten();
        if usage.is_some_and(|usage| !usage.value.key_cert_sign()) {
            bail!("the CA's certificate does not allow it to sign certificates (its key usage)");
        }
        if certificate.public_key().raw != rcgen::PublicKeyData::subject_public_key_info(&key) {
            bail!("the private key does not fit the CA's certificate");
        }
        let valid_until = certificate.validity().not_after.timestamp() * 1000;
        Ok(Self {
            issuer: Issuer::from_ca_cert_der(&chain[0], key)
                .context("the CA's certificate cannot be used")?,
            der,
            valid_until,
        })
    }
    pub fn pem(&self) -> String {
        pem_of(&self.der)
    }
    /// What tells it from any other authority: the SHA-256 of its certificate, in hexadecimal.
    pub fn fingerprint(&self) -> String {
        hex(&Sha256::digest(&self.der))
    }
    /// Whether it holds for another month, so that what it signs can be used.
    pub fn lasts(&self, now: Millis) -> bool {
        self.valid_until > now + 30 * DAY
    }
    /// A certificate for a server of these names and addresses, valid from a day before `now`, and
    /// until when it is (ms since the epoch). The text is the certificate and that of the authority.
    pub(super) fn sign(&self, names: &[String], now: Millis) -> Result<(String, String, Millis)> {
        let mut params = params(names, "wiretwin")?;
        params.is_ca = IsCa::ExplicitNoCa;
        params.key_usages = vec![DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        // Nothing outlives the authority that vouches for it.
        let days = VALID_DAYS.min((self.valid_until - now) / DAY).max(1);
        set_validity(&mut params, now, days)?;
        let key = KeyPair::generate()?;
        let leaf = params.signed_by(&key, &self.issuer)?;
        let chain = leaf.pem() + &self.pem();
        Ok((chain, key.serialize_pem(), now + (days - 2) * DAY))
    }
}

fn params(names: &[String], common_name: &str) -> Result<CertificateParams> {
    let mut params = CertificateParams::new(names)?;
    let name = &mut params.distinguished_name;
    name.push(DnType::CommonName, common_name);
    name.push(DnType::OrganizationName, "wiretwin test appliance");
    Ok(params)
}

/// From a day before `now`, as clocks differ.
fn set_validity(params: &mut CertificateParams, now: Millis, days: Millis) -> Result<()> {
    let day = |at| -> Result<_> {
        let day = jiff::Timestamp::from_millisecond(at)?.to_zoned(jiff::tz::TimeZone::UTC);
        let (month, date) = (day.month() as u8, day.day() as u8);
        Ok(rcgen::date_time_ymd(day.year().into(), month, date))
    };
    params.not_before = day(now - DAY)?;
    params.not_after = day(now + (days - 1) * DAY)?;
    Ok(())
}
