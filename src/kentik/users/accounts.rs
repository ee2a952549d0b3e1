//! The users that come with every twin.
use super::{Role, User};
use crate::{
    base::problem::Result,
    kentik::{
        tokens::{Token, digest},
        types::IsoTime,
    },
    store::{Draft, Resource},
    twin::access::{Credentials, Level},
};

/// The e-mail addresses of the accounts that come with every twin.
pub const ADMINISTRATOR: &str = "admin@example.com";
pub const MEMBER: &str = "member@example.com";

/// An administrator and a member, each with the token given for it.
pub fn accounts(draft: &mut Draft, given: &Credentials) -> Result<()> {
    for (level, token) in &given.kentik_tokens {
        let (email, name, role) = match level {
            Level::ReadOnly => (MEMBER, "Member", Role::Member),
            _ => (ADMINISTRATOR, "Administrator", Role::Administrator),
        };
        let user_id = match draft.id_of_key(User::KIND, email) {
            Some(user) => user,
            None => draft.insert(User::new(email, name, role))?,
        };
        let wanted = Token {
            id: 0,
            user_id,
            sha256: digest(token),
            given: true,
        };
        let held = draft
            .all::<Token>()
            .find(|held| held.given && held.user_id == user_id)
            .map(|held| (held.id, held.sha256));
        match held {
            Some((_, sha256)) if sha256 == wanted.sha256 => {}
            Some((id, _)) => draft.update(id, |_: &Token| Ok(wanted))?,
            None => draft.insert(wanted).map(drop)?,
        }
    }
    Ok(())
}

impl User {
    pub(super) fn new(email: &str, name: &str, role: Role) -> Self {
        Self {
            id: 0,
            username: email.into(),
            user_full_name: name.into(),
            user_email: email.into(),
            role,
            email_service: false,
            email_product: false,
            last_login: None,
            created_date: IsoTime(0),
            updated_date: IsoTime(0),
        }
    }
}
