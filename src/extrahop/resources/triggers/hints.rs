//! Hints are options of a trigger that depend on its events; those that are not given are not shown.
use crate::{
    base::problem::{Result, refused},
    schema::marks::{since, until},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
#[schemars(extend("examples" = [{"packetCapture": false, "payloadBytes": 2048, "flowPayloadTurn": false, "flowServerPortMin": 5000, "flowServerPortMax": 5010}]))]
pub struct TriggerHints {
    /// Whether the trigger may start packet captures.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool", transform = until::<7, 9>)]
    pub packet_capture: Option<bool>,
    /// How much of each captured packet is kept, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0))]
    pub snaplen: Option<i64>,
    /// The type of metric that a metric event is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metric_types: Option<String>,
    /// The length of the metric cycle that a metric event is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("enum" = ["30sec", "5min", "1hr", "24hr", null]))]
    pub cycle: Option<String>,
    /// How much of the payload the trigger gets, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0))]
    pub payload_bytes: Option<i64>,
    /// How much of the payload is passed from one event to the next, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0), transform = since::<8, 6>)]
    pub clipboard_bytes: Option<i64>,
    /// Whether the trigger runs once for each turn of a flow.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub flow_payload_turn: Option<bool>,
    /// Whether the trigger runs for every UDP packet.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub flow_udp_all: Option<bool>,
    /// The lowest client port of the flows.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 65535))]
    pub flow_client_port_min: Option<i64>,
    /// The highest client port of the flows.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 65535))]
    pub flow_client_port_max: Option<i64>,
    /// How much of what the client sends is looked at, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0))]
    pub flow_client_bytes: Option<i64>,
    /// What the client's payload must hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = since::<8, 6>)]
    pub flow_client_string: Option<String>,
    /// The lowest server port of the flows.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 65535))]
    pub flow_server_port_min: Option<i64>,
    /// The highest server port of the flows.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 65535))]
    pub flow_server_port_max: Option<i64>,
    /// How much of what the server sends is looked at, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0))]
    pub flow_server_bytes: Option<i64>,
    /// What the server's payload must hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = since::<8, 6>)]
    pub flow_server_string: Option<String>,
    /// Whether the trigger runs when a flow ends before it could be classified.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool", transform = since::<8, 6>)]
    pub fire_classify_on_expiration: Option<bool>,
}

impl TriggerHints {
    const CYCLES: [&str; 4] = ["30sec", "5min", "1hr", "24hr"];

    pub fn check(&self) -> Result<()> {
        if let Some(cycle) = &self.cycle
            && !Self::CYCLES.contains(&cycle.as_str())
        {
            let allowed = Self::CYCLES.join(", ");
            return Err(refused(format!("`hints.cycle` must be one of {allowed}")));
        }
        let numbers = [
            ("snaplen", self.snaplen, i64::MAX),
            ("payloadBytes", self.payload_bytes, i64::MAX),
            ("clipboardBytes", self.clipboard_bytes, i64::MAX),
            ("flowClientBytes", self.flow_client_bytes, i64::MAX),
            ("flowServerBytes", self.flow_server_bytes, i64::MAX),
            ("flowClientPortMin", self.flow_client_port_min, 65535),
            ("flowClientPortMax", self.flow_client_port_max, 65535),
            ("flowServerPortMin", self.flow_server_port_min, 65535),
            ("flowServerPortMax", self.flow_server_port_max, 65535),
        ];
        for (name, given, most) in numbers {
            if given.is_some_and(|number| !(0..=most).contains(&number)) {
                let range = match most {
                    i64::MAX => "of at least 0".into(),
                    most => format!("from 0 to {most}"),
                };
                return Err(refused(format!(
                    "`hints.{name}` must be an integer {range}"
                )));
            }
        }
        in_order(
            "flowClientPort",
            self.flow_client_port_min,
            self.flow_client_port_max,
        )?;
        in_order(
            "flowServerPort",
            self.flow_server_port_min,
            self.flow_server_port_max,
        )
    }
}

fn in_order(name: &str, min: Option<i64>, max: Option<i64>) -> Result<()> {
    match (min, max) {
        (Some(min), Some(max)) if min > max => Err(refused(format!(
            "`hints.{name}Min` must not be greater than `hints.{name}Max`"
        ))),
        _ => Ok(()),
    }
}
