//! The certificate that a server starts with, who signs it, and the files that follow the one it shows.
use super::files::{read_kept, write_private, write_whole};
use crate::{
    base::clock::Clock,
    server::{config::Serve, option_values::HttpListen},
    tls::{Authority, AuthorityPair, Certificate, Pair, ServerCertificate},
};
use anyhow::{Context, Result};
use std::{fs, path::Path};

/// Certificate and key in one file: a server that is ended while it writes leaves a pair that fits.
const PRIVATE: &str = "certificate.json";
/// The authority that signs what is made here: made once, so that clients go on trusting it.
const AUTHORITY: &str = "authority.json";
/// What clients trust: a copy of the certificate that is shown, written anew at every start.
pub const PUBLIC: &str = "public.pem";

/// The certificate that was given, or kept, or a new one. Nothing is written yet.
pub fn served(config: &Serve, folder: &Path) -> Result<ServerCertificate> {
    let names = names(config);
    let (authority, made) = authority(config, folder)?;
    let given = config.tls_cert.as_deref().zip(config.tls_key.as_deref());
    let certificate = match given {
        Some((certificate, key)) => read(certificate, key)?,
        None => kept_or_made(&authority, &names, folder)?,
    };
    // A certificate of the user's own is the one of the next start, whatever is set meanwhile.
    let keeps = given.is_none();
    let folder = folder.to_owned();
    let keep = move |certificate: &Certificate| {
        if let Some(pair) = &made {
            let pair = serde_json::to_string_pretty(pair)?;
            write_private(&folder.join(AUTHORITY), &pair)?;
        }
        if keeps {
            let pair = serde_json::to_string_pretty(&certificate.pair)?;
            write_private(&folder.join(PRIVATE), &pair)?;
        }
        write_whole(&folder.join(PUBLIC), &certificate.trusted_file())
    };
    Ok(ServerCertificate::new(
        certificate,
        authority,
        names,
        Box::new(keep),
    ))
}

fn read(certificate: &Path, key: &Path) -> Result<Certificate> {
    Certificate::of(Pair::given(text(certificate)?, text(key)?))
        .with_context(|| format!("`{}` with `{}`", certificate.display(), key.display()))
}

fn text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("`{}` cannot be read", path.display()))
}

/// The authority that was given, or kept, or a new one; and what is to be kept of it.
fn authority(config: &Serve, folder: &Path) -> Result<(Authority, Option<AuthorityPair>)> {
    if let Some((certificate, key)) = config.ca_cert.as_deref().zip(config.ca_key.as_deref()) {
        let pair = AuthorityPair::given(text(certificate)?, text(key)?);
        let authority = Authority::of(&pair)
            .with_context(|| format!("`{}` with `{}`", certificate.display(), key.display()))?;
        return Ok((authority, None));
    }
    let now = Clock::real().now();
    let path = folder.join(AUTHORITY);
    let kept: Option<AuthorityPair> = read_kept(&path)?;
    let kept = kept.map(|pair| Authority::of(&pair).map(|authority| (authority, pair)));
    let kept = kept
        .transpose()
        .with_context(|| format!("`{}`", path.display()))?;
    if let Some((authority, pair)) = kept.filter(|(authority, _)| authority.lasts(now)) {
        return Ok((authority, Some(pair)));
    }
    let pair = AuthorityPair::make(now)?;
    Ok((Authority::of(&pair)?, Some(pair)))
}

/// A certificate that was made here is made again if it ends soon, lacks a name or was signed by
/// another authority.
fn kept_or_made(authority: &Authority, names: &[String], folder: &Path) -> Result<Certificate> {
    let now = Clock::real().now();
    let path = folder.join(PRIVATE);
    let kept: Option<Pair> = read_kept(&path)?;
    match kept.filter(|pair| pair.serves(authority, names, now)) {
        Some(pair) => Certificate::of(pair).with_context(|| format!("`{}`", path.display())),
        None => Pair::make(authority, names, now)
            .and_then(Certificate::of)
            .context("the certificate cannot be made (is each --hostname a host name?)"),
    }
}

/// What a certificate names whatever is listened on: this machine, and how containers call each
/// other's service and the machine that they run on.
const USUAL: [&str; 5] = [
    "localhost",
    "127.0.0.1",
    "::1",
    "wiretwin",
    "host.docker.internal",
];

/// The names and addresses of the server in a certificate: its own, and those it listens on.
fn names(config: &Serve) -> Vec<String> {
    let mut names: Vec<String> = USUAL.map(str::to_owned).into();
    let host = fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let host = host.or_else(|| std::env::var("HOSTNAME").ok());
    let host = host
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty());
    let plain = match &config.http_listen {
        HttpListen::At(address) => address.names(),
        HttpListen::Off => vec![],
    };
    let listened = config.listen.names().into_iter().chain(plain);
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
