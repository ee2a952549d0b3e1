//! VLANs are found in the traffic: each is there because a device was seen in it.
use super::{
    devices::{Device, cleared},
    nodes,
};
use crate::{
    api::{Operation, Part, get, list, patch, read, read_only, update},
    base::{
        clock::Millis,
        platform::Platform,
        problem::{Result, refused},
    },
    network::{at_node, node_of},
    store::{Draft, Kind, Object, Resource},
    twin::access::Level::*,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, collections::BTreeSet};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"id": 35, "mod_time": 1448474346504i64, "vlanid": 35, "network_id": 0, "node_id": null, "name": "Telephones", "description": null}]))]
pub struct Vlan {
    /// The unique identifier of the VLAN; its 802.1Q number on a Discover appliance.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// When the VLAN was last changed, in ms since the epoch.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub mod_time: Millis,
    /// The 802.1Q number; 0: untagged traffic.
    #[serde(default)]
    #[schemars(transform = read_only, range(min = 0, max = 4095))]
    pub vlanid: i64,
    /// The network that the VLAN was seen on.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub network_id: i64,
    /// The node that sees the VLAN; null on a Discover appliance.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub node_id: Option<i64>,
    /// A text of the user; an empty one clears it.
    #[serde(default, deserialize_with = "cleared")]
    pub name: Option<String>,
    /// A text of the user; an empty one clears it.
    #[serde(default, deserialize_with = "cleared")]
    pub description: Option<String>,
}

impl Resource for Vlan {
    const KIND: &str = "vlan";
    const PATH: &str = "vlans";
    const TITLE: &str = "VLAN";

    fn id(&self) -> i64 {
        self.id
    }
    /// Number, node and network follow from the id.
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        (self.id, self.mod_time) = (id, at);
        self.node_id = nodes::of(id);
        self.network_id = at_node(node_of(id), 0);
        self.vlanid = id.saturating_sub(self.network_id);
    }
    fn check(&self) -> Result<()> {
        match (0..=4095).contains(&self.vlanid) {
            true => Ok(()),
            false => Err(refused("`vlanid` must be from 0 to 4095")),
        }
    }
    fn label(&self) -> Option<Cow<'_, str>> {
        self.name.as_deref().map(Cow::from)
    }
}

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<Vlan>()],
    complete,
    ..Part::NONE
};

#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    vec![
        get  ("/vlans",      ReadOnly,  list::<Vlan>,   "Retrieve all VLANs."),
        get  ("/vlans/{id}", ReadOnly,  read::<Vlan>,   "Retrieve a VLAN."),
        patch("/vlans/{id}", FullWrite, update::<Vlan>, "Change a VLAN.").without_422(),
    ]
}

/// The VLANs of all devices that were seen in one; a made-up one was not.
pub fn complete(draft: &mut Draft, _: Platform) -> Result<()> {
    let devices = draft.all::<Device>();
    let seen: BTreeSet<i64> = devices
        .filter(|device| !device.is_custom() && (0..=4095).contains(&device.vlanid))
        .map(|device| at_node(node_of(device.id), device.vlanid))
        .collect();
    for id in seen {
        if draft.has(Vlan::KIND, id) {
            continue;
        }
        let mut vlan = Vlan {
            id,
            mod_time: 0,
            vlanid: 0,
            network_id: 0,
            node_id: None,
            name: None,
            description: None,
        };
        vlan.set_id_and_time(id, draft.stamp.at);
        draft.place(Object::new(vlan))?;
    }
    Ok(())
}
