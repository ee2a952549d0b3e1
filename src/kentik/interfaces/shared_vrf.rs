//! How the interfaces of one device share virtual routing tables: by the id of the table.
use super::{object::Interface, vrf::Vrf};
use crate::{
    api::Patch,
    base::problem::Result,
    kentik::types::Number,
    store::{Draft, State},
};

/// The id of the next new table.
pub fn next_vrf_id(state: &State) -> i64 {
    let ids = state.all::<Interface>().filter_map(Interface::vrf_number);
    ids.max().unwrap_or(0) + 1
}

impl Interface {
    /// The table of this id that an interface of the same device has.
    pub(super) fn vrf_of_same_device(&self, Number(id): Number, state: &State) -> Option<Vrf> {
        let others = state.all::<Interface>();
        let mut others = others.filter(|other| other.device_id == self.device_id);
        others
            .find(|other| other.vrf_number() == Some(id))?
            .vrf
            .clone()
    }
    /// What the interface is with the fields that were sent.
    pub(super) fn changed(&self, patch: &Patch<Self>, state: &State) -> Result<Self> {
        let mut changed = patch.onto(self)?;
        changed.vrf = match (patch.get("vrf").is_some(), changed.vrf.take()) {
            // The table that it has is changed in its place.
            (true, Some(vrf)) => Some(match self.vrf_number() {
                Some(id) => vrf.with_id(id),
                None => vrf.with_id(next_vrf_id(state)),
            }),
            (false, held) => {
                let other = changed
                    .vrf_id
                    .and_then(|id| self.vrf_of_same_device(id, state));
                other.or(held)
            }
            (true, None) => None,
        };
        Ok(changed)
    }
    /// Gives its table to the interfaces of the device that share it.
    pub(super) fn share_vrf(self, draft: &mut Draft) -> Result<()> {
        let Some(id) = self.vrf_number() else {
            return Ok(());
        };
        let others = draft.all::<Self>().filter(|other| {
            let is_other = other.device_id == self.device_id && other.id != self.id;
            is_other && other.vrf_number() == Some(id)
        });
        let others: Vec<Number> = others.map(|other| Number(other.id)).collect();
        others.into_iter().try_for_each(|Number(other)| {
            draft.update(other, |other: &Self| {
                Ok(Self {
                    vrf: self.vrf.clone(),
                    ..other.clone()
                })
            })
        })
    }
}
