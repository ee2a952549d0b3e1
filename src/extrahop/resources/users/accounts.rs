//! The accounts that come with every twin.
use super::object::{SHELL, User};
use crate::{
    base::{platform::Platform, problem::Result},
    extrahop::resources::apikeys::ApiKey,
    store::{Draft, Resource},
    twin::access::{Keys, Level},
};

/// Makes the account that needs no key; it comes after those of a fixture, whose ids stay.
pub fn complete(draft: &mut Draft, _: Platform) -> Result<()> {
    match draft.id_of_key(User::KIND, SHELL) {
        Some(_) => Ok(()),
        None => draft
            .insert(User::built_in(SHELL, Level::ReadOnly))
            .map(drop),
    }
}

/// One account for each level, with the key that is given for it.
pub fn accounts(draft: &mut Draft, given: &Keys) -> Result<()> {
    for level in &Level::ALL {
        let username = match level {
            Level::FullSystem => "setup",
            lower => lower.as_str(),
        };
        let user = match draft.id_of_key(User::KIND, username) {
            Some(user) => user,
            None => draft.insert(User::built_in(username, *level))?,
        };
        let Some(key) = given.get(level) else {
            continue;
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
