//! The operations on triggers.
use super::{
    captures,
    object::{ON_DEVICES, ON_GROUPS, Trigger},
    script,
};
use crate::{
    api::{
        Body, Created, Id, NoContent, Operation, Part, Patch, delete, get, list, patch, post, read,
        remove,
    },
    base::{
        plain_words::plain_words,
        problem::{Result, malformed, refused},
    },
    extrahop::assignable,
    store::{Kind, Resource},
    twin::access::{Level::*, Permit},
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<Trigger>()],
    relations: || vec![ON_DEVICES.ends(), ON_GROUPS.ends()],
    ..Part::NONE
};

#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    let mut operations = vec![
        get   ("/triggers",      ReadOnly,  list::<Trigger>,   "Retrieve all triggers."),
        post  ("/triggers",      FullWrite, create_trigger,    "Create a trigger."),
        get   ("/triggers/{id}", ReadOnly,  read::<Trigger>,   "Retrieve a trigger."),
        patch ("/triggers/{id}", FullWrite, update_trigger,    "Change a trigger."),
        delete("/triggers/{id}", FullWrite, remove::<Trigger>, "Delete a trigger."),
    ];
    // A trigger that runs on one more device captures there.
    let on_devices = ON_DEVICES.followed(captures::follow);
    let on_groups = ON_GROUPS.followed(captures::follow);
    operations.extend(on_devices.assigned_at("/triggers/{id}/devices", FullWrite));
    operations.extend(on_groups.assigned_at("/triggers/{id}/devicegroups", FullWrite));
    operations.extend(assignable::at_device("/devices/{id}/triggers", on_devices, on_groups));
    operations.extend(assignable::at_source("/devicegroups/{id}/triggers", on_groups));
    operations
}

/// A trigger as a create has it: its list of events, if there is one, is not empty.
#[derive(Deserialize, JsonSchema)]
#[serde(transparent)]
struct NewTrigger(#[schemars(with = "Trigger")] Map<String, Value>);

impl NewTrigger {
    fn trigger(self) -> Result<Trigger> {
        if self.0.get("events") == Some(&Value::Array(vec![])) {
            return Err(refused("`events` must be an array of at least 1 item"));
        }
        serde_json::from_value(self.0.into())
            .map_err(|why| malformed(plain_words(&why.to_string())))
    }
}

async fn create_trigger(permit: Permit, Body(new): Body<NewTrigger>) -> Result<Created> {
    let trigger = new.trigger()?;
    script::checked(&trigger.script).await?;
    let (trigger, by) = (trigger.made(&permit)?, permit.clone());
    let id = permit
        .write(move |draft| {
            let id = draft.insert(trigger)?;
            captures::start(&by, draft, id)?;
            Ok(id)
        })
        .await?;
    Ok(Created(permit.location(Trigger::PATH, id)))
}

async fn update_trigger(permit: Permit, Id(id): Id, patch: Patch<Trigger>) -> Result<NoContent> {
    let by = permit.clone();
    if let Some(script) = patch.get("script").and_then(Value::as_str) {
        permit.store.state().object::<Trigger>(id)?;
        script::checked(script).await?;
    }
    permit
        .write(move |draft| {
            let before = draft.get::<Trigger>(id)?.clone();
            let mut trigger = patch.onto(&before)?.following(&before);
            if (&trigger.event, &trigger.events) != (&before.event, &before.events) {
                trigger = trigger.known_to(&by)?;
            }
            let starts = !before.captures() || (trigger.apply_all && !before.apply_all);
            draft.update(id, |_: &Trigger| Ok(trigger))?;
            match starts {
                true => captures::start(&by, draft, id),
                false => Ok(()),
            }
        })
        .await?;
    Ok(NoContent)
}
