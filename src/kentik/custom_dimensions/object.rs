//! A custom dimension as it is stored.
use crate::{
    api::{Enveloped, read_only},
    base::{
        clock::Millis,
        problem::{Result, refused},
    },
    kentik::types::IsoTime,
    store::{Resource, Unique},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"name": "c_testapi_dimension", "display_name": "dimension_display_name", "type": "string"}]))]
pub struct CustomDimension {
    /// The unique identifier of the dimension.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// The unique name in queries, which begins with `c_`; it cannot be changed.
    #[schemars(length(min = 3, max = 20), regex(pattern = "^c_[A-Za-z0-9_-]+$"))]
    pub name: String,
    /// The name for people.
    #[schemars(length(min = 2, max = 30), regex(pattern = "^[A-Za-z0-9 _-]+$"))]
    pub display_name: String,
    /// What its values are; it cannot be changed.
    #[serde(rename = "type")]
    pub kind: DimensionType,
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub created_date: IsoTime,
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub updated_date: IsoTime,
}

/// What the values of a dimension are: texts, or numbers from 0 to 4294967295.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum DimensionType {
    String,
    Uint32,
}

impl Resource for CustomDimension {
    const KIND: &str = "kentik_dimension";
    const PATH: &str = "kentik/customdimensions";
    const TITLE: &str = "custom dimension";
    const CHANGED: &str = "updated_date";
    const UNIQUE: Option<Unique<Self>> = Some(Unique {
        field: "name",
        key: |dimension| dimension.name.as_str().into(),
    });

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        self.created_date.set_once(at);
        (self.id, self.updated_date) = (id, IsoTime(at));
    }
    fn duplicate_message(&self) -> String {
        format!("Custom dimension name ({}) Already Exists", self.name)
    }
}

/// The names of envelopes that documents speak of; clients send the object bare.
pub const ENVELOPES: &[&str] = &["customDimension", "custom dimension"];

impl Enveloped for CustomDimension {
    const KEYS: &[&str] = ENVELOPES;
    const BARE: bool = true;
}

impl CustomDimension {
    /// A populator may give this value.
    pub fn check_value(&self, value: &str) -> Result<()> {
        let fits = match self.kind {
            DimensionType::String => (1..=128).contains(&value.len()) && is_plain(value),
            DimensionType::Uint32 => {
                value.bytes().all(|b| b.is_ascii_digit()) && value.parse::<u32>().is_ok()
            }
        };
        fits.then_some(()).ok_or_else(|| {
            refused(match self.kind {
                DimensionType::String => {
                    "`value` must have 1 to 128 letters, digits, spaces, dashes and underscores"
                }
                DimensionType::Uint32 => "`value` must be a number from 0 to 4294967295",
            })
        })
    }
}

/// The characters that a text value may have.
fn is_plain(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || " -_".contains(c);
    text.chars().all(plain)
}
