//! A geomap shows one metric on a map of the world, by the IP addresses that are its keys.
use super::{applications::Application, devicegroups::DeviceGroup, devices::Device};
use crate::{
    api::{Operation, Part, Relation, create, delete, get, list, patch, post, read, read_only},
    base::clock::Millis,
    extrahop::{
        assignable::{self, Assignable},
        builtin::{BuiltIn, remove, update},
    },
    store::{Ends, Kind, Resource},
    twin::access::Level::*,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"id": 12, "mod_time": 1448474346504i64, "name": "Web requests by place", "author": "setup", "description": null, "apply_all": false, "disabled": false, "stat_name": "extrahop.device.http_server_detail", "field_name": "req", "built_in": false}]))]
pub struct Geomap {
    /// The unique identifier of the geomap.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// When the geomap was last changed, in ms since the epoch.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub mod_time: Millis,
    /// The name of the geomap.
    #[schemars(length(min = 1))]
    pub name: String,
    /// Who made the geomap.
    #[serde(default)]
    pub author: Option<String>,
    #[serde(default)]
    pub description: Option<String>,
    /// Whether the geomap is assigned to every source.
    #[serde(default)]
    pub apply_all: bool,
    #[serde(default)]
    pub disabled: bool,
    /// The metric category on the map, with its object type.
    #[serde(default)]
    pub stat_name: Option<String>,
    /// The metric on the map: a count whose key is an IP address.
    #[serde(default)]
    pub field_name: Option<String>,
    /// Whether the geomap came with the appliance; such a geomap cannot be changed.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub built_in: bool,
}

impl Resource for Geomap {
    const KIND: &str = "geomap";
    const PATH: &str = "geomaps";
    const TITLE: &str = "geomap";

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        (self.id, self.mod_time) = (id, at);
    }
    fn label(&self) -> Option<Cow<'_, str>> {
        Some(self.name.as_str().into())
    }
}

impl BuiltIn for Geomap {
    fn built_in(&self) -> bool {
        self.built_in
    }
}
impl Assignable for Geomap {
    fn applies_to_all(&self) -> bool {
        self.apply_all
    }
}

pub const ON_APPLICATIONS: Relation<Geomap, Application> = Relation::new(&Ends {
    name: "geomaps/applications",
    parent: Geomap::KIND,
    child: Application::KIND,
});
pub const ON_DEVICES: Relation<Geomap, Device> = Relation::new(&Ends {
    name: "geomaps/devices",
    parent: Geomap::KIND,
    child: Device::KIND,
});
pub const ON_GROUPS: Relation<Geomap, DeviceGroup> = Relation::new(&Ends {
    name: "geomaps/devicegroups",
    parent: Geomap::KIND,
    child: DeviceGroup::KIND,
});

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<Geomap>()],
    relations: || vec![ON_APPLICATIONS.ends(), ON_DEVICES.ends(), ON_GROUPS.ends()],
    ..Part::NONE
};

/// Geomaps are in the guides up to 7.5 and in clients up to 7.9.
#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    let mut operations = vec![
        get   ("/geomaps",      ReadOnly,  list::<Geomap>,   "Retrieve all geomaps."),
        post  ("/geomaps",      FullWrite, create::<Geomap>, "Create a geomap."),
        get   ("/geomaps/{id}", ReadOnly,  read::<Geomap>,   "Retrieve a geomap."),
        patch ("/geomaps/{id}", FullWrite, update::<Geomap>, "Change a geomap."),
        delete("/geomaps/{id}", FullWrite, remove::<Geomap>, "Delete a geomap."),
    ];
    operations.extend(ON_APPLICATIONS.whole().assigned_at("/geomaps/{id}/applications", FullWrite));
    operations.extend(ON_DEVICES.whole().assigned_at("/geomaps/{id}/devices", FullWrite));
    operations.extend(ON_GROUPS.whole().assigned_at("/geomaps/{id}/devicegroups", FullWrite));
    let mut operations: Vec<_> = operations.into_iter().map(Operation::without_422).collect();
    operations.extend(assignable::at_source("/applications/{id}/geomaps", ON_APPLICATIONS));
    operations.extend(assignable::at_device("/devices/{id}/geomaps", ON_DEVICES, ON_GROUPS));
    operations.extend(assignable::at_source("/devicegroups/{id}/geomaps", ON_GROUPS));
    operations.into_iter().map(|op| op.until(7, 9)).collect()
}
