//! Which devices a query asks.
use super::{
    ask::Query,
    lenient::is_set,
    routers::{Port, Router, network},
};
use crate::{
    base::problem::{Result, refused},
    kentik::{
        devices::{Device, DeviceStatus, DeviceType},
        interfaces::Interface,
        labels::{DeviceLabel, LABELLED},
        sites::Site,
    },
    store::{Resource, State},
};
use std::collections::{BTreeSet, HashMap};

impl Query {
    /// The devices that are asked: those that are named, have a label, or stand at a site. All, where
    /// nothing is said.
    pub fn routers(&self, state: &State) -> Result<Vec<Router>> {
        let named = [&self.device_name, &self.device_labels, &self.device_sites];
        let is_all = is_set(self.all_selected) || is_set(self.all_devices);
        let nothing = named.iter().all(|words| names(words).is_empty());
        let nothing_said = self.all_selected.or(self.all_devices).is_none() && nothing;
        if is_all || nothing_said {
            return Ok(routers(state, |_| true));
        }
        if nothing {
            return Err(refused(
                "`device_name`, `device_labels` or `all_selected` must say which devices are meant",
            ));
        }
        let wanted = self.wanted(state)?;
        Ok(routers(state, |id| wanted.contains(&id)))
    }
    fn wanted(&self, state: &State) -> Result<BTreeSet<i64>> {
        let mut wanted = BTreeSet::new();
        for name in names(&self.device_name) {
            let id = state.id_of_key(Device::KIND, name);
            wanted.insert(id.ok_or_else(|| unknown("device_name", "device", name))?);
        }
        for label in names(&self.device_labels) {
            let id = label
                .parse()
                .ok()
                .filter(|id| state.has(DeviceLabel::KIND, *id));
            let id = id.ok_or_else(|| unknown("device_labels", "device label", label))?;
            wanted.extend(state.children(LABELLED.ends().name, id));
        }
        for site in names(&self.device_sites) {
            let id = state.id_of_key(Site::KIND, site);
            let id = id.ok_or_else(|| unknown("device_sites", "site", site))?;
            let there = |device: &&Device| device.site_id.is_some_and(|at| at.0 == id);
            wanted.extend(state.all::<Device>().filter(there).map(|device| device.id));
        }
        Ok(wanted)
    }
}

fn names(words: &Option<super::lenient::Words>) -> &[String] {
    words.as_ref().map_or(&[], |words| &words.0)
}

fn unknown(field: &str, title: &str, name: &str) -> crate::base::problem::Problem {
    refused(format!("`{field}`: there is no {title} `{name}`"))
}

/// The devices in use for which this holds, by id.
pub fn routers(state: &State, wanted: impl Fn(i64) -> bool) -> Vec<Router> {
    let mut ports: HashMap<i64, Vec<Port>> = HashMap::new();
    for interface in state.all::<Interface>() {
        let port = port(interface);
        ports.entry(interface.device_id).or_default().push(port);
    }
    let devices = state.all::<Device>();
    let asked = devices.filter(|one| one.device_status == DeviceStatus::V && wanted(one.id));
    asked
        .map(|device| Router {
            id: device.id,
            name: device.device_name.clone(),
            site: site(state, device),
            sending: device
                .sending_ips
                .iter()
                .flat_map(|ip| ip.parse())
                .collect(),
            is_host: device.category() == DeviceType::Host,
            ports: ports.remove(&device.id).unwrap_or_default(),
        })
        .collect()
}

fn site(state: &State, device: &Device) -> Option<String> {
    let site = state.get::<Site>(device.site_id?.0).ok()?;
    Some(site.site_name.clone())
}

fn port(interface: &Interface) -> Port {
    let mask = interface.interface_ip_netmask.as_deref();
    let first = interface.interface_ip.as_deref();
    let first = first.and_then(|address| network(address, mask));
    let others = interface.secondary_ips.iter().flatten();
    let others = others.filter_map(|ip| network(&ip.address, ip.netmask.as_deref()));
    Port {
        snmp_id: interface.snmp_id.0,
        name: interface.interface_description.clone(),
        alias: interface.snmp_alias.clone().unwrap_or_default(),
        speed: interface.snmp_speed.0,
        networks: first.into_iter().chain(others).collect(),
    }
}
