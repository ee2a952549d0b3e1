//! The operations on decryption keys.
use super::{object::SslDecryptKey, pair::Public, protocols, update::change};
use crate::{
    api::{
        Body, Created, Name, NoContent, Operation, Part, Patch, View, delete, get, list, patch,
        post,
    },
    base::{
        platform::Platform,
        problem::{Problem, Result, malformed},
    },
    schema::marks::write_only,
    store::{Kind, Resource},
    twin::access::{Level::*, Permit},
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

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

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<SslDecryptKey>()],
    ..Part::NONE
};

#[rustfmt::skip]
fn operations() -> Vec<Operation> {
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
    let location = permit.location(SslDecryptKey::PATH, &key.id);
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
