//! Objects as records of a bundle or a customization: one line of a table for each kind.
mod form;
mod references;

pub use form::{fields_of, listed};
pub use references::{Index, reference};

use super::{
    alerts::Alert,
    applications::Application,
    bundles::Bundle,
    customdevices::{CustomDevice, CustomDeviceCriterion},
    dashboards::Dashboard,
    devicegroups::{DeviceGroup, MEMBERS},
    devices::Device,
    emailgroups::EmailGroup,
    exclusionintervals::ExclusionInterval,
    flexgrids::FlexGrid,
    geomaps::Geomap,
    networks::Network,
    pages::Page,
    tags::Tag,
    triggers::Trigger,
    vlans::Vlan,
    whitelist::WhitelistEntry,
};
use crate::{
    api::{Relation, relation::Guard},
    base::problem::Result,
    store::{Ends, Kind, Link, Object, Resource, State},
    twin::access::Permit,
};
use serde_json::{Map, Value};
use std::sync::{LazyLock, OnceLock};

/// Every kind that is configuration, under the name that bundles have for it: a bundle may bring
/// objects of these kinds, and a customization saves all of them.
///
/// A new kind is one line, `row::<T>("Name")`. Its assignments need no word: each relation of
/// `extrahop::relations()` is a list of references in the record of its parent, such as
/// `device_set`. What else differs is a field of [`Row`], given in front:
/// `Row { renamed: COMMENT, texts: &["events", "hints"], ..row::<Trigger>("Trigger") }`.
/// A part of another object, which no one refers to, has the key `id`.
/// `made` names what the API does to a new object before it is stored.
#[rustfmt::skip]
fn rows() -> Vec<Row> {
    vec![
        Row { key: &["extrahop_id"], found: Some(DEVICES), portable: false, ..row::<Device>("Device") },
        row::<Tag>("Tag"),
        Row { renamed: COMMENT, ..row::<DeviceGroup>("DeviceGroup") }.set("member_set", MEMBERS).made(DeviceGroup::made),
        row::<Alert>("Alert").made(Alert::made),
        row::<Page>("Page"),
        Row { renamed: COMMENT, texts: &["events", "hints"], ..row::<Trigger>("Trigger") }.made(Trigger::made),
        row::<Geomap>("GeoMap"),
        Row { settable: &["name", "author", "description", "apply_all"], ..row::<FlexGrid>("FlexGrid") },
        Row { key: &["owner", "type", "name"], owner: Some("owner"), renamed: BOARD, settable: &["name", "comment", "author", "type"], ..row::<Dashboard>("Dashboard") },
        Row { key: &["group_name"], ..row::<EmailGroup>("EmailGroup") },
        row::<ExclusionInterval>("ExclusionInterval"),
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

pub fn table() -> &'static [Row] {
    static TABLE: LazyLock<Vec<Row>> = LazyLock::new(rows);
    &TABLE
}

pub fn row_of(kind: &str) -> Option<&'static Row> {
    table().iter().find(|row| row.kind.name == kind)
}

/// What is particular about the records of a kind.
pub struct Row {
    /// The name of the kind in a document.
    pub name: &'static str,
    pub kind: &'static Kind,
    /// The fields that tell one object from another; people call it by the last of them.
    key: &'static [&'static str],
    /// Names in a record, each with the field of the object.
    renamed: &'static [(&'static str, &'static str)],
    /// Fields that are JSON inside a string in a record.
    texts: &'static [&'static str],
    /// Fields that a bundle may set, though clients may not.
    pub settable: &'static [&'static str],
    /// A field that is the id of another object, and the kind of that: a record has a reference.
    refers: Option<(&'static str, &'static str)>,
    /// The field that names the user whose object it is: whoever is not known here is the caller.
    owner: Option<&'static str>,
    /// Whether objects of the kind are seen in the traffic: a customization then saves what people
    /// change of them. Their key must be what nobody changes.
    pub found: Option<Found>,
    /// Whether bundles can bring objects of the kind.
    pub portable: bool,
    /// Assignments whose lists have a name of their own, or whose links have a guard.
    named: Vec<Set>,
    sets: OnceLock<Vec<Set>>,
    made: Option<Preparation>,
}

/// Objects that are there or not whatever the configuration says.
#[derive(Clone, Copy)]
pub struct Found {
    /// The fields that are configuration.
    pub fields: &'static [&'static str],
    /// Objects with this value of this field are configuration as a whole.
    unless: Option<(&'static str, &'static str)>,
}

type Preparation = Box<dyn Fn(&Object, &Permit) -> Result<Object> + Send + Sync>;

fn row<T: Resource>(name: &'static str) -> Row {
    Row {
        name,
        kind: Kind::of::<T>(),
        key: &["name"],
        renamed: &[],
        texts: &[],
        settable: &[],
        refers: None,
        owner: None,
        found: None,
        portable: true,
        named: vec![],
        sets: OnceLock::new(),
        made: None,
    }
}

impl Row {
    /// A relation whose list has a name of its own, or whose links have a guard.
    fn set<P: Resource, C: Resource>(
        mut self,
        name: &'static str,
        relation: Relation<P, C>,
    ) -> Self {
        self.named.push(Set {
            name: name.into(),
            relation: relation.ends(),
            guard: relation.guard(),
            flipped: false,
        });
        self
    }
    /// What the API does to an object that a client sends.
    fn made<T: Resource>(mut self, make: fn(T, &Permit) -> Result<T>) -> Self {
        self.made = Some(Box::new(move |object, permit| {
            make(object.get::<T>().clone(), permit).map(Object::new)
        }));
        self
    }

    /// The object as the API would have stored it for this caller.
    pub fn make(&self, object: Object, permit: &Permit) -> Result<Object> {
        match &self.made {
            Some(make) => make(&object, permit),
            None => Ok(object),
        }
    }
    /// The fields that are configuration, of an object that is not so as a whole.
    pub fn found(&self, fields: &Map<String, Value>) -> Option<Found> {
        let own = |(name, value): (&str, &str)| fields.get(name).is_some_and(|v| v == value);
        self.found.filter(|found| !found.unless.is_some_and(own))
    }
    /// The assignments that a record of this kind lists: of the relations that it is the parent
    /// of, and of those whose parent has no records.
    pub fn sets(&self) -> &[Set] {
        self.sets.get_or_init(|| self.all_sets())
    }
    fn all_sets(&self) -> Vec<Set> {
        let named = |ends: &Ends| self.named.iter().any(|set| set.relation == ends);
        let mut sets = self.named.clone();
        for relation in super::relations() {
            let (parent, child) = (relation.parent, relation.child);
            let flipped = parent != self.kind.name;
            let own = !flipped || (child == self.kind.name && row_of(parent).is_none());
            if own && !named(relation) {
                let other = if flipped { parent } else { child };
                let name = format!("{other}_set");
                sets.push(Set {
                    name,
                    relation,
                    guard: None,
                    flipped,
                });
            }
        }
        sets
    }
}

/// The assignments of one relation, as a list in a record.
#[derive(Clone)]
pub struct Set {
    pub name: String,
    pub relation: &'static Ends,
    pub guard: Option<Guard>,
    /// Whether the record is the child of the relation.
    flipped: bool,
}

impl Set {
    /// The kind at the other end.
    pub fn kind(&self) -> &'static str {
        match self.flipped {
            false => self.relation.child,
            true => self.relation.parent,
        }
    }
    pub fn link(&self, id: i64, other: i64) -> Link {
        let (parent, child) = if self.flipped {
            (other, id)
        } else {
            (id, other)
        };
        Link {
            relation: self.relation,
            parent,
            child,
        }
    }
    /// What an object is assigned to.
    pub fn ids(&self, state: &State, id: i64) -> Vec<i64> {
        match self.flipped {
            false => state.children(self.relation.name, id).collect(),
            true => state.parents(self.relation.name, id).collect(),
        }
    }
    /// Whether the two may be joined.
    pub fn allows(&self, state: &State, link: &Link) -> Result<()> {
        self.guard.map_or(Ok(()), |guard| guard(state, link))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Kinds that no customization saves, on purpose: who may log in, what belongs to the system,
    /// what is recorded, and the customizations themselves.
    const NOT_SAVED: [&str; 15] = [
        "user",
        "api_key",
        "license",
        "conversation",
        "recorded_metric",
        "audit",
        "customization",
        "customization_status",
        "node",
        "packet_capture",
        "packetstore",
        "process",
        "running_config",
        "ssl_decrypt_key",
        "support_pack",
    ];

    #[test]
    fn every_kind_is_saved_or_left_out_on_purpose() {
        for kind in crate::extrahop::kinds() {
            let saved = row_of(kind.name).is_some();
            assert_ne!(saved, NOT_SAVED.contains(&kind.name), "{kind:?}");
        }
        for relation in crate::extrahop::relations() {
            let holders = table().iter().flat_map(Row::sets);
            let holders = holders.filter(|set| set.relation == relation);
            assert_eq!(holders.count(), 1, "{relation:?}");
        }
    }
}
