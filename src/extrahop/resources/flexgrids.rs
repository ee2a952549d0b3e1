//! Flex grids are tables of metrics about devices. They are made elsewhere, and assigned here.
use super::{applications::Application, devicegroups::DeviceGroup, devices::Device};
use crate::{
    api::{Operation, Part, Relation, get, list, read_only},
    base::clock::Millis,
    store::{Ends, Kind, Resource},
    twin::access::Level::*,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"id": 3, "mod_time": 1447878253953i64, "name": "HTTP servers", "author": "ExtraHop", "description": null, "apply_all": false, "built_in": true}]))]
pub struct FlexGrid {
    /// The unique identifier of the flex grid.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// When the flex grid was last changed, in ms since the epoch.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub mod_time: Millis,
    /// The name of the flex grid.
    #[schemars(transform = read_only)]
    pub name: String,
    /// Who made the flex grid.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub author: Option<String>,
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub description: Option<String>,
    /// Whether the flex grid is shown for every device, group and application.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub apply_all: bool,
    /// Whether the flex grid came with the appliance.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub built_in: bool,
}

impl Resource for FlexGrid {
    const KIND: &str = "flex_grid";
    const PATH: &str = "flexgrids";
    const TITLE: &str = "flex grid";

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

pub const ON_APPLICATIONS: Relation<FlexGrid, Application> = Relation::new(&Ends {
    name: "flexgrids/applications",
    parent: FlexGrid::KIND,
    child: Application::KIND,
});
pub const ON_DEVICES: Relation<FlexGrid, Device> = Relation::new(&Ends {
    name: "flexgrids/devices",
    parent: FlexGrid::KIND,
    child: Device::KIND,
});
pub const ON_GROUPS: Relation<FlexGrid, DeviceGroup> = Relation::new(&Ends {
    name: "flexgrids/devicegroups",
    parent: FlexGrid::KIND,
    child: DeviceGroup::KIND,
});

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<FlexGrid>()],
    relations: || vec![ON_APPLICATIONS.ends(), ON_DEVICES.ends(), ON_GROUPS.ends()],
    ..Part::NONE
};

/// Flex grids are in the guides up to 7.5 and in clients up to 7.9.
#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    let mut operations = vec![
        get("/flexgrids", ReadOnly, list::<FlexGrid>, "Retrieve all flex grids."),
    ];
    operations.extend(ON_APPLICATIONS.whole().assigned_at("/flexgrids/{id}/applications", FullWrite));
    operations.extend(ON_DEVICES.whole().assigned_at("/flexgrids/{id}/devices", FullWrite));
    operations.extend(ON_GROUPS.whole().assigned_at("/flexgrids/{id}/devicegroups", FullWrite));
    let mut operations: Vec<_> = operations.into_iter().map(Operation::without_422).collect();
    operations.extend(ON_APPLICATIONS.inverse().assigned_at("/applications/{id}/flexgrids", FullWrite));
    operations.extend(ON_DEVICES.inverse().assigned_at("/devices/{id}/flexgrids", FullWrite));
    operations.extend(ON_GROUPS.inverse().assigned_at("/devicegroups/{id}/flexgrids", FullWrite));
    operations.into_iter().map(|op| op.until(7, 9)).collect()
}
