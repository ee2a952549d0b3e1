//! The operations on devices.
use super::{object::Device, search};
use crate::{
    api::{Id, NoContent, Operation, Part, Patch, View, get, patch, read, read_only},
    base::{
        clock::{Millis, metric_clock},
        problem::Result,
    },
    extrahop::resources::{customdevices, nodes},
    store::Kind,
    twin::access::{Level::*, Permit},
};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"id": 1021201, "device_id": 10212, "from_time": 1448474250000i64, "until_time": 1448477850000i64, "mod_time": 1448477850000i64, "stat_name": "extrahop.device.http_client"}]))]
struct DeviceActivity {
    #[schemars(transform = read_only)]
    id: i64,
    #[schemars(transform = read_only)]
    device_id: i64,
    /// When the device was first seen in this activity, in ms since the epoch.
    #[schemars(transform = read_only)]
    from_time: Millis,
    /// Up to when the device was seen in this activity, in ms since the epoch.
    #[schemars(transform = read_only)]
    until_time: Millis,
    #[schemars(transform = read_only)]
    mod_time: Millis,
    /// The metric category of the activity.
    #[schemars(transform = read_only)]
    stat_name: String,
}

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<Device>()],
    ..Part::NONE
};

#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    vec![
        get  ("/devices",               ReadOnly,  search::search, "Retrieve the devices that match."),
        get  ("/devices/{id}",          ReadOnly,  read::<Device>, "Retrieve a device."),
        patch("/devices/{id}",          FullWrite, update_device,  "Change a device.").without_422(),
        get  ("/devices/{id}/activity", ReadOnly,  activity,       "Retrieve the activities that a device was seen in."),
    ]
}

async fn update_device(permit: Permit, Id(id): Id, patch: Patch<Device>) -> Result<NoContent> {
    permit
        .write(move |draft| {
            let at = draft.stamp.at;
            draft.update(id, |device: &Device| {
                let mut device = patch.onto(device)?;
                device.user_mod_time = at;
                Ok(device)
            })
        })
        .await?;
    Ok(NoContent)
}

async fn activity(permit: Permit, Id(id): Id) -> Result<View<Vec<DeviceActivity>>> {
    let state = permit.store.state();
    state.object::<Device>(id)?;
    let until = nodes::known_until(&state, id, metric_clock(permit.clock.now()));
    let mut seen = customdevices::activities(&state, &permit.network, id);
    seen.retain(|(_, since)| *since < until);
    seen.sort_by_key(|(_, since)| *since);
    let periods = seen
        .into_iter()
        .enumerate()
        .map(|(i, (activity, since))| DeviceActivity {
            id: id
                .saturating_mul(100)
                .saturating_add(i as i64)
                .saturating_add(1),
            device_id: id,
            from_time: since,
            until_time: until,
            mod_time: until,
            stat_name: activity.stat_name().to_string(),
        });
    permit.answers(periods)
}
