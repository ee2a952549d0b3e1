//! The labels of one device.
use super::{DeviceLabel, LABELLED};
use crate::{
    api::{Id, OptionalBody, View, read_only},
    base::problem::{Result, refused},
    kentik::{
        company,
        devices::Device,
        types::{IsoTime, Number, Quoted},
    },
    store::{Draft, Resource, State},
    twin::access::Permit,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

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

/// The labels that a device is to have.
#[derive(Deserialize, JsonSchema)]
#[schemars(extend("examples" = [{"labels": [{"id": 1096}, {"id": 32}]}]))]
pub struct LabelIds {
    /// All of them; absent or empty: none.
    #[serde(default)]
    labels: Option<Vec<LabelId>>,
}

/// A label by its id.
#[derive(Deserialize, JsonSchema)]
struct LabelId {
    /// The unique identifier of the label.
    id: Number,
}

/// A device with the labels that it has now.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"id": "42", "device_name": "my_device_1", "labels": [{"id": 1096, "name": "edge", "description": null, "edate": "2019-03-07T00:53:51.759Z", "cdate": "2019-03-07T00:53:51.759Z", "user_id": "133210", "company_id": "74333", "color": "#800000", "order": null, "_pivot_device_id": "42", "_pivot_label_id": "1096"}]}]))]
pub struct AppliedLabels {
    /// The unique identifier of the device.
    #[schemars(transform = read_only)]
    id: Quoted,
    /// The unique name of the device.
    #[schemars(transform = read_only)]
    device_name: String,
    /// The labels on it.
    #[schemars(transform = read_only)]
    labels: Vec<AppliedLabel>,
}

pub async fn apply(
    permit: Permit,
    Id(id): Id,
    OptionalBody(wanted): OptionalBody<LabelIds>,
) -> Result<View<AppliedLabels>> {
    let applied = permit.write(move |draft| wanted.apply(draft, id)).await?;
    permit.answer(&applied)
}

impl LabelIds {
    fn apply(self, draft: &mut Draft, device: i64) -> Result<AppliedLabels> {
        let device_name = draft.get::<Device>(device)?.device_name.clone();
        let wanted = self.known(draft)?;
        let held: Vec<i64> = LABELLED.inverse().ids(draft, device);
        for label in held.into_iter().filter(|label| !wanted.contains(label)) {
            draft.unlink(LABELLED.link(label, device));
        }
        for label in &wanted {
            draft.link(LABELLED.link(*label, device));
        }
        let details = format!("device {device}: {device_name}: {} labels", wanted.len());
        draft.note("Apply labels to device", details);
        Ok(AppliedLabels {
            id: Quoted(device),
            device_name,
            labels: AppliedLabel::all(draft, device),
        })
    }
    /// Each id once, and all of them there.
    fn known(self, state: &State) -> Result<BTreeSet<i64>> {
        let ids = self.labels.into_iter().flatten().enumerate();
        let known = ids.map(
            |(i, label)| match state.has(DeviceLabel::KIND, label.id.0) {
                true => Ok(label.id.0),
                false => Err(refused(format!(
                    "`labels[{i}].id`: there is no device label with the id {}",
                    label.id.0
                ))),
            },
        );
        known.collect()
    }
}

impl AppliedLabel {
    /// The labels on a device.
    pub fn all(state: &State, device: i64) -> Vec<Self> {
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
