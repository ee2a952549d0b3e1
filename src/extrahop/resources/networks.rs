//! A network stands for the interface that receives the traffic of an appliance.
use super::{nodes, vlans::Vlan};
use crate::{
    api::{Id, Operation, Part, View, get, list, patch, read, read_only, update},
    base::{clock::Millis, platform::Platform, problem::Result},
    network::at_node,
    schema::marks::since,
    store::{Draft, Kind, Object, Resource},
    twin::access::{Level::*, Permit},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"id": 0, "mod_time": 1448474346504i64, "node_id": null, "name": "Capture 00:50:56:77:00:00", "description": null, "idle": false}]))]
pub struct Network {
    /// The unique identifier of the network; 0 on a Discover appliance.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// When the network was last changed, in ms since the epoch.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub mod_time: Millis,
    /// The node that the network belongs to; null on a Discover appliance.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub node_id: Option<i64>,
    /// At first Capture and the MAC address of the interface.
    #[schemars(length(min = 1))]
    pub name: String,
    #[serde(default)]
    pub description: Option<String>,
    /// Whether something is wrong with the capture.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub idle: bool,
    /// The appliance that the interface belongs to, without dashes.
    #[serde(default)]
    #[schemars(transform = read_only, transform = since::<7, 0>)]
    pub appliance_uuid: String,
}

impl Resource for Network {
    const KIND: &str = "network";
    const PATH: &str = "networks";
    const TITLE: &str = "network";

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        (self.id, self.mod_time) = (id, at);
        self.node_id = nodes::of(id);
        self.appliance_uuid = nodes::uuid(self.node_id.unwrap_or(0));
    }
    fn label(&self) -> Option<Cow<'_, str>> {
        Some(self.name.as_str().into())
    }
}

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<Network>()],
    complete,
    ..Part::NONE
};

#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    let operations = [
        get  ("/networks",            ReadOnly,  list::<Network>,   "Retrieve all networks."),
        get  ("/networks/{id}",       ReadOnly,  read::<Network>,   "Retrieve a network."),
        patch("/networks/{id}",       FullWrite, update::<Network>, "Change a network."),
        get  ("/networks/{id}/vlans", ReadOnly,  vlans,             "Retrieve the VLANs of a network."),
    ];
    operations.into_iter().map(Operation::without_422).collect()
}

/// Each appliance receives its traffic at one interface, and a Command appliance has its nodes'.
pub fn complete(draft: &mut Draft, platform: Platform) -> Result<()> {
    for node in nodes::all(draft, platform) {
        let id = at_node(node, 0);
        if draft.has(Network::KIND, id) {
            continue;
        }
        let mut network = Network {
            id,
            mod_time: 0,
            node_id: None,
            // The address of a virtual machine, as most appliances are.
            name: format!(
                "Capture 00:50:56:77:{:02X}:{:02X}",
                node >> 8 & 0xff,
                node & 0xff
            ),
            description: None,
            idle: false,
            appliance_uuid: String::new(),
        };
        network.set_id_and_time(id, draft.stamp.at);
        draft.place(Object::new(network))?;
    }
    Ok(())
}

async fn vlans(permit: Permit, Id(id): Id) -> Result<View<Vec<Vlan>>> {
    let state = permit.store.state();
    state.object::<Network>(id)?;
    let all = state.objects(Vlan::KIND);
    Ok(permit.views(all.filter(|vlan| vlan.get::<Vlan>().network_id == id)))
}
