//! Pages are templates for customized views of built-in metrics or of metrics from triggers.
use super::{
    applications::Application, devicegroups::DeviceGroup, devices::Device, networks::Network,
};
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
#[schemars(extend("examples" = [{"id": 221, "mod_time": 1448473146000i64, "name": "Storefront", "author": "setup", "description": null, "apply_all": false, "built_in": false}]))]
pub struct Page {
    /// The unique identifier of the page.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// When the page was last changed, in ms since the epoch.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub mod_time: Millis,
    /// The name of the page.
    #[schemars(length(min = 1))]
    pub name: String,
    /// Who made the page.
    #[serde(default)]
    pub author: Option<String>,
    #[serde(default)]
    pub description: Option<String>,
    /// Whether the page is assigned to every source.
    #[serde(default)]
    pub apply_all: bool,
    /// Whether the page came with the appliance; such a page cannot be changed.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub built_in: bool,
}

impl Resource for Page {
    const KIND: &str = "page";
    const PATH: &str = "pages";
    const TITLE: &str = "page";

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

impl BuiltIn for Page {
    fn built_in(&self) -> bool {
        self.built_in
    }
}
impl Assignable for Page {
    fn applies_to_all(&self) -> bool {
        self.apply_all
    }
}

pub const ON_DEVICES: Relation<Page, Device> = Relation::new(&Ends {
    name: "pages/devices",
    parent: Page::KIND,
    child: Device::KIND,
});
pub const ON_GROUPS: Relation<Page, DeviceGroup> = Relation::new(&Ends {
    name: "pages/devicegroups",
    parent: Page::KIND,
    child: DeviceGroup::KIND,
});
pub const ON_APPLICATIONS: Relation<Page, Application> = Relation::new(&Ends {
    name: "pages/applications",
    parent: Page::KIND,
    child: Application::KIND,
});
pub const ON_NETWORKS: Relation<Page, Network> = Relation::new(&Ends {
    name: "pages/networks",
    parent: Page::KIND,
    child: Network::KIND,
});

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<Page>()],
    relations: || {
        vec![
            ON_APPLICATIONS.ends(),
            ON_DEVICES.ends(),
            ON_GROUPS.ends(),
            ON_NETWORKS.ends(),
        ]
    },
    ..Part::NONE
};

/// Pages are in the guides up to 7.5 and in clients up to 7.9.
#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    let mut operations = vec![
        get   ("/pages",      ReadOnly,  list::<Page>,   "Retrieve all pages."),
        post  ("/pages",      FullWrite, create::<Page>, "Create a page."),
        get   ("/pages/{id}", ReadOnly,  read::<Page>,   "Retrieve a page."),
        patch ("/pages/{id}", FullWrite, update::<Page>, "Change a page."),
        delete("/pages/{id}", FullWrite, remove::<Page>, "Delete a page."),
    ];
    operations.extend(ON_DEVICES.whole().assigned_at("/pages/{id}/devices", FullWrite));
    operations.extend(ON_GROUPS.whole().assigned_at("/pages/{id}/devicegroups", FullWrite));
    operations.extend(ON_APPLICATIONS.whole().assigned_at("/pages/{id}/applications", FullWrite));
    operations.extend(ON_NETWORKS.whole().assigned_at("/pages/{id}/networks", FullWrite));
    let mut operations: Vec<_> = operations.into_iter().map(Operation::without_422).collect();
    operations.extend(assignable::at_source("/applications/{id}/pages", ON_APPLICATIONS));
    operations.extend(assignable::at_device("/devices/{id}/pages", ON_DEVICES, ON_GROUPS));
    operations.extend(assignable::at_source("/devicegroups/{id}/pages", ON_GROUPS));
    let at_networks = assignable::at_source("/networks/{id}/pages", ON_NETWORKS.whole());
    operations.extend(at_networks.into_iter().map(Operation::without_422));
    operations.into_iter().map(|op| op.until(7, 9)).collect()
}
