//! A decryption key as it is stored; nothing of the private key is kept.
use super::{
    pair::Public,
    protocol::{self, SslDecryptKeyProtocol},
};
use crate::{
    api::read_only,
    base::{
        clock::Millis,
        problem::{Problem, Result, refused},
    },
    store::{Draft, Object, Resource, State, Unique},
};
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
        protocol::check(&self.protocols)
    }
    fn label(&self) -> Option<Cow<'_, str>> {
        Some(self.name.as_str().into())
    }
}

impl SslDecryptKey {
    pub fn yes() -> bool {
        true
    }
    pub fn object<'a>(state: &'a State, id: &str) -> Result<&'a Arc<Object>> {
        let found = state.by_key::<Self>(id);
        found.ok_or_else(|| Problem::no_such(Self::TITLE, id))
    }
    pub fn named<'a>(state: &'a State, id: &str) -> Result<&'a Self> {
        Self::object(state, id).map(|object| object.get())
    }
    /// Clients know it by its id, and not by its number.
    pub fn note(&self, draft: &mut Draft, audit_note: &str) {
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
