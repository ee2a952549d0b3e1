//! Every kind that is configuration, under the name that bundles have for it: a bundle may bring
//! objects of these kinds, and a customization saves all of them.
//!
//! A new kind needs no word here: its name is its title in one word, and each relation is a list of
//! references in the record of its parent, such as `device_set`. What differs is a field of [`Row`],
//! given in front: `Row { renamed: COMMENT, texts: &["events", "hints"], ..row::<Trigger>("Trigger") }`.
//! A part of another object, which no one refers to, has the key `id`. `made` names what the API does
//! to a new object before it is stored.
use super::{
    row::{Found, Row, row},
    set::Set,
};
use crate::{
    extrahop::{
        bundles::Bundle,
        resources::{
            self,
            alerts::Alert,
            applications::Application,
            customdevices::{CustomDevice, CustomDeviceCriterion},
            dashboards::Dashboard,
            devicegroups::{DeviceGroup, MEMBERS},
            devices::Device,
            emailgroups::EmailGroup,
            flexgrids::FlexGrid,
            geomaps::Geomap,
            networks::Network,
            triggers::Trigger,
            vlans::Vlan,
            whitelist::WhitelistEntry,
        },
    },
    store::{Ends, Resource},
};
use std::sync::LazyLock;

#[rustfmt::skip]
fn particular() -> Vec<Row> {
    vec![
        Row { key: &["extrahop_id"], found: Some(DEVICES), portable: false, ..row::<Device>("Device") },
        Row { renamed: COMMENT, ..row::<DeviceGroup>("DeviceGroup") }.set("member_set", MEMBERS).made(DeviceGroup::made),
        row::<Alert>("Alert").made(Alert::made),
        Row { renamed: COMMENT, texts: &["events", "hints"], ..row::<Trigger>("Trigger") }.made(Trigger::made),
        row::<Geomap>("GeoMap"),
        Row { settable: &["name", "author", "description", "apply_all"], ..row::<FlexGrid>("FlexGrid") },
        Row { key: &["owner", "type", "name"], owner: Some("owner"), renamed: BOARD, settable: &["name", "comment", "author", "type"], ..row::<Dashboard>("Dashboard") },
        Row { key: &["group_name"], ..row::<EmailGroup>("EmailGroup") },
        Row { key: &["extrahop_id"], settable: &["extrahop_id"], ..row::<Application>("Application") },
        Row { portable: false, ..row::<CustomDevice>("CustomDevice") },
        Row { key: &["id"], portable: false, ..row::<CustomDeviceCriterion>("CustomDeviceCriterion") },
        Row { key: &["device_id"], refers: Some(("device_id", Device::KIND)), portable: false, ..row::<WhitelistEntry>("WhitelistedDevice") },
        Row { key: &["id"], found: Some(NAMED), portable: false, ..row::<Network>("Network") },
        Row { key: &["id"], found: Some(NAMED), portable: false, ..row::<Vlan>("Vlan") },
        Row { portable: false, ..row::<Bundle>("Bundle") },
    ]
}

const DEVICES: Found = Found {
    fields: &[
        "custom_name",
        "custom_type",
        "description",
        "vendor",
        "on_watchlist",
        "user_mod_time",
        "mod_time",
    ],
    unless: Some(("device_class", "custom")),
};

/// Networks and VLANs, which people only name.
const NAMED: Found = Found {
    fields: &["name", "description", "mod_time"],
    unless: None,
};

/// What dashboards call some of their fields in a record.
const BOARD: &[(&str, &str)] = &[("username", "owner"), ("description", "comment")];

/// What triggers and device groups call their description in a record.
const COMMENT: &[(&str, &str)] = &[("comment", "description")];

/// Kinds that are no configuration: who may log in, what belongs to the system, what is recorded.
const NOT_SAVED: [&str; 13] = [
    "user",
    "api_key",
    "license",
    "conversation",
    "recorded_metric",
    "audit",
    "node",
    "packet_capture",
    "packetstore",
    "process",
    "running_config",
    "ssl_decrypt_key",
    "support_pack",
];

pub fn table() -> &'static [Row] {
    static TABLE: LazyLock<Vec<Row>> = LazyLock::new(whole);
    &TABLE
}

pub fn row_of(kind: &str) -> Option<&'static Row> {
    table().iter().find(|row| row.kind.name == kind)
}

/// In the order of a fixture, so that what others refer to comes first; bundles are the last.
fn whole() -> Vec<Row> {
    let mut particular = particular();
    let mut rows = vec![];
    for kind in resources::kinds() {
        match particular.iter().position(|row| row.kind.name == kind.name) {
            Some(at) => rows.push(particular.remove(at)),
            None if NOT_SAVED.contains(&kind.name) => {}
            // Like all of the table, the name lives as long as the program.
            None => rows.push(Row::of(kind, in_one_word(kind.title).leak())),
        }
    }
    rows.append(&mut particular);
    let saved: Vec<&str> = rows.iter().map(|row| row.kind.name).collect();
    for row in &mut rows {
        let own = resources::relations().into_iter();
        let own = own.filter_map(|relation| assignments(row, relation, &saved));
        let own: Vec<Set> = own.collect();
        row.sets.extend(own);
    }
    rows
}

/// `email group` as `EmailGroup`.
fn in_one_word(title: &str) -> String {
    let words = title.split_whitespace().map(|word| {
        let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        first.to_uppercase() + rest
    });
    words.collect()
}

/// A relation as a list in the records of its parent, or of its child where the parent has none.
fn assignments(row: &Row, relation: &'static Ends, saved: &[&str]) -> Option<Set> {
    let (parent, child) = (relation.parent, relation.child);
    let flipped = parent != row.kind.name;
    let own = !flipped || (child == row.kind.name && !saved.contains(&parent));
    let named = row.sets.iter().any(|set| set.relation == relation);
    let other = if flipped { parent } else { child };
    (own && !named).then(|| Set {
        name: format!("{other}_set"),
        relation,
        guard: None,
        flipped,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_saved_or_left_out_on_purpose() {
        let kinds = resources::kinds();
        for name in NOT_SAVED {
            assert!(row_of(name).is_none(), "{name} is saved");
            let known = kinds.iter().any(|kind| kind.name == name);
            assert!(known || name == "support_pack", "{name} is no kind");
        }
        for relation in resources::relations() {
            let holders = table().iter().flat_map(|row| &row.sets);
            let holders = holders.filter(|set| set.relation == relation);
            assert_eq!(holders.count(), 1, "{relation:?}");
        }
    }

    #[test]
    fn names_are_those_that_documents_have() {
        let names: Vec<&str> = table().iter().map(|row| row.name).collect();
        let known = [
            "Device",
            "CustomDevice",
            "CustomDeviceCriterion",
            "Tag",
            "DeviceGroup",
            "EmailGroup",
            "ExclusionInterval",
            "Network",
            "Vlan",
            "Application",
            "Alert",
            "FlexGrid",
            "GeoMap",
            "Page",
            "Dashboard",
            "WhitelistedDevice",
            "Trigger",
            "Bundle",
        ];
        assert_eq!(names, known);
    }
}
