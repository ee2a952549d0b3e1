//! What is kept in files beside the database: the keys that come with the twin, and the
//! certificate that was made.
use super::files::{write_private, write_whole};
use crate::{
    access::Level,
    clock::{Clock, Millis},
    config::Serve,
    fixture::Keys,
    tls::{self, Certificate, Made},
};
use anyhow::{Context, Result, anyhow};
use serde::{Deserialize, Serialize};
use std::{
    collections::btree_map::Entry,
    fs,
    path::{Path, PathBuf},
};

const FILE: &str = "wiretwin.json";
const PUBLIC: &str = "public.pem";
const PRIVATE: &str = "private.pem";

#[derive(Default, Serialize, Deserialize)]
pub struct Kept {
    pub api_keys: Keys,
    /// The names in the certificate, and when it ends (ms since the epoch).
    names: Vec<String>,
    valid_until: Millis,
}

impl Kept {
    pub fn read(folder: &Path) -> Result<Self> {
        let path = folder.join(FILE);
        let wrong = || format!("`{}` cannot be read", path.display());
        match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).with_context(wrong),
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(why) => Err(why).with_context(wrong),
        }
    }
    /// Writes it all, and the certificate if there is a new one.
    pub fn write(&self, folder: &Path, made: Option<Made>) -> Result<()> {
        fs::create_dir_all(folder)
            .with_context(|| format!("`{}` cannot be made", folder.display()))?;
        if let Some(made) = made {
            write_private(&folder.join(PRIVATE), &made.key)?;
            write_whole(&folder.join(PUBLIC), &made.certificate)?;
        }
        write_private(&folder.join(FILE), &serde_json::to_string_pretty(self)?)
    }
    /// One key for each level: given, kept, or random.
    pub fn fill_keys(&mut self, given: Option<&str>) -> Result<()> {
        if let Some(key) = given {
            self.api_keys.insert(Level::FullSystem, key.to_owned());
        }
        for level in Level::ALL {
            if let Entry::Vacant(missing) = self.api_keys.entry(level) {
                missing.insert(random_key()?);
            }
        }
        Ok(())
    }
    /// A new certificate if there is none, it ends soon, or it lacks a name.
    pub fn renew_certificate(&mut self, config: &Serve, folder: &Path) -> Result<Option<Made>> {
        const WEEK: Millis = 7 * 86_400_000;
        let (names, now) = (names(config), Clock::real().now());
        let there = folder.join(PUBLIC).exists() && folder.join(PRIVATE).exists();
        let named = names.iter().all(|name| self.names.contains(name));
        if there && named && self.valid_until > now + WEEK {
            return Ok(None);
        }
        let made = tls::make(&names, now)
            .context("the certificate cannot be made (is each --hostname a host name?)")?;
        (self.names, self.valid_until) = (names, now + (tls::VALID_DAYS - 2) * 86_400_000);
        Ok(Some(made))
    }
}

/// The certificate in the folder, and its file.
pub fn certificate(folder: &Path) -> Result<(Certificate, PathBuf)> {
    let public = folder.join(PUBLIC);
    let certificate = Certificate::read(&public, &folder.join(PRIVATE))?;
    Ok((certificate, fs::canonicalize(&public)?))
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

/// 32 hexadecimal digits from the system's own randomness.
fn random_key() -> Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|why| anyhow!("there is no randomness to be had: {why}"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
