//! What a client may change of a custom dimension.
use super::object::ENVELOPES;
use crate::api::Enveloped;
use schemars::JsonSchema;
use serde::Deserialize;

/// What can be changed of a dimension; all else is ignored.
#[derive(Deserialize, JsonSchema)]
#[schemars(extend("examples" = [{"display_name": "The 4th dimension"}]))]
pub struct CustomDimensionUpdate {
    /// The name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(
        with = "String",
        length(min = 2, max = 30),
        regex(pattern = "^[A-Za-z0-9 _-]+$")
    )]
    pub display_name: Option<String>,
}
impl Enveloped for CustomDimensionUpdate {
    const KEYS: &[&str] = ENVELOPES;
    const BARE: bool = true;
}
