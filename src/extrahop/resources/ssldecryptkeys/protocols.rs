//! The protocols that are looked for in what an SSL decrypt key decrypts, and on which ports.
use super::{
    object::SslDecryptKey,
    protocol::{KNOWN, SslDecryptKeyProtocol},
    update::change,
};
use crate::{
    api::{Body, CreatedEmpty, Name, Names, NoContent, Operation, Query, View, delete, get, post},
    base::problem::{Problem, Result, malformed},
    twin::access::{Level::*, Permit},
};
use schemars::JsonSchema;
use serde::Deserialize;

#[derive(Deserialize, JsonSchema)]
struct At {
    /// Remove the protocol from this port only; absent: from every port.
    #[serde(default)]
    port: Option<u16>,
}

#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
    vec![
        get   ("/ssldecryptkeys/{id}/protocols",            FullSystem, list,   "Retrieve the protocols of an SSL decrypt key."),
        post  ("/ssldecryptkeys/{id}/protocols",            FullSystem, add,    "Add a protocol on a port to an SSL decrypt key.").without_422(),
        delete("/ssldecryptkeys/{id}/protocols/{protocol}", FullSystem, remove, "Remove a protocol from an SSL decrypt key."),
    ]
}

async fn list(permit: Permit, Name(id): Name) -> Result<View<Vec<SslDecryptKeyProtocol>>> {
    permit.answer(&SslDecryptKey::named(&permit.store.state(), &id)?.protocols)
}

async fn add(
    permit: Permit,
    Name(id): Name,
    Body(new): Body<SslDecryptKeyProtocol>,
) -> Result<CreatedEmpty> {
    let added = change(permit, id, "Add protocol to SSL decrypt key", move |key| {
        if !new.is_known() {
            return Err(no_such(&new.protocol));
        }
        if key.protocols.contains(&new) {
            let SslDecryptKeyProtocol { protocol, port } = new;
            return Err(malformed(format!(
                "`{protocol}` is on the port {port} already"
            )));
        }
        let mut key = key.clone();
        key.protocols.push(new);
        Ok(key)
    });
    added.await.map(|_| CreatedEmpty)
}

async fn remove(
    permit: Permit,
    Names(id, protocol): Names,
    Query(At { port }): Query<At>,
) -> Result<NoContent> {
    let goes = move |held: &SslDecryptKeyProtocol| {
        held.protocol == protocol && port.is_none_or(|port| held.port == port)
    };
    change(
        permit,
        id,
        "Remove protocol from SSL decrypt key",
        move |key| {
            let mut key = key.clone();
            let before = key.protocols.len();
            key.protocols.retain(|held| !goes(held));
            match key.protocols.len() < before {
                true => Ok(key),
                false => Err(Problem::NotFound(
                    "The SSL decrypt key has no such protocol there.".into(),
                )),
            }
        },
    )
    .await
}

fn no_such(protocol: &str) -> Problem {
    Problem::NotFound(format!(
        "There is no protocol named `{protocol}`, only {}.",
        KNOWN.join(", ")
    ))
}
