//! Devices that are gone. Clients delete a device twice, so a second time is no mistake.
use super::{enums::DeviceStatus, object::Device};
use crate::{
    api::read_only,
    base::{clock::Millis, problem::Result},
    kentik::interfaces::Interface,
    store::{Draft, Object, Resource},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A device that was deleted once.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemovedDevice {
    /// The id that it had.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// The name that it had.
    pub device_name: String,
}

impl Resource for RemovedDevice {
    const KIND: &str = "kentik_removed_device";
    const PATH: &str = "kentik/removedDevices";
    const TITLE: &str = "deleted device";

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, _: Millis) {
        self.id = id;
    }
    fn label(&self) -> Option<Cow<'_, str>> {
        Some(self.device_name.as_str().into())
    }
}

/// Deletes a device, or what is remembered of it. With `archive` the first time archives, the second deletes.
pub fn remove(draft: &mut Draft, id: i64, archive: bool) -> Result<()> {
    let Ok(device) = draft.get::<Device>(id).cloned() else {
        return remove_again(draft, id);
    };
    if archive && device.device_status == DeviceStatus::V {
        let details = format!("device {id}: {}", device.device_name);
        draft.note("Archive device", details);
        return draft.update(id, |_| {
            Ok(Device {
                device_status: DeviceStatus::D,
                ..device
            })
        });
    }
    draft.remove::<Device>(id)?;
    draft.discard_all(|interface: &Interface| interface.device_id == id);
    match archive {
        true => Ok(()),
        false => draft.place(Object::new(RemovedDevice {
            id,
            device_name: device.device_name,
        })),
    }
}

fn remove_again(draft: &mut Draft, id: i64) -> Result<()> {
    match draft.has(RemovedDevice::KIND, id) {
        true => draft.remove::<RemovedDevice>(id),
        // There is no such device; this says so.
        false => draft.object::<Device>(id).map(drop),
    }
}
