//! What a fixture says of devices: those that are generated, when each was discovered, what it is called.
use super::{
    placement::Placement,
    resources::{devices::Device, nodes::Node},
};
use crate::{
    api::When,
    base::{
        clock::{DAY, Millis, metric_clock, parse_time},
        platform::Platform,
    },
    network::{Subnet, populate},
    store::{Object, Resource},
    twin::fixture::{Fixture, loader::Loader},
};
use serde_json::{Map, Value};

/// All that a device is called, and its addresses.
pub fn names(object: &Object) -> Vec<String> {
    if object.kind.name != Device::KIND {
        return vec![];
    }
    let device = object.get::<Device>();
    // The address of a host's frames is also that of what lies behind it.
    let mac = device.macaddr.iter().filter(|_| device.parent_id.is_none());
    let addresses = device.ipaddr4.iter().chain(&device.ipaddr6).chain(mac);
    let addresses = addresses.map(String::as_str);
    addresses.chain(device.names()).map(str::to_owned).collect()
}

/// For how long a device is known of which the fixture does not say it, as generated ones are.
const PAST: Millis = 30 * DAY;

/// When a device was discovered: ms since the epoch, `2017-09-01T00:00:00Z`, or `-30d` before the twin
/// began. Without a word of it a device has a past, and so traffic.
pub fn set_discovery(fields: &mut Map<String, Value>, began: Millis) -> Result<(), String> {
    let at = match fields.get("discover_time") {
        None | Some(Value::Null) => metric_clock(began).saturating_sub(PAST),
        Some(Value::String(text)) => match parse_time(text) {
            Ok(at) => at,
            Err(_) => text.parse::<When>().map(|when| when.resolve(began)).map_err(|_| {
                format!("`{text}` is no time: write ms since the epoch, 2017-09-01T00:00:00Z, or -30d for 30 days before the twin began")
            })?,
        },
        Some(_) => return Ok(()),
    };
    fields.insert("discover_time".into(), at.into());
    Ok(())
}

/// Devices of the `network:` section get the ids after those of `devices:`.
pub fn generate(loader: &mut Loader, fixture: &Fixture) -> Result<(), String> {
    let wrong = |why| format!("network.subnets: {why}");
    let nodes = nodes_of(loader, &fixture.subnets).map_err(wrong)?;
    let generated = populate(loader.seed, &fixture.subnets).map_err(wrong)?;
    let mut ids: Vec<i64> = Vec::with_capacity(generated.len());
    for generated in generated {
        let id = Placement::of(loader).next(Device::KIND, nodes[generated.subnet]);
        // A parent stands before those behind it.
        let parent = generated.parent.map(|parent| ids[parent]);
        ids.push(id);
        let device = Device::generated(generated, id, parent, loader.began);
        loader
            .place(Object::new(device))
            .map_err(|p| p.to_string())?;
    }
    Ok(())
}

/// The node of each subnet; those that name none are dealt out one after the other.
fn nodes_of(loader: &mut Loader, subnets: &[Subnet]) -> Result<Vec<i64>, String> {
    let mut nodes = Vec::with_capacity(subnets.len());
    for (nth, subnet) in subnets.iter().enumerate() {
        nodes.push(match subnet.node.as_ref().filter(|node| !node.is_null()) {
            Some(node) if loader.platform == Platform::Command => {
                loader.resolve(Node::KIND, node)?
            }
            _ => Placement::of(loader).of_subnet(nth),
        });
    }
    Ok(nodes)
}
