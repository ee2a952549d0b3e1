//! What only fixtures say of an appliance: levels, passwords and keys of users, names in place of ids.
use super::{
    bundles::Bundle,
    customizations::Customization,
    fixture_checks, fixture_devices, fixture_fields,
    placement::Placement,
    resources::{
        apikeys::ApiKey,
        applications::Application,
        devicegroups::DeviceGroup,
        devices::Device,
        networks::Network,
        nodes::Node,
        runningconfig::ConfigCopy,
        simulation::FixturePacketStore,
        ssldecryptkeys::{SslDecryptKey, SslDecryptKeyProtocol},
        users::{User, password::password_hash, roles},
        vlans::Vlan,
    },
};
use crate::{
    base::{
        exact_number::has_rounded_number,
        plain_words::plain_words,
        platform::Platform,
        problem::{Result, refused},
    },
    store::{Kind, Object, Resource, State, inline_schema},
    twin::{
        access::Level,
        fixture::{
            Fixture,
            loader::{Afterwards, FixtureHooks, Loader},
        },
    },
};
use serde_json::{Map, Value, json};

pub const HOOKS: FixtureHooks = FixtureHooks {
    prepare,
    placed: |loader, kind, id| Placement::of(loader).note(kind.name, id),
    loaded,
    full_id: |loader, id| {
        let placement = loader.parts.get::<Placement>();
        placement.map_or(id, |placement| placement.on_first_node(id))
    },
    restates: |object| object.kind.name == User::KIND && object.get::<User>().built_in,
    names: fixture_devices::names,
    warn: fixture_checks::warn,
    // A Discover appliance has no nodes, whatever a file for both says.
    exists_on: |kind, platform| kind.name != Node::KIND || platform == Platform::Command,
    describe,
};

fn prepare(
    loader: &mut Loader,
    kind: &'static Kind,
    fields: &mut Map<String, Value>,
) -> Result<Option<Afterwards>, String> {
    if kind.name == Device::KIND {
        fixture_devices::set_discovery(fields, loader.began)
            .map_err(|why| format!(".discover_time: {why}"))?;
    }
    resolve_references(loader, kind, fields)?;
    match kind.name {
        User::KIND => {
            let keys = prepare_user(&loader.draft, fields).map_err(|why| format!(": {why}"))?;
            Ok(Some(Box::new(move |loader, user| {
                let mut keys = keys.into_iter();
                let added = keys.try_for_each(|key| add_key(loader, user, key));
                added.map_err(|why| format!(".api_keys: {why}"))
            })))
        }
        Device::KIND => fixture_checks::check_addresses(loader, fields),
        ConfigCopy::KIND if fields.values().any(has_rounded_number) => Err(
            ".sections: a number beyond 64 bits is written as its text: {$number: \"1e400\"}"
                .into(),
        ),
        _ => Ok(None),
    }
}

/// Turns what only fixtures say of a user into fields, and takes out the keys.
fn prepare_user(
    state: &State,
    fields: &mut Map<String, Value>,
) -> Result<Vec<Map<String, Value>>, String> {
    if let Some(level) = fields.remove("level") {
        let level: Level = serde_json::from_value(level)
            .map_err(|why| format!("level: {}", plain_words(&why.to_string())))?;
        fields.insert("granted_roles".into(), roles::of(level).into());
    }
    if let Some(password) = fields.remove("password") {
        let hash = password_hash(password.as_str().unwrap_or_default());
        fields.insert(
            "password_hash".into(),
            hash.map_err(|p| p.to_string())?.into(),
        );
    }
    // An account that comes with the appliance stays what it is.
    let username = fields
        .get("username")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_lowercase();
    if let Some(known) = state.by_key::<User>(&username)
        && known.get::<User>().built_in
    {
        fields.insert("id".into(), known.id.into());
        fields.insert("built_in".into(), true.into());
    }
    match fields.remove("api_keys") {
        None => Ok(vec![]),
        Some(keys) => serde_json::from_value(keys)
            .map_err(|why| format!("api_keys: {}", plain_words(&why.to_string()))),
    }
}

fn add_key(loader: &mut Loader, user: i64, fields: Map<String, Value>) -> Result<()> {
    let text = |name: &str| fields.get(name).and_then(Value::as_str);
    let key = text("key").ok_or_else(|| {
        let given = fields.contains_key("key");
        refused(match given {
            true => "`key` must be a text: put it in quotes",
            false => "`key` is required: the whole key",
        })
    })?;
    let owner = loader.draft.get::<User>(user)?.username.clone();
    let key = ApiKey::new(key, &owner, user, text("description").map(str::to_owned));
    loader.draft.insert(key).map(drop)
}

/// Fields that may hold the label of a device, or of another object, in place of its id.
const REFERENCES: [&str; 5] = ["client", "server", "object_id", "parent_id", "device_id"];

/// What such a field refers to. Appliances have no labels.
fn referred(name: &str, fields: &Map<String, Value>) -> Option<&'static str> {
    let object_type = fields.get("object_type").and_then(Value::as_str);
    match (name, object_type.unwrap_or("device")) {
        ("object_id", "network" | "capture") => Some(Network::KIND),
        ("object_id", "application") => Some(Application::KIND),
        ("object_id", "vlan") => Some(Vlan::KIND),
        ("object_id", "system") => None,
        _ => Some(Device::KIND),
    }
}

/// Gives an object its id and those that it refers to theirs.
fn resolve_references(
    loader: &mut Loader,
    kind: &'static Kind,
    fields: &mut Map<String, Value>,
) -> Result<(), String> {
    match fields.get("node_id").cloned() {
        Some(_) if loader.platform == Platform::Discover => drop(fields.remove("node_id")),
        None | Some(Value::Null) => {}
        Some(node) => {
            let node = loader.resolve(Node::KIND, &node);
            let node = node.map_err(|why| format!(".node_id: {why}"))?;
            fields.insert("node_id".into(), node.into());
        }
    }
    let node = Placement::of(loader).assign_id(kind, fields);
    let node = node.map_err(|why| format!(": {why}"))?;
    for name in REFERENCES {
        let Some(referred) = referred(name, fields) else {
            continue;
        };
        let id = match fields.get(name) {
            Some(label @ Value::String(_)) => loader
                .resolve(referred, label)
                .map_err(|why| format!(".{name}: {why}"))?,
            Some(Value::Number(id)) if id.is_i64() => {
                let id = id.as_i64().unwrap_or_default();
                let device = loader.draft.get::<Device>(id);
                match referred == Device::KIND && device.is_ok_and(Device::is_custom) {
                    true => id,
                    false => Placement::of(loader).on_node(node, id),
                }
            }
            _ => continue,
        };
        fields.insert(name.into(), id.into());
    }
    match fields.get_mut("criteria") {
        Some(criteria) if kind.name == Application::KIND => {
            resolve_sources(loader, criteria).map_err(|why| format!(".criteria: {why}"))
        }
        _ => Ok(()),
    }
}

/// The sources of an application: `{type: device, id: 10.0.0.1}`.
fn resolve_sources(loader: &mut Loader, criteria: &mut Value) -> Result<(), String> {
    let criteria = criteria.as_array_mut().into_iter().flatten();
    let sources = criteria.filter_map(|one| one.get_mut("sources")?.as_array_mut());
    for source in sources.flatten() {
        let kind = source.get("type").and_then(Value::as_str);
        let kinds = [Device::KIND, DeviceGroup::KIND];
        let kind = kinds.into_iter().find(|name| Some(*name) == kind);
        if let (Some(kind), Some(id)) = (kind, source.get("id")) {
            source["id"] = loader.resolve(kind, id)?.into();
        }
    }
    Ok(())
}

fn loaded(loader: &mut Loader, kind: &'static Kind, fixture: &Fixture) -> Result<(), String> {
    match kind.name {
        Node::KIND => Placement::begin(loader).map_err(|p| p.to_string()),
        Device::KIND => fixture_devices::generate(loader, fixture),
        FixturePacketStore::KIND if fixture.packetstore => {
            let store = Object::new(FixturePacketStore { id: 1 });
            loader.place(store).map_err(|p| p.to_string())
        }
        _ => Ok(()),
    }
}

/// Fixtures say more of an object than a client may: of a user its keys, of a key its protocols,
/// and of a bundle its document.
fn describe(kind: &'static Kind, properties: &mut Map<String, Value>) {
    if kind.name == User::KIND {
        let key = json!({"type": "object", "properties": {"description": {"type": "string"}, "key": {"type": "string"}}, "required": ["key"], "additionalProperties": false});
        properties.insert(
            "level".into(),
            json!({"type": "string", "enum": Level::ALL, "description": "In place of granted_roles."}),
        );
        properties.insert("api_keys".into(), json!({"type": "array", "items": key}));
    }
    if [Bundle::KIND, Customization::KIND].contains(&kind.name) {
        let document = json!({"type": "object", "description": "What is applied: `.meta`, and records by the name of their kind."});
        properties.insert("document".into(), document);
    }
    if kind.name == SslDecryptKey::KIND {
        let mut protocol = inline_schema::<SslDecryptKeyProtocol>();
        if let Some(fields) = protocol.as_object_mut() {
            fields.remove("$schema");
        }
        properties.insert(
            "protocols".into(),
            json!({"type": "array", "items": protocol}),
        );
    }
    fixture_fields::describe(kind, properties);
    for name in REFERENCES.into_iter().chain(["node_id"]) {
        if let Some(field) = properties.get_mut(name) {
            field["type"] = json!(["integer", "string", "null"]);
        }
    }
}
