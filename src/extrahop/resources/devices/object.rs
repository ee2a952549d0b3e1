//! A device as it is stored.
use crate::{
    api::read_only,
    base::{
        clock::{Millis, metric_clock},
        problem::Result,
    },
    extrahop::resources::nodes,
    network::{GeneratedDevice, Role},
    schema::marks::since,
    store::{Resource, State},
};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use std::borrow::Cow;

/// A device as the guide prints it (its section "Identify objects"), with the fields of later
/// firmware behind it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(extend("x-elsewhere" = {"custom_make": "8.8", "custom_model": "8.8", "custom_criticality": "8.8", "cloud_account": "8.6"}), extend("examples" = [{"mod_time": 1448474346504i64, "node_id": null, "id": 10212, "extrahop_id": "test0001", "description": null, "user_mod_time": 1448474253809i64, "discover_time": 1448474250000i64, "vlanid": 0, "parent_id": 9352, "macaddr": "00:05:G3:FF:FC:28", "vendor": "Cisco", "is_l3": true, "ipaddr4": "10.10.10.5", "ipaddr6": null, "device_class": "node", "default_name": "Cisco5", "custom_name": null, "cdp_name": "", "dhcp_name": "", "netbios_name": "", "dns_name": "", "custom_type": "", "analysis_level": 1}]))]
pub struct Device {
    /// The last change of any kind, in ms since the epoch.
    #[schemars(transform = read_only)]
    pub mod_time: Millis,
    /// The node that sees the device; null on a Discover appliance.
    #[schemars(transform = read_only)]
    pub node_id: Option<i64>,
    /// The unique identifier of the device.
    #[schemars(transform = read_only)]
    pub id: i64,
    /// Unique on the appliance, made of the address.
    #[schemars(transform = read_only)]
    pub extrahop_id: String,
    /// The same identifier under its later name.
    #[schemars(transform = read_only, transform = since::<7, 2>)]
    pub discovery_id: String,
    /// The first of the device's names that is not empty.
    #[schemars(transform = read_only, transform = since::<5, 2>)]
    pub display_name: Option<String>,
    /// A text of the user; an empty one clears it.
    #[serde(deserialize_with = "cleared")]
    pub description: Option<String>,
    /// The last change by a user, in ms since the epoch.
    #[schemars(transform = read_only)]
    pub user_mod_time: Millis,
    /// When the device was first seen, in ms since the epoch.
    #[schemars(transform = read_only)]
    pub discover_time: Millis,
    /// 0: untagged.
    #[schemars(transform = read_only)]
    pub vlanid: i64,
    /// The L2 device behind an L3 device.
    #[schemars(transform = read_only)]
    pub parent_id: Option<i64>,
    #[schemars(transform = read_only)]
    pub macaddr: Option<String>,
    pub vendor: Option<String>,
    #[schemars(transform = read_only)]
    pub is_l3: bool,
    #[schemars(transform = read_only)]
    pub ipaddr4: Option<String>,
    #[schemars(transform = read_only)]
    pub ipaddr6: Option<String>,
    /// `node`, `gateway`, `remote` or `custom`.
    #[schemars(transform = read_only)]
    pub device_class: Option<String>,
    /// The name that the appliance made up.
    #[schemars(transform = read_only)]
    pub default_name: Option<String>,
    /// The name that a user gave; an empty one clears it.
    #[serde(deserialize_with = "cleared")]
    pub custom_name: Option<String>,
    #[schemars(transform = read_only)]
    pub cdp_name: String,
    #[schemars(transform = read_only)]
    pub dhcp_name: String,
    #[schemars(transform = read_only)]
    pub netbios_name: String,
    #[schemars(transform = read_only)]
    pub dns_name: String,
    /// The type that a user set; empty: found by the appliance.
    pub custom_type: String,
    /// 1: full analysis, 0: limited.
    #[schemars(transform = read_only)]
    pub analysis_level: i64,
    #[schemars(transform = read_only, transform = since::<7, 2>)]
    pub on_watchlist: bool,
    /// The role that the appliance found; the network draws the device's traffic from it.
    #[schemars(transform = read_only, transform = since::<8, 6>)]
    pub auto_role: Option<Role>,
    /// Activities that a fixture asks for beside those that follow from the role.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(skip)]
    pub activity: Vec<crate::network::Activity>,
}

/// An empty text stands for none.
pub fn cleared<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.filter(|text| !text.is_empty()))
}

impl Resource for Device {
    const KIND: &str = "device";
    const PATH: &str = "devices";
    const TITLE: &str = "device";

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        (self.id, self.mod_time) = (id, at);
        self.node_id = nodes::of(id);
        if self.discover_time == 0 {
            self.discover_time = metric_clock(at);
        }
        if self.user_mod_time == 0 {
            self.user_mod_time = self.discover_time;
        }
        self.name();
    }
    fn label(&self) -> Option<Cow<'_, str>> {
        self.ipaddr4
            .as_deref()
            .or(self.macaddr.as_deref())
            .or(self.custom_name.as_deref().filter(|_| self.is_custom()))
            .map(Cow::from)
    }
}

impl Device {
    /// The class of the devices of custom devices.
    pub const CUSTOM: &str = "custom";

    pub fn is_custom(&self) -> bool {
        self.device_class.as_deref() == Some(Self::CUSTOM)
    }
    /// A device that the network generated, discovered some time before `began`.
    pub fn generated(
        generated: GeneratedDevice,
        id: i64,
        parent_id: Option<i64>,
        began: Millis,
    ) -> Self {
        let discovered = metric_clock(began) - generated.age;
        let mut device = Self {
            id,
            node_id: nodes::of(id),
            mod_time: discovered,
            user_mod_time: discovered,
            discover_time: discovered,
            vlanid: generated.vlan,
            parent_id,
            macaddr: Some(generated.mac),
            vendor: Some(generated.vendor.to_owned()),
            is_l3: generated.is_l3,
            ipaddr4: generated.addr.map(|addr| addr.to_string()),
            device_class: Some(generated.device_class.to_owned()),
            cdp_name: generated.cdp_name,
            dhcp_name: generated.dhcp_name,
            netbios_name: generated.netbios_name,
            dns_name: generated.dns_name,
            analysis_level: 1,
            auto_role: Some(generated.role),
            ..Self::default()
        };
        device.name();
        device
    }
}

/// The MAC address of a device.
pub fn mac_address(state: &State, device: i64) -> Option<&str> {
    state.get::<Device>(device).ok()?.macaddr.as_deref()
}
