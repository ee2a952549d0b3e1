//! A node is a Discover appliance that is connected to this Command appliance.
use crate::{
    api::{Id, NoContent, Operation, Part, Patch, View, get, patch, read_only},
    base::{
        clock::Millis,
        platform::Platform,
        problem::{Result, refused},
        seed::Seed,
    },
    network::node_of,
    schema::marks::since,
    store::{Draft, Kind, Object, Resource, State},
    twin::access::{Level::*, Permit},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, sync::Arc};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"id": 1, "hostname": "eda-east.example.com", "display_name": "East", "nickname": "East", "enabled": true, "time_added": 1447878253953i64, "status_code": "0", "status_message": "Online", "firmware_version": "5.1.2.1345", "license_status": "Nominal", "product_key": "81F0C6A2D77E3B94", "ntp_sync": true, "time_offset": 0}]))]
pub struct Node {
    /// The unique identifier of the node; the upper half of the ids of what it sees.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub hostname: String,
    /// The nickname, or the host name where there is none.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub display_name: String,
    /// What users call the node; it may be empty.
    pub nickname: String,
    /// Whether the node reports to the Command appliance.
    #[serde(default = "Node::yes")]
    pub enabled: bool,
    /// When the node was connected, in ms since the epoch.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub time_added: Millis,
    /// The same time under its later name.
    #[serde(default)]
    #[schemars(transform = read_only, transform = since::<6, 0>)]
    pub add_time: Option<Millis>,
    /// 0: all is well.
    #[serde(default = "Node::well")]
    #[schemars(transform = read_only)]
    pub status_code: String,
    #[serde(default = "Node::online")]
    #[schemars(transform = read_only)]
    pub status_message: Option<String>,
    /// The firmware version: four numbers. That of the Command appliance where none is given.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub firmware_version: Option<String>,
    #[serde(default = "Node::nominal")]
    #[schemars(transform = read_only)]
    pub license_status: String,
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub product_key: String,
    /// Whether the clocks of the node and of the Command appliance agree.
    #[serde(default = "Node::yes")]
    #[schemars(transform = read_only)]
    pub ntp_sync: bool,
    /// The difference of the clocks, in seconds.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub time_offset: i64,
    /// Without dashes.
    #[serde(default)]
    #[schemars(transform = read_only, transform = since::<7, 0>)]
    pub uuid: Option<String>,
    /// Since when the node does not report, in ms since the epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(skip)]
    pub silent_since: Option<Millis>,
}

impl Resource for Node {
    const KIND: &str = "node";
    const PATH: &str = "nodes";
    const TITLE: &str = "node";

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        self.id = id;
        if self.time_added == 0 {
            self.time_added = at;
        }
        self.add_time = Some(self.time_added);
        if self.hostname.is_empty() {
            self.hostname = format!("eda-{id}.example.com");
        }
        if self.product_key.is_empty() {
            self.product_key = format!("{:016X}", Seed(0).of(("product key", id)).0);
        }
        self.uuid.get_or_insert_with(|| uuid(id));
        let named = [&self.nickname, &self.hostname];
        let first = named.into_iter().find(|name| !name.is_empty());
        self.display_name = first.cloned().unwrap_or_default();
        self.report(at);
    }
    fn check(&self) -> Result<()> {
        match (1..=0xf_ffff).contains(&self.id) {
            true => Ok(()),
            false => Err(refused("`id` of a node must be from 1 to 1048575")),
        }
    }
    fn label(&self) -> Option<Cow<'_, str>> {
        Some(self.display_name.as_str().into())
    }
}

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<Node>()],
    complete,
    ..Part::NONE
};

/// Nodes are connected and removed in the Admin UI.
#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    vec![
        get  ("/nodes",      ReadOnly,  list,        "Retrieve all nodes of a Command appliance."),
        get  ("/nodes/{id}", ReadOnly,  read,        "Retrieve a node."),
        patch("/nodes/{id}", FullWrite, update_node, "Change a node.").without_422(),
    ]
}

/// A Command appliance has nodes, two where the fixture names none; another has none.
pub fn complete(draft: &mut Draft, platform: Platform) -> Result<()> {
    if platform == Platform::Discover || draft.count(Node::KIND) > 0 {
        return Ok(());
    }
    for (id, name) in [(1, "East"), (2, "West")] {
        let mut node = Node {
            id,
            hostname: format!("eda-{}.example.com", name.to_lowercase()),
            display_name: String::new(),
            nickname: name.to_owned(),
            enabled: true,
            time_added: 0,
            add_time: None,
            status_code: Node::well(),
            status_message: Node::online(),
            firmware_version: None,
            license_status: Node::nominal(),
            product_key: String::new(),
            ntp_sync: true,
            time_offset: 0,
            uuid: None,
            silent_since: None,
        };
        node.set_id_and_time(id, draft.stamp.at);
        draft.place(Object::new(node))?;
    }
    Ok(())
}

async fn list(permit: Permit) -> Result<View<Vec<Node>>> {
    let state = permit.store.state();
    let nodes: Vec<_> = state
        .objects(Node::KIND)
        .map(|node| shown(&permit, node))
        .collect();
    Ok(permit.views(&nodes))
}

async fn read(permit: Permit, Id(id): Id) -> Result<View<Node>> {
    let state = permit.store.state();
    Ok(permit.view(&shown(&permit, state.object::<Node>(id)?)))
}

/// A node whose firmware nobody gave has that of the Command appliance.
fn shown(permit: &Permit, object: &Arc<Object>) -> Arc<Object> {
    let mut node = object.get::<Node>().clone();
    let version = &mut node.firmware_version;
    version.get_or_insert_with(|| permit.firmware.full_version());
    Arc::new(Object::new(node))
}

async fn update_node(permit: Permit, Id(id): Id, patch: Patch<Node>) -> Result<NoContent> {
    permit
        .write(move |draft| {
            let node = draft.get::<Node>(id)?;
            let changed = patch.onto(node)?;
            if changed.enabled != node.enabled {
                let verb = if changed.enabled { "Enable" } else { "Disable" };
                let details = format!("node {id}: {}", node.display_name);
                draft.note(format!("{verb} node"), details);
            }
            draft.update(id, |_: &Node| Ok(changed))
        })
        .await?;
    Ok(NoContent)
}

/// The nodes that do not report, and since when.
pub fn silent(state: &State) -> Vec<(i64, Millis)> {
    let nodes = state.all::<Node>();
    nodes
        .filter_map(|node| Some((node.id, node.silent_since?)))
        .collect()
}

/// Up to when something is known of an object: up to now, unless its node is silent.
pub fn known_until(state: &State, object: i64, now: Millis) -> Millis {
    let node = state.get::<Node>(node_of(object)).ok();
    let silent = node.and_then(|node| node.silent_since);
    silent.map_or(now, |since| since.min(now))
}

/// The nodes with this id or nickname.
pub fn named(state: &State, value: &str) -> Vec<i64> {
    let id = value.parse().ok();
    let nodes = state.all::<Node>();
    nodes
        .filter(|node| Some(node.id) == id || node.nickname == value)
        .map(|node| node.id)
        .collect()
}

/// The node that an id speaks of; none on a Discover appliance.
pub fn of(id: i64) -> Option<i64> {
    Some(node_of(id)).filter(|node| *node != 0)
}

/// All nodes; 0 stands for a Discover appliance itself.
pub fn all(state: &State, platform: Platform) -> Vec<i64> {
    match platform {
        Platform::Discover => vec![0],
        Platform::Command => state.all::<Node>().map(|node| node.id).collect(),
    }
}

/// What identifies the appliance that a node is, or for 0 this appliance.
pub fn uuid(node: i64) -> String {
    let half = |nth| Seed(0).of(("appliance", node)).at(nth).0;
    format!("{:016x}{:016x}", half(0), half(1))
}

impl Node {
    /// What follows from whether the node is enabled.
    fn report(&mut self, at: Millis) {
        match (self.enabled, self.silent_since) {
            (false, None) => {
                self.silent_since = Some(at);
                self.status_code = "1".into();
                self.status_message = Some("Disabled".into());
            }
            (true, Some(_)) => {
                self.silent_since = None;
                self.status_code = Self::well();
                self.status_message = Self::online();
            }
            _ => {}
        }
    }
    fn yes() -> bool {
        true
    }
    fn well() -> String {
        "0".into()
    }
    fn online() -> Option<String> {
        Some("Online".into())
    }
    fn nominal() -> String {
        "Nominal".into()
    }
}
