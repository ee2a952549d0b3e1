//! The accounts that come with every twin.
use super::User;
use crate::{
    base::problem::Result,
    extrahop::apikeys::ApiKey,
    store::{Draft, Resource},
    twin::access::{Keys, Level},
};

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
