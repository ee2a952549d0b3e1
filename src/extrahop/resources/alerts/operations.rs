//! The operations on alerts.
use super::{
    firing,
    object::{Alert, NOTIFIED, ON_APPLICATIONS, ON_DEVICES, ON_GROUPS, ON_NETWORKS, SILENCED},
};
use crate::{
    api::{
        Body, Created, Id, NoContent, Operation, Part, Patch, create, delete, get, list, patch,
        post, read, remove,
    },
    base::problem::Result,
    extrahop::assignable,
    store::Kind,
    twin::access::{Level::*, Permit},
};

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<Alert>()],
    relations: || {
        vec![
            NOTIFIED.ends(),
            ON_APPLICATIONS.ends(),
            ON_DEVICES.ends(),
            ON_GROUPS.ends(),
            ON_NETWORKS.ends(),
            SILENCED.ends(),
        ]
    },
    ..Part::NONE
};

#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    let mut operations = vec![
        get   ("/alerts",      ReadOnly,  list::<Alert>,   "Retrieve all alerts."),
        post  ("/alerts",      FullWrite, create_alert,    "Create an alert."),
        get   ("/alerts/{id}", ReadOnly,  read::<Alert>,   "Retrieve an alert."),
        patch ("/alerts/{id}", FullWrite, update_alert,    "Change an alert."),
        delete("/alerts/{id}", FullWrite, remove::<Alert>, "Delete an alert."),
        get   ("/alerts/{id}/stats", ReadOnly, firing::stats, "Retrieve what an alert watches, and where it fires."),
    ];
    operations.extend(ON_APPLICATIONS.assigned_at("/alerts/{id}/applications", FullWrite));
    operations.extend(ON_DEVICES.assigned_at("/alerts/{id}/devices", FullWrite));
    operations.extend(ON_GROUPS.assigned_at("/alerts/{id}/devicegroups", FullWrite));
    operations.extend(NOTIFIED.assigned_at("/alerts/{id}/emailgroups", FullWrite));
    operations.extend(SILENCED.assigned_at("/alerts/{id}/exclusionintervals", FullWrite));
    operations.extend(ON_NETWORKS.assigned_at("/alerts/{id}/networks", FullWrite));
    operations.extend(assignable::at_source("/applications/{id}/alerts", ON_APPLICATIONS));
    operations.extend(assignable::at_device("/devices/{id}/alerts", ON_DEVICES, ON_GROUPS));
    operations.extend(assignable::at_source("/devicegroups/{id}/alerts", ON_GROUPS));
    let at_networks = assignable::at_source("/networks/{id}/alerts", ON_NETWORKS.whole());
    operations.extend(at_networks.into_iter().map(Operation::without_422));
    operations
}

async fn create_alert(permit: Permit, Body(alert): Body<Alert>) -> Result<Created> {
    let alert = alert.made(&permit)?;
    create(permit, Body(alert)).await
}

async fn update_alert(permit: Permit, Id(id): Id, patch: Patch<Alert>) -> Result<NoContent> {
    let by = permit.clone();
    permit
        .write(move |draft| draft.update(id, |alert: &Alert| patch.onto(alert)?.known_to(&by)))
        .await?;
    Ok(NoContent)
}
