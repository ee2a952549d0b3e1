//! What must hold of the devices and users of a fixture beyond what the API asks, and what of them
//! can have no effect.
use super::resources::{
    devices::Device,
    users::{User, roles},
};
use crate::{
    store::{Kind, Resource},
    twin::{
        access::Level,
        fixture::{
            Fixture,
            loader::{Afterwards, Loader},
        },
    },
};
use serde_json::{Map, Value};
use std::{
    collections::HashMap,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

/// The devices of a fixture by node, VLAN and address.
#[derive(Clone, Default)]
struct Addresses(HashMap<(String, String), i64>);

/// Refuses addresses that are none, and one that another device has. Errors begin with the field.
pub fn check_addresses(
    loader: &mut Loader,
    fields: &Map<String, Value>,
) -> Result<Option<Afterwards>, String> {
    let text = |name: &str| fields.get(name).and_then(Value::as_str);
    let mut address: Option<IpAddr> = None;
    if let Some(v4) = text("ipaddr4") {
        let parsed = v4.parse::<Ipv4Addr>();
        let parsed = parsed.map_err(|_| {
            format!(".ipaddr4: `{v4}` is no IPv4 address: it is four numbers from 0 to 255, such as 10.1.0.30")
        })?;
        address = Some(parsed.into());
    }
    if let Some(v6) = text("ipaddr6") {
        let parsed = v6.parse::<Ipv6Addr>();
        let parsed = parsed
            .map_err(|_| format!(".ipaddr6: `{v6}` is no IPv6 address such as 2001:db8::30"))?;
        address = address.or(Some(parsed.into()));
    }
    if let Some(mac) = text("macaddr").filter(|mac| !is_mac(mac)) {
        return Err(format!(
            ".macaddr: `{mac}` is no MAC address such as 00:1B:54:0A:10:01"
        ));
    }
    // A device with its identifier is one of an export, and was there with the other one.
    let (Some(address), None) = (address, text("extrahop_id")) else {
        return Ok(None);
    };
    let place = |name: &str| fields.get(name).map_or(String::new(), Value::to_string);
    let segment = format!("{} {}", place("node_id"), place("vlanid"));
    let key = (segment, address.to_string());
    let known = loader.parts.get_or_insert_default::<Addresses>();
    if let Some(first) = known.0.get(&key).copied() {
        let line = loader.first_line(Kind::of::<Device>(), first);
        let field = if address.is_ipv4() {
            "ipaddr4"
        } else {
            "ipaddr6"
        };
        return Err(format!(
            ".{field}: `{address}` is the address of two devices{line}"
        ));
    }
    Ok(Some(Box::new(move |loader, id| {
        let known = loader.parts.get_or_insert_default::<Addresses>();
        known.0.insert(key, id);
        Ok(())
    })))
}

/// Six pairs with colons. The vendor's guide prints one with a letter that is no hexadecimal digit
/// (its section "Identify objects"), so any are taken.
fn is_mac(text: &str) -> bool {
    let pairs: Vec<&str> = text.split(':').collect();
    let is_pair = |pair: &&str| pair.len() == 2 && pair.bytes().all(|b| b.is_ascii_alphanumeric());
    pairs.len() == 6 && pairs.iter().all(is_pair)
}

/// What in an object can have no effect.
pub fn warn(kind: &'static Kind, fields: &Map<String, Value>, fixture: &Fixture) -> Option<String> {
    if kind.name == Device::KIND {
        let address: Ipv4Addr = fields.get("ipaddr4")?.as_str()?.parse().ok()?;
        let remote = fields.get("device_class").is_some_and(|c| c == "remote");
        let inside = |address| fixture.subnets.iter().any(|one| one.cidr.contains(address));
        let outside = !fixture.subnets.is_empty() && !remote && !inside(&address);
        return outside
            .then(|| format!("`ipaddr4`: {address} is outside every subnet of `network`"));
    }
    if kind.name == User::KIND {
        let given = fields.get("granted_roles")?.as_object()?;
        let level: Level = serde_json::from_value(fields.get("level")?.clone()).ok()?;
        let other = roles::level(given);
        return (other != level).then(|| {
            format!(
                "`granted_roles` says {} and `level` {}: `level` counts",
                other.as_str(),
                level.as_str()
            )
        });
    }
    None
}
