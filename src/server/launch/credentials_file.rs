//! What is kept in a file beside the database: the credentials that come with the twin.
use super::files::{make_private_folder, read_kept, write_private};
use crate::{
    base::secret::random_key,
    extrahop,
    families::CONTENTS,
    kentik,
    server::config::Serve,
    twin::access::{Credentials, Level},
};
use anyhow::Result;
use std::{collections::btree_map::Entry, path::Path};

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
