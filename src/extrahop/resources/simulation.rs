//! What a fixture says of the network: conversations beside the generated ones, and recorded
//! points in place of them. No operation shows these; metrics follow from them.
use super::{
    applications::Application, customdevices::CustomDevice, devices::Device, networks, vlans::Vlan,
};
use crate::{
    api::Part,
    base::{clock::Millis, seed::Seed},
    network::{ExplicitConversation, Host, Network, ObjectType, RecordedMetric, Role},
    store::{Kind, Resource, State},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FixtureConversation {
    #[serde(default)]
    pub id: i64,
    #[serde(flatten)]
    pub conversation: ExplicitConversation,
}

impl Resource for FixtureConversation {
    const KIND: &str = "conversation";
    const PATH: &str = "conversations";
    const TITLE: &str = "conversation";

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, _: Millis) {
        self.id = id;
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FixtureMetric {
    #[serde(default)]
    pub id: i64,
    #[serde(flatten)]
    pub recorded: RecordedMetric,
}

impl Resource for FixtureMetric {
    const KIND: &str = "recorded_metric";
    const PATH: &str = "metrics";
    const TITLE: &str = "recorded metric";

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, _: Millis) {
        self.id = id;
    }
}

/// The appliance keeps packets; it is there if it does.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FixturePacketStore {
    #[serde(default)]
    pub id: i64,
}

impl Resource for FixturePacketStore {
    const KIND: &str = "packetstore";
    /// It is no section of its own, but a field of one.
    const PATH: &str = "network.packetstore";
    const TITLE: &str = "packet store";

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, _: Millis) {
        self.id = id;
    }
}

/// What a fixture says of the network beside its devices.
pub const PART: Part = Part {
    kinds: || {
        vec![
            Kind::of::<FixtureConversation>(),
            Kind::of::<FixtureMetric>(),
            Kind::of::<FixturePacketStore>(),
        ]
    },
    ..Part::NONE
};

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
        .all::<FixtureConversation>()
        .map(|traffic| traffic.conversation.clone())
        .collect();
    let points = state.all::<FixtureMetric>().enumerate();
    let recorded = points.map(|(at, points)| {
        known(state, &points.recorded).map_err(|why| format!("metrics[{at}].object_id: {why}"))
    });
    let recorded = recorded.collect::<Result<_, _>>()?;
    let network = Network::build(seed, hosts, conversations, recorded)?;
    Ok(network.with_packetstore(state.count(FixturePacketStore::KIND) > 0))
}

/// What was recorded of an object that is there. Devices are known to the network itself.
fn known(state: &State, recorded: &RecordedMetric) -> Result<RecordedMetric, String> {
    let (kind, id) = (recorded.object_type, recorded.object_id);
    let kind = match kind {
        ObjectType::Network | ObjectType::Capture => networks::Network::KIND,
        ObjectType::Application => Application::KIND,
        ObjectType::Vlan => Vlan::KIND,
        _ => return Ok(recorded.clone()),
    };
    match state.has(kind, id) {
        true => Ok(recorded.clone()),
        false => Err(format!("no {kind} has the id {id}")),
    }
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
