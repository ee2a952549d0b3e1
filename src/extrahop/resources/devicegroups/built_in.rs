//! The device groups that come with the appliance, as far as they are public (the guide of 8.1, "Assets
//! overview"; the ids of the two of TLS are those of 26.3). All of them are dynamic.
use super::object::{DeviceGroup, SystemRule};
use crate::{
    base::{firmware::Firmware, platform::Platform, problem::Result},
    extrahop::resources::devices::search_fields::DeviceField,
    network::Role,
    store::{Draft, Kind, Object, Resource},
};
use SystemRule::NewWithinHours;

struct BuiltIn {
    name: &'static str,
    id: Option<i64>,
    since: Firmware,
    rule: Rule,
}

enum Rule {
    Field(DeviceField, &'static str),
    System(SystemRule),
}

const fn group(name: &'static str, rule: Rule) -> BuiltIn {
    BuiltIn {
        name,
        id: None,
        since: Firmware::known(8, 1),
        rule,
    }
}
const fn of_tls(id: i64, name: &'static str, activity: &'static str) -> BuiltIn {
    BuiltIn {
        name,
        id: Some(id),
        since: Firmware::known(26, 3),
        rule: Rule::Field(DeviceField::Activity, activity),
    }
}
const fn with(role: Role) -> Rule {
    Rule::System(SystemRule::Role(role))
}

/// Those with a public id come first, so that no other group takes it.
const GROUPS: [BuiltIn; 8] = [
    of_tls(53, "TLS Client Activity", "ssl_client"),
    of_tls(54, "TLS Server Activity", "ssl_server"),
    group(
        "New Devices (Last 24 Hours)",
        Rule::System(NewWithinHours(24)),
    ),
    group(
        "New Devices (Last 7 Days)",
        Rule::System(NewWithinHours(7 * 24)),
    ),
    group("Vulnerability Scanners", with(Role::Scanner)),
    group("VMware", Rule::Field(DeviceField::Vendor, "VMware")),
    group("Domain Controllers", with(Role::DomainController)),
    group("Mobile Devices", with(Role::MobileDevice)),
];

/// Makes those of the firmware that are missing. Where a user's group has the public id already, as in
/// an earlier database, the built-in one gets another.
pub fn built_in(draft: &mut Draft, _: Platform, firmware: Firmware) -> Result<()> {
    for one in GROUPS.iter().filter(|one| one.since <= firmware) {
        let is_it = |group: &DeviceGroup| group.built_in && group.name == one.name;
        if draft.all::<DeviceGroup>().any(is_it) {
            continue;
        }
        let free = one.id.filter(|id| !draft.has(DeviceGroup::KIND, *id));
        let id = free.unwrap_or_else(|| draft.next_id(Kind::of::<DeviceGroup>()));
        let mut group = one.group();
        group.set_id_and_time(id, draft.stamp.at);
        draft.place(Object::new(group))?;
    }
    Ok(())
}

impl BuiltIn {
    fn group(&self) -> DeviceGroup {
        let (field, value, rule_of_system) = match self.rule {
            Rule::Field(field, value) => (Some(field), Some(value.to_owned()), None),
            Rule::System(rule) => (None, None, Some(rule)),
        };
        DeviceGroup {
            id: 0,
            mod_time: 0,
            name: self.name.to_owned(),
            description: DeviceGroup::empty(),
            dynamic: true,
            field,
            value,
            include_custom_devices: true,
            built_in: true,
            rule_of_system,
        }
    }
}
