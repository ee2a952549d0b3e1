//! What clients see of a packet capture.
use crate::{api::read_only, base::clock::Millis};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"id": "4611686018427387905", "name": "HTTP 10.10.10.77 to 10.10.10.5", "node_id": null, "start_time": 1448474346000i64, "end_time": 1448474376000i64, "bytes": 18412, "packets": 44, "ipaddr1": "10.10.10.77", "port1": 51822, "ipaddr2": "10.10.10.5", "port2": 80, "vlanid": 0, "l7proto": "HTTP"}]))]
pub struct PacketCapture {
    /// The unique identifier: a decimal number as text.
    #[schemars(transform = read_only, regex(pattern = "^[0-9]+$"))]
    pub id: String,
    /// The name that the capture was given when it began.
    #[schemars(transform = read_only)]
    pub name: String,
    /// On a Command appliance the node that holds the file.
    #[schemars(transform = read_only)]
    pub node_id: Option<i64>,
    /// When the capture began, in ms since the epoch.
    #[schemars(transform = read_only)]
    pub start_time: Millis,
    /// When it ended, in ms since the epoch; null while it runs.
    #[schemars(transform = read_only)]
    pub end_time: Option<Millis>,
    /// The length of the file.
    #[schemars(transform = read_only, range(min = 0))]
    pub bytes: u64,
    #[schemars(transform = read_only, range(min = 0))]
    pub packets: u64,
    /// The address that asked.
    #[schemars(transform = read_only)]
    pub ipaddr1: Option<String>,
    #[schemars(transform = read_only)]
    pub port1: Option<u16>,
    /// The address that answered.
    #[schemars(transform = read_only)]
    pub ipaddr2: Option<String>,
    #[schemars(transform = read_only)]
    pub port2: Option<u16>,
    /// 0: untagged.
    #[schemars(transform = read_only)]
    pub vlanid: Option<i64>,
    /// The application protocol.
    #[schemars(transform = read_only)]
    pub l7proto: Option<String>,
}
