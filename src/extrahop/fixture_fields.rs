//! The fields that only fixtures have, and what else may stand in those of the API, as schemas.
use super::resources::{applications::Application, dashboards::Dashboard, devices::Device};
use crate::{
    network::Activity,
    store::{Kind, Resource, inline_schema},
};
use serde_json::{Map, Value, json};

/// Adds them to the properties of a kind.
pub fn describe(kind: &'static Kind, properties: &mut Map<String, Value>) {
    if kind.name == Dashboard::KIND {
        let about = "The activities that it is about, such as `http_server`.";
        properties.insert(
            "activity".into(),
            json!({"type": "array", "items": {"type": "string"}, "description": about}),
        );
    }
    if kind.name == Device::KIND {
        let mut activity = inline_schema::<Activity>();
        if let Some(fields) = activity.as_object_mut() {
            fields.retain(|name, _| name == "type" || name == "enum");
        }
        let about = "What its traffic must show beside what follows from its role.";
        properties.insert(
            "activity".into(),
            json!({"type": "array", "items": activity, "description": about}),
        );
        let about = "When the device was first seen: ms since the epoch, a text such as 2017-09-01T00:00:00Z, or -30d for so long before the twin began. Absent: -30d.";
        properties.insert(
            "discover_time".into(),
            json!({"type": ["integer", "string", "null"], "description": about}),
        );
    }
    if kind.name == Application::KIND
        && let Some(id) = properties.get_mut("criteria").and_then(|criteria| {
            criteria.pointer_mut("/items/properties/sources/items/properties/id")
        })
    {
        *id = json!({"type": ["integer", "string"], "description": "An id, or a name."});
    }
}
