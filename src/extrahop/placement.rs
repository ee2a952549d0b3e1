//! On which node an object of a fixture stands, and under which id.
use super::resources::{
    applications::Application, devices::Device, networks::Network, nodes, vlans::Vlan,
};
use crate::{
    network::{at_node, node_of},
    store::{Kind, Resource},
    twin::fixture::loader::Loader,
};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// What a node sees: the ids of these name the node.
const OF_NODES: [&str; 4] = [Application::KIND, Device::KIND, Network::KIND, Vlan::KIND];

/// The nodes of a twin, and the ids that were given on each. A Discover appliance is its own only
/// node, with the number 0.
#[derive(Clone)]
pub struct Placement {
    nodes: Vec<i64>,
    last: HashMap<(&'static str, i64), i64>,
}

impl Default for Placement {
    fn default() -> Self {
        Self {
            nodes: vec![0],
            last: HashMap::new(),
        }
    }
}

impl Placement {
    pub fn of(loader: &mut Loader) -> &mut Self {
        loader.parts.get_or_insert_default()
    }
    /// Everything that is loaded after the nodes may stand on one.
    pub fn begin(loader: &mut Loader) -> crate::base::problem::Result<()> {
        nodes::complete(&mut loader.draft, loader.platform)?;
        loader.parts.insert(Self {
            nodes: nodes::all(&loader.draft, loader.platform),
            last: HashMap::new(),
        });
        Ok(())
    }
    /// Where an object stands whose place nobody says. An appliance has at least one node.
    fn first(&self) -> i64 {
        self.nodes.first().copied().unwrap_or(0)
    }
    /// The node of the nth subnet that names none.
    pub fn of_subnet(&self, nth: usize) -> i64 {
        self.nodes[nth % self.nodes.len()]
    }
    /// An id of this node where the file has the id on the node.
    pub fn on_node(&self, node: i64, id: i64) -> i64 {
        match node_of(id) {
            0 => at_node(node, id),
            _ => id,
        }
    }
    pub fn on_first_node(&self, id: i64) -> i64 {
        self.on_node(self.first(), id)
    }
    /// Remembers an id that was given.
    pub fn note(&mut self, kind: &'static str, id: i64) {
        let last = self.last.entry((kind, node_of(id))).or_default();
        *last = id.max(*last);
    }
    /// The next id of a kind on a node.
    pub fn next(&self, kind: &'static str, node: i64) -> i64 {
        let last = self.last.get(&(kind, node)).copied();
        last.unwrap_or(at_node(node, 0)).saturating_add(1)
    }

    /// Gives an object of a node the id that it has on this twin; the node.
    pub fn assign_id(&self, kind: &Kind, fields: &mut Map<String, Value>) -> Result<i64, String> {
        if !OF_NODES.contains(&kind.name) {
            return Ok(self.first());
        }
        let number = |name: &str| fields.get(name).and_then(Value::as_i64);
        let given = number("id");
        let node = given.and_then(nodes::of).or(number("node_id"));
        let class = fields.get("device_class").and_then(Value::as_str);
        if node.is_none() && given.is_some() && class == Some(Device::CUSTOM) {
            // Twins that were exported earlier have devices of custom devices that are no node's.
            return Ok(self.first());
        }
        let node = node.unwrap_or(self.first());
        if !self.nodes.contains(&node) {
            return Err(format!("there is no node with the id {node}"));
        }
        let own = match kind.name {
            Network::KIND => Some(0),
            Vlan::KIND => number("vlanid"),
            _ => None,
        };
        let id = match (given, own) {
            (Some(id), _) => self.on_node(node, id),
            (None, Some(own)) => at_node(node, own),
            (None, None) => self.next(kind.name, node),
        };
        // What is no integer is refused where every id is looked at.
        if given.is_some() || !fields.contains_key("id") {
            fields.insert("id".into(), id.into());
        }
        Ok(node)
    }
}
