//! What is kept in a file beside the database: the credentials that come with the twin.
use super::files::{read_kept, write_private};
use crate::{
    base::secret::random_key,
    extrahop,
    families::CONTENTS,
    kentik,
    server::config::Serve,
    twin::access::{Credentials, Level},
};
use anyhow::{Context, Result};
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

/// One secret for each account: given, kept, or random.
pub fn fill(kept: &mut Credentials, config: &Serve) -> Result<()> {
    let given = [
        (extrahop::CONTENTS.secrets.name, &config.api_key),
        (kentik::CONTENTS.secrets.name, &config.kentik_token),
    ];
    for (name, given) in given {
        if let Some(given) = given {
            kept.of_mut(name).insert(Level::FullSystem, given.clone());
        }
    }
    for api in CONTENTS.apis() {
        let keys = kept.of_mut(api.secrets.name);
        for level in api.secrets.levels {
            if let Entry::Vacant(missing) = keys.entry(*level) {
                missing.insert(random_key()?);
            }
        }
    }
    Ok(())
}
