//! Devices: the routers and hosts that send flow.
pub mod removed;
mod rules;
mod secrets;
mod snmp;
mod surroundings;
mod view;
mod words;

pub use snmp::SnmpV3Conf;
pub use words::{BgpType, CdnAttr, DeviceType, FlowType, Status};

use super::{
    create_answer::{CreateAnswer, create_answer},
    levels::{ADMINISTRATOR, MEMBER},
    types::{IsoTime, Number},
};
use crate::{
    api::{
        Enveloped, Id, Name, NoContent, Operation, Patch, Unwrapped, UnwrappedPatch, View, delete,
        get, post, put, read_only,
    },
    base::{
        clock::Millis,
        problem::{Problem, Result, refused},
    },
    store::{Draft, Resource, State, Unique},
    twin::{KentikSwitch, access::Permit},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use surroundings::Surroundings;
use view::{DeviceEnvelope, DeviceList};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"device_name": "pd_router", "device_subtype": "router", "device_description": "test of device settings", "plan_id": 11466, "device_sample_rate": "1024", "sending_ips": ["142.254.47.216"], "device_snmp_ip": "142.254.47.216", "minimize_snmp": false, "device_bgp_type": "device", "device_bgp_neighbor_ip": "142.254.47.216", "device_bgp_neighbor_asn": "5001", "device_snmp_v3_conf": {"UserName": "eenie", "AuthenticationProtocol": "MD5", "AuthenticationPassphrase": "meenie", "PrivacyProtocol": "DES", "PrivacyPassphrase": "minie"}}]))]
pub struct Device {
    /// The unique identifier of the device.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// The unique name of the device: letters, digits and underscores. A dash becomes an underscore.
    /// It is set once.
    #[schemars(length(min = 4, max = 60))]
    pub device_name: String,
    /// Whether it is a router or a host; absent: as its subtype says. It is set once.
    #[serde(default)]
    pub device_type: Option<DeviceType>,
    /// What kind of router or host it is. It is set once.
    #[schemars(length(min = 1))]
    pub device_subtype: String,
    /// Whether it is in use.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub device_status: Status,
    /// A description of the device.
    #[serde(default)]
    #[schemars(length(max = 128))]
    pub device_description: String,
    /// The plan that the device uses.
    pub plan_id: Number,
    /// The site where it stands.
    #[serde(default)]
    pub site_id: Option<Number>,
    /// The same for clients that send the site and not its id.
    #[serde(default, skip_serializing)]
    pub site: Option<SiteRef>,
    /// What its flow is written in; found out once some has come.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub device_flow_type: FlowType,
    /// How many packets there are for each that is looked at.
    pub device_sample_rate: Number,
    /// The addresses that it sends flow from, none of them another device's. Hosts may have none.
    #[serde(default)]
    pub sending_ips: Vec<String>,
    /// The address at which it is polled; kept only where the subtype is `router`.
    #[serde(default)]
    pub device_snmp_ip: Option<String>,
    /// The community with which it is polled; kept only where the subtype is `router`.
    #[serde(default)]
    pub device_snmp_community: Option<String>,
    /// Whether it is polled as little as can be: descriptions every six hours, no counters.
    /// Routers must have it.
    #[serde(default)]
    pub minimize_snmp: Option<bool>,
    /// How a router is polled by SNMP v3; absent: it is not.
    #[serde(default)]
    pub device_snmp_v3_conf: Option<SnmpV3Conf>,
    /// Whose routes are used for its flow.
    pub device_bgp_type: BgpType,
    /// The IPv4 address to peer with. No two peering devices share one.
    #[serde(default)]
    pub device_bgp_neighbor_ip: Option<String>,
    /// The IPv6 address to peer with. No two peering devices share one.
    #[serde(default)]
    pub device_bgp_neighbor_ip6: Option<String>,
    /// The number of the autonomous system that the device is in, from 1 to 4294967295.
    #[serde(default)]
    pub device_bgp_neighbor_asn: Option<Number>,
    /// The password of the peering; answers show its last three characters.
    #[serde(default)]
    #[schemars(length(max = 32))]
    pub device_bgp_password: Option<String>,
    /// The device whose routes are used, where they are another device's.
    #[serde(default)]
    pub use_bgp_device_id: Option<Number>,
    /// Whether flow specifications are sent to it.
    #[serde(default)]
    pub device_bgp_flowspec: bool,
    /// Whether a host belongs to a content delivery network; routers have none.
    #[serde(default)]
    pub cdn_attr: Option<CdnAttr>,
    /// Kept for the server's own use.
    #[serde(default = "blank")]
    #[schemars(transform = read_only)]
    pub custom_columns: Option<String>,
    /// When it was made.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub created_date: IsoTime,
    /// When it was last changed.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub updated_date: IsoTime,
}

/// A site as a device names it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SiteRef {
    /// The unique identifier of the site.
    #[serde(default)]
    pub id: Option<Number>,
}

fn blank() -> Option<String> {
    Some(String::new())
}

impl Resource for Device {
    const KIND: &str = "kentik_device";
    const PATH: &str = "kentik/devices";
    const TITLE: &str = "device";
    const CHANGED: &str = "updated_date";
    const UNIQUE: Option<Unique<Self>> = Some(Unique {
        field: "device_name",
        key: |device| device.device_name.as_str().into(),
    });

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        self.settle();
        self.created_date.set_once(at);
        (self.id, self.updated_date) = (id, IsoTime(at));
    }
    fn check(&self) -> Result<()> {
        self.check_values()
    }
    fn check_in(&self, state: &State) -> Result<()> {
        self.check_others(state)
    }
    fn duplicate_message(&self) -> String {
        format!("Device name ({}) Already Exists", self.device_name)
    }
}
impl Enveloped for Device {
    const KEYS: &[&str] = &["device"];
}

#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
    let made = post("/device", ADMINISTRATOR, create, "Create a device.");
    let one = [
        get   ("/device/{id}", MEMBER,        read,   "Retrieve a device by its id, its name or an address that it sends flow from."),
        put   ("/device/{id}", ADMINISTRATOR, update, "Change a device; its name and type stay."),
        delete("/device/{id}", ADMINISTRATOR, remove, "Delete a device with its interfaces. Once more is no mistake."),
    ];
    let again = one.each_ref().map(|op| op.also_at("/devices/{id}"));
    let list = get("/devices", MEMBER, list, "Retrieve all devices.");
    [vec![list, made.also_at("/devices"), made], one.into(), again.into()].concat()
}

async fn list(permit: Permit) -> Result<View<DeviceList>> {
    let state = permit.store.state();
    let surroundings = Surroundings::of_all(&state);
    let devices = state
        .all::<Device>()
        .map(|device| surroundings.listed(device));
    permit.answer(&DeviceList {
        devices: devices.collect::<Result<_>>()?,
    })
}

async fn read(permit: Permit, Name(named): Name) -> Result<View<DeviceEnvelope>> {
    let state = permit.store.state();
    let device = find(&state, &named)?;
    permit.answer(&DeviceEnvelope::of(&state, device)?)
}

async fn create(
    permit: Permit,
    Unwrapped(mut new): Unwrapped<Device>,
) -> Result<CreateAnswer<DeviceEnvelope>> {
    let strict = permit.kentik.contains(&KentikSwitch::StrictNames);
    if strict && new.device_name.contains('-') {
        return Err(refused(
            "`device_name` must consist of letters, digits and underscores, without a dash",
        ));
    }
    if new.site_id.is_some() {
        new.site = None;
    }
    let limited = permit.kentik.contains(&KentikSwitch::PlanLimits);
    let made = permit
        .write(move |draft| {
            new.check_choices(None, limited, draft)?;
            let id = draft.insert(new)?;
            DeviceEnvelope::of(draft, draft.get(id)?)
        })
        .await?;
    create_answer(&permit, &made)
}

async fn update(
    permit: Permit,
    Id(id): Id,
    UnwrappedPatch(patch): UnwrappedPatch<Device>,
) -> Result<View<DeviceEnvelope>> {
    let limited = permit.kentik.contains(&KentikSwitch::PlanLimits);
    let set_once = ["device_name", "device_type", "device_subtype"];
    let patch = set_once.into_iter().fold(patch, Patch::without);
    let changed = permit
        .write(move |draft| {
            let before: &Device = draft.get(id)?;
            let after = before.changed(&patch)?;
            after.check_choices(Some(before), limited, draft)?;
            draft.update(id, |_| Ok(after))?;
            DeviceEnvelope::of(draft, draft.get(id)?)
        })
        .await?;
    permit.answer(&changed)
}

async fn remove(permit: Permit, Id(id): Id) -> Result<NoContent> {
    let archives = permit.kentik.contains(&KentikSwitch::ArchiveDevices);
    permit
        .write(move |draft| removed::remove(draft, id, archives))
        .await?;
    Ok(NoContent)
}

/// The device of this id, name or address. Digits are an id first.
fn find<'a>(state: &'a State, named: &str) -> Result<&'a Device> {
    if let Some(device) = named.parse().ok().and_then(|id| state.get(id).ok()) {
        return Ok(device);
    }
    if let Some(object) = state.by_key::<Device>(named) {
        return Ok(object.get());
    }
    let mut devices = state.all::<Device>();
    let found = devices.find(|device| device.sends_from(named));
    found.ok_or_else(|| Problem::no_such(Device::TITLE, named))
}

/// Takes the devices of a site away from it.
pub fn leave_site(draft: &mut Draft, site: i64) -> Result<()> {
    let there = draft.all::<Device>();
    let there = there.filter(|device| device.site_id == Some(Number(site)));
    let there: Vec<i64> = there.map(|device| device.id).collect();
    there.into_iter().try_for_each(|id| {
        draft.update(id, |device: &Device| {
            Ok(Device {
                site_id: None,
                ..device.clone()
            })
        })
    })
}

impl Device {
    /// What the device is with the fields that were sent.
    fn changed(&self, patch: &Patch<Self>) -> Result<Self> {
        let mut changed = patch.onto(self)?;
        // Clients that send a whole device back send both forms of the site.
        if patch.get("site_id").is_some() {
            changed.site = None;
        }
        changed.keep_secrets(self);
        Ok(changed)
    }
}
