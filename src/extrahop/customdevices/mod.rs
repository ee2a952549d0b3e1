//! Custom devices collect the traffic that their criteria match, whatever devices it comes from.
mod criteria;
mod matching;

pub use criteria::CustomDeviceCriterion;
pub use matching::{Customs, activities};

use super::{devices::Device, whitelist};
use crate::{
    api::{
        Body, Created, Id, NoContent, Operation, Patch, Query, View, delete, get, patch, post,
        read_only,
    },
    base::{
        clock::Millis,
        problem::{Problem, Result, refused},
    },
    store::{Draft, Kind, Object, Resource, State, Unique},
    twin::{
        Platform,
        access::{Level::*, Permit},
    },
};
use criteria::{Criterion, criteria_of};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"id": 6, "mod_time": 1524412800000i64, "name": "Partner network", "author": "api script", "description": "What comes from our partner.", "disabled": false, "extrahop_id": "Partner_network"}]))]
pub struct CustomDevice {
    /// The unique identifier of the custom device; that of its device is another one.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// When the custom device was last changed, in ms since the epoch.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub mod_time: Millis,
    /// The unique name; the device has it as its custom name.
    #[schemars(length(min = 1))]
    pub name: String,
    #[serde(default)]
    pub author: Option<String>,
    #[serde(default)]
    pub description: Option<String>,
    /// Whether the device gets no traffic.
    #[serde(default)]
    pub disabled: bool,
    /// The identifier of the device, without spaces; absent or empty, it is made of the name. It
    /// is set on a create only.
    #[serde(default)]
    #[schemars(regex(pattern = r"^\S*$"))]
    pub extrahop_id: Option<String>,
    /// What the device matches; any of them will do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-since" = "7.9"))]
    pub criteria: Option<Vec<Criterion>>,
    /// The device as which it is seen.
    #[serde(default)]
    #[schemars(skip)]
    pub device_id: i64,
}

impl Resource for CustomDevice {
    const KIND: &str = "custom_device";
    const PATH: &str = "customdevices";
    const TITLE: &str = "custom device";
    const UNIQUE: Option<Unique<Self>> = Some(Unique {
        field: "name",
        key: |custom| custom.name.as_str().into(),
    });

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        (self.id, self.mod_time) = (id, at);
    }
    fn check(&self) -> Result<()> {
        let mut criteria = self.criteria.iter().flatten().enumerate();
        criteria.try_for_each(|(i, criterion)| {
            let checked = criterion.check();
            checked.map_err(|why| why.within(&format!("`criteria[{i}]`")))
        })
    }
}

#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
    let mut operations = vec![
        get   ("/customdevices",      ReadOnly,  list,          "Retrieve all custom devices."),
        post  ("/customdevices",      FullWrite, create_custom, "Create a custom device."),
        get   ("/customdevices/{id}", ReadOnly,  read_custom,   "Retrieve a custom device."),
        patch ("/customdevices/{id}", FullWrite, update_custom, "Change a custom device."),
        delete("/customdevices/{id}", FullWrite, remove_custom, "Delete a custom device and its device."),
    ];
    operations.extend(criteria::operations());
    operations
}

#[derive(Deserialize, JsonSchema)]
struct Shown {
    /// Whether to show the criteria too.
    #[serde(default)]
    #[schemars(extend("x-since" = "7.9"))]
    include_criteria: bool,
}

async fn list(permit: Permit, Query(shown): Query<Shown>) -> Result<View<Vec<CustomDevice>>> {
    let state = permit.store.state();
    if !shown.include_criteria {
        return Ok(permit.views(state.objects(CustomDevice::KIND)));
    }
    let customs = state.all::<CustomDevice>();
    permit.answers(customs.map(|custom| custom.with_criteria(&state)))
}

async fn create_custom(permit: Permit, Body(new): Body<CustomDevice>) -> Result<Created> {
    let platform = permit.platform;
    let id = permit
        .write(move |draft| {
            new.need_free_name(draft)?;
            let extrahop_id = Some(new.identifier(draft)?);
            let id = draft.insert(CustomDevice { extrahop_id, ..new })?;
            settle(draft, id, platform)?;
            whitelist::reassign(draft)?;
            Ok(id)
        })
        .await?;
    Ok(Created(format!("/api/v1/customdevices/{id}")))
}

async fn read_custom(
    permit: Permit,
    Id(id): Id,
    Query(shown): Query<Shown>,
) -> Result<View<CustomDevice>> {
    let state = permit.store.state();
    let custom = state.object::<CustomDevice>(id)?;
    match shown.include_criteria {
        true => permit.answer(&custom.get::<CustomDevice>().with_criteria(&state)),
        false => Ok(permit.view(custom)),
    }
}

async fn update_custom(
    permit: Permit,
    Id(id): Id,
    patch: Patch<CustomDevice>,
) -> Result<NoContent> {
    let (patch, platform) = (patch.without("extrahop_id"), permit.platform);
    permit
        .write(move |draft| {
            let before = draft.get::<CustomDevice>(id)?.clone();
            let changed = patch.onto(&before)?;
            changed.need_free_name(draft)?;
            let (name, replaced) = (changed.name.clone(), changed.criteria.is_some());
            draft.update(id, |_: &CustomDevice| Ok(changed))?;
            if replaced {
                remove_criteria(draft, id);
            }
            if name != before.name {
                rename(draft, before.device_id, name)?;
            }
            settle(draft, id, platform)
        })
        .await?;
    Ok(NoContent)
}

async fn remove_custom(permit: Permit, Id(id): Id) -> Result<NoContent> {
    permit
        .write(move |draft| {
            let device = draft.get::<CustomDevice>(id)?.device_id;
            draft.remove::<CustomDevice>(id)?;
            remove_criteria(draft, id);
            draft.remove::<Device>(device)?;
            whitelist::reassign(draft)
        })
        .await?;
    Ok(NoContent)
}

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
fn settle(draft: &mut Draft, id: i64, platform: Platform) -> Result<()> {
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
            // All nodes together see it, so it is no node's.
            Platform::Command => (id..)
                .find(|id| !draft.has(Device::KIND, *id))
                .unwrap_or(id),
        };
        custom.extrahop_id = Some(extrahop_id);
        draft.place(Object::new(custom.device(draft.stamp.at)))?;
    }
    draft.place(Object::new(custom))
}

fn remove_criteria(draft: &mut Draft, custom: i64) {
    draft.discard_all(|one: &CustomDeviceCriterion| one.custom_device_id == custom);
}

fn rename(draft: &mut Draft, device: i64, name: String) -> Result<()> {
    let at = draft.stamp.at;
    draft.update(device, |device: &Device| {
        Ok(Device {
            custom_name: Some(name),
            user_mod_time: at,
            ..device.clone()
        })
    })
}

impl CustomDevice {
    fn is_settled(&self, state: &State) -> bool {
        self.criteria.is_none() && self.has_device(state)
    }
    /// Another appliance may have found a device under the id that it once had.
    fn has_device(&self, state: &State) -> bool {
        state
            .get::<Device>(self.device_id)
            .is_ok_and(Device::is_custom)
    }
    fn with_criteria(&self, state: &State) -> Self {
        let criteria = criteria_of(state, self.id);
        let criteria = criteria.map(|one| one.get::<CustomDeviceCriterion>().criterion.clone());
        Self {
            criteria: Some(criteria.collect()),
            ..self.clone()
        }
    }
    /// A client looks for this sentence.
    fn need_free_name(&self, state: &State) -> Result<()> {
        match state.id_of_key(Self::KIND, &self.name) {
            Some(other) if other != self.id => Err(refused(format!(
                "A custom device with the name {} already exists.",
                self.name
            ))),
            _ => Ok(()),
        }
    }
    /// The identifier that was sent, or one made of the name that no other device has.
    fn identifier(&self, state: &State) -> Result<String> {
        let taken = |id: &str| state.all::<Device>().any(|device| device.extrahop_id == id);
        match self.extrahop_id.as_deref().filter(|id| !id.is_empty()) {
            Some(sent) if taken(sent) => Err(refused(format!(
                "`extrahop_id`: A device with the extrahop_id {sent} already exists."
            ))),
            Some(sent) => Ok(sent.to_owned()),
            None => {
                let made = self.name.replace(char::is_whitespace, "_");
                let others = (2..).map(|n| format!("{made}_{n}"));
                let mut free = std::iter::once(made.clone()).chain(others);
                // The numbers never end, so one of them is free.
                Ok(free.find(|id| !taken(id)).unwrap_or(made))
            }
        }
    }
    /// The device as which it is seen.
    fn device(&self, at: Millis) -> Device {
        let mut device = Device {
            extrahop_id: self.extrahop_id.clone().unwrap_or_default(),
            device_class: Some(Device::CUSTOM.to_owned()),
            custom_name: Some(self.name.clone()),
            is_l3: true,
            analysis_level: 1,
            ..Device::default()
        };
        device.set_id_and_time(self.device_id, at);
        device
    }
}
