//! The accounts that come with every twin.
use super::User;
use crate::{
    base::{platform::Platform, problem::Result},
    extrahop::apikeys::ApiKey,
    store::{Draft, Resource},
    twin::access::{Keys, Level},
};

/// The account of the console. It has no key, and so no more than the level that everybody has.
const SHELL: &str = "shell";

/// Whether it is an account that every appliance has, and that nobody can delete or disable.
pub fn is_fixed(username: &str) -> bool {
    ["setup", SHELL].contains(&username.to_lowercase().as_str())
}

/// Makes the account that needs no key; it comes after those of a fixture, whose ids stay.
pub fn complete(draft: &mut Draft, _: Platform) -> Result<()> {
    match draft.id_of_key(User::KIND, SHELL) {
        Some(_) => Ok(()),
        None => draft
            .insert(User::built_in(SHELL, Level::ReadOnly))
            .map(drop),
    }
}

/// One account for each level, each with the key given for it.
pub fn accounts(draft: &mut Draft, given: &Keys) -> Result<()> {
    for (level, key) in given {
        let username = match level {
            Level::FullSystem => "setup",
            lower => lower.as_str(),
        };
        let user = match draft.id_of_key(User::KIND, username) {
            Some(user) => user,
            None => draft.insert(User::built_in(username, *level))?,
        };
        let mut wanted = ApiKey::new(key, username, user, Some("wiretwin".into()));
        wanted.bootstrap = true;
        let held = ApiKey::of_user(draft, user)
            .find(|key| key.bootstrap)
            .cloned();
        match held {
            Some(held) if held.sha256 == wanted.sha256 => {}
            Some(held) => draft.update(held.id, |_: &ApiKey| Ok(wanted))?,
            None => draft.insert(wanted).map(drop)?,
        }
    }
    Ok(())
}
