//! Which devices a query asks.
use super::{
    request::Query,
    routers::{Router, RouterInterface, network_of},
    tolerant::{StringList, is_set},
};
use crate::{
    base::problem::{Problem, Result, refused},
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
        let lists = [&self.device_name, &self.device_labels, &self.device_sites];
        let is_all = is_set(self.all_selected) || is_set(self.all_devices);
        let names_nothing = lists.iter().all(|list| names(list).is_empty());
        let says_nothing = self.all_selected.or(self.all_devices).is_none() && names_nothing;
        if is_all || says_nothing {
            return Ok(active_routers(state, |_| true));
        }
        if names_nothing {
            return Err(refused(
                "`device_name`, `device_labels` or `all_selected` must say which devices are meant",
            ));
        }
        let selected = self.selected_ids(state)?;
        Ok(active_routers(state, |id| selected.contains(&id)))
    }
    fn selected_ids(&self, state: &State) -> Result<BTreeSet<i64>> {
        let mut selected = BTreeSet::new();
        for name in names(&self.device_name) {
            let id = state.id_of_key(Device::KIND, name);
            selected.insert(id.ok_or_else(|| no_such("device_name", "device", name))?);
        }
        for label in names(&self.device_labels) {
            let id = label
                .parse()
                .ok()
                .filter(|id| state.has(DeviceLabel::KIND, *id));
            let id = id.ok_or_else(|| no_such("device_labels", "device label", label))?;
            selected.extend(state.children(LABELLED.ends().name, id));
        }
        for site in names(&self.device_sites) {
            let id = state.id_of_key(Site::KIND, site);
            let id = id.ok_or_else(|| no_such("device_sites", "site", site))?;
            let is_there = |device: &&Device| device.site_id.is_some_and(|at| at.0 == id);
            selected.extend(
                state
                    .all::<Device>()
                    .filter(is_there)
                    .map(|device| device.id),
            );
        }
        Ok(selected)
    }
}

fn names(list: &Option<StringList>) -> &[String] {
    list.as_ref().map_or(&[], |list| &list.0)
}

fn no_such(field: &str, title: &str, name: &str) -> Problem {
    refused(format!("`{field}`: there is no {title} `{name}`"))
}

/// The devices in use for which this holds, by id.
pub fn active_routers(state: &State, is_selected: impl Fn(i64) -> bool) -> Vec<Router> {
    let mut interfaces: HashMap<i64, Vec<RouterInterface>> = HashMap::new();
    for interface in state.all::<Interface>() {
        let of_device = interfaces.entry(interface.device_id).or_default();
        of_device.push(router_interface(interface));
    }
    let devices = state.all::<Device>();
    let selected =
        devices.filter(|one| one.device_status == DeviceStatus::V && is_selected(one.id));
    selected
        .map(|device| Router {
            id: device.id,
            name: device.device_name.clone(),
            site: site(state, device),
            sending_addresses: device
                .sending_ips
                .iter()
                .flat_map(|ip| ip.parse())
                .collect(),
            is_host: device.category() == DeviceType::Host,
            interfaces: interfaces.remove(&device.id).unwrap_or_default(),
        })
        .collect()
}

fn site(state: &State, device: &Device) -> Option<String> {
    let site = state.get::<Site>(device.site_id?.0).ok()?;
    Some(site.site_name.clone())
}

fn router_interface(interface: &Interface) -> RouterInterface {
    let mask = interface.interface_ip_netmask.as_deref();
    let first = interface.interface_ip.as_deref();
    let first = first.and_then(|address| network_of(address, mask));
    let others = interface.secondary_ips.iter().flatten();
    let others = others.filter_map(|ip| network_of(&ip.address, ip.netmask.as_deref()));
    RouterInterface {
        snmp_id: interface.snmp_id.0,
        name: interface.interface_description.clone(),
        alias: interface.snmp_alias.clone().unwrap_or_default(),
        speed: interface.snmp_speed.0,
        networks: first.into_iter().chain(others).collect(),
    }
}
