//! What is kept in a file beside the database: the keys that come with the twin.
use super::files::{read_kept, write_private};
use crate::{access::Level, fixture::Keys};
use anyhow::{Context, Result, anyhow};
use serde::{Deserialize, Serialize};
use std::{collections::btree_map::Entry, fs, path::Path};

const FILE: &str = "wiretwin.json";

#[derive(Default, Serialize, Deserialize)]
pub struct Kept {
    pub api_keys: Keys,
}

impl Kept {
    pub fn read(folder: &Path) -> Result<Self> {
        Ok(read_kept(&folder.join(FILE))?.unwrap_or_default())
    }
    pub fn write(&self, folder: &Path) -> Result<()> {
        fs::create_dir_all(folder)
            .with_context(|| format!("`{}` cannot be made", folder.display()))?;
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
}

/// 32 hexadecimal digits from the system's own randomness.
fn random_key() -> Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|why| anyhow!("there is no randomness to be had: {why}"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
