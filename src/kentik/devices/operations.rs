//! What clients do with devices.
use super::{
    object::Device,
    removed_device::{self, RemovedDevice},
    secrets::restore,
    view::{DeviceEnvelope, DeviceList},
    view_builder::DeviceViewBuilder,
};
use crate::{
    api::{
        Id, Name, NoContent, Operation, Part, Patch, Unwrapped, UnwrappedPatch, View, delete, get,
        post, put,
    },
    base::problem::{Problem, Result, refused},
    kentik::{
        create_answer::{CreateAnswer, create_answer},
        levels::{ADMINISTRATOR, MEMBER},
        switches::{Switch, Switches},
    },
    store::{Kind, Resource, State},
    twin::access::Permit,
};

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<Device>(), Kind::of::<RemovedDevice>()],
    ..Part::NONE
};

#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    let create = post("/device", ADMINISTRATOR, create, "Create a device.");
    let by_id = [
        get   ("/device/{id}", MEMBER,        read,   "Retrieve a device by its id, its name or an address that it sends flow from."),
        put   ("/device/{id}", ADMINISTRATOR, update, "Change a device; its name and type stay."),
        delete("/device/{id}", ADMINISTRATOR, remove, "Delete a device with its interfaces. Once more is no mistake."),
    ];
    let by_id_again = by_id.each_ref().map(|op| op.also_at("/devices/{id}"));
    let list = get("/devices", MEMBER, list, "Retrieve all devices.");
    [vec![list, create.also_at("/devices"), create], by_id.into(), by_id_again.into()].concat()
}

async fn list(permit: Permit) -> Result<View<DeviceList>> {
    let state = permit.store.state();
    let builder = DeviceViewBuilder::of_all(&state);
    let devices = state
        .all::<Device>()
        .map(|device| builder.list_entry(device));
    permit.answer(&DeviceList {
        devices: devices.collect::<Result<_>>()?,
    })
}

async fn read(permit: Permit, Name(key): Name) -> Result<View<DeviceEnvelope>> {
    let state = permit.store.state();
    let device = find(&state, &key)?;
    permit.answer(&DeviceEnvelope::of(&state, device)?)
}

async fn create(
    permit: Permit,
    Unwrapped(mut new): Unwrapped<Device>,
) -> Result<CreateAnswer<DeviceEnvelope>> {
    let strict = permit.part::<Switches>().has(Switch::StrictNames);
    if strict && new.device_name.contains('-') {
        return Err(refused(
            "`device_name` must consist of letters, digits and underscores, without a dash",
        ));
    }
    if new.site_id.is_some() {
        new.site = None;
    }
    let limited = permit.part::<Switches>().has(Switch::PlanLimits);
    let created = permit
        .write(move |draft| {
            new.check_changes(None, limited, draft)?;
            let id = draft.insert(new)?;
            DeviceEnvelope::of(draft, draft.get(id)?)
        })
        .await?;
    create_answer(&permit, &created)
}

async fn update(
    permit: Permit,
    Id(id): Id,
    UnwrappedPatch(patch): UnwrappedPatch<Device>,
) -> Result<View<DeviceEnvelope>> {
    let limited = permit.part::<Switches>().has(Switch::PlanLimits);
    let set_once = ["device_name", "device_type", "device_subtype"];
    let patch = set_once.into_iter().fold(patch, Patch::without);
    let changed = permit
        .write(move |draft| {
            let before: &Device = draft.get(id)?;
            let after = before.changed(&patch)?;
            after.check_changes(Some(before), limited, draft)?;
            draft.update(id, |_| Ok(after))?;
            DeviceEnvelope::of(draft, draft.get(id)?)
        })
        .await?;
    permit.answer(&changed)
}

async fn remove(permit: Permit, Id(id): Id) -> Result<NoContent> {
    let archive = permit.part::<Switches>().has(Switch::ArchiveDevices);
    permit
        .write(move |draft| removed_device::remove(draft, id, archive))
        .await?;
    Ok(NoContent)
}

/// The device of this id, name or address. Digits are an id first.
fn find<'a>(state: &'a State, key: &str) -> Result<&'a Device> {
    if let Some(device) = key.parse().ok().and_then(|id| state.get(id).ok()) {
        return Ok(device);
    }
    if let Some(object) = state.by_key::<Device>(key) {
        return Ok(object.get());
    }
    let mut devices = state.all::<Device>();
    let found = devices.find(|device| device.sends_from(key));
    found.ok_or_else(|| Problem::no_such(Device::TITLE, key))
}

impl Device {
    /// What the device is with the fields that were sent.
    fn changed(&self, patch: &Patch<Self>) -> Result<Self> {
        let mut changed = patch.onto(self)?;
        // Clients that send a whole device back send both forms of the site.
        if patch.get("site_id").is_some() {
            changed.site = None;
        }
        changed.restore_secrets(self);
        Ok(changed)
    }
    /// Clients send back what they were shown.
    fn restore_secrets(&mut self, before: &Self) {
        restore(
            &mut self.device_bgp_password,
            before.device_bgp_password.as_ref(),
        );
        if let Some(conf) = &mut self.device_snmp_v3_conf {
            conf.restore_secrets(before.device_snmp_v3_conf.as_ref());
        }
    }
}
