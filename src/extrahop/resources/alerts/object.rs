//! An alert as it is stored, and what it can be assigned to.
use super::operator::Operator;
use crate::{
    api::{Relation, read_only},
    base::clock::Millis,
    extrahop::{
        assignable::Assignable,
        resources::{
            applications::Application, devicegroups::DeviceGroup, devices::Device,
            emailgroups::EmailGroup, exclusionintervals::ExclusionInterval, networks::Network,
        },
    },
    schema::marks::since,
    store::{Ends, Resource},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"id": 16, "description": "More than 0.1 % of the database responses are errors.", "mod_time": 1448474346504i64, "notify_snmp": false, "field_op": "/", "stat_name": "extrahop.application.db", "disabled": false, "operator": ">", "operand": "0.001", "field_name": "rsp_error", "name": "DB error ratio", "cc": [], "apply_all": false, "severity": 5, "author": "ExtraHop", "param": {}, "interval_length": 30, "param2": {}, "units": "none", "field_name2": "rsp", "refire_interval": 300, "type": "threshold"}]))]
pub struct Alert {
    /// The unique identifier of the alert.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// When the alert was last changed, in ms since the epoch.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub mod_time: Millis,
    /// The unique name of the alert.
    #[schemars(length(min = 1))]
    pub name: String,
    #[serde(default)]
    pub description: Option<String>,
    /// Who made the alert; absent on a create: the caller.
    #[serde(default)]
    pub author: Option<String>,
    /// What the alert looks at; trend alerts cannot be configured through the REST API.
    #[serde(rename = "type", default = "Alert::threshold")]
    #[schemars(extend("enum" = ["threshold", "detection"]))]
    pub kind: String,
    /// From 0, an emergency, to 7, debugging.
    #[serde(default = "Alert::error")]
    #[schemars(range(min = 0, max = 7))]
    pub severity: Option<i64>,
    #[serde(default = "Alert::no")]
    pub disabled: Option<bool>,
    /// Whether the alert is assigned to every source.
    #[serde(default)]
    pub apply_all: bool,
    /// The metric category with its object type: `extrahop.device.http_server`.
    #[serde(default)]
    pub stat_name: Option<String>,
    /// The metric that is watched.
    #[serde(default)]
    pub field_name: Option<String>,
    /// The metric that the first one is divided by.
    #[serde(default)]
    pub field_name2: Option<String>,
    /// How the two metrics are put together.
    #[serde(default)]
    #[schemars(extend("enum" = ["/", null]))]
    pub field_op: Option<String>,
    /// How the metric is compared with the operand.
    #[serde(default)]
    #[schemars(transform = Operator::list)]
    pub operator: Option<String>,
    /// The value that is compared with: a number as text.
    #[serde(default)]
    pub operand: Option<String>,
    /// A key pattern or data point of the first metric.
    #[serde(default = "Alert::nothing")]
    pub param: Option<Map<String, Value>>,
    /// A key pattern or data point of the second metric.
    #[serde(default = "Alert::nothing")]
    pub param2: Option<Map<String, Value>>,
    /// The time unit of the metric.
    #[serde(default = "Alert::none")]
    #[schemars(extend("enum" = ["none", "period", "1 sec", "1 min", "1 hr", null]))]
    pub units: Option<String>,
    /// The length of time that is looked at, in seconds.
    #[serde(default = "Alert::half_minute")]
    #[schemars(extend("enum" = [30, 60, 120, 300, 600, 900, 1200, 1800, null]))]
    pub interval_length: Option<i64>,
    /// The time between two notifications, in seconds.
    #[serde(default)]
    #[schemars(extend("enum" = [300, 600, 900, 1800, 3600, 7200, 14400, null]))]
    pub refire_interval: Option<i64>,
    #[serde(default = "Alert::yes")]
    pub notify_snmp: Option<bool>,
    /// Email addresses beside those of the email groups.
    #[serde(default = "Alert::nobody")]
    pub cc: Option<Vec<String>>,
    /// What a detection alert watches.
    #[serde(default)]
    #[schemars(extend("enum" = ["application", "device", null]), transform = since::<9, 0>)]
    pub object_type: Option<String>,
    #[serde(default)]
    #[schemars(transform = since::<9, 0>)]
    pub categories: Option<Vec<String>>,
    #[serde(default)]
    #[schemars(transform = since::<9, 0>)]
    pub protocols: Option<Vec<String>>,
}

impl Assignable for Alert {
    fn applies_to_all(&self) -> bool {
        self.apply_all
    }
}

pub const ON_APPLICATIONS: Relation<Alert, Application> = Relation::new(&Ends {
    name: "alerts/applications",
    parent: Alert::KIND,
    child: Application::KIND,
});

pub const ON_DEVICES: Relation<Alert, Device> = Relation::new(&Ends {
    name: "alerts/devices",
    parent: Alert::KIND,
    child: Device::KIND,
});

pub const ON_GROUPS: Relation<Alert, DeviceGroup> = Relation::new(&Ends {
    name: "alerts/devicegroups",
    parent: Alert::KIND,
    child: DeviceGroup::KIND,
});

/// Who is told when the alert fires.
pub const NOTIFIED: Relation<Alert, EmailGroup> = Relation::new(&Ends {
    name: "alerts/emailgroups",
    parent: Alert::KIND,
    child: EmailGroup::KIND,
});

/// The times in which the alert is not sent.
pub const SILENCED: Relation<Alert, ExclusionInterval> = Relation::new(&Ends {
    name: "alerts/exclusionintervals",
    parent: Alert::KIND,
    child: ExclusionInterval::KIND,
});

pub const ON_NETWORKS: Relation<Alert, Network> = Relation::new(&Ends {
    name: "alerts/networks",
    parent: Alert::KIND,
    child: Network::KIND,
});

impl Alert {
    fn threshold() -> String {
        "threshold".into()
    }
    fn error() -> Option<i64> {
        Some(3)
    }
    fn no() -> Option<bool> {
        Some(false)
    }
    fn yes() -> Option<bool> {
        Some(true)
    }
    fn none() -> Option<String> {
        Some("none".into())
    }
    fn half_minute() -> Option<i64> {
        Some(30)
    }
    fn nothing() -> Option<Map<String, Value>> {
        Some(Map::new())
    }
    fn nobody() -> Option<Vec<String>> {
        Some(vec![])
    }
}
