//! What belongs to a custom device: an identifier, its device, and its criteria as objects of their own.
use super::{criterion::CustomDeviceCriterion, object::CustomDevice, placement};
use crate::{
    base::{
        platform::Platform,
        problem::{Problem, Result, refused},
    },
    extrahop::resources::devices::Device,
    store::{Draft, Kind, Object, Resource},
};

/// The devices of custom devices that a fixture made.
pub fn complete(draft: &mut Draft, platform: Platform) -> Result<()> {
    let orphan = draft
        .all::<CustomDeviceCriterion>()
        .find(|one| !draft.has(CustomDevice::KIND, one.custom_device_id));
    if let Some(orphan) = orphan {
        let (path, why) = (
            CustomDeviceCriterion::PATH,
            Problem::no_such(CustomDevice::TITLE, orphan.custom_device_id),
        );
        return Err(refused(format!("{path}: {why}")));
    }
    let customs = draft.all::<CustomDevice>();
    let unsettled = customs.filter(|custom| !custom.is_settled(draft));
    let ids: Vec<i64> = unsettled.map(|custom| custom.id).collect();
    ids.into_iter()
        .try_for_each(|id| settle(draft, id, platform))
}

/// Gives a custom device what belongs to it: an identifier, its device, and its criteria as
/// objects of their own.
pub fn settle(draft: &mut Draft, id: i64, platform: Platform) -> Result<()> {
    let mut custom = draft.get::<CustomDevice>(id)?.clone();
    if custom.is_settled(draft) {
        return Ok(());
    }
    for criterion in custom.criteria.take().into_iter().flatten() {
        draft.insert(CustomDeviceCriterion::of(id, criterion))?;
    }
    if !custom.has_device(draft) {
        let extrahop_id = custom.identifier(draft)?;
        custom.device_id = match platform {
            Platform::Discover => draft.next_id(Kind::of::<Device>()),
            Platform::Command => placement::next_device_id(draft, id),
        };
        custom.extrahop_id = Some(extrahop_id);
        draft.place(Object::new(custom.device(draft.stamp.at)))?;
    }
    draft.place(Object::new(custom))
}
