//! A custom device as it is stored.
use super::criterion::{Criterion, CustomDeviceCriterion, criteria_of};
use crate::{
    api::read_only,
    base::{
        clock::Millis,
        problem::{Result, refused},
    },
    extrahop::resources::devices::Device,
    schema::marks::since,
    store::{Resource, State, Unique},
};
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
    #[schemars(transform = since::<7, 9>)]
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

impl CustomDevice {
    pub fn is_settled(&self, state: &State) -> bool {
        self.criteria.is_none() && self.has_device(state)
    }
    /// Another appliance may have found a device under the id that it once had.
    pub fn has_device(&self, state: &State) -> bool {
        state
            .get::<Device>(self.device_id)
            .is_ok_and(Device::is_custom)
    }
    pub fn with_criteria(&self, state: &State) -> Self {
        let criteria = criteria_of(state, self.id);
        let criteria = criteria.map(|one| one.get::<CustomDeviceCriterion>().criterion.clone());
        Self {
            criteria: Some(criteria.collect()),
            ..self.clone()
        }
    }
    /// A client looks for this sentence.
    pub fn need_free_name(&self, state: &State) -> Result<()> {
        match state.id_of_key(Self::KIND, &self.name) {
            Some(other) if other != self.id => Err(refused(format!(
                "A custom device with the name {} already exists.",
                self.name
            ))),
            _ => Ok(()),
        }
    }
    /// The identifier that was sent, or one made of the name that no other device has.
    pub fn identifier(&self, state: &State) -> Result<String> {
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
    pub fn device(&self, at: Millis) -> Device {
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
