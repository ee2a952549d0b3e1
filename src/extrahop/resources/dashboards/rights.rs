//! Who may view a dashboard, and who may do more with it.
use super::object::{Dashboard, Right, SHARED};
use crate::{
    base::problem::{Problem, Result},
    store::State,
    twin::access::{Level::FullSystem, User},
};

impl Dashboard {
    pub(super) fn is_of(&self, username: &str) -> bool {
        let owner = self.owner.as_deref().map(str::to_lowercase);
        owner.is_some_and(|owner| owner == username.to_lowercase())
    }
    pub(super) fn visible_to(&self, user: &User, state: &State) -> bool {
        user.level >= FullSystem
            || self.is_of_system_for(user)
            || self.is_of(&user.name)
            || state.is_linked(&SHARED.link(self.id, user.id))
    }
    /// It is the caller's own, or the caller has full system privileges.
    pub(super) fn changeable_by(&self, user: &User) -> Result<()> {
        match &self.owner {
            None => Err(Problem::Forbidden(format!(
                "The dashboard {} comes with the system; it cannot be changed or deleted.",
                self.id
            ))),
            Some(_) if user.level >= FullSystem || self.is_of(&user.name) => Ok(()),
            Some(_) => Err(Problem::Forbidden(format!(
                "The dashboard {} is another user's; that takes {FullSystem} privileges.",
                self.id
            ))),
        }
    }
    /// The dashboard with what the user may do with it.
    pub(super) fn seen_by(&self, user: &User) -> Dashboard {
        let rights: &[Right] = match self.changeable_by(user) {
            Ok(()) => &Right::ALL,
            Err(_) => &[Right::View],
        };
        Dashboard {
            rights: Some(rights.to_vec()),
            ..self.clone()
        }
    }
}
