//! The status of customizations that a fixture brought.
use super::object::{Customization, CustomizationStatus};
use crate::{
    base::{platform::Platform, problem::Result},
    store::{Draft, Resource, State},
};

/// Where there are customizations, the newest of them was an attempt that succeeded.
pub fn complete(draft: &mut Draft, _: Platform) -> Result<()> {
    let newest = |state: &State| {
        let times = state.all::<Customization>();
        times.map(|customization| customization.create_time).max()
    };
    match newest(draft).filter(|_| draft.count(CustomizationStatus::KIND) == 0) {
        Some(at) => CustomizationStatus::succeeded(at).place(draft),
        None => Ok(()),
    }
}
