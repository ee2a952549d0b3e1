//! Email groups are the addresses that are told when an alert fires.
use crate::{
    api::{
        Id, NoContent, Operation, Part, create, delete, get, list, patch, post, read, read_only,
        remove, update,
    },
    base::{
        clock::Millis,
        platform::Platform,
        problem::{Result, refused},
    },
    store::{Draft, Kind, Object, Resource},
    twin::access::{Level::*, Permit},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"id": 1, "group_name": "Default", "email_addresses": ["netops@example.com", "oncall@example.com"], "system_notifications": true}]))]
pub struct EmailGroup {
    /// The unique identifier of the group; 1 is the default group of every appliance.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub id: i64,
    /// The name of the group.
    #[schemars(length(min = 1))]
    pub group_name: String,
    /// The addresses of people or of mailing lists; there may be none.
    pub email_addresses: Vec<String>,
    /// Whether the group also gets the notifications of the appliance itself.
    #[serde(default)]
    pub system_notifications: bool,
}

impl Resource for EmailGroup {
    const KIND: &str = "email_group";
    const PATH: &str = "emailgroups";
    const TITLE: &str = "email group";

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, _: Millis) {
        self.id = id;
    }
    fn label(&self) -> Option<Cow<'_, str>> {
        Some(self.group_name.as_str().into())
    }
}

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<EmailGroup>()],
    complete,
    ..Part::NONE
};

/// What alerts an email group is assigned to is seen and changed at the alert only.
#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    let operations = vec![
        get   ("/emailgroups",      ReadOnly,  list::<EmailGroup>,   "Retrieve all email groups."),
        post  ("/emailgroups",      FullWrite, create::<EmailGroup>, "Create an email group."),
        get   ("/emailgroups/{id}", ReadOnly,  read::<EmailGroup>,   "Retrieve an email group."),
        patch ("/emailgroups/{id}", FullWrite, update::<EmailGroup>, "Change an email group."),
        delete("/emailgroups/{id}", FullWrite, remove_group,         "Delete an email group."),
    ];
    operations.into_iter().map(Operation::without_422).collect()
}

async fn remove_group(permit: Permit, Id(id): Id) -> Result<NoContent> {
    if id == EmailGroup::DEFAULT {
        return Err(refused("the default email group cannot be deleted"));
    }
    remove::<EmailGroup>(permit, Id(id)).await
}

impl EmailGroup {
    /// The group that every appliance has.
    const DEFAULT: i64 = 1;
}

/// The default group, which scripts change without looking for it.
pub fn complete(draft: &mut Draft, _: Platform) -> Result<()> {
    if draft.has(EmailGroup::KIND, EmailGroup::DEFAULT) {
        return Ok(());
    }
    draft.place(Object::new(EmailGroup {
        id: EmailGroup::DEFAULT,
        group_name: "Default".into(),
        email_addresses: vec![],
        system_notifications: true,
    }))
}
