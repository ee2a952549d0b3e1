//! What is kept in a file beside the database: the credentials that come with the twin.
use super::files::{read_kept, write_private};
use crate::{
    server::config::Serve,
    twin::access::{Credentials, Level},
};
use anyhow::{Context, Result, anyhow};
use std::{collections::btree_map::Entry, fs, path::Path};

const FILE: &str = "wiretwin.json";

pub fn read(folder: &Path) -> Result<Credentials> {
    Ok(read_kept(&folder.join(FILE))?.unwrap_or_default())
}

pub fn write(credentials: &Credentials, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("`{}` cannot be made", folder.display()))?;
    write_private(
        &folder.join(FILE),
        &serde_json::to_string_pretty(credentials)?,
    )
}

/// One secret for each level: given, kept, or random.
pub fn fill(kept: &mut Credentials, config: &Serve) -> Result<()> {
    let families = [
        (&mut kept.api_keys, &config.api_key, &Level::ALL[..]),
        (
            &mut kept.kentik_tokens,
            &config.kentik_token,
            &[Level::FullSystem, Level::ReadOnly],
        ),
    ];
    for (keys, given, levels) in families {
        if let Some(given) = given {
            keys.insert(Level::FullSystem, given.clone());
        }
        for level in levels {
            if let Entry::Vacant(missing) = keys.entry(*level) {
                missing.insert(random_key()?);
            }
        }
    }
    Ok(())
}

/// 32 hexadecimal digits from the system's own randomness.
fn random_key() -> Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|why| anyhow!("there is no randomness to be had: {why}"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
