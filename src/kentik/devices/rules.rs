//! What a device may be, alone and beside others.
use super::{
    enums::{BgpType, DeviceType},
    object::Device,
};
use crate::{
    base::problem::{Problem, Result, refused},
    kentik::{
        address::{AddressFamily, check_address, same_address},
        plans::{self, Plan},
        sites::Site,
        types::Number,
    },
    store::{Resource, State},
};

/// The number of the last autonomous system.
const LAST_ASN: i64 = 4_294_967_295;

impl Device {
    /// Brings what was sent into the form that is stored.
    pub(super) fn normalize(&mut self) {
        self.device_name = self.device_name.replace('-', "_");
        if let Some(site) = self.site.take() {
            self.site_id = site.id.or(self.site_id);
        }
        self.device_type = Some(self.kind());
        if self.kind() == DeviceType::Router {
            self.cdn_attr = None;
        }
        if self.device_subtype != "router" {
            (self.device_snmp_ip, self.device_snmp_community) = (None, None);
        }
        for address in [
            &mut self.device_snmp_ip,
            &mut self.device_bgp_neighbor_ip,
            &mut self.device_bgp_neighbor_ip6,
        ] {
            address.take_if(|address| address.is_empty());
        }
        let sent = std::mem::take(&mut self.sending_ips);
        for address in sent {
            if !self.sends_from(&address) {
                self.sending_ips.push(address);
            }
        }
    }
    fn is_bgp_peer(&self) -> bool {
        self.device_bgp_type == BgpType::Device
    }
    fn neighbours(&self) -> impl Iterator<Item = &str> {
        let both = [&self.device_bgp_neighbor_ip, &self.device_bgp_neighbor_ip6];
        both.into_iter().filter_map(|address| address.as_deref())
    }

    pub(super) fn check_values(&self) -> Result<()> {
        let is_known = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if !self.device_name.chars().all(is_known) {
            return Err(refused(
                "`device_name` must consist of letters, digits and underscores",
            ));
        }
        if self.device_sample_rate < Number(0) {
            return Err(refused(
                "`device_sample_rate` must be a number of at least 0",
            ));
        }
        let is_router = self.category() == DeviceType::Router;
        if is_router && self.sending_ips.is_empty() {
            return Err(refused(
                "`sending_ips` is required: the addresses that flow is sent from",
            ));
        }
        let polled = is_router && self.kind() == DeviceType::Router;
        if polled && self.minimize_snmp.is_none() {
            return Err(refused("`minimize_snmp` is required for a router"));
        }
        self.check_addresses()?;
        self.check_routes()?;
        let conf = self.device_snmp_v3_conf.as_ref();
        conf.map_or(Ok(()), |conf| conf.check())
    }
    fn check_addresses(&self) -> Result<()> {
        for (i, address) in self.sending_ips.iter().enumerate() {
            check_address(&format!("sending_ips[{i}]"), address, AddressFamily::Any)?;
        }
        let named = [
            ("device_snmp_ip", &self.device_snmp_ip, AddressFamily::Any),
            (
                "device_bgp_neighbor_ip",
                &self.device_bgp_neighbor_ip,
                AddressFamily::V4,
            ),
            (
                "device_bgp_neighbor_ip6",
                &self.device_bgp_neighbor_ip6,
                AddressFamily::V6,
            ),
        ];
        named.into_iter().try_for_each(|(name, address, family)| {
            let address = address.as_deref();
            address.map_or(Ok(()), |address| check_address(name, address, family))
        })
    }
    fn check_routes(&self) -> Result<()> {
        let asn = self.device_bgp_neighbor_asn;
        if asn.is_some_and(|Number(asn)| !(1..=LAST_ASN).contains(&asn)) {
            return Err(refused(format!(
                "`device_bgp_neighbor_asn` must be a number from 1 to {LAST_ASN}"
            )));
        }
        let need = |name: &str, kind: &str| {
            Err(refused(format!(
                "`{name}` is required where `device_bgp_type` is {kind}"
            )))
        };
        match self.device_bgp_type {
            BgpType::Device if asn.is_none() => need("device_bgp_neighbor_asn", "device"),
            BgpType::Device if self.neighbours().next().is_none() => need(
                "device_bgp_neighbor_ip` or `device_bgp_neighbor_ip6",
                "device",
            ),
            BgpType::OtherDevice if self.use_bgp_device_id.is_none() => {
                need("use_bgp_device_id", "other_device")
            }
            _ => Ok(()),
        }
    }

    /// Plan and site are there, and no other device has one of its addresses.
    pub(super) fn check_conflicts(&self, state: &State) -> Result<()> {
        if !plans::exists(state, self.plan_id) {
            return Err(no_such("plan_id", "plan", self.plan_id));
        }
        if let Some(site) = self.site_id.filter(|site| !state.has(Site::KIND, site.0)) {
            return Err(no_such("site_id", "site", site));
        }
        let others = state.all::<Device>().filter(|other| other.id != self.id);
        for other in others {
            let shared = self.sending_ips.iter().find(|own| other.sends_from(own));
            if let Some(shared) = shared {
                return Err(refused(format!(
                    "`sending_ips`: Internal IP ({shared}) Already Exists"
                )));
            }
            if self.is_bgp_peer() && other.is_bgp_peer() {
                self.check_neighbours(other)?;
            }
        }
        Ok(())
    }
    fn check_neighbours(&self, other: &Device) -> Result<()> {
        let is_taken = |own: &&str| other.neighbours().any(|theirs| same_address(own, theirs));
        match self.neighbours().find(is_taken) {
            None => Ok(()),
            Some(own) => Err(refused(format!(
                "`device_bgp_neighbor_ip`: BGP neighbor IP ({own}) Already Exists"
            ))),
        }
    }
    /// What is asked only when it is chosen: later on it may be otherwise.
    pub(super) fn check_changes(
        &self,
        before: Option<&Device>,
        limited: bool,
        state: &State,
    ) -> Result<()> {
        let is_new_plan = before.is_none_or(|before| before.plan_id != self.plan_id);
        if limited && is_new_plan {
            self.check_plan_limit(state)?;
        }
        self.check_bgp_device(before, state)
    }
    /// Whether the plan takes one device more.
    fn check_plan_limit(&self, state: &State) -> Result<()> {
        let Ok(plan) = state.get::<Plan>(self.plan_id.0) else {
            return Err(no_such("plan_id", "plan", self.plan_id));
        };
        let devices = state.all::<Device>();
        let current = devices.filter(|other| other.plan_id == self.plan_id);
        match i64::try_from(current.count()) {
            Ok(current) if current < plan.max_devices => Ok(()),
            _ => Err(refused(format!(
                "`plan_id`: the plan {} has its {} devices (exceeds_plan_limits)",
                plan.id, plan.max_devices
            ))),
        }
    }
    /// Whether the device is there whose routes are to be used.
    fn check_bgp_device(&self, before: Option<&Device>, state: &State) -> Result<()> {
        let chosen = |device: &Device| (device.device_bgp_type, device.use_bgp_device_id);
        let (kind, Some(id)) = chosen(self) else {
            return Ok(());
        };
        let stays = before.is_some_and(|before| chosen(before) == (kind, Some(id)));
        if kind != BgpType::OtherDevice || stays {
            return Ok(());
        }
        match state.get::<Device>(id.0) {
            Err(_) => Err(no_such("use_bgp_device_id", "device", id)),
            Ok(other) if !other.is_bgp_peer() => Err(refused(format!(
                "`use_bgp_device_id`: the device {} does not peer",
                id.0
            ))),
            Ok(_) => Ok(()),
        }
    }
}

fn no_such(field: &str, title: &str, Number(id): Number) -> Problem {
    refused(format!("`{field}`: there is no {title} with the id {id}"))
}
