//! SSL decrypt keys let the appliance read the traffic of a server that holds the same key.
mod pair;
mod protocols;

pub use protocols::SslDecryptKeyProtocol;

use crate::{
    api::{
        Body, Created, Name, NoContent, Operation, Patch, View, delete, fields::write_only, get,
        list, patch, post, read_only,
    },
    base::{
        clock::Millis,
        problem::{Problem, Result, malformed, refused},
    },
    store::{Draft, Object, Resource, State, Unique},
    twin::{
        Platform,
        access::{Level::*, Permit},
    },
};
use pair::Public;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::{borrow::Cow, sync::Arc};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [SslDecryptKey::example()]))]
pub struct SslDecryptKey {
    #[serde(default)]
    #[schemars(skip)]
    pub number: i64,
    /// The SHA-1 of the certificate in DER, so the same certificate always has the same id.
    #[serde(default)]
    #[schemars(transform = read_only, extend("pattern" = "^[0-9a-f]{40}$"))]
    pub id: String,
    /// The name of the key. It is set on a create only.
    #[schemars(length(min = 1))]
    pub name: String,
    /// Whether traffic is decrypted with it.
    #[serde(default = "SslDecryptKey::yes")]
    pub enabled: bool,
    /// The certificate in PEM.
    #[schemars(transform = read_only)]
    pub cert_pem: String,
    /// The protocols that are looked for in what it decrypts.
    #[serde(default)]
    #[schemars(skip)]
    pub protocols: Vec<SslDecryptKeyProtocol>,
}

/// What a create needs. It is no [`SslDecryptKey`], so that no private key can be stored, shown
/// or logged: it is checked against the certificate, and then forgotten.
#[derive(Deserialize, JsonSchema)]
#[schemars(extend("examples" = [NewSslDecryptKey::example()]))]
struct NewSslDecryptKey {
    /// The name of the key.
    #[schemars(length(min = 1))]
    name: String,
    /// Whether traffic is decrypted with it.
    #[serde(default = "SslDecryptKey::yes")]
    enabled: bool,
    /// The certificate in PEM; of a chain the first counts.
    #[schemars(transform = write_only)]
    certificate: String,
    /// The private key of that certificate in PEM, not encrypted: RSA of 2048 to 4096 bits,
    /// ECDSA with P-256 or P-384, or Ed25519.
    #[schemars(transform = write_only)]
    private_key: String,
}

impl Resource for SslDecryptKey {
    const KIND: &str = "ssl_decrypt_key";
    const PATH: &str = "ssldecryptkeys";
    const TITLE: &str = "SSL decrypt key";
    const UNIQUE: Option<Unique<Self>> = Some(Unique {
        field: "id",
        key: |key| key.id.as_str().into(),
    });

    fn id(&self) -> i64 {
        self.number
    }
    fn set_id_and_time(&mut self, number: i64, _: Millis) {
        self.number = number;
        // A fixture names the certificate alone; one that cannot be read has no id.
        if self.id.is_empty() {
            self.id = Public::read(&self.cert_pem).map_or(String::new(), |public| public.id());
        }
    }
    fn check(&self) -> Result<()> {
        let public = Public::read(&self.cert_pem).map_err(|p| p.within("`cert_pem`"))?;
        if public.id() != self.id {
            return Err(refused(format!("`id` must be {}", public.id())));
        }
        protocols::check(&self.protocols)
    }
    fn label(&self) -> Option<Cow<'_, str>> {
        Some(self.name.as_str().into())
    }
}

#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
    let mut operations = vec![
        get   ("/ssldecryptkeys",      FullSystem, list::<SslDecryptKey>, "Retrieve all SSL decrypt keys."),
        post  ("/ssldecryptkeys",      FullSystem, create_key, "Create an SSL decrypt key.").refusing(&[409]),
        get   ("/ssldecryptkeys/{id}", FullSystem, read_key,   "Retrieve an SSL decrypt key."),
        patch ("/ssldecryptkeys/{id}", FullSystem, update_key, "Enable or disable an SSL decrypt key."),
        delete("/ssldecryptkeys/{id}", FullSystem, remove_key, "Delete an SSL decrypt key and its protocols."),
    ];
    operations.extend(protocols::operations());
    operations
}

async fn create_key(permit: Permit, Body(new): Body<NewSslDecryptKey>) -> Result<Created> {
    if permit.platform != Platform::Discover {
        return Err(malformed("only a Discover appliance has SSL decrypt keys"));
    }
    let key = new.checked()?;
    let location = format!("/api/v1/{}/{}", SslDecryptKey::PATH, key.id);
    let created = permit.write(move |draft| {
        if let Some(held) = draft.by_key::<SslDecryptKey>(&key.id) {
            let name = &held.get::<SslDecryptKey>().name;
            let told = format!("`certificate`: The key {name} already has this certificate.");
            return Err(Problem::Conflict(told));
        }
        key.note(draft, "Create SSL decrypt key");
        draft.insert(key)
    });
    created.await.map(|_| Created(location))
}

async fn read_key(permit: Permit, Name(id): Name) -> Result<View<SslDecryptKey>> {
    let state = permit.store.state();
    Ok(permit.view(SslDecryptKey::object(&state, &id)?))
}

async fn update_key(
    permit: Permit,
    Name(id): Name,
    patch: Patch<SslDecryptKey>,
) -> Result<NoContent> {
    let patch = patch.without("name");
    change(permit, id, "Modify SSL decrypt key", move |key| {
        patch.onto(key)
    })
    .await
}

async fn remove_key(permit: Permit, Name(id): Name) -> Result<NoContent> {
    let removed = permit.write(move |draft| {
        let key = SslDecryptKey::named(draft, &id)?.clone();
        key.note(draft, "Delete SSL decrypt key");
        draft.remove::<SslDecryptKey>(key.number)
    });
    removed.await.map(|()| NoContent)
}

/// Replaces a key by what `change` makes of it.
async fn change(
    permit: Permit,
    id: String,
    audit_note: &'static str,
    change: impl FnOnce(&SslDecryptKey) -> Result<SslDecryptKey> + Send + 'static,
) -> Result<NoContent> {
    let changed = permit.write(move |draft| {
        let key = SslDecryptKey::named(draft, &id)?.clone();
        key.note(draft, audit_note);
        draft.update(key.number, change)
    });
    changed.await.map(|()| NoContent)
}

impl NewSslDecryptKey {
    /// The key that is stored, if the private key fits the certificate.
    fn checked(self) -> Result<SslDecryptKey> {
        let public = Public::read(&self.certificate).map_err(|p| p.within("`certificate`"))?;
        let fits = public.fits(&self.private_key);
        fits.map_err(|p| p.within("`private_key`"))?;
        Ok(SslDecryptKey {
            number: 0,
            id: public.id(),
            name: self.name,
            enabled: self.enabled,
            cert_pem: public.pem(),
            protocols: vec![],
        })
    }
    fn example() -> Value {
        json!({
            "name": "www.example.com",
            "enabled": true,
            "certificate": include_str!("example-certificate.pem"),
            "private_key": include_str!("example-key.pem"),
        })
    }
}

impl SslDecryptKey {
    fn yes() -> bool {
        true
    }
    fn object<'a>(state: &'a State, id: &str) -> Result<&'a Arc<Object>> {
        let found = state.by_key::<Self>(id);
        found.ok_or_else(|| Problem::no_such(Self::TITLE, id))
    }
    fn named<'a>(state: &'a State, id: &str) -> Result<&'a Self> {
        Self::object(state, id).map(|object| object.get())
    }
    /// Clients know it by its id, and not by its number.
    fn note(&self, draft: &mut Draft, audit_note: &str) {
        draft.note(
            audit_note,
            format!("{} {}: {}", Self::TITLE, self.id, self.name),
        );
    }
    fn example() -> Value {
        let certificate = include_str!("example-certificate.pem");
        let id = Public::read(certificate).map_or(String::new(), |public| public.id());
        json!({"id": id, "name": "www.example.com", "enabled": true, "cert_pem": certificate})
    }
}
