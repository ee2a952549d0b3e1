//! The kinds of objects that have metrics, and the level at which each counts.
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The kind of object that a query asks about. `capture` is another word for `network`.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ObjectType {
    Network,
    #[default]
    Device,
    Application,
    Vlan,
    DeviceGroup,
    System,
    ActivityGroup,
    Capture,
}

impl ObjectType {
    /// The word of queries.
    pub fn as_str(self) -> &'static str {
        match self {
            ObjectType::Network => "network",
            ObjectType::Device => "device",
            ObjectType::Application => "application",
            ObjectType::Vlan => "vlan",
            ObjectType::DeviceGroup => "device_group",
            ObjectType::System => "system",
            ObjectType::ActivityGroup => "activity_group",
            ObjectType::Capture => "capture",
        }
    }
    /// What full stat names have in front of the category: `extrahop.device`.
    pub fn stat_prefix(self) -> &'static str {
        match self {
            ObjectType::Network | ObjectType::Capture => "extrahop.capture",
            ObjectType::Device | ObjectType::DeviceGroup | ObjectType::ActivityGroup => {
                "extrahop.device"
            }
            ObjectType::Application => "extrahop.application",
            ObjectType::Vlan => "extrahop.vlan",
            ObjectType::System => "extrahop.system",
        }
    }
    /// What a full stat name is about, and its category: `extrahop.device.http_server`. The network
    /// has two names here as well.
    pub fn of_stat_name(name: &str) -> Option<(Self, &str)> {
        let named = [Self::Device, Self::Application, Self::Network, Self::Vlan];
        let prefixes = named.map(|object_type| (object_type.stat_prefix(), object_type));
        let prefixes = prefixes
            .into_iter()
            .chain([("extrahop.network", Self::Network)]);
        prefixes.into_iter().find_map(|(prefix, object_type)| {
            let category = name.strip_prefix(prefix)?.strip_prefix('.')?;
            Some((object_type, category))
        })
    }
}

/// Where a category exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MetricLevel {
    /// Devices, device groups and activity groups.
    Device,
    /// The network as a whole.
    Capture,
    Application,
    Vlan,
    /// The appliance.
    System,
}

impl MetricLevel {
    pub fn of(object_type: ObjectType) -> MetricLevel {
        match object_type {
            ObjectType::Device | ObjectType::DeviceGroup | ObjectType::ActivityGroup => {
                MetricLevel::Device
            }
            ObjectType::Network | ObjectType::Capture => MetricLevel::Capture,
            ObjectType::Application => MetricLevel::Application,
            ObjectType::Vlan => MetricLevel::Vlan,
            ObjectType::System => MetricLevel::System,
        }
    }
}
