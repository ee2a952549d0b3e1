//! The answer to a part of a batch.
use crate::api::read_only;
use schemars::JsonSchema;
use serde::Serialize;

/// The answer to a part.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"message": "Successfully stored request. Batch queued for processing.", "guid": "c5d9eb4f-0e8a-4d0e-a7d0-a4c5cd6e4a77"}]))]
pub struct BatchAccepted {
    #[schemars(transform = read_only)]
    message: &'static str,
    /// What further parts and the status name the batch by.
    #[schemars(transform = read_only)]
    guid: String,
}

impl BatchAccepted {
    pub fn of(guid: String) -> Self {
        Self {
            message: "Successfully stored request. Batch queued for processing.",
            guid,
        }
    }
}
