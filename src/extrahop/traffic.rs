//! What a fixture says of the network: conversations beside the generated ones, and recorded
//! points in place of them. No operation shows these; metrics follow from them.
use super::{customdevices::CustomDevice, devices::Device};
use crate::{
    clock::Millis,
    network::{Explicit, Host, Network, Recorded, Role},
    seed::Seed,
    store::{Resource, State},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Traffic {
    #[serde(default)]
    pub id: i64,
    #[serde(flatten)]
    pub conversation: Explicit,
}

impl Resource for Traffic {
    const KIND: &str = "conversation";
    const PATH: &str = "conversations";
    const TITLE: &str = "conversation";

    fn id(&self) -> i64 {
        self.id
    }
    fn stamp(&mut self, id: i64, _: Millis) {
        self.id = id;
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Points {
    #[serde(default)]
    pub id: i64,
    #[serde(flatten)]
    pub recorded: Recorded,
}

impl Resource for Points {
    const KIND: &str = "recorded_metric";
    const PATH: &str = "metrics";
    const TITLE: &str = "recorded metric";

    fn id(&self) -> i64 {
        self.id
    }
    fn stamp(&mut self, id: i64, _: Millis) {
        self.id = id;
    }
}

/// The network of a state. The error names what in the fixture cannot be.
pub fn network(state: &State, seed: Seed) -> Result<Network, String> {
    // A custom device is no host: its traffic is that of others.
    let customs: HashSet<i64> = state
        .all::<CustomDevice>()
        .map(|one| one.device_id)
        .collect();
    let devices = state.all::<Device>();
    let hosts = devices
        .filter(|device| !customs.contains(&device.id))
        .map(host)
        .collect();
    let conversations = state
        .all::<Traffic>()
        .map(|traffic| traffic.conversation.clone())
        .collect();
    let recorded = state
        .all::<Points>()
        .map(|points| points.recorded.clone())
        .collect();
    Network::build(seed, hosts, conversations, recorded)
}

fn host(device: &Device) -> Host {
    let class = device.device_class.as_deref();
    let unknown = match class {
        Some("gateway") => Role::Gateway,
        Some("remote") => Role::Remote,
        _ => Role::Other,
    };
    let addr = device.ipaddr4.as_deref().or(device.ipaddr6.as_deref());
    Host {
        id: device.id,
        addr: addr.and_then(|addr| addr.parse().ok()),
        name: device.dns_name.clone(),
        role: device.auto_role.unwrap_or(unknown),
        parent: device.parent_id,
        vlan: device.vlanid,
        discovered: device.discover_time,
        activity: device.activity.clone(),
    }
}
