//! The document of a bundle: what it says of itself, and records, kind by kind.
use crate::{
    base::{
        firmware::Firmware,
        problem::{Result, refused},
    },
    extrahop::configuration,
};
use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(transform = list_kinds)]
#[schemars(extend("examples" = [{
    ".meta": {"name": "Branch offices", "comment": "", "created": 1448474346, "version": "5.1.2.1345", "version_min": ""},
    "DeviceGroup": [{"name": "Branch printers", "comment": "", "dynamic": true, "field": "name", "value": "/^printer/", "include_custom_devices": true, "member_set": []}]
}]))]
pub struct BundleDocument {
    #[serde(rename = ".meta")]
    pub meta: BundleMeta,
    /// Records by the name of their kind.
    #[serde(flatten)]
    pub sections: Map<String, Value>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct BundleMeta {
    #[schemars(length(min = 1))]
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// When the document was made, in seconds since the epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<i64>,
    /// The firmware that made it: four numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The least firmware that takes it, such as `7.8`; empty: any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version_min: Option<String>,
    /// What else it says.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

/// The kinds of record that public bundles are known to hold.
const KINDS: [&str; 16] = [
    "Trigger",
    "Dashboard",
    "Region",
    "RegionDimension",
    "Widget",
    "WidgetDimension",
    "WidgetSeriesGroup",
    "SeriesGroupMetric",
    "SeriesGroupObject",
    "DeviceGroup",
    "Metric",
    "Alert",
    "Application",
    "TrendAlert",
    "RecordSpec",
    "Query",
];
/// Those that ended with the resources of the same name.
const UNTIL_7_9: [&str; 3] = ["Page", "GeoMap", "FlexGrid"];

/// Puts the kinds into the schema.
fn list_kinds(schema: &mut Schema) {
    let records = json!({"type": "array", "items": {"type": "object"}});
    schema.insert("additionalProperties".into(), true.into());
    let Some(Value::Object(properties)) = schema.get_mut("properties") else {
        return;
    };
    for kind in KINDS {
        properties.insert(kind.into(), records.clone());
    }
    for kind in UNTIL_7_9 {
        let mut records = records.clone();
        records["x-until"] = "7.9".into();
        properties.insert(kind.into(), records);
    }
}

impl BundleDocument {
    /// It has a name, and its sections are lists of objects.
    pub fn check(&self) -> Result<()> {
        if self.meta.name.is_empty() {
            return Err(refused("`.meta.name` must be a text that is not empty"));
        }
        self.least_version()?;
        let sections = self.sections.iter();
        let mut kinds = sections.filter(|(name, _)| !name.starts_with('.'));
        kinds.try_for_each(|(name, section)| configuration::listed(name, section).map(drop))
    }
    /// An appliance of this firmware takes it.
    pub fn fits(&self, firmware: Firmware) -> Result<()> {
        let (least, own) = (self.least_version()?, firmware.full_version());
        match numbers(&own).is_some_and(|own| least <= own) {
            true => Ok(()),
            false => {
                let least = self.meta.version_min.as_deref().unwrap_or_default();
                Err(refused(format!(
                    "`.meta.version_min`: the bundle needs firmware {least} or later, this is {own}"
                )))
            }
        }
    }
    fn least_version(&self) -> Result<Vec<u64>> {
        let least = self.meta.version_min.as_deref().unwrap_or_default().trim();
        if least.is_empty() {
            return Ok(vec![]);
        }
        numbers(least).ok_or_else(|| {
            refused("`.meta.version_min` must be empty or a firmware version such as 7.8")
        })
    }
}

/// The numbers of a firmware version, which order versions as they stand.
fn numbers(version: &str) -> Option<Vec<u64>> {
    let numbers = version.split('.').map(|number| number.parse().ok());
    numbers.collect()
}
