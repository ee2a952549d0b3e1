//! Device labels: words in a colour that stand on devices.
mod applied;

pub use applied::AppliedLabel;

use super::{
    company,
    create_answer::{CreateAnswer, create_answer},
    devices::{Device, DeviceType},
    levels::{ADMINISTRATOR, MEMBER},
    types::{IsoTime, Number, Quoted},
};
use crate::{
    api::{
        Enveloped, Id, Operation, Relation, Unwrapped, UnwrappedPatch, View, delete, get, post,
        put, read_only,
    },
    base::{
        clock::Millis,
        problem::{Result, refused},
    },
    store::{Ends, Resource, State, Unique},
    twin::access::Permit,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"name": "ISP", "color": "#f1d5b9"}]))]
pub struct DeviceLabel {
    /// The unique identifier of the label.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// The unique name of the label.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    /// The colour: a `#` and six hexadecimal digits.
    #[schemars(regex(pattern = "^#[0-9A-Fa-f]{6}$"))]
    pub color: String,
    /// The user who made the label or changed it last.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub user_id: Option<Number>,
    /// Its place in a list.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub order: i64,
    /// When it was made.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub created_date: IsoTime,
    /// When it was last changed.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub updated_date: IsoTime,
}

impl Resource for DeviceLabel {
    const KIND: &str = "kentik_label";
    const PATH: &str = "kentik/deviceLabels";
    const TITLE: &str = "device label";
    const CHANGED: &str = "updated_date";
    const UNIQUE: Option<Unique<Self>> = Some(Unique {
        field: "name",
        key: |label| label.name.as_str().into(),
    });

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        self.created_date.set_once(at);
        (self.id, self.updated_date) = (id, IsoTime(at));
    }
    fn duplicate_message(&self) -> String {
        format!("Device label name ({}) Already Exists", self.name)
    }
}
impl Enveloped for DeviceLabel {
    const KEYS: &[&str] = &[];
}

/// Which devices have which labels.
pub const LABELLED: Relation<DeviceLabel, Device> = Relation::new(&Ends {
    name: "kentik/deviceLabels/devices",
    parent: DeviceLabel::KIND,
    child: Device::KIND,
});

/// A device label as clients see it, with the devices that it stands on.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"id": 32, "name": "ISP", "color": "#f1d5b9", "user_id": "133210", "company_id": "74333", "order": 0, "devices": [{"id": "42", "device_name": "my_device_1", "device_subtype": "router", "device_type": "router"}], "created_date": "2018-05-16T20:21:10.406Z", "updated_date": "2018-05-16T20:21:10.406Z"}]))]
pub struct LabelView {
    /// The unique identifier of the label.
    #[schemars(transform = read_only)]
    id: i64,
    /// The unique name of the label.
    name: String,
    /// The colour.
    color: String,
    /// The user who made the label or changed it last.
    #[schemars(transform = read_only)]
    user_id: Option<Quoted>,
    /// The company that the label belongs to.
    #[schemars(transform = read_only)]
    company_id: Quoted,
    /// Its place in a list.
    #[schemars(transform = read_only)]
    order: i64,
    /// The devices that it stands on.
    #[schemars(transform = read_only)]
    devices: Vec<LabelDevice>,
    /// When it was made.
    #[schemars(transform = read_only)]
    created_date: IsoTime,
    /// When it was last changed.
    #[schemars(transform = read_only)]
    updated_date: IsoTime,
}

/// A device that a label stands on.
#[derive(Serialize, JsonSchema)]
struct LabelDevice {
    /// The unique identifier of the device.
    #[schemars(transform = read_only)]
    id: Quoted,
    /// The unique name of the device.
    #[schemars(transform = read_only)]
    device_name: String,
    /// What kind of router or host it is.
    #[schemars(transform = read_only)]
    device_subtype: String,
    /// Whether it is a router or a host.
    #[schemars(transform = read_only)]
    device_type: DeviceType,
}

/// That it was done.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"success": true}]))]
pub struct Success {
    /// Always true.
    #[schemars(transform = read_only)]
    success: bool,
}

#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
    vec![
        get   ("/deviceLabels",      MEMBER,        list,   "Retrieve all device labels."),
        get   ("/deviceLabels/{id}", MEMBER,        read,   "Retrieve a device label."),
        post  ("/deviceLabels",      ADMINISTRATOR, create, "Create a device label."),
        put   ("/deviceLabels/{id}", ADMINISTRATOR, update, "Change a device label; its name must be sent."),
        delete("/deviceLabels/{id}", ADMINISTRATOR, remove, "Delete a device label; it goes from every device."),
        put   ("/devices/{id}/labels", ADMINISTRATOR, applied::apply, "Put these labels on a device, and no others; without any they are all taken away."),
        post  ("/devices/{id}/labels", ADMINISTRATOR, applied::apply, "The same as PUT."),
        put   ("/device/{id}/labels",  ADMINISTRATOR, applied::apply, "The same under the path of one device."),
        post  ("/device/{id}/labels",  ADMINISTRATOR, applied::apply, "The same as PUT."),
    ]
}

async fn list(permit: Permit) -> Result<View<Vec<LabelView>>> {
    let state = permit.store.state();
    let company = company::id(&state);
    let labels = state.all::<DeviceLabel>();
    permit.answers(labels.map(|label| label.view(&state, company)))
}

async fn read(permit: Permit, Id(id): Id) -> Result<View<LabelView>> {
    let state = permit.store.state();
    let label = state.get::<DeviceLabel>(id)?;
    permit.answer(&label.view(&state, company::id(&state)))
}

async fn create(
    permit: Permit,
    Unwrapped(new): Unwrapped<DeviceLabel>,
) -> Result<CreateAnswer<LabelView>> {
    let user_id = Some(Number(permit.user.id));
    let label = permit
        .write(move |draft| {
            let id = draft.insert(DeviceLabel { user_id, ..new })?;
            let label = draft.get::<DeviceLabel>(id)?;
            Ok(label.view(draft, company::id(draft)))
        })
        .await?;
    create_answer(&permit, &label)
}

async fn update(
    permit: Permit,
    Id(id): Id,
    UnwrappedPatch(patch): UnwrappedPatch<DeviceLabel>,
) -> Result<View<LabelView>> {
    let user_id = Some(Number(permit.user.id));
    let label = permit
        .write(move |draft| {
            draft.get::<DeviceLabel>(id)?;
            if patch.get("name").is_none() {
                return Err(refused("`name` is required: a string"));
            }
            draft.update(id, |label: &DeviceLabel| {
                let changed = patch.onto(label)?;
                Ok(DeviceLabel { user_id, ..changed })
            })?;
            let label = draft.get::<DeviceLabel>(id)?;
            Ok(label.view(draft, company::id(draft)))
        })
        .await?;
    permit.answer(&label)
}

async fn remove(permit: Permit, Id(id): Id) -> Result<View<Success>> {
    permit
        .write(move |draft| draft.remove::<DeviceLabel>(id))
        .await?;
    permit.answer(&Success { success: true })
}

impl DeviceLabel {
    fn view(&self, state: &State, company: i64) -> LabelView {
        let devices = LABELLED.of(state, self.id).into_iter();
        LabelView {
            id: self.id,
            name: self.name.clone(),
            color: self.color.clone(),
            user_id: self.user_id.map(|Number(id)| Quoted(id)),
            company_id: Quoted(company),
            order: self.order,
            devices: devices
                .map(|device| LabelDevice::of(device.get()))
                .collect(),
            created_date: self.created_date,
            updated_date: self.updated_date,
        }
    }
}
impl LabelDevice {
    fn of(device: &Device) -> Self {
        Self {
            id: Quoted(device.id),
            device_name: device.device_name.clone(),
            device_subtype: device.device_subtype.clone(),
            device_type: device.kind(),
        }
    }
}
