//! What a fixture may say of a network: traffic beside the drawn, recorded points, subnets.
use crate::{
    base::clock::Millis,
    network::catalog::{ObjectType, Protocol, Role},
};
use ipnet::Ipv4Net;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Traffic between two devices, beside the generated one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExplicitConversation {
    /// The id of the device that asks.
    pub client: i64,
    /// The id of the device that answers.
    pub server: i64,
    /// The protocol that they speak.
    pub protocol: Protocol,
    /// Transactions per minute, on average.
    pub per_minute: f64,
    /// The server's port; the protocol's own when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// Mean payload of a request in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_bytes: Option<u32>,
    /// Mean payload of a response in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_bytes: Option<u32>,
}

/// Recorded values of one metric of one object. They replace the generated values of their
/// 30-second buckets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordedMetric {
    /// What it is of: device, network (or capture), application, vlan or system. A group is the sum
    /// of its devices and has none; what else the object is a part of keeps its own values.
    #[serde(default)]
    pub object_type: ObjectType,
    /// The id of the object, or its name.
    pub object_id: i64,
    /// The metric category, such as `http_client`.
    pub category: String,
    /// The name of a count metric, such as `req`; in the category `custom` any name.
    pub name: String,
    /// Pairs of a bucket's start (ms since the epoch, a multiple of 30000) and its value.
    pub points: Vec<(Millis, i64)>,
}

/// A subnet to fill with devices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Subnet {
    /// The address block, such as 10.1.0.0/24.
    #[schemars(with = "String")]
    pub cidr: Ipv4Net,
    /// The VLAN of its devices.
    #[serde(default)]
    pub vlan: i64,
    /// The node that sees it, by id or name, on a Command appliance; absent: one after the other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("type" = ["integer", "string", "null"]))]
    pub node: Option<serde_json::Value>,
    /// How many devices there are of each role.
    pub devices: BTreeMap<Role, u32>,
}
