//! The certificate that a server starts with, and the files that follow the one it shows.
use super::files::{read_kept, write_private, write_whole};
use crate::{
    base::clock::Clock,
    server::config::Serve,
    tls::{Certificate, Pair, ServerCertificate},
};
use anyhow::{Context, Result};
use std::{fs, path::Path};

/// Certificate and key in one file: a server that is ended while it writes leaves a pair that fits.
const PRIVATE: &str = "certificate.json";
/// What clients trust: a copy of the certificate that is shown, written anew at every start.
pub const PUBLIC: &str = "public.pem";

/// The certificate that was given, or kept, or a new one. Nothing is written yet.
pub fn served(config: &Serve, folder: &Path) -> Result<ServerCertificate> {
    let names = names(config);
    let given = config.tls_cert.as_deref().zip(config.tls_key.as_deref());
    let certificate = match given {
        Some((certificate, key)) => read(certificate, key)?,
        None => kept_or_made(&names, folder)?,
    };
    // A certificate of the user's own is the one of the next start, whatever is set meanwhile.
    let keeps = given.is_none();
    let folder = folder.to_owned();
    let keep = move |certificate: &Certificate| {
        if keeps {
            let pair = serde_json::to_string_pretty(&certificate.pair)?;
            write_private(&folder.join(PRIVATE), &pair)?;
        }
        write_whole(&folder.join(PUBLIC), &certificate.pair.certificate)
    };
    Ok(ServerCertificate::new(certificate, names, Box::new(keep)))
}

fn read(certificate: &Path, key: &Path) -> Result<Certificate> {
    let text = |path: &Path| {
        fs::read_to_string(path).with_context(|| format!("`{}` cannot be read", path.display()))
    };
    Certificate::of(Pair::given(text(certificate)?, text(key)?))
        .with_context(|| format!("`{}` with `{}`", certificate.display(), key.display()))
}

/// A certificate that was made here is made again if it ends soon or lacks a name.
fn kept_or_made(names: &[String], folder: &Path) -> Result<Certificate> {
    let now = Clock::real().now();
    let path = folder.join(PRIVATE);
    let kept: Option<Pair> = read_kept(&path)?;
    match kept.filter(|pair| pair.serves(names, now)) {
        Some(pair) => Certificate::of(pair).with_context(|| format!("`{}`", path.display())),
        None => Pair::make(names, now)
            .and_then(Certificate::of)
            .context("the certificate cannot be made (is each --hostname a host name?)"),
    }
}

/// The names of the server in a certificate.
fn names(config: &Serve) -> Vec<String> {
    let mut names: Vec<String> = ["localhost", "127.0.0.1", "::1"].map(str::to_owned).into();
    let host = fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let host = host.or_else(|| std::env::var("HOSTNAME").ok());
    let host = host
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty());
    let address = config.listen.ip();
    let listened = (!address.is_unspecified()).then(|| address.to_string());
    for name in host
        .into_iter()
        .chain(listened)
        .chain(config.hostnames.iter().cloned())
    {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
