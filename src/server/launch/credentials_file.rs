//! What is kept in a file beside the database: the credentials that come with the twin.
use super::files::{make_private_folder, read_kept, write_private};
use crate::{
    extrahop,
    families::CONTENTS,
    kentik,
    server::{config::Serve, level_keys::one_key_a_level},
    twin::access::{Credentials, Level},
};
use anyhow::{Result, anyhow};
use std::path::Path;

const FILE: &str = "wiretwin.json";

pub fn read(folder: &Path) -> Result<Credentials> {
    Ok(read_kept(&folder.join(FILE))?.unwrap_or_default())
}

pub fn write(credentials: &Credentials, folder: &Path) -> Result<()> {
    make_private_folder(folder)?;
    write_private(
        &folder.join(FILE),
        &serde_json::to_string_pretty(credentials)?,
    )
}

/// One secret for each account: given, kept, or random.
pub fn fill(kept: &mut Credentials, config: &Serve) -> Result<()> {
    let keys = one_key_a_level(&config.api_keys).map_err(|why| anyhow!(why))?;
    for (level, key) in keys {
        let kept = kept.of_mut(extrahop::CONTENTS.secrets.name);
        // A key that another level had is no longer that level's.
        kept.retain(|_, other| other != key);
        kept.insert(level, key.to_owned());
    }
    if let Some(token) = &config.kentik_token {
        let kept = kept.of_mut(kentik::CONTENTS.secrets.name);
        kept.insert(Level::FullSystem, token.clone());
    }
    Ok(CONTENTS.fill(kept)?)
}
