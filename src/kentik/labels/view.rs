//! A device label as clients see it: in the list of labels, and on a device.
use super::object::{DeviceLabel, LABELLED};
use crate::{
    api::read_only,
    kentik::{
        company,
        devices::{Device, DeviceType},
        types::{IsoTime, Number, Quoted},
    },
    store::State,
};
use schemars::JsonSchema;
use serde::Serialize;

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
    pub success: bool,
}

/// A label on a device. Its times have other names here than elsewhere.
#[derive(Serialize, JsonSchema)]
pub struct AppliedLabel {
    /// The unique identifier of the label.
    #[schemars(transform = read_only)]
    id: i64,
    /// The unique name of the label.
    #[schemars(transform = read_only)]
    name: String,
    /// Always null.
    #[schemars(transform = read_only)]
    description: Option<String>,
    /// When the label was last changed.
    #[schemars(transform = read_only)]
    edate: IsoTime,
    /// When the label was made.
    #[schemars(transform = read_only)]
    cdate: IsoTime,
    /// The user who made the label or changed it last.
    #[schemars(transform = read_only)]
    user_id: Option<Quoted>,
    /// The company that the label belongs to.
    #[schemars(transform = read_only)]
    company_id: Quoted,
    /// The colour.
    #[schemars(transform = read_only)]
    color: String,
    /// Always null.
    #[schemars(transform = read_only)]
    order: Option<i64>,
    /// The device.
    #[serde(rename = "_pivot_device_id")]
    #[schemars(transform = read_only)]
    device: Quoted,
    /// The label once more.
    #[serde(rename = "_pivot_label_id")]
    #[schemars(transform = read_only)]
    label: Quoted,
}

/// A device with the labels that it has now.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"id": "42", "device_name": "my_device_1", "labels": [{"id": 1096, "name": "edge", "description": null, "edate": "2019-03-07T00:53:51.759Z", "cdate": "2019-03-07T00:53:51.759Z", "user_id": "133210", "company_id": "74333", "color": "#800000", "order": null, "_pivot_device_id": "42", "_pivot_label_id": "1096"}]}]))]
pub struct AppliedLabels {
    /// The unique identifier of the device.
    #[schemars(transform = read_only)]
    pub id: Quoted,
    /// The unique name of the device.
    #[schemars(transform = read_only)]
    pub device_name: String,
    /// The labels on it.
    #[schemars(transform = read_only)]
    pub labels: Vec<AppliedLabel>,
}

impl DeviceLabel {
    pub fn view(&self, state: &State, company: i64) -> LabelView {
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

impl AppliedLabel {
    /// The labels on a device.
    pub fn of_device(state: &State, device: i64) -> Vec<Self> {
        let company = company::id(state);
        let labels = LABELLED.inverse().of(state, device).into_iter();
        let labels = labels.map(|label| label.get::<DeviceLabel>());
        labels
            .map(|label| Self {
                id: label.id,
                name: label.name.clone(),
                description: None,
                edate: label.updated_date,
                cdate: label.created_date,
                user_id: label.user_id.map(|Number(id)| Quoted(id)),
                company_id: Quoted(company),
                color: label.color.clone(),
                order: None,
                device: Quoted(device),
                label: Quoted(label.id),
            })
            .collect()
    }
}
