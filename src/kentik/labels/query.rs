//! Which labels a client puts on a device.
use super::object::DeviceLabel;
use crate::{
    base::problem::{Result, refused},
    kentik::types::Number,
    store::{Resource, State},
};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeSet;

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

impl LabelIds {
    /// Each id once, and all of them there.
    pub fn existing(self, state: &State) -> Result<BTreeSet<i64>> {
        let ids = self.labels.into_iter().flatten().enumerate();
        let existing = ids.map(
            |(i, label)| match state.has(DeviceLabel::KIND, label.id.0) {
                true => Ok(label.id.0),
                false => Err(refused(format!(
                    "`labels[{i}].id`: there is no device label with the id {}",
                    label.id.0
                ))),
            },
        );
        existing.collect()
    }
}
