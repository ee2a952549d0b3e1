//! What only fixtures say of a company: an interface may name its device.
use super::{devices::Device, interfaces::Interface};
use crate::{
    store::{Kind, Resource},
    twin::fixture::loader::{Afterwards, FixtureHooks, Loader},
};
use serde_json::{Map, Value, json};

pub const HOOKS: FixtureHooks = FixtureHooks {
    prepare,
    describe: |_, properties| {
        if let Some(field) = properties.get_mut("device_id") {
            field["type"] = json!(["integer", "string", "null"]);
        }
    },
    ..FixtureHooks::NONE
};

fn prepare(
    loader: &mut Loader,
    kind: &'static Kind,
    fields: &mut Map<String, Value>,
) -> Result<Option<Afterwards>, String> {
    if kind.name == Interface::KIND
        && let Some(name @ Value::String(_)) = fields.get("device_id")
    {
        let id = loader.resolve(Device::KIND, name);
        let id = id.map_err(|why| format!(".device_id: {why}"))?;
        fields.insert("device_id".into(), id.into());
    }
    Ok(None)
}
