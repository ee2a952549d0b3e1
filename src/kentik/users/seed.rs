//! The users that come with every twin.
use super::object::{Role, User};
use crate::{
    base::problem::Result,
    kentik::tokens::{Token, digest},
    store::{Draft, Resource},
    twin::access::{Keys, Level},
};

/// The e-mail addresses of the accounts that come with every twin.
pub const ADMINISTRATOR: &str = "admin@example.com";
pub const MEMBER: &str = "member@example.com";

/// An administrator and a member, each with the token given for it.
pub fn accounts(draft: &mut Draft, given: &Keys) -> Result<()> {
    for (level, token) in given {
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
        let current = draft
            .all::<Token>()
            .find(|token| token.given && token.user_id == user_id)
            .map(|token| (token.id, token.sha256));
        match current {
            Some((_, sha256)) if sha256 == wanted.sha256 => {}
            Some((id, _)) => draft.update(id, |_: &Token| Ok(wanted))?,
            None => draft.insert(wanted).map(drop)?,
        }
    }
    Ok(())
}
