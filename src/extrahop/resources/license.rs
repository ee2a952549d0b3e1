//! The license of the appliance, and its product key.
use crate::{
    api::{Body, NoContent, Operation, Part, Text, View, get, put, read_only},
    base::{
        clock::Millis,
        problem::{Result, refused},
    },
    store::{Draft, Kind, Resource, State},
    twin::access::{Level::*, Permit},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// When a license ends that says nothing of it: 2099-12-31, in ms since the epoch.
const LAST_DAY: Millis = 4_102_358_400_000;
/// The option that says how many devices get full analysis.
const DEVICE_LIMIT: &str = "device_safety_limit";

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"dossier": "0a1b2c3d4e5f60718293a4b5c6d7e8f9", "serial": "EH-000123", "product_key": "AAAAA-BBBBB-CCCCC-DDDDD-EEEEE", "platform": "EH6000V", "expires_at": null, "expires_in": null, "modules": {"http": true}, "options": {"triggers": true}}]))]
pub struct License {
    #[serde(default)]
    #[schemars(skip)]
    pub id: i64,
    /// What identifies the appliance to the license server.
    #[schemars(transform = read_only)]
    pub dossier: String,
    /// The serial number of the hardware.
    #[schemars(transform = read_only)]
    pub serial: String,
    #[schemars(transform = read_only)]
    pub product_key: String,
    /// The model number.
    #[schemars(transform = read_only)]
    pub platform: String,
    /// When the license ends, in ms since the epoch; stored as null: at the end of 2099.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub expires_at: Option<Millis>,
    /// The milliseconds that are left.
    #[serde(default)]
    #[schemars(transform = read_only)]
    pub expires_in: Option<Millis>,
    /// The protocols that are licensed.
    #[schemars(transform = read_only)]
    pub modules: Map<String, Value>,
    #[schemars(transform = read_only)]
    pub options: Map<String, Value>,
    /// The license text that was set last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(skip)]
    pub text: Option<String>,
}

impl Resource for License {
    const KIND: &str = "license";
    const PATH: &str = "license";
    const TITLE: &str = "license";

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, _: Millis) {
        self.id = id;
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("examples" = [{"product_key": "AAAAA-BBBBB-CCCCC-DDDDD-EEEEE"}]))]
struct ProductKey {
    /// Any text that is not empty.
    #[schemars(length(min = 1))]
    product_key: String,
}

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<License>()],
    ..Part::NONE
};

/// The guide's example says `/licenses`, every client `/license`: both are served.
#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    let operations = [
        get("/license",            FullSystem, read,            "Retrieve the license."),
        put("/license",            FullSystem, replace,         "Set the license by its text."),
        get("/license/productkey", FullSystem, product_key,     "Retrieve the product key."),
        put("/license/productkey", FullSystem, set_product_key, "Erase the product key and set another."),
    ];
    let plural = operations.each_ref().map(|op| op.also_at(op.path.replacen("license", "licenses", 1)));
    operations.into_iter().chain(plural).collect()
}

async fn read(permit: Permit) -> Result<View<License>> {
    let mut license = License::of(&permit.store.state());
    let (end, now) = (license.expires_at.unwrap_or(LAST_DAY), permit.clock.now());
    license.expires_at = Some(end);
    license.expires_in = Some(end.saturating_sub(now));
    permit.answer(&license)
}

async fn replace(permit: Permit, Text(text): Text) -> Result<NoContent> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let begins = lines.next().is_some_and(|line| line.contains("BEGIN"));
    if !begins || !lines.next_back().is_some_and(|line| line.contains("END")) {
        return Err(refused(
            "the body must be the license text with its BEGIN and END lines",
        ));
    }
    change(permit, "Set license", |license| license.text = Some(text)).await
}

async fn product_key(permit: Permit) -> Result<View<ProductKey>> {
    let product_key = License::of(&permit.store.state()).product_key;
    permit.answer(&ProductKey { product_key })
}

async fn set_product_key(permit: Permit, Body(new): Body<ProductKey>) -> Result<NoContent> {
    change(permit, "Set product key", |license| {
        license.product_key = new.product_key
    })
    .await
}

async fn change(
    permit: Permit,
    audit_note: &'static str,
    change: impl FnOnce(&mut License) + Send + 'static,
) -> Result<NoContent> {
    permit
        .write(move |draft: &mut Draft| {
            draft.note(audit_note, "license");
            let mut license = License::of(draft);
            change(&mut license);
            match license.id {
                0 => draft.insert(license).map(drop),
                id => draft.update(id, |_: &License| Ok(license)),
            }
        })
        .await?;
    Ok(NoContent)
}

impl License {
    /// The license that was set, or the one that comes with every twin.
    pub fn of(state: &State) -> License {
        state
            .all::<License>()
            .next()
            .cloned()
            .unwrap_or_else(Self::shipped)
    }
    /// How many devices get full analysis; absent: all of them.
    pub fn device_limit(&self) -> Option<usize> {
        let limit = self.options.get(DEVICE_LIMIT)?.as_u64()?;
        usize::try_from(limit).ok()
    }
    /// Model numbers of virtual appliances end with a V.
    pub fn is_virtual(&self) -> bool {
        self.platform.ends_with(['V', 'v'])
    }
    fn shipped() -> License {
        let modules = [
            "cifs", "db", "dhcp", "dns", "ftp", "http", "kerberos", "ldap", "smtp", "ssl",
        ];
        let options = [
            ("triggers", json!(true)),
            ("ssl_decryption", json!(true)),
            (DEVICE_LIMIT, json!(1_000_000)),
        ];
        License {
            id: 0,
            dossier: "0000000000000000000000000wiretwin".into(),
            serial: "WT-000001".into(),
            product_key: "WIRET-WIN00-00000-00000-00000".into(),
            platform: "EH6000V".into(),
            expires_at: None,
            expires_in: None,
            modules: modules
                .map(|name| (name.to_owned(), json!(true)))
                .into_iter()
                .collect(),
            options: options
                .map(|(name, value)| (name.to_owned(), value))
                .into_iter()
                .collect(),
            text: None,
        }
    }
}
