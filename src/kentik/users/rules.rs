//! Who made an object, and that a company keeps an administrator.
use super::object::User;
use crate::{
    base::problem::{Result, refused},
    kentik::types::Number,
    store::State,
};

/// The id of who made an object. What a fixture gives no author is the first administrator's.
pub fn author(state: &State, given: Option<Number>) -> i64 {
    let first = || {
        let mut users = state.all::<User>();
        let user = users.find(|user| user.is_administrator());
        user.map_or(0, |user| user.id)
    };
    given.map_or_else(first, |Number(id)| id)
}

/// One of the users is an administrator.
pub fn check_has_administrator(state: &State) -> Result<()> {
    let mut users = state.all::<User>();
    match users.any(|user| user.is_administrator()) {
        true => Ok(()),
        false => Err(refused(
            "`role`: The last administrator must stay, and stay one.",
        )),
    }
}
