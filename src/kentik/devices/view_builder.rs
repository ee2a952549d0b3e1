//! Builds what clients see of a device from it and from the objects that it refers to.
use super::{
    enums::{BgpType, DeviceType},
    object::Device,
    secrets::masked,
    view::{DeviceEnvelope, DeviceSite, DeviceView, UnknownFields},
};
use crate::{
    base::problem::Result,
    kentik::{
        company,
        interfaces::{Interface, InterfaceSummary},
        labels::AppliedLabel,
        plans::{Plan, PlanView},
        sites::Site,
        types::{Decimal, Number, Quoted},
    },
    store::State,
};
use std::collections::HashMap;

/// The addresses that devices peer with.
const PEER_ADDRESSES: [&str; 2] = ["208.76.14.223", "2620:129:1:2::1"];

pub struct DeviceViewBuilder<'a> {
    state: &'a State,
    company: i64,
    interfaces: HashMap<i64, Vec<&'a Interface>>,
}

impl DeviceEnvelope {
    /// A stored device, with the objects that it refers to.
    pub fn of(state: &State, device: &Device) -> Result<Self> {
        let builder = DeviceViewBuilder::of(state, |interface| interface.device_id == device.id);
        let site = builder.site(device);
        let device = builder.view(device, site)?;
        Ok(Self { device })
    }
}

impl<'a> DeviceViewBuilder<'a> {
    pub fn of_all(state: &'a State) -> Self {
        Self::of(state, |_| true)
    }
    fn of(state: &'a State, wanted: impl Fn(&Interface) -> bool) -> Self {
        let mut interfaces = HashMap::<_, Vec<_>>::new();
        for interface in state.all::<Interface>().filter(|one| wanted(one)) {
            let of_device = interfaces.entry(interface.device_id).or_default();
            of_device.push(interface);
        }
        Self {
            state,
            company: company::id(state),
            interfaces,
        }
    }
    /// A device in a list: where it has no site, the site is there with nothing known of it.
    pub fn list_entry(&self, device: &Device) -> Result<DeviceView> {
        self.view(device, Some(self.site(device).unwrap_or_default()))
    }

    fn view(&self, device: &Device, site: Option<DeviceSite>) -> Result<DeviceView> {
        let plan = self.state.get::<Plan>(device.plan_id.0)?;
        let kind = device.kind();
        let password = device.device_bgp_password.as_deref();
        let peer = |at: usize| {
            (device.device_bgp_type != BgpType::None).then(|| PEER_ADDRESSES[at].into())
        };
        Ok(DeviceView {
            id: Quoted(device.id),
            company_id: Quoted(self.company),
            device_name: device.device_name.clone(),
            device_type: kind,
            device_subtype: device.device_subtype.clone(),
            device_status: device.device_status,
            device_description: device.device_description.clone(),
            plan_id: plan.id,
            site_id: device.site_id.map(|Number(id)| id),
            plan: PlanView::without_devices(plan, self.company),
            site,
            labels: AppliedLabel::of_device(self.state, device.id),
            all_interfaces: self.summaries(device.id),
            device_flow_type: device.device_flow_type,
            device_sample_rate: Quoted(device.device_sample_rate.0),
            sending_ips: device.sending_ips.clone(),
            device_snmp_ip: device.device_snmp_ip.clone(),
            device_snmp_community: device.device_snmp_community.clone().unwrap_or_default(),
            minimize_snmp: device.minimize_snmp.unwrap_or_default(),
            device_snmp_v3_conf: device.device_snmp_v3_conf.as_ref().map(|conf| conf.view()),
            device_bgp_type: device.device_bgp_type,
            device_bgp_neighbor_ip: device.device_bgp_neighbor_ip.clone(),
            device_bgp_neighbor_ip6: device.device_bgp_neighbor_ip6.clone(),
            device_bgp_neighbor_asn: device
                .device_bgp_neighbor_asn
                .map(|Number(asn)| Quoted(asn)),
            device_bgp_password: password.map(masked),
            use_bgp_device_id: device.use_bgp_device_id.map(|Number(id)| id),
            device_bgp_flowspec: device.device_bgp_flowspec,
            cdn_attr: (kind == DeviceType::Host).then_some(device.cdn_attr),
            custom_columns: device.custom_columns.clone(),
            max_flow_rate: plan.max_fps,
            max_big_flow_rate: plan.max_bigdata_fps,
            created_date: device.created_date,
            updated_date: device.updated_date,
            bgp_peer_ip4: peer(0),
            bgp_peer_ip6: peer(1),
            unknown: UnknownFields::default(),
        })
    }
    fn site(&self, device: &Device) -> Option<DeviceSite> {
        let Number(id) = device.site_id?;
        let site = self.state.get::<Site>(id).ok()?;
        let degrees = |degrees: Option<Decimal>| degrees.map(|Decimal(degrees)| degrees);
        Some(DeviceSite {
            id: Some(id),
            site_name: Some(site.site_name.clone()),
            lat: degrees(site.lat),
            lon: degrees(site.lon),
            company_id: Some(self.company),
        })
    }
    fn summaries(&self, device: i64) -> Vec<InterfaceSummary> {
        let interfaces = self.interfaces.get(&device).into_iter().flatten();
        interfaces.map(|one| InterfaceSummary::of(one)).collect()
    }
}
