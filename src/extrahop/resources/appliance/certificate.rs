//! The certificate of the HTTPS listener, and of `/public.cer`.
use crate::{
    api::{CreatedEmpty, NoContent, Operation, Text, post, put},
    base::{
        clock::Clock,
        problem::{Result, refused},
        secret::hex,
    },
    store::Draft,
    tls::{Certificate, ServerCertificate},
    twin::access::{Level::*, Permit},
};
use anyhow::Error;
use sha2::{Digest as _, Sha256};

#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
    vec![
        post("/extrahop/sslcert", FullSystem, renew,   "Make a new certificate for the server, signed by the same authority."),
        put ("/extrahop/sslcert", FullSystem, replace, "Replace the certificate of the server: PEM, with its private key unless the current one fits."),
    ]
}

async fn renew(permit: Permit) -> Result<CreatedEmpty> {
    let served = permit.part::<ServerCertificate>().clone();
    // Clients judge it by their own time, and not by the twin's.
    let made = move |_: &Certificate| Ok(served.renewed(Clock::real().now())?);
    change(permit, "Regenerate SSL certificate", made).await?;
    Ok(CreatedEmpty)
}

async fn replace(permit: Permit, Text(text): Text) -> Result<NoContent> {
    let read = move |shown: &Certificate| {
        let next = shown.succeeded_by(&text);
        next.map_err(|why| refused(format!("the body: {why:#}")))
    };
    change(permit, "Replace SSL certificate", read).await?;
    Ok(NoContent)
}

/// Shows another certificate. It is not left half done when the client goes away.
async fn change(
    permit: Permit,
    audit_note: &'static str,
    make: impl FnOnce(&Certificate) -> Result<Certificate> + Send + 'static,
) -> Result<()> {
    let served = permit.part::<ServerCertificate>().clone();
    let note = move |next: &Certificate| {
        let details = format!("certificate with the SHA-256 {}", fingerprint(next));
        let noted = move |draft: &mut Draft| {
            draft.note(audit_note, details);
            Ok(())
        };
        async move { permit.write(noted).await }
    };
    let changed = tokio::spawn(async move { served.change(make, note).await });
    changed.await.map_err(Error::from)?
}

fn fingerprint(certificate: &Certificate) -> String {
    hex(&Sha256::digest(&certificate.der))
}
