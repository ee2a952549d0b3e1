//! Device tags associate a device or group of devices by some characteristic.
use super::devices::Device;
use crate::{
    api::{
        Operation, Part, Relation, create, delete, get, list, patch, post, read, read_only, remove,
        update,
    },
    base::clock::Millis,
    store::{Ends, Kind, Resource, Unique},
    twin::access::Level::*,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"mod_time": 1447878253953i64, "id": 1, "name": "my_test_tag"}]))]
pub struct Tag {
    /// When the tag was last changed, in ms since the epoch.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub mod_time: Millis,
    /// The unique identifier of the tag.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// The unique name of the tag.
    #[schemars(length(min = 1))]
    pub name: String,
}

impl Resource for Tag {
    const KIND: &str = "tag";
    const PATH: &str = "tags";
    const TITLE: &str = "tag";
    const UNIQUE: Option<Unique<Self>> = Some(Unique {
        field: "name",
        key: |tag| tag.name.as_str().into(),
    });

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, at: Millis) {
        (self.id, self.mod_time) = (id, at);
    }
}

pub const TAGGED: Relation<Tag, Device> = Relation::new(&Ends {
    name: "tags/devices",
    parent: Tag::KIND,
    child: Device::KIND,
});

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<Tag>()],
    relations: || vec![TAGGED.ends()],
    ..Part::NONE
};

#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    let mut operations = vec![
        get   ("/tags",      ReadOnly,  list::<Tag>,   "Retrieve all tags."),
        post  ("/tags",      FullWrite, create::<Tag>, "Create a tag."),
        get   ("/tags/{id}", ReadOnly,  read::<Tag>,   "Retrieve a tag."),
        patch ("/tags/{id}", FullWrite, update::<Tag>, "Change a tag."),
        delete("/tags/{id}", FullWrite, remove::<Tag>, "Delete a tag."),
    ];
    operations.extend(TAGGED.assigned_at("/tags/{id}/devices", FullWrite));
    operations.extend(TAGGED.inverse().assigned_at("/devices/{id}/tags", FullWrite));
    operations
}
